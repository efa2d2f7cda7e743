"""The templates of `site/theme`, with what all of them may ask."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from stateofplay.charts.legend import SHAPES
from stateofplay.charts.patterns import PATTERNS
from stateofplay.files.access import keep, kept
from stateofplay.files.project import compiled
from stateofplay.ledger.entries import FIRMNESS
from stateofplay.ledger.evidence import EVIDENCE, evidence_rule
from stateofplay.ledger.naming import formula_in_words, name_of
from stateofplay.ledger.verdicts import RULE
from stateofplay.numbers import periods
from stateofplay.numbers.vocabulary import KINDS

# Everything from this site, nothing written into the page: no inline script, no inline style, no
# eval. Of a page opened from disk, browsers take 'self' to be the other files on that disk, so the
# same policy serves both.
PAGE_POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'"


class _Context(Context):
    """Calls at once what asks for no part of the context: a record calls 26 functions, and how
    Jinja looks at each of them took a sixth of its time."""

    def call(
        self,
        what: Any,
        /,
        *args: Any,
        _block_vars: Any = None,
        _loop_vars: Any = None,
        **named: Any,
    ) -> Any:
        if getattr(what, "jinja_pass_arg", None) is None:
            return what(*args, **named)
        return super().call(what, *args, _block_vars=_block_vars, _loop_vars=_loop_vars, **named)


@lru_cache(maxsize=1)
def templates() -> jinja2.Environment:
    """The templates of `site/theme`, with what all of them may ask."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("stateofplay.site", "theme"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.context_class = _Context
    environment.globals.update(
        kinds=KINDS,
        verdict_rule=RULE,
        firmness=FIRMNESS,
        evidence_labels=EVIDENCE,
        evidence_rule=evidence_rule,
        formula_in_words=formula_in_words,
        name_of=name_of,
        period=periods.period,
        shapes=SHAPES,
        sop_policy=PAGE_POLICY,
        sop_patterns=PATTERNS,
    )
    return environment


def keep_compiled(folder: Path, pages: jinja2.Environment | None) -> None:
    """Keep compiled templates, ours and those of `pages`, by their content and beside what Python
    compiles; in `folder` where nothing may be kept there."""
    folder.mkdir(parents=True, exist_ok=True)
    compiled_ones = _Compiled(compiled(folder))
    for environment in filter(None, (templates(), pages)):
        environment.bytecode_cache = compiled_ones


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates, each in a file of `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        if (content := kept(self._file(bucket))) is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> Path:
        return self.folder / f"template-{bucket.key}.cache"
