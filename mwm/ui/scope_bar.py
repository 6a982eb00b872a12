"""The scope bar: what the page shows, as a sentence whose words can be changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from html import escape

import streamlit as st

from mwm.questions import Choices, scope_choices
from mwm.scope import Month, Period, Scope
from mwm.ui import address, components, workshop_adding
from mwm.ui.asking import recall
from mwm.ui.frame import Frame
from mwm.ui.presenting import is_presenting

DEFAULT_MONTHS = 36
_ALL_WORK = "all"  # as in the address
_EVERYTHING = {"service_area": "All service areas", "team": "All teams", "setting": "All settings"}
_MANY = {"service_area": "service areas", "team": "teams", "setting": "settings"}


def draw(frame: Frame, controls: tuple[str, ...]) -> Scope:
    """Draw the controls in the bar and return the scope they give. The rest of the bar belongs to the page."""
    asked = Scope.from_query(address.asked())
    if asked.period.first is None and asked.period.last is None and "from" not in address.asked():
        asked = replace(asked, period=Period())
    asked = _only(asked, controls)
    choices = recall(scope_choices, replace(asked, teams=(), settings=(), period=Period(), marker=None))
    scope = replace(asked, authority=choices.authority, period=_period(asked, choices))
    frame.query.update(_query(scope, controls))
    frame.scope_words = in_words(scope, controls, choices)
    if is_presenting():
        return scope
    with frame.bar:
        several_authorities = len(choices.authorities) > 1
        if several_authorities or set(controls) - {"authority"}:
            st.html('<span class="mwm-showing">Showing</span>', width="content")
        if several_authorities:
            _one_of("authority", "Authority", choices.authorities, choices.authority)
        if "service_area" in controls:
            _several("service_area", choices.service_areas, scope.service_areas, hidden=choices.hidden)
        if "team" in controls:
            _several("team", choices.teams, scope.teams, choices.groups, choices.hidden)
        if "setting" in controls:
            _several("setting", choices.settings, scope.settings)
        if "marker" in controls and (choices.markers or scope.marker):
            _marker(choices.markers, scope.marker)
        if "period" in controls and choices.first_month and choices.last_month:
            _months(scope.period, choices.first_month, choices.last_month)
    return scope


def in_words(scope: Scope, controls: tuple[str, ...], choices: Choices) -> str:
    """The scope as one readable line: what is narrowed, and the months."""
    names = [*scope.service_areas, *scope.teams, *scope.settings, *((f"only {scope.marker}",) if scope.marker else ())]
    words = ", ".join(_sentence_case(name) if number == 0 else name for number, name in enumerate(names))
    if not words and set(controls) - {"authority", "period"}:
        words = "The whole service"
    several = scope.authority if scope.authority and len(choices.authorities) > 1 else ""
    months = scope.period.words if "period" in controls and (scope.period.first or scope.period.last) else ""
    return " · ".join(part for part in (several, words, months) if part)


def finish(frame: Frame) -> None:
    """The end of the bar, after the page's own choices: reset, and the link to this view."""
    with frame.bar:
        st.space("stretch")
        st.button("Reset", key="scope_reset", type="tertiary", on_click=address.forget_all, help="Back to everything")
        components.copy_link(frame.query)
    with frame.facts:
        workshop_adding.offer(frame.entry, frame.query)


def _only(scope: Scope, controls: tuple[str, ...]) -> Scope:
    return Scope(
        authority=scope.authority,
        service_areas=scope.service_areas if "service_area" in controls else (),
        teams=scope.teams if "team" in controls else (),
        settings=scope.settings if "setting" in controls else (),
        period=scope.period if "period" in controls else Period(),
        marker=scope.marker if "marker" in controls else None,
    )


def _query(scope: Scope, controls: tuple[str, ...]) -> dict[str, str | list[str]]:
    names = {"v", "authority", *controls} | ({"from", "to"} if "period" in controls else set())
    return {name: value for name, value in scope.to_query().items() if name in names}


def _period(scope: Scope, choices: Choices) -> Period:
    """The months asked for; without any, the last three years that there are."""
    if "from" in address.asked() or "to" in address.asked() or choices.last_month is None:
        return scope.period
    first = choices.last_month.plus(1 - DEFAULT_MONTHS)
    return Period(max(first, choices.first_month) if choices.first_month else first, choices.last_month)


def _label(name: str, chosen: Sequence[str]) -> str:
    if not chosen:
        return _EVERYTHING[name]
    return _sentence_case(chosen[0]) if len(chosen) == 1 else f"{len(chosen)} {_MANY[name]}"


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]


