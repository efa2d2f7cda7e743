"""Holds every number on the built pages against the ledger: its words, the tables' cells, or a
class that is no figure of the book.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from stateofplay.files.characters import quoted
from stateofplay.files.project import Project
from stateofplay.ledger.loading import load_ledger
from stateofplay.numbers.days import MONTHS
from stateofplay.numbers.numerals import typed_numbers
from stateofplay.numbers.unit_words import MINUS
from stateofplay.publish.known_numbers import Known
from stateofplay.publish.opened_pages import opened
from stateofplay.publish.results import Result
from stateofplay.site.page_text import Element, Page, Text, whole

_MONTH = "|".join(name[:3].title() for name in MONTHS)  # as axes of time name them
# Elements whose text is a program's and not the book's.
_CODE = {"code", "pre", "style", "script", "template", "textarea"}
# What is taken out of a text before its numbers are read: these are not figures. Each is counted
# under its name. They are told by their form and not by a class in the page, for that would come
# from the code that is checked here. One that no page needs any more is to go; so says a test.
NO_FIGURES = {
    name: re.compile(pattern)
    for name, pattern in {
        "address": r"https?://\S+",
        "day": r"\b[12]\d{3}-\d\d-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d)?)?|\b\d\d:\d\d\b"
        rf"|\b(?:{_MONTH}) \d\d\b|\b(?:\d\d? to )?\d\d? (?:{_MONTH})\b",
        "paragraph of the article": r"\bparagraphs? \d+|¶\d+",
        "licence or version": r"\bCC[ -](?:BY|0)[\w -]*?\d\.\d|Attribution \d\.\d"
        r"|[Vv]ersion \d+(?:\.\d+)+",
        "name": r"\b[A-Za-z]+[-_.]?\d\w*(?:[-_.]\w+)*|\b\w+_\w+\b",
        "number of things listed": r"\b\d+ (?:row|source|mark)s?\b|with \d+ values"
        r"|with values from \d+ to \d+|\bpart \d+(?: of \d+)?\b",
    }.items()
}
_TICK = re.compile(rf"[{MINUS}+-]?[€$£]?\d[\d.,]*(?:%|k|m|bn)?")
_LEGEND = re.compile(r"(?:Symbol|Gradient) legend ")  # what the drawing says of a legend's group
_AXIS = "var(--sop-soft)"  # the colour of axes and their ticks; embed pages and cards use the same


@dataclass
class Judgement:
    """What the pages hold: how many numbers of each class, and a line for each that nothing
    accounts for.
    """

    classes: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, kind: str, count: int = 1) -> None:
        self.classes[kind] = self.classes.get(kind, 0) + count

    @property
    def total(self) -> int:
        return sum(self.classes.values())


def check_numbers(project: Project) -> Result:
    """Every number of every page: a live figure, the ledger's words, a table's cell, or a class
    that is no figure.
    """
    known, judgement = Known(load_ledger(project)), Judgement()
    pages = sorted(project.site.rglob("*.html"))
    for path in pages:
        name = path.relative_to(project.site).as_posix()
        judge_page(name, opened(project.site, path), known, judgement)
    by_count = sorted(judgement.classes.items(), key=lambda item: -item[1])
    classes = ", ".join(f"{count:,} {kind}" for kind, count in by_count)
    detail = f"{judgement.total:,} numbers on {len(pages)} pages: {classes}"
    return Result("Numbers", detail, judgement.problems)


def judge_page(name: str, html: str, known: Known, judgement: Judgement) -> None:
    """Judge every number of the page called `name`; adds to `judgement`."""
    page = Page(html)
    axes: dict[int, list[Fraction]] = {}
    for text in whole(whole(page.texts, "a", "sop-num"), "text"):
        if _is_code(text):
            continue
        link = _figure(text)
        if link is not None:
            _judge_live(name, text, link.fragment, known, judgement)
            continue
        numbers = typed_numbers(_without_no_figures(text.words, judgement))
        scale = _scale(text) if numbers else None
        if scale is not None:
            axes.setdefault(scale, []).append(_signed(text.words))
            continue
        kind, allowed = _allowed(text, page, known)
        for number in numbers:
            judgement.add(kind)
            if number not in allowed:
                judgement.problems.append(
                    f"{name}: “{number}” in {quoted(text.words, 90)} is not in the ledger ({kind})"
                )
    for ticks in axes.values():
        judgement.add("tick of an axis", len(ticks))
        if ticks != sorted(set(ticks)) and ticks != sorted(set(ticks), reverse=True):
            judgement.problems.append(
                f"{name}: the ticks {', '.join(map(str, ticks))} of an axis are not in order"
            )


def _figure(text: Text) -> Element | None:
    """The link to its record where a text is a figure or finding in the prose."""
    if text.attribute or {"sop-term", "sop-mark"} & set(text.classes):
        return None
    return text.within("a", "sop-num")


def _without_no_figures(words: str, judgement: Judgement) -> str:
    for kind, pattern in NO_FIGURES.items():
        words, count = pattern.subn(" ", words)
        if count:
            judgement.add(kind, count)
    return words


def _judge_live(name: str, text: Text, entry: str, known: Known, judgement: Judgement) -> None:
    """A figure or finding in the text must be printed in one of its own ways."""
    printed = f"{name}: {quoted(text.words, 90)}"
    if entry not in known.ledger:
        judgement.problems.append(
            f"{printed} links to the record “{entry}”, which the ledger does not have"
        )
        return
    judgement.add("live figure", len(typed_numbers(text.words)))
    phrases = {" ".join(phrase.split()) for phrase in known.phrases(entry)}
    if " ".join(text.words.split()) not in phrases:
        judgement.problems.append(
            f"{printed} is not what the ledger says of {entry}: “{known.ledger.words(entry)}”"
        )


def _allowed(text: Text, page: Page, known: Known) -> tuple[str, set[str]]:
    """The class of a text's numbers, and which of them may stand there."""
    if "sop-plain" in text.classes:
        return "name", set(typed_numbers(text.words))
    if "math" in text.tags:  # constants, indices and exponents: the build refuses longer numbers
        return "formula", set(typed_numbers(text.words))
    if recorded := _recorded(text, page, known):
        return recorded
    if any("cell_output" in e.classes for e in text.around):
        return "shown by a cell", set(typed_numbers(text.words))
    if any(e.id.startswith("codebook-") for e in text.around):
        return "list, table or title", known.everywhere
    if "sop-grades" in text.classes:
        return "measure of the pages’ own words", set(typed_numbers(text.words))
    if "svg" in text.tags:
        return "label in a chart", known.everywhere
    if "script" in text.tags:
        return "description for programs", known.everywhere
    if _is_prose(text):
        return "prose", set()
    return "list, table or title", known.everywhere


