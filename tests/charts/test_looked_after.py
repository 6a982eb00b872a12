"""Pictures of looked after children: the count, what flows in and out, and what is published."""

from __future__ import annotations

from math import nan

import pandas as pd

from mwm.charts.inks import LIGHT
from mwm.charts.looked_after import looked_after_chart, looked_after_rate_chart, published_count_chart
from mwm.scope import Month
from tests.charts.made import answer, children


def drawn(counts, baseline=None, **more):
    change = answer("looked-after-change", pd.DataFrame(), baseline_month=Month.parse(baseline) if baseline else None)
    return looked_after_chart(children(counts, **more), LIGHT, change=change)


def texts(figure):
    return [label.text for label in figure.layout.annotations]


def test_the_count_and_the_flows_share_one_time_axis():
    figure = drawn([350, 345, 340])
    by_name = {trace.name: trace for trace in figure.data}
    assert list(by_name["children looked after"].y) == [350, 345, 340]
    assert list(by_name["children ceased"].y) == [0, 5, 5]
    assert {trace.xaxis for trace in figure.data} == {None}
    assert by_name["children looked after"].x == by_name["children started"].x


def test_started_and_ceased_differ_in_more_than_colour():
    by_name = {trace.name: trace for trace in drawn([350, 345]).data}
    assert by_name["children started"].line.dash != by_name["children ceased"].line.dash
    assert by_name["children started"].marker.symbol != by_name["children ceased"].marker.symbol


def test_the_baseline_is_a_rule_with_its_month_and_count():
    figure = drawn([350, 345, 340], baseline="2025-02")
    assert "baseline, February 2025: 345" in texts(figure)
    assert [shape.x0 for shape in figure.layout.shapes if shape.line.dash == "dot"] == ["2025-02-01"]


def test_a_baseline_outside_the_months_shown_is_not_drawn():
    assert not any("baseline" in text for text in texts(drawn([350, 345], baseline="2020-01")))


def test_the_latest_count_is_named_and_a_month_without_a_count_is_a_gap():
    figure = drawn([350, nan, 1340])
    assert "<b>1,340</b>" in texts(figure)
    assert list(figure.data[0].y) == [350, None, 1340]


def test_without_flows_the_count_has_the_picture_to_itself():
    made = children([350, 345])
    made.rows[["started", "ceased"]] = nan
    change = answer("looked-after-change", pd.DataFrame(), baseline_month=None)
    figure = looked_after_chart(made, LIGHT, change=change)
    assert figure.layout.yaxis.domain[0] == 0
    assert [trace.name for trace in figure.data] == ["children looked after"]


def test_the_rate_is_named_without_decimals():
    assert texts(looked_after_rate_chart(children([350, 319]), LIGHT)) == ["<b>91</b>"]


def yearly(**more):
    rows = children([325, 299, 282]).rows.drop(columns="month")
    rows["year"] = [2023, 2024, 2025]
    rows["earlier_value"], rows["earlier_release"] = [nan, 298.0, nan], [None, "2024", None]
    return published_count_chart(answer("published-looked-after-change", rows, since=2023, **more), LIGHT)


def test_published_years_share_the_form_of_the_months():
    figure = yearly()
    assert "31 March 2023: 325" in texts(figure)
    assert list(figure.layout.xaxis.ticktext) == ["2023", "2024", "2025"]
    assert figure.layout.yaxis2.title.text == "in the year"


def test_a_revised_count_is_a_hollow_diamond_and_says_both_values():
    (count,) = [trace for trace in yearly().data if trace.name == "children looked after"]
    assert list(count.marker.symbol) == ["circle", "diamond", "circle"]
    assert count.marker.color[1] == LIGHT.paper
    assert count.text[1] == "31 March 2024: <b>299</b> children looked after<br>revised: 298 in 2024"


def test_the_target_is_a_line_of_its_own_and_named_at_its_end():
    made = children([350, 345, 340])
    made.rows["target"] = [350.0, 345.0, 333.0]
    change = answer("looked-after-change", pd.DataFrame(), baseline_month=None)
    figure = looked_after_chart(made, LIGHT, change=change)
    (target,) = [trace for trace in figure.data if trace.name == "target"]
    assert list(target.y) == [350, 345, 333]
    assert "target 333" in texts(figure)
    assert figure.layout.yaxis.range[0] < 333
