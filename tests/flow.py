"""Draws the flow and lists the modules in docs/maintaining.md from the code itself, as `make flow` does: what imports what, what is what for."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from stateofplay.files.project import Project, find_project

ROOM = "stateofplay"
_PART = re.compile(
    r"(<!-- flow: {} -->\n).*?(<!-- end -->)".replace("{}", r"(picture|modules)"), re.DOTALL
)


def modules(package: Path) -> dict[str, Path]:
    """Every module of the package by its dotted name below it: ``ledger``, ``site.roles``."""
    return {
        ".".join(path.relative_to(package).with_suffix("").parts): path
        for path in sorted(package.rglob("*.py"))
        if path.name != "__init__.py"
    }


def imports(path: Path, names: set[str]) -> set[str]:
    """The modules of the package that the module in `path` imports, in functions as well."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == ROOM:
            base = node.module.removeprefix(ROOM).lstrip(".")
            found |= {base} | {f"{base}.{alias.name}".lstrip(".") for alias in node.names}
    return found & names


def layers(graph: dict[str, set[str]]) -> dict[str, int]:
    """How far each module stands above those that import nothing of ours. Raises ValueError where imports go in a circle."""
    depth: dict[str, int] = {}

    def measure(name: str, way: tuple[str, ...]) -> int:
        if name in way:
            raise ValueError(
                f"imports go in a circle: {' → '.join((*way[way.index(name) :], name))}"
            )
        if name not in depth:
            depth[name] = max(
                (measure(other, (*way, name)) + 1 for other in graph[name]), default=0
            )
        return depth[name]

    for name in graph:
        measure(name, ())
    return depth


def room(name: str) -> str:
    """What the picture shows of a module: its folder (`charts/`, `site/`) or itself."""
    return name.partition(".")[0] + "/" if "." in name else name


def in_order(graph: dict[str, set[str]]) -> list[str]:
    """The modules so that each stands below all that it imports; those of one folder together, by name where all else is equal."""
    depth, height = layers(graph), layers(rooms(graph))
    return sorted(graph, key=lambda name: (height[room(name)], room(name), depth[name], name))


def rooms(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph of the folders and of the modules beside them."""
    drawn: dict[str, set[str]] = {}
    for name, others in graph.items():
        drawn.setdefault(room(name), set()).update(
            room(other) for other in others if room(other) != room(name)
        )
    return drawn


def without_detours(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph without each line that says what a way over others says already."""

    def reached(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
        return {
            other
            for step in graph[name] - seen
            for other in ({step} | reached(step, seen | {name}))
        }

    return {
        name: {
            other
            for other in others
            if not any(other in reached(step) for step in others - {other})
        }
        for name, others in graph.items()
    }


def purpose(path: Path) -> str:
    """The sentence with which a file opens."""
    return " ".join(
        (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "")
        .partition("\n\n")[0]
        .split()
    )


def picture(graph: dict[str, set[str]]) -> str:
    """A Mermaid drawing, arrows from what is used to what uses it, as the data flows."""
    drawn = without_detours(rooms(graph))
    lines = [f'    {_key(name)}["{name}"]' for name in sorted(drawn)]
    lines += [
        f"    {_key(other)} --> {_key(name)}"
        for name in sorted(drawn)
        for other in sorted(drawn[name])
    ]
    return "```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n"


def _key(name: str) -> str:
    return name.strip("/").replace("site", "site_").replace(".", "_")


def table(graph: dict[str, set[str]], paths: dict[str, Path]) -> str:
    rows = "".join(
        f"| `{name.replace('.', '/')}.py` | {purpose(paths[name])} |\n" for name in in_order(graph)
    )
    return f"| module | what it is for |\n|---|---|\n{rows}"


def renewed(text: str, project: Project) -> str:
    """The maintainers' page with its two generated parts as the code is now."""
    paths = modules(project.root / "src" / ROOM)
    graph = {name: imports(path, set(paths)) - {name} for name, path in paths.items()}
    parts = {"picture": picture(graph), "modules": table(graph, paths)}
    return _PART.sub(lambda match: match[1] + parts[match[2]] + match[3], text)


def main() -> int:
    project = find_project()
    page = project.root / "docs" / "maintaining.md"
    text = page.read_text(encoding="utf-8")
    fresh = renewed(text, project)
    page.write_text(fresh, encoding="utf-8", newline="\n")
    print(
        "docs/maintaining.md is as the code is"
        if fresh == text
        else "docs/maintaining.md has been renewed; read it"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
