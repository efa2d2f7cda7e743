"""The prose of a chapter as JupyterLab shows it: each figure in words, which become its role again
when the chapter is saved."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupytext import build_async_jupytext_contents_manager_class, writes
from nbformat import from_dict

from stateofplay.files.problems import DataError
from stateofplay.files.project import ProjectNotFound, find_project
from stateofplay.ledger.ledger import Ledger, load_ledger

_ROLE = re.compile(r"\{(fig|finding)\}`([a-z0-9_]+)((?:\|[a-z]+)?)`")
_WORDS = re.compile(r"\[[^\[\]]*\]\((fig|finding):([a-z0-9_]+(?:\|[a-z]+)?)\)")
_TERM = re.compile(r"\{term\}`([^`<\[\]]+?)(?:\s<([^`>]+)>)?`")
_TERM_WORDS = re.compile(r"\[([^\[\]]+)\]\(<term:([^>]+)>\)")


def to_words(text: str, ledger: Ledger) -> str:
    """`text` with each figure and finding as a link that says it in words: ``[31,680
    boxes](fig:boxes_2026_01)``.

    A role that the ledger does not know stays as it is: the build reports it.
    """

    def words(match: re.Match[str]) -> str:
        role, name, style = match.groups()
        try:
            said = ledger.words(name, style[1:] or "hedged")
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


# Jupytext makes its class at run time.
_Jupytext: Any = build_async_jupytext_contents_manager_class(AsyncLargeFileManager)


class ChapterManager(_Jupytext):  # type: ignore[misc]
    """Jupytext's notebooks out of text files, with figures in words in the Markdown cells of
    chapters."""

    async def get(self, path: str, *args: Any, **options: Any) -> dict[str, Any]:
        model: dict[str, Any] = await super().get(path, *args, **options)
        ledger = self._ledger() if _is_chapter(model) else None
        if ledger:
            for cell in _prose(model):
                cell["source"] = to_words(cell["source"], ledger)
        return model

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        if _is_chapter(model, path):
            for cell in _prose(model):
                cell["source"] = to_roles(cell["source"])
            if all(cell["cell_type"] != "code" for cell in model["content"]["cells"]):
                return await self._save_page(model, path)
        saved: dict[str, Any] = await super().save(model, path)
        return saved

    async def _save_page(self, model: dict[str, Any], path: str) -> dict[str, Any]:
        """Save a page without cells as the text that it is: `jupytext.toml` is for chapters, and
        would give it front matter."""
        notebook = from_dict(model["content"])  # type: ignore[no-untyped-call]
        text = writes(notebook, fmt="md")
        return {
            **await super().save({"type": "file", "format": "text", "content": text}, path),
            "type": "notebook",
        }

    def _ledger(self) -> Ledger | None:
        """The ledger as it is on disk now; None where it cannot be read, so that chapters can still
        be opened."""
        try:
            return load_ledger(find_project(Path(self.root_dir)))
        except (DataError, ProjectNotFound) as error:
            self.log.warning("Figures are shown by their ids: %s", error)
            return None


def _is_chapter(model: dict[str, Any], path: str = "") -> bool:
    return (
        model["type"] == "notebook"
        and bool(model.get("content"))
        and (path or model["path"]).endswith(".md")
    )


def _prose(model: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in model["content"]["cells"] if cell["cell_type"] == "markdown"]
