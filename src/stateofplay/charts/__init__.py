"""Charts that read anywhere: draws what `show()` hands on, with its palette, layout and legend, as
SVG and PNG.
"""

CHART_MIME = (
    "application/vnd.stateofplay.chart+json"  # what show() emits in a build, and the site draws
)
TEXTS = ("alt", "title", "subtitle", "note", "mixes")  # of a chart: no number is typed in them
