"""An index of the search in pieces, of which a query loads few: words by their first letters, with
the places that have them, and the places in blocks.

`sop-search.js` reads words as `words` does, ranks by what the pieces say, and scores the best again
by their own text, so a word that both read differently is found less well and not wrongly.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import starmap

from stateofplay.files.access import dense_json

BLOCK = 16  # places in a block: 1 to 2 kB compressed
_SHARD = 20_000  # characters of a piece of words, 3 to 8 kB compressed: of each index one is loaded
_MOST = 9  # what a word is worth at most for being said again and again
# What a word is worth in each field; in the text of a figure, which says who states it, more.
_WORTH = {"value": 12, "asks": 9, "title": 8, "text": 2, "also": 1}
_SPEAKER = 4
_FREQUENT = 6  # a word that one place in so many has says little in a long query
_JOINED = "+"  # before two neighbours written as one word
_WHOLE = "$"  # after the one word that a piece is for

Posting = list[int]  # place, worth, place, worth …; each place less the one before
# The first and the last place that has a word, its posting in JSON but for the first place, and how
# long that is.
Joint = tuple[int, int, str, int]
Part = tuple[Sequence[str], Mapping[str, Joint]]  # places in JSON, and by word
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_MARKS = re.compile("[\u0300-\u036f\u00ad]")
_DIGITS = (
    (",", re.compile(r"(\d),(?=\d{3})", re.ASCII), r"\1"),
    (",", re.compile(r"(\d),(?=\d)", re.ASCII), r"\1."),
    ("bn", re.compile(r"(\d)bn\b", re.ASCII), r"\1 billion"),
    ("m", re.compile(r"(\d)m\b", re.ASCII), r"\1 million"),
)
_INITIALS = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W\d_])")
_OWN = re.compile("['’ʼ]s\\b", re.ASCII)
_WITHIN = re.compile("(?<=[^\\W\\d_])['’ʼ](?=[^\\W\\d_])")
_PIECE = re.compile(r"[0-9]+(?:\.[0-9]+)?|[^\s0-9]+")


class _Breaks(dict[int, str]):
    """Blanks for punctuation and signs, every other character as it is."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = " " if unicodedata.category(character)[0] in "PS" else character
        return self[code]


_BREAKS = _Breaks()


