"""Days and what two of them cover, in words: `20 February 2026`, `11 to 15 February 2026`."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from babel.dates import format_date

LOCALE = "en_GB"


@lru_cache(maxsize=4096)
def day(when: date) -> str:
    """``20 February 2026``."""
    return format_date(when, "d MMMM y", locale=LOCALE)


@lru_cache(maxsize=4096)
def period(start: date | None, end: date | None) -> str:
    """What two dates cover: ``20 February 2026``, ``January 2026``, ``2025``, ``11 to 15 February
    2026``.

    Empty when no date is known; an open start or end is said as ``until`` or ``since``.
    """
    if start is None:
        return f"until {day(end)}" if end else ""
    if end is None:
        return f"since {day(start)}"
    if start == end:
        return day(start)
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if whole_months and start.year == end.year and (start.month, end.month) == (1, 12):
        return str(start.year)
    if whole_months and (start.month, start.day) == (1, 1) and end.month == 12:
        return (
            f"{start.year} and {end.year}"
            if end.year == start.year + 1
            else f"{start.year} to {end.year}"
        )
    if whole_months:
        return _joined(start, end, "MMMM y", "MMMM" if start.year == end.year else "MMMM y")
    if start.year == end.year and start.month == end.month:
        return f"{start.day} to {day(end)}"
    return _joined(start, end, "d MMMM y", "d MMMM" if start.year == end.year else "d MMMM y")


def _joined(start: date, end: date, last: str, first: str) -> str:
    final = format_date(end, last, locale=LOCALE)
    if (start.year, start.month) == (end.year, end.month) and last == "MMMM y":
        return final
    return f"{format_date(start, first, locale=LOCALE)} to {final}"
