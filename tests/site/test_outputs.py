"""What cells show besides charts reaches the page within its policy, or one line says why not."""

from __future__ import annotations

import re

import pytest

from projects import tiny_project
from stateofplay.publish.building import build
from stateofplay.site.read.outputs import fitting_html

pytestmark = [pytest.mark.book, pytest.mark.counted]

HEAD = (
    "---\nfile_format: mystnb\ninputs: [boxes]\n---\n# A page\n\nSome prose on "
    "{fig}`boxes_lost`.\n\n"
)
# One white point.
PNG = (
    "bytes.fromhex('"
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c63f80f0001010100b138f6140000000049454e44ae426082"
    "')"
)


def chapter(*cells: str) -> str:
    return HEAD + "\n".join(
        f"```{{code-cell}} ipython3\n{cell}\n```\n"
        for cell in ("from stateofplay import table\nrows = table('boxes')", *cells)
    )


def markdown(said: str) -> str:
    return f'from IPython.display import Markdown\nMarkdown("{said}")'


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = tiny_project(
        tmp_path_factory.mktemp("outputs"),
        pages={
            "shown": chapter(
                "import sys, warnings\nprint('printed <b>')\nprint('said', "
                "file=sys.stderr)\nwarnings.warn('Careful')",
                "rows[['id', 'value']]",
                "from IPython.display import HTML, Image, Markdown, "
                "SVG\ndisplay(Markdown('**bold**'))\nHTML('<b>open<i>ended</b>')",
                "---\nmystnb: "
                f"{{image: {{alt: 'Ship with {{boxes_lost}}'}}}}\n---\nImage(data={PNG}, "
                "format='png')",
                f"Image(data={PNG}, format='png', alt='A ship')",
                ":tags: [skip-execution]\n1 / 0",
                ":tags: [remove-output]\nrows.style",
                "%time 1\n!echo hello\nlen?",
            )
        },
    )
    assert build(project, quiet=True) == 0
    return project


def page(project) -> str:
    return (project.site / "book" / "shown.html").read_text(encoding="utf-8")


def test_text_stands_under_its_cell_and_a_warning_does_not(built) -> None:
    assert (
        "printed &lt;b&gt;\n" in page(built)
        and "said\n" in page(built)
        and "hello\n" in page(built)
    )
    assert "UserWarning" not in page(built)


def test_a_table_of_pandas_is_a_table_of_the_book(built) -> None:
    table = re.search(
        r'<div aria-label="Table" class="sop-scroll" role="group" tabindex="0">.*?</div>',
        page(built),
        re.DOTALL,
    )[0]
    assert '<th scope="col">value</th>' in table and "<td>31680.0</td>" in table
    assert "style" not in table and "border" not in table and "<th></th>" not in table


def test_pictures_have_a_text_alternative_with_figures_in_words(built) -> None:
    pictures = re.findall(r'<img src="\.\./_images/\w+\.png" alt="([^"]*)"', page(built))
    assert pictures == ["Ship with 31,680 people a month", "A ship"]


def test_html_is_well_formed_and_markdown_is_read(built) -> None:
    assert "<b>open<i>ended</i></b>" in page(built) and "<strong>bold</strong>" in page(built)


def test_a_warning_is_said_and_stops_nothing(tmp_path, capsys) -> None:
    project = tiny_project(
        tmp_path / "book", pages={"shown": chapter("import warnings\nwarnings.warn('Careful')")}
    )
    assert build(project, quiet=True) == 0
    assert "warning: book/shown.md:16: UserWarning: Careful\n" in capsys.readouterr().err


@pytest.fixture(scope="module")
def refused(tmp_path_factory) -> dict[str, str]:
    """The lines of the builds that refuse all of these, by the page's name."""
    return {
        name: line
        for cells in (REFUSED, IN_MARKDOWN)
        for name, line in lines_of(tmp_path_factory.mktemp("refused") / "book", cells).items()
    }


def lines_of(folder, cells) -> dict[str, str]:
    project = tiny_project(folder, pages={name: chapter(cell) for name, (cell, _) in cells.items()})
    with pytest.MonkeyPatch.context() as patch:
        said: list[str] = []
        patch.setattr(
            "sys.stderr",
            type(
                "Err",
                (),
                {"write": lambda self, text: said.append(text), "flush": lambda self: None},
            )(),
        )
        assert build(project, quiet=True) == 1
    lines = [line for line in "".join(said).splitlines() if line.startswith("book/")]
    return {re.match(r"book/(\w+)\.md:", line)[1]: line for line in lines}


REFUSED = {
    "altair": (
        "import altair as alt\nalt.Chart(rows).mark_bar().encode(x='value:Q')",
        "a chart without words; end the cell in show(",
    ),
    "picture": (
        f"from IPython.display import Image\nImage(data={PNG}, format='png')",
        "a picture without a text alternative",
    ),
    "typed": (
        f"from IPython.display import Image\nImage(data={PNG}, format='png', alt='All 31,680')",
        "has “31,680” typed into it",
    ),
    "styler": ("rows.style", "HTML with <style>"),
    "inline": (
        "from IPython.display import HTML\nHTML('<p style=\"color: red\">a</p>')",
        "an inline style on <p>",
    ),
    "script": ("%%javascript\nalert(1)", "a script, which the pages’ policy refuses"),
    "handler": (
        "from IPython.display import HTML\nHTML('<p onclick=\"a()\">a</p>')",
        "a script on <p>",
    ),
    "frame": (
        "from IPython.display import IFrame\nIFrame('https://example.org', 9, 9)",
        "HTML with <iframe>",
    ),
    "remote": (
        "from IPython.display import Image\nImage(url='https://example.org/a.png')",
        "<img src>, which loads a file",
    ),
    "widget": (
        "display({'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'a'}, raw=True)",
        "a widget, which needs a running kernel",
    ),
    "other": (
        "display({'application/pdf': 'a'}, raw=True)",
        "application/pdf, which no page can show",
    ),
    "control": ("print('a\\x0bb')", "the control character U+000B"),
    "fails": (
        ":tags: [raises-exception]\nprint(1)",
        "“raises-exception” is not known to this book",
    ),
}


# Found where a page is read: MyST makes of Markdown what it is.
IN_MARKDOWN = {
    "raw": (markdown("<p onclick='a()'>a</p>"), "“<p>” is HTML, which these pages do not publish"),
    "within": (markdown("a <b style='color: red'>b</b>"), "“<b>” is HTML"),
    "run": (markdown("<script>alert(1)</script>"), "“<script>” is HTML"),
    "directive": (
        markdown(":::{raw} html\\n<script>alert(1)</script>\\n:::"),
        "{raw} is not shown",
    ),
    "elsewhere": (markdown("![a](https://example.org/a.png)"), "a.png is elsewhere, and pages ask"),
    "tagged": (markdown("<img src='https://example.org/a.png'>"), "“<img>” is HTML"),
    "silent": (markdown("![](https://a.org/b.png)"), "b.png has no alternative text"),
}


@pytest.mark.parametrize("name", [*REFUSED, *IN_MARKDOWN])
def test_what_no_page_can_show_is_one_line(refused, name) -> None:
    assert (REFUSED | IN_MARKDOWN)[name][1] in refused[name] and refused[name].startswith(
        f"book/{name}.md:1"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</p>",
        '<a href="https://example.org">a</a>',
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
    ],
)
def test_plain_html_stays_as_it_is(html) -> None:
    assert fitting_html(html) == (html, "")
