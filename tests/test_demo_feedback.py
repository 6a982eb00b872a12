"""The made-up families' feedback: what is planted in it, and that it goes through the intake like anybody's file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from mwm.demo import PLANTED, build_demo
from mwm.demo.authority import make_up
from mwm.framework import load_framework
from mwm.questions import families_agreement, families_comments, families_voice, families_voice_trend
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER

UNTIL = Month.parse("2026-10")
FRAMEWORK = load_framework("msw")
LATELY = Scope(period=Period(UNTIL.plus(-35), UNTIL))


def made(seed: int = 2028) -> dict[str, pd.DataFrame]:
    source = make_up(UNTIL, seed=seed)
    for _ in source.observations():
        """How well a visit went is known once it is graded."""
    return {kind: table.to_pandas() for kind, table in source.feedback(FRAMEWORK).items()}


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return made()["feedback"]


def test_same_seed_gives_the_same_rows(rows: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(made()["feedback"], rows)
    assert not made(7)["feedback"].equals(rows)


def test_only_answered_requests_have_answers_and_each_fits_its_form(rows: pd.DataFrame) -> None:
    forms = {form.key: form for form in FRAMEWORK.forms}
    items = [item.key for form in forms.values() for item in form.items]
    assert set(rows["outcome"]) == {"asked", "answered", "declined"}
    assert rows.loc[rows["outcome"] != "answered", [*items, "comment"]].isna().all().all()
    for key, own in rows.groupby("form"):
        form = forms[str(key)]
        assert set(own["respondent"]) <= set(form.respondents)
        assert set(own["time_point"]) <= set(form.time_points)
        assert own[[item for item in items if item not in {each.key for each in form.items}]].isna().all().all()
        for item in form.items:
            assert set(own[item.key].dropna().astype(float)) <= set(item.scale.points)
    families = rows[rows["form"] == "family_feedback"]
    assert 0.4 < (families["outcome"] == "answered").mean() < 0.7
    assert rows["feedback_id"].is_unique


def test_care_leavers_answer_more_often_since_peer_researchers_ask_them(rows: pd.DataFrame) -> None:
    own = rows[rows["service_area"] == PLANTED.peer_researcher_area]
    assert set(own["respondent"]) == {"care leaver"}
    after = own["asked_on"] >= str(PLANTED.peer_researcher_month(UNTIL).first_day)
    answered = own["outcome"] == "answered"
    assert answered[after].mean() == pytest.approx(PLANTED.peer_researcher_answers, abs=0.08)
    assert answered[~after].mean() == pytest.approx(PLANTED.answers_before, abs=0.05)
    assert (own["mode"] == "peer researcher")[after].mean() > 0.5
    assert not (own["mode"] == "peer researcher")[~after].any()


def test_the_questions_find_what_is_planted(demo: Store) -> None:
    area = Scope(service_areas=(PLANTED.peer_researcher_area,), period=LATELY.period)
    response = families_voice_trend(demo, LOCAL_VIEWER, area, measure="response")
    assert response.headline.startswith("Real improvement: ")
    assert response.extra["variation"] == {"response": "improvement_high"}
    others = families_voice_trend(demo, LOCAL_VIEWER, LATELY, form="family_feedback", measure="response")
    assert others.extra["variation"] == {"response": "common_cause"}
    assert families_voice(demo, LOCAL_VIEWER, LATELY).headline.startswith("No real change in any of the 3 questions")


def test_families_see_a_little_of_what_observers_see(demo: Store) -> None:
    found = families_agreement(demo, LOCAL_VIEWER, Scope()).rows
    together = found[found["element"] == "together"].set_index("pair")
    assert together.loc["family_observer", "verdict"] == "together"
    assert 0.1 < together.loc["family_observer", "correlation"] < 0.5
    assert together.loc["family_worker", "visits"] > 50


def test_some_comments_are_safe_and_some_wait_to_be_read(demo: Store) -> None:
    counts = families_comments(demo, LOCAL_VIEWER, Scope()).counts
    assert min(int(counts["safe"] or 0), int(counts["waiting"] or 0)) > 10


def test_a_very_small_authority_can_be_made(tmp_path: Path) -> None:
    build_demo(tmp_path / "small.duckdb", observations=3, until=UNTIL)
