"""Numbers in the words of a chart are found before a build, however the cell puts them together."""

from __future__ import annotations

import pytest

from projects import INDEX, tiny_project
from stateofplay.editing.checking import find_problems


@pytest.mark.parametrize(
    ("before", "given", "typed"),
    [
        ("said = 'Of 12 harbours'", "said", "12"),
        ("first = 'Of 12'", "first + ' harbours, {boxes_lost}'", "12"),
        ("", "f'{len(boxes)} of 12'", "12"),
        ("said = 'In 2026'", "f'{said}, ' + '20' + ' February'", ""),
        ("said = 'Of 12'\nsaid = 'Of some'", "said", ""),  # the build sees which it is
        ("said = 'Of 12'", "said.replace('12', 'all')", ""),
    ],
)
def test_a_number_in_the_words_of_a_chart_is_found_by_way_of_names_and_parts(
    tmp_path, before, given, typed
) -> None:
    page = INDEX.replace("show(chart,", f"{before}\nshow(chart, note={given},")
    problems, _, _ = find_problems(tiny_project(tmp_path, pages={"index": page}))
    assert [str(problem).split(":", 2)[2] for problem in problems] == [
        f"note: “{number}” is typed into the words of boxes; write {{id}} of a figure"
        for number in filter(None, [typed])
    ]
