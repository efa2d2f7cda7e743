"""What nothing foresaw is one line for those too who build with Jupyter Book or Sphinx."""

from __future__ import annotations

import pytest

from projects import tiny_project
from stateofplay.publish import building

pytestmark = pytest.mark.book


@pytest.mark.parametrize("guarded", [True, False])
@pytest.mark.parametrize(
    "where",
    [
        "stateofplay.site.downloads.package.figures_json",  # in what waits for an event
        "stateofplay.ledger.ledger.Ledger.label",  # while a page is read
    ],
)
def test_sphinx_ends_with_one_line_that_says_what_to_do(
    tmp_path, monkeypatch, where, guarded
) -> None:
    """Both programs print what Sphinx raises. Where a case without the guard fails, Sphinx says it
    by itself: take the guard out.
    """

    def fail(*arguments, **options):
        raise ZeroDivisionError("planted")

    project = tiny_project(tmp_path / "book")
    if not guarded:
        monkeypatch.setattr("stateofplay.site._guard", lambda app: None)
    monkeypatch.setattr(building, "_failure", lambda error, *_: error)  # as Sphinx raises it
    monkeypatch.setattr(where, fail)
    with pytest.raises(Exception, match="planted") as found:
        building.run_sphinx(
            project, project.build / ".work", True, False, building.inputs_now(project)
        )
    said = str(found.value)
    assert ("This is a mistake of the program, not yours" in said) == guarded
    assert len(said.splitlines()) == 1 and ("Handler <function" not in said or not guarded)
