"""Is supervision helping?"""

import streamlit as st

from mwm import ui
from mwm.charts.supervision import (
    supervision_and_practice_chart,
    supervision_coaching_chart,
    supervision_distribution_chart,
    supervision_multiples_chart,
    supervision_trend_chart,
)
from mwm.questions import (
    supervision_and_practice,
    supervision_coaching,
    supervision_distribution,
    supervision_trend,
)
from mwm.questions.supervision_practice import PAIRED
from mwm.questions.supervision_reading import ALL_ITEMS
from mwm.ui.supervision import choose_supervision

MEASURES = {"average": "Average", "share": "High grades"}

scope = ui.page("supervision", scope=("service_area", "team", "marker", "period"))
with ui.refusals_said():
    choices, asked = choose_supervision(scope)
    item = ui.choose("item", "Which item", choices.items, next(iter(choices.items), ""), at="picture")
    measure = ui.choose("measure", "Average or share", MEASURES, "average", at="picture")
    events = ui.choose_events(scope)
    shown = {"measure": measure, "events": events}
    trend = ui.ask(supervision_trend, scope, item=item or None, **shown, **asked)
    of = supervision_and_practice_chart.__name__
    ways = PAIRED if ui.viewer().may_see_names else {"team_quarter": PAIRED["team_quarter"]}  # the other: families
    paired = ui.choose(
        "paired", "Which supervision and practice belong together", ways, "team_quarter", at="picture", of=of
    )
    practice = {"all": "All elements", **choices.elements}
    element = ui.choose("element", "Which element of practice", practice, "all", at="picture", of=of)

main, side = st.columns([0.68, 0.32], gap="medium")
left, right = st.columns([0.54, 0.46], gap="large")
named = choices.items.get(item, "")
with main:
    title = f"{named}: {MEASURES[measure].lower()}, {choices.methods.get(choices.method, '').lower()}"
    ui.show(trend, supervision_trend_chart, title=title, about=f"Line chart. {title}", tall=True)
if not trend.is_bare:
    with side, ui.refusals_said():
        spread = ui.ask(supervision_distribution, scope, item=item, **asked)
        title = "How the grades are spread"
        ui.show(spread, supervision_distribution_chart, title=title, about="Stacked bars", more=False)
        if len(choices.items) > 2:
            every = ui.ask(supervision_trend, scope, **shown, **asked)
            title = "Each item" if item == ALL_ITEMS else "The other items"
            about = "Small line charts"
            ui.show(every, supervision_multiples_chart, title=title, about=about, more=False, leave_out=item)
    with left, ui.refusals_said():
        kept = None if element == "all" else element
        pairs = ui.ask(supervision_and_practice, scope, paired=paired, element=kept, item=item, **asked)
        title = f"Supervision beside practice: {PAIRED[paired].lower()}"
        ui.show(pairs, supervision_and_practice_chart, title=title, about=f"Scatter chart. {title}", says=True)
    with right, ui.refusals_said():
        coached = ui.ask(supervision_coaching, scope, item=item, **asked)
        title = "Coaching of supervisors, before and after"
        ui.show(coached, supervision_coaching_chart, title=title, about=f"Dots. {title}", says=True)
