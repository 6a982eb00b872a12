"""Small parts that run in the browser: copy the link, follow a link inside the page, save a chart as a picture.

They are Streamlit components of the second version: plain JavaScript in the page, no frame, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from mwm.ui import address, navigation

_ASSETS = Path(__file__).parent / "assets"


def copy_link(query: Mapping[str, str | list[str]]) -> None:
    """A button that copies a link to this view with every value, defaults too."""
    _component("copy_link")(key="copy_link", width="content", data={"query": urlencode(dict(query), doseq=True)})


def follow_links() -> None:
    """Let links of our own HTML (<a data-go href="skills?…">) change the page without loading the program anew."""
    followed = _component("follow_links")(key="follow_links", on_go_change=_nothing_more)
    if followed.go:
        target = urlsplit(str(followed.go))
        key = target.path.strip("/").split("/")[-1] or navigation.FIRST
        if key in navigation.PAGES:
            for name, values in parse_qs(target.query).items():
                address.keep(name, values)
            st.switch_page(navigation.st_page(key))


def picture_buttons(chart_key: str, *, title: str, headline: str, footer: str, file_name: str) -> None:
    """Buttons that save the chart drawn under this key as PNG or SVG, with its sentence and source on it."""
    _component("save_picture")(
        key=f"picture_{chart_key}",
        data={"chart": chart_key, "title": title, "headline": headline, "footer": footer, "file": file_name},
    )


def _nothing_more() -> None:
    """A trigger needs a callback to be sent at all."""


@cache
def _component(name: str) -> Any:
    css = _ASSETS / f"{name}.css"
    return st.components.v2.component(
        f"mwm_{name}",
        js=(_ASSETS / f"{name}.js").read_text(encoding="utf-8"),
        css=css.read_text(encoding="utf-8") if css.exists() else None,
        isolate_styles=False,
    )
