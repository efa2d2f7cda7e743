"""The link under each record with which a reader reports an error, when `_config.yml` names the repository of the code."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config


def report_address(repository: str, name: str, words: str) -> str:
    """The address of a new issue at `repository` that says which record it is about; empty when none is configured.

    GitHub, Gitea and Forgejo read `title` and `body`, GitLab `issue[title]` and `issue[description]`.
    """
    if not repository:
        return ""
    title, body = f"Error in the record {name}", f"Record: {name}\nPublished as: {words}\n\nWhat is wrong, and which source says so?\n"
    if "gitlab" in urlsplit(repository).netloc:
        return f"{repository}/-/issues/new?" + urlencode({"issue[title]": title, "issue[description]": body})
    return f"{repository}/issues/new?" + urlencode({"title": title, "body": body})


def _take_repository(app: Sphinx, config: Config) -> None:
    """Jupyter Book hands `repository:` on as options of a theme that the pages do not use."""
    options: dict[str, Any] = dict(config.html_theme_options)
    config.stateofplay_repository = (options.pop("repository_url", "") or "").rstrip("/")
    for name in ("repository_branch", "path_to_docs"):
        options.pop(name, None)
    config.html_theme_options = options


def setup(app: Sphinx) -> None:
    app.add_config_value("stateofplay_repository", "", "env", str)
    app.connect("config-inited", _take_repository, priority=1)
