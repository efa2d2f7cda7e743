"""The project that a command works on is the one in which it was called."""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.cli import main


@pytest.mark.parametrize(
    "lost",
    [
        ["_config.yml"],
        ["_toc.yml"],
        ["data/datapackage.json"],
        ["_config.yml", "data/datapackage.json"],  # of which a new book has none
        ["_toc.yml", "data/datapackage.json"],
    ],
)
def test_a_project_that_lacks_a_file_is_not_taken_for_another(lost, tmp_path, monkeypatch, capsys):
    root = tmp_path / "project"
    root.mkdir()
    made, name = tiny_project(root), lost[0]
    for path in lost:
        (made.root / path).unlink()
    monkeypatch.chdir(root)
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert name in captured.out + captured.err and "missing" in captured.out + captured.err
