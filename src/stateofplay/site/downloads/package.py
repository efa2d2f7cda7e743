"""Writes the data to take along: figures.json, one folder and the same as a ZIP, with tables, their
description, a codebook and check sums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from stateofplay.chapters.frames import columns
from stateofplay.chapters.processes import start_beside
from stateofplay.files.access import input_files, kept, write_file
from stateofplay.files.archive import zipped_folder
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.reading.data_package import columns_texts, publication, read_package
from stateofplay.site.downloads.citing import bibtex, book, imprint
from stateofplay.site.downloads.exports import figures_json, figures_lines
from stateofplay.site.downloads.table_files import Packing, table_csv, try_to_write
from stateofplay.site.imprint import DATA, SUMS, address, citation, edition, edition_name
from stateofplay.site.lists.overview import recorded, recorded_state
from stateofplay.site.pages.written import make_once, of_records
from stateofplay.site.state import Site, site_of

_TURNS = "turns.csv"


def package_files(site: Site, base: str, ready: dict[str, bytes]) -> dict[str, bytes]:
    """Every file of the data package by its path; `ready` are those that are there already, `base`
    is the site's address or empty."""
    ledger, data = site.ledger, site.ledger.project.data
    files = dict(ready)
    for path in input_files(data):
        if path.suffix != ".csv" and path != ledger.project.data_package:
            files[path.relative_to(data).as_posix()] = path.read_bytes()
    files |= {name: text.encode() for name, text in columns_texts(ledger.project).items()}
    if ledger.findings:
        turns = columns(ledger, "turns")
        files[_TURNS] = table_csv([list(turns), *zip(*turns.values(), strict=True)]).encode()
    files["CODEBOOK.md"] = codebook(ledger).encode()
    files["README.md"] = read_me(ledger, base).encode()
    files["citation.bib"] = bibtex([book(ledger)], imprint(ledger), base).encode()
    described = json.dumps(description(ledger, base, files), ensure_ascii=False, indent=1)
    files["datapackage.json"] = f"{described}\n".encode()
    files[SUMS] = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(files.items())
    ).encode()
    return files


def description(ledger: Ledger, base: str, files: dict[str, bytes]) -> dict[str, Any]:
    """`datapackage.json` as published: with name, makers, sources, and the size and check sum of
    every table."""
    content = read_package(ledger.project)
    content["name"] = edition_name(ledger)
    content["contributors"] = [{"title": ledger.settings.author, "role": "author"}]
    content["sources"] = [
        {"title": f"{a.title} ({a.producer}, {a.day})", "path": a.url}
        for a in ledger.articles.values()
    ]
    if base:
        content["homepage"] = base
    for resource in content["resources"]:
        raw = files[resource["path"]]
        resource["bytes"], resource["hash"] = len(raw), f"sha256:{hashlib.sha256(raw).hexdigest()}"
    return content


def codebook(ledger: Ledger) -> str:
    """Every table and column in words, as Markdown."""
    lines = [
        "# Codebook",
        "",
        "Every table of this data package, and every column in it. An empty cell means that "
        "nothing is stated.",
        "",
    ]
    for name, table in ledger.tables.items():
        rows = table.count
        lines += [
            f"## {name}.csv: {table.title}",
            "",
            f"{table.description} {rows} {'row' if rows == 1 else 'rows'}.",
            "",
            "| column | type | what it holds |",
            "|---|---|---|",
        ]
        for field in table.schema.fields:
            allowed = field.get("constraints", {}).get("enum")
            words = field["description"] + (f" One of {', '.join(allowed)}." if allowed else "")
            lines.append(f"| `{field['name']}` | {field['type']} | {words.replace('|', '/')} |")
        lines.append("")
    return "\n".join(lines)


