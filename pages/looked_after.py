"""Are fewer children looked after?"""

import streamlit as st

from mwm import ui
from mwm.charts.looked_after import looked_after_chart, looked_after_rate_chart, published_count_chart
from mwm.charts.published import comparison_lines_chart
from mwm.questions import (
    area_choices,
    looked_after_change,
    looked_after_comparison,
    looked_after_trend,
    programme_note,
    published_looked_after_change,
)
from mwm.scope import Month, Scope
from mwm.ui.areas import choose_area
from mwm.ui.looking_closer import look_closer

scope = ui.page("looked_after", scope=("authority", "period"), unless={"period": ("series", "year")})
whole = Scope(scope.authority)
with ui.refusals_said():
    change = ui.ask(looked_after_change, scope)
    months = change.extra.get("baseline_choices", [])
    series = "year"
    if months and not ui.recall(area_choices, whole).names:
        series = "month"
    elif months:
        ways = {"month": "Our months", "year": "Published years"}
        series = ui.choose(
            "series", "The council’s own months, or what is published each year", ways, "month", at="tabs"
        )
    if series == "month":
        words = {str(month): f"Since {month.short}" for month in reversed(months)}
        picked = ui.choose("baseline", "Month to measure from", words, str(change.extra["baseline_month"]))
        start = Month.parse(picked)
        change = ui.ask(looked_after_change, scope, baseline=start)
        events = ui.choose_events(scope, of=looked_after_chart.__name__)
        trend = ui.ask(looked_after_trend, scope, baseline=start, events=events)
    area = choose_area(scope)
    if series == "year":
        change = ui.ask(published_looked_after_change, whole, area=area)
        years = {str(year): f"Since {year}" for year in reversed(change.extra.get("years", [])[:-1])}
        if years:
            since = ui.choose("since", "Year to measure from", years, str(change.extra["since"]))
            change = ui.ask(published_looked_after_change, whole, area=area, since=since)
    beside = ui.ask(looked_after_comparison, whole, area=area)

main, side = st.columns([0.64, 0.36], gap="medium") if not beside.is_bare else (st.container(), None)
if not change.is_bare:
    with st.container(), ui.refusals_said():
        look_closer(scope, area, months=series == "month")
ui.show(change, leads=True, more=False)
with main:
    if series == "month":
        title = "Looked after children (LAC) at each month’s end"
        ui.show(trend, looked_after_chart, title=title, about=f"Line chart. {title}", tall=True, change=change)
        if change.is_synthetic and (note := ui.recall(programme_note, whole)):
            ui.say_aside(f'<p class="mwm-sub">Worked example with made-up counts. {note}</p>')
    elif not change.is_bare:
        title = f"Looked after children (LAC) on 31 March in {change.extra['area_name']}, as published"
        ui.show(change, published_count_chart, title=title, about=f"Line chart. {title}", tall=True)
if side:
    with side:
        alone = series == "year"
        if not alone:
            title = "Rate per 10,000 children aged 0–17"
            ui.show(trend, looked_after_rate_chart, title=title, about=f"Small line chart. {title}", more=False)
        title = f"{beside.extra['area_name']} beside others, as published"
        ui.show(beside, comparison_lines_chart, title=title, about=f"Line chart. {title}", tall=True, says=alone)
