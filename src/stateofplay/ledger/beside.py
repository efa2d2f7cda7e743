"""What may not stand beside a figure in a sentence: words that contradict its bound or repeat it, a
sign or scale that makes another number of it; and what makes a count of a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stateofplay.files.characters import quoted
from stateofplay.ledger.contents import PLACEHOLDER, Contents
from stateofplay.ledger.entries import Finding
from stateofplay.numbers.numerals import CENTURIES, typed_numbers
from stateofplay.numbers.vocabulary import BOUNDS

# Words directly before a figure, and the bounds that they may stand with when the figure is printed
# without its own hedge (style bare, number or spelled). Room to add: one line each.
_ANY = frozenset(BOUNDS)
_BEFORE = {
    r"exactly|precisely": {"exact"},
    r"about|around|roughly|some|approximately": {"about"},
    r"nearly|almost|close to": {"nearly"},
    r"more than|over|in excess of|upwards of": {"more_than"},
    r"at least|no (?:fewer|less) than": {"at_least"},
    r"up to|at most|no more than|as (?:many|much) as": {"up_to"},
    r"less than|fewer than|under": {"less_than"},
    r"between|from": _ANY,
}
# Words directly after a figure.
_AFTER = {
    r"or more|and more|or above|at least": {"at_least", "more_than"},
    r"or (?:less|fewer)|at most": {"up_to", "less_than"},
    r"or so|more or less": {"about", "nearly"},
    r"exactly|on the dot": {"exact"},
}
_RANGE = r"between|from"  # may stand before a figure that has words of its own
_SIDES = [
    (re.compile(place.format(words), re.IGNORECASE), words, fit)
    for place, known in ((r"\b({}) \0", _BEFORE), (r"\0 ({})\b", _AFTER))
    for words, fit in known.items()
]
# What makes another number of a figure, unless its unit says the same and is not printed with it.
_SIGN = re.compile(r"(?:^|[\s(|])([-−–])$|([$€£¥₴₽])$")
_SCALE = re.compile(
    r"^([kKmMB]|[ -]?(?:hundred|thousand|(?:m|b|tr)illion|dozen|bn|mn|tr?n)|[ -]?(?:per ?cent|pct)"
    r"|[ -]?percentage[ -]points?)\b|^ ?([%‰])"
)
_SAME = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
_SAME |= {"tn": "trillion", "trn": "trillion"}
_SAME |= dict.fromkeys(("%", "pct", "per cent"), "percent")
_UNHEDGED = ("bare", "number", "spelled")
_PLAIN = ("number", "spelled")  # styles that print no unit
_NAME = r"(?P<id>[a-z][a-z0-9_]*)(?:\|(?P<style>\w+))?"
IN_PROSE = re.compile(rf"\{{fig\}}`{_NAME}`")
IN_TEMPLATES = re.compile(rf"\{{{_NAME}\}}")
_FAR = 40  # characters on each side that are looked at


def contradictions(
    text: str, written: re.Pattern[str], ledger: Contents
) -> Iterator[tuple[int, str, str]]:
    """Where in `text` a figure stands (written as IN_PROSE or IN_TEMPLATES) whose neighbours do not
    fit its bound, its name, and what is wrong.
    """
    for match in written.finditer(text):
        if match["id"] not in ledger:
            continue  # the build refuses what nobody knows
        entry = ledger.entry(match["id"])
        if isinstance(entry, Finding):
            continue
        before = re.sub(r"\s+", " ", text[max(0, match.start() - _FAR) : match.start()])
        after = re.sub(r"\s+", " ", text[match.end() : match.end() + _FAR])
        if changed := _changed(ledger, entry.unit, match["style"], before, after):
            said = f"{changed} beside it makes another number of the figure’s"
            yield match.start(), match["id"], f"{said}; take it out, or correct its row"
        elif again := _said_again(_printed(ledger, match["id"], match["style"]), after):
            said = f"{quoted(again)} beside it repeats its own words; take it out"
            yield match.start(), match["id"], f"{said}, or write {match['id']}|number"
        for pattern, words, fit in _SIDES:
            if not (found := pattern.search(f"{before}\0{after}")):  # no text holds this character
                continue
            hedged = match["style"] not in _UNHEDGED and words != _RANGE
            bound = getattr(entry, "bound", "")
            if bound and bound not in fit:
                said = f"“{found[1]}” beside it, and its bound is {bound}; write what its row says"
                yield match.start(), match["id"], said
            elif hedged and _is_hedged(ledger, match["id"], bound, match["style"]):
                said = f"“{found[1]}” beside it repeats its own hedge; take the words out"
                yield match.start(), match["id"], f"{said}, or write {match['id']}|bare"


def _changed(ledger: Contents, unit: str, style: str | None, before: str, after: str) -> str:
    """The sign, scale or percent beside a figure that is none of its unit; empty where none is."""
    written = ledger.units[unit]
    own = f"{written.before} {written.after_many} {written.name}" if style in _PLAIN else ""
    for found in filter(None, (_SIGN.search(before), _SCALE.search(after))):
        word = (found[1] or found[2]).strip(" -") or found[1]
        names = {word, _SAME.get(word.lower(), word), word.replace("-", " ").rstrip("s") + "s"}
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", own) for name in names):
            return quoted(word)
    return ""


def _printed(ledger: Contents, name: str, style: str | None) -> str:
    try:
        return ledger.words(name, style or "hedged")
    except ValueError:  # no style, which the build reports
        return ""


def _said_again(printed: str, after: str) -> str:
    """The last words of a figure that follow it at once: “12 buses buses”; empty where none do."""
    own, following = printed.split(), re.findall(r"(?<= )[^\W\d_]+", after)
    for count in range(min(len(own), len(following)), 0, -1):
        again = " ".join(following[:count])
        if own[-count:] == following[:count] and after.startswith(f" {again}"):
            return again
    return ""


def _is_hedged(ledger: Contents, name: str, bound: str, style: str | None) -> bool:
    """Whether a figure is printed with a hedge of its own; a computed one has no bound."""
    if bound:
        return bound != "exact"
    words = _printed(ledger, name, style)
    return any(re.match(rf"(?:{hedge})\b", words) for hedge in _BEFORE if hedge != _RANGE)


# What stands before a count and not before a year: “more than 1999 people”.
_COUNTED = r"\b(?:(?:more|fewer|less) than|at (?:least|most)|nearly|almost|exactly)\s"


def counted_years(ledger: Contents) -> re.Pattern[str]:
    """Finds what may be a year, and is a count by a hedge before it and a unit's noun behind it."""
    words = (unit.after_many.strip() for unit in ledger.units.values())
    nouns = "|".join(filter(str.isalpha, words))
    return re.compile(rf"{_COUNTED}({CENTURIES}\d\d)(?=\s(?:{nouns})\b)", re.IGNORECASE)


def typed_number(number: str) -> str:
    """What is said of a number that is typed into a page."""
    said = f"“{number}” is typed in the prose; write {{fig}}`id` for a figure, or "
    return f"{said}{{plain}}`{number}` if it is none"


def typed_in(template: str) -> list[str]:
    """The numbers that are typed into a text in which `{id}` stands for a figure."""
    return typed_numbers(PLACEHOLDER.sub("", template))
