"""The units of quantities: their names, products and quotients, and what one is in another."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

import pint

from stateofplay.files.characters import quoted, shortened
from stateofplay.numbers.unit_table import CHANGES, OFFSETS, definitions

_LONGEST = 80  # letters of a unit's name; the library takes seconds over very long ones


class UnitError(ValueError):
    """Two quantities whose units do not fit the operation."""


@lru_cache(maxsize=1)
def _registry() -> pint.UnitRegistry[Any]:
    registry: pint.UnitRegistry[Any] = pint.UnitRegistry(None, non_int_type=Fraction)
    registry.load_definitions(definitions())
    return registry


@cache
def parse_unit(text: str) -> pint.Unit:
    """The unit that `text` names, e.g. ``EUR bn``, ``people/month``.

    Raises UnitError when the text is not a product or quotient of names.
    """
    registry = _registry()
    unit = registry.Unit("")
    sign = 1
    for part in text.replace("/", " / ").split():
        if part == "/":
            sign = -1
            continue
        if not part.isidentifier() or part.startswith("_") or len(part) > _LONGEST:
            raise UnitError(
                f"{quoted(text)} is not a unit; write it like “people”, “EUR bn” or “km2/month”"
            )
        if part not in registry:
            registry.define(f"{part} = [{part}]")
        unit = unit * registry.Unit(part) ** sign
    return unit


@cache
def _factor(source: pint.Unit, target: pint.Unit) -> Fraction:
    try:
        return Fraction(_registry().convert(Fraction(1), source, target))
    except pint.DimensionalityError as error:
        said = f"{_name(source)} cannot be read as {_name(target)}"
        scale = next((name for name, of in CHANGES.items() if _name(target) == of), "")
        raise UnitError(said + (f", a difference of two in {scale}" if scale else "")) from error


@lru_cache(maxsize=4096)
def unit_product(a: pint.Unit, b: pint.Unit) -> pint.Unit:
    unit: pint.Unit = a * b
    return unit


@lru_cache(maxsize=4096)
def inverse_unit(unit: pint.Unit) -> pint.Unit:
    return _registry().Unit(unit**-1)


@cache
def _shift(source: pint.Unit, target: pint.Unit) -> Fraction:
    """What is added to a temperature in another unit: its nought lies elsewhere."""
    noughts = {parse_unit(name): nought for name, nought in OFFSETS.items()}
    shift = noughts.get(source, Fraction(0)) - noughts.get(target, Fraction(0))
    return shift / _factor(target, parse_unit("kelvin")) if shift else shift


@cache
def conversion(source: pint.Unit, target: pint.Unit) -> tuple[Fraction, Fraction]:
    """What numbers in one unit are multiplied by to be in another, and what is then added.

    Raises UnitError when the dimensions differ.
    """
    return _factor(source, target), _shift(source, target)


@cache
def change_unit(unit: pint.Unit) -> str:
    """The unit of a difference on a scale on which a part of a number says nothing, as of
    temperature; empty for every other unit.
    """
    return next((change for name, change in CHANGES.items() if unit == parse_unit(name)), "")


def _name(unit: pint.Unit) -> str:
    printed = _registry().Unit(pint.util.UnitsContainer(_powers(unit)))
    return shortened(f"{printed:~P}") or "a plain number"


def _powers(unit: pint.Unit) -> dict[str, int]:
    return {name: int(str(power)) for name, power in unit._units.items()}  # they are Fractions


def alike(one: str, other: str) -> bool:
    """Whether one number can be said in both units: in two that convert, in two currencies, or as
    an amount and as a rate over its time.
    """
    return _said_in(parse_unit(one)) == _said_in(parse_unit(other))


def _said_in(unit: pint.Unit) -> dict[str, str]:
    kinds = {
        "money" if name.startswith("[money_") else name: str(power)
        for name, power in unit.dimensionality.items()
    }
    return {name: power for name, power in kinds.items() if name != "[time]"} or kinds


@cache
def unit_text(unit: pint.Unit) -> str:
    """What `parse_unit` reads as this unit."""
    powers = _powers(unit).items()
    above = [name for name, power in powers for _ in range(power)]
    below = [name for name, power in powers for _ in range(-power)]
    return " ".join([*above, "/", *below])
