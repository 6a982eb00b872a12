"""A participant's side of a calibration session, made for a phone: a code, a place, the grades."""

from mwm import ui
from mwm.ui import calibrating

ui.page("join")
with ui.refusals_said():
    place = calibrating.place_taken() or calibrating.offer_a_place()
    if place:
        calibrating.grade_blind(place)
