"""Describes the tables of a book that has no data/datapackage.json: the columns are the program's,
the topics stand in `_config.yml`, and what else there is lies in data/.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from stateofplay.files.access import input_files, is_file
from stateofplay.files.project import Project
from stateofplay.files.settings import Settings

_COLUMNS = Path(__file__).parents[1] / "columns"
_INTEREST = "an interested party"  # as the program's own columns call who has a stake


class Known(NamedTuple):
    """A table that the program knows: the schema of its columns, and what it is in words."""

    schema: str
    title: str
    description: str


# Topics and the tables of data/context/ have other names.
KNOWN = {
    "derived": Known("derived", "Derived figures", "Figures computed from other figures."),
    "findings": Known(
        "finding",
        "Findings",
        "Sentences that claim something, each with the condition under which it may be published.",
    ),
    "checks": Known(
        "check",
        "Outside values",
        "What others publish for the article's figures, one row for each value; the verdicts are "
        "computed from them.",
    ),
    "unchecked": Known(
        "unchecked",
        "Unchecked figures",
        "Figures of the article for which no outside number was found, with where was looked, "
        "when and for what.",
    ),
    "events": Known("event", "Events", "What happened, dated."),
    "positions": Known("position", "Positions", "Who wants what."),
    "unpublished": Known(
        "unpublished",
        "Unpublished numbers",
        "Number words of the article that are no figure, and why.",
    ),
    "corrections": Known("correction", "Corrections", "Dated log of corrected rows."),
    "regions": Known("region", "Regions", "The regions that maps show."),
    "units": Known("unit", "Units", "How each unit is written in words."),
}
_TOPIC = (
    "Every figure that the article states on this subject, once, with its bounds and who says so."
)
_CONTEXT = "Figures from outside the article, each with its own source."
_CREATIVE_COMMONS = {
    "CC BY 4.0": ("by", "Attribution"),
    "CC BY-SA 4.0": ("by-sa", "Attribution-ShareAlike"),
    "CC BY-NC 4.0": ("by-nc", "Attribution-NonCommercial"),
    "CC BY-NC-SA 4.0": ("by-nc-sa", "Attribution-NonCommercial-ShareAlike"),
    "CC BY-ND 4.0": ("by-nd", "Attribution-NoDerivatives"),
}


def columns_file(project: Project, reference: str) -> Path | None:
    """Where the columns that ``schemas/figure.json`` stands for are described: in the book's data/
    where it has such a file, else in the program; None where neither has one.
    """
    own = project.data / reference
    if is_file(own):
        return own
    folder, _, name = reference.rpartition("/")
    shipped = _COLUMNS / name
    return shipped if folder == "schemas" and is_file(shipped) else None


@cache
def own_columns(schema: str) -> dict[str, Any]:
    """What the program's own Table Schema of that name says; nothing where it has none."""
    path = _COLUMNS / f"{schema}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found


def column_names(schema: str) -> list[str]:
    """The columns of a table of the program's own, in their order."""
    return [field["name"] for field in own_columns(schema)["fields"]]


def primary_key(schema: dict[str, Any]) -> tuple[str, ...]:
    """The columns by which a Table Schema tells rows apart; it may name one by its name alone."""
    key = schema.get("primaryKey", ())
    return (key,) if isinstance(key, str) else tuple(key)


def in_the_books_words(path: Path, text: str, settings: Settings | None) -> str:
    """The columns in `path` with the book's word for who has a stake and its kinds of events, where
    they are the program's; a book's own file stays as it is.

    Without settings, which are then told as broken, the kinds of events are not known: any may
    stand in the table.
    """
    if path.parent != _COLUMNS:
        return text
    text = text.replace(_INTEREST, settings.interest) if settings else text
    if path.stem == "event" and (settings is None or settings.event_kinds):
        content = json.loads(text)
        kind = next(field for field in content["fields"] if field["name"] == "kind")
        del kind["constraints"]["enum"]
        if settings:
            kind["constraints"]["enum"] = list(settings.event_kinds)
        text = json.dumps(content, ensure_ascii=False, indent=1)
    return text


def describe(project: Project) -> dict[str, Any]:
    """The data package of a book that describes none, as `datapackage.json` would say it.

    Raises DataError where `_config.yml` cannot be used.
    """
    settings = project.settings
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": settings.short_name,
        "title": f"{settings.title}: the data",
        "description": f"Figures, bounds, findings and checks behind “{settings.title}”.",
        "version": settings.version,
        "created": f"{settings.released}T00:00:00Z",
        "licenses": [_licence(settings.licence)],
        "resources": [
            _resource(name, *known) for name, known in _tables(project, settings).items()
        ],
    }


def _tables(project: Project, settings: Settings) -> dict[str, tuple[Known, str]]:
    """Every table by name, with the name of its topic where it is one."""
    tables = {
        name: (Known("figure", f"{title}: figures of the article", _TOPIC), title)
        for name, title in settings.topics
    }
    for path in input_files(project.data / "context", "*.csv"):
        title = path.stem.replace("_", " ").capitalize()
        tables[f"context/{path.stem}"] = (Known("context", title, _CONTEXT), "")
    there = ((name, known) for name, known in KNOWN.items() if is_file(project.table(name)))
    return tables | {name: (known, "") for name, known in there}


def _resource(name: str, table: Known, topic: str) -> dict[str, str]:
    return {
        "name": name.replace("/", "-").replace("_", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": table.title,
        **({"topic": topic} if topic else {}),
        "description": table.description,
        "schema": f"schemas/{table.schema}.json",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
    }


def _licence(name: str) -> dict[str, str]:
    """A licence as the Data Package standard has it; of one that is not known, its name alone."""
    if name not in _CREATIVE_COMMONS:
        return {"name": name, "path": "", "title": name}
    code, title = _CREATIVE_COMMONS[name]
    return {
        "name": name.replace(" ", "-"),
        "path": f"https://creativecommons.org/licenses/{code}/4.0/",
        "title": f"Creative Commons {title} 4.0",
    }
