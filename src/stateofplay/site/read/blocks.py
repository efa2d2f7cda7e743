"""How formulas, pictures, folded text and tables of the prose are written: without scripts, styles
or other sites."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.images import get_image_size
from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)
_MORE = re.compile(r"More\b")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")
# How pictures of these kinds begin, and what none lacks that is whole.
_ENDS = ((b"\x89PNG", b"IEND"), (b"\xff\xd8", b"\xff\xd9"), (b"GIF8", b";"), (b"RIFF", b"WEBP"))


class Fold(nodes.General, nodes.Element):
    """Text that is folded away. Attribute: `open`, whether it is shown from the start. Its first
    child is its title."""


class Room(nodes.General, nodes.Element):
    """What is round a table: where it is wider than the page, it scrolls, by keyboard as well."""


class FoldDirective(SphinxDirective):
    """``{dropdown} Title``: the content opens on a click, and is open on paper. ``:open:`` shows it
    from the start."""

    has_content, required_arguments, final_argument_whitespace = True, 1, True
    option_spec = {"open": bool}

    def run(self) -> list[nodes.Node]:
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        fold = Fold("", nodes.title(self.arguments[0], "", *words), open="open" in self.options)
        self.set_source_info(fold)
        self.state.nested_parse(self.content, self.content_offset, fold)
        return [fold, *messages]


class Arrange(SphinxTransform):
    """Folds the admonitions that ask for it (``:class: dropdown``), and gives each table its
    room."""

    default_priority = 395  # after what is refused is reported, before titles get their words

    def apply(self, **kwargs: Any) -> None:
        for box in list(self.document.findall(nodes.Element)):
            if isinstance(box, nodes.Admonition) and "dropdown" in box["classes"]:
                own = isinstance(box[0], nodes.title)
                title = box[0] if own else nodes.title("", box.tagname.title())
                rest = box.children[1:] if own else box.children
                box.replace_self(Fold("", title, *rest, open=False))
        for table in list(self.document.findall(nodes.table)):
            # Widths of columns would be styles in the page.
            table["classes"].append("colwidths-auto")
            room = Room()
            table.replace_self(room)
            room += table


class FoldMore(SphinxPostTransform):
    """Folds each section whose title begins with the word “More”: what one need not read, charts
    with their code included.

    It comes late, on the page as it is written: the contents of the page list the section by its
    title as any other.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for section in list(self.document.findall(nodes.section)):
            title = section[0]
            if isinstance(title, nodes.title) and _MORE.match(title.astext()):
                level = "h2" if isinstance(section.parent.parent, nodes.document) else "h3"
                fold = Fold("", *section.children, open=False, heading=level)
                section.children = []
                section += fold


def mathml(tex: str, block: bool = False) -> str:
    """A formula in LaTeX as MathML. Raises MathError, or what its parser stumbles over, where it
    cannot be read."""
    return re.sub(r">\s+<", "><", tex2mathml(tex.strip(), as_block=block))


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    self.body.append(
        '<div class="sop-formula" tabindex="0" role="region" aria-label="Formula">'
        f"{mathml(node.astext(), block=True)}</div>\n"
    )
    raise nodes.SkipNode


def visit_image(self: HTML5Translator, node: nodes.image) -> None:
    path, file = self.builder.images.get(node["uri"]), Path(self.builder.srcdir, node["uri"])
    if not _is_whole(file):
        said = "the picture %s is cut short, or is none; put it there again"
        logger.error(said, node["uri"], location=node)
    size = get_image_size(str(file))
    src = f"{self.builder.imgpath}/{quote(path)}" if path else node["uri"]
    room = Markup(' width="{}" height="{}"').format(*size) if size else ""
    self.body.append(
        Markup('<img src="{}" alt="{}"{} loading="lazy">').format(src, node.get("alt", ""), room)
    )
    raise nodes.SkipNode


def _is_whole(file: Path) -> bool:
    """Whether a file begins and ends as pictures of one of the kinds that it may be; True for one
    of another kind, or that is not there, which Sphinx reports."""
    if file.suffix.lower() not in _PICTURES or not file.is_file():
        return True
    content = file.read_bytes()
    return any(content.startswith(start) and end in content for start, end in _ENDS)


def visit_fold(self: HTML5Translator, node: Fold) -> None:
    title, heading = node.pop(0), node.get("heading")
    kind = "sop-more" if heading else "sop-fold"
    shown = Markup(" open" if node["open"] else "")
    if heading:  # as all have, but beside the fold: what opens on a click holds nothing to click
        self.add_permalink_ref(node.parent, "Link to this heading")
    words = Markup("<{0}>{1}</{0}>" if heading else "{1}").format(heading, title.astext())
    opened = Markup('<details class="{}"{}>\n<summary>{}</summary>\n')
    self.body.append(opened.format(kind, shown, words))


def depart_fold(self: HTML5Translator, node: Fold) -> None:
    self.body.append("</details>\n")


def visit_room(self: HTML5Translator, node: Room) -> None:
    title = node.next_node(nodes.title)
    opened = Markup('<div class="sop-scroll" tabindex="0" role="region" aria-label="{}">\n')
    self.body.append(opened.format(title.astext() if title else "Table"))


def depart_room(self: HTML5Translator, node: Room) -> None:
    self.body.append("</div>\n")


def setup(app: Sphinx) -> None:
    fold, room, image = (visit_fold, depart_fold), (visit_room, depart_room), (visit_image, None)
    app.add_node(Fold, html=fold, epub=fold)
    app.add_node(Room, html=room, epub=room)
    app.add_node(nodes.image, override=True, html=image, epub=image)
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.add_directive("dropdown", FoldDirective, override=True)
    app.add_transform(Arrange)
    app.add_post_transform(FoldMore)
    app.connect("config-inited", _without_mathjax)
    app.connect("builder-inited", _plain_addresses)


def _plain_addresses(app: Sphinx) -> None:
    """Write mail addresses as they are: disguised, a subject and a text after them are lost."""
    app.env.settings["cloak_email_addresses"] = False


def _without_mathjax(app: Sphinx, config: Any) -> None:
    """Formulas are MathML, which needs no script; the raw marks of struck text are ours to judge
    (`markup.py`)."""
    config.html_math_renderer = "mathml"
    config.suppress_warnings = [*config.suppress_warnings, "myst.strikethrough"]
