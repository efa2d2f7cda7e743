"""Tables of a book's own, with columns that the program does not know."""

from __future__ import annotations

import json

from projects import write_table
from stateofplay.files.project import Project


def own_table(
    project: Project, name: str, columns: dict[str, str], rows: list[dict[str, str]]
) -> None:
    """Add a table of the book's own to its data package: its columns with their types."""
    fields = [{"name": c, "type": kind, "description": f"{c}."} for c, kind in columns.items()]
    schema = project.data / "schemas" / f"{name}.json"
    schema.write_text(json.dumps({"fields": fields, "primaryKey": "id"}), encoding="utf-8")
    package = json.loads(project.data_package.read_text(encoding="utf-8"))
    package["resources"].append(
        {"path": f"{name}.csv", "title": name.title(), "schema": f"schemas/{name}.json"}
    )
    project.data_package.write_text(json.dumps(package, indent=2), encoding="utf-8")
    write_table(project.table(name), [*columns], rows)
