"""What the preview adds to the pages of a site, and the files of its own that they load."""

from __future__ import annotations

import re
from pathlib import Path

from stateofplay.files.project import PACKAGE

_THEME = PACKAGE / "site" / "theme"
_ADDED = (
    '<script src="/~preview.js" data-build="{build}"></script>'
    '<link rel="stylesheet" href="/~edit.css">'
)
_EDITS = '<script src="/~edit.js" defer></script>'
_READS = (
    '<aside class="sop-edit-bar" aria-label="Reading only"><p>To edit, open the address that the '
    "preview printed.</p></aside>"
)
NOT_YET = (
    "<!DOCTYPE html><html lang=en><title>Preview</title><body><p>No page is built yet."
    f"{_ADDED}</body></html>"
)


def with_forms(page: bytes, build: int, edits: bool) -> bytes:
    """A page as it is served after a build of that number, to a browser that `edits` or reads."""
    told = _ADDED.format(build=build) + (_EDITS if edits else _READS)
    return page.replace(b"</body>", told.encode() + b"</body>")


def own_file(path: str) -> Path | None:
    """The script or style sheet of the preview itself that is asked for; None for a page's own."""
    name = re.fullmatch(r"/~((?:preview|edit)(?:-[a-z]+)?\.(?:js|css))(?:\?.*)?", path)
    file = _THEME / name[1] if name else None
    return file if file and file.is_file() else None
