"""The command `stateofplay build`: the site, and the book in the other forms that are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from stateofplay.files.access import Inputs, write_whole
from stateofplay.files.disk import BuildError, writing
from stateofplay.files.project import Project
from stateofplay.ledger.leftovers import VERBOSE
from stateofplay.publish.building import (
    at_rest,
    bring_up_to_date,
    build,
    of_one_state,
    run_sphinx,
)
from stateofplay.publish.placing import place_of


def run(
    project: Project,
    quiet: bool,
    verbose: bool,
    out: Path | None,
    zip: bool,
    epub: bool,
    pdf: bool,
    draft: bool | None,
) -> int:
    """Bring the site up to date, then write each form that is asked for; gives the exit status.

    Raises BuildError where a form cannot be written, or would publish a draft that nobody has
    called for with `draft`; where that is False, the site of a draft is not built either.
    """
    if draft is False or ((zip or epub or pdf) and not draft):
        _refuse_draft(project, "" if draft is False else ", or add --draft to write a draft")
    verbose = verbose or bool(os.environ.get(VERBOSE))
    status = build(project, quiet=quiet, verbose=verbose, out=out)
    if status:
        return status
    with writing(project.build):
        for path in _forms(project, out, quiet, verbose, zip, epub, pdf):
            if not quiet:
                print(f"Written: {path}")
    return 0


def _refuse_draft(project: Project, other: str) -> None:
    """What is given away is decided: the site says on every page that it is a draft, a file may
    travel without it. `other` is what else can be done.
    """
    from stateofplay.ledger.reading.drafts import is_decided, read_draft

    waiting = [is_decided(row.text("decide")) for row in read_draft(project, [])]
    if waiting:
        undecided = waiting.count(False)
        first = f"{undecided} of them are not decided, decide them and " if undecided else ""
        raise BuildError(
            f"{project.relative(project.draft)}: {len(waiting)} numbers of the article are in no "
            f"table; {first}run stateofplay draft --move{other}"
        )


def _forms(
    project: Project, out: Path | None, quiet: bool, verbose: bool, zip: bool, epub: bool, pdf: bool
) -> Iterator[Path]:
    """Each form, made from the site or beside it; what only one form needs is imported for it."""

    def of_site(inputs: Inputs) -> Path:
        site = place_of(project, out)
        bring_up_to_date(project, site, quiet, verbose, inputs)
        return site

    if zip:
        from stateofplay.files.archive import packed

        yield _write(project, quiet, lambda i: (project.archive, packed(project, of_site(i))))
    if epub:
        yield write_epub(project, quiet, verbose)
    if pdf:
        from stateofplay.publish.pdf import printed

        yield _write(project, quiet, lambda i: (project.pdf, printed(project, of_site(i))))


def write_epub(project: Project, quiet: bool = True, verbose: bool = False) -> Path:
    """Write the book as an EPUB and give its path. Raises BuildError with every problem; an earlier
    EPUB is then as it was.
    """
    working = project.build / ".work-epub"

    def bound(inputs: Inputs) -> tuple[Path, bytes]:
        run_sphinx(project, working, quiet, verbose, inputs, builder="epub")
        return project.epub, (working / "epub" / project.epub.name).read_bytes()

    return _write(project, quiet, bound)


def _write(project: Project, quiet: bool, make: Callable[[Inputs], tuple[Path, bytes]]) -> Path:
    """Write what `make` gives of one state of the book where it says, and give that path."""

    def write(inputs: Inputs) -> Path:
        path, content = make(inputs)
        at_rest(project, inputs)
        write_whole(path, content)
        return path

    return of_one_state(project, quiet, write)
