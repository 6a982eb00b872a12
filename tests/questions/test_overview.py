"""The matrix of everything: targets, what the council set for limits, and the order of concern."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mwm.disclosure import Thresholds
from mwm.intake import import_file
from mwm.matrix import Matrix
from mwm.questions import (
    families_voice,
    looked_after_change,
    looked_after_trend,
    overview_matrix,
    skill_signal,
    skill_trend,
    supervision_trend,
)
from mwm.questions.aims import By
from mwm.questions.feedback_reading import ALL_FORMS
from mwm.questions.gate import StoreGate, gate_of
from mwm.questions.looked_after_counts import CAVEAT_CAUSE
from mwm.questions.looked_after_overview import looked_after_group
from mwm.questions.overview import Order
from mwm.questions.periods import parts_of
from mwm.questions.question import settle
from mwm.questions.readings import total_of
from mwm.scope import Fact, Month, Period, Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER, LOCAL_VIEWER, Viewer
from tests.intake.made import look
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
ORDERS: tuple[Order, ...] = ("framework", "concern")


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


# --- below the elements -----------------------------------------------------------------------------------------------

THREE_YEARS = Period(Month.parse("2023-11"), Month.parse("2026-10"))


def further(store: Store, scope: Scope = EVERYTHING, **more) -> dict[tuple[str, str, str], dict]:
    answer = overview_matrix(store, LOCAL_VIEWER, scope, **more)
    rows = [row for row in answer.records() if row["about"] != "practice"]
    return {(row["about"], row["element"], row["unit"]): row for row in rows}


def test_nothing_else_recorded_is_no_row(store: Store) -> None:
    assert further(store) == {}
    (row, *_) = overview_matrix(store, LOCAL_VIEWER, Scope()).records()
    assert (row["about"], row["value"], row["counted"]) == ("practice", None, None)


def test_supervision_voice_and_children_stand_below_the_elements_in_that_order(demo: Store) -> None:
    answer = overview_matrix(demo, LOCAL_VIEWER, Scope(period=THREE_YEARS))
    assert list(dict.fromkeys(answer.rows["about"])) == ["practice", "supervision", "voice", "looked_after"]
    matrix: Matrix = answer.extra["matrix"]
    names = [group.name for group in matrix.groups]
    assert names[3:] == ["Supervision", "Families’ voice", "Whole authority"]
    assert len(answer.rows) == sum(len(row.cells) for row in matrix.rows)
    assert set(answer.extra["names"]) == {row.key for row in matrix.rows}
    assert {"Independent Futures", "Whole authority"} <= set(answer.rows["unit"])


@pytest.mark.parametrize("unit", ["Children in Need", "Children Looked After"])
def test_a_row_below_means_the_same_as_its_chart(demo: Store, unit: str) -> None:
    rows = further(demo, Scope(period=THREE_YEARS))
    here = Scope(service_areas=(unit,), period=Period(Month.parse("2025-11"), Month.parse("2026-10")))
    graded = rows["supervision", "supervision", unit]
    year = supervision_trend(demo, LOCAL_VIEWER, here, item="all_items", grain="year")
    assert graded["counted"] == sum(row["supervisions"] for row in year.records())
    total = sum(row["supervisions"] * row["average"] for row in year.records())
    assert graded["value"] == pytest.approx(total / graded["counted"])
    asked = rows["voice", "response", unit]
    voice = families_voice(demo, LOCAL_VIEWER, here, form="family_feedback")
    assert (asked["counted"], asked["value"]) == (
        voice.counts["asked"],
        pytest.approx(voice.counts["answered"] / voice.counts["asked"] * 100),
    )


def test_with_disclosure_control_voice_counts_what_is_released_over_the_twelve_months(demo: Store) -> None:
    scope = Scope(period=THREE_YEARS)
    answer = overview_matrix(demo, CAREFUL_VIEWER, scope)
    found = {row["unit"]: row for row in answer.records() if row["element"] == "response"}
    settled = settle(demo, scope, CAREFUL_VIEWER)
    gate = gate_of(demo, str(settled.authority))
    later = Period(Month.parse("2025-11"), Month.parse("2026-10"))
    shown = 0
    for unit, row in found.items():
        area = replace(settled, service_areas=(unit,))
        months = gate.released(area, ALL_FORMS, "service_area", "period", (later,))
        ((asked, answered),) = look(
            demo,
            f"""select count(*), count(*) filter (where outcome = 'answered') from feedback_request
            where superseded_by is null and respondent <> 'worker' and service_area = '{unit.replace("'", "''")}'
            and year(month) * 12 + month(month) - 1 in ({", ".join(map(str, [0, *months]))})""",
        )
        assert (row["status"] == "hidden") == (asked == 0)
        if asked:
            assert (row["counted"], row["value"]) == (asked, pytest.approx(answered / asked * 100))
            shown += 1
    assert 0 < shown < len(found)


PERIODS = (
    Period(),
    Period(Month.parse("2024-02"), Month.parse("2026-05")),  # neither end is one of a quarter
    Period(Month.parse("2025-03"), None),
    Period(None, Month.parse("2023-01")),
)


@pytest.mark.parametrize("by", ["service_area", "team"])
def test_what_may_count_in_a_month_does_not_depend_on_the_period(demo: Store, by: By) -> None:
    """So months are read once for all periods."""
    settled = settle(demo, EVERYTHING, CAREFUL_VIEWER)
    gate = StoreGate(demo, str(settled.authority), Thresholds(fewest_people=2, fewest_rows=2))  # or no team has months
    facts = [Fact(), *gate.facts(("supervision",)), *gate.facts(("feedback",))]
    seen = 0
    for fact in facts:
        every = gate.admitted(settled, fact, by, "month", (Period(),))
        seen += len(every)
        for period in PERIODS:
            first, last = (str(end) if end else "" for end in (period.first, period.last))
            inside = [key for key in every if key[-7:] >= first and (not last or key[-7:] <= last)]
            assert gate.admitted(replace(settled, period=period), fact, by, "month", (period,)) == inside
    assert seen > 100


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("viewer", [LOCAL_VIEWER, CAREFUL_VIEWER])
def test_lines_have_the_points_of_their_charts_in_every_period(demo: Store, viewer: Viewer, period: Period) -> None:
    """Asked one after another on one store, so that most of what a later one needs was read for an earlier one."""
    unit = "Children in Need"
    answer = overview_matrix(demo, viewer, Scope(period=period))
    matrix: Matrix = answer.extra["matrix"]
    grain = answer.extra["grain"]
    here = Scope(service_areas=(unit,), period=period)
    for row in (row for row in matrix.rows if row.page == "skills"):
        (cell,) = (cell for cell in row.cells if cell.unit == unit)
        trend = skill_trend(demo, viewer, here, element=row.key, grain=grain)
        drawn = [value for value in cell.line if value is not None]
        assert drawn == pytest.approx([each["average"] for each in trend.records() if each["observations"]])
    if viewer is LOCAL_VIEWER:
        total = total_of(demo, settle(demo, Scope(period=period)))
        later = replace(here, period=parts_of(total.first, total.last).later)
        year = supervision_trend(demo, viewer, later, item="all_items", grain="year")
        (row,) = (row for row in matrix.rows if row.page == "supervision")
        (counted,) = (cell.count for cell in row.cells if cell.unit == unit)
        assert counted == sum(each["supervisions"] for each in year.records()) > 0


def test_children_are_those_of_their_page(demo: Store) -> None:
    asked = Scope(period=THREE_YEARS, service_areas=("Youth Justice",))
    change = looked_after_change(demo, LOCAL_VIEWER, asked)
    row = further(demo, asked)["looked_after", "looked_after", "Whole authority"]
    last = change.records()[-1]
    assert (row["value"], row["previous_value"]) == (last["looked_after"], last["baseline"])
    trend = looked_after_trend(demo, LOCAL_VIEWER, asked, baseline=change.extra["baseline_month"])
    assert row["variation"] == trend.extra["variation"]
    (cell,) = overview_matrix(demo, LOCAL_VIEWER, asked).extra["matrix"].rows[-1].cells
    assert (
        cell.note == f"Oct 2026, whole authority: {-last['change']} fewer than {change.extra['baseline_month'].short}"
    )
    assert cell.line == tuple(float(row["looked_after"]) for row in trend.records())
    assert CAVEAT_CAUSE in overview_matrix(demo, LOCAL_VIEWER, asked).caveats


def test_what_has_no_setting_is_left_out_where_settings_are_chosen(demo: Store) -> None:
    found = further(demo, Scope(settings=("home visit",), period=THREE_YEARS))
    assert list(found) == [("looked_after", "looked_after", "Whole authority")]


def test_no_count_in_the_period_is_no_row(demo: Store) -> None:
    counted = looked_after_trend(demo, LOCAL_VIEWER, Scope()).records()
    before = Month.parse(counted[0]["month"]).plus(-1)
    assert looked_after_group(demo, settle(demo, Scope(period=Period(None, before)))) is None


@pytest.mark.parametrize("by", ["service_area", "team"])
def test_concerns_first_holds_all_rows_and_changes_none(demo: Store, by: By) -> None:
    usual, sorted_by = (further(demo, Scope(period=THREE_YEARS), by=by, order=order) for order in ORDERS)
    assert usual == sorted_by
    answer = overview_matrix(demo, LOCAL_VIEWER, Scope(period=THREE_YEARS), by=by, order="concern")
    assert list(dict.fromkeys(answer.rows["element"])) == [row.key for row in answer.extra["matrix"].rows]


def test_one_clause_at_most_tells_of_the_rows_below(demo: Store) -> None:
    asked = Scope(period=THREE_YEARS)
    headline = overview_matrix(demo, LOCAL_VIEWER, asked).headline
    signals = [row for row in further(demo, asked).values() if row["variation"] not in (None, "common_cause")]
    assert len(signals) > 1
    assert headline.count("Also a real") == 1
    assert headline.endswith(f", and {len(signals) - 1} more below the elements.")
    narrow = overview_matrix(demo, LOCAL_VIEWER, Scope(settings=("home visit",), period=THREE_YEARS)).headline
    assert narrow.endswith("Also a real fall in looked after children (whole authority).")


def test_a_council_that_aims_for_fewer_has_an_improvement_and_a_target(tmp_path: Path) -> None:
    counts = ["month,looked_after", *(f"2024-{month:02},{370 - month * 5}" for month in range(1, 13))]
    files = {
        "observations": as_csv(made_up_rows(seed=8, count=200, months=12)),
        "looked_after": "\n".join(counts),
        "targets": "measure,service_area,team,from,to,value,value_at_end\nlooked_after,,,2024-01,,300,\n",
        "baselines": "measure,kind,service_area,team,from,to,reason\nlooked_after,change,,,2024-03,,The plan began\n",
        "policies": "policy,value,reason\nlooked_after_better,lower,More families safely together\n",
    }
    with Store.open(tmp_path / "store.duckdb", create=True) as made:
        for kind, text in files.items():
            path = tmp_path / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            report = import_file(made, path, kind=kind, create_teams=True)
            assert report.status == "imported", report.problems[:3]
        row = further(made)["looked_after", "looked_after", "Whole authority"]
        assert (row["value"], row["previous_value"], row["target"]) == (310, 355, 300)
        assert row["variation"] == "improvement_low"
        assert row["assurance"] is not None
        headline = overview_matrix(made, LOCAL_VIEWER, Scope()).headline
        assert headline.endswith("Also a real improvement in looked after children (whole authority).")
