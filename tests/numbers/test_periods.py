"""Days and periods in words."""

from __future__ import annotations

from datetime import date

import pytest

from stateofplay.numbers.periods import period


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-02-20", "2026-02-20", "20 February 2026"),
        ("2026-01-01", "2026-01-31", "January 2026"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-02-01", "2025-02-27", "1 to 27 February 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2024-01-01", "2025-12-31", "2024 and 2025"),
        ("2022-01-01", "2025-12-31", "2022 to 2025"),
        ("2026-01-01", "9999-12-31", "2026 to 9999"),
        ("2025-10-01", "2025-12-31", "October to December 2025"),
        ("2025-11-01", "2026-01-31", "November 2025 to January 2026"),
        ("2026-02-11", "2026-02-15", "11 to 15 February 2026"),
        ("2026-01-28", "2026-02-02", "28 January to 2 February 2026"),
        ("2025-12-28", "2026-01-03", "28 December 2025 to 3 January 2026"),
        ("2025-01-02", "2025-12-31", "2 January to 31 December 2025"),
        ("2026-03-05", "2026-03-05", "5 March 2026"),
        ("2026-02-11", None, "since 11 February 2026"),
        (None, "2026-02-11", "until 11 February 2026"),
        (None, None, ""),
    ],
)
def test_what_two_dates_cover(start, end, words) -> None:
    assert period(*(None if d is None else date.fromisoformat(d) for d in (start, end))) == words
