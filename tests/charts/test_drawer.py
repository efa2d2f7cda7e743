"""Drawing ahead in processes of their own."""

from __future__ import annotations

import sys
from collections import deque
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from engines import until
from stateofplay.chapters.processes import start_server, without_main
from stateofplay.charts import svg
from stateofplay.charts.drawer import Drawers, Wanted
from stateofplay.charts.layout import NARROW, WIDE
from stateofplay.charts.svg import Renderer
from stateofplay.files.project import PACKAGE
from stateofplay.site.pages.pictures import card


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
    with pytest.raises(Exception, match="pickle"):
        drawers._in_turn([(drawers._drawers[0], deque([cannot_be_sent]))], ends=False, after=[])
    assert drawers._said.get_nowait() is False


@pytest.mark.parametrize("stay", [False, True])
def test_engines_end_with_the_last_drawing_and_others_paint(
    drawers: Drawers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stay: bool
) -> None:
    monkeypatch.setattr(Drawers, "stay", stay)
    specs = [_chart(name) for name in "abcdefgh"]
    words = ("A title", "below it", "its source")
    engines = {each.process for each in drawers._drawers}
    others = {*active_children()} - engines
    at_once = [Wanted([(spec, 680)], [], None) for spec in specs]
    drawers.draw(tmp_path, at_once, bundle=False)
    last = [Wanted([(spec, 680)], [(spec, 680)], (spec, words)) for spec in specs]
    with without_main():
        drawers.draw(tmp_path, last, bundle=False, are_last=True)
    while drawers.another_drawn():
        pass
    renderer = Renderer(tmp_path)
    assert all(renderer.has_drawing(spec, 680) for spec in specs)
    assert len([*tmp_path.glob("*.png")]) == len(specs)
    left = engines if stay else set()
    until(lambda: {*active_children()} - others == left, lambda: "another one ended, or none")
    drawers.draw(tmp_path, [Wanted([], [(_chart("i"), 680)], None)], bundle=False)
    while drawers.another_drawn():
        pass
    assert renderer.has_drawing(_chart("i"), 680)  # by others, where the first have ended


def test_pictures_for_sharing_are_painted_after_what_they_show(
    drawers: Drawers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "A title", "below it", "its page", "a day", ("somebody",)
    jobs = [[(_chart(name), width) for width in (WIDE, NARROW)] for name in "abcd"]
    cards = [(card, (of, told)) for of in jobs]
    assert not drawers.paint(tmp_path, cards)  # nothing was drawn: nobody may be started for it
    with without_main():
        drawers.draw(tmp_path, [Wanted([], of, None) for of in jobs], bundle=False, are_last=True)
        assert drawers.paint(tmp_path, [*cards, (card, ([], ("Book", (), "Book", "a day")))])
    renderer = Renderer(tmp_path)
    renderer.expect(drawers.another_drawn, [], [], bundle=False, pictures=False)
    renderer.pictures_expected.add(1)

    def drawn_here(*_: object) -> bytes:
        raise AssertionError("drawn by the process that waits")

    monkeypatch.setattr(svg, "_packed", drawn_here)
    for of in jobs:
        assert renderer.picture(card(renderer, of, told), 1).startswith(b"\x89PNG")
    assert len([*tmp_path.glob("*.svg")]) == 8


def test_the_script_that_draws_in_a_browser_is_kept_beside_what_python_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Renderer(tmp_path)._bundle_path().parent == PACKAGE / "__pycache__"
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert Renderer(tmp_path)._bundle_path().parent == tmp_path
