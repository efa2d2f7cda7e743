"""Pages that come with the program link to others wherever the program lies."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from docutils.utils import new_document
from sphinx.addnodes import pending_xref

from stateofplay.files.project import REFERENCE
from stateofplay.site.read.reference import _link


@pytest.mark.parametrize("folder", ["..", "../../odd näme's #1%20x/reference"])
def test_a_link_of_a_page_of_the_program_leads_to_the_books(folder) -> None:
    page = new_document("how-firm")
    page += pending_xref(
        refdomain="doc", reftype="myst", reftarget=f"{folder}/ledger", reftargetid="aid"
    )
    page += pending_xref(refdomain=None, reftype="myst", reftarget="ledger.md#talks")
    env = SimpleNamespace(docname="book/how-firm", found_docs={"book/how-firm", "book/ledger"})
    _link(SimpleNamespace(env=env), page)
    links = [(link["refdomain"], link["reftarget"], link["reftargetid"]) for link in page]
    assert links == [("doc", "book/ledger", "aid"), ("doc", "book/ledger", "talks")]


def test_what_belongs_to_articles_is_said_in_one_way_for_one_and_for_several() -> None:
    pages = [page.read_text(encoding="utf-8") for page in REFERENCE.glob("*.md")]
    assert any("{{ articles_own }}" in page for page in pages)
    assert [page for page in pages if "{{ article }}’" in page] == []
