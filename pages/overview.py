"""Where do we stand? Every element in every part of the service."""

from dataclasses import replace

from mwm import ui
from mwm.charts.matrix import overview_matrix_table
from mwm.matrix import WHOLE, Row
from mwm.questions import overview_matrix

scope = ui.page("overview", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    columns = {"service_area": "By service area", "team": "By team"}
    by = ui.choose("columns", "What a column is", columns, "service_area")
    orders = {"framework": "Usual order", "concern": "Concerns first"}
    order = ui.choose("order", "In which order the rows stand", orders, "framework", at="picture")
    answer = ui.ask(overview_matrix, scope, by=by, order=order)


def link(row: Row, unit: str) -> str:
    """The address of a cell's chart."""
    cell = scope
    if unit != WHOLE:
        cell = replace(scope, service_areas=(unit,)) if by == "service_area" else replace(scope, teams=(unit,))
    return f"{row.page}?" + cell.to_link(**row.asks)


for units in ui.screens_of(answer.extra["matrix"].units if not answer.is_bare else ()):
    ui.show(answer, overview_matrix_table, about="Matrix", link=link, units=units)
