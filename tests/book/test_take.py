"""What readers take along: the data package as others read it, and every line of the page *Get the
data* run as it stands there.
"""

from __future__ import annotations

import csv
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import duckdb
import fastparquet
import frictionless
import pytest

from projects import REPOSITORY
from stateofplay.files.archive import zipped_folder

NAME = "state-of-play-2026-02-20"


@pytest.fixture(scope="module")
def unpacked(book, tmp_path_factory) -> Path:
    """The ZIP, unpacked as a reader does."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(book.site / "data" / f"{NAME}.zip") as archive:
        archive.extractall(folder)
    return folder / NAME


def test_the_zip_holds_what_the_folder_of_the_site_holds(book, unpacked) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file() and ".zip" not in p.name
        }

    assert files(unpacked) == files(book.site / "data")
    wanted = {
        "README.md",
        "CODEBOOK.md",
        "citation.bib",
        "datapackage.json",
        "figures.json",
        "aid.csv",
        "parquet/aid.parquet",
    }
    assert wanted <= files(unpacked).keys()


def test_every_check_sum_is_right_and_none_is_missing(book, unpacked) -> None:
    sums = dict(
        reversed(line.split("  ", 1))
        for line in (unpacked / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert sums == {
        p.relative_to(unpacked).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in unpacked.rglob("*")
        if p.is_file() and p.name != "SHA256SUMS"
    }
    whole = hashlib.sha256((book.site / "data" / f"{NAME}.zip").read_bytes()).hexdigest()
    assert (book.site / "data" / f"{NAME}.zip.sha256").read_text(
        encoding="utf-8"
    ) == f"{whole}  {NAME}.zip\n"


@pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="this system sets no time zone for one program"
)
def test_the_same_files_give_the_same_zip_at_any_time_in_any_zone(monkeypatch) -> None:
    files = {"b.csv": b"id\n", "a/c.txt": b"text" * 1000}
    first = zipped_folder("box", files)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    assert zipped_folder("box", dict(reversed(files.items()))) == first
    monkeypatch.undo()
    time.tzset()


def test_frictionless_reads_the_package_and_finds_nothing_wrong(unpacked) -> None:
    """Its metadata by the standard's profile, then every table by its schema, size and sum."""
    package = frictionless.Package(str(unpacked / "datapackage.json"))
    assert package.name == NAME and package.sources and package.contributors
    report = package.validate()
    assert report.valid, report.flatten(["name", "fieldName", "rowNumber", "message"])
    assert report.stats["tasks"] == len(list(REPOSITORY.data.rglob("*.csv")))
    assert all(
        resource.hash.startswith("sha256:") and resource.bytes for resource in package.resources
    )


def test_a_changed_byte_is_noticed_by_frictionless(unpacked, tmp_path) -> None:
    copy = shutil.copytree(unpacked, tmp_path / "copy")
    text = (copy / "aid.csv").read_bytes()
    (copy / "aid.csv").write_bytes(text.replace(b"38", b"39", 1))
    assert not frictionless.Package(str(copy / "datapackage.json")).validate().valid


def test_parquet_says_what_the_csv_says(unpacked) -> None:
    tables = [path for path in unpacked.rglob("*.csv") if path.name != "turns.csv"]  # worked out
    assert len(tables) > 20
    for path in tables:
        name = path.relative_to(unpacked).with_suffix("").as_posix()
        target = unpacked / "parquet" / f"{name}.parquet"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert fastparquet.ParquetFile(target).columns == header, name
        read = duckdb.sql(f"SELECT * FROM '{target.as_posix()}'").fetchall()
        assert [[_written(cell) for cell in row] for row in read] == [
            [_written(_number(cell)) for cell in row] for row in rows
        ], name


def _number(text: str) -> str | float:
    return float(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _written(cell) -> str:
    return (
        ""
        if cell is None
        else str(float(cell))
        if isinstance(cell, float) or re.fullmatch(r"-?\d+(\.\d+)?", str(cell))
        else str(cell)
    )


def test_the_codebook_has_every_column_of_every_table(unpacked) -> None:
    text = (unpacked / "CODEBOOK.md").read_text(encoding="utf-8")
    package = json.loads((unpacked / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        section = text.partition(f"## {resource['path']}: ")[2].partition("\n## ")[0]
        schema = json.loads((unpacked / resource["schema"]).read_text(encoding="utf-8"))
        assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == [
            field["name"] for field in schema["fields"]
        ], resource["path"]


def lines(book, address: str, tool: str) -> str:
    """The lines for a program, as the page shows them to a reader of this address."""
    page = (book.site / "book" / "get-the-data.html").read_text(encoding="utf-8")
    found = re.search(
        rf'aria-label="Lines for {tool}"[^>]*><code data-path="[^"]*">(.*?)</code>', page, re.DOTALL
    )
    assert found, f"the page has no lines for {tool}"
    return (
        html.unescape(found[1])
        .replace("file://$PWD/data/", "data/")
        .replace("data/", f"{address}/data/")
    )


def need(program: str, in_ci: bool = True) -> str:
    """The program's path; without it the test is skipped, in CI it fails, but for what CI does not
    install.
    """
    path = shutil.which(program)
    if path is None:
        stop = (
            pytest.fail
            if in_ci and os.environ.get("CI") and sys.platform == "linux"
            else pytest.skip
        )
        stop(f"{program} is not installed; the lines that need it are not run")
    return path


def run(command: list[str], folder: Path) -> str:
    result = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_lines_for_pandas_run(book, address, tmp_path) -> None:
    shown = run([sys.executable, "-c", lines(book, address, "pandas")], tmp_path)
    assert "measure" in shown and "EUR bn" in shown and len(shown.splitlines()) > 10


def test_the_lines_for_r_run(book, address, tmp_path) -> None:
    """R is 200 MB and more: it is used where it is, and not installed for this."""
    (tmp_path / "lines.R").write_text(lines(book, address, "R"), encoding="utf-8")
    shown = run([need("Rscript", in_ci=False), "lines.R"], tmp_path)
    assert "measure" in shown and "EUR bn" in shown and len(shown.splitlines()) > 10


def test_the_lines_for_curl_and_then_duckdb_run(book, address, tmp_path) -> None:
    for program in ("bash", "curl", "unzip", "sha256sum"):
        need(program)
    shown = run(["bash", "-e", "-c", lines(book, address, "curl")], tmp_path)
    assert shown == f"{NAME}.zip: OK\n" and (tmp_path / NAME / "aid.csv").is_file()
    query = f"import duckdb; print(duckdb.sql({lines(book, address, 'DuckDB')!r}))"
    assert "EUR bn" in run([sys.executable, "-c", query], tmp_path / NAME)


def test_the_page_shows_the_real_address_where_it_is_read(open_page) -> None:
    page = open_page("book/get-the-data.html")
    shown = page.locator('[aria-label="Lines for pandas"]').inner_text()
    assert page.url.partition("/book/")[0] + "/data/aid.csv" in shown
