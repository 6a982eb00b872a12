"""What do you want to hand over? Slides, the report for a board, tables, and what was handed over before."""

import streamlit as st

from mwm import ui
from mwm.ui import handing_over, slide_files

scope = ui.page("slides", scope=("service_area", "team", "setting", "marker", "period"))
ui.say_first("Choose what it is about above, then a form. Everything in a file is what the pages show, to the digit.")
slides, report, tables = st.columns(3, gap="large")
before = st.container()
with slides, ui.refusals_said():
    slide_files.slides_pack(scope)
with tables, ui.refusals_said():
    handing_over.tables_pack(scope)
with before, ui.refusals_said():
    record = handing_over.handed_over(scope)
    if record.is_bare and record.scope.authority:
        ui.show_table(record, title="What was handed over before")
    else:
        ui.show(record, handing_over.record_table, title="What was handed over before", leads=False)
with report, ui.refusals_said():  # the longest comes last, so that nothing else waits for it
    handing_over.report_pack(scope)
