"""What do families tell us? Their answers to each item of a form, and how many of those asked gave one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.disclosure import together
from mwm.questions.feedback_items import FormItem, item_called
from mwm.questions.feedback_reading import (
    CAVEAT_SETTINGS,
    CAVEAT_WHO,
    COUNTED,
    FORM,
    INTERVALS,
    RESPONDENT,
    TIME_POINT,
    Asked,
    by_month,
    judged_items,
    nobody,
    what_is_asked,
    without_settings,
)
from mwm.questions.judging import Judged
from mwm.questions.periods import chosen_grain
from mwm.questions.question import Argument, listed_words, nothing, question, where
from mwm.questions.signals import METHOD, verdict
from mwm.scope import By as ScopeBy
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.interval import mean_interval, share_interval
from mwm.store import Store
from mwm.viewer import Viewer

By = Literal["none", "service_area", "team", "respondent", "time_point", "mode"]
SLICES: dict[str, str] = {
    "none": "",
    "service_area": "Service area",
    "team": "Team",
    "respondent": "Who was asked",
    "time_point": "When",
    "mode": "How",
}
_SHAPES: dict[str, ScopeBy] = {
    "none": "scope",
    "service_area": "service_area",
    "team": "team",
    "respondent": "respondent",
    "time_point": "time_point",
    "mode": "mode",
}
_BY_WORDS = {
    "service_area": "service area",
    "team": "team",
    "respondent": "who was asked",
    "time_point": "when they were asked",
    "mode": "how they were asked",
}
_CAVEAT_PARTS = "Those asked in different parts are in different situations; this is not a ranking."
ITEM = Argument("item", "one item of the form by its key; all where left out")

_WHO_WAS_ASKED = (
    Column("asked", "Asked", "count"),
    Column("answered", "Answered", "count"),
    Column("declined", "Declined", "count"),
    Column("response_rate", "Response rate", "percent"),
)
_SQL = ("total", "form_in_scope", "answer_by_slice", "request_by_slice", "answer_by_month", "request_by_month")


@question(
    "families-voice",
    "What families answered to each item of a form: how answers are spread, average, share at the threshold, and the "
    "response rate.",
    kinds=("feedback",),
    arguments=(
        FORM,
        ITEM,
        Argument("by", "what the answers are divided by", "choice", tuple(SLICES)),
        RESPONDENT,
        TIME_POINT,
    ),
)
def families_voice(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    form: str | None = None,
    item: str | None = None,
    by: By = "none",
    respondent: str | None = None,
    time_point: str | None = None,
) -> Answer:
    """Answers to each item of one form, in the whole or divided by something.

    form, item: key or name; None for the form with which most were asked, and for all its items. by: what the answers
    are divided by; parts stand in the order of their names, never of their values. Rows: item (key), part (where
    divided), answers, average, lower and upper end of its 95% interval, share (percent of answers at or above the
    item's threshold), share_lower, share_upper, asked, answered, declined (people of that part) and response_rate
    (percent answered of those asked). Averages and shares are NaN below the minimum number of answers. extra: spread
    (item, part, value, answers, share: each point of the scale a row), names, scales, thresholds, form, forms.
    """
    asked_scope, scope = scope, without_settings(scope)
    asked = what_is_asked(store, scope, form, respondent, time_point)
    columns = _columns(by)
    if asked is None:
        return nothing("families-voice", scope, columns, _method(None), headline=nobody(scope), counts=COUNTED)
    items = [item_called(list(asked.items), item)] if item else list(asked.items)
    spread, requests = _read(store, asked, items, by)
    enough = settings().minimum_observations
    kept_back = _parts_of_few(requests, scope)
    rows = _rows(spread, requests, items, enough)
    rows, items = _without_old(rows, spread, items, item)
    for name in ("asked", "response_rate") if kept_back else ():
        rows[name] = rows[name].astype("float64").where(~rows["part"].isin(kept_back))
    spread = spread[spread["item"].isin([each.key for each in items])]
    return Answer(
        question="families-voice",
        # With small numbers hidden there may be no part that shows: then the gate says so of what is empty.
        status="empty" if rows.empty else "ok" if asked.answered >= enough else "thin",
        headline=_headline(store, asked, items, rows, by, enough),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=tuple(_named(column, items) for column in columns),
        counts=asked.counts,
        method=_method(asked),
        caveats=(
            CAVEAT_WHO if by == "none" else _CAVEAT_PARTS,
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        better="higher",
        suppressed=tuple(rows["part"].isin(kept_back)) if kept_back else (),
        extra={
            "spread": spread.reset_index(drop=True),
            "names": {each.key: each.name for each in items},
            "scales": {each.key: (each.scale.lowest, each.scale.highest) for each in items},
            "thresholds": {each.key: each.threshold for each in items},
            "form": asked.form.key,
            "minimum": enough,
        },
    )


def _columns(by: By) -> tuple[Column, ...]:
    return (
        Column("item", "Item"),
        *((Column("part", SLICES[by]),) if by != "none" else ()),
        Column("answers", "Answers", "count"),
        Column("average", "Average", "average"),
        Column("lower", "Lower end", "average"),
        Column("upper", "Upper end", "average"),
        Column("share", "High answers", "percent"),
        Column("share_lower", "Lower end (share)", "percent"),
        Column("share_upper", "Upper end (share)", "percent"),
        *_WHO_WAS_ASKED,
    )


def _named(column: Column, items: Sequence[FormItem]) -> Column:
    if column.key == "item":
        return Column("item", column.label, words={each.key: each.name for each in items})
    return column


def _method(asked: Asked | None) -> Method:
    return Method(
        definition=(asked.measured if asked else "")
        + "Average answer to each item, and the share of answers at or above the item's threshold. Response rate: "
        "people who answered out of all who were asked; a request that is still open counts as asked.",
        formula=f"{INTERVALS} Whether an average has really changed: {METHOD}",
        exclusions="Items left blank. Below the minimum number of answers there is no average and no share. Workers' "
        "own views are never counted here.",
        sql=tuple(f"questions/feedback/{name}" for name in _SQL),
    )


def _read(
    store: Store, asked: Asked, items: list[FormItem], by: By
) -> tuple[pd.DataFrame, dict[str, tuple[int, int, int]]]:
    """How often each value was given (every point of the scale a row), and how many were asked in each part."""
    shape = _SHAPES[by]
    found = store.read(
        "questions/feedback/answer_by_slice",
        **asked.parameters(by=shape),
        **asked.bound("measures", "versions", "items"),
        slice=by,
    )
    given = found.set_index(["measure", "slice", "value"])["answers"].to_dict()
    counted = store.read("questions/feedback/request_by_slice", **asked.parameters(by=shape), slice=by)
    parts = {
        part: (n, answered, declined) for part, n, answered, declined in counted.itertuples(index=False, name=None)
    }
    rows = []
    for item in items:
        for part in parts:
            counts = [int(given.get((item.key, part, point), 0)) for point in item.scale.points]
            total = sum(counts)
            for point, n in zip(item.scale.points, counts, strict=True):
                rows.append((item.key, part, point, n, n / total * 100 if total else math.nan))
    return pd.DataFrame(rows, columns=["item", "part", "value", "answers", "share"]), parts


def _parts_of_few(requests: dict[str, tuple[int, int, int]], scope: Scope) -> set[str]:
    """The parts whose numbers of people asked disclosure control hides: small ones, and others with them."""
    if scope.gate is None or len(requests) < 2:
        return set()
    hidden = together([[asked] for asked, _, _ in requests.values()], scope.gate.thresholds)
    return {part for part, is_hidden in zip(requests, hidden, strict=True) if is_hidden}


def _rows(
    spread: pd.DataFrame, requests: dict[str, tuple[int, int, int]], items: list[FormItem], enough: int
) -> pd.DataFrame:
    rows = []
    for item in items:
        own = spread[spread["item"] == item.key]
        for part, (asked, answered, declined) in requests.items():
            values = own[own["part"] == part]
            points, counts = values["value"].to_numpy(), values["answers"].to_numpy()
            n, high = int(counts.sum()), int(counts[points >= item.threshold].sum())
            ends = {"lowest": item.scale.lowest, "highest": item.scale.highest}
            average = mean_interval([n], [(points * counts).sum()], [(points**2 * counts).sum()], **ends)
            share = (each * 100 for each in share_interval([high], [n]))
            shown = [float(each[0]) if n >= max(enough, 1) else math.nan for each in (*average, *share)]
            rate = answered / asked * 100
            rows.append((item.key, part, n, *shown, asked, answered, declined, rate))
    return pd.DataFrame(rows, columns=["item", "part", *(column.key for column in _columns("none")[1:])])


def _without_old(
    rows: pd.DataFrame, spread: pd.DataFrame, items: list[FormItem], wanted: str | None
) -> tuple[pd.DataFrame, list[FormItem]]:
    """Items of earlier versions are left out where nobody answered them."""
    answered = rows.groupby("item")["answers"].sum()
    kept = [item for item in items if item.is_current or wanted or answered.get(item.key, 0)]
    return rows[rows["item"].isin([item.key for item in kept])].reset_index(drop=True), kept


def _headline(store: Store, asked: Asked, items: list[FormItem], rows: pd.DataFrame, by: By, enough: int) -> str:
    if asked.answered < enough:
        needed = f"{asked.answered} of {enough} needed"
        return f"Too few answers to say {where(asked.scope)}: {needed} ({asked.asked:,} people were asked)."
    if by == "none":
        levels, changed = _levels(rows, items), _changed(store, asked, items, enough)
        return f"{changed} {where(asked.scope)}: {levels} in {asked.scope.period.words}. {asked.response}."
    shares = [share for share in rows["share"].tolist() if share == share] if len(items) == 1 else []
    if not shares:
        return f"Answers {where(asked.scope)} by {_BY_WORDS[by]}. {asked.response}."
    least, most = written_as(min(shares), "percent"), written_as(max(shares), "percent")
    reach = most if least == most else f"between {least} and {most}, by {_BY_WORDS[by]},"
    told = f"{reach} of answers to “{items[0].name}” {where(asked.scope)} were {high_words(items)}"
    return f"{told[0].upper()}{told[1:]}. {asked.response}."


def high_words(items: Sequence[FormItem]) -> str:
    """high (8 or more); only high, where items have different thresholds."""
    thresholds = {item.threshold for item in items}
    return f"high ({thresholds.pop():g} or more)" if len(thresholds) == 1 else "high"


def _levels(rows: pd.DataFrame, items: list[FormItem]) -> str:
    by_key = {item.key: item for item in items}
    shares = zip(rows["share"].tolist(), rows["item"], strict=True)
    known = sorted(((share, by_key[key]) for share, key in shares if share == share), key=lambda each: each[0])
    if not known:
        return "no question has enough answers to say"
    (least, lowest), (most, highest) = known[0], known[-1]
    told = f"{written_as(most, 'percent')} of answers to “{highest.name}”"
    if len(known) > 1:
        low = f"{written_as(least, 'percent')} (“{lowest.name}”)"
        told = f"between {low} and {written_as(most, 'percent')} (“{highest.name}”) of answers"
    return f"{told} were {high_words([item for _, item in known])}"


def _changed(store: Store, asked: Asked, items: list[FormItem], enough: int) -> str:
    """Which items have really changed over time: No real change in any of the 3 questions."""
    grain = chosen_grain("auto", asked.answered, asked.months, enough, asked.scope.finest(asked.fact))
    _, results = judged_items(asked, by_month(store, asked, items, grain), "average", grain, "xmr", items)
    return changed_words(results, {item.key: item.name for item in items}, f"{grain}s")


def changed_words(results: dict[str, Judged], names: dict[str, str], points: str) -> str:
    """Real improvement in “I was listened to”; no real change in 3 other questions."""
    groups: dict[str, list[str]] = {}
    for key, name in names.items():
        result = results.get(key)
        groups.setdefault(verdict(result.variation if result else None), []).append(f"“{name}”")
    said = [
        f"{word} in {listed_words(groups[word])}" for word in ("Real improvement", "Real concern") if word in groups
    ]
    for word, told in (("No real change", "no real change in"), ("Too few to say", f"too few {points} to judge")):
        if not (rest := groups.get(word)):
            continue
        if len(rest) == len(names):
            which = "the question" if len(names) == 1 else f"any of the {len(names)} questions"
        else:
            which = listed_words(rest) if len(rest) < 3 else f"{len(rest)} {'other ' if said else ''}questions"
        said.append(f"{told if said else told[0].upper() + told[1:]} {which}")
    return "; ".join(said)
