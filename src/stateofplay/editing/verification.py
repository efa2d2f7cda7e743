"""Holds anyone's copy of an article against the ledger: is it the same text, do its words stand
there, is no number left out?
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from stateofplay.editing.article_copy import Copy, Found, copy_of_one, quoting, required
from stateofplay.editing.digits_in_text import NumberInText
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.files.project import Project
from stateofplay.ledger.ledger import Ledger
from stateofplay.ledger.loading import load_ledger
from stateofplay.ledger.reading.sources import Article, normalise
from stateofplay.ledger.reading.tables import Row

_WORDS_BEFORE, _WORDS_AFTER = 1, 2
_COUNTED = ("paragraphs", "figures", "events", "positions", "numbers")


@dataclass(frozen=True)
class Report:
    """What a verification found: `lines` to print, the summary last; `ok` when nothing is amiss."""

    lines: list[str]
    ok: bool


@dataclass
class _Verification:
    """One run: the article, where its paragraphs stand in the copy, what has been found so far."""

    ledger: Ledger
    article: Article
    copy: Copy
    found: dict[int, Found]
    changed: dict[int, Found] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    ok: bool = True
    counted: dict[str, list[bool]] = field(default_factory=lambda: {kind: [] for kind in _COUNTED})

    def count(self, kind: str, good: bool) -> bool:
        """Count one of a kind, and whether it is as it should be."""
        self.counted[kind].append(good)
        return good

    def miss(self, n: int | str, message: str) -> None:
        self.lines.append(f"paragraph {n}: {message}")
        self.ok = False


def verify_file(project: Project, path: Path) -> Report:
    """Hold the copy of an article in `path` against the ledger. Raises DataError when the ledger
    itself has problems, and SourceError for a copy of no article of it.
    """
    ledger = load_ledger(project)
    copy, article, found = copy_of_one(path, ledger)
    run = _Verification(ledger, article, copy, found)
    run.lines.append(
        f"{path.name}: held against “{article.title}” ({article.producer}, {article.day})"
    )
    _check_paragraphs(run)
    _check_words(run)
    _check_numbers(run)
    return _report(run)


def _check_paragraphs(run: _Verification) -> None:
    """Names each paragraph that is missing, and the lines of the copy that hide it where they can
    be told.
    """
    taken = {i for f in run.found.values() for i in range(f.first, f.last + 1)}
    repeated = {normalise(run.copy.lines[i]) for i in taken}
    lines = enumerate(run.copy.lines)
    extra = [i for i, line in lines if i not in taken and normalise(line) not in repeated]
    blocks = _blocks(run, extra)
    for n in sorted(required(run.article)):
        if run.count("paragraphs", n in run.found):
            continue
        said = "is missing from the copy"
        if block := _likeliest(run, n, blocks):
            blocks.remove(block)
            run.changed[n] = block
            said = f"is not as recorded; line {_range(run.copy, block)} seems to be it, changed"
        run.miss(n, said)
    if blocks:
        places = ", ".join(_range(run.copy, block) for block in blocks)
        run.lines.append(f"not of the article, so not read: line {places}")


def _blocks(run: _Verification, extra: list[int]) -> list[Found]:
    """The lines outside the article, one block each; in a wrapped copy the lines between blank
    lines are one block.
    """
    wrapped = any(f.last > f.first for f in run.found.values())
    blocks: list[Found] = []
    for i in extra:
        adjoins = (
            wrapped
            and blocks
            and blocks[-1].last == i - 1
            and run.copy.numbers[i - 1] == run.copy.numbers[i] - 1
        )
        first = blocks.pop().first if adjoins else i
        blocks.append(Found(first, i, normalise(run.copy.text(first, i))))
    return blocks


def _likeliest(run: _Verification, n: int, blocks: list[Found]) -> Found | None:
    """The block between the neighbours of paragraph `n` that shares most words with what the ledger
    quotes from it.
    """
    before = max((f.last for m, f in (run.found | run.changed).items() if m < n), default=-1)
    after = min((f.first for m, f in run.found.items() if m > n), default=len(run.copy.lines))
    gap = [b for b in blocks if before < b.first and b.last < after]
    quoted = {
        word
        for row, column in quoting(run.ledger, run.article)
        if row.text("locator") == str(n)
        for word in normalise(row.text(column)).split()
    }
    if not quoted:
        return gap[0] if len(gap) == 1 else None
    best = max(gap, key=lambda b: len(quoted.intersection(b.text.split())), default=None)
    return best if best and 2 * len(quoted.intersection(best.text.split())) >= len(quoted) else None


def _range(copy: Copy, block: Found) -> str:
    first, last = copy.numbers[block.first], copy.numbers[block.last]
    return str(first) if first == last else f"{first}–{last}"


def _number(row: Row) -> int:
    """The paragraph that a row quotes; 0 where its locator is another one."""
    return int(row.text("locator")) if row.text("locator").isdecimal() else 0


def _paragraph(run: _Verification, row: Row) -> Found | None:
    return run.found.get(_number(row)) or run.changed.get(_number(row))


def _spans(text: str, words: str) -> list[tuple[int, int]]:
    """Where `words` stand in `text` as whole words and whole numbers: not the 5 billion of 2.5
    billion.
    """
    words = normalise(words)
    before = r"(?<!\w)(?<!\d[.,])" if words[:1].isalnum() else ""
    after = r"(?!\w|[.,]\d)" if words[-1:].isalnum() else ""
    return [m.span() for m in re.finditer(before + re.escape(words) + after, text)] if words else []


def _check_words(run: _Verification) -> None:
    """Names each row whose words are not in its paragraph; those of a missing paragraph count, but
    have been named with it.
    """
    left_out = run.article.boilerplate - run.found.keys()
    for row, column in quoting(run.ledger, run.article):
        if _number(row) in left_out:
            continue
        paragraph = _paragraph(run, row)
        stands = paragraph is not None and bool(_spans(paragraph.text, row.text(column)))
        if column == "as_stated":
            run.count("figures" if row.text("id") in run.ledger.figures else "events", stands)
        if paragraph and not stands:
            run.miss(
                row.text("locator"),
                f"“{row.text(column)}” does not stand there; "
                f"see {row.text('id')} in {row.file}:{row.line}",
            )
    for row in run.ledger.rows("positions"):
        if row.text("source") == run.article.key:
            run.count("positions", _paragraph(run, row) is not None)


def _check_numbers(run: _Verification) -> None:
    """Names each number that no figure, event or row of unpublished.csv accounts for."""
    quotes: dict[str, list[str]] = {}
    for row, column in quoting(run.ledger, run.article):
        quotes.setdefault(row.text("locator"), []).append(row.text(column))
    for n, paragraph in sorted((run.found | run.changed).items()):
        spans = [span for words in quotes.get(str(n), []) for span in _spans(paragraph.text, words)]
        for number in numbers_in(paragraph.text):
            if number.kind == "name":
                continue
            is_stated = any(start <= number.start and number.end <= end for start, end in spans)
            if not run.count("numbers", is_stated):
                said = f"“{_in_context(paragraph.text, number)}” is in no figure or event; "
                said += "add its row, or list it with a reason in data/unpublished.csv"
                run.miss(n, said)


def _in_context(text: str, number: NumberInText) -> str:
    """The number with three words around it at most: enough to find it, too little to be the
    article.
    """
    before = text[: number.start].split(" ")
    after = text[number.end :].split(" ")
    return (
        " ".join(before[-1 - _WORDS_BEFORE :]) + number.words + " ".join(after[: 1 + _WORDS_AFTER])
    )


def _report(run: _Verification) -> Report:
    every = [good for found in run.counted.values() for good in found]
    percent = 100 * sum(every) // len(every) if every else 100
    told = ((sum(found), len(found), kind) for kind, found in run.counted.items() if found)
    parts = ", ".join(f"{good} of {total} {kind}" for good, total, kind in told)
    return Report([*run.lines, f"{parts}: {percent}%"], run.ok and all(every))
