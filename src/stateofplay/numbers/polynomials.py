"""Polynomials in one variable with exact coefficients, and their real roots.

A polynomial is a tuple of fractions, the constant first and no nought last; the empty one is
nought. Roots are counted with the chain of Sturm (1829) and told apart by halving intervals.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

Polynomial = tuple[Fraction, ...]
_FINE = Fraction(1, 10**24)  # of itself: more digits than any page or JSON prints


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


def _divided(a: Polynomial, b: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder."""
    rest, quotient = list(a), [Fraction(0)] * max(len(a) - len(b) + 1, 0)
    for i in reversed(range(len(quotient))):
        quotient[i] = factor = rest[i + len(b) - 1] / b[-1]
        for j, c in enumerate(b):
            rest[i + j] -= factor * c
    return trimmed(quotient), trimmed(rest[: len(b) - 1] if quotient else rest)


def _common(a: Polynomial, b: Polynomial) -> Polynomial:
    """The greatest common divisor, with the leading coefficient one."""
    while b:
        a, b = b, _divided(a, b)[1]
    return scaled(a, 1 / a[-1])


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _between(a: Polynomial, low: Fraction, high: Fraction) -> int:
    """How many roots a polynomial without multiple ones has above `low` and up to `high`."""
    chain = _sturm(a)

    def changes(x: Fraction) -> int:
        signs = [s for s in (sign(value_at(p, x)) for p in chain) if s]
        return sum(s != t for s, t in zip(signs, signs[1:], strict=False))

    return changes(low) - changes(high)


@lru_cache(maxsize=256)
def _sturm(a: Polynomial) -> tuple[Polynomial, ...]:
    chain = [a, derivative(a)]
    while chain[-1]:
        chain.append(scaled(_divided(chain[-2], chain[-1])[1], Fraction(-1)))
    return tuple(chain[:-1])


@dataclass(eq=False)
class Root:
    """A real root: a fraction (`low` is `high`), or the only root of `of` between two fractions,
    which is none itself. Its interval may be made narrower, never wider.
    """

    low: Fraction
    high: Fraction
    of: Polynomial = ()

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def near(self) -> Fraction:
        """The root, or a fraction that differs from it by less than any printed digit."""
        while self.high - self.low > _FINE * min(abs(self.low), abs(self.high)):
            self.halve()
        return (self.low + self.high) / 2

    def halve(self) -> None:
        middle = (self.low + self.high) / 2
        if sign(value_at(self.of, middle)) == sign(value_at(self.of, self.low)):
            self.low = middle
        else:
            self.high = middle

    def sign_of(self, a: Polynomial) -> int:
        """The sign of a polynomial here."""
        if self.is_exact:
            return sign(value_at(a, self.low))
        if not a:
            return 0
        shared = _common(self.of, a)
        if len(shared) > 1 and _between(shared, self.low, self.high):
            return 0
        bare = _without_multiples(a)
        while _between(bare, self.low, self.high) or not value_at(a, self.low):
            self.halve()
        return sign(value_at(a, self.low))

    def compared(self, other: Root) -> int:
        """The sign of this less the other."""
        if other.is_exact:
            return self.sign_of((-other.low, Fraction(1)))
        if self.is_exact:
            return -other.compared(self)
        while self.low < other.high and other.low < self.high:
            if not other.sign_of(self.of) and self._holds(other):
                return 0
            self.halve()
            other.halve()
        return -1 if self.high <= other.low else 1

    def _holds(self, other: Root) -> bool:
        """Whether the other, a root of the same polynomial, lies in this one's interval."""
        while not (self.low <= other.low and other.high <= self.high):
            if other.high <= self.low or self.high <= other.low:
                return False
            other.halve()
        return True


def _without_multiples(a: Polynomial) -> Polynomial:
    return _divided(a, _common(a, derivative(a)))[0] if len(a) > 2 else a


@lru_cache(maxsize=4096)
def roots(a: Polynomial) -> tuple[Root, ...]:
    """The real roots of a polynomial that is not nought, each once, in rising order."""
    if len(a) < 2:
        return ()
    if len(a) == 2:
        return (Root(-a[0] / a[1], -a[0] / a[1]),)
    bare = _without_multiples(a)
    whole = math.lcm(*(c.denominator for c in bare))
    bare = scaled(bare, Fraction(whole, math.gcd(*(int(c * whole) for c in bare))))
    bound = 1 + max(abs(c / bare[-1]) for c in bare)  # Cauchy's
    found: list[Root] = []
    open_: list[tuple[Fraction, Fraction]] = [(-bound, bound)]
    while open_:
        low, high = open_.pop()
        count = _between(bare, low, high)
        if count == 1:
            found.append(_told(bare, low, high))
        elif count:
            middle = (low + high) / 2
            open_ += [(middle, high), (low, middle)]
    return tuple(found)


def _told(a: Polynomial, low: Fraction, high: Fraction) -> Root:
    """The one root above `low` and up to `high` of a polynomial with whole coefficients: as a
    fraction where it is one, whose denominator then divides the leading coefficient.
    """
    if not value_at(a, high):
        return Root(high, high)
    while not value_at(a, low):  # a root of its own, and not this one
        middle = (low + high) / 2
        low, high = (middle, high) if _between(a, middle, high) else (low, middle)
    root, parts = Root(low, high, a), abs(int(a[-1]))
    while (root.high - root.low) * parts >= 1:
        root.halve()
    candidate = Fraction(math.floor(root.high * parts), parts)
    if root.low <= candidate and not value_at(a, candidate):
        return Root(candidate, candidate)
    return root
