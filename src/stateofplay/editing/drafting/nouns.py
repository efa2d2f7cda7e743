"""What a number counts: the unit of the common stock, of the book, or the noun that follows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from stateofplay.editing.drafting.hedges import after_hung
from stateofplay.numbers.unit_table import stock
from stateofplay.numbers.unit_words import UnitWords

# A noun phrase ends before these.
_STOP = frozenset(
    """
    a an the and or but nor so yet of in on at by to for from with without within into onto over
    under after before since until during against between among across near about as than that
    which who whom whose when where while if because is are was were be been being has have had
    do does did will would can could may might must shall should not it he she they we you i its
    his her their our this these those there here said says told also already again now then
    only just even still ago later earlier last next each every per up down out off away back
    through despite including around towards them us me him themselves
    worth left right long old high wide deep tall
    """.split()
)
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "police": "police",
    "feet": "foot", "teeth": "tooth", "mice": "mouse", "geese": "goose", "sheep": "sheep",
    "fish": "fish", "cattle": "cattle", "aircraft": "aircraft", "spacecraft": "spacecraft",
    "wives": "wife", "lives": "life", "wolves": "wolf", "shelves": "shelf", "halves": "half",
    "knives": "knife", "thieves": "thief", "leaves": "leaf", "loaves": "loaf", "calves": "calf",
    "series": "series", "species": "species", "crises": "crisis", "quizzes": "quiz",
    "oxen": "ox", "criteria": "criterion", "phenomena": "phenomenon",
}  # fmt: skip
# Plurals that lose only their s, and the ends of those that lose es.
_WITH_E = frozenset(
    """
    movies calories cookies rookies zombies ties pies lies aches headaches caches niches avalanches
    moustaches shoes toes foes canoes uses abuses excuses fuses
    """.split()
)
_WITHOUT_E = re.compile(r"(?:ss|x|ch|sh|tz|o|[^aeo]us|gas|bias|lens|atlas|canvas)es$")
_SINGULARS = {one: many for many, one in _IRREGULAR.items()}
_NO_PLURAL = re.compile(
    r"(?:ss|us|is|ous|'s|’s)$|^(?:previous|various|others?|times?|perhaps|always|sometimes)$"
)
_FILL = re.compile(
    r"[\s-]+(?:(?:more|further|additional|other|new|of)\s+)?"
    r"(?:(?:of\s+)?(?:the|those|these|its|their|his|her|our|all|such)\s+)*(?:\d[\d,.]*\s+)?"
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ’'-]*")
_EACH = re.compile(
    r"[\s-]*(?:\([^)]*\)\s*)?(?:(?:a|an|per|every|each)[\s-]+|/\s?)"
    r"(?P<per>second|minute|hour|day|week|month|year|km|kilomet(?:re|er)|mile|tonne|barrel|kg|litre"
    r"|hectare|acre|sq(?:uare|\.)?\s(?:km|mi(?:le)?|kilomet(?:re|er)|met(?:re|er))|cubic\smet(?:re|er)"
    r"|person|capita|head|megawatt[- ]hour|kilowatt[- ]hour|MWh|kWh|h|s)\b"
    r"(?!-|\s+(?:earlier|ago|later|before|after|or)\b)|\s?(?P<speed>mph|kph|km/h)\b"
)
_IN_EACH = re.compile(r"\s+in\s+each\s+(?:of\s+the\s+(?:next|past|last)\s+\w+\s+)?(year|month)s?\b")
_PREDICATE = re.compile(r"\s+(?:are|were|is|was|have|has|had|will|would|can|could|may|might)\b")
_PER = {"h": "hours", "s": "seconds", "kilometre": "km", "kilometer": "km", "person": "people"}
_PER |= {"capita": "people", "head": "people"}


class Counted(NamedTuple):
    """A unit that was read, where its words end, and whether it is of the stock or the book."""

    unit: str
    end: int
    known: bool


@cache
def _written() -> list[tuple[str, re.Pattern[str]]]:
    return [
        (unit.name, re.compile(rf"[\s-]?(?:{unit.written})", re.IGNORECASE))
        for unit in stock().values()
        if unit.written
    ]


def measured(text: str, at: int) -> Counted | None:
    """The unit of the stock that is written at `at`; the longest where several are."""
    found = [(m.end(), name) for name, p in _written() if (m := p.match(text, at))]
    if not found:
        return None
    end, name = max(found)
    return Counted(name, end, True)


def per_each(text: str, at: int) -> Counted | None:
    """What stands below the line of a unit: ``/month`` for “a month”, ``/hours`` for “km/h”."""
    if match := _IN_EACH.match(text, at):
        return Counted(match[1], match.end(), True)
    match = _EACH.match(text, at)
    if not match or match["speed"]:
        return None
    word = match["per"].lower()
    if word in ("day", "month", "year"):
        return Counted(word, match.end(), True)
    named = measured(word if word not in ("h", "s") else "", 0)
    return Counted(_PER.get(word) or (named.unit if named else f"{word}s"), match.end(), True)


def counted(
    text: str, at: int, book: Mapping[str, UnitWords], single: bool = False
) -> Counted | None:
    """The noun after a number that ends at `at`, as the name of a unit.

    The first word that the book counts in, else the first plural; with `single`, after an ordinal
    or “one”, the last word of the phrase where it has no plural.
    """
    at = after_hung(text, at)
    # The 27-nation bloc; not 1-in-100.
    if hyphened := re.match(r"-(?!(?:in|to|on|by|and|or|for|of|off)\b)([a-z]+)\b", text[at:]):
        name = "people" if hyphened[1] == "strong" else _name(plural(hyphened[1]))
        return Counted(_forms(book).get(name, name), at + hyphened.end(), name in _forms(book))
    fill = _FILL.match(text, at)
    words = [*_phrase(text, fill.end() if fill else at)]
    forms = _forms(book)
    for word, end in words:  # a fishing boat is a boat
        if word.lower() in forms and (single or _is_plural(word)):
            return Counted(forms[word.lower()], end, True)
    for n, (word, end) in enumerate(words):
        if _is_plural(word):
            following = words[n + 1] if n + 1 < len(words) else None
            if following and _is_plural(following[0]):  # sports clubs
                word, end = following
            return Counted(_name(word), end, False)
    if single and words and not re.search("(?:ing|ed|ly)$", words[-1][0]):
        word, end = words[-1]
        return Counted(_name(plural(word)), end, False)
    return None


def _phrase(text: str, at: int) -> list[tuple[str, int]]:
    """The words from `at` to the end of the noun phrase, at most five, each with its end."""
    words: list[tuple[str, int]] = []
    while len(words) < 5 and (match := _WORD.match(text, at)):
        if match[0].lower() in _STOP:
            break
        words.append((match[0], match.end()))
        gap = re.match(r"\s+", text[match.end() :])
        if not gap:
            break
        at = match.end() + gap.end()
    return words


def _forms(book: Mapping[str, UnitWords]) -> dict[str, str]:
    """The words in which a book counts, each with its unit; only units of one word."""
    forms: dict[str, str] = {}
    for name, words in book.items():
        if name.isidentifier() and name not in stock():
            for word in (name, words.after_one.strip(), words.after_many.strip()):
                if word.isalpha():
                    forms.setdefault(word.lower(), name)
    return forms


def book_noun_before(text: str, at: int, book: Mapping[str, UnitWords]) -> str:
    """The last word before `at` in which the book counts, as its unit; empty where none is."""
    forms = _forms(book)
    found = [m for m in _WORD.finditer(text[:at]) if m[0].lower() in forms]
    # What something is said of, before what stands after a preposition.
    subjects = [m for m in found if _PREDICATE.match(text, m.end())]
    last = [forms[m[0].lower()] for m in (subjects or found)]
    return last[-1] if last else ""


def best_noun_before(text: str, at: int) -> str:
    """The noun of a superlative before `at`, in the plural: “the worst storm … and the third”."""
    found = re.findall(r"\b(?:\w{3,}est|worst|best)\s+([a-z]{3,})\b", text[:at])
    return _name(plural(found[-1])) if found else ""


def _is_plural(word: str) -> bool:
    lower = word.lower()
    if lower in _IRREGULAR:
        return True
    return lower.endswith("s") and len(lower) > 3 and not _NO_PLURAL.search(lower)


def plural(word: str) -> str:
    """The plural of an English noun: ``city`` → ``cities``; a plural stays."""
    lower = word.lower()
    if _is_plural(lower):
        return lower
    if lower in _SINGULARS:
        return _SINGULARS[lower]
    if re.search(r"[^aeiou]y$", lower):
        return f"{lower[:-1]}ies"
    return lower + ("es" if re.search(r"(?:s|x|z|ch|sh)$", lower) else "s")


def singular(word: str) -> str:
    """The singular of an English plural: ``cities`` → ``city``."""
    lower = word.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower in _WITH_E:
        return lower[:-1]
    if lower.endswith("ies") and len(lower) > 4:
        return f"{lower[:-3]}y"
    return lower[:-2] if _WITHOUT_E.search(lower) else lower.removesuffix("s")


def _name(word: str) -> str:
    """A noun as the name of a unit: letters, digits and underscores."""
    return re.sub(r"\W+", "_", word.lower()).strip("_")
