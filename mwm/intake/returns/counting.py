"""Counts by day and by month, from merged episodes, all at once: the work grows with the episodes, not with days.

A child is looked after on a day where an episode's start ≤ day and it has no end or end > day. Every breakdown cuts the
episodes into pieces of time with one category each; a count of a day is the pieces that hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from mwm.intake.returns.codes import CONTINUES, NOT_KNOWN, codes, grouped, groups, place_of
from mwm.intake.returns.days import NEVER, Flags, Ints, first_of_month, last_day, month_of, months_later
from mwm.intake.returns.joining import NO_BIRTH
from mwm.intake.returns.merging import Care, Merged

AGES = (("under 1", 0), ("1 to 4", 1), ("5 to 9", 5), ("10 to 15", 10), ("16 and over", 16))
"""The Department for Education's age bands, each with the birthday from which it counts."""
TIMES = (
    ("under 6 months", 0),
    ("6 months to 1 year", 6),
    ("1 to 2 years", 12),
    ("2 to 5 years", 24),
    ("5 years and over", 60),
)
"""Time looked after without a gap, each with the month from which it counts."""
FLOWS_ONLY = ("destination", "reconciliation")
"""Breakdowns of what happened in a month; they say nothing about the children looked after on a day."""
PLACEMENTS = ("one", "two", "three or more")
_YEAR = 12


@dataclass(frozen=True)
class Pieces:
    """Pieces of time in which a child is looked after. category: place among the breakdown's categories. first: its
    first day. end: the first day that it does not hold."""

    first: Ints
    end: Ints
    category: Ints


@dataclass(frozen=True)
class Events:
    """Things that happened on a day."""

    day: Ints
    category: Ints


@dataclass(frozen=True)
class Breakdown:
    """One way to divide the children. started, ceased: None where it cannot divide them."""

    name: str
    categories: tuple[str, ...]
    pieces: Pieces
    started: Events | None = None
    ceased: Events | None = None


def breakdowns(merged: Merged, care: Care, years: Sequence[int]) -> list[Breakdown]:
    """Every breakdown; the first is of all children. years: the financial years covered.

    placement, age_band, legal_status, category_of_need, location: by the episode of the day (of starting, of ceasing).
    time_looked_after: since the period's first episode, "not known" where that is not recorded as a start and may be
    longer ago than it looks. placements_in_year: in the twelve months that end on the day, "not known" where these
    are not covered. destination: of those who ceased. reconciliation: what changes the count beside recorded starts
    (as started) and ends (as ceased); see reconciliation.
    """
    counted = np.flatnonzero(care.counted)
    start, end = merged.start[counted], merged.end[counted]
    starts, ceases = np.flatnonzero(care.starts), np.flatnonzero(care.ceases)

    def by(name: str, categories: tuple[str, ...], of_episode: Ints) -> Breakdown:
        return Breakdown(
            name,
            categories,
            Pieces(start, end, of_episode[counted]),
            Events(merged.start[starts], of_episode[starts]),
            Events(merged.end[ceases], of_episode[ceases]),
        )

    return [
        by("all", ("all",), np.zeros(len(merged), dtype=np.int64)),
        by("placement", groups("PLACE"), grouped("PLACE", merged.place)),
        _ages(merged, counted, starts, ceases),
        by("legal_status", groups("LS"), grouped("LS", merged.legal)),
        by("category_of_need", groups("CIN"), grouped("CIN", merged.need)),
        by("location", groups("PL_LOCATION"), grouped("PL_LOCATION", merged.location)),
        _times(merged, care, counted, ceases),
        _placements(merged, care, counted, years),
        _destinations(merged, ceases),
        _reconciliation(merged, care),
    ]


def on_day(breakdown: Breakdown, day: int) -> dict[str, int]:
    """Children looked after on a day, by category."""
    pieces = breakdown.pieces
    here = (pieces.first <= day) & (day < pieces.end)
    counts = np.bincount(pieces.category[here], minlength=len(breakdown.categories))
    return dict(zip(breakdown.categories, counts.tolist(), strict=True))


