"""Events, targets, baselines and decisions as lists: what holds, what held before, and what they do to charts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mwm.intake import undo
from mwm.questions import ask, events, looked_after_change, looked_after_trend, plans, settle, skill_trend, targets
from mwm.questions.plans import Decision, decision, event_categories
from mwm.questions.question import events_in
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER, Role, Viewer
from tests.conftest import Fill
from tests.intake.made import observation, send

TRAINING = {"date": "2025-03-10", "to": "2025-03-13", "title": "Training", "category": "Training", "note": "Four days"}
INSPECTION = {"date": "2025-06-02", "title": "Inspection", "category": "inspection"}
MOVE = {"date": "2025-05-01", "title": "North 1 moves", "team": "North 1"}
TARGET = {
    "measure": "empathy",
    "team": "North 1",
    "from": "2025-01",
    "to": "2025-12",
    "value": "2.5",
    "value_at_end": "3",
}
BASELINE = {"measure": "empathy", "kind": "fixed", "from": "2024-01", "to": "2024-12", "reason": "Before the training"}
DECISION = {"policy": "looked_after_better", "value": "lower", "reason": "Council plan"}


def fill(store: Store) -> None:
    send(store, observation(1), observation(2, team="South", service_area="Youth Justice"))
    for row in (TRAINING, INSPECTION, MOVE, TRAINING | {"service_area": "Youth Justice", "title": "Youth training"}):
        assert send(store, row, kind="events").status == "imported"
    send(store, TARGET, kind="targets")
    send(store, BASELINE, kind="baselines")
    send(store, DECISION, kind="policies")


@pytest.fixture
def filled(store_with: Callable[[Fill], Store]) -> Store:
    return store_with(fill)


def shown(answer) -> list[dict[str, str]]:
    return answer.extra["shown"].to_dict("records")


def test_events_are_listed_newest_first_in_few_words(filled: Store) -> None:
    answer = events(filled, LOCAL_VIEWER, Scope())
    assert answer.headline == "4 events are marked on charts."
    assert [row["title"] for row in answer.records()] == ["Inspection", "North 1 moves", "Training", "Youth training"]
    assert [row["When"] for row in shown(answer)] == ["2 Jun 2025", "1 May 2025", "10–13 Mar 2025", "10–13 Mar 2025"]
    assert [row["Where"] for row in shown(answer)] == ["whole council", "North 1", "whole council", "Youth Justice"]


def test_a_list_that_is_downloaded_and_sent_again_changes_nothing(filled: Store) -> None:
    for name in ("events", "targets", "baselines", "policies"):
        rows = [
            {key: None if value is None else str(value) for key, value in row.items()}
            for row in ask(name, filled, LOCAL_VIEWER, Scope()).records()
        ]
        report = send(filled, *rows, kind=name)
        assert (report.status, report.rows_unchanged) == ("unchanged", len(rows)), name


def test_only_what_touches_the_scope_is_listed(filled: Store) -> None:
    def titles(**asked) -> set[str]:
        return set(events(filled, LOCAL_VIEWER, Scope(**asked)).rows["title"])

    assert titles(period=Period(Month.parse("2025-05"), Month.parse("2025-05"))) == {"North 1 moves"}
    assert titles(period=Period(None, Month.parse("2025-03"))) == {"Training", "Youth training"}
    assert titles(service_areas=("Youth Justice",)) >= {"Training", "Inspection", "Youth training"}
    assert "North 1 moves" not in titles(teams=("South",))
    viewer = Viewer("a head of service", Role.LOCAL_USER, service_areas=("Children in Need",), sees_small_numbers=True)
    assert set(events(filled, viewer, Scope()).rows["title"]) == {"Training", "Inspection", "North 1 moves"}


def test_targets_say_their_line_and_baselines_and_decisions_their_reason(filled: Store) -> None:
    (target,) = shown(targets(filled, LOCAL_VIEWER, Scope()))
    assert target["Measure"] == "Empathy: average grade"
    assert (target["Months"], target["Target"]) == ("Jan 2025 – Dec 2025", "2.5 to 3")
    (baseline,) = shown(ask("baselines", filled, LOCAL_VIEWER, Scope()))
    assert baseline["What holds"] == "Limits from Jan 2024 – Dec 2024"
    assert baseline["Reason"] == "Before the training"
    assert baseline["Set by"].startswith("tester, ")
    (policy,) = shown(ask("policies", filled, LOCAL_VIEWER, Scope()))
    assert policy["Decision"] == "Fewer is what the council aims for"


def test_what_was_replaced_and_withdrawn_is_kept_with_who_and_when(filled: Store) -> None:
    send(filled, TRAINING | {"note": "Five days"}, kind="events", user="second")
    send(filled, INSPECTION | {"withdrawn": "yes"}, kind="events", user="third")
    assert events(filled, LOCAL_VIEWER, Scope()).headline == "3 events are marked on charts."
    earlier = events(filled, LOCAL_VIEWER, Scope(), versions="earlier")
    assert [(row["title"], row["state"], row["ended_by"]) for row in earlier.records()] == [
        ("Inspection", "withdrawn", "third"),
        ("Training", "replaced", "second"),
    ]
    assert "by second" in shown(earlier)[1]["Ended (UTC)"]
    assert earlier.headline == "2 earlier versions are kept."


def test_the_summary_counts_what_holds(filled: Store, tmp_path: Path) -> None:
    answer = plans(filled, LOCAL_VIEWER, Scope())
    assert (
        answer.headline == "4 events are marked on charts; 1 target is set; 1 baseline is set; 1 decision is recorded."
    )
    for number in ("7", "8"):
        undo(filled, number)
    assert plans(filled, LOCAL_VIEWER, Scope()).headline == (
        "4 events are marked on charts; 1 target is set; there is no baseline and no decision yet."
    )
    with Store.open(tmp_path / "empty.duckdb", create=True) as empty:
        assert plans(empty, LOCAL_VIEWER, Scope()).status == "empty"
        assert targets(empty, LOCAL_VIEWER, Scope()).headline == "There is no target yet."


def test_answers_are_plain_json(filled: Store) -> None:
    send(filled, TRAINING | {"note": "Five days"}, kind="events")
    for name in ("events", "targets", "baselines", "policies", "plans"):
        assert json.loads(ask(name, filled, LOCAL_VIEWER, Scope()).to_json())["rows"]
    assert ask("events", filled, LOCAL_VIEWER, Scope(), versions="earlier").to_json()


MONTHS = (Month.parse("2025-01").first_day, Month.parse("2025-12").first_day)


def marked(store: Store, categories: str = "all", **asked: tuple[str, ...]) -> set[str]:
    return set(events_in(store, settle(store, Scope(**asked)), *MONTHS, categories=categories)["title"])


def test_events_can_be_switched_by_category(filled: Store) -> None:
    everything = {"Training", "Youth training", "Inspection", "North 1 moves"}
    assert marked(filled) == everything
    assert marked(filled, "none") == set()
    assert marked(filled, "training") == {"Training", "Youth training"}
    assert marked(filled, "INSPECTION") == {"Inspection"}
    assert marked(filled, "weather") == set()
    assert event_categories(filled, LOCAL_VIEWER, Scope()) == ("inspection", "Training")


def test_an_event_of_another_part_of_the_service_is_not_marked(filled: Store) -> None:
    assert marked(filled, teams=("North 1",)) == {"Training", "Inspection", "North 1 moves"}
    assert marked(filled, teams=("South",)) == {"Training", "Inspection", "Youth training"}
    assert marked(filled, service_areas=("Youth Justice",)) == {"Training", "Inspection", "Youth training"}


def test_an_event_never_changes_a_number(filled: Store) -> None:
    def rows() -> str:
        return skill_trend(filled, LOCAL_VIEWER, Scope(), element="empathy").rows.to_csv()

    before = rows()
    send(filled, {"date": "2025-03-05", "title": "Another event"}, kind="events")
    assert rows() == before


def fill_and_count(store: Store) -> None:
    fill(store)
    counts = [300 + 4 * (-1) ** number for number in range(18)] + [250] * 4
    months = [Month.parse("2024-01").plus(number) for number in range(len(counts))]
    rows = [{"month": str(month), "looked_after": str(count)} for month, count in zip(months, counts, strict=True)]
    send(store, *rows, kind="looked_after")


@pytest.fixture
def counted(store_with: Callable[[Fill], Store]) -> Store:
    """Looked after children around 300 for a year and a half, then far fewer."""
    return store_with(fill_and_count)


@pytest.mark.parametrize(
    ("value", "variation"), [("lower", "improvement_low"), ("higher", "concern_low"), ("neutral", "neutral_low")]
)
def test_the_council_decides_whether_fewer_looked_after_children_are_better(
    counted: Store, value: str, variation: str
) -> None:
    send(counted, DECISION | {"value": value, "reason": "Plan 2026"}, kind="policies", user="A. Nalyst")
    trend = looked_after_trend(counted, LOCAL_VIEWER, Scope())
    change = looked_after_change(counted, LOCAL_VIEWER, Scope(), baseline=Month.parse("2025-03"))
    assert trend.rows["variation"].iloc[-1] == variation
    assert (trend.better, change.better) == (value, value)
    for answer in (trend, change):
        decided = [words for words in answer.caveats if "the council decided so: Plan 2026 (A. Nalyst, " in words]
        assert len(decided) == (value != "neutral")


def test_a_decision_that_is_not_taken_is_the_default(filled: Store) -> None:
    here = settle(filled, Scope())
    held = decision(filled, here, "looked_after_better")
    assert (held.value, held.reason, held.set_by) == ("lower", "Council plan", "tester")
    undo(filled, "8")
    assert decision(filled, here, "looked_after_better") == Decision("neutral")


def test_looked_after_events_can_be_left_out(counted: Store) -> None:
    titles = {
        events: set(looked_after_trend(counted, LOCAL_VIEWER, Scope(), events=events).events["title"])
        for events in ("all", "none", "inspection")
    }
    assert titles["none"] == set()
    assert titles["inspection"] == {"Inspection"} < titles["all"]