def read_me(ledger: Ledger, base: str) -> str:
    """What the ZIP is, how to cite it, on what terms, and how to check that it is whole."""
    package = read_package(ledger.project)
    licence, ours = package["licenses"][0], ledger.settings.outlines
    outlines = terms = turns = ""
    if ledger.findings:
        turns = f"| `{_TURNS}` | what would turn each finding, the nearest first |\n"
    if ours:
        folder = ours.file.rpartition("/")[0]
        outlines = f"| `{folder}/` | outlines of the regions, by {ours.by} |\n"
        terms = f" Region outlines: {ours.licence}, see\n`{ours.licence_file}`."
    where = base or "(the address of the site that this was taken from)"
    return f"""# {package["title"]}

{package["description"]} Version {package["version"]}.

| file | what it holds |
|---|---|
| `*.csv`, `context/` | the tables: UTF-8, commas, one header line; \
a cell that a spreadsheet would run as a formula begins with an apostrophe |
| `{edition_name(ledger)}.xlsx` | the same tables as one workbook, for Excel and other \
spreadsheets |
| `parquet/` | the same tables with typed columns |
| `figures.json` | every figure, derived figure and finding under its id |
{turns}| `datapackage.json`, `schemas/` | their description, in the Data Package standard \
(https://datapackage.org) |
| `CODEBOOK.md` | the same description to read |
{outlines}| `{SUMS}` | a check sum for each file: `sha256sum -c {SUMS}`, on older Macs \
`shasum -a 256 -c {SUMS}` |

## Cite

{citation(ledger, "", where)}

`citation.bib` has the same for BibTeX.

## Licences

Text and data: {licence.get("title", licence["name"])} ({licence["path"]}).{terms} \
Each figure is attributed to who states it, in the columns `who` and `source`.
"""


def _packing(site: Site, config: Config) -> Packing:
    return site.ledger.once("packing", "", _to_pack(site, config))


def _to_pack(site: Site, config: Config) -> Callable[[], Packing]:
    """What there is to write; may be given to another process."""
    ledger, project = site.ledger, site.ledger.project
    title = f"{ledger.settings.title}, edition of {edition(ledger)}"
    tables = {
        name: (project.table(name), table.schema.fields) for name, table in ledger.tables.items()
    }
    about = (title, ledger.settings.author, publication(project))
    return partial(Packing.of, project.cache / "tables", tables, config.stateofplay_code, about)


def _begin(app: Sphinx, env: BuildEnvironment | None = None) -> None:
    """Have the files of changed tables written while Sphinx reads and writes the pages: in a first
    build not before all chapters are executed and drawn, which takes all processors and memory."""
    site = site_of(app)
    is_time = app.builder.name == "html" and site.is_first == (env is not None)
    if is_time and any(_packing(site, app.config).missing):
        site.packer = start_beside(try_to_write, _to_pack(site, app.config))


def _content(packing: Packing, name: str, path: Path) -> bytes:
    """A file of the table of that name, or the workbook. What the process of its own has not
    written is written here, to hear why. Raises ExtensionError with the table."""
    try:
        while (content := kept(path)) is None:
            packing.write([name])
        return content
    except OSError:
        raise
    except Exception as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        what = f"data/{name}.csv: cannot be written as Parquet" if name else "the workbook"
        raise ExtensionError(f"{what}: {reason}") from error


def write_package(app: Sphinx) -> None:
    """Write the folder and the ZIP."""
    site = site_of(app)
    if site.packer is not None:
        site.packer.join()
    known = recorded(app.env)
    last = f"{DATA}/{edition_name(site.ledger)}.zip.sha256"
    made_from = (recorded_state(app.env), site.ledger.settings.author, app.config.html_baseurl)
    make_once(app, last, made_from, lambda: _write(app, site, known))


def _write(app: Sphinx, site: Site, known: Collection[str]) -> None:
    folder, name = Path(app.outdir) / DATA, edition_name(site.ledger)
    packing = _packing(site, app.config)
    ready = {f"{name}.xlsx": _content(packing, "", packing.workbook)}
    for table, file in packing.tables.items():
        ready[f"{table}.csv"] = _content(packing, table, file.csv)
        ready[f"parquet/{table}.parquet"] = _content(packing, table, file.parquet)
    packing.keep_only_these()
    ledger = site.ledger
    figures = of_records(app, "figures", ledger.figures, lambda ids: figures_lines(ledger, ids))
    base = app.config.html_baseurl and address(app, "")
    ready["figures.json"] = figures_json(ledger, known, figures)
    files = package_files(site, base, ready)
    sums, packed = folder / SUMS, folder / f"{name}.zip"
    unchanged = packed.is_file() and sums.is_file() and sums.read_bytes() == files[SUMS]
    archive = packed.read_bytes() if unchanged else zipped_folder(name, files)
    files[f"{name}.zip"] = archive
    files[f"{name}.zip.sha256"] = f"{hashlib.sha256(archive).hexdigest()}  {name}.zip\n".encode()
    for there in list(folder.rglob("*")):
        if there.is_file() and there.relative_to(folder).as_posix() not in files:
            there.unlink()
    for path, content in files.items():
        write_file(folder / path, content)
    write_file(Path(app.outdir) / "figures.json", files["figures.json"])


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", _begin, priority=900)
    app.connect("env-updated", _begin)