def _recorded(text: Text, page: Page, known: Known) -> tuple[str, set[str]] | None:
    """The class and the numbers of a text that stands in a record, or in an item that links to
    some; None for any other."""
    for element in reversed(text.around):
        if element.id and element.id in known.ledger:
            return "record", known.of_entry(element.id)
        if element.id in known.corrections:
            return "correction", known.corrections[element.id]
    for element in reversed(text.around):
        entries = _linked(element, page, known) if _is_item(element) else []
        if entries:
            drawn = known.rounded(entries) if "svg" in text.tags else set()
            return "item with its records", drawn.union(*map(known.of_entry, entries))
    return None


def _is_item(element: Element) -> bool:
    """Whether an element and the records that it links to speak of the same: a row, an item of a
    list, a card, a chart with its table.
    """
    return element.tag in ("tr", "li") or bool(
        element.classes & {"sop-card", "sop-figure", "sop-front-card", "sop-turns"}
    )


def _linked(element: Element, page: Page, known: Known) -> list[str]:
    """The records that an item links to. A chart that links to findings only draws other figures:
    its title rests on those.
    """
    entries = [name for name in page.inside.get(element.number, ()) if name in known.ledger]
    title_only = all(name in known.ledger.findings for name in entries)
    return [] if "sop-figure" in element.classes and title_only else entries


def _is_code(text: Text) -> bool:
    """What programs read, but for a page's own description in JSON-LD, which states its figures."""
    return (
        any(e.tag in _CODE for e in text.around)
        and not text.attribute
        and not text.words.startswith('{"@context"')
    )


def _is_prose(text: Text) -> bool:
    """Text that an author typed into a chapter: in a paragraph or list of the page's main part, not
    made by one of our templates.
    """
    made = {name for name in text.classes if name.startswith("sop-")} - {"sop-page", "sop-main"}
    return (
        {"main", "section"} <= text.tags
        and bool({"p", "li", "dd", "td"} & text.tags)
        and not made
        and "admonition-title" not in text.classes
    )


def _scale(text: Text) -> int | None:
    """The number of the element that holds the axis or legend of which a text is a tick; None where
    it is none.
    """
    element = text.within("text")
    if element is None or text.attribute or not _TICK.fullmatch(text.words.strip()):
        return None
    legend = next((e for e in text.around if _LEGEND.match(e.label)), None)
    if legend is not None:
        return legend.number
    # What neighbours share a group says for them.
    fill = next((e.fill for e in reversed(text.around) if e.fill), "")
    return text.around[-2].number if fill == _AXIS else None


def _signed(tick: str) -> Fraction:
    """The number of a tick; its percent sign or currency is the same on all ticks of an axis."""
    return Fraction(re.sub(r"[^\d.-]", "", tick.replace(MINUS, "-")))
