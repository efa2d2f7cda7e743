"""Finding one's way: the parts and pages of the book with the question that each answers, and the
pages before and after one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docutils import nodes
from markupsafe import escape
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import BuildEnvironment

from stateofplay.files.access import digest_of
from stateofplay.site.imprint import published
from stateofplay.site.lists.listing import question_of
from stateofplay.site.state import Context, Doctree, page_name, site_of, write_again

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
    """Pages that stand together in `_toc.yml`, with the caption of the part (or empty), and as
    HTML, by page, the lines of the list of them."""

    caption: str
    chapters: list[Stop]
    lines: dict[str, str]


def stop(app: Sphinx, page: str, seen_from: str) -> Stop:
    """A page as the navigation of another shows it."""
    name = FRONT if page == app.config.root_doc else page_name(app.env, page)
    return Stop(
        page, name, question_of(app.env, page), app.builder.get_relative_uri(seen_from, page)
    )


def parts(app: Sphinx, seen_from: str) -> list[Part]:
    """The book's parts in the order of `_toc.yml`, with addresses as seen from a page."""
    site, folder = site_of(app), seen_from[: seen_from.rfind("/") + 1]
    if folder not in site.ways:  # all pages of a folder see the others alike
        site.ways[folder] = [
            _part(app, tree.caption or "", [*map(str, tree.items)], f"{folder}*")
            for tree in app.config.external_site_map.root.subtrees
        ]
    return [_of_page(app, part, seen_from) for part in site.ways[folder]]


def _of_page(app: Sphinx, part: Part, page: str) -> Part:
    if page not in part.lines:
        return part
    own = _line(stop(app, page, page), ' aria-current="page"')
    return replace(part, lines=part.lines | {page: own})


def _part(app: Sphinx, caption: str, pages: list[str], seen_from: str) -> Part:
    stops = [stop(app, page, seen_from) for page in pages if page in app.env.found_docs]
    return Part(caption, stops, {each.page: _line(each) for each in stops})


def _line(stop: Stop, here: str = "") -> str:
    """A page in the list; without a template, because it is written for each."""
    asks = f" <span>{escape(stop.question)}</span>" if stop.question else ""
    return f'<li><a href="{escape(stop.href)}"{here}>{escape(stop.name)}{asks}</a></li>'


def show_way(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """What the page template asks about the way through the book."""
    env, builder = app.env, app.builder
    known = builder.relations if isinstance(builder, StandaloneHTMLBuilder) else {}
    context["sop_author"] = app.config.author
    context["sop_published"] = published(site_of(app).ledger)
    context["sop_parts"] = parts(app, page)
    context["sop_here"] = stop(app, page, page) if page in env.found_docs else None
    for way, other in zip(("prev", "next"), known.get(page, [None] * 3)[1:], strict=True):
        context[f"sop_{way}"] = stop(app, other, page) if other in env.found_docs else None
    headings = [] if doctree is None else list(doctree.findall(nodes.section))
    context["sop_has_contents"] = len(headings) > 2 and page != app.config.root_doc


def _questions(env: BuildEnvironment) -> dict[str, str]:
    """The question of each page: every page shows all of them."""
    questions = [(page, question_of(env, page)) for page in sorted(env.found_docs)]
    return dict.fromkeys(env.found_docs, digest_of(questions))


def setup(app: Sphinx) -> None:
    write_again(app, "questions", _questions)
