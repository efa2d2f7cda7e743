"""Who may edit in a running preview, and what a form does there."""

from __future__ import annotations

import http.client
import json
import os
import time
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from previewing import PATIENCE, News, Preview
from stateofplay.publish.edit_desk import token_of

pytestmark = [pytest.mark.book, pytest.mark.counted]


def test_who_does_not_know_the_printed_address_is_given_no_token_and_no_form(kept) -> None:
    """Any program or user of the machine may ask for a page."""
    port = kept.port
    for asked, cookie in (
        ("", ""),
        ("?token=", f"stateofplay-{port}="),
        ("?token=guess", f"stateofplay-{port}=guess"),
        ("?token=ж", f"stateofplay-1={kept.token}"),  # of another preview
    ):
        place = f"{kept.address}book/index.html{quote(asked, '?=')}"
        with urlopen(Request(place, headers={"Cookie": cookie})) as answer:
            page = answer.read().decode()
            assert answer.headers["Set-Cookie"] is None and kept.token not in page
        assert "/~preview.js" in page and "/~edit.js" not in page
        assert "open the address that the preview printed" in page
    with urlopen(f"{kept.address}book/index.html?token={kept.token}") as answer:
        said = f"{kept.cookie}; Path=/; HttpOnly; SameSite=Strict"
        assert answer.headers["Set-Cookie"] == said
        assert "/~edit.js" in (page := answer.read().decode()) and kept.token not in page
    assert "/~edit.js" in kept.page(Cookie=f"other=1; {kept.cookie}")
    kept_in = kept.project.cache / "preview-token"
    assert kept_in.read_text() == kept.token and len(kept.token) > 40
    assert token_of(kept.project) == kept.token, "pages that are open edit when it begins anew"
    assert os.name != "posix" or kept_in.stat().st_mode & 0o077 == 0


def test_a_form_saves_by_the_cookie_of_its_browser_and_the_page_is_built_anew(kept) -> None:
    news = News(kept.port)

    def ask(address: str, body: object = None, **headers: str) -> tuple[int, dict]:
        connection = http.client.HTTPConnection("127.0.0.1", kept.port, timeout=PATIENCE)
        method, sent = ("GET", None) if body is None else ("POST", json.dumps(body))
        given = {"Cookie": kept.cookie, "Content-Type": "application/json", **headers}
        connection.request(method, address, sent, given)
        answer = connection.getresponse()
        location, content = answer.headers["Location"], answer.read()
        return answer.status, json.loads(content) if content else location

    status, form = ask("/~edit/row?id=boxes_per_month")
    assert status == 200 and form["cells"]["value"] == "40000"
    edit = {"kind": "row", "table": "boxes", "key": "boxes_per_month", "version": form["version"]}
    edit["cells"] = {"value": "41000"}
    status, told = ask("/~edit/check", edit)
    assert status == 200 and "book/index" in [page["page"] for page in told["pages"]], told
    assert [chart["chart"] for chart in told["charts"]] == ["boxes"]
    status, told = ask("/~edit/charts", edit)
    (chart,) = told["charts"]
    assert status == 200 and chart["old"].startswith("<svg") and chart["old"] != chart["new"]
    assert "41,000" in chart["new"] and "41,000" not in chart["old"] + kept.page()
    assert ask("/~edit/save", edit)[0] == 200
    assert news.next() == [] and "41,000" in kept.page()
    assert ask("/~edit/undo", {})[0] == 200
    assert news.next() == [] and "41,000" not in kept.page()
    assert ask("/~edit/save", edit, Origin="https://example.org")[0] == 403
    assert "another site asks" in kept.line("refused: ")
    assert ask("/~edit/save", edit, Cookie=f"stateofplay-{kept.port}=guess")[0] == 403
    assert ask("/anything", edit)[0] == 404
    status, location = ask("/~edit?id=boxes_per_month&table=boxes")
    assert status == 303 and location.endswith("ger.html?edit=boxes_per_month&table=boxes")


def test_nothing_of_the_forms_is_in_a_built_site(kept) -> None:
    """The pages that the preview serves have them; the files do not."""
    assert "sop-edit" in kept.page() and "/~edit.js" in kept.page(Cookie=kept.cookie)
    for path in kept.project.site.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b'"sop-edit"' not in content and b"/~edit" not in content, path
            assert not path.name.startswith(("edit.", "edit-", "preview.")), path


@pytest.mark.skipif(os.name != "posix", reason="the browser of this test is a script")
def test_edit_without_a_cell_opens_a_browser_at_the_record(tmp_path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = ("edit", "boxes_lost")
    running = Preview(tmp_path / "book", 8000, command=command, BROWSER=f"{browser} %s")
    try:
        place = running.line("The record of boxes_lost: ").partition(": ")[2].strip()
        asked = f"id=boxes_lost&table=boxes&token={running.token}"
        assert place == f"{running.address}~edit?{asked}"
        with urlopen(place) as answer:
            assert answer.url.endswith(f"ger.html?edit=boxes_lost&{asked.partition('&')[2]}")
            assert "/~edit.js" in answer.read().decode()
        while not opened.is_file() or not opened.read_text(encoding="utf-8").endswith("\n"):
            time.sleep(0.05)
        assert opened.read_text(encoding="utf-8").strip() == place
    finally:
        running.process.terminate()
        running.process.communicate()
