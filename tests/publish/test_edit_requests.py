"""Whom the preview does not answer, and what it takes for no edit."""

from __future__ import annotations

import pytest

from asking import PORT, files
from stateofplay.editing.checking import find_problems
from stateofplay.editing.rows import saving
from stateofplay.publish.edit_requests import MOST_BYTES


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "example.org:8000"}, 403),
        ({"host": f"127.0.0.1:{PORT + 1}"}, 403),
        ({"origin": "https://example.org"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"sec_fetch_site": "cross-site"}, 403),
        ({"sec_fetch_site": "same-site"}, 403),
        ({"cookie": ""}, 403),
        ({"cookie": "ж"}, 403),
        ({"cookie": f"stateofplay-{PORT}="}, 403),
        ({"content_type": "text/plain"}, 415),
        ({"content_length": str(MOST_BYTES + 1)}, 413),
        ({"content_length": "9" * 5000}, 413),
        ({"content_length": "many"}, 411),
    ],
)
def test_nobody_else_is_answered_and_the_refusal_is_said(browser, capsys, headers, status) -> None:
    before, form = files(browser.project), browser.row("boxes_per_month")
    edit = browser.edit(form, {"value": "41000"})
    answer = browser.ask("save", edit, **headers)
    assert answer[0] == status and answer[1].keys() == {"error"}
    assert capsys.readouterr().err.startswith("refused: ")
    if status == 403:
        assert browser.ask("row?id=boxes_per_month", None, **headers)[0] == 403
    assert files(browser.project) == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 400),
        ({}, 400),
        ({"kind": "drop"}, 400),
        ({"kind": "row", "table": "../seeds/sources", "key": "a"}, 404),
        ({"kind": "row", "table": "boxes", "key": "boxes_lots", "cells": {}}, 404),
        ({"kind": "row", "table": "boxes", "key": "boxes_lost", "cells": {"valu": "1"}}, 400),
        ({"kind": "row", "table": "boxes", "key": "boxes_lost", "cells": {"value": 1}}, 400),
        ({"kind": "row", "table": "boxes", "key": "boxes_lost", "cells": "value"}, 400),
        ({"kind": "row", "table": "boxes", "key": "boxes_lost", "cells": {"note": "\ud800"}}, 400),
        ({"edits": "all"}, 400),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_line(browser, body, status) -> None:
    before = files(browser.project)
    answered, told = browser.ask("save", body)
    assert answered == status and "\n" not in told["error"] and "Traceback" not in told["error"]
    assert files(browser.project) == before


@pytest.mark.parametrize("cell", ["x\0y", "a\u202eb", "<b>bold</b>", "=1+1", "two\nlines"])
def test_a_cell_is_held_against_what_check_holds_it_against(browser, cell) -> None:
    form = browser.row("boxes_per_month")
    status, told = browser.ask("save", browser.edit(form, {"note": cell}))
    problems = find_problems(browser.project)[0]
    assert (status == 200) == (not told["problems"]) and problems == []
    if status == 200:
        assert browser.row("boxes_per_month")["cells"]["note"] == cell


def test_what_nothing_foresaw_is_said_in_the_form(browser, monkeypatch) -> None:
    edit = browser.edit(browser.row("boxes_per_month"), {"value": "41000"})
    monkeypatch.setattr(browser.desk.pages, "showing", lambda *_: [][1])
    status, told = browser.ask("check", edit)
    assert status == 500 and "This is a mistake of the program" in told["error"]


def test_nothing_was_written_is_said_where_it_is_so_and_else_what_was(browser, monkeypatch) -> None:
    edit = browser.edit(browser.row("boxes_per_month"), {"value": "41000"})
    before, history = files(browser.project), browser.project.cache / "saves.json"
    history.mkdir(parents=True)
    status, told = browser.ask("save", edit)
    assert status == 500 and told["error"].endswith("; nothing was written")
    assert files(browser.project) == before
    put = saving._put

    def once(path, content) -> None:
        if content == before[path]:
            raise OSError(28, "No space left on device")
        put(path, content)

    monkeypatch.setattr(saving, "_put", once)
    status, told = browser.ask("save", edit)
    assert files(browser.project) != before and status == 500
    assert told["error"].endswith("; written, and not put back: data/boxes.csv")
