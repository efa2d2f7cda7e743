"""Serves the book on this machine while it is edited: rebuilds on save, reloads the open page,
shows problems on it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from urllib.parse import parse_qs, urlencode, urlsplit

from stateofplay.chapters.processes import start_server
from stateofplay.charts.drawer import Drawers
from stateofplay.editing.rows.saving import wait_for_edits
from stateofplay.files.access import is_file
from stateofplay.files.disk import BuildError
from stateofplay.files.project import PACKAGE, Project
from stateofplay.ledger.leftovers import line_of
from stateofplay.publish.building import update
from stateofplay.publish.edit_desk import Desk
from stateofplay.publish.edit_requests import (
    HOST,
    Request,
    answered,
    cookie_of,
    may_edit,
    own_hosts,
)
from stateofplay.publish.preview_parts import NOT_YET, own_file, with_forms
from stateofplay.publish.shown_on import page_with
from stateofplay.publish.watching import saved

_TYPES = {".js": "text/javascript", ".css": "text/css"}
_TRIED_PORTS = 20
_BEAT = 2.0  # seconds between signs of life to an open page


class News:
    """What open pages wait for: the number of the latest build, and its problems."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.number = time.time_ns() // 1000  # never that of a preview before this one
        self.problems: list[str] = []
        self.shown: tuple[int, ...] = ()  # what tells the site that pages have from the one before

    def publish(self, problems: list[str]) -> None:
        with self._changed:
            self.number, self.problems = self.number + 1, problems
            self._changed.notify_all()

    def wait(self, known: int) -> bool:
        """Wait until there is other news than number `known`; False after a while without."""
        with self._changed:
            return self._changed.wait_for(lambda: self.number != known, timeout=_BEAT)


