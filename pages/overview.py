"""Where do we stand? Every element in every part of the service."""

from dataclasses import replace

from mwm import ui
from mwm.charts.matrix import overview_matrix_table
from mwm.questions import overview_matrix

scope = ui.page("overview", scope=("service_area", "team", "setting", "period"))
with ui.refusals_said():
    by = ui.choose(
        "columns", "What a column is", {"service_area": "By service area", "team": "By team"}, "service_area"
    )
    answer = ui.ask(overview_matrix, scope, by=by)


def link(element: str, unit: str) -> str:
    """The address of a cell's chart on the Skills page."""
    cell = replace(scope, service_areas=(unit,)) if by == "service_area" else replace(scope, teams=(unit,))
    return "skills?" + cell.to_link(element=element, by="element")


ui.show(answer, overview_matrix_table, about="Matrix", link=link)
