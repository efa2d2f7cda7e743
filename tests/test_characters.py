"""What no text may hold is found by its place, and no message is longer than a line."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.characters import READABLE, quoted, stray

ANY = st.text(st.characters(codec=None))  # lone surrogates as well


@pytest.mark.parametrize(("characters", "kind"), [
    ("\x0b\x0c\u2028\u2029", "a line break of a word processor"),
    ("\x00\x08\x1b\x1c\x7f\x85", "a control character"),
    ("\u202a\u202e\u2066\u2069\u200e\u200f\u061c", "which turns the direction"),
    ("\ud83d\udfff", "half of a character"),
    ("\ufffd", "where a program lost a letter"),
    ("\uffff\ufdd0\ufffe\U0001ffff\U0010ffff", "no character of a text"),
])
def test_a_character_that_no_text_may_hold(characters, kind) -> None:
    for character in characters:
        found = stray(f"Boxes\nlost{character}here")
        assert found.place == 10 and kind in found.message and found.rest == "Boxes\nlosthere"
        assert found.message.startswith(f"has U+{ord(character):04X} after “Boxes lost”, ")


@pytest.mark.parametrize("text", [
    "", "a\tb\r\nc", "Київ – “так”", "😀 👩\u200d🚀", "مرحبا", "שלום", "\u00a0\u202f\u2009", "e\u0301",
])
def test_a_text_that_is_text(text) -> None:
    assert stray(text) is None


@given(ANY)
def test_what_is_not_refused_is_xml_and_has_the_lines_that_every_program_sees(text) -> None:
    if stray(text) is None:
        plain = text.replace("\r\n", "\n").replace("\r", "\n")
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert (ElementTree.fromstring(f"<t>{escaped}</t>".encode()).text or "") == plain
        assert text.splitlines() == plain.removesuffix("\n").split("\n") or not text


@given(ANY)
def test_a_message_quotes_a_readable_piece_on_one_line(text) -> None:
    for message in (quoted(text), getattr(stray(text), "message", "")):
        assert len(message.splitlines()) <= 1 and stray(message) is None
        assert len(message) <= READABLE + 120
    if len(text) <= READABLE and stray(text) is None and text.isprintable():
        assert quoted(text) == f"“{text}”"


def test_a_cell_of_twenty_thousand_characters() -> None:
    assert quoted("x" * 20_000) == f"“{'x' * READABLE}…”"
