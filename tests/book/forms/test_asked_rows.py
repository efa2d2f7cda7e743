"""Every kind of row has Edit where it stands, and who asks for one by its name is led there."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from stateofplay.publish.edit_desk import token_of

KINDS = {
    "a derived figure": ("ledger", "#balance h3", "balance", "derived.csv"),
    "a finding": ("ledger", "#short_of_goal h3", "short_of_goal", "findings.csv"),
    "an outside value": ("ledger", "[data-row=check_boxes_lost]", "check_boxes_lost", "checks.csv"),
    "an outside value in a list": (
        "more",
        "[data-row=check_boxes_lost]",
        "check_boxes_lost",
        "checks.csv",
    ),
    "an event": ("more", "#quay-shut", "quay_shut", "events.csv"),
    "a position": ("more", "#union-on-quay", "union_on_quay", "positions.csv"),
    "a correction": (
        "more",
        "#correction-2026-03-01-boxes-goal-value",
        "boxes_goal",
        "corrections.csv",
    ),
    "a finding in a list": ("more", ".sop-findings li", "more_in_than_lost", "findings.csv"),
    "a source": ("sources", "#port-office h2", "port_office", "sources.bib"),
    "the title of a chart": (
        "index",
        ".sop-figure .sop-title",
        "more_in_than_lost",
        "findings.csv",
    ),
}


@pytest.mark.book
def test_everything_that_stands_in_a_row_has_edit(page) -> None:
    opened = {}
    for kind, (name, place, _, _) in KINDS.items():
        page.show(name)
        page.locator(place).first.get_by_role("button", name="Edit").click()
        form = page.get_by_role("dialog")
        form.get_by_role("status").filter(has_text="No problems").wait_for()
        key = form.locator("[name=id], [name=key]").first.input_value()
        form.get_by_text("In the table", exact=True).click()
        opened[kind] = (name, place, key, form.inner_text())
        page.keyboard.press("Escape")
        form.wait_for(state="detached")
    for kind, (name, place, key, file) in KINDS.items():
        assert opened[kind][:3] == (name, place, key) and file in opened[kind][3], kind


ASKED = {
    "boxes": ("boxes_goal", "ledger.html#boxes_goal"),
    "checks": ("check_boxes_lost", "ledger.html#boxes_lost"),
    "corrections": (
        "2026-03-01 boxes_goal value",
        "more.html#correction-2026-03-01-boxes-goal-value",
    ),
    "events": ("quay_shut", "more.html#quay-shut"),
    "positions": ("union_on_quay", "more.html#union-on-quay"),
    "sources": ("port_office", "sources.html#port-office"),
    "unchecked": ("boxes_goal", "ledger.html#boxes_goal"),
    "units": ("vessels", "index.html#"),
}


@pytest.mark.book
@pytest.mark.parametrize("table", ASKED)
def test_who_asks_for_a_row_is_led_to_it_and_has_its_form_open(page, preview, table) -> None:
    key, place = ASKED[table]
    asked = urlencode({"id": key, "table": table})
    page.goto(f"{preview}~edit?{asked}", wait_until="domcontentloaded")
    form = page.get_by_role("dialog")
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    assert page.url == f"{preview}book/{place}"
    form.get_by_text("In the table", exact=True).click()
    assert f"{table}.bib" in form.inner_text() or f"{table}.csv" in form.inner_text()
    page.keyboard.press("Escape")
    form.wait_for(state="detached")


@pytest.mark.book
def test_the_printed_address_lets_a_browser_edit_in_every_tab_and_no_other_does(
    chromium, preview, project
) -> None:
    address, context = f"{preview}book/ledger.html", chromium.new_context()
    page = context.new_page()
    page.goto(address)
    page.get_by_role("complementary", name="Reading only").wait_for()
    assert page.locator("[data-edit]").count() == 0
    page.goto(f"{address}?token={token_of(project)}#boxes_lost")
    page.get_by_role("button", name="Add…").wait_for()
    page.reload()
    page.get_by_role("button", name="Add…").wait_for()
    second = context.new_page()
    second.goto(address)
    second.get_by_role("button", name="Add…").wait_for()
    assert page.url == f"{address}#boxes_lost" and page.evaluate("document.cookie") == ""
    context.close()
