"""Compares two built sites: what differs in pages' text and structure, drawings, pictures, files.

    python tools/compare_sites.py BEFORE AFTER

One line for each difference, with the files that have it. The exit status is 1 where any differs.
"""

from __future__ import annotations

import argparse
import difflib
import io
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from stateofplay.site.page_text import EMPTY

SHOWN = 160  # letters of a difference that are shown
CODE = (".js", ".css")  # read word by word: blanks and line ends mean nothing in them
FILES = 3  # names of files that are shown with it


class Tokens(HTMLParser):
    """What a page or a drawing says, piece by piece: elements with their attributes, and text.

    `pieces` has for each its kind (`text`, `element`, `drawing`) and what it is; where elements end
    counts as well, but for those that never hold anything.
    """

    def __init__(self, text: str, drawing: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[str, str]] = []
        self.depth = int(drawing)  # of drawings around what is read
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag == "svg"
        told = "".join(f' {name}="{value or ""}"' for name, value in sorted(attrs))
        self._add("element", f"<{tag}{told}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY:
            self._add("element", f"</{tag}>")
        self.depth -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if words := " ".join(data.split()):
            self._add("text", words)

    def _add(self, kind: str, said: str) -> None:
        self.pieces.append(("drawing" if self.depth else kind, said))


def differences(before: Path, after: Path) -> dict[tuple[str, str], list[str]]:
    """What differs between two folders, as (kind, what), with the files that have it."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    contents = [contents_of(folder) for folder in (before, after)]
    for name in sorted(contents[0].keys() | contents[1].keys()):
        old, new = (each.get(name) for each in contents)
        if old is None or new is None:
            found["file", "only before" if new is None else "only after"].append(name)
        elif old != new:
            for kind, what in dict.fromkeys(of_file(name, old, new)):
                found[kind, what].append(name)
    return dict(found)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def of_file(name: str, old: bytes, new: bytes) -> Iterator[tuple[str, str]]:
    """What differs between two contents of one file."""
    suffix = PurePosixPath(name).suffix
    if suffix == ".png":
        yield "picture", of_pictures(old, new)
    elif suffix in (".zip", ".xlsx", ".epub"):
        yield from of_archives(old, new)
    elif suffix in (".html", ".svg"):
        pages = [Tokens(content.decode(), suffix == ".svg").pieces for content in (old, new)]
        yield from of_pieces(*pages) if pages[0] != pages[1] else [("bytes", "as pages the same")]
    elif suffix in (".json", ".ipynb", ".js") and (values := as_json(old, new)):
        pages = [[("data", leaf) for leaf in leaves(value)] for value in values]
        yield from of_pieces(*pages) if pages[0] != pages[1] else [("bytes", "as data the same")]
    else:
        yield from of_texts(old, new, re.compile(r"\w+|[^\w\s]" if suffix in CODE else ".+"))


def as_json(*contents: bytes) -> list[object] | None:
    """The values of JSON files, or of scripts that set one; None where there are none."""
    try:
        return [json.loads(re.sub(rb"^[\w. ]+=|;\s*$", b"", content)) for content in contents]
    except ValueError:
        return None


def leaves(value: object, path: str = "") -> Iterator[str]:
    """Every value of a JSON document that holds no others, with the names that lead to it."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, f"{path}.{name}")
    elif isinstance(value, list) and value:
        for inner in value:
            yield from leaves(inner, f"{path}[]")
    else:
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def of_texts(old: bytes, new: bytes, piece: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """What differs between two texts, or by how much two files that are none."""
    try:
        pages = [[("line", each) for each in piece.findall(text.decode())] for text in (old, new)]
    except UnicodeDecodeError:
        yield "file", f"{len(old):,} bytes before, {len(new):,} after"
    else:
        yield from of_pieces(*pages) if pages[0] != pages[1] else [("bytes", "as text the same")]


def of_pieces(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What was taken out and put in, told together where it stood in one place."""
    for change, a, b, c, d in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if change == "equal":
            continue
        for kind in dict.fromkeys(kind for kind, _ in (*old[a:b], *new[c:d])):
            gone, come = (
                " ".join(said for other, said in pieces if other == kind)
                for pieces in (old[a:b], new[c:d])
            )
            if gone != come:
                yield kind, told(gone, come)


def told(gone: str, come: str) -> str:
    """Two texts from where they part, each as short as a line allows."""
    start = next((n for n, (a, b) in enumerate(zip(gone, come, strict=False)) if a != b), 0)
    start = max(0, start - SHOWN // 4)
    parts = [text[start : start + SHOWN] for text in (gone, come)]
    return " → ".join(f"“{'…' if start and part else ''}{part}”" for part in parts)


def of_archives(old: bytes, new: bytes) -> Iterator[tuple[str, str]]:
    """What differs between the files in two archives."""
    pairs = []
    for content in (old, new):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            pairs.append({name: archive.read(name) for name in archive.namelist()})
    for name in sorted(pairs[0].keys() | pairs[1].keys()):
        before, after = (each.get(name) for each in pairs)
        if before is None or after is None:
            yield "file", f"{name}: only {'before' if after is None else 'after'}"
        elif before != after:
            yield from ((kind, f"{name}: {what}") for kind, what in of_file(name, before, after))


def of_pictures(old: bytes, new: bytes) -> str:
    """By how much the pixels of two pictures differ."""
    from PIL import Image, ImageChops

    pictures = [Image.open(io.BytesIO(content)).convert("RGB") for content in (old, new)]
    if pictures[0].size != pictures[1].size:
        sizes = ["{} by {}".format(*picture.size) for picture in pictures]
        return f"{sizes[0]} pixels before, {sizes[1]} after"
    changed = ImageChops.difference(*pictures).convert("L")
    share = 1 - changed.histogram()[0] / (changed.width * changed.height)
    place = changed.getbbox()
    return f"{share:.2%} of the pixels differ, within {place}" if place else "the same pixels"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    chosen = parser.parse_args(arguments)
    for folder in (chosen.before, chosen.after):
        if not folder.is_dir():
            parser.error(f"{folder} is no folder; give that of a built site")
    found = differences(chosen.before, chosen.after)
    for (kind, what), names in sorted(found.items(), key=lambda item: (item[0][0], -len(item[1]))):
        more = f" and {len(names) - FILES} more" if len(names) > FILES else ""
        print(f"{kind}: {what}\n    in {', '.join(names[:FILES])}{more}")
    files = {name for names in found.values() for name in names}
    print(f"{len(found)} differences in {len(files)} files" if found else "no difference")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
