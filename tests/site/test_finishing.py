"""What a build does after the pages: one list, in which each step stands below those it needs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from stateofplay.files.project import PACKAGE
from stateofplay.site import finishing
from stateofplay.site.finishing import STEPS, Step


def test_every_step_stands_below_those_that_it_needs() -> None:
    done: list[object] = []
    for step in STEPS:
        assert [needed for needed in step.needs if needed not in done] == [], step.run.__name__
        done.append(step.run)
    assert len(done) == len(set(done))


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
    app = SimpleNamespace(builder=SimpleNamespace(name=builder))
    finishing._finish(app, ValueError("failed") if failed else None)
    assert said == done
