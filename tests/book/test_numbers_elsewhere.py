"""What a page with other numbers says of what stands beside them and does not follow, and of
figures and findings whose words it does not have."""

from __future__ import annotations

from fractions import Fraction

import pytest

from projects import REPOSITORY
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.supposed import turned, with_numbers
from test_other_numbers import FIGURE, OTHER

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("figure", "number", "elsewhere"),
    [(FIGURE, OTHER, "front-line"), ("deepstate_region_donetsk", 75, "talks")],
)
def test_whoever_was_sent_the_address_reads_what_was_changed_and_what_turns(
    open_page, figure, number, elsewhere
) -> None:
    ledger = load_ledger(REPOSITORY)
    after = with_numbers(ledger, {figure: Fraction(number)})
    page = open_page(f"book/{elsewhere}.html?with={figure}%3A{number}")
    page.locator(".sop-supposed").wait_for()
    said = page.locator(".sop-supposed").inner_text()
    assert ledger.label(ledger.figures[figure]) in said
    assert f"{after.words(figure)} instead of {ledger.words(figure)}" in said
    turns = [turn.finding.id for turn in turned(ledger, after)]
    assert turns and all(f"“{after.words(name)}” would" in said for name in turns)


def supposing(open_page, address):
    """A page with other numbers in its address, as soon as it shows them."""
    page = open_page(f"book/{address}".replace(":", "%3A"))
    page.locator(".sop-supposed").wait_for()
    return page


# What a page leaves as it was written beside a number that is another, and marks so.
AROUND = """name => [...document.querySelectorAll(
  `main .sop-num[href$='#${name}']:not(.sop-figure *, .sop-record *, .sop-turns *)`)]
  .map(e => e.closest("p, li, dd, th, td, h1, h2, h3"))
  .filter(Boolean).map(e => getComputedStyle(e, "::after").content)"""
WRITTEN = "written for the sources’ numbers"


@pytest.mark.parametrize(
    ("chapter", "given", "name", "words"),
    [  # the words beside each are untrue with the other number, and no program can tell
        ("casualties", f"{FIGURE}:20000", "monthly_balance", "grows by"),
        ("casualties", f"{FIGURE}:20000", "balance_sign_open", "its army grows"),
        ("talks", "poll_reject_donetsk:30", "poll_reject_donetsk", "most of those asked"),
        ("talks", "donetsk_remaining_share:25", "donetsk_remaining_share", "is 25%"),
        ("aid", "eu_loan_eur:30", "eu_loan_eur", "for its defence"),
        ("strikes", "buildings_without_heat:9000", "heat_count_below_article", "has that number"),
    ],
)
def test_words_beside_another_number_say_that_they_were_written_for_the_sources(
    open_page, chapter, given, name, words
) -> None:
    page = supposing(open_page, f"{chapter}.html?with={given}")
    marks = page.evaluate(AROUND, name)
    assert marks and all(WRITTEN in mark for mark in marks)
    beside = page.locator("main [data-written]").all_inner_texts()
    assert any(words in " ".join(text.split()) for text in beside)


def test_no_evidence_is_better_for_another_number(open_page) -> None:
    page = supposing(open_page, "pressure.html?with=tankers_seized_france:3")
    line = page.locator("h1 + .sop-evidence-line > .sop-evidence")
    said = " ".join(line.inner_text().split())
    assert said.startswith("Contested by the record") and said.endswith("for the sources’ numbers")
    assert "sop-evidence-contested" in (line.get_attribute("class") or "")


@pytest.mark.parametrize("given", ["tankers_seized_france:20", "tankers_seized_us:9"])
def test_a_chart_that_stays_says_so_of_its_title(open_page, given) -> None:
    page = supposing(open_page, f"pressure.html?with={given}")
    chart = page.locator(
        ".sop-figure", has_text=load_ledger(REPOSITORY).words("few_tankers_seized")
    )
    stays = chart.locator(".sop-stays").inner_text()
    assert "titled with what the sources say" in stays and "its title would not hold" in stays


def test_the_page_of_turning_values_offers_the_change_as_well(open_page) -> None:
    page = open_page("book/how-firm.html")
    page.locator(".sop-more").evaluate_all("all => all.forEach(e => e.open = true)")
    page.locator(f"[data-figure={FIGURE}] button, button[data-figure={FIGURE}]").first.click()
    page.locator(".sop-other label input").fill("30000")
    ledger = load_ledger(REPOSITORY)
    assert ledger.label(ledger.figures[FIGURE]) in page.locator(".sop-supposed").inner_text()
    named = page.locator(".sop-turning li[data-finding=recruits_exceed_losses]")
    assert "would not hold" in named.inner_text()
    kept = "getComputedStyle(document.querySelector('.sop-turning'), '::before').content"
    assert "what the sources say" in page.evaluate(kept)
    assert page.reported == []
