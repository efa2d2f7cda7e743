"""The table of commands: what runs each takes the arguments that it is given."""

from __future__ import annotations

import inspect

import pytest

from stateofplay.cli import _read, program
from stateofplay.commands import COMMANDS, TOLD


@pytest.mark.parametrize("name", COMMANDS)
def test_what_runs_a_command_takes_its_arguments_by_name(name) -> None:
    needed = [a for a in COMMANDS[name].arguments if not a.names[0].startswith("-")]
    words = ["pyproject.toml" for argument in needed if argument.settings.get("nargs") != "?"]
    called, given = _read([name, *words])
    given.pop(TOLD, None)
    of_a_book = ["the project"] if COMMANDS[name].needs_book else []
    inspect.signature(program(called)).bind(*of_a_book, **given)
