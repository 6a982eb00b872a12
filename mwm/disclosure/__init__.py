"""Disclosure control, pure: which cells are released (cells), and which counts of people are hidden (counts)."""

from mwm.disclosure.cells import Part, Plan, Sizes, Span, Thresholds, blocks_of, cells_of, month_of, number_of, plan_of
from mwm.disclosure.counts import Levels, hidden_categories, hidden_flows, hidden_shares, in_levels, together

__all__ = [
    "Levels",
    "Part",
    "Plan",
    "Sizes",
    "Span",
    "Thresholds",
    "blocks_of",
    "cells_of",
    "hidden_categories",
    "hidden_flows",
    "hidden_shares",
    "in_levels",
    "month_of",
    "number_of",
    "plan_of",
    "together",
]
