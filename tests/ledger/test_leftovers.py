"""What nothing foresaw is one line: the page or row at work, what happened, how to report it; never
a traceback.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from projects import FIGURES, tiny_project
from stateofplay.cli import main
from stateofplay.ledger import leftovers
from stateofplay.ledger.reading.tables import Row
from stateofplay.publish.building import BuildError, update

ROW = Row("aid", "data/aid.csv", 7, {"id": "a"})


def failing(row: Row) -> None:
    raise KeyError("x" * 5000)


def caught(function, *arguments) -> BaseException:
    with pytest.raises(BaseException) as found:  # noqa: B017
        function(*arguments)
    return found.value


def test_the_line_names_the_row_and_how_to_report_it() -> None:
    line = leftovers.line_of(caught(failing, ROW))
    assert (
        line.startswith("data/aid.csv:7: KeyError: 'xxx") and "\n" not in line and len(line) < 600
    )
    assert "--verbose" in line and "report" in line


def test_the_line_names_the_page() -> None:
    def write(docname: str) -> None:
        raise ValueError("no\nway")

    assert leftovers.line_of(caught(write, "book/aid")).startswith(
        "the page book/aid: ValueError: no way. This is a mistake of the program"
    )


def test_an_error_of_the_disk_names_the_file(tmp_path) -> None:
    assert (
        leftovers.line_of(caught((tmp_path / "a").read_text))
        == f"{tmp_path / 'a'}: No such file or directory; see to it, then try again"
    )


def test_an_error_of_the_disk_at_a_path_in_bytes_is_told_as_any_other(tmp_path) -> None:
    path = os.fsencode(tmp_path / "a")
    line = leftovers.line_of(PermissionError(errno.EACCES, "Permission denied", path))
    assert line.startswith(f"{tmp_path / 'a'}: Permission denied; give the right to ")


def test_a_package_that_is_not_installed_is_said_with_what_to_do() -> None:
    line = leftovers.line_of(caught(__import__, "nonesuch"))
    assert (
        line
        == "No module named 'nonesuch'; install what requirements.txt names (make install), then "
        "try again"
    )


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = tiny_project(tmp_path / "book")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    return made


def test_the_command_prints_one_line_and_with_verbose_the_rest(
    project, monkeypatch, capsys
) -> None:
    monkeypatch.setattr("stateofplay.editing.checking.find_problems", lambda project: failing(ROW))
    assert main(["check"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["check", "--verbose"]) == 1
    printed = capsys.readouterr().err
    assert "Traceback" in printed and printed.splitlines()[-1].startswith(
        "data/aid.csv:7: KeyError"
    )


@pytest.mark.book
@pytest.mark.parametrize(
    "where",
    [
        "stateofplay.site.downloads.package.figures_json",
        "stateofplay.site.state.Site.entry_digest",
        "stateofplay.ledger.ledger.Ledger.label",
    ],
)
def test_a_build_ends_in_one_line_wherever_it_fails(project, monkeypatch, where) -> None:
    def fail(*arguments, **options):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(where, fail)
    with pytest.raises(BuildError) as found:
        update(project)
    lines = [line for line in str(found.value).splitlines() if "planted" in line]
    assert (
        len(lines) == 1
        and "Handler <function" not in str(found.value)
        and "Traceback" not in str(found.value)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end in another way there")
def test_a_reader_that_has_read_enough_ends_the_command_in_silence(tmp_path) -> None:
    made = tiny_project(
        tmp_path / "book", tables={"boxes": [row | {"unit": "nonesuch"} for row in FIGURES]}
    )
    read, write = os.pipe()
    os.close(read)  # like head that has ended
    done = subprocess.run(
        [sys.executable, "-m", "stateofplay.cli", "check", "--format", "json"],
        cwd=made.root,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert done.stderr == "" and done.returncode == 141
