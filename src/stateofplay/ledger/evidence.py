"""What a sentence rests on, in plain words: who counted, who else did, how many sources.

Arithmetic says whether a condition holds over the ranges; this says what the ranges are worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Check, Figure, Finding
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.verdicts import meets
from stateofplay.numbers.formula import names

# The label where all of the numbers are of that kind, and of one speaker or of several; and where
# some are and the rest is better. Without a key an entry counts rows of this book.
EVIDENCE = {
    "": ("Counted in this book",) * 3,
    "independent": ("Counted independently",) * 3,
    "one_source": ("One source’s count", "Each from one source", "Partly one source’s count"),
    "one_side": ("One side’s count", "Only parties’ counts", "Partly one side’s count"),
    "once": ("Stated once, not checked",) * 2 + ("Partly stated once, not checked",),
    "disagree": ("Sources disagree",) * 3,
    "contested": ("Contested by the record",) * 3,
}
# The rule of `evidence_of` as the pages print it; {party} is the settings' word for an interested
# party.
_RULE = {
    "": "Rows of this book, counted as they stand: nobody’s claim.",
    "independent": "Somebody without the first source’s count has counted as well, and the numbers "
    "meet: every number that the sentence rests on is confirmed.",
    "one_source": "A source that is no {party}, and nobody else.",
    "one_side": "Only {a_party}, whoever passes it on.",
    "once": "Stated, and no outside number is known.",
    "disagree": "What others publish lies apart from a number that the sentence rests on: it is "
    "contested, or differs.",
    "contested": "An independent outside value, put in the place of a number that the sentence "
    "rests on, makes it untrue.",
}
_NOT_LOOKED = "Stated, and not held against an outside number."
_WORST_FIRST = ("contested", "disagree", "once", "one_side", "one_source", "independent")
_BY_VERDICT = {
    "confirmed": "independent",
    "contested": "disagree",
    "differs": "disagree",
    "not_checked": "once",
}


def evidence_rule(ledger: Contents) -> dict[str, str]:
    """The rule of each key of EVIDENCE that the book may come to, in its own words for an
    interested party.
    """
    said = {"party": ledger.settings.party, "a_party": ledger.settings.interest}
    rule = _RULE
    if not ledger.looks_outside:  # figures from elsewhere still have speakers
        rule = {key: _RULE[key] for key in ("", "one_source", "one_side")} | {"once": _NOT_LOOKED}
    return {key: text.format(**said) for key, text in rule.items()}


@dataclass(frozen=True)
class Evidence:
    """What an entry rests on.

    `key` is one of EVIDENCE; `is_whole`, whether all of it is of that kind; `sources`, who speaks,
    each once. Without sources the entry counts rows of this book, and `key` is empty.
    """

    key: str
    is_whole: bool
    sources: tuple[str, ...]

    @property
    def words(self) -> str:
        """The label, without the number of sources: ``Sources disagree``."""
        return EVIDENCE[self.key][len(self.sources) > 1 if self.is_whole else 2]

    @property
    def count(self) -> str:
        """How many sources, in words; empty where there is none, or where the label says it."""
        number = len(self.sources)
        if number == 1:
            return "" if self.key == "one_source" else "1 source"
        return f"{number} sources" if number else ""

    @property
    def label(self) -> str:
        """Both, as a line in plain text has them: ``Sources disagree, 3 sources``."""
        return ", ".join(filter(None, (self.words, self.count)))


def evidence_of(ledger: Contents, name: str) -> Evidence:
    """The evidence for an entry: that of the worst of the figures that it rests on.

    A figure of an article counts by its verdict; so does one from elsewhere that is an outside
    value of it. Traced ones and others from elsewhere count by who states them: an interested
    party or not. Raises KeyError for an unknown name.
    """
    figures = [entry for entry in ledger.beneath(name) if isinstance(entry, Figure)]
    found = [_of_figure(ledger, figure) for figure in figures if not is_constant(figure)]
    keys = [key for key, _ in found]
    entry = ledger.entry(name)
    against = contested_by(ledger, entry) if isinstance(entry, Finding) else []
    if against:
        keys = ["contested"]
    worst = min(keys, key=_WORST_FIRST.index, default="")
    speakers = dict.fromkeys(speaker for _, those in found for speaker in those)
    return Evidence(worst, set(keys) == {worst}, tuple(speakers))


def _of_figure(ledger: Contents, figure: Figure) -> tuple[str, list[str]]:
    """The kind of evidence for a stated figure, and who speaks for it."""
    if not ledger.is_of_article(figure):
        return _of_context(ledger, figure)
    verdict, checks = ledger.verdict(figure.id), ledger.checks.get(figure.id, ())
    if verdict == "traced":  # the origin speaks, not who passes it on
        is_party = figure.is_party or all(check.is_party for check in checks)
        return _by_speaker(is_party), _named(check.who for check in checks)
    others = [check for check in checks if check.is_independent] or checks
    return _BY_VERDICT[verdict], _named([figure.who, *(check.who for check in others)])


def _of_context(ledger: Contents, figure: Figure) -> tuple[str, list[str]]:
    """One of several that count the same stands or falls with them; any other with its speaker."""
    for name in _counting_the_same(ledger, figure):
        key, speakers = _of_figure(ledger, ledger.figures[name])
        if key in ("independent", "disagree"):
            return key, speakers
    return _by_speaker(figure.is_party), _named([figure.who])


def _counting_the_same(ledger: Contents, figure: Figure) -> Iterator[str]:
    """The figures of an article for which one from elsewhere is an outside value, as it stands or
    worked out from it alone: what is held for what is left.
    """
    for name, checks in ledger.checks.items():
        if any(check.formula and names(check.formula) == [figure.id] for check in checks):
            yield name


def disagreeing(ledger: Contents, name: str) -> dict[str, list[Check]]:
    """The outside values that make the evidence for an entry that sources disagree, by the figure
    of an article that they do not meet.

    Where there are independent ones, only these. Raises KeyError for an unknown name.
    """
    found: dict[str, list[Check]] = {}
    for figure in (entry for entry in ledger.beneath(name) if isinstance(entry, Figure)):
        of_article = ledger.is_of_article(figure)
        for each in [figure.id] if of_article else _counting_the_same(ledger, figure):
            if _BY_VERDICT.get(ledger.verdict(each)) == "disagree":
                stated, checks = ledger.figures[each].quantity, ledger.checks[each]
                others = [check for check in checks if check.is_independent] or checks
                found[each] = [c for c in others if not meets(stated, c.quantity)]
    return found


def _by_speaker(is_party: bool) -> str:
    return "one_side" if is_party else "one_source"


def _named(speakers: Iterable[str]) -> list[str]:
    """Speakers without what follows their names: an office or a remark makes no second source."""
    return list(dict.fromkeys(speaker.partition(",")[0] for speaker in speakers))


def is_constant(figure: Figure) -> bool:
    """Whether a figure from elsewhere is of no time, such as a land area: no claim."""
    timeless = figure.start is None and figure.end is None
    return figure.is_context and figure.kind == "measured" and timeless
