"""Pictures of grades say what the rows say, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import nan

import pandas as pd
import plotly.graph_objects as go
import pytest

from mwm.charts.inks import DARK, LIGHT
from mwm.charts.skills import grade_colour, skill_distribution_chart, skill_multiples_chart, skill_trend_chart
from tests.charts.made import NAMES, answer, event, several_trends, trend


def spread(shares, scale=(1.0, 5.0), **more):
    rows = pd.DataFrame(
        [
            {"part": part, "element": "empathy", "grade": grade, "observations": int(share), "share": share}
            for part, own in shares.items()
            for grade, share in own.items()
        ]
    )
    return answer("skill-distribution", rows, names=NAMES, scale=scale, threshold_name="skilled", **more)


def shares(counts):
    """A skill-trend of shares of one element: (at the threshold, observations) by month."""
    made = trend(
        [nan if n == 0 else 100 * part / n for part, n in counts], scale=(0.0, 100.0), measure="share", chart="p"
    )
    rows = made.rows.rename(columns={"average": "share"})
    rows["observations"] = [n for _, n in counts]
    rows["workers"] = [n // 3 + 1 for _, n in counts]
    rows["lower"], rows["upper"], rows["target"] = rows["share"] - 10, rows["share"] + 20, nan
    return replace(made, rows=rows)


def named(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def texts(figure):
    return [label.text for label in figure.layout.annotations]


def test_the_line_is_the_averages_with_a_gap_where_a_month_is_missing():
    (line,) = named(skill_trend_chart(trend([2.0, nan, 3.0]), LIGHT), "average")
    assert list(line.x) == ["2025-01-01", "2025-02-01", "2025-03-01"]
    assert list(line.y) == [2.0, None, 3.0]
    assert line.connectgaps is False
    assert "markers" in line.mode


def test_the_average_without_leniency_is_a_dotted_line_with_its_name_at_its_end():
    made = trend([2.0, 2.5, 3.0])
    figure = skill_trend_chart(replace(made, rows=made.rows.assign(adjusted=[2.1, nan, 2.8])), LIGHT)
    (line,) = named(figure, "without leniency")
    assert (list(line.y), line.line.dash, line.connectgaps) == ([2.1, None, 2.8], "dot", False)
    assert line.text[0] == "Jan 2025: <b>2.1</b> without leniency"
    assert "without leniency 2.8" in texts(figure)
    assert "<b>3.0</b>" in texts(figure)
    unknown = skill_trend_chart(replace(made, rows=made.rows.assign(adjusted=nan)), LIGHT)
    assert named(unknown, "without leniency") == []


def test_hovering_says_the_month_the_average_its_range_and_the_counts():
    (line,) = named(skill_trend_chart(trend([2.04, 2.0]), LIGHT), "average")
    assert line.text[0] == "Jan 2025: <b>2.0</b> (1.8 to 2.2)<br>10 observations of 5 workers"


@pytest.mark.parametrize("scale", [(1.0, 5.0), (0.0, 3.0)])
def test_the_scale_is_drawn_whole(scale):
    axis = skill_trend_chart(trend([2.0, 2.2], scale=scale), LIGHT).layout.yaxis
    assert list(axis.tickvals) == list(range(int(scale[0]), int(scale[1]) + 1))
    assert axis.range[0] <= scale[0]
    assert axis.range[1] >= scale[1]


def test_counts_stand_under_the_months():
    ticks = skill_trend_chart(trend([2.0, 2.1, 2.2]), LIGHT).layout.xaxis.ticktext
    assert [tick.split("<br>")[0] for tick in ticks] == ["Jan 2025", "Feb 2025", "Mar 2025"]
    assert [">n 10<" in ticks[0], ">n 12<" in ticks[2]] == [True, True]


@pytest.mark.parametrize(("grain", "words"), [("month", "Jan 2025"), ("quarter", "Jan–Mar 2025"), ("year", "2025")])
def test_months_quarters_and_years_are_named_in_words(grain, words):
    figure = skill_trend_chart(trend([2.0, 2.5], grain=grain), LIGHT)
    assert figure.layout.xaxis.ticktext[0].startswith(words + "<br>")


def test_the_threshold_and_the_latest_value_are_named_at_the_right():
    said = texts(skill_trend_chart(trend([2.0, 2.85, nan]), LIGHT))
    assert "skilled 3.5" in said
    assert "<b>2.9</b>" in said


def ends(figure, *, height=None) -> dict[str, tuple[float, float]]:
    """Where each label at the right stands: its line's value, and its height in pixels above the axis.

    height: that of the page's chart, which may have grown.
    """
    high, low = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    margin = figure.layout.margin
    pixels = ((height or figure.layout.height) - margin.t - margin.b) / (high - low)
    labels = [label for label in figure.layout.annotations if label.x == 1 and label.xref == "paper"]
    return {label.text: (label.y, (label.y - low) * pixels + (label.yshift or 0)) for label in labels}


@pytest.mark.parametrize("height", [372, 800])
def test_labels_at_the_right_never_touch(height):
    figure = skill_trend_chart(trend([3.4, 3.5], limits=(3.3, 3.45, 3.6)), LIGHT)
    places = sorted(place for _, place in ends(figure, height=height).values())
    assert len(places) == 5
    assert min(later - sooner for sooner, later in pairwise(places)) >= 15.5


def test_labels_stay_by_their_lines_where_there_is_room():
    found = ends(skill_trend_chart(trend([2.0, 4.5], limits=(1.5, 2.1, 2.7)), LIGHT))
    (value, _), (level, _) = found["<b>4.5</b>"], found["average 2.1"]
    assert (value, level) == (4.5, 2.1)
    figure = skill_trend_chart(trend([2.0, 4.5], limits=(1.5, 2.1, 2.7)), LIGHT)
    assert {label.yshift for label in figure.layout.annotations if label.x == 1} == {0.0}


def checked(figure):
    """The same figure, this time with Plotly's own check of every value."""
    return go.Figure(figure.to_dict())


