"""What a JSON Schema says of a document, in words: each mistake with its key and the nearest right
one.
"""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from stateofplay.files.characters import quoted
from stateofplay.files.guesses import guess

if TYPE_CHECKING:
    from types import ModuleType

    from jsonschema import Draft7Validator, ValidationError

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


@lru_cache
def schema(name: str) -> dict[str, Any]:
    """The JSON Schema called `name`, with `$` in its patterns as in the standard: in Python a line
    end may follow it."""
    text = (SCHEMAS / f"{name}.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(text.replace('$"', r'\\Z"')))


@lru_cache
def validator(name: str) -> Draft7Validator:
    leave_out_grammar()
    from jsonschema import Draft7Validator

    return Draft7Validator(schema(name))


def messages(error: ValidationError, whole: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """For each mistake that the validator's error stands for: the key below its path, if one is
    meant, and what to do.
    """
    rule = error.validator
    wanted, found = cast("tuple[Any, Any]", (error.validator_value, error.instance))
    place = cast("dict[str, Any]", error.schema)
    hint = place.get("description", "").rstrip(".")
    if rule == "required":
        told = place.get("additionalProperties") is False  # what is written in its place
        strange = [str(name) for name in found if told and name not in place["properties"]]
        for name in wanted:
            if name in found or difflib.get_close_matches(name, strange, 1):
                continue  # where another stands in its place, that one is told
            yield name, f"is missing; write {place['properties'][name]['description'].rstrip('.')}"
    elif rule == "additionalProperties":
        for name in found:
            if name not in place["properties"]:
                yield str(name), _unknown_key(str(name), error, whole)
    elif rule == "type" and not error.absolute_path:
        said = f"is {_shown(found)}, not {_KINDS[wanted]}"
        yield "", f"{said}; begin each line with a key and a colon"
    elif rule == "type":
        allowed = [wanted] if isinstance(wanted, str) else wanted
        kinds = " or ".join(_KINDS[kind] for kind in allowed)
        is_bare = wanted == "string" and not isinstance(found, (list, dict, type(None)))
        quotes = "put it in quotes, or " if is_bare and "quotes" not in hint else ""
        yield "", f"is {_shown(found)}, not {kinds}; {quotes}write {hint}"
    elif rule == "uniqueItems":
        yield "", "names the same thing twice; take one out"
    elif rule == "enum" and isinstance(found, str):
        yield "", f"is {_shown(found)}; {nearest(found, [str(word) for word in wanted])}"
    else:
        yield "", f"is {_shown(found)}; write {hint}"


def _unknown_key(name: str, error: ValidationError, whole: dict[str, Any]) -> str:
    """What to do about a key that the schema does not have at this place.

    `unused` lists what another program reads and this one does not; `reader` is that program.
    """
    place = cast("dict[str, Any]", error.schema)
    if name in place.get("unused", ()):
        return f"{whole['reader']} knows it, but the pages of this book do not use it; take it out"
    for above, below in whole["properties"].items():
        if error.absolute_path or not isinstance(below, dict):
            break
        if name in below.get("properties", ()):
            return f"stands at the margin; it belongs under {above}:"
    known = place["properties"]
    return f"is not a key that this file may have; {nearest(name, known)}"


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return "empty" if value is None else text if len(text) <= 60 else f"{text[:57]}…"


def names(content: Any, path: Sequence[str | int]) -> Collection[Any]:
    """The keys that stand below `path`."""
    for part in path:
        content = content[part]
    return content if isinstance(content, dict) else ()


def leave_out_grammar() -> None:
    """Keep jsonschema from compiling a grammar of international web addresses at import, which
    takes a second, and from loading a library of dates for the lengths of time.

    Both are for formats that no schema here uses; jsonschema does without where a package cannot be
    imported. To go once jsonschema imports them when they are asked for;
    tests/files/test_schema_words.py fails then.
    """
    for package in ("rfc3987_syntax", "isoduration"):
        # A module of None is refused at import: documented under `sys.modules`.
        sys.modules.setdefault(package, cast("ModuleType", None))


def nearest(name: str, known: Collection[str]) -> str:
    """What `name` may have been meant for: the nearest of `known`, or all of them."""
    return guess(name, known, f"there are {', '.join(known)}")
