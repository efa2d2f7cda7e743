"""The Sphinx extension on a tiny project: figures in the prose, records, charts, refused pages."""

from __future__ import annotations

import csv
import re

import pytest
from bs4 import BeautifulSoup

from projects import FIGURES, FINDINGS, INDEX, TABLES, tiny_project
from stateofplay.publish.building import build
from stateofplay.publish.opened_pages import opened
from stateofplay.site.read.roles import with_number_marked

pytestmark = [pytest.mark.book, pytest.mark.counted]

CELL = INDEX[INDEX.index("```{code-cell}") :]


def page(project, name: str = "index") -> str:
    return (project.site / "book" / f"{name}.html").read_text(encoding="utf-8")


def problems(tmp_path, capsys, **changes) -> str:
    """What is reported when a tiny project with `changes` is built; it must fail and publish
    nothing.
    """
    project = tiny_project(tmp_path / "book", **changes)
    assert build(project, quiet=True) == 1
    assert not project.site.exists()
    reported = capsys.readouterr().err
    assert "Traceback" not in reported
    return reported


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    project = tiny_project(tmp_path_factory.mktemp("tiny"))
    # A virtual environment in the book's folder holds pages of others, in hidden folders as well.
    others = project.root / "venv" / "lib" / ".github"
    others.mkdir(parents=True)
    (others / "request.md").write_text("---\nname: x\n---\n# A page of others\n", encoding="utf-8")
    (others.parent / "readme.md").write_text("# Another\n", encoding="utf-8")
    assert build(project, quiet=True) == 0
    return project


def test_pages_that_the_book_does_not_name_are_not_read(built) -> None:
    assert not (built.site / "venv").exists()


def test_a_figure_is_printed_in_words_and_linked_to_its_record(built) -> None:
    link = re.search(
        r'<a class="sop-num" href="ledger\.html#boxes_per_month" data-note="\d+"[^>]*>(.*?)</a>',
        page(built),
    )
    assert link[1] == "about <span>40,000</span> people a month"
    assert 'id="boxes_per_month"' in page(built, "ledger")


def test_the_sign_of_a_currency_is_underlined_with_its_number() -> None:
    for money in ("A$5", "NZ$1.2 billion", "−₴5 million", "₹40"):
        assert with_number_marked(f"up to {money} a day") == f"up to <span>{money}</span> a day"


def test_a_figure_opens_its_record_without_javascript(built) -> None:
    card = re.search(
        r'popovertarget="(sop-c\d+)".*?id="\1" popover aria-hidden="true">(.*?)</span></span>',
        page(built),
        re.DOTALL,
    )
    assert (
        card
        and "Harbour director, a partner of the port" in card[2]
        and "35,000 to 45,000" in card[2]
    )


def test_a_screen_reader_reads_past_a_card_and_is_told_its_words_with_the_link(built) -> None:
    """Read as part of the sentence, the card makes Orca lose what follows the number."""
    figures = BeautifulSoup(page(built), "html.parser").select(".sop-fig")
    assert figures
    for figure in figures:
        parts = (".sop-num", ".sop-tap", ".sop-card")
        link, button, card = map(figure.select_one, parts)
        assert link.get_attribute_list("aria-describedby") == [card["id"]]
        assert card["aria-hidden"] == button["aria-hidden"] == "true"
        assert {stop["tabindex"] for stop in (button, *card.select("a"))} == {"-1"}


def test_a_derived_record_shows_its_formula_with_linked_inputs(built) -> None:
    record = page(built, "ledger").partition('id="balance"')[2].partition("</article>")[0]
    linked = r'<a href="#boxes_per_month">“[^<]+”</a> − <a href="#boxes_lost">“Boxes lost[^<]*”</a>'
    assert re.search(linked, record)
    assert "about 8,320 people a month (3,320 to 13,320 people a month)" in record


def test_a_record_says_where_it_is_used_and_how_it_was_checked(built) -> None:
    record = page(built, "ledger").partition('id="boxes_lost"')[2].partition("</article>")[0]
    assert '<a href="index.html">' in record
    assert "Confirmed by an independent source" in record and "Port Office" in record
    unchecked = page(built, "ledger").partition('id="quay_closed"')[2].partition("</article>")[0]
    assert "Not checked" in unchecked


