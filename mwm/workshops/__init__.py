"""Workshops: sequences of saved views that a facilitator shows to a room, asking first and answering after.

A workshop is plain data (sequence), has a file of its own (files), is kept in the store version by version (kept),
comes ready made (ready), and is run in front of a room (run, runs).
"""

from mwm.workshops.examples import EXAMPLES, Example
from mwm.workshops.files import read_workshop, write_workshop
from mwm.workshops.kept import KeptWorkshop, delete, kept_workshops, load, save, undo
from mwm.workshops.ready import is_ready_made, ready_workshops
from mwm.workshops.run import Place, Run
from mwm.workshops.runs import Runs
from mwm.workshops.sequence import Step, Workshop, step_of
from mwm.workshops.views import View, view_of

__all__ = [
    "EXAMPLES",
    "Example",
    "KeptWorkshop",
    "Place",
    "Run",
    "Runs",
    "Step",
    "View",
    "Workshop",
    "delete",
    "is_ready_made",
    "kept_workshops",
    "load",
    "read_workshop",
    "ready_workshops",
    "save",
    "step_of",
    "undo",
    "view_of",
    "write_workshop",
]
