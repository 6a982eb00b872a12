"""The matrix is a real table whose every cell says in words what it shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from math import nan
from urllib.parse import unquote

import pandas as pd

from mwm.charts.inks import LIGHT
from mwm.charts.matrix import overview_matrix_table, sparkline
from tests.charts.made import answer

ROWS = [
    ("empathy", "Children in Need", "ok", 2.94, 458, 2.5, "improvement_high"),
    ("empathy", "Youth <Justice>", "thin", nan, 7, nan, None),
    ("autonomy", "Children in Need", "ok", 2.4, 1462, nan, "common_cause"),
    ("autonomy", "Youth <Justice>", "empty", nan, 0, nan, None),
]


def matrix() -> str:
    names = ["element", "unit", "status", "average", "observations", "previous_average", "variation"]
    series = pd.DataFrame(
        {"element": "empathy", "unit": "Children in Need", "month": [1, 2, 3], "average": [2.0, 2.5, 2.9]}
    )
    made = answer(
        "overview-matrix",
        pd.DataFrame(ROWS, columns=names),
        units=["Children in Need", "Youth <Justice>"],
        names={"empathy": "Empathy", "autonomy": "Autonomy"},
        dimensions=[("Relationship building", "#12436D", ["empathy", "autonomy"])],
        parts={"later": "Nov 2025 – Oct 2026", "earlier": ""},
        scale=(1.0, 5.0),
        series=series,
    )
    return overview_matrix_table(
        made, LIGHT, link=lambda element, unit: f"skills?element={element}&service_area={unit}"
    )


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.headings: list[str | None] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.links.append(dict(attrs))
        if tag == "th":
            self.headings.append(dict(attrs).get("scope"))
        if tag not in ("img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parsed() -> Cells:
    cells = Cells()
    cells.feed(matrix())
    assert not cells.open
    return cells


def test_every_cell_is_a_link_to_its_chart():
    assert [link["href"] for link in parsed().links][:2] == [
        "skills?element=empathy&service_area=Children in Need",
        "skills?element=empathy&service_area=Youth <Justice>",
    ]


def test_every_cell_says_in_words_what_it_shows():
    assert [link["aria-label"] for link in parsed().links] == [
        "Empathy, Children in Need: average 2.9 from 458 observations, 2.5 before; real improvement",
        "Empathy, Youth <Justice>: too few observations to say, 7",
        "Autonomy, Children in Need: average 2.4 from 1,462 observations; no real change",
        "Autonomy, Youth <Justice>: no observations",
    ]


def test_headings_belong_to_rows_columns_and_groups():
    assert parsed().headings == ["col", "col", "col", "colgroup", "row", "row"]


def test_a_sparkline_breaks_where_a_month_is_missing_and_keeps_to_the_whole_scale():
    image = unquote(sparkline([1.0, 5.0, nan, 3.0], 1.0, 5.0, LIGHT))
    path = re.search(r'<path d="([^"]+)"', image)[1]
    assert re.findall("[ML]", path) == ["M", "L", "M"]
    assert re.findall(r" ([\d.]+)", path)[:2] == ["22.0", "2.0"]
    assert 'alt=""' in image


def test_nothing_to_draw_is_an_empty_picture_not_a_fault():
    assert "<path" not in unquote(sparkline([2.0], 1.0, 5.0, LIGHT))
    assert "<path" not in unquote(sparkline([], 1.0, 5.0, LIGHT))
