"""The table of commands: what each names is there, and takes the arguments that it is given."""

from __future__ import annotations

import inspect

import pytest

from stateofplay.cli import _TOLD, COMMANDS, _read


@pytest.mark.parametrize("name", COMMANDS)
def test_what_runs_a_command_takes_its_arguments_by_name(name) -> None:
    needed = [a for a in COMMANDS[name].arguments if not a.names[0].startswith("-")]
    words = ["pyproject.toml" for argument in needed if argument.settings.get("nargs") != "?"]
    command, given = _read([name, *words])
    given.pop(_TOLD, None)
    inspect.signature(command.load()).bind("the project", **given)
