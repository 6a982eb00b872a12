"""The picture of a series before and after a date."""

from mwm.charts.inks import DARK, LIGHT
from mwm.charts.interruption import interruption_chart
from mwm.questions.interruption import own_interruption
from tests.stats.published_series import CALIFORNIA, CALIFORNIA_DAYS, PROPOSITION_99


def drawn():
    return interruption_chart(own_interruption(CALIFORNIA_DAYS, CALIFORNIA, PROPOSITION_99), LIGHT)


def by_name(figure):
    return {trace.name: trace for trace in figure.data}


def test_a_line_on_each_side_and_the_earlier_trend_dashed() -> None:
    traces = by_name(drawn())
    assert list(traces["value"].y) == CALIFORNIA
    assert (len(traces["line before"].x), len(traces["line after"].x)) == (19, 12)
    assert traces["earlier trend"].line.dash == "dash"
    assert traces["line after"].line.dash == "solid"
    assert list(traces["earlier trend"].x) == list(traces["line after"].x)
    assert round(traces["earlier trend"].y[-1], 3) == 78.842


def test_the_band_lies_around_the_earlier_trend() -> None:
    upper, lower = (trace for trace in drawn().data if trace.name == "range of the earlier trend")
    middle = by_name(drawn())["earlier trend"]
    assert lower.fill == "tonexty"
    assert all(low < value < high for low, value, high in zip(lower.y, middle.y, upper.y, strict=True))


def test_the_date_is_a_labelled_rule_and_line_ends_are_named() -> None:
    figure = drawn()
    assert [shape.x0 for shape in figure.layout.shapes] == ["1989-01-01"]
    texts = [label.text for label in figure.layout.annotations]
    assert "from 01/01/1989" in texts
    assert any("earlier trend" in text for text in texts)
    assert "earlier trend" in by_name(figure)["value"].text[-1]
    assert "earlier trend" not in by_name(figure)["value"].text[0]


def test_the_dark_theme_has_its_own_inks() -> None:
    answer = own_interruption(CALIFORNIA_DAYS, CALIFORNIA, PROPOSITION_99)
    dark = by_name(interruption_chart(answer, DARK))["line after"].line.color
    assert dark != by_name(drawn())["line after"].line.color
