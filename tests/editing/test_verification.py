"""Verifying a copy of an article: what may differ between copies, what may not, and what each miss
says.
"""

from __future__ import annotations

import textwrap

import pytest

from projects import CHECKS, PARAGRAPHS, REPOSITORY, article_record, tiny_project
from stateofplay.cli import main
from stateofplay.editing.verification import verify_file
from stateofplay.files.problems import SourceError

ARTICLES = sorted((REPOSITORY.root.parent / "shared" / "seeds").glob("*.txt"))
ALL_GOOD = "3 of 3 paragraphs, 5 of 5 figures, 6 of 6 numbers: 100%"
QUOTED = [
    "“We’re full” – the harbour’s director said on February 4, 2026, and “no one” disagreed…",
    "It may cost $2.5bn, or 2.1 billion euros [at today’s rate], for a long-running repair.",
    "Nothing was decided.",
]


def listed(*words: tuple[str, str]) -> dict[str, list[dict[str, str]]]:
    """Tables in which no figure, but these words with their paragraphs, are listed."""
    rows = [
        dict(
            id=f"listed_{i}",
            text=text,
            source="harbour_news",
            locator=n,
            reason="It is an example.",
        )
        for i, (n, text) in enumerate(words)
    ]
    return {"boxes": [], "derived": [], "findings": [], "checks": [], "unpublished": rows}


TYPOGRAPHIC = listed(("1", "February 4, 2026"), ("2", "$2.5bn"), ("2", "2.1 billion euros"))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "\r\n\r\n".join(PARAGRAPHS) + "\r\n",
        "\ufeff---\ntitle: Boxes\n---\n\n" + "\n\n".join(PARAGRAPHS),
        "\n\n".join(PARAGRAPHS).encode("utf-16"),
        "\n\n".join(textwrap.fill(p, 30) for p in PARAGRAPHS),
        "\n".join(textwrap.fill(p, 40) for p in PARAGRAPHS),
        "\n>\n".join(
            textwrap.fill(p, 40, initial_indent="> ", subsequent_indent="> ") for p in PARAGRAPHS
        ),
        "\n\n".join(f"- {p}" for p in PARAGRAPHS),
        "\n\n".join(f"**{p}**" for p in PARAGRAPHS),
        "\n".join(PARAGRAPHS).replace("Northtown", "[Northtown](https://example.org/2026/2/20)"),
        "\n".join(PARAGRAPHS)
        .replace("Northtown", "[Northtown][1]")
        .replace("port", "*port*")
        .replace("40,000", "40,0\u200b00"),
        "\n".join(PARAGRAPHS).replace(" 400 ", "&nbsp;400 "),
    ],
    ids=[
        "plain",
        "windows",
        "front-matter",
        "utf-16",
        "wrapped",
        "wrapped-without-blank-lines",
        "quoted",
        "bullets",
        "bold",
        "links",
        "marked-up",
        "entities",
    ],
)
def test_copies_of_the_same_text_pass(verify, text) -> None:
    report = verify(text)
    assert report.ok and report.lines[-1] == ALL_GOOD


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.translate(str.maketrans("“”’–", '""\'-')),
        lambda t: t.replace("…", "..."),
        lambda t: t.replace("–", "--").replace("[", "\\[").replace("$", "\\$"),
        lambda t: t.replace(" ", "\u00a0"),
        lambda t: textwrap.fill(t, 20),
        lambda t: t.encode("cp1252"),
    ],
    ids=[
        "straight-quotes",
        "dots",
        "escaped",
        "no-break-spaces",
        "wrapped-at-hyphens",
        "windows-1252",
    ],
)
def test_typography_may_differ(verify, change) -> None:
    copies = [change(p) for p in QUOTED]
    text = (b"\n\n" if isinstance(copies[0], bytes) else "\n\n").join(copies)
    report = verify(text, paragraphs=QUOTED, **TYPOGRAPHIC)
    assert report.ok and report.lines[-1] == "3 of 3 paragraphs, 3 of 3 numbers: 100%"


def test_lines_around_the_article_are_named_and_pass(verify) -> None:
    text = "\n".join(
        [
            "# Boxes pile up",
            "Share 12",
            PARAGRAPHS[0],
            "ADVERTISEMENT",
            "",
            *PARAGRAPHS[1:],
            "Read more",
            "- Five ships",
        ]
    )
    report = verify(text)
    assert report.ok and report.lines[1:] == [
        "not of the article, so not read: line 1, 2, 4, 8, 9",
        ALL_GOOD,
    ]


