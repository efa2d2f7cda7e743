"""How hard a text is to read: its school grade by two formulas."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from string import punctuation

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]?\s+(?=[“‘(]?[A-Z0-9€$£])")
_MARKS = punctuation.replace("%", "") + "“”‘’…–—"


@dataclass(frozen=True)
class Grades:
    """A page's prose: its words and sentences, and the school grade by each of two formulas.

    `flesch_kincaid` weighs words in a sentence and syllables in a word, `coleman_liau` letters in a
    word and sentences in a hundred words; they err in different ways.
    """

    words: int
    sentences: int
    flesch_kincaid: float
    coleman_liau: float

    @property
    def highest(self) -> float:
        return max(self.flesch_kincaid, self.coleman_liau)


def grades(paragraphs: Iterable[str]) -> Grades | None:
    """The grades of some paragraphs of running English; None where there is no word.

    A sentence ends at a full stop, a question or an exclamation mark; a colon or a semicolon ends
    none.
    """
    # Read only when a page is measured. The package's own count of a text takes capitals for
    # consonants and gives “the” no syllable, so each word is counted apart, in lower case, and has
    # one at least.
    from readability import ColemanLiauIndex, KincaidGradeLevel
    from readability.langdata import LANGDATA

    sentences = [
        words
        for paragraph in paragraphs
        for sentence in _SENTENCE_END.split(paragraph)
        if (words := [word for part in sentence.split() if (word := part.strip(_MARKS))])
    ]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    counted = Counter(map(str.lower, words)).items()
    syllables = sum(max(1, LANGDATA["en"]["syllables"](word)) * times for word, times in counted)
    letters = sum(character.isalnum() for word in words for character in word)
    return Grades(
        len(words),
        len(sentences),
        round(KincaidGradeLevel(syllables, len(words), len(sentences)), 1),
        round(ColemanLiauIndex(letters, len(words), len(sentences)), 1),
    )
