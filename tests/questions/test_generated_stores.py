"""Whole small stores, generated: every answer equals a plain-Python twin, and filters commute with sums."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mwm.intake import import_file
from mwm.questions import overview_matrix, skill_distribution, skill_trend, team_comparison
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.questions.conftest import TEAMS, as_csv, made_up_rows
from tests.questions.test_skills import counted


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 14))
@settings(max_examples=10, deadline=None)
def test_every_generated_store_answers_like_its_twin(seed: int, count: int, months: int) -> None:
    rows = made_up_rows(seed, count, months=months)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_text(as_csv(rows), encoding="utf-8")
        with Store.open(Path(folder, "store.duckdb"), create=True) as store:
            assert import_file(store, path, create_teams=True).status == "imported"
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
                skill_trend(store, LOCAL_VIEWER, Scope(teams=(team,)), element="empathy")
                for team in TEAMS
                if team in here
            ]
            assert sum(part.rows["observations"].sum() for part in parts) == len(graded)
            by_team = team_comparison(store, LOCAL_VIEWER, Scope(), element="empathy").rows
            assert by_team["observations"].sum() == len(graded)
            spread = skill_distribution(store, LOCAL_VIEWER, Scope(), element="empathy").rows
            assert spread["observations"].sum() <= len(graded)
            matrix = overview_matrix(store, LOCAL_VIEWER, Scope()).rows
            assert (matrix["workers"] <= matrix["observations"]).all()
