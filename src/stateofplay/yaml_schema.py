"""Holds the YAML that people write, chapters' front matter and articles' records, against its JSON Schema: file and line."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from stateofplay.files import input_files
from stateofplay.paths import Project
from stateofplay.rules import unknown
from stateofplay.tables import Problem

SCHEMAS = Path(__file__).parent / "schemas"
_KINDS = {"object": "keys with values", "array": "a list", "string": "text", "integer": "a whole number", "boolean": "true or false"}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def article_problems(project: Project) -> list[Problem]:
    """What is wrong with the articles' records (`seeds/*.yml`)."""
    return [problem for path in input_files(project.seeds, "*.yml")
            for problem in yaml_problems(project.relative(path), _text(path), "article")]


def chapter_problems(project: Project, inputs: Collection[str] | None) -> list[Problem]:
    """What is wrong with the front matter of every page in `book/`.

    `inputs` are the tables that a chapter may name; None when they are not known, because the data cannot be read.
    """
    return [problem for path in input_files(project.book, "*.md")
            for problem in front_matter_problems(project.relative(path), _text(path), inputs)]


def front_matter_problems(file: str, text: str, inputs: Collection[str] | None) -> list[Problem]:
    """What is wrong with the front matter of one page; a page without any has no problem unless it has cells."""
    block = front_matter(text)
    has_cells = "```{code-cell}" in text
    if block is None:
        return [Problem(file, 1, "", "has cells but no front matter; copy that of another chapter")] if has_cells else []
    problems = yaml_problems(file, block, "chapter", first_line=2)
    if problems:
        return problems
    content = yaml.load(block, _Loader) or {}
    if has_cells and not {"kernelspec", "file_format"} & set(content):
        return [Problem(file, 1, "kernelspec", "is missing, and the page has cells; write {name: python3, "
                                               "display_name: Python 3 (ipykernel), language: python}")]
    return [Problem(file, _line(block, ["inputs", number], 2), "inputs", unknown(name, inputs, "a table"))
            for number, name in enumerate(content.get("inputs", ())) if inputs is not None and name not in inputs]


def front_matter(text: str) -> str | None:
    """The YAML between the first two lines of dashes; None for a page that does not begin with one."""
    lines = text.lstrip("\ufeff").splitlines()
    if not lines or lines[0].rstrip() != "---" or "---" not in (line.rstrip() for line in lines[1:]):
        return None
    end = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    return "\n".join(lines[1:end]) + "\n"


def yaml_problems(file: str, text: str, schema: str, first_line: int = 1) -> list[Problem]:
    """What in the YAML `text`, which begins on `first_line` of `file`, does not fit the schema called `schema`."""
    try:
        content = yaml.load(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return [Problem(file, first_line + (mark.line if mark else 0), "",
                        f"cannot be read as YAML: {getattr(error, 'problem', None) or error}; check colons, quotes and brackets")]
    problems = []
    for error in _validator(schema).iter_errors({} if content is None else content):
        path = [*error.absolute_path]
        for name, message in _messages(error):
            place = [*path, name] if name in _names(content, path) else path
            column = ".".join(str(part) for part in [*path, *([name] if name else [])] if not isinstance(part, int))
            problems.append(Problem(file, _line(text, place, first_line), column, message))
    return sorted(problems)


def leave_out_grammar() -> None:
    """Keep jsonschema from compiling a grammar of international web addresses at import, which takes a second.

    It is for a format that no schema here uses; jsonschema does without where the package cannot be imported.
    """
    sys.modules.setdefault("rfc3987_syntax", None)


@lru_cache
def _validator(schema: str):
    leave_out_grammar()
    from jsonschema import Draft7Validator

    return Draft7Validator(json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))


def _messages(error) -> Iterator[tuple[str, str]]:
    """For each mistake that the validator's error stands for: the key below its path, if one is meant, and what to do."""
    rule, wanted, found = error.validator, error.validator_value, error.instance
    hint = error.schema.get("description", "").rstrip(".")
    if rule == "required":
        for name in wanted:
            if name not in found:
                yield name, f"is missing; write {error.schema['properties'][name]['description'].rstrip('.')}"
    elif rule == "additionalProperties":
        known = error.schema["properties"]
        for name in found:
            if name not in known:
                near = difflib.get_close_matches(str(name), list(known), 1)
                yield str(name), "is not a key that this file may have; " + (
                    f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}")
    elif rule == "type":
        yield "", f"is {_shown(found)}, not {_KINDS[wanted]}; write {hint}"
    elif rule == "uniqueItems":
        yield "", "names the same thing twice; take one out"
    else:
        yield "", f"is {_shown(found)}; write {hint}"


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"“{value}”" if isinstance(value, str) else "empty" if value is None else text if len(text) <= 60 else f"{text[:57]}…"


def _names(content: Any, path: list) -> Collection:
    """The keys that stand below `path`."""
    for part in path:
        content = content[part]
    return content if isinstance(content, dict) else ()


def _line(text: str, path: list, first_line: int) -> int:
    """The line of what `path` (keys and numbers) leads to in the YAML `text`; of a key, not of its value."""
    node, line = yaml.compose(text, _Loader), 0
    for part in path:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line, pair[1]
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[part]
            line = node.start_mark.line
    return first_line + line


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
