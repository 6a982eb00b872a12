"""Can we trust the grades? Agreement between graders, who differs, what to talk about, how often to grade twice."""

import streamlit as st

from mwm import ui
from mwm.charts.grading import (
    double_grading_chart,
    grader_drift_chart,
    grader_leniency_chart,
    grader_use_chart,
    grading_agreement_chart,
)
from mwm.questions import double_grading, grader_drift, grader_leniency, grading_agreement, scope_choices
from mwm.scope import Scope
from mwm.ui import moderating
from mwm.ui.folding import unfold

PICTURES = {  # key in the address → words, heading, what is compared, chart
    "same": ("Same observations", "Each grader beside the others", "same", grader_leniency_chart),
    "comparable": ("Comparable work", "Each grader on comparable work", "comparable", grader_leniency_chart),
    "use": ("Use of the scale", "How each grader uses the scale", "same", grader_use_chart),
}

scope = ui.page("grading", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    choices = ui.recall(scope_choices, Scope(scope.authority))
    agreement = ui.ask(grading_agreement, scope)
main, side = st.columns([0.56, 0.44], gap="medium")
below = st.container()
with main:
    title = "How far graders agree, element by element"
    ui.show(agreement, grading_agreement_chart, title=title, about=f"Dots with ranges. {title}")
discuss = None
of_people = False
if not agreement.is_bare:
    with side, ui.refusals_said():
        if of_people := ui.may_show_people("Each grader beside the others"):
            shown = {key: words for key, (words, *_) in PICTURES.items()}
            picture = ui.choose("picture", "How graders are compared", shown, "same", at="picture")
            graded = {"overall": "All elements", **choices.names("element")}
            element = ui.choose("graded", "What is graded", graded, "overall", at="picture")
            _, title, compare, draw = PICTURES[picture]
            people = ui.ask(grader_leniency, scope, element=element, compare=compare)
            ui.show(people, draw, title=title, about=f"{title}, with ranges", says=True)
    with main if of_people else side, ui.refusals_said():
        title = "How often to grade twice"
        often = ui.ask(double_grading, scope)
        ui.show(often, double_grading_chart, title=title, about=f"Line chart. {title}", says=True)
    with below, ui.refusals_said():
        if ui.may_show_people("Each grader over time, and grades to talk about"):
            title = "Each grader over time, against the others"
            drift = ui.ask(grader_drift, scope, element=element)
            ui.show(drift, grader_drift_chart, title=title, about="Small line charts", says=True)
            discuss = unfold("talk", "Grades to talk about, and agreed grades")
if discuss:
    with discuss, ui.refusals_said():
        moderating.draw(scope, choices)
