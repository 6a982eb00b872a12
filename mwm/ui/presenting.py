"""Present mode: one page fills a shared screen, and nothing that could single out a person reaches the browser."""

from __future__ import annotations

import streamlit as st


def is_presenting() -> bool:
    """Whether this page is shown to a room: ?present=1 in its address."""
    return st.query_params.get("present") == "1"
