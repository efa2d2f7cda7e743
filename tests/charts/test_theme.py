"""The palette, measured: contrast by WCAG 2.2, and distances as readers with protan, deutan and
tritan vision see them.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from colorspacious import cspace_convert

from stateofplay.charts import theme

STRONG = [theme.STRONG_LIGHT, theme.STRONG_DARK]
PALETTES = pytest.mark.parametrize(
    "palette",
    [theme.LIGHT, theme.DARK, *STRONG],
    ids=["light", "dark", "more contrast", "more contrast, dark"],
)
SERIES = ("blue", "orange", "teal", "plum")
# Distance in CAM02-UCS. Two colours at 10 are told apart at a glance when they stand beside each
# other; 1 is just noticeable.
CLEARLY_DIFFERENT = 15


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])


def luminance(colour: str) -> float:
    channels = rgb(colour)
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(colour: str, deficiency: str | None) -> np.ndarray:
    """Where the colour lies in CAM02-UCS for a reader with full `deficiency` (Machado 2009)."""
    channels = rgb(colour)
    if deficiency:
        channels = np.clip(
            cspace_convert(
                channels, {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}, "sRGB1"
            ),
            0,
            1,
        )
    return cspace_convert(channels, "sRGB1", "CAM02-UCS")


def test_the_measures_themselves() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    red, green = "#b04040", "#5d6b2a"
    assert (
        np.linalg.norm(seen(red, "deuteranomaly") - seen(green, "deuteranomaly"))
        < np.linalg.norm(seen(red, None) - seen(green, None)) / 2
    )


@PALETTES
def test_there_are_eight_tokens_with_the_same_names(palette) -> None:
    assert (
        list(palette) == list(theme.LIGHT) and len(palette) == 8 and len(set(palette.values())) == 8
    )


@PALETTES
@pytest.mark.parametrize("name", ["ink", "soft", "blue", "orange"])
def test_text_colours_stand_out_from_the_paper(palette, name) -> None:
    assert contrast(palette[name], palette["paper"]) >= 4.5


@PALETTES
@pytest.mark.parametrize("name", SERIES)
def test_marks_stand_out_from_the_paper(palette, name) -> None:
    assert contrast(palette[name], palette["paper"]) >= 3


@pytest.mark.parametrize("palette", STRONG, ids=["light", "dark"])
def test_more_contrast_is_more(palette) -> None:
    for name in ("ink", "soft"):
        assert contrast(palette[name], palette["paper"]) >= 7
    for name in SERIES:
        assert contrast(palette[name], palette["paper"]) >= 4.5
    assert contrast(palette["rule"], palette["paper"]) >= 3


@PALETTES
@pytest.mark.parametrize("deficiency", [None, "protanomaly", "deuteranomaly", "tritanomaly"])
@pytest.mark.parametrize(("one", "other"), list(combinations(SERIES, 2)))
def test_series_differ_for_every_kind_of_vision(palette, deficiency, one, other) -> None:
    assert (
        np.linalg.norm(seen(palette[one], deficiency) - seen(palette[other], deficiency))
        >= CLEARLY_DIFFERENT
    )


def test_the_configuration_uses_tokens_only() -> None:
    def colours(value):
        if isinstance(value, dict):
            for item in value.values():
                yield from colours(item)
        elif isinstance(value, str) and value.startswith("#"):
            yield value

    used = set(colours(theme.config()))
    assert used and used <= set(theme.LIGHT.values())
