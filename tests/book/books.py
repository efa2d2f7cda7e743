"""The books of which tests hold what is not about their subject."""

from __future__ import annotations

import pytest

# The repository's, and one on another subject, made by `new` and `draft` (see `own_book`).
BOTH = pytest.mark.parametrize("book", ["first", "second"], indirect=True)
# The chapters with charts.
CHARTED = ["against-the-record", "aid", "casualties", "front-line", "pressure", "strikes", "talks"]
