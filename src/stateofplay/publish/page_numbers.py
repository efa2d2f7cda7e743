"""Holds every number on the built pages against the ledger: its words, the tables' cells, or a
class that is no figure of the book.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from stateofplay.ledger.entries import Figure, Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import decimal_text, typed_numbers
from stateofplay.numbers.quantity import int_or_float
from stateofplay.numbers.wording import MINUS, STYLES, number_words
from stateofplay.site.lists.corrections import corrections
from stateofplay.site.page_text import Element, Page, Text, whole

# Elements whose text is a program's and not the book's.
_CODE = {"code", "pre", "style", "script", "template", "textarea"}
# What is taken out of a text before its numbers are read: these are not figures. Each is counted
# under its name.
_NO_FIGURES = {
    name: re.compile(pattern)
    for name, pattern in {
        "address": r"https?://\S+",
        "day": r"\b(?:19|20)\d\d-\d\d-\d\d(?:T[\d:]+(?:Z|[+-]\d\d:\d\d)?)?|\b\d\d:\d\d\b"
        r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d\d\b",
        "paragraph of the article": r"\bparagraphs? \d+|¶\d+",
        "licence or version": r"\bCC[ -](?:BY|0)[\w -]*?\d\.\d|Attribution \d\.\d|[Vv]ersion \d+(?:\.\d+)+",
        "name": r"\b[A-Za-z]+[-_.]?\d\w*(?:[-_.]\w+)*|\b\w+_\w+\b",
        "number of things listed": r"\b\d+ (?:row|source)s?\b|with \d+ values|with values from \d+ to \d+",
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


class Known:
    """The numbers that the ledger says, all of them and those of one entry with what its record
    shows.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.everywhere = {n for text in self._everything() for n in typed_numbers(text)}
        self.corrections = {
            c.anchor: {n for cell in vars(c).values() for n in typed_numbers(str(cell))}
            for c in corrections(ledger)
        }
        self._entries: dict[str, set[str]] = {}
        self._restated: dict[str, list[str]] = {}
        for figure in ledger.figures.values():
            self._restated.setdefault(figure.restates, []).append(figure.id)
        # Without the corrections, whose ids are those of the entries that they changed: what an
        # entry was, it is no longer.
        self._rows = {
            row.text("id"): row
            for name, table in ledger.tables.items()
            if name != "corrections"
            for row in table
            if row.text("id")
        }

    def phrases(self, name: str) -> set[str]:
        """Every way in which the pages may print an entry."""
        if isinstance(self.ledger.entry(name), Finding):
            return {self.ledger.words(name)}
        return {self.ledger.words(name, style) for style in STYLES}

    def of_entry(self, name: str) -> set[str]:
        """The numbers that the record of an entry may show: its own, its cells', its check's, and
        those of entries it names.
        """
        if name not in self._entries:
            self._entries[name] = {n for text in self._around(name) for n in typed_numbers(text)}
        return self._entries[name]

    def rounded(self, names: Iterable[str]) -> set[str]:
        """The values and ends of entries rounded to whole numbers, as a chart may write them into
        its marks.
        """
        quantities = [
            entry.quantity
            for entry in map(self.ledger.entry, names)
            if not isinstance(entry, Finding)
        ]
        ends = [
            end for quantity in quantities for end in (quantity.value, quantity.low, quantity.high)
        ]
        return {number_words(Fraction(round(end))) for end in ends if isinstance(end, Fraction)}

    def _around(self, name: str) -> Iterator[str]:
        ledger, entry = self.ledger, self.ledger.entry(name)
        named = [name, *getattr(entry, "inputs", ())]
        if isinstance(entry, Figure):
            named += [entry.restates] if entry.restates else []
            named += self._restated.get(name, [])
            series = ledger.stated_again(entry)
            named += [f.id for f in series]
            yield from (
                ledger.change(older, newer)
                for newer, older in zip(series, series[1:], strict=False)
            )
            source = ledger.sources[entry.source]
            yield from (source.title, source.producer)
        if isinstance(entry, Finding):
            yield ledger.evidence(name).label  # “3 sources”
        for other in named:
            yield from self.phrases(other)
            yield from _cells(self._rows[other].cells.values()) if other in self._rows else ()
        if name in ledger.checks:
            yield from self._check(name)
        if name in ledger.searches:
            yield from (ledger.searches[name].where_looked, ledger.searches[name].looked_for)

    def _check(self, name: str) -> Iterator[str]:
        unit = self.ledger.figures[name].unit
        for check in self.ledger.checks[name]:
            yield from (
                check.note,
                check.mixes,
                check.as_stated,
                check.locator,
                check.basis,
                check.formula,
            )
            yield from (self.ledger.outside_words(check, shown) for shown in (check.unit, unit))

    def _everything(self) -> Iterator[str]:
        ledger = self.ledger
        for name in (*ledger.figures, *ledger.derived, *ledger.findings):
            yield from self.phrases(name)
        for figure in ledger.figures.values():
            series = ledger.stated_again(figure)
            yield from (
                ledger.change(older, newer)
                for newer, older in zip(series, series[1:], strict=False)
            )
        for entry in (*ledger.figures.values(), *ledger.derived.values()):
            # As programs write them, for the parts of pages that programs read.
            ends = entry.quantity.ends(int_or_float).values()
            yield from (str(end) for end in ends if end is not None)
        for name in ledger.checks:
            yield from self._check(name)
        for table in ledger.tables.values():
            yield from (table.title, table.description)
            for column in table.schema.fields:
                yield column["description"]
            for row in table:
                yield from _cells(row.cells.values())
        for source in ledger.sources.values():
            yield from (source.title, source.producer, source.license, source.published)


