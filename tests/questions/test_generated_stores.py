"""Whole stores, generated: every answer equals a plain-Python twin, and what must not move a number does not.

A store of the larger sort holds thirty made-up teams, each with months, numbers and grades of its own, so that seven of
them try every rule on more than 200 series of seven elements each.
"""

import random
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mwm.answer import Answer
from mwm.intake import import_file
from mwm.questions import overview_matrix, skill_distribution, skill_trend, team_comparison
from mwm.questions.periods import MONTHS_IN
from mwm.questions.signals import judge
from mwm.scope import Month, Period, Scope
from mwm.stats.process_behaviour import process_behaviour
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import ELEMENTS, TEAMS, as_csv, made_up_rows
from tests.questions.test_skills import counted

FIRST = Month.parse("2022-01")
SEVERAL = 30
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking whole stores takes minutes
LIMITS = ["phase", "mean", "lower_process_limit", "upper_process_limit", "signal"]


class Plan(NamedTuple):
    """How one team's observations come about. gaps: months, counted from its first, without any."""

    begins: int
    months: int
    in_a_month: int
    level: float
    change: float
    gaps: set[int]


PLANS = st.lists(
    st.builds(
        Plan,
        st.integers(0, 8),
        st.integers(1, 26),
        st.integers(1, 8),
        st.floats(1, 5),
        st.floats(-2, 2),
        st.sets(st.integers(0, 25), max_size=3),
    ),
    min_size=SEVERAL,
    max_size=SEVERAL,
)


def rows_of(plans: list[Plan], seed: int) -> list[dict[str, str]]:
    """Rows of an observations file, in the order of the teams; one observation in five is graded by another, too."""
    made = random.Random(seed)
    rows = []
    for place, plan in enumerate(plans):
        for month in set(range(plan.months)) - plan.gaps or {0}:
            level = plan.level + (plan.change if 2 * month > plan.months else 0)
            for _ in range(plan.in_a_month):
                shared = {
                    "observation_id": f"O{made.getrandbits(60)}",
                    "observed_on": f"{FIRST.plus(plan.begins + month)}-{made.randint(1, 28):02}",
                    "service_area": f"Area {place % 4}",
                    "team": f"Team {place:02}",
                    "worker_id": f"W{made.randrange(4)}-{place}",
                    "observer_id": f"G{made.randrange(3)}",
                    "setting": made.choice(("home visit", "")),
                }
                for grader in ["", "X1"][: made.choice((1, 1, 1, 1, 2))]:
                    grades = {element: str(min(max(round(made.gauss(level, 0.9)), 1), 5)) for element in ELEMENTS}
                    grades[made.choice(ELEMENTS)] = ""
                    rows.append({**shared, "grader_id": grader, **grades})
    return rows


@contextmanager
def store_of(rows: list[dict[str, str]]) -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "store.duckdb"), create=True) as store:
        take_in(store, as_csv(rows), create_teams=True)
        yield store


