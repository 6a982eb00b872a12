"""Averages, counts and spread, against a plain-Python twin."""

import math
import statistics
from collections import defaultdict
from itertools import pairwise

import pytest

from mwm.errors import ScopeError, UsageError
from mwm.framework import load_framework
from mwm.questions import overview_matrix, skill_distribution, skill_trend, team_comparison
from mwm.questions.periods import chosen_grain, parts_of
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER, Role, Viewer
from tests.questions.conftest import ELEMENTS, as_csv, made_up_rows

FEBRUARY_TO_MAY = Period(Month.parse("2024-02"), Month.parse("2024-05"))
SCOPES = [
    Scope(),
    Scope(service_areas=("Children in Need",)),
    Scope(teams=("CIN Team B",)),
    Scope(settings=("home visit",)),
    Scope(period=FEBRUARY_TO_MAY),
    Scope(service_areas=("Children in Need",), settings=("home visit", "school visit"), period=FEBRUARY_TO_MAY),
]


def counted(rows: list[dict[str, str]], scope: Scope) -> list[dict]:
    """One dict an observation in the scope, with the grade that counts: the observer's, else the first."""
    observations: dict[str, dict] = {}
    for row in rows:
        one = observations.setdefault(row["observation_id"], {**row, "grades": {}})
        for element in ELEMENTS:
            if row[element]:
                first = {"": 0, "X1": 1, "X2": 2}[row["grader_id"]]
                one["grades"].setdefault(element, {})[first] = float(row[element])
    order: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        order[row["observation_id"]].append(row["grader_id"])
    found = []
    for key, one in observations.items():
        month = Month.parse(one["observed_on"][:7])
        inside = (
            (not scope.service_areas or one["service_area"] in scope.service_areas)
            and (not scope.teams or one["team"] in scope.teams)
            and (not scope.settings or one["setting"] in scope.settings)
            and (scope.period.first is None or scope.period.first <= month <= scope.period.last)
        )
        if not inside:
            continue
        ranks = {0: -1}  # the observer's own comes first, then the others as they stand in the file
        ranks |= {{"X1": 1, "X2": 2}[g]: order[key].index(g) for g in order[key] if g}
        grades = {
            element: given[min(given, key=lambda grader: ranks[grader])] for element, given in one["grades"].items()
        }
        found.append({"month": month, "worker": one["worker_id"], "team": one["team"], "grades": grades})
    return found


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return made_up_rows(seed=3, count=160)


@pytest.fixture
def store(filled, rows) -> Store:
    return filled(as_csv(rows))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.words)
def test_the_trend_equals_the_twin(store: Store, rows, scope: Scope) -> None:
    twin = counted(rows, scope)
    answer = skill_trend(store, LOCAL_VIEWER, scope)
    assert answer.counts["observations"] == len(twin)
    assert answer.counts["workers"] == len({one["worker"] for one in twin})
    assert {row["element"] for row in answer.records()} == set(ELEMENTS)
    for row in answer.records():
        here = [one for one in twin if str(one["month"]) == row["month"] and row["element"] in one["grades"]]
        grades = [one["grades"][row["element"]] for one in here]
        assert row["observations"] == len(grades)
        assert row["workers"] == len({one["worker"] for one in here})
        if grades:
            assert row["average"] == pytest.approx(statistics.mean(grades))
            assert len(grades) < 2 or row["lower"] <= row["average"] <= row["upper"]
        else:
            assert row["average"] is None


def test_a_month_without_observations_is_a_row(filled) -> None:
    rows = [row for row in made_up_rows(5, 60) if not row["observed_on"].startswith("2024-04")]
    answer = skill_trend(filled(as_csv(rows)), LOCAL_VIEWER, Scope(), element="empathy")
    april = next(row for row in answer.records() if row["month"] == "2024-04")
    assert (april["observations"], april["average"], april["workers"]) == (0, None, 0)


def test_a_dimension_is_the_mean_of_its_elements_where_all_were_graded(store: Store, rows) -> None:
    twin = counted(rows, Scope())
    parts = ("collaboration", "autonomy", "empathy")
    expected = [
        statistics.mean(one["grades"][part] for part in parts)
        for one in twin
        if all(part in one["grades"] for part in parts)
    ]
    answer = skill_trend(store, LOCAL_VIEWER, Scope(), by="dimension", grain="year")
    row = next(row for row in answer.records() if row["element"] == "relationship_building")
    assert row["observations"] == len(expected)
    assert row["average"] == pytest.approx(statistics.mean(expected))
    spirit = skill_trend(store, LOCAL_VIEWER, Scope(), element="MI spirit", grain="year").records()
    assert [one["element"] for one in spirit] == ["mi_spirit"]


