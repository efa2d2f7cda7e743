"""What is added, written and decided where one reads, in a browser."""

from __future__ import annotations

import csv

import pytest


@pytest.mark.book
def test_an_outside_value_is_added_at_its_figure(page, project) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Add an outside value: Boxes wanted").click()
    form = page.get_by_role("dialog", name="Add: ")
    assert page.locator("#sop-edit-figure").input_value() == "boxes_goal"
    cells = {"value": "52000", "basis": "boxes", "who": "Port office", "day": "2026-01-31",
             "source": "port_office", "as_stated": "52,000",
             "mixes": "Both count boxes."}  # fmt: skip
    for name, cell in cells.items():
        page.locator(f"#sop-edit-{name}").fill(cell)
    for name, cell in {"bound": "exact", "independent": "yes", "interest": "none"}.items():
        page.locator(f"#sop-edit-{name}").select_option(cell)
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    before = project.table("checks").read_text(encoding="utf-8")
    searched = project.table("unchecked").read_text(encoding="utf-8")
    page.save()
    after = project.table("checks").read_text(encoding="utf-8")
    assert after.startswith(before) and after.count("\n") == before.count("\n") + 1
    assert "boxes_goal" in searched
    assert "boxes_goal" not in project.table("unchecked").read_text(encoding="utf-8")
    page.undo("")
    assert project.table("checks").read_text(encoding="utf-8") == before


@pytest.mark.book
def test_a_figure_is_added_with_what_was_looked_for(page, project) -> None:
    page.show("ledger")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("dialog", name="Add").get_by_role("button", name="Boxes").first.click()
    form = page.get_by_role("dialog", name="Add: ")
    cells = {"measure": "Cranes at work", "value": "12", "unit": "vessels", "who": "Port union",
             "source": "harbour_news", "locator": "2", "as_stated": "12 cranes",
             "where_looked": "The port's pages", "looked_for": "Cranes"}  # fmt: skip
    for name, cell in cells.items():
        page.locator(f"#sop-edit-{name}").fill(cell)
    for name, cell in {"bound": "exact", "kind": "counted", "interest": "none"}.items():
        page.locator(f"#sop-edit-{name}").select_option(cell)
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    page.save()
    assert "cranes_at_work" in project.table("boxes").read_text(encoding="utf-8")
    assert "cranes_at_work" in project.table("unchecked").read_text(encoding="utf-8")
    page.undo("")


@pytest.mark.book
def test_a_source_is_added_from_a_pasted_entry(page, project) -> None:
    page.show("sources")
    page.get_by_role("button", name="Add…").click()
    page.get_by_role("button", name="A source").click()
    form = page.get_by_role("dialog", name="Add: ")
    form.get_by_label("Paste what you have").fill(
        "@online{quay_survey, title = {Survey of quays}, organization = {Quay Office},"
        " url = {https://example.org/quays}, date = {2026-01-10}, urldate = {2026-11-23}}"
    )
    form.get_by_role("button", name="Read it").click()
    form.get_by_text("Read as BibTeX").wait_for()
    assert page.locator("#sop-edit-title").input_value() == "Survey of quays"
    for name, cell in {"license": "not stated", "interest": "none", "grade": "B"}.items():
        field = page.locator(f"#sop-edit-{name}")
        tag = field.evaluate("element => element.tagName")
        field.select_option(cell) if tag == "SELECT" else field.fill(cell)
    form.get_by_role("status").filter(has_text="No problems").wait_for()
    before = project.bibliography.read_bytes()
    page.save()
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
def test_candidates_of_a_draft_are_decided_one_by_one_with_a_key(page, project) -> None:
    before = project.draft.read_bytes()
    page.show("more")
    page.get_by_role("button", name="Decide…").click()
    form = page.get_by_role("dialog", name="Decide")
    form.locator("mark", has_text="last year").wait_for()
    page.keyboard.press("n")
    form.locator("mark", has_text="January").wait_for()
    page.keyboard.press("ArrowLeft")
    form.get_by_text("Decided: no").wait_for()
    page.keyboard.press("ArrowRight")
    form.get_by_label("What is counted").fill("January")
    page.keyboard.press("e")  # typed, no key
    form.get_by_role("button", name="e: Event").click()
    form.wait_for(state="detached")
    with project.draft.open(encoding="utf-8", newline="") as file:
        decided = [(row["decide"], row["measure"]) for row in csv.DictReader(file)]
    assert decided == [("no", ""), ("event", "Januarye")]
    project.draft.write_bytes(before)
