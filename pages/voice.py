"""What do families tell us? Their answers, how many of those asked gave one, and their own words."""

import streamlit as st

from mwm import ui
from mwm.charts.feedback import (
    families_agreement_chart,
    voice_items_chart,
    voice_parts_chart,
    voice_response_chart,
    voice_trend_chart,
)
from mwm.questions import families_agreement, families_voice, families_voice_trend
from mwm.questions.feedback import SLICES
from mwm.ui import comments
from mwm.ui.feedback import choose_who
from mwm.ui.folding import unfold

scope = ui.page("voice", scope=("service_area", "team", "marker", "period"))
above, over_time, below = st.container(), st.container(), st.container()
alike = words = None
with ui.refusals_said():
    choices, asked = choose_who(scope)
    voice = ui.ask(families_voice, scope, **asked)
    if choices.form:
        of = voice_trend_chart.__name__
        item = ui.choose("item", "Which question", choices.items, next(iter(choices.items)), at="picture", of=of)
        measures = {"average": "Average", "share": "Share of high answers"}
        measure = ui.choose("measure", "Average or share", measures, "average", at="picture", of=of)
        events = ui.choose_events(scope, of=of)
        ways = {key: f"By {name.lower()}" for key, name in SLICES.items() if name}
        of = voice_parts_chart.__name__
        by = ui.choose("split", "What answers are divided by", ways, "respondent", at="picture", of=of)
        with below:
            alike = unfold("alike", "Do families, workers and observers see the same visit alike?")
            words = unfold("words", "In their own words") if comments.may_be_shown() else None
with above:
    main, side = st.columns([0.6, 0.4], gap="large")
    with main:
        title = "How each question was answered"
        ui.show(voice, voice_items_chart, title=title, about=f"Stacked bars. {title}")
if not voice.is_bare:
    with side, ui.refusals_said():
        title = "How many of those asked answered"
        response = ui.ask(families_voice_trend, scope, measure="response", events="none", **asked)
        ui.show(response, voice_response_chart, title=title, about=f"Line chart. {title}", says=True)
    with over_time, ui.refusals_said():
        left, right = st.columns([0.6, 0.4], gap="large")
        with left:
            trend = ui.ask(families_voice_trend, scope, item=item, measure=measure, events=events, **asked)
            title = f"Over time: {choices.items[item]}"
            ui.show(trend, voice_trend_chart, title=title, about=f"Line chart. {title}", says=True)
        with right:
            parts = ui.ask(families_voice, scope, item=item, by=by, **asked)
            title = f"{ways[by]}: {choices.items[item]}"
            ui.show(parts, voice_parts_chart, title=title, about=f"Stacked bars. {title}")
if alike:
    with alike, ui.refusals_said():
        title = "The same visit through different eyes"
        ui.show(ui.ask(families_agreement, scope), families_agreement_chart, title=title, says=True)
if words:
    with words, ui.refusals_said():
        comments.draw(scope)
