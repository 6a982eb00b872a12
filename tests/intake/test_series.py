"""A series of one's own: read, judged, refused in plain words; nothing stored."""

import json
import math
import statistics
import time
from datetime import date
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from mwm.cli import main
from mwm.errors import IntakeError
from mwm.intake.reading import read_file
from mwm.intake.series import read_series


def series(tmp_path: Path, text: str, **columns: str):
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    return read_series(read_file(path), date_column="day", value_column="number", **columns)


@pytest.mark.parametrize(
    "text",
    [
        *("2025-04-01", "01/04/2025", "1/4/2025", "01/04/25", "01.04.2025", "2025/04/01", "2025-04-01T00:00:00"),
        *("1 Apr 2025", "1 April 2025", "01-Apr-2025", "2025-04", "04/2025", "Apr 2025", "April 2025", "Apr-25"),
    ],
)
def test_dates_are_day_first_or_year_first(tmp_path: Path, text: str) -> None:
    assert series(tmp_path, f"day,number\n{text},3\n").days == (date(2025, 4, 1),)


def test_rows_are_sorted_and_blanks_are_gaps_and_both_are_said(tmp_path: Path) -> None:
    found = series(tmp_path, 'day,number\n2025-02,"1,284"\n2025-01,12\n2025-03,\n')
    assert found.days == (date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1))
    assert found.values[:2] == (12.0, 1284.0)
    assert math.isnan(found.values[2])
    assert "sorted" in found.notes[0]
    assert "gap" in found.notes[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("day,number\n04/13/2025,1\n", ["row 2 (written like a date)", "column day", "not a date", "the day first"]),
        ("day,number\n2025-01,1\n2025-02,Jane Roe\n", ["row 3", "column number", "text of 8 characters"]),
        ("day,number\n2025-01,1\n2025-01,2\n", ["Rows 2 and 3", "same date"]),
        ("day,number\n2025-01,\n", ["No row has a value"]),
        ("day,number\n2025-01,1\n2025-02,1e300\n", ["row 3", "column number", "too large"]),
        ("day,number\n2025-01,-1e308\n", ["row 2", "too large", "millions"]),
        ("day,number\n2025-01,1e999\n", ["row 2", "too large"]),
        ("day,number\n2025-01,inf\n", ["row 2", "not a number"]),
        ("day,number\n2025-01,-Infinity\n", ["row 2", "not a number"]),
        ("day,number\n2025-01,1_000\n", ["row 2", "not a number"]),
        ("day,number\n2025-01,£12\n", ["row 2", "not a number", "in digits"]),
        ("day;number\n2025-01;1,5\n", ["row 2", "not a number", "12.5"]),
        ("day,number\n2025-01,12%\n2025-02,0.12\n", ["row 3", "percent sign", "or none"]),
        ("day,number\n2025-01,1\n,2\n", ["row 3", "blank", "not a date"]),
        ("day,number\n2025-01,NaN\n2025-02,n/a\n", ["No row has a value"]),
        ("day,number\n2025-01,3\n2025-02,1,284\n", ["row 3", "3 cells", "2 headings"]),
        ("day,number\n", ["headings but no rows"]),
        ("", ["empty"]),
        ("2025-01,3\n2025-02,4\n", ["no column called “day”", "first row has to hold the headings"]),
        ("days,numbers\n2025-01,3\n", ["no column called “day”", "Did you mean “days”?"]),
        ("day,amount\n2025-01,1\n", ["no column called “number”", "amount"]),
        ("day,number\n" + "".join(f"2025-{m:02},x\n" for m in range(1, 9)), ["row 4", "and 5 more rows"]),
    ],
)
def test_a_bad_series_is_refused_in_a_sentence_that_says_where(tmp_path: Path, text: str, words: list[str]) -> None:
    with pytest.raises(IntakeError) as caught:
        series(tmp_path, text)
    for word in words:
        assert word in str(caught.value)
    assert "Roe" not in str(caught.value)
    assert caught.value.mend


def test_numbers_may_have_thousands_separators_signs_and_exponents(tmp_path: Path) -> None:
    text = 'day,number\n2025-01,"1,284,000.5"\n2025-02,-3\n2025-03,+.5\n2025-04,−7\n2025-05,1.5E3\n'
    assert series(tmp_path, text).values == (1284000.5, -3, 0.5, -7, 1500)
    assert series(tmp_path, "day,number\n2025-01,12%\n2025-02,9.5 %\n2025-03,\n").values[:2] == (12, 9.5)


