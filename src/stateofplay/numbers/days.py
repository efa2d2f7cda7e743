"""Days as people and programs write them: read in the one way that they can mean, or explained."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from stateofplay.files.characters import DASHES, western

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTHS = (
    "january february march april may june july august september october november december"
).split()
# The day before Excel's day 1, less the 29 February 1900 that it believes in.
_WINDOWS_DAY_ZERO = date(1899, 12, 30)
_NAMED_DAY = r"([0-9]{1,2})[- ]([A-Za-z]+)\.?[- ,]+([0-9]{4})"


def read_day(text: str) -> date:
    """The day in a cell. Raises ValueError with what is wrong with it and what to write."""
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass  # 30 February: the hint says so
    raise ValueError(f"is not a date; {date_hint(text)}")


def plain_date(text: str) -> str | None:
    """`text` as year-month-day; None when it is no date, or may be two: ``01/02/2026``."""
    days = _days(text)
    return days.pop().isoformat() if len(days) == 1 else None


def date_hint(text: str) -> str:
    """What to write in place of `text`, which is not a date; no day that `text` does not mean."""
    days = sorted(_days(text))
    if days:
        return "write " + " or ".join(day.isoformat() for day in days)
    bare = western(text[:40])
    if re.fullmatch(r"[34][0-9]{4}", bare):
        day = (_WINDOWS_DAY_ZERO + timedelta(int(bare))).isoformat()
        return f"it is the number of a day, {day} in most spreadsheets; write the date"
    if DATE.fullmatch(bare) and 1 <= int(bare[5:7]) <= 12 and int(bare[:4]) > 0:
        last = monthrange(int(bare[:4]), int(bare[5:7]))[1]
        return f"write a day that exists: the month has {last}"
    return "write it as YYYY-MM-DD, all in digits"


def month(name: str) -> int:
    """The number of an English month, whole or shortened; 0 for another word."""
    name = name.lower().replace("sept", "sep") if len(name) == 4 else name.lower()
    found = [number for number, whole in enumerate(MONTHS, 1) if whole.startswith(name)]
    return found[0] if len(name) >= 3 and found else 0


def _days(text: str) -> set[date]:
    """Every day that `text` may mean."""
    text = re.sub(DASHES, "-", western(text[:60]))
    text = re.sub(r"[T ]00:00(:00(\.0+)?)?$", "", text)
    if found := re.fullmatch(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})", text) or re.fullmatch(
        r"((?:19|20)[0-9]{2})()([0-9]{2})([0-9]{2})", text
    ):
        orders = [(found[1], found[3], found[4])]
    elif found := re.fullmatch(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})", text):
        orders = [(found[4], found[3], found[1])]
        if found[2] != ".":  # with points, the day comes first everywhere
            orders.append((found[4], found[1], found[3]))
    elif found := re.fullmatch(_NAMED_DAY, text):
        orders = [(found[3], month(found[2]), found[1])]
    elif found := re.fullmatch(r"([A-Za-z]+)\.? ([0-9]{1,2}),? ([0-9]{4})", text):
        orders = [(found[3], month(found[1]), found[2])]
    else:
        return set()
    return {day for order in orders if (day := _day(*map(int, order)))}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
