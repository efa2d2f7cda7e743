"""A tiny site whose address is configured: canonical addresses, site map, Open Graph tags and the
pictures they name.
"""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from projects import FIGURES, tiny_project
from stateofplay.publish.building import build
from stateofplay.site.pages.linked_data import script
from stateofplay.site.pages.pictures import FLOOR, front_picture, heading

pytestmark = [pytest.mark.book, pytest.mark.counted]

BASE = "https://example.org/play"
HOSTILE = "Boxes </script><script>alert(1)</script> & <b>lost</b>"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A project with a configured address and a figure whose words are markup."""
    project = tiny_project(
        tmp_path_factory.mktemp("published"),
        tables={
            "boxes": [
                row | ({"measure": HOSTILE} if row["id"] == "boxes_lost" else {}) for row in FIGURES
            ]
        },
    )
    config = project.config.read_text(encoding="utf-8")
    project.config.write_text(
        config.replace("html: {", f"html: {{baseurl: {BASE}/, "), encoding="utf-8"
    )
    assert build(project, quiet=True) == 0
    return project


def tags(project, page: str) -> dict[str, str]:
    html = (project.site / page).read_text(encoding="utf-8")
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)) | dict(
        re.findall(r'<link rel="(canonical)" href="([^"]*)">', html)
    )


def test_each_page_names_its_address_and_its_picture(published) -> None:
    for page in ("index", "ledger", "sources"):
        found = tags(published, f"book/{page}.html")
        assert found["canonical"] == found["og:url"] == f"{BASE}/book/{page}.html"
        assert (
            found["twitter:card"] == "summary_large_image"
            and found["og:title"]
            and found["og:image:alt"]
        )
        picture = published.site / found["og:image"].removeprefix(f"{BASE}/")
        with Image.open(picture) as image:
            assert (
                image.size
                == (1200, 630)
                == (int(found["og:image:width"]), int(found["og:image:height"]))
            )
            assert len(image.convert("RGB").getcolors(1_000_000)) > 10


def test_the_first_file_speaks_for_the_front_page(published) -> None:
    first, front = tags(published, "index.html"), tags(published, "book/index.html")
    assert {k: v for k, v in first.items() if k.startswith("og:")} == {
        k: v for k, v in front.items() if k.startswith("og:")
    }
    assert 'content="0; url=book/index.html"' in (published.site / "index.html").read_text(
        encoding="utf-8"
    )


def test_the_site_map_lists_every_page(published) -> None:
    tree = ElementTree.parse(published.site / "sitemap.xml")
    found = {loc.text for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    assert found == {
        f"{BASE}/book/{page.name}" for page in (published.site / "book").glob("*.html")
    }
    assert f"Sitemap: {BASE}/sitemap.xml" in (published.site / "robots.txt").read_text(
        encoding="utf-8"
    )


def test_no_text_of_the_data_ends_the_json_ld(published) -> None:
    html = (published.site / "book" / "ledger.html").read_text(encoding="utf-8")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1]
    assert any(HOSTILE in thing.get("text", "") for thing in json.loads(block)["@graph"])
    assert "alert(1)</script>" not in html
    worse = f"{HOSTILE} \u2028 <!--"  # no table may hold this line break: it is tried without one
    written = script({"name": worse})
    assert "<" not in re.sub("</?script[^>]*>", "", written)
    assert json.loads(re.sub("</?script[^>]*>", "", written))["name"] == worse


def test_without_an_address_no_page_names_one(tmp_path) -> None:
    project = tiny_project(tmp_path / "book")
    assert build(project, quiet=True) == 0
    found = tags(project, "book/index.html")
    assert found["og:title"] and found["twitter:card"] == "summary"
    assert not {"canonical", "og:url", "og:image"} & set(found)
    assert not (project.site / "sitemap.xml").exists()


@pytest.mark.parametrize("words", [3, 12, 40, 90])
def test_no_word_of_a_picture_runs_into_its_last_line(words) -> None:
    long = " ".join(["agreement"] * words)
    canvas = ElementTree.Element("svg")
    assert heading(canvas, long, "A subtitle that says what is shown. " * 4, 500) <= FLOOR
    told = " ".join(line.text for line in canvas)
    assert told.startswith(long) and "…" not in told  # what follows may be its condition or source
    picture = ElementTree.fromstring(
        front_picture(
            "What is the state of play?",
            (long[:200],) * 4,
            "State of Play",
            "Edition of 20 February 2026",
        )
    )
    text = [
        float(e.get("y"))
        for e in picture.iter()
        if e.tag.endswith("text") and e.text and not e.text.startswith("Edition")
    ]
    assert len(text) > 5 and max(text) <= FLOOR
