"""The role `{term}` explains a word of the glossary in place, as figures are explained; the words
are the glossary's own."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from stateofplay.files.access import digest_of
from stateofplay.site.read.roles import next_number
from stateofplay.site.state import site_of, uses_here, uses_of, write_again


class TermNode(nodes.Inline, nodes.TextElement):
    """A word with its explanation. Attributes: `href` of its place in the glossary, `term` as the
    glossary has it, `definition`."""


def _note_definitions(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what the page's glossaries say, by the anchor of each term."""
    found: dict[str, tuple[str, str]] = {}
    for glossary in doctree.findall(addnodes.glossary):
        for item in glossary.findall(nodes.definition_list_item):
            definition = " ".join(part.astext() for part in item.findall(nodes.paragraph))
            for term in item.findall(nodes.term):
                found |= dict.fromkeys(term["ids"], (term.astext(), " ".join(definition.split())))
    uses_here(app.env).terms = found


def _explain(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Replace each link to a term by one that opens the definition."""
    if app.builder.name != "html":
        return
    definitions = {
        f"{name}#{anchor}": said
        for name, uses in uses_of(app.env).items()
        for anchor, said in uses.terms.items()
    }
    for link in list(doctree.findall(nodes.reference)):
        if not any("std-term" in child.get("classes", ()) for child in link.findall(nodes.inline)):
            continue
        href = link.get("refuri") or f"#{link['refid']}"
        where = next((d for d in definitions if d.endswith(f"#{href.rpartition('#')[2]}")), "")
        if where:
            term, definition = definitions[where]
            link.replace_self(
                TermNode("", nodes.Text(link.astext()), href=href, term=term, definition=definition)
            )


def visit_term(self: HTML5Translator, node: TermNode) -> None:
    site = site_of(self.builder.env)
    self.body.append(
        site.render(
            "term.html",
            words=node.astext(),
            href=node["href"],
            term=node["term"],
            definition=node["definition"],
            number=next_number(self),
        ).strip()
    )
    raise nodes.SkipNode


def _definitions(env: BuildEnvironment) -> dict[str, str]:
    """What the glossaries say: every page may explain their words."""
    terms = [(page, uses.terms) for page, uses in sorted(uses_of(env).items()) if uses.terms]
    return dict.fromkeys(env.found_docs, digest_of(terms))


def setup(app: Sphinx) -> None:
    app.add_node(TermNode, html=(visit_term, None))
    app.connect("doctree-read", _note_definitions)
    app.connect("doctree-resolved", _explain)
    write_again(app, "definitions", _definitions)
