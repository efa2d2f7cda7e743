"""Live figures with their bounds, sources and checks, for an executable explainer."""

from importlib import import_module

# What chapters use. Looked up on first use, so that `import stateofplay` alone stays quick for the
# commands.
_CHAPTER_API = {
    "table": "stateofplay.chapters.cell_api",
    "successive": "stateofplay.chapters.cell_api",
    "stated": "stateofplay.chapters.cell_api",
    "in_one_unit": "stateofplay.chapters.cell_api",
    "show": "stateofplay.chapters.show",
    "bound_marks": "stateofplay.chapters.bounds",
    "regions": "stateofplay.chapters.outlines",
    "with_changes": "stateofplay.chapters.cell_api",
    "theme": "stateofplay.charts",
}
__all__ = list(_CHAPTER_API)


def __getattr__(name: str) -> object:
    if name not in _CHAPTER_API:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "theme":
        return import_module("stateofplay.charts.theme")
    return getattr(import_module(_CHAPTER_API[name]), name)
