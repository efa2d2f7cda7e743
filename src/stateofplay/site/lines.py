"""Lines to copy and paste that name this site's own files: the directive `{lines}`."""

from __future__ import annotations

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from stateofplay.site.state import SOURCES, note_use, site_of
from stateofplay.site.take import DATA, address, edition_name


class LinesNode(nodes.General, nodes.Element):
    """Lines of a program. Attributes: `tool`, the program; `text`, with `{data}` and `{package}` still to be filled in."""


class LinesDirective(SphinxDirective):
    """``{lines} pandas``: in the lines, ``{data}`` is the address of the folder data/, ``{package}`` the name of the data package."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        note_use(self.env, site_of(self.env.app), SOURCES)  # the package is named after the newest article
        return [LinesNode("", tool=self.arguments[0], text="\n".join(self.content))]


def filled(app: Sphinx, text: str) -> str:
    """The lines as the reader copies them; where the site's address is not configured, the script on the page fills it in."""
    return text.replace("{data}", address(app, DATA)).replace("{package}", edition_name(site_of(app).ledger))


def visit_lines(self, node: LinesNode) -> None:
    self.body.append(Markup('<div class="sop-take sop-lines"><pre role="region" aria-label="Lines for {}" tabindex="0"><code>{}</code></pre></div>\n')
                     .format(node["tool"], filled(self.builder.app, node["text"])))
    raise nodes.SkipNode


def visit_lines_text(self, node: LinesNode) -> None:
    self.add_text(filled(self.builder.app, node["text"]))
    raise nodes.SkipNode


def setup(app: Sphinx) -> None:
    app.add_node(LinesNode, html=(visit_lines, None), epub=(visit_lines, None), text=(visit_lines_text, None))
    app.add_directive("lines", LinesDirective)