@pytest.mark.parametrize("made", [trend([2.0, nan, 3.0], limits=(1.5, 2.1, 2.7)), shares([(3, 10), (0, 0), (5, 20)])])
def test_plotly_accepts_every_figure(made):
    checked(skill_trend_chart(made, LIGHT))
    checked(skill_multiples_chart(made, DARK))
    for measure in ("average", "share"):
        parts = {1.0: 10.0, 3.0: 50.0, 4.0: 40.0}
        checked(skill_distribution_chart(spread({"all": parts}, measure=measure, threshold=3.5), LIGHT))


def test_lines_break_where_limits_begin_anew():
    made = trend([2.0, 2.2, nan, 3.0, 3.2])
    made.rows["phase"] = [1.0, 1.0, nan, 2.0, 2.0]
    made.rows["mean"] = [2.1, 2.1, nan, 3.1, 3.1]
    made.rows["lower_process_limit"] = [1.5, 1.5, nan, 2.5, 2.5]
    made.rows["upper_process_limit"] = [2.7, 2.7, nan, 3.7, 3.7]
    figure = skill_trend_chart(made, LIGHT)
    (mean,), (limits,) = named(figure, "mean"), named(figure, "process limits")
    assert list(mean.x) == ["2025-01-01", "2025-02-01", None, "2025-04-01", "2025-05-01", None]
    assert list(mean.y) == [2.1, 2.1, None, 3.1, 3.1, None]
    assert list(limits.y) == [2.7, 2.7, None, 3.7, 3.7, None, 1.5, 1.5, None, 2.5, 2.5, None]
    assert "average 3.1" in texts(figure)
    assert "average 2.1" not in texts(figure)


def test_a_target_is_a_solid_thin_line_named_at_its_end():
    made = trend([2.0, 2.2, 2.4])
    made.rows["target"] = [nan, 2.5, 2.6]
    figure = skill_trend_chart(made, LIGHT)
    (line,) = named(figure, "target")
    assert list(line.y) == [None, 2.5, 2.6]
    assert line.line.dash in (None, "solid")
    assert ends(figure)["target 2.6"][0] == 2.6
    made.rows["target"] = [2.5, 2.6, nan]
    assert not [text for text in texts(skill_trend_chart(made, LIGHT)) if text.startswith("target")]
    assert not named(skill_trend_chart(trend([2.0, 2.2]), LIGHT), "target")