@pytest.mark.parametrize("grain", ["quarter", "year"])
def test_coarser_grains_hold_the_same_observations(store: Store, grain: str) -> None:
    fine = skill_trend(store, LOCAL_VIEWER, Scope(), element="empathy")
    coarse = skill_trend(store, LOCAL_VIEWER, Scope(), element="empathy", grain=grain)
    assert coarse.rows["observations"].sum() == fine.rows["observations"].sum()
    whole = (fine.rows["average"] * fine.rows["observations"]).sum()
    assert (coarse.rows["average"] * coarse.rows["observations"]).sum() == pytest.approx(whole)


def test_the_spread_adds_up_to_the_observations_of_each_part(store: Store, rows) -> None:
    answer = skill_distribution(store, LOCAL_VIEWER, Scope(), element="child_focus")
    twin = counted(rows, Scope())
    first, last = (pick(one["month"] for one in twin) for pick in (min, max))
    parts = parts_of(first, last)
    for period in (parts.earlier, parts.later):
        here = [
            one["grades"]["child_focus"]
            for one in twin
            if period.first <= one["month"] <= period.last and "child_focus" in one["grades"]
        ]
        part = answer.rows[answer.rows["part"] == period.words]
        assert list(part["grade"]) == [1, 2, 3, 4, 5]
        assert list(part["observations"]) == [here.count(float(grade)) for grade in range(1, 6)]
        assert part["share"].sum() == pytest.approx(100)


def test_the_overview_holds_every_pair_and_agrees_with_the_trend(store: Store, rows) -> None:
    answer = overview_matrix(store, LOCAL_VIEWER, Scope())
    assert len(answer.rows) == 7 * 2
    months = [one["month"] for one in counted(rows, Scope())]
    later = parts_of(min(months), max(months)).later
    assert answer.extra["parts"]["later"] == later.words
    for row in answer.records():
        scope = Scope(service_areas=(row["unit"],), period=later)
        trend = skill_trend(store, LOCAL_VIEWER, scope, element=row["element"])
        assert row["observations"] == trend.rows["observations"].sum()
        if row["status"] == "ok":
            total = (trend.rows["average"] * trend.rows["observations"]).sum()
            assert row["average"] == pytest.approx(total / row["observations"])
        else:
            assert row["average"] is None


def test_the_overview_by_team_has_a_column_for_each_team(store: Store) -> None:
    answer = overview_matrix(store, LOCAL_VIEWER, Scope(service_areas=("Children in Need",)), by="team")
    assert answer.extra["units"] == ["CIN Team A", "CIN Team B"]


def test_teams_are_compared_with_all_of_them_together(store: Store, rows) -> None:
    twin = counted(rows, Scope())
    answer = team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy")
    everything = [one["grades"]["empathy"] for one in twin if "empathy" in one["grades"]]
    assert answer.extra["centre"] == pytest.approx(statistics.mean(everything))
    for row in answer.records():
        here = [one["grades"]["empathy"] for one in twin if one["team"] == row["team"] and "empathy" in one["grades"]]
        assert row["observations"] == len(here)
        assert row["value"] == pytest.approx(statistics.mean(here))
        s = statistics.stdev(everything)
        assert row["upper_998"] - answer.extra["centre"] == pytest.approx(3.090232 * s / math.sqrt(len(here)))
    share = team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy", measure="share").records()
    skilled = [grade >= 3.5 for grade in everything]
    assert sum(row["value"] * row["observations"] for row in share) / 100 == pytest.approx(sum(skilled))


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.words)
def test_the_share_at_the_threshold_equals_the_twin(store: Store, rows, scope: Scope) -> None:
    twin = counted(rows, scope)
    answer = skill_trend(store, LOCAL_VIEWER, scope, measure="share")
    for row in answer.records():
        here = [one for one in twin if str(one["month"]) == row["month"] and row["element"] in one["grades"]]
        skilled = sum(one["grades"][row["element"]] >= 3.5 for one in here)
        assert (row["at_threshold"], row["observations"]) == (skilled, len(here))
        if here:
            assert row["share"] == pytest.approx(100 * skilled / len(here))
            low, high = wilson(skilled, len(here))
            assert (row["lower"], row["upper"]) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))
        else:
            assert row["share"] is None


