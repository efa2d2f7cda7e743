"""Proves the site: two builds elsewhere have the same bytes, every number comes from the ledger,
sums and links are right.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from urllib.parse import unquote, urlparse

from stateofplay.editing.verification import verify_file
from stateofplay.files.access import write_whole
from stateofplay.files.disk import BuildError, writing
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import load_ledger
from stateofplay.publish.building import INPUTS, inputs_digest, update
from stateofplay.publish.page_numbers import Judgement, Known, judge_page
from stateofplay.site.page_text import Page

# The two builds differ in all that a build must not depend on: folder, time zone, locale, the order
# of sets.
_BUILDS = (
    ("one", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    (
        "the second of the two/folder with blanks",
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "LANGUAGE": "de", "PYTHONHASHSEED": "2"},
    ),
)
_SHOWN = 40  # problems of one check that the page of results lists


@dataclass
class Result:
    """What one check found: its name, what it looked at, and every problem."""

    name: str
    detail: str
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.problems


def prove(project: Project, article: Path | None, say=lambda line: None) -> list[Result]:
    """Run every check, the slow one last; the published site is brought up to date first. Raises
    BuildError.
    """
    say("Bringing the site up to date")
    update(project)
    results = [check_numbers(project), check_sums(project.site), check_links(project.site)]
    if article is not None:
        report = verify_file(project, article)
        results.append(
            Result("The article", report.lines[-1], [] if report.ok else report.lines[1:])
        )
    results.append(check_builds(project, say))
    return results


def run(project: Project, article: Path | None) -> int:
    """Prove the site, print the page of results and keep it as `_build/verification.md`; gives the
    exit status.
    """
    began = time.perf_counter()
    try:
        results = prove(project, article, say=lambda line: print(line, file=sys.stderr, flush=True))
        page = page_of_results(project, results)
        with writing(project.build):
            write_whole(project.verification, page.encode())
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(page)
    print(
        f"Kept as {project.relative(project.verification)} ({time.perf_counter() - began:.0f} s)",
        file=sys.stderr,
    )
    return 0 if all(result.ok for result in results) else 1


def check_numbers(project: Project) -> Result:
    """Every number of every page: a live figure, the ledger's words, a table's cell, or a class
    that is no figure.
    """
    known, judgement = Known(load_ledger(project)), Judgement()
    pages = sorted(project.site.rglob("*.html"))
    for path in pages:
        judge_page(
            path.relative_to(project.site).as_posix(),
            path.read_text(encoding="utf-8"),
            known,
            judgement,
        )
    classes = ", ".join(
        f"{count:,} {kind}"
        for kind, count in sorted(judgement.classes.items(), key=lambda item: -item[1])
    )
    return Result(
        "Numbers",
        f"{judgement.total:,} numbers on {len(pages)} pages: {classes}",
        judgement.problems,
    )


def check_sums(site: Path) -> Result:
    """The check sums of the data package, of its ZIP, and that the ZIP holds what the folder does."""
    data, problems, count = site / "data", [], 0
    for sums in (data / "SHA256SUMS", *sorted(data.glob("*.zip.sha256"))):
        if not sums.is_file():
            problems.append(f"data/{sums.name}: is missing; build again")
            continue
        for line in sums.read_text(encoding="utf-8").splitlines():
            wanted, _, name = line.partition("  ")
            count += 1
            if not (data / name).is_file():
                problems.append(f"data/{name}: is missing, though {sums.name} lists it")
            elif _digest(data / name) != wanted:
                problems.append(
                    f"data/{name}: is not what {sums.name} says; take the published file again, or build again"
                )
    for path in data.glob("*.zip"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                inside = name.partition("/")[2]
                if (
                    not (data / inside).is_file()
                    or archive.read(name) != (data / inside).read_bytes()
                ):
                    problems.append(f"data/{path.name}: {inside} in it is not data/{inside}")
    return Result("Check sums", f"{count} files", problems)


def check_links(site: Path) -> Result:
    """Every link from page to page, to a place on a page, and to a file, and every id. Addresses
    elsewhere are tried by `make links`.
    """
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    anchors = {path.resolve(): set(page.anchors) for path, page in pages.items()}
    count, elsewhere, problems = 0, 0, []
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        problems += [
            f"{name}: has the id “{one}” {times} times"
            for one, times in Counter(page.anchors).items()
            if times > 1
        ]
        problems += [
            f"{name}: has no “{one}”, which one of its elements refers to"
            for one in sorted(page.references - set(page.anchors))
        ]
        for link in page.links:
            address = urlparse(link)
            if address.scheme or address.netloc:
                elsewhere += 1
                continue
            count += 1
            target = (
                (path.parent / unquote(address.path)).resolve() if address.path else path.resolve()
            )
            if (
                name == "404.html"
            ):  # shown at any depth: its links begin at the address that the site is to have
                parts = [
                    part for part in unquote(address.path).split("/") if part not in ("", "..")
                ]
                target = next(
                    (t for at in range(len(parts)) if (t := site.joinpath(*parts[at:])).exists()),
                    site,
                )
            target = target / "index.html" if target.is_dir() else target
            fragment = unquote(address.fragment)
            if not target.is_file():
                problems.append(f"{name}: links to {link}, which is not there")
            elif fragment and target in anchors and fragment not in anchors[target]:
                problems.append(f"{name}: links to {link}, a place that the page does not have")
    return Result(
        "Links",
        f"{count:,} links within the site ({elsewhere:,} lead elsewhere, and are tried by `make links`)",
        problems,
    )


def check_builds(project: Project, say=lambda line: None) -> Result:
    """Build twice from nothing, in other folders, time zones and locales; both have the bytes of
    the published site.
    """
    with tempfile.TemporaryDirectory(prefix="stateofplay-") as folder:
        sites = []
        for name, environment in _BUILDS:
            say(
                f"Building from nothing with {' '.join(f'{key}={value}' for key, value in environment.items())}"
            )
            sites.append(_build_copy(project, Path(folder) / name, environment))
        problems = [
            *compare(*sites, "the two builds"),
            *compare(project.site, sites[0], "the published site and a new build"),
        ]
        count = sum(1 for path in sites[0].rglob("*") if path.is_file())
    zones = " and ".join(environment["TZ"] for _, environment in _BUILDS)
    return Result(
        "Same bytes",
        f"{count} files, built twice from nothing (time zones {zones}, two locales, two folders), and as published",
        list(dict.fromkeys(problems)),
    )


def _build_copy(project: Project, target: Path, environment: dict[str, str]) -> Path:
    target.mkdir(parents=True)
    for name in INPUTS:
        source = project.root / name
        if source.is_dir():
            shutil.copytree(
                source,
                target / name,
                ignore=shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__"),
            )
        elif source.is_file():
            shutil.copy(source, target / name)
    command = [sys.executable, "-m", "stateofplay.cli", "build", "--quiet"]
    result = subprocess.run(
        command,
        cwd=target,
        env={
            **os.environ,
            **environment,
            "STATEOFPLAY_ROOT": str(target),
            "PYTHONIOENCODING": "utf-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        raise BuildError(f"the copy in {target} does not build:\n{result.stderr}")
    return Project(target).site


def compare(one: Path, other: Path, what: str) -> list[str]:
    """A line for each file that is not the same in two folders, with the first byte that differs."""
    names = [
        {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    ]
    problems = [f"{name}: only one of {what} has it" for name in sorted(names[0] ^ names[1])]
    for name in sorted(names[0] & names[1]):
        left, right = (one / name).read_bytes(), (other / name).read_bytes()
        if left != right:
            at = next(
                (n for n, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]),
                min(len(left), len(right)),
            )
            problems.append(f"{name}: {what} differ from byte {at:,} on")
    return problems


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def site_digest(site: Path) -> str:
    """One check sum for all files of the site and their names."""
    lines = [
        f"{_digest(path)}  {path.relative_to(site).as_posix()}\n"
        for path in sorted(site.rglob("*"))
        if path.is_file()
    ]
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def page_of_results(project: Project, results: list[Result]) -> str:
    """The results as one page of Markdown, the same for the same input."""
    return "\n".join(_lines(project, results)) + "\n"


def _lines(project: Project, results: list[Result]) -> Iterator[str]:
    verdict = (
        "Everything is as it should be."
        if all(r.ok for r in results)
        else "Not everything is as it should be; see below."
    )
    editions = ", ".join(
        f"“{article.title}” ({article.producer}, {article.day})"
        for article in load_ledger(project).editions
    )
    yield from (
        f"# Verification of {project.settings.title}",
        "",
        f"Explains {editions}. {verdict}",
        "",
        "| check | result | what was looked at |",
        "|---|---|---|",
    )
    for result in results:
        outcome = (
            "passed"
            if result.ok
            else f"**{len(result.problems)} problem{'s' if len(result.problems) > 1 else ''}**"
        )
        yield f"| {result.name} | {outcome} | {result.detail.replace('|', '/')} |"
    yield from (
        "",
        f"Input: SHA-256 `{inputs_digest(project)}`. Site: SHA-256 `{site_digest(project.site)}`. "
        f"Program: stateofplay {version('stateofplay')}, Python {'.'.join(map(str, sys.version_info[:3]))}.",
        "",
        "Numbers are classed by where they stand. A *live figure* is printed exactly as its record in the ledger says; a number in "
        "a *record* belongs to that record, one in an *item* (a row, a card, a chart with its table) to a record that the item links "
        "to; *prose* may hold none. Other *lists, titles* and *labels* hold numbers of the ledger or of a table in `data/`. The other "
        "classes are no figures: days, names, formulas, paragraph numbers, addresses, ticks of axes, counts of rows.",
    )
    for result in results:
        if result.problems:
            yield from (
                "",
                f"## {result.name}",
                "",
                *(f"- {problem}" for problem in result.problems[:_SHOWN]),
            )
            if len(result.problems) > _SHOWN:
                yield f"- and {len(result.problems) - _SHOWN} more"