def by_month(breakdowns: Sequence[Breakdown], months: Sequence[int]) -> pd.DataFrame:
    """month (its first day), breakdown, category, looked_after (on the month's last day), started, ceased (in it).

    months: numbered months, in order. started and ceased are missing where the breakdown cannot divide them.
    """
    chosen = np.asarray(months, dtype=np.int64)
    sizes = [len(each.categories) for each in breakdowns]
    names = np.repeat([each.name for each in breakdowns], sizes)
    categories = [category for each in breakdowns for category in each.categories]
    stock = [_at_month_ends(each.pieces, size, chosen) for each, size in zip(breakdowns, sizes, strict=True)]

    def flows(of: Sequence[Events | None]) -> pd.api.extensions.ExtensionArray:
        counts = [_in_months(events, size, chosen) for events, size in zip(of, sizes, strict=True)]
        unknown = np.repeat([events is None for events in of], np.multiply(sizes, len(months)))
        return pd.arrays.IntegerArray(np.concatenate([part.ravel() for part in counts]), unknown)

    return pd.DataFrame(
        {
            "month": np.tile(np.array([first_of_month(month) for month in months], dtype=object), len(names)),
            "breakdown": np.repeat(names, len(months)),
            "category": np.repeat(categories, len(months)),
            "looked_after": np.concatenate([part.ravel() for part in stock]),
            "started": flows([each.started for each in breakdowns]),
            "ceased": flows([each.ceased for each in breakdowns]),
        }
    )


def stock_before(everyone: Breakdown, months: Sequence[int]) -> list[int]:
    """For each month: children looked after on the last day of the month before."""
    counts: list[int] = _at_month_ends(everyone.pieces, 1, np.asarray(months, dtype=np.int64) - 1)[0].tolist()
    return counts


def _at_month_ends(pieces: Pieces, size: int, months: Ints) -> Ints:
    """Categories × months. A piece counts from the month of its first day, and no longer from the month of its end."""
    base, span = int(months[0]), int(months[-1]) - int(months[0]) + 1
    held = pieces.first < pieces.end
    change = np.zeros((size, span + 1), dtype=np.int64)
    for days, sign in ((pieces.first[held], 1), (pieces.end[held], -1)):
        at = np.clip(month_of(days) - base, 0, span)
        flat = pieces.category[held] * (span + 1) + at
        change += sign * np.bincount(flat, minlength=change.size).reshape(change.shape)
    counts: Ints = change.cumsum(axis=1)[:, months - base]
    return counts


def _in_months(events: Events | None, size: int, months: Ints) -> Ints:
    """Categories × months; 0 throughout without events."""
    if events is None:
        return np.zeros((size, len(months)), dtype=np.int64)
    base, span = int(months[0]), int(months[-1]) - int(months[0]) + 1
    at = month_of(events.day) - base
    held = (at >= 0) & (at < span)
    flat = events.category[held] * span + at[held]
    counts: Ints = np.bincount(flat, minlength=size * span).reshape(size, span)[:, months - base]
    return counts


def _bands(first: Ints, end: Ints, edges: Sequence[Ints]) -> Pieces:
    """Cut intervals where a band begins. edges: for each band the day on which it begins, interval by interval."""
    nexts = [*edges[1:], np.full(len(first), NEVER, dtype=np.int64)]
    firsts = [np.maximum(first, edge) if band else first for band, edge in enumerate(edges)]
    ends = [np.minimum(end, edge) for edge in nexts]
    category = np.repeat(np.arange(len(edges)), len(first))
    return _held(Pieces(np.concatenate(firsts), np.concatenate(ends), category))


def _band_on(days: Ints, edges: Sequence[Ints]) -> Ints:
    """The band that each day lies in; edges as in _bands."""
    band: Ints = np.sum([days >= edge for edge in edges[1:]], axis=0, dtype=np.int64)
    return band


