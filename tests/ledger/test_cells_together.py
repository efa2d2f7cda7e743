"""The cells of many rows, read at once by column: as if each were read alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import FIGURES, tiny_project
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading import cells
from stateofplay.ledger.reading.cells import CellReader, read_ahead, read_cell

SIGNS = "abÂ©Ãâ€™*[](){}`: |.5é\u0301\u00a0\u00ad\u200b\u200d\ufe0f\ufffd\x85\n\t\x00"
WORDS = ["class", "yield", "a_b", "**b**", "{fig}`a`", "Київ", "“q” – …", "[a](b.md)", "12", "007"]
TEXTS = st.lists(st.sampled_from([*SIGNS, *WORDS]) | st.characters(), max_size=5).map("".join)
RULES = [
    {"name": "value", "type": "number", "description": "V."},
    {"name": "value", "type": "number", "description": "V.", "constraints": {"maximum": 30}},
    {"name": "note", "type": "string", "description": "Anything."},
    {"name": "who", "type": "string", "description": "W.", "constraints": {"required": True}},
    {
        "name": "id",
        "type": "string",
        "description": "A name.",
        "constraints": {"required": True, "pattern": "[a-z][a-z0-9_]*"},
    },
    {"name": "id", "type": "string", "description": "A name."},
    {"name": "key", "type": "string", "description": "K.", "constraints": {"pattern": "a+"}},
    {"name": "kind", "type": "string", "description": "K.", "constraints": {"enum": ["a", "b"]}},
]


@given(st.lists(TEXTS, max_size=6), st.sampled_from(RULES))
def test_cells_read_together_are_as_each_alone(texts, rule) -> None:
    reader = CellReader(rule)
    reader.read(texts)
    for text in texts:
        assert (reader[text], reader.wrong.get(text)) == read_cell(text, rule), text


@pytest.mark.parametrize("size", [0, 1, 199, 200, 201, 450])
def test_all_that_can_be_read_comes_before_what_cannot(size) -> None:
    def records():
        for n in range(size):
            yield n, [f"row {n}", *("" for _ in range(n % 3))]
        raise ValueError("torn")

    readers, read = [CellReader(RULES[0]), CellReader(RULES[1])], []
    with pytest.raises(ValueError, match="torn"):
        for record in read_ahead(records(), readers):
            read.append(record)  # noqa: PERF402
    assert [n for n, _ in read] == [*range(size)]


def test_texts_of_a_long_table_are_read_together(tmp_path, monkeypatch) -> None:
    asked = []
    read = cells.read_cell
    monkeypatch.setattr(cells, "read_cell", lambda *given: asked.append(given[0]) or read(*given))
    rows = [FIGURES[1] | {"id": f"tug_{n}", "note": f"Of pier {n}, “north”"} for n in range(300)]
    ledger = load_ledger(tiny_project(tmp_path / "book", {"tugs": rows}))
    assert ledger.figures["tug_299"].note == "Of pier 299, “north”"
    assert not [text for text in asked if "pier" in text or text.startswith("tug_")]
