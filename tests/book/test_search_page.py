"""The search finds first what is meant, in any spelling, by keyboard."""

from __future__ import annotations

import re

import pytest

from test_search_weight import loaded

pytestmark = pytest.mark.browser
NONE = "No place found with “{}”. The book may have another word for it, or nothing on it."
SEARCHES = [
    ("31,680", "Figure", r"31,680", "ledger-casualties.html#losses_2026_01"),
    ("31680", "Figure", r"31,680", "ledger-casualties.html#losses_2026_01"),
    ("19", "Figure", r"about 19%", "ledger-front-line.html#russia_share_2026_02"),
    # The chapter whose question and title have the word, and the chart whose title has it.
    ("replace", "Casualties", r"replaces", "casualties.html"),
    ("recruits", "Chart in Casualties", r"recruits", "casualties.html#balance-by-source"),
    ("shadow fleet", "Term", r"shadow fleet", "glossary.html#term-shadow-fleet"),
    ("front line", "Front line", r"Russia", "front-line.html"),
    ("losses_goal", "Figure", r"50,000", "ledger-casualties.html#losses_goal"),
    ("zelenskyy outcome", "Event", r"not enough", "index.html#event-address"),
]


@pytest.mark.parametrize(("query", "kind", "title", "href"), SEARCHES)
def test_search_finds_first_what_is_meant(open_page, query, kind, title, href) -> None:
    page = open_page(f"search.html?q={query}")
    first = page.locator("#search-results li").first
    first.wait_for()
    assert first.locator(".sop-found-page").inner_text() == kind
    assert re.search(title, first.locator("a").inner_text())
    assert href in first.locator("a").get_attribute("href")
    if query not in ("losses_goal", "front line"):
        assert first.locator("b").count() >= 1


@pytest.mark.parametrize(
    ("query", "href"),
    [
        (
            "Institute for the Study of War",
            "glossary.html#term-Institute-for-the-Study-of-War",
        ),
        (
            "Euro foreign exchange reference rates, days from 19 January to 20 February 2026",
            "sources.html#ecb-rates",
        ),
        (
            "Buildings with heat again by 14 February, as a share of those that lost it",
            "ledger-strikes.html#heat_back_share_14",
        ),
    ],
)
def test_a_long_query_finds_first_what_is_meant(open_page, book, query, href) -> None:
    page = open_page(f"search.html?q={query}")
    page.locator("#search-results a").first.wait_for()
    assert href in page.locator("#search-results a").first.get_attribute("href")
    assert loaded(page, book.site) <= 100_000


def test_a_speaker_leads_to_what_he_stated(open_page) -> None:
    page = open_page("search.html?q=klitschko")
    page.locator("#search-results a").first.wait_for()
    links = page.locator("#search-results a").evaluate_all(
        "links => links.slice(0, 4).map(a => a.hash)"
    )
    assert links[0] == "#term-Vitali-Klitschko"  # who he is, then what he stated
    assert {"#heat_this_attack", "#heat_before"} <= set(links)


def test_a_number_is_found_whole_and_not_inside_another(open_page) -> None:
    page = open_page("search.html?q=19")
    texts = page.locator("#search-results li").all_inner_texts()
    assert texts and not [
        t
        for t in texts
        if not re.search(r"(?<![\d.,])19(?![\d]|[.,]\d)", t.replace("…", " ")) and "Figure" in t
    ]