def test_a_chart_is_inline_svg_with_name_description_table_and_downloads(built) -> None:
    html = opened(built.site, built.site / "book" / "index.html")
    figure = html[html.index('<figure class="sop-figure" id="boxes"') : html.index("</figure>")]
    assert figure.count('<svg class="sop-') == 2
    assert figure.count('role="img" aria-labelledby="boxes-alt"') == 2
    assert figure.count('<g aria-hidden="true">') == 2
    assert "Bar chart: about 40,000 people a month handled, 31,680 people a month lost." in figure
    assert (
        '<th scope="row"><a href="ledger.html#boxes_lost">Boxes lost</a></th>' in figure
        and "var(--sop-blue)" in figure
    )
    for file in ("data.csv", "chart.svg", "chart.png", "chart.vl.json"):
        assert f"../charts/boxes/{file}" in figure
        assert (built.site / "charts" / "boxes" / file).stat().st_size > 100


def test_no_colour_of_a_chart_stands_outside_the_palette(built) -> None:
    drawings = re.findall(r"<svg class=\"sop-(?:wide|narrow)\".*?</svg>", page(built), re.DOTALL)
    assert drawings and not re.search(r'(?:fill|stroke)="#', "".join(drawings))


REFUSED = {
    "{fig}`boxes_lots`": "did you mean boxes_lost?",
    "{fig}`boxes_lost|precise`": "“precise” is not a style",
    "{fig}`short_of_goal`": "is a finding",
    "{finding}`boxes_lost`": "no finding",
    "It lost 31,680 boxes.": "“31,680” is typed in the prose",
    "It lost 3 ships.": "“3” is typed in the prose",
    "It lost more than 1999 people.": "“1999” is typed in the prose",
    "It lost *up to* {fig}`boxes_lost`.": "“up to” beside it, and its bound is exact",
    "- It handles exactly\n  {fig}`boxes_per_month|bare`.": "“exactly” beside it, and its bound",
    "It lost {fig}`boxes_lost|number` million people.": "“million” beside it makes another number",
}


def test_what_the_prose_may_not_say(tmp_path, capsys) -> None:
    """All of it in one book, a page for each."""
    pages = {f"p{n}": f"# Extra\n\nFirst line.\n\n{text}\n" for n, text in enumerate(REFUSED)}
    lines = problems(tmp_path, capsys, pages=pages).splitlines()
    for number, (text, message) in enumerate(REFUSED.items()):
        at = 5 + text.count("\n")
        assert [line for line in lines if f"p{number}.md:{at}" in line and message in line], text


def test_all_that_is_reported_is_said_before_the_build_ends_with_its_number(
    tmp_path, capsys
) -> None:
    """The number is Sphinx's own count, which it keeps to itself: another release may drop it."""
    text = "# Extra\n\nThere were 31 boxes.\n\nThen 47 came.\n"
    assert build(tiny_project(tmp_path / "book", pages={"extra": text}), quiet=True) == 1
    said = capsys.readouterr().err
    assert "“31” is typed" in said and "“47” is typed" in said
    assert "2 problem(s) reported above; the book cannot be published" in said


SAID = (
    "On 20 February 2026.",
    "In 2026.",
    "The {plain}`G7` met.",
    "See `x = 3`.",
    "[3 ships](https://example.org/3)",
    "From 11 to 15 February.",
    "More than 1999 was 2000.",
    "At least `code` {fig}`boxes_lost|number`, and {fig}`boxes_per_month|bare` or so.",
)


