"""One meaning in two languages: what a page's script makes of other numbers is what the program
makes of them, for every entry of the book and for thousands of random ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from projects import REPOSITORY
from stateofplay.ledger.entries import Derived, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.model import model
from stateofplay.ledger.supposed import SupposedError, with_numbers
from stateofplay.numbers.formula import FormulaError, evaluate, judge
from stateofplay.numbers.polynomials import Near
from stateofplay.numbers.precision import Stated
from stateofplay.numbers.quantity import INFINITY, Number, Quantity
from stateofplay.numbers.stock import words_of
from stateofplay.numbers.unit_words import UnitWords
from stateofplay.numbers.unitless import digits
from stateofplay.numbers.units import UnitError, parse_unit
from stateofplay.numbers.vocabulary import BOUNDS
from stateofplay.numbers.wording import STYLES
from stateofplay.site.pages.templates import THEME
from typed import ENTRIES

pytestmark = pytest.mark.browser
SCRIPT = (THEME / "whatif" / "exact.js").read_text(encoding="utf-8")
# What a page says of a ledger: of each entry its numbers, and its words in every style; of each
# finding its sentence and how it fares. Nothing where something divides by zero.
SAY = """([model, numbers, styles, sentences]) => {
  const { read, world, sentence } = sopExact, ids = model.ids.split(" "), last = sentences.length;
  const plain = x => x === null || typeof x === "number" ? x && String(x) : `${x.n}/${x.d}`;
  const changes = new Map(Object.entries(numbers).map(([id, x]) => [ids.indexOf(id), read(x)]));
  try {
    const it = world(model, changes), first = ids.length - last, before = world(model, new Map());
    const words = (i) => sentence(model.findings[i], sentences[i], before, it);
    return Object.fromEntries(ids.map((id, at) => [id, at < first ?
      [...it.quantity(at).map(plain), ...styles.map(style => it.words(at, style))] :
      [words(at - first), it.status(at)]]));
  } catch (error) { if (error instanceof RangeError) return null; throw error; } }"""
SAY_ALL = f"cases => cases.map({SAY})"
UNITS = ["people/month", "people", "percent", "ratio", "EUR bn", "EUR m", "month", "days", "rank"]
UNITS += ["celsius", "kelvin", "celsius_change"]


@pytest.fixture(scope="module")
def asked(chromium):
    page = chromium.new_page()
    page.add_script_tag(content=SCRIPT)
    yield page
    page.close()


def said(before: Ledger, numbers: dict[str, Fraction]) -> dict[str, list[str | None]] | None:
    """What the program says, as SAY does."""
    try:
        ledger = with_numbers(before, numbers)
    except SupposedError:
        return None
    figures = [name for name in before.figures if name in before.changeable]
    resting = [name for name in before.findings if before.rests_on(name)]
    return {name: _of_entry(ledger, name) for name in (*figures, *before.derived, *resting)}


def _of_entry(ledger: Ledger, name: str) -> list[str | None]:
    entry = ledger.entry(name)
    if isinstance(entry, Finding):
        return [ledger.words(name), entry.status]
    q = entry.quantity
    return [*map(_plain, (q.value, q.low, q.high)), *(ledger.words(name, s) for s in STYLES)]


def _plain(number: Number | None) -> str | None:
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return number and {INFINITY: "Infinity", -INFINITY: "-Infinity"}[number]


def differing(page, cases: list[tuple[Ledger, dict[str, Fraction]]], outcomes) -> list[object]:
    """The entries of which page and program say something else, with what they say."""
    models = {id(ledger): model(ledger) for ledger, _ in cases}
    sent = []
    for ledger, numbers in cases:
        read = {name: digits(n) for name, n in numbers.items()}
        resting = [ledger.words(name) for name in ledger.findings if ledger.rests_on(name)]
        sent.append([models[id(ledger)], read, STYLES, resting])
    found = []
    for page_says, expected in zip(page.evaluate(SAY_ALL, sent), outcomes, strict=True):
        if page_says != expected:
            one, other = page_says or {}, expected or {}
            found += [
                (n, one.get(n), other.get(n)) for n in one | other if one.get(n) != other.get(n)
            ]
    return found


def test_a_page_reads_what_is_typed_as_the_program_does(asked) -> None:
    read = asked.evaluate("all => all.map(sopExact.typed)", list(ENTRIES))
    assert dict(zip(ENTRIES, read, strict=True)) == ENTRIES


@pytest.fixture(scope="module")
def whole() -> Ledger:
    return load_ledger(REPOSITORY)


def test_every_formula_and_finding_of_the_book_as_stated_and_with_other_numbers(
    asked, whole
) -> None:
    chance = random.Random(19)
    figures = sorted(whole.changeable)
    cases = [(whole, {}), *((whole, {name: Fraction(0)}) for name in figures[::9])]
    for _ in range(3):
        chance.shuffle(figures)
        for some in (figures[at : at + 9] for at in range(0, len(figures), 9)):
            cases.append((whole, {name: other_number(whole, name, chance) for name in some}))
    outcomes = [said(*case) for case in cases]
    assert differing(asked, cases, outcomes) == []
    fare = {entry[1] for entry in outcomes[-1].values() if len(entry) == 2}
    assert fare == {"firm", "stated", "false"}


def other_number(ledger: Ledger, name: str, chance: random.Random) -> Fraction:
    """A number about as large as a figure, or one at which something turns."""
    quantity = ledger.figures[name].quantity
    size = quantity.value or quantity.high
    edges = [
        edge.value
        for turns in ledger.turns.values()
        for turn in turns
        for edge in (turn.stops_below, turn.stops_above)
        if turn.figure == name and edge and not isinstance(edge.value, Near)
    ]
    about = Fraction(size if isinstance(size, Fraction) else 1) * chance.randint(1, 40) / 20
    return chance.choice([Stated(digits(round(about, 2)) or "0"), about, *edges])


def test_thousands_of_random_formulas_conditions_and_numbers(asked, whole) -> None:
    """With ranges open at either end, values that are not stated, and zero in denominators."""
    chance = random.Random(2026)
    ledgers = [random_ledger(whole, chance) for _ in range(300)]
    cases = [case for ledger in ledgers for case in random_changes(ledger, chance)]
    outcomes = [said(*case) for case in cases]
    assert sum(outcome is None for outcome in outcomes) > 10  # something divides by zero
    computed = [e for outcome in outcomes for e in (outcome or {}).values() if len(e) > 2]
    assert len(computed) > 5000 and any(None in e for e in computed)
    assert any("Infinity" in e for e in computed) and any("-Infinity" in e for e in computed)
    assert differing(asked, cases, outcomes) == []


def random_changes(
    ledger: Ledger, chance: random.Random
) -> Iterator[tuple[Ledger, dict[str, Fraction]]]:
    names = sorted(ledger.changeable)
    chosen = chance.sample(names, min(len(names), 2))
    yield ledger, {}
    yield ledger, {name: random_number(chance) for name in chosen}
    yield ledger, {chosen[0]: Fraction(0)}


def random_number(chance: random.Random) -> Fraction:
    """A number with few or many digits, written or computed, often nought or a power of ten."""
    whole = chance.choice([0, 1, -1, 2, 5, 10, 1000, chance.randint(-9999, 99999)])
    kind = chance.randrange(4)
    if kind == 0:
        return Stated(f"{whole}.{chance.choice(['0', '5', '50', '25', '049', '99'])}")
    return Fraction(whole, chance.choice([1, 1, 2, 7, 12, 400]) if kind > 1 else 1)


def random_ledger(whole: Ledger, chance: random.Random) -> Ledger:
    """A ledger with random figures in random units, and formulas and conditions over them that
    their units allow and that can be computed.
    """
    units = {unit: words_of(unit, whole.units) or UnitWords() for unit in UNITS}
    made = Ledger(whole.project, {}, {}, {}, units | {"percent": whole.units["percent"]},
                  whole.settings)  # fmt: skip
    for number in range(5):
        bound, quantity = random_quantity(chance)
        unit = chance.choice(UNITS)
        name, same = f"f{number}", f"f{number - 1}" if chance.random() < 0.3 else ""
        made.figures[name] = replace(
            next(iter(whole.figures.values())), id=name, quantity=replace(quantity,
            unit=parse_unit(unit)), unit=unit, bound=bound, restates=same, series="")  # fmt: skip
    while len(made.derived) < 4:
        add_derived(made, chance)
    while len(made.findings) < 3:
        add_finding(made, chance)
    return made


def random_quantity(chance: random.Random) -> tuple[str, Quantity]:
    bound = chance.choice(list(BOUNDS))
    low, value, high = sorted(random_number(chance) for _ in range(3))
    ends = {"value": value, "low": low, "high": high}
    has = {name: ends[name] if name in BOUNDS[bound].needed else None for name in ends}
    if bound == "exact":
        return bound, Quantity.of(value)
    return bound, Quantity.of(has["value"], "ratio", has["low"], has["high"])


def random_formula(made: Ledger, chance: random.Random, depth: int = 2) -> str:
    """A formula; sums are of what can be added, so that most can be computed."""
    parts = [*made.figures, *made.derived, '"2 month"', '"0 ± 0.5 percent"', "3", '"4 EUR m"']
    if not depth or chance.random() < 0.2:
        return chance.choice(parts)
    if chance.random() < 0.1:
        return f"-{random_formula(made, chance, 0)}"
    left = random_formula(made, chance, depth - 1)
    alike = [part for part in parts if chance.random() < 0.5 and _is_alike(made, left, part)]
    if alike and chance.random() < 0.6:
        return f"({left} {chance.choice('+-')} {chance.choice(alike)})"
    return f"({left} {chance.choice('*/')} {random_formula(made, chance, depth - 1)})"


def _is_alike(made: Ledger, formula: str, other: str) -> bool:
    try:
        one, two = (evaluate(text, made.quantity).unit for text in (formula, other))
    except (FormulaError, UnitError):
        return False
    return one.is_compatible_with(two)


def add_derived(made: Ledger, chance: random.Random) -> None:
    formula = random_formula(made, chance)
    try:
        quantity = evaluate(formula, made.quantity)
    except (FormulaError, UnitError):
        return
    fitting = (u for u in UNITS if quantity.unit.is_compatible_with(parse_unit(u)))
    unit = next(fitting, "")
    names = [n for n in (*made.figures, *made.derived) if n in formula]
    resting = frozenset().union(*map(made.rests_on, names))
    if unit and resting:
        name = f"d{len(made.derived)}"
        made.derived[name] = Derived(
            name, "", "", formula, unit, quantity.to(unit), tuple(names), rests_on=resting
        )


def random_condition(made: Ledger, chance: random.Random, depth: int = 2) -> str:
    if depth and chance.random() < 0.6:
        left, right = (random_condition(made, chance, depth - 1) for _ in range(2))
        return f"({left} {chance.choice(['and', 'or'])} {right})"
    if chance.random() < 0.2:
        return f"(not {random_condition(made, chance, 0)})"
    text = first = random_formula(made, chance, 1)
    others = [random_formula(made, chance, 1) for _ in range(12)]
    alike = [other for other in others if _is_alike(made, first, other)]
    for other in alike[: chance.choice([1, 1, 2])] or [f"2 * {first}"]:
        text += f" {chance.choice(['<', '<=', '>', '>=', '=='])} {other}"
    return f"({text})"


def add_finding(made: Ledger, chance: random.Random) -> None:
    holds = random_condition(made, chance)
    try:
        truth = judge(holds, made.quantity)
    except (FormulaError, UnitError):
        return
    shown = chance.choice([*made.figures, *made.derived])
    names = [n for n in (*made.figures, *made.derived) if n in holds]
    name, style = f"g{len(made.findings)}", chance.choice(STYLES)
    statement = f"It is {{{shown}|{style}}}, {{{shown}}}"
    made.findings[name] = Finding(name, "", statement, holds, truth, (*names, shown))
