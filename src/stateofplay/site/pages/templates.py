"""The pages around the content: strict building, templates, the stylesheet and script, and what
stands in each head."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.charts.patterns import PATTERNS
from stateofplay.charts.theme import DARK, FORCED, LIGHT, STRONG_DARK, STRONG_LIGHT
from stateofplay.files.access import digest_of
from stateofplay.files.folders import keep_only
from stateofplay.files.project import PACKAGE
from stateofplay.ledger.reading.data_package import publication, terms
from stateofplay.site.state import (
    Context,
    Doctree,
    Site,
    page_name,
    site_of,
    uses_of,
    write_again,
)
from stateofplay.site.templating import PAGE_POLICY
from stateofplay.site.whereabouts import words_of_block

THEME = PACKAGE / "site" / "theme"
# In this order: a later part may refine an earlier one.
STYLES = "base frame numbers charts drawn lists signs prose front whatif print".split()
# Tints: so many percent of a colour on the paper. Mixed here, because older browsers cannot: a
# link's line (3:1 against the paper, quieter than the accent), a control's edge (3:1), a wash,
# code.
_MIXED = {"line": ("blue", 68), "edge": ("soft", 72), "wash": ("blue", 8), "tint": ("ink", 4)}
# In the text of a page: code that is wider than its room scrolls, by keyboard as well; the sign
# beside a heading is for pointers, and no word of the heading: contents and records have the link.
_REWRITTEN = {
    '<div class="highlight"><pre>': '<div class="highlight"><pre tabindex="0">',
    '<a class="headerlink"': '<a class="headerlink" tabindex="-1" aria-hidden="true"',
}
# What our pages load besides the static files of our theme; those of other themes and extensions
# are not published.
_WRITTEN = {"sop.css", "sop-stem.js"}


def _add_theme(app: Sphinx, config: Any) -> None:
    config.templates_path = [str(THEME / "pages"), *config.templates_path]
    config.html_static_path = [str(THEME / "static"), *config.html_static_path]


def frame_page(app: Sphinx, page: str, context: Context, doctree: Doctree) -> None:
    """What our page template asks: the page's description, the edition and the palette."""
    site = site_of(app)
    context["sop_description"] = page_description(doctree)
    for written, wanted in _REWRITTEN.items():
        if "body" in context:
            context["body"] = context["body"].replace(written, wanted)
    context["sop_policy"] = PAGE_POLICY
    context["sop_patterns"] = PATTERNS
    context["sop_settings"] = site.ledger.settings
    context["sop_articles"] = site.ledger.editions
    context["sop_draft"] = _draft(site)
    context["sop_scripts"] = _scripts(app, page)
    context["sop_page_name"] = page_name(app.env, page) if page in app.env.found_docs else ""


def _draft(site: Site) -> tuple[int, int] | None:
    """How many numbers were found and how many are decided; None where none waits."""
    return site.ledger.found_and_decided if site.ledger.candidates else None


def _scripts(app: Sphinx, page: str) -> list[str]:
    """The scripts that only some pages need."""
    uses, ledger = uses_of(app.env).get(page), site_of(app).ledger
    explored = uses is not None and any(chart.explore for chart in uses.charts.values())
    needed = {
        "sop-ledger.js": page in {ledger.settings.pages.ledger, *ledger.made_pages}
        or any(page == found.under for found in ledger.made_pages.values()),
        "sop-charts.js": uses is not None and bool(uses.charts),
        "sop-stops.js": uses is not None and bool(uses.digests),
        "sop-explore.js": explored,
    }
    return [script for script, is_needed in needed.items() if is_needed]


def page_description(doctree: Doctree) -> str:
    """The first sentences of a page that fit into 300 characters, as plain text."""
    if doctree is None:
        return ""
    texts = map(words_of_block, doctree.findall(nodes.paragraph))
    text = next((text for text in texts if len(text) > 40), "")
    if len(text) <= 300:
        return text
    sentences, rest = text[:300].rpartition(". ")[::2]
    return f"{sentences}." if sentences else f"{rest.rpartition(' ')[0]} …"


def mix(colour: str, other: str, part: int) -> str:
    """`part` percent of a colour and the rest of another, both as `#rrggbb`."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round((a * part + b * (100 - part)) / 100) for a, b in pairs).hex()


def palette_css() -> str:
    """The palette as custom properties, light by default, dark where the reader's system or choice
    says so."""

    def block(colours: Mapping[str, str]) -> str:
        tokens = dict(colours)
        mixed = {
            name: mix(tokens[of], tokens["paper"], part) for name, (of, part) in _MIXED.items()
        }
        return "".join(f"--sop-{name}:{value};" for name, value in (tokens | mixed).items())

    def schemes(light: str, dark: str) -> str:
        return (
            f":root{{{light}}}\n@media screen{{:root[data-theme=dark]{{{dark}}}\n"
            f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}}}\n"
        )

    forced = "".join(f"--sop-{name}:{value};" for name, value in FORCED.items())
    return (
        schemes(block(LIGHT), block(DARK))
        + f"@media (prefers-contrast:more){{{schemes(block(STRONG_LIGHT), block(STRONG_DARK))}}}\n"
        # Where the reader forces colours, a drawing takes them; series differ by their patterns.
        + f"@media (forced-colors:active){{svg{{{forced}forced-color-adjust:none;"
        + "background:Canvas!important}}\n"  # Vega writes a paper of its own
    )


def stylesheet() -> str:
    """The parts of the stylesheet, joined."""
    return "".join(
        (THEME / "styles" / f"{part}.css").read_text(encoding="utf-8") for part in STYLES
    )


def write_stylesheet(app: Sphinx) -> None:
    """One stylesheet for the site, the palette and then ours; static files of others are
    deleted."""
    static = Path(app.outdir) / "_static"
    (static / "sop.css").write_text(palette_css() + stylesheet(), encoding="utf-8", newline="\n")
    kept = _WRITTEN | {path.name for path in (THEME / "static").iterdir()}
    keep_only(static, kept)


def _around(env: BuildEnvironment) -> dict[str, str]:
    """What stands around the text of every page, or in its head: the names of pages, the articles,
    the draft, the day and the licence of the data.
    """
    names = {name: page_name(env, name) for name in env.found_docs}
    site = site_of(env)
    articles = sorted(site.ledger.articles.items())
    project = site.ledger.project
    data = publication(project), terms(project)
    shown = (sorted(names.items()), env.toctree_includes, articles, _draft(site), data)
    return dict.fromkeys(env.found_docs, digest_of(shown))


def refuse_warnings(app: Sphinx) -> None:
    """Raises ExtensionError when anything was reported, whatever the caller thinks of warnings.

    Sphinx counts them for itself alone and says no number to extensions; once it does, that is to
    be used. Every build asks, and `tests/site/test_extension.py` holds what is then said.
    """
    if app._warncount:
        raise ExtensionError(
            f"{app._warncount} problem(s) reported above; the book cannot be published"
        )


def setup(app: Sphinx) -> None:
    # Jupyter Book sets them for extensions that are not loaded.
    for name in ("comments_config", "use_jupyterbook_latex"):
        app.add_config_value(name, None, "", Any)
    app.connect("config-inited", _add_theme, priority=1)
    write_again(app, "around the text", _around)