def _several(
    name: str,
    options: Sequence[str],
    chosen: Sequence[str],
    groups: Sequence[str] = (),
    hidden: Collection[str] = (),
) -> None:
    """A menu of names, of which any number can be chosen, or one of the groups below them alone.

    hidden: names of which nothing would be shown; they are named in grey, with the reason, and cannot be chosen.
    """
    key = f"scope_{name}"
    every = (*options, *groups)
    options = tuple(option for option in every if option not in hidden or option in chosen)

    def words(option: str) -> str:
        return _sentence_case(option) + (" (group)" if option in groups else "")

    known = [option for option in chosen if option in options]
    st.session_state[key] = known
    with st.popover(_label(name, [words(option) for option in chosen]), key=f"{key}_popover"):
        if len(options) <= 8:
            st.pills(
                _EVERYTHING[name].removeprefix("All ").capitalize(),
                options,
                selection_mode="multi",
                format_func=words,
                key=key,
                on_change=_keep_several,
                args=(name, key, tuple(groups), tuple(known)),
            )
        else:
            st.multiselect(
                _EVERYTHING[name].removeprefix("All ").capitalize(),
                options,
                format_func=words,
                key=key,
                placeholder=_EVERYTHING[name],
                on_change=_keep_several,
                args=(name, key, tuple(groups), tuple(known)),
            )
        st.caption("None chosen means all.")
        if left_out := [words(option) for option in every if option not in options]:
            st.html(
                f'<p class="mwm-greyed" aria-disabled="true">{escape(", ".join(left_out))}: hidden, because too few '
                "observations or people stand behind each.</p>"
            )


def _keep_several(name: str, key: str, groups: Sequence[str], before: Sequence[str]) -> None:
    """Keep what is chosen now; a group that was just chosen alone, else no group."""
    now = list(st.session_state[key])
    added = [option for option in now if option not in before]
    if new_groups := [option for option in added if option in groups]:
        now = new_groups[-1:]
    elif added:
        now = [option for option in now if option not in groups]
    address.keep(name, now or ["all"])
    if name == "service_area":
        address.keep("team", None)  # teams of another service area would leave nothing to show


def _marker(markers: Sequence[str], chosen: str | None) -> None:
    """A menu of case markers, of which one can be chosen."""
    options = {_ALL_WORK: "All work", **{name: _sentence_case(name) for name in markers}}
    st.menu_button(
        options.get(chosen or _ALL_WORK, _sentence_case(chosen or "")),
        list(options),
        format_func=lambda option: options[option],
        key="scope_marker",
        help="All work, or only work with one case marker",
        on_click=_keep_marker,
    )


def _keep_marker() -> None:
    address.keep("marker", [st.session_state["scope_marker"] or _ALL_WORK])


def _one_of(name: str, label: str, options: Sequence[str], chosen: str | None) -> None:
    key = f"scope_{name}"
    st.session_state[key] = chosen
    st.selectbox(label, options, key=key, label_visibility="collapsed", width=240, on_change=_keep_one, args=(name,))


def _keep_one(name: str) -> None:
    address.forget_all()  # names of service areas and teams belong to one authority
    address.keep(name, [st.session_state[f"scope_{name}"]])


def _months(period: Period, first: Month, last: Month) -> None:
    months = list(Period(first, last).months())
    start, end = period.first or first, period.last or last
    st.session_state["scope_from"] = min(max(start, first), last)
    st.session_state["scope_to"] = min(max(end, first), last)
    with st.popover(period.words if period.first or period.last else "All months", key="scope_period_popover"):
        columns = st.columns(2)
        for column, label, key in ((columns[0], "From", "scope_from"), (columns[1], "To", "scope_to")):
            with column:
                st.selectbox(label, months, key=key, format_func=_short, on_change=_keep_months)
        with st.container(horizontal=True):
            for words, count in (("12 months", 12), ("24 months", 24), ("36 months", 36), ("All months", len(months))):
                st.button(words, key=f"scope_last_{words}", on_click=_keep_last, args=(first, last, count))


def _short(month: Month) -> str:
    return month.short


def _keep_months() -> None:
    chosen = sorted((st.session_state["scope_from"], st.session_state["scope_to"]))
    address.keep("from", [str(chosen[0])])
    address.keep("to", [str(chosen[1])])


def _keep_last(first: Month, last: Month, count: int) -> None:
    address.keep("from", [str(max(first, last.plus(1 - count)))])
    address.keep("to", [str(last)])
