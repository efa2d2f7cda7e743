"""What is added, written and decided where one reads, in a browser."""

from __future__ import annotations

import csv
import json
import re

import pytest

LINKED = {"@context": "https://schema.org", "@type": "Report", "headline": "Survey of quays, again",
          "publisher": {"name": "Quay Office"}, "url": "https://example.org/quays/2",
          "datePublished": "2026-01-12T08:00:00Z"}  # fmt: skip
HTML = f'<html><script type="application/ld+json">{json.dumps(LINKED)}</script></html>'
ENTRY = (
    "@online{quay_survey, title = {Survey of quays}, organization = {Quay Office},"
    " url = {https://example.org/quays}, date = {2026-01-10}, urldate = {2026-11-23}}"
)


@pytest.mark.book
def test_an_outside_value_is_added_at_its_figure_and_its_source_on_the_way(page, project) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Add an outside value: Boxes wanted").click()
    assert page.locator("#sop-edit-figure").input_value() == "boxes_goal"
    status = page.get_by_role("dialog").get_by_role("status")
    status.filter(has_text="to fill in or to mend").wait_for()
    assert page.locator("[aria-invalid=true]").count() == 0, "an empty form has no fault yet"
    page.get_by_role("button", name="Save").click()
    page.locator("#sop-edit-who[aria-invalid=true]").wait_for()
    page.locator("#sop-edit-who").focus()
    page.locator("#sop-edit-who-help").wait_for(state="hidden")  # its problem says it
    assert not page.locator("#sop-edit-note").is_visible(), "which may stay empty"
    page.get_by_role("button", name="Add a source…").click()
    new = page.get_by_role("dialog", name="Add: Sources")
    new.get_by_label("Paste its address").fill(ENTRY)
    new.get_by_text("Read as BibTeX").wait_for()
    page.locator("#sop-edit-over-interest").select_option("none")
    page.locator("#sop-edit-over-grade").select_option("B")
    new.get_by_role("status").filter(has_text="No problems").wait_for()
    new.get_by_role("button", name="Save").click()
    new.wait_for(state="detached")
    assert page.locator("#sop-edit-source").input_value() == "quay_survey"
    page.locator("#sop-edit-who[placeholder='Quay Office']").wait_for()
    page.enter({"value": "52000", "basis": "boxes", "who": "Port office", "day": "2026-01-05",
                "as_stated": "52,000", "mixes": "Both count boxes.",
                "bound": "exact", "independent": "yes", "interest": "none"})  # fmt: skip
    before = project.table("checks").read_text(encoding="utf-8")
    searched = project.table("unchecked").read_text(encoding="utf-8")
    page.save()
    after = project.table("checks").read_text(encoding="utf-8")
    assert after.startswith(before) and after.count("\n") == before.count("\n") + 1
    assert "boxes_goal" in searched
    assert "boxes_goal" not in project.table("unchecked").read_text(encoding="utf-8")
    page.undo("check_boxes_goal")
    assert project.table("checks").read_text(encoding="utf-8") == before
    page.undo("quay_survey")


@pytest.mark.book
def test_a_figure_is_added_with_what_was_looked_for(page, project) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("dialog", name="Add").get_by_role("button", name="Boxes").first.click()
    page.enter({"measure": "Cranes at work", "value": "12", "unit": "vessels", "who": "Port union",
                "source": "harbour_news", "locator": "2", "as_stated": "12 cranes",
                "where_looked": "The port's pages", "looked_for": "Cranes",
                "bound": "exact", "kind": "counted", "interest": "none"})  # fmt: skip
    page.save()
    assert "cranes_at_work" in project.table("boxes").read_text(encoding="utf-8")
    assert "cranes_at_work" in project.table("unchecked").read_text(encoding="utf-8")
    page.undo("")


ROWS = {
    "events": ("Events", "quay_opened", {
        "start": "2026-02-03", "title": "Quay opened", "kind": "decision", "who": "Port union",
        "interest": "none", "source": "harbour_news", "locator": "2"}),
    "positions": ("Positions", "", {
        "id": "office_on_quay", "issue": "Quay", "party": "Port office", "position": "Shut it.",
        "brief": "Shut", "interest": "none", "source": "harbour_news", "locator": "2"}),
}  # fmt: skip


@pytest.mark.book
@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_another_kind_is_added_and_is_on_its_page(page, project, name) -> None:
    title, proposed, cells = ROWS[name]
    before = project.table(name).read_text(encoding="utf-8")
    page.show("more")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("button", name=title, exact=True).click()
    page.enter(cells)
    page.get_by_role("dialog").get_by_text("In the table", exact=True).click()
    page.get_by_role("dialog").get_by_text(f"Name: {'event_' * bool(proposed)}").wait_for()
    page.save()
    said = cells.get("title") or cells["brief"]
    page.locator("main").get_by_text(said).first.wait_for()
    after = project.table(name).read_text(encoding="utf-8")
    assert proposed in after and sorted(set(after.splitlines()) - set(before.splitlines()))
    page.undo("")
    assert project.table(name).read_text(encoding="utf-8") == before