def wilson(part: int, n: int) -> tuple[float, float]:
    """The share's 95% interval in percent, by solving |p − share| = z √(p (1 − p) / n) for p."""
    share, z = part / n, 1.959964
    a, b, c = 1 + z**2 / n, -2 * share - z**2 / n, share**2
    root = math.sqrt(max(b**2 - 4 * a * c, 0.0))
    return max(100 * (-b - root) / (2 * a), 0.0), min(100 * (-b + root) / (2 * a), 100.0)


def test_the_share_of_a_dimension_counts_its_own_grades(store: Store, rows) -> None:
    twin = counted(rows, Scope())
    parts = ("collaboration", "autonomy", "empathy")
    grades = [
        statistics.mean(one["grades"][part] for part in parts)
        for one in twin
        if all(part in one["grades"] for part in parts)
    ]
    answer = skill_trend(store, LOCAL_VIEWER, Scope(), by="dimension", grain="year", measure="share")
    row = next(row for row in answer.records() if row["element"] == "relationship_building")
    assert row["at_threshold"] == sum(grade >= 3.5 for grade in grades)
    assert row["observations"] == len(grades)


def test_limits_of_shares_are_those_of_a_p_chart(filled) -> None:
    made = filled(as_csv(made_up_rows(seed=8, count=500, months=12)))
    answer = skill_trend(made, LOCAL_VIEWER, Scope(), element="empathy", measure="share")
    assert answer.extra["chart"] == "p"
    rows = answer.rows[answer.rows["observations"] >= 5]
    mean = rows["at_threshold"].sum() / rows["observations"].sum()
    for row in rows.to_dict("records"):
        reach = 3 * math.sqrt(mean * (1 - mean) / row["observations"])
        assert row["upper_process_limit"] == pytest.approx(100 * min(mean + reach, 1))
        assert row["lower_process_limit"] == pytest.approx(100 * max(mean - reach, 0))
    assert "of grades for empathy across the service were skilled in" in answer.headline


def test_a_run_chart_is_drawn_around_the_median(filled) -> None:
    made = filled(as_csv(made_up_rows(seed=8, count=500, months=12)))
    answer = skill_trend(made, LOCAL_VIEWER, Scope(), element="empathy", chart="run")
    judged = answer.rows[answer.rows["observations"] >= 5]
    assert judged["mean"].unique().tolist() == [pytest.approx(statistics.median(judged["average"]))]
    assert answer.rows["upper_process_limit"].isna().all()
    sides = [value > judged["mean"].iloc[0] for value in judged["average"] if value != judged["mean"].iloc[0]]
    assert answer.counts["crossings"] == sum(one != other for one, other in pairwise(sides))
    assert f"median of {judged['mean'].iloc[0]:.1f}" in answer.headline
    assert {column.key: column.label for column in answer.columns}["mean"] == "Median of the period"


def test_a_p_chart_of_averages_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="p chart is for shares"):
        skill_trend(store, LOCAL_VIEWER, Scope(), chart="p")


def test_a_target_and_fixed_months_reach_the_rows_the_sentence_and_the_method(filled) -> None:
    made = filled(as_csv(made_up_rows(seed=8, count=500, months=12)))
    filled(
        "measure,from,to,value,value_at_end\nempathy,2024-01,2024-12,2,5\nshare_empathy,2024-01,,99,\n",
        made,
        kind="targets",
    )
    filled(
        "measure,kind,from,to,reason\nempathy,fixed,2024-01,2024-08,Before the programme\n"
        "share_empathy,rebase,2024-03,,New form\n",
        made,
        kind="baselines",
    )
    answer = skill_trend(made, LOCAL_VIEWER, Scope(), element="empathy")
    targets = {row["month"]: row["target"] for row in answer.records()}
    assert targets["2024-01"] == pytest.approx(2)
    assert targets["2024-07"] == pytest.approx(2 + 3 * 6 / 11)
    assert any(said.startswith("Limits worked out from Jan 2024 – Aug 2024 (Before the pro") for said in answer.caveats)
    assert any(said.startswith("The target is 5.0;") for said in answer.caveats)
    assert "(limits from Jan 2024 – Aug 2024)" in answer.headline
    first_eight = answer.rows["average"].head(8)
    assert answer.rows["mean"].unique().tolist() == [pytest.approx(first_eight.mean())]
    share = skill_trend(made, LOCAL_VIEWER, Scope(), element="empathy", measure="share")
    assert set(share.rows["target"]) == {99.0}
    assert share.rows["phase"].tolist()[:4] == [1, 1, 2, 2]
    assert "it will be missed as long as nothing changes" in " ".join(share.caveats)
    # A part of the service has none of it.
    part = skill_trend(made, LOCAL_VIEWER, Scope(service_areas=("Youth Justice",)), element="empathy")
    assert part.rows["target"].isna().all()
    assert not any(said.startswith("Limits worked out") for said in part.caveats)


