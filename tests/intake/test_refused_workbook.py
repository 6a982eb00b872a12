"""The workbook of refused rows: it can be mended, sent again, and runs nothing."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mwm.intake import refused_workbook as module
from mwm.intake.problems import WHAT_TO_MEND, Problem
from mwm.intake.reading import read_file
from mwm.intake.refused_workbook import refused_workbook

HEADINGS = ("observation_id", "Evocation", "note")
ROWS = {
    7: {"observation_id": "a", "Evocation": "9", "note": None},
    3: {"observation_id": "=cmd()", "Evocation": "0042", "note": "2025-04-01"},
}
PROBLEMS = [
    Problem(7, "Evocation", "grade_out_of_scale", "number 9", "This is not a grade from 1 to 5.", "Mend the grade."),
    Problem(7, "Evocation", "second", "number 9", "Another fault.", "Mend that."),
    Problem(3, None, "ragged_row", "4 cells", "This row has 4 cells.", "Remove one."),
]


def opened(content: bytes):
    return load_workbook(io.BytesIO(content))


def test_rows_keep_their_cells_columns_and_order():
    sheet = opened(refused_workbook(HEADINGS, ROWS, PROBLEMS)).worksheets[0]
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows()] == [
        list(HEADINGS),
        ["=cmd()", "0042", "2025-04-01"],
        ["a", "9", None],
    ]
    assert sheet.freeze_panes == "A2"


def test_what_to_mend_is_said_in_words_in_the_last_column():
    sheet = opened(refused_workbook(HEADINGS, ROWS, PROBLEMS)).worksheets[0]
    assert [cell.value for cell in sheet["D"]] == [
        WHAT_TO_MEND,
        "Row 3 of the file. This row has 4 cells. Remove one.",
        "Row 7 of the file. Evocation: This is not a grade from 1 to 5. Mend the grade. "
        "Evocation: Another fault. Mend that.",
    ]


def test_only_cells_at_fault_are_coloured_and_carry_a_comment():
    sheet = opened(refused_workbook(HEADINGS, ROWS, PROBLEMS)).worksheets[0]
    marked = {cell.coordinate for row in sheet["A1:C3"] for cell in row if cell.comment}
    coloured = {cell.coordinate for row in sheet["A1:C3"] for cell in row if cell.fill.fill_type}
    assert marked == coloured == {"B3"}
    assert "Another fault. Mend that." in sheet["B3"].comment.text


def test_nothing_in_it_is_a_formula_or_an_error_or_a_number():
    texts = ["=1+1", "+1", "-1", "@x", "#REF!", "12", "TRUE", "=HYPERLINK(1)"]
    rows = {number: {"h": text} for number, text in enumerate(texts, start=2)}
    sheet = opened(refused_workbook(["h", "=bad"], rows, [])).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s", "inlineStr"}
    assert sheet["A2"].quotePrefix
    assert sheet["B1"].quotePrefix
    assert not sheet["A6"].quotePrefix
    assert sheet["A2"].number_format == "@"


def test_a_workbook_that_was_sent_again_does_not_collect_columns():
    sheet = opened(refused_workbook(["h", "what to mend"], {2: {"h": "a", "what to mend": "b"}}, [])).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["h", WHAT_TO_MEND]


def test_it_is_read_back_from_its_first_sheet(tmp_path):
    path = tmp_path / "refused.xlsx"
    path.write_bytes(refused_workbook(HEADINGS, ROWS, PROBLEMS))
    rows = read_file(path)
    assert rows.headings == (*HEADINGS, WHAT_TO_MEND)
    assert rows.rows.select(["c0", "c1", "c2"]).to_pylist() == [
        {"c0": "=cmd()", "c1": "0042", "c2": "2025-04-01"},
        {"c0": "a", "c1": "9", "c2": None},
    ]
    assert rows.problems == ()
    assert rows.notes == ()


def test_very_many_refused_rows_and_faults_are_cut_and_said_so(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    monkeypatch.setattr(module, "MAX_COMMENTS", 2)
    rows = {number: {"h": "a"} for number in range(2, 12)}
    problems = [Problem(number, "h", "code", "blank", "Wrong.", "Mend.") for number in rows]
    book = opened(refused_workbook(["h"], rows, problems))
    assert [cell.comment is not None for cell in book.worksheets[0]["A"]] == [False, True, True, False]
    assert "first 3 of 10 refused rows" in str([row[0].value for row in book["Instructions"].iter_rows()])


def test_no_temporary_file_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    refused_workbook(HEADINGS, ROWS, PROBLEMS)
    assert list(tmp_path.iterdir()) == []


_TRICKY = (
    *("=1+1", "+44 20", "-1", "@x", "\tx", "\rx", "a\r\nb", "a\rb"),
    *("_x000D_", "_x0041_b", "'x", '<&>"', "#N/A"),
)
_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff\0"), max_size=20),
    st.sampled_from(_TRICKY),
)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_TEXT, min_size=1, max_size=10))
def test_every_text_survives_the_way_there_and_back(tmp_path_factory, texts):
    path: Path = tmp_path_factory.mktemp("refused") / "refused.xlsx"
    rows = {number: {"h": text, "id": "x"} for number, text in enumerate(texts, start=2)}
    path.write_bytes(refused_workbook(["id", "h"], rows, []))
    back = read_file(path)
    # Reading trims, so what was read before has no space around it.
    import pyarrow as pa
    import pyarrow.compute as pc

    assert back.rows["c1"].to_pylist() == [
        text or None for text in pc.utf8_trim_whitespace(pa.array(texts, pa.string())).to_pylist()
    ]


@pytest.mark.parametrize("text", ["bad \ufffe and \uffff", "nul \0"])
def test_what_a_workbook_cannot_hold_does_not_break_it(tmp_path, text):
    path = tmp_path / "refused.xlsx"
    path.write_bytes(refused_workbook(["h"], {2: {"h": text}}, []))
    assert len(read_file(path).rows) == 1
