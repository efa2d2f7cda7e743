"""Holds YAML and JSON that people write against a JSON Schema: each mistake with its line, its key
and the nearest right one.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from stateofplay.files.characters import markup, quoted, stray
from stateofplay.files.problems import DataError, Problem

SCHEMAS = Path(__file__).parent / "schemas"
_KINDS = {
    "object": "keys with values",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "nothing",
}
_DEEPEST = 100  # lists and keys within each other
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """What a file or a part of it says, and on which line: `root` is its tree as YAML, which JSON
    is as well.
    """

    file: str
    content: Any
    root: yaml.Node | None
    first_line: int = 1

    def line(self, path: list) -> int:
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

    def problem(self, path: list, message: str) -> Problem:
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
            self.problem(path, said) for path, text in _texts(content) if (said := markup(text))
        ]
        for error in _validator(name).iter_errors(content):
            path = [*error.absolute_path]
            for key, message in _messages(error, schema(name)):
                keys = ".".join(
                    str(p) for p in [*path, *([key] if key else [])] if not isinstance(p, int)
                )
                place = [*path, key] if key in _names(content, path) else path
                problems.append(Problem(self.file, self.line(place), keys, message))
        return sorted(set(problems))


def read_yaml(file: str, text: str, first_line: int = 1) -> Document:
    """The YAML `text`, which begins on `first_line` of `file`.

    Raises DataError where it is no YAML, says a key twice, or refers to a part of itself.
    """
    try:
        root = _tree(text)
        twice = [*_twice(root, file, first_line)]
        content = None if twice else yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        raise DataError([_not_yaml(file, text, first_line, error)]) from error
    except RecursionError as error:
        raise DataError(
            [Problem(file, first_line, "", "cannot be read as YAML: is nested too deeply")]
        ) from error
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise DataError([_no_value(file, root, first_line)]) from error
    if twice:
        raise DataError(twice)
    return Document(file, content, root, first_line)


def read_json(file: str, text: str) -> Document:
    """The JSON `text`. Raises DataError where it is none, or says a key twice."""
    try:
        content = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        message = f"cannot be read as JSON: {error.msg}; check commas, quotes and brackets there and before it"
        raise DataError([Problem(file, error.lineno, str(error.colno), message)]) from error
    except (ValueError, RecursionError) as error:
        reason = "is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise DataError([Problem(file, 1, "", f"cannot be read as JSON: {reason}")]) from error
    try:
        root = _tree(text)
    except (
        yaml.YAMLError,
        RecursionError,
    ):  # a tab where YAML has none: the lines are not known then
        root = None
    twice = [*_twice(root, file, 1)]
    if twice:
        raise DataError(twice)
    return Document(file, content, root)


def leave_out_grammar() -> None:
    """Keep jsonschema from compiling a grammar of international web addresses at import, which
    takes a second.

    It is for a format that no schema here uses; jsonschema does without where the package cannot be
    imported.
    """
    sys.modules.setdefault("rfc3987_syntax", None)


def nearest(name: str, known: Collection[str]) -> str:
    """What `name` may have been meant for: the nearest of `known`, or all of them."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


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
    elif "cannot start any token" in reason:
        remedy = f"put the value that begins with “{written[column : column + 1]}” in quotes"
    else:
        remedy = "check colons, quotes, brackets and blanks there and before it"
    return Problem(
        file, first_line + line, str(column + 1), f"cannot be read as YAML: {reason}; {remedy}"
    )


def _no_value(file: str, root: yaml.Node, first_line: int) -> Problem:
    """Where a value is none of its kind, like the day 2026-02-30."""
    waiting, node = [root], root
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_object(node)
            except (yaml.YAMLError, ValueError, AttributeError, TypeError, KeyError):
                break
        else:
            waiting += [
                part
                for pair in node.value
                for part in (pair if isinstance(pair, tuple) else [pair])
            ]
    kind = node.tag.rpartition(":")[2]
    return Problem(
        file,
        first_line + node.start_mark.line,
        "",
        f"{quoted(str(node.value))} is no {kind}; correct it, or put it in quotes if it is text",
    )


def _twice(root: yaml.Node | None, file: str, first_line: int) -> Iterator[Problem]:
    """Every key that stands in one place twice, and every part that is named (&) to be referred to
    (*).
    """
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            yield Problem(
                file,
                first_line + node.start_mark.line,
                "",
                "is referred to with *; write what it stands for in each place",
            )
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
                    yield Problem(
                        file, line, name, f"stands on line {lines[name]} already; keep one of them"
                    )
                lines.setdefault(name, line)
                waiting += [key, value]


def _texts(content: Any, path: tuple = ()) -> Iterator[tuple[list, str]]:
    """Every text in `content`, keys included, with the path that leads to it."""
    waiting: list[tuple[list, Any]] = [([], content)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            for key, below in value.items():
                waiting += [([*path, key], below), (path, key)]
        elif isinstance(value, list):
            waiting += [([*path, number], below) for number, below in enumerate(value)]
        elif isinstance(value, str):
            yield path, value


@lru_cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema called `name`."""
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


@lru_cache
def _validator(name: str):
    leave_out_grammar()
    from jsonschema import Draft7Validator

    return Draft7Validator(schema(name))


def _messages(error, whole: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """For each mistake that the validator's error stands for: the key below its path, if one is
    meant, and what to do.
    """
    rule, wanted, found = error.validator, error.validator_value, error.instance
    hint = error.schema.get("description", "").rstrip(".")
    if rule == "required":
        strange = [str(name) for name in found if name not in error.schema["properties"]]
        for name in wanted:
            if name not in found and not difflib.get_close_matches(
                name, strange, 1
            ):  # else that one is told
                yield (
                    name,
                    f"is missing; write {error.schema['properties'][name]['description'].rstrip('.')}",
                )
    elif rule == "additionalProperties":
        for name in found:
            if name not in error.schema["properties"]:
                yield str(name), _unknown_key(str(name), error, whole)
    elif rule == "type" and not error.absolute_path:
        yield (
            "",
            f"is {_shown(found)}, not {_KINDS[wanted]}; begin each line with a key and a colon",
        )
    elif rule == "type":
        kinds = " or ".join(
            _KINDS[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)
        )
        yield "", f"is {_shown(found)}, not {kinds}; write {hint}"
    elif rule == "uniqueItems":
        yield "", "names the same thing twice; take one out"
    elif rule == "enum" and isinstance(found, str):
        yield "", f"is {_shown(found)}; {nearest(found, [str(word) for word in wanted])}"
    else:
        yield "", f"is {_shown(found)}; write {hint}"


def _unknown_key(name: str, error, whole: dict[str, Any]) -> str:
    """What to do about a key that the schema does not have at this place.

    `unused` lists what another program reads and this one does not; `reader` is that program.
    """
    if name in error.schema.get("unused", ()):
        return f"{whole['reader']} knows it, but the pages of this book do not use it; take it out"
    for above, below in whole["properties"].items():
        if error.absolute_path or not isinstance(below, dict):
            break
        if name in below.get("properties", ()):
            return f"stands at the margin; it belongs under {above}:"
    known = error.schema["properties"]
    return f"is not a key that this file may have; {nearest(name, known)}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "empty" if value is None else text if len(text) <= 60 else f"{text[:57]}…"


def _names(content: Any, path: list) -> Collection:
    """The keys that stand below `path`."""
    for part in path:
        content = content[part]
    return content if isinstance(content, dict) else ()