def test_the_arrow_keys_lead_through_the_results(open_page) -> None:
    page = open_page("search.html")
    page.keyboard.type("kharkiv")
    page.locator("#search-results a").first.wait_for()
    assert "q=kharkiv" in page.evaluate("location.search")
    assert re.fullmatch(
        r"(One place|\d+ places) found\.", page.locator("#search-results [aria-live]").inner_text()
    )
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.querySelector('#search-results a')")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/book/**")


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("front-line", "front line"),
        ("frontline", "front line"),
        ("casualty", "casualties"),
        ("Casualties", "casualty"),
        ("31 680", "31,680"),
        ("31\N{NO-BREAK SPACE}680", "31680"),
        ("31.680", "31,680"),
        ("Kiev", "Kyiv"),
        ("Київ", "kyiv"),
        ("Kharkov", "Kharkiv"),
        ("Zelensky", "Zelenskyy"),
        ("Zaporozhye", "Zaporizhzhia"),
        ("sanctioned", "sanctions"),
        ("Kyïv’s", "Kyiv"),
        ("U.S.", "US"),
        ("U.N.", "UN"),
        ("38 billion", "€38bn"),
    ],
)
def test_a_query_finds_the_same_in_each_of_its_spellings(open_page, query, same) -> None:
    page = open_page(f"search.html?q={query}")
    found = []
    for text in (query, same):
        page.locator("#q").fill(text)
        found.append(
            sorted(
                page.locator("#search-results a").evaluate_all("links => links.map(a => a.href)")
            )
        )
    assert found[0] == found[1] and len(found[0]) > 0
    assert page.locator("#search-results b").count() > 0


def test_a_short_name_of_a_list_is_not_found_as_the_beginning_of_another_word(open_page) -> None:
    page = open_page("search.html?q=UK")
    page.locator("#search-results b").first.wait_for()
    marked = {*map(str.lower, page.locator("#search-results b").all_inner_texts())}
    assert marked and not any(word.startswith("ukr") for word in marked), marked


def test_words_are_not_found_across_others(open_page) -> None:
    page = open_page("search.html?q=31 99999")
    assert said(page) == f"No place found with “99999”. These {count(page)} come nearest."
    page = open_page("search.html?q=99999")
    assert (said(page), count(page)) == (NONE.format("99999"), 0)


@pytest.mark.parametrize("query", ["%%%", "—"])
def test_a_query_of_signs_alone_is_said_to_find_nothing(open_page, query) -> None:
    page = open_page("search.html")
    page.locator("#q").fill(query)
    assert said(page) == f"No place found with “{query}”: it has no letter and no digit."
    page.locator("#q").fill(" ")
    assert page.locator("#search-results").inner_text().strip() == ""


def said(page) -> str:
    """What the page says of a search, to a screen reader as well, once it is done."""
    line = page.locator("#search-results [aria-live]:not(:empty)")
    line.wait_for()
    return line.inner_text()


def count(page) -> int:
    return page.locator("#search-results li").count()


@pytest.mark.parametrize(
    ("query", "href"),
    [
        ("who controls Crimea", "outside-figures.html#deepstate_region_crimea"),
        (
            "where does the money for weapons for Ukraine come from after the US stopped",
            # Both say what Europe pays for; which is nearer hangs on how rare each word is.
            ("ledger-aid.html#european_us_weapons_eur", "ledger-aid.html#purchases_against_usai"),
        ),
    ],
)
def test_a_question_leads_to_the_nearest_places_where_none_has_all_its_words(
    open_page, book, query, href
) -> None:
    page = open_page(f"search.html?q={query}")
    assert said(page) == (
        f"No place found with all of these words. These {count(page)} come nearest."
    )
    first = page.locator("#search-results a").first.get_attribute("href")
    assert first.endswith(href) and 1 < count(page) <= 20
    assert loaded(page, book.site) <= 100_000


@pytest.mark.parametrize(
    ("query", "href"),
    [
        ("what is the shadow fleet", "glossary.html#term-shadow-fleet"),
        ("what is Starlink", "index.html#event-starlink"),
        ("who is Syrskyi", "glossary.html#term-Oleksandr-Syrskyi"),
        ("When were the talks in Geneva?", "index.html#event-geneva"),
        ("how many Russian soldiers were killed", "outside-figures.html#csis_russia_killed"),
        ("how many Ukrainian soldiers died", "casualties.html#dead-of-both-sides"),
        ("when did the war start", "index.html#the-war-in-sixty-seconds"),  # says “begins”
        ("electricity", "strikes.html"),  # says “power”
        ("death toll", "index.html#the-dead-the-civilians-the-displaced"),
        ("why did the war begin", "index.html#why-the-war-began-by-who-says-so"),
        ("truce", "talks.html"),  # says “ceasefire”
    ],
)
def test_a_question_finds_what_has_its_telling_words(open_page, book, query, href) -> None:
    page = open_page(f"search.html?q={query}")
    now = said(page)
    links = page.locator("#search-results a").evaluate_all("links => links.map(a => a.href)")
    places = int(now.split()[0]) if now[0].isdigit() else 1
    assert any(href in link for link in links[:4]), links[:4]
    if places < 5:  # those that lack a word come after them
        more = len(links) - places
        assert now == f"{places} places found. {more} more come near." and more > 0
    assert loaded(page, book.site) <= 100_000