def _cells(cells: Iterable) -> Iterator[str]:
    for cell in cells:
        if isinstance(cell, Fraction):
            yield number_words(cell)
            yield decimal_text(cell)
        elif cell is not None:
            yield str(cell)


def judge_page(name: str, html: str, known: Known, judgement: Judgement) -> None:
    """Judge every number of the page called `name`; adds to `judgement`."""
    page = Page(html)
    texts = whole(whole(page.texts, "a", "sop-num"), "text")
    ticks: dict[int, list[Fraction]] = {}
    for text in texts:
        if _is_code(text):
            continue
        link = (
            None
            if text.attribute or {"sop-term", "sop-mark"} & set(text.classes)
            else text.within("a", "sop-num")
        )
        if link is not None:
            _judge_live(name, text, link.fragment, known, judgement)
            continue
        words = text.words
        for kind, pattern in _NO_FIGURES.items():
            words, count = pattern.subn(" ", words)
            if count:
                judgement.add(kind, count)
        numbers = typed_numbers(words)
        scale = _scale(text) if numbers else None
        if scale is not None:
            ticks.setdefault(scale, []).append(_signed(text.words))
            continue
        kind, allowed = _allowed(text, page, known)
        for number in numbers:
            judgement.add(kind)
            if number not in allowed:
                judgement.problems.append(
                    f"{name}: “{number}” in “{_short(text.words)}” is not in the ledger ({kind})"
                )
    for numbers in ticks.values():
        judgement.add("tick of an axis", len(numbers))
        if numbers != sorted(set(numbers)) and numbers != sorted(set(numbers), reverse=True):
            judgement.problems.append(
                f"{name}: the ticks {', '.join(map(str, numbers))} of an axis are not in order"
            )


def _judge_live(name: str, text: Text, entry: str, known: Known, judgement: Judgement) -> None:
    """A figure or finding in the text must be printed in one of its own ways."""
    if entry not in known.ledger:
        judgement.problems.append(
            f"{name}: “{_short(text.words)}” links to the record “{entry}”, which the ledger does not have"
        )
        return
    judgement.add("live figure", len(typed_numbers(text.words)))
    if " ".join(text.words.split()) not in {
        " ".join(phrase.split()) for phrase in known.phrases(entry)
    }:
        judgement.problems.append(
            f"{name}: “{_short(text.words)}” is not what the ledger says of {entry}: “{known.ledger.words(entry)}”"
        )


def _allowed(text: Text, page: Page, known: Known) -> tuple[str, set[str]]:
    """The class of a text's numbers, and which of them may stand there."""
    if "sop-plain" in text.classes:
        return "name", set(typed_numbers(text.words))
    if "math" in text.tags:  # constants, indices and exponents: the build refuses longer numbers
        return "formula", set(typed_numbers(text.words))
    for element in reversed(text.around):
        if element.id and element.id in known.ledger:
            return "record", known.of_entry(element.id)
        if element.id in known.corrections:
            return "correction", known.corrections[element.id]
    for element in reversed(text.around):
        entries = (
            [name for name in page.inside.get(element.number, ()) if name in known.ledger]
            if _is_item(element)
            else []
        )
        if entries:
            drawn = known.rounded(entries) if "svg" in text.tags else set()
            return "item with its records", drawn.union(*map(known.of_entry, entries))
    if any("cell_output" in e.classes for e in text.around):
        return "shown by a cell", set(typed_numbers(text.words))
    if any(e.id.startswith("codebook-") for e in text.around):
        return "list, table or title", known.everywhere
    if any("sop-grades" in e.classes for e in text.around):
        return "measure of the pages’ own words", set(typed_numbers(text.words))
    if "svg" in text.tags:
        return "label in a chart", known.everywhere
    if "script" in text.tags:
        return "description for programs", known.everywhere
    if _is_prose(text):
        return "prose", set()
    return "list, table or title", known.everywhere


def _is_item(element: Element) -> bool:
    """Whether an element and the records that it links to speak of the same: a row, an item of a
    list, a card, a chart with its table.
    """
    return element.tag in ("tr", "li") or bool(
        element.classes & {"sop-card", "sop-figure", "sop-front-card"}
    )


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
    ours = {c for e in text.around for c in e.classes if c.startswith("sop-")} - {
        "sop-page",
        "sop-main",
    }
    return (
        "main" in text.tags
        and bool({"p", "li", "dd", "td"} & text.tags)
        and "section" in text.tags
        and not ours
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
    return text.around[-2].number if element.fill == _AXIS else None


def _signed(tick: str) -> Fraction:
    """The number of a tick; a percent sign or a currency on it is the same on all ticks of an axis."""
    return Fraction(re.sub(r"[^\d.-]", "", tick.replace(MINUS, "-")))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= 90 else f"{words[:90]}…"
