"""The sizes of screens on which pages are looked at."""

from __future__ import annotations

DESK, TABLET, PHONE = ({"width": w, "height": h} for w, h in ((1440, 900), (768, 1000), (360, 780)))
SMALLEST = {"width": 320, "height": 640}
TARGET = 44  # pixels of what is tapped, each way