def take_in(store: Store, text: str, **options: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_text(text, encoding="utf-8")
        report = import_file(store, path, **options)
        assert report.status == "imported", (report.headline, report.problems[:3])


def some_answers(store: Store) -> list[Answer]:
    return [
        skill_trend(store, LOCAL_VIEWER, Scope()),
        skill_trend(store, LOCAL_VIEWER, Scope(), measure="share", grain="quarter"),
        skill_trend(store, LOCAL_VIEWER, Scope(teams=("Team 00",)), by="dimension"),
        overview_matrix(store, LOCAL_VIEWER, Scope()),
        team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy"),
        skill_distribution(store, LOCAL_VIEWER, Scope(), element="empathy"),
    ]


def assert_no_number_moved(before: list[Answer], after: list[Answer]) -> None:
    for one, other in zip(before, after, strict=True):
        pd.testing.assert_frame_equal(one.rows, other.rows)
        counts = [{**answer.counts, "last_import": None} for answer in (one, other)]
        assert (one.headline, counts[0]) == (other.headline, counts[1])


@given(PLANS, st.integers(0, 10_000))
@settings(max_examples=7, deadline=None, phases=WITHOUT_SHRINKING)
def test_every_teams_series_is_what_its_rows_say(plans: list[Plan], seed: int) -> None:
    rows = rows_of(plans, seed)
    with store_of(rows) as store:
        matrix = overview_matrix(store, LOCAL_VIEWER, Scope(), by="team")
        grain = matrix.extra["grain"]
        grades = grades_by_team_and_point(rows, MONTHS_IN[grain])
        lines = lines_of(matrix, sorted({point for team in grades.values() for _, point in team}))
        for team in matrix.extra["units"]:
            found = skill_trend(store, LOCAL_VIEWER, Scope(teams=(team,)), grain=grain).rows
            assert_it_equals_the_twin(found, grades[team])
            assert points_of(found) == lines[team]  # filter, then aggregate; aggregate, then filter
            assert_it_is_judged_as_it_should_be(found, seed)
        for scope in (Scope(), *(Scope(service_areas=(f"Area {area}",)) for area in range(4))):
            assert_it_is_judged_as_it_should_be(skill_trend(store, LOCAL_VIEWER, scope).rows, seed)


@given(PLANS, st.integers(0, 10_000))
@settings(max_examples=3, deadline=None, phases=WITHOUT_SHRINKING)
def test_neither_an_event_nor_the_order_of_the_rows_moves_a_number(plans: list[Plan], seed: int) -> None:
    rows = rows_of(plans, seed)
    with store_of(rows) as store:
        before = some_answers(store)
        trained = f"{FIRST.plus(9)}-13,,Training,,"
        inspected = f"{FIRST.plus(4)}-01,{FIRST.plus(7)}-01,Inspection,Area 0,Team 00"
        take_in(store, f"date,to,title,service_area,team\n{trained}\n{inspected}\n")
        assert_no_number_moved(before, some_answers(store))
    random.Random(seed).shuffle(rows)
    with store_of(rows) as shuffled:
        assert_no_number_moved(before, some_answers(shuffled))


def grades_by_team_and_point(rows: list[dict[str, str]], months: int) -> dict[str, dict[tuple[str, date], list[float]]]:
    """Team → element and first day of the month, quarter or year → grades."""
    found: dict[str, dict[tuple[str, date], list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in counted(rows, Scope()):
        day = one["month"].first_day
        point = day.replace(month=(day.month - 1) // months * months + 1)
        for element, grade in one["grades"].items():
            found[one["team"]][element, point].append(grade)
    return found


def assert_it_equals_the_twin(rows: pd.DataFrame, grades: dict[tuple[str, date], list[float]]) -> None:
    """A month without observations is a gap, and never zero."""
    months = pd.to_datetime(rows["month"]).dt.date
    assert {key for key in grades if key[0] in set(rows["element"])} <= set(zip(rows["element"], months, strict=True))
    for element, month, row in zip(rows["element"], months, rows.to_dict("records"), strict=True):
        here = grades.get((element, month), [])
        assert row["observations"] == len(here)
        if here:
            assert row["average"] == pytest.approx(sum(here) / len(here))
        else:
            assert pd.isna(row["average"])
            assert pd.isna(row["mean"])
            assert row["variation"] is None
            assert row["signal"] == ""


def points_of(rows: pd.DataFrame) -> dict[tuple[str, date], tuple[float, str | None]]:
    """Element and month → average and icon, where there are observations."""
    months = pd.to_datetime(rows["month"]).dt.date
    every = zip(rows["element"], months, rows["average"], rows["variation"], strict=True)
    return {(element, month): (average, icon) for element, month, average, icon in every if not pd.isna(average)}


def lines_of(matrix: Answer, days: list[date]) -> dict[str, dict[tuple[str, date], tuple[float, str | None]]]:
    """The same for every team of the overview."""
    found: dict[str, dict[tuple[str, date], tuple[float, str | None]]] = defaultdict(dict)
    for row in matrix.extra["matrix"].rows:
        for cell in row.cells:
            if not cell.line:
                continue  # nothing was ever observed
            for day, value, icon in zip(days, cell.line, cell.icons, strict=True):
                if value is not None:
                    found[cell.unit][row.key, day] = (value, icon)
    return found


def assert_it_is_judged_as_it_should_be(rows: pd.DataFrame, seed: int) -> None:
    assert_limits_contain_the_mean(rows)
    one = rows[rows["element"] == random.Random(seed).choice(ELEMENTS)]
    assert_better_only_names_it(one)
    assert_new_limits_leave_the_points_before_alone(one, seed)


def assert_limits_contain_the_mean(rows: pd.DataFrame) -> None:
    known = rows[rows["mean"].notna() & rows["lower_process_limit"].notna()]
    assert (known["lower_process_limit"] <= known["mean"]).all()
    assert (known["mean"] <= known["upper_process_limit"]).all()
    judged = rows[rows["variation"].notna()]
    outside = (judged["average"] > judged["upper_process_limit"]) | (judged["average"] < judged["lower_process_limit"])
    assert (judged["signal"].str.contains("outside_limits") == outside).all()
    assert ((judged["variation"] == "common_cause") == (judged["signal"] == "")).all()


def assert_better_only_names_it(rows: pd.DataFrame) -> None:
    """The answer says what is higher is better: any other direction gives the same points, limits and signals."""
    plain = rows[["month", "element", "average", "observations"]]
    for better, words in (("lower", ("concern", "improvement")), ("neutral", ("neutral", "neutral"))):
        other, _ = judge(plain, "average", by=("element",), better=better)
        pd.testing.assert_frame_equal(other[LIMITS], rows[LIMITS], check_dtype=False)
        swapped = [
            icon and icon.replace("improvement", "+").replace("concern", words[1]).replace("+", words[0])
            for icon in rows["variation"]
        ]
        assert other["variation"].tolist() == swapped


def assert_new_limits_leave_the_points_before_alone(rows: pd.DataFrame, seed: int) -> None:
    known = rows[rows["average"].notna()]
    days, values = pd.to_datetime(known["month"]).dt.date.tolist(), known["average"].tolist()
    made = random.Random(seed)
    cut = made.randrange(len(days) + 1)
    later = made.randint(cut, len(days))
    alone = process_behaviour(days[:cut], values[:cut])
    for rebase_at in (days[cut : cut + 1], days[cut : cut + 1] + days[later : later + 1]):
        whole = process_behaviour(days, values, rebase_at=rebase_at)
        if rebase_at:
            assert repr(whole.points[:cut]) == repr(alone.points)  # as text, since NaN is not equal to itself
        assert [(point.day, point.value) for point in whole.points] == list(zip(days, values, strict=True))


@given(PLANS, st.integers(0, 10_000), st.integers(1, 33))
@settings(max_examples=3, deadline=None, phases=WITHOUT_SHRINKING)
def test_new_limits_set_by_the_council_leave_the_points_before_alone(plans: list[Plan], seed: int, begins: int) -> None:
    start = FIRST.plus(begins)
    with store_of(rows_of(plans, seed)) as store:
        before = skill_trend(store, LOCAL_VIEWER, Scope(), element="empathy").rows
        cut = skill_trend(store, LOCAL_VIEWER, Scope(period=Period(None, start.plus(-1))), element="empathy").rows
        take_in(store, f"measure,kind,from,reason\nempathy,rebase,{start},A new programme\n")
        after = skill_trend(store, LOCAL_VIEWER, Scope(), element="empathy").rows
    untouched = ["month", "element", "average", "observations", "workers", "lower", "upper"]
    pd.testing.assert_frame_equal(after[untouched], before[untouched])
    sooner = after[pd.to_datetime(after["month"]).dt.date < start.first_day]
    if any(is_mostly_thin(rows) for rows in (after, cut)) or sooner.empty:
        return  # whether a series has too few observations to be judged is said of all that is shown
    pd.testing.assert_frame_equal(sooner.reset_index(drop=True), cut.reset_index(drop=True), check_dtype=False)


def is_mostly_thin(rows: pd.DataFrame) -> bool:
    some = rows[rows["observations"] > 0]
    return 2 * int((some["observations"] < 5).sum()) > len(some)


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 14))
@settings(max_examples=6, deadline=None)
def test_every_generated_store_answers_like_its_twin(seed: int, count: int, months: int) -> None:
    rows = made_up_rows(seed, count, months=months)
    with store_of(rows) as store:
        twin = counted(rows, Scope())
        whole = skill_trend(store, LOCAL_VIEWER, Scope(), element="empathy")
        graded = [one for one in twin if "empathy" in one["grades"]]
        assert whole.counts["observations"] == len(twin)
        assert whole.rows["observations"].sum() == len(graded)
        total = (whole.rows["average"].fillna(0) * whole.rows["observations"]).sum()
        assert total == pytest.approx(sum(one["grades"]["empathy"] for one in graded))
        # filter, then aggregate; aggregate, then filter
        here = {row["team"] for row in rows}
        parts = [
            skill_trend(store, LOCAL_VIEWER, Scope(teams=(team,)), element="empathy") for team in TEAMS if team in here
        ]
        assert sum(part.rows["observations"].sum() for part in parts) == len(graded)
        by_team = team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy").rows
        assert by_team["observations"].sum() == len(graded)
        spread = skill_distribution(store, LOCAL_VIEWER, Scope(), element="empathy").rows
        assert spread["observations"].sum() <= len(graded)
        matrix = overview_matrix(store, LOCAL_VIEWER, Scope()).rows
        assert (matrix["workers"] <= matrix["observations"]).all()
