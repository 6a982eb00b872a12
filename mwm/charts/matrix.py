"""The Overview's matrix: one real table with a sparkline in each cell, as HTML and SVG, so that it needs no Plotly."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any
from urllib.parse import quote

import pandas as pd

from mwm.answer import Answer, written_as
from mwm.charts.inks import Inks
from mwm.charts.signals import WORDS, icon, kind_of, legend

_WIDTH, _HEIGHT = 72, 24


def overview_matrix_table(answer: Answer, inks: Inks, *, link: Callable[[str, str], str]) -> str:
    """Elements by parts of the service: the average, its sparkline, and the observations behind it.

    Takes overview-matrix. link: (element key, unit) → address of the cell's chart. A cell with too few observations
    says so in words. Rows are grouped by dimension.
    """
    units: list[str] = answer.extra["units"]
    names: dict[str, str] = answer.extra["names"]
    cells = answer.rows.set_index(["element", "unit"]).to_dict("index")
    series = answer.extra["series"]
    months = sorted(set(series["month"]))
    lines = {
        pair: list(group.set_index("month")["average"].reindex(months))
        for pair, group in series.groupby(["element", "unit"])
    }
    low, high = answer.extra["scale"]
    head = "".join(f'<th scope="col">{escape(unit)}</th>' for unit in units)
    body = []
    for dimension, _, keys in answer.extra["dimensions"]:
        body.append(f'<tr><th class="group" scope="colgroup" colspan="{len(units) + 1}">{escape(dimension)}</th></tr>')
        for key in keys:
            drawn = []
            for unit in units:
                line = sparkline(lines.get((key, unit), []), low, high, inks)
                cell = cells[key, unit]
                mark = icon(cell["variation"], inks)
                drawn.append(f"<td>{_cell(cell, mark, line, f'{names[key]}, {unit}', link(key, unit))}</td>")
            name = f'<th class="row" scope="row">{escape(names[key])}</th>'
            body.append(f'<tr class="element">{name}{"".join(drawn)}</tr>')
    later = escape(answer.extra["parts"]["later"])
    corner = f"Average grade, {low:g}–{high:g}<small>{later}<br>observations at right</small>"
    return (
        '<div class="mwm-matrix-scroll" tabindex="0" role="region" aria-label="Elements by parts of the service">'
        f'<table class="mwm-matrix"><caption>Average grade of each element, {later}</caption>'
        f'<thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
        f'<div class="mwm-under">{legend(inks)}<p>Choose a cell for its chart</p></div>'
    )


def _cell(cell: dict[Any, Any], mark: str, line: str, where: str, address: str) -> str:
    n = written_as(cell["observations"], "count")
    start = f'<a class="mwm-cell{"" if cell["status"] == "ok" else " few"}" data-go href="{escape(address)}"'
    if cell["status"] == "empty":
        return f'{start} aria-label="{escape(where)}: no observations">–</a>'
    if cell["status"] != "ok":
        said = f"{where}: too few observations to say, {n}"
        return f'{start} aria-label="{escape(said)}">{mark}too few <span class="n">{n}</span></a>'
    value, before = written_as(cell["average"], "average"), written_as(cell["previous_average"], "average")
    meaning = WORDS[kind_of(cell["variation"])]
    said = f"{where}: average {value} from {n} observations" + ("" if before == "–" else f", {before} before")
    said += f"; {meaning}"
    drawn = f'{mark}<b>{value}</b>{line}<span class="n">{n}</span>'
    return f'{start} aria-label="{escape(said)}" title="{escape(said)}">{drawn}</a>'


def sparkline(values: list[float], low: float, high: float, inks: Inks) -> str:
    """A line without axes, the scale drawn whole, a dot at its end; a gap where a value is missing.

    An <img> with the SVG inside it, because Streamlit takes bare SVG out of HTML. Its meaning is in the cell's words.
    """
    known = [(number, value) for number, value in enumerate(values) if not pd.isna(value)]
    drawn = ""
    if len(known) > 1:
        places = [_place(number, value, len(values), low, high) for number, value in known]
        path, previous = [], -2
        for (number, _), (x, y) in zip(known, places, strict=True):
            path.append(f"{'L' if number == previous + 1 else 'M'}{x} {y}")
            previous = number
        x, y = places[-1]
        drawn = (
            f'<path d="{"".join(path)}" fill="none" stroke="{inks.common}" stroke-width="1.4"/>'
            f'<circle cx="{x}" cy="{y}" r="2.4" fill="{inks.common}"/>'
        )
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">{drawn}</svg>'
    return f'<img alt="" width="{_WIDTH}" height="{_HEIGHT}" src="data:image/svg+xml,{quote(svg)}">'


def _place(number: int, value: float, of: int, low: float, high: float) -> tuple[float, float]:
    across = 3 + (_WIDTH - 6) * number / max(of - 1, 1)
    return round(across, 1), round(2 + (_HEIGHT - 4) * (1 - (value - low) / (high - low)), 1)
