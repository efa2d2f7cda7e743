"""The maintainers' page shows the code as it is: the picture of the flow and the list of modules."""

from __future__ import annotations

import pytest

import flow
from projects import REPOSITORY

PAGE = REPOSITORY.root / "docs" / "maintaining.md"


def test_the_page_is_as_the_code_is() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert flow.renewed(text, REPOSITORY) == text, (
        "run `make flow`, and read what it changed in docs/maintaining.md"
    )


def test_every_module_says_in_one_sentence_what_it_is_for() -> None:
    paths = flow.modules(REPOSITORY.root / "src" / "stateofplay")
    assert [
        name for name, path in paths.items() if not flow.purpose(path).endswith((".", "?"))
    ] == []


def test_imports_in_functions_and_of_folders_count(tmp_path) -> None:
    path = tmp_path / "room.py"
    path.write_text(
        "from stateofplay import wording\nfrom stateofplay.site.state import Site\nimport json\n\n"
        "def late():\n    from stateofplay.ledger.ledger import load_ledger\n",
        encoding="utf-8",
    )
    assert flow.imports(path, {"wording", "ledger", "site.state", "json"}) == {
        "wording",
        "ledger",
        "site.state",
    }


def test_a_circle_is_named() -> None:
    with pytest.raises(ValueError, match="a → b → a"):
        flow.layers({"a": {"b"}, "b": {"a"}})


def test_a_line_that_a_longer_way_says_is_left_out_and_order_follows_imports() -> None:
    graph = {
        "cli": {"site.pages", "ledger"},
        "site.pages": {"site.state", "ledger"},
        "site.state": {"ledger"},
        "ledger": set(),
    }
    assert flow.without_detours(flow.rooms(graph)) == {
        "cli": {"site/"},
        "site/": {"ledger"},
        "ledger": set(),
    }
    assert flow.in_order(graph) == ["ledger", "site.state", "site.pages", "cli"]
