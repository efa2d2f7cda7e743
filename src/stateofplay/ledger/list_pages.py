"""The pages of long lists that hold no records: corrections by year, sources by the first letter of
their keys."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from stateofplay.ledger.contents import Contents
from stateofplay.ledger.reading.tables import Row
from stateofplay.ledger.record_pages import RecordPage, in_parts, pages_of

_ROWS_TOGETHER = 400  # of up to 110 bytes each, compressed
_ROW = 1 / 2  # in records


def list_pages(ledger: Contents) -> dict[str, RecordPage]:
    """The pages of lists that one page does not hold, by name, those of a list in their order. A
    book may lack the page that would list them: then it has none of them either.
    """
    years, letters = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for row in newest_first(ledger):
        day = row.known_day("date")
        anchor = correction_anchor(day, row.text("id"), row.text("column"))
        years[f"{day:%Y}"].append(anchor)
    for key in sorted(ledger.sources, key=str.lower):
        letters[key[0].lower() if key[0].isalnum() else "other"].append(ledger.sources[key].anchor)
    found = dict[str, RecordPage]()
    for shows, groups in {"corrections": years, "sources": letters}.items():
        is_long = sum(map(len, groups.values())) > _ROWS_TOGETHER
        for topic, ids in groups.items() if is_long else ():
            under, parts = getattr(ledger.settings.pages, shows), [*in_parts(ids, lambda _: _ROW)]
            found |= pages_of(under, shows, topic, topic.capitalize(), parts)
    return found


def newest_first(ledger: Contents) -> list[Row]:
    """The rows of the corrections."""
    return sorted(ledger.rows("corrections"), key=lambda row: row.known_day("date"))[::-1]


def correction_anchor(day: date, name: str, column: str) -> str:
    """The anchor of a correction: made of what identifies it, it stays as long as its row does."""
    return f"correction-{day.isoformat()}-{name}-{column}".replace("_", "-")


def correction_day(anchor: str) -> date:
    """The day of the correction that has an anchor."""
    return date.fromisoformat(anchor.removeprefix("correction-")[:10])
