"""How numbers are written, and what JSON holds."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from mwm.answer import Answer, Column, Method, half_up, written_as
from mwm.exports.csv_table import csv_text
from mwm.scope import Scope


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (pd.Timestamp(2024, 10, 1), "month", "Oct 2024"),
        (2.25, "average", "2.3"),
        (2.35, "average", "2.4"),
        (-0.32, "average", "−0.3"),
        (-0.02, "average", "0.0"),
        (0.32, "average_change", "+0.3"),
        (-0.02, "average_change", "0.0"),
        (1284, "count", "1,284"),
        (1284.0, "count", "1,284"),
        (78.5, "rate", "79"),
        (9.94, "percent", "9.9%"),
        (41.4, "percent", "41%"),
        (0, "percent", "0%"),
        (-27, "change", "−27"),
        (27, "change", "+27"),
        (0, "change", "0"),
        (-7.6704, "percent_change", "−7.7%"),
        (0.0, "percent_change", "0.0%"),
        (3.0, "grade", "3"),
        (2.6666667, "grade", "2.67"),
        (float("nan"), "average", "–"),
        (None, "count", "–"),
        (pd.NaT, "month", "–"),
    ],
)
def test_numbers_are_written_as_agreed(value: object, kind: str, text: str) -> None:
    assert written_as(value, kind) == text


def test_halves_go_up_as_in_published_tables() -> None:
    assert [half_up(value, 0) for value in (0.5, 1.5, 2.5, -2.5)] == [1, 2, 3, -3]


def answer_of(rows: pd.DataFrame) -> Answer:
    columns = (Column("month", "Month", "month"), Column("team", "Team"), Column("average", "Average", "average"))
    return Answer(
        "q", "ok", "Said.", Scope("A"), rows, columns, {"observations": 3}, Method("What"), ("But.",), ("b1",)
    )


def test_json_holds_plain_values_and_null_for_missing_ones() -> None:
    rows = pd.DataFrame({"month": [date(2024, 1, 1)], "team": ["CIN Team A"], "average": [float("nan")], "hidden": [1]})
    read = json.loads(answer_of(rows).to_json())
    assert read["rows"] == [{"month": "2024-01", "team": "CIN Team A", "average": None, "status": "x"}]
    assert set(read) >= {
        "question", "status", "headline", "scope", "rows", "counts", "caveats", "method", "batches"
    }  # fmt: skip


def test_whole_numbers_stay_whole_beside_a_gap() -> None:
    rows = pd.DataFrame({"n": [352.0, float("nan")]})
    answer = Answer("q", "ok", "Said.", Scope("A"), rows, (Column("n", "N", "count"),), {}, Method("What"))
    assert csv_text(answer) == "n,status\n352,\n,x\n"
    assert '"n": 352\n' in answer.to_json()


def test_made_up_figures_say_so_in_every_row() -> None:
    rows = pd.DataFrame({"month": [date(2024, 1, 1)], "team": ["CIN Team A"], "average": [2.0]})
    made_up = replace(answer_of(rows), is_synthetic=True)
    assert csv_text(made_up) == "month,team,average,status,synthetic\n2024-01,CIN Team A,2.0,,yes\n"


def test_csv_does_not_let_a_spreadsheet_run_a_name() -> None:
    rows = pd.DataFrame({"month": [date(2024, 1, 1)] * 2, "team": ["=cmd()", "@x"], "average": [-0.5, 2.0]})
    assert csv_text(answer_of(rows)) == "month,team,average,status\n2024-01,'=cmd(),-0.5,\n2024-01,'@x,2.0,\n"


def test_csv_says_why_a_number_is_missing_and_never_writes_the_reason_as_a_number() -> None:
    rows = pd.DataFrame({"month": [date(2024, 1, 1)] * 2, "team": ["A", "B"], "average": [float("nan"), 2.0]})
    hidden = replace(answer_of(rows), suppressed=(True, False))
    assert csv_text(hidden) == "month,team,average,status\n2024-01,A,,c\n2024-01,B,2.0,\n"


def test_symbols_stand_in_a_column_of_their_own_where_a_question_has_a_status() -> None:
    rows = pd.DataFrame({"status": ["above"], "n": [3.0]})
    columns = (Column("status", "Status"), Column("n", "N", "count"))
    answer = Answer("q", "ok", "Said.", Scope("A"), rows, columns, {}, Method("What"))
    assert csv_text(answer) == "status,n,gss_symbol\nabove,3,\n"
