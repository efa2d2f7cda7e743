"""What pages may load and who may frame them: the policy in each page, and the headers for static
hosts."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from stateofplay.files.access import write_file
from stateofplay.site.templating import PAGE_POLICY

_NOBODY_FRAMES = f"{PAGE_POLICY}; frame-ancestors 'none'"
# Of the powers that a browser may give to a page, the pages need none.
_POWERS = """
    accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope
    magnetometer microphone midi payment publickey-credentials-get screen-wake-lock usb
    xr-spatial-tracking
""".split()
_EVERY_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": ", ".join(f"{power}=()" for power in _POWERS),
}
_PAGES = ("/", "/index.html", "/search", "/search.html", "/404.html")  # beside those in folders
_OPEN_DATA = {"Access-Control-Allow-Origin": "*"}


def write_headers(app: Sphinx) -> None:
    """Write the file `_headers` that Netlify, Cloudflare Pages and others read.

    No two rules about one header meet in one path, since hosts differ in what they make of that. A
    chart's own page may be framed by anybody, which is what it is for; no other page may be framed.
    """
    rules: dict[str, dict[str, str]] = {"/*": _EVERY_FILE}
    folders = sorted({name.partition("/")[0] for name in app.env.found_docs if "/" in name})
    for place in (*_PAGES, *(f"/{folder}/*" for folder in folders)):
        rules[place] = {"Content-Security-Policy": _NOBODY_FRAMES}
    # No `frame-ancestors *` for charts: it shuts out pages that are opened from disk, and without
    # it anybody may frame them.
    rules["/charts/*"] = rules["/data/*"] = rules["/figures.json"] = _OPEN_DATA
    text = "".join(
        f"{place}\n" + "".join(f"  {name}: {value}\n" for name, value in given.items())
        for place, given in rules.items()
    )
    write_file(Path(app.outdir) / "_headers", text)
