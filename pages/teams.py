"""Where is practice strong, and where does it need support?"""

from dataclasses import replace

import streamlit as st

from mwm import ui
from mwm.charts.comparison import scope_comparison_chart
from mwm.charts.teams import team_funnel_chart, team_links, team_multiples_chart, team_spread_chart
from mwm.charts.workers import worker_comparison_chart
from mwm.questions import scope_choices, scope_comparison, team_comparison, team_trend, worker_comparison
from mwm.questions.grading.trends import grading_notes
from mwm.scope import Scope
from mwm.ui.comparing import compare_with
from mwm.ui.folding import unfold

scope = ui.page("teams", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    names = ui.recall(scope_choices, Scope(scope.authority)).names("element")
    element = ui.choose("element", "What is graded", names, next(iter(names)))
    ways = {"average": "Average grade", "share": "Share at the threshold"}
    measure = ui.choose("measure", "Average or share", ways, "average", at="picture")
    wide = "on"
    if measure == "share":
        limits = {"on": "Limits allow for teams’ own spread", "off": "Limits for chance alone"}
        wide = ui.choose("limits", "What the limits allow for", limits, "on", at="picture")
    teams = ui.ask(team_comparison, scope, element=element or None, measure=measure, overdispersion=wide)


def link(team: str) -> str:
    """The address of a team's own chart on the Skills page."""
    return "skills?" + replace(scope, teams=(team,)).to_link(element=element, picture=measure)


main, side = st.columns([0.58, 0.42], gap="medium")
over_time, beside, people = st.container(), st.container(), st.container()
second = workers = None
if not teams.is_bare:
    with beside, ui.refusals_said():
        second = compare_with(scope)
    with people:
        if ui.may_show_people("Workers, with caution"):
            workers = unfold("workers", "Workers, with caution")
with main:
    title = f"{names[element]}: each team beside all teams together"
    ui.show(teams, team_funnel_chart, title=title, about=f"Funnel chart. {title}", tall=True, go=link)
if not teams.is_bare:
    with side:
        title = "How each team’s grades are spread"
        many = len(teams.rows) > 8
        ui.show(teams, team_spread_chart, title=title, about=f"Stacked bars. {title}", more=False, tall=many)
    with over_time, ui.refusals_said():
        trend = ui.ask(team_trend, scope, element=element, measure=measure)
        title = f"{names[element]}: each team over time"
        ui.show(trend, team_multiples_chart, title=title, about="Small line charts", says=True, go=link)
        ui.say_aside(team_links(trend, link=link))
if second:
    with beside, ui.refusals_said():
        pair = ui.ask(scope_comparison, scope, **second)
        ui.show(pair, scope_comparison_chart, title="Side by side", about="Two averages for each element", says=True)
if workers:
    with workers, ui.refusals_said():
        people_apart = ui.ask(worker_comparison, scope, element=element)
        ui.show(people_apart, worker_comparison_chart, title=f"{names[element]}: workers by team", says=True)
if not teams.is_bare:
    with main, ui.refusals_said():
        ui.say_also(ui.recall(grading_notes, scope))
