"""Rows are edited where one reads, in a browser: figures, and every other kind."""

from __future__ import annotations

import sys

import pytest

import drivers
from stateofplay.publish.edit_desk import token_of


@pytest.mark.book
def test_a_published_number_is_corrected_at_its_record_with_its_reason_and_taken_back(
    page, project
) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Edit in the table: Boxes handled").click()
    form = page.get_by_role("dialog", name="Edit: Boxes handled")
    value = form.get_by_label("Value", exact=False).first
    table = project.table("boxes")
    before = table.read_bytes()
    low, follows = page.locator("#sop-edit-low"), form.get_by_text("What would follow", exact=True)
    value.fill("41000")
    form.get_by_text("Would be: about 41,000").wait_for()
    assert low.input_value() == "40500", "as its bound has it"
    low.fill("41200")
    form.get_by_text("41000 is outside its bounds").wait_for()
    assert value.get_attribute("aria-invalid") == "true"
    low.fill("40500")
    follows.click()
    form.get_by_role("cell", name="about 9,320").wait_for()  # the balance that follows
    assert value.get_attribute("aria-invalid") == "false"
    form.get_by_role("button", name="Save").click()
    form.get_by_text("say why").wait_for()
    form.get_by_label("Reason for the change").fill("The director counted again.")
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    assert table.read_bytes() == before
    page.save()
    record = page.locator("#boxes_per_month")
    record.locator(".sop-record-value", has_text="about 41,000").wait_for()
    assert table.read_bytes() == before.replace(b",40000,35000,45000,", b",41000,40500,41500,")
    said = "Saved: Boxes handled, in data/boxes.csv and data/corrections.csv"
    page.get_by_role("status").filter(has_text=said).wait_for()
    corrected = project.table("corrections").read_text(encoding="utf-8")
    assert "boxes_per_month,value,40000,41000,The director counted again.\n" in corrected
    focused = page.locator(":focus")
    assert focused.get_attribute("aria-label") == "Edit in the table: Boxes handled"
    page.undo("boxes_per_month in data/boxes.csv")
    record.locator(".sop-record-value", has_text="about 40,000").wait_for()


@pytest.mark.book
def test_what_a_bound_leaves_empty_is_greyed_with_its_reason_and_comes_back(page) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Edit in the table: Boxes handled").click()
    low, why = page.locator("#sop-edit-low"), page.locator("#sop-edit-low-why")
    page.get_by_text("More fields").click()
    page.get_by_label("Bound").select_option("exact")
    assert low.input_value() == "" and low.get_attribute("aria-disabled") == "true"
    assert "so low stays empty" in why.inner_text()
    page.get_by_label("Bound").select_option("about")
    assert low.input_value() == "35000" and why.inner_text() == ""


@pytest.mark.book
def test_a_number_in_the_text_opens_its_form_from_the_keyboard_and_has_the_focus_back(page) -> None:
    page.show("index")
    number = page.locator(".sop-num[href$='#boxes_per_month']").first
    number.focus()
    page.keyboard.press("e")
    form = page.get_by_role("dialog", name="Edit: Boxes handled")
    form.wait_for()
    assert page.locator(":focus").get_attribute("name") == "value"
    page.keyboard.press("Escape")
    form.wait_for(state="detached")
    assert number.evaluate("element => element === document.activeElement")


@pytest.mark.book
def test_nothing_of_it_is_in_the_built_site(preview, project) -> None:
    served = ("sop-edit-", '"sop-edit"', "~edit", "~preview")
    texts = [p for p in project.site.rglob("*") if p.suffix in (".html", ".js", ".css", ".json")]
    assert texts
    for path in texts:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in served if word in text], path


