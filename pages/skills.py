"""Is practice changing, element by element?"""

import streamlit as st

from mwm import ui
from mwm.charts.signals import rebase_offer
from mwm.charts.skills import skill_distribution_chart, skill_multiples_chart, skill_trend_chart
from mwm.questions import observations, scope_choices, skill_distribution, skill_trend
from mwm.questions.grading.trends import grading_notes
from mwm.questions.skills import at_threshold_words
from mwm.scope import Scope

PICTURES = {  # key in the address → words, heading, measure, chart
    "average": ("Average", "average grade with its 95% range", "average", "xmr"),
    "share": ("Share", "share of grades at {:g} or more with its 95% range", "share", "p"),
    "without": ("Without leniency", "average grade, as graded and without graders’ leniency", "average", "xmr"),
    "run": ("Run chart", "average grade around its median", "average", "run"),
}
scope = ui.page("skills", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    choices = ui.recall(scope_choices, Scope(scope.authority))
    elements, dimensions = choices.names("element"), choices.names("dimension")
    names = {**dimensions, **elements}
    graded = {key: name if key in elements else f"{name} (dimension)" for key, name in (elements | names).items()}
    element = ui.choose("element", "What is graded", graded, next(iter(elements)))
    by = "element" if element in elements else "dimension"
    drawn = {key: words for key, (words, *_) in PICTURES.items()}
    picture = ui.choose("picture", "What is drawn", drawn, "average", at="picture")
    _, heading, measure, chart = PICTURES[picture]
    grains = {"auto": "Auto", "month": "By month", "quarter": "By quarter", "year": "By year"}
    grain = ui.choose("grain", "How finely months are cut", grains, "auto")
    shown = {"by": by, "measure": measure}
    judged = {**shown, "chart": chart, "events": ui.choose_events(scope)}
    without = {"without_leniency": picture == "without"}
    trend = ui.ask(skill_trend, scope, element=element or None, grain=grain, **without, **judged)
    points = {"none": "Behind …", **(ui.points_of(trend) if by == "element" else {})}
    point = ui.choose("point", "The observations behind one point", points, "none", at="picture")


def limits(month: str) -> str:
    """The address where limits that begin with a month are entered."""
    return "events?" + scope.to_link(show="baselines", measure=trend.extra["measure_key"], begin=month)


main, side = st.columns([0.66, 0.34], gap="medium")
with main:
    about = f"{names[element]}: {heading.format(choices.framework.threshold if choices.framework else 0)}"
    ui.show(trend, skill_trend_chart, title=about, about=f"Line chart. {about}", tall=True, pick="point")
    if offer := rebase_offer(trend, link=limits):
        ui.say_aside(offer)
if not trend.is_bare:
    with side, ui.refusals_said():
        spread = ui.ask(skill_distribution, scope, element=element, **shown)
        ui.show(spread, skill_distribution_chart, title="How the grades are spread", about="Stacked bars", more=False)
        ui.show(
            ui.ask(skill_trend, scope, grain="auto", **judged),
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
        ui.show_table(behind, title=f"Behind the point: {points[point]}{at_threshold_words(trend, point)}")
if not trend.is_bare:
    with main, ui.refusals_said():
        ui.say_also(ui.recall(grading_notes, scope))
