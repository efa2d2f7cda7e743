"""The Sphinx extension: figures in the prose, records, charts, fresh builds, downloads and pages."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the extension up: one module for each part of the site."""
    from stateofplay.site import (
        addresses,
        blocks,
        citing,
        code,
        epub,
        exports,
        feed,
        figures,
        freshness,
        lines,
        linked_data,
        lost,
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

    for part in (state, roles, terms, markup, blocks, prose, figures, code, reading, records, lines, search, freshness, exports, citing, package,
                 pages, policy, navigation, notebooks, notes, reporting, linked_data, social, addresses, epub, feed,
                 lost, written):
        part.setup(app)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": False}
