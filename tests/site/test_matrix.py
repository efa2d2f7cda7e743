"""The matrix of issues by parties: positions in brief, each with the mark of its source."""

from __future__ import annotations

import re
from html import unescape

import pytest

from projects import INDEX, tiny_project
from stateofplay.publish.building import build

pytestmark = [pytest.mark.book, pytest.mark.counted]

MATRIX = INDEX.replace("```{code-cell}", "```{ledger-matrix}\n```\n\n```{code-cell}", 1)
POSITIONS = [
    dict(
        id="union_on_pay",
        party="Union",
        interest="none",
        issue="Pay",
        position="Wants more.",
        brief="Wants {boxes_goal}",
        source="port_office",
    ),
    dict(
        id="union_on_quay",
        party="Union",
        interest="none",
        issue="Quay",
        position="Wants it open.",
        brief="Open it",
        source="harbour_news",
        locator="2",
    ),
    dict(
        id="union_on_noise",
        party="Union",
        interest="none",
        issue="Noise",
        position="Wants less.",
        source="port_office",
    ),
    dict(
        id="port_on_pay",
        party="Port",
        interest="party",
        issue="Pay",
        position="Wants less.",
        brief="Less <now>",
        source="port_office",
    ),
    dict(
        id="port_on_pay_too",
        party="Port",
        interest="party",
        issue="Pay",
        position="And later.",
        brief="And later",
        source="port_office",
    ),
]


def project(tmp_path, positions):
    return tiny_project(tmp_path / "book", tables={"positions": positions}, pages={"index": MATRIX})


@pytest.fixture(scope="module")
def table(tmp_path_factory) -> list[list[str]]:
    """The words of the table's cells, row by row; `[n]` stands for a mark."""
    made = project(tmp_path_factory.mktemp("matrix"), POSITIONS)
    assert build(made, quiet=True) == 0
    html = (made.site / "book" / "index.html").read_text(encoding="utf-8")
    found = re.search(
        r'<table class="sop-list sop-matrix sop-stacked">.*?</table>', html, re.DOTALL
    )[0]
    found = re.sub(r'<span class="sop-fig">.*?</span></span>', "[mark]", found, flags=re.DOTALL)
    rows = re.findall(r"<tr>(.*?)</tr>", found, re.DOTALL)
    cells = [re.findall(r"<(?:th|td)[^>]*>(.*?)</(?:th|td)>", row, re.DOTALL) for row in rows]
    return [[unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in row] for row in cells]


def words(cells) -> list[str]:
    return [" ".join(cell) for cell in cells]


def test_issues_are_rows_and_parties_are_columns_in_the_order_of_the_table(table) -> None:
    assert words(table[0]) == ["Issue", "Union", "Port partner of the port"]
    assert [" ".join(row[0]) for row in table[1:]] == ["Pay", "Quay"]


def test_each_statement_has_its_figures_in_words_and_its_mark(table) -> None:
    assert words(table[1])[1:] == [
        "Wants at least 50,000 people a month[mark]",
        "Less <now>[mark] And later[mark]",
    ]


def test_what_a_party_has_not_said_is_said(table) -> None:
    assert words(table[2])[1:] == ["Open it[mark]", "No statement found"]


@pytest.mark.parametrize(
    ("brief", "message"),
    [
        ("", "no row of data/positions.csv has a “brief”"),
        (
            "Wants 50,000 more",
            "data/positions.csv:2:brief: has the typed number “50,000”; write the id of its "
            "figure in braces",
        ),
        ("Wants {boxes_gaol}", "data/positions.csv:2:brief: “boxes_gaol” is not"),
        ("Wants {short_of_goal}", "data/positions.csv:2:brief: "),
    ],
)
def test_what_a_matrix_cannot_show_is_refused_with_its_place(
    tmp_path, capsys, brief, message
) -> None:
    assert build(project(tmp_path, [POSITIONS[0] | {"brief": brief}]), quiet=True) == 1
    reported = capsys.readouterr().err
    assert message in reported and "Traceback" not in reported
