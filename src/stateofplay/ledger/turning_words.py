"""What would turn a finding, in words: how far each figure may move, and on which it hangs most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from stateofplay.files.characters import quoted
from stateofplay.ledger.entries import Check, Finding
from stateofplay.ledger.evidence import disagreeing, is_constant
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.naming import name_in_words, name_of
from stateofplay.ledger.nearness import CLOSE, Nearest, ends_of, nearest, nearly_as_near, ranked
from stateofplay.ledger.substitution import contested_by
from stateofplay.ledger.turns import Turn
from stateofplay.numbers import wording
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.unit_words import UnitWords


def at(ledger: Ledger, turn: Turn, what: str) -> str:
    """Where a finding stops holding or being firm (`what`: stops, firm): ``31,680 people a month
    or fewer, or more than 50,000 people a month``. Empty where it never does.
    """
    ends = (end for end in ends_of(ledger, turn, what) if end)
    return ", or ".join(end.words(ledger, turn.figure) for end in ends)


@dataclass(frozen=True)
class Sentence:
    """What would turn a finding soonest: the words around the stated number of a figure."""

    before: str
    figure: str
    after: str

    def words(self, ledger: Ledger) -> str:
        return f"{self.before}{ledger.words(self.figure)}{self.after}"


def turning(ledger: Ledger, finding: str) -> str:
    """What would turn a finding soonest, in a sentence or two."""
    found = sentence_of(ledger, finding)
    if found is None:
        return never(ledger, finding)
    also = nearly_as_near(ledger, finding)
    several = not also and len(ledger.turns[finding]) > 1
    most = "Of its figures it hangs on this one most." if several else ""
    return " ".join(filter(None, (found.words(ledger), most, hanging_also(ledger, finding))))


def hanging_also(ledger: Ledger, finding: str) -> str:
    """On which other figures it hangs as much as on the nearest, or nearly (`nearly_as_near`), and
    which others are not compared, as what is nought or of no time; empty where there is none.
    """
    first, others = nearest(ledger, finding), nearly_as_near(ledger, finding)
    if first is None or first.share is None:
        return ""
    aside = [_aside(ledger, each, first.share) for each in ranked(ledger, finding)[1:]]
    return " ".join(filter(None, (_also(ledger, first, others), *aside)))


def _aside(ledger: Ledger, found: Nearest, share: Fraction) -> str:
    """That a figure is not compared, though it may be as near as the one said to be the nearest."""
    at = found.at(ledger)
    if found.share is None:
        scale = "on a scale of which no shares are taken" if found.start else "nought"
        why = f"is {scale}, so that no change can be compared with it"
        return f"{_named(ledger, found)} {why}; it would no longer hold with {at}."
    is_fixed = is_constant(ledger.figures[found.turn.figure])
    if not is_fixed or found.share > share * CLOSE:
        return ""
    moved = f"{at}, {_against_stated(ledger, found)}"
    return f"{_named(ledger, found)} is taken as fixed; it would no longer hold with {moved}."


def _also(ledger: Ledger, first: Nearest, others: list[Nearest]) -> str:
    if not others:
        return ""
    if all(each.is_either_way for each in (first, *others)):
        return f"It hangs as much on {_listed([_named(ledger, each) for each in others])}."
    said = []
    for each in others:
        how = "as much" if size_of(each) == size_of(first) else "nearly as much"
        moved = f"no longer with {each.at(ledger)}, {_against_stated(ledger, each)}"
        said.append(f"{how} on {_named(ledger, each)}: {moved}")
    is_tied = size_of(others[0]) == size_of(first)
    most = "It hangs" if is_tied else "It hangs on this one most, but"
    return f"{most} {'; and '.join(said)}.{_sizes(ledger, [first, *others])}"


def _named(ledger: Ledger, found: Nearest) -> str:
    return _with_number(ledger, found.turn.figure)


def _with_number(ledger: Ledger, figure: str) -> str:
    return f"“{name_of(ledger, ledger.figures[figure])}” ({ledger.words(figure)})"


def _against_stated(ledger: Ledger, found: Nearest) -> str:
    """``2.8% less than stated``, ``any less``."""
    change = found.change(ledger)
    return change if found.start == found.end.number else f"{change} than {_from(ledger, found)}"


def _from(ledger: Ledger, found: Nearest) -> str:
    """From where the figure moves: what is stated, or an end of the range that is."""
    end = "the lowest " if found.end.is_below else "the highest "
    quantity = ledger.figures[found.turn.figure].quantity
    return f"{end if quantity.value is None else ''}stated"


def _sizes(ledger: Ledger, found: list[Nearest]) -> str:
    """How large the changes are next to their own numbers, where percentage points hide that."""
    if all(ledger.figures[each.turn.figure].unit != "percent" for each in found):
        return ""
    sizes = _listed([size_of(each) for each in found])
    return f" Next to the numbers themselves these are changes of {sizes}."


def size_of(found: Nearest) -> str:
    """How large a change is next to its own number, as it is printed: ``about 4.17%``."""
    share = (found.share or Fraction(0)) * 100
    return wording.derived(Quantity.of(share), UnitWords("", "%", "%"))


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def turning_of(ledger: Ledger, name: str) -> str:
    """The sentence that the role `{turns}` prints. Raises KeyError as `turned_finding` does."""
    return turned_finding(ledger, name).words(ledger)


def turned_finding(ledger: Ledger, name: str) -> Sentence:
    """What would turn the finding called `name`, and on what else it hangs as much. Raises
    KeyError, with what to do, where it is none or nothing turns it.
    """
    if not isinstance(ledger.entry(name), Finding):
        raise KeyError(f"{quoted(name)} is no finding; {{turns}} says what would turn one")
    found = sentence_of(ledger, name)
    if found is None:
        why = never(ledger, name)
        raise KeyError(f"nothing turns {quoted(name)}: {why} Take {{turns}} out")
    also = hanging_also(ledger, name)
    return replace(found, after=" ".join(filter(None, (found.after, also))))


def never(ledger: Ledger, finding: str) -> str:
    """Why nothing turns a finding that nothing turns."""
    if not ledger.turns[finding]:
        return "It counts this book’s own rows, and no stated figure turns it."
    return "No change of one of its figures alone would turn it."


def sentence_of(ledger: Ledger, finding: str) -> Sentence | None:
    """What would turn a finding soonest; None where no change of one figure does."""
    found = nearest(ledger, finding)
    if found is None:
        return None
    figure = ledger.figures[found.turn.figure]
    label = name_of(ledger, figure)
    if found.is_either_way:
        return Sentence(f"It holds only with the number stated for “{label}”, ", figure.id, ".")
    begin = f"It would no longer hold if “{label}” were {found.at(ledger)}"
    if found.start == found.end.number:
        return Sentence(f"{begin}; the number stated is ", figure.id, ".")
    return Sentence(f"{begin}, {_against_stated(ledger, found)} (", figure.id, ").")


@dataclass(frozen=True)
class Said:
    """One turn in words: where a finding stops holding, and where it stops being firm (empty:
    nowhere), and what of it could not be followed.
    """

    finding: str
    figure: str
    stops: str
    firm: str
    remark: str

    @property
    def words(self) -> str:
        """``no longer with 54% or more; not firm with 51% or more``."""
        if not self.stops:
            alone = "alone it never turns it"
            return f"{alone}; not firm with {self.firm}" if self.firm else alone
        firm = f"; not firm with {self.firm}" if self.firm not in ("", self.stops) else ""
        return f"no longer with {self.stops}{firm}"


def said(ledger: Ledger, finding: str) -> list[Said]:
    """The turns of a finding in words, each figure once."""
    return [_said(ledger, finding, turn) for turn in ledger.turns[finding]]


def turned_by(ledger: Ledger, figure: str) -> list[Said]:
    """What a change of one figure alone would turn, in words, each finding once."""
    found = [
        _said(ledger, name, turn)
        for name, turns in ledger.turns.items()
        for turn in turns
        if turn.figure == figure
    ]
    return [each for each in found if each.stops]


def _said(ledger: Ledger, finding: str, turn: Turn) -> Said:
    stops, firm = at(ledger, turn, "stops"), at(ledger, turn, "firm")
    return Said(finding, turn.figure, stops, firm, unfollowed(ledger, turn))


def contested(ledger: Ledger, finding: Finding) -> str:
    """Which independent outside values turn a finding, and in place of what; empty where none does.

    They need not stand against the figure that it hangs on most.
    """
    places: dict[str, list[Check]] = {}
    for check in contested_by(ledger, finding):
        places.setdefault(check.figure, []).append(check)
    said = [
        f"{_stated_by(ledger, checks)} in place of {_with_number(ledger, name)}"
        for name, checks in places.items()
    ]
    return f"It does not hold for all who have counted: not with {'; '.join(said)}." if said else ""


def disputed(ledger: Ledger, finding: Finding, but: str = "") -> str:
    """Who states otherwise on what a finding rests on, where its evidence is that sources disagree
    and none of them turns it; empty elsewhere. Not on the figure `but`, of which it is said before.
    """
    if ledger.evidence(finding.id).key != "disagree":
        return ""
    said = [
        f"{_with_number(ledger, name)}: {_stated_by(ledger, checks)}"
        for name, checks in disagreeing(ledger, finding.id).items()
        if name != but
    ]
    return f"Others state another number for {'; for '.join(said)}." if said else ""


def stated_by_others(ledger: Ledger, figure: str) -> str:
    """The outside values of a figure, with who states them; empty where there is none."""
    return _stated_by(ledger, ledger.checks.get(figure, ()))


def stated_beside(ledger: Ledger, finding: Finding, figure: str) -> str:
    """The range of a figure and what others state of it, but for those that `contested` names, in a
    sentence each; empty for one number that nobody else states.
    """
    named = {check.id for check in contested_by(ledger, finding)}
    others = [check for check in ledger.checks.get(figure, ()) if check.id not in named]
    said = []
    if not ledger.figures[figure].quantity.is_exact:
        said.append(f"The figure’s own range: {ledger.words(figure, 'range')}.")
    if others:
        said.append(f"Others state: {_stated_by(ledger, others)}.")
    return " ".join(said)


def _stated_by(ledger: Ledger, checks: Iterable[Check]) -> str:
    """``9 boxes or 8 boxes (Port union), 11 boxes (Customs)``."""
    speakers: dict[str, list[str]] = {}
    for check in checks:
        speakers.setdefault(check.who, []).append(ledger.outside_words(check))
    return ", ".join(f"{' or '.join(words)} ({who})" for who, words in speakers.items())


def unfollowed(ledger: Ledger, turn: Turn) -> str:
    """What moves with a figure, and what the ledger does not say how to move, in words."""
    together, apart = (
        _listed([name_in_words(ledger, name) for name in names])
        for names in (turn.together, turn.apart)
    )
    said = []
    if together:
        said.append(f"moved together with {together}, which says the same")
    if apart:
        said.append(
            f"{apart} of the same statement stays as it is: "
            "how the two depend on each other is not recorded"
        )
    return "; ".join(said)