@pytest.mark.parametrize(
    ("chart", "row", "words"),
    [
        ("p", "5,4", ["row 3", "number 5", "column number", "above its denominator"]),
        ("p", "-1,4", ["row 3", "below zero", "p chart"]),
        ("u", "-1,4", ["row 3", "below zero"]),
        ("u", "1,0", ["row 3 (number 0)", "column all", "above zero"]),
        ("u", "1,-4", ["row 3 (number -4)", "column all", "above zero"]),
        ("p", "1,", ["row 3 (blank)", "column all", "leave both cells blank"]),
        ("p", "1,many", ["row 3 (text of 4 characters)", "column all", "not a number"]),
        ("p", "0,0", ["row 3 (number 0)", "column all"]),
        ("c", "-1,4", ["row 3", "below zero"]),
        ("g", "-1,4", ["row 3", "below zero"]),
        ("t", "0,4", ["row 3 (number 0)", "g chart"]),
    ],
)
def test_values_that_a_chart_cannot_have(tmp_path: Path, chart: str, row: str, words: list[str]) -> None:
    with pytest.raises(IntakeError) as caught:
        series(tmp_path, f"day,number,all\n2025-01,1,4\n2025-02,{row}\n", denominator_column="all", chart=chart)
    for word in words:
        assert word in str(caught.value)
    assert caught.value.mend


def test_percentages_are_no_counts(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"row 2 .*row 3 .*xmr chart"):
        series(tmp_path, "day,number\n2025-01,20%\n2025-02,25%\n", chart="c")


def test_a_gap_needs_no_denominator_and_a_broken_count_is_noticed(tmp_path: Path) -> None:
    found = series(tmp_path, "day,number,all\n2025-01,1,4\n2025-02,,\n", denominator_column="all", chart="p")
    assert math.isnan(found.values[1])
    assert any("row 3" in note for note in series(tmp_path, "day,number\n2025-01,1\n2025-02,1.5\n", chart="c").notes)


def test_a_cell_of_a_workbook_that_holds_a_formula_or_an_error_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("day", "number"), ("2025-01", 3), ("2025-02", "#DIV/0!")):
        book.active.append(row)
    book.save(tmp_path / "own.xlsx")
    with pytest.raises(IntakeError, match=r"row 3, column number"):
        read_series(read_file(tmp_path / "own.xlsx"), date_column="day", value_column="number")


def run(tmp_path: Path, text: str, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict, str]:
    path = tmp_path / "own.csv"
    path.write_text(text, encoding="utf-8")
    code = main(["series", str(path), "--date", "day", "--value", "number", "--format", "json", *options])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, json.loads(out, parse_constant=no_such_constant) if out else {}, err


def no_such_constant(name: str) -> float:
    raise AssertionError(f"{name} is no JSON")


WAVE = "day,number\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{10 + n % 2}\n" for n in range(24))


def test_the_command_gives_mean_limits_icons_and_phases(tmp_path, capsys) -> None:
    code, told, _ = run(tmp_path, WAVE + "2022-01,30\n", "--better", "lower", "--target", "14", capsys=capsys)
    assert code == 0
    assert told["variation"] == "concern_high"
    assert told["rows"][-1]["signal"] == ["outside_limits"]
    assert told["rows"][-1]["icon"] == "concern_high"
    assert told["lower_process_limit"] < told["mean"] < told["upper_process_limit"]
    assert told["assurance"] == "consistently_hits"
    code, told, _ = run(tmp_path, WAVE, "--rebase-at", "2021-01", capsys=capsys)
    assert [phase["from"] for phase in told["phases"]] == ["2020-01-01", "2021-01-01"]
    assert {row["phase"] for row in told["rows"]} == {1, 2}


def test_screening_can_be_switched_off(tmp_path, capsys) -> None:
    _, screened, _ = run(tmp_path, WAVE + "2022-01,30\n", capsys=capsys)
    _, plain, _ = run(tmp_path, WAVE + "2022-01,30\n", "--no-screening", capsys=capsys)
    assert plain["upper_process_limit"] > screened["upper_process_limit"]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--chart", "p"], "needs a denominator"),
        (["--chart", "c", "--denominator", "number"], "takes no denominator"),
        (["--rebase-at", "soon"], "not a day"),
        (["--rebase-at", "2025-13"], "not a day"),
        (["--target", "nan"], "not a number"),
        (["--target=-inf"], "not a number"),
    ],
)
def test_options_that_do_not_fit_are_wrong_usage(tmp_path, capsys, options: list[str], word: str) -> None:
    code, _, err = run(tmp_path, WAVE, *options, capsys=capsys)
    assert code == 2
    assert word in err


LONG = "day,number\n" + "".join(f"{1100 + n // 12}-{n % 12 + 1:02},{n % 7 + 1}\n" for n in range(10_000))


