"""What the Markdown of a page may say: what the pages do not show and what is left over as written
is refused."""

from __future__ import annotations

import re
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import unescape

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from stateofplay.files.characters import quoted, shortened
from stateofplay.numbers.numerals import typed_numbers
from stateofplay.site.read.blocks import mathml
from stateofplay.site.read.refusals import COMMENT, HARMLESS, INSTEAD, LEFT_OVER, REFUSED, SHOWN
from stateofplay.site.read.roles import EntryNode, TurnsNode
from stateofplay.site.read.source_marks import MarkNode
from stateofplay.site.whereabouts import NO_PROSE, place, texts_of

logger = logging.getLogger(__name__)
_CODE = (*NO_PROSE, nodes.docinfo, nodes.field_list)
_ENTRIES = (EntryNode, TurnsNode, MarkNode)  # their words are the ledger's, and no Markdown
_LEADS = (nodes.reference, addnodes.pending_xref, addnodes.download_reference, *_ENTRIES)
_AS_WIDE = "of a picture is not used, it is as wide as its file or as the page; leave it out"


class RefusedDirective(SphinxDirective):
    """A directive that the pages do not show: one line says what to write instead."""

    has_content, optional_arguments, final_argument_whitespace = True, 1, True

    def run(self) -> list[nodes.Node]:
        logger.error(
            "{%s} is not shown by these pages; write %s",
            self.name,
            REFUSED[self.name],
            location=(self.env.docname, self.lineno),
        )
        return []


