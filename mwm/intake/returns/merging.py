"""From the episodes of several returns to one line of episodes for each child, without overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mwm.intake.returns.codes import BLANK, CONTINUES, NOT_KNOWN, SHORT_BREAKS, grouped, groups, place_of
from mwm.intake.returns.days import NEVER, Flags, Ints, last_day


@dataclass(frozen=True, repr=False)
class Merged:
    """Episodes in the order of child and start; each ends at the latest where the child's next one starts.

    lost: of the last episodes of children, those left open in an older return although no later return has the child.
    closed: whether these were ended on the last day of that return's year.
    """

    child: Ints
    start: Ints
    end: Ints
    birth: Ints
    begun: Ints
    legal: Ints
    need: Ints
    place: Ints
    reason: Ints
    location: Ints
    lost: Flags
    closed: bool

    def __len__(self) -> int:
        return len(self.child)


def merge(rows: pd.DataFrame, *, close_lost: bool) -> Merged:
    """Sort by child, start and end (blank ends first), keep the last per child and start, then let no episode go on
    past the child's next start. Of rows alike in all three the newest return's is kept.

    rows: as Joined.rows, good ones only. close_lost: end what was left open in an old return on 31 March of its year.
    """
    blank_first = rows["end"].where(rows["end"] != NEVER, -NEVER)
    order = np.lexsort([rows["row"], rows["year"], blank_first, rows["start"], rows["child"]])
    kept = rows.iloc[order].drop_duplicates(["child", "start"], keep="last")
    child, start, end, year = (kept[name].to_numpy() for name in ("child", "start", "end", "year"))
    followed = np.append(child[1:] == child[:-1], False) if len(kept) else np.zeros(0, dtype=bool)
    end = np.where(followed, np.minimum(end, np.roll(start, -1)), end)
    last_seen = rows.groupby("child")["year"].max()
    seen = last_seen.reindex(child).to_numpy(dtype=np.int64) if len(kept) else year
    lost = ~followed & (end == NEVER) & (seen < rows["year"].max())
    if close_lost and len(kept):
        year_ends = {year: last_day(int(year)) for year in np.unique(seen)}
        ends = pd.Series(seen).map(year_ends).to_numpy(dtype=np.int64)
        end = np.where(lost, np.maximum(ends, start), end)
    return Merged(
        child=child,
        start=start,
        end=end,
        birth=kept["birth"].to_numpy(),
        begun=kept["RNE"].to_numpy(),
        legal=kept["LS"].to_numpy(),
        need=kept["CIN"].to_numpy(),
        place=kept["PLACE"].to_numpy(),
        reason=kept["REC"].to_numpy(),
        location=kept["PL_LOCATION"].to_numpy(),
        lost=lost,
        closed=close_lost,
    )


@dataclass(frozen=True)
class Care:
    """What the merged episodes say about being looked after; one entry for each episode, as in Merged.

    counted: whether the episode counts (short breaks may be left out). enters, leaves: it is the first, or the last, of
    a time without a gap in which the child is counted. starts: it is recorded as a start (reason S). ceases: it is
    recorded as an end (a reason other than X1, and an end). after_break, before_break: a short break that does not
    count comes right before, or after. period_start: the first day of the time without a gap; period_known: whether
    that is a recorded start.
    """

    counted: Flags
    enters: Flags
    leaves: Flags
    starts: Flags
    ceases: Flags
    after_break: Flags
    before_break: Flags
    period_start: Ints
    period_known: Flags


def care_of(merged: Merged, *, with_short_breaks: bool) -> Care:
    """Tell starts and ends of being looked after from changes of placement or legal status."""
    is_break = grouped("LS", merged.legal) == groups("LS").index(SHORT_BREAKS)
    counted = np.ones(len(merged), dtype=bool) if with_short_breaks else ~is_break
    joins = np.zeros(len(merged), dtype=bool)
    joins[1:] = (merged.child[1:] == merged.child[:-1]) & (merged.start[1:] == merged.end[:-1])
    joined_next = np.append(joins[1:], False)[: len(merged)]
    counted_before, counted_after = np.roll(counted, 1), np.roll(counted, -1)
    enters = counted & ~(joins & counted_before)
    leaves = counted & (merged.end != NEVER) & ~(joined_next & counted_after)
    starts = counted & (merged.begun == place_of("RNE", "S"))
    kept_on = [groups("REC").index(CONTINUES), groups("REC").index(NOT_KNOWN)]
    stops = (merged.reason != BLANK) & ~np.isin(grouped("REC", merged.reason), kept_on)
    after_break = enters & joins & ~counted_before
    first = np.maximum.accumulate(np.where(enters, np.arange(len(merged)), 0))
    return Care(
        counted=counted,
        enters=enters,
        leaves=leaves,
        starts=starts,
        ceases=counted & (merged.end != NEVER) & stops,
        after_break=after_break,
        before_break=leaves & joined_next & ~counted_after,
        period_start=merged.start[first] if len(merged) else merged.start,
        period_known=(starts | after_break)[first] if len(merged) else starts,
    )
