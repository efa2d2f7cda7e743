"""Small projects for the tests of this folder."""

from __future__ import annotations

import pytest

from projects import tiny_project


@pytest.fixture
def project(tmp_path):
    return tiny_project(tmp_path / "project")
