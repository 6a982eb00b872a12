"""Whom have we observed, and whom not yet?"""

import streamlit as st

from mwm import ui
from mwm.charts.coverage import coverage_chart, coverage_measures_chart
from mwm.questions import coverage, coverage_overdue, next_to_observe
from mwm.questions.coverage_lists import MONTHS
from mwm.ui.folding import unfold
from mwm.ui.lots import choose_seed

scope = ui.page("coverage", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    answer = ui.ask(coverage, scope)
of_teams = answer.is_bare or not all(answer.suppressed or (False,))  # else there is no team to draw
main, side = st.columns([0.6, 0.4], gap="large") if of_teams else (st.container(), st.container())
overdue = draw = None
if not answer.is_bare and ui.may_show_people("Who has waited long, and a fair draw"):
    if overdue := unfold("overdue", "Who has waited long for an observation?"):
        with overdue:
            waits = {months: f"Not for {months} months" for months in MONTHS}
            months = ui.choose("unobserved_for", "For how long", waits, "12", at="here")
    if draw := unfold("draw", "Whom to observe next: a fair draw"):
        with draw, st.container(horizontal=True):
            sizes = {size: f"{size} workers" for size in ("5", "10", "20", "50")}
            size = ui.choose("draw_size", "How many to draw", sizes, "10", at="here")
            seed = choose_seed(int(f"{answer.extra['last_day']:%Y%m%d}"))
with main:
    title = "Workers observed at least once, team by team"
    if of_teams:
        ui.show(answer, coverage_chart, title=title, about=f"Dots for each team. {title}", tall=True)
if not answer.is_bare:
    with side:
        title = "How the observing is done"
        about = f"Lines with a dot for each team and a bar for all. {title}"
        ui.show(answer, coverage_measures_chart, title=title, about=about, more=not of_teams)
if overdue:
    with overdue, ui.refusals_said():
        ui.show_table(ui.ask(coverage_overdue, scope, months=months), title=f"Not observed for {months} months")
if draw:
    with draw, ui.refusals_said():
        ui.show_table(ui.ask(next_to_observe, scope, how_many=size, seed=seed), title="Drawn to be observed next")
