"""Edits of a small project, and what its site then holds."""

from __future__ import annotations

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)  # one grey pixel


def edit(project, path: str, old: str, new: str) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def count_again(project, old: str, new: str) -> None:
    """Change a number in the cell, in what the source states and in the check."""
    edit(project, "data/boxes.csv", f",{old},", f",{new},")
    edit(project, "data/boxes.csv", f"{int(old):,}", f"{int(new):,}")


def contents(project) -> dict[str, bytes]:
    files = (p for p in project.site.rglob("*") if p.is_file())
    return {p.relative_to(project.site).as_posix(): p.read_bytes() for p in files}


def texts(project) -> dict[str, str]:
    files = (
        p for p in project.site.rglob("*") if p.suffix in (".html", ".json", ".csv", ".svg", ".js")
    )
    return {p.relative_to(project.site).as_posix(): p.read_text(encoding="utf-8") for p in files}
