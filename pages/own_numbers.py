"""Your own numbers: is it a real change?"""

from html import escape

import streamlit as st

from mwm import ui
from mwm.charts.own_numbers import own_numbers_chart
from mwm.ui import own_examples, own_series

ui.page("own_numbers")
if example := own_examples.chosen():
    own_examples.draw(*example)
    st.stop()
side, main = st.columns([0.38, 0.62], gap="medium")
with side, ui.refusals_said():
    judged = own_series.judged()
if judged is None:
    ui.say_first("Paste or upload any dated series. Nothing of it is stored, and nobody else sees it.")
else:
    with main:
        title = "Each value, with the range that chance explains"
        ui.show(judged.answer, own_numbers_chart, title=title, about=f"Line chart. {title}")
        for note in judged.notes:
            ui.say_aside(f'<p class="mwm-sub">{escape(note)}</p>')
        if judged.interruption is not None:
            own_series.show_interruption(judged.interruption)
