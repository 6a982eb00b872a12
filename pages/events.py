"""What happened, and what are we aiming for? Events, targets, baselines, groups and decisions, to enter and look up."""

from html import escape

import streamlit as st

from mwm import ui
from mwm.intake.kinds import KINDS
from mwm.policies import POLICIES
from mwm.questions import QUESTIONS, plans, scope_choices
from mwm.scope import Scope
from mwm.ui import entering, entries

TABS = {
    "events": ("Events", "Fill in the form and save: the event is then marked on every chart that it touches."),
    "targets": ("Targets", "Fill in the form and save: charts then show how far off the target is."),
    "baselines": ("Baselines", "Where nothing is set, limits are worked out from all the months that are shown."),
    "groups": ("Groups", "A group is made of teams or of workers. Enter its first member and save."),
    "policies": ("Decisions", "Where nothing is decided, the default holds."),
}

scope = Scope(ui.page("events", scope=("authority",)).authority)  # plans of all times
with ui.refusals_said():
    tabs = {key: words for key, (words, _) in TABS.items() if key in KINDS and key in QUESTIONS}
    tab = ui.choose("show", "What to look at", tabs, "events", at="tabs")
    kind, question = KINDS[tab], QUESTIONS[tab].function
    answer = ui.ask(question, scope)
    values = entries.chosen(answer, kind)
    choices = ui.recall(scope_choices, scope)
    start = entries.suggested_baseline(choices) if tab == "baselines" else None
    policy = None
    if tab == "policies":
        names = {key: policy.name for key, policy in POLICIES.items()}
        key = next(iter(names)) if len(names) == 1 else ui.choose("policy", "What is decided", names, next(iter(names)))
        policy = POLICIES[values["policy"] if values else key]
ui.show(ui.ask(plans, scope), leads=True, more=False)

if choices.authority:
    listed, asked = st.columns([0.62, 0.38], gap="large")
    with listed:
        words, what_to_do = TABS[tab]
        entries.show_list(answer, kind, title=words, link=f"events?show={tab}", what_to_do=what_to_do)
        if "versions" in {argument.name for argument in QUESTIONS[tab].arguments}:
            entries.show_history(ui.ask(question, scope, versions="earlier"))
    with asked, ui.refusals_said():
        if policy is None:
            entering.form(kind, choices, values=values, start=start)
        else:
            st.html(f'<p class="mwm-sub"><b>{escape(policy.name)}.</b> {escape(policy.about)}</p>')
            fixed, options = {"policy": policy.key}, {"value": policy.choices}
            entering.form(kind, choices, values=values, fixed=fixed, options=options)
