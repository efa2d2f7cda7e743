"""Cells run as in a notebook or are refused in one line; what runs them again is what they load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.chapters.execution import _NOT_IN_CELLS, Chapter, Executor, Result, code_digest
from stateofplay.chapters.runner import PRELOAD
from stateofplay.ledger.loading import load_ledger

pytestmark = [pytest.mark.book, pytest.mark.counted]  # each runs cells in a process of its own

PACKAGE = REPOSITORY.root / "src" / "stateofplay"


def test_no_chapter_loads_what_executes_no_chapter_again() -> None:
    program = (
        f"import importlib, sys; [importlib.import_module(name) for name in {PRELOAD}]; "
        "from stateofplay import in_one_unit, regions, with_changes; "
        "print(*(module.__file__ for name, module in sys.modules.items() "
        "if name.partition('.')[0] == 'stateofplay'), sep='\\n')"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    in_cells = {Path(file).relative_to(PACKAGE) for file in loaded}
    assert Path("chapters/runner.py") in in_cells
    assert not {part for part in in_cells if any(map(part.is_relative_to, _NOT_IN_CELLS))}
    assert all((PACKAGE / part).exists() for part in _NOT_IN_CELLS)


def test_the_digest_of_the_code_leaves_out_files_in_folders_too() -> None:
    assert len({code_digest(), code_digest(("chapters/lab.py",)), code_digest(("chapters",))}) == 3


@pytest.fixture(scope="module")
def executor(tmp_path_factory) -> Executor:
    folder = tmp_path_factory.mktemp("cells")
    return Executor(load_ledger(tiny_project(folder / "book")), folder / "cache")


def run(executor: Executor, *cells: str) -> Result:
    """The result of a chapter of these cells, the first of which begins on line 10, the next on
    line 110."""
    chapter = Chapter(
        "one",
        "book/one.md",
        tuple((cell, 10 + 100 * number) for number, cell in enumerate(cells)),
        (),
    )
    return executor.execute([chapter])[chapter.file]


def shown(result: Result) -> list[str]:
    """What the first cell showed, in order: text with its stream, the plain form of displays."""
    return [
        f"{o['name']}: {o['text']}"
        if o["output_type"] == "stream"
        else o["data"].get("text/plain", str(sorted(o["data"])))
        for o in result.outputs[0]
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("print('a')\nprint('b')\n1 + 1", ["stdout: a\nb\n", "2"]),
        ("import sys\nprint('a', file=sys.stderr)\nprint('b')", ["stderr: a\n", "stdout: b\n"]),
        ("display(1)\nprint(2)\ndisplay({'a': 3})\n4", ["1", "stdout: 2\n", "{'a': 3}", "4"]),
        ("!echo hello; echo you", ["stdout: hello\nyou\n"]),
        ("said = !echo hello\nsaid", ["['hello']"]),
        ("%%bash\necho hello", ["stdout: hello\n"]),
        ("%%capture kept\nprint('a')", []),
        ("import os\nos.system('echo hello');", ["stdout: hello\n"]),
        (
            "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(5)'], "
            "stdout=sys.stdout);",
            ["stdout: 5\n"],
        ),
        ("5;", []),
        ("len?", []),
        ("import asyncio\nawait asyncio.sleep(0)\nprint('a')", ["stdout: a\n"]),
        (
            "from IPython.display import clear_output\nprint(1)\nclear_output(wait=True)\nprint(2)",
            ["stdout: 2\n"],
        ),
        ("shown = display(1, display_id=True)\nshown.update(2)", ["2"]),
        ("print('\\x1b[31mred\\x1b[0m')\nprint('10%\\r100%')", ["stdout: red\n100%\n"]),
        ("import logging\nlogging.warning('a')", ["stderr: WARNING:root:a\n"]),
        # What ran before, in the process that this one is a copy of, has left nothing.
        ("'alt' in globals(), len(In), Out", ["(False, 2, {})"]),
        ("import sys\nvars(sys.modules['__main__']) is globals()", ["True"]),
    ],
)
def test_a_cell_shows_what_it_shows_in_a_notebook(executor, cell, expected) -> None:
    result = run(executor, cell)
    assert (shown(result), result.problems, result.warnings) == (expected, [], [])


@pytest.mark.parametrize("cell", ["%time sum(range(10))", "%%time\nsum(range(10))"])
def test_a_cell_may_be_timed(executor, cell) -> None:
    times, value = shown(run(executor, cell))
    assert "Wall time" in times and value == "45"


def test_chapters_of_one_name_in_two_folders_keep_their_own_outputs(executor) -> None:
    files = ("book/one.md", "book/part/one.md")
    chapters = [Chapter("one", file, ((f"print('{file}')", 10),), ()) for file in files]
    results = executor.execute(chapters)
    assert [shown(results[file]) for file in files] == [[f"stdout: {file}\n"] for file in files]


@pytest.mark.parametrize("room", [1, 2])
def test_no_more_chapters_run_at_a_time_than_there_is_room_for(executor, monkeypatch, room) -> None:
    begun, counts = executor._start, []

    def begin(chapter: Chapter, key: str):
        counts.append(len(running))
        running.add(chapter.file)
        return begun(chapter, key)

    running: set[str] = set()
    monkeypatch.setattr(executor, "_start", begin)
    monkeypatch.setattr(executor, "at_a_time", lambda: room)
    monkeypatch.setattr(executor, "report", lambda name, _: running.discard(f"book/{name}.md"))
    chapters = [Chapter(n, f"book/{n}.md", ((f"{room}", 1),), ()) for n in ("a", "b", "c")]
    results = executor.execute(chapters)
    assert [shown(results[f"book/{n}.md"]) for n in ("a", "b", "c")] == 3 * [[f"{room}"]]
    assert max(counts) == room - 1


def test_a_warning_is_for_the_editor_and_comes_again_from_the_cache(executor) -> None:
    for _ in range(2):
        result = run(
            executor,
            "import warnings\nwarnings.warn('Careful  with\\nit')\nprint('on')",
            "import pandas as pd\n\npd.to_datetime(['x', 'y'], errors='coerce');",
        )
        assert shown(result) == ["stdout: on\n"] and not result.problems
        first, second = result.warnings
        assert str(first) == "book/one.md:11: UserWarning: Careful with it"
        assert str(second).startswith("book/one.md:112: UserWarning: Could not infer format")
    assert not result.executed


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("x = 1\n1 / 0", "11: ZeroDivisionError: division by zero"),
        ("%%time\n1 / 0", "10: ZeroDivisionError: division by zero"),
        ("x = 1\nprint('a'", "11: SyntaxError: incomplete input"),
        ("exit()", "10: the cell ends its process"),
        ("import sys\nsys.exit(1)", "11: the cell ends its process"),
        ("import os\nos._exit(0)", "10: the cell ended its process"),
        ("input('Name? ')", "10: nobody answers"),
        ("breakpoint()", "10: nobody answers"),
        ("while True:\n    print('a')", "11: the cell prints more than 100,000 characters"),
        ("!yes", "10: the cell prints more than 100,000 characters"),
        (
            "while True:\n    try:\n        print('a' * 50000)\n    except RuntimeError:\n      "
            "  break",
            "12: the cell prints more than",
        ),
        ("while True:\n    display(1)", "11: the cell displays more than a page can hold"),
        (
            "import threading\nthread = threading.Thread(target=lambda: 1 / "
            "0)\nthread.start()\nthread.join()",
            "ZeroDivisionError",
        ),
    ],
)
def test_what_a_cell_may_not_do_is_one_line(executor, cell, message) -> None:
    result = run(executor, cell, "print('not reached')")
    assert (
        len(result.problems) == 1
        and message in str(result.problems[0])
        and "\n" not in str(result.problems[0])
    )
    assert len(result.outputs) <= 1


def test_a_thread_that_goes_on_holds_nothing_up(executor) -> None:
    assert not run(
        executor,
        "import threading, time\nthreading.Thread(target=time.sleep, "
        "args=(10000,)).start()\nprint(1)",
    ).problems


def test_a_program_that_goes_on_ends_with_the_chapter(executor) -> None:
    [number] = shown(
        run(executor, "import subprocess\nprint(subprocess.Popen(['sleep', '10000']).pid)")
    )
    command = subprocess.run(
        ["ps", "-o", "stat=,args=", "-p", number.removeprefix("stdout: ").strip()],
        capture_output=True,
        text=True,
    )
    assert "sleep" not in command.stdout or command.stdout.startswith("Z")


READS = {
    "absolute": "open(r'{root}/notes/extra.csv')",
    "pathlib": "from pathlib import "
    "Path\nPath('../notes/../notes/extra.csv').resolve().read_text()",
    "linked": "import os\nos.symlink(r'{root}/notes/extra.csv', "
    "'{elsewhere}')\nopen('{elsewhere}')",
    "os.open": "import os\nos.open(r'{root}/notes/extra.csv', os.O_RDONLY)",
    "pandas": "import pandas as pd\npd.read_csv('../notes/extra.csv')",
    "numpy": "import numpy as np\nnp.fromfile(r'{root}/notes/extra.csv', dtype='uint8')",
    "chdir": "import os\nos.chdir('../notes')\nopen('extra.csv')",
    "sqlite": "import sqlite3\nsqlite3.connect('../notes/extra.csv')",
    "named": "file = '../notes/extra.csv'\n!cat {{file}}",
    "process": "import subprocess\nsubprocess.run(['cat', '../notes/extra.csv'])",
    "shell": "!cat ../notes/extra.csv",
    "script": "%%bash\ncat '../notes/extra.csv'",
    "system": "import os\nos.system('cat <../notes/extra.csv');",
}


@pytest.mark.parametrize("cell", READS.values(), ids=READS)
def test_a_file_of_the_project_that_is_no_input_is_refused_however_it_is_opened(
    executor, tmp_path, cell
) -> None:
    root = executor.ledger.project.root
    (root / "notes").mkdir(exist_ok=True)
    (root / "notes" / "extra.csv").write_text("a\n1\n", encoding="utf-8")
    [problem] = run(executor, cell.format(root=root, elsewhere=tmp_path / "link")).problems
    assert "the chapter one reads notes/extra.csv, which is no table of data/" in str(problem)
    assert "declare it in inputs" in str(problem) and "\n" not in str(problem)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        (
            "open(r'{root}/data/boxes.csv')",
            "reads “boxes”, which its front matter does not declare; add it to inputs",
        ),
        (
            "!cat ../data/boxes.csv",
            "reads “boxes”, which its front matter does not declare; add it to inputs",
        ),
        (
            "import sys\nsys.path.insert(0, r'{root}/book')\nimport helper",
            "reads book/helper.py, which is no table",
        ),
        ("open(r'{root}/_config.yml')", "reads _config.yml, which is no table"),
        (
            "import duckdb\nduckdb.sql(\"select * from '../data/boxes.csv'\")",
            "imports duckdb, which opens files unseen by the build",
        ),
    ],
)
def test_what_no_edit_of_would_run_the_chapter_again_is_not_read(executor, cell, message) -> None:
    root = executor.ledger.project.root
    (root / "book" / "helper.py").write_text("x = 1\n", encoding="utf-8")
    assert message in str(run(executor, cell.format(root=root)).problems)


def test_files_elsewhere_and_new_ones_are_no_matter_of_the_build(executor, tmp_path) -> None:
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    cell = (
        f"open(r'{tmp_path}/a.csv')\nopen(r'{tmp_path}/b.csv', 'w')\nimport colorsys, "
        "PIL.Image\nprint('on')"
    )
    assert shown(run(executor, cell)) == ["stdout: on\n"]


def test_a_book_may_have_the_program_in_its_folder(tmp_path) -> None:
    cell = "import stateofplay.publish.placing, stateofplay.site.page_text\nprint('on')"
    assert shown(run(Executor(load_ledger(REPOSITORY), tmp_path), cell)) == ["stdout: on\n"]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Windows has no groups of processes")
def test_ctrl_c_while_the_server_imports_says_nothing_of_it(tmp_path) -> None:
    """The terminal sends Ctrl-C to every process of the build, the server of chapters too."""
    program = (
        "import time; from stateofplay.chapters.processes import start_server; start_server();"
        "print('started', flush=True); time.sleep(30)"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stdout.readline() == "started\n"
    os.killpg(started.pid, signal.SIGINT)
    said = started.communicate()[1]
    assert said.count("Traceback") == 1  # of this program, which does not catch it
    assert "forkserver" not in said and "pandas" not in said
