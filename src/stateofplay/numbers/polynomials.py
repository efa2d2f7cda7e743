"""Polynomials in one variable with exact coefficients, and their real roots.

A polynomial is a tuple of fractions, the constant first and no nought last; the empty one is
nought. Between two roots of its derivative a polynomial has one root or none. A root that is a
fraction is exact. Any other is known to 300 digits, and a polynomial that is nought there to 200 is
taken for nought: what is computed from numbers of 15 digits does not come as near to it.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import pairwise

Polynomial = tuple[Fraction, ...]
_BITS = 1000  # after the point
_NOUGHT = Fraction(1, 10**200)  # of the sum of what is added


class Near(Fraction):
    """A root that is no fraction, as one that differs from it after the 300th decimal."""


def trimmed(coefficients: list[Fraction]) -> Polynomial:
    """The polynomial with these coefficients."""
    while coefficients and not coefficients[-1]:
        coefficients.pop()
    return tuple(coefficients)


def plus(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) < len(b):
        a, b = b, a
    return trimmed([c + b[i] if i < len(b) else c for i, c in enumerate(a)])


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    if not a or not b:
        return ()
    product = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, c in enumerate(a):
        for j, d in enumerate(b):
            product[i + j] += c * d
    return tuple(product)


def scaled(a: Polynomial, factor: Fraction) -> Polynomial:
    if factor == 1:
        return a
    return tuple(c * factor for c in a) if factor else ()


def value_at(a: Polynomial, x: Fraction) -> Fraction:
    total = Fraction(0)
    for c in reversed(a):
        total = total * x + c
    return total


def derivative(a: Polynomial) -> Polynomial:
    return tuple(c * i for i, c in enumerate(a))[1:]


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def sign_at(a: Polynomial, x: Fraction) -> int:
    """The sign of a polynomial, at a root of another one as well."""
    value = value_at(a, x)
    if isinstance(x, Near) and abs(value) <= _NOUGHT * value_at(tuple(map(abs, a)), abs(x)):
        return 0
    return sign(value)


@lru_cache(maxsize=4096)
def roots(a: Polynomial) -> tuple[Fraction, ...]:
    """The real roots of a polynomial that is not nought, each once, in rising order."""
    if len(a) < 3:
        return (-a[0] / a[1],) if len(a) == 2 else ()
    bound = 1 + max(abs(c / a[-1]) for c in a)  # Cauchy's
    turning = roots(derivative(a))
    found = [x for x in turning if not sign_at(a, x)]
    for low, high in pairwise((-bound, *turning, bound)):  # between these it only rises or falls
        if sign_at(a, low) * sign_at(a, high) < 0:
            found.append(_between(a, low, high))
    return tuple(sorted(found))


def _between(a: Polynomial, low: Fraction, high: Fraction) -> Fraction:
    """The root between two numbers at which a polynomial has other signs: the lowest of the places
    of `_BITS` that is not below it, or itself where it is a fraction, whose denominator divides the
    leading coefficient where all are whole.
    """
    whole = math.lcm(*(c.denominator for c in a))
    parts = [int(c * whole) << _BITS * i for i, c in enumerate(reversed(a))]

    def value(place: int) -> int:
        return reduce(lambda total, part: total * place + part, parts)

    at, end, side = round(low * 2**_BITS), round(high * 2**_BITS), sign_at(a, low)
    below, above, turn = value(at), value(end), 0  # as often as one end has moved in turn, an end
    while above and end - at > 1:  # that stays counts half (the rule of Illinois)
        left, right = below << max(turn - 1, 0), above << max(-turn - 1, 0)
        middle = at + min(max((end - at) * left // (left - right), 1), end - at - 1)
        found = value(middle)
        if found * side > 0:
            at, below, turn = middle, found, max(turn, 0) + 1
        else:
            end, above, turn = middle, found, min(turn, 0) - 1
    root = Near(end, 2**_BITS)
    exact = Fraction(round(root * parts[0]), parts[0])
    is_it = round(exact * 2**_BITS) - end in (0, -1) and not value_at(a, exact)
    return exact if is_it else root