def _held(pieces: Pieces) -> Pieces:
    held = pieces.first < pieces.end
    return Pieces(pieces.first[held], pieces.end[held], pieces.category[held])


def _together(*parts: Pieces) -> Pieces:
    return Pieces(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.category for part in parts]),
    )


def _ages(merged: Merged, counted: Ints, starts: Ints, ceases: Ints) -> Breakdown:
    unknown = len(AGES)

    def birthdays(chosen: Ints) -> list[Ints]:
        return [months_later(merged.birth[chosen], _YEAR * years) for _, years in AGES]

    def on(days: Ints, chosen: Ints) -> Events:
        known = merged.birth[chosen] != NO_BIRTH
        return Events(days, np.where(known, _band_on(days, birthdays(chosen)), unknown))

    known, other = (counted[flags] for flags in _split(merged.birth[counted] != NO_BIRTH))
    return Breakdown(
        "age_band",
        (*(name for name, _ in AGES), NOT_KNOWN),
        _together(
            _bands(merged.start[known], merged.end[known], birthdays(known)),
            Pieces(merged.start[other], merged.end[other], _all(len(other), unknown)),
        ),
        on(merged.start[starts], starts),
        on(merged.end[ceases], ceases),
    )


def _times(merged: Merged, care: Care, counted: Ints, ceases: Ints) -> Breakdown:
    unknown = len(TIMES)
    known, other = (counted[flags] for flags in _split(care.period_known[counted]))

    def edges(chosen: Ints) -> list[Ints]:
        return [months_later(care.period_start[chosen], months) for _, months in TIMES]

    longest = edges(other)[-1]
    ended = merged.end[ceases]
    reached = _band_on(ended, edges(ceases))
    shown = care.period_known[ceases] | (reached == unknown - 1)
    return Breakdown(
        "time_looked_after",
        (*(name for name, _ in TIMES), NOT_KNOWN),
        _together(
            _bands(merged.start[known], merged.end[known], edges(known)),
            _held(Pieces(merged.start[other], np.minimum(merged.end[other], longest), _all(len(other), unknown))),
            _held(
                Pieces(np.maximum(merged.start[other], longest), merged.end[other], np.full(len(other), unknown - 1))
            ),
        ),
        None,
        Events(ended, np.where(shown, reached, unknown)),
    )


def _placements(merged: Merged, care: Care, counted: Ints, years: Sequence[int]) -> Breakdown:
    """How many placements a child was in during the twelve months up to each day.

    A new placement begins with S, P or B (T and U keep the carer), but not with a temporary one (T0–T4) nor with the
    return from it to a placement of the same kind.
    """
    child, start, end = merged.child[counted], merged.start[counted], merged.end[counted]
    place, begun = merged.place[counted], merged.begun[counted]
    temporary = np.isin(place, [number for number, code in enumerate(codes("PLACE")) if code.startswith("T")])
    first_of_child = np.ones(len(child), dtype=bool)
    first_of_child[1:] = child[1:] != child[:-1]
    # The kind of the newest placement before that is not temporary.
    order = np.arange(len(child))
    settled = np.maximum.accumulate(np.where(~temporary | first_of_child, order, 0))
    before = np.roll(settled, 1)
    came_back = ~first_of_child & np.roll(temporary, 1) & (place == place[before])
    moves = np.isin(begun, [place_of("RNE", code) for code in "SPB"])
    new = first_of_child | care.enters[counted] | (moves & ~temporary & ~came_back)
    number = np.cumsum(new) - 1
    firsts = np.flatnonzero(new)
    own_child = child[firsts]
    ends = np.maximum.reduceat(end, firsts) if len(firsts) else end
    # A placement that ended within the last twelve months still counts: until this day.
    held_until = np.where(ends == NEVER, NEVER, months_later(ends, _YEAR) - 1)

    def until(back: int) -> Ints:
        """For each episode: the first day on which the placement so many before its own counts no more."""
        earlier = number - back
        theirs = (earlier >= 0) & (own_child[np.maximum(earlier, 0)] == child) if len(child) else number == 0
        return np.where(theirs, held_until[np.maximum(earlier, 0)], 0) if len(child) else number

    two, three = until(1), until(2)
    three = np.minimum(np.maximum(start, three), end)
    two = np.minimum(np.maximum(three, two), end)
    pieces = _together(
        Pieces(two, end, _all(len(child), 0)),
        Pieces(three, two, _all(len(child), 1)),
        Pieces(start, three, _all(len(child), 2)),
    )
    return Breakdown("placements_in_year", (*PLACEMENTS, NOT_KNOWN), _only_known(pieces, years))


