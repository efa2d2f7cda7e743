"""A table of a book's own may call its columns as the program does and hold something else."""

from __future__ import annotations

import json
import re

import pytest

from described import own_table
from many import outside
from projects import LEDGER, columns_of, tiny_project, write_table
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


PAGES = {"data": "# Data\n\nEvery table.\n\n```{ledger-codebook}\n```\n", "ledger": LEDGER}


def test_it_is_published_with_the_sources_that_the_book_knows(tmp_path, capsys) -> None:
    project = tiny_project(tmp_path / "book", pages=PAGES)
    own_table(project, "letters", COLUMNS, ROWS)
    assert build(project, quiet=True) == 0, capsys.readouterr().err
    page = (project.site / "book" / "data.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r'"application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    (letters,) = (each for each in told["dataset"] if each["name"] == "Letters")
    assert letters["citation"] == ["https://example.org/port"]
    assert letters["temporalCoverage"] == "2025-03-01"


def test_of_very_many_tables_those_with_the_same_columns_say_them_once(tmp_path, capsys) -> None:
    project = tiny_project(tmp_path / "book", pages=PAGES)
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    (areas,) = (each for each in package["resources"] if each["name"] == "context-areas")
    for n in range(100):
        at = {"name": f"context-quay-{n}", "path": f"context/quay_{n}.csv", "title": f"Quay {n}"}
        package["resources"].append(areas | at)
        row = outside(1)[0] | {"id": f"quay_{n}", "series": f"quays_{n}"}
        write_table(project.data / at["path"], columns_of("context/areas"), [row])
    project.data_package.write_text(json.dumps(package), encoding="utf-8", newline="\n")
    assert build(project, quiet=True) == 0, capsys.readouterr().err
    page = (project.site / "book" / "data.html").read_text(encoding="utf-8")
    told = json.loads(re.search(r'"application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    (quay,) = (each for each in told["dataset"] if each["name"] == "Quay 99")
    assert quay["distribution"] and "variableMeasured" not in quay
    section = page.partition('id="codebook-context-quay-99"')[2].partition("</section>")[0]
    assert '<a href="#codebook-context-areas">Areas</a>' in section and "<dl>" not in section
    section = page.partition('id="codebook-context-areas"')[2].partition("</section>")[0]
    assert "<dt><code>as_stated</code>" in section
