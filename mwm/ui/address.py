"""What was asked, kept while the session lasts and written into the address, so that a link carries every value."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from mwm.scope import LINK_VERSION

_ASKED = "mwm_asked"
_WRITTEN = "mwm_written"
_RECENT = 4  # addresses that a click made before the browser had caught up may still carry

Values = dict[str, list[str]]


def asked() -> Values:
    """Everything chosen so far on any page, as lists of texts by name. Change it through keep()."""
    values: Values = st.session_state.setdefault(_ASKED, {})
    return values


def keep(name: str, values: list[str] | None) -> None:
    """Remember a choice; None forgets it, so that the page's default holds again."""
    if values is None:
        asked().pop(name, None)
    else:
        asked()[name] = values


def forget_all() -> None:
    """Back to every page's defaults."""
    st.session_state[_ASKED] = {}


def take_link() -> None:
    """Adopt the values of a link that was opened. An address that this session wrote itself is not a link."""
    arrived = {name: st.query_params.get_all(name) for name in st.query_params}
    if arrived and arrived not in st.session_state.get(_WRITTEN, []):
        asked().update(arrived)
    elif not arrived:
        asked().pop("v", None)


def write(query: Mapping[str, str | list[str]]) -> None:
    """Put every value into the address, where it is not there already."""
    wanted = {name: [value] if isinstance(value, str) else list(value) for name, value in query.items()}
    wanted.setdefault("v", [LINK_VERSION])
    there = {name: st.query_params.get_all(name) for name in st.query_params}
    if there == wanted:
        return
    st.query_params.from_dict(wanted)
    st.session_state[_WRITTEN] = [*st.session_state.get(_WRITTEN, []), wanted][-_RECENT:]
