"""Are fewer children looked after?"""

import streamlit as st

from mwm import ui
from mwm.charts.looked_after import looked_after_chart, looked_after_rate_chart, published_chart
from mwm.questions import looked_after_change, looked_after_trend, published_looked_after
from mwm.scope import Month, Scope

OWN = "Islington"
BESIDE = ("England", "London", "Inner London")

scope = ui.page("looked_after", scope=("period",))
with ui.refusals_said():
    change = ui.ask(looked_after_change, scope)
    months = change.extra.get("baseline_choices", [])
    own_choice = change.extra.get("baseline_month")
    if months:
        words = {str(month): f"Since {month.short}" for month in reversed(months)}
        picked = ui.choose("baseline", "Month to measure from", words, str(own_choice))
        change = ui.ask(looked_after_change, scope, baseline=Month.parse(picked))
    trend = ui.ask(looked_after_trend, scope, baseline=change.extra.get("baseline_month"))
    published = ui.ask(published_looked_after, Scope(), area=(OWN, *BESIDE))

ui.show(change, leads=True, more=False)
main, side = st.columns([0.64, 0.36], gap="medium")
with main:
    title = "Looked after children (LAC) at each month’s end"
    ui.show(trend, looked_after_chart, title=title, about=f"Line chart. {title}", tall=True, change=change)
with side:
    if trend.status != "empty":
        title = "Rate per 10,000 children aged 0–17"
        ui.show(trend, looked_after_rate_chart, title=title, about=f"Small line chart. {title}", more=False)
    title = f"{OWN} beside England and London, as published"
    ui.show(published, published_chart, title=title, about=f"Line chart. {title}", tall=True, first=OWN)
