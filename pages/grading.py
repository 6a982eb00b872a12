"""Can we trust the grades? Agreement between graders, who differs, what to talk about, how often to grade twice."""

import streamlit as st

from mwm import ui
from mwm.charts.grading import (
    grader_drift_chart,
    grader_leniency_chart,
    grader_use_chart,
    grading_agreement_chart,
)
from mwm.questions import grader_drift, grader_leniency, grading_agreement, scope_choices
from mwm.scope import Scope

PICTURES = {  # key in the address → words, heading, what is compared, chart
    "same": ("Same observations", "Each grader beside the others", "same", grader_leniency_chart),
    "comparable": ("Comparable work", "Each grader on comparable work", "comparable", grader_leniency_chart),
    "use": ("Use of the scale", "How each grader uses the scale", "same", grader_use_chart),
}

scope = ui.page("grading", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    elements = ui.recall(scope_choices, Scope(scope.authority)).names("element")
    agreement = ui.ask(grading_agreement, scope)
main, side = st.columns([0.56, 0.44], gap="medium")
over_time = st.container()
with main:
    title = "How far graders agree, element by element"
    ui.show(agreement, grading_agreement_chart, title=title, about=f"Dots with ranges. {title}")
if agreement.status != "empty":
    with side, ui.refusals_said():
        shown = {key: words for key, (words, *_) in PICTURES.items()}
        picture = ui.choose("picture", "How graders are compared", shown, "same", at="picture")
        about = {"overall": "All elements", **elements}
        element = ui.choose("graded", "What is graded", about, "overall", at="picture")
        _, title, compare, draw = PICTURES[picture]
        people = ui.ask(grader_leniency, scope, element=element, compare=compare)
        ui.show(people, draw, title=title, about=f"{title}, with ranges", says=True)
    with over_time, ui.refusals_said():
        title = "Each grader over time, against the others"
        drift = ui.ask(grader_drift, scope, element=element)
        ui.show(drift, grader_drift_chart, title=title, about="Small line charts", says=True)
