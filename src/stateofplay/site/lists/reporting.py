"""The link under each record with which a reader reports an error, when `_config.yml` names the
repository of the code."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

from stateofplay.files.documents import read_yaml
from stateofplay.files.project import find_project
from stateofplay.files.texts import read_text


def report_address(repository: str, name: str, words: str) -> str:
    """The address of a new issue at `repository` that says which record it is about; empty when
    none is configured.

    GitHub, Gitea and Forgejo read `title` and `body`, GitLab `issue[title]` and
    `issue[description]`.
    """
    if not repository:
        return ""
    title, body = (
        f"Error in the record {name}",
        f"Record: {name}\nPublished as: {words}\n\nWhat is wrong, and which source says so?\n",
    )
    if "gitlab" in urlsplit(repository).netloc:
        return f"{repository}/-/issues/new?" + urlencode(
            {"issue[title]": title, "issue[description]": body}
        )
    return f"{repository}/issues/new?" + urlencode({"title": title, "body": body})


def _take_repository(app: Sphinx, config: Config) -> None:
    """Read `repository: {url: …}` where it is written: Jupyter Book hands it to the options of a
    theme, which the pages do not use."""
    project = find_project(Path(app.srcdir))
    file = project.relative(project.config)
    repository = read_yaml(file, read_text(project.config, file)).content.get("repository", {})
    config.stateofplay_repository = str(repository.get("url") or "").rstrip("/")
    config.stateofplay_branch = str(repository.get("branch") or "main")


def setup(app: Sphinx) -> None:
    app.add_config_value("stateofplay_repository", "", "env", str)
    app.add_config_value("stateofplay_branch", "main", "env", str)
    app.connect("config-inited", _take_repository, priority=1)
