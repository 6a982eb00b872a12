"""Pictures of published figures: lines over the years and dots for one year."""

from __future__ import annotations

from math import nan

import pandas as pd

from mwm.charts.inks import LIGHT
from mwm.charts.published import comparison_dots_chart, comparison_lines_chart
from tests.charts.made import answer

NAMES = ["year", "area", "part", "looked_after", "rate_per_10000", "earlier_value", "earlier_release", "status"]
FIGURES = [
    (2023, "Aeton", "own", 325.0, 89.0, nan, None, None),
    (2024, "Aeton", "own", 299.0, 83.0, 301.0, "2024", None),
    (2023, "Country", "country", nan, 71.0, nan, None, None),
    (2024, "Country", "country", 83_630.0, 70.0, nan, None, None),
    (2023, "Beeton", "neighbour", 100.0, 55.0, nan, None, None),
    (2024, "Beeton", "neighbour", 100.0, 60.0, nan, None, None),
    (2023, "Ceeton", "neighbour", 100.0, 99.0, nan, None, None),
    (2024, "Ceeton", "neighbour", nan, nan, nan, None, "c"),
]


def comparison():
    rows = pd.DataFrame(FIGURES, columns=NAMES)
    latest = rows[rows["year"] == 2024].assign(change=[-26.0, nan, 0.0, nan], percent_change=[-8.0, nan, 0.0, nan])
    return answer("looked-after-comparison", latest.assign(first_year=2023.0), by_year=rows)


def texts(figure):
    return [label.text for label in figure.layout.annotations]


def test_the_area_is_bold_and_the_others_are_named_at_their_lines_ends():
    assert sorted(texts(comparison_lines_chart(comparison(), LIGHT))) == ["2 neighbours", "<b>Aeton</b>", "Country"]


def test_neighbours_are_one_band_from_the_lowest_to_the_highest():
    upper, lower = (
        trace for trace in comparison_lines_chart(comparison(), LIGHT).data if trace.name == "statistical neighbours"
    )
    assert (list(upper.y), list(lower.y)) == ([99, 60], [55, 60])
    assert lower.fill == "tonexty"


def test_a_revised_figure_is_marked_and_says_both_values():
    (own,) = [trace for trace in comparison_lines_chart(comparison(), LIGHT).data if trace.name == "Aeton"]
    assert list(own.marker.symbol) == ["circle", "diamond"]
    assert own.text[1] == "Aeton, 31 March 2024: <b>83</b> per 10,000<br>299 children<br>revised: 301 in 2024"


def test_without_neighbours_there_is_no_band():
    made = comparison()
    made.extra["by_year"] = made.extra["by_year"][lambda rows: rows["part"] != "neighbour"]
    assert [trace.name for trace in comparison_lines_chart(made, LIGHT).data] == ["Country", "Aeton"]


def test_dots_keep_the_order_of_the_answer_and_mark_the_area_by_more_than_colour():
    figure = comparison_dots_chart(comparison(), LIGHT)
    (dots,) = figure.data
    assert list(figure.layout.yaxis.ticktext) == ["<b>Aeton</b>", "Country", "Beeton", "Ceeton"]
    assert list(dots.x) == [83, 70, 60, None]
    assert dots.marker.size[0] > dots.marker.size[1]
    assert figure.layout.xaxis.range[0] == 0


def test_a_dot_says_count_change_and_revision_and_a_symbol_is_no_number():
    (dots,) = comparison_dots_chart(comparison(), LIGHT).data
    assert dots.hovertext[0] == (
        "Aeton, 31 March 2024: <b>83</b> per 10,000<br>299 children<br>−26 (−8.0%) since 2023<br>revised: 301 in 2024"
    )
    assert dots.hovertext[3].endswith("<b>–</b> per 10,000<br>published as “c”")
