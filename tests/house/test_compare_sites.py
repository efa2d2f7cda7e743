"""Two sites are compared piece by piece: each kind of difference is told, once, with its files."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from compare_sites import main

PAGE = '<html><body id="a"><p class="x">One  word</p><svg><path d="M0 0"/></svg></body></html>'


def picture(right: int) -> bytes:
    """A white picture of 10 by 10 pixels whose column `right` is black."""
    drawn, written = Image.new("RGB", (10, 10), "white"), io.BytesIO()
    drawn.paste("black", (right, 0, right + 1, 10))
    drawn.save(written, "png")
    return written.getvalue()


def archive(text: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("inside.csv", text)
    return written.getvalue()


def compared(tmp_path: Path, capsys, before: dict[str, object], after: dict[str, object]) -> str:
    """What is printed of two folders with these files."""
    for name, files in (("before", before), ("after", after)):
        for file, content in files.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else str(content).encode())
    status = main([str(tmp_path / "before"), str(tmp_path / "after")])
    printed = capsys.readouterr().out
    assert status == int(printed != "no difference\n")
    return printed


@pytest.mark.parametrize(
    ("file", "before", "after", "told"),
    [
        ("a.html", PAGE, PAGE.replace("word", "line"), "text: “One word” → “One line”"),
        ("a.html", PAGE, PAGE.replace('id="a"', 'id="b"'), 'element: “<body id="a">” → “<body '),
        ("a.html", PAGE, PAGE.replace("M0 0", "M0 1"), 'drawing: “<path d="M0 0">” → “<path d="M'),
        ("a.html", PAGE, PAGE.replace("One  w", "One w"), "bytes: as pages the same"),
        ("a.svg", "<svg><text>1</text></svg>", "<svg><text>2</text></svg>", "drawing: “1” → “2”"),
        ("a.json", '{"a": [1]}', '{"a": [2]}', "data: “.a[]: 1” → “.a[]: 2”"),
        ("a.json", '{"a": 1}', '{"a":1}', "bytes: as data the same"),
        ("a.js", "a = f(1)", "a = f(2)", "line: “1” → “2”"),
        ("a.js", "a = f(1)", "a =\n  f(1)", "bytes: as text the same"),
        ("a.csv", "id,n\na,1\n", "id,n\na,2\n", "line: “a,1” → “a,2”"),
        ("a.png", picture(3), picture(3)[:-1], "picture: the same pixels"),
        ("a.png", picture(3), picture(4), "picture: 20.00% of the pixels differ, within (3, 0, 5"),
        ("a.zip", archive("n\n1\n"), archive("n\n2\n"), "line: inside.csv: “1” → “2”"),
        ("a.bin", b"\xff\x00", b"\xff\x00\x01", "file: 2 bytes before, 3 after"),
    ],
)
def test_what_differs_is_told_with_its_file(tmp_path, capsys, file, before, after, told) -> None:
    same = {"same.html": PAGE}
    printed = compared(tmp_path, capsys, same | {file: before}, same | {file: after})
    assert printed.startswith(told) and printed.endswith("1 differences in 1 files\n"), printed
    assert f"    in {file}\n" in printed


def test_a_difference_of_many_pages_is_told_once_and_a_missing_file_as_such(tmp_path, capsys):
    pages = {f"{n}.html": PAGE for n in range(5)}
    changed = {name: text.replace("word", "line") for name, text in pages.items()}
    printed = compared(tmp_path, capsys, pages | {"old.txt": "x"}, changed | {"new.txt": "x"})
    assert printed.count("“One word” → “One line”") == 1
    assert "in 0.html, 1.html, 2.html and 2 more" in printed
    assert (
        "file: only before\n    in old.txt" in printed and "only after\n    in new.txt" in printed
    )


def test_the_same_site_has_no_difference(tmp_path, capsys) -> None:
    files = {"a.html": PAGE, "b.json": json.dumps({"a": 1})}
    assert compared(tmp_path, capsys, files, files) == "no difference\n"


def test_a_folder_that_is_not_there_is_one_line(tmp_path, capsys) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), str(tmp_path / "nowhere")])
    assert "is no folder; give that of a built site" in capsys.readouterr().err
