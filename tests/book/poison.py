"""Text that tries to become a script, a tag, a formula or Markdown, and a project that
holds some in every free cell."""

from __future__ import annotations

import json
import re
from functools import reduce
from pathlib import Path

from projects import (
    BIBLIOGRAPHY,
    COLUMNS,
    FIGURES,
    INDEX,
    TABLES,
    resources,
    tiny_project,
    unchecked,
)
from stateofplay.publish.building import build

# What each cell in turn is made to say; `window.ran` tells that one of them ran.
HOSTILE = [
    "<script>window.ran=true</script>",
    '"><img/src=x/onerror=window.ran=true>',
    "'><svg/onload=window.ran=true>",
    "javascript:window.ran=true",
    "</script><script>window.ran=true</script>",
    "</title></style></svg>",
    "<!--",
    "]]>",
    "&lt;script&gt;&#60;b&#62;",
    "\u05d0\u05d1 right",
    "`{fig}boxes_lost`",
    "[x](javascript:window.ran=true)",
    "```raw html",
    "\u2028line",
    "{{191*7}}{%raw%}${window.ran=true}",
    "=HYPERLINK(A1)",
    "+1+cmd|A0",
    "@SUM(A1)",
    "-2+3+cmd|A0",
    "<iframe/srcdoc=x>",
    "<a/href=//x>",
]
# Columns whose text is a name, a number, a reference or an expression, and is refused when it is
# anything else.
TEMPLATES = ("statement", "brief")  # of rows: a digit or a brace typed in them is refused
BOUND = {
    "id",
    "topic",
    "unit",
    "source",
    "formula",
    "holds",
    "locator",
    "restates",
    "stated_with",
    "figure",
    "start",
    "end",
    "date",
    "series",
    "column",
}
ELSEWHERE = [
    dict(
        id="other_boxes",
        series="boxes",
        measure="Boxes elsewhere",
        value="10",
        unit="people/month",
        bound="exact",
        kind="counted",
        who="Port office",
        interest="party",
        source="port_office",
        category="north",
        place="Southtown",
        as_stated="ten",
        note="A note",
    )
]
MORE = {
    "context/wages": ELSEWHERE,
    "events": [
        dict(
            id="meeting",
            start="2026-02-17",
            title="Meeting",
            kind="meeting",
            place="Northtown",
            who="Union",
            interest="party",
            source="harbour_news",
            locator="1",
            as_stated="met",
            note="A note",
        )
    ],
    "positions": [
        dict(
            id="wish",
            party="Union",
            interest="party",
            issue="Pay",
            position="More",
            source="harbour_news",
            locator="1",
            note="A note",
        )
    ],
    "unpublished": [
        dict(id="left_out", text="two", source="harbour_news", locator="1", reason="No figure")
    ],
    "corrections": [
        dict(date="2026-02-21", id="boxes_lost", column="who", old="1", new="2", reason="A slip")
    ],
}
EVERYTHING = "# Everything\n\nAll lists of the ledger.\n\n" + "".join(
    f"```{{ledger-{name}}}\n```\n\n"
    for name in (
        "index",
        "findings",
        "checks",
        "events",
        "positions",
        "unpublished",
        "corrections",
        "codebook",
        "summary",
    )
)


def poisoned(tables, spoil) -> dict:
    """The tables with `spoil` applied to every cell of free text, filled or not."""
    changed = {}
    for resource in resources():
        name = resource["path"].removesuffix(".csv")
        fields = json.loads((COLUMNS / Path(resource["schema"]).name).read_text(encoding="utf-8"))[
            "fields"
        ]
        free = [
            f["name"]
            for f in fields
            if f["type"] == "string"
            and "enum" not in f.get("constraints", {})
            and f["name"] not in BOUND
        ]
        changed[name] = [
            row | {column: spoil(row.get(column, ""), column in TEMPLATES) for column in free}
            for row in tables.get(name, [])
        ]
    return changed


def project_in(folder, spoil):
    bibliography = re.sub(
        r"(title|organization|license) = \{([^}]*)\}",
        lambda m: f"{m[1]} = {{{spoil(m[2], True)}}}",
        BIBLIOGRAPHY,
    )
    tables = TABLES | MORE | {"unchecked": unchecked(TABLES)}
    tables["boxes"] = [
        row | {"basis": row["id"]} for row in FIGURES
    ]  # so that each reason in `mixes` is needed
    index = INDEX.replace("show(chart, ", 'show(chart, mixes="Each counts in its own way.", ')
    project = tiny_project(
        folder, tables=poisoned(tables, spoil), pages={"everything": EVERYTHING, "index": index}
    )
    (project.seeds / "sources.bib").write_text(bibliography, encoding="utf-8")

    def all_of(text: str) -> str:
        """Each of the few settings is made to say all."""
        return reduce(lambda said, _: spoil(said, False), HOSTILE, text)

    for path, keys in {
        project.seeds / "harbour-news.yml": ("title", "producer"),
        project.config: ("title", "author", "html_title"),
    }.items():
        text = re.sub(
            rf"^( *(?:{'|'.join(keys)}): )(.+)$",
            lambda m: m[1] + json.dumps(all_of(m[2]), ensure_ascii=False),
            path.read_text(encoding="utf-8"),
            flags=re.MULTILINE,
        )
        text = text.replace("example.org/boxes", "example.org/?x='\"><b/>&copy=1")
        path.write_text(text, encoding="utf-8", newline="\n")
    assert build(project, quiet=True) == 0
    return project
