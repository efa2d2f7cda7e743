"""Words against numbers: what stands beside a figure may neither contradict nor repeat the bound
that its row states, and its row says the number of its source’s words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from stateofplay.editing.drafting.readings import readings
from stateofplay.editing.numbers_in_text import numbers_in
from stateofplay.editing.rules.source_text import SourcePage
from stateofplay.files.characters import quoted
from stateofplay.files.problems import Problem
from stateofplay.ledger.entries import Finding
from stateofplay.ledger.ledger import Ledger
from stateofplay.numbers.numerals import decimal_text
from stateofplay.numbers.vocabulary import BOUNDS

# Words directly before a figure, and the bounds that they may stand with when the figure is printed
# without its own hedge (style bare, number or spelled). Room to add: one line each.
_ANY = frozenset(BOUNDS)
_BEFORE = {
    r"exactly|precisely": {"exact"},
    r"about|around|roughly|some|approximately": {"about"},
    r"nearly|almost|close to": {"nearly"},
    r"more than|over|in excess of|upwards of": {"more_than"},
    r"at least|no (?:fewer|less) than": {"at_least"},
    r"up to|at most|no more than|as (?:many|much) as": {"up_to"},
    r"less than|fewer than|under": {"less_than"},
    r"between|from": _ANY,
}
# Words directly after a figure.
_AFTER = {
    r"or more|and more|or above|at least": {"at_least", "more_than"},
    r"or (?:less|fewer)|at most": {"up_to", "less_than"},
    r"or so|more or less": {"about", "nearly"},
    r"exactly|on the dot": {"exact"},
}
_RANGE = r"between|from"  # may stand before a figure that has words of its own
_SIDES = [
    *((re.compile(rf"\b({words}) $", re.IGNORECASE), words, fit) for words, fit in _BEFORE.items()),
    *((re.compile(rf"^ ({words})\b", re.IGNORECASE), words, fit) for words, fit in _AFTER.items()),
]
_FIRST_AFTER = len(_BEFORE)
# Most figures have none of these words beside them, which one look tells.
_ANY_BEFORE = re.compile(rf"\b(?:{'|'.join(_BEFORE)}) $", re.IGNORECASE)
_ANY_AFTER = re.compile(rf"^ (?:{'|'.join(_AFTER)})\b", re.IGNORECASE)
# What makes another number of a figure, unless its unit says the same and is not printed with it.
_SIGN = re.compile(r"(?:^|[\s(|])([-−–])$|([$€£¥₴₽])$")
_SCALE = re.compile(
    r"^([kKmMB]|[ -]?(?:hundred|thousand|(?:m|b|tr)illion|dozen|bn|mn|tr?n)|[ -]?(?:per ?cent|pct)"
    r"|[ -]?percentage[ -]points?)\b|^ ?([%‰])"
)
_SAME = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
_SAME |= {"tn": "trillion", "trn": "trillion"}
_SAME |= dict.fromkeys(("%", "pct", "per cent"), "percent")
_UNHEDGED = ("bare", "number", "spelled")
_PLAIN = ("number", "spelled")  # styles that print no unit
_NAME = r"(?P<id>[a-z][a-z0-9_]*)(?:\|(?P<style>\w+))?"
IN_PROSE = re.compile(rf"\{{fig\}}`{_NAME}`")
IN_TEMPLATES = re.compile(rf"\{{{_NAME}\}}")
_FAR = 40  # characters on each side that are looked at


def contradictions(
    text: str, written: re.Pattern[str], ledger: Ledger
) -> Iterator[tuple[int, str, str]]:
    """Where in `text` a figure stands (written as IN_PROSE or IN_TEMPLATES) whose neighbours do not
    fit its bound, its name, and what is wrong.
    """
    for match in written.finditer(text):
        if match["id"] not in ledger:
            continue  # the build refuses what nobody knows
        entry = ledger.entry(match["id"])
        if isinstance(entry, Finding):
            continue
        before = re.sub(r"\s+", " ", text[max(0, match.start() - _FAR) : match.start()])
        after = re.sub(r"\s+", " ", text[match.end() : match.end() + _FAR])
        if changed := _changed(ledger, entry.unit, match["style"], before, after):
            said = f"{changed} beside it makes another number of the figure’s"
            yield match.start(), match["id"], f"{said}; take it out, or correct its row"
        if not (_ANY_BEFORE.search(before) or _ANY_AFTER.search(after)):
            continue
        for number, (pattern, words, fit) in enumerate(_SIDES):
            found = pattern.search(before if number < _FIRST_AFTER else after)
            if not found:
                continue
            hedged = match["style"] not in _UNHEDGED and words != _RANGE
            bound = getattr(entry, "bound", "")
            if bound and bound not in fit:
                said = f"“{found[1]}” beside it, and its bound is {bound}; write what its row says"
                yield match.start(), match["id"], said
            elif hedged and _is_hedged(ledger, match["id"], bound, match["style"]):
                said = f"“{found[1]}” beside it repeats its own hedge; take the words out"
                yield match.start(), match["id"], f"{said}, or write {match['id']}|bare"


def _changed(ledger: Ledger, unit: str, style: str | None, before: str, after: str) -> str:
    """The sign, scale or percent beside a figure that is none of its unit; empty where none is."""
    written = ledger.units[unit]
    own = f"{written.before} {written.after_many} {written.name}" if style in _PLAIN else ""
    for found in filter(None, (_SIGN.search(before), _SCALE.search(after))):
        word = (found[1] or found[2]).strip(" -") or found[1]
        names = {word, _SAME.get(word.lower(), word), word.replace("-", " ").rstrip("s") + "s"}
        if not any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", own) for name in names):
            return quoted(word)
    return ""


def _is_hedged(ledger: Ledger, name: str, bound: str, style: str | None) -> bool:
    """Whether a figure is printed with a hedge of its own; a computed one has no bound."""
    if bound:
        return bound != "exact"
    try:
        words = ledger.words(name, style or "hedged")
    except ValueError:  # no style, which the build reports
        return False
    return any(re.match(rf"(?:{hedge})\b", words) for hedge in _BEFORE if hedge != _RANGE)


def of_page(page: SourcePage, ledger: Ledger) -> Iterator[Problem]:
    """Every such place of a page, in its prose and in the texts of its cells."""
    for paragraph in page.paragraphs:
        text = paragraph.without_code()
        for start, name, said in contradictions(text, IN_PROSE, ledger):
            yield Problem(page.file, paragraph.line + text.count("\n", 0, start), name, said)
    for template in page.templates:
        for _, name, said in contradictions(template.text, IN_TEMPLATES, ledger):
            yield Problem(page.file, template.line_of(name), name, said)


def of_tables(ledger: Ledger) -> Iterator[Problem]:
    """Every such place of the tables' texts that pages show with their figures."""
    for table, column in (("findings", "statement"), ("positions", "brief")):
        for row in ledger.rows(table):
            for _, name, said in contradictions(row.text(column), IN_TEMPLATES, ledger):
                yield Problem(row.file, row.line, column, f"{name}: {said}")


