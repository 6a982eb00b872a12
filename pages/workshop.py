"""What shall we look at together? Workshops to build, to start, and the facilitator's notes while one is shown."""

from mwm import ui
from mwm.ui import workshop_building, workshop_list, workshop_notes

ui.page("workshop")
with ui.refusals_said():
    if workshop_notes.is_asked_for():
        workshop_notes.show()
    elif chosen := workshop_building.chosen():
        workshop_building.show(chosen)
    else:
        workshop_list.show()
