"""The engine that draws: which fonts it takes, and which time zone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# Fonts are read once in a process. The system's are taken away when they are read.
_DRAW = """
import hashlib, shutil, sys
from stateofplay.charts.engine import vega
text = "<svg xmlns='http://www.w3.org/2000/svg' width='200' height='40'>" \\
    "<text y='30' font-family='Liberation Sans'>{}</text></svg>"
for turn in range(2):
    for word in ("Київ 20%", "✓"):
        print(hashlib.sha256(vega().svg_to_png(text.format(word))).hexdigest())
    shutil.rmtree(sys.argv[1], ignore_errors=True)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system names its fonts else")
def test_the_engine_draws_with_its_own_font_and_takes_the_systems_for_what_that_lacks(
    tmp_path: Path,
) -> None:
    """The first is what makes drawing quick, and the same pixels with any system's fonts. To go,
    with `_prefer_own_fonts`, once vl-convert keeps the files of fonts open."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for name in ("LiberationSans-Regular.ttf", "DejaVuSans.ttf"):
        found = next(Path("/usr/share/fonts").rglob(name), None)
        if found is None:
            pytest.skip(f"the system has no {name}")
        shutil.copy(found, fonts)
    named = tmp_path / "fonts.conf"
    named.write_text(f"<fontconfig><dir>{fonts}</dir></fontconfig>")
    nowhere = {"XDG_DATA_HOME": "/nowhere", "HOME": "/nowhere"}
    system = {"XDG_DATA_DIRS": str(tmp_path), "FONTCONFIG_FILE": str(named), **nowhere}
    command = [sys.executable, "-c", _DRAW, str(fonts)]
    drawn = subprocess.check_output(command, env={**os.environ, **system}, text=True).split()
    own, lacked, own_after, lacked_after = drawn
    assert own == own_after
    assert lacked != lacked_after


_DAYS = """
import os, sys
from pathlib import Path
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.svg import Renderer
rows = [{"day": f"2026-01-0{n}T12:00:00Z", "boxes": n} for n in (1, 2)]
axis = {"field": "day", "type": "temporal", "axis": {"format": "%d/%H"}}
spec = {"data": {"values": rows}, "mark": "line", "encoding": {"x": axis}}
renderer = Renderer(Path(sys.argv[1]))
for width in (NARROW, WIDE):
    print("01/12" in renderer.drawing(spec, width), os.environ.get("TZ"))
"""


@pytest.mark.parametrize("zone", ["Pacific/Auckland", None])
def test_days_are_drawn_in_utc_and_no_others_become_those_of_utc(tmp_path, zone) -> None:
    """The preview draws in its own process, reads the clock there for what is written, and starts
    programs that do."""
    environment = {k: v for k, v in os.environ.items() if k != "TZ"} | (
        {"TZ": zone} if zone else {}
    )
    command = [sys.executable, "-c", _DAYS, str(tmp_path)]
    drawn = subprocess.check_output(command, env=environment, text=True).splitlines()
    assert drawn == [f"True {zone}"] * 2
