"""What spreadsheets make of a CSV file: its encoding, separators, numbers and dates read as meant, or said to be unclear."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

NUMBER = re.compile(r"-?\d+(\.\d+)?")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
EXAMPLE = {"number": "38 or 2.5", "date": "2026-02-20"}
FORMULA_COLUMNS = ("formula", "holds")
UTF_8, UTF_16, WINDOWS, UNKNOWN = "UTF-8", "UTF-16", "Windows", ""
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
# Quotes, dashes, dots and the no-break space are the same bytes in every Windows code page from 1250 to 1258; letters are not.
_SAME_IN_WINDOWS = frozenset((0x85, *range(0x91, 0x98), 0xA0))
_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u2060\ufeff]")
_GROUP = "[ \u00a0\u2009\u202f'’]"  # separates thousands, and never stands for a decimal point
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "−": "-", "\u00a0": " "})
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WINDOWS_DAY_ZERO = date(1899, 12, 30)  # the day before Excel's day 1, less the 29 February 1900 that it believes in
# The forms of a number that can be read in one way only, and what makes each plain.
_CLEAR: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = tuple((re.compile(pattern), change) for pattern, change in (
    (r"-?\d+(\.\d+)?", lambda t: t),
    (rf"-?\d{{1,3}}({_GROUP}\d{{3}})+([.,]\d+)?", lambda t: re.sub(_GROUP, "", t).replace(",", ".")),
    (r"-?[1-9]\d{0,2}((,\d{3}){2,}|(,\d{3})+\.\d+)", lambda t: t.replace(",", "")),
    (r"-?[1-9]\d{0,2}((\.\d{3}){2,}|(\.\d{3})+,\d+)", lambda t: t.replace(".", "").replace(",", ".")),
    (r"-?(0,\d+|\d{4,},\d+|\d+,(\d{1,2}|\d{4,}))", lambda t: t.replace(",", ".")),  # not 40,000, which may be either
    (r"-?[.,]\d+", lambda t: re.sub(r"[.,]", "0.", t)),
    (r"-?\d+[.,]", lambda t: t[:-1]),
))


class UnclearFile(ValueError):
    """A file whose bytes are no text that can be read in one way; `line` and `cell` (from 0) say where, the message what to do."""

    def __init__(self, line: int, cell: int, message: str) -> None:
        self.line, self.cell = line, cell
        super().__init__(message)


@dataclass(frozen=True)
class Sheet:
    """The text of a CSV file, and how it is stored; `start` is the line of the header."""

    text: str
    encoding: str
    separator: str
    start: int

    def reader(self):
        """The records of the file, the header first. Reading raises csv.Error."""
        lines = self.text.split("\n", self.start - 1)[-1]
        return csv.reader(io.StringIO(lines, newline=""), delimiter=self.separator, strict=True)


def read_sheet(data: bytes, columns: Sequence[str], encoding: str = "") -> Sheet:
    """The CSV file with the header `columns`, whatever program wrote it; `encoding` is that of a file that is no UTF-8, as the caller knows it.

    Raises UnclearFile when the bytes may mean several texts.
    """
    text, stored = _decode(data, encoding)
    first = text.partition("\n")[0].strip().strip('"')
    start = 2 if re.fullmatch(r"sep=.", first) else 1  # a line that Excel writes and reads
    header = text.split("\n", start - 1)[-1].partition("\n")[0].strip("\r")
    separators = (",", *SEPARATORS)
    separator = next((s for s in separators if header_of(next(csv.reader([header], delimiter=s), [])) == list(columns)), ",")
    sheet = Sheet(text, stored, separator, start)
    if stored == UNKNOWN:
        raise _unclear(sheet)
    return sheet


def header_of(record: Iterable[str]) -> list[str]:
    """The names of columns in a first record, without outer blanks and without the empty ones that spreadsheets add at the end."""
    cells = [cell.strip() for cell in record]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def cut(record: list[str], width: int, columns: int) -> list[str]:
    """A record without the empty cells that a spreadsheet adds after the last of `columns` where the first record is `width` cells wide."""
    return record[:columns] if len(record) == width and not any(cell.strip() for cell in record[columns:]) else record


def _decode(data: bytes, encoding: str) -> tuple[str, str]:
    """The text and how it is stored; UNKNOWN with a guess at the text where that cannot be told."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace"), UTF_16
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError:
        if encoding:
            return data.decode(encoding, errors="replace"), encoding
        if all(byte < 0x80 or byte in _SAME_IN_WINDOWS for byte in data):
            return data.decode("cp1252"), WINDOWS
        return data.decode("cp1252", errors="replace"), UNKNOWN


def _unclear(sheet: Sheet) -> UnclearFile:
    """Which cell has letters that another code page would read otherwise, and how it reads in the commonest."""
    common = set(bytes(_SAME_IN_WINDOWS).decode("cp1252"))
    reader = sheet.reader()
    remedy = "save the file as “CSV UTF-8”"
    try:
        for record in reader:
            for number, cell in enumerate(record):
                if not cell.isascii() and not set(cell) <= common | set(map(chr, range(128))):
                    return UnclearFile(reader.line_num + sheet.start - 1, number, f"is not UTF-8 text; {remedy}, or if “{_short(cell)}” is right, "
                                                                                  "run stateofplay check --fix --encoding windows-1252")
    except csv.Error:
        pass  # not even its cells can be told apart; saved again, it is read again
    return UnclearFile(1, 0, f"is not UTF-8 text; {remedy}")


