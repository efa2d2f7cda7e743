"""What the preview proposes in a form: a row's name and place, its number, the ends of a number."""

from __future__ import annotations

from stateofplay.editing.checking import find_problems


def test_a_new_row_gets_an_id_and_a_place(browser) -> None:
    status, form = browser.ask("new?table=checks&figure=boxes_goal")
    assert status == 200 and form["cells"]["unit"] == "people/month"
    cells = form["cells"] | dict(
        value="50000",
        bound="exact",
        independent="yes",
        who="Port Office",
        interest="party",
        day="2026-01-31",
        source="port_office",
        as_stated="50,000 boxes",
        mixes="Both count boxes.",
        basis="boxes by the office",
    )
    edit = {"kind": "add", "table": "checks", "version": form["version"], "cells": cells}
    status, told = browser.ask("check", edit)
    assert told["proposed"]["key"] == "check_boxes_goal" and told["problems"] == [], told
    assert told["proposed"]["hints"]["who"] == "Port Office" and told["proposed"]["cells"] == {
        "interest": "party"
    }
    of_union = {**edit, "cells": cells | {"who": "Port union", "interest": ""}}
    assert browser.ask("check", of_union)[1]["proposed"]["cells"] == {"interest": "none"}
    assert {"boxes_goal", "count_outside"} <= {each["id"] for each in told["follows"]}
    status, told = browser.ask("save", edit)
    assert status == 200 and sorted(told["files"]) == ["data/checks.csv", "data/unchecked.csv"]
    assert find_problems(browser.project)[0] == []
    assert browser.row("check_boxes_goal")["table"] == "checks"
    assert browser.ask("undo", {})[0] == 200 and find_problems(browser.project)[0] == []


WORDS = {
    "about 40,000 people a month": ("40000", "35000", "45000", "about"),
    "at least 41,000 people a month": ("41000", "41000", "", "at_least"),
    "40,000 boxes": None,  # in another unit
    "40,000 people a month, or 50,000 people a month": None,
}


def test_the_number_of_a_new_row_is_proposed_from_its_sources_words(browser) -> None:
    form = browser.ask("new?table=checks&figure=boxes_goal")[1]
    edit = {"kind": "add", "table": "checks", "version": form["version"]}
    for words, read in WORDS.items():
        cells = form["cells"] | {"as_stated": words}
        told = browser.ask("check", {**edit, "cells": cells})[1]["proposed"]["cells"]
        found = tuple(told[name] for name in ("value", "low", "high", "bound")) if told else None
        assert found == read, words


def test_the_ends_of_a_changed_number_follow_where_its_bound_gave_them(browser) -> None:
    form = browser.row("boxes_per_month")
    told = browser.ask("check", browser.edit(form, {"value": "41000"}))[1]["proposed"]["cells"]
    assert told == {"low": "40500", "high": "41500"}
    kept = browser.edit(form, {"low": "36000"})
    assert (
        browser.ask("save", browser.edit(form, {**kept["cells"], "note": "x"}, reason="y"))[0]
        == 200
    )
    form = browser.row("boxes_per_month")
    told = browser.ask("check", browser.edit(form, {"value": "41000"}))[1]["proposed"]["cells"]
    assert told == {}, "ends that a person chose"
    assert browser.ask("undo", {})[0] == 200
