"""What a page still says that was written for any book, or for another one: the sample text of
`stateofplay new`, and names in a copied reference page that this book does not have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from stateofplay.editing.rules.source_text import Paragraph, SourcePage, source_page
from stateofplay.files.access import input_files
from stateofplay.files.problems import Problem
from stateofplay.files.project import MORE, PACKAGE, REFERENCE
from stateofplay.files.schema_words import SCHEMAS
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.book_tables import KNOWN, column_names
from stateofplay.ledger.reading.drafts import COLUMNS

STARTER = PACKAGE / "starter"
_DOWNLOAD = re.compile(
    r"(?P<name>[a-z][a-z0-9-]*?)(?:-site\.zip|-\d{4}-\d\d-\d\d\.zip|\.epub|\.pdf)"
)
_TABLE = re.compile(r"(?:data/)?(?P<name>(?:context/)?[a-z][a-z0-9_]*)\.csv")
_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")  # two words at least: one may be any word


@lru_cache
def _samples() -> frozenset[str]:
    """The paragraphs of the pages that `stateofplay new` writes, but those that it fills in."""
    pages = [
        source_page(path.name, path.read_text(encoding="utf-8"))
        for path in sorted((STARTER / "book").glob("*.md"))
    ]
    texts = {_plain(p) for page in pages for p in page.paragraphs if p.is_prose}
    return frozenset(text for text in texts if "{{" not in text)


def _plain(paragraph: Paragraph) -> str:
    return " ".join(paragraph.text.split())


def sample_text(page: SourcePage) -> Iterator[Problem]:
    """Each paragraph that is as `stateofplay new` wrote it."""
    for paragraph in page.paragraphs:
        if _plain(paragraph) in _samples():
            said = "is the sample text of stateofplay new; write your own before you publish"
            yield Problem(page.file, paragraph.line, "", said)


def is_reference(file: str) -> bool:
    """Whether a page replaces one that comes with the program, or adds to one."""
    name = file.rpartition("/")[2].removesuffix(".md").removesuffix(MORE)
    return (REFERENCE / f"{name}.md").is_file()


def names_of_others(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Each name in the code of a reference page that this book has not: a table, a file to take
    along, an id. Such a page is copied from book to book, and what it says is not checked
    otherwise.
    """
    if not is_reference(page.file):
        return
    known = _known(ledger)
    for paragraph in page.paragraphs:
        for line, code in paragraph.code_spans():
            for said in _strange(code, ledger, known):
                yield Problem(page.file, line, "", f"“{code}” {said}")


def _strange(code: str, ledger: Ledger, known: frozenset[str]) -> Iterator[str]:
    short = ledger.settings.short_name
    if (found := _DOWNLOAD.fullmatch(code)) and found["name"] not in (short, "chart"):
        yield f"is a file of another book; this one’s begin with {short}"
    elif found := _TABLE.fullmatch(code):
        path = ledger.project.table(found["name"])
        if found["name"] not in ledger.tables and not path.is_file():
            yield "is a table that this book does not have; take out what is said of it"
    elif _ID.fullmatch(code) and code not in known:
        yield "is no entry, series, column or setting of this book; name one of its own"


def _known(ledger: Ledger) -> frozenset[str]:
    """Every name of several words that a page may rightly say."""
    columns = {name for table in ledger.tables.values() for name in table.schema.columns}
    columns |= {name for table in KNOWN.values() for name in column_names(table.schema)}
    names: Iterable[str] = (
        *columns,
        *COLUMNS,
        *ledger.entries,
        *ledger.series,
        *ledger.sources,
        *ledger.units,
        *(ledger.verdicts),
        *(check.id for checks in ledger.checks.values() for check in checks),
        *(row.text("id") for table in ledger.tables.values() for row in table),
        *_keys_of_schemas(),
    )
    return frozenset(names)


@lru_cache
def _keys_of_schemas() -> frozenset[str]:
    """Every key that a setting, a front matter or a block of a chart may have."""
    found, waiting = set[str](), []
    for path in input_files(SCHEMAS, "*.json"):
        waiting.append(json.loads(path.read_text(encoding="utf-8")))
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            found.update(part.get("properties", {}))
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
    return frozenset(found)
