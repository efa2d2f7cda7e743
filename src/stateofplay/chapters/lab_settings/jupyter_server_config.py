"""JupyterLab's server settings: chapters open with figures in words, and are saved with roles."""

c.ServerApp.contents_manager_class = "stateofplay.chapters.lab_words.ChapterManager"  # type: ignore[name-defined]  # noqa: F821 (Jupyter defines c)
