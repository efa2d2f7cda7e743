"""Drawing ahead in processes of their own."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from engines import until
from stateofplay.chapters.processes import start_server, without_main
from stateofplay.charts.drawer import Drawers, Wanted
from stateofplay.charts.svg import Renderer
from stateofplay.files.project import PACKAGE


def _chart(name: str) -> dict[str, Any]:
    return {"data": {"values": [{"a": name}]}, "mark": "bar", "encoding": {"x": {"field": "a"}}}


@pytest.fixture
def drawers() -> Drawers:
    made = Drawers(start_server())
    with without_main():
        made.start(8)  # as many as two processes are worth
    return made


def test_what_is_wanted_is_drawn_once_by_whichever_process_is_free(
    drawers: Drawers, tmp_path: Path
) -> None:
    specs = [_chart(name) for name in "abcdefgh"]
    refused: dict[str, Any] = {"data": {"values": []}, "mark": "no mark"}
    wanted = [Wanted([(spec, 680)], [(spec, 680)], None) for spec in [*specs, refused]]
    assert drawers.at_work == 0
    drawers.draw(tmp_path, wanted, bundle=False)
    until(lambda: drawers.at_work, lambda: "nobody draws")
    said = 0
    while drawers.another_drawn():
        said += 1
    assert said == 2 * len(wanted) and drawers.at_work == 0
    renderer = Renderer(tmp_path)
    assert all(renderer.has_scene(spec, 680) and renderer.has_drawing(spec, 680) for spec in specs)
    assert not renderer.has_drawing(refused, 680)


def test_nobody_waits_for_processes_that_have_ended(drawers: Drawers, tmp_path: Path) -> None:
    for each in drawers._drawers:
        each.process.kill()
    drawers.draw(tmp_path, [Wanted([], [(_chart("a"), 680)], None)], bundle=False)
    while drawers.another_drawn():
        pass
    for each in drawers._drawers:
        each.process.kill()
        each.process.join()
    drawers.draw(tmp_path, [Wanted([], [(_chart("b"), 680)], None)], bundle=False)
    while drawers.another_drawn():
        pass
    assert Renderer(tmp_path).has_drawing(_chart("b"), 680)  # by processes in their place


def test_who_waits_is_told_of_the_end_whatever_ends_it(drawers: Drawers, tmp_path: Path) -> None:
    cannot_be_sent: Any = (str(tmp_path), "drawing", (print, lambda: None))
    said: SimpleQueue[bool] = SimpleQueue()
    with pytest.raises(Exception, match="pickle"):
        drawers._drawers[0].draw(deque([cannot_be_sent]), said)
    assert said.get_nowait() is False


def test_the_script_that_draws_in_a_browser_is_kept_beside_what_python_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Renderer(tmp_path)._bundle_path().parent == PACKAGE / "__pycache__"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Renderer(tmp_path)._bundle_path().parent == tmp_path