def _short(cell: str) -> str:
    """The part of a cell around its first letter that is not ASCII."""
    place = next(number for number, letter in enumerate(cell) if ord(letter) > 127 and letter not in "’“”–—… ")
    return ("…" if place > 20 else "") + cell[max(0, place - 20) : place + 20].strip() + ("…" if len(cell) > place + 20 else "")


def plain_number(text: str) -> str | None:
    """`text` as a number with a decimal point and nothing else; None when it is none, or may be read in two ways.

    Unclear are ``40,000`` (thousands or decimals), ``1.2E+06`` (the digits that it drops), ``38 bn`` and ``(5)``.
    """
    text = _INVISIBLE.sub("", text).strip().replace("−", "-").removeprefix("+")
    return next((change(text) for pattern, change in _CLEAR if pattern.fullmatch(text)), None)


def number_hint(text: str) -> str:
    """What to write in place of `text`, which is not a number."""
    if text.startswith("#"):
        return "the spreadsheet could not work it out or show it; mend it there and save again"
    if re.fullmatch(r"[-+]?\d+([.,]\d+)?[eE][-+]?\d+", text):
        return "a spreadsheet has shortened it and may have dropped digits; write all of them"
    if re.fullmatch(r"\d{1,2}[-. ]+[A-Za-z]{3,}\.?|[A-Za-z]{3,}[- ]\d{1,2}", text) and _month(re.sub(r"[^A-Za-z]", "", text)):
        return "a spreadsheet has taken it for a date; write the number, and make the column one of text"
    plain = plain_number(text)
    if plain is not None:
        return f"write {plain}"
    if re.fullmatch(r"-?\d{1,3},\d{3}", text):
        return f"write {text.replace(',', '')}"
    digits = re.search(r"\d+(\.\d+)?", text)
    return f"write {digits.group()} here and the unit under unit" if digits else f"write it in digits, like {EXAMPLE['number']}"


def plain_date(text: str) -> str | None:
    """`text` as year-month-day; None when it is no date, or may be two: ``01/02/2026``."""
    days = _days(text)
    return days.pop().isoformat() if len(days) == 1 else None


def date_hint(text: str) -> str:
    """What to write in place of `text`, which is not a date."""
    days = sorted(_days(text))
    if days:
        return "write " + " or ".join(day.isoformat() for day in days)
    if re.fullmatch(r"[34]\d{4}", text):
        return f"it is the number of a day, {(_WINDOWS_DAY_ZERO + timedelta(int(text))).isoformat()} in most spreadsheets; write the date"
    return f"write it as {EXAMPLE['date']} (year-month-day)"


def _days(text: str) -> set[date]:
    """Every day that `text` may mean."""
    text = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", _INVISIBLE.sub("", text).strip())
    if found := re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", text) or re.fullmatch(r"((?:19|20)\d\d)()(\d\d)(\d\d)", text):
        orders = [(found[1], found[3], found[4])]
    elif found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", text):
        orders = [(found[4], found[3], found[1])]
        if found[2] != ".":  # with points, the day comes first everywhere
            orders.append((found[4], found[1], found[3]))
    elif found := re.fullmatch(r"(\d{1,2})[- ]([A-Za-z]+)\.?[- ,]+(\d{4})", text):
        orders = [(found[3], _month(found[2]), found[1])]
    elif found := re.fullmatch(r"([A-Za-z]+)\.? (\d{1,2}),? (\d{4})", text):
        orders = [(found[3], _month(found[1]), found[2])]
    else:
        return set()
    return {day for order in orders if (day := _day(*map(int, order)))}


def _month(name: str) -> int:
    """The number of an English month, whole or shortened; 0 for another word."""
    return _MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in _MONTHS else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plain_cell(rule: dict[str, Any], text: str) -> str:
    """The cell of the column that `rule` (a field of a Table Schema) describes in its plain form; as it is where that is unclear."""
    bare = _INVISIBLE.sub("", text).strip()
    kind, allowed = rule.get("type", "string"), rule.get("constraints", {}).get("enum", ())
    if not bare:
        return ""
    if kind == "number":
        return plain_number(bare) or text
    if kind == "date":
        return plain_date(bare) or text
    if allowed:
        near = [word for word in allowed if word.casefold() == bare.casefold()]
        return near[0] if len(near) == 1 else text
    if rule["name"] in FORMULA_COLUMNS:
        return bare.translate(_STRAIGHT)
    return text.rstrip().replace("\r\n", "\n")


def unclear_points(cells: Iterable[str]) -> set[str]:
    """The numbers among `cells`, of a file that is not separated by commas, whose point may separate thousands: ``1.234``.

    Such a file comes from a place where the comma may be the decimal sign, unless another of its numbers shows that it is the point.
    """
    texts = [cell.strip() for cell in cells]
    points = any(re.fullmatch(r"-?(0\.\d+|\d+\.(\d{1,2}|\d{4,}))", text) for text in texts)
    commas = any(re.fullmatch(r"-?(0,\d+|\d+,(\d{1,2}|\d{4,}))", text) for text in texts)
    return set() if points and not commas else {text for text in texts if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", text)}
