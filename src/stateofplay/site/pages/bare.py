"""A page's text without what only a browser can use, for the EPUB and the PDF."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

from stateofplay.files.disk import BuildError

# Scripts and forms, records that open over the text, menus, code, and lines to cite or rerun a
# page, which name the site's address.
_TOOLS = (
    "script, form, button, .sop-card, .headerlink, .toctree-wrapper, .sop-contents, .sop-explore, "
    ".sop-tools, details.hide, details.sop-take, dt:has(+ dd.sop-take), dd.sop-take"
)


def bare(page: BeautifulSoup | Tag) -> None:
    """Take the tools of a page out of it."""
    for element in page.select(_TOOLS):
        element.decompose()
    for link in page.select(".sop-num[aria-describedby]"):
        del link["aria-describedby"]  # its card is gone


def one(page: Tag, selector: str) -> Tag:
    """The element that every page of the site has. Raises BuildError where it is missing."""
    found = page.select_one(selector)
    if found is None:
        raise BuildError(f"a page of the site has no {selector}; build the site again")
    return found
