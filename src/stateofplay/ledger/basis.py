"""What may be put together: numbers that count in the same way, and others with a reason."""

from __future__ import annotations

import ast
from collections.abc import Callable

from stateofplay.numbers.formula import parse

Bases = frozenset[str]
MIXED = (
    "puts together {}, which are counted in different ways; "
    "say in mixes why that is fair, or take it out"
)


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
