"""A figure for a room: everything in pixels doubled, no letter under 24 pixels, and the numbers as they were."""

from __future__ import annotations

import plotly.graph_objects as go

from mwm.charts import axes
from mwm.charts.inks import LIGHT
from mwm.charts.projected import LEAST, projected


def small() -> go.Figure:
    return axes.figure(
        [
            axes.trace(
                "scatter",
                x=[1, 2],
                y=[3, 4],
                marker={"size": [7, 10], "line": {"width": 1}},
                line={"width": 2},
                error_x={"array": [1, 2], "width": 4, "thickness": 1.5},
                text=["<span style='font-size:11px'>n 12</span>", "plain"],
            ),
            axes.trace("bar", x=[1], y=[2], width=0.62, textfont={"size": 11}),
        ],
        axes.plain_layout(
            LIGHT,
            300,
            margin={"l": 30, "r": 90, "t": 6, "b": 44},
            xaxis=axes.axis(LIGHT, ticktext=["a<br><span style='font-size:11px'>n 1</span>"], tickvals=[1]),
            yaxis=axes.axis(LIGHT, title=axes.title("words", LIGHT)),
            shapes=[{"type": "line", "x0": 0, "x1": 1, "y0": 2, "y1": 2, "line": {"width": 1.5}}],
            annotations=[{"x": 1, "y": 2, "text": "here", "xshift": -3, "font": {"size": 16}}],
        ),
    )


def sizes(part, within=""):
    """Every size of letters in a figure."""
    if isinstance(part, dict):
        for name, value in part.items():
            if within.endswith("font") and name == "size":
                yield value
            else:
                yield from sizes(value, name)
    elif isinstance(part, (list, tuple)):
        for value in part:
            yield from sizes(value, within)


def test_no_letter_is_under_24_pixels():
    plain = projected(small()).to_dict()
    found = list(sizes(plain))
    assert len(found) >= 5
    assert min(found) == LEAST == 24
    assert "font-size:11px" not in str(plain)
    assert plain["layout"]["annotations"][0]["font"]["size"] == 32


def test_what_is_in_pixels_is_doubled_and_what_is_a_number_stays():
    plain = projected(small()).to_dict()
    line, bar = plain["data"]
    assert line["marker"]["size"] == [14, 20]
    assert line["marker"]["opacity"] == 1
    assert line["marker"]["line"]["width"] == 2
    assert line["line"]["width"] == 4
    assert line["error_x"]["array"] == [1, 2]
    assert line["error_x"]["width"] == 8
    assert line["x"] == [1, 2]
    assert line["y"] == [3, 4]
    assert bar["width"] == 0.62
    assert bar["constraintext"] == "none"
    layout = plain["layout"]
    assert layout["margin"] == {"l": 60, "r": 180, "t": 12, "b": 88}
    assert layout["shapes"][0]["line"]["width"] == 3
    assert layout["shapes"][0]["x1"] == 1
    assert layout["annotations"][0]["xshift"] == -6
    assert layout["annotations"][0]["x"] == 1


def test_it_fills_the_room_it_is_given_and_leaves_the_first_figure_alone():
    first = small()
    room = projected(first)
    assert room.layout.height is None
    assert first.layout.height == 300
    assert first.layout.margin.l == 30
    go.Figure(room.to_dict())  # Plotly's own check of every value
