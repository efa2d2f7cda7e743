"""What the command `stateofplay` can be asked: each of its commands with its arguments."""

from __future__ import annotations

import argparse
import codecs
from pathlib import Path
from typing import Any, NamedTuple

from stateofplay.files.characters import quoted

# The name of --verbose where a command's function takes no such argument: `cli` keeps it.
TOLD = "verbose_errors"


class NoSuchFile(RuntimeError):
    """The file that a command was given is not there; the message is one line."""


class Argument(NamedTuple):
    """An argument as argparse takes it: its name or flags, and its settings."""

    names: tuple[str, ...]
    settings: dict[str, Any]


def _argument(*names: str, **settings: Any) -> Argument:
    return Argument(names, settings)


def _flag(name: str, help: str, **settings: Any) -> Argument:
    return Argument((name,), {"action": "store_true", "help": help, **settings})


def _format(*choices: str) -> Argument:
    return _argument("--format", choices=choices, default=choices[0], help="how to print it")


def _encoding(name: str) -> str:
    try:
        b"\xe9".decode(name, "replace")  # some codecs are of no text, or know no “replace”
        return codecs.lookup(name).name
    except (LookupError, UnicodeError):
        raise argparse.ArgumentTypeError(
            f"{quoted(name)} is no encoding; write one like windows-1252, windows-1251 or mac-roman"
        ) from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text[:9]) < 65536):
        raise argparse.ArgumentTypeError(f"{quoted(text)} is no port; write a number up to 65535")
    return int(text)


def _text_file(name: str) -> Path:
    if not Path(name).is_file():
        raise NoSuchFile(f"{name}: there is no such file; name a text file with the article")
    return Path(name)


def _article(help: str, **settings: Any) -> Argument:
    return _argument("article", type=_text_file, help=help, **settings)


_PORT = _argument(
    "--port",
    type=_port,
    default=8000,
    help="port of the preview, or the next free one (default: 8000)",
)
_ERRORS = _flag("--verbose", "print the whole of an unforeseen error", dest=TOLD)


class Command(NamedTuple):
    """What runs a command (module:function), what it is for, and what it can be given; `rest` names
    the argument that takes what is passed on to another program.
    """

    program: str
    help: str
    arguments: tuple[Argument, ...] = ()
    rest: str = ""
    needs_book: bool = True


