"""What the preview answers to forms: rows, what an edit leads to, saving, conflicts, undoing; and
whom it does not answer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from asking import Browser, files
from projects import FIGURES, PARAGRAPHS, columns_of, renew_unchecked, write_table
from stateofplay.editing.checking import find_problems
from stateofplay.editing.drafting.moving import move_decided
from stateofplay.ledger.reading.drafts import COLUMNS


def test_a_form_knows_its_columns_cells_neighbours_and_what_a_bound_leaves_empty(browser) -> None:
    form = browser.row("boxes_per_month")
    columns = {column["name"]: column for column in form["columns"]}
    assert form["table"] == "boxes" and form["file"] == "data/boxes.csv" and form["line"] == 2
    assert columns["bound"]["choices"][0] == "exact" and columns["bound"]["meanings"]["exact"]
    assert columns["start"]["type"] == "date" and columns["value"]["type"] == "number"
    assert {"value": "port_office", "label": "Port Office: Port statistics"} in columns["source"][
        "suggestions"
    ]
    assert form["cells"]["value"] == "40000" and form["where"] == "paragraph 1"
    assert list(form["must_be_empty"]["exact"]) == ["low", "high"]
    assert list(form["must_be_empty"]["between"]) == ["value"]
    assert [n["key"] for n in form["neighbours"] if n["current"]] == ["boxes_per_month"]
    assert form["neighbours"][1]["key"] == FIGURES[1]["id"]
    named = browser.ask("names?q=boxes_per_month")[1]["names"][0]
    assert named["id"] == "boxes_per_month" and named["words"] in form["shown"]
    assert form["open"].startswith("vscode://file/") and form["open"].endswith("boxes.csv:2")


def test_every_row_of_every_table_has_a_form(browser) -> None:
    from stateofplay.ledger.loading import load_ledger

    found = 0
    for table in load_ledger(browser.project).tables.values():
        for row in table:
            key = " ".join(row.text(column) for column in table.schema.primary_key)
            form = browser.row(key, table.name)
            assert form["cells"].keys() == row.cells.keys()
            found += 1
    assert found > len(FIGURES)


def test_what_follows_is_told_before_anything_is_written(browser) -> None:
    before, form = files(browser.project), browser.row("boxes_per_month")
    edit = browser.edit(form, {"value": "41000", "low": "36000", "high": "46000"})
    status, told = browser.ask("check", edit)
    assert status == 200 and told["problems"] == [] and not told["same"]
    follows = {each["id"]: each for each in told["follows"]}
    assert list(follows) == ["boxes_per_month", "balance"]
    assert follows["balance"]["old"] != follows["balance"]["new"]
    assert follows["boxes_per_month"]["new"].startswith("about 41,000")
    assert [line[0] for line in told["difference"][1:]] == ["-", "+"]
    status, told = browser.ask("check", browser.edit(form, {"value": "30000", "low": "20000"}))
    assert [p["column"] for p in told["problems"]] == ["holds"]
    turned = {each["id"]: each["turned"] for each in told["follows"]}
    assert turned["more_come"] == ["firm", "false"]
    status, told = browser.ask("check", browser.edit(form, {"value": "many", "low": "50000"}))
    assert {p["column"] for p in told["problems"] if p["here"]} == {"value", "low"}
    assert told["follows"] == [] and told["follows_why"]
    assert files(browser.project) == before


def test_a_save_writes_its_row_and_is_taken_back_one_by_one(browser) -> None:
    before = files(browser.project)
    for value in ("41000", "42000"):
        form = browser.row("boxes_per_month")
        status, told = browser.ask("save", browser.edit(form, {"value": value}))
        assert status == 200 and told["files"] == ["data/boxes.csv"], told
    path = browser.project.table("boxes")
    changed = {p: c for p, c in files(browser.project).items() if c != before[p]}
    assert list(changed) == [path]
    assert changed[path] == before[path].replace(b",40000,", b",42000,")
    assert len(browser.ask("undo")[1]["undo"]) == 2
    assert browser.ask("undo", {})[0] == 200
    assert path.read_bytes() == before[path].replace(b",40000,", b",41000,")
    other = Browser(browser.project)  # the preview began anew
    assert other.ask("undo", {})[0] == 200 and files(browser.project) == before
    assert browser.ask("undo", {})[0] == 400 and browser.ask("undo")[1]["undo"] == []


def test_what_has_problems_is_not_saved(browser) -> None:
    before, form = files(browser.project), browser.row("boxes_per_month")
    status, told = browser.ask("save", browser.edit(form, {"value": "many"}))
    assert status == 422 and told["problems"] and "nothing was written" in told["error"]
    assert files(browser.project) == before


def test_two_browsers_and_an_editor_lose_nothing(browser) -> None:
    """Who saves second sees both, and may then save over it."""
    path, other = browser.project.table("boxes"), Browser(browser.project)
    mine, theirs = browser.row("boxes_per_month"), other.row("boxes_per_month")
    assert other.ask("save", other.edit(theirs, {"note": "Theirs."}))[0] == 200
    saved = path.read_bytes()
    status, told = browser.ask("save", browser.edit(mine, {"note": "Mine."}))
    assert status == 409 and "has changed" in told["error"]
    assert told["now"]["note"] == "Theirs." and path.read_bytes() == saved
    finding = browser.edit(browser.row("more_come"), {"note": "Mine."})
    both = {"edits": [browser.edit(mine, {"note": "Mine."}), finding]}
    status, told = browser.ask("save", both)  # what changed is of the other form
    assert status == 409 and told["now"] is None and path.read_bytes() == saved
    told = browser.ask("save", browser.edit(mine, {"note": "Mine."}))[1]
    again = browser.edit(mine | {"version": told["version"]}, {"note": "Mine."})
    assert browser.ask("save", again)[0] == 200
    assert b"Mine." in path.read_bytes() and b"Theirs." not in path.read_bytes()
    path.write_bytes(path.read_bytes() + b"\n")  # an editor
    assert browser.ask("undo", {})[0] == 409 and b"Mine." in path.read_bytes()


def test_saves_at_the_same_moment_are_all_kept(browser) -> None:
    """Two previews of one book, each saving its row until it is told 200."""
    keys = ("boxes_per_month", "boxes_goal")
    desks = [browser, Browser(browser.project)]
    refused = []

    def save_all(asking: Browser, key: str) -> None:
        for number in range(4):
            while True:
                edit = asking.edit(asking.row(key), {"note": f"{key} {number}"})
                if (status := asking.ask("save", edit)[0]) == 200:
                    break
                refused.append(status)

    with ThreadPoolExecutor(2) as both:
        list(both.map(save_all, desks, keys))
    assert set(refused) <= {409}
    for key in keys:
        assert browser.row(key)["cells"]["note"] == f"{key} 3"
    assert find_problems(browser.project)[0] == []


def test_a_figure_and_where_was_looked_for_it_are_saved_together(browser) -> None:
    """Alone, the figure would lack its outside value."""
    cells = FIGURES[1] | {"id": "", "measure": "Boxes found", "as_stated": "31,680 boxes"}
    figure = {"kind": "add", "table": "boxes", "cells": cells}
    status, told = browser.ask("save", figure)
    assert status == 422 and told["proposed"]["key"] == "boxes_found"
    looked = dict(figure="boxes_found", day="2026-03-01", where_looked="x", looked_for="y")
    both = [figure, {"kind": "add", "table": "unchecked", "cells": looked}]
    status, told = browser.ask("save", {"edits": both})
    assert status == 200, told
    assert find_problems(browser.project)[0] == []


def test_the_condition_of_a_finding_is_told_as_one_types_and_what_turns_it(browser) -> None:
    form = browser.ask("new?table=findings")[1]
    cells = {"topic": "boxes", "statement": "More come than {boxes_lost}"}
    edit = {"kind": "add", "table": "findings", "version": form["version"]}
    answers = [
        browser.ask("check", {**edit, "cells": {**cells, "holds": holds}})[1]
        for holds in ("boxes_per_month > boxes_lost", "boxes_per_month < boxes_lost", "boxes >")
    ]
    firm, false, broken = answers
    assert firm["condition"]["status"] == "firm" and firm["problems"] == []
    assert "31,680" in firm["condition"]["turning"] and "31,680" in firm["condition"]["statement"]
    assert false["condition"]["status"] == "false" and "turning" not in false["condition"]
    assert [p["column"] for p in false["problems"]] == ["holds"]
    assert "condition" not in broken and broken["problems"][0]["here"]


def test_a_source_is_pasted_added_changed_and_taken_back(browser) -> None:
    before = files(browser.project)
    entry = "@online{press, title={Counted}, organization={Press}, url={https://a.org/b}}"
    status, told = browser.ask("source", {"text": entry})
    assert status == 200 and told["from"] == "BibTeX"
    form = browser.ask("new?table=sources")[1]
    add = {"kind": "add", "table": "sources", "version": form["version"], "cells": told["cells"]}
    wrong = {**add, "cells": told["cells"] | {"url": "https://a.org", "grade": "Z"}}
    status, told = browser.ask("check", wrong)
    assert {p["column"] for p in told["problems"] if p["here"]} == {"url", "grade"}
    status, told = browser.ask("save", add)
    assert status == 200 and told["files"] == ["seeds/sources.bib"] and told["key"] == "press"
    told = browser.ask("source", {"text": "https://a.org/b"})[1]
    assert told["known"] == "press" and told["from"] == "an address"
    form = browser.row("press")
    assert form["table"] == "sources" and form["cells"]["title"] == "Counted"
    assert browser.ask("save", browser.edit(form, {"title": "Counted & told"}))[0] == 200
    assert b"title = {Counted \\& told}" in browser.project.bibliography.read_bytes()
    assert browser.ask("source", {"text": "a note"})[0] == 400
    for _ in range(2):
        assert browser.ask("undo", {})[0] == 200
    assert files(browser.project) == before


def test_a_paragraph_is_found_checked_saved_and_in_conflict(browser) -> None:
    path = browser.project.book / "index.md"
    with path.open("a", encoding="utf-8") as file:
        file.write("\nA paragraph of its own, on boxes.\n")
    before = path.read_bytes()
    place = "paragraph?page=book/index&text=A+paragraph+of+its+own,+on+boxes."
    status, found = browser.ask(place)
    assert status == 200 and found["text"] == "A paragraph of its own, on boxes."
    edit = {"kind": "text", **{k: found[k] for k in ("file", "first", "last", "version")}}
    status, told = browser.ask("check", {**edit, "text": "Of 40,000 boxes."})
    assert [p["here"] for p in told["problems"]] == [True] and path.read_bytes() == before
    edit |= {"text": "On {fig}`boxes_lost`.", "opened": found["text"]}
    assert browser.ask("save", edit)[0] == 200
    assert path.read_bytes() == before.replace(
        b"A paragraph of its own, on boxes", b"On {fig}`boxes_lost`"
    )
    status, told = browser.ask("save", edit)
    assert status == 409 and told["now"] == {"text": edit["text"]}
    assert browser.ask("undo", {})[0] == 200 and path.read_bytes() == before
    status, told = browser.ask("paragraph?page=book/index&text=Nothing+of+the+kind+stands+here")
    assert status == 404 and told["open"].startswith("vscode://file/")
    assert browser.ask("paragraph?page=../seeds/sources&text=a")[0] == 400


def test_the_candidates_of_a_draft_are_decided_one_after_the_other(browser) -> None:
    project = browser.project
    assert browser.ask("draft")[1]["candidates"] == []
    project.article.write_text("\n".join(PARAGRAPHS), encoding="utf-8")
    header, row = ",".join(COLUMNS), "3,one-fifth of the quay,0.2,,,exact,ratio,,a guess,boxes?"
    cells = row + "," * (len(COLUMNS) - row.count(",") - 2) + ",harbour_news"
    project.draft.write_text(f"{header}\n{cells}\n{cells}\n", encoding="utf-8")
    status, told = browser.ask("draft")
    assert status == 200 and [c["decided"] for c in told["candidates"]] == [False, False]
    first = told["candidates"][0]
    start, end = first["mark"]
    assert first["sentence"][start:end] == "one-fifth of the quay"
    assert first["sentence"] in PARAGRAPHS[2]
    assert "boxes" in [topic["value"] for topic in told["topics"]]
    edit = {"kind": "decide", "key": "2", "version": told["version"], "cells": {"decide": "no"}}
    assert browser.ask("save", edit)[0] == 200
    assert [c["decided"] for c in browser.ask("draft")[1]["candidates"]] == [False, True]
    assert project.draft.read_text(encoding="utf-8").splitlines()[1] == cells
    assert browser.ask("save", edit)[0] == 409, "decided meanwhile"


def test_what_is_decided_is_moved_as_the_command_moves_it(browser) -> None:
    """With what keeps the rest, and what the tables then lack, told before."""
    project = browser.project
    row = dict(paragraph="3", as_stated="one-fifth of the quay", value="0.2", bound="exact",
               unit="ratio", decide="boxes", measure="Quay, again", who="Ann Lee",
               kind="estimated", interest="none", source="harbour_news")  # fmt: skip
    rows = [row, row | dict(measure="", decide="no"), row | dict(decide="")]
    write_table(project.draft, COLUMNS, rows)
    before, version = files(project), browser.ask("draft")[1]["version"]
    status, told = browser.ask("check", {"kind": "move", "version": version})
    moved = told["proposed"]
    assert status == 200 and moved["moves"] == {"data/boxes.csv": ["Quay, again"]}, told
    assert moved["waiting"] == 2 and "data/draft.csv:3:measure: is empty" in moved["kept"][0]
    assert ["unchecked" in problem["message"] for problem in told["problems"]] == [True]
    assert files(project) == before
    status, told = browser.ask("save", {"kind": "move", "version": version})
    assert status == 200 and told["files"] == ["data/boxes.csv", "data/draft.csv"]
    saved = {path: content for path, content in files(project).items() if content != before[path]}
    status, told = browser.ask("save", {"kind": "move", "version": version})
    assert status == 422 and "unchecked" in told["error"], "the tables are mended first"
    assert browser.ask("undo", {})[0] == 200 and files(project) == before
    assert move_decided(project) == 1, "one is not complete"
    assert {path: content for path, content in files(project).items() if path in saved} == saved


def test_a_row_that_lost_its_file_is_said(browser) -> None:
    browser.project.table("boxes").unlink()
    status, told = browser.ask("row?id=boxes_per_month&table=boxes")
    assert status in (404, 422) and "\n" not in told["error"]


def test_rows_of_the_small_table_can_be_written_in_any_order(browser) -> None:
    write_table(browser.project.table("boxes"), columns_of("boxes"), FIGURES[::-1])
    renew_unchecked(browser.project)
    assert browser.row("boxes_per_month")["line"] == len(FIGURES) + 1
