"""Rules for what derived figures and findings say of the figures that they rest on: their units,
days, bases and typed numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import pint

from stateofplay.files.characters import quoted
from stateofplay.ledger.contents import Contents
from stateofplay.ledger.entries import Figure
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers import periods
from stateofplay.numbers.formula import Lookup, literal, parse, quantity_of
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.units import parse_unit

Bases = frozenset[str]
MIXED = (
    "puts together {}, which are counted in different ways; "
    "say in mixes why that is fair, or take it out"
)
SHARE, POINTS = "percent", "points"
_GIVES = {  # what a formula gives that is in the other one
    SHARE: "the formula takes one share from another; such a difference is in points",
    POINTS: "the formula gives a share; a share and points together are in percent",
}
# A round share or a small one is a threshold, and what is said in days or months is a length:
# they belong to no figure.
_MULTIPLES = {SHARE: (10, 25), POINTS: (10,), "ratio": (1,)}
_SMALL = 5
# What happens on days of its own, so that a survey can come too early for it; a state is only
# dated by who looked.
_HAPPENS = ("counted", "decided")


def bases_of(formula: str, of_name: Callable[[str], Bases]) -> tuple[Bases, list[Bases]]:
    """What a formula or condition counts, and each place where it puts two ways together.

    Adding, subtracting and comparing puts both sides together, and so does a ratio. A product does
    not: a share of an area counts the area as the share does. `of_name` gives what an id counts;
    nothing stands for what is counted in one way only. Raises FormulaError when the text is no
    formula.
    """
    mixed: list[Bases] = []

    def together(*sides: Bases) -> Bases:
        everything = frozenset().union(*sides)
        if len({side for side in sides if side}) > 1:
            mixed.append(everything)
        return everything

    def walk(node: ast.expr) -> Bases:
        match node:
            case ast.Name():
                return of_name(node.id)
            case ast.UnaryOp():
                return walk(node.operand)
            case ast.BinOp(op=ast.Mult()):
                return walk(node.left) | walk(node.right)
            case ast.BinOp():
                return together(walk(node.left), walk(node.right))
            case ast.Compare():
                return together(*map(walk, (node.left, *node.comparators)))
            case ast.BoolOp():
                return frozenset().union(*map(walk, node.values))
        return frozenset()

    return walk(parse(formula)), mixed


def said(bases: Bases) -> str:
    """Ways of counting as a message names them."""
    return " and ".join(f"“{basis}”" for basis in sorted(bases))


def _share(node: ast.expr, lookup: Lookup, part: bool = False) -> int | None:
    """What an expression, or a `part` of a sum, gives: 1 for a share, -1 for its negative, 0 for
    points, None for neither. A share less points is a share, and so is what is left of the whole,
    which outweighs all that is taken from it. A product or ratio may be of anything: points of an
    area are a share of what was gained.
    """
    match node:
        case ast.UnaryOp(op=ast.USub()):
            level = _share(node.operand, lookup, part)
            return level and -level
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            levels = {side: _share(side, lookup, True) for side in (node.left, node.right)}
            if set(levels.values()) == {None}:
                return None
            left, right = (_weight(side, level, lookup) for side, level in levels.items())
            both = left + (-right if isinstance(node.op, ast.Sub) else right)
            return both // 2 if abs(both) == 2 else both
        case ast.BinOp(left=of, right=by) if _is_typed(by) and not _is_typed(of):
            return _share(of, lookup, part)
        case ast.BinOp(left=by, op=ast.Mult(), right=of) if _is_typed(by) and not _is_typed(of):
            return _share(of, lookup, part)
        case ast.BinOp() if not part:
            return None
    return {parse_unit(SHARE): 1, parse_unit(POINTS): 0}.get(quantity_of(node, lookup).unit)


def _weight(side: ast.expr, level: int | None, lookup: Lookup) -> int:
    """What a side of a sum of shares counts: its `level`, and a typed whole more than any share."""
    if level == 0 or not _is_typed(side):
        return 1 if level is None else level
    percent = quantity_of(side, lookup).to(SHARE).known
    return (10**6 if abs(percent) == 100 else int(percent != 0)) * (-1 if percent < 0 else 1)


def _unfit(node: ast.expr, lookup: Lookup) -> str:
    """The one of percent and points that an expression is not in; empty where it may be in both,
    or is of neither."""
    level = _share(node, lookup)
    return "" if level is None or level > 1 else POINTS if level == 1 else SHARE


def _is_typed(node: ast.expr) -> bool:
    return not any(isinstance(part, ast.Name) for part in ast.walk(node))


def shares_misnamed(formula: str, unit: str, lookup: Lookup) -> str:
    """Why a formula or condition calls a difference of shares percent, or a share points; empty
    where it does not.
    """
    node = parse(formula)
    if unit in _GIVES and _unfit(node, lookup) == unit:
        return f"is {unit}, but {_GIVES[unit]}"
    for part in ast.walk(node):
        if plain := _plain_beside_share(part, lookup):
            said = f"{quoted(ast.unparse(part))} has the plain number {plain} beside a share"
            return f'{said}, which makes it {plain}00 percent; write "{plain} percent" in quotes'
    for part in ast.walk(node):
        if not isinstance(part, ast.Compare):
            continue
        sides = [part.left, *part.comparators]
        typed = [text for side in sides for _, text in _literals(side)]
        if any(text.endswith(f" {SHARE}") for text in typed) and any(
            _unfit(side, lookup) == SHARE for side in sides
        ):
            compared = quoted(ast.unparse(part))
            return f"{compared} compares a difference of shares with percent; write points"
    return ""


def _plain_beside_share(part: ast.AST, lookup: Lookup) -> str:
    """The whole number above one that is compared with a share, added to it or taken from it: 50 is
    5,000 percent, and every share is less. Empty where there is none.
    """
    match part:
        case ast.Compare():
            sides = [part.left, *part.comparators]
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            sides = [part.left, part.right]
        case _:
            return ""
    plain = [n.value for n in sides if isinstance(n, ast.Constant) and isinstance(n.value, int)]
    shares = (parse_unit(SHARE), parse_unit(POINTS))
    if plain and max(plain) > 1 and any(quantity_of(n, lookup).unit in shares for n in sides):
        return str(max(plain))
    return ""


def _literals(node: ast.expr) -> Iterator[tuple[ast.Constant, str]]:
    """The literal that one side of a comparison is, with or without a sign, and its text."""
    inner = node.operand if isinstance(node, ast.UnaryOp) else node
    if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
        yield inner, inner.value


def typed_quantities(formula: str) -> Iterator[tuple[str, Quantity]]:
    """The quantities typed into a formula, with their words; no thresholds and no tolerances."""
    tree = parse(formula)
    tolerances = set(_tolerances(tree))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "±" not in node.value
            and node not in tolerances
        ):
            quantity = literal(node.value)
            if not _is_threshold(quantity):
                yield node.value, quantity


def _tolerances(tree: ast.expr) -> Iterator[ast.Constant]:
    """What a difference is compared with: how far two numbers may lie apart is no figure."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.BinOp) and isinstance(side.op, ast.Sub) for side in sides):
                yield from (constant for side in sides for constant, _ in _literals(side))


