"""Who may edit by way of the preview: its own pages, in a browser that has the book's token."""

from __future__ import annotations

import hmac
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from stateofplay.files.characters import visible
from stateofplay.publish.edit_desk import Answer, Desk

HOST = "127.0.0.1"
MOST_BYTES = 256 * 1024  # of a body
_PLACE = "/~edit/"


@dataclass(frozen=True)
class Request:
    """What was asked, without its body; `headers` by name in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    port: int

    @property
    def asked(self) -> dict[str, str]:
        """What the address asks, by name."""
        return dict(parse_qsl(urlsplit(self.path).query))


class Refused(ValueError):
    """A request that is not answered, with the status that says so."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        self.status = status
        super().__init__(message)


def own_hosts(port: int) -> tuple[str, str]:
    """By what names a browser may call the preview; another one was led here by somebody else."""
    return f"{HOST}:{port}", f"localhost:{port}"


def cookie_of(desk: Desk, port: int) -> str:
    """The cookie of a browser that may edit: for a browser all ports of a host are one."""
    return f"stateofplay-{port}={desk.token}"


def may_edit(desk: Desk, request: Request) -> bool:
    """Whether a browser has the token: in the address that was printed, later as a cookie."""
    token, cookie = desk.token.encode(), cookie_of(desk, request.port).encode()
    sent = request.headers.get("cookie", "").split("; ")
    told = hmac.compare_digest(request.asked.get("token", "").encode(), token)
    return told or any(hmac.compare_digest(each.encode(), cookie) for each in sent)


def answered(desk: Desk, request: Request, read: Callable[[int], bytes]) -> tuple[int, Answer]:
    """The status and the answer; `read` gives so many bytes of the body. What is refused is said
    in the terminal.
    """
    try:
        _admit(desk, request)
        address = urlsplit(request.path)
        posted = request.method == "POST"
        asked = _body(request, read) if posted else request.asked
    except Refused as error:
        print(f"refused: {error} ({visible(request.path[:200])})", file=sys.stderr, flush=True)
        return error.status, {"error": str(error)}
    return desk.answer(address.path.removeprefix(_PLACE), asked, posted)


def _admit(desk: Desk, request: Request) -> None:
    """Raise Refused unless one of the preview's own pages asks."""
    hosts, headers = own_hosts(request.port), request.headers
    if headers.get("host") not in hosts:
        said = "this preview answers on this machine only"
        raise Refused(HTTPStatus.FORBIDDEN, said)
    origins = [f"http://{host}" for host in hosts]
    if headers.get("origin", origins[0]) not in origins or headers.get(
        "sec-fetch-site", "same-origin"
    ) not in ("same-origin", "none"):
        raise Refused(HTTPStatus.FORBIDDEN, "another site asks; only the preview’s own pages may")
    if not request.path.startswith(_PLACE):
        raise Refused(HTTPStatus.NOT_FOUND, "nothing is sent there")
    if not may_edit(desk, request):
        said = "this browser may not edit yet; open the address that the preview printed"
        raise Refused(HTTPStatus.FORBIDDEN, said)


def _body(request: Request, read: Callable[[int], bytes]) -> Mapping[str, Any]:
    """The object in the body. Raises Refused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "the body is not application/json")
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise Refused(HTTPStatus.LENGTH_REQUIRED, "the body has no length")
    if len(length) > 9 or int(length) > MOST_BYTES:
        said = f"the body has {length} bytes; at most {MOST_BYTES} are read"
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, said)
    try:
        asked = json.loads(read(int(length)))
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is no JSON") from error
    if not isinstance(asked, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is no JSON object")
    return asked
