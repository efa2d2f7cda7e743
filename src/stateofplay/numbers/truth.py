"""How a condition fares over the ranges of what it speaks of: three-valued, and what `and`, `or`
and `not` make of it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """How a condition fares: at the stated values (None when there are none), over every value,
    over no value.
    """

    stated: bool | None
    always: bool
    never: bool

    @classmethod
    def make(cls, stated: bool | None, always: bool, never: bool) -> Truth:
        """A truth whose parts agree: what is always true is true at values that nobody stated."""
        if stated is None and (always or never):
            stated = always
        return cls(stated, always, never)

    def __and__(self, other: Truth) -> Truth:
        stated = (
            False
            if False in (self.stated, other.stated)
            else (None if None in (self.stated, other.stated) else True)
        )
        return Truth.make(stated, self.always and other.always, self.never or other.never)

    def __or__(self, other: Truth) -> Truth:
        return ~(~self & ~other)

    def __invert__(self) -> Truth:
        return Truth(None if self.stated is None else not self.stated, self.never, self.always)

    @property
    def status(self) -> str:
        """`firm`, `stated` (true at the stated values only) or `false` (which includes: no value is
        stated).
        """
        if self.always:
            return "firm"
        return "stated" if self.stated else "false"
