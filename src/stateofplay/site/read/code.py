"""The code of a chart stands behind the chart, in a file of its own that its line of tools loads,
and not between the text and the chart; listings are light."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeGuard

from docutils import nodes
from pygments.formatters import HtmlFormatter
from pygments.token import Comment, Keyword, Operator, String, Text, _TokenType
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from stateofplay.site.read.charts import ChartNode
from stateofplay.site.state import uses_here


class CodeBehindCharts(SphinxTransform):
    """Takes the folded code cells in front of a chart, and the chart's own, out of the page: the
    page's Uses keep their code.

    A cell that is not folded (`hide-input`), shows something else or has no chart after it in its
    section stays where it is.
    """

    default_priority = 880

    def apply(self, **kwargs: Any) -> None:
        for section in list(self.document.findall(nodes.section)):
            waiting: list[nodes.Element] = []
            for block in list(section.children):
                if not _is_folded(block):
                    waiting = []
                    continue
                charts = list(block.findall(ChartNode))
                outputs = _parts(block, "cell_code_output")
                if len(charts) == 1:
                    chart = charts[0]
                    parts = [p for c in (*waiting, block) for p in _parts(c, "cell_code_source")]
                    codes = uses_here(self.env).codes
                    codes[chart["chart"]] = "\n\n".join(part.astext().strip("\n") for part in parts)
                    for cell in waiting:
                        section.remove(cell)
                    section.replace(block, chart)
                    waiting = []
                elif not outputs:
                    waiting.append(block)


def _parts(cell: nodes.Element, kind: str) -> list[nodes.Element]:
    """The parts of a cell that MyST-NB calls so."""
    parts = (part for part in cell.children if isinstance(part, nodes.Element))
    return [part for part in parts if part.get("nb_element") == kind]


class Listing(HtmlFormatter[str]):
    """Marks in a listing only the kinds of words that the style sheet paints: an element for each
    word is half of a page's elements."""

    PAINTED = {
        String: String,
        Comment: Comment,
        Operator.Word: Keyword,
        Keyword.Constant: Text,
        Keyword: Keyword,
    }

    def format_unencoded(self, tokensource: Iterable[tuple[_TokenType, str]], outfile: Any) -> None:
        painted = ((self._look(kind), words) for kind, words in tokensource)
        super().format_unencoded(painted, outfile)

    def _look(self, kind: _TokenType) -> _TokenType:
        for of, look in self.PAINTED.items():
            # a kind holds those that are part of it
            if kind in of:  # type: ignore[comparison-overlap]
                return look
        return Text


def _light_listings(app: Sphinx) -> None:
    if hasattr(app.builder, "highlighter") and app.builder.highlighter.dest == "html":
        app.builder.highlighter.formatter = Listing


def _is_folded(block: nodes.Node) -> TypeGuard[nodes.container]:
    return (
        isinstance(block, nodes.container)
        and block.get("nb_element") == "cell_code"
        and block.get("hide_mode") == "input"
    )


def setup(app: Sphinx) -> None:
    app.add_transform(CodeBehindCharts)
    app.connect("builder-inited", _light_listings)
