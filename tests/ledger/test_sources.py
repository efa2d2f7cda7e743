"""The records in seeds/: what is read from them, what is missing, and when two copies of a
paragraph are the same.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breaking import told
from projects import PARAGRAPHS, article_record
from stateofplay.ledger.reading.sources import (
    digest,
    normalise,
    paragraphs,
    read_articles,
    text_fragment,
)


def article(tmp_path, text: str):
    (tmp_path / "one.yml").write_text(text, encoding="utf-8")
    return read_articles(tmp_path)


def test_an_article_is_its_citation_and_its_digests(tmp_path) -> None:
    found = article(tmp_path, article_record())["harbour_news"]
    assert (found.title, found.producer, found.language) == ("Boxes pile up", "Harbour News", "en")
    assert (found.published, found.day, found.paragraph_count) == (
        "2026-02-20",
        "20 February 2026",
        3,
    )
    assert found.digests == {n: digest(p) for n, p in enumerate(PARAGRAPHS, 1)}
    assert found.boilerplate == frozenset()


def test_marked_paragraphs_are_boilerplate_and_a_vague_day_stays_as_recorded(tmp_path) -> None:
    text = (
        article_record()
        .replace("{n: 2,", "{n: 2, boilerplate: true,")
        .replace("'2026-02-20'", "winter 2026")
    )
    found = article(tmp_path, text)["harbour_news"]
    assert (found.boilerplate, found.day) == ({2}, "winter 2026")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Boxes pile up\n", "", ":1:title: is missing; write the article's title"),
        (
            "producer: Harbour News",
            "producer:",
            ":3:producer: is empty, not text; write who published it",
        ),
        (
            "count: 3",
            "count: 4",
            ":8:paragraphs.count: is 4, but the last digest is of paragraph 3",
        ),
        ("title: ", "title: {a} b #", "put a value that begins with “{” and goes on after it in"),
        ("key: ", "key: [", ":2:6: cannot be read as YAML: "),
        ("'2026-02-20'", "'2026-02-30'", ":5:published: “2026-02-30” is no day"),
        ("'2026-02-20'", "'2999-02-20'", ":5:published: “2999-02-20” is still to come"),
        (
            "language: en",
            "language: en\naccessed: '2026-02-19'",
            ":7:accessed: “2026-02-19” is before the page was published, 2026-02-20",
        ),
        ("'2026-02-20'", "2026-02-30", ":5:published: “2026-02-30” is no day"),
        ("language: en", "language: !!int en", "holds a value that is not of its kind"),
        ("{n: 2,", "{n: 1,", ":11:paragraphs.sha256.n: paragraph 1 stands there already"),
        (
            "language: en",
            "language: en\nlanguage: uk",
            ":7:language: stands on line 6 already; keep one of them",
        ),
    ],
)
def test_what_is_wrong_with_an_article_record(tmp_path, old, new, message) -> None:
    assert old in article_record()
    assert message in told(article, tmp_path, article_record().replace(old, new))[0]


@pytest.mark.parametrize("text", ["", "just words", "- a list", "[]", "3"])
def test_an_article_record_of_another_shape_is_one_line(tmp_path, text) -> None:
    assert len(told(article, tmp_path, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{count: 1}",
        "{sha256: [{n: 1, sha256: ab}]}",
        "{count: 1, sha256: [{n: 1}]}",
        "three",
        "{count: 0, sha256: }",
    ],
)
def test_a_broken_list_of_paragraphs_is_named(tmp_path, text) -> None:
    broken = article_record().partition("paragraphs:")[0] + f"paragraphs: {text}\n"
    assert all(":7:paragraphs" in line for line in told(article, tmp_path, broken))


def test_two_records_with_one_key_are_refused(tmp_path) -> None:
    (tmp_path / "first.yml").write_text(article_record(), encoding="utf-8")
    assert "is the key of another record" in told(article, tmp_path, article_record())[0]


SAME = 'It\'s "about" 5-6 boxes...'


@pytest.mark.parametrize(
    "copy",
    [
        "It’s “about” 5–6 boxes…",
        "It‘s ”about“ 5—6 boxes…",
        '  It\'s\u00a0"about"\t5-6\u2009boxes... ',
        '**It\'s** "_about_" 5-6 boxes...',
        '> It\'s "about" 5-6 boxes...',
        '## It\'s "about" 5-6 boxes...',
        'It\'s "[about](https://example.org/a_b)" 5-6 boxes...',
        'It\'s "about"\n5-6 boxes...',
    ],
)
def test_copies_of_one_paragraph_have_one_digest(copy) -> None:
    assert normalise(copy) == SAME
    assert digest(copy) == digest(SAME)


@pytest.mark.parametrize(
    "other", ['It\'s "about" 5-7 boxes...', 'its "about" 5-6 boxes...', 'It\'s "about" 56 boxes...']
)
def test_another_paragraph_has_another_digest(other) -> None:
    assert digest(other) != digest(SAME)


def test_a_digest_is_sha256_in_hexadecimal() -> None:
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.text())
def test_normalised_text_is_on_one_line_without_outer_blanks(text) -> None:
    once = normalise(text)
    assert once == " ".join(once.split())
    assert not re.search("[“”‘’–—…*_]", once)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\n  two \n", ["one", "two"]),
        ("---\ntitle: x\n---\none\n", ["one"]),
        ("\ufeff---\ntitle: x\n---\n\none\ntwo", ["one", "two"]),
        ("---\nnot closed\n", ["---", "not closed"]),
        ("one\n---\ntwo", ["one", "---", "two"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("", []),
    ],
)
def test_paragraphs_are_the_lines_after_the_front_matter(text, expected) -> None:
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    ("words", "fragment"),
    [
        ("", ""),
        ("lost 31,680 boxes", "#:~:text=lost%2031%2C680%20boxes"),
        ("one-fifth", "#:~:text=one%2Dfifth"),
        ("a & b", "#:~:text=a%20%26%20b"),
        ("€5", "#:~:text=%E2%82%AC5"),
    ],
)
def test_a_link_opens_the_source_at_the_quoted_words(words, fragment) -> None:
    assert text_fragment("https://example.org/a", words) == f"https://example.org/a{fragment}"


@given(st.text(min_size=1).filter(lambda t: t.isprintable()))
def test_no_character_of_the_words_has_a_meaning_in_the_link(words) -> None:
    text = text_fragment("https://example.org", words).partition("#:~:text=")[2]
    assert not set(text) & set("-,&# ") and unquote(text) == words
