"""Formulas and conditions over figure ids: parsed as a Python expression, evaluated by this module
alone.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, lru_cache, partial, reduce
from typing import TypeVar

from stateofplay.files.characters import quoted
from stateofplay.numbers.numerals import EXAMPLE, NUMBER, read_number
from stateofplay.numbers.quantity import Quantity
from stateofplay.numbers.truth import Truth
from stateofplay.numbers.units import UnitError

ARITHMETIC: dict[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
# A quantity in quotes: “5 days”, or with the room that rounding leaves, “0 ± 0.05 USD bn”.
_DECIMAL = r"[0-9]+(?:\.[0-9]+)?"
_LITERAL = re.compile(rf"(-?{_DECIMAL})(?: ± ({_DECIMAL}))? ([^\s±].*)")
_ALLOWED = (
    *(ast.BinOp, ast.UnaryOp, ast.Compare, ast.BoolOp, ast.Name, ast.Constant, ast.Load),
    *(ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Not, ast.And, ast.Or),
    *(ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq),
)
# What a word processor makes of a sign, or a reader expects to be one.
_SIGNS = {
    "−": "-",
    "–": "-",
    "×": "*",
    "÷": "/",
    "≥": ">=",
    "≤": "<=",
    "“": '"',
    "”": '"',
    "=": "==",
}
Lookup = Callable[[str], Quantity]
T = TypeVar("T")


class FormulaError(ValueError):
    """A formula that cannot be evaluated; the message says which part and what is allowed."""


@cache
def parse(text: str) -> ast.expr:
    """The expression of a formula or condition, made of the few kinds that are allowed. Raises
    FormulaError.
    """
    text = text.strip()
    try:
        tree = ast.parse(text, mode="eval").body
        for node in ast.walk(tree):
            _refuse(node)
            if isinstance(node, ast.Constant) and not isinstance(node.value, str):
                _as_written(ast.get_source_segment(text, node) or "")
    except FormulaError:
        raise
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        typed = re.search(r"[−–×÷≥≤“”]|(?<![<>=!])=(?!=)", text)
        hint = f"{_SIGNS[typed[0]]} for {typed[0]}" if typed else "it like “boxes_in - boxes_out”"
        raise FormulaError(f"{quoted(text)} is not a formula; write {hint}") from error
    return tree


def _as_written(number: str) -> Fraction:
    """A number in digits. Raises FormulaError for one that Python would read as another: 1e400, or
    20 digits.
    """
    plain = number.replace("_", "")
    if not NUMBER.fullmatch(plain):
        raise FormulaError(f"{quoted(number)} is not a number in digits, like {EXAMPLE}")
    try:
        return Fraction(read_number(plain))
    except ValueError as error:
        raise FormulaError(f"{quoted(number)} {error}") from error


def _refuse(node: ast.AST) -> None:
    """Raise FormulaError unless `node` is one of the few kinds that a formula is made of."""
    operators = node.ops if isinstance(node, ast.Compare) else [getattr(node, "op", ast.Add())]
    if not all(isinstance(part, _ALLOWED) for part in (node, *operators)):
        raise FormulaError(
            f"{_shown(node)} is not allowed; only ids, numbers, + - * / and comparisons are"
        )
    if isinstance(node, ast.Constant) and (
        isinstance(node.value, bool) or not isinstance(node.value, int | float | str)
    ):
        raise FormulaError(f"{_shown(node)} is not a number")


def _shown(node: ast.AST) -> str:
    """A readable piece of a part of a formula, in quotes."""
    return quoted(ast.unparse(node))


def names(text: str) -> list[str]:
    """The ids that a formula names, each as often as it occurs, in order. Raises FormulaError."""
    found = [n for n in ast.walk(parse(text)) if isinstance(n, ast.Name)]
    return [n.id for n in sorted(found, key=lambda n: (n.lineno, n.col_offset))]


def evaluate(text: str, lookup: Lookup) -> Quantity:
    """The quantity that a formula gives. Raises FormulaError (form, division by zero), UnitError,
    or what `lookup` raises.
    """
    return _deep(quantity_of, text, lookup)


def judge(text: str, lookup: Lookup, known: Mapping[ast.expr, Truth] | None = None) -> Truth:
    """Whether a condition holds: comparisons joined by and, or, not. Raises as `evaluate` does.

    Of the `comparisons` of it, those that are `known` already are not judged again.
    """
    return _deep(partial(_truth, known=known or {}), text, lookup)


@cache
def comparisons(text: str) -> dict[ast.expr, tuple[str, ...]]:
    """The comparisons that a condition joins, each with the ids that it names. Raises
    FormulaError.
    """
    return {
        node: tuple(n.id for n in ast.walk(node) if isinstance(n, ast.Name))
        for node in ast.walk(parse(text))
        if isinstance(node, ast.Compare)
    }


def truth_of(comparison: ast.expr, lookup: Lookup) -> Truth:
    """How one comparison of a condition fares. Raises as `evaluate` does."""
    return _truth(comparison, lookup, {})


def _deep(read: Callable[[ast.expr, Lookup], T], text: str, lookup: Lookup) -> T:
    """What `read` makes of a formula. Raises FormulaError where it is too long for that."""
    try:
        return read(parse(text), lookup)
    except RecursionError:
        raise FormulaError(
            f"{quoted(text)} is too long; compute a part of it in a row of its own"
        ) from None


def quantity_of(node: ast.expr, lookup: Lookup) -> Quantity:
    """The quantity of a part of a formula. Raises as `evaluate` does."""
    match node:
        case ast.Name():
            return lookup(node.id)
        case ast.Constant(value=str(words)):
            return literal(words)
        case ast.Constant():
            return Quantity.of(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub()):
            return -quantity_of(node.operand, lookup)
        case ast.BinOp():
            left, right = quantity_of(node.left, lookup), quantity_of(node.right, lookup)
            try:
                return ARITHMETIC[type(node.op)](left, right)
            except ZeroDivisionError as error:
                raise FormulaError(f"{_shown(node)} divides by zero") from error
            except UnitError as error:
                raise UnitError(
                    f"in {_shown(node)}: {error}; convert with a rate, or correct the formula"
                ) from error
    raise FormulaError(f"{_shown(node)} is a condition where a number is needed")


@lru_cache(maxsize=4096)
def literal(text: str) -> Quantity:
    """The quantity that stands in quotes in a formula: “5 days”. Raises FormulaError."""
    parts = _LITERAL.fullmatch(text)
    if not parts:
        raise FormulaError(
            f"{quoted(text)} is not a quantity; write a number, a space and a unit, like “5 days”"
        )
    value, room = (_as_written(number) for number in (parts[1], parts[2] or "0"))
    try:
        return Quantity.of(value, parts[3], value - room, value + room)
    except UnitError as error:
        raise FormulaError(str(error)) from error


def _truth(node: ast.expr, lookup: Lookup, known: Mapping[ast.expr, Truth]) -> Truth:
    if node in known:
        return known[node]
    match node:
        case ast.BoolOp():
            join = operator.and_ if isinstance(node.op, ast.And) else operator.or_
            return reduce(join, [_truth(value, lookup, known) for value in node.values])
        case ast.UnaryOp(op=ast.Not()):
            return ~_truth(node.operand, lookup, known)
        case ast.Compare():
            sides = [quantity_of(n, lookup) for n in (node.left, *node.comparators)]
            result = Truth(True, True, False)
            for left, op, right in zip(sides, node.ops, sides[1:], strict=False):
                try:
                    result = result & _compare(op, left, right)
                except UnitError as error:
                    raise UnitError(
                        f"in {_shown(node)}: {error}; compare figures of one unit"
                    ) from error
            return result
    raise FormulaError(
        f"{_shown(node)} is a number where a condition is needed; compare it with another"
    )


def _compare(op: ast.cmpop, left: Quantity, right: Quantity) -> Truth:
    match op:
        case ast.Lt():
            return left.less_than(right)
        case ast.LtE():
            return left.less_than(right, or_equal=True)
        case ast.Gt():
            return right.less_than(left)
        case ast.GtE():
            return right.less_than(left, or_equal=True)
    return left.equals(right)
