"""The built wheel is enough: with nothing of the checkout it makes a book and builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from projects import REPOSITORY
from starting import ARTICLE, GIVEN, lend_packages, source_of_engine


@pytest.mark.book
def test_the_wheel_alone_makes_and_builds_a_book(tmp_path) -> None:
    """The wheel, with the packages that are installed here and without the checkout."""
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    source = tmp_path / "checkout"
    source_of_engine(source)
    # The environment of the tests has no pip where uv made it.
    run(sys.executable, "-m", "venv", str(tmp_path / "venv"))
    bin_ = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    run(
        bin_ / "python", "-m", "pip", "uninstall", "-q", "-y", "setuptools"
    )  # the one lent is newer
    lend_packages(bin_ / "python")
    run(bin_ / "python", "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w",
        str(tmp_path / "wheels"), str(source))  # fmt: skip
    shutil.rmtree(source)
    (wheel,) = (tmp_path / "wheels").glob("stateofplay-*.whl")
    run(bin_ / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", str(wheel))
    where = run(bin_ / "python", "-c", "import stateofplay; print(stateofplay.__file__)").strip()
    assert Path(where).is_relative_to(tmp_path / "venv")
    given = [word for pair in GIVEN.items() for word in pair]
    run(bin_ / "stateofplay", "new", "book", "--article", str(article), *given, cwd=tmp_path)
    pinned = (tmp_path / "book" / "requirements.txt").read_text(encoding="utf-8")
    assert "\nstateofplay" not in pinned and str(tmp_path) not in pinned
    run(bin_ / "stateofplay", "check", cwd=tmp_path / "book")
    run(bin_ / "stateofplay", "build", cwd=tmp_path / "book")
    assert (tmp_path / "book" / "_build" / "html" / "book" / "ledger.html").is_file()
    installed = Path(where).parent
    for path in REPOSITORY.root.joinpath("src", "stateofplay").rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            there = installed / path.relative_to(REPOSITORY.root / "src" / "stateofplay")
            assert there.is_file(), f"the wheel lacks {path}"


def run(*command: object, cwd: Path | None = None) -> str:
    own = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "STATEOFPLAY_ROOT")}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
