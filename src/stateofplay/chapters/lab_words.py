"""The prose of a chapter as JupyterLab shows it: each figure in words, which become its role again
when the chapter is saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupytext import build_async_jupytext_contents_manager_class
from nbformat import v4

from stateofplay.files.access import text_or_reason
from stateofplay.files.problems import DataError
from stateofplay.files.project import ProjectNotFound, find_project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.turning_words import turning_of

_ROLE = re.compile(r"\{(fig|finding|turns)\}`([a-z0-9_]+)((?:\|[a-z]+)?)`")
_WORDS = re.compile(r"\[[^\[\]]*\]\((fig|finding|turns):([a-z0-9_]+(?:\|[a-z]+)?)\)")
_TERM = re.compile(r"\{term\}`([^`<\[\]]+?)(?:\s<([^`>]+)>)?`")
_TERM_WORDS = re.compile(r"\[([^\[\]]+)\]\(<term:([^>]+)>\)")

_HEAD = re.compile(r"---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_CELL = re.compile(r"^\s*(`{3,}|:{3,})\s*\{code(-cell)?\}", re.MULTILINE)


def to_words(text: str, ledger: Ledger) -> str:
    """`text` with each figure and finding, and what turns one, as a link that says it in words:
    ``[31,680 boxes](fig:boxes_2026_01)``.

    A role that the ledger does not know stays as it is: the build reports it.
    """

    def words(match: re.Match[str]) -> str:
        role, name, style = match.groups()
        try:
            said = (
                turning_of(ledger, name)
                if role == "turns"
                else ledger.words(name, style[1:] or "hedged")
            )
        except (KeyError, ValueError):
            return match[0]
        return match[0] if set(said) & set("[]") else f"[{said}]({role}:{name}{style})"

    return _TERM.sub(lambda m: f"[{m[1]}](<term:{m[2] or m[1]}>)", _ROLE.sub(words, text))


def to_roles(text: str) -> str:
    """The reverse: the words in a link are the program's, so whatever stands there the figure's
    role is written."""
    text = _WORDS.sub(lambda m: f"{{{m[1]}}}`{m[2]}`", text)
    return _TERM_WORDS.sub(
        lambda m: f"{{term}}`{m[1]}`" if m[1] == m[2] else f"{{term}}`{m[1]} <{m[2]}>`", text
    )


# nbformat is not typed.
_NOTEBOOKS: Any = v4
# Jupytext makes its class at run time.
_Jupytext: Any = build_async_jupytext_contents_manager_class(AsyncLargeFileManager)


class ChapterManager(_Jupytext):  # type: ignore[misc]
    """Jupytext's notebooks out of text files, with figures in words in the Markdown cells of
    chapters."""

    async def get(
        self, path: str, content: bool = True, type: str | None = None, **options: Any
    ) -> dict[str, Any]:
        if content and type in (None, "notebook") and self._is_page(path):
            model = _as_notebook(await super().get(path, True, "file", format="text"))
        else:
            model = await super().get(path, content, type, **options)
        ledger = self._ledger() if _is_chapter(model) else None
        if ledger:
            for cell in _prose(model):
                cell["source"] = to_words(cell["source"], ledger)
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        if _is_chapter(model, path):
            for cell in _prose(model):
                cell["source"] = to_roles(cell["source"])
            if self._is_page(path):
                cells = model["content"]["cells"]
                text = "\n\n".join(cell["source"].strip("\n") for cell in cells) + "\n"
                model = {"type": "file", "format": "text", "content": text}
                return {**await super().save(model, path), "type": "notebook"}
        saved: dict[str, Any] = await super().save(model, path)
        return saved

    def _is_page(self, path: str) -> bool:
        """Whether the file is a page without cells. Jupytext would run the commands that such a
        page shows, give it front matter, and take one with fences of colons for Pandoc's."""
        file = Path(self.root_dir, path.strip("/"))
        return file.suffix == ".md" and file.is_file() and not _CELL.search(text_or_reason(file))

    def _ledger(self) -> Ledger | None:
        """The ledger as it is on disk now; None where it cannot be read, so that chapters can still
        be opened."""
        try:
            return load_ledger(find_project(Path(self.root_dir)))
        except (DataError, ProjectNotFound) as error:
            self.log.warning("Figures are shown by their ids: %s", error)
            return None


def _as_notebook(model: dict[str, Any]) -> dict[str, Any]:
    """A text file as a notebook: its front matter as it is, and the rest to be written in."""
    found = _HEAD.match(model["content"])
    head = found[0] if found else ""
    text = model["content"][len(head) :]
    cells = [_NOTEBOOKS.new_raw_cell(head.strip("\n"))] if head else []
    notebook = _NOTEBOOKS.new_notebook(
        cells=[*cells, _NOTEBOOKS.new_markdown_cell(text.strip("\n"))]
    )
    return {**model, "type": "notebook", "format": "json", "mimetype": None, "content": notebook}


def _is_chapter(model: dict[str, Any], path: str = "") -> bool:
    return (
        model["type"] == "notebook"
        and bool(model.get("content"))
        and (path or model["path"]).endswith(".md")
    )


def _prose(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in model["content"]["cells"] if cell["cell_type"] == "markdown"]
