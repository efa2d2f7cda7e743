"""What a build does after the pages: one list, and nothing else waits for its end."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from stateofplay.files.project import PACKAGE
from stateofplay.site import finishing
from stateofplay.site.downloads.exports import write_exports
from stateofplay.site.downloads.notebooks import write_notebooks
from stateofplay.site.finishing import STEPS, Step
from stateofplay.site.pages.final_look import refuse_left_over
from stateofplay.site.pages.written import note_written, sweep


def test_every_step_is_done_once_and_the_last_looks_come_last() -> None:
    done = [step.run for step in STEPS]
    assert len(done) == len(set(done))
    assert done.index(write_exports) < done.index(write_notebooks)
    assert done.index(sweep) < done.index(refuse_left_over) < done.index(note_written)
    assert done[-1] == note_written


def test_nothing_else_of_the_extension_waits_for_the_end_of_a_build() -> None:
    site = PACKAGE / "site"
    waiting = [
        path.relative_to(site).as_posix()
        for path in sorted(site.rglob("*.py"))
        if '"build-finished"' in path.read_text(encoding="utf-8")
    ]
    assert waiting == ["finishing.py"]


@pytest.mark.parametrize(
    ("builder", "failed", "done"),
    [
        ("html", False, ["any", "html", "both"]),
        ("epub", False, ["any", "both"]),
        ("linkcheck", False, ["any"]),
        ("html", True, []),
    ],
)
def test_a_builder_does_the_steps_that_are_for_it_and_a_failed_build_none(
    monkeypatch, builder: str, failed: bool, done: list[str]
) -> None:
    said: list[str] = []
    steps = (
        Step(lambda app: said.append("any"), builders=None),
        Step(lambda app: said.append("html")),
        Step(lambda app: said.append("both"), builders=frozenset({"html", "epub"})),
    )
    monkeypatch.setattr(finishing, "STEPS", steps)
    monkeypatch.setattr(finishing, "site_of", lambda app: SimpleNamespace(beside=None))
    app = SimpleNamespace(builder=SimpleNamespace(name=builder))
    finishing._finish(app, ValueError("failed") if failed else None)
    assert said == done


@pytest.mark.parametrize(("made", "done"), [({"b": 2}, ["after"]), (None, ["beside", "after"])])
def test_what_a_copy_of_the_process_has_done_is_not_done_again(monkeypatch, made, done) -> None:
    said: list[str] = []
    site = SimpleNamespace(beside=lambda: made, made={"a": 1})
    monkeypatch.setattr(finishing, "site_of", lambda app: site)
    steps = (
        Step(lambda app: said.append("beside"), beside=True),
        Step(lambda a: said.append("after")),
    )
    monkeypatch.setattr(finishing, "STEPS", steps)
    finishing._finish(SimpleNamespace(builder=SimpleNamespace(name="html")), None)
    assert said == done and site.made == {"a": 1} | (made or {})
