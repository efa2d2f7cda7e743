"""What pages may load and who may frame them: the policy in each page, and the headers for static
hosts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.site.state import site_of

# Everything from this site, nothing written into the page: no inline script, no inline style, no
# eval. Of a page opened from disk, browsers take 'self' to be the other files on that disk, so the
# same policy serves both.
PAGE_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'"
_NOBODY_FRAMES = f"{PAGE_POLICY}; frame-ancestors 'none'"
# Of the powers that a browser may give to a page, the pages need none.
_POWERS = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)
_EVERY_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
}
_OPEN_DATA = {"Access-Control-Allow-Origin": "*"}


def headers(pages: list[str], folders: list[str]) -> str:
    """The file `_headers` that Netlify, Cloudflare Pages and others read.

    `pages` and `folders` say where pages are. No two rules about one header meet in one path, since
    hosts differ in what they make of that. A chart's own page may be framed by anybody, which is
    what it is for; no other page may be framed.
    """
    rules: dict[str, dict[str, str]] = {"/*": _EVERY_FILE}
    for place in ["/", *(f"/{page}" for page in pages), *(f"/{folder}/*" for folder in folders)]:
        rules[place] = {"Content-Security-Policy": _NOBODY_FRAMES}
    # No `frame-ancestors *` for charts: it shuts out pages that are opened from disk, and without
    # it anybody may frame them.
    rules["/charts/*"] = rules["/data/*"] = rules["/figures.json"] = _OPEN_DATA
    return "".join(
        f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in given.items())
        for place, given in rules.items()
    )


def _context(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    context["sop_policy"] = PAGE_POLICY


def _templates(app: Sphinx) -> None:
    site_of(app).templates.globals["sop_policy"] = PAGE_POLICY


def write_headers(app: Sphinx) -> None:
    """Write the file `_headers`."""
    folders = sorted({name.partition("/")[0] for name in app.env.found_docs if "/" in name})
    write_file(
        Path(app.outdir) / "_headers",
        headers(["index.html", "search", "search.html", "404.html"], folders),
    )


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _templates, priority=200)
    app.connect("html-page-context", _context, priority=900)
