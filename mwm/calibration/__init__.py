"""Calibration sessions: many people grade one recording blind, and see together how far they agree.

Sessions live in the memory of the server and nowhere else. They hold no name: who joins is given a pseudonym.
"""

from mwm.calibration.session import Count, Grades, Overview, Place, Session
from mwm.calibration.sessions import Sessions

__all__ = ["Count", "Grades", "Overview", "Place", "Session", "Sessions"]
