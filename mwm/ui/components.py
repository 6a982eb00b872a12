"""Small parts that run in the browser: copy the link, follow a link inside the page, save a chart as a picture, and
the form that keeps drafts.

They are Streamlit components of the second version: plain JavaScript in the page, no frame, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import streamlit as st

from mwm.ui import address, navigation

_ASSETS = Path(__file__).parent / "assets"
_GO = "mwm_go"


def copy_link(query: Mapping[str, str | list[str]]) -> None:
    """A button that copies a link to this view with every value, defaults too."""
    _component("copy_link")(key="copy_link", width="content", data={"query": urlencode(dict(query), doseq=True)})


def follow_links() -> None:
    """Let links of our own HTML (<a data-go href="skills?…">) change the page without loading the program anew.

    What go_to() asked for before this run is followed too.
    """
    followed = _component("follow_links")(key="follow_links", on_go_change=_nothing_more)
    wanted = st.session_state.pop(_GO, None) or followed.go
    if wanted:
        target = urlsplit(str(wanted))
        key = target.path.strip("/").split("/")[-1] or navigation.FIRST
        if key in navigation.PAGES:
            address.keep("screen", None)  # another page begins with its main picture
            for name, values in parse_qs(target.query).items():
                address.keep(name, values)
            st.switch_page(navigation.st_page(key))


def follow_theme() -> None:
    """Run the page once more whenever the browser's theme changes, so that its pictures change with it."""
    _component("follow_theme")(key="follow_theme", on_paper_change=_nothing_more)


def present_keys(*, can_present: bool) -> str | None:
    """The key of present mode that was pressed for this run: enter, next, previous, leave, reveal; else None."""
    heard = _component("present_keys")(
        key="present_keys",
        data={"possible": can_present},
        on_pressed_change=_nothing_more,
    )
    return None if heard.pressed is None else str(heard.pressed)


def clocks() -> None:
    """Count down every clock on the page (<… data-ends="seconds since 1970">), by the server's time, in the browser."""
    _component("clocks")(key="clocks", data={"now": time()})


def step_keys() -> str | None:
    """The key that was pressed in a notes window for this run: next, previous, reveal; else None."""
    data = {"presenting": True, "possible": False}
    heard = _component("present_keys")(key="step_keys", data=data, on_pressed_change=_nothing_more)
    return None if heard.pressed is None else str(heard.pressed)


def go_to(link: str) -> None:
    """Follow a link of our own at the beginning of the next run: for callbacks, which cannot change the page."""
    st.session_state[_GO] = link


def browser_memory(name: str, write: str | None = None) -> str | None:
    """What this browser keeps under a name ("" for nothing); None until it has told.

    write: keep this text there instead; "" forgets it.
    """
    told = _component("browser_memory")(
        key=f"memory_{name}", data={"name": name, "write": write}, on_kept_change=_nothing_more
    )
    return None if told.kept is None else str(told.kept)[1:]


def picture_buttons(chart_key: str, *, title: str, headline: str, footer: str, file_name: str) -> str | None:
    """Buttons that save the chart drawn under this key as PNG or SVG, with its sentence and source on it.

    The kind that was saved in the browser just before this run: png or svg; else None.
    """
    told = _component("save_picture")(
        key=f"picture_{chart_key}",
        data={"chart": chart_key, "title": title, "headline": headline, "footer": footer, "file": file_name},
        on_saved_change=_nothing_more,
    )
    return None if told.saved is None else str(told.saved)


def record_form(data: Mapping[str, Any]) -> Any:
    """The Record page's form, which keeps drafts in the browser; drafts.draw says what it is given and sends."""
    return _component("record_form")(
        key="record_form",
        data=dict(data),
        on_sent_change=_nothing_more,
        on_about_change=_nothing_more,
        on_undo_change=_nothing_more,
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
