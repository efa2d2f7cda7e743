"""What the preview answers to forms: rows to edit, what an edit leads to, saving and undoing."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import date
from http import HTTPStatus
from pathlib import Path
from typing import Any

from stateofplay.editing.releases import Release, published
from stateofplay.editing.revisions import RevisionError
from stateofplay.editing.rows.outcome import Outcome, State
from stateofplay.editing.rows.pending import Pending
from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.row_edits import DRAFT, SOURCES, NoSuchRow, RowEditor, table_with
from stateofplay.editing.rows.row_form import form_of_file, new_form, row_form
from stateofplay.editing.rows.saving import (
    Conflict,
    HalfWritten,
    Saved,
    undo,
    undoable,
    version_of,
    write,
)
from stateofplay.editing.rows.sent_edits import Edit, Told, name_of, prepare, text_of
from stateofplay.editing.rows.source_edits import source_form
from stateofplay.editing.rows.text_edits import chapter_file, paragraph
from stateofplay.editing.rules.reading_grade import as_read
from stateofplay.files.access import bytes_or_reason, folder_digest
from stateofplay.files.problems import DataError
from stateofplay.files.project import Project
from stateofplay.files.texts import read_text
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.leftovers import line_of
from stateofplay.publish import edit_lookups
from stateofplay.publish.charts_after import charts_after
from stateofplay.publish.edit_answers import problem_of, told_of
from stateofplay.publish.edit_lookups import ledger_of
from stateofplay.publish.shown_on import Pages

Answer = dict[str, Any]
_LISTED = {"events", "positions"}  # the tables that pages show row by row


class Desk:
    """Answers requests of one preview: one after the other, those for charts beside the others."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.pages = Pages(project)
        self.token = token_of(project)
        self._busy, self._drawing = threading.Lock(), threading.Lock()
        self._state: tuple[list[str], State] | None = None
        self._published: list[Release | None] = []

    def answer(self, name: str, asked: Mapping[str, Any], posted: bool) -> tuple[int, Answer]:
        """The status and the answer to a request; whatever is wrong with it is said in one line."""
        program = _PROGRAMS.get((name, posted))
        if program is None:
            return HTTPStatus.NOT_FOUND, {"error": f"the preview has no {name}"}
        try:
            with self._drawing if name == "charts" else self._busy:  # which takes a second
                return program(self, asked)
        except Conflict as error:
            return HTTPStatus.CONFLICT, {"error": str(error), **self._now(asked, error.file)}
        except NoSuchRow as error:
            return HTTPStatus.NOT_FOUND, {"error": str(error)}
        except HalfWritten as error:
            return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": str(error)}
        except EditError as error:
            return HTTPStatus.BAD_REQUEST, {"error": str(error)}
        except DataError as error:
            return HTTPStatus.UNPROCESSABLE_ENTITY, {
                "error": str(error.problems[0]),
                "problems": [problem_of(problem, None) for problem in error.problems],
            }
        except OSError as error:
            said = f"cannot be written: {error.strerror or error}; nothing was written"
            return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": said}
        except Exception as error:  # the form says it, and keeps what is typed
            return HTTPStatus.INTERNAL_SERVER_ERROR, {"error": line_of(error)}

    def row(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        key, name = text_of(asked, "id"), text_of(asked, "table")
        name = name or table_with(self.project, key)
        form = self.form(name, key, ledger_of(self.project))
        return HTTPStatus.OK, form | form_of_file(Path(form["path"]), form["line"])

    def form(self, name: str, key: str, ledger: Ledger | None = None) -> Answer:
        """The form of the row `key` of a table. Raises EditError where there is none."""
        if name == SOURCES:
            return source_form(Pending(self.project), key)
        return row_form(self._editor(), name, key, ledger, self._release(fresh=True))

    def new(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        name, figure = text_of(asked, "table"), text_of(asked, "figure")
        form = (
            source_form(Pending(self.project), "")
            if name == SOURCES
            else new_form(self._editor(), name, figure, ledger_of(self.project))
        )
        return HTTPStatus.OK, form | form_of_file(Path(form["path"]), form["line"])

    def check(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        return HTTPStatus.OK, self._told(*self._prepared(asked))

    def charts(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        """The charts that would be others, old and new; their chapters are executed for it."""
        pending, found, told = self._prepared(asked)
        pages = {chart["page"] for chart in self._told(pending, found, told)["charts"]}
        if found.before.ledger is None or found.problems:  # no chapter runs with a broken ledger
            why = "what the charts would show is known once the problems are mended"
            return HTTPStatus.OK, {"charts": [], "error": why}
        charts = charts_after(pending, found.before.ledger, self.pages.drawn(), pages)
        return HTTPStatus.OK, {"charts": charts}

    def save(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        pending, found, told = self._prepared(asked)
        answer = self._told(pending, found, told)
        if found.problems and not told[-1].get("despite"):
            count = len(found.problems)
            answer["error"] = f"{count} problem(s); nothing was written"
            return HTTPStatus.UNPROCESSABLE_ENTITY, answer
        answer["files"] = write(self.project, pending.changes, name_of(told))
        return HTTPStatus.OK, answer | {"key": told[-1]["key"]}

    def undo(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        """Take the last save back, while its files are still what was saved."""
        return HTTPStatus.OK, {"undone": _of_save(undo(self.project))}

    def saves(self, asked: Mapping[str, Any]) -> tuple[int, Answer]:
        """What can be taken back, the last save first."""
        return HTTPStatus.OK, {"undo": [_of_save(saved) for saved in undoable(self.project)]}

    def _editor(self) -> RowEditor:
        return RowEditor(Pending(self.project))

    def _release(self, fresh: bool = False) -> Release | None:
        """The latest release, as far as git can say; it is asked when a form opens, not at every
        key.
        """
        if fresh or not self._published:
            try:
                self._published = [published(self.project)[0]]
            except RevisionError:  # `stateofplay check` says it
                self._published = [None]
        return self._published[0]

    def _before(self) -> State:
        """The project as it is, worked out once for each state of its files."""
        release = self._release()
        folders = (self.project.data, self.project.seeds, self.project.book)
        told = [repr(release and release.name), *map(folder_digest, folders)]
        told += [repr(bytes_or_reason(path)) for path in (self.project.config, self.project.toc)]
        state = self._state  # which a request for charts may change meanwhile
        if state is None or state[0] != told:
            state = self._state = told, State.of(self.project, release)
        return state[1]

    def _prepared(self, asked: Mapping[str, Any]) -> tuple[Pending, Outcome, list[Told]]:
        release = self._release()
        return prepare(self.project, edits_of(asked), release, self._before())

    def _told(self, pending: Pending, found: Outcome, told: list[Told]) -> Answer:
        answer = told_of(pending, found, told)
        tables = {change.path.stem for change in pending.changes} & _LISTED
        ids = {each["id"] for each in answer["follows"]}
        return answer | self.pages.showing(ids, tables, found)

    def _now(self, asked: Mapping[str, Any], file: str) -> Answer:
        """What `file` has now of that which the last edit is of, after a conflict."""
        try:
            edit = edits_of(asked)[-1]
            if edit.get("kind") == "text":
                return self._text_now(edit)
            name, key = text_of(edit, "table"), text_of(edit, "key")
            form = self.form(DRAFT if edit.get("kind") == "decide" else name, key)
        except (EditError, DataError):
            return {"now": None}
        if form["file"] != file:  # it is of an edit before, whose form has to be opened anew
            return {"now": None}
        return {"version": form["version"], "now": form["cells"]}

    def _text_now(self, edit: Edit) -> Answer:
        file = text_of(edit, "file")
        path = chapter_file(self.project, file)
        content, texts = read_text(path, file), (text_of(edit, "opened"), text_of(edit, "text"))
        alike = (paragraph(content, as_read(text, None), 0, None) for text in texts)
        now = next(filter(None, alike), None)
        place = {"first": now.first, "last": now.last} if now else {}
        told = {"version": version_of(path.read_bytes()), "now": now and {"text": now.text}}
        return told | place


def token_of(project: Project) -> str:
    """What lets a browser edit: the same whenever a preview of the book begins, for its open pages.
    It lies where only this user of the machine may read it.
    """
    project.cache.mkdir(parents=True, exist_ok=True)
    place = os.open(project.cache / "preview-token", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(place, "r+", encoding="ascii") as file:
        if not (token := file.read()):
            file.write(token := secrets.token_urlsafe())
    return token


def _of_save(saved: Saved) -> Answer:
    day, _, time = saved.time.partition(" ")
    is_today = day == date.today().isoformat()
    files = [name for name, _, _ in saved.files]
    return {"what": saved.what, "files": files, "time": time if is_today else saved.time}


def edits_of(asked: Mapping[str, Any]) -> list[Edit]:
    """The edits of a request: one, or several in ``edits``. Raises EditError."""
    edits = asked.get("edits", [asked] if "kind" in asked else [])
    if not isinstance(edits, list) or not all(isinstance(edit, Mapping) for edit in edits):
        raise EditError("edits are no list of objects")
    if not edits:
        raise EditError("there is no edit in this request; give it a kind")
    return edits


Program = Callable[[Desk, Mapping[str, Any]], tuple[int, Answer]]


def _looked_up(look_up: Callable[[Project, Mapping[str, Any]], tuple[int, Answer]]) -> Program:
    return lambda desk, asked: look_up(desk.project, asked)


# By name, and whether it is sent (POST) or only asked (GET).
_PROGRAMS: dict[tuple[str, bool], Program] = {
    ("row", False): Desk.row,
    ("new", False): Desk.new,
    ("undo", False): Desk.saves,
    ("check", True): Desk.check,
    ("charts", True): Desk.charts,
    ("save", True): Desk.save,
    ("undo", True): Desk.undo,
    ("tables", False): _looked_up(edit_lookups.tables),
    ("names", False): _looked_up(edit_lookups.names),
    ("paragraph", False): _looked_up(edit_lookups.paragraph),
    ("draft", False): _looked_up(edit_lookups.draft),
    ("source", True): _looked_up(edit_lookups.source),
}
