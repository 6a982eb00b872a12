"""Your own numbers: is it a real change?"""

import streamlit as st

from mwm import ui
from mwm.charts.own_numbers import own_numbers_chart
from mwm.ui import own_series

ui.page("own_numbers")
side, main = st.columns([0.38, 0.62], gap="medium")
with side, ui.refusals_said():
    rows = own_series.bring()
    judged = own_series.choose_and_judge(rows) if rows is not None else None
if judged is None:
    ui.say_first("Paste or upload any dated series. Nothing of it is stored, and nobody else sees it.")
else:
    with main:
        title = "Each value, with the range that chance explains"
        ui.show(judged.answer, own_numbers_chart, title=title, about=f"Line chart. {title}")
        for note in judged.notes:
            st.caption(note)
        if judged.interruption is not None:
            own_series.show_interruption(judged.interruption)
