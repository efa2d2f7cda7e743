"""Events and positions in the order in which the lists show them."""

from __future__ import annotations

from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.tables import Row
from stateofplay.numbers import periods


def events_of(
    ledger: Ledger, since: str = "", kinds: str = "", others: str = "", topic: str = ""
) -> tuple[list[Row], list[Row]]:
    """The events in order of their start, from the day `since`: those of `kinds`, and the others.

    The words are the directive's options. Without `kinds` all are shown, or, where there are words
    for the `others`, all are others; the topic is not asked.
    """
    asked = kinds.split()
    rows = [row for row in ledger.rows("events") if row.text("start") >= since]
    rows.sort(key=lambda row: row.known_day("start"))
    shown = [row for row in rows if row.text("kind") in asked or not (asked or others)]
    return shown, [row for row in rows if row not in shown]


def days_of(events: list[Row]) -> list[str]:
    """When each of the events was, in words; the year of the event before is not said again."""
    days, before = [], None
    for row in events:
        year = row.span()[1].year
        words = periods.period(*row.span())
        days.append(words.removesuffix(f" {year}") if year == before else words)
        before = year
    return days


def positions_of(ledger: Ledger) -> dict[str, list[Row]]:
    """The positions by party, in the order of the table."""
    grouped: dict[str, list[Row]] = {}
    for row in ledger.rows("positions"):
        grouped.setdefault(row.text("party"), []).append(row)
    return grouped


def matrix_of(ledger: Ledger) -> tuple[list[Row], dict[str, dict[str, list[Row]]]]:
    """The positions that the table gives in brief: a row of each party, and by issue those of each
    party, as the table orders them."""
    told = [row for row in ledger.rows("positions") if row.text("brief")]
    parties: dict[str, Row] = {}
    cells: dict[str, dict[str, list[Row]]] = {}
    for row in told:
        parties.setdefault(row.text("party"), row)
        cells.setdefault(row.text("issue"), {}).setdefault(row.text("party"), []).append(row)
    return list(parties.values()), cells
