"""The program knows no book: what `_config.yml` says of one reaches every page, and no word of an
article stands in `src/`.
"""

from __future__ import annotations

import json
import re

import pytest
from babel.dates import get_month_names
from babel.numbers import format_decimal

from projects import (
    FIGURES,
    FINDINGS,
    LEDGER,
    columns_of,
    renew_unchecked,
    tiny_project,
    write_table,
)
from stateofplay.editing.checking import find_problems
from stateofplay.files.access import input_files
from stateofplay.files.problems import DataError
from stateofplay.files.project import PACKAGE
from stateofplay.files.schema_words import schema
from stateofplay.files.settings import Outlines, Pages
from stateofplay.numbers.periods import LOCALE
from stateofplay.publish.building import build

# Of the article that the first book explains. The program itself is called stateofplay.
WORDS = (
    "Ukrain", "Russia", "Kyiv", "Kiev", "Crimea", "Sevastopol", "Donbas", "Donetsk", "Luhansk",
    "Moscow", "Kremlin", "Putin", "Zelensk", "Jazeera", "Starlink", r"the war\b", "ceasefire",
    "casualt", "drone", "missile", "tanker", "soldier", "State of Play", "state-of-play",
)  # fmt: skip


def said(word: str) -> list[str]:
    """Where a word stands in the program's files, in any capitals."""
    wanted = re.compile(word, re.IGNORECASE)
    return [
        f"{path.relative_to(PACKAGE).as_posix()}:{number}: {line.strip()}"
        for path in input_files(PACKAGE)
        if path.suffix != ".png"
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize("word", WORDS)
def test_the_program_says_no_word_of_an_article(word) -> None:
    assert said(word) == []


def test_a_word_that_is_there_is_found() -> None:
    assert any(line.startswith("files/settings.py:") for line in said("Short_Name"))


def with_settings(tmp_path, old: str, new: str):
    project = tiny_project(tmp_path / "book")
    text = project.config.read_text(encoding="utf-8")
    assert old in text
    project.config.write_text(text.replace(old, new, 1), encoding="utf-8")
    return project


OWN = "    stateofplay:\n"


def test_a_book_that_leaves_them_out_has_defaults(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    head = project.config.read_text(encoding="utf-8").partition(OWN)[0]
    own = f"{OWN}      licence: CC0\n      code_licence: MIT\n"
    project.config.write_text(head.replace("\ntitle: ", "\ntitle: On ") + own, encoding="utf-8")
    settings = project.settings
    assert settings.title.startswith("On ") and settings.short_name.startswith("on-")
    assert (settings.interest, settings.party) == ("an interested party", "interested party")
    assert (settings.outlines, settings.spellings, settings.pages) == (None, (), Pages())
    assert project.epub.name == f"{settings.short_name}.epub"
    assert find_problems(project)[0] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (OWN, "    stateofply:\n", "sphinx.config.stateofplay: is missing; write the book's own"),
        (
            "      licence:",
            "      license:",
            "stateofplay.license: is not a key that this file may",
        ),
        ("      interest: a ", "      interest: ", "stateofplay.interest: is “"),
        (
            OWN,
            f"{OWN}      outlines: {{file: geo/a.topo.json, by: B, licence: C, licence_file: d}}\n",
            "stateofplay.outlines.file: data/geo/a.topo.json does not exist; restore it or",
        ),
        (
            "language: en-GB",
            "language: de",
            "language: is “de”; there are en-GB, en-AU, en-CA, en-IE",
        ),
        ("language: en-GB", "language: en-IN", "language: is “en-IN”; did you mean en-"),
        (
            OWN,
            f"{OWN}      pages: {{leger: book/leger}}\n",
            "stateofplay.pages.leger: is not a key that this file may have; did you mean ledger?",
        ),
        (
            OWN,
            f"{OWN}      pages: {{ledger: book/records}}\n",
            "_toc.yml:2:root: the list lacks book/records, which other pages link to",
        ),
    ],
)
def test_a_mistake_in_them_is_one_line(tmp_path, old, new, told) -> None:
    project = with_settings(tmp_path, old, new)
    lines = [str(problem) for problem in find_problems(project)[0]]
    assert len([line for line in lines if told in line]) == 1, lines


def test_settings_that_cannot_be_read_are_an_error_with_their_lines(tmp_path) -> None:
    project = with_settings(tmp_path, "      licence:", "      licences:")
    with pytest.raises(DataError, match=r"_config\.yml:\d+:sphinx\.config\.stateofplay\.licence"):
        _ = project.settings


