"""The rows of a draft: each number of an article as a line of data/draft.csv."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain, count
from keyword import iskeyword

from stateofplay.editing.drafting.reading import Reading
from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.drafting.surroundings import days_of, guess_at, looks_ahead
from stateofplay.ledger.reading.drafts import EVENT, NO, UNSURE
from stateofplay.ledger.reading.sources import normalise, without_links
from stateofplay.ledger.rules import MOST_WORDS_AS_STATED
from stateofplay.numbers.numerals import decimal_text
from stateofplay.numbers.precision import Stated, hedged_ends, last_place
from stateofplay.numbers.unit_table import stock
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.vocabulary import BOUNDS

_BARELY = re.compile(r"\b(barely|hardly|scarcely|narrowly)\s$", re.IGNORECASE)
_FELL_BY = re.compile(
    r"\b(fall(?:s|en|ing)?|fell|shr[aiu]n?[a-z]{1,4}|drop[a-z]*|declin[a-z]+|decreas[a-z]+|slid|sank"
    r"|slump[a-z]*|plung[a-z]+|contract[a-z]*|reduc[a-z]+|lower(?:ed|ing)?|cut|down)\sby\s$",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
Span = tuple[int, int]  # the first word and the one after the last
_EDGES = "()[]{}“”\"‘’',.;:!?–—…"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an article, word by word: as it stands, and as copies of it are compared."""

    number: int
    text: str
    words: tuple[str, ...]
    plain: tuple[str, ...]

    @classmethod
    def of(cls, number: int, text: str) -> Paragraph:
        """Words as they stand where each has its plain form, else plain ones for both."""
        plain = tuple(normalise(text).split())
        words = tuple(without_links(text).split())
        words = words if len(words) == len(plain) else plain
        return cls(number, " ".join(words), words, plain)

    def span(self, start: int, end: int) -> Span:
        """The words that ``text[start:end]`` lies in."""
        first = self.text.count(" ", 0, start)
        return first, first + self.text.count(" ", start, end) + 1

    def spans(self, words: str) -> list[Span]:
        """Where `words` stand, in any spelling of quotes and dashes."""
        wanted = _bare(normalise(words).split())
        size = len(wanted)
        return [
            (n, n + size)
            for n in range(len(self.plain) - size + 1)
            if size and _bare(self.plain[n : n + size]) == wanted
        ]

    def phrase(self, start: int, end: int, must: Span) -> str:
        """``text[start:end]`` in whole words, twelve at most, the words `must` among them.

        Words before are added until it stands only once in the paragraph.
        """
        first, last = self.span(start, end)
        if last - first > MOST_WORDS_AS_STATED:
            first, last = must[0], min(must[0] + MOST_WORDS_AS_STATED, max(must[1], last))
        while (
            first > 0
            and last - first < MOST_WORDS_AS_STATED
            and len(self.spans(" ".join(self.words[first:last]))) > 1
        ):
            first -= 1
        return " ".join(self.words[first:last]).strip(_EDGES + " ")


def _bare(words: Iterable[str]) -> list[str]:
    return [word.strip(_EDGES + "-") for word in words]


def candidates(
    paragraph: Paragraph, book: Mapping[str, UnitWords], published: date | None
) -> Iterator[tuple[Span, dict[str, str]]]:
    """A row for each number of a paragraph, with the words in which the number stands.

    `book` has the units of the book by name; `published` is the day of the article.
    """
    said: dict[int, str] = {}
    named = 0  # the end of words that name something, like “second half”
    for reading in readings(paragraph.text, book):
        if reading.what == NO and reading.end <= named:
            continue
        named = reading.last if reading.what == NO else named
        span = paragraph.span(reading.start, reading.end)
        words = paragraph.phrase(reading.first, reading.last, span)
        said[reading.start] = words
        row = {"paragraph": str(paragraph.number), "as_stated": words}
        row |= numbers_of(reading) | {"restates": said.get(reading.restates, "")}
        yield span, row | _filled(paragraph.text, reading, published)


