"""Charts that read anywhere: the palette, the marks for bounds, `show()`, and rendering to SVG and
PNG.
"""

CHART_MIME = (
    "application/vnd.stateofplay.chart+json"  # what show() emits in a build, and the site draws
)
TEXTS = ("alt", "title", "subtitle", "note")  # of a chart, in which no number is typed
