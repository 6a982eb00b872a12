"""Do we see the same thing? The facilitator's side of a calibration session."""

from mwm import ui
from mwm.charts.calibration import calibration_chart
from mwm.ui import calibrating

ui.page("calibration")
with ui.refusals_said():
    led = calibrating.session_led() or calibrating.offer_to_open()
    if led:
        calibrating.invite(led)
        shown = calibrating.reveal(led)
        if shown:
            title = "How the room graded"
            ui.show(shown, calibration_chart, title=title, about=f"Bars for each element. {title}", leads=True)