@pytest.mark.parametrize("chart", ["xmr", "c", "run", "g", "t"])
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("day,number\n2025-01,3\n", "thin"),
        ("day,number\n" + "".join(f"{2020 + n},5\n" for n in range(20)), "ok"),
        (LONG, "ok"),
    ],
    ids=["one point", "all equal", "ten thousand points"],
)
def test_one_point_equal_points_and_ten_thousand_points_are_answered(
    tmp_path, capsys, text: str, status: str, chart: str
) -> None:
    code, told, _ = run(tmp_path, text, "--target", "4", "--better", "higher", "--chart", chart, capsys=capsys)
    assert code == 0
    assert told["status"] == status
    if status == "thin":
        assert told["variation"] is told["assurance"] is told["upper_process_limit"] is None
        assert told["rows"][0]["icon"] is None


def test_ten_thousand_points_with_new_limits_every_month_take_no_longer_than_they_should(tmp_path, capsys) -> None:
    days = [line.split(",")[0] for line in LONG.splitlines()[1:]]
    began = time.process_time()
    code, told, _ = run(tmp_path, LONG, "--rebase-at", *days[12::12], capsys=capsys)
    assert code == 0
    assert len(told["phases"]) == 834
    assert time.process_time() - began < 20  # a few seconds; looking through every row in each phase takes minutes


def test_all_shares_of_nothing_and_of_everything(tmp_path, capsys) -> None:
    for number in (0, 4):
        text = "day,number,all\n" + "".join(f"{2000 + n},{number},4\n" for n in range(20))
        code, told, _ = run(tmp_path, text, "--chart", "p", "--denominator", "all", capsys=capsys)
        assert code == 0
        assert (told["mean"], told["variation"]) == (number / 4, "common_cause")


def test_a_target_far_outside_and_new_limits_where_nothing_is(tmp_path, capsys) -> None:
    options = ("--target", "1e300", "--better", "higher", "--rebase-at", "1999-01", "2020-01", "2031-02")
    code, told, _ = run(tmp_path, WAVE, *options, capsys=capsys)
    assert code == 0
    assert told["assurance"] == "consistently_misses"
    assert len(told["phases"]) == 1
    assert [day in told["caveats"][n] for n, day in enumerate(("01/01/1999", "01/01/2020", "01/02/2031"))] == [True] * 3


def test_a_short_latest_phase_is_not_summed_up_by_the_one_before(tmp_path, capsys) -> None:
    _, told, _ = run(tmp_path, WAVE, "--rebase-at", "2021-10", "--target", "3", "--better", "lower", capsys=capsys)
    assert told["status"] == "thin"
    assert told["variation"] is told["assurance"] is told["upper_process_limit"] is None
    assert "3 of the 8 points needed" in told["headline"]


@pytest.mark.parametrize("chart", ["g", "t"])
def test_rare_events(tmp_path, capsys, chart: str) -> None:
    between = [23, 39, 15, 34, 1, 49, 98, 29, 27, 13, 45, 7, 10, 27, 24, 14, 20, 38, 44, 11, 10, 3, 13, 283]
    text = "day,number\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{gap}\n" for n, gap in enumerate(between))
    code, told, _ = run(tmp_path, text, "--chart", chart, "--better", "higher", capsys=capsys)
    mean = sum(between) / 24
    roots = [gap ** (1 / 3.6) for gap in between]
    middle, step = sum(roots) / 24, sum(abs(one - other) for one, other in pairwise(roots)) / 23 / 1.128
    expected = {
        "g": (statistics.median(between), mean + 3 * (mean * (mean + 1)) ** 0.5),
        "t": (middle**3.6, (middle + 3 * step) ** 3.6),
    }
    assert code == 0
    assert (told["mean"], told["upper_process_limit"]) == pytest.approx(expected[chart])
    assert told["variation"] == "improvement_high"


def test_a_run_chart_says_when_the_median_is_crossed_too_seldom(tmp_path, capsys) -> None:
    drift = "day,number\n" + "".join(f"{2020 + n // 12}-{n % 12 + 1:02},{n // 6 % 2 * 9 + n % 3}\n" for n in range(24))
    _, told, _ = run(tmp_path, drift, "--chart", "run", capsys=capsys)
    assert told["counts"]["crossings"] == 3
    assert told["counts"]["fewest_crossings_by_chance"] == 8
    assert "crosses the median 3 times, fewer than the 8" in told["caveats"][0]
    _, told, _ = run(tmp_path, WAVE, "--chart", "run", capsys=capsys)
    assert told["caveats"] == []
