"""An address that leads nowhere: one page says so at any depth, at a host's root and below it, with
the site's style and links that work.
"""

from __future__ import annotations

import re

import pytest

from engines import follow_link
from hosts import served
from projects import tiny_project
from stateofplay.publish.building import build
from stateofplay.publish.proof import check_links

pytestmark = pytest.mark.book

NOWHERE = ["nowhere", "book/nowhere.html", "book/deep/er/nowhere", "data/nowhere/"]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    project = tiny_project(
        tmp_path_factory.mktemp("small") / "book",
        pages={"aid": "# Aid\n\n## More\n\nMore of it.\n"},
    )
    assert build(project, quiet=True) == 0
    return project


@pytest.fixture(scope="module", params=["", "/reader", "/some/where"])
def host(request, small):
    with served(small.site, request.param) as address:
        yield address


@pytest.mark.browser
@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_has_its_style_and_leads_on(open_page, host, path, scripts) -> None:
    page = open_page(f"{host}/{path}", java_script_enabled=scripts)
    assert page.locator("h1").inner_text() == "There is no page at this address"
    assert (
        page.locator(".sop-search button").evaluate("e => e.getBoundingClientRect().height") >= 32
    )
    if scripts:
        follow_link(page.locator(".sop-contents a", has_text="Aid"))
        assert page.url == f"{host}/book/aid.html"
        page.locator("h1", has_text="Aid").wait_for()
    assert not [said for said in page.reported if "Content Security Policy" in said]


@pytest.mark.browser
@pytest.mark.parametrize("path", ["book/aid/", "book/aid/index.html", "book/Aid.html"])
def test_what_was_meant_is_found(open_page, host, path) -> None:
    page = open_page(f"{host}/{path}#more")
    page.wait_for_url(f"{host}/book/aid.html#more")
    other = open_page(f"{host}/chapters/aid")
    assert other.locator(".sop-meant a").get_attribute("href") == f"{host}/book/aid.html"


@pytest.mark.parametrize(
    ("base", "root"),
    [("", "/"), ("https://example.org/", "/"), ("https://example.org/a/b", "/a/b/")],
)
def test_its_links_begin_at_the_configured_address(tmp_path, small, base, root) -> None:
    project = small
    if base:
        project = tiny_project(tmp_path / "book")
        text = project.config.read_text(encoding="utf-8")
        project.config.write_text(
            text.replace("html: {", f'html: {{baseurl: "{base}", '), encoding="utf-8"
        )
        assert build(project, quiet=True) == 0
    text = (project.site / "404.html").read_text(encoding="utf-8")
    links = re.findall(r'<a [^>]*href="([^"]*)"', text)
    assert f"{root}book/ledger.html" in links and all(
        link.startswith(f"{root}book/") for link in links
    )
    assert f'href="{root}_static/sop.css"' in text and "style=" not in text and "noindex" in text
    assert [p for p in check_links(project.site).problems if p.startswith("404")] == []
