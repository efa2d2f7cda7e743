"""Holds YAML and JSON that people write against a JSON Schema: each mistake with its line, its key
and the nearest right one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from stateofplay.files.characters import markup, stray
from stateofplay.files.problems import DataError, Problem
from stateofplay.files.schema_words import messages, names, schema, validator

_MARKDOWN = ("chapter", "package", "table")  # words for names on a page, and descriptions of data
_OF_OTHERS = ("chapter", "config", "toc")  # read by Sphinx and MyST as well
_DEEPEST = 100  # lists and keys within each other
_Fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Day(str):
    """A day without quotes: the text that it is, but to other programs a date."""


_CONSTRUCTORS = {
    **_Fast.yaml_constructors,
    "tag:yaml.org,2002:timestamp": lambda _, node: _Day(node.value),
}
_Loader = type("_Loader", (_Fast,), {"yaml_constructors": _CONSTRUCTORS})


@dataclass(frozen=True)
class Document:
    """What a file or a part of it says, and on which line: `root` is its tree as YAML, which JSON
    is as well.
    """

    file: str
    content: Any
    root: yaml.Node | None
    first_line: int = 1

    def line(self, path: Sequence[str | int]) -> int:
        """The line of what `path` (keys and numbers) leads to; of a key, not of its value."""
        node, line = self.root, 0
        for part in path:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line, pair[1]
            elif isinstance(node, yaml.SequenceNode):
                node = node.value[part]
                line = node.start_mark.line
        return self.first_line + line

    def problem(self, path: Sequence[str | int], message: str) -> Problem:
        """A problem with what `path` leads to."""
        keys = ".".join(str(part) for part in path if not isinstance(part, int))
        return Problem(self.file, self.line(path), keys, message)

    def unfit(self, name: str) -> list[Problem]:
        """What does not fit the schema called `name`, or holds a character that may not be
        published.
        """
        content = {} if self.content is None else self.content
        if content == {} and schema(name).get("required"):
            needed = ", ".join(schema(name)["required"])
            return [Problem(self.file, self.first_line, "", f"is empty; restore it with {needed}")]
        problems = [
            self.problem(path, found.message)
            for path, text in _texts(content)
            if (found := stray(text))
        ]
        problems += [
            self.problem(path, said)
            for path, text in _texts(content)
            if (said := markup(text, name in _MARKDOWN))
        ]
        if name in _OF_OTHERS:
            said = "is a date to other programs; put it in quotes"
            days = [path for path, text in _texts(content) if isinstance(text, _Day)]
            problems += [self.problem(path, said) for path in days]
        for error in validator(name).iter_errors(content):
            path = [*error.absolute_path]
            for key, message in messages(error, schema(name)):
                keys = ".".join(
                    str(p) for p in [*path, *([key] if key else [])] if not isinstance(p, int)
                )
                place = [*path, key] if key in names(content, path) else path
                problems.append(Problem(self.file, self.line(place), keys, message))
        return sorted(set(problems))


def read_yaml(file: str, text: str, first_line: int = 1) -> Document:
    """The YAML `text`, which begins on `first_line` of `file`.

    Raises DataError where it is no YAML, says a key twice, or refers to a part of itself.
    """
    try:
        root = _tree(text)
        twice = [*_twice(root, file, first_line)]
        content = None if twice or not root else _Loader("").construct_document(root)
    except yaml.YAMLError as error:
        raise DataError([_not_yaml(file, text, first_line, error)]) from error
    except RecursionError as error:
        said = "cannot be read as YAML: is nested too deeply"
        raise DataError([Problem(file, first_line, "", said)]) from error
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        said = "holds a value that is not of its kind, like !!int x; put it in quotes if it is text"
        raise DataError([Problem(file, first_line, "", said)]) from error
    if twice:
        raise DataError(twice)
    return Document(file, content, root, first_line)


def read_json(file: str, text: str) -> Document:
    """The JSON `text`. Raises DataError where it is none, or says a key twice."""
    try:
        content = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = (
            f"cannot be read as JSON: {error.msg}; check commas, quotes and brackets there and "
            "before it"
        )
        raise DataError([Problem(file, error.lineno, str(error.colno), message)]) from error
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError([Problem(file, 1, "", f"cannot be read as JSON: {reason}")]) from error
    try:
        root = _tree(text)
    except (yaml.YAMLError, RecursionError):
        root = None  # a tab where YAML has none: the lines are not known then
    twice = [*_twice(root, file, 1)]
    if twice:
        raise DataError(twice)
    return Document(file, content, root)


def _tree(text: str) -> yaml.Node | None:
    """The tree of `text`. Raises RecursionError where it is nested so deeply that libyaml would end
    the process.
    """
    depth = 0
    for event in yaml.parse(text, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
            event, yaml.CollectionEndEvent
        )
        if depth > _DEEPEST:
            raise RecursionError
    return yaml.compose(text, _Loader)


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number of JSON")


def _not_yaml(file: str, text: str, first_line: int, error: yaml.YAMLError) -> Problem:
    """Where YAML cannot be read, and what is most likely to be done."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    written = lines[line] if line < len(lines) else ""
    reason = getattr(error, "problem", None) or " ".join(str(error).split())
    if "\t" in written[: len(written) - len(written.lstrip())]:
        remedy = "the line begins with a tab: indent with blanks"
    elif "mapping values" in reason and re.search(r":\s.*:(\s|$)", written):
        remedy = (
            f'put a value with a colon in quotes, like {written.partition(":")[0].strip()}: "…: …"'
        )
    elif begun := re.match(r"[^:#]*:\s+([{\[])", written):
        remedy = f"put a value that begins with “{begun[1]}” and goes on after it in quotes"
    elif "cannot start any token" in reason:
        remedy = f"put the value that begins with “{written[column : column + 1]}” in quotes"
    else:
        remedy = "check colons, quotes, brackets and blanks there and before it"
    return Problem(
        file, first_line + line, str(column + 1), f"cannot be read as YAML: {reason}; {remedy}"
    )


def _twice(root: yaml.Node | None, file: str, first_line: int) -> Iterator[Problem]:
    """Every key that stands in one place twice, and every part that is named (&) to be referred to
    (*).
    """
    waiting, seen = [root] if root else [], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            said = "is referred to with *; write what it stands for in each place"
            yield Problem(file, first_line + node.start_mark.line, "", said)
            return
        if isinstance(node, yaml.SequenceNode):
            seen.add(id(node))
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen.add(id(node))
            lines: dict[str, int] = {}
            for key, value in node.value:
                name, line = str(key.value), first_line + key.start_mark.line
                if name in lines:
                    said = f"stands on line {lines[name]} already; keep one of them"
                    yield Problem(file, line, name, said)
                lines.setdefault(name, line)
                waiting += [key, value]


def _texts(content: Any) -> Iterator[tuple[list[str | int], str]]:
    """Every text in `content`, keys included, with the path that leads to it."""
    waiting: list[tuple[list[str | int], Any]] = [([], content)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for key, below in value.items():
                waiting += [([*path, key], below), (path, key)]
        elif isinstance(value, list):
            waiting += [([*path, number], below) for number, below in enumerate(value)]
        elif isinstance(value, str):
            yield path, value
