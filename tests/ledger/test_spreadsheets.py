"""Numbers, dates and files as spreadsheets write them: read in the one way that they can mean, or
not at all.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stateofplay.ledger.reading.spreadsheets import (
    UTF_8,
    UTF_16,
    WINDOWS,
    UnclearFile,
    plain_cell,
    read_sheet,
)
from stateofplay.numbers.days import date_hint, plain_date
from stateofplay.numbers.numerals import number_hint, plain_number, unclear_points

COLUMNS = ["id", "value", "note"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("38", "38"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("44,75", "44.75"),
        ("31680,00", "31680.00"),
        ("1234,567", "1234.567"),
        ("0,125", "0.125"),
        ("40 000", "40000"),
        ("40\u00a0000", "40000"),
        ("1\u202f040\u202f000", "1040000"),
        ("40\u2009000,5", "40000.5"),
        ("40’000", "40000"),
        ("40'000.50", "40000.50"),
        ("1,040,000", "1040000"),
        ("1,040.5", "1040.5"),
        ("1.040.000", "1040000"),
        ("1.040,5", "1040.5"),
        (".5", "0.5"),
        (",5", "0.5"),
        ("-.5", "-0.5"),
        ("+5", "5"),
        ("−3.2", "-3.2"),
        ("35000.", "35000"),
        (" 7 ", "7"),
        ("\ufeff7\u200b", "7"),
    ],
)
def test_a_number_that_can_be_read_in_one_way(text, plain) -> None:
    assert plain_number(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "40,000",
        "1,234",
        "-40,000",
        "1.2E+06",
        "3e4",
        "(5)",
        "38 bn",
        "19.5%",
        "€38",
        "#REF!",
        "####",
        "1,04,000",
        "1.04.000",
        "1,040.000.5",
        "12-Feb",
        "nan",
        "inf",
        "1 2",
        "",
        "=1+2",
        "4/5",
        "0x10",
        "１２3a",
    ],
)
def test_a_number_that_cannot(text) -> None:
    assert plain_number(text) is None


@given(st.text(max_size=12))
def test_a_plain_number_is_a_number_and_stays_as_it_is(text) -> None:
    plain = plain_number(text)
    if plain is not None:
        float(plain)
        assert plain_number(plain) == plain and not set(plain) & set(", '’")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("2026-02-20", "2026-02-20"),
        ("20/02/2026", "2026-02-20"),
        ("02/20/2026", "2026-02-20"),
        ("20.02.2026", "2026-02-20"),
        ("01.02.2026", "2026-02-01"),
        ("03/03/2026", "2026-03-03"),
        ("2026/2/5", "2026-02-05"),
        ("2026-2-5", "2026-02-05"),
        ("20260220", "2026-02-20"),
        ("20-Feb-2026", "2026-02-20"),
        ("20 February 2026", "2026-02-20"),
        ("February 20, 2026", "2026-02-20"),
        ("2026-02-20 00:00:00", "2026-02-20"),
        ("2026-02-20T00:00", "2026-02-20"),
        ("5/13/2026", "2026-05-13"),
    ],
)
def test_a_date_that_can_be_read_in_one_way(text, plain) -> None:
    assert plain_date(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "01/02/2026",
        "5-6-2026",
        "20-Feb-26",
        "20/02/26",
        "46073",
        "2026-02-30",
        "31/02/2026",
        "20 Smarch 2026",
        "2026",
        "Feb 2026",
        "2026-02-20 14:30",
        "",
    ],
)
def test_a_date_that_cannot(text) -> None:
    assert plain_date(text) is None


@given(st.dates())
def test_every_day_is_itself(day) -> None:
    assert plain_date(day.isoformat()) == day.isoformat()


def test_hints_say_what_to_write_and_why() -> None:
    assert number_hint("40,000") == "write 40000"
    assert number_hint("02. Feb").startswith("a spreadsheet has taken it for a date")
    assert number_hint("#REF!").startswith("the spreadsheet could not work it out")
    assert date_hint("01/02/2026") == "write 2026-01-02 or 2026-02-01"
    assert (
        date_hint("46073")
        == "it is the number of a day, 2026-02-20 in most spreadsheets; write the date"
    )


TEXT = "id,value,note\na,1,it’s “so” – now…\n"


@pytest.mark.parametrize(
    ("data", "encoding", "separator", "start"),
    [
        (TEXT.encode(), UTF_8, ",", 1),
        (TEXT.encode("utf-8-sig"), UTF_8, ",", 1),
        (TEXT.encode("utf-16"), UTF_16, ",", 1),
        (TEXT.replace(",", "\t").encode("utf-16"), UTF_16, "\t", 1),
        (TEXT.encode("utf-16-le"), UTF_16, ",", 1),
        (TEXT.encode("utf-16-be"), UTF_16, ",", 1),
        (TEXT.replace(",", ";").encode("cp1252"), WINDOWS, ";", 1),
        (b"sep=;\r\n" + TEXT.replace(",", ";").replace("\n", "\r\n").encode(), UTF_8, ";", 2),
        (b"sep=\t\r\n" + TEXT.replace(",", "\t").encode(), UTF_8, "\t", 2),
        (
            TEXT.replace("id,value,note", '"id";"value";"note";;').replace("a,1,", "a;1;").encode(),
            UTF_8,
            ";",
            1,
        ),
    ],
)
def test_a_file_is_known_by_its_bytes_and_its_header(data, encoding, separator, start) -> None:
    sheet = read_sheet(data, COLUMNS)
    assert (sheet.encoding, sheet.separator, sheet.start) == (encoding, separator, start)
    rows = list(sheet.reader())
    assert rows[0][:3] == COLUMNS and rows[1] == ["a", "1", "it’s “so” – now…"]


def test_letters_that_differ_between_code_pages_are_refused_where_they_stand() -> None:
    with pytest.raises(UnclearFile) as caught:
        read_sheet(
            'id,value,note\na,1,"one, two"\nb,2,"one, "\nc,3,Київ\n'.encode("cp1251"), COLUMNS
        )
    assert (caught.value.line, caught.value.cell) == (4, 2)


@pytest.mark.parametrize(
    ("cells", "unclear"),
    [
        (["1.182", "31680"], {"1.182"}),
        (["1.182", "0.8616"], set()),  # the file writes a decimal point
        (["1.182", "2,5"], {"1.182"}),  # a decimal comma, so the point may separate thousands
        (["1.1820", "2.5"], set()),
    ],
)
def test_a_point_in_a_file_with_semicolons(cells, unclear) -> None:
    assert unclear_points(cells) == unclear


@pytest.mark.parametrize(
    ("rule", "text", "plain"),
    [
        ({"name": "bound", "constraints": {"enum": ["exact", "about"]}}, "Exact ", "exact"),
        ({"name": "bound", "constraints": {"enum": ["exact", "about"]}}, "exct", "exct"),
        ({"name": "holds"}, "a – b > “50 percent”", 'a - b > "50 percent"'),
        ({"name": "note"}, "  it’s – so \u00a0", "  it’s – so"),
        ({"name": "start", "type": "date"}, "01/02/2026", "01/02/2026"),
        ({"name": "value", "type": "number"}, "40,000", "40,000"),
        ({"name": "value", "type": "number"}, " \u200b", ""),
    ],
)
def test_a_cell_in_its_plain_form(rule, text, plain) -> None:
    assert plain_cell({"type": "string", **rule}, text) == plain