def test_shares_are_drawn_from_nought_in_percent_without_the_threshold():
    figure = skill_trend_chart(shares([(3, 20), (0, 0), (5, 20)]), LIGHT)
    (line,) = named(figure, "share")
    assert list(line.y) == [15.0, None, 25.0]
    assert list(figure.layout.yaxis.ticktext) == ["0%", "10%", "20%", "30%", "40%", "50%"]
    assert "<b>25%</b>" in texts(figure)
    assert not [text for text in texts(figure) if text.startswith("skilled")]
    assert line.text[0] == "Jan 2025: <b>15%</b> (5.0% to 35%)<br>20 observations of 7 workers"


def test_limits_of_shares_go_in_steps_over_months_without_any():
    made = shares([(3, 20), (1, 3), (5, 30)])
    made.rows["mean"], made.rows["phase"] = 15.0, 1.0
    made.rows["upper_process_limit"] = [39.0, nan, 34.6]
    made.rows["lower_process_limit"] = [0.0, nan, 0.0]
    (limits,) = named(skill_trend_chart(made, LIGHT), "process limits")
    assert limits.line.shape == "hvh"
    assert [value for value in limits.y[:4] if value is not None] == [39.0, 39.0, 34.6, 34.6]


def test_a_run_chart_names_its_median():
    figure = skill_trend_chart(trend([2.0, 2.2], limits=(nan, 2.1, nan), chart="run"), LIGHT)
    assert "median 2.1" in texts(figure)
    assert not [text for text in texts(figure) if "limit" in text]


def test_bars_part_at_the_threshold_where_shares_are_looked_at():
    early, late = {2.0: 50.0, 3.0: 30.0, 4.0: 20.0}, {2.0: 40.0, 3.0: 30.0, 4.0: 30.0}
    figure = skill_distribution_chart(spread({"before": early, "since": late}, measure="share", threshold=3.5), LIGHT)
    starts = {bar.name: list(bar.base) for bar in figure.data}
    assert starts["grade 4"] == [0.0, 0.0]
    assert starts["grade 2"] == [-80.0, -70.0]
    assert {"<b>20%</b> skilled", "<b>30%</b> skilled"} <= set(texts(figure))


def test_the_interval_is_one_shape_for_each_run_of_months():
    (band,) = named(skill_trend_chart(trend([2.0, 2.2, nan, 3.0]), LIGHT), "95% interval")
    assert list(band.y) == pytest.approx([2.2, 2.4, 2.0, 1.8, None, 3.2, 3.2, 2.8, 2.8, None], nan_ok=True)
    assert band.fill == "toself"


def test_events_are_labelled_rules_and_those_outside_the_months_are_left_out():
    events = pd.DataFrame([event("2025-02-10", "Training, first group"), event("2019-01-01", "Long ago")])
    figure = skill_trend_chart(trend([2.0, 2.2, 2.4], **{"events": events}), LIGHT)
    rules = [shape for shape in figure.layout.shapes if shape.x0 == shape.x1 and shape.type == "line"]
    assert [rule.x0 for rule in rules] == ["2025-02-10"]
    assert "Training, first group" in texts(figure)
    assert "Long ago" not in texts(figure)


def test_events_close_together_have_their_names_on_different_lines():
    events = pd.DataFrame([event("2025-02-10", "Training, first group"), event("2025-02-20", "Training, second group")])
    figure = skill_trend_chart(trend([2.0] * 24, **{"events": events}), LIGHT)
    heights = [label.y for label in figure.layout.annotations if "group" in label.text]
    assert len(set(heights)) == 2


def test_an_event_with_markup_in_its_name_is_shown_as_text():
    events = pd.DataFrame([event("2025-02-10", "<b>bold</b>")])
    assert "‹b›bold‹/b›" in texts(skill_trend_chart(trend([2.0, 2.2, 2.4], **{"events": events}), LIGHT))


