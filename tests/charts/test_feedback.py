"""What families say: shares on either side of the middle, lines over time, views of one visit."""

from __future__ import annotations

from itertools import pairwise
from math import nan
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from mwm.charts.feedback import (
    families_agreement_chart,
    voice_items_chart,
    voice_parts_chart,
    voice_response_chart,
    voice_trend_chart,
)
from mwm.charts.inks import DARK, LIGHT
from mwm.scope import Month
from tests.charts.made import answer, event

NAMES = {"kind": "They were kind", "clear": "They were <clear>"}
SHARES = {"kind": [10.0, 20.0, 30.0, 25.0, 15.0], "clear": [0.0, 0.0, 0.0, 50.0, 50.0]}


def checked(figure: go.Figure) -> go.Figure:
    """The figure, once Plotly has checked every value of it."""
    return go.Figure(figure.to_dict())


def voice(parts: tuple[str, ...] = ("",), share: float = 40.0) -> Any:
    items = ["kind", "clear"] if parts == ("",) else ["kind"]
    rows = [
        {
            "item": item, "part": part, "answers": 20, "average": 3.4, "share": share, "asked": 50, "answered": 20,
            "declined": 5, "response_rate": 40.0,
        }
        for item in items for part in parts
    ]  # fmt: skip
    spread = [
        (item, part, float(value), 4, SHARES[item][value - 1])
        for item in items
        for part in parts
        for value in range(1, 6)
    ]
    frame = pd.DataFrame(rows)
    return answer(
        "families-voice",
        frame if parts != ("",) else frame.drop(columns="part"),
        spread=pd.DataFrame(spread, columns=["item", "part", "value", "answers", "share"]),
        names=NAMES,
        scales=dict.fromkeys(items, (1.0, 5.0)),
        thresholds=dict.fromkeys(items, 4.0),
        minimum=10,
    )


def words(figure: go.Figure) -> list[str]:
    return [str(label.text) for label in figure.layout.annotations]


@pytest.mark.parametrize("inks", [LIGHT, DARK], ids=["light", "dark"])
def test_low_answers_lie_left_of_the_middle_and_high_ones_right_of_it(inks: Any) -> None:
    figure = checked(voice_items_chart(voice(), inks))
    ends: dict[int, list[tuple[float, float]]] = {0: [], 1: []}
    for trace in figure.data:
        for y, base, x in zip(trace.y, trace.base, trace.x, strict=True):
            ends[y].append((base, base + x))
    for bars in ends.values():
        assert sum(high - low for low, high in bars) == pytest.approx(100)
        assert all(later[0] == pytest.approx(earlier[1]) for earlier, later in pairwise(bars))
    assert ends[0][0][0] == -45  # 10 + 20 and half of the 30 in the middle
    assert ends[1][3] == (0, 50)


def test_headings_say_average_and_answers_and_markup_stays_text() -> None:
    said = words(checked(voice_items_chart(voice(), LIGHT)))
    assert any("They were kind</b>" in text and "average 3.4 · 20 answers" in text for text in said)
    assert any("They were ‹clear›" in text for text in said)
    assert sum("<b>40%</b> at 4+" in text for text in said) == 2


def test_parts_stand_in_their_order_with_their_own_response() -> None:
    figure = checked(voice_parts_chart(voice(("child", "parent")), LIGHT))
    said = [text for text in words(figure) if "answered" in text]
    assert [text.split("</b>")[0] for text in said] == ["<b>Child", "<b>Parent"]
    assert all("20 of 50 answered" in text for text in said)


def test_too_few_answers_have_words_in_place_of_a_bar() -> None:
    figure = checked(voice_items_chart(voice(share=nan), LIGHT))
    assert not any(len(trace.x) for trace in figure.data)
    assert sum("too few answers to say: 20 of 10 needed" in text for text in words(figure)) == 2


