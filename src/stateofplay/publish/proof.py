"""The command `stateofplay verify`: a copy of the article fits the ledger, two builds elsewhere
have the same bytes, every number comes from the ledger, sums and links are right.
"""

from __future__ import annotations

import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from stateofplay.editing.rules.editorial import editorial
from stateofplay.editing.verification import verify_file
from stateofplay.files.access import write_whole
from stateofplay.files.disk import BuildError, writing
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.publish.building import update
from stateofplay.publish.page_links import check_links
from stateofplay.publish.page_numbers import check_numbers
from stateofplay.publish.results import Result, digest, page_of_results
from stateofplay.publish.twin_builds import check_builds


def prove(
    project: Project, article: Path | None, say: Callable[[str], None], quick: bool = False
) -> list[Result]:
    """Run every check, the slow one last, or left out where it has to be `quick`; the published
    site is brought up to date first. Raises BuildError, and before it SourceError for a copy of no
    article of the ledger.
    """
    report = verify_file(project, article) if article else None
    say("Bringing the site up to date")
    update(project)
    results = [check_words(project), check_numbers(project)]
    results += [check_sums(project.site), check_links(project.site)]
    if report is not None:
        problems = [] if report.ok else report.lines[1:]
        results.append(Result("The article", report.lines[-1], problems))
    if not quick:
        results.append(check_builds(project, say))
    return results


def verify(project: Project, article: Path | None, whole_site: bool, quick: bool) -> int:
    """Hold a copy of the article against the ledger, and prove the site where that is asked for or
    no article is given, `quick` without building it anew: print the page of results and keep it as
    `_build/verification.md`. Gives the exit status. Raises DataError where the ledger has problems,
    and SourceError for a copy of no article of it.
    """
    if article and not whole_site:
        report = verify_file(project, article)
        print("\n".join(report.lines))
        return 0 if report.ok else 1
    began = time.perf_counter()
    try:
        say = partial(print, file=sys.stderr, flush=True)
        results = prove(project, article, say, quick)
        page = page_of_results(project, results)
        with writing(project.build, "verify again"):
            write_whole(project.verification, page.encode())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(page)
    took = f"{time.perf_counter() - began:.0f} s"
    print(f"Kept as {project.relative(project.verification)} ({took})", file=sys.stderr)
    return 0 if all(result.ok for result in results) else 1


def check_words(project: Project) -> Result:
    """What `stateofplay check` finds in the words of the pages and tables."""
    found = editorial(load_ledger(project))
    detail = f"pages as written: {found.pages}; charts in them: {found.charts}"
    return Result("Words", detail, [*map(str, found.problems)], [*map(str, found.notes)])


def check_sums(site: Path) -> Result:
    """The check sums of the data package and its ZIP; the ZIP must hold what the folder does."""
    data, count = site / "data", 0
    problems: list[str] = []
    for sums in (data / "SHA256SUMS", *sorted(data.glob("*.zip.sha256"))):
        if not sums.is_file():
            problems.append(f"data/{sums.name}: is missing; build again")
            continue
        for line in sums.read_text(encoding="utf-8").splitlines():
            wanted, _, name = line.partition("  ")
            count += 1
            if not (data / name).is_file():
                problems.append(f"data/{name}: is missing, though {sums.name} lists it")
            elif digest(data / name) != wanted:
                problems.append(
                    f"data/{name}: is not what {sums.name} says; "
                    "take the published file again, or build again"
                )
    for path in data.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                inside = name.partition("/")[2]
                file = data / inside
                if not file.is_file() or archive.read(name) != file.read_bytes():
                    problems.append(f"data/{path.name}: {inside} in it is not data/{inside}")
    return Result("Check sums", f"{count} files", problems)
