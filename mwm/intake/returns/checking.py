"""Checks the rows of returns against the rules in findings, all rows at once."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from mwm.intake.returns.codes import BLANK, CONTINUES, UNKNOWN, codes, grouped, groups, place_of, used_in
from mwm.intake.returns.days import NEVER, UNREADABLE, Flags, as_day, first_day, last_day
from mwm.intake.returns.findings import Findings
from mwm.intake.returns.joining import NO_BIRTH, Joined

_SHORT_BREAK_DAYS = 17
_FIRST = as_day(date(1990, 1, 1))


def check_rows(joined: Joined, findings: Findings, today: date) -> Flags:
    """Find the rows of episodes and headers that cannot be right. Returns which rows of episodes are good."""
    rows, now = joined.rows, as_day(today)
    start, end, birth = (rows[name].to_numpy() for name in ("start", "end", "birth"))
    readable = (start != UNREADABLE) & (start != NEVER)
    dated = readable & (end != UNREADABLE) & (end != NEVER)
    broken = {
        "blank_child": rows["child"].to_numpy() < 0,
        "blank_start": start == NEVER,
        "start_not_a_date": start == UNREADABLE,
        "end_not_a_date": end == UNREADABLE,
        "end_before_start": dated & (end < start),
        "start_before_birth": readable & (birth != NO_BIRTH) & (start < birth),
        "start_in_future": readable & (start > now),
        "end_in_future": (end != UNREADABLE) & (end != NEVER) & (end > now),
        "start_before_1990": readable & (start < _FIRST),
        "unknown_start_code": rows["RNE"].to_numpy() < 0,
        "unknown_legal_status": rows["LS"].to_numpy() < 0,
        "unknown_end_code": rows["REC"].to_numpy() == UNKNOWN,
    }
    names = [source.name for source in joined.sources]
    for code, here in broken.items():
        _add(findings, code, rows, here, names)
    births = joined.birth_rows
    birth = births["birth"].to_numpy()
    headed = list(joined.header_names)
    _add(findings, "birth_not_a_date", births, birth == UNREADABLE, headed)
    future = (birth != UNREADABLE) & (birth != NO_BIRTH) & (birth > now)
    _add(findings, "birth_in_future", births, future, headed)
    good: Flags = ~np.logical_or.reduce(list(broken.values()))
    return good


def count_oddities(joined: Joined, good: Flags, findings: Findings) -> None:
    """Find what is odd in the good rows, return by return: it is counted and told, and nothing is left out for it."""
    names = [source.name for source in joined.sources]
    every = joined.rows[good].sort_values(["file", "child", "start", "end", "row"], kind="stable", ignore_index=True)
    repeats = every.duplicated(["file", "child", "start", "end"]).to_numpy()
    _add(findings, "duplicate", every, repeats, names)
    rows = every[~repeats].reset_index(drop=True)
    for code, here in _odd(joined, rows).items():
        _add(findings, code, rows, here, names)
    _first_episodes(joined, rows, findings)
    _births(joined, findings)


def _odd(joined: Joined, rows: pd.DataFrame) -> dict[str, Flags]:
    """Rule → which rows break it. rows: in the order of file, child, start, end, none twice."""
    file, start, end, begun, legal, reason = (
        rows[name].to_numpy() for name in ("file", "start", "end", "RNE", "LS", "REC")
    )
    child_of_file = rows.groupby(["file", "child"])
    follows = child_of_file.cumcount().to_numpy() > 0
    followed = child_of_file.cumcount(ascending=False).to_numpy() > 0
    next_start, end_before, reason_before = np.roll(start, -1), np.roll(end, 1), np.roll(reason, 1)
    is_open, has_reason = end == NEVER, reason != BLANK
    goes_on = grouped("REC", reason) == groups("REC").index(CONTINUES)
    starts = begun == place_of("RNE", "S")
    stopped_before = (reason_before != BLANK) & ~np.roll(goes_on, 1)
    open_by_child = rows.assign(open=is_open).groupby(["file", "child"])["open"].transform("sum").to_numpy()
    last_start = child_of_file["start"].transform("max").to_numpy()
    single, series = legal == place_of("LS", "V3"), legal == place_of("LS", "V4")
    kinds = rows.assign(single=single, series=series).groupby(["file", "child"])[["single", "series"]].transform("any")
    year_ends = np.array([last_day(source.year) for source in joined.sources], dtype=np.int64)
    until = np.where(is_open, year_ends[file] + 1, end)
    return {
        "two_open_episodes": is_open & (open_by_child > 1),
        "open_then_new": is_open & (open_by_child == 1) & (last_start > start),
        "overlap": follows & (end_before != NEVER) & (start < end_before),
        "reason_without_end": is_open & has_reason,
        "end_without_reason": ~is_open & ~has_reason,
        "continues_without_next": ~is_open & goes_on & ~(followed & (next_start == end)),
        "ceased_but_continues": ~is_open & has_reason & ~goes_on & followed & (next_start == end),
        "starts_while_looked_after": follows & starts & (end_before == start),
        "no_start_after_ceasing": follows & ~starts & stopped_before,
        "continues_after_gap": follows & ~starts & (end_before != start),
        "shorter_than_a_day": start == end,
        "long_short_break": single & (until > start + _SHORT_BREAK_DAYS),
        "two_kinds_of_short_break": (single | series) & kinds.all(axis=1).to_numpy(),
    } | _codes_of_other_years(joined, rows)


def _codes_of_other_years(joined: Joined, rows: pd.DataFrame) -> dict[str, Flags]:
    """Codes that the list of the return's year does not have."""
    found = {}
    for field, code, blank_counts in (
        ("RNE", "start_code_of_other_year", False),
        ("LS", "legal_status_of_other_year", False),
        ("CIN", "need_not_known", True),
        ("PLACE", "placement_not_known", True),
        ("REC", "end_code_of_other_year", False),
    ):
        # One row of the table for each file; the last two columns are for UNKNOWN and BLANK, which stand at -1 and -2.
        unknown = [blank_counts, blank_counts]
        wrong = np.array([[*~used_in(field, source.years), *unknown] for source in joined.sources], dtype=bool)
        assert wrong.shape[1] == len(codes(field)) + 2
        found[code] = wrong[rows["file"].to_numpy(), rows[field].to_numpy()]
    return found


def _first_episodes(joined: Joined, rows: pd.DataFrame, findings: Findings) -> None:
    """The first known episode of each child, in all returns together, that does not start with S."""
    first = rows.sort_values(["child", "start", "file"], kind="stable").drop_duplicates("child")
    here = (first["RNE"] != place_of("RNE", "S")) & (first["start"] >= first_day(joined.years[0]))
    _add(findings, "first_without_start", first, here.to_numpy(), [source.name for source in joined.sources])


def _births(joined: Joined, findings: Findings) -> None:
    rows, names = joined.birth_rows, list(joined.header_names)
    blank = rows["birth"] == NO_BIRTH
    _add(findings, "birth_blank", rows, blank.to_numpy(), names)
    known = rows[~blank & (rows["birth"] != UNREADABLE)]
    newest = known.groupby("child")["birth"].transform("last")
    _add(findings, "two_births", known, (known["birth"] != newest).to_numpy(), names)


def _add(findings: Findings, code: str, rows: pd.DataFrame, here: Flags, names: list[str]) -> None:
    if here.any():
        found = rows.loc[here, ["file", "row"]]
        findings.add(code, [names[place] for place in found["file"]], found["row"].tolist())
