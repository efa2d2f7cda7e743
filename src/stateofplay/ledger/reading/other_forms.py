"""Why a table is refused as a whole: saved in a spreadsheet's own way, or with other columns."""

from __future__ import annotations

from collections.abc import Iterator

from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.reading.descriptions import Schema
from stateofplay.ledger.reading.spreadsheets import SEPARATORS, UTF_8, Sheet, UnclearFile
from stateofplay.numbers.numerals import unclear_points


def foreign(sheet: Sheet, file: str, schema: Schema) -> Iterator[Problem]:
    """Why a table that another program can read is refused: its encoding and its separators.

    With numbers that may mean something else there.
    """
    ways = [f"is stored as {sheet.encoding} text, not UTF-8"] if sheet.encoding != UTF_8 else []
    if sheet.separator != ",":
        ways.append(f"has its columns separated by {SEPARATORS[sheet.separator]}")
    unclear = list(unclear_numbers(sheet, file, schema))
    remedy = "" if unclear else ", or run stateofplay check --fix"
    said = f"{' and '.join(ways)}; save it as “CSV UTF-8” with commas{remedy}"
    yield Problem(file, 1, "", said)
    yield from unclear


def unclear_numbers(sheet: Sheet, file: str, schema: Schema) -> Iterator[Problem]:
    """The numbers of a file without commas whose point may be a separator of thousands."""
    if sheet.separator == ",":
        return
    try:
        cells = [
            (line, rule["name"], cell.strip())
            for line, record in sheet.records()
            for rule, cell in zip(schema.fields, record, strict=False)
            if rule["type"] == "number"
        ]
    except UnclearFile:
        return  # read with commas, the file is reported as no CSV
    unclear = unclear_points(text for _, _, text in cells)
    for line, name, text in cells:
        if text in unclear:
            whole = text.replace(".", "")
            said = (
                f"{quoted(text)} may be a decimal number or {whole}; "
                f"save the file with commas, or write {whole} or {text}0"
            )
            yield Problem(file, line, name, said)


def other_header(header: list[str], columns: list[str]) -> str:
    """How the header of a file differs from the columns that its table has."""
    if not header:
        return f"its first line is empty; the file must begin with the header {','.join(columns)}"
    twice = [c for c in columns if header.count(c) > 1]
    missing = [c for c in columns if c not in header]
    extra = [c for c in header if c not in columns]
    more = f" and {len(extra) - 3} more" if len(extra) > 3 else ""
    parts = [f"has the column {', '.join(twice)} twice"] if twice else []
    parts += [f"lacks the column {', '.join(missing)}"] if missing else []
    if extra:
        parts.append(f"has the unknown column {', '.join(map(quoted, extra[:3]))}{more}")
    return (
        "; ".join(parts) or "has its columns in another order"
    ) + f"; the header must be {','.join(columns)}"
