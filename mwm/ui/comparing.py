"""The second scope of a comparison: another part of the service, other months, or a view that was kept.

Both scopes and the kept views are in the address, so that a link shows the same comparison to somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

import streamlit as st

from mwm.errors import MwmError
from mwm.questions import Choices, scope_choices
from mwm.scope import Period, Scope
from mwm.ui import address
from mwm.ui.asking import recall
from mwm.ui.frame import current
from mwm.ui.presenting import is_presenting

_AT_MOST, _LETTERS = 6, 40  # kept views, and letters of a name
_PARTS = ("service_area", "team", "setting", "marker")
_VALUES = (*_PARTS, "from", "to", "called")
_NOTHING, _BEFORE, _SAME, _ALL = "nothing", "before", "same", "all"


@dataclass(frozen=True)
class Kept:
    """A view that somebody kept under a name."""

    name: str
    scope: Scope

    def written(self) -> str:
        """As one value of the address: name~what it shows."""
        told = self.scope.to_query()
        told = {name: value for name, value in told.items() if name not in ("v", "authority") and value != _ALL}
        return f"{self.name}~{urlencode(told, doseq=True)}"


def compare_with(scope: Scope) -> dict[str, Any] | None:
    """Draw the choice of a second scope. Returns the arguments of scope-comparison; None while nothing is chosen.

    Raises UsageError for a link whose months cannot be read.
    """
    kept = _kept_views(scope)
    chosen = _asked()
    frame = current()
    frame.query |= {f"with_{name}": chosen.get(name, [_SAME]) for name in _VALUES if chosen}
    frame.query.setdefault("with_service_area", [_NOTHING])
    frame.query["kept"] = [view.written() for view in kept] or [_NOTHING]
    choices = recall(scope_choices, Scope(scope.authority))
    if is_presenting():
        return _arguments(scope, choices, kept, chosen) if chosen else None
    st.html('<h2 class="mwm-picture">Compare this view with another</h2>')
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="compare_bar"):
        _part(scope, choices, kept, chosen)
        if chosen:
            _months(scope, choices, chosen)
        _keeping(scope, kept)
    return _arguments(scope, choices, kept, chosen) if chosen else None


def _asked() -> dict[str, list[str]]:
    """What was chosen for the second scope, by name without with_; nothing at all where nothing was."""
    found = {name: address.asked().get(f"with_{name}", []) for name in _VALUES}
    if not found["service_area"] or found["service_area"] == [_NOTHING]:
        return {}
    return {name: values for name, values in found.items() if values and values != [_SAME]}


def _keep(values: dict[str, list[str]]) -> None:
    """Remember a second scope; an empty one forgets it. What is not said is as in the first."""
    for name in _VALUES:
        address.keep(f"with_{name}", values.get(name, [_SAME]) if values else None)


def _arguments(scope: Scope, choices: Choices, kept: list[Kept], chosen: dict[str, list[str]]) -> dict[str, Any]:
    months = Scope.from_query({name: chosen[name] for name in ("from", "to") if name in chosen}).period
    if "from" in chosen or "to" in chosen:
        months = Period(months.first or choices.first_month, months.last or choices.last_month)
    called = next((view.name for view in kept if view.scope == scope), "")
    return {
        "with_service_area": tuple(chosen["service_area"]),
        "with_team": tuple(chosen.get("team", [_ALL])),
        "with_setting": tuple(chosen["setting"]) if "setting" in chosen else None,
        "with_marker": chosen["marker"][0] if "marker" in chosen else None,
        "with_from": months.first,
        "with_to": months.last,
        "called": called,
        "with_called": _plain("".join(chosen.get("called", []))),
    }


def _part(scope: Scope, choices: Choices, kept: list[Kept], chosen: dict[str, list[str]]) -> None:
    """Which part of the service, or which kept view."""
    offered: dict[str, tuple[str, dict[str, list[str]]]] = {"": ("Nothing yet", {})}
    same = {"service_area": list(scope.service_areas) or [_ALL], "team": list(scope.teams) or [_ALL]}
    if before := _before(scope, choices):
        offered[_BEFORE] = ("The same, the months before", same | _written(before))
    for view in kept:
        places = {name: _names(view.scope, name) for name in _PARTS}
        if view.scope != scope:
            offered[f"kept {view.name}"] = (
                f"Kept: {view.name}",
                places | _written(view.scope.period) | {"called": [view.name]},
            )
    offered[_ALL] = ("The whole service", {"service_area": [_ALL], "team": [_ALL]})
    offered |= {f"area {name}": (name, {"service_area": [name], "team": [_ALL]}) for name in choices.service_areas}
    offered |= {f"team {name}": (name, {"service_area": [_ALL], "team": [name]}) for name in choices.teams}
    offered |= {
        f"team {name}": (f"{name} (group)", {"service_area": [_ALL], "team": [name]}) for name in choices.groups
    }
    now = next((key for key, (_, values) in offered.items() if values == chosen), None)
    if now is None:  # other months, or a link of another's making
        place = {name: chosen[name] for name in ("service_area", "team") if name in chosen}
        now = next((key for key, (_, values) in offered.items() if values == place), "link")
    if now == "link":
        names = [name for part in ("team", "service_area") for name in chosen.get(part, []) if name != _ALL]
        offered["link"] = (", ".join(names) or "The whole service", chosen)
    st.session_state["compare_part"] = now
    st.selectbox(
        "Compare with",
        list(offered),
        format_func=lambda key: offered[key][0],
        key="compare_part",
        width=300,
        on_change=lambda: _keep(offered[st.session_state["compare_part"]][1]),
    )


def _months(scope: Scope, choices: Choices, chosen: dict[str, list[str]]) -> None:
    """Which months of it."""
    if choices.first_month is None or choices.last_month is None:
        return
    period = Scope.from_query(chosen).period if "from" in chosen else scope.period
    every = list(Period(choices.first_month, choices.last_month).months())
    ends = (period.first or every[0], period.last or every[-1])
    for key, end in zip(("compare_from", "compare_to"), ends, strict=True):
        st.session_state[key] = min(max(end, every[0]), every[-1])

    def keep(months: Period | None) -> None:
        rest = {name: values for name, values in chosen.items() if name not in ("from", "to", "called")}
        _keep(rest | (_written(months) if months else {}))

    def keep_ends() -> None:
        first, last = sorted((st.session_state["compare_from"], st.session_state["compare_to"]))
        keep(Period(first, last))

    with st.popover(period.words if "from" in chosen else "The same months", key="compare_months"):
        for column, label, key in zip(st.columns(2), ("From", "To"), ("compare_from", "compare_to"), strict=True):
            with column:
                st.selectbox(label, every, format_func=lambda month: month.short, key=key, on_change=keep_ends)
        with st.container(horizontal=True):
            st.button("The same months", key="compare_same", on_click=keep, args=(None,))
            if before := _before(scope, choices):
                st.button("As many before", key="compare_before", on_click=keep, args=(before,))


def _keeping(scope: Scope, kept: list[Kept]) -> None:
    """Keep the present view, and the list of those that were kept."""
    with st.popover(f"Kept views ({len(kept)})" if kept else "Keep this view", key="compare_kept"):
        is_kept = any(view.scope == scope for view in kept)
        st.button(
            "Keep this view",
            key="keep_view",
            on_click=_keep_views,
            args=([*kept, Kept(_free_name(scope, kept), scope)],),
            disabled=is_kept or len(kept) >= _AT_MOST,
            help=f"Up to {_AT_MOST} views, kept in the address: copy the link to have them again.",
        )
        for place, view in enumerate(kept):
            with st.container(horizontal=True, vertical_alignment="bottom", key=f"kept_{place}"):
                st.session_state[f"kept_name_{place}"] = view.name
                st.text_input(
                    "Name",
                    key=f"kept_name_{place}",
                    max_chars=_LETTERS,
                    help=view.scope.words,
                    on_change=_rename,
                    args=(kept, place),
                )
                st.button("Show", key=f"kept_show_{place}", on_click=_show, args=(view.scope,))
                others = [other for other in kept if other is not view]
                st.button("Remove", key=f"kept_remove_{place}", on_click=_keep_views, args=(others,))


def _kept_views(scope: Scope) -> list[Kept]:
    """The kept views of the address; what cannot be read is left out."""
    found: dict[str, Kept] = {}
    for value in address.asked().get("kept", [])[:_AT_MOST]:
        name, _, told = value.partition("~")
        try:
            shown = replace(Scope.from_query(parse_qs(told)), authority=scope.authority)
        except MwmError:
            continue
        if told and _plain(name):
            found.setdefault(_plain(name), Kept(_plain(name), shown))
    return list(found.values())


def _keep_views(kept: Iterable[Kept]) -> None:
    address.keep("kept", [view.written() for view in kept] or None)


def _rename(kept: list[Kept], place: int) -> None:
    name = _plain(st.session_state[f"kept_name_{place}"])
    if name and name not in {view.name for view in kept}:
        _keep_views([replace(view, name=name) if view is kept[place] else view for view in kept])


def _show(scope: Scope) -> None:
    """Make a kept view the page's own."""
    for name in _PARTS:
        address.keep(name, _names(scope, name))
    for name, values in _written(scope.period).items():
        address.keep(name, values)


