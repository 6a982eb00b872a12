"""QR codes of addresses on this server, for phones in the room."""

from __future__ import annotations

import io
from base64 import b64encode
from html import escape
from urllib.parse import urlsplit

import streamlit as st


def server_address() -> str:
    """The address of this server, as this browser sees it."""
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""


def qr_html(address: str, alt: str) -> str:
    """A QR code as HTML, dark on white in every theme."""
    return f'<img class="mwm-qr" alt="{escape(alt)}" src="{_drawn(address)}">'


@st.cache_data(show_spinner=False, max_entries=20)
def _drawn(text: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=5, border=2, light="white", xmldecl=False)
    return f"data:image/svg+xml;base64,{b64encode(drawn.getvalue()).decode()}"
