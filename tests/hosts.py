"""The built site as a static host serves it: with the headers that its own file `_headers` asks
for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread


def rules_of(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The rules of a `_headers` file: a path, which may have a star, with the names and values of
    its headers.
    """
    rules: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if line.startswith("/"):
            rules.append((line, []))
        else:
            name, _, value = line.strip().partition(": ")
            rules[-1][1].append((name, value))
    return rules


Edit = Callable[
    [str, str], str
]  # a text of the site by its file's name; gives what is sent instead


class Handler(SimpleHTTPRequestHandler):
    """Serves a folder quietly, at the path `under`; every rule that fits the path adds its headers,
    and what is missing is `404.html`. Pages, styles and scripts may be edited on their way.
    """

    def __init__(self, *args, rules=(), under="", edit: Edit | None = None, **options) -> None:
        self.rules, self.under, self.edit = rules, under, edit
        super().__init__(*args, **options)

    def translate_path(self, path: str) -> str:
        return super().translate_path(
            path.removeprefix(self.under) if path.startswith(f"{self.under}/") else "/nowhere"
        )

    def send_head(self):
        file = Path(self.translate_path(self.path))
        if not (self.edit and file.suffix in (".html", ".css", ".js") and file.is_file()):
            return super().send_head()
        sent = self.edit(file.name, file.read_text(encoding="utf-8")).encode()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file.name))
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        return BytesIO(sent)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(page.stat().st_size))
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def end_headers(self) -> None:
        for place, given in self.rules:
            if fnmatchcase(self.path.partition("?")[0], place):
                for name, value in given:
                    self.send_header(name, value)
        super().end_headers()

    def log_message(self, *args) -> None:
        pass


@contextmanager
def served(folder: Path, under: str = "", edit: Edit | None = None) -> Iterator[str]:
    """The address at which a site is served on this machine, below the path `under`, until the
    context ends.
    """
    rules = [
        (under + place, given)
        for place, given in rules_of((folder / "_headers").read_text(encoding="utf-8"))
    ]
    handler = partial(Handler, directory=str(folder), rules=rules, under=under, edit=edit)
    with listening(handler) as address:
        yield address + under


@contextmanager
def listening(handler) -> Iterator[str]:
    """The address at which requests on this machine are answered by `handler`, until the context
    ends.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