class Handler(SimpleHTTPRequestHandler):
    """Serves the built site, with scripts in each page that listen to `/~events` and edit."""

    edits = False  # whether it is a page for a browser that may edit

    def __init__(
        self,
        request: socket,
        client: tuple[str, int],
        server: Server,
        site: Path,
        news: News,
        desk: Desk,
    ) -> None:
        self.site, self.port, self.news, self.desk = site, server.server_port, news, desk
        super().__init__(request, client, server, directory=str(site))

    def do_GET(self) -> None:
        if self.headers.get("Host") not in own_hosts(self.port):
            self.send_error(
                HTTPStatus.MISDIRECTED_REQUEST, "this preview answers on this machine only"
            )
        elif self.path.partition("?")[0] == "/~events":
            self._events()
        elif self.path.startswith("/~edit?"):
            self._open()
        elif self.path.startswith("/~edit/"):
            self._edit()
        elif own := own_file(self.path):
            self._send(own.read_bytes(), f"{_TYPES[own.suffix]}; charset=utf-8")
        else:
            self._page()

    do_HEAD = do_GET

    def do_POST(self) -> None:
        self._edit()

    def _edit(self) -> None:
        """Answer a form, if it is one of this preview's own pages that asks."""
        status, answer = answered(self.desk, self._request(), self.rfile.read)
        self.close_connection = True  # a body that was refused is not read
        content = json.dumps(answer, ensure_ascii=False).encode()
        self._send(content, "application/json", status)

    def _request(self) -> Request:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, self.path, headers, self.port)

    def _page(self) -> None:
        build = self.news.number  # before the page is read: a build that ends now is news to it
        path, status = Path(self.translate_path(self.path)), HTTPStatus.OK
        self.edits = may_edit(self.desk, self._request())
        first = path / "index.html"
        if self.path.partition("?")[0].endswith("/"):
            path = first
        if not self.site.is_dir():  # nor was it ever
            return self._send(NOT_YET.format(build=build).encode(), "text/html; charset=utf-8")
        if not is_file(path) and not is_file(first):  # it may be there after the next build
            path, status = self.site / "404.html", HTTPStatus.NOT_FOUND
        if path.suffix != ".html":
            return super().do_HEAD() if self.command == "HEAD" else super().do_GET()
        page = with_forms(path.read_bytes(), build, self.edits)
        return self._send(page, "text/html; charset=utf-8", status)

    def _open(self) -> None:
        """Lead to the record that is to be edited; the page's script opens its form."""
        asked = self._request().asked
        name, more = asked.pop("id", ""), {"table": "", **asked}  # its token with it
        place = f"{page_with(self.site, name)}?{urlencode({'edit': name, **more})}"
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", f"/{place}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _events(self) -> None:
        """Tell a page of each build after the one that it shows, or after this moment."""
        now = self.news.number
        shown = parse_qs(urlsplit(self.path).query).get("build", [str(now)])[0]
        known = now if shown == str(now) and not self.news.problems else -1
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            while True:
                if self.news.wait(known):
                    known = self.news.number
                    self.wfile.write(
                        f"data: {json.dumps(self.news.problems, ensure_ascii=False)}\n\n".encode()
                    )
                else:
                    self.wfile.write(b":\n\n")
                self.wfile.flush()
        except OSError:
            return  # the page was closed

    def _send(self, content: bytes, kind: str, status: int = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def end_headers(self) -> None:
        """Let browsers keep nothing: after a build the same address has another picture."""
        self.send_header("Cache-Control", "no-store")
        if self.edits:  # no script reads it, no other site has it sent
            cookie = cookie_of(self.desk, self.port)
            self.send_header("Set-Cookie", f"{cookie}; Path=/; HttpOnly; SameSite=Strict")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for builds and their problems."""


def preview(project: Project, port: int, open_at: Mapping[str, str] | None = None) -> int:
    """Serve and rebuild until interrupted; gives the exit status. With `open_at`, the id of a row
    and its table, a browser is opened at its record.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    Drawers.stay = True
    news = News()
    news.shown = _told_apart(project.site)
    desk = Desk(project)
    server = _server(port, partial(Handler, site=project.site, news=news, desk=desk))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://{HOST}:{server.server_port}/"
    try:
        print("Bringing the site up to date", flush=True)
        _rebuild(project, news, "the book")
        start_server()  # the first edit of a number then waits for no import
        print(f"Preview at {address}?token={desk.token} (Ctrl-C stops).", flush=True)
        if open_at:
            place = f"{address}~edit?{urlencode({**open_at, 'token': desk.token})}"
            print(f"The record of {open_at['id']}: {place}", flush=True)
            webbrowser.open(place)
        for files in saved(project):
            if any(Path(path).resolve().is_relative_to(PACKAGE.resolve()) for path in files):
                _restart(server)
            _rebuild(project, news, _named(files))
    except KeyboardInterrupt:
        print("\nStopped.")
    finally:
        server.shutdown()
        server.server_close()
    return 0


class Server(ThreadingHTTPServer):
    """A server that says in one line what went wrong with a request, and nothing of a browser that
    left.
    """

    daemon_threads = True
    # Begun anew, it is where its open pages look for it; on Windows two could share a port.
    allow_reuse_address = os.name == "posix"

    def handle_error(self, request: object, client_address: object) -> None:
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            print(line_of(error), file=sys.stderr, flush=True)


def _server(port: int, handler: Callable[..., Handler]) -> Server:
    """A server on `port` or, where that is busy, on the next free one."""
    for number in [*range(port, port + _TRIED_PORTS), 0]:
        try:
            return Server((HOST, number), handler)
        except OSError:
            continue
    raise OSError(f"no port is free on {HOST}")


def _rebuild(project: Project, news: News, what: str) -> None:
    """Build after an edit of `what`, or of nothing known: then only what is new is said."""
    began = time.perf_counter()
    try:
        wait_for_edits(project)
        update(project)
    except BuildError as error:
        lines = str(error).splitlines()
    except (Exception, SystemExit) as error:  # whatever it is, the next edit may mend it
        lines = [f"{what or 'the book'}: {' '.join(str(error).split()) or type(error).__name__}"]
    else:
        lines = []
    if lines:
        if what or lines != news.problems:
            print("\n".join(lines), file=sys.stderr, flush=True)
            news.publish(lines)
        return
    before, news.shown = news.shown, _told_apart(project.site)
    if news.shown != before or news.problems:  # also where another preview or command has built it
        print(f"{what or 'the book'}: up to date ({time.perf_counter() - began:.1f} s)", flush=True)
        news.publish([])


def _told_apart(site: Path) -> tuple[int, ...]:
    """What tells a site from the one that it replaces; nothing where there is none."""
    try:
        told = site.stat()
    except FileNotFoundError:
        return ()
    return told.st_ino, told.st_ctime_ns


def _named(files: Iterable[str]) -> str:
    names = [Path(file).name for file in files]
    return ", ".join(names[:3]) + (" and more" if len(names) > 3 else "")


def _restart(server: Server) -> None:
    """Start this program anew: its own code has changed."""
    print("the package has changed: starting again", flush=True)
    server.server_close()
    command = [sys.executable, "-m", "stateofplay", "preview", "--port", str(server.server_port)]
    if sys.platform == "win32":
        # There execv starts a second program and gives the terminal back to the shell.
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)