class Markup(SphinxTransform):
    """Goes through what a page was read into, Markdown that its cells show included."""

    default_priority = 385

    def apply(self, **kwargs: Any) -> None:
        self._look_at_title()
        self._look(self.document)
        for link in self.document.findall(nodes.reference):
            if "refuri" in link:  # MyST has written & as &amp;, as the writer of the page does
                link["refuri"] = unescape(link["refuri"], {"&quot;": '"'})

    def _look_at_title(self) -> None:
        """A page has one title, and nothing is said before it: contents, menus and search name the
        page by it."""
        titles = [node for node in self.document.children if isinstance(node, nodes.section)]
        if not titles:
            logger.error(
                "the page has no title; begin its text with a line like # Aid",
                location=(self.env.docname, None),
            )
            return
        for title in titles[1:]:
            self._report(
                title,
                "a page has one title; write ## before this heading",
                getattr(title[0], "rawsource", "") or title[0].astext(),
            )
        for node in self.document.children[: self.document.index(titles[0])]:
            if node.astext().strip() and not isinstance(node, (*_CODE, nodes.target)):
                self._report(
                    node,
                    "this stands before the title; begin the page with its title",
                    node.astext().split("\n")[0],
                )

    def _look(self, node: nodes.Element) -> None:
        for child, following in zip_longest(list(node.children), node.children[1:]):
            if isinstance(child, nodes.Text):
                self._look_at_text(child, isinstance(following, nodes.literal))
            elif not isinstance(child, nodes.Element):
                continue
            elif child.get("nb_element"):
                self._look_at_outputs(child)
            elif not self._is_shown(child):
                name = child.tagname.replace("_", " ")
                written = f":::{' '.join(child['classes'])}" if child.get("is_div") else name
                self._report(
                    child,
                    f"“{written}” is not shown by these pages; "
                    f"{INSTEAD.get(name, 'say it in words')}",
                    written,
                )
            else:
                getattr(self, f"_{child.tagname}", lambda node: None)(child)
                if not isinstance(child, (*_CODE, *_ENTRIES)):
                    self._look(child)

    def _look_at_outputs(self, cell: nodes.Element) -> None:
        """What the Markdown that a cell showed brings along; its own HTML and pictures have been
        looked at (outputs.py)."""
        for raw in list(cell.findall(nodes.raw)):
            if "text_html" not in raw["classes"]:
                self._raw(raw)
        for picture in cell.findall(nodes.image):
            self._look_at_picture(picture)

    def _is_shown(self, node: nodes.Element) -> bool:
        return bool(
            SHOWN.fullmatch(node.tagname)
            or isinstance(node, nodes.Admonition)
            or type(node).__module__.startswith("stateofplay.")
            or "literal-block-wrapper" in node["classes"]
        )

    def _look_at_text(self, text: nodes.Text, before_code: bool) -> None:
        said = text.astext() + ("`" if before_code else "")
        for pattern, advice in LEFT_OVER.items():
            if found := pattern.search(said):
                near = said[found.start() :].split("\n")[0]
                # As much of it as the file has leads to its line.
                parts = (near[:n] for n in range(len(near), 0, -1))
                words = next(filter(self._has, parts), found[0])
                self._report(
                    text, f"{quoted(found[0])} is left in the text as written; {advice}", words
                )
                return

    def _has(self, words: str) -> bool:
        return place(self.env, words, None)[1] is not None

    def _title(self, node: nodes.title) -> None:
        if not node.astext().strip():
            self._report(node, "the heading is empty; write its words, or delete it", "#")

    def _raw(self, node: nodes.raw) -> None:
        # A line's end that is kept (a backslash, or two blanks, before it) is written for LaTeX
        # too.
        if COMMENT.fullmatch(node.astext()) or node["format"] == "latex":
            node.parent.remove(node)
        elif rest := HARMLESS.sub("", node.astext()).strip():
            tag = re.search(r"<[^>\s]*", rest)
            words = f"{tag[0]}>" if tag else shortened(rest)
            self._report(
                node,
                f"“{words}” is HTML, which these pages do not publish; write Markdown",
                tag[0] if tag else rest,
            )

    def _literal_block(self, node: nodes.literal_block) -> None:
        language = str(node.get("language", ""))
        if "{" in language or "}" in language:
            self._report(
                node, f"“{language}” opens no directive; write {{{language.strip('{}')}}}", language
            )

    def _literal(self, node: nodes.literal) -> None:
        name = re.match(r"\{[\w-]+\}(?=\s|$)", node.astext())
        if name and self._has(f"```{name[0]}"):
            self._report(
                node,
                f"“```{name[0]}” and what it holds are on one line; a directive closes on a "
                "line of its own",
                f"```{name[0]}",
            )

    def _math(self, node: nodes.Element) -> None:
        tex = node.astext()
        try:
            mathml(tex)
        except Exception as error:  # its parser stumbles in many ways over what it cannot read
            said = " ".join(str(error).split()) or "it cannot be read"
            self._report(
                node,
                f"the formula {quoted(tex)} cannot be shown: {said}",
                tex.strip().split("\n")[0],
            )
            node.replace_self(nodes.comment())
        for number in typed_numbers(tex):
            digits = re.sub(r"\D", "", number)
            if len(digits) > 3 and digits.strip("0") != "1":  # no constant, index or exponent
                self._report(
                    node,
                    f"“{number}” is typed in a formula; write a letter for it, and beside the "
                    "formula its value as {fig}`id`",
                    number,
                )

    _math_block = _math

    def _reference(self, node: nodes.Element) -> None:
        """A link holds nothing that leads elsewhere itself: a figure leads to its record."""
        for inner in node.findall(nodes.Element):
            if inner is not node and isinstance(inner, _LEADS):
                said = "leads elsewhere itself; end the link before it, or link other words"
                words = shortened(inner.astext() or inner.get("name", ""))  # a mark has no words
                self._report(node, f"“{words}” in a link {said}", inner.rawsource)

    _pending_xref = _download_reference = _reference

    def _look_at_picture(self, node: nodes.image) -> str:
        """Report where a picture is elsewhere or has no alternative text; gives that text."""
        uri, alt = node["uri"], str(node.get("alt", "")).strip()
        if re.match(r"[a-z][a-z\d+.-]*:|//", uri, re.IGNORECASE):
            self._report(
                node,
                f"the picture {shortened(uri)} is elsewhere, and pages ask no other site for "
                "anything; put it into the book’s folder",
                uri,
            )
        else:
            self._name_file(node)
        if "`" in (written := self._words_of_picture(uri) or alt):
            self._report(
                node,
                f"the alternative text “{shortened(written)}” has a role or code, which it cannot "
                "show; write plain words, and the figure beside the picture",
                written,
            )
        if not alt:
            self._report(
                node,
                f"the picture {shortened(uri)} has no alternative text; write ![what it shows]"
                "(file), or :alt: what it shows",
                uri,
            )
        return alt

    def _name_file(self, node: nodes.image) -> None:
        """Undo what Markdown makes of blanks and letters in an address: a file has its own name."""
        name = unquote(node["uri"])
        written, meant = (Path(self.env.relfn2path(uri)[1]) for uri in (node["uri"], name))
        if meant.is_file() and not written.is_file():
            node["uri"] = name

    def _words_of_picture(self, uri: str) -> str:
        """Its alternative text as the page writes it: Markdown leaves roles out of it."""
        page = unquote("\n".join(text for text, _ in texts_of(self.env)))
        found = re.search(rf"!\[([^\[\]]*)\]\(<?{re.escape(unquote(uri))}[\s>)]", page)
        return found[1] if found else ""

    def _image(self, node: nodes.image) -> None:
        for number in typed_numbers(self._look_at_picture(node)):
            self._report(
                node,
                f"“{number}” is typed into the alternative text of a picture; say it without, and "
                "beside the picture as {fig}`id`",
                number,
            )
        for option in ("width", "height", "scale"):
            if option in node:
                self._report(node, f":{option}: {_AS_WIDE}", f":{option}:")

    def _figure(self, node: nodes.figure) -> None:
        if "width" in node:
            self._report(node, f":figwidth: {_AS_WIDE}", ":figwidth:")

    def _table(self, node: nodes.table) -> None:
        given = {"widths": "colwidths-given" in node["classes"], "width": "width" in node}
        for option in (option for option, is_given in given.items() if is_given):
            self._report(
                node,
                f":{option}: of a table is not used, its columns are as wide as they need; "
                "leave it out",
                f":{option}:",
            )

    def _report(self, node: nodes.Node, said: str, words: str) -> None:
        logger.error("%s", said, location=place(self.env, words, node))


def setup(app: Sphinx) -> None:
    for name in REFUSED:
        app.add_directive(name, RefusedDirective, override=True)
    app.add_transform(Markup)
