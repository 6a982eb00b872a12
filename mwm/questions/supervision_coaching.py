"""Coaching of supervisors: how much of it there is, how soon it comes, and what grades did before and after."""

from __future__ import annotations

import math

import pandas as pd

from mwm.answer import Answer, Column, Method, half_up, signed, written_as
from mwm.questions.feedback_items import FormItem
from mwm.questions.question import nothing, question, where
from mwm.questions.supervision import METHOD_COLUMN
from mwm.questions.supervision_reading import (
    CAVEAT_SETTINGS,
    COUNTING,
    ITEM,
    METHOD,
    RUBRIC,
    Measured,
    none_recorded,
    scoped,
    what_is_measured,
    without_settings,
)
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.clustered import clustered_mean
from mwm.store import Store
from mwm.viewer import Viewer

DAYS_TO_NEXT = 365  # a supervision later than that says little about the coaching before it (our own judgement)
COACHED = {True: "Coaching in between", False: "No coaching in between"}
_COUNTED = ("sessions", "supervisors", "observed", "observed_coached")
_COLUMNS = (
    Column("item", "Item"),
    Column("coaching", "Coaching"),
    Column("pairs", "Pairs", "count"),
    Column("supervisors", "Supervisors", "count"),
    Column("before", "Grade before", "average"),
    Column("after", "Grade after", "average"),
    Column("change", "Change", "coefficient"),
    Column("lower", "Lower end", "coefficient"),
    Column("upper", "Upper end", "coefficient"),
    METHOD_COLUMN,
)
_CAVEAT_MEAN = (
    "A supervision with an unusually low grade tends to be followed by a higher one, and the other way round, without "
    "any coaching. So look at the change with coaching beside the change without."
)
_CAVEAT_CHOSEN = (
    "Who is coached is not decided by lot: those who are coached may differ from the others in other ways, so a "
    "difference does not say that the coaching made it."
)