def trend(value: str, levels: list[float], **more: Any) -> Any:
    first = Month.parse("2025-01")
    rows = pd.DataFrame(
        {
            "month": [pd.Timestamp(first.plus(number).first_day) for number in range(len(levels))],
            "item": "kind",
            value: levels,
            "answers": [0 if level != level else 12 for level in levels],
            "asked": 30,
            "answered": 12,
            "declined": 3,
            "lower": [level - 0.5 for level in levels],
            "upper": [level + 0.5 for level in levels],
            "mean": 3.0,
            "lower_process_limit": 2.0,
            "upper_process_limit": 4.0,
            "variation": ["common_cause", *(["improvement_high"] * (len(levels) - 1))],
        }
    )
    extra = {"grain": "month", "value": value, "chart": "xmr", "scales": {"kind": (1.0, 5.0)}, "arriving_since": None}
    return answer("families-voice-trend", rows, names={"kind": "They were kind"}, **(extra | more))


def named(figure: go.Figure, name: str) -> Any:
    (trace,) = [trace for trace in figure.data if trace.name == name]
    return trace


def test_an_average_is_drawn_on_the_whole_scale_with_its_counts_and_gaps() -> None:
    made = trend("average", [3.0, nan, 3.6], events=pd.DataFrame([event("2025-02-03", "Training")]))
    figure = checked(voice_trend_chart(made, LIGHT))
    assert list(named(figure, "average").y) == [3.0, None, 3.6]
    low, high = figure.layout.yaxis.range
    assert low < 1 < 5 < high
    assert figure.layout.xaxis.ticktext[0] == "Jan 2025<br><span style='font-size:11px'>n 12</span>"
    assert "Training" in words(figure)
    assert {"<b>3.6</b>", "upper limit", "lower limit", "average 3.0"} <= set(words(figure))
    assert "12 of 30 people asked answered" in named(figure, "average").text[0]


def test_a_signal_has_a_shape_and_a_word() -> None:
    line = named(checked(voice_trend_chart(trend("average", [3.0, 3.5]), LIGHT)), "average")
    assert list(line.marker.symbol) == ["circle", "triangle-up"]
    assert line.text[1].endswith("real improvement")


def test_the_response_rate_is_drawn_from_nought_to_a_hundred_and_months_that_may_change_are_shaded() -> None:
    made = trend("response_rate", [40.0, 45.0, 50.0], arriving_since=pd.Timestamp("2025-03-01"))
    figure = checked(voice_response_chart(made, LIGHT))
    low, high = figure.layout.yaxis.range
    assert low < 0 < 100 < high
    assert figure.layout.shapes[-1].fillcolor == LIGHT.shade
    assert "n 30" in figure.layout.xaxis.ticktext[0]


def test_shares_reach_to_the_ten_above_all_that_is_drawn() -> None:
    made = trend("share", [20.0, 31.0])
    figure = checked(voice_trend_chart(made, LIGHT))
    assert figure.layout.yaxis.ticktext[-1] == "40%"


def test_each_pair_of_views_has_its_own_shape_and_its_range() -> None:
    rows = pd.DataFrame(
        [
            ("family_observer", "together", 40, 0.3, 0.1, 0.5),
            ("family_observer", "warmth", 40, 0.2, 0.0, 0.4),
            ("family_worker", "warmth", 4, nan, nan, nan),
        ],
        columns=["pair", "element", "visits", "correlation", "lower", "upper"],
    )
    pairs = {"family_observer": "Family and observer", "family_worker": "Family and worker", "worker_observer": "Other"}
    names = {"warmth": "Warmth", "together": "All of these together"}
    figure = checked(families_agreement_chart(answer("families-agreement", rows, names=names, pairs=pairs), LIGHT))
    first, second = figure.data
    assert list(first.x) == [0.3, 0.2]
    assert list(first.error_x.array) == pytest.approx([0.2, 0.2])
    assert list(second.x) == []
    assert first.marker.symbol != second.marker.symbol
    assert list(figure.layout.yaxis.ticktext) == ["All of these together", "Warmth"]
    assert "40 visits" in first.text[0]
    assert not any("Other" in text for text in words(figure))
