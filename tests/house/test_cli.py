"""The command line: exit statuses, one line per problem, and the formats for other programs."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
from importlib import metadata

import pytest

from projects import CHECKS, FIGURES, REPOSITORY, tiny_project
from stateofplay.cli import main
from stateofplay.editing import checking
from stateofplay.editing.problem_report import report
from stateofplay.files.problems import Problem
from stateofplay.files.project import find_project

BROKEN = {"boxes": [FIGURES[0] | {"value": "40,000"}, FIGURES[1] | {"unit": "boxs"}, *FIGURES[2:]]}


def test_a_program_ends_at_once_with_its_status_and_all_that_was_to_be_done() -> None:
    code = (
        "import atexit, sys; from stateofplay import cli; atexit.register(print, 'done');"
        "cli.main = lambda: sys.stdout.write('said, ') and 7; cli.run(); print('never')"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (said.returncode, said.stdout, said.stderr) == (7, "said, done\n", "")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a tiny project with the given tables, and work in it."""

    def make(**tables):
        made = tiny_project(tmp_path / "book", tables=tables)
        monkeypatch.chdir(made.root)
        monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
        return made

    return make


def test_check_says_how_much_there_is(project, capsys) -> None:
    project()
    assert main(["check"]) == 0
    assert (
        capsys.readouterr().out
        == "5 figures, 1 derived figures, 2 findings, 1 outside values: no problem\n"
    )


def test_a_check_leaves_what_is_collected_as_it_was(project, monkeypatch) -> None:
    asked = []
    monkeypatch.setattr(checking, "check", lambda *_: asked.append(gc.isenabled()) or 0)
    assert main(["check"]) == 0
    assert asked == [False] and gc.isenabled()


def test_check_reports_every_problem_in_one_line_as_a_build_does(project, capsys) -> None:
    made = project(**BROKEN)
    made.chapter("index").write_text(
        "---\nfile_format: mystnb\ninput: [boxes]\n---\n# Boxes\n", encoding="utf-8"
    )
    assert main(["check"]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "book/index.md:3:input: is not a key that this file may have; did you mean inputs?",
        "data/boxes.csv:2:value: “40,000” is not a number; write 40000",
        "data/boxes.csv:3:unit: “boxs” is not a unit of data/units.csv; "
        "add its row first or correct the name",
    ]
    assert printed.out == "3 problem(s)\n"
    assert main(["build"]) == 1
    assert capsys.readouterr().err.splitlines()[:-2] == printed.err.splitlines()[1:]  # of the data


