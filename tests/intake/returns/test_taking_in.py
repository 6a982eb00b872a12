"""Counts of returns go the road of every import: compared, written whole, entered in the ledger, taken back."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mwm.errors import IntakeError, UsageError
from mwm.intake import run_checks, take_in, undo
from mwm.intake.returns import Choices, ReturnsReport, count_returns, read_population, take_in_returns, write_counts
from mwm.store import Store
from tests.intake.made import file_of, look
from tests.intake.returns.made import TODAY, Row, birth, episode, files

YEAR = "2019-episodes.csv"
ROWS = [episode("C1", "10/05/2019", "01/08/2019"), episode("C2", "01/04/2018", RNE="L"), episode("C3", "01/09/2019")]


def send(store: Store, *parts: tuple[str, Sequence[Row] | bytes], **options: Any) -> ReturnsReport:
    choices = Choices(**{key: options.pop(key) for key in list(options) if key in Choices.__dataclass_fields__})
    return take_in_returns(store, files(*(parts or ((YEAR, ROWS),))), choices, **options)


def series(store: Store, breakdown: str = "all", category: str = "all") -> list[tuple[Any, ...]]:
    where = f"breakdown = '{breakdown}' and category = '{category}' and superseded_by is null"
    return look(
        store,
        "select strftime(month, '%Y-%m'), looked_after, started, ceased, population_0_17 "
        f"from looked_after_month where {where} order by month",
    )


def sound(store: Store) -> bool:
    return not [check for check in run_checks(store) if check.faults]


def test_counts_are_written_by_month_and_breakdown(store: Store) -> None:
    report = send(store, population=40_000)
    assert (report.status, report.kind, report.batch_no) == ("imported", "ssda903", 1)
    assert report.headline.startswith(
        "1 year of SSDA903 returns: 3 episodes of 3 children, 2019/20. They became counts of"
    )
    months = series(store)
    assert len(months) == 12
    assert months[4] == ("2019-08", 1, 0, 1, 40_000)
    assert months[11] == ("2020-03", 2, 0, 0, 40_000)
    assert series(store, "age_band", "not known")[0][1:] == (1, 0, 0, None)
    assert series(store, "destination", "home")[4][1:] == (0, None, 1, None)
    names = look(store, "select distinct breakdown from looked_after_month order by 1")
    assert [name for (name,) in names] == [
        "age_band",
        "all",
        "category_of_need",
        "destination",
        "legal_status",
        "location",
        "placement",
        "placements_in_year",
        "reconciliation",
        "time_looked_after",
    ]
    assert sound(store)


def test_each_breakdown_adds_up_to_all(store: Store) -> None:
    send(store)
    totals = look(
        store,
        "select breakdown, month, sum(looked_after) from looked_after_month "
        "where breakdown not in ('destination', 'reconciliation') group by 1, 2",
    )
    for breakdown, month, total in totals:
        assert total == next(size for name, when, size in totals if name == "all" and when == month), breakdown


def test_the_same_files_again_are_nothing_to_do(store: Store) -> None:
    two = ((YEAR, ROWS), ("2019-header.csv", [birth()]))
    send(store, *two)
    again = send(store, *reversed(two))
    assert again.status == "unchanged"
    assert "these files were imported" in again.headline
    assert "batch 1" in again.headline


def test_another_choice_about_counting_is_another_import_and_back_again(store: Store) -> None:
    rows = [*ROWS, episode("C4", "05/05/2019", LS="V4")]
    send(store, (YEAR, rows))
    assert send(store, (YEAR, rows), with_short_breaks=True).rows_replaced > 0
    assert series(store)[1][1] == 3
    back = send(store, (YEAR, rows))
    assert back.status == "imported"
    assert series(store)[1][1] == 2
    assert send(store, (YEAR, rows)).status == "unchanged"
    assert sound(store)


def test_a_corrected_return_replaces_and_undo_takes_it_back_whole(store: Store) -> None:
    first = send(store)
    before = series(store)
    corrected = [*ROWS[:2], episode("C3", "01/10/2019")]
    report = send(store, (YEAR, corrected))
    assert report.status == "imported"
    assert report.rows_new == 0
    assert 0 < report.rows_replaced < report.rows_read
    assert series(store)[5][1] == 1
    assert sound(store)
    undo(store, str(report.batch_no))
    assert series(store) == before
    assert sound(store)
    undo(store, str(first.batch_no))
    assert look(store, "select count(*) from looked_after_month") == [(0,)]


def test_a_return_without_a_header_replaces_the_ages_of_one_with(store: Store) -> None:
    send(store, (YEAR, ROWS), ("2019-header.csv", [birth("C2", "20/06/2010")]))
    assert series(store, "age_band", "5 to 9")[0][1] == 1
    send(store)
    assert series(store, "age_band", "5 to 9")[0][1] == 0
    assert series(store, "age_band", "not known")[0][1] == 1


def test_a_population_that_is_there_stays(store: Store) -> None:
    hand = [{"month": "2019-04", "looked_after": "9", "population_0_17": "41000"}]
    take_in(store, file_of(hand), kind="looked_after")
    send(store)
    assert series(store)[0] == ("2019-04", 1, 0, 0, 41_000)
    assert series(store)[1][4] is None


def test_a_later_return_adds_its_year(store: Store) -> None:
    send(store)
    report = send(store, ("2020-episodes.csv", [episode("C3", "01/09/2019", "10/04/2020")]))
    assert report.rows_replaced == 0
    months = series(store)
    assert len(months) == 24
    assert months[12] == ("2020-04", 0, 0, 1, None)


def test_trial_and_refusal_write_nothing(store: Store) -> None:
    assert send(store, dry_run=True).status == "dry run"
    report = send(store, (YEAR, [*ROWS, episode("C9", "10/05/2019", "01/05/2019")]))
    assert report.status == "refused"
    assert (report.rows_read, report.rows_refused) == (4, 1)
    assert report.problem_counts == {("end_before_start", "DEC"): 1}
    assert report.problems[0].row_number == 5
    assert store.version == 0
    good = send(store, (YEAR, [*ROWS, episode("C9", "10/05/2019", "01/05/2019")]), accept_good_rows=True)
    assert good.status == "imported"
    assert good.returns["rows_left_out"] == 1
    assert look(store, "select count(*) from rejected_row") == [(0,)]


def test_the_ledger_keeps_the_digest_of_the_file_itself(store: Store) -> None:
    (file,) = files((YEAR, ROWS))
    send(store)
    kept = look(store, "select file_name, file_sha256, file_bytes, kind from import_batch")
    assert kept == [(YEAR, file.sha256, file.size, "ssda903")]


def test_several_councils(store: Store) -> None:
    send(store, authority="North")
    send(store, authority="South")
    assert look(store, "select authority, count(*) from looked_after_month group by 1 order by 1") == [
        ("North", 648),
        ("South", 648),
    ]


def test_no_whole_month_yet(store: Store) -> None:
    young = files(("2026-episodes.csv", [episode("C1", "03/04/2026")]))
    counted = count_returns(young, today=date(2026, 4, 10))
    assert counted.coverage.months == ()
    with pytest.raises(IntakeError, match="no month whole"):
        write_counts(store, young, counted)


def test_populations_are_read_from_numbers_and_files(tmp_path: Path) -> None:
    assert read_population("35,624") == 35624
    path = tmp_path / "population.csv"
    path.write_text("year,population_0_17\n2018,41000\n2019,40500\n", encoding="utf-8")
    assert read_population(str(path)) == {(2018 - 1970) * 12 + 3: 41000, (2019 - 1970) * 12 + 3: 40500}
    path.write_text("Month,Population\n2019-05,40000\n2019-06-01,40100\n", encoding="utf-8")
    assert list(read_population(str(path))) == [(2019 - 1970) * 12 + 4, (2019 - 1970) * 12 + 5]
    for wrong, words in (("year,people\n1,2\n", "needs a column"), ("year,population\n2018,many\n", "not a month")):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(IntakeError, match=words):
            read_population(str(path))
    for wrong in ("many", "0", "-5"):
        with pytest.raises(UsageError, match="population"):
            read_population(wrong)


def test_the_work_in_python_does_not_grow_with_the_rows() -> None:
    """Ten times the rows take hardly more steps of Python: what grows is done in whole columns."""

    def steps(children: int) -> int:
        rows = [
            row
            for number in range(children)
            for row in (
                episode(f"C{number}", f"{number % 28 + 1:02d}/05/2019", f"{number % 28 + 1:02d}/09/2019", REC="X1"),
                episode(f"C{number}", f"{number % 28 + 1:02d}/09/2019", RNE="P"),
            )
        ]
        sent = files((YEAR, rows), ("2019-header.csv", [birth(f"C{number}") for number in range(children)]))
        count_returns(sent, today=TODAY)
        calls = 0

        def step(*_: object) -> None:
            nonlocal calls
            calls += 1

        sys.setprofile(step)
        try:
            count_returns(sent, today=TODAY)
        finally:
            sys.setprofile(None)
        return calls

    few, many = steps(400), steps(4000)
    assert many < 1.2 * few
