"""An event and a position of the small projects, for the tests that want some."""

from __future__ import annotations

EVENT = dict(
    id="event_closed",
    start="2026-01-01",
    title="The harbour closed",
    kind="meeting",
    who="Harbour director",
    interest="party",
    source="harbour_news",
    locator="1",
)
POSITION = dict(
    id="union_wants_more",
    party="Port union",
    interest="none",
    issue="Boxes",
    position="Wants more boxes.",
    source="port_office",
)
