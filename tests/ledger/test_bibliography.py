"""Reading seeds/sources.bib: every field, and every mistake with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breaking import told
from projects import BIBLIOGRAPHY
from stateofplay.ledger.reading.bibliography import read_sources
from stateofplay.ledger.reading.latex import from_latex, to_latex


def record(**changes: str | None) -> str:
    """One BibTeX record; a field that is changed to None is left out."""
    fields = {
        "title": "A title",
        "organization": "An office",
        "url": "https://example.org/page",
        "urldate": "2026-11-23",
        "license": "not stated",
    } | changes
    return (
        "@online{key,\n"
        + "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items() if v is not None)
        + "}\n"
    )


def source(tmp_path, text: str):
    (tmp_path / "sources.bib").write_text(text, encoding="utf-8")
    return read_sources(tmp_path / "sources.bib")


def test_every_field_of_a_source_is_read(tmp_path) -> None:
    sources = source(tmp_path, BIBLIOGRAPHY)
    assert list(sources) == ["harbour_news", "port_office"]
    port = sources["port_office"]
    assert (port.key, port.producer, port.title, port.url) == (
        "port_office",
        "Port Office",
        "Port statistics",
        "https://example.org/port",
    )
    assert (port.published, port.accessed, port.license, port.grade, port.is_party) == (
        "2026-02-01",
        "2026-11-23",
        "CC BY 4.0",
        "A",
        True,
    )
    assert not sources["harbour_news"].is_party


@pytest.mark.parametrize("field", ["title", "url", "urldate", "license", "organization"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_field_is_named_with_its_record(tmp_path, field, value) -> None:
    line = (
        1
        if value is None
        else next(
            n
            for n, text in enumerate(record(**{field: ""}).split("\n"), 1)
            if text.startswith(f"  {field} ")
        )
    )
    assert told(source, tmp_path, record(**{field: value}))[0].startswith(
        f"{tmp_path.name}/sources.bib:{line}:key.{field}: is missing; write "
    )


def test_all_missing_fields_are_named_together(tmp_path) -> None:
    assert (
        len(
            told(
                source,
                tmp_path,
                record(url=None, license=None) + record(title=None).replace("key", "other"),
            )
        )
        == 3
    )


@pytest.mark.parametrize(
    ("changes", "producer"),
    [
        ({}, "An office"),
        ({"organization": None, "publisher": "A house"}, "A house"),
        ({"organization": None, "institution": "A school"}, "A school"),
        ({"organization": None, "author": "{Jane Doe}"}, "Jane Doe"),
        ({"author": "{Jane Doe} and {John Roe}"}, "Jane Doe and John Roe, An office"),
        ({"organization": None, "author": "{Jane Doe} and {John Roe}"}, "Jane Doe and John Roe"),
        ({"author": "{An office}"}, "An office"),
    ],
)
def test_who_made_a_source(tmp_path, changes, producer) -> None:
    assert source(tmp_path, record(**changes))["key"].producer == producer


def test_optional_fields_have_plain_defaults_and_tex_is_removed(tmp_path) -> None:
    found = source(tmp_path, record(title=r"{K}yiv \& 19\% of \$5 in a\_b"))["key"]
    assert found.title == "Kyiv & 19% of $5 in a_b"
    assert (found.published, found.grade, found.interest) == ("not stated", "", "none")


TWO = record() + record().replace("{key", "{other")


@pytest.mark.parametrize(
    ("text", "told_so"),
    [
        (record().replace("  url", "  note = {x}\n  url", 1), ":5: cannot be read as BibTeX: "),
        (
            TWO.replace("  title = {A title},", "  title = {A title},\n  title = {B},", 1),
            "duplicate title field",
        ),
        (TWO.replace("{An office},", "{An office,", 1), ":1:key: has braces that do not pair"),
        (record().replace("{key,", "{"), ":1:@online: has no key; write one, like @online{speaker"),
        (record().replace("},\n  url ", "}\n  url "), ":4: cannot be read as BibTeX: "),
        (
            record() + record(),
            ":8:key: stands on line 1 already; give one of the records another key",
        ),
        (record() + record().replace("{key", "{KEY"), ":8:KEY: stands on line 1 already"),
        (
            record().replace("{key", "{a_b") + record().replace("{key", "{a-b"),
            ":8:a-b: stands on line 1 already as a_b, of the same address; give one of the records",
        ),
        (f"{record()}@comment{{{record()}}}", ":8:key: stands on line 1 already"),
        (record(title="A title\u202e turned"), ":2:19: has U+202E"),
        (
            record(title=r"$x^2$ and y"),
            ":2:key.title: has the formula $x^2$; write it in words or plain signs",
        ),
        (
            record(title=r"\\foo{b}"),
            ":2:key.title: has the command \\foo, which stands for no letter; write the letter "
            "itself",
        ),
        (
            record(date="2026-02-30"),
            ":7:key.date: “2026-02-30” is no day, month, year or span of days; write it like "
            "{2026-02-20}",
        ),
        (record(date="2026-02-20/2026-02-10"), ":7:key.date: “2026-02-20/2026-02-10” is no day"),
        (record(urldate="23 November"), ":5:key.urldate: “23 November” is no day"),
        (record(grade="D"), ":7:key.grade: is “D”; write one of A, B, C"),
        (record(interest="partial"), ":7:key.interest: is “partial”; write one of party, none"),
        (
            record(license=None, licence="MIT"),
            ":6:key.licence: is not a field that the book reads; did you mean license?",
        ),
        (
            record(date=None, dtae="2026-02-20"),
            ":7:key.dtae: is not a field that the book reads; did you mean date?",
        ),
        (
            record(date=None, year="2026"),
            ":7:key.year: is not a field that the book reads; write date, like {2026-02-20}",
        ),
        (
            record(url="javascript:alert(1)"),
            ":4:key.url: “javascript:alert(1)” is no address of a page",
        ),
        (
            record(url="https://example.org/a b"),
            ":4:key.url: “https://example.org/a b” is no address of a page; write one that begins "
            "with https:// and has no blank",
        ),
        (
            record(urldate="2999-01-01"),
            ":5:key.urldate: “2999-01-01” is still to come; correct the day",
        ),
        (
            record(date="2026-11-24/2026-11-26"),
            ":5:key.urldate: “2026-11-23” is before the page was published, 2026-11-24/2026-11-26; "
            "correct one of the two",
        ),
        (
            record(date="2027"),
            ":5:key.urldate: “2026-11-23” is before the page was published, 2027",
        ),
    ],
)
def test_what_is_wrong_with_a_bibliography_has_its_line(tmp_path, text, told_so) -> None:
    lines = told(source, tmp_path, text.replace("\\\\", "\\"))
    assert any(told_so.replace("\\\\", "\\") in line for line in lines), lines


def test_a_bibliography_that_is_not_utf8_says_the_line_and_what_to_do(tmp_path) -> None:
    (tmp_path / "sources.bib").write_bytes(record(title="A Caf\u00e9 title").encode("windows-1252"))
    assert told(read_sources, tmp_path / "sources.bib") == [
        f"{tmp_path.name}/sources.bib:2:17: is not stored as UTF-8: byte 0xE9, “Café” if it is "
        "windows-1252; save the file as UTF-8"
    ]
    (tmp_path / "sources.bib").write_bytes(
        b"\xef\xbb\xbf" + record().replace("\n", "\r\n").encode()
    )
    assert list(read_sources(tmp_path / "sources.bib")) == ["key"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"{M{\"u}ller}", "Müller"),
        ("1990--1995", "1990–1995"),
        ("``x'' and `y'", "“x” and `y'"),
        (r"\#1 \& 50\% \$5 a\_b", "#1 & 50% $5 a_b"),
        (r"\textit{Nature} {\em x} \emph{y}", "Nature x y"),
        (r"caf{\'e} \'e {\'\i} \v{c} \c{c} {\L}viv", "café é í č ç Łviv"),
        ("50% of $38bn", "50% of $38bn"),
        (r"a---b\ldots", "a—b…"),
        (r"\texteuro 5 \textquotedblleft a\textquotedblright{}", "€5 “a”"),
        ("Київ {K}yiv", "Київ Kyiv"),
        (r"a\slash{}b\-c", "a/bc"),
    ],
)
def test_a_field_is_read_as_latex_means_it(tmp_path, written, meant) -> None:
    assert source(tmp_path, record(title=written))["key"].title == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("port_{x}", "port_{x}"), (r"port\_x", "port_x")],
)
def test_an_address_keeps_its_own_braces(tmp_path, written, meant) -> None:
    url = f"https://example.org/{written}"
    for field in (url, f"{{{url}}}"):
        assert source(tmp_path, record(url=field))["key"].url == f"https://example.org/{meant}"


def test_a_page_may_have_been_read_in_the_month_of_its_publication(tmp_path) -> None:
    assert source(tmp_path, record(date="2026-11"))["key"].published == "2026-11"


@given(st.from_regex(r"[\w.:;()/+, -]*", fullmatch=True))
def test_text_without_commands_is_read_in_haste_as_it_is_at_leisure(text) -> None:
    """Braces around nothing say nothing, and let the whole of LaTeX be read."""
    assert " ".join(from_latex(text).split()) == " ".join(from_latex("{}" + text).split())


@given(st.text(st.characters(exclude_categories=["Cs", "Co", "Cc", "Zl", "Zp"]), min_size=1))
def test_what_is_written_for_latex_is_read_back(text) -> None:
    text = " ".join(text.replace("\u00ad", "").split())
    assert " ".join(from_latex(to_latex(text)).split()) == text


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2026-02-20", "20 February 2026"),
        ("2026-02", "February 2026"),
        ("2026", "2026"),
        ("2026-02-11/2026-02-15", "11 to 15 February 2026"),
        ("not stated", "undated"),
    ],
)
def test_when_a_source_was_published_in_words(tmp_path, date, words) -> None:
    assert source(tmp_path, record(date=date))["key"].day == words


def test_a_person_is_named_as_spoken(tmp_path) -> None:
    found = source(
        tmp_path, record(organization=None, author="Doe, Jane and Ludwig van Beethoven")
    )["key"]
    assert found.producer == "Jane Doe and Ludwig van Beethoven"