@question(
    "supervision-coaching",
    "Coaching sessions for supervisors: how many, how soon after the supervision, and grades before and after.",
    kinds=("supervision", "coaching"),
    arguments=(ITEM, RUBRIC, METHOD),
)
def supervision_coaching(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    item: str | None = None,
    rubric: str | None = None,
    method: str = "observed",
) -> Answer:
    """Coaching of supervisors, and what their grades did from one supervision to the next.

    item, rubric, method: as in supervision-trend. Rows: item (key), coaching (in words: with or without a session
    between the two), pairs of one supervision and the same supervisor's next one within a year, supervisors, before and
    after (average grades), change with its 95% interval (supervisors vary, not pairs), method. Values are NaN below the
    minimum number of pairs. counts: sessions, supervisors (who were coached), days_median, days_lower, days_upper (how
    long after the supervision; None where no session names one), observed and observed_coached supervisions.
    """
    asked_scope, scope = scope, without_settings(scope)
    measured = what_is_measured(store, scope, rubric, method)
    if measured is None:
        return nothing(
            "supervision-coaching",
            scope,
            _COLUMNS,
            _method(None),
            headline=none_recorded(scope, method),
            counts=_COUNTED,
        )
    items, enough = measured.wanted(item), settings().minimum_observations
    total = store.read("questions/supervision/coaching_total", **scoped(scope, measured.fact)).iloc[0]
    rows = _changes(store, measured, items, enough)
    return Answer(
        question="supervision-coaching",
        status="ok" if rows["change"].notna().any() else "thin",
        headline=f"{_facts(total, scope)} {_told(rows, items, measured, enough)}".strip(),
        scope=scope,
        rows=rows.assign(method=method),
        columns=tuple(
            Column("item", "Item", words={each.key: each.name for each in items}) if each.key == "item" else each
            for each in _COLUMNS
        ),
        counts={
            **{name: int(total[name]) for name in _COUNTED},
            **{name: _known(total[name]) for name in ("days_lower", "days_median", "days_upper")},
            "method": method,
        },
        method=_method(measured),
        caveats=(
            _CAVEAT_MEAN,
            _CAVEAT_CHOSEN,
            *measured.caveats,
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        better="higher",
        extra={
            "names": {each.key: each.name for each in items},
            "scale": (items[0].scale.lowest, items[0].scale.highest),
            "rubric": measured.rubric.key,
        },
    )


def _changes(store: Store, measured: Measured, items: list[FormItem], enough: int) -> pd.DataFrame:
    found = store.read(
        "questions/supervision/change_to_next",
        **measured.parameters(),
        **measured.bound(items),
        days=DAYS_TO_NEXT,
    )
    rows = []
    for item in items:
        for coached, words in COACHED.items():
            own = found[(found["measure"] == item.key) & (found["is_coached"] == coached)]
            n = int(own["pairs"].sum())
            values = [math.nan] * 5
            if n >= max(enough, 1):
                change = clustered_mean(own["pairs"], own["after_sum"] - own["before_sum"])
                levels = (own["before_sum"].sum() / n, own["after_sum"].sum() / n)
                values = [*levels, change.value, change.lower, change.upper]
            rows.append((item.key, words, n, len(own), *values))
    return pd.DataFrame(rows, columns=[column.key for column in _COLUMNS[:-1]])


def _method(measured: Measured | None) -> Method:
    return Method(
        definition=f"{measured.measured if measured else ''}A pair is one supervision and the next one by the same "
        f"supervisor on the same rubric within {DAYS_TO_NEXT} days, with coaching in between where a session lies on "
        f"or after the day of the first and before the second. {COUNTING}",
        formula="change = Σ (grade after − grade before) / pairs; 95% interval with the supervisor as what varies "
        "independently (CR2 variance of Bell and McCaffrey 2002, Student's t with Satterthwaite's degrees). How soon: "
        "median and quartiles of the days from a supervision to the session that names it.",
        exclusions="Sessions about practice with families. Pairs more than a year apart. Below the minimum number of "
        "pairs there is no change. Observed and self-reported supervision are never paired.",
        sql=("questions/supervision/coaching_total", "questions/supervision/change_to_next"),
    )


def _facts(total: pd.Series, scope: Scope) -> str:
    """How many sessions, how soon, and how many observed supervisions were followed by one."""
    sessions, people = int(total["sessions"]), int(total["supervisors"])
    here = where(scope)
    if not sessions:
        return f"No coaching of supervisors is recorded {here} in {scope.period.words}."
    some = f"{sessions:,} coaching session{'' if sessions == 1 else 's'}"
    told = f"{some} for {people:,} supervisor{'' if people == 1 else 's'} {here}"
    if int(total["timed"]):
        told += f", half of them within {total['days_median']:.0f} days of the supervision"
    if observed := int(total["observed"]):
        share = written_as(int(total["observed_coached"]) / observed * 100, "percent")
        told += f"; {share} of {observed:,} observed supervisions were followed by one"
    return f"{told}."


def _told(rows: pd.DataFrame, items: list[FormItem], measured: Measured, enough: int) -> str:
    """What grades did with coaching in between, beside what they did without: of one item."""
    if len(items) > 1:
        return ""
    by_coaching = rows.set_index("coaching").to_dict("index")
    coached, other = (by_coaching[words] for words in COACHED.values())
    if math.isnan(coached["change"]):
        needed = f"{coached['pairs']} of {enough} needed"
        return f"Too few pairs of supervisions with coaching in between to say what grades did: {needed}."
    reach = f"{coached['pairs']:,} pairs of {coached['supervisors']:,} supervisors"
    if not math.isnan(coached["lower"]):
        reach = f"95% range {_points(coached['lower'])} to {_points(coached['upper'])}; {reach}"
    told = (
        f"From one supervision to the next, grades for {items[0].name.lower()} in {measured.what} "
        f"{_moved(coached['change'])} with coaching in between ({reach})"
    )
    if math.isnan(other["change"]):
        return f"{told}; there are too few pairs without coaching to compare."
    return f"{told}, and {_moved(other['change'])} without ({other['pairs']:,} pairs)."


def _moved(change: float) -> str:
    by = f"{abs(half_up(change, 1)):.1f}"
    if by == "0.0":
        return "stayed about the same"
    return f"{'rose' if change > 0 else 'fell'} by {by}"


def _points(value: float) -> str:
    return signed(f"{half_up(value, 1):+.1f}")


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
