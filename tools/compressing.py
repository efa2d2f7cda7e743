"""A built site as a static host serves it: compressed once, kept by the browser for an hour."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import SimpleHTTPRequestHandler
from io import BytesIO
from pathlib import Path

from hosts import listening


@lru_cache
def _packed(path: Path, _changed: int) -> bytes:
    """A file's bytes, compressed once, as a static host keeps them."""
    return gzip.compress(path.read_bytes(), mtime=0)


class _Compressing(SimpleHTTPRequestHandler):
    """Serves a folder as a static host does: text compressed, files kept by the browser for an
    hour, heads and bodies sent without waiting for each other.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.is_dir() or not path.is_file():
            return super().send_head()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in (".html", ".css", ".js", ".json", ".svg", ".txt"):
            content = _packed(path, path.stat().st_mtime_ns)
            self.send_header("Content-Encoding", "gzip")
        else:
            content = path.read_bytes()
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=3600")
        self.end_headers()
        return BytesIO(content)

    def log_message(self, *args) -> None:
        pass


@contextmanager
def compressed(folder: Path) -> Iterator[str]:
    """The address at which a folder is served on this machine, compressed."""
    with listening(partial(_Compressing, directory=str(folder))) as address:
        yield address
