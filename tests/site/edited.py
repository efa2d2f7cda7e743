"""Edits of a small project, and what its site then holds."""

from __future__ import annotations


def edit(project, path: str, old: str, new: str) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def texts(project) -> dict[str, str]:
    files = (
        p for p in project.site.rglob("*") if p.suffix in (".html", ".json", ".csv", ".svg", ".js")
    )
    return {p.relative_to(project.site).as_posix(): p.read_text(encoding="utf-8") for p in files}
