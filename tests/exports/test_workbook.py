"""Answers as Excel workbooks, read back: the same numbers, what each column means, and nothing that runs."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from mwm.answer import Answer, Column, Method, plain
from mwm.exports.about import MADE_UP, SMALL_NUMBERS_SHOWN, source_line
from mwm.exports.csv_table import csv_text
from mwm.exports.workbook import KINDS, headings, workbook_file
from mwm.questions import QUESTIONS, ask
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER

ON = date(2026, 11, 29)
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SEVERAL = ("overview-matrix", "skill-trend", "team-comparison", "families-voice", "looked-after-trend", "coverage")


def opened(file: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(file))


def small(**more: object) -> Answer:
    rows = pd.DataFrame(
        {
            "month": [date(2024, 1, 1), date(2024, 2, 1)],
            "team": ["A", "B"],
            "average": [2.45, float("nan")],
            "n": [12, 3],
        }
    )
    columns = (
        Column("month", "Month", "month"),
        Column("team", "Team"),
        Column("average", "Average", "average"),
        Column("n", "Observations", "count"),
    )
    method = Method("What", "How", "Not", ("questions/skills/total",))
    answer = Answer("q", "ok", "Said.", Scope("Ours"), rows, columns, {"observations": 15}, method, ("But.",), ("b1",))
    return replace(answer, suppressed=(False, True), gate="Numbers of few people are hidden.", version=7, **more)


@pytest.mark.parametrize("name", SEVERAL)
def test_every_number_is_a_number_and_the_one_of_the_answer(demo: Store, name: str) -> None:
    answer = ask(name, demo, CAREFUL_VIEWER, Scope())
    sheet = opened(workbook_file([answer], ON))["Table"]
    first, *rows = sheet.iter_rows(values_only=True)
    assert list(first) == headings(answer)
    assert len(rows) == len(answer.rows) > 0
    for written, record, status in zip(rows, answer.records(), answer.statuses(), strict=True):
        for cell, column in zip(written, answer.columns, strict=False):
            value = record[column.key]
            if column.kind in ("month", "date"):
                pattern = "%Y-%m" if column.kind == "month" else "%Y-%m-%d"
                assert (f"{cell:{pattern}}" if isinstance(cell, datetime) else cell) == value
            elif isinstance(value, (int, float)):
                assert cell == value, column.key
            elif value is None and column.kind not in ("text", "list"):
                assert cell is None
        assert written[len(answer.columns)] == (status or None)
        assert written[-1] == "yes"


def test_a_hidden_number_is_an_empty_cell_with_its_symbol_beside_it() -> None:
    book = opened(workbook_file([small()], ON))
    rows = list(book["Table"].iter_rows(values_only=True))
    assert rows[0] == ("Month", "Team", "Average", "Observations", "Status")
    assert rows[2][2] is None
    assert rows[2][4] == "c"
    symbols = {row[0]: row[3] for row in book["Columns"].iter_rows(values_only=True)}
    assert symbols["c"] == "yes"
    assert symbols["z"] == "no"


def test_numbers_are_shown_with_the_digits_of_the_screen() -> None:
    sheet = opened(workbook_file([small()], ON))["Table"]
    assert [cell.number_format for cell in sheet[2]][:4] == ["mmm yyyy", "General", "0.0", KINDS["count"][1]]
    assert sheet.freeze_panes == "B2"
    assert [table.ref for table in sheet.tables.values()] == ["A1:E3"]


def test_the_dictionary_names_every_column_of_every_sheet(demo: Store) -> None:
    answers = [ask(name, demo, CAREFUL_VIEWER, Scope()) for name in SEVERAL]
    book = opened(workbook_file(answers, ON))
    assert book.sheetnames == ["Contents", *SEVERAL, "Columns", "About"]
    said = {(row[0], row[1], row[2]) for row in book["Columns"].iter_rows(values_only=True)}
    for answer in answers:
        for column, heading in zip(answer.columns, headings(answer), strict=False):
            assert (answer.question, heading, column.key) in said
    listed = {row[0]: row[1] for row in book["Contents"].iter_rows(values_only=True)}
    assert {name: listed[name] for name in SEVERAL} == {answer.question: answer.headline for answer in answers}
    assert MADE_UP in {row[1] for row in book["Contents"].iter_rows(values_only=True)}


def test_everything_about_the_numbers_goes_with_them() -> None:
    book = opened(workbook_file([small(is_synthetic=True)], ON))
    said = {row[1]: row[2] for row in book["About"].iter_rows(values_only=True)}
    assert said["Answer"] == "Said."
    assert said["What was asked"] == Scope("Ours").words
    assert said["Made on"].startswith("29 November 2026")
    assert (said["What a number is"], said["Formula"], said["Left out"]) == ("What", "How", "Not")
    assert said["SQL"] == "sql/questions/skills/total.sql"
    assert said["To keep in mind"] == "But."
    assert said["Protection of people"] == "Numbers of few people are hidden."
    assert (said["Imports it comes from"], said["Store version"]) == ("b1", "7")
    assert said["Synthetic"] == MADE_UP
    assert MADE_UP in str(book["Table"].oddHeader.left.text)


def test_small_numbers_that_are_shown_are_said() -> None:
    book = opened(workbook_file([small()], ON, has_small_numbers=True))
    assert SMALL_NUMBERS_SHOWN in {row[2] for row in book["About"].iter_rows(values_only=True)}
    assert "Small numbers are shown" in str(book["Table"].oddHeader.left.text)
    assert source_line(small(), ON, has_small_numbers=True).endswith("SMALL NUMBERS SHOWN")


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=st.lists(
        st.tuples(st.sampled_from(("", *STARTS, "\x00=", "＝")), st.text(max_size=12)).map("".join),
        min_size=1,
        max_size=6,
    )
)
@example(words=["\r@"])
def test_no_text_can_run_in_a_spreadsheet(words: list[str]) -> None:
    rows = pd.DataFrame({"team": words, "n": range(len(words))})
    columns = (Column("team", "=Team()", words={}), Column("n", "+N", "count"))
    answer = Answer(
        "q", "ok", words[0] or "Said.", Scope(words[0] or None), rows, columns, {}, Method(words[0]), tuple(words)
    )
    book = opened(workbook_file([answer, answer], ON))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "d", "inlineStr"), (sheet.title, cell.coordinate)
                assert not (isinstance(cell.value, str) and cell.value.startswith(STARTS)), cell.value
    for line in pd.read_csv(io.StringIO(csv_text(answer)), keep_default_na=False)["team"].astype(str):
        assert not line.startswith(STARTS)


def test_every_kind_of_column_that_questions_have_can_be_written(demo: Store) -> None:
    for name in QUESTIONS:
        try:
            answer = ask(name, demo, CAREFUL_VIEWER, Scope())
        except Exception:  # a question that needs more than a scope, or may not be asked
            continue
        assert {column.kind for column in answer.columns} <= set(KINDS), name


def test_codes_are_written_as_their_words_and_headings_never_twice() -> None:
    rows = pd.DataFrame({"status": ["a, b"], "again": [["x"]], "more": [plain(1.0)]})
    columns = (
        Column("status", "Status", words={"a": "First", "b": "Second"}),
        Column("again", "Which", "list", {"x": "Ex"}),
        Column("more", "which", "number"),
    )
    answer = Answer("q", "ok", "Said.", Scope("Ours"), rows, columns, {}, Method("What"))
    first, second = opened(workbook_file([answer], ON))["Table"].iter_rows(values_only=True)
    assert first == ("Status", "Which", "which (2)", "GSS symbol")
    assert second == ("First, Second", "Ex", 1, None)
