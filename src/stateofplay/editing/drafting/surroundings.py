"""What the sentence around a number says of its place, its time, its speaker and its kind."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from stateofplay.numbers.days import MONTHS, month

_MONTH = "|".join(name.title() for name in MONTHS)
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NAME = r"[A-Z][\w’'-]+(?:\s(?:of\s(?:the\s)?|the\s|de\s|van\s|von\s)?[A-Z][\w’'-]+){0,4}"
_SAYS = (
    r"(?:said|says|told|estimate[sd]|reported|reports|announced|wrote|claim(?:s|ed)|according\sto"
    r"|found|counted|counts)"
)
_SPEAKER = re.compile(
    rf"(?:according\sto\s(?:the\s)?(?P<a>{_NAME}))|(?P<b>{_NAME})(?:,[^,.]{{1,40}},)?\s{_SAYS}\b"
    rf"|\b{_SAYS}\s(?:by\s)?(?:the\s)?(?:[a-z]+\s){{0,5}}(?P<c>{_NAME})"
    rf"|(?P<d>\b(?:the|a|an)\s(?:[a-z]+\s){{1,3}})(?:{_SAYS})\b|\bby\s(?:the\s)?(?P<e>{_NAME})"
)
_PLACE = re.compile(
    rf"\b(?:in|across|near|inside|outside|at|around|throughout)\s(?:the\s)?"
    rf"(?P<name>(?!(?:{_MONTH}|{_WEEKDAYS})\b){_NAME})"
)
_WHEN = re.compile(
    rf"\b(?:(?:on|in|since|until|by|from|between|during)\s)?(?:(?:early|late|mid)[-\s])?"
    rf"(?:(?:{_MONTH})(?:\s\d{{1,2}}(?:\s(?:and|to)\s\d{{1,2}})?)?(?:,?\s(?:19|20)\d\d)?"
    rf"|\d{{1,2}}\s(?:{_MONTH})(?:\s(?:19|20)\d\d)?|(?:{_WEEKDAYS})|(?:19|20)\d\d"
    rf"|(?:last|this|next)\s(?:year|month|week|season)|today|yesterday)\b"
)
# Words of a sentence, and the kind of number that they make; the first that stands there counts.
_KINDS = (
    ("surveyed", r"poll\w*|survey\w*|respondents?|\w+ed by pollsters"),
    ("forecast", r"expect\w*|forecast\w*|predict\w*|project(?:s|ed|ion)|likely|would|will"),
    ("pledged", r"pledg\w+|promis\w+|commit(?:s|ted|ment)"),
    ("planned", r"plan(?:s|ned)?|goal|target\w*|aims?"),
    ("decided", r"voted?|approv\w+|decid\w+|agreed|cut its|rais\w+ its"),
    ("estimated", r"estimat\w+|believed|thought to"),
    ("claimed", r"claim\w*"),
)
# Words of a sentence that speaks of what is to come.
_AHEAD = re.compile(
    r"\b(?:will|shall|(?:is|are)\s(?:to|due|expected|set|scheduled)|plans?\sto|intends?\sto"
    r"|expects?|next|upcoming|forthcoming)\b"
)
_TOLD = re.compile(r"\b(?:said|told|announced|wrote|warned|promised|agreed|voted|decided)\b")


class Guess(NamedTuple):
    """What was read, each with its words: nothing where nothing was found."""

    place: str
    when: str
    who: str
    kind: str
    why: str  # the word that makes the kind


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence of ``text[start:end]`` begins and ends."""
    breaks = [m.end() for m in re.finditer(r"(?<=[\w%)”\"’])[.!?][”\"’)]?\s+(?=[A-Z“\"‘])", text)]
    first = max((b for b in breaks if b <= start), default=0)
    last = min((b for b in breaks if b >= end), default=len(text))
    return first, last


def guess_at(text: str, start: int, end: int, bound: str, is_count: bool) -> Guess:
    """What the sentence of the number at ``text[start:end]`` says; what stands nearest counts."""
    first, last = sentence_around(text, start, end)
    sentence = text[first:last]

    def nearest(pattern: re.Pattern[str]) -> str:
        """The nearest match that is not the number itself."""
        found = [
            (min(abs(m.start() + first - end), abs(start - m.end() - first)), m)
            for m in pattern.finditer(sentence)
            if m.end() + first <= start or m.start() + first >= end
        ]
        if not found:
            return ""
        match = min(found, key=lambda pair: pair[0])[1]
        groups = [name for name in match.groupdict().values() if name]
        return (groups or [match[0]])[0].strip()

    close = text[max(first, start - 60) : min(last, end + 40)]
    kind, why = next(
        ((kind, m[0]) for kind, p in _KINDS if (m := re.search(rf"\b(?:{p})\b", close))),
        ("estimated" if bound == "about" else "counted" if is_count else "measured", ""),
    )
    return Guess(nearest(_PLACE), nearest(_WHEN), nearest(_SPEAKER), kind, why)


class Ahead(NamedTuple):
    """The word by which a sentence speaks of what is to come, and whether it tells of something
    past besides, which the day may be that of.
    """

    word: str = ""
    tells: bool = False


def looks_ahead(text: str, start: int, end: int) -> Ahead:
    """What the sentence of ``text[start:end]`` says of what is to come."""
    first, last = sentence_around(text, start, end)
    found = _AHEAD.search(text[first:last])
    return Ahead(found[0], bool(_TOLD.search(text[first:last]))) if found else Ahead()


def _year(number: int, day: int, published: date, ahead: Ahead) -> int:
    """The year of a day that is stated without one: of the last such day before the article; in a
    sentence on what is to come of the next one, or of the nearest where it tells of both.
    """
    if not ahead.word:
        return published.year - ((number, day) > (published.month, 31))
    years = range(published.year - 1, published.year + 2)
    days = [date(year, number, min(day, monthrange(year, number)[1])) for year in years]
    if ahead.tells:
        return min(days, key=lambda known: abs(known - published)).year
    return next(known.year for known in days if known >= published)


def days_of(words: str, published: date | None, ahead: Ahead) -> tuple[str, str, str]:
    """First and last day of a date in words, as the table has them, and what is not sure. `ahead`
    is what its sentence says of what is to come.
    """
    iso = re.search(r"\b\d{4}-\d\d-\d\d\b", words)
    if iso:
        return iso[0], "", ""
    year = re.search(r"\b((?:1[89]|20)\d\d)(s?)\b", words)
    name = re.search(rf"\b(?:{_MONTH}|[A-Z][a-z]{{2,3}})\b", words)
    number = month(name[0]) if name else 0
    days = [int(d) for d in re.findall(r"\b([0-3]?\d)(?:st|nd|rd|th)?\b(?!\d)", words) if int(d)]
    if not number:
        if not year:
            return "", "", "say the day"
        return f"{year[1]}-01-01", f"{int(year[1]) + (9 if year[2] else 0)}-12-31", ""
    doubt = ""
    if year:
        of_year = int(year[1])
    elif published:
        of_year = _year(number, min(days, default=31), published, ahead)
        doubt = f"the year is not stated; read as {of_year}"
        doubt += f", for “{ahead.word}”" if ahead.word else ""
    else:
        return "", "", "say the year"
    try:
        if not days:
            last = monthrange(of_year, number)[1]
            return str(date(of_year, number, 1)), str(date(of_year, number, last)), doubt
        ends = [date(of_year, number, day) for day in sorted(days)[:2]]
    except ValueError:
        return "", "", "say the day"
    return str(ends[0]), str(ends[1]) if ends[1:] else "", doubt
