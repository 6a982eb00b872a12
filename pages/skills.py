"""Is practice changing, element by element?"""

import streamlit as st

from mwm import ui
from mwm.charts.skills import skill_distribution_chart, skill_multiples_chart, skill_trend_chart
from mwm.questions import observations, scope_choices, skill_distribution, skill_trend
from mwm.scope import Scope

scope = ui.page("skills", scope=("service_area", "team", "setting", "period"))
with ui.refusals_said():
    kinds = {"element": "Elements", "dimension": "Dimensions"}
    by = ui.choose("by", "Elements or dimensions", kinds, "element", at="picture")
    names = ui.recall(scope_choices, Scope(scope.authority)).names(by)
    element = ui.choose("element", "What is graded", names, next(iter(names)))
    grains = {"auto": "Auto", "month": "By month", "quarter": "By quarter", "year": "By year"}
    grain = ui.choose("grain", "How finely", grains, "auto", at="picture")
    trend = ui.ask(skill_trend, scope, element=element or None, by=by, grain=grain)
    points = {"none": "Behind …", **(ui.points_of(trend) if by == "element" else {})}
    point = ui.choose("point", "The observations behind one point", points, "none", at="picture")

main, side = st.columns([0.635, 0.365], gap="medium")
with main:
    about = f"{names[element]}: average grade with its 95% range"
    ui.show(trend, skill_trend_chart, title=about, about=f"Line chart. {about}", tall=True, pick="point")
if trend.status != "empty":
    with side, ui.refusals_said():
        spread = ui.ask(skill_distribution, scope, element=element, by=by)
        ui.show(spread, skill_distribution_chart, title="How the grades are spread", about="Stacked bars", more=False)
        ui.show(
            ui.ask(skill_trend, scope, by=by, grain="auto"),
            skill_multiples_chart,
            title="The other elements" if by == "element" else "The other dimensions",
            about="Small line charts",
            more=False,
            tall=True,
            leave_out=element,
        )
if point != "none":
    with ui.refusals_said():
        behind = ui.ask(observations, ui.scope_of_point(scope, trend, point), element=element)
        ui.show_table(behind, title=f"Behind the point: {points[point]}")
