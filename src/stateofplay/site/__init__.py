"""The Sphinx extension: figures in the prose, records, charts, fresh builds, downloads and
pages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stateofplay.ledger.leftovers import line_of

if TYPE_CHECKING:  # the process that writes tables needs no Sphinx
    from sphinx.application import Sphinx

# The parts in the order in which they are set up: what is shared, what is read, what stands around
# it, what is written.
_PARTS = """
    state read.reference read.roles read.source_marks read.terms read.led_to read.markup read.blocks
    read.prose read.charts read.code read.grades lists.records lists.front pages.lines
    pages.search read.freshness read.drawn downloads.package pages.templates pages.navigation
    downloads.epub pages.written finishing
""".split()


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up: one module for each part of the site."""
    for part in _PARTS:
        import_module(f"stateofplay.site.{part}").setup(app)
    _guard(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}


def _guard(app: Sphinx) -> None:
    """Whatever is raised in a handler or while a page is read or written ends the build as one
    line, however it was started.

    Sphinx says which handler failed and writes the traceback into a file, and has no place for
    another word: two of its methods are wrapped. Once it tells an extension of exceptions before it
    reports them, that is to be used (`tests/site/test_guard.py` fails then).
    """
    from sphinx.errors import ExtensionError

    emit = app.events.emit

    def emitted(*arguments: Any, **options: Any) -> list[Any]:
        try:
            return emit(*arguments, **options)
        except ExtensionError as error:
            if error.orig_exc is None:
                raise
            raise ExtensionError(line_of(error.orig_exc)) from error.orig_exc

    app.events.emit = emitted  # type: ignore[method-assign]
    app.connect("builder-inited", _guard_pages)


def _guard_pages(app: Sphinx) -> None:
    from sphinx.errors import ExtensionError, SphinxError

    build = app.builder.build

    def built(*arguments: Any, **options: Any) -> None:
        try:
            build(*arguments, **options)
        except SphinxError:
            raise
        except Exception as error:
            raise ExtensionError(line_of(error)) from error

    app.builder.build = built  # type: ignore[method-assign,misc]
