"""What the extension keeps with Sphinx's environment: one object, told by name, and pickled."""

from __future__ import annotations

import ast
import pickle
from types import SimpleNamespace

import pytest

from projects import REPOSITORY
from stateofplay.site.state import has_changed, uses_here

SITE = REPOSITORY.root / "src" / "stateofplay" / "site"


def test_what_has_changed_is_told_once_and_by_its_name() -> None:
    env = SimpleNamespace(docname="page")
    assert has_changed(env, "names", ["a"]) and has_changed(env, "grades", None)
    assert not has_changed(env, "names", ["a"]) and not has_changed(env, "grades", None)
    assert has_changed(env, "names", ["b"]) and not has_changed(env, "names", ["b"])


def test_one_attribute_of_the_environment_holds_all_and_lasts() -> None:
    env = SimpleNamespace(docname="page")
    before = set(vars(env))
    uses_here(env).topic = "aid"
    has_changed(env, "names", ["a"])
    assert len(set(vars(env)) - before) == 1
    again = pickle.loads(pickle.dumps(env))
    assert uses_here(again).topic == "aid" and not has_changed(again, "names", ["a"])


@pytest.mark.parametrize("path", sorted(SITE.rglob("*.py")), ids=lambda path: path.stem)
def test_nobody_asks_an_environment_or_a_builder_for_the_application(path) -> None:
    """Sphinx 11 drops both: `site_of` takes either end of the build."""
    asked = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "app"
        and ast.unparse(node.value).rpartition(".")[2] in ("env", "builder", "sphinx_env")
    ]
    assert asked == []
