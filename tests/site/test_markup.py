"""What Markdown a page may have: shown on screen, in EPUB and notebook, or refused by its line."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from projects import REPOSITORY, tiny_project
from stateofplay.files.project import Project
from stateofplay.publish.building import build
from stateofplay.publish.forms import write_epub
from stateofplay.publish.proof import check_numbers

pytestmark = [pytest.mark.book, pytest.mark.counted]

HEAD = "---\nfile_format: mystnb\nkernelspec: {name: python3}\n---\n# Rich\n\nProse.\n\n"
SHOWN = r"""
Inline $x_1 \le \frac{a}{b}$ and {math}`c^2`; ~~struck~~, H{sub}`two`O, <kbd>Ctrl</kbd>.[^one] As code: `` {fig}`id` ``.

[^one]: A note with {fig}`boxes_lost`.

[Write](mailto:desk@example.org?subject=A%20harbour&body=x), [see](https://example.org/a?b=1&copy=2), ![Two quays](<two quays#1.png>).

Kept with a sign:\
second line, with blanks:  
third line.

$$
\sum_{i=1}^{n} x_i = \begin{pmatrix} a & b \\ c & d \end{pmatrix}
$$

:::{warning}
Beware of {fig}`boxes_lost`.
:::

:::{admonition} Closed: {fig}`quay_closed`
Closed.
:::

:::{dropdown} Folded: {fig}`boxes_goal`
Inside.
:::

```{tip}
:class: dropdown
A folded tip.
```

| Measure | How many |
|:--|--:|
| Lost | {fig}`boxes_lost\|bare` |

:::{list-table} A caption
:header-rows: 1

* - A
* - {fig}`ships_waiting`
:::

:::{figure} drawing.svg
:alt: A drawing of the harbour
:target: https://example.org/c?b=1&reg=3

Its caption.
:::

> Quoted.

:::{epigraph}
Said before.
:::

% for editors {fig}`x`

<!-- for editors {fig}`x` -->

````md
```{note}
{fig}`id`
```
````

```{code-block} python
x = "{fig}`id`"
```

```{code-cell} ipython3
1
```

## More of it

What one {fig}`boxes_lost` need not read.
"""


@pytest.fixture(scope="module")
def rich(tmp_path_factory) -> Project:
    project = tiny_project(
        tmp_path_factory.mktemp("rich") / "book", pages={"größe": "# G\n", "rich": HEAD + SHOWN}
    )
    drawing = (REPOSITORY.root / "docs" / "growth.svg").read_bytes()
    (project.root / "book" / "drawing.svg").write_bytes(drawing)
    picture = (REPOSITORY.root / "book" / "make-your-own-first.png").read_bytes()
    (project.root / "book" / "two quays#1.png").write_bytes(picture)
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module")
def html(rich) -> str:
    text = (rich.site / "book" / "rich.html").read_text(encoding="utf-8")
    return text[text.index("<h1>") : text.index('<section class="sop-notes"')].replace(
        "\N{NO-BREAK SPACE}", " "
    )


@pytest.mark.parametrize(
    "shown",
    [
        "<msub><mi>x</mi><mn>1</mn></msub>",
        '<div class="sop-formula" tabindex="0"',
        "<s>struck</s>",
        "H<sub>two</sub>O",
        "<kbd>Ctrl</kbd>",
        '<div class="admonition warning">',
        '<p class="admonition-title">Closed: about 20%</p>',
        '<details class="sop-fold">\n<summary>Folded: at least 50,000 people a '
        "month</summary>\n<p>Inside.</p>\n</details>",
        '<a class="headerlink" tabindex="-1" aria-hidden="true" href="#more-of-it" '
        'title="Link to this heading">#</a><details class="sop-more">\n'
        "<summary><h2>More of it</h2></summary>\n<p>What one ",
        "sign:<br />\nsecond line, with blanks:<br />\nthird",
        "<summary>Tip</summary>",
        '<td class="text-right">',
        '<div class="sop-scroll" tabindex="0" role="region" aria-label="A caption">',
        'alt="A drawing of the harbour" width="',
        '<img src="../_images/two%20quays%231.png" alt="Two quays" width="',
        'href="mailto:desk&#64;example.org?subject=A%20harbour&amp;body=x"',
        'href="https://example.org/a?b=1&amp;copy=2"',
        'href="https://example.org/c?b=1&amp;reg=3"',
        '<blockquote class="epigraph">',
        'role="doc-footnote"',
    ],
)
def test_what_a_page_may_have_is_shown(html, shown) -> None:
    assert shown in html


def test_nothing_needs_a_style_a_script_or_another_site(html) -> None:
    assert not re.search(r"\sstyle=|<script|<iframe|<input|src=.https?:", html)
    assert "for editors" not in html and "ships_waiting" not in re.sub(r"<[^>]+>", "", html)


def test_its_numbers_are_proved_as_those_of_other_pages(rich) -> None:
    assert [p for p in check_numbers(rich).problems if "rich" in p] == []


def test_the_notebook_says_the_same_in_plain_markdown(rich) -> None:
    cells = json.loads((rich.site / "notebooks" / "rich.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    for said in (
        "$c^2$",
        "$$\n\\sum",
        "> **Warning**\n>\n> Beware of 31,680 people a month.",
        "> **Closed: about 20%**",
        "> Inside.",
        "| Lost | 31,680 people a month |",
        "As code: `` {fig}`id` ``",
        "````md\n```{note}\n{fig}`id`\n```\n````",
        '```python\nx = "{fig}`id`"\n```',
        "> **Picture: A drawing of the harbour**",
        "> Said before.",
    ):
        assert said in text, said
    assert "for editors" not in text and "A list made from the ledger" not in text


def test_reading_systems_get_formulas_and_pictures(rich) -> None:
    with ZipFile(write_epub(rich)) as archive:
        page = ElementTree.fromstring(archive.read("book/rich.xhtml"))
        assert next(page.iter("{http://www.w3.org/1998/Math/MathML}mfrac")) is not None
        assert re.search(
            r'href="book/rich.xhtml"[^>]* properties="mathml"', archive.read("content.opf").decode()
        )
        assert {"_images/two quays#1.png", "book/größe.xhtml"} <= set(archive.namelist())


REFUSED = {
    "| a | b |\n|---|---|\n| a | {fig}`boxes_lost|bare` |": ("{fig}", 5),
    "Typed {fig}‘boxes_lost’.": "{fig}",
    "Typed {fig} `boxes_lost`.": "{fig}",
    "Typed :fig:`boxes_lost`.": ":fig:",
    "Lost {boxes_lost}.": "{boxes_lost}",
    "## Lost {fig}’boxes_lost’": "{fig}",
    "[Lost {fig} `boxes_lost`](ledger.md)": "{fig}",
    "<p>Lost {fig}`boxes_lost`</p>": "“<p>” is HTML",
    '<iframe src="https://example.org"></iframe>': "“<iframe>” is HTML",
    "A <b onclick=x>bold</b> word.": "“<b>” is HTML",
    ":::{note\nText.\n:::": ":::{note",
    ":::note\nText.\n:::": ":::note",
    "```{note\nText.\n```": "{note",
    "```{note} Text```": "on one line",
    "Text.\n:::{note}\nText.\n:::\n\n:::": "“:::”",
    "```{margin}\nText.\n```": "{margin} is not shown",
    "::::{tab-set}\n:::{tab-item} A\nText.\n:::\n::::": "{tab-set} is not shown",
    "```{include} aid.md\n```": "{include} is not shown",
    "```{toctree}\nledger\n```": "{toctree} is not shown",
    "```{topic} A\nText.\n```": "“topic” is not shown",
    "```{rubric} A\n```": "“rubric” is not shown",
    "```{noted}\nText.\n```": "noted",
    "Cited {cite}`somebody`.": "cite",
    "- [ ] open": "[ ]",
    "A note.[^two]": "[^two]",
    "A ~~ struck ~~ word.": "~~",
    "A ** strong** word.": "**",
    "A ==marked== word.": "==marked==",
    "A [[link]].": "[[link]]",
    "Cited [@somebody].": "[@somebody",
    "> [!NOTE]\n> Text.": "[!NOTE]",
    "H~two~O.": "~two~",
    "A :smile: here.": ":smile:",
    "# Another title": ("one title", 3),
    "A [link](a b).": "a link is",
    "$\\nonsense x$": "cannot be shown",
    "$31680$": "typed in a formula",
    "![](drawing.png)": "no alternative text",
    "![A quay for {fig}`boxes_lost`](drawing.png)": "has a role or code",
    "```{image} a.png\n:alt: Lost {fig}`boxes_lost`\n```": "has a role or code",
    "See [the {fig}`boxes_lost` there](https://example.org/a).": "leads elsewhere itself",
    "See [the list][nowhere].": "a link by a name",
    "![A drawing](https://example.org/a.png)": "pages ask no other site",
    "![31,680 boxes](drawing.png)": "typed into the alternative text",
    "```{image} a.png\n:alt: A\n:width: 50%\n```": (":width:", 5),
    "```{list-table}\n:widths: 1 2\n\n* - a\n  - b\n```": (":widths:", 4),
}


def test_what_pages_cannot_show_is_refused_with_its_line(tmp_path, capsys) -> None:
    """All of them in one book, a page for each."""
    pages = {f"p{number}": f"# Page\n\n{text}\n" for number, text in enumerate(REFUSED)}
    assert build(tiny_project(tmp_path / "book", pages=pages), quiet=True) == 1
    reported = capsys.readouterr().err
    assert "Traceback" not in reported
    for number, (text, wanted) in enumerate(REFUSED.items()):
        said, line = wanted if isinstance(wanted, tuple) else (wanted, None)
        lines = [part for part in reported.splitlines() if f"book/p{number}.md:" in part]
        assert any(said in part for part in lines), (text, lines)
        if line:
            assert any(f".md:{line}:" in part for part in lines), (text, lines)


TITLELESS = {
    "": "is empty",
    " \n": "is empty",
    "[a]: https://example.org\n": "no title",
    "---\norphan: true\n---\n": "no title",
    "Only text.\n": "no title",
    "# Page\n\n##\n\nText.\n": "the heading is empty",
    "% A comment.\n": "no title",
    "Text.\n\n# Page\n": "before the title",
}


@pytest.mark.parametrize("text", TITLELESS)
def test_a_page_has_one_title_and_begins_with_it(tmp_path, capsys, text) -> None:
    project = tiny_project(tmp_path / "book", pages={"extra": text})
    assert build(project, quiet=True) == 1
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "book/extra.md" in line]
    assert TITLELESS[text] in line


def test_what_is_said_of_a_mistake_is_not_read_as_prose(tmp_path, capsys) -> None:
    """docutils puts its reports, which have numbers of lines and levels, into the page."""
    project = tiny_project(tmp_path / "book", pages={"extra": "## Second\n\nText {cite}`x`.\n"})
    assert build(project, quiet=True) == 1
    assert "typed in the prose" not in capsys.readouterr().err


PASSES = (
    "Said [sic] (he did).",
    "Code `` {fig}`id` `` and `{x}`.",
    "Money {plain}`$5bn` to {plain}`$6bn`.",
    "    {fig}`id`\n\nIndented code.",
    "````md\n```{note}\n```\n````",
    "A *word* and_another.",
    "Where a == b, x ~ y; at {plain}`10:30`:",
    "Ends with a colon:",
)


def test_what_only_looks_like_it_passes(tmp_path) -> None:
    pages = {f"p{number}": f"# Extra\n\nFirst.\n\n{text}\n" for number, text in enumerate(PASSES)}
    assert build(tiny_project(tmp_path / "book", pages=pages), quiet=True) == 0
