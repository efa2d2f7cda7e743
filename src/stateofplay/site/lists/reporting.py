"""The link under each record with which a reader reports an error, when `_config.yml` names the
repository of the code."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit


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
