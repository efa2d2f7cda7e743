"""Reads a page as its author writes it: paragraphs, texts of charts, code and directives, each with
its line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from stateofplay.files.documents import read_yaml
from stateofplay.files.problems import DataError
from stateofplay.ledger.reading.front_matter import front_matter

# A link, or a picture: its words, then its address, in which parentheses may stand in pairs.
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
ROLE = re.compile(r"\{(?P<role>[a-z]+)\}`(?P<content>[^`]*)`")
# A role, or what stands between as many backticks as it began with.
_CODE_SPAN = re.compile(
    rf"{ROLE.pattern}|(?<!`)(?P<marks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=marks)(?!`)", re.DOTALL
)
_NAMED = re.compile(r"\{(?P<name>[a-z:_-]+)\}\s*(?P<argument>.*)")
_OPTION = re.compile(r":(?P<key>[a-z-]+):\s*(?P<value>.*)")
# Directives whose content is no Markdown.
_VERBATIM = {"code-block", "code", "lines", "math", "raw", "literalinclude", "list-table"}


@dataclass(frozen=True)
class Paragraph:
    """A block of running text, as written; `is_prose` is false of headings, captions and cells of
    tables.
    """

    line: int
    text: str
    is_prose: bool

    def without_code(self) -> str:
        """The text with blanks for what stands in it as an example of code."""
        return _CODE_SPAN.sub(
            lambda found: re.sub(r"\S", " ", found[0]) if found["code"] else found[0], self.text
        )

    def code_spans(self) -> Iterator[tuple[int, str]]:
        """What stands as code in the text, each with its line."""
        for found in _CODE_SPAN.finditer(self.text):
            if found["code"]:
                yield self.line + self.text.count("\n", 0, found.start()), found["code"].strip()


@dataclass(frozen=True)
class Directive:
    """A directive with its options and the lines below them."""

    line: int
    name: str
    argument: str
    options: dict[str, str]
    content: str


@dataclass(frozen=True)
class Template:
    """A text in which `{id}` stands for a figure; `key` is what it is of its chart, else empty.
    `written` are the lines of the page that it stands on.
    """

    line: int
    key: str
    text: str
    written: tuple[str, ...] = ()

    def line_of(self, name: str) -> int:
        """The line on which a figure stands in it; its first one where that is not known."""
        found = (n for n, said in enumerate(self.written) if f"{{{name}" in said)
        return self.line + next(found, 0)


@dataclass(frozen=True)
class ChartTexts:
    """The texts of one call of `show()`, or of one `{chart}` block."""

    line: int
    id: str
    templates: tuple[Template, ...]
    is_block: bool


@dataclass
class SourcePage:
    """What a page of `book/` consists of. `inputs` are the tables that it declares, `blocks` its
    `{chart}` blocks as written, `templates` all texts of its cells with a placeholder, those of
    charts included, `named` the texts that its cells have given names.
    """

    file: str
    inputs: tuple[str, ...] = ()
    paragraphs: list[Paragraph] = field(default_factory=list)
    directives: list[Directive] = field(default_factory=list)
    blocks: list[Directive] = field(default_factory=list)
    charts: list[ChartTexts] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    code: str = ""
    named: dict[str, str] = field(default_factory=dict)

    def roles(self) -> Iterator[tuple[str, str]]:
        """Each role in the text with what it names: figures, findings, sources."""
        for paragraph in self.paragraphs:
            for found in ROLE.finditer(paragraph.without_code()):
                yield found["role"], found["content"]


@lru_cache(maxsize=64)  # an edit is checked at each key, and changes one page at most
def source_page(file: str, text: str) -> SourcePage:
    """A page's Markdown, taken apart. What cannot be read as Python or YAML has no texts: the build
    says why. Raises DataError where its front matter cannot be read.
    """
    document = front_matter(file, text)
    said = document.content if document else None
    page = SourcePage(file, tuple(said.get("inputs") or ()) if isinstance(said, dict) else ())
    _read(page, text, 0)
    return page


def _parser() -> MarkdownIt:
    """Blocks as MyST has them; what stands within a line is not looked at."""
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, colon_fence_plugin, deflist_plugin):
        parser.use(plugin)
    parser.core.ruler.disable("inline")
    return parser


_PARSER = _parser()


def _read(page: SourcePage, text: str, before: int, is_prose: bool = True) -> None:
    """Add what `text` holds, which begins after `before` lines of the page."""
    opened = ""
    for token in _PARSER.parse(text):
        line = before + (token.map[0] if token.map else 0) + 1
        if token.type == "inline":
            prose = is_prose and opened == "paragraph_open"
            page.paragraphs.append(Paragraph(line, token.content, prose))
        elif token.type in ("fence", "colon_fence"):
            _read_fence(page, token, line)
        opened = token.type


def _read_fence(page: SourcePage, token: Token, line: int) -> None:
    found = _NAMED.match(token.info.strip())
    if not found:
        return  # code of another language, or an example
    options, first, content = _options(token.content)
    directive = Directive(line, found["name"], found["argument"], options, content)
    if directive.name == "code-cell":
        page.code += f"{content}\n"
        _read_cell(page, content, line + first)
    elif directive.name == "chart":
        page.blocks.append(Directive(line, "chart", found["argument"], {}, token.content))
        _read_block(page, token.content, line)
    else:
        page.directives.append(directive)
        if directive.name in ("ledger-cards", "ledger-timeline"):  # a template on each line
            page.templates += [
                Template(line + first + number, "", said)
                for number, said in enumerate(content.split("\n"), 1)
            ]
        elif directive.name == "glossary":  # of a term and its definition, only the latter is prose
            lines = (said.strip() if said[:1] == " " else "" for said in content.split("\n"))
            _read(page, "\n".join(lines), line + first)
        elif directive.name not in _VERBATIM and not directive.name.startswith("ledger-"):
            _read(page, content, line + first, is_prose=directive.name != "figure")


def _options(content: str) -> tuple[dict[str, str], int, str]:
    """The options at the head of a directive, how many lines they take, and what follows."""
    lines, options, number = content.split("\n"), {}, 0
    if lines[0].strip() == "---":
        number = next((n for n, said in enumerate(lines[1:], 2) if said.strip() == "---"), 0)
        return {}, number, "\n".join(lines[number:])
    while number < len(lines) and (found := _OPTION.fullmatch(lines[number].strip())):
        options[found["key"]] = found["value"]
        number += 1
    return options, number, "\n".join(lines[number:])


def _read_cell(page: SourcePage, code: str, before: int) -> None:
    """Add the texts of a code cell, which begins after line `before`."""
    try:
        nodes = [*ast.walk(ast.parse(code))]
    except (SyntaxError, ValueError):
        return
    lines = code.split("\n")

    def template(key: str, node: ast.expr) -> Iterator[Template]:
        if text := _text(node, page.named):
            written = lines[node.lineno - 1 : node.end_lineno]
            yield Template(before + node.lineno, key, text, tuple(written))

    given = [n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    page.named.update(dict.fromkeys(given, ""))
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(to := node.targets[0], ast.Name):
            page.named[to.id] = _text(node.value, page.named) if given.count(to.id) == 1 else ""
    for node in nodes:
        if isinstance(node, ast.Constant):
            page.templates += [text for text in template("", node) if "{" in text.text]
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "show":
            texts = [text for k in node.keywords if k.arg for text in template(k.arg, k.value)]
            name = next((text.text for text in texts if text.key == "id"), "")
            page.charts.append(ChartTexts(before + node.lineno, name, tuple(texts), False))


def _text(node: ast.expr, named: Mapping[str, str]) -> str:
    """The text that an expression gives, `{}` for what only its execution tells; `named` are those
    of the names that are given one once. Empty where it is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.Name):
        return named.get(node.id, "")
    parts = node.values if isinstance(node, ast.JoinedStr) else []
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [node.left, node.right]
    texts = [_text(part, named) for part in parts]
    return "".join(text or "{}" for text in texts) if any(texts) else ""


def _read_block(page: SourcePage, text: str, before: int) -> None:
    """Add the texts of a `{chart}` block, whose YAML begins after line `before`."""
    page.code += f"{text}\n"
    try:
        document = read_yaml(page.file, text, first_line=before + 1)
    except DataError:
        return
    said = document.content
    if not isinstance(said, dict):
        return
    written = text.split("\n")
    texts = tuple(
        Template(line, key, value, tuple(written[line - before - 1 :]))
        for key, value in said.items()
        if isinstance(key, str) and isinstance(value, str)
        for line in [document.line([key])]
    )
    page.templates += [found for found in texts if "{" in found.text]
    page.charts.append(ChartTexts(before, str(said.get("id", "")), texts, True))
