"""Keeps the folder that Sphinx writes into true: what is there is what the pages ask for, and
nothing older."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from sphinx.application import Sphinx
from sphinx.builders.html import BuildInfo
from sphinx.errors import ExtensionError

from stateofplay.files.access import RESTLESS, digest_of, inputs_of, saved, write_whole
from stateofplay.files.folders import MARK, files_in, made_files, mark, numbers_of
from stateofplay.files.manifest import as_left, note_as_left
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import keep_ledger
from stateofplay.ledger.record_digest import page_digest, record_digests
from stateofplay.site.state import Site, site_of

_PAGES = "pages.json"
_MADE = "made-once.pickle"  # “made-once.json” of earlier versions had another form
_NOTHING = ("",)
_Made = TypeVar("_Made")


def _forget(app: Sphinx, config: Any) -> None:
    """Forget what earlier runs noted unless what they wrote lies there as they left it.

    Somebody else may have written into the folder, or a run may have been ended before its pages
    were written: what Sphinx remembers of them is then untrue, and every page is made anew. Both
    folders are emptied where only builds work in them.
    """
    out, notes, site = Path(app.outdir), Path(app.doctreedir), site_of(app)
    found = files_in(out) if out.is_dir() else {}
    is_own = made_files(out.parent) is not None
    is_full = is_own and out.name == "html" and _keeps_more_than(len(found), site)
    site.is_first = not found or is_full
    is_kept = (notes / _MADE).is_file() and not is_full
    if is_kept and (left := as_left(out, notes, found)):
        site.left = left
        site.made_before = pickle.loads((notes / _MADE).read_bytes())
    elif is_own:
        for folder in filter(Path.is_dir, (out, notes)):
            shutil.rmtree(folder)
            folder.mkdir()
        found = {}
    else:
        for path in (*notes.glob("*.json"), *notes.glob("*.pickle")):
            if path.name != _PAGES:
                path.unlink()
    made = made_files(out) or set()
    site.foreign = {name: at for name, at in found.items() if name not in made}


def _go_by_content(app: Sphinx) -> None:
    """Let no time have a page read or written: those of a fresh checkout are all new.

    `read.freshness.outdated` finds what is to be read; templates are the program's, and another
    program has all pages read.
    """
    app.env.all_docs = dict.fromkeys(app.env.all_docs, sys.maxsize)
    if app.builder.name == "html":
        app.builder.get_outdated_docs = partial(_unwritten, app)  # type: ignore[method-assign]


def _unwritten(app: Sphinx) -> set[str]:
    """The pages to write besides those that will be read: all where settings of theirs have
    changed, else none."""
    with suppress(OSError, ValueError), Path(app.outdir, ".buildinfo").open() as file:
        if BuildInfo.load(file) == app.builder.build_info:  # type: ignore[attr-defined]
            return set()
    return app.env.found_docs


def _keeps_more_than(files: int, site: Site) -> bool:
    """Whether more files are kept for edits that go back than a site has: it is then made anew,
    which takes them away (`drop_unused`), or they would grow with every edit for ever."""
    folders = filter(Path.is_dir, (site.executor.folder, site.renderer.folder))
    return sum(len(os.listdir(folder)) for folder in folders) > files  # noqa: PTH208 -- thousands


def sweep(app: Sphinx) -> None:
    """Take away pages, pictures and files to download that are no longer in the book.

    Sphinx leaves them.
    """
    out, noted = Path(app.outdir), Path(app.doctreedir) / _PAGES
    before = json.loads(noted.read_text(encoding="utf-8")) if noted.is_file() else []
    pages = sorted(app.env.found_docs)
    for page in set(before) - set(pages):
        (out / f"{page}.html").unlink(missing_ok=True)
    write_whole(noted, json.dumps(pages).encode())
    asked = {f"_images/{name}" for _, name in app.env.images.values()}
    asked |= {f"_downloads/{name}" for _, name in app.env.dlfiles.values()}
    for folder in ("_images", "_downloads"):
        for name in files_in(out / folder) if (out / folder).is_dir() else ():
            if f"{folder}/{name}" not in asked:
                (out / folder / name).unlink()


def make_once(app: Sphinx, name: str, made_from: object, make: Callable[[], _Made]) -> _Made:
    """Call `make`, which writes the file `name` of the site and what belongs to it, unless it did
    so before from the same; `made_from` is all that the files depend on besides the settings and
    the package. Gives what `make` gives or gave then.
    """
    site, now = site_of(app), digest_of((app.config.stateofplay_code, made_from))
    then, gave = site.made_before.get(name, ("", None))
    if then != now or name not in site.left.pages:
        gave = make()
    site.made[name] = (now, gave)
    return cast(_Made, gave)


def of_pages(
    app: Sphinx,
    what: str,
    made_from: Mapping[str, object],
    make: Callable[[str], _Made],
    shared: object = (),
) -> list[_Made]:
    """What `make` gives of each page, in the order of `made_from`.

    `what` names it. It is kept from build to build, and made anew for pages for which what it is
    `made_from` has changed, for all where `shared` has, on which it depends besides.
    """
    noted, told = (
        Path(app.doctreedir) / f"{what}.pickle",
        digest_of((app.config.stateofplay_code, shared)),
    )
    before, *parts = [*_parts(noted)] or [""]
    kept: dict[str, tuple[str, _Made]] = {}
    for part in parts if before == told else ():
        kept |= part
    digests = {page: digest_of(content) for page, content in made_from.items()}
    made = {
        page: (digest, make(page))
        for page, digest in digests.items()
        if kept.get(page, _NOTHING)[0] != digest
    }
    kept |= made
    if before == told and sum(map(len, parts)) < 2 * len(digests):
        with noted.open("ab") as file:  # to write all of them again takes longer than all else
            file.write(pickle.dumps(made))
    else:
        whole = {page: kept[page] for page in digests}
        noted.write_bytes(pickle.dumps(told) + pickle.dumps(whole))
    return [kept[page][1] for page in digests]


def of_records(
    app: Sphinx,
    what: str,
    ids: Iterable[str],
    make: Callable[[Sequence[str]], _Made],
    made_from: object = (),
) -> list[_Made]:
    """As `of_pages`, of entries, of those at once whose records are on one page.

    It is made anew for pages of which a record has changed, for all where `made_from` has, or what
    states no figure.
    """
    ledger = site_of(app).ledger
    pages = ledger.by_record_page(ids)
    records = {page: (ids, _digest(ledger, page, ids)) for page, ids in pages.items()}
    shared = (_beside_figures(site_of(app)), made_from)
    return of_pages(app, what, records, lambda page: make(pages[page]), shared)


def _digest(ledger: Ledger, page: str, ids: Iterable[str]) -> object:
    if page in ledger.made_pages:
        return page_digest(ledger, page)
    return record_digests(ledger, ids)


def _parts(noted: Path) -> Iterator[Any]:
    """What was noted: what all of it depends on, and what was made from build to build, the last
    at the end."""
    if noted.is_file():
        with noted.open("rb") as file, suppress(EOFError):
            while True:
                yield pickle.load(file)


def _beside_figures(site: Site) -> str:
    """Changes whenever anything in data/ or seeds/ changes but the tables that state figures."""
    tables = site.ledger.tables.values()
    return site.digest_but({table.file for table in tables if table.states_figures})


def keep_first(app: Sphinx) -> None:
    """After a build from nothing, keep the ledger for the first edit: what turns findings, with it,
    is worked out."""
    if site_of(app).is_first:
        keep_ledger(site_of(app).ledger)


def drop_unused(app: Sphinx) -> None:
    """After a build from nothing, which asks for all that its pages need: take away what earlier
    ones executed and drew besides. One after a mistake, which makes all anew as well, leaves what
    edits may go back to.
    """
    site = site_of(app)
    for keeper in (site.executor, site.renderer) if site.is_first else ():
        for path in keeper.folder.iterdir() if keeper.folder.is_dir() else ():
            if path not in keeper.used and not path.name.startswith("."):  # being written
                path.unlink()


def note_written(app: Sphinx) -> None:
    """At the very end: remember what lies there, and mark the site as made by a build. Raises
    ExtensionError where inputs were saved since that build began: the site may not be published."""
    out, notes, site = Path(app.outdir), Path(app.doctreedir), site_of(app)
    site.found = found = site.found or files_in(out)
    # Of what was not asked for, because it is made with something that is as it was, too.
    made = {name: then for name, then in site.made_before.items() if name in found} | site.made
    is_at_rest = site.began.saved == saved(inputs_of(site.ledger.project.root))
    if not is_at_rest:
        made = {}  # some files were read twice, and may be of what was saved between
    (notes / _MADE).write_bytes(pickle.dumps(made))
    if app.builder.name == "html":
        was = site.foreign
        mark(out, [name for name, at in found.items() if name != MARK and was.get(name) != at])
        found[MARK] = numbers_of(out / MARK)
    note_as_left(out, notes, found, site.left)
    if site.began.saved and not is_at_rest:
        raise ExtensionError(RESTLESS)


def setup(app: Sphinx) -> None:
    app.connect("config-inited", _forget)
    app.connect("builder-inited", _go_by_content)
