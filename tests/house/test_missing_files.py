"""The project that a command works on is the one in which it was called."""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.cli import main


@pytest.mark.parametrize("name", ["_config.yml", "_toc.yml", "data/datapackage.json"])
def test_a_project_that_lacks_a_file_is_not_taken_for_another(name, tmp_path, monkeypatch, capsys):
    root = tmp_path / "project"
    root.mkdir()
    (tiny_project(root).root / name).unlink()
    monkeypatch.chdir(root)
    assert main(["check"]) == 1
    captured = capsys.readouterr()
    assert name in captured.out + captured.err and "missing" in captured.out + captured.err
