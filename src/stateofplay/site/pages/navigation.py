"""Finding one's way: the parts and pages of the book with the question that each answers, and the
pages before and after one."""

from __future__ import annotations

from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from stateofplay.site.lists.listing import question_of
from stateofplay.site.state import Context, Doctree, page_name, write_again

FRONT = "Front page"  # how the way back to it is named: its title is a sentence


@dataclass(frozen=True)
class Stop:
    """A page as the navigation shows it: its short name, the question of its front matter (or
    empty), its address."""

    page: str
    name: str
    question: str
    href: str


@dataclass(frozen=True)
class Part:
    """Pages that stand together in `_toc.yml`, with the caption of the part (or empty)."""

    caption: str
    chapters: list[Stop]


def stop(app: Sphinx, page: str, seen_from: str) -> Stop:
    """A page as the navigation of another shows it."""
    name = FRONT if page == app.config.root_doc else page_name(app.env, page)
    return Stop(
        page, name, question_of(app.env, page), app.builder.get_relative_uri(seen_from, page)
    )


def parts(app: Sphinx, seen_from: str) -> list[Part]:
    """The book's parts in the order of `_toc.yml`, with addresses as seen from a page."""
    root = app.config.external_site_map.root
    return [
        Part(
            tree.caption or "",
            [
                stop(app, str(page), seen_from)
                for page in tree.items
                if str(page) in app.env.found_docs
            ],
        )
        for tree in root.subtrees
    ]


def show_way(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """What the page template asks about the way through the book."""
    env = app.env
    addresses = {
        app.builder.get_relative_uri(page, name): name for name in env.found_docs if name != page
    }
    context["sop_author"] = app.config.author
    context["sop_parts"] = parts(app, page)
    context["sop_here"] = stop(app, page, page) if page in env.found_docs else None
    for way in ("prev", "next"):
        other = addresses.get((context.get(way) or {}).get("link", ""))
        context[f"sop_{way}"] = stop(app, other, page) if other else None
    headings = [] if doctree is None else list(doctree.findall(nodes.section))
    context["sop_has_contents"] = len(headings) > 2 and page != app.config.root_doc


def _questions(env: BuildEnvironment) -> object:
    """The question of each page: every page shows all of them."""
    return {page: question_of(env, page) for page in sorted(env.found_docs)}


def setup(app: Sphinx) -> None:
    write_again(app, "questions", _questions)
