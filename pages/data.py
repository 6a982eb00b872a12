"""What is in the store, how fresh is it, and what was refused?"""

import streamlit as st

from mwm import ui
from mwm.questions import import_batches
from mwm.ui import handing_over, ledger

scope = ui.page("data", scope=("authority",))
with ui.refusals_said():
    batches = ui.ask(import_batches, scope)

ui.show(batches, ledger.table, about="Table of imports")
if not batches.is_bare:
    undo, refused, checks = st.columns(3, gap="medium")
    with undo:
        ledger.offer_undo(batches)
    with refused:
        ledger.offer_refused_rows(batches)
    with checks:
        ledger.offer_checks()
    handed = handing_over.handed_over(scope)
    if handed.is_bare:
        ui.show_table(handed, title="What was handed over")
    else:
        ui.show(handed, handing_over.record_table, title="What was handed over", says=True)