def test_a_boilerplate_paragraph_of_the_record_may_be_missing(tmp_path) -> None:
    project = tiny_project(
        tmp_path / "other",
        tables={
            "unpublished": [
                dict(
                    id="x",
                    text="Be the first",
                    source="harbour_news",
                    locator="4",
                    reason="Not the article’s.",
                )
            ]
        },
    )
    record = article_record(paragraphs=[*PARAGRAPHS, "Be the first to know."])
    (project.seeds / "harbour-news.yml").write_text(
        record.rstrip().removesuffix("}") + ", boilerplate: true}\n", encoding="utf-8"
    )
    for text, numbers in (
        ("\n".join(PARAGRAPHS), 6),
        ("\n".join([*PARAGRAPHS, "Be the first to know."]), 7),
    ):
        (tmp_path / "copy.txt").write_text(text, encoding="utf-8")
        report = verify_file(project, tmp_path / "copy.txt")
        assert report.ok and report.lines[-1] == ALL_GOOD.replace(
            "6 of 6", f"{numbers} of {numbers}"
        )


def test_a_changed_word_without_a_number_fails_too(verify) -> None:
    report = verify("\n".join(PARAGRAPHS).replace("closed", "open"))
    assert (
        not report.ok
        and report.lines[1] == "paragraph 3: is not as recorded; line 3 seems to be it, changed"
    )


@pytest.mark.parametrize(
    "instead", [[], ["An advertisement for 12 boats."]], ids=["nothing", "an advertisement"]
)
def test_a_missing_paragraph_fails(verify, instead) -> None:
    report = verify("\n".join([PARAGRAPHS[0], *instead, PARAGRAPHS[2]]))
    assert not report.ok and report.lines[1] == "paragraph 2: is missing from the copy"
    assert report.lines[-1].startswith("2 of 3 paragraphs, 3 of 5 figures")


def test_no_line_repeats_a_sentence_of_the_article(verify) -> None:
    report = verify("\n".join(PARAGRAPHS), **listed())
    assert not report.ok and len(report.lines) == 8
    assert all(len(line.split("“")[1].split("”")[0].split()) <= 7 for line in report.lines[1:-1])


@pytest.mark.parametrize("text", ["", "A recipe for soup.\nTake two onions."])
def test_a_file_of_something_else_gets_one_clear_line(verify, text) -> None:
    with pytest.raises(SourceError) as said:
        verify(text)
    assert str(said.value).startswith(
        "copy.txt: no paragraph of it is one of “Boxes pile up” (Harbour News, 20 February 2026); "
        "give a copy of it, or "
    )


def test_the_article_with_most_paragraphs_is_meant(tmp_path) -> None:
    checks = [
        CHECKS[0] | {"locator": "1"}
    ]  # its source becomes an article, of which a paragraph is cited
    project = tiny_project(tmp_path / "project", {"checks": checks})
    other = article_record("port_office", [PARAGRAPHS[0], "Another day.", "Another night."])
    (project.seeds / "another.yml").write_text(
        other.replace("Boxes pile up", "Another"), encoding="utf-8"
    )
    (tmp_path / "copy.txt").write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    report = verify_file(project, tmp_path / "copy.txt")
    assert report.ok and "“Boxes pile up”" in report.lines[0]


def test_the_command_exits_with_what_was_found(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("STATEOFPLAY_ROOT", str(tiny_project(tmp_path / "project").root))
    copy = tmp_path / "copy.txt"
    copy.write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    assert main(["verify", str(copy)]) == 0 and capsys.readouterr().out.endswith(f"{ALL_GOOD}\n")
    copy.write_text("\n".join(PARAGRAPHS[1:]), encoding="utf-8")
    assert (
        main(["verify", str(copy)]) == 1
        and "paragraph 1: is missing from the copy" in capsys.readouterr().out
    )
    assert (
        main(["verify", str(tmp_path / "none.txt")]) == 2
        and "there is no such file" in capsys.readouterr().err
    )


@pytest.mark.skipif(
    not ARTICLES,
    reason="the article's text is not kept in the repository; put it at ../shared/seeds/*.txt",
)
def test_the_article_of_the_book_is_covered_in_full() -> None:
    report = verify_file(REPOSITORY, ARTICLES[0])
    assert report.ok, "\n".join(report.lines)
    assert len(report.lines) == 2 and report.lines[-1].endswith(": 100%")