@pytest.mark.parametrize("query", ["who", "what is this", "the"])
def test_a_query_of_words_that_only_join_is_looked_for_as_it_is(open_page, query) -> None:
    page = open_page(f"search.html?q={query}")
    assert "found." in said(page) and count(page) > 0


@pytest.mark.parametrize(
    ("query", "wrong", "right"),
    [
        ("teritory", "teritory", "territory"),  # a letter is lacking
        ("Mediazonna dead", "mediazonna", "mediazona"),  # one too many
        ("casualities", "casualities", "casualties"),
        ("misisles", "misisles", "missiles"),  # two changed about
        ("Kiyv", "kiyv", "kyiv"),  # a name whose spellings the book lists
        ("shadow flet", "flet", "fleet"),  # short, beside a word that says what is meant
    ],
)
def test_a_word_with_which_nothing_begins_is_read_as_the_nearest_that_there_is(
    open_page, book, query, wrong, right
) -> None:
    page = open_page(f"search.html?q={query}")
    now = said(page)
    assert now.startswith(f"Nothing has “{wrong}”: looked for “{right}” instead. ")
    assert loaded(page, book.site) <= 100_000
    found = page.locator("#search-results li").all_inner_texts()
    page = open_page(f"search.html?q={query.lower().replace(wrong, right)}")
    assert now.endswith(f" instead. {said(page)}") and "found." in now
    assert found == page.locator("#search-results li").all_inner_texts() != []


@pytest.mark.parametrize("query", ["lend", "qqqq", "31681", "bakhmut"])
def test_a_short_word_a_number_or_a_name_of_a_list_is_not_read_as_another(open_page, query) -> None:
    page = open_page(f"search.html?q={query}")
    assert (said(page), count(page)) == (NONE.format(query), 0)


@pytest.mark.parametrize("query", ["front line moving", "is the front line moving", "cas"])
def test_a_page_has_the_words_of_its_short_name_and_is_counted_where_it_is_shown(
    open_page, query
) -> None:
    page = open_page(f"search.html?q={query}")
    shown = count(page)
    places = re.match(r"(One|\d+) places? found\.(?: (\d+) more come near\.)?$", said(page))
    assert int(places[1].replace("One", "1")) + int(places[2] or 0) == shown
    page.locator("#search-results .sop-found-page", has_text="Front line").or_(
        page.locator("#search-results .sop-found-page", has_text="Casualties")
    ).first.wait_for()


@pytest.mark.parametrize("answer", ["none", "a page"])
def test_a_search_whose_pieces_do_not_come_says_so_and_can_be_made_again(open_page, answer) -> None:
    page = open_page("search.html?q=zelenskyy")
    page.locator("#search-results a").first.wait_for()
    page.route(
        "**/search/*-*.js",
        lambda route: (
            route.abort() if answer == "none" else route.fulfill(body="<!doctype html><p>Lost")
        ),
    )
    page.locator("#q").fill("recruits")
    said = page.locator("#search-results p")
    said.filter(has_text="Not all of the search came here").wait_for()
    assert page.locator("#search-results a").count() == 0
    page.unroute("**/search/*-*.js")
    page.locator("#q").fill("recruits ")
    page.locator("#search-results a").first.wait_for()
    assert "place" in said.inner_text()
