"""What do we know about practice here, and what did we agree to do next? One page to print, send or write in."""

from mwm import ui
from mwm.questions import practice_report
from mwm.ui import reporting

scope = ui.page("report", scope=("service_area", "team", "setting", "marker", "period"))
with ui.refusals_said():
    answer = ui.ask(practice_report, scope, worker=reporting.chosen_worker())
    reporting.files(answer)
ui.show(answer, reporting.report_parts, about="Practice report")
