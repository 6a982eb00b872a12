"""The matrix of everything: targets, what the council set for limits, and the order of concern."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mwm.intake import import_file
from mwm.matrix import Matrix
from mwm.questions import overview_matrix, skill_signal, skill_trend
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import as_csv, made_up_rows

TARGETS = """measure,service_area,team,from,to,value,value_at_end
empathy,Children in Need,,2024-01,,1,
autonomy,Children in Need,,2024-01,2024-12,3,5
evocation,,,2024-01,,5,
collaboration,Children in Need,CIN Team A,2024-01,,5,
purposefulness,Children in Need,,2020-01,2020-12,2,
"""
BASELINES = """measure,kind,service_area,team,from,to,reason
empathy,fixed,Children in Need,,2024-01,2024-08,The first months
empathy,rebase,Youth Justice,,2024-03,,A new form
"""
EVERYTHING = Scope()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("overview")
    files = {
        "observations": as_csv(made_up_rows(seed=8, count=900, months=12)),
        "targets": TARGETS,
        "baselines": BASELINES,
    }
    with Store.open(folder / "store.duckdb", create=True) as made:
        for kind, text in files.items():
            path = Path(folder, f"{kind}.csv")
            path.write_text(text, encoding="utf-8")
            report = import_file(made, path, kind=kind, create_teams=True)
            assert report.status == "imported", report.problems[:3]
        yield made


def by_pair(store: Store, scope: Scope = EVERYTHING, **more) -> dict[tuple[str, str], dict]:
    answer = overview_matrix(store, LOCAL_VIEWER, scope, **more)
    return {(row["element"], row["unit"]): row for row in answer.records()}


def test_cells_with_a_target_of_their_own_say_whether_it_will_be_hit(store: Store) -> None:
    cells = by_pair(store)
    found = {pair: (cell["target"], cell["assurance"]) for pair, cell in cells.items() if cell["target"] is not None}
    assert found == {
        ("empathy", "Children in Need"): (1.0, "consistently_hits"),
        ("autonomy", "Children in Need"): (5.0, "consistently_misses"),
    }


def test_teams_have_their_own_targets(store: Store) -> None:
    cells = by_pair(store, by="team")
    assert [pair for pair, cell in cells.items() if cell["target"] is not None] == [("collaboration", "CIN Team A")]


def test_a_setting_is_only_a_part_so_no_target_holds(store: Store) -> None:
    assert not [cell for cell in by_pair(store, Scope(settings=("home visit",))).values() if cell["target"]]


@pytest.mark.parametrize("unit", ["Children in Need", "Youth Justice"])
def test_a_cell_means_the_same_as_its_chart(store: Store, unit: str) -> None:
    answer = overview_matrix(store, LOCAL_VIEWER, Scope())
    cells = {row["element"]: row for row in answer.records() if row["unit"] == unit}
    for element, cell in cells.items():
        scope = Scope(service_areas=(unit,))
        trend = skill_trend(store, LOCAL_VIEWER, scope, element=element, grain=answer.extra["grain"])
        assert cell["variation"] == trend.extra["variation"][element]
        judged = trend.rows.dropna(subset=["variation"])
        target = judged["target"].iloc[-1]
        assert cell["target"] == (None if target != target else pytest.approx(target))


def test_months_fixed_before_the_period_give_its_limits_here_too(store: Store) -> None:
    since = Scope(period=Period(Month.parse("2024-10"), None))
    whole = skill_signal(store, LOCAL_VIEWER, Scope(), element="empathy", grain="month").records()[0]
    late = skill_signal(store, LOCAL_VIEWER, since, element="empathy", grain="month").records()[0]
    assert (whole["unit"], late["unit"]) == ("Children in Need", "Children in Need")
    assert late["mean"] == whole["mean"]
    assert late["upper_process_limit"] == whole["upper_process_limit"]
    matrix: Matrix = overview_matrix(store, LOCAL_VIEWER, since).extra["matrix"]
    assert {len(cell.line) for row in matrix.rows for cell in row.cells} == {3}  # what is shown only


def test_what_was_set_is_named_with_its_element_and_part(store: Store) -> None:
    caveats = overview_matrix(store, LOCAL_VIEWER, Scope()).caveats
    assert any(said.startswith("Empathy, Children in Need: Limits worked out from Jan 2024 – Aug") for said in caveats)
    assert any(said.startswith("Empathy, Youth Justice: Limits worked out anew from Mar 2024 on") for said in caveats)


def test_the_sentence_says_how_many_targets_will_be_missed(store: Store) -> None:
    headline = overview_matrix(store, LOCAL_VIEWER, Scope()).headline
    assert headline.endswith("1 of 2 targets will be missed as long as nothing changes.")


def test_concerns_first_reorders_rows_and_changes_no_cell(store: Store) -> None:
    sorted_by = overview_matrix(store, LOCAL_VIEWER, Scope(), by="team", order="concern")
    matrix: Matrix = sorted_by.extra["matrix"]
    places = [row.concern for row in matrix.rows]
    assert places == sorted(places)
    assert list(dict.fromkeys(sorted_by.rows["element"])) == [row.key for row in matrix.rows]
    assert by_pair(store, by="team") == by_pair(store, by="team", order="concern")


def test_the_matrix_holds_what_the_rows_say(store: Store) -> None:
    answer = overview_matrix(store, LOCAL_VIEWER, Scope())
    matrix: Matrix = answer.extra["matrix"]
    assert matrix.units == ("Children in Need", "Youth Justice")
    assert [group.name for group in matrix.groups] == ["Relationship building", "Good authority", "Evocation"]
    for row in matrix.rows:
        for cell in row.cells:
            found = next(one for one in answer.records() if (one["element"], one["unit"]) == (row.key, cell.unit))
            assert (cell.value, cell.count, cell.status) == (
                pytest.approx(found["average"]) if found["average"] else None,
                found["observations"],
                found["status"],
            )
            assert (cell.variation, cell.assurance) == (found["variation"], found["assurance"])
            assert set(cell.icons) <= {None, cell.variation}


def test_a_signal_is_told_against_the_target_where_there_is_one(store: Store) -> None:
    rows = {(row["unit"], row["element"]): row for row in skill_signal(store, LOCAL_VIEWER, Scope()).records()}
    assert rows["Children in Need", "empathy"]["target"] == 1.0
    assert rows["Children in Need", "empathy"]["assurance"] == "consistently_hits"
    other = rows["Youth Justice", "child_focus"]
    assert other["target"] is None
    inside = other["lower_process_limit"] <= 3.5 <= other["upper_process_limit"]
    assert other["assurance"] == ("hit_and_miss" if inside else "consistently_misses")
