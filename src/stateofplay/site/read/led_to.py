"""Has a page written again when the place to which one of its links leads, in another page, has
moved, gone, or got another name: Sphinx and MyST look only at pages that are written."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from stateofplay.site.state import uses_here, uses_of, write_again


def _note_links(app: Sphinx, doctree: nodes.document) -> None:
    found = doctree.findall(addnodes.pending_xref)
    links = (link for link in found if link["reftype"] in ("myst", "ref"))
    led_to = {(link["reftarget"], link.get("reftargetid") or "") for link in links}
    uses_here(app.env).links = sorted(led_to)


def _led_to(env: BuildEnvironment) -> dict[str, object]:
    """Of each page: what its links lead to, the name of each place included."""
    labels, bare = (env.get_domain("std").data[kind] for kind in ("labels", "anonlabels"))
    return {
        page: [
            env.metadata[target].get("myst_slugs", {}).get(place, ("",))[1:]
            if place
            else (labels.get(target), bare.get(target))
            for target, place in uses.links
        ]
        for page, uses in uses_of(env).items()
    }


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", _note_links)
    write_again(app, "what links lead to", _led_to)
