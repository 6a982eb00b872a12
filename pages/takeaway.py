"""What did we look at? What people take away from a workshop on their own phone."""

from mwm import ui
from mwm.ui import workshop_takeaway

ui.page("takeaway")
with ui.refusals_said():
    workshop_takeaway.show()
