"""The practice report: its profile against plain Python, one worker with caution, and what it puts together."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date
from statistics import fmean, stdev

import pandas as pd
import pytest

from mwm.answer import Answer
from mwm.errors import ScopeError
from mwm.questions import QUESTIONS, practice_report
from mwm.questions.practice_profile import standing_out
from mwm.report import Part, Report
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.intake.made import send
from tests.questions.conftest import ELEMENTS, TEAMS, as_csv, made_up_rows

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def made() -> Rows:
    return made_up_rows(11, 240)


@pytest.fixture(scope="module")
def store(filled_once: Callable[[str], Store], made: Rows) -> Store:
    return filled_once(as_csv(made))


def report(answer: Answer) -> Report:
    found = answer.extra["report"]
    assert isinstance(found, Report)
    return found


def part(answer: Answer, key: str) -> Part:
    return next(part for part in report(answer).parts if part.key == key)


def counted(rows: Rows, element: str, **of: str) -> list[float]:
    """The grade of each observation that counts: the observer’s own, else the first other grader’s in the file."""
    by_observation: dict[str, dict[str, float]] = {}
    for row in rows:
        if all(row[key] == value for key, value in of.items()) and row[element]:
            by_observation.setdefault(row["observation_id"], {})[row["grader_id"]] = float(row[element])
    return [grades.get("", next(iter(grades.values()))) for grades in by_observation.values()]


@pytest.mark.parametrize("team", list(TEAMS))
def test_the_profile_is_that_of_plain_python(store: Store, made: Rows, team: str) -> None:
    rows = practice_report(store, LOCAL_VIEWER, Scope(teams=(team,))).rows.set_index("element")
    area = [made_row for made_row in made if TEAMS[team] == made_row["service_area"]]
    for element in ELEMENTS:
        own = counted(made, element, team=team)
        assert rows.at[element, "observations"] == len(own)
        assert rows.at[element, "average"] == pytest.approx(fmean(own))
        half = (rows.at[element, "upper"] - rows.at[element, "lower"]) / 2
        assert half == pytest.approx(2.0 * stdev(own) / math.sqrt(len(own)), rel=0.06)  # t is near 2 for these n
        if TEAMS[team] == "Youth Justice":  # its only team: there is nothing wider
            assert math.isnan(rows.at[element, "service_average"])
            continue
        whole = counted(area, element)
        assert rows.at[element, "service_average"] == pytest.approx(fmean(whole))
        reach = 3.090232 * stdev(whole) / math.sqrt(len(own))
        assert rows.at[element, "service_lower"] == pytest.approx(max(fmean(whole) - reach, 1))
        assert rows.at[element, "service_upper"] == pytest.approx(min(fmean(whole) + reach, 5))
        away = fmean(own) - fmean(whole)
        assert rows.at[element, "place"] == ("above" if away > reach else "below" if away < -reach else "within")


def test_a_service_area_is_set_beside_the_council_and_the_council_beside_nothing(store: Store, made: Rows) -> None:
    area = practice_report(store, LOCAL_VIEWER, Scope(service_areas=("Children in Need",)))
    assert area.rows["service_average"].iloc[0] == pytest.approx(
        fmean(counted(made, str(area.rows["element"].iloc[0])))
    )
    assert "beside the whole council" in part(area, "profile").says
    council = practice_report(store, LOCAL_VIEWER, Scope())
    assert council.rows["service_average"].isna().all()
    assert "Wider service" not in part(council, "profile").table


def test_every_part_is_the_answer_of_its_own_question(store: Store) -> None:
    scope = Scope(teams=("CIN Team A",), period=Period(Month.parse("2024-03"), Month.parse("2024-07")))
    answer = practice_report(store, LOCAL_VIEWER, scope)
    assert [each.key for each in report(answer).parts] == [
        "profile", "trend", "spread", "supervision", "voice", "coaching", "coverage", "events", "next_steps",
    ]  # fmt: skip
    until = Scope(teams=("CIN Team A",), period=Period(None, Month.parse("2024-07")))
    trend = QUESTIONS["skill-trend"].function(store, LOCAL_VIEWER, until, grain="auto")
    assert part(answer, "trend").says == f"{trend.headline} Judged on all months up to Jul 2024."
    spread = QUESTIONS["skill-distribution"].function(store, LOCAL_VIEWER, scope, parts="one")
    drawn = part(answer, "spread").answer
    assert drawn is not None
    pd.testing.assert_frame_equal(drawn.rows, spread.rows)
    assert report(answer).period == "Mar 2024 – Jul 2024"


def test_too_few_observations_have_no_average(filled: Callable[[str], Store]) -> None:
    store = filled(as_csv([row for row in made_up_rows(3, 60) if row["observation_id"] in {f"O{n}" for n in range(6)}]))
    answer = practice_report(store, LOCAL_VIEWER, Scope())
    assert answer.status == "thin"
    assert answer.headline == "Too few observations to say across the service: 6 of 10 needed."
    assert answer.rows["average"].isna().all()
    assert set(part(answer, "profile").table["Average"]) == {"–"}


def test_an_empty_store_is_an_ordinary_answer(tmp_path) -> None:
    with Store.open(tmp_path / "empty.duckdb", create=True) as store:
        assert practice_report(store, LOCAL_VIEWER, Scope()).status == "empty"


def levels(*averages: float, half: float) -> pd.DataFrame:
    names = [f"e{number}" for number in range(len(averages))]
    frame = pd.DataFrame({"element": names, "average": averages})
    return frame.assign(lower=frame["average"] - half, upper=frame["average"] + half)


NAMES = {f"e{number}": f"Element {number}" for number in range(9)}


@pytest.mark.parametrize(
    ("averages", "half", "said"),
    [
        ((2.0, 2.1, 2.2), 0.11, "No element stands out"),
        ((2.0, 3.0, 4.0), 0.1, "Strongest: element 2 (4.0). Weakest: element 0 (2.0)."),
        ((2.0, 2.1, 4.0), 0.1, "Weakest: element 0 and element 1 (2.0 to 2.1, too near to tell apart)."),
        ((2.0, 2.5, 3.0), 0.3, "Element 2 (3.0) stands above element 0 (2.0); the others lie between"),
    ],
)
def test_an_element_stands_out_only_where_intervals_do_not_overlap(averages, half, said) -> None:
    assert said in standing_out(levels(*averages, half=half), NAMES)


def one_workers(store: Store, worker: str) -> Answer:
    return practice_report(store, LOCAL_VIEWER, Scope(), worker=worker)


def test_one_worker_has_averages_but_no_verdict_beside_the_service(store: Store, made: Rows) -> None:
    answer = one_workers(store, "W1-CIN Team A")
    rows = answer.rows.set_index("element")
    for element in ELEMENTS:
        assert rows.at[element, "average"] == pytest.approx(fmean(counted(made, element, worker_id="W1-CIN Team A")))
    assert rows["service_average"].notna().all()
    assert rows["service_lower"].isna().all()
    assert set(rows["place"]) == {"none"}
    assert report(answer).about == "Worker W1-CIN Team A"
    drawn = part(answer, "observations").answer
    assert drawn is not None
    days = list(drawn.rows["observed_on"])
    assert days == sorted(set(days))


def test_a_worker_needs_three_observations(filled: Callable[[str], Store]) -> None:
    rows = [row for row in made_up_rows(5, 80) if row["grader_id"] == ""]
    for number, row in enumerate(rows):
        row["worker_id"] = f"W{'few' if number < 2 else number % 4}-{row['team']}"
        row["team"], row["service_area"] = "CIN Team A", "Children in Need"
    for row in rows[:2]:
        row["worker_id"] = "Wfew"
    store = filled(as_csv(rows))
    answer = one_workers(store, "Wfew")
    assert answer.status == "thin"
    assert answer.headline == "Too few observations to say anything about one worker: 2 of 3 needed."
    assert part(answer, "observations").answer is None
    assert answer.rows["average"].isna().all()


def test_one_worker_is_refused_without_the_identifier(store: Store) -> None:
    with pytest.raises(ScopeError) as refused:
        practice_report(store, AUDIENCE, Scope(), worker="W1-CIN Team A")
    assert "W1" not in str(refused.value)
    with pytest.raises(ScopeError) as unknown:
        one_workers(store, "W-secret-77")
    assert "secret" not in str(unknown.value)
    assert "text of 11 characters" in str(unknown.value)


def test_next_steps_and_coaching_come_in(filled: Callable[[str], Store]) -> None:
    rows = [row | {"coached_on": ""} for row in made_up_rows(7, 40) if row["grader_id"] == ""]
    for row in rows[:10]:
        row["coached_on"] = f"{date.fromisoformat(row['observed_on']).replace(day=28)}"
        row["observed_on"] = row["observed_on"][:8] + "20"
    store = filled(as_csv(rows))
    step = {"agreed_on": "2024-03-01", "what": "Read answers", "team": "CIN Team A", "worker_id": None, "due_on": None}
    assert send(store, step, kind="next_steps").status == "imported"
    private = step | {"what": "Observe again", "worker_id": "W1-CIN Team A", "team": None}
    assert send(store, private, kind="next_steps").status == "imported"
    whole = practice_report(store, LOCAL_VIEWER, Scope())
    assert part(whole, "coaching").says.startswith(f"10 of {len(rows)} observations")
    assert "half of them within 8 days" in part(whole, "coaching").says
    assert list(part(whole, "next_steps").table["What will be done"]) == ["Read answers"]
    other = practice_report(store, LOCAL_VIEWER, Scope(teams=("YJ Team A",)))
    assert part(other, "next_steps").table.empty
    one = one_workers(store, "W1-CIN Team A")
    assert list(part(one, "next_steps").table["What will be done"]) == ["Observe again"]
