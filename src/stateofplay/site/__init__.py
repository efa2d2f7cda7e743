"""The Sphinx extension: figures in the prose, records, charts, fresh builds, downloads and pages."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError, SphinxError

from stateofplay.leftovers import line_of


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up: one module for each part of the site."""
    from stateofplay.site import (
        addresses,
        blocks,
        citing,
        code,
        drawn,
        epub,
        exports,
        feed,
        figures,
        final_look,
        freshness,
        front,
        lines,
        linked_data,
        lost,
        marks,
        markup,
        navigation,
        notebooks,
        notes,
        package,
        pages,
        policy,
        prose,
        reading,
        records,
        reporting,
        roles,
        search,
        social,
        state,
        terms,
        written,
    )

    for part in (state, roles, marks, terms, markup, blocks, prose, figures, code, reading, records, front, lines, search,
                 freshness, drawn, exports, citing, package, pages, policy, navigation, notebooks, notes, reporting,
                 linked_data, social, addresses, epub, feed, lost, written, final_look):
        part.setup(app)
    _guard(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}


def _guard(app: Sphinx) -> None:
    """Whatever is raised in a handler or while a page is read or written ends the build as one line, however it was started."""
    emit = app.events.emit

    def emitted(*arguments: Any, **options: Any) -> list:
        try:
            return emit(*arguments, **options)
        except ExtensionError as error:
            if error.orig_exc is None:
                raise
            raise ExtensionError(line_of(error.orig_exc)) from error.orig_exc

    app.events.emit = emitted
    app.connect("builder-inited", _guard_pages)


def _guard_pages(app: Sphinx) -> None:
    build = app.builder.build

    def built(*arguments: Any, **options: Any) -> None:
        try:
            build(*arguments, **options)
        except SphinxError:
            raise
        except Exception as error:
            raise ExtensionError(line_of(error)) from error

    app.builder.build = built
