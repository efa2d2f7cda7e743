"""Draws the flow in docs/maintaining.md and writes docs/modules.md from the code itself, as `make
flow` does.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

from stateofplay.files.project import Project, find_project

ROOM = "stateofplay"
HEAD = """# The modules

Written from the code by `make flow`. A package imports only from those above it on this page, a
module within its package likewise, and no imports go in a circle.

"""
_PICTURE = re.compile(r"(<!-- flow: picture -->\n).*?(<!-- end -->)", re.DOTALL)


def modules(package: Path) -> dict[str, Path]:
    """Every module of the package by its dotted name below it: ``ledger``, ``site.roles``."""
    return {
        ".".join(path.relative_to(package).with_suffix("").parts): path
        for path in sorted(package.rglob("*.py"))
        if path.name != "__init__.py" and (path.parent / "__init__.py").is_file()
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
    """How far each module stands above those that import nothing of ours. Raises ValueError where
    imports go in a circle.
    """
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
    """The modules so that each stands below all that it imports; those of one folder together, by
    name where all else is equal.
    """
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


def picture(drawn: dict[str, set[str]]) -> str:
    """A Mermaid drawing, arrows from what is used to what uses it, as the data flows."""
    drawn = without_detours(drawn)
    lines = [f'    {_key(name)}["{name}"]' for name in sorted(drawn)]
    lines += [
        f"    {_key(other)} --> {_key(name)}"
        for name in sorted(drawn)
        for other in sorted(drawn[name])
    ]
    return "```mermaid\nflowchart LR\n" + "\n".join(lines) + "\n```\n"


def _key(name: str) -> str:
    return name.strip("/").replace("site", "site_")


def described(graph: dict[str, set[str]], paths: dict[str, Path], package: Path) -> str:
    """Every package with its sentence, and what each of its modules is for."""
    order = in_order(graph)
    parts = []
    for folder in dict.fromkeys(name.rpartition(".")[0] for name in order):
        names = [name for name in order if name.rpartition(".")[0] == folder]
        said = purpose(package / folder.replace(".", "/") / "__init__.py")
        title = folder.replace(".", "/") + "/" if folder else f"{ROOM}/"
        parts.append(f"## `{title}`\n\n{said}\n\n{table(names, paths)}")
    return "\n".join(parts)


def table(names: list[str], paths: dict[str, Path]) -> str:
    rows = "".join(
        f"| `{name.rpartition('.')[2]}.py` | {purpose(paths[name])} |\n" for name in names
    )
    return f"| module | what it is for |\n|---|---|\n{rows}"


def pages(project: Project) -> dict[Path, str]:
    """The two pages as the code is now, by their paths."""
    package = project.root / "src" / ROOM
    paths = modules(package)
    graph = {name: imports(path, set(paths)) - {name} for name, path in paths.items()}
    flow = project.root / "docs" / "maintaining.md"
    drawn = picture(rooms(graph))
    text = _PICTURE.sub(lambda m: m[1] + drawn + m[2], flow.read_text(encoding="utf-8"))
    return {flow: text, flow.with_name("modules.md"): HEAD + described(graph, paths, package)}


def main() -> int:
    for path, text in pages(find_project()).items():
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"docs/{path.name} {'is as the code is' if same else 'has been renewed; read it'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