def test_what_the_prose_may_say(tmp_path) -> None:
    pages = {f"p{number}": f"# Extra\n\n{text}\n" for number, text in enumerate(SAID)}
    assert build(tiny_project(tmp_path / "book", pages=pages), quiet=True) == 0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'alt="Bar chart: {boxes_per_month} handled, {boxes_lost} lost."',
            'alt=" "',
            "has no alt text",
        ),
        (
            "{boxes_lost} lost",
            "31,680 lost",
            "“31,680” typed into the words of boxes; write {id}",
        ),
        ("show(chart,", "said = '3 ships'\nshow(chart, note=said,", "“3” typed into the words"),
        ("show(chart,", "show(chart, note=f'{len(boxes)} ships',", "“3” typed into the words"),
        ("show(chart,", "show(chart, mixes='Of 3 ports',", "“3” typed into the words"),
        ("{boxes_lost} lost", "{boxes_lots} lost", "did you mean boxes_lost?"),
        ("{boxes_lost} lost", "up to {boxes_lost} lost", "boxes: boxes_lost: “up to” beside it"),
        ('finding="more_in_than_lost"', 'finding="more_in"', "“more_in” is not"),
        ('finding="more_in_than_lost",\n     ', "", "needs either finding="),
        ('sources=["harbour_news"]', "sources=[]", "names no source"),
        ('sources=["harbour_news"]', 'sources=["harbour"]', "“harbour”"),
        ('"words": "How many"', '"wrods": "How many"', "has no column wrods"),
        ('id="boxes"', 'id="Boxes 1"', "lower-case-with-hyphens"),
        ('table("boxes")', 'table("tugs")', "does not declare"),
        ('table("boxes").head(3)', "(", "SyntaxError"),
        ("inputs: [boxes]", "inputs: [boxes, tugs]", "“tugs” is declared but never read"),
        (
            'boxes = table("boxes")',
            'import pandas as pd\nboxes = pd.read_csv("../data/tugs.csv")',
            "does not declare",
        ),
        (
            'boxes = table("boxes")',
            'boxes = open("../seeds/sources.bib")',
            "reads seeds/sources.bib, which is no table",
        ),
        (
            'boxes = table("boxes")',
            'boxes = open("index.md")',
            "reads book/index.md, which is no table",
        ),
        (
            "kernelspec: {name: python3}",
            "kernelspec: {name: julia}",
            "kernelspec.name: is “julia”; write python3",
        ),
        ("inputs: [boxes]", "inputs: [boxs]", "did you mean boxes?"),
    ],
)
def test_what_stops_a_chapter(tmp_path, capsys, old, new, message) -> None:
    assert old in INDEX
    reported = problems(tmp_path, capsys, pages={"index": INDEX.replace(old, new)})
    assert message in reported and "book/index" in reported


def test_a_declared_table_may_be_read_with_pandas_too(tmp_path) -> None:
    reading = (
        'import pandas as pd\ncount = len(pd.read_csv("../data/tugs.csv"))\nboxes = table("boxes")'
    )
    text = INDEX.replace('boxes = table("boxes")', reading).replace("[boxes]", "[boxes, tugs]")
    assert build(tiny_project(tmp_path / "book", pages={"index": text}), quiet=True) == 0


def test_a_failing_cell_is_reported_with_its_line(tmp_path, capsys) -> None:
    text = INDEX.replace('boxes = table("boxes").head(3)', "boxes = 1 / 0")
    line = text.splitlines().index("boxes = 1 / 0") + 1
    assert f"book/index.md:{line}: ZeroDivisionError: division by zero" in problems(
        tmp_path, capsys, pages={"index": text}
    )


def test_two_charts_may_not_share_an_id(tmp_path, capsys) -> None:
    other = "---\nfile_format: mystnb\ninputs: [boxes]\n---\n# Other\n\n" + CELL
    assert "the chart id “boxes” is used" in problems(tmp_path, capsys, pages={"other": other})


def test_a_false_finding_stops_the_build_with_sentence_condition_and_values(
    tmp_path, capsys
) -> None:
    figures = [dict(row) for row in FIGURES]
    figures[1] |= {"value": "61680"}
    checks = [TABLES["checks"][0] | {"value": "61680", "low": "", "high": ""}]
    reported = problems(tmp_path, capsys, tables={"boxes": figures, "checks": checks})
    assert "The harbour takes in about 40,000 people a month" in reported
    assert "boxes_per_month > boxes_lost" in reported and "boxes_lost = 61,680" in reported


def test_text_of_the_data_is_shown_as_text(tmp_path) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    figures = [
        FIGURES[0] | {"measure": hostile, "note": hostile, "who": hostile, "place": hostile},
        *FIGURES[1:],
    ]
    findings = [
        FINDINGS[0]
        | {"statement": FINDINGS[0]["statement"] + " " + hostile.replace("1", "").replace("2", "")},
        FINDINGS[1],
    ]
    project = tiny_project(tmp_path / "book", tables={"boxes": figures, "findings": findings})
    assert build(project, quiet=True) == 0
    for path in project.site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert "<script>alert" not in html and "<img src=x" not in html
    assert "&lt;script&gt;alert" in page(project, "ledger")


def test_cells_that_a_spreadsheet_would_run_are_disarmed_in_exports(tmp_path) -> None:
    figures = [
        FIGURES[0] | {"measure": "=HYPERLINK(1)", "note": "@SUM(1)", "place": "+1"},
        *FIGURES[1:],
    ]
    project = tiny_project(tmp_path / "book", tables={"boxes": figures})
    assert build(project, quiet=True) == 0
    for file in ("charts/boxes/data.csv", "data/boxes.csv"):
        with (project.site / file).open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for record in csv.reader(lines) for cell in record]
        assert "'=HYPERLINK(1)" in cells
        assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert "=HYPERLINK(1)" in page(project, "ledger")
