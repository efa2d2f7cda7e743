"""The charts of a page as written: their blocks can be read, their words state the values that they
show, and none is typed.
"""

from __future__ import annotations

from collections.abc import Iterator

from stateofplay.chapters.chart_blocks import read_block
from stateofplay.chapters.chart_names import unknown_names
from stateofplay.charts import TEXTS
from stateofplay.editing.rules.source_text import ChartTexts, SourcePage
from stateofplay.files.problems import DataError, Problem
from stateofplay.ledger.beside import typed_in
from stateofplay.ledger.contents import PLACEHOLDER
from stateofplay.ledger.ledger import Ledger


def typed(page: SourcePage) -> Iterator[Problem]:
    """Each number that is typed into the words of a chart."""
    for chart in page.charts:
        for text in chart.templates:
            if text.key not in TEXTS:
                continue
            for number in typed_in(text.text):
                said = f"“{number}” is typed into the words of {chart.id}; write {{id}} of a figure"
                yield Problem(page.file, text.line, text.key, said)


def without_values(page: SourcePage) -> Iterator[tuple[ChartTexts, Problem]]:
    """Each chart whose text alternative states no value of those that it shows."""
    for chart in page.charts:
        for text in chart.templates:
            if text.key == "alt" and text.text.strip() and not PLACEHOLDER.search(text.text):
                said = (
                    f"the alt text of {chart.id} states no value: who cannot see the chart learns "
                    "none; write the extremes or the comparison, each number as {id} of its figure"
                )
                yield chart, Problem(page.file, text.line, "alt", said)


def blocks(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """What is wrong with the `{chart}` blocks of a page: their keys, and the names in them."""
    for block in page.blocks:
        try:
            document = read_block(block.argument, block.content, page.file, block.line)
        except DataError as error:
            yield from error.problems
            continue
        yield from unknown_names(block.argument, document, page.inputs, ledger)
