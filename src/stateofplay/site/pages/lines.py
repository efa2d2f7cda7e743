"""Lines to copy and paste that name this site's own files: the directive `{lines}`."""

from __future__ import annotations

import re

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from stateofplay.site.imprint import DATA, address, edition_name, within_site
from stateofplay.site.state import SOURCES, Build, note_use, site_of

FOLDER = "file://$PWD"  # what curl takes where the site is only a folder
_BLOCK = Markup(
    '<div class="sop-take sop-lines"><pre role="region" aria-label="Lines for {}" tabindex="0">'
    '<code data-path="{}">{}</code></pre>{}</div>\n'
)
_NO_ADDRESS = Markup('<p class="sop-no-address">Run in the folder that holds the site.</p>')


class LinesNode(nodes.General, nodes.Element):
    """Lines of a program. Attributes: `tool`, the program; `text`, with `{data}` and `{package}`
    still to be filled in."""


class LinesDirective(SphinxDirective):
    """``{lines} pandas``: in the lines, ``{data}`` is the address of the folder data/,
    ``{package}`` the name of the data package."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        note_use(self.env, SOURCES)  # the package is named after the newest article
        return [LinesNode("", tool=self.arguments[0], text="\n".join(self.content))]


def filled(build: Build, text: str) -> str:
    """The lines as the reader copies them. Where the site has no address of its own, they run in
    the folder that holds it, and the script on a page that is read from a host writes the real
    one."""
    text = text.replace("{package}", edition_name(site_of(build).ledger))
    if not build.config.html_baseurl:
        text = re.sub(r"^(curl .*)\{data\}", rf"\1{FOLDER}/{DATA}", text, flags=re.MULTILINE)
    return text.replace("{data}", address(build, DATA))


def visit_lines(self: HTML5Translator, node: LinesNode) -> None:
    env = self.builder.env
    path = within_site(env, f"{DATA}/") if "{data}" in node["text"] else ""
    self.body.append(
        _BLOCK.format(node["tool"], path, filled(env, node["text"]), _NO_ADDRESS if path else "")
    )
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(LinesNode, html=(visit_lines, None), epub=(visit_lines, None))
    app.add_directive("lines", LinesDirective)