@pytest.mark.book
def test_a_chart_is_shown_as_it_would_be_beside_what_it_is(page) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Edit in the table: Boxes lost").click()
    page.locator("#sop-edit-value").fill("30000")
    form = page.get_by_role("dialog")
    form.get_by_label("Reason for the change").fill("The union counted again.")
    form.get_by_text("What would follow", exact=True).click()
    form.get_by_role("button", name="Show the charts, old and new").click()
    form.locator("figure").first.wait_for()
    now, after = form.locator("figure").all()
    assert "31,680" in now.inner_text() and "30,000" in after.inner_text()
    assert now.locator("svg").inner_html() != after.locator("svg").inner_html()


@pytest.mark.book
@pytest.mark.browser
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="driven on Linux only")
@pytest.mark.parametrize("start", [drivers.firefox, drivers.webkit])
@pytest.mark.usefixtures("unchanged")
def test_another_browser_edits_by_the_keyboard(
    preview, project, at_rest, lacking, tmp_path, start
) -> None:
    """The form opens, takes what is typed, asks for the reason, saves, and says so."""
    before = project.table("boxes").read_bytes()
    said = "document.querySelector('.sop-edit-bar [role=status]')?.textContent"
    with start(lacking, tmp_path) as browser:
        browser.size(1280, 800)
        browser.open(f"{preview}book/ledger.html?token={token_of(project)}")
        browser.until("document.querySelector('[data-edit=\"/boxes_lost\"]')")
        browser.open(f"{preview}book/ledger.html")  # the browser has its cookie
        browser.until("document.querySelector('[data-edit=\"/boxes_lost\"]')")
        browser.value("document.querySelector('[data-edit=\"/boxes_lost\"]').focus()")
        browser.press("Enter")
        browser.until("document.activeElement.name === 'value'")
        for key in "31700":  # what stood there was selected
            browser.press(key)
        reason = "document.querySelector('[name=reason-of-change]')"
        browser.until(f"{reason}?.checkVisibility()")
        browser.value(f"{reason}.focus()")
        for key in "Again.":
            browser.press(key)
        browser.until("document.querySelector('.sop-edit-status').textContent.includes('No prob')")
        browser.press("Enter")
        browser.until(f"{said}?.startsWith('Saved: Boxes lost')")
        at_rest()
        record = "document.querySelector('#boxes_lost .sop-record-value')?.textContent"
        browser.until(f"{record}?.includes('31,700')")
        assert project.table("boxes").read_bytes() == before.replace(b",31680,", b",31700,")
        browser.until("document.activeElement.dataset.edit === '/boxes_lost'")
        undo = "document.querySelector('[data-edit=undo]')"
        browser.until(f"{undo}?.checkVisibility()")
        browser.value(f"{undo}.focus()")
        browser.press("Enter")
        browser.until(f"{said}?.startsWith('Taken back: boxes_lost')")
    assert project.table("boxes").read_bytes() == before


def build_meanwhile(page, project) -> None:
    """A chapter is edited and built, of which the open page hears."""
    chapter, built = project.page("book/more"), project.site / "book" / "more.html"
    chapter.write_bytes(chapter.read_bytes() + b"\nMore is not known.\n")
    page.until(lambda: b"More is not known" in built.read_bytes())
    page.wait_for_timeout(1000)


@pytest.mark.book
def test_a_build_that_ends_while_one_chooses_what_to_add_does_not_take_the_form(
    page, project
) -> None:
    chapter = project.page("book/more")
    before = chapter.read_bytes()
    page.show("ledger")
    page.get_by_role("button", name="Add…").click()
    chooser = page.get_by_role("dialog", name="Add")
    chooser.wait_for()
    build_meanwhile(page, project)
    chooser.get_by_role("button", name="Boxes").first.click()
    page.get_by_role("dialog", name="Add: Boxes").wait_for()
    with page.expect_navigation():
        page.keyboard.press("Escape")
    page.settle()
    chapter.write_bytes(before)


