"""Reads one cell of a table by the rule of its column, and says what is wrong with it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import islice
from typing import NotRequired, TypedDict

from stateofplay.files.characters import markup, misread, quoted, stray
from stateofplay.files.guesses import guess
from stateofplay.numbers.days import read_day
from stateofplay.numbers.numerals import MOST_DIGITS, read_number

Cell = str | Fraction | date | None
_NAME = "[a-z][a-z0-9_]*"  # the pattern of ids, by which formulas and cells call entries


# Signs with which no rule of text finds anything: no bracket of Markdown, no letter that is seen
# when a file is misread, and nothing that takes no room.
_CLEAR = re.compile(
    r"[ -)+-Z\\-z|}~\xa1-\xac\xae-\xc1\xc4-\xe1\xe3-\u017f\u0370-\u0482\u048a-\u04ff–—‘-‟…€−]*"
)
_NAMES = re.compile(rf"(?:{_NAME}\n)*")


class Constraints(TypedDict, total=False):
    """What a cell must be, in the words of the Table Schema standard."""

    required: bool
    unique: bool
    enum: list[str]
    pattern: str
    minimum: float
    maximum: float


class ColumnRule(TypedDict):
    """A column of a table as its Table Schema describes it; `type` is string, number or date."""

    name: str
    type: str
    title: NotRequired[str]
    description: str
    constraints: NotRequired[Constraints]


_Record = tuple[int, list[str]]
_MANY = 200


class CellReader(dict[str, Cell]):
    """What the cells of a column hold, by their text, and in `wrong` what is wrong with those that
    break its rule: most hold one of a few texts, each of which is read once.
    """

    def __init__(self, rule: ColumnRule) -> None:
        super().__init__()
        self.rule = rule
        self.wrong: dict[str, str] = {}
        limits = rule.get("constraints", {})
        is_text = rule["type"] == "string" and "enum" not in limits
        self.is_name = is_text and limits.get("pattern") == _NAME
        self.is_free = is_text and rule["name"] != "id" and "pattern" not in limits
        self.is_number = rule["type"] == "number" and not limits.keys() - {"required"}

    def read(self, texts: Collection[str]) -> None:
        """Read what of `texts` is new at once, where no rule can find anything in any."""
        new = [text for text in {*texts} if text and text not in self]
        if (self.is_free and _are_clear(new)) or (self.is_name and _are_names(new)):
            self.update(zip(new, new, strict=True))

    def __missing__(self, text: str) -> Cell:
        if text and self.is_free and _are_clear((text,)):
            self[text] = text
            return text
        if self.is_number and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
            self[text] = number = read_number(text)
            return number
        self[text], message = read_cell(text, self.rule)
        if message:
            self.wrong[text] = message
        return self[text]


def read_ahead(records: Iterable[_Record], readers: Sequence[CellReader]) -> Iterator[_Record]:
    """The same records, each after the line on which it ends: `readers` read the cells of many at
    once, which takes a third of the time. Raises as `records` does, where it does.
    """
    records, torn = iter(records), None
    more = True
    while more and not torn:
        many: list[_Record] = []
        try:
            many.extend(islice(records, _MANY))
        except ValueError as error:
            torn = error
        more = len(many) == _MANY
        whole = (record for _, record in many if len(record) >= len(readers))
        for reader, texts in zip(readers, zip(*whole, strict=False), strict=False):
            reader.read(texts)
        yield from many
    if torn:
        raise torn


def _are_clear(texts: Iterable[str]) -> bool:
    """Whether no rule of text can find anything in any, be it blanks around it."""
    joined = f"|{'|'.join(texts)}|"
    if "| " in joined or " |" in joined:
        return False
    if joined.isascii():
        return joined.isprintable() and not any(sign in joined for sign in "{[*")
    return _CLEAR.fullmatch(joined) is not None


def _are_names(texts: Sequence[str]) -> bool:
    """Whether all are names that formulas and cells can use."""
    joined = "".join(f"{text}\n" for text in texts)
    if joined.count("\n") > len(texts) or not _NAMES.fullmatch(joined):
        return False
    return not any(map(keyword.iskeyword, texts))


def read_cell(raw: str, rule: ColumnRule) -> tuple[Cell, str | None]:
    """What a cell holds by the rule of its column, and what is wrong with it.

    A cell that cannot be read holds None.
    """
    found = stray(raw)
    if found:  # the rest is read, so that nothing else is said of the cell or of what names it
        return read_cell(found.rest, rule)[0], found.message
    text, constraints = raw.strip(), rule.get("constraints", {})
    if not text:
        return None, f"is empty; write {_wanted(rule)}" if constraints.get("required") else None
    try:
        value = _parse(text, rule["type"])
    except ValueError as error:
        return None, f"{quoted(text)} {error}"
    return value, _breach(text, value, rule) or markup(text) or misread(text)


def _wanted(rule: ColumnRule) -> str:
    """What belongs into a cell, in words, with the words to choose from where they are given."""
    said = rule["description"][0].lower() + rule["description"][1:].rstrip(".")
    choice = rule.get("constraints", {}).get("enum", [])
    named = all(re.search(rf"\b{re.escape(word)}\b", said) for word in choice)
    return said if named else f"{said}: one of {', '.join(choice)}"


def _parse(text: str, kind: str) -> Cell:
    if kind == "number":
        return read_number(text)
    return read_day(text) if kind == "date" else text


def _breach(text: str, value: Cell, rule: ColumnRule) -> str | None:
    """What constraint of the schema the cell breaks, in words; None when it breaks none."""
    constraints = rule.get("constraints", {})
    pattern = constraints.get("pattern")
    if "enum" in constraints and text not in constraints["enum"]:
        choice = _choice(text[:100], tuple(constraints["enum"]))
        return f"{quoted(text)} is not one of the allowed words; {choice}"
    if pattern and not re.fullmatch(pattern, text):
        if pattern != _NAME:
            return f"{quoted(text)} does not fit the pattern {pattern}; write {_wanted(rule)}"
        return (
            f"{quoted(text)} is not a name; write lower-case letters, digits and underscores, "
            "a letter first"
        )
    is_name = pattern == _NAME or rule["name"] == "id"
    if is_name and keyword.iskeyword(text):  # formulas are parsed as Python
        return f"{quoted(text)} means something else in formulas and cells; add a word to it"
    if isinstance(value, Fraction):
        if "minimum" in constraints and value < constraints["minimum"]:
            return f"{text} is below {constraints['minimum']}; check the number and its unit"
        if "maximum" in constraints and value > constraints["maximum"]:
            return f"{text} is above {constraints['maximum']}; check the number and its unit"
    return None


@lru_cache(maxsize=1000)
def _choice(text: str, allowed: tuple[str, ...]) -> str:
    return guess(text, allowed, f"write one of {', '.join(allowed)}")