def _free_name(scope: Scope, kept: list[Kept]) -> str:
    places = ", ".join(scope.teams or scope.service_areas or ("The whole service",))
    name = _plain(f"{places[: _LETTERS - 22]} {scope.period.words}")
    taken = {view.name for view in kept}
    return next(each for each in (name, *(f"{name[: _LETTERS - 2]} {n}" for n in range(2, 9))) if each not in taken)


def _names(scope: Scope, part: str) -> list[str]:
    names = {"service_area": scope.service_areas, "team": scope.teams, "setting": scope.settings}
    marker = (scope.marker,) if scope.marker else ()
    return list({**names, "marker": marker}[part]) or [_ALL]


def _written(period: Period) -> dict[str, list[str]]:
    return {"from": [str(period.first or _ALL)], "to": [str(period.last or _ALL)]}


def _before(scope: Scope, choices: Choices) -> Period | None:
    """As many months just before, as far as there are any."""
    first, last = scope.period.first, scope.period.last
    if first is None or last is None or choices.first_month is None or first <= choices.first_month:
        return None
    return Period(max(first.plus(first.minus(last) - 1), choices.first_month), first.plus(-1))


def _plain(name: str) -> str:
    """A name without what has a meaning of its own in a picture or in the address."""
    return re.sub(r"[<>~\s]+", " ", name).strip()[:_LETTERS]
