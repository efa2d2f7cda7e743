"""Asks the desk of a preview as one of its pages does."""

from __future__ import annotations

import json

from stateofplay.publish.edit_desk import Desk
from stateofplay.publish.edit_requests import Request, answered

PORT = 8000


class Browser:
    """Asks a desk as a page of the preview does."""

    def __init__(self, project) -> None:
        self.project, self.desk = project, Desk(project)

    def ask(self, address: str, body: object = None, **headers: str) -> tuple[int, dict]:
        sent = b"" if body is None else json.dumps(body).encode()
        told = {
            "host": f"127.0.0.1:{PORT}",
            "cookie": f"other=1; stateofplay-{PORT}={self.desk.token}",
            "content-type": "application/json",
            "content-length": str(len(sent)),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        method = "GET" if body is None else "POST"
        request = Request(method, f"/~edit/{address}", told, PORT)
        status, answer = answered(self.desk, request, lambda size: sent[:size])
        return status, json.loads(json.dumps(answer))

    def row(self, key: str, table: str = "") -> dict:
        status, form = self.ask(f"row?id={key}&table={table}")
        assert status == 200, form
        return form

    def edit(self, form: dict, cells: dict, **more: str) -> dict:
        told = {"table": form["table"], "key": form["key"], "version": form["version"]}
        return {"kind": "row", **told, "cells": cells, **more}


def files(project) -> dict:
    folders = (project.data, project.seeds, project.book)
    return {
        path: path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }
