"""What a row says, as a sentence: for when, who put what, where, at which number."""

from __future__ import annotations

import re

from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Derived, Figure
from stateofplay.numbers import periods

# A name with one of these words is spoken of with an article: the General Staff, the United States.
_WITH_ARTICLE = re.compile(
    r"\b(Staff|Institute|Cent(er|re)|Bank|Service|Ministry|Office|Commission|Council|Agency|"
    r"Committee|Parliament|Union|Government|Assembly|States|Nations|Kingdom)\b"
)
_DETERMINED = re.compile(r"(The|An?|Its?|Their|Other|What|How|Whether)\s|(\S+\s)?\S+[’']s\s|\d")
# A verb that is no part of a clause about the subject makes of the words a statement, not a thing.
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|should|must|will|may|can)\b|:")
_ABOUT = re.compile(r"\b(?:that|who|which|where|when|as)\b|,")


def sentence(ledger: Contents, entry: Figure | Derived) -> str:
    """A stated or computed figure as one sentence, whatever its row holds.

    What is measured is named as a thing and put at a number: “For January 2026, the Port Office
    of Northtown put the boxes, full and empty, at 31,680 a month.” A measure
    that is itself a statement stands after its speaker, with the number behind it.
    """
    measure, words = entry.measure, ledger.words(entry.id)
    if isinstance(entry, Derived):
        who, verb, period, place = "This book", "puts", "", ""
    else:
        who, verb, place = entry.who, "put", _place(ledger, entry)
        period = periods.period(entry.start, entry.end)
    if not who or _VERB.search(_ABOUT.split(measure)[0]):
        said = ", ".join(filter(None, (measure, period)))
        return f"{_upper(who) + ': ' if who else ''}{said}: {words}."
    thing = f"{_thing(ledger, measure)}{place}"
    told = f"{_speaker(who)} {verb} {thing}{',' if ',' in thing else ''} at {_number(words)}."
    if not period or period in measure:
        return _upper(told)
    opened = period.startswith(("until", "since"))
    return f"For {'the time ' if opened else ''}{period}, {told}"


def _speaker(who: str) -> str:
    """A speaker inside a sentence: with an article where one is due, a comma after an office."""
    name = re.split(r",| on ", who)[0]
    unnamed = "named" in who and not name.split(" of ")[0].endswith("s")
    article = ""
    if not _DETERMINED.match(f"{name} "):
        article = "a " if unnamed else "the " if _WITH_ARTICLE.search(name) else ""
    is_common = re.match(r"(The|An?|This)\s", who) or ("named" in who and " " not in name)
    inside = who[0].lower() + who[1:] if is_common else who
    return f"{article}{inside}{',' if ',' in who else ''}"


def _thing(ledger: Contents, measure: str) -> str:
    """What is measured, inside a sentence: `the share of the quay that is closed`."""
    first = re.split(r"\W", measure, maxsplit=1)[0]
    is_article = re.fullmatch("The|An?", first)
    # Other cells have a name with its capital, too.
    is_proper = not is_article and (first[1:].lower() != first[1:] or first in ledger.words_inside)
    inside = measure if is_proper else measure[:1].lower() + measure[1:]
    return inside if _DETERMINED.match(measure) else f"the {inside}"


def _place(ledger: Contents, figure: Figure) -> str:
    """Where, if the measure names no place and it is not the one that most figures are about."""
    usual = ledger.usual_place
    is_told = re.search(r"\s[A-Z]", figure.measure) or figure.place in ("", "world", usual)
    article = "the " if _WITH_ARTICLE.search(figure.place) else ""
    return "" if is_told else f" in {article}{figure.place}"


def _number(words: str) -> str:
    """A number after `at`, which no `at least` can follow."""
    for bound, after in (("at least ", "or more"), ("at most ", "or less")):
        if words.startswith(bound):
            return f"{words.removeprefix(bound)} {after}"
    return words


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
