"""Targets and limits for items of supervision and of feedback: where they hold, and that they are said and drawn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mwm.charts.feedback import voice_response_chart, voice_trend_chart
from mwm.charts.inks import LIGHT
from mwm.charts.supervision import supervision_trend_chart
from mwm.framework import load_framework
from mwm.intake import import_file
from mwm.measures import measures_of
from mwm.questions import families_voice_trend, overview_matrix, supervision_trend
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

TARGETS = """measure,service_area,from,to,value,value_at_end
supervision.msw_supervision.child_focus,,2024-01,,2.1,
share_supervision.msw_supervision.child_focus,,2024-01,,95,
supervision.msw_supervision.all_items,Children in Need,2024-01,,4.9,
feedback.family_feedback.felt_listened_to,,2024-01,2026-12,6,9
share_feedback.family_feedback.felt_listened_to,,2024-01,,50,
feedback.family_feedback,Children in Need,2024-01,,9.9,
feedback_response.family_feedback,,2024-01,,99,
feedback_response,Youth Justice,2024-01,,98,
"""
BASELINES = """measure,kind,from,to,reason
supervision.msw_supervision.child_focus,fixed,2024-01,2024-12,Before the training
feedback.family_feedback.felt_listened_to,rebase,2025-06,,New leaflet
"""
CHILD_FOCUS = {"item": "child_focus", "rubric": "msw_supervision"}
LISTENED = {"form": "family_feedback", "item": "felt_listened_to"}


@pytest.fixture(scope="module")
def store(demo_authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("items")
    with Store.open(shutil.copyfile(demo_authority, folder / "store.duckdb")) as opened:
        for kind, text in (("targets", TARGETS), ("baselines", BASELINES)):
            file = folder / f"{kind}.csv"
            file.write_text(text, encoding="utf-8")
            report = import_file(opened, file, kind=kind)
            assert report.status == "imported", report.problems[:3]
        yield opened


def aimed(answer) -> set[float]:
    return {round(value, 6) for value in answer.rows["target"].dropna()}


def test_every_item_can_be_aimed_for_on_its_own_scale() -> None:
    framework = load_framework("msw")
    measures = measures_of(framework)
    assert {key: measure.name for key, measure in measures.items()} == framework.measures
    items = [measure.name for key, measure in measures.items() if "." in key]
    assert len(items) == len(set(items)) == 4 * 2 + 2 + 7 * 2 + 2 * 2
    three = measures["supervision.systemic_group_supervision.overall"]
    assert (three.lowest, three.highest) == (1.0, 3.0)
    assert "supervision.systemic_group_supervision.all_items" not in measures
    ten = measures["feedback.family_feedback.had_a_say"]
    assert (ten.lowest, ten.highest, ten.is_whole) == (0.0, 10.0, False)
    assert not any("worker_view" in key for key in measures)
    assert measures["looked_after"].is_whole


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("supervision.msw_supervision.child_focus,,2024-01,,5.5,", "1 and 5"),
        ("feedback.care_leavers.i_decide,,2024-01,,6,", "1 and 5"),
        ("feedback_response,,2024-01,,101,", "0 and 100"),
        ("feedback.worker_view.i_listened,,2024-01,,5,", "measure"),
    ],
)
def test_what_does_not_fit_is_refused(store: Store, tmp_path: Path, row: str, words: str) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(f"{TARGETS.splitlines()[0]}\n{row}\n", encoding="utf-8")
    report = import_file(store, file, kind="targets", dry_run=True)
    assert [words in f"{problem.message} {problem.mend}" for problem in report.problems] == [True]


def test_an_item_of_supervision_has_its_target_and_its_limits(store: Store) -> None:
    answer = supervision_trend(store, LOCAL_VIEWER, Scope(), **CHILD_FOCUS)
    assert aimed(answer) == {2.1}
    assert answer.caveats[0].startswith("Limits worked out from Jan 2024 – Dec 2024 (Before the training; set by ")
    assert answer.caveats[1].startswith("The target is 2.1; as long as nothing changes it will sometimes be hit")
    (line,) = (trace for trace in supervision_trend_chart(answer, LIGHT).data if trace.name == "target")
    assert set(line.y) - {None} == {2.1}
    share = supervision_trend(store, LOCAL_VIEWER, Scope(), measure="share", **CHILD_FOCUS)
    assert aimed(share) == {95.0}
    assert share.caveats[0].startswith("The target is 95%; it will be missed")


def test_a_target_holds_for_its_place_and_for_observed_supervision_only(store: Store) -> None:
    area = Scope(service_areas=("Children in Need",))
    assert aimed(supervision_trend(store, LOCAL_VIEWER, area, **CHILD_FOCUS)) == set()
    assert aimed(supervision_trend(store, LOCAL_VIEWER, area, item="all_items")) == {4.9}
    reported = supervision_trend(store, LOCAL_VIEWER, Scope(), method="self-reported", **CHILD_FOCUS)
    assert aimed(reported) == set()
    divided = supervision_trend(store, LOCAL_VIEWER, Scope(), item="all_items", by="service_area").rows
    assert set(divided.loc[divided["target"].notna(), "unit"]) == {"Children in Need"}


def test_an_answer_of_families_has_its_target_and_its_limits(store: Store) -> None:
    answer = families_voice_trend(store, LOCAL_VIEWER, Scope(), grain="month", **LISTENED)
    values = answer.rows["target"].dropna()
    assert values.iloc[0] == pytest.approx(6.0)
    assert values.is_monotonic_increasing
    assert values.iloc[-1] == pytest.approx(6 + 3 * 33 / 35)
    assert answer.caveats[0].startswith("Limits worked out anew from Jun 2025 on (New leaflet; ")
    assert answer.caveats[1].startswith("The target is 8.8")
    figure = voice_trend_chart(answer, LIGHT)
    assert [trace.name for trace in figure.data].count("target") == 1
    assert "target 8.8" in [label.text for label in figure.layout.annotations]
    assert aimed(families_voice_trend(store, LOCAL_VIEWER, Scope(), measure="share", **LISTENED)) == {50.0}
    assert aimed(families_voice_trend(store, LOCAL_VIEWER, Scope(), respondent="parent", **LISTENED)) == set()


def test_the_response_rate_of_a_form_has_its_target(store: Store) -> None:
    answer = families_voice_trend(store, LOCAL_VIEWER, Scope(), form="family_feedback", measure="response")
    assert aimed(answer) == {99.0}
    assert answer.caveats[0].startswith("The target is 99%; it will be missed")
    assert [trace.name for trace in voice_response_chart(answer, LIGHT).data].count("target") == 1


def test_the_overview_shows_what_is_aimed_for_in_its_own_rows(store: Store) -> None:
    rows = overview_matrix(store, LOCAL_VIEWER, Scope()).rows
    aims = rows[~rows["about"].isin(["practice", "looked_after"])].dropna(subset=["target"])
    found = {(row["element"], row["unit"]): (row["target"], row["assurance"]) for row in aims.to_dict("records")}
    assert found == {
        ("supervision", "Children in Need"): (4.9, "consistently_misses"),
        ("family_feedback", "Children in Need"): (9.9, "consistently_misses"),
        ("response", "Youth Justice"): (98.0, "hit_and_miss"),
    }
