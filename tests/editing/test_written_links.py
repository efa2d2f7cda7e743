"""What `check` says of pictures, links and roles is what a build does, with file and line."""

from __future__ import annotations

import pytest

from projects import INDEX, tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.publish.sphinx_words import in_own_words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{fig} `boxes_lost`", "“{fig}” is left as written: a role’s name and its backticks"),
        ("{fig}'boxes_lost'", "“{fig}” is left as written"),
        ("{boxes_lost}", "“{boxes_lost}” is left as written"),
        ("![A quay](qay.png)", "there is no picture “qay.png”; did you mean quay.png?"),
        ("[boxes](indx.md#top)", "there is no page “indx.md”; did you mean index.md?"),
        ("\n\n```{tip} Of {fig}`boxes_lost`\nText", "“```{tip}” opens no directive, for its line"),
        ("![A quay](<a%20quay.png>), ![A quay](a%20quay.png), ![A quay](a#quay.png)", ""),
        ("![A quay](b#quay.png)", "there is no picture “b#quay.png”; did you mean a#quay.png?"),
        ("[12 boxes](index.md)", "“12” is typed in the prose"),
        ("![A quay](quay.png), [boxes](index.md), [12](https://example.org), $x_{a}$, `{b}`", ""),
        ("[Ledger](ledger.md), [there](method.md)", ""),
        ("[More](method-more.md)", "“method-more.md” is no page of _toc.yml; list it there"),
        ("[Us](../README.md)", "“../README.md” is no page of _toc.yml; list it there"),
        ("[Ledger](/book/ledger.md), [it](../book/ledger.md)", ""),
    ],
)
def test_what_a_build_would_refuse_of_links_and_roles(tmp_path, text, said) -> None:
    project = tiny_project(tmp_path / "book", {}, {"index": f"{INDEX}\n\nHere: {text}.\n"})
    for name in ("quay.png", "a quay.png", "a#quay.png"):
        (project.book / name).write_bytes(b"")
    for path in (project.book / "method-more.md", project.root / "README.md"):
        path.write_text("## More\n", encoding="utf-8", newline="\n")
    problems = [str(problem) for problem in find_problems(project)[0]]
    line = (project.book / "index.md").read_text("utf-8").count("\n") - text.count("Of {fig}")
    assert [p.startswith(f"book/index.md:{line}: {said}") for p in problems] == [True] * bool(said)


def test_a_build_says_of_pictures_and_links_what_to_do(tmp_path) -> None:
    reported = (
        "a.md:3: image file not readable: book/lake.png [image.not_readable]\n"
        "a.md:4: 'myst' cross-reference target not found: 'guests.md' [myst.xref_missing]"
    )
    assert in_own_words(reported, [tmp_path / "guest.md"]) == (
        "a.md:3: there is no picture “book/lake.png”; put it there, or correct it, or take it out\n"
        "a.md:4: there is no page “guests.md”; did you mean guest.md?"
    )


@pytest.mark.parametrize(
    ("reported", "said"),
    [
        (
            'Unknown interpreted text role "cite:p". [myst.role_unknown]',
            "a source is cited as {source}`key`",
        ),
        (
            'Unknown interpreted text role "figg". [myst.role_unknown]',
            "“{figg}” is no role; did you mean fig?",
        ),
        (
            "Unknown source document 'book/method-more' [myst.xref_missing]",
            "book/method-more.md is no page of _toc.yml; list it there, or link to one that is",
        ),
        (
            "Unknown directive type: 'chart' [myst.directive_unknown]",
            "“{chart}” stands in another block",
        ),
        (
            "Unknown directive type: 'notes' [myst.directive_unknown]",
            "“{notes}” is no directive; did you mean note?",
        ),
        (
            "Pygments lexer name 'foo' is not known",
            "“foo” is no language that listings know; write ```text",
        ),
        ("undefined label: 'boxes'", "“boxes” is no label; write (boxes)= on the line before"),
        (
            "local id not found in doc 'book/a': 'b' [myst.xref_missing]",
            "book/a.md has no such place",
        ),
        ("term not in glossary: 'Quay'", "“Quay” is not in a {glossary}"),
        (
            "No key 'x' found in glue data for this document. [mystnb.glue]",
            "{glue} has nothing here",
        ),
        (
            "Document headings start at H2, not H1 [myst.header]",
            "begin the page with a line like # Aid",
        ),
        (
            "Non-consecutive header level increase; H2 to H4 [myst.header]",
            "this heading skips a level",
        ),
    ],
)
def test_a_build_says_of_what_it_does_not_know_what_to_do(reported, said) -> None:
    told = in_own_words(f"a.md:3: {reported}", [])
    assert said in told and told.startswith("a.md:3: ") and "[myst" not in told