COMMANDS = {
    "new": Command(
        "editing.new_book:new",
        "write a folder with a book about one article, which builds at once; asks for what is "
        "not given",
        (
            _argument("folder", type=Path, help="the folder of the book, new or empty"),
            _argument(
                "--article",
                type=_text_file,
                metavar="TEXT",
                help="a text file with the article, one paragraph on each line",
            ),
            _argument("--url", help="the article's address"),
            _argument("--title", help="the article's title"),
            _argument("--publisher", help="who published it"),
            _argument("--date", metavar="YYYY-MM-DD", help="the day on which it was published"),
            _argument("--author", default="the makers of this book", help="who makes the book"),
            _ERRORS,
        ),
        needs_book=False,
    ),
    "check": Command(
        "editing.checking:run",
        "check the data, the sources and the chapters' front matter; one line per problem",
        (
            _format("text", "json", "github"),
            _flag(
                "--staged", "check what the next commit would hold, not the work tree (for hooks)"
            ),
            _flag(
                "--fix",
                "first rewrite what a spreadsheet has changed and is safe to mend; "
                "shows the difference",
                dest="mend",
            ),
            _argument(
                "--encoding",
                type=_encoding,
                help="with --fix: how a file is stored that is no UTF-8, like windows-1252",
            ),
            _flag("--yes", "with --fix: write without asking"),
            _argument(
                "--since",
                metavar="REVISION",
                help="the release since which a changed figure needs a correction "
                "(default: the latest tag v*)",
            ),
            _flag(
                "--report",
                "list the findings that would fare otherwise with an outside value; text or json",
                dest="substituted",
            ),
            _flag("--verbose", "also say what was compared, and the whole of an unforeseen error"),
        ),
    ),
    "draft": Command(
        "editing.drafting.draft:draft",
        "list the numbers of an article that no table has in data/draft.csv, for people to decide",
        (
            _article("a copy of the article as plain text (default: seeds/article.txt)", nargs="?"),
            _flag("--move", "move the rows that are decided and complete into their tables"),
            _ERRORS,
        ),
    ),
    "diff": Command(
        "editing.releases:diff",
        "what differs between two states of the ledger: git revisions, tags or folders",
        (
            _argument("old", help="the older state, such as v1.0.0"),
            _argument(
                "new", nargs="?", default="", help="the newer state (default: the work tree)"
            ),
            _format("text", "markdown", "json"),
            _ERRORS,
        ),
    ),
    "whatif": Command(
        "editing.whatif:whatif",
        "what changes, and which findings turn, with other numbers for stated figures",
        (
            _argument(
                "numbers", nargs="+", metavar="ID=NUMBER", help="a figure with another number"
            ),
            _format("text", "json"),
            _ERRORS,
        ),
    ),
    "edit": Command(
        "publish.edit:edit",
        "change one row of a table, with all checks, and say what follows; without --set, "
        "open the preview at its record",
        (
            _argument("key", metavar="ROW", help="the id of a figure, outside value, event, …"),
            _argument("--table", default="", help="its table, where the id alone does not say it"),
            _argument(
                "--set",
                action="append",
                default=[],
                dest="cells",
                metavar="COLUMN=CELL",
                help="another cell, like value=41000; may be given several times",
            ),
            _argument(
                "--reason",
                default="",
                help="why a published number changes, for data/corrections.csv",
            ),
            _format("text", "json"),
            _PORT,
            _ERRORS,
        ),
    ),
    "build": Command(
        "publish.forms:run",
        "build the site, executing only the chapters that changed",
        (
            _flag("--quiet", "print problems only"),
            _flag("--verbose", "print what Sphinx does, and the whole of an unforeseen error"),
            _argument("--out", type=Path, help="folder for the site (default: _build/html)"),
            _flag("--zip", "also write the whole site, packed, into _build"),
            _flag("--epub", "also write the book for reading systems, into _build"),
            _flag("--pdf", "also write the book to print; needs Chromium, into _build"),
            _argument(
                "--draft",
                action=argparse.BooleanOptionalAction,
                help="write these also while numbers of the draft are in no table; with --no-draft "
                "not even the site, for what is deployed",
            ),
        ),
    ),
    "clean": Command(
        "publish.cleaning:clean", "delete what builds made in _build, and nothing else"
    ),
    "preview": Command(
        "publish.preview:preview",
        "serve the book on this machine and rebuild it on every save",
        (
            _PORT,
            _ERRORS,
        ),
    ),
    "lab": Command(
        "chapters.lab:lab",
        "open the chapters as notebooks in JupyterLab; passes its options on, like --port=8890",
        rest="arguments",
    ),
    "verify": Command(
        "publish.proof:verify",
        "prove the site: bytes, numbers, sums, links; with an article, hold its copy against "
        "the ledger",
        (
            _article("a copy of the article as plain text or Markdown", nargs="?"),
            _flag("--site", "prove the site as well when an article is given", dest="whole_site"),
            _flag("--quick", "leave out the two builds from nothing, of which the bytes are held"),
            _ERRORS,
        ),
    ),
    "record": Command(
        "editing.recording:record",
        "print the record of a further article, for seeds/, from a copy of it",
        (
            _article("the article as plain text or Markdown, one paragraph on each line"),
            _argument("key", help="its key in seeds/sources.bib"),
            _argument(
                "--language", default="en", help="its language as a two-letter code (default: en)"
            ),
            _argument(
                "--boilerplate",
                type=int,
                nargs="+",
                default=(),
                metavar="N",
                help="the paragraphs that are the site's own lines",
            ),
            _ERRORS,
        ),
    ),
}
