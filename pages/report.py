"""What do we know about practice here, and what comes next? One page to print, to send or to write in."""

import streamlit as st

from mwm import ui
from mwm.intake.kinds import KINDS
from mwm.questions import next_steps, practice_report, scope_choices
from mwm.scope import Scope
from mwm.ui import entering, entries, handing_over, reporting

STEPS = KINDS["next_steps"]

scope = ui.page("report", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    choices = ui.recall(scope_choices, Scope(scope.authority))
    worker = reporting.choose_worker()
    answer = ui.ask(practice_report, scope, worker=worker)
    steps = ui.ask(next_steps, scope, worker=worker)
    handing_over.offer_report(answer)
ui.show(answer, reporting.report_parts, about="Practice report", leave_out=("next_steps",))

if choices.authority and not answer.is_bare:
    listed, asked = st.columns([0.62, 0.38], gap="large")
    with listed, ui.refusals_said():
        values = entries.chosen(steps, STEPS)
        link = "report?" + scope.to_link()
        entries.show_list(
            steps, STEPS, title="Agreed next steps", link=link, what_to_do="Fill in the form and save what was agreed."
        )
        entries.show_history(ui.ask(next_steps, scope, worker=worker, versions="earlier"))
    with asked, ui.refusals_said():
        entering.form(STEPS, choices, values=values, start=reporting.place_of(scope), fixed=reporting.subject(worker))
