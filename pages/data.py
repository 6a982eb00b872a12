"""What is in the store, how fresh is it, and what was refused?"""

import streamlit as st

from mwm import ui
from mwm.questions import import_batches
from mwm.ui import handing_over, ledger

scope = ui.page("data", scope=("authority",))
with ui.refusals_said():
    batches = ui.ask(import_batches, scope)

ui.show(batches, ledger.table, about="Table of imports")
if batches.status != "empty":
    undo, refused, checks = st.columns(3, gap="medium")
    with undo:
        ledger.offer_undo(batches)
    with refused:
        ledger.offer_refused_rows(batches)
    with checks:
        ledger.offer_checks()
    ui.show_table(handing_over.handed_over(scope), title="What was handed over")