def test_months_still_arriving_are_shaded_and_named():
    figure = skill_trend_chart(trend([2.0, 2.2, 2.4], arriving_since=pd.Timestamp("2025-03-01")), LIGHT)
    assert [shape.type for shape in figure.layout.shapes].count("rect") == 1
    assert "still<br>arriving" in texts(figure)


def test_signals_change_shape_as_well_as_colour():
    variation = ["common_cause", "improvement_high", "concern_low", None]
    (line,) = named(skill_trend_chart(trend([2.0, 3.0, 1.5, 2.0], variation=variation), LIGHT), "average")
    assert list(line.marker.symbol) == ["circle", "triangle-up", "triangle-down", "circle"]
    assert list(line.marker.color) == [LIGHT.common, LIGHT.improvement, LIGHT.concern, LIGHT.common]
    assert "real improvement" in line.text[1]


def test_limits_are_drawn_and_named_only_where_there_are_some():
    without = skill_trend_chart(trend([2.0, 2.2]), LIGHT)
    assert not named(without, "mean")
    figure = skill_trend_chart(trend([2.0, 2.2], limits=(1.5, 2.1, 2.7)), LIGHT)
    (mean,), (limits,) = named(figure, "mean"), named(figure, "process limits")
    assert (list(mean.y), mean.line.dash) == ([2.1, 2.1, None], "solid")
    assert (list(limits.y), limits.line.dash) == ([2.7, 2.7, None, 1.5, 1.5, None], "dash")
    assert {"upper limit", "average 2.1", "lower limit"} <= set(texts(figure))


def test_small_charts_are_one_figure_on_shared_scales_without_the_element_in_the_large_one():
    figure = skill_multiples_chart(several_trends([2.0, 2.4], NAMES), LIGHT, leave_out="empathy")
    lines = named(figure, "average")
    assert [line.xaxis for line in lines] == ["x", "x2"]
    assert figure.layout.yaxis.range == figure.layout.yaxis2.range
    assert [text for text in texts(figure) if text.startswith("<b>")] == [
        "<b>Autonomy</b>  2.4",
        "<b>Child focus</b>  2.4",
    ]


def test_bars_diverge_from_the_middle_of_the_scale():
    early = {1.0: 10.0, 2.0: 30.0, 3.0: 40.0, 4.0: 15.0, 5.0: 5.0}
    late = {1.0: 0.0, 2.0: 20.0, 3.0: 40.0, 4.0: 30.0, 5.0: 10.0}
    figure = skill_distribution_chart(spread({"before": early, "since": late}), LIGHT)
    starts = {bar.name: list(bar.base) for bar in figure.data}
    assert starts["grade 1"] == [-60.0, -40.0]
    assert starts["grade 3"] == [-20.0, -20.0]
    assert starts["grade 4"] == [20.0, 20.0]
    assert list(figure.data[1].text) == ["30%", "20%"]


def test_a_share_too_small_for_its_words_is_left_to_hovering():
    figure = skill_distribution_chart(spread({"all": {1.0: 3.0, 3.0: 97.0}}), LIGHT)
    assert list(figure.data[0].text) == [""]
    assert figure.data[0].customdata[0][0] == "3%"


def test_a_scale_without_a_middle_point_diverges_between_its_points():
    shares = {0.0: 25.0, 1.0: 25.0, 2.0: 25.0, 3.0: 25.0}
    figure = skill_distribution_chart(spread({"all": shares}, scale=(0.0, 3.0)), LIGHT)
    assert [bar.base[0] for bar in figure.data] == [-50.0, -25.0, 0.0, 25.0]


@pytest.mark.parametrize("inks", [LIGHT, DARK])
def test_the_ends_of_the_scale_have_the_inks_of_the_ends(inks):
    assert grade_colour(1.0, 1.0, 5.0, inks) == inks.below
    assert grade_colour(3.0, 1.0, 5.0, inks) == inks.middle
    assert grade_colour(5.0, 1.0, 5.0, inks) == inks.above
