"""What did you see? One piece of work entered right after it, graded blind by a second person, or corrected."""

import streamlit as st

from mwm import ui
from mwm.questions import recorded_work, scope_choices
from mwm.scope import Scope
from mwm.ui import recorded, recording

scope = Scope(ui.page("record", scope=("authority",)).authority)
with ui.refusals_said():
    tab = ui.choose("record", "What to record", recording.TABS, "observations", at="tabs")
    kind, is_second = recording.kind_of(tab), recording.is_second(tab)
    choices = ui.recall(scope_choices, scope)
    scope, framework = Scope(choices.authority), choices.framework
    entry = recording.chosen(kind, scope) if framework else None
    grader = recorded.choose_grader(entry) if entry and not is_second else ""
ui.show(ui.ask(recorded_work, scope), leads=True, more=False)

if framework and not choices.teams:
    recorded.say_no_team()
elif framework:
    asked, beside = st.columns([0.68, 0.32], gap="large")
    with asked, ui.refusals_said():
        if is_second and entry:
            recording.grade_blind(kind, scope, framework, entry)
        elif is_second:
            recorded.find(kind, scope, entry)
            recorded.waiting(kind, scope)
        elif entry:
            recording.correct(kind, scope, framework, entry, grader)
        else:
            recording.enter(kind, scope, framework)
    with beside, ui.refusals_said():
        if is_second:
            recorded.explain_blind(kind)
        else:
            if entry:
                recorded.history(kind, scope, framework, entry)
            recorded.find(kind, scope, entry)
            recorded.latest(kind, scope)