@pytest.mark.book
def test_the_condition_of_a_new_finding_is_checked_as_it_is_typed(page, project) -> None:
    page.show("more")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("button", name="Findings", exact=True).click()
    form, holds = page.get_by_role("dialog"), page.locator("#sop-edit-holds")
    page.locator("#sop-edit-topic").fill("boxes")
    page.locator("#sop-edit-statement").fill(
        "It takes in {boxes_per_month} and loses {boxes_lost|bare}"
    )
    wrong = page.locator("#sop-edit-holds-problem")
    for condition in ("boxes_per_month >", "boxes_per_month > boxes_lots"):
        holds.fill(condition)
        wrong.filter(has_text="boxes_lots" if "lots" in condition else " ").wait_for()
        assert holds.get_attribute("aria-invalid") == "true"
    holds.fill("boxes_per_month > boxes_lost")
    form.get_by_text(re.compile(r"^It .+\. .*31,680")).wait_for()  # how it fares, what turns it
    page.enter({})
    before = project.table("findings").read_text(encoding="utf-8")
    page.save()
    page.locator(".sop-findings li", has_text="and loses 31,680").wait_for()
    page.undo("")
    assert project.table("findings").read_text(encoding="utf-8") == before


@pytest.mark.book
def test_a_source_is_added_from_what_is_pasted(page, project) -> None:
    page.show("sources")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("button", name="A source").click()
    form = page.get_by_role("dialog", name="Add: ")
    told = {"BibTeX": (ENTRY, "Survey of quays"), "JSON-LD": (HTML, LINKED["headline"])}
    for kind, (text, title) in told.items():
        form.get_by_label("Paste its address").fill(text)
        form.get_by_text(f"Read as {kind}").wait_for()
        assert page.locator("#sop-edit-title").input_value() == title
    assert page.locator("#sop-edit-date").input_value() == "2026-01-12"
    page.enter({"key": "quay_survey", "license": "not stated", "interest": "none", "grade": "B"})
    before = project.bibliography.read_bytes()
    page.save()
    page.locator("#quay-survey", has_text="Survey of quays, again").wait_for()
    after = project.bibliography.read_bytes()
    assert after.startswith(before.rstrip()) and b"quay_survey" in after
    page.undo("")


@pytest.mark.book
def test_a_paragraph_is_edited_with_a_figure_found_by_its_name(page, project) -> None:
    page.show("index")
    text = page.locator("main p", has_text="The harbour handles").first
    text.get_by_role("button", name="Edit this paragraph").click()
    form = page.get_by_role("dialog", name="Edit this paragraph")
    area = form.get_by_label("Text, as it stands in the file")
    before = project.page("book/index").read_text(encoding="utf-8")
    old = area.input_value()
    assert old in before and "{fig}`balance`" in old
    area.fill("It loses 12 boxes more. ")
    form.get_by_text("is typed").wait_for()
    area.fill("Wanted are ")
    form.get_by_label("Put in a figure or finding").fill("wanted")
    form.get_by_role("button", name="Boxes wanted").click()
    assert area.input_value() == "Wanted are {fig}`boxes_goal`"
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    page.save()
    page.locator("main p", has_text="Wanted are at least 50,000").wait_for()
    after = project.page("book/index").read_text(encoding="utf-8")
    assert after == before.replace(old, "Wanted are {fig}`boxes_goal`")
    page.undo("book/index.md")
    page.locator("main p", has_text="The harbour handles").first.wait_for()


@pytest.mark.book
def test_candidates_of_a_draft_are_decided_with_a_key_each_and_moved(page, project) -> None:
    before, table = project.draft.read_bytes(), project.table("unpublished").read_bytes()
    page.show("more")
    page.get_by_role("button", name="Decide…").click()
    form = page.get_by_role("dialog", name="Decide")
    form.locator("mark", has_text="last year").wait_for()
    form.get_by_label("What is counted").fill("A time; it counts nothing.")
    form.get_by_role("heading", name="last year").focus()
    page.keyboard.press("n")
    form.locator("mark", has_text="January").wait_for()
    page.keyboard.press("ArrowLeft")
    form.get_by_text("Decided: no").wait_for()
    page.keyboard.press("ArrowRight")
    form.get_by_label("What is counted").fill("January")
    page.keyboard.press("e")  # typed, no key
    form.get_by_role("button", name="e: Event").click()
    move = page.get_by_role("dialog", name="Move what is decided")
    move.get_by_text("Into data/unpublished.csv").wait_for()
    with project.draft.open(encoding="utf-8", newline="") as file:
        decided = [(row["decide"], row["measure"]) for row in csv.DictReader(file)]
    assert decided == [("no", "A time; it counts nothing."), ("event", "Januarye")]
    assert move.get_by_text("data/draft.csv:3:who: is empty").is_visible()  # it stays
    assert project.table("unpublished").read_bytes() == table
    with page.expect_navigation():
        move.get_by_role("button", name="Move 1").click()
    page.settle()
    page.get_by_role("status").filter(has_text="Moved 1, into data/unpublished.csv").wait_for()
    assert b"last year" in project.table("unpublished").read_bytes()
    assert b"last year" not in project.draft.read_bytes()
    page.undo("data/draft.csv")
    assert project.table("unpublished").read_bytes() == table
    project.draft.write_bytes(before)


@pytest.mark.book
def test_pages_that_nobody_looks_at_leave_a_connection_to_the_next(page, project) -> None:
    """A browser has six to one address, and each page that waits for news of builds takes one. What
    a page has missed it is told when somebody looks at it again.
    """
    looked_at = """hidden => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange")); }"""
    tabs = [page.other() for _ in range(7)]
    for tab in tabs:
        tab.show("more")
        tab.evaluate(looked_at, True)
    page.show("more")
    file = project.page("book/more")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("What happened", "What has happened"), encoding="utf-8")
    page.get_by_text("What has happened").wait_for()
    page.settle()
    assert tabs[0].get_by_text("What happened").is_visible()
    tabs[0].evaluate(looked_at, False)
    tabs[0].get_by_text("What has happened").wait_for()
    file.write_text(text, encoding="utf-8")
    page.get_by_text("What happened").wait_for()
