"""The Overview's matrix: one real table with a sparkline in each cell, as HTML and SVG, so that it needs no Plotly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from mwm.answer import Answer, written_as
from mwm.charts.inks import Inks
from mwm.charts.signals import ASSURANCE, WORDS, as_source, assurance_icon, icon, ink_of, kind_of, legend
from mwm.matrix import WHOLE, Cell, Matrix, Row

_WIDTH, _HEIGHT = 72, 24
_SIGNALS = ("improvement", "concern", "neutral")


def overview_matrix_table(
    answer: Answer, inks: Inks, *, link: Callable[[Row, str], str], units: Sequence[str] | None = None
) -> str:
    """Measures by parts of the service: the value, its sparkline, and how many stand behind it.

    Takes overview-matrix. link: (row, unit) → address of the cell's chart. units: the columns to draw, where not all
    are. A cell with too few observations says so in words. A cell for the whole authority reaches under every column.
    Only columns with a target have room for its icon.
    """
    matrix: Matrix = answer.extra["matrix"]
    matrix = matrix if units is None else matrix.only(units)
    aimed = {cell.unit for row in matrix.rows for cell in row.cells if cell.assurance}
    head = "".join(f'<th scope="col">{escape(unit)}</th>' for unit in matrix.units)
    body = []
    for group in matrix.groups:
        if group.name:
            across = len(matrix.units) + 1
            name = f"<span>{escape(group.name)}</span>"
            body.append(f'<tr><th class="group" scope="colgroup" colspan="{across}">{name}</th></tr>')
        for row in group.rows:
            cells = []
            for cell in row.cells:
                whole = f' colspan="{len(matrix.units)}"' if cell.unit == WHOLE else ""
                cells.append(f"<td{whole}>{_cell(row, cell, inks, link(row, cell.unit), cell.unit in aimed)}</td>")
            name = f'<th class="row" scope="row">{escape(row.name)}{_unlike_the_corner(row, answer)}</th>'
            body.append(f'<tr class="element">{name}{"".join(cells)}</tr>')
    low, high = answer.extra["scale"]
    later = escape(answer.extra["parts"]["later"])
    other = [escape(group.name) for group in matrix.groups if group.name and group.rows[0].page != "skills"]
    below = f"; below, {', '.join(other)}" if other else ""
    icons = {cell.variation for row in matrix.rows for cell in row.cells}
    neutral = next((each for each in ("neutral_low", "neutral_high") if each in icons), None)
    is_hidden = any(cell.status == "hidden" for row in matrix.rows for cell in row.cells)
    hidden = "<span>c: hidden, so that nobody can be singled out</span>" if is_hidden else ""
    under = legend(inks, with_targets=bool(aimed), neutral=neutral)
    corner = f"Average grade, {low:g}–{high:g}<small>{later}<br>observations at right</small>"
    return (
        '<div class="mwm-matrix-scroll" tabindex="0" role="region" aria-label="Measures by parts of the service">'
        f'<table class="mwm-matrix"><caption>Average grade of each element, {later}{below}</caption>'
        f'<thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'
        f'<div class="mwm-under">{under}{hidden}<p>Choose a cell for its chart</p></div>'
    )


def _unlike_the_corner(row: Row, answer: Answer) -> str:
    """What a row's numbers are, where they are not what the corner of the table says."""
    if (row.what, row.counted) == ("average", "observations") and row.scale == tuple(answer.extra["scale"]):
        return ""
    low, high = row.scale
    said = [f"{low:g}–{high:g}"] if row.kind in ("average", "number") else []
    said += [row.counted] if any(cell.count is not None for cell in row.cells) else []
    return f"<small>{escape(', '.join(said))}</small>" if said else ""


def _cell(row: Row, cell: Cell, inks: Inks, address: str, has_aims: bool) -> str:
    where = f"{row.name}, {cell.unit or 'the whole authority'}"
    start = f'<a class="mwm-cell{"" if cell.status == "ok" else " few"}" data-go href="{escape(address)}"'
    if cell.status == "empty":
        return f'{start} aria-label="{escape(where)}: no {row.counted}">–</a>'
    if cell.status == "hidden":
        return f'{start} aria-label="{escape(where)}: hidden, so that nobody can be singled out">c</a>'
    mark, n = icon(cell.variation, inks), "" if cell.count is None else written_as(cell.count, "count")
    if cell.status == "thin":
        said = escape(f"{where}: too few {row.counted} to say, {n}")
        return f'{start} aria-label="{said}">{mark}too few <span class="n">{n}</span></a>'
    value = written_as(cell.value, row.kind)
    said = escape(f"{where}: {_in_words(row, cell, value, n)}")
    line = sparkline(cell.line, *row.scale, inks, icons=cell.icons)
    aim = '<span style="flex: none; width: 18px"></span>' if has_aims else ""
    if cell.assurance:
        aim = assurance_icon(cell.assurance)
    beside = f'<span class="n">{escape(cell.note) or n}</span>'
    return f'{start} aria-label="{said}" title="{said}">{mark}<b>{value}</b>{line}{aim}{beside}</a>'


def _in_words(row: Row, cell: Cell, value: str, n: str) -> str:
    said = f"{row.what} {value}" + (f" from {n} {row.counted}" if n else "")
    if cell.note:
        said += f" ({cell.note})"
    elif cell.before is not None:
        said += f", {written_as(cell.before, row.kind)} before"
    said += f"; {WORDS[kind_of(cell.variation)]}"
    if cell.target is not None:
        ending = ASSURANCE[cell.assurance].removeprefix("target") if cell.assurance else ""
        said += f"; target {written_as(cell.target, row.kind)}{ending}"
    return said


def sparkline(
    values: Sequence[float | None], low: float, high: float, inks: Inks, *, icons: Sequence[str | None] = ()
) -> str:
    """A line without axes, the scale drawn whole, a dot at its end and at each signal; a gap where a value is missing.

    An <img> with the SVG inside it, because Streamlit takes bare SVG out of HTML. Its meaning is in the cell's words.
    icons: the variation of each value.
    """
    across, up = (_WIDTH - 6) / max(len(values) - 1, 1), (_HEIGHT - 4) / (high - low)
    path, dots, missing, end = [], [], True, ""
    for number, value in enumerate(values):
        if value is None or value != value:
            missing = True
            continue
        x, y = round(3 + across * number, 1), round(2 + up * (high - value), 1)
        path.append(f"{'M' if missing else 'L'}{x} {y}")
        missing = False
        variation = icons[number] if icons else None
        signal = kind_of(variation) in _SIGNALS
        if signal:
            dots.append(f'<circle cx="{x}" cy="{y}" r="2" fill="{ink_of(variation, inks)}"/>')
        end = f'<circle cx="{x}" cy="{y}" r="2.4" fill="{ink_of(variation, inks)}"/>'
    drawn = ""
    if len(path) > 1:
        line = f'<path d="{"".join(path)}" fill="none" stroke="{inks.common}" stroke-width="1.4"/>'
        drawn = line + "".join(dots) + end
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">{drawn}</svg>'
    return f'<img alt="" width="{_WIDTH}" height="{_HEIGHT}" src="{as_source(svg)}">'
