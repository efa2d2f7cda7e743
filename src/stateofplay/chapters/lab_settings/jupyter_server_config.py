"""JupyterLab's server settings: chapters open with figures in words, and are saved with roles."""

# Jupyter defines c.
manager = "stateofplay.chapters.lab_words.ChapterManager"
c.ServerApp.contents_manager_class = manager  # type: ignore[name-defined]  # noqa: F821
