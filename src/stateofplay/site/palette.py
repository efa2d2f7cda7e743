"""The palette as custom properties of a stylesheet: of the book, and of pages for embedding."""

from __future__ import annotations

from collections.abc import Mapping

from stateofplay.charts.theme import DARK, FORCED, LIGHT, STRONG_DARK, STRONG_LIGHT

# Tints: so many percent of a colour on the paper. Mixed here, because older browsers cannot: a
# link's line (3:1 against the paper, quieter than the accent), a control's edge (3:1), a wash,
# code.
_MIXED = {"line": ("blue", 68), "edge": ("soft", 72), "wash": ("blue", 8), "tint": ("ink", 4)}


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
