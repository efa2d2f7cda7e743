"""The same book as plain Jupyter Book 1 would have it: stock theme, stock renderer, numbers typed
into the text.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.twin_builds import copy_book

# A block of code shows roles as they are written; elsewhere a role gives its words.
_ROLE = re.compile(
    r"^(?P<fence>`{3,})(?P<info>.*?)\n(?P<body>(?s:.*?))^(?P=fence)\s*$"
    r"|\{(?P<kind>fig|finding|plain)\}`(?P<name>[^`|]+)(?:\|(?P<form>\w+))?`",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(r"^(`{3,}|:{3,})\{ledger-[a-z]+\}.*?^\1\s*$", re.DOTALL | re.MULTILINE)
_MARK = re.compile(r"\s?\{(?:source|turns)\}`[^`]*`")
_CONFIG = """\
only_build_toc_files: true
exclude_patterns: [_build, tables]
execute: {execute_notebooks: cache}
parse: {myst_enable_extensions: [colon_fence, deflist, attrs_inline, smartquotes]}
"""
# What the chapters import from our package, as an author without it would have it: read a table,
# show a chart. Tables are those of the book as it is, which a plain book's settings are not.
_MODULE = '''\
"""Reads the book's tables and shows a chart as Altair does."""

import os
from pathlib import Path

os.environ["STATEOFPLAY_ROOT"] = str(Path(__file__).resolve().parents[1] / "tables")
from stateofplay import bound_marks, regions, successive, table, theme


def show(chart, **words):
    return chart
'''


def plain_book(project: Project, target: Path) -> Path:
    """Write the project's chapters as a plain Jupyter Book into `target`; gives `target`."""
    ledger = load_ledger(project)
    shutil.copytree(
        project.book,
        target / "book",
        ignore=shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints"),
    )
    copy_book(project, target / "tables")
    shutil.copy(project.toc, target / "_toc.yml")
    named = {"title": ledger.settings.title, "author": ledger.settings.author}
    whose = "".join(f"{key}: {json.dumps(value)}\n" for key, value in named.items())
    (target / "_config.yml").write_text(whose + _CONFIG, encoding="utf-8")
    (target / "book" / "plain.py").write_text(_MODULE, encoding="utf-8")
    for page in (target / "book").glob("*.md"):
        page.write_text(plain_page(ledger, page.read_text(encoding="utf-8")), encoding="utf-8")
    return target


def plain_page(ledger: Ledger, text: str) -> str:
    """A chapter's source with its figures and findings typed in, its lists of records left out."""
    text = _MARK.sub("", _DIRECTIVE.sub("", text))

    def words(found: re.Match[str]) -> str:
        if found["fence"]:
            is_code = re.match(r"\{code|\{chart|(?!\{)", found["info"])
            body = found["body"] if is_code else _ROLE.sub(words, found["body"])
            return f"{found['fence']}{found['info']}\n{body}{found['fence']}\n"
        if found["kind"] == "plain":
            return found["name"]
        return ledger.words(found["name"], found["form"] or "hedged")

    return _ROLE.sub(words, text).replace("from stateofplay import", "from plain import")
