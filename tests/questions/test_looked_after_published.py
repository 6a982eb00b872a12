"""Published figures of any area: the change over the years, the comparison, and whose figures are shown."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from mwm.errors import ScopeError
from mwm.intake import import_file, run_checks, undo
from mwm.questions import (
    area_choices,
    looked_after_comparison,
    programme_note,
    published_looked_after,
    published_looked_after_change,
)
from mwm.scope import Month, Period, Scope
from mwm.settings import REFERENCE_FOLDER
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.test_looked_after import counts_csv

DFE = Path(__file__).parents[3] / "shared" / "data" / "dfe" / "cla_number_and_rate_per_10k_children_2025.csv"
with_the_file = pytest.mark.skipif(not DFE.exists(), reason="the Department for Education's file is not at hand")
ISLINGTON = "E09000019"
HEAD = "area_code,area,area_level,region_code,year,measure,value,symbol,release,source\n"
NEIGHBOURS = "area_code,neighbour_code,neighbour,closeness\nA1,A2,Beeton,close\nA1,A3,Ceeton,somewhat close\n"


def figures(rows: dict[tuple[str, str, str, str], list[float]], *, first: int = 2021) -> str:
    """Rates of 1% of the count for (code, name, level, region) → counts from the first year on."""
    lines = []
    for (code, name, level, region), counts in rows.items():
        for place, count in enumerate(counts):
            start = f"{code},{name},{level},{region},{first + place}"
            lines.append(f"{start},looked_after,{count},,2025,A release")
            lines.append(f"{start},rate_per_10000,{round(count / 100)},,2025,A release")
    return HEAD + "\n".join(lines) + "\n"


COUNTRY, REGION = ("C1", "Country", "country", ""), ("R1", "Region", "region", "")
AETON, BEETON, CEETON = (
    (code, name, "authority", "R1") for code, name in (("A1", "Aeton"), ("A2", "Beeton"), ("A3", "Ceeton"))
)
FEW = {COUNTRY: [70_000, 71_000], REGION: [9000, 9100], AETON: [8000, 7600], BEETON: [5000, 5500], CEETON: [9900, 9900]}


@pytest.fixture(scope="module")
def reference(filled_once) -> Store:
    """The figures and the neighbours that come with the program."""
    store = filled_once((REFERENCE_FOLDER / "looked_after_published.csv").read_text(encoding="utf-8"))
    filled_once((REFERENCE_FOLDER / "statistical_neighbours.csv").read_text(encoding="utf-8"), store)
    return store


@pytest.fixture
def few(filled) -> Store:
    store = filled(figures(FEW))
    filled(NEIGHBOURS, store)
    return store


# ---- change over the years


def test_fifteen_published_counts_give_the_worked_limits(reference: Store) -> None:
    period = Period(Month.parse("2011-01"), None)
    answer = published_looked_after_change(reference, LOCAL_VIEWER, Scope(period=period), area="Islington")
    last = answer.rows.iloc[-1]
    assert [last["mean"], last["upper_process_limit"], last["lower_process_limit"]] == pytest.approx(
        [330.733, 394.19, 267.27], abs=0.005
    )
    assert set(answer.rows["variation"]) == {"common_cause"}
    assert "A year below 268, or seven years in a row below 331, would be a real reduction." in answer.headline
    assert answer.rows["yearly_percent"].dropna().round(1).tolist() == [
        1.5, -5.8, -1.3, 15.0, 0.3, -3.7, -1.5, -6.6, 16.6, -6.0, 12.2, -15.6, -8.0, -5.7
    ]  # fmt: skip
    assert answer.rows["yearly_percent"].std() == pytest.approx(9.28, abs=0.005)


def test_the_change_since_a_year_is_told_with_both_counts(reference: Store) -> None:
    answer = published_looked_after_change(reference, LOCAL_VIEWER, Scope(), area=ISLINGTON, since="2023")
    assert answer.headline.startswith(
        "Islington: 43 fewer looked after children (LAC), −13.2%, in the 2 years since 31 March 2023 (325 then, 282 on "
        "31 March 2025). No real change"
    )
    revised = answer.rows.set_index("year").loc[2024]
    assert (revised["looked_after"], revised["earlier_value"], revised["earlier_release"]) == (299, 298, "2024")
    assert answer.rows.set_index("year")["change"].dropna().to_dict() == {2024: -26, 2025: -43}


def test_few_years_are_too_few_to_judge_and_that_is_said(few: Store) -> None:
    answer = published_looked_after_change(few, LOCAL_VIEWER, Scope(), area="Aeton")
    assert "Too few to tell a real change from chance: 2 of the 8 years needed." in answer.headline
    assert answer.rows["lower_process_limit"].isna().all()


def test_years_enough_for_trial_limits_say_that_they_are(filled) -> None:
    store = filled(figures({AETON: [100 + (place % 3) for place in range(9)]}, first=2016))
    answer = published_looked_after_change(store, LOCAL_VIEWER, Scope(), area="Aeton")
    assert any("trial limits" in caveat for caveat in answer.caveats)
    assert answer.extra["since"] == 2020


@pytest.mark.parametrize("since", ["2009", "last", ""])
def test_a_year_without_a_count_is_refused_with_the_years_there_are(reference: Store, since: str) -> None:
    with pytest.raises(ScopeError, match="from 2010 to 2025"):
        published_looked_after_change(reference, LOCAL_VIEWER, Scope(), area=ISLINGTON, since=since)


def test_a_missing_year_is_a_gap(filled) -> None:
    text = "".join(line for line in figures({AETON: [10, 11, 12]}).splitlines(True) if ",2022," not in line)
    answer = published_looked_after_change(filled(text), LOCAL_VIEWER, Scope(), area="Aeton")
    assert answer.rows["year"].tolist() == [2021, 2022, 2023]
    assert answer.records()[1]["looked_after"] is None


def test_what_the_programme_reported_is_set_beside_the_published_counts(reference: Store, few: Store) -> None:
    said = programme_note(reference, LOCAL_VIEWER, Scope())
    assert "−7.7% in 8 months" in said
    assert "(2010–2025), 5 of 15 yearly changes were at least as large" in said
    assert "lies within ordinary variation" in said
    assert programme_note(few, LOCAL_VIEWER, Scope()) == ""


# ---- whose figures


def test_the_stores_own_authority_is_found_by_its_name_however_it_is_written(filled) -> None:
    for name in ("Aeton", "aeton council", "London Borough of Aeton"):
        store = filled(figures(FEW))
        filled(counts_csv([300, 301]), store, authority=name)
        assert area_choices(store, LOCAL_VIEWER, Scope()).own == "A1"
        assert looked_after_comparison(store, LOCAL_VIEWER, Scope()).extra["area"] == "A1"


def test_two_areas_that_could_be_meant_are_neither(filled) -> None:
    nottingham = {("N1", "Nottingham", "authority", ""): [1], ("N2", "Nottinghamshire", "authority", ""): [2]}
    city = {("N3", "City of Dee", "authority", ""): [1], ("N4", "Dee County", "authority", ""): [2]}
    store = filled(figures(nottingham | city))
    filled(counts_csv([300, 301]), store, authority="Dee")
    assert area_choices(store, LOCAL_VIEWER, Scope()).own is None


def test_without_an_own_area_the_one_with_neighbours_is_shown_else_the_country(filled) -> None:
    store = filled(figures(FEW))
    assert area_choices(store, LOCAL_VIEWER, Scope()).default == "C1"
    filled(NEIGHBOURS, store)
    areas = area_choices(store, LOCAL_VIEWER, Scope())
    assert areas.default == "A1"
    assert list(areas.names.values()) == ["Country", "Region", "Aeton", "Beeton", "Ceeton"]


# ---- comparison


def test_an_area_stands_beside_country_region_and_neighbours_by_name(few: Store) -> None:
    answer = looked_after_comparison(few, LOCAL_VIEWER, Scope(), area="aeton")
    rows = answer.records()
    assert [(row["area"], row["part"]) for row in rows] == [
        ("Aeton", "own"),
        ("Country", "country"),
        ("Region", "region"),
        ("Beeton", "neighbour"),
        ("Ceeton", "neighbour"),
    ]
    assert (rows[0]["year"], rows[0]["looked_after"], rows[0]["first_year"], rows[0]["change"]) == (
        2022,
        7600,
        2021,
        -400,
    )
    assert rows[0]["percent_change"] == pytest.approx(-5.0)
    assert rows[3]["closeness"] == "close"
    assert answer.headline == (
        "On 31 March 2022, 76 of every 10,000 children in Aeton were looked after (LAC); 710 in Country, 91 in Region, "
        "55 to 99 in its 2 statistical neighbours."
    )


def test_chosen_areas_keep_the_order_in_which_they_were_asked(few: Store) -> None:
    answer = looked_after_comparison(
        few, LOCAL_VIEWER, Scope(), area="A1", beside=("Ceeton", "C1", "beeton"), year="2021"
    )
    assert [row["area"] for row in answer.records()] == ["Aeton", "Ceeton", "Country", "Beeton"]
    assert {row["part"] for row in answer.records()[1:]} == {"chosen"}
    assert all(row["change"] is None for row in answer.records())


def test_an_unknown_area_and_a_year_without_figures_are_refused(few: Store) -> None:
    with pytest.raises(ScopeError, match="Beeton"):
        looked_after_comparison(few, LOCAL_VIEWER, Scope(), area="Beetun")
    with pytest.raises(ScopeError, match="from 2021 to 2022"):
        looked_after_comparison(few, LOCAL_VIEWER, Scope(), area="A1", year=2020)


def test_islingtons_ten_neighbours_come_with_the_program(reference: Store) -> None:
    answer = looked_after_comparison(reference, LOCAL_VIEWER, Scope(), year=2025)
    rates = {row["area"]: row["rate_per_10000"] for row in answer.records()}
    assert rates == {
        "Islington": 79, "England": 67, "Inner London": 59, "Camden": 58, "Southwark": 70, "Lambeth": 73,
        "Westminster": 62, "Hackney": 65, "Hammersmith and Fulham": 62, "Lewisham": 71, "Haringey": 61,
        "Greenwich": 62, "Manchester": 97,
    }  # fmt: skip


def test_nothing_published_is_an_ordinary_answer(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        for question in (published_looked_after_change, looked_after_comparison):
            answer = question(empty, LOCAL_VIEWER, Scope())
            assert (answer.status, answer.records()) == ("empty", [])


# ---- neighbours and regions as files


def test_a_councils_list_of_neighbours_replaces_the_earlier_one_and_undo_brings_it_back(few: Store, tmp_path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("area_code,neighbour_code,neighbour\nA1,A3,Ceeton\n", encoding="utf-8")
    report = import_file(few, own)
    assert report.status == "imported"

    def neighbours() -> list[str]:
        rows = looked_after_comparison(few, LOCAL_VIEWER, Scope(), area="A1").records()
        return [row["area"] for row in rows if row["part"] == "neighbour"]

    assert neighbours() == ["Ceeton"]
    undo(few, str(report.batch_id))
    assert neighbours() == ["Beeton", "Ceeton"]
    assert not [check for check in run_checks(few) if check.faults]


def test_the_same_list_again_changes_nothing(few: Store, tmp_path) -> None:
    again = tmp_path / "again.csv"
    again.write_text(NEIGHBOURS + "\n", encoding="utf-8")
    report = import_file(few, again)
    assert (report.rows_new, report.rows_unchanged) == (0, 2)


@pytest.mark.parametrize(
    ("text", "words"),
    [("A1,A1,Aeton,\n", "own neighbour"), ("A1,A2,Beeton,\nA1,A2,Beeton,\n", "more than one row")],
)
def test_a_list_that_cannot_be_right_is_refused(few: Store, tmp_path, text: str, words: str) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("area_code,neighbour_code,neighbour,closeness\n" + text, encoding="utf-8")
    report = import_file(few, wrong)
    assert report.status == "refused"
    assert words in report.problems[0].message


def test_undoing_published_figures_takes_their_regions_along(filled) -> None:
    store = filled(figures({AETON: [10, 11], REGION: [1, 1]}))
    assert area_choices(store, LOCAL_VIEWER, Scope()).regions == {"A1": "R1"}
    undo(store, "1")
    filled(figures({("A1", "Aeton", "authority", ""): [10, 11], REGION: [1, 1]}), store)
    assert area_choices(store, LOCAL_VIEWER, Scope()).regions == {}


# ---- the Department for Education's file


@with_the_file
def test_every_published_rate_of_a_council_follows_from_its_count_and_population(filled) -> None:
    store = filled(DFE.read_text(encoding="utf-8-sig"))
    stored = {
        (row["area"], row["year"]): (row["looked_after"], row["rate_per_10000"])
        for row in published_looked_after(store, LOCAL_VIEWER, Scope()).records()
    }
    checked = 0
    with DFE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            numeric = row["children_count"].isdigit() and row["rate_per_10000"].isdigit()
            if (
                row["geographic_level"] != "Local authority"
                or "on 31 March" not in row["population_type"]
                or not numeric
            ):
                continue
            rate = Decimal(row["children_count"]) * 10_000 / Decimal(row["population_estimate"])
            expected = int(rate.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            assert stored[row["la_name"], int(row["time_period"])] == (int(row["children_count"]), expected)
            checked += 1
    assert checked > 700


@with_the_file
def test_the_published_file_knows_every_councils_region(filled) -> None:
    store = filled(DFE.read_text(encoding="utf-8-sig"))
    areas = area_choices(store, LOCAL_VIEWER, Scope())
    assert areas.names[areas.regions[ISLINGTON]] == "Inner London"
    assert set(areas.regions) == {code for code, level in areas.levels.items() if level == "authority"}
    answer = looked_after_comparison(store, LOCAL_VIEWER, Scope(), area="Islington")
    assert [row["area"] for row in answer.records()] == ["Islington", "England", "Inner London"]
    assert answer.records()[0]["change"] == 282 - 343


@with_the_file
def test_two_releases_show_islingtons_2024_revised_whichever_comes_first(filled) -> None:
    older = f"{HEAD}{ISLINGTON},Islington,authority,,2024,looked_after,298,,2024,The 2024 release\n"
    newer = DFE.read_text(encoding="utf-8-sig")
    for texts in ((older, newer), (newer, older)):
        store = filled(texts[0])
        filled(texts[1], store)
        answer = published_looked_after_change(store, LOCAL_VIEWER, Scope(), area="Islington")
        row = answer.rows.set_index("year").loc[2024]
        assert (row["looked_after"], row["earlier_value"], row["earlier_release"]) == (299, 298, "2024")
