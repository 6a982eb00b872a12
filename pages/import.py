"""Bring files in: see what is wrong first, then import, then undo if need be."""

import streamlit as st

from mwm import ui
from mwm.ui import importing

ui.page("import")
ui.say_first(
    "Choose a file and see what is in it. Nothing is written before you press Import, and an import can be undone."
)
main, side = st.columns([0.72, 0.28], gap="medium")
with main, ui.refusals_said():
    importing.say_done()
    files = importing.receive()
    importing.draw_returns()
    for number, file in enumerate(files):
        importing.draw(number, file)
    importing.say_what_fits()
with side:
    st.html('<h2 class="mwm-picture">Empty workbooks to fill in</h2>')
    importing.templates()
