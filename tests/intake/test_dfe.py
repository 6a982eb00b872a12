"""The Department for Education's published file, exactly as published."""

import csv
from pathlib import Path

import pytest

from mwm.intake import import_file, run_checks, take_in
from mwm.store import Store
from tests.intake.made import file_of, look, send

PUBLISHED = Path(__file__).parents[3] / "shared/data/dfe/cla_number_and_rate_per_10k_children_2025.csv"
FIGURES = (
    "select year, value from published_figure where area_code = '{}' and measure = '{}' and release = '{}' order by 1"
)


def row_2023(measure: str, number: str, rate: str, population: str, **changes: str | None) -> dict[str, str | None]:
    """A row as the release of 2023 had it."""
    return {
        "time_period": "2023",
        "time_identifier": "Reporting year",
        "geographic_level": "Local authority",
        "country_code": "E92000001",
        "country_name": "England",
        "region_name": "Inner London",
        "region_code": "E13000001",
        "new_la_code": "E09000019",
        "old_la_code": "206",
        "la_name": "Islington",
        "population_count": measure,
        "population_estimate": population,
        "number": number,
        "rate_per_10000": rate,
    } | changes


AT = "Children looked after at 31 March each year"
STARTING = "Children starting to be looked after each year"
CEASING = "Children ceasing to be looked after each year"


def test_an_older_layout(store: Store) -> None:
    national = {"geographic_level": "National", "region_code": None, "new_la_code": None, "la_name": None}
    report = send(
        store,
        row_2023(AT, "326", "90", "36288"),
        row_2023(STARTING, "c", "z", "36288"),
        row_2023(CEASING, "192", "53", "36288"),
        row_2023(AT, "83840", "71", "11886149", **national),
        row_2023(AT, "x", "x", "x", time_period="2022"),
    )
    assert (report.status, report.kind, report.authority, report.rows_new) == ("imported", "dfe_looked_after", None, 5)
    rows = "select area, area_level, year, measure, value, symbol, release from published_figure order by 1, 3, 4"
    assert look(store, rows) == [
        ("England", "country", 2023, "looked_after", 83840.0, None, "2023"),
        ("England", "country", 2023, "population_0_17", 11886149.0, None, "2023"),
        ("England", "country", 2023, "rate_per_10000", 71.0, None, "2023"),
        ("Islington", "authority", 2022, "looked_after", None, "x", "2023"),
        ("Islington", "authority", 2022, "population_0_17", None, "x", "2023"),
        ("Islington", "authority", 2022, "rate_per_10000", None, "x", "2023"),
        ("Islington", "authority", 2023, "ceased", 192.0, None, "2023"),
        ("Islington", "authority", 2023, "looked_after", 326.0, None, "2023"),
        ("Islington", "authority", 2023, "population_0_17", 36288.0, None, "2023"),
        ("Islington", "authority", 2023, "rate_per_10000", 90.0, None, "2023"),
        ("Islington", "authority", 2023, "started", None, "c", "2023"),
    ]
    assert look(store, "select count(*) from authority") == [(0,)], "published figures need no authority"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"number": "many"}, "number", "not_a_figure"),
        ({"time_period": "next"}, "time_period", "year_out_of_range"),
        ({"geographic_level": "Ward"}, "geographic_level", "unknown_area_level"),
        ({"population_count": "Children in need"}, "population_count", "unknown_measure"),
        ({"new_la_code": None}, "geographic_level", "area_without_code"),
    ],
)
def test_what_is_not_as_published_is_refused(store: Store, changes, column: str, code: str) -> None:
    report = send(store, row_2023(AT, "326", "90", "36288") | changes)
    assert [(problem.row_number, problem.column, problem.code) for problem in report.problems] == [(2, column, code)]


def test_another_release_stays_beside_and_the_same_release_is_corrected(store: Store) -> None:
    send(store, row_2023(AT, "326", "90", "36288"))
    newer = row_2023(AT, "299", "83", "36129", time_period="2024")
    assert send(store, row_2023(AT, "325", "89", "36428"), newer).rows_new == 2
    assert look(store, FIGURES.format("E09000019", "looked_after", "2023")) == [(2023, 326.0)]
    assert look(store, FIGURES.format("E09000019", "looked_after", "2024")) == [(2023, 325.0), (2024, 299.0)]
    assert send(store, row_2023(AT, "327", "90", "36288")).rows_replaced == 1
    current = FIGURES.replace("where", "where superseded_by is null and")
    assert look(store, current.format("E09000019", "looked_after", "2023")) == [(2023, 327.0)]


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the published file is not at {PUBLISHED.parent.name}")
def test_the_file_of_2025(store: Store) -> None:
    report = import_file(store, PUBLISHED)
    assert (report.status, report.rows_new, report.problems) == ("imported", 2505, [])
    figures = {
        measure: [value for _, value in look(store, FIGURES.format("E09000019", measure, "2025"))]
        for measure in ("looked_after", "started", "ceased", "rate_per_10000", "population_0_17")
    }
    assert figures["looked_after"] == [343, 385, 325, 299, 282]
    assert figures["started"] == [140, 202, 132, 124, 126]
    assert figures["ceased"] == [166, 165, 192, 150, 144]
    assert figures["rate_per_10000"] == [92, 105, 89, 83, 79]
    assert figures["population_0_17"] == [37245, 36604, 36428, 36129, 35624]
    assert look(store, FIGURES.format("E92000001", "looked_after", "2025"))[-1] == (2025, 81770.0)
    assert look(store, FIGURES.format("E92000001", "rate_per_10000", "2025"))[-1] == (2025, 67.0)
    assert look(store, "select area_level, count(distinct area_code) from published_figure group by 1 order by 1") == [
        ("authority", 155),
        ("country", 1),
        ("region", 11),
    ]
    assert import_file(store, PUBLISHED).status == "unchanged"
    assert not [check for check in run_checks(store) if check.faults]


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"the published file is not at {PUBLISHED.parent.name}")
def test_every_figure_of_2025_against_a_plain_reading(store: Store) -> None:
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    take_in(store, file_of([{key: value or None for key, value in row.items()} for row in rows]))
    expected = set()
    for row in rows:
        code = row["new_la_code"] or row["region_code"] or row["country_code"]
        measure = {"looked": "looked_after", "starti": "started", "ceasin": "ceased"}[row["population_type"][9:15]]
        cells = {measure: row["children_count"]}
        if measure == "looked_after":
            cells |= {"rate_per_10000": row["rate_per_10000"], "population_0_17": row["population_estimate"]}
        for name, cell in cells.items():
            number = float(cell) if cell.replace(".", "").isdigit() else None
            expected.add((code, int(row["time_period"]), name, number, None if number is not None else cell))
    assert set(look(store, "select area_code, year, measure, value, symbol from published_figure")) == expected