@lru_cache(maxsize=20_000)  # who states a figure, and where, stands at many
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text as the search compares them: small, without accents."""
    text = text.lower()
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).translate(_LETTERS)
        text = _WITHIN.sub("", _OWN.sub("", text))
    for sign, pattern, written in _DIGITS:
        if sign in text:
            text = pattern.sub(written, text)
    if "." in text:
        text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text)
    if "'" in text:
        text = _WITHIN.sub("", _OWN.sub("", text))
    found: list[str] = []
    for piece in _PIECE.findall(text):
        found += [piece] if piece[0] in "0123456789" else piece.translate(_BREAKS).split()
    return tuple(found)


def _joined(found: Sequence[str]) -> Iterator[str]:
    for one, other in zip(found, found[1:], strict=False):
        if not (one[0].isdigit() or other[0].isdigit()):
            yield f"{_JOINED}{one}{other}"


def worths(place: dict[str, str]) -> dict[str, int]:
    """What each word of a place is worth there."""
    weighed: dict[str, int] = {}
    is_figure = place["kind"] == "Figure"
    for name, worth in _WORTH.items():
        found = words(place.get(name, ""))
        worth = _SPEAKER if is_figure and name == "text" else worth
        for word in (*found, *_joined(found)):
            weighed.setdefault(word, worth)  # the fields stand in the order of their worth
    if not is_figure:  # a section that speaks of it again and again is about it
        for word, times in Counter(words(place.get("text", ""))).items():
            weighed[word] = max(weighed[word], min(times, _MOST))
    if "#" not in place["href"]:  # a page is found by its short name as well
        found = words(place["kind"])
        for word in (*found, *_joined(found)):
            weighed[word] = max(weighed.get(word, 0), _WORTH["title"])
    return weighed


def postings_of(places: Iterable[dict[str, int]]) -> dict[str, Posting]:
    """The places that have each word, counted from 0, of what words are worth in each of them."""
    postings: dict[str, Posting] = {}
    last: dict[str, int] = {}
    for number, weighed in enumerate(places):
        for word, worth in weighed.items():
            postings.setdefault(word, []).extend((number - last.get(word, 0), worth))
            last[word] = number
    return postings


def part_of(places: Sequence[dict[str, str]]) -> Part:
    """What `pieces` takes of places that follow each other."""
    postings = {
        word: (first, sum(rest[1::2], first), "".join(f",{n}" for n in rest), 1 + len(rest))
        for word, (first, *rest) in postings_of(map(worths, places)).items()
    }
    return [*map(dense_json, places)], postings


def joined(parts: Iterable[Part]) -> Part:
    """Parts that follow each other as one."""
    places: list[str] = []
    found: dict[str, list[tuple[int, Joint]]] = {}
    for those, postings in parts:
        at = len(places)
        for word, posting in postings.items():
            if word in found:
                found[word].append((at, posting))
            else:
                found[word] = [(at, posting)]
        places += those
    return places, {word: _one(postings) for word, postings in found.items()}


def _one(several: list[tuple[int, Joint]]) -> Joint:
    """Postings of a word, each with where its part begins, as one."""
    at, (first, last, rest, length) = several[0]
    first, last, texts = first + at, last + at, [rest]
    for at, (begin, end, rest, more) in several[1:]:
        texts.append(f",{begin + at - last}{rest}")
        last, length = end + at, length + more
    return first, last, "".join(texts), length


def _pieces(postings: Mapping[str, Joint]) -> Iterator[tuple[str, list[str]]]:
    """The words by how they begin, with as many letters as it takes."""
    sizes = {word: len(word) + 5 + 2 * length for word, (*_, length) in postings.items()}
    waiting = [("", sorted(postings))]
    while waiting:
        begin, those = waiting.pop()
        if len(those) == 1 or (begin and sum(map(sizes.__getitem__, those)) <= _SHARD):
            yield begin, those
            continue
        longer: dict[str, list[str]] = {}
        for word in those:
            longer.setdefault(word.lstrip(_JOINED)[: len(begin) + 1], []).append(word)
        for start, group in longer.items():
            if start == begin:  # the word itself, alone and as two
                yield begin + _WHOLE, group
            else:
                waiting.append((start, group))


def weight(text: str) -> int:
    """What a file weighs on its way, in hundreds of bytes."""
    return -(-len(zlib.compress(text.encode())) // 100)


def pieces(index: str, parts: Iterable[Part], weigh: Callable[[str, str], int]) -> dict[str, str]:
    """The files of an index by name: ``INDEX-words-HEX.js`` for words that begin so, in hexadecimal
    digits of UTF-8, ``INDEX-places-N.js``; ``INDEX-begins.js``: their weights, by `weigh`, which
    takes name and text, the frequent words, and what all that weighs.
    """
    places, postings = joined(parts)
    files: dict[str, str] = {}
    begins: list[str] = []
    for begin, those in _pieces(postings):
        begins.append(begin)
        told = ((word, *postings[word]) for word in those)
        found = ",".join(f"{dense_json(word)}:[{first}{rest}]" for word, first, _, rest, _ in told)
        name = f"{index}-words-{begin.encode().hex()}"
        files[f"{name}.js"] = f'sopFound("{name}",{{{found}}});\n'
    for at in range(0, len(places), BLOCK):
        name = f"{index}-places-{at // BLOCK}"
        files[f"{name}.js"] = f'sopFound("{name}",[{",".join(places[at : at + BLOCK])}]);\n'
    weights = [*starmap(weigh, files.items())]
    many = 2 * len(places) / _FREQUENT  # a place and a worth each
    frequent = sorted(word for word in postings if postings[word][3] > many and word[0] != _JOINED)
    of_words = dict(sorted(zip(begins, weights, strict=False)))
    told_of = dense_json([index, BLOCK, of_words, weights[len(begins) :], frequent])
    told_of = f"{told_of[:-1]},{weight(told_of)}]"
    files[f"{index}-begins.js"] = f"(window.sopIndexes=window.sopIndexes||[]).push({told_of});\n"
    return files
