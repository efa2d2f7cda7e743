"""A formula as arithmetic of bare numbers: all conversions of units are worked out beforehand, so
that a program which knows no units can evaluate it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

import pint

from stateofplay.numbers.formula import ARITHMETIC, FormulaError, literal, parse
from stateofplay.numbers.numerals import decimal_text
from stateofplay.numbers.precision import decimals_needed, written_decimals
from stateofplay.numbers.quantity import Number, Quantity
from stateofplay.numbers.units import change_unit, conversion, parse_unit

# A number in digits (12, 0.50, 1/3), the place of a name, or a list: an operator of _OPERATORS, `~`
# (negation), `!`, `&` or `|` (not, and, or) with what it works on, or `±` with the value and the
# ends of a range. An open end or a value that is not stated is None.
Node: TypeAlias = "str | int | list[Node] | None"
Place = Callable[[str], tuple[int, str]]  # where a name stands, and its unit
_OPERATORS: dict[type[ast.operator | ast.cmpop], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "=",
}
_TURNED = {ast.Gt: "<", ast.GtE: "<="}  # with the sides exchanged


def digits(number: Number | None) -> str | None:
    """A number with all of its digits, also noughts that were written: 4.60, or 1/3."""
    if not isinstance(number, Fraction):
        return None
    if decimals_needed(number) is None:
        return str(Fraction(number))
    return decimal_text(number, at_least=written_decimals(number))


def range_of(quantity: Quantity) -> Node:
    """A quantity without its unit."""
    if quantity.is_exact:
        return digits(quantity.value)
    return ["±", digits(quantity.value), digits(quantity.low), digits(quantity.high)]


def bare_formula(text: str, unit: str, place: Place) -> Node:
    """A formula whose result is in `unit`. Raises FormulaError or UnitError, or what `place`
    raises.
    """
    node, source = _bare(parse(text), place)
    return _in_unit(node, source, parse_unit(unit))


def bare_condition(text: str, place: Place) -> Node:
    """A condition. Raises as `bare_formula` does."""
    return _condition(parse(text), place)


def _in_unit(node: Node, source: pint.Unit, target: pint.Unit) -> Node:
    if source == target:
        return node
    factor, shift = conversion(source, target)
    node = ["*", node, digits(factor)]
    return ["+", node, digits(shift)] if shift else node


def _bare(node: ast.expr, place: Place) -> tuple[Node, pint.Unit]:
    match node:
        case ast.Name():
            number, name = place(node.id)
            return number, parse_unit(name)
        case ast.Constant(value=str(words)):
            quantity = literal(words)
            return range_of(quantity), quantity.unit
        case ast.Constant():
            return digits(Fraction(ast.unparse(node))), Quantity.of(1).unit  # as in quantity_of
        case ast.UnaryOp(op=ast.USub()):
            inner, unit = _bare(node.operand, place)
            return ["~", inner], unit
        case ast.BinOp():
            (left, unit), (right, other) = (_bare(n, place) for n in (node.left, node.right))
            if isinstance(node.op, ast.Add | ast.Sub):
                is_change = change_unit(unit) and not change_unit(other)
                right = _in_unit(right, other, parse_unit(change_unit(unit)) if is_change else unit)
            return [_OPERATORS[type(node.op)], left, right], _unit(node.op, unit, other)
    raise FormulaError("a condition stands where a number is needed")


def _unit(op: ast.operator, left: pint.Unit, right: pint.Unit) -> pint.Unit:
    """The unit that two quantities give, by the rules of quantities."""
    one, other = (Quantity(Fraction(1), Fraction(1), Fraction(1), unit) for unit in (left, right))
    return ARITHMETIC[type(op)](one, other).unit


def _condition(node: ast.expr, place: Place) -> Node:
    match node:
        case ast.BoolOp():
            sign = "&" if isinstance(node.op, ast.And) else "|"
            return [sign, *(_condition(value, place) for value in node.values)]
        case ast.UnaryOp(op=ast.Not()):
            return ["!", _condition(node.operand, place)]
        case ast.Compare():
            sides = [_bare(n, place) for n in (node.left, *node.comparators)]
            compared = [
                _compared(op, left, right)
                for op, left, right in zip(node.ops, sides, sides[1:], strict=False)
            ]
            return compared[0] if len(compared) == 1 else ["&", *compared]
    raise FormulaError("a number stands where a condition is needed")


def _compared(op: ast.cmpop, left: tuple[Node, pint.Unit], right: tuple[Node, pint.Unit]) -> Node:
    first, second = left[0], _in_unit(right[0], right[1], left[1])
    turned = _TURNED.get(type(op))
    return [turned, second, first] if turned else [_OPERATORS[type(op)], first, second]
