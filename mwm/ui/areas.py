"""The choice of an area with published figures: any council, region or the country, found by typing its name."""

from __future__ import annotations

import streamlit as st

from mwm.questions import Areas, area_choices
from mwm.scope import Scope
from mwm.ui import address
from mwm.ui.asking import recall
from mwm.ui.frame import current
from mwm.ui.presenting import is_presenting

_NAME, _KEY = "area", "choose_area"


def choose_area(scope: Scope) -> str | None:
    """Draw the choice in the scope bar. Returns the area's code; None where no figures are published in this store."""
    areas: Areas = recall(area_choices, Scope(scope.authority))
    if areas.default is None:
        return None
    frame = current()
    kept = address.asked().get(_NAME, [areas.default])[0]
    chosen = kept if kept in areas.names else areas.default
    frame.query[_NAME] = chosen
    if is_presenting():
        return chosen
    st.session_state[_KEY] = chosen
    with frame.bar:
        st.selectbox(
            "Published figures of",
            list(areas.names),
            format_func=areas.names.__getitem__,
            key=_KEY,
            label_visibility="collapsed",
            width=210,
            on_change=_keep,
        )
    if areas.levels[chosen] == "country" and areas.own is None:
        with frame.facts:
            st.html('<p class="mwm-facts">Type the name of your council into the box above to see its own figures.</p>')
    return chosen


def _keep() -> None:
    address.keep(_NAME, [st.session_state[_KEY]])
