"""What a page says of itself to machines: JSON-LD in schema.org's words for the book, its chapters,
tables and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx

from stateofplay.files.access import dense_json
from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.data_package import publication, terms
from stateofplay.ledger.reading.sources import Source
from stateofplay.ledger.reading.tables import Table
from stateofplay.site.imprint import address
from stateofplay.site.lists.records import ListNode
from stateofplay.site.state import page_name, relative_root, site_of, uses_of

Thing = dict[str, Any]
_MOST = 120  # of a kind that a table is described by: what has more says it in its columns
_MOST_TABLES = 60  # that are described by more than words and files
_ISO_DAY = 10  # characters of a full date; sources may give a year or a month only


def script(data: Thing) -> Markup:
    """`data` as a JSON-LD block: not executed, so a strict Content-Security-Policy lets it stand;
    no text can end it."""
    text = dense_json({"@context": "https://schema.org", **data})
    return Markup(
        f'<script type="application/ld+json">{text.replace("<", chr(92) + "u003c")}</script>'
    )


def of_page(
    app: Sphinx, page: str, title: str, description: str, doctree: nodes.document | None
) -> Thing | None:
    """The JSON-LD of a page; None for one that is neither the book, a chapter, the ledger nor the
    list of tables.

    Addresses are relative to the page where the site's own is not configured, as JSON-LD allows.
    """
    uses = uses_of(app.env).get(page)
    if page == app.config.root_doc:
        return _book(app, title, description)
    ledger = site_of(app).ledger
    if page in {ledger.settings.pages.ledger, *ledger.record_pages}:
        return {"@graph": [*_articles(ledger), *_claims(ledger, page)]}
    if uses is not None and uses.charts:
        return _chapter(app, page, title, description)
    if doctree is not None and any(
        node["list"] == "codebook" for node in doctree.findall(ListNode)
    ):
        return _catalog(app, page)
    return None


def _address(app: Sphinx, page: str, path: str) -> str:
    """The address of a file of the site: absolute where the site's is configured, else as seen from
    `page`."""
    return address(app, path) if app.config.html_baseurl else relative_root(page) + path


def _made(app: Sphinx) -> Thing:
    """Who made it, when, and under what terms: the same for the book, its chapters and its
    tables."""
    config, project = app.config, site_of(app).ledger.project
    return {
        "inLanguage": config.language,
        "datePublished": publication(project).isoformat(),
        "license": terms(project),
        "author": {"@type": "Organization", "name": config.author},
    }


def _book(app: Sphinx, title: str, description: str) -> Thing:
    root, env = app.config.root_doc, app.env
    chapters = [
        name
        for name in env.toctree_includes.get(root, ())
        if name in uses_of(env) and uses_of(env)[name].charts
    ]
    return {
        "@type": "Book",
        "name": app.config.html_title,
        "headline": title,
        "description": description,
        "url": _address(app, root, f"{root}.html"),
        **_made(app),
        "isBasedOn": _articles(site_of(app).ledger),
        "hasPart": [
            {
                "@type": "Article",
                "name": page_name(env, name),
                "url": _address(app, root, f"{name}.html"),
            }
            for name in chapters
        ],
    }


def _chapter(app: Sphinx, page: str, title: str, description: str) -> Thing:
    ledger, root = site_of(app).ledger, app.config.root_doc
    return {
        "@type": "Article",
        "headline": title,
        "description": description,
        "url": _address(app, page, f"{page}.html"),
        **_made(app),
        "isPartOf": {
            "@type": "Book",
            "name": app.config.html_title,
            "url": _address(app, page, f"{root}.html"),
        },
        "isBasedOn": [
            {"@id": article["@id"], "@type": article["@type"], "headline": article["headline"]}
            for article in _articles(ledger)
        ],
        "citation": [
            _citation(source) for source in _cited(app, page) if source.key not in ledger.articles
        ],
    }


def _cited(app: Sphinx, page: str) -> Iterator[Source]:
    """The sources of the charts and figures of a page, each once."""
    ledger, uses = site_of(app).ledger, uses_of(app.env)[page]
    keys = [key for chart in uses.charts.values() for key in chart.sources]
    keys += [ledger.figures[name].source for name in uses.digests if name in ledger.figures]
    return (ledger.sources[key] for key in dict.fromkeys(keys))


def _citation(source: Source) -> Thing:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "creditText": source.producer,
        "url": source.url,
    } | _published(source.published)


def _published(day: str) -> Thing:
    return {"datePublished": day} if len(day) == _ISO_DAY else {}


def _articles(ledger: Ledger) -> list[Thing]:
    """The articles that the book explains."""
    return [
        {
            "@type": "NewsArticle",
            "@id": a.url,
            "headline": a.title,
            "url": a.url,
            **_published(a.published),
            "inLanguage": a.language,
            "publisher": {"@type": "Organization", "name": a.producer},
        }
        for a in ledger.articles.values()
    ]


def _claims(ledger: Ledger, page: str) -> Iterator[Thing]:
    """Every figure of the articles with its record on `page` as a claim: who states it, where it
    appears, what time and place it speaks of.

    Where a claim was first made is not recorded, so there is no `firstAppearance`; and no
    `ClaimReview`, because a check holds a figure against the outside record and gives no rating.
    """
    whole = page == ledger.settings.pages.ledger and not ledger.record_pages
    own = ledger.record_pages[page].ids if page in ledger.record_pages else ()
    for f in ledger.article_figures if whole else filter(None, map(ledger.figures.get, own)):
        article = ledger.articles[f.source]
        claim = {
            "@type": "Claim",
            "@id": f"#{f.id}",
            "text": f"{f.measure}: {ledger.words(f.id, 'full')}",
            "author": _speaker(ledger, f),
            **_published(article.published),
            "appearance": {"@id": article.url},
        }
        period = interval([f.start, f.end])
        yield (
            claim
            | ({"temporalCoverage": period} if period else {})
            | ({"spatialCoverage": _place(f.place)} if f.place else {})
        )


def _speaker(ledger: Ledger, figure: Figure) -> Thing:
    """Who states a figure. The ledger does not say whether that is a person; only producers of
    sources are known to be organisations."""
    producers = {source.producer for source in ledger.sources.values()} | {
        article.producer for article in ledger.articles.values()
    }
    kind = {"@type": "Organization"} if figure.who in producers else {}
    return (
        kind
        | {"name": figure.who}
        | ({"disambiguatingDescription": ledger.settings.interest} if figure.is_party else {})
    )


def _place(name: str) -> Thing:
    return {"@type": "Place", "name": name}


def interval(days: Iterable[date | None]) -> str:
    """What dates cover, as schema.org's `temporalCoverage` writes it: a day, or first and last;
    empty when none is known."""
    known = sorted(day for day in days if day)
    ends = dict.fromkeys(day.isoformat() for day in (*known[:1], *known[-1:]))
    return "/".join(ends)


def _catalog(app: Sphinx, page: str) -> Thing:
    """Every table as a dataset with its file, terms, coverage and variables."""
    ledger = site_of(app).ledger
    return {
        "@type": "DataCatalog",
        "name": f"Data of {app.config.html_title}",
        "url": _address(app, page, f"{page}.html"),
        **_made(app),
        "dataset": [_dataset(app, page, table) for table in ledger.tables.values()],
    }


def _dataset(app: Sphinx, page: str, table: Table) -> Thing:
    made = _made(app)
    days = [day for row in table for column in ("start", "end", "date") if (day := row.day(column))]
    places = list(dict.fromkeys(row.text("place") for row in table if row.text("place")))
    keys = dict.fromkeys(row.text("source") for row in table if row.text("source"))
    ledger = site_of(app).ledger
    sources, most = ledger.sources, _MOST if len(ledger.tables) <= _MOST_TABLES else 0
    optional = {
        "variableMeasured": list(_variables(table)),
        "temporalCoverage": interval(days),
        "spatialCoverage": [_place(name) for name in places],
        # A column of this name in a table of the book's own may name anything.
        "citation": [sources[key].url for key in keys if key in sources],
    }
    anchor = f"codebook-{table.name}".replace("/", "-").replace("_", "-")
    files = {
        "text/csv": f"data/{table.name}.csv",
        "application/vnd.apache.parquet": f"data/parquet/{table.name}.parquet",
    }
    return {
        "@type": "Dataset",
        "name": table.title,
        "description": table.description,
        "url": f"{_address(app, page, f'{page}.html')}#{anchor}",
        "license": made["license"],
        "creator": made["author"],
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": _address(app, page, path),
            }
            for kind, path in files.items()
        ],
        **{name: value for name, value in optional.items() if value and len(value) <= most},
    }


def _variables(table: Table) -> Iterator[Thing]:
    """What a table of figures measures, with the unit; of another table, and of one that measures
    very many things, its columns."""
    measured = dict.fromkeys(
        (row.text("measure"), row.text("unit")) for row in table if row.text("measure")
    )
    for measure, unit in measured if len(measured) <= _MOST else ():
        yield {"@type": "PropertyValue", "name": measure} | ({"unitText": unit} if unit else {})
    if not 0 < len(measured) <= _MOST:
        for field in table.schema.fields:
            yield {
                "@type": "PropertyValue",
                "name": field["name"],
                "description": field["description"],
            }
