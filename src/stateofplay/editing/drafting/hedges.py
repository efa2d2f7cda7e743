"""The words beside a number that say how it is bounded, before it and after it."""

from __future__ import annotations

import re
from typing import NamedTuple

_DEGREE = r"(?:(?:just|well|far|slightly|somewhat|only|a\s(?:little|bit|touch))\s+)?"
# Words directly before a number, and the bound that they state; the longest match counts.
BEFORE = {
    "about": r"about|around|roughly|approximately|some|circa|(?-i:ca?\.|ca)|an?\sestimated"
    r"|in\sthe\s(?:region|order|neighbou?rhood)\sof|something\slike|or\sso",
    "nearly": r"nearly|almost|close\sto|just\sshort\sof|approaching|not\squite|virtually",
    "more_than": rf"{_DEGREE}(?:more\sthan|over|above|in\sexcess\sof|greater\sthan|higher\sthan)"
    r"|upwards?\sof|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)|topp(?:ed|ing)|north\sof",
    "at_least": r"at\sleast|(?:no|not)\s(?:fewer|less|lower)\sthan|a\sminimum(?:\sof)?|minimum",
    "up_to": r"up\sto|at\s(?:the\s)?most|(?:no|not)\s(?:more|higher|longer)\sthan|as\s(?:many|much"
    r"|high|few|low|little)\sas|a\smaximum(?:\sof)?|maximum|capped\sat",
    "less_than": rf"{_DEGREE}(?:less\sthan|fewer\sthan|under|below|lower\sthan)|south\sof",
}
# Words directly after a number, its unit between.
AFTER = {
    "at_least": r"or\s(?:more|above|over|older|higher|longer|greater)|and\s(?:more|above|over)"
    r"|at\sleast|plus\b(?!\s+(?:an?|the|its|his|her|their|our|another|other)\b)|\+",
    "up_to": r"or\s(?:less|fewer|under|below|younger|lower|shorter)|at\smost|and\sunder",
    "about": r"or\sso|more\sor\sless|or\sthereabouts",
}
# Words that hang on a number, before its noun: 12,000-odd people.
_HUNG = re.compile(r"-(?:(odd)|plus)\b", re.IGNORECASE)
# How all that stands in BEFORE ends: most numbers have nothing of it before them.
_LAST = tuple(
    "about around roughly approximately some circa c. ca. ca estimated of like so nearly almost to "
    "approaching quite virtually than over above exceed exceeds exceeded exceeding surpasses "
    "surpassed surpassing topped topping least minimum most as maximum at under below".split()
)
_SIGNS = {"~": "about", "≈": "about", "<": "less_than", ">": "more_than"}
_SIGNS |= {"≥": "at_least", "≤": "up_to"}
_SIGN = re.compile(rf"[{''.join(_SIGNS)}]\s?$")
_BEFORE = {b: re.compile(rf"(?<!\w)(?:{p})\s+$", re.IGNORECASE) for b, p in BEFORE.items()}
_AFTER = {
    # Another clause begins with “and”; what a number follows is said of that one.
    b: re.compile(
        rf"\s*(?:(?!(?:and|or|but)\b)[a-z-]+\s+){{0,2}}?(?:{p})(?!\w|\s+[$€£]?\d)", re.IGNORECASE
    )
    for b, p in AFTER.items()
}


class Hedge(NamedTuple):
    """The bound that words state; `start` and `end` are where number and words begin and end."""

    bound: str
    start: int
    end: int


def after_hung(text: str, at: int) -> int:
    """Where what hangs on a number that ends at `at` ends: there, where nothing does."""
    hung = _HUNG.match(text, at)
    return hung.end() if hung else at


def hedge_around(text: str, start: int, end: int, number_end: int = 0) -> Hedge:
    """How the number at ``text[start:end]`` is bounded; exact where no word says otherwise. With
    its unit it may end later than its digits, at `number_end`."""
    before = text[max(0, start - 40) : start]
    # The longest one, so that “no more than” is not read as “more than”.
    found = []
    if not before.isascii() or before.rstrip().lower().endswith(_LAST):
        found = [(len(m[0]), bound) for bound, p in _BEFORE.items() if (m := p.search(before))]
    if found:
        length, bound = max(found)
        return Hedge(bound, start - length, end)
    sign = _SIGN.search(before)
    if sign:
        return Hedge(_SIGNS[sign[0][0]], start - len(sign[0]), end)
    if hung := _HUNG.match(text, number_end or end):
        return Hedge("about" if hung[1] else "at_least", start, max(end, hung.end()))
    clause = re.split(r"[.,;:()](?!\d)", text[end : end + 60])[0]
    for bound, pattern in _AFTER.items():
        if match := pattern.match(clause):
            return Hedge(bound, start, end + match.end())
    return Hedge("exact", start, end)