def _is_threshold(quantity: Quantity) -> bool:
    value, unit = quantity.value, quantity.unit
    if value is None:  # a range is no threshold
        return False
    for name, multiples in _MULTIPLES.items():
        if unit == parse_unit(name):
            return value <= _SMALL or any(value % multiple == 0 for multiple in multiples)
    return value == 0 or unit.dimensionality == parse_unit("days").dimensionality


def out_of_time(shown: list[Figure], tested: list[Figure]) -> str:
    """Why a sentence that shows some figures cannot rest on those of its condition: other days.

    Empty where it can. A shown figure must fall into the time that the tested ones span, and a
    survey says nothing of what began later.
    """
    starts, ends = [f.start for f in tested if f.start], [f.end for f in tested if f.end]
    if starts and ends:
        for figure in (figure for figure in shown if figure not in tested):
            if figure.start and figure.start > max(ends) or figure.end and figure.end < min(starts):
                return (
                    f"speaks of {figure.id} ({periods.period(figure.start, figure.end)}), "
                    f"but its condition only of {periods.period(min(starts), max(ends))}; "
                    "test it as well, or leave it out"
                )
    for survey in (f for f in (*shown, *tested) if f.kind == "surveyed" and f.end):
        for figure in (*shown, *tested):
            if (
                figure.kind in _HAPPENS
                and figure.start
                and survey.end
                and figure.start > survey.end
            ):
                return (
                    f"rests on {survey.id}, a survey that ended on {periods.day(survey.end)}, "
                    f"and speaks of {figure.id}, which began on {periods.day(figure.start)}; "
                    "a survey is no verdict on what came after it"
                )
    return ""


class FairRules:
    """Holds what formulas and sentences put together against the rules."""

    def __init__(self, ledger: Contents) -> None:
        self.ledger = ledger
        # The ids of figures by unit and value, made when first asked.
        self._stated: dict[tuple[pint.Unit, Fraction | None], str] | None = None

    def formula(self, row: Row, column: str) -> None:
        """Report what the formula or condition in `column` of a row puts together and may not."""
        text, mixes = row.text(column), row.text("mixes")
        _, mixed = bases_of(text, self.ledger.bases)
        if mixed and not mixes:
            row.report(column, MIXED.format(said(frozenset().union(*mixed))))
        if mixes and not mixed:
            row.report(
                "mixes", "gives a reason, but everything here is counted in one way; empty it"
            )
        wrong = shares_misnamed(text, row.text("unit"), self.ledger.quantity)
        if wrong:
            row.report(column if wrong.startswith("“") else "unit", wrong)
        for words, quantity in typed_quantities(text):
            name = self._figure_of(quantity)
            if name:
                row.report(
                    column, f"has the typed quantity {quoted(words)}, which is {name}; write the id"
                )
                return

    def _figure_of(self, quantity: Quantity) -> str:
        if self._stated is None:
            self._stated = {
                (f.quantity.unit, f.quantity.value): f.id
                for f in reversed(self.ledger.figures.values())
            }
        return self._stated.get((quantity.unit, quantity.value), "")

    def days(self, row: Row, shown: Iterable[str], tested: Iterable[str]) -> None:
        """Report a sentence that shows figures of other days than its condition tests."""
        sides = (
            [self.ledger.figures[i] for name in names for i in sorted(self.ledger.rests_on(name))]
            for names in (shown, tested)
        )
        late = out_of_time(*sides)
        if late:
            row.report("statement", late)

    def bases(self, places: Mapping[str, Row]) -> None:
        """Where some figures of a unit say what they count, all of them must, to be told apart."""
        figures = self.ledger.figures.values()
        told = {figure.unit for figure in figures if figure.basis}
        for figure in figures:
            if figure.unit in told and not figure.basis:
                said = (
                    f"is empty, but other figures in {figure.unit} say what they count; "
                    "say it here as well"
                )
                places[figure.id].report("basis", said)
