"""ZIP archives that have the same bytes whenever and wherever they are made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from stateofplay.files.folders import MARK, files_in
from stateofplay.files.project import Project

# The earliest that a ZIP can say: a build's own time would make its bytes differ.
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16
_LARGE = 2**20  # bytes; of such a file level 6 would leave a tenth less, and take twice as long
_PACKED = (".xlsx", ".parquet", ".png")  # in which a quick look finds most of what is left to find


def zipped(files: Iterable[tuple[str, bytes]], stored: Iterable[str] = ()) -> bytes:
    """`files` (names with forward slashes, and their contents) as a ZIP in the order given; those
    in `stored` are not compressed.
    """
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in files:
            info = ZipInfo(name, _SAME_DAY)
            info.create_system, info.external_attr = 3, _PLAIN_FILE  # as on Linux, on every system
            info.compress_type = ZIP_STORED if name in stored else ZIP_DEFLATED
            level = 1 if name.endswith(_PACKED) else 3 if len(content) > _LARGE else 6
            archive.writestr(info, content, compresslevel=level)
    return buffer.getvalue()


def zipped_folder(name: str, files: dict[str, bytes]) -> bytes:
    """`files` in the order of their paths under one folder `name`, as a ZIP."""
    return zipped((f"{name}/{path}", content) for path, content in sorted(files.items()))


def packed(project: Project, site: Path) -> bytes:
    """The whole site as one archive with a folder of its own, to keep or to carry on a stick."""
    files = {name: (site / name).read_bytes() for name in files_in(site) if name != MARK}
    return zipped_folder(project.settings.short_name, files)