def unlike_words(ledger: Ledger) -> Iterator[Problem]:
    """A line for each number that its source’s words state otherwise: a slip of the keys, or
    thousands with a point.

    Of several numbers one must have its digits, in whatever scale. Left alone are words with one
    that is not sure or in another unit, and a row whose note has a number of its own.
    """
    for row in (row for table in ledger.tables.values() for row in table):
        words = row.text("as_stated") if "value" in row.cells else ""
        value = row.number("value") if words else None
        if value is None or numbers_in(row.text("note")):
            continue
        found = readings(words, ledger.units)
        if len(found) == 1 and not found[0].doubts and found[0].unit == row.text("unit"):
            read = (found[0].value, found[0].low, found[0].high)
            said = [abs(number) for number in read if number is not None]
            alike = not said or abs(value) in said
        else:
            alike = len(numbers_in(words)) < 2 or _has_digits(words, value)
        if alike:
            continue
        told = f"{decimal_text(value)} is not what the words say, {quoted(words)}; correct one of "
        yield row.problem("value", f"{told}them, or say in note how the number came about")


def _has_digits(words: str, value: Fraction) -> bool:
    """Whether words with several numbers have the digits of `value`, be it in thousands or with
    blanks between them."""

    def digits(number: Fraction) -> str:
        return f"{float(abs(number)):.9e}".partition("e")[0].replace(".", "").strip("0")

    sought = digits(value)
    if sought in (digits(number.value) for number in numbers_in(words) if number.value):
        return True
    return len(sought) > 2 and sought in re.sub(r"\D", "", words)