def test_months_fixed_before_the_period_give_its_limits(filled) -> None:
    made = filled(as_csv(made_up_rows(seed=8, count=500, months=12)))
    filled("measure,kind,from,to,reason\nempathy,fixed,2024-01,2024-08,Before\n", made, kind="baselines")
    whole = skill_trend(made, LOCAL_VIEWER, Scope(), element="empathy")
    late = skill_trend(made, LOCAL_VIEWER, Scope(period=Period(Month.parse("2024-10"), None)), element="empathy")
    columns = ["month", "average", "mean", "lower_process_limit", "upper_process_limit", "signal"]
    assert late.rows[columns].to_dict("records") == whole.rows[columns].tail(len(late.rows)).to_dict("records")
    assert late.records()[0]["month"] == "2024-10"


def test_too_few_observations_are_called_too_few(filled) -> None:
    answer = skill_trend(filled(as_csv(made_up_rows(1, 7))), LOCAL_VIEWER, Scope(), element="empathy")
    assert answer.status == "thin"
    assert answer.headline == "Too few observations to say across the service: 7 of 10 needed."


@pytest.mark.parametrize("question", [skill_trend, skill_distribution, overview_matrix, team_comparison])
def test_an_empty_store_and_an_empty_period_are_ordinary_answers(tmp_path, store: Store, question) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        answer = question(empty, LOCAL_VIEWER, Scope())
    assert answer.status == "empty"
    assert "Nothing is recorded yet" in answer.headline
    before = Period(Month.parse("2001-01"), Month.parse("2001-12"))
    assert question(store, LOCAL_VIEWER, Scope(period=before)).status == "empty"


@pytest.mark.parametrize(
    ("scope", "offer"),
    [
        (Scope(teams=("CIN Team C",)), "CIN Team"),
        (Scope(service_areas=("Children in Ned",)), "Children in Need"),
        (Scope(settings=("pub",)), "home visit"),
        (Scope(authority="Elsewhere"), "Our authority"),
    ],
)
def test_a_name_the_store_does_not_have_is_refused_with_the_nearest(store: Store, scope: Scope, offer: str) -> None:
    with pytest.raises(ScopeError, match=offer):
        skill_trend(store, LOCAL_VIEWER, scope)


def test_names_are_known_whatever_their_case(store: Store) -> None:
    answer = skill_trend(store, LOCAL_VIEWER, Scope(teams=("cin team a",)), element="Child focus")
    assert answer.scope.teams == ("CIN Team A",)
    with pytest.raises(ScopeError, match="empathy"):
        skill_trend(store, LOCAL_VIEWER, Scope(), element="emphaty")
    with pytest.raises(UsageError, match="grain"):
        skill_trend(store, LOCAL_VIEWER, Scope(), grain="week")


def test_a_viewer_of_one_team_never_gets_the_others(store: Store, rows) -> None:
    viewer = Viewer("x", Role.AUDIENCE, teams=("YJ Team A",), sees_small_numbers=True)
    answer = skill_trend(store, viewer, Scope())
    assert answer.counts["observations"] == len(counted(rows, Scope(teams=("YJ Team A",))))


def test_an_answer_names_the_imports_behind_it(store: Store) -> None:
    answer = skill_trend(store, LOCAL_VIEWER, Scope())
    assert len(answer.batches) == 1
    assert answer.counts["last_import"]
    assert not answer.is_synthetic


@pytest.mark.parametrize(
    ("first", "last", "earlier", "later"),
    [
        ("2024-01", "2024-01", None, "Jan 2024"),
        ("2024-01", "2024-03", "Jan 2024", "Feb 2024 – Mar 2024"),
        ("2022-01", "2024-06", "Jul 2022 – Jun 2023", "Jul 2023 – Jun 2024"),
    ],
)
def test_parts_of_a_period(first: str, last: str, earlier: str | None, later: str) -> None:
    parts = parts_of(Month.parse(first), Month.parse(last))
    assert (parts.earlier.words if parts.earlier else None, parts.later.words) == (earlier, later)


def test_the_automatic_grain_is_the_finest_with_enough_observations() -> None:
    assert chosen_grain("auto", 240, 24, 10) == "month"
    assert chosen_grain("auto", 239, 24, 10) == "quarter"
    assert chosen_grain("auto", 79, 24, 10) == "year"
    assert load_framework("msw").element("empathy").name == "Empathy"
