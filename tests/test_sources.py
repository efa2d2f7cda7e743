"""The records in seeds/: what is read from them, what is missing, and when two copies of a paragraph are the same."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import BIBLIOGRAPHY, PARAGRAPHS, REPOSITORY, article_record
from stateofplay.sources import (
    SourceError,
    digest,
    normalise,
    paragraphs,
    read_articles,
    read_sources,
    text_fragment,
)


def record(**changes: str | None) -> str:
    """One BibTeX record; a field that is changed to None is left out."""
    fields = {"title": "A title", "organization": "An office", "url": "https://example.org", "urldate": "2026-11-23",
              "license": "not stated"} | changes
    return "@online{key,\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in fields.items() if v is not None) + "}\n"


def source(tmp_path, text: str):
    (tmp_path / "sources.bib").write_text(text, encoding="utf-8")
    return read_sources(tmp_path / "sources.bib")


def article(tmp_path, text: str):
    (tmp_path / "one.yml").write_text(text, encoding="utf-8")
    return read_articles(tmp_path)


def test_every_field_of_a_source_is_read(tmp_path) -> None:
    sources = source(tmp_path, BIBLIOGRAPHY)
    assert list(sources) == ["harbour_news", "port_office"]
    port = sources["port_office"]
    assert (port.key, port.producer, port.title, port.url) == (
        "port_office", "Port Office", "Port statistics", "https://example.org/port")
    assert (port.published, port.accessed, port.license, port.grade, port.is_party) == (
        "2026-02-01", "2026-11-23", "CC BY 4.0", "A", True)
    assert not sources["harbour_news"].is_party


@pytest.mark.parametrize("field", ["title", "url", "urldate", "license", "organization"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_field_is_named_with_its_record(tmp_path, field, value) -> None:
    with pytest.raises(SourceError) as caught:
        source(tmp_path, record(**{field: value}))
    assert str(caught.value) == (
        f"sources.bib: key: {field} missing; every source states it (“not stated” is an answer)")


def test_all_missing_fields_are_named_together(tmp_path) -> None:
    with pytest.raises(SourceError, match="sources.bib: key: url, license missing"):
        source(tmp_path, record(url=None, license=None))


@pytest.mark.parametrize(("changes", "producer"), [
    ({}, "An office"),
    ({"organization": None, "publisher": "A house"}, "A house"),
    ({"organization": None, "institution": "A school"}, "A school"),
    ({"organization": None, "author": "{Jane Doe}"}, "Jane Doe"),
    ({"author": "{Jane Doe} and {John Roe}"}, "Jane Doe and John Roe, An office"),
    ({"organization": None, "author": "{Jane Doe} and {John Roe}"}, "Jane Doe and John Roe"),
    ({"author": "{An office}"}, "An office"),
])
def test_who_made_a_source(tmp_path, changes, producer) -> None:
    assert source(tmp_path, record(**changes))["key"].producer == producer


def test_optional_fields_have_plain_defaults_and_tex_is_removed(tmp_path) -> None:
    found = source(tmp_path, record(title=r"{K}yiv \& 19\% of \$5 in a\_b"))["key"]
    assert found.title == "Kyiv & 19% of $5 in a_b"
    assert (found.published, found.grade, found.interest) == ("not stated", "", "none")


@pytest.mark.parametrize("text", ["@online{key, title = {open", record() + record()])
def test_a_bibliography_that_cannot_be_read_is_one_line(tmp_path, text) -> None:
    with pytest.raises(SourceError, match=r"^sources\.bib: cannot be read as BibTeX: [^\n]+$"):
        source(tmp_path, text)


def test_a_bibliography_that_is_not_utf8_is_refused(tmp_path) -> None:
    (tmp_path / "sources.bib").write_bytes(record(title="Caf\u00e9").encode("latin-1"))
    with pytest.raises(SourceError, match=r"^sources\.bib: cannot be read as BibTeX"):
        read_sources(tmp_path / "sources.bib")


def test_an_article_is_its_citation_and_its_digests(tmp_path) -> None:
    found = article(tmp_path, article_record())["harbour_news"]
    assert (found.title, found.producer, found.language) == ("Boxes pile up", "Harbour News", "en")
    assert (found.published, found.day, found.paragraph_count) == ("2026-02-20", "20 February 2026", 3)
    assert found.digests == {n: digest(p) for n, p in enumerate(PARAGRAPHS, 1)}
    assert found.boilerplate == frozenset()


def test_marked_paragraphs_are_boilerplate_and_a_vague_day_stays_as_recorded(tmp_path) -> None:
    text = article_record().replace("{n: 2,", "{n: 2, boilerplate: true,").replace("'2026-02-20'", "winter 2026")
    found = article(tmp_path, text)["harbour_news"]
    assert (found.boilerplate, found.day) == ({2}, "winter 2026")


@pytest.mark.parametrize(("old", "new", "message"), [
    ("title: Boxes pile up\n", "", "one.yml: title missing; see the record of the first article"),
    ("producer: Harbour News", "producer:", "one.yml: producer missing; see the record of the first article"),
    ("count: 3", "count: 4", "one.yml: paragraphs: count is 4, but the last digest is of paragraph 3"),
    ("key: ", "key: [", "one.yml: cannot be read as YAML: "),
])
def test_what_is_wrong_with_an_article_record(tmp_path, old, new, message) -> None:
    assert old in article_record()
    with pytest.raises(SourceError) as caught:
        article(tmp_path, article_record().replace(old, new))
    assert str(caught.value).startswith(message) and "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "just words", "- a list"])
def test_an_article_record_of_another_shape_lacks_every_field(tmp_path, text) -> None:
    with pytest.raises(SourceError, match="one.yml: key, title, producer, url, published, language, paragraphs missing"):
        article(tmp_path, text)


@pytest.mark.parametrize("text", ["{count: 1}", "{sha256: [{n: 1, sha256: ab}]}", "{count: 1, sha256: [{n: 1}]}", "three",
                                  "{count: 0, sha256: }"])
def test_a_broken_list_of_paragraphs_is_named(tmp_path, text) -> None:
    broken = article_record().partition("paragraphs:")[0] + f"paragraphs: {text}\n"
    with pytest.raises(SourceError, match=r"^one\.yml: paragraphs"):
        article(tmp_path, broken)


SAME = "It's \"about\" 5-6 boxes..."


@pytest.mark.parametrize("copy", [
    "It’s “about” 5–6 boxes…", "It‘s ”about“ 5—6 boxes…", "  It's\u00a0\"about\"\t5-6\u2009boxes... ",
    "**It's** \"_about_\" 5-6 boxes...", "> It's \"about\" 5-6 boxes...", "## It's \"about\" 5-6 boxes...",
    "It's \"[about](https://example.org/a_b)\" 5-6 boxes...", "It's \"about\"\n5-6 boxes...",
])
def test_copies_of_one_paragraph_have_one_digest(copy) -> None:
    assert normalise(copy) == SAME
    assert digest(copy) == digest(SAME)


@pytest.mark.parametrize("other", ["It's \"about\" 5-7 boxes...", "its \"about\" 5-6 boxes...", "It's \"about\" 56 boxes..."])
def test_another_paragraph_has_another_digest(other) -> None:
    assert digest(other) != digest(SAME)


def test_a_digest_is_sha256_in_hexadecimal() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.text())
def test_normalised_text_is_on_one_line_without_outer_blanks(text) -> None:
    once = normalise(text)
    assert once == " ".join(once.split())
    assert not re.search("[“”‘’–—…*_]", once)


@pytest.mark.parametrize(("text", "expected"), [
    ("one\n\n  two \n", ["one", "two"]),
    ("---\ntitle: x\n---\none\n", ["one"]),
    ("\ufeff---\ntitle: x\n---\n\none\ntwo", ["one", "two"]),
    ("---\nnot closed\n", ["---", "not closed"]),
    ("one\n---\ntwo", ["one", "---", "two"]),
    ("one\r\ntwo\r\n", ["one", "two"]),
    ("", []),
])
def test_paragraphs_are_the_lines_after_the_front_matter(text, expected) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(("words", "fragment"), [
    ("", ""), ("lost 31,680 boxes", "#:~:text=lost%2031%2C680%20boxes"), ("one-fifth", "#:~:text=one%2Dfifth"),
    ("a & b", "#:~:text=a%20%26%20b"), ("€5", "#:~:text=%E2%82%AC5"),
])
def test_a_link_opens_the_source_at_the_quoted_words(words, fragment) -> None:
    assert text_fragment("https://example.org/a", words) == f"https://example.org/a{fragment}"


@given(st.text(min_size=1).filter(lambda t: t.isprintable()))
def test_no_character_of_the_words_has_a_meaning_in_the_link(words) -> None:
    text = text_fragment("https://example.org", words).partition("#:~:text=")[2]
    assert not set(text) & set("-,&# ") and unquote(text) == words


def test_the_sources_of_the_book_are_complete() -> None:
    sources, articles = read_sources(REPOSITORY.bibliography), read_articles(REPOSITORY.seeds)
    assert set(articles) <= set(sources) and len(articles) == 1
    for found in sources.values():
        assert re.match("https?://", found.url) and re.fullmatch(r"\d{4}-\d\d-\d\d", found.accessed), found.key
        assert found.interest in ("party", "none") and found.grade, found.key