def test_an_edit_of_the_settings_is_read_at_once(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    before = project.settings
    text = project.config.read_text(encoding="utf-8")
    project.config.write_text(text.replace(f"title: {before.title}", "title: B"), encoding="utf-8")
    assert before.title != "B" and project.settings.title == "B"


def test_outlines_are_declared_by_the_name_of_their_file() -> None:
    assert Outlines("geo/quays.topo.json", "the port", "MIT", "geo/LICENSE.txt").name == "geo/quays"


def test_a_language_that_settings_may_name_writes_numbers_and_months_as_the_program_does() -> None:
    known = schema("config")["properties"]["sphinx"]["properties"]["config"]["properties"]
    written = {
        language: (
            format_decimal(1234567.5, locale=language.replace("-", "_")),
            *get_month_names("wide", locale=language.replace("-", "_")).values(),
        )
        for language in (*known["language"]["enum"], "en-IN")
    }
    ours = (f"{1234567.5:,}", *get_month_names("wide", locale=LOCALE).values())
    assert [language for language, forms in written.items() if forms != ours] == ["en-IN"]


@pytest.mark.book
@pytest.mark.counted
def test_what_the_settings_say_reaches_every_file(tmp_path) -> None:
    pages = {"records": LEDGER, "ledger": "# Old\n\nMoved.\n"}
    project = tiny_project(tmp_path / "book", pages=pages)
    text = project.config.read_text(encoding="utf-8")
    for old, new in (
        ("Northtown Port", "Tide Tables"),
        ("short_name: northtown-port", "short_name: tide"),
        ("licence: CC BY 4.0", "licence: CC0 1.0"),
        ("a partner of the port", "a member of the guild"),
        ("language: en-GB", "language: en-IE"),
        (OWN, f"{OWN}      pages: {{ledger: book/records}}\n"),
    ):
        assert old in text
        text = text.replace(old, new)
    project.config.write_text(text, encoding="utf-8")
    assert build(project, quiet=True) == 0
    kinds = (".html", ".json", ".bib", ".svg", ".js", ".ipynb", ".xml")
    files = {
        path.relative_to(project.site).as_posix(): path.read_text(encoding="utf-8")
        for path in project.site.rglob("*")
        if path.suffix in kinds and not path.is_relative_to(project.site / "data")
    }
    before = re.compile(
        "northtown.port|partner of the port|ledger.html#boxes|en[-_]gb", re.IGNORECASE
    )
    assert [name for name, said in files.items() if before.search(said)] == []
    pages = {name: said for name, said in files.items() if name.endswith(".html")}
    assert "charts/boxes/index.html" in pages and "404.html" in pages
    assert [name for name, said in pages.items() if '<html lang="en-IE"' not in said] == []
    assert 'og:locale" content="en_IE"' in pages["book/index.html"]
    assert '"inLanguage":"en-IE"' in pages["book/index.html"]
    front = files["book/index.html"]
    assert "Tide Tables explains" in front and "Text and data CC0 1.0; code MIT." in front
    assert 'href="records.html#boxes_per_month"' in front and "a member of the guild" in front
    assert "Tide Tables, CC0 1.0" in files["charts/boxes/chart.svg"]
    assert {"cite/tide.bib", "cite/tide.json"} <= set(files)
    assert [path.name for path in project.site.glob("data/*.zip")] == ["tide-2026-02-20.zip"]


ECONOMY = dict(
    FIGURES[3],
    id="cranes_idle",
    measure="Cranes that stand idle",
    as_stated="one-fifth of the quay",
    stated_with="",
)


def described(project, path: str, **more: str) -> None:
    """Add a table to the data package."""
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    package["resources"].append({"path": path, "schema": "schemas/figure.json", **more})
    project.data_package.write_text(json.dumps(package, indent=1), encoding="utf-8")


@pytest.mark.book
@pytest.mark.counted
def test_a_new_table_of_figures_has_its_topic_its_records_and_its_section(tmp_path) -> None:
    prose = "# New\n\nNow {fig}`cranes_idle` stand idle.\n"
    project = tiny_project(tmp_path / "book", pages={"new": prose})
    write_table(project.table("economy"), columns_of("boxes"), [ECONOMY])
    described(project, "economy.csv", title="The harbour's economy in figures", topic="Economy")
    renew_unchecked(project)
    assert find_problems(project)[0] == []
    assert build(project, quiet=True) == 0
    ledger = (project.site / "book" / "ledger.html").read_text(encoding="utf-8")
    assert ">Economy<" in ledger and 'id="topic-economy"' in ledger and 'id="cranes_idle"' in ledger
    new = (project.site / "book" / "new.html").read_text(encoding="utf-8")
    assert 'href="ledger.html#cranes_idle"' in new


def test_a_topic_that_is_no_table_is_one_line_with_the_nearest(tmp_path) -> None:
    findings = [FINDINGS[0] | {"topic": "boxs"}, FINDINGS[1] | {"topic": "wages"}]
    project = tiny_project(tmp_path / "book", {"findings": findings})
    assert [str(problem) for problem in find_problems(project)[0]] == [
        "data/findings.csv:2:topic: “boxs” is no topic; did you mean boxes?",
        "data/findings.csv:3:topic: “wages” is no topic; there are tugs, boxes, record",
    ]


@pytest.mark.book
@pytest.mark.counted
@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("ledger", "book/ledger.md: has no record of “boxes_per_month” and "),
        ("outside-figures", "book/outside-figures.md: has no record of “quay_area”; show them"),
    ],
)
def test_a_figure_without_a_record_stops_the_build(tmp_path, capsys, page, told) -> None:
    outside = FIGURES[1] | {"id": "quay_area", "series": "quay", "source": "port_office"}
    pages = {page: "# Empty\n\nNothing.\n"}
    project = tiny_project(tmp_path / "book", {"context/areas": [outside]}, pages)
    assert build(project, quiet=True) == 1 and not project.site.exists()
    assert told in capsys.readouterr().err


OPTIONAL = ("events", "positions", "regions", "unpublished", "checks", "unchecked")


@pytest.mark.book
@pytest.mark.counted
@pytest.mark.parametrize("left_out", [OPTIONAL, ("checks",), ("unchecked",)])
def test_a_book_may_do_without_tables(tmp_path, left_out) -> None:
    lists = ("events", "positions", "unpublished", "checks", "rule", "codebook")
    page = "# Lists\n\n" + "".join(f"```{{ledger-{name}}}\n```\n\n" for name in lists)
    project = tiny_project(tmp_path / "book", {"checks": []}, {"lists": page})
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    gone = {f"{name}.csv" for name in left_out}
    package["resources"] = [r for r in package["resources"] if r["path"] not in gone]
    project.data_package.write_text(json.dumps(package, indent=1), encoding="utf-8")
    for name in gone:
        (project.data / name).unlink()
    assert find_problems(project)[0] == []
    assert build(project, quiet=True) == 0
    assert (project.site / "book" / "lists.html").is_file()
