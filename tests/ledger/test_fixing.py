"""`stateofplay check --fix`: what spreadsheets do to whole files is undone, shown first, and
nothing unclear is touched.
"""

from __future__ import annotations

import csv
import io

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.cli import main
from stateofplay.editing.checking import find_problems
from stateofplay.ledger.reading.fixing import fixes

RATE = (
    "rate_of_the_day,rate,USD,Dollars for a "
    "euro,1.1820,,,USD/EUR,exact,measured,,world,2026-02-01,2026-02-01,"
    "Port Office,none,,port_office,,1.1820,\n"
)


@pytest.fixture
def project(tmp_path, monkeypatch):
    made = tiny_project(tmp_path / "project")
    monkeypatch.chdir(made.root)
    monkeypatch.delenv("STATEOFPLAY_ROOT", raising=False)
    assert find_problems(made)[0] == []
    return made


def written(text: str, **options) -> str:
    """The records of a CSV text, written with other `options` of csv.writer."""
    buffer = io.StringIO()
    csv.writer(buffer, **{"lineterminator": "\n", **options}).writerows(
        csv.reader(io.StringIO(text))
    )
    return buffer.getvalue()


def german(text: str) -> bytes:
    """As a German Excel saves “CSV”: semicolons, decimal commas, dates with points, its own code
    page, CRLF.
    """
    for plain, local in (
        ("17.5", '"17,5"'),
        ("22.5", '"22,5"'),
        ("2026-01-31", "31.01.2026"),
        ("2025-12-31", "31.12.2025"),
        ("2025-01-01", "01.01.2025"),
        ("2026-01-01", "01.01.2026"),
    ):
        assert plain in text
        text = text.replace(plain, local)
    return written(text, delimiter=";", lineterminator="\r\n").encode("cp1252")


WAYS = {
    "German Excel": german,
    "Excel’s CSV UTF-8": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "Excel’s Unicode text": lambda text: written(
        text, delimiter="\t", lineterminator="\r\n"
    ).encode("utf-16"),
    "UTF-16 without its mark": lambda text: text.replace("\n", "\r\n").encode("utf-16-le"),
    "LibreOffice with a code page": lambda text: text.encode("cp1252"),
    "LibreOffice, every cell in quotes": lambda text: written(text, quoting=csv.QUOTE_ALL).encode(),
    "British dates": lambda text: text.replace("2026-01-31", "31/01/2026").encode(),
    "grouped numbers": lambda text: (
        text.replace(",31680,", ",31 680,").replace(",40000,", ",40\u202f000,").encode()
    ),
    "blanks, empty rows and columns": lambda text: (
        text.replace("\n", " ,,\n") + "\n" + "," * 20 + "\n"
    ).encode(),
    "capitals": lambda text: text.replace(",exact,", ",Exact,").encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_that_a_spreadsheet_saved_becomes_what_it_was(project, way, capsys) -> None:
    path = project.table("boxes")
    plain = path.read_text(encoding="utf-8").replace("Boxes lost", "The port’s boxes lost")
    path.write_text(plain, encoding="utf-8")
    path.write_bytes(WAYS[way](plain))
    assert path.read_bytes() != plain.encode()
    assert main(["check", "--fix", "--yes"]) == 0, capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == plain and path.read_bytes() == plain.encode()
    assert main(["check", "--fix", "--yes"]) == 0 and "Nothing to mend." in capsys.readouterr().out


def test_the_difference_is_shown_and_nothing_is_written_without_a_yes(
    project, capsys, monkeypatch
) -> None:
    path = project.table("boxes")
    saved = path.read_bytes().replace(b",2026-01-31,", b",31/01/2026,").replace(b"\n", b"\r\n")
    path.write_bytes(saved)
    assert main(["check", "--fix"]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith(
        "data/boxes.csv: line ends become those of Unix\n--- data/boxes.csv (as saved)\n"
    )
    removed, added = (
        next(line for line in printed.out.splitlines() if line.startswith(sign + "boxes_lost"))
        for sign in "-+"
    )
    assert removed.replace("31/01/2026", "2026-01-31")[1:] == added[1:]
    assert (
        printed.err == "Nothing was written; add --yes to write it.\n"
        and path.read_bytes() == saved
    )
    for answer, status in (("n", 1), ("y", 0)):
        monkeypatch.setattr(
            "sys.stdin",
            type("Terminal", (io.StringIO,), {"isatty": lambda self: True})(f"{answer}\n"),
        )
        assert main(["check", "--fix"]) == status
        assert (path.read_bytes() == saved) == (answer == "n")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            b",2026-01-31,",
            b",02/01/2026,",
            "“02/01/2026” is not a date; write 2026-01-02 or 2026-02-01",
        ),
        (b",40000,", b',"40,000",', "“40,000” is not a number; write 40000"),
        (b",31680,", b",3.168E+04,", "“3.168E+04” is not a number; a spreadsheet has shortened it"),
    ],
)
def test_what_may_mean_two_things_is_refused_and_not_touched(project, old, new, message) -> None:
    path = project.table("boxes")
    path.write_bytes(path.read_bytes().replace(old, new))
    assert list(fixes(project)) == []
    assert any(message in problem.message for problem in find_problems(project)[0])


