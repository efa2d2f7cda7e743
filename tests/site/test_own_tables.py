"""A table of a book's own may call its columns as the program does and hold something else."""

from __future__ import annotations

import json
import re

import pytest

from described import own_table
from projects import LEDGER, tiny_project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book

# Columns of the program's tables, as other types and with what those never hold.
COLUMNS = {
    "id": "number",
    "source": "string",
    "place": "number",
    "date": "string",
    "start": "date",
    "value": "string",
    "low": "date",
    "interest": "string",
    "as_stated": "string",
    "locator": "string",
    "day": "number",
}
ROWS = [
    {"id": "1", "source": "a letter of 2025", "place": "3", "date": "early", "value": "much"},
    {"id": "2", "source": "port_office", "start": "2025-03-01", "interest": "great"},
    {"id": "3", "as_stated": "at least 5,000 boxes", "locator": "2", "day": "4"},
]


def test_it_is_published_with_the_sources_that_the_book_knows(tmp_path, capsys) -> None:
    pages = {"data": "# Data\n\nEvery table.\n\n```{ledger-codebook}\n```\n", "ledger": LEDGER}
    project = tiny_project(tmp_path / "book", pages=pages)
    own_table(project, "letters", COLUMNS, ROWS)
    assert build(project, quiet=True) == 0, capsys.readouterr().err
    page = (project.site / "book" / "data.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r'"application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    (letters,) = (each for each in told["dataset"] if each["name"] == "Letters")
    assert letters["citation"] == ["https://example.org/port"]
    assert letters["temporalCoverage"] == "2025-03-01"
