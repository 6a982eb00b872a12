"""The observations behind a number add up to it, and stay hidden from a room."""

import pytest

from mwm.errors import ScopeError
from mwm.questions import observations, skill_trend
from mwm.scope import Month, Period, Scope
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.questions.conftest import as_csv, made_up_rows

MARCH = Period(Month.parse("2024-03"), Month.parse("2024-03"))


@pytest.mark.parametrize("scope", [Scope(period=MARCH), Scope(teams=("CIN Team A",), period=MARCH), Scope()])
def test_they_add_up_to_the_average(filled, scope: Scope) -> None:
    store = filled(as_csv(made_up_rows(8, 120)))
    rows = observations(store, LOCAL_VIEWER, scope, element="empathy")
    trend = skill_trend(store, LOCAL_VIEWER, scope, element="empathy", grain="year").rows
    assert rows.counts["observations"] == len(rows.rows) == trend["observations"].sum()
    assert rows.rows["grade"].mean() == pytest.approx(trend["average"].iloc[0])
    assert rows.rows["observed_on"].is_monotonic_decreasing
    assert set(rows.rows["graders"]) <= {1, 2, 3}


def test_a_room_never_sees_them(filled) -> None:
    store = filled(as_csv(made_up_rows(8, 20)))
    with pytest.raises(ScopeError, match="identifiers"):
        observations(store, AUDIENCE, Scope(), element="empathy")