def test_check_for_other_programs(project, capsys) -> None:
    project(**BROKEN)
    assert main(["check", "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    assert problems["data/boxes.csv"][0] == {
        "line": 2,
        "column": "value",
        "message": "“40,000” is not a number; write 40000",
    }
    assert main(["check", "--format", "github"]) == 1
    assert (
        "::error file=data/boxes.csv,line=2,title=value::“40,000” is not a number"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(("format", "nothing"), [("json", "{}\n"), ("github", "")])
def test_check_of_a_clean_ledger_for_other_programs(project, capsys, format, nothing) -> None:
    project()
    assert main(["check", "--format", format]) == 0
    assert capsys.readouterr().out == nothing


def test_an_annotation_stays_one_command_whatever_a_cell_says() -> None:
    printed = report([Problem("data/a,b.csv", 0, "", "50% of\n::error::x")], "github")
    assert printed == "::error file=data/a%2Cb.csv,line=1,title=stateofplay::50%25 of%0A::error::x"


def test_check_of_the_book_loads_nothing_that_only_a_build_needs() -> None:
    """What it loads is what it takes; `make bench` measures the seconds."""
    program = (
        "import sys; from stateofplay.cli import main; done = main(['check']); "
        "print(*sys.modules); sys.exit(done)"
    )
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY.root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    loaded = {name.partition(".")[0] for name in said.splitlines()[-1].split()}
    assert "stateofplay" in loaded
    assert (
        loaded
        & {
            "sphinx",
            "docutils",
            "jupyter_book",
            "myst_nb",
            "nbformat",
            "IPython",
            "pandas",
            "altair",
            "vl_convert",
            "playwright",
        }
        == set()
    )


def test_a_build_with_broken_data_builds_nothing(project, capsys) -> None:
    made = project(**BROKEN)
    assert main(["build"]) == 1
    reported = capsys.readouterr().err
    assert "Traceback" not in reported and "nothing was built" in reported
    assert not made.site.exists()


@pytest.mark.book
def test_build_says_where_the_site_is_and_then_that_nothing_changed(project, capsys) -> None:
    made = project(checks=CHECKS)
    assert main(["build"]) == 0
    assert f"The site is in {made.site}" in capsys.readouterr().out
    assert main(["build", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["build"]) == 0
    assert "Nothing has changed" in capsys.readouterr().out


@pytest.mark.book
def test_build_into_another_folder(project, tmp_path) -> None:
    made = project()
    assert main(["build", "--quiet", "--out", str(tmp_path / "elsewhere")]) == 0
    assert (tmp_path / "elsewhere" / "index.html").is_file() and not made.site.exists()


@pytest.mark.parametrize("told", [True, False], ids=["by its variable", "by the working folder"])
def test_a_folder_without_a_book_is_named_and_no_other_is_taken(
    tmp_path, monkeypatch, capsys, told
) -> None:
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(tmp_path)) if told else monkeypatch.chdir(tmp_path)
    (tmp_path / "_config.yml").touch()
    assert main(["check"]) == 2
    reported = capsys.readouterr().err
    assert reported.startswith(
        f"no book at or above {tmp_path}: no folder there has two of _config.yml"
    )
    assert "(cd)" in reported and reported.count("\n") == 1


def test_a_folder_inside_of_a_book_leads_to_it(tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    made = tiny_project(tmp_path / "book")
    (made.data / "deep").mkdir()
    monkeypatch.chdir(made.data / "deep")
    assert find_project() == made


def test_a_wrong_command_is_refused(capsys) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["publish"])
    assert stopped.value.code == 2


def test_the_version_is_said_without_a_book(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"stateofplay {metadata.version('stateofplay')}\n"


@pytest.mark.parametrize("port", ["99999", "-1", "８０００", "http", "9" * 5000])
@pytest.mark.parametrize("command", [["preview"], ["edit", "boxes_lost"]])
def test_what_is_no_port_is_said_before_anything_is_done(project, capsys, command, port) -> None:
    project()
    with pytest.raises(SystemExit) as ended:
        main([*command, f"--port={port}"])
    assert ended.value.code == 2
    assert "is no port; write a number up to 65535" in capsys.readouterr().err


def test_a_report_for_programs_stands_alone_also_after_mending(project, capsys) -> None:
    made = project()
    made.table("boxes").write_bytes(made.table("boxes").read_bytes().replace(b"\n", b"\r\n"))
    assert main(["check", "--fix", "--yes", "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {}
    assert "line ends become those of Unix" in printed.err


@pytest.mark.parametrize("command", [["diff", ""], ["check", "--since", ""]])
def test_an_empty_name_is_no_state(project, capsys, command) -> None:
    """As a script has it whose variable is not set."""
    project()
    assert main(command) == 2
    assert capsys.readouterr().err.startswith("an empty name is no state; name a tag")


def test_a_name_that_is_no_state_is_said_on_one_line(project, capsys) -> None:
    project()
    assert main(["diff", "a\nb\x1b[2J"]) == 2
    assert capsys.readouterr().err.startswith("a b<U+001B>[2J: is ")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--encoding windows-1252", "add --fix"),
        ("--yes", "add --fix"),
        ("--fix --yes --staged", "give one"),
        ("--report --staged", "leave out"),
        ("--report --since v1.0.0", "leave out"),
        ("--report --format github", "leave out"),
    ],
)
def test_an_option_that_would_do_nothing_is_refused(project, capsys, options, said) -> None:
    project()
    assert main(["check", *options.split()]) == 2
    printed = capsys.readouterr()
    assert said in printed.err and printed.out == "" and printed.err.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of Unix closes the output")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_closed_output_is_no_error(project, closed) -> None:
    made = project(**BROKEN)
    said = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m stateofplay check {closed}'],
        cwd=made.root, capture_output=True, text=True,
    )  # fmt: skip
    assert said.returncode == 1 and "Error" not in said.stderr
