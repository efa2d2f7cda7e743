"""The page that ranks the findings by how near they are to turning, the front page's two, and the
role `{turns}`."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from bs4 import BeautifulSoup

from projects import FINDINGS, tiny_project
from stateofplay.chapters.lab_words import to_roles, to_words
from stateofplay.cli import main
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.nearness import by_nearness
from stateofplay.ledger.turning_words import hanging_also, sentence_of, turning_of
from stateofplay.publish.page_numbers import check_numbers

LIST = "# Boxes\n\n```{ledger-firmness}\n```\n"
FRONT = f"{LIST}\n{{finding}}`more_in_than_lost`.\n{{turns}}`more_in_than_lost`\n"
NEVER = [
    FINDINGS[0]
    | {"id": "always", "statement": "It is so", "holds": 'boxes_lost > "-1 people/month"'}
]


def built(tmp_path, monkeypatch, front: str = FRONT, **tables):
    project = tiny_project(tmp_path / "project", tables, {"index": front})
    project.toc.write_text(
        project.toc.read_text(encoding="utf-8") + "  - {file: book/how-firm, title: How firm}\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(project.root)
    assert main(["build"]) == 0
    return project


def page(project, name: str) -> BeautifulSoup:
    return BeautifulSoup((project.site / "book" / f"{name}.html").read_text("utf-8"), "html.parser")


def test_jupyterlab_shows_the_sentence_and_saves_the_role(tmp_path) -> None:
    ledger = load_ledger(tiny_project(tmp_path / "project"))
    text = "It is so. {turns}`more_in_than_lost` {turns}`boxes_lost`"
    shown = to_words(text, ledger)
    said = turning_of(ledger, "more_in_than_lost")
    assert shown == f"It is so. [{said}](turns:more_in_than_lost) {{turns}}`boxes_lost`"
    assert to_roles(shown) == text


@pytest.mark.book
@pytest.mark.counted
def test_of_very_many_findings_the_nearest_are_listed_on_a_light_page(
    tmp_path, monkeypatch
) -> None:
    holds = [f"boxes_per_month > boxes_lost * {n} / 240" for n in range(1, 241)]
    many = [FINDINGS[0] | {"id": f"more_{n}", "holds": rule} for n, rule in enumerate(holds)]
    many += [NEVER[0] | {"id": f"always_{n}"} for n in range(110)]
    project = built(tmp_path, monkeypatch, findings=FINDINGS + many)
    shown = page(project, "how-firm")
    ranked = [name for name, each in by_nearness(load_ledger(project)) if each]
    listed = [li["data-finding"] for li in shown.select(".sop-turning li")]
    assert listed[:200] == ranked[:200] and len(ranked) == 242
    assert len(listed) == 300 and all(name.startswith("always") for name in listed[200:])
    assert "What turns the other findings is said in their records" in shown.get_text()
    size = len(gzip.compress((project.site / "book" / "how-firm.html").read_bytes(), 6))
    assert size < 60_000


@pytest.mark.book
@pytest.mark.counted
def test_all_findings_stand_in_order_with_strip_data_and_hooks(tmp_path, monkeypatch) -> None:
    project = built(tmp_path, monkeypatch)
    ledger, shown = load_ledger(project), page(project, "how-firm")
    ranked = [(name, each.turn.figure) for name, each in by_nearness(ledger) if each]
    items = shown.select(".sop-turning li")
    assert [(li["data-finding"], li["data-figure"]) for li in items if li["data-figure"]] == ranked
    for li in items:
        assert li.a["href"] == f"ledger.html#{li['data-finding']}"
        found, text = sentence_of(ledger, li["data-finding"]), " ".join(li.get_text().split())
        assert found is None or found.words(ledger) in text
        assert hanging_also(ledger, li["data-finding"]) in text
    data = io.StringIO((project.site / "data" / "turns.csv").read_text(encoding="utf-8"))
    rows = [(row["id"], row["figure"]) for row in csv.DictReader(data)]
    assert rows == [
        (name, found.turn.figure if found else "") for name, found in by_nearness(ledger)
    ]
    assert shown.select_one(".sop-turning a[href='../data/turns.csv']")

    assert check_numbers(project).problems == []
    front = page(project, "index")
    first, last = front.select(".sop-firmness li")
    assert first.get_text().startswith("Nearest to turning: ") and "Firmest: " in last.get_text()
    assert [li.a["href"].partition("#")[2] for li in (first, last)] == [ranked[0][0], ranked[-1][0]]
    assert front.select_one('p a[href="how-firm.html"]')

    sentence = front.select_one(".sop-turns")
    link = sentence.select_one("a.sop-num")
    assert link["href"] == "ledger.html#boxes_per_month"
    for card in sentence.select(".sop-card"):
        card.decompose()
    assert " ".join(sentence.get_text().split()) == turning_of(ledger, "more_in_than_lost")


@pytest.mark.book
@pytest.mark.counted
def test_a_book_whose_findings_nothing_turns_says_so_and_draws_nothing(
    tmp_path, monkeypatch
) -> None:
    project = built(tmp_path, monkeypatch, LIST, findings=NEVER)
    shown = page(project, "how-firm")
    assert not shown.select(".sop-strip")
    (li,) = shown.select(".sop-turning li")
    assert "No change of one of its figures alone would turn it." in li.get_text()
    (only,) = page(project, "index").select(".sop-firmness li")
    assert only.get_text().startswith("Firmest: ")


@pytest.mark.book
@pytest.mark.counted
def test_a_book_without_findings_has_no_such_page(tmp_path, monkeypatch) -> None:
    project = built(tmp_path, monkeypatch, LIST, findings=[])
    assert not (project.site / "book" / "how-firm.html").exists()
    assert "how-firm" not in str(page(project, "index"))