@pytest.mark.book
@pytest.mark.parametrize("asked", ["row", "undo"])
def test_a_build_that_ends_between_a_press_and_its_answer_takes_nothing_away(
    page, project, asked
) -> None:
    """The form opens, or what was taken back is said, and only then the page is loaded again."""
    chapter, edit = project.page("book/more"), "Edit in the table: Boxes lost"
    before, requests = chapter.read_bytes(), []
    page.show("ledger")
    if asked == "undo":
        page.get_by_role("button", name=edit).click()
        page.enter({"note": "Counted once."})
        page.save()
        page.get_by_role("status").filter(has_text="Saved: Boxes lost").wait_for()
    page.route(
        f"**/~edit/{asked}*",
        lambda route: requests.append(route) if is_pressed(route.request) else route.continue_(),
    )

    def is_pressed(request) -> bool:  # and not the list of what can be undone
        return asked == "row" or request.method == "POST"

    page.get_by_role("button", name=edit if asked == "row" else "Undo boxes_lost").click()
    held = page.until(lambda: requests and requests[0])
    build_meanwhile(page, project)
    held.continue_()
    if asked == "row":
        page.get_by_role("dialog", name="Edit: Boxes lost").wait_for()
        with page.expect_navigation():
            page.keyboard.press("Escape")
    else:
        page.get_by_role("status").filter(has_text="Taken back: boxes_lost").wait_for()
    page.settle()
    chapter.write_bytes(before)


@pytest.mark.book
def test_a_number_that_turns_a_finding_is_saved_with_the_finding(page, project) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Edit in the table: Boxes lost").click()
    form = page.get_by_role("dialog", name="Edit: Boxes lost")
    page.locator("#sop-edit-value").fill("60000")
    form.get_by_label("Reason for the change").fill("The union counted again.")
    form.get_by_text("No longer supported: “The harbour takes in").wait_for()
    form.get_by_role("button", name="Edit it as well").click()
    finding = page.get_by_role("dialog", name="Edit: The harbour takes in")
    page.locator("#sop-edit-over-holds").fill("boxes_per_month < boxes_lost")
    page.locator("#sop-edit-over-statement").fill("It loses {boxes_lost} of {boxes_per_month}")
    finding.get_by_role("status").filter(has_text="No problems").wait_for()
    with page.expect_navigation():
        finding.get_by_role("button", name="Save").click()
    page.settle()
    said = "in data/boxes.csv and data/corrections.csv and data/findings.csv"
    page.get_by_role("status").filter(has_text=said).wait_for()
    assert b",60000," in project.table("boxes").read_bytes()
    page.undo("more_in_than_lost")


@pytest.mark.book
def test_two_browsers_and_an_editor_lose_nothing(page, project) -> None:
    """A row that was changed meanwhile is shown in both versions, and other rows are let be."""
    page.show("ledger")
    table = project.table("boxes")
    before = table.read_bytes()
    page.get_by_role("button", name="Edit in the table: Boxes lost").click()
    form = page.get_by_role("dialog")
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    other = page.other()
    other.show("ledger")
    other.get_by_role("button", name="Edit in the table: Boxes lost").click()
    other.enter({"who": "Dock union", "note": "Counted twice."})
    other.save()
    theirs = table.read_bytes()
    assert b"Dock union" in theirs and b"Counted twice." in theirs
    edited = theirs.replace(b"Ships waiting", b"Ships outside")  # by an editor
    table.write_bytes(edited)
    form.get_by_text("More fields").click()
    page.locator("#sop-edit-who").fill("Port crew")
    old = page.get_by_role("cell", name="Port union", exact=True)
    both = form.get_by_role("row").filter(has=old).filter(has_text="Port crew")
    both.wait_for()
    assert page.locator("#sop-edit-who").evaluate("field => field === document.activeElement")
    texts = [cell.inner_text() for cell in both.get_by_role("cell").all()]
    assert texts == ["Port union", "Dock union", "Port crew"]
    assert table.read_bytes() == edited
    form.get_by_role("button", name="Go on with mine").click()
    assert page.locator("#sop-edit-note").input_value() == "Counted twice."
    page.save()
    assert table.read_bytes() == edited.replace(b"Dock union", b"Port crew")
    table.write_bytes(before)  # last in this file: no other test waits for that build
