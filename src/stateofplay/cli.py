"""The command `stateofplay`: make a book, check its data, build the site, preview it, compare
editions, prove it, verify an article against the ledger.
"""

from __future__ import annotations

import argparse
import atexit
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from stateofplay.commands import COMMANDS, TOLD, NoSuchFile
from stateofplay.files.disk import BuildError
from stateofplay.files.problems import DataError, SourceError
from stateofplay.files.project import ProjectNotFound, find_project
from stateofplay.ledger.leftovers import line_of, say_all


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; gives its exit status: 0 success, 1 problems were reported (of `diff`:
    something differs), 2 the command was called wrongly, 130 it was stopped, 141 nobody reads.
    """
    for name in ("stdout", "stderr"):  # closed by who called (>&-): what is said goes nowhere
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A console that cannot show a sign (Windows) shows another, and no traceback.
            stream.reconfigure(errors="replace")
    try:
        name, given = _read(arguments)
        say_all(given.get("verbose", False) or given.pop(TOLD, False))
        of_a_book = (find_project(),) if COMMANDS[name].needs_book else ()
        status = program(name)(*of_a_book, **given)
        sys.stdout.flush()
        return status
    except BrokenPipeError:  # whoever read the output (head) has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except (ProjectNotFound, NoSuchFile) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt as stop:
        print("Stopped.", *stop.args, file=sys.stderr)
        return 130
    except (DataError, SourceError, BuildError) as error:  # which say themselves what to do
        print(error, file=sys.stderr)
        return 1
    except Exception as error:
        print(line_of(error), file=sys.stderr)
        return 1


def run() -> NoReturn:
    """Run the command as a program of its own, which ends at once.

    To free what a build has made, object by object, takes Python a seventh of the time of an edit.
    What is registered for the end is done: it ends the processes that were started.
    """
    status = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads any more
            stream.flush()
    os._exit(status)


def program(name: str) -> Callable[..., int]:
    """What runs a command: takes the project and each argument by its name, gives the exit status.

    It is imported when the command is called, so that a check loads nothing of a build.
    """
    module, _, function = COMMANDS[name].program.partition(":")
    run: Callable[..., int] = getattr(import_module(f"stateofplay.{module}"), function)
    return run


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib import metadata  # takes as long as all else that a command begins with

        print(f"stateofplay {metadata.version('stateofplay')}")
        parser.exit()


def _read(arguments: Sequence[str] | None) -> tuple[str, dict[str, Any]]:
    """The name of the command that is called, and what it is given, by name."""
    parser = argparse.ArgumentParser(prog="stateofplay", description=__doc__)
    parser.add_argument("--version", action=_Version, nargs=0, default=argparse.SUPPRESS)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    called = (sys.argv[1:] if arguments is None else arguments)[:1]
    for name in called if COMMANDS.keys() >= {*called} else COMMANDS:  # others take time
        of_command = commands.add_parser(name, help=COMMANDS[name].help)
        for argument in COMMANDS[name].arguments:
            of_command.add_argument(*argument.names, **argument.settings)
    options, rest = parser.parse_known_args(arguments)
    given = vars(options)
    name = given.pop("command")
    if COMMANDS[name].rest:
        given[COMMANDS[name].rest] = rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return name, given


if __name__ == "__main__":
    run()
