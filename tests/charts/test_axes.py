"""Dated events on a time axis: rules, bands and their names."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from mwm.charts.axes import event_marks
from mwm.charts.inks import LIGHT

FIRST, LAST = "2025-01-01", "2025-12-31"


def marks(starts_on: str, ends_on: str | None = None, title: str = "Training"):
    row = {
        "starts_on": date.fromisoformat(starts_on),
        "ends_on": date.fromisoformat(ends_on) if ends_on else None,
        "title": title,
    }
    return event_marks(pd.DataFrame([row]), LIGHT, FIRST, LAST)


def rules(shapes):
    return [shape["x0"] for shape in shapes if shape["type"] == "line"]


def bands(shapes):
    return [(shape["x0"], shape["x1"]) for shape in shapes if shape["type"] == "rect"]


def test_an_event_of_one_day_is_a_rule_with_its_name():
    shapes, (label,) = marks("2025-03-10")
    assert (rules(shapes), bands(shapes)) == (["2025-03-10"], [])
    assert (label["x"], label["text"]) == ("2025-03-10", "Training")


def test_an_event_that_goes_on_is_a_band_that_includes_its_last_day():
    shapes, (label,) = marks("2025-03-10", "2025-05-31")
    assert bands(shapes) == [("2025-03-10", "2025-06-01")]
    assert rules(shapes) == ["2025-03-10", "2025-06-01"]
    assert label["x"] == "2025-03-10"


def test_a_short_band_has_one_rule():
    shapes, _ = marks("2025-03-10", "2025-03-13")
    assert (rules(shapes), bands(shapes)) == (["2025-03-10"], [("2025-03-10", "2025-03-14")])


def test_a_band_that_began_before_the_axis_is_cut_there_and_named():
    shapes, (label,) = marks("2024-10-01", "2025-02-28")
    assert bands(shapes) == [(FIRST, "2025-03-01")]
    assert rules(shapes) == ["2025-03-01"]
    assert (label["x"], label["xanchor"]) == (FIRST, "left")


def test_a_band_that_goes_on_after_the_axis_is_cut_there():
    shapes, labels = marks("2025-11-01", "2026-06-30")
    assert bands(shapes) == [("2025-11-01", LAST)]
    assert rules(shapes) == ["2025-11-01"]
    assert len(labels) == 1


@pytest.mark.parametrize(("first", "last"), [("2024-01-01", "2024-12-31"), ("2026-01-01", None), ("2024-12-31", None)])
def test_what_lies_outside_the_axis_is_not_drawn(first, last):
    assert marks(first, last) == ([], [])
