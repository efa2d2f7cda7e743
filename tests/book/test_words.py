"""Words against numbers: what stands beside a figure must not contradict, or repeat, the bound that
its row states.
"""

from __future__ import annotations

import csv
import re

import pytest

from projects import REPOSITORY
from stateofplay.ledger.entries import Figure
from stateofplay.ledger.ledger import Ledger, load_ledger

# Words directly before a figure, and the bounds that they may stand with when the figure is printed
# without its own hedge (style bare or number). Room to add: one line each.
BEFORE = {
    r"exactly|precisely": {"exact"},
    r"about|around|roughly|some|approximately": {"about"},
    r"nearly|almost|close to": {"nearly"},
    r"more than|over|in excess of|upwards of": {"more_than"},
    r"at least|no (?:fewer|less) than": {"at_least"},
    r"up to|at most|no more than|as (?:many|much) as": {"up_to"},
    r"less than|fewer than|under": {"less_than"},
    r"between|from": {
        "exact",
        "about",
        "nearly",
        "between",
        "at_least",
        "more_than",
        "up_to",
        "less_than",
    },
}
# Words directly after a figure.
AFTER = {
    r"or more|and more|or above|at least": {"at_least", "more_than"},
    r"or (?:less|fewer)|at most": {"up_to", "less_than"},
    r"or so|more or less": {"about", "nearly"},
    r"exactly|on the dot": {"exact"},
}
PROSE_ROLE = r"\{fig\}`(?P<id>[a-z][a-z0-9_]*)(?:\|(?P<style>\w+))?`"
BRACES = r"\{(?P<id>[a-z][a-z0-9_]*)(?:\|(?P<style>\w+))?\}"


def contradictions(text: str, role: str, ledger: Ledger) -> list[str]:
    """The places where words beside a figure say otherwise than its bound, each as the words
    themselves.
    """
    found = []
    for match in re.finditer(role, text):
        # An example of another book names its own figures; `check` refuses what nobody knows.
        entry = ledger.entry(match["id"]) if match["id"] in ledger else None
        if not isinstance(entry, Figure):
            continue
        unhedged = match["style"] in ("bare", "number", "spelled")
        before = re.sub(r"\s+", " ", text[: match.start()])[-40:]
        after = re.sub(r"\s+", " ", text[match.end() :])[:40]
        for patterns, side in ((BEFORE, before), (AFTER, after)):
            for pattern, bounds in patterns.items():
                where = rf"\b(?:{pattern}) $" if side is before else rf"^ (?:{pattern})\b"
                doubled = not unhedged and pattern != r"between|from"
                if re.search(where, side, re.IGNORECASE) and (
                    entry.bound not in bounds or doubled and entry.bound != "exact"
                ):
                    found.append(f"{before}{match[0]}{after}: {entry.bound}")
    return found


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("It lost {fig}`losses_2026_01`.", False),
        ("It lost up to {fig}`losses_2026_01`.", True),
        ("It lost exactly {fig}`losses_2026_01|bare`.", False),
        ("It recruits exactly {fig}`recruits_per_month|bare`.", True),
        ("It recruits about {fig}`recruits_per_month|bare`.", False),
        ("It recruits about {fig}`recruits_per_month`.", True),
        ("It wants more than\n{fig}`losses_goal|number`.", True),
        ("It wants {fig}`losses_goal|number` or more.", False),
        ("It lost {fig}`losses_2026_01` or fewer.", True),
    ],
)
def test_the_patterns_themselves(text, wrong) -> None:
    assert bool(contradictions(text, PROSE_ROLE, load_ledger(REPOSITORY))) == wrong


def test_no_word_in_the_book_contradicts_its_figure() -> None:
    ledger = load_ledger(REPOSITORY)
    for path in sorted(REPOSITORY.book.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert contradictions(text, PROSE_ROLE, ledger) == [], path.name
        for kind, cell in re.findall(r"```\{(code-cell|chart)\}(.*?)```", text, re.DOTALL):
            words = r'"([^"]*)"' if kind == "chart" else r'"([^"\n]*)"'
            templates = [t for t in re.findall(words, cell) if re.search(BRACES, t)]
            for template in templates:
                known = [m["id"] for m in re.finditer(BRACES, template)]
                if all(name in ledger for name in known):
                    assert contradictions(template, BRACES, ledger) == [], path.name


def test_no_finding_contradicts_its_figures() -> None:
    ledger = load_ledger(REPOSITORY)
    with REPOSITORY.table("findings").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert contradictions(row["statement"], BRACES, ledger) == [], row["id"]
