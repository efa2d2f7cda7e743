"""The styles in a browser that lacks what they use: a selector it does not know drops its whole
rule, a value it does not know its whole declaration, and neither may take with it what a page
needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import tinycss2

from projects import REPOSITORY
from stateofplay.ledger.verdicts import VERDICTS
from stateofplay.site.pages.templates import palette_css

THEME = REPOSITORY.root / "src" / "stateofplay" / "site" / "theme"
STYLES = {
    path.relative_to(THEME).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(THEME.rglob("*.css"))
} | {"the palette": palette_css()}
# Known to every browser of the last five years: may stand in a list with others.
KNOWN = {
    "root",
    "hover",
    "focus",
    "focus-within",
    "target",
    "first-child",
    "last-child",
    "not",
    "is",
    "first-of-type",
    "nth-of-type",
    "before",
    "after",
}
# Not known to all of them: only where a rule asks for it, or beside a declaration of the same for
# others.
FUNCTIONS = {
    "color-mix",
    "light-dark",
    "oklch",
    "oklab",
    "lch",
    "lab",
    "color",
    "anchor",
    "anchor-size",
}


@dataclass(frozen=True)
class Rule:
    """A rule with the at-rules around it, each as written."""

    around: tuple[str, ...]
    prelude: list
    content: list

    @property
    def selector(self) -> str:
        return tinycss2.serialize(self.prelude).strip()


def rules(nodes, around: tuple[str, ...] = ()) -> Iterator[Rule]:
    """Every rule of a style sheet, also those inside at-rules."""
    for node in nodes:
        if node.type == "qualified-rule":
            yield Rule(around, node.prelude, node.content)
        elif node.type == "at-rule" and node.content and node.lower_at_keyword != "page":
            condition = f"@{node.lower_at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            yield from rules(inner, (*around, condition))


def rules_of(text: str) -> list[Rule]:
    return list(rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def pseudos(tokens) -> set[str]:
    """The names after a colon, inside brackets as well."""
    found, after_colon = set(), False
    for token in tokens:
        if after_colon and token.type in ("ident", "function"):
            found.add(token.lower_value if token.type == "ident" else token.lower_name)
        found |= pseudos(getattr(token, "arguments", None) or getattr(token, "content", None) or ())
        after_colon = token.type == "literal" and token.value == ":"
    return found


def functions(tokens) -> set[str]:
    found = set()
    for token in tokens:
        if token.type == "function":
            found |= {token.lower_name} | functions(token.arguments)
    return found


def faults(text: str) -> list[str]:
    """What would take more with it than itself, in a browser that does not know it."""
    found = []
    for rule in rules_of(text):
        asked = " ".join(
            condition for condition in rule.around if condition.startswith("@supports")
        )
        listed = any(token.type == "literal" and token.value == "," for token in rule.prelude)
        for name in sorted(pseudos(rule.prelude) - KNOWN) if listed else ():
            if name not in asked:
                found.append(f"{rule.selector}: :{name} needs a rule of its own")
        for entry in tinycss2.parse_declaration_list(rule.content, True, True):
            if entry.type != "declaration":
                continue
            value = tinycss2.serialize(entry.value).strip()
            if entry.lower_name == "text-decoration" and value not in ("none", "underline"):
                found.append(f"{rule.selector}: WebKit refuses text-decoration: {value}")
            for name in sorted(functions(entry.value) & FUNCTIONS):
                if name not in asked:
                    found.append(f"{rule.selector}: {name}() needs @supports")
    return found


@pytest.mark.parametrize("name", STYLES)
def test_what_a_browser_does_not_know_takes_nothing_else_with_it(name) -> None:
    assert faults(STYLES[name]) == []


@pytest.mark.parametrize(
    ("style", "said"),
    [
        (".a:popover-open, .b:hover { color: red }", ":popover-open needs a rule of its own"),
        (".a, :not(.b:has(c)) { color: red }", ":has needs a rule of its own"),
        (
            "@media print { .a, .b::details-content { color: red } }",
            ":details-content needs a rule",
        ),
        ("a { text-decoration: underline 1px var(--x) }", "WebKit refuses text-decoration"),
        ("a { --x: color-mix(in srgb, red, blue) }", "color-mix() needs @supports"),
    ],
)
def test_a_fault_is_found(style, said) -> None:
    assert said in "".join(faults(style))
    assert faults(".a:has(b) { color: red } a { text-decoration: underline; }") == []


def hidden_by(rules: list[Rule], selector: str) -> list[tuple[str, ...]]:
    """The at-rules around each rule that hides just `selector`."""
    return [
        rule.around
        for rule in rules
        if rule.selector == selector and "display: none" in tinycss2.serialize(rule.content)
    ]


def test_cards_are_hidden_by_a_rule_that_every_browser_knows() -> None:
    styles = rules_of(STYLES["styles/numbers.css"])
    for part in (".sop-card", ".sop-tap"):
        assert () in hidden_by(styles, part)
        shown = [
            rule.around
            for rule in styles
            if rule.selector.split(" ")[-1].startswith(part)
            and "display: block" in tinycss2.serialize(rule.content)
        ]
        assert shown and all(around[0] == "@supports selector(:popover-open)" for around in shown)


def test_of_a_chart_s_two_drawings_one_is_hidden_without_container_queries_too() -> None:
    styles = rules_of(STYLES["styles/charts.css"])
    for part in (".sop-wide", ".sop-narrow"):
        hidden = hidden_by(styles, part)
        assert any(around[0].startswith("@container") for around in hidden)
        assert any(around[0] == "@supports not (container-type: inline-size)" for around in hidden)


def test_every_verdict_has_its_colour() -> None:
    """Without one, its squares are black, which nobody sees on the dark page."""
    assert [
        v
        for v in VERDICTS
        if f".sop-verdict-{v} {{ --sop-verdict:" not in STYLES["styles/front.css"]
    ] == []


def test_lines_of_templates_styles_and_scripts_fit_a_screen() -> None:
    written = [path for path in THEME.rglob("*") if path.suffix in (".html", ".xml", ".css", ".js")]
    assert len(written) > 40
    assert [
        f"{path.relative_to(THEME)}:{number}"
        for path in written
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 120
    ] == []
