"""The command `stateofplay`: check the data, build the site, preview it, compare editions, prove
it, verify an article against the ledger.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from stateofplay.files.characters import quoted
from stateofplay.files.project import Project, ProjectNotFound, find_project
from stateofplay.ledger.leftovers import VERBOSE, line_of, say_all


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit status: 0 success, 1 problems were reported, 2 the command
    was called wrongly.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(
                errors="replace"
            )  # a console that cannot show a sign (Windows) shows another, and no traceback
    try:
        parser = _parser()
        options, more = parser.parse_known_args(arguments)
        if more and options.run is not _lab:
            parser.error(f"unrecognized arguments: {' '.join(more)}")
        options.more = more
        say_all(getattr(options, "verbose", False))
        status = options.run(find_project(), options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read the output (head) has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except ProjectNotFound as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped; the published site is as it was.", file=sys.stderr)
        return 130
    except Exception as error:
        print(line_of(error), file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stateofplay", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="check the data, the sources and the chapters' front matter; one line per problem",
    )
    check.add_argument(
        "--format", choices=("text", "json", "github"), default="text", help="how to print problems"
    )
    check.add_argument(
        "--staged",
        action="store_true",
        help="check what the next commit would hold, not the work tree (for hooks)",
    )
    check.add_argument(
        "--fix",
        action="store_true",
        help="first rewrite what a spreadsheet has changed and is safe to mend; shows the difference",
    )
    check.add_argument(
        "--encoding",
        type=_encoding,
        help="with --fix: how a file is stored that is no UTF-8, like windows-1252",
    )
    check.add_argument("--yes", action="store_true", help="with --fix: write without asking")
    check.add_argument(
        "--since",
        metavar="REVISION",
        help="the release since which a changed figure needs a correction (default: the latest tag v*)",
    )
    check.add_argument(
        "--report",
        action="store_true",
        help="list the findings that would fare otherwise with an outside value; text or json",
    )
    check.add_argument(
        "--verbose",
        action="store_true",
        help="also say what was compared, and the whole of an unforeseen error",
    )
    check.set_defaults(run=_check)
    diff = commands.add_parser(
        "diff", help="what differs between two states of the ledger: git revisions, tags or folders"
    )
    diff.add_argument("old", help="the older state, such as v1.0.0")
    diff.add_argument("new", nargs="?", default="", help="the newer state (default: the work tree)")
    diff.add_argument(
        "--format",
        choices=("text", "markdown", "json"),
        default="text",
        help="how to print differences",
    )
    diff.set_defaults(run=_diff)
    build = commands.add_parser(
        "build", help="build the site, executing only the chapters that changed"
    )
    build.add_argument("--quiet", action="store_true", help="print problems only")
    build.add_argument(
        "--verbose",
        action="store_true",
        help="print what Sphinx does, and the whole of an unforeseen error",
    )
    build.add_argument("--out", type=Path, help="folder for the site (default: _build/html)")
    for form, what in (
        ("zip", "the whole site, packed"),
        ("epub", "the book for reading systems"),
        ("pdf", "the book to print; needs Chromium"),
    ):
        build.add_argument(f"--{form}", action="store_true", help=f"also write {what}, into _build")
    build.set_defaults(run=_build)
    clean = commands.add_parser("clean", help="delete what builds made in _build, and nothing else")
    clean.set_defaults(run=_clean)
    preview = commands.add_parser(
        "preview", help="serve the book on this machine and rebuild it on every save"
    )
    preview.add_argument(
        "--port",
        type=int,
        default=8000,
        help="port to serve on, or the next free one (default: 8000)",
    )
    preview.set_defaults(run=_preview)
    lab = commands.add_parser(
        "lab",
        help="open the chapters as notebooks in JupyterLab; passes its options on, like --port=8890",
    )
    lab.set_defaults(run=_lab)
    verify = commands.add_parser(
        "verify",
        help="prove the site: bytes, numbers, sums, links; with an article, hold its copy against the ledger",
    )
    verify.add_argument(
        "article", type=Path, nargs="?", help="a copy of the article as plain text or Markdown"
    )
    verify.add_argument(
        "--site", action="store_true", help="prove the site as well when an article is given"
    )
    verify.set_defaults(run=_verify)
    record = commands.add_parser(
        "record", help="print the record of a further article, for seeds/, from a copy of it"
    )
    record.add_argument(
        "article",
        type=Path,
        help="the article as plain text or Markdown, one paragraph on each line",
    )
    record.add_argument("key", help="its key in seeds/sources.bib")
    record.add_argument(
        "--language", default="en", help="its language as a two-letter code (default: en)"
    )
    record.add_argument(
        "--boilerplate",
        type=int,
        nargs="+",
        default=(),
        metavar="N",
        help="the paragraphs that are the site's own lines",
    )
    record.set_defaults(run=_record)
    for command in (diff, preview, verify, record):
        command.add_argument(
            "--verbose", action="store_true", help="print the whole of an unforeseen error"
        )
    return parser


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise argparse.ArgumentTypeError(
            f"{quoted(name)} is no encoding; write one like windows-1252, windows-1251 or mac-roman"
        ) from None


def _check(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.editing.checking import check, fix

    if options.fix and not fix(project, options.yes, options.encoding or ""):
        return 1
    if options.report:
        return _report(project, options.format)
    return check(project, options.format, options.since, options.verbose, options.staged)


def _report(project: Project, format: str) -> int:
    from stateofplay.files.problems import DataError
    from stateofplay.ledger.ledger import load_ledger
    from stateofplay.ledger.substitution import report

    try:
        print(report(load_ledger(project), format))
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _diff(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.editing.releases import diff

    return diff(project, options.old, options.new, options.format)


def _build(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.publish.building import build

    options.verbose = options.verbose or bool(os.environ.get(VERBOSE))
    status = build(project, quiet=options.quiet, verbose=options.verbose, out=options.out)
    return status or _build_other_forms(project, options)


def _build_other_forms(project: Project, options: argparse.Namespace) -> int:
    """The book in the other forms that were asked for, made from the site or beside it."""
    from stateofplay.files.archive import write_site
    from stateofplay.files.disk import BuildError, writing

    site = project.site if options.out is None else options.out
    try:
        with writing(project.build):
            if options.zip:
                _say_where(options, write_site(project, site))
            if options.epub:
                from stateofplay.publish.ereader import write_epub

                _say_where(options, write_epub(project, options.quiet, options.verbose))
            if options.pdf:
                from stateofplay.publish.pdf import write_pdf

                _say_where(options, write_pdf(project, site))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _say_where(options: argparse.Namespace, path: Path) -> None:
    if not options.quiet:
        print(f"Written: {path}")


def _clean(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.publish.cleaning import clean

    return clean(project)


def _preview(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.publish.preview import preview

    return preview(project, options.port)


def _lab(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.chapters.lab import lab

    return lab(project, options.more)


def _verify(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.editing.verification import verify_file
    from stateofplay.files.problems import DataError

    if options.article is not None and not options.article.is_file():
        print(
            f"{options.article}: there is no such file; name a text file with the article",
            file=sys.stderr,
        )
        return 2
    if options.article is None or options.site:
        from stateofplay.publish.proof import run

        return run(project, options.article)
    try:
        report = verify_file(project, options.article)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report.lines))
    return 0 if report.ok else 1


def _record(project: Project, options: argparse.Namespace) -> int:
    from stateofplay.editing.recording import article_record
    from stateofplay.files.problems import DataError
    from stateofplay.ledger.reading.sources import SourceError

    if not options.article.is_file():
        print(
            f"{options.article}: there is no such file; name a text file with the article",
            file=sys.stderr,
        )
        return 2
    try:
        print(
            article_record(
                project, options.article, options.key, options.language, options.boilerplate
            ),
            end="",
        )
    except (SourceError, DataError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
