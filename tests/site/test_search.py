"""The search's setting: spellings of one name, checked before anything is built, and handed to the
page.
"""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.publish.building import build

pytestmark = pytest.mark.book


def configured(tmp_path, lines: str):
    project = tiny_project(tmp_path / "book")
    text = project.config.read_text(encoding="utf-8").partition("      spellings:")[0]
    project.config.write_text(f"{text}      spellings: {lines}\n", encoding="utf-8")
    return project


def test_spellings_and_the_stemmer_are_handed_to_the_search_page(tmp_path) -> None:
    project = configured(tmp_path, "[[Northtown, Norton]]")
    assert build(project, quiet=True) == 0
    assert '\nwindow.sopSpellings=[["Northtown","Norton"]];' in (
        project.site / "search" / "begins.js"
    ).read_text(encoding="utf-8")
    assert "stemWord" in (project.site / "_static" / "sop-stem.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "lines",
    ["[Pier]", "[[Pier]]", "[[Pier, 5]]", "[[Pier, Mole], [Mole, Dam]]", "[[New Town, Newtown]]"],
)
def test_what_is_no_list_of_spellings_is_refused(tmp_path, capsys, lines) -> None:
    assert build(configured(tmp_path, lines), quiet=True) == 1
    reported = capsys.readouterr().err
    assert "sphinx.config.stateofplay.spellings" in reported and "Traceback" not in reported