def numbers_of(reading: Reading) -> dict[str, str]:
    """The cells of a number as read; none of what is no figure."""
    if reading.what != "figure":
        return {}
    ends = {name: getattr(reading, name) for name in ("value", "low", "high")}
    return {
        name: "" if number is None else as_written(number, reading.decimals)
        for name, number in ends.items()
    } | {"bound": reading.bound, "unit": reading.unit}


def ends_by_rule(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells low and high that a number has by its bound; none where it has no number that can
    be read, or a bound without one.
    """
    bound, value = cells.get("bound", "").strip(), cells.get("value", "").strip()
    if bound not in BOUNDS or "value" not in BOUNDS[bound].needed or not _PLAIN.fullmatch(value):
        return {}
    number = Stated(value)
    whole = cells.get("unit", "").strip() == "percent" and not number.decimals
    place = Fraction(1) if whole else last_place(number, number.decimals)
    ends = zip(("low", "high"), hedged_ends(bound, number, place), strict=True)
    return {name: "" if end is None else as_written(end) for name, end in ends}


def ends_that_follow(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """The ends of a changed number, where the old ones are as its bound gives them by the rule."""
    by_rule = ends_by_rule(old)
    return ends_by_rule(new) if by_rule and by_rule.items() <= old.items() else {}


def as_written(number: Fraction, decimals: int = 0) -> str:
    """A number with the decimals that were written: 4.6 with two of them is ``4.60``."""
    try:
        text = decimal_text(number)
    except ValueError:  # one in three thousand
        text = decimal_text(Fraction(f"{float(number):.3g}"))
    missing = decimals - len(text.partition(".")[2])
    if missing <= 0:
        return text
    return text + ("" if "." in text else ".") + "0" * missing


def _filled(text: str, reading: Reading, published: date | None) -> dict[str, str]:
    """What a person decides and fills in, as far as the sentence says it."""
    if reading.what == NO:
        return {"decide": NO + UNSURE, "guess": "; ".join(reading.doubts)}
    is_count = reading.unit.partition("/")[0] not in stock() or reading.unit == "people"
    guess = guess_at(text, reading.start, reading.end, reading.bound, is_count)
    told = [
        f"place: {guess.place}" if guess.place else "",
        f"who: {guess.who}" if guess.who else "",
    ]
    if reading.what == EVENT:
        ahead = looks_ahead(text, reading.start, reading.end)
        start, end, doubt = days_of(text[reading.start : reading.end], published, ahead)
        if re.match(r"since\b", text[reading.first :], re.IGNORECASE):
            end = ""
        said = [doubt, *told]
        return {
            "decide": EVENT + UNSURE,
            "guess": "; ".join(filter(None, said)),
            "start": start,
            "end": end,
        }
    doubts = (*reading.doubts, *_turned(text[: reading.first], reading.unit))
    told.insert(1, f"when: {guess.when}" if guess.when else "")
    kind = f"{guess.kind}, for “{guess.why}”" if guess.why else guess.kind
    said = [*doubts, *told, f"kind: {kind}"]
    return {
        "decide": UNSURE if doubts else "",
        "guess": "; ".join(filter(None, said)),
        "kind": guess.kind,
    }


def _turned(before: str, unit: str) -> Iterator[str]:
    """What the words before a number leave open that no bound says, or that its unit does."""
    if barely := _BARELY.search(before):
        yield f"“{barely[1]}”: at the number, above it or below?"
    if fell := _FELL_BY.search(before):
        yield f"“{fell[1]} by”: a fall; let the measure say so, or write it below nought"
    if unit == "degrees":
        yield "degrees of what? celsius, or celsius_change for a difference"


def slug(words: str) -> str:
    """Words as an id: lower-case letters without accents, digits and underscores, a letter first;
    no word that formulas know otherwise.
    """
    letters = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", words.casefold()))
    plain = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:60].strip("_")
    return plain if plain[:1].isalpha() and not iskeyword(plain) else f"n_{plain}"


def free(name: str, taken: Container[str]) -> str:
    """An id that no row has yet: `name`, else with the first number after it that is free."""
    names = chain([name], (f"{name}_{number}" for number in count(2)))
    return next(each for each in names if each not in taken)
