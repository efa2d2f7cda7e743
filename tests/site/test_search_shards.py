"""An index of the search in pieces: small ones, in which every word of every place is found."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise

import pytest

from stateofplay.site.pages.search_shards import BLOCK, Part, joined, part_of, weight, words
from stateofplay.site.pages.search_shards import pieces as pieces_of


def places(count: int) -> list[dict[str, str]]:
    return [
        {
            "kind": "Figure",
            "title": f"Tugs at pier {n}",
            "text": f"Port union of harbour{n % 97}, “{30_000 + n:,} tugs”",
            "href": f"book/ledger-tugs.html#tug_{n}",
            "value": f"{30_000 + n:,} tugs",
        }
        for n in range(count)
    ]


def pieces(parts: list[Part]) -> dict[str, str]:
    return pieces_of("tugs", parts, lambda _, text: weight(text))


def content(file: str) -> object:
    return json.loads(file.partition(",")[2].removesuffix(");\n"))


def found(files: dict[str, str], word: str) -> dict[int, int]:
    """The places that have a word, with what it is worth there, as the page's script finds them."""
    pushed = files["tugs-begins.js"].partition("push(")[2].removesuffix(");\n")
    index, block, begins, *_ = json.loads(pushed)
    assert (index, block) == ("tugs", BLOCK)
    letters = word.removeprefix("+")
    own = [b for b in begins if b in (f"{letters}$", letters[: len(b)])]
    piece = content(files[f"tugs-words-{max(own, key=len).encode().hex()}.js"]) if own else {}
    posting = piece.get(word, [])
    at, result = 0, {}
    for step, worth in zip(posting[::2], posting[1::2], strict=True):
        at += step
        result[at] = worth
    return result


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The U.S. fleet’s 1,234 tankers", "the us fleet 1234 tankers"),
        ("€38bn, $2.5m; 19,25", "38 billion 2.5 million 19.25"),
        ("Zażółć Kyïv's losses_2026_01", "zazołc kyiv losses 2026 01"),
        ("don’t — Łódź", "dont lodz"),
        ("Київ каже", "київ каже"),
    ],
)
def test_words_are_read_as_the_script_reads_them(text, read) -> None:
    assert list(words(text)) == read.replace("ł", "l").replace("київ", "киів").split()


@pytest.mark.parametrize("count", [10, 3_000])
def test_every_word_leads_to_its_places_by_what_it_is_worth_there(count) -> None:
    files = pieces([part_of(places(count))])
    assert found(files, str(30_000 + count - 1)) == {count - 1: 12}
    assert found(files, "harbour7") == {}  # digits are words of their own
    assert found(files, "tugs") == dict.fromkeys(range(count), 12)
    assert found(files, "union") == dict.fromkeys(range(count), 4)
    assert found(files, "+portunion") == dict.fromkeys(range(count), 4)
    blocks = [content(files[f"tugs-places-{n}.js"]) for n in range(-(-count // BLOCK))]
    assert [place for block in blocks for place in block] == places(count)


@pytest.mark.parametrize("cuts", [(1,), (0, 97), (5, 5, 60), tuple(range(100))])
def test_places_in_parts_are_found_as_those_of_one_part(cuts) -> None:
    each, ends = places(100), [0, *cuts, 100]
    parts = [part_of(each[at:to]) for at, to in pairwise(ends)]
    assert pieces(parts) == pieces([part_of(each)])
    assert pieces([parts[0], joined(parts[1:])]) == pieces([part_of(each)])


def test_no_piece_of_a_large_index_is_large() -> None:
    files = pieces([part_of(places(10_000))])
    sizes = {name: len(gzip.compress(text.encode(), 9)) for name, text in files.items()}
    assert max(sizes.values()) <= 20_000, max(sizes, key=sizes.get)
    assert len([name for name in files if name.startswith("tugs-words-33")]) > 1  # numbers, from 3


def test_an_index_says_what_its_pieces_weigh_and_which_words_are_frequent() -> None:
    files = pieces([part_of(places(3_000))])
    pushed = files["tugs-begins.js"].partition("push(")[2].removesuffix(");\n")
    _, _, begins, blocks, frequent, own = json.loads(pushed)
    assert len(gzip.compress(pushed.encode(), 6)) - 150 < 100 * own < len(pushed)
    weights = {f"tugs-words-{begin.encode().hex()}": weight for begin, weight in begins.items()}
    weights |= {f"tugs-places-{n}": weight for n, weight in enumerate(blocks)}
    assert {f"{name}.js" for name in weights} == files.keys() - {"tugs-begins.js"}
    for name, told in weights.items():
        size = len(gzip.compress(files[f"{name}.js"].encode(), 6))
        assert size - 150 < 100 * told < size + 100  # without the head of a file
    assert frequent == ["at", "harbour", "of", "pier", "port", "tugs", "union"]


def test_a_section_that_says_a_word_often_and_a_page_of_its_name_are_about_it() -> None:
    page = {"kind": "Front line", "title": "Where it is", "href": "book/front-line.html"}
    section = {"kind": "Talks", "title": "More", "text": "tug " * 20, "href": "book/a.html#b"}
    files = pieces([part_of([page, section])])
    assert found(files, "frontline") == {} and found(files, "+frontline") == {0: 8}
    assert found(files, "front") == {0: 8} and found(files, "tug") == {1: 9}
