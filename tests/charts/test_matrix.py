"""The matrix is a real table whose every cell says in words what it shows."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from math import nan
from urllib.parse import unquote

import pandas as pd
import pytest

from mwm.charts.inks import LIGHT
from mwm.charts.matrix import overview_matrix_table, sparkline
from mwm.charts.signals import ASSURANCE, WORDS
from mwm.matrix import WHOLE, Cell, Group, Matrix, Row
from tests.charts.made import answer

UNITS = ("Children in Need", "Youth <Justice>")
LINE = (2.0, 2.5, 2.9)
EMPATHY = Row(
    "empathy",
    "Empathy",
    (
        Cell(UNITS[0], "ok", 2.94, 2.5, 458, LINE, (None, None, "improvement_high"), "improvement_high"),
        Cell(UNITS[1], "thin", None, None, 7),
    ),
    "average",
    (1.0, 5.0),
)
AUTONOMY = Row(
    "autonomy",
    "Autonomy",
    (Cell(UNITS[0], "ok", 2.4, None, 1462, LINE, variation="common_cause"), Cell(UNITS[1], "empty", None, None, 0)),
    "average",
    (1.0, 5.0),
)
CHILDREN = Row(
    "looked_after",
    "Looked after children",
    (Cell(WHOLE, "ok", 325.0, 352.0, line=(352.0, 325.0), variation="common_cause", target=312.0),),
    "count",
    (300.0, 360.0),
    what="number",
    page="looked_after",
)
PRACTICE = Group("Relationship building", (EMPATHY, AUTONOMY))


def matrix(*groups: Group) -> str:
    made = answer(
        "overview-matrix",
        pd.DataFrame({"element": []}),
        matrix=Matrix(UNITS, groups or (PRACTICE,)),
        parts={"later": "Nov 2025 – Oct 2026", "earlier": ""},
        scale=(1.0, 5.0),
    )
    return overview_matrix_table(
        made, LIGHT, link=lambda row, unit: f"{row.page}?element={row.key}&service_area={unit}"
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


def parsed(*groups: Group) -> Cells:
    cells = Cells()
    cells.feed(matrix(*groups))
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
    path = re.search(r"<path d='([^']+)'", image)[1]
    assert re.findall("[ML]", path) == ["M", "L", "M"]
    assert re.findall(r" ([\d.]+)", path)[:2] == ["22.0", "2.0"]
    assert 'alt=""' in image


def test_a_sparkline_marks_the_latest_signal_with_its_colour():
    image = unquote(sparkline([2.0, 2.5, 2.9], 1.0, 5.0, LIGHT, icons=[None, "improvement_high", "improvement_high"]))
    assert re.findall(r"fill='(#\w+)'", image) == [LIGHT.improvement] * 3  # two dots and the end
    assert LIGHT.improvement not in unquote(sparkline([2.0, 2.5, 2.9], 1.0, 5.0, LIGHT))


@pytest.mark.parametrize(
    ("assurance", "said"),
    [
        ("consistently_hits", "target 2.5 will be hit"),
        ("consistently_misses", "target 2.5 will be missed"),
        ("hit_and_miss", "target 2.5 left to chance"),
        (None, 'target 2.5"'),
    ],
)
def test_a_target_has_its_icon_and_its_words(assurance, said):
    aimed = replace(AUTONOMY, cells=(replace(AUTONOMY.cells[0], target=2.5, assurance=assurance), AUTONOMY.cells[1]))
    written = matrix(Group("", (aimed,)))
    assert f"no real change; {said}" in written
    icons = [alt for alt in re.findall(r'alt="([^"]+)"', written) if "target" in alt]
    assert icons == ([ASSURANCE[assurance]] if assurance else [])
    legend = written.partition('class="mwm-legend"')[2]
    assert all((words in legend) == bool(assurance) for words in ASSURANCE.values())


def test_without_a_heading_there_is_no_row_for_it():
    assert parsed(Group("", (EMPATHY, AUTONOMY))).headings == ["col", "col", "col", "row", "row"]


def test_a_measure_of_the_whole_authority_has_one_cell_under_every_column():
    written = matrix(PRACTICE, Group("Looked after children", (CHILDREN,)))
    assert '<td colspan="2"><a class="mwm-cell" data-go href="looked_after?element=looked_after' in written
    said = "Looked after children, the whole authority: number 325, 352 before; no real change; target 312"
    assert f'aria-label="{said}"' in written


def test_what_a_row_measures_is_said_where_it_is_not_what_the_corner_says():
    answers = replace(AUTONOMY, name="After a visit", scale=(0.0, 10.0), what="average answer", counted="people")
    rate = replace(AUTONOMY, name="Response rate", kind="percent", what="response rate", counted="people asked")
    rows = (EMPATHY, answers, rate, CHILDREN)
    written = matrix(Group("", rows))
    headings = re.findall(r'<th class="row" scope="row">(.*?)</th>', written)
    assert headings == [
        "Empathy",
        "After a visit<small>0–10, people</small>",
        "Response rate<small>people asked</small>",
        "Looked after children",
    ]
    assert "average answer 2.4 from 1,462 people" in written


def test_a_note_stands_beside_the_value_and_in_its_words():
    (cell,) = CHILDREN.cells
    written = matrix(Group("", (replace(CHILDREN, cells=(replace(cell, note="27 fewer than <May>"),)),)))
    assert '<span class="n">27 fewer than &lt;May&gt;</span>' in written
    assert "number 325 (27 fewer than &lt;May&gt;); no real change" in written
    assert "before" not in written


def test_the_caption_names_what_stands_below_the_elements():
    written = matrix(PRACTICE, Group("Whole authority", (CHILDREN,)))
    caption = "<caption>Average grade of each element, Nov 2025 – Oct 2026; below, Whole authority</caption>"
    assert caption in written
    assert "below" not in matrix().partition("</caption>")[0]


@pytest.mark.parametrize(("variation", "is_named"), [("neutral_low", True), ("neutral_high", True), (None, False)])
def test_a_change_that_is_neither_is_named_below_only_where_it_is_shown(variation, is_named):
    (cell,) = CHILDREN.cells
    written = matrix(Group("", (replace(CHILDREN, cells=(replace(cell, variation=variation),)),)))
    assert (f"> {WORDS['neutral']}</span>" in written.partition('class="mwm-legend"')[2]) == is_named


def test_nothing_to_draw_is_an_empty_picture_not_a_fault():
    assert "<path" not in unquote(sparkline([2.0], 1.0, 5.0, LIGHT))
    assert "<path" not in unquote(sparkline([], 1.0, 5.0, LIGHT))
