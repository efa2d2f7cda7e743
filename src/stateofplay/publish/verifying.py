"""The command `stateofplay verify`: a copy of the article, the site, or both."""

from __future__ import annotations

from pathlib import Path

from stateofplay.editing.verification import verify_file
from stateofplay.files.project import Project


def verify(project: Project, article: Path | None, whole_site: bool) -> int:
    """Hold a copy of the article against the ledger, and prove the site where that is asked for or
    no article is given; gives the exit status. Raises DataError where the ledger has problems.
    """
    if article is None or whole_site:
        from stateofplay.publish.proof import run  # imports what reads the pages

        return run(project, article)
    report = verify_file(project, article)
    print("\n".join(report.lines))
    return 0 if report.ok else 1
