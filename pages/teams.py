"""Where is practice strong, and where does it need support?"""

import streamlit as st

from mwm import ui
from mwm.charts.teams import team_funnel_chart, team_spread_chart
from mwm.questions import scope_choices, team_comparison
from mwm.scope import Scope

scope = ui.page("teams", scope=("service_area", "team", "setting", "period"))
with ui.refusals_said():
    names = ui.recall(scope_choices, Scope(scope.authority)).names("element")
    element = ui.choose("element", "What is graded", names, next(iter(names)))
    ways = {"average": "Average grade", "share": "Share at the threshold"}
    measure = ui.choose("measure", "Average or share", ways, "average", at="picture")
    teams = ui.ask(team_comparison, scope, element=element or None, measure=measure)

main, side = st.columns([0.58, 0.42], gap="medium")
with main:
    title = f"{names[element]}: each team beside all teams together"
    ui.show(teams, team_funnel_chart, title=title, about=f"Funnel chart. {title}", tall=True)
if teams.status != "empty":
    with side:
        title = "How each team’s grades are spread"
        ui.show(teams, team_spread_chart, title=title, about=f"Stacked bars. {title}", more=False)
