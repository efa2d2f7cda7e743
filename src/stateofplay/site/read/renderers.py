"""What MyST-NB asks how the output of a cell is shown: charts, and pictures with their words.

It finds both by the entry points `myst_nb.mime_renderers` in pyproject.toml; nothing imports them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, MimeRenderPlugin, NbElementRenderer
from sphinx.util import logging

from stateofplay.charts import CHART_MIME
from stateofplay.ledger.ledger import PLACEHOLDER
from stateofplay.site.read.charts import ChartNode, register
from stateofplay.site.read.outputs import PICTURES, alternative
from stateofplay.site.state import Site, note_use, site_of

logger = logging.getLogger(__name__)


class ChartRenderer(MimeRenderPlugin):  # type: ignore[misc]  # MyST-NB has no types
    """Gives MyST-NB a ChartNode for the output of `show()`."""

    mime_priority_overrides = [("*", CHART_MIME, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> None | list[nodes.Element]:
        """The node for a chart, None for any other MIME type."""
        if inline or data.mime_type != CHART_MIME:
            return None
        env = renderer.renderer.sphinx_env
        chart = site_of(env).charts[data.content["number"]]
        if not register(env, chart, (env.docname, data.line)):
            return []
        return [ChartNode("", chart=chart.id, page=env.docname, ids=[chart.id])]


class PictureRenderer(MimeRenderPlugin):  # type: ignore[misc]  # MyST-NB has no types
    """Gives a picture its text alternative, with figures in words."""

    mime_priority_overrides: ClassVar[Sequence[tuple[str, str, int | None]]] = ()

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> None | list[nodes.Element]:
        """The node of a picture, None for any other MIME type."""
        if inline or data.mime_type not in PICTURES:
            return None
        env = renderer.renderer.sphinx_env
        site: Site = site_of(env)
        alt = alternative(data.output_metadata, data.mime_type, data.cell_metadata)
        pictures: list[nodes.Element] = renderer.render_image(data)
        try:
            for match in PLACEHOLDER.finditer(alt):
                note_use(env, match[1])
            pictures[0]["alt"] = site.ledger.fill(alt)
        except (KeyError, ValueError) as error:
            logger.error(
                "the picture’s text alternative: %s",
                error.args[0],
                location=(env.docname, data.line),
            )
        return pictures