def test_a_file_with_semicolons_whose_points_are_unclear_is_left_alone(project) -> None:
    path = project.table("context/exchange_rates")
    path.write_text(path.read_text(encoding="utf-8") + RATE, encoding="utf-8")
    assert find_problems(project)[0] == []
    path.write_bytes(path.read_bytes().replace(b"1.1820", b"1.182").replace(b",", b";"))
    assert list(fixes(project)) == []
    problems = [str(problem) for problem in find_problems(project)[0]]
    assert problems[0].startswith(
        "data/context/exchange_rates.csv:1: has its columns separated by semicolons; save it as "
        "“CSV UTF-8” with commas"
    )
    assert problems[1].startswith(
        "data/context/exchange_rates.csv:2:value: “1.182” may be a decimal number or 1182"
    )


def test_letters_of_a_code_page_are_mended_when_the_code_page_is_named(project, capsys) -> None:
    path = project.table("boxes")
    plain = path.read_text(encoding="utf-8").replace("Boxes lost", "Ящики втрачено")
    path.write_text(plain, encoding="utf-8")
    assert find_problems(project)[0] == []
    path.write_bytes(plain.encode("cp1251"))
    assert list(fixes(project)) == [] and list(fixes(project, "ascii")) == []
    assert main(["check", "--fix", "--yes", "--encoding", "windows-1251"]) == 0
    assert path.read_text(encoding="utf-8") == plain
    assert "stored as cp1251 text becomes UTF-8" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["nonesuch", "base64", "rot13", "hex", "idna", "punycode", "undefined", "\udce9"]
)
def test_what_no_text_is_stored_in_is_no_encoding(project, capsys, name) -> None:
    boxes = project.table("boxes")
    boxes.write_bytes(boxes.read_bytes().replace(b"Boxes lost", b"Boxes \xe9"))
    with pytest.raises(SystemExit) as ended:
        main(["check", "--fix", "--yes", "--encoding", name])
    assert ended.value.code == 2
    assert " is no encoding; write one like windows-1252" in capsys.readouterr().err


def test_a_cell_with_line_ends_of_an_old_mac_is_two_lines(project) -> None:
    path = project.table("boxes")
    text = path.read_text(encoding="utf-8").replace("Harbour director", '"Harbour\rdirector"')
    path.write_bytes(text.replace(",31680,", ",31 680,").encode() + b"," * text.count(",", 0, 200))
    (fix,) = fixes(project)
    assert [line for line, *_ in fix.changes] == [4, 8]
    assert fix.after == text.replace("\r", "\n")


def test_a_bare_point_in_a_file_with_commas_is_read_as_written_and_not_touched(project) -> None:
    path = project.table("context/exchange_rates")
    path.write_text(
        path.read_text(encoding="utf-8") + RATE.replace("1.1820", "1.182"), encoding="utf-8"
    )
    assert find_problems(project)[0] == [] and list(fixes(project)) == []


def test_a_file_that_cannot_be_written_stays_as_it_was(project, monkeypatch, capsys) -> None:
    path = project.table("boxes")
    saved = b"\xef\xbb\xbf" + path.read_bytes()
    path.write_bytes(saved)
    monkeypatch.setattr(
        "pathlib.Path.replace",
        lambda self, target: (_ for _ in ()).throw(PermissionError(13, "Permission denied")),
    )
    assert main(["check", "--fix", "--yes"]) == 1
    assert (
        "data/boxes.csv: Permission denied; close it in other programs" in capsys.readouterr().err
    )
    assert path.read_bytes() == saved and not list(path.parent.glob(".*"))


def test_what_is_saved_while_the_question_waits_is_kept(project, monkeypatch, capsys) -> None:
    boxes, rates = project.table("boxes"), project.table("context/exchange_rates")
    for path in (boxes, rates):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    before, theirs = boxes.read_bytes(), rates.read_bytes() + RATE.encode()

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            rates.write_bytes(theirs)
            return True

    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert main(["check", "--fix"]) == 1
    assert "data/context/exchange_rates.csv has changed since" in capsys.readouterr().err
    assert rates.read_bytes() == theirs and boxes.read_bytes() == before


def test_the_books_own_tables_are_plain() -> None:
    assert list(fixes(REPOSITORY)) == []
