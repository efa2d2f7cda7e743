"""The command `stateofplay edit`: one row from the command line, or the preview at its record."""

from __future__ import annotations

import sys

from stateofplay.editing.rows.raw_rows import EditError
from stateofplay.editing.rows.row_edits import table_with
from stateofplay.editing.rows.setting import set_cells
from stateofplay.files.project import Project


def edit(
    project: Project, key: str, table: str, cells: list[str], reason: str, format: str, port: int
) -> int:
    """The command with its options; gives the exit status (see `set_cells`)."""
    if cells:
        return set_cells(project, key, table, cells, reason, format)
    from stateofplay.publish.edit_desk import Desk
    from stateofplay.publish.preview import preview

    try:
        table = table or table_with(project, key)
        Desk(project).form(table, key)
    except EditError as error:
        print(error, file=sys.stderr)
        return 2
    return preview(project, port, {"id": key, "table": table})