def _only_known(pieces: Pieces, years: Sequence[int]) -> Pieces:
    """ "Not known" wherever the twelve months that end on a day are not all within years that were given."""
    parts, at = [], -NEVER
    for from_day, to_day in _known_spans(years):
        parts.append(Pieces(np.maximum(pieces.first, at), np.minimum(pieces.end, from_day), _unknown(pieces)))
        parts.append(Pieces(np.maximum(pieces.first, from_day), np.minimum(pieces.end, to_day), pieces.category))
        at = to_day
    parts.append(Pieces(np.maximum(pieces.first, at), pieces.end, _unknown(pieces)))
    return _held(_together(*parts))


def _unknown(pieces: Pieces) -> Ints:
    return _all(len(pieces.category), len(PLACEMENTS))


def _known_spans(years: Sequence[int]) -> list[tuple[int, int]]:
    """For each run of years: from its first 31 March until the day after its last."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [(last_day(run[0]), last_day(run[-1]) + 1) for run in runs]


def _destinations(merged: Merged, ceases: Ints) -> Breakdown:
    names = groups("REC")
    kept = tuple(name for name in names if name != CONTINUES)
    places = np.array([kept.index(name) if name in kept else len(kept) - 1 for name in names], dtype=np.int64)
    none = _all(0, 0)
    return Breakdown(
        "destination",
        kept,
        Pieces(none, none, none),
        None,
        Events(merged.end[ceases], places[grouped("REC", merged.reason[ceases])]),
    )


RECONCILIATION = (
    "no start recorded",
    "came from short breaks",
    "end recorded, but stayed",
    "start recorded, but already looked after",
    "no end recorded",
    "went to short breaks",
    "not in later returns, ended by choice",
)
"""Why a month's count is not the count before plus started minus ceased: the first three add children to the count, the
others take children away."""
_ADDING = 3


def _reconciliation(merged: Merged, care: Care) -> Breakdown:
    """With these the count reconciles exactly: count = count before + started − ceased, "all" and these together."""
    enters, leaves, ended = care.enters & ~care.starts, care.leaves & ~care.ceases, merged.lost & merged.closed
    reasons: list[tuple[Ints, Flags]] = [
        (merged.start, enters & ~care.after_break),
        (merged.start, enters & care.after_break),
        (merged.end, care.ceases & ~care.leaves),
        (merged.start, care.starts & ~care.enters),
        (merged.end, leaves & ~care.before_break & ~ended),
        (merged.end, leaves & care.before_break & ~ended),
        (merged.end, leaves & ended),
    ]

    def events(chosen: range) -> Events:
        return Events(
            np.concatenate([reasons[place][0][reasons[place][1]] for place in chosen]),
            np.concatenate([_all(int(reasons[place][1].sum()), place) for place in chosen]),
        )

    none = _all(0, 0)
    return Breakdown(
        "reconciliation",
        RECONCILIATION,
        Pieces(none, none, none),
        events(range(_ADDING)),
        events(range(_ADDING, len(RECONCILIATION))),
    )


def _all(size: int, category: int) -> Ints:
    return np.full(size, category, dtype=np.int64)


def _split(flags: Flags) -> tuple[Flags, Flags]:
    return flags, ~flags
