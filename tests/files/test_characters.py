"""What no text may hold is found by its place, and no message is longer than a line."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import tiny_project
from stateofplay.editing.checking import find_problems
from stateofplay.files.characters import READABLE, misread, quoted, stray

ANY = st.text(st.characters(codec=None))  # lone surrogates as well


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("\x0b\x0c\u2028\u2029", "a line break of a word processor"),
        ("\x00\x08\x1b\x1c\x7f\x85", "a control character"),
        ("\u202a\u202e\u2066\u2069\u200e\u200f\u061c", "which turns the direction"),
        ("\ud83d\udfff", "half of a character"),
        ("\ufffd", "where a program lost a letter"),
        ("\uffff\ufdd0\ufffe\U0001ffff\U0010ffff", "no character of a text"),
        (
            "\xad\u034f\u115f\u180e\u200b\u2060\u2063\u3164\ufeff\U000e0001\U000e0041\U000e007f",
            "which nobody sees; delete it",
        ),
        ("\u200c\u200d", "joins or parts no letters"),
        ("\ufe00\ufe0e\ufe0f\U000e0100\u180b", "the sign before it has no variant"),
    ],
)
def test_a_character_that_no_text_may_hold(characters, kind) -> None:
    for character in characters:
        found = stray(f"Boxes\nlost{character}here")
        assert found.place == 10 and kind in found.message and found.rest == "Boxes\nlosthere"
        assert found.message.startswith(f"has U+{ord(character):04X} after “Boxes lost”, ")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_letters_and_signs_may_stand_anywhere(text) -> None:
    assert stray(text) is None
    assert stray(f"{text}\ufffd").place == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a\tb\r\nc",
        "Київ – “так”",
        "😀 👩\u200d🚀",
        "مرحبا",
        "שלום",
        "\u00a0\u202f\u2009",
        "e\u0301",
        "می\u200cخواهم",
        "क्\u200dष",
        "❤\ufe0f ❤\ufe0e ☎\ufe0f ©\ufe0f",
        "🏳\ufe0f\u200d🌈",
        "葛\U000e0100",
        "🤦🏽\u200d♂\ufe0f",
    ],
)
def test_a_text_that_is_text(text) -> None:
    assert stray(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "40\u200d000",
        "4\ufe0f0",
        "\ufe0f40",
        "٤\u200c٠",
        "م\u200c٤",
        "\u2212\ufe0e5",
        "–\ufe0f5",
        "Кі\u200dїв",
        "a\u200cb",
        "id\ufe00",
        "👩\u200d",
        "\u200d🚀",
        "❤\ufe0f\ufe0f",
        "1\ufe0f\u20e3",
        "4\U000e00310",
    ],
)
def test_a_number_or_a_name_differs_in_nothing_that_nobody_sees(text) -> None:
    found = stray(text)
    assert "nobody sees" in found.message and found.message.endswith("; delete it")


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


@pytest.mark.book
@pytest.mark.parametrize(
    "character", ["\xad", "\u200b", "\u200d", "\ufeff", "\ufe0f", "\U000e0041"]
)
def test_it_is_told_with_its_place_wherever_it_stands(tmp_path, character) -> None:
    project = tiny_project(tmp_path / "book")
    places = {
        "data/boxes.csv": ("40000", "2:value"),
        "seeds/sources.bib": ("Boxes pile", "2:14"),
        "_config.yml": ("title: ", "2:3"),
        "book/index.md": ("Boxes", "6:5"),
    }
    for file, (words, _) in places.items():
        path = project.root / file
        text = path.read_text(encoding="utf-8")
        assert words in text
        path.write_text(
            text.replace(words, f"{words[:2]}{character}{words[2:]}", 1), encoding="utf-8"
        )
    found = {problem.file: str(problem) for problem in find_problems(project)[0]}
    for file, (_, place) in places.items():
        assert found[file].startswith(f"{file}:{place}: has U+{ord(character):04X} after “")
        assert found[file].endswith("; delete it")


@given(st.text(st.characters(codec="latin-1", min_codepoint=0xC0), min_size=1))
def test_letters_that_were_read_in_another_encoding_are_told_with_what_was_meant(letters) -> None:
    """Every letter of Western Europe; of the signs, those that a word processor writes."""
    meant = f"Zu {letters} – it’s €5"
    with_control = {"\x81", "\x8d", "\x8f", "\x90", "\x9d"}  # told as such
    stored = meant.encode().decode("latin-1").translate(dict.fromkeys(map(ord, with_control)))
    if stored == meant.encode().decode("latin-1"):
        assert f"write {quoted(meant)}" in str(misread(meant.encode().decode("cp1252")))
    assert misread(meant) is None


@pytest.mark.parametrize("text", ["«MAÇÃ»", "“NÃO”, “MAÇÔ", "CAFÉ»", "Ã la carte", "50 °C", "Â"])
def test_letters_that_only_look_so_are_let_be(text) -> None:
    assert misread(text) is None
