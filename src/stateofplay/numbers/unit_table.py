# ruff: noqa: E501 (a table has a line for each unit)
"""The common stock of units: how each is defined, said on pages and written in English prose.

Factors are exact, after the SI brochure (BIPM, 9th edition, tables 4 and 8), the international yard
and pound of 1959 and the oil barrel of 42 US gallons. A year has 365 days here, a month a twelfth
of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

# name | definition, in the terms of pint | after one / after many | name on an axis | in prose
_MEASURES = r"""
ratio | [] | | times |
percent | 1 / 100 | % | percent | %|per\s?cent\b|pct\b
points | 1 / 100 | point/points | percentage points | (?:%|per\s?cent(?:age)?)[- ]points?\b
basis_points | 1 / 10000 | basis point/basis points | basis points | basis[- ]points?\b|bps\b
seconds | days / 86400 | second/seconds | seconds | seconds?\b|secs?\b
minutes | days / 1440 | minute/minutes | minutes | minutes?\b|mins?\b
hours | days / 24 | hour/hours | hours | hours?\b|hrs?\b
days | [time] = _ = day | day/days | days | days?\b
weeks | 7 * days = _ = week | week/weeks | weeks | weeks?\b
months | 365 / 12 * days = _ = month | month/months | months | months?\b
years | 365 * days = _ = year | year/years | years | years?\b|yrs?\b
decades | 10 * years | decade/decades | decades | decades?\b
km | [length] | km | kilometres | kilomet(?:re|er)s?\b|kms?\b
metres | km / 1000 | m | metres | met(?:re|er)s?\b
cm | metres / 100 | cm | centimetres | centimet(?:re|er)s?\b|cm\b
mm | metres / 1000 | mm | millimetres | millimet(?:re|er)s?\b|mm\b
miles | 1609344 / 1000000 * km | mile/miles | miles | miles?\b
yards | 9144 / 10000 * metres | yard/yards | yards | yards?\b|yds?\b
feet | 3048 / 10000 * metres | foot/feet | feet | feet\b|foot\b|ft\b
inches | 254 / 100 * cm | inch/inches | inches | inch(?:es)?\b
km2 | km ** 2 | km² | km² | (?:sq\.?|square)[- ]?(?:kms?|kilomet(?:re|er)s?)\b|km(?:²|2\b)
m2 | metres ** 2 | m² | m² | (?:sq\.?|square)[- ]?(?:m|met(?:re|er)s?)\b|m(?:²|2\b)
hectares | km2 / 100 | hectare/hectares | hectares | hectares?\b|ha\b
acres | 40468564224 / 10000000 * m2 | acre/acres | acres | acres?\b
square_miles | miles ** 2 | square mile/square miles | square miles | (?:sq\.?|square)[- ]?mi(?:les?)?\b
m3 | metres ** 3 | m³ | m³ | (?:cubic|cu\.?)[- ]?(?:m|met(?:re|er)s?)\b|m(?:³|3\b)
litres | m3 / 1000 | litre/litres | litres | lit(?:re|er)s?\b
barrels | 158987294928 / 1000000000 * litres | barrel/barrels | barrels | barrels?\b
kg | [mass] | kg | kilograms | kilograms?\b|kilos?\b|kgs?\b
grams | kg / 1000 | g | grams | grams?\b
tonnes | 1000 * kg | tonne/tonnes | tonnes | (?:metric\s)?tonnes?\b|metric\stons?\b
pounds | 45359237 / 100000000 * kg | lb | pounds (mass) | lbs?\b
joules | [energy] | J | joules | joules?\b
kWh | 3600000 * joules | kWh | kilowatt hours | kWh\b|kilowatt[- ]hours?\b
MWh | 1000 * kWh | MWh | megawatt hours | MWh\b|megawatt[- ]hours?\b
GWh | 1000 * MWh | GWh | gigawatt hours | GWh\b|gigawatt[- ]hours?\b
TWh | 1000 * GWh | TWh | terawatt hours | TWh\b|terawatt[- ]hours?\b
kW | kWh / hours | kW | kilowatts | kW\b|kilowatts?\b
MW | 1000 * kW | MW | megawatts | MW\b|megawatts?\b
GW | 1000 * MW | GW | gigawatts | GW\b|gigawatts?\b
kelvin | [temperature] | K | kelvin | kelvins?\b
celsius | kelvin | °C | °C | °\s?C\b|℃|C\b|degrees?\s(?:C\b|Celsius\b|centigrade\b)
fahrenheit | 5 / 9 * kelvin | °F | °F | °\s?F\b|℉|F\b|degrees?\s(?:F\b|Fahrenheit\b)
celsius_change | [temperature_change] | °C | °C (change) |
fahrenheit_change | 5 / 9 * celsius_change | °F | °F (change) |
rank | [rank] | | rank |
places | [places] | place/places | places |
people | [people] | person/people | people | people\b|persons?\b
"""
# name | before a number | after it | name on an axis | in prose, after a number
_MONEY = r"""
EUR | € | | euros | euros?\b|EUR\b
USD | $ | | US dollars | (?:US\s)?dollars?\b|USD\b
GBP | £ | | pounds | pounds?(?:\ssterling)?\b|GBP\b
JPY | ¥ | | yen | yen\b|JPY\b
INR | ₹ | | rupees | rupees?\b|INR\b
AUD | A$ | | Australian dollars | Australian\sdollars?\b|AUD\b
CAD | C$ | | Canadian dollars | Canadian\sdollars?\b|CAD\b
NZD | NZ$ | | New Zealand dollars | New\sZealand\sdollars?\b|NZD\b
UAH | ₴ | | hryvnias | hryvnias?\b|UAH\b
RUB | | rouble/roubles | roubles | rou?bles?\b|RUB\b
CHF | | Swiss franc/Swiss francs | Swiss francs | Swiss\sfrancs?\b|CHF\b
CNY | | yuan/yuan | yuan | yuan\b|renminbi\b|CNY\b
SEK | | krona/kronor | Swedish kronor | (?:Swedish\s)?kron(?:a|or)\b|SEK\b
NOK | | krone/kroner | Norwegian kroner | (?:Norwegian\s)?kroner?\b|NOK\b
PLN | | zloty/zlotys | zlotys | zlot(?:y|ys|ych)\b|PLN\b
"""
SCALES = {"m": 10**6, "bn": 10**9, "trn": 10**12}
# A temperature on a scale with a nought of its own, less that scale's nought in kelvin; the
# difference of two such is no temperature, that of two ranks no rank: it has a unit of its own.
OFFSETS = {"celsius": Fraction(27315, 100), "fahrenheit": Fraction(45967, 100) * Fraction(5, 9)}
CHANGES = {**{name: f"{name}_change" for name in OFFSETS}, "rank": "places"}


@dataclass(frozen=True)
class Unit:
    """A unit of the stock; `written` is the pattern of its names in prose, empty for none."""

    name: str
    definition: str
    before: str
    after: tuple[str, str]  # one, and many
    label: str
    written: str

    @property
    def is_money(self) -> bool:
        return self.name.isupper() and self.definition.startswith("[money_")


@cache
def stock() -> dict[str, Unit]:
    """Every unit of the stock by name."""
    units = {}
    for line in _MEASURES.strip().splitlines():
        name, definition, after, label, written = (part.strip() for part in line.split(" |", 4))
        units[name] = _unit(name, definition, "", after, label, written)
    for line in _MONEY.strip().splitlines():
        name, before, after, label, written = (part.strip() for part in line.split(" |", 4))
        units[name] = _unit(name, f"[money_{name}]", before, after, label, written)
    return units


def _unit(name: str, definition: str, before: str, after: str, label: str, written: str) -> Unit:
    one, _, many = after.partition("/")
    return Unit(name, definition, before, (one, many or one), label, written)


def definitions() -> list[str]:
    """The stock as pint reads it; whatever it does not name is a count noun, a dimension of its
    own, defined when it is first met: cranes and ships cannot be added by accident.
    """
    scales = [f"{name} = {size}" for name, size in SCALES.items()]
    return [*scales, *(f"{u.name} = {u.definition}" for u in stock().values())]
