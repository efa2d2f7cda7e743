"""Builds the EPUB of the book beside the site."""

from __future__ import annotations

from pathlib import Path

from stateofplay.files.access import write_whole
from stateofplay.files.project import Project
from stateofplay.publish.building import only_one, run_sphinx


def write_epub(project: Project, quiet: bool = True, verbose: bool = False) -> Path:
    """Write the book as an EPUB and give its path. Raises BuildError with every problem; an earlier
    EPUB is then as it was.
    """
    working = project.build / ".work-epub"
    with only_one(project, quiet):
        run_sphinx(project, working, quiet, verbose, builder="epub")
        fresh = working / "epub" / project.epub.name
        write_whole(project.epub, fresh.read_bytes())
    return project.epub
