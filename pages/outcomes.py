"""What happened to families afterwards? The indicators that the programme's evaluation looked at."""

from mwm import ui
from mwm.charts.indicators import indicator_chart
from mwm.indicators import INDICATORS
from mwm.questions import indicator_trend, recorded_indicators
from mwm.scope import Scope

scope = ui.page("outcomes", scope=("authority", "period"))
with ui.refusals_said():
    found = ui.recall(recorded_indicators, Scope(scope.authority))
    names = {key: each.name for key, each in INDICATORS.items() if key in found or not found}
    indicator = ui.choose("indicator", "Which indicator", names, next(iter(names)))
    events = ui.choose_events(scope)
    trend = ui.ask(indicator_trend, scope, indicator=indicator, events=events)
ui.show(trend, indicator_chart, title=names[indicator], about=f"Line chart. {names[indicator]}", tall=True)
