"""What every question about families' voice reads: who was asked with a form, and their answers month by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

import numpy as np
import pandas as pd

from mwm.answer import written_as
from mwm.errors import ScopeError
from mwm.framework import Form, Framework
from mwm.questions.aims import Baselines, Targets
from mwm.questions.feedback_items import WORKER, FormItem, bound, family_forms, form_called, items_of, version_words
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import MONTHS_IN, Grain
from mwm.questions.question import Argument, offer, where
from mwm.questions.readings import ended_before
from mwm.questions.signals import judge
from mwm.scope import By, Fact, Month, Over, Period, Scope
from mwm.stats.interval import mean_interval, share_interval
from mwm.store import Store

Measure = Literal["average", "share", "response"]
VALUES: dict[str, str] = {"average": "average", "share": "share", "response": "response_rate"}
"""The column that holds each measure."""

DAYS_TO_ANSWER = 28  # after a month's end until its response rate is judged: answers still come in (our own judgement)
COUNTED = ("asked", "answered", "declined")
FORM = Argument("form", "the feedback form by its key or name; the one that most were asked with where left out")
RESPONDENT = Argument("respondent", "who was asked: parent, child …; all but workers where left out")
TIME_POINT = Argument("time_point", "when, as the form names it; all where left out")
INTERVALS = (
    "mean = Σ answers / n; 95% interval: mean ± t(0.975, n − 1) · s / √n, cut at the ends of the scale (Student's t). "
    "Shares: n at or above the item's threshold / n × 100; 95% interval: Wilson's score interval. Both take people as "
    "independent of one another."
)
CAVEAT_WHO = (
    "Those who answer may see things differently from those who do not: the lower the response rate, the less the "
    "answers say about everybody."
)
CAVEAT_SETTINGS = "Settings belong to observations; feedback is not narrowed by them."


ALL_FORMS = Fact("feedback")


@dataclass(frozen=True)
class Asked:
    """People who were asked with one form in one part of the service.

    respondents, time_points: empty for all but workers, and for all. first, last: months in which anybody was asked.
    newest_import: when the newest feedback came in.
    """

    scope: Scope
    framework: Framework
    form: Form
    items: tuple[FormItem, ...]
    respondents: tuple[str, ...]
    time_points: tuple[str, ...]
    asked: int
    answered: int
    declined: int
    first: Month
    last: Month
    newest_import: datetime | None

    @property
    def months(self) -> int:
        """How many months lie between the first and the last, both included."""
        return self.last.minus(self.first) + 1

    @property
    def counts(self) -> dict[str, int | float | str | None]:
        """For Answer.counts."""
        return {"asked": self.asked, "answered": self.answered, "declined": self._declined}

    @property
    def _declined(self) -> int | None:
        """Nothing with small numbers hidden: single months and parts have few, and sums would give them away."""
        return self.declined if self.scope.gate is None else None

    def arriving_since(self, measure: str = "average") -> date | None:
        """First day of the earliest month that may still change, where there is one.

        A month may while it had not ended when the newest feedback came in; its response rate for some weeks longer.
        """
        return arriving_since(self.newest_import, self.last, measure)

    @property
    def fact(self) -> Fact:
        """What disclosure control knows it as."""
        return Fact("feedback", self.form.key, respondents=self.respondents, time_points=self.time_points)

    def parameters(self, *, by: By = "scope", over: Over = "period") -> dict[str, Any]:
        """The bound parameters that the SQL about one form shares. by, over: what it shows."""
        return scoped(self.scope, self.fact, by=by, over=over) | {
            "form": self.form.key,
            "respondents": list(self.respondents),
            "time_points": list(self.time_points),
        }

    def bound(self, *names: str) -> dict[str, Any]:
        """Those lists of bound() that a statement has."""
        every = bound(list(self.items))
        return {name: every[name] for name in names}

    @property
    def response(self) -> str:
        """217 of 402 people asked answered (54%), 76 declined."""
        share = written_as(self.answered / self.asked * 100, "percent")
        declined = f", {self._declined:,} declined" if self._declined else ""
        return f"{self.answered:,} of {self.asked:,} people asked answered ({share}){declined}"

    @property
    def measured(self) -> str:
        """What was measured with what, for the method: form, versions, respondents."""
        versions = version_words(dict.fromkeys(each.version for each in self._versions))
        who = self.respondents or tuple(one for one in self.form.respondents if one != WORKER)
        apart = any(not item.is_current for item in self.items)
        return f"Measured with the form “{self.form.name}” ({versions}), answered by {', '.join(who)} themselves. " + (
            "Versions that ask in other words or on another scale are shown apart, never mixed. " if apart else ""
        )

    @property
    def _versions(self) -> list[Form]:
        return [form for form in self.framework.forms if form.key == self.form.key]


def arriving_since(newest_import: datetime | None, last: Month, measure: str) -> date | None:
    """As Asked.arriving_since, for months up to the last."""
    if newest_import is None:
        return None
    wait = timedelta(days=DAYS_TO_ANSWER if measure == "response" else 0)
    imported, found = newest_import.date(), None
    for step in range(3):
        month = last.plus(-step)
        if imported > month.last_day + wait:
            break
        found = month.first_day
    return found


def what_is_asked(
    store: Store, scope: Scope, form: str | None, respondent: str | None, time_point: str | None
) -> Asked | None:
    """Whom the scope asks about; None where the council or its framework has no form, or nobody was asked.

    form: its key or name; None for the one with which most were asked. Raises ScopeError for a form, respondent or time
    point that there is not.
    """
    if scope.authority is None:
        return None
    framework = store.framework(scope.authority)
    found = form_called(framework, form)
    if found is None:
        return None
    if form is None:
        used = store.read("questions/feedback/form_in_scope", **named_only(scope)).groupby("form_key")["asked"].sum()
        known = [
            key for key in used.sort_values(ascending=False, kind="stable").index if key in family_forms(framework)
        ]
        found = form_called(framework, known[0]) if known else found
    assert found is not None
    asked = Asked(
        scope,
        framework,
        found,
        tuple(items_of(framework, found.key)),
        _one("respondent", respondent, [one for one in _words(framework, found.key, "respondents") if one != WORKER]),
        _one("time point", time_point, _words(framework, found.key, "time_points")),
        0,
        0,
        0,
        Month(date.min),
        Month(date.min),
        None,
    )
    row = store.read("questions/feedback/total", **asked.parameters()).iloc[0]
    if not row["asked"]:
        return None
    return replace(
        asked,
        asked=int(row["asked"]),
        answered=int(row["answered"]),
        declined=int(row["declined"]),
        first=Month.of(row["first_month"]),
        last=Month.of(row["last_month"]),
        newest_import=None if pd.isna(row["newest_import"]) else row["newest_import"].to_pydatetime(),
    )


def without_settings(scope: Scope) -> Scope:
    """The scope as feedback can be narrowed by it."""
    return replace(scope, settings=())


def by_month(store: Store, asked: Asked, items: Sequence[FormItem], grain: Grain) -> pd.DataFrame:
    """One row for each month (or quarter, or year) and item: month, item (key), observations (answers), value_sum,
    value_square_sum, at_threshold, asked, answered, declined. Those in which nobody was asked are rows too.
    """
    chosen = replace(asked, items=tuple(items))
    answers = store.read(
        "questions/feedback/answer_by_month",
        **chosen.parameters(over=grain),
        **chosen.bound("measures", "versions", "items", "thresholds"),
        grain=grain,
    ).rename(columns={"measure": "item", "answers": "observations"})
    points = _points(asked, grain)
    spine = pd.MultiIndex.from_product([points, [item.key for item in items]], names=["month", "item"])
    rows = answers.set_index(["month", "item"]).reindex(spine, fill_value=0).reset_index()
    return rows.merge(requests_by_month(store, asked, grain), on="month")


def over_period(store: Store, asked: Asked, items: Sequence[FormItem], period: Period) -> pd.DataFrame:
    """The same over some months taken together: one row for each item (one about requests alone without items)."""
    chosen = replace(asked, scope=replace(asked.scope, period=period), items=tuple(items))
    requests = store.read("questions/feedback/request_by_month", **chosen.parameters(), grain="period")
    if not items:
        return requests
    answers = store.read(
        "questions/feedback/answer_by_month",
        **chosen.parameters(),
        **chosen.bound("measures", "versions", "items", "thresholds"),
        grain="period",
    ).rename(columns={"measure": "item", "answers": "observations"})
    return answers.merge(requests.drop(columns="month"), how="cross")


def requests_by_month(store: Store, asked: Asked, grain: Grain) -> pd.DataFrame:
    """One row for each month (or quarter, or year): month, asked, answered, declined, 0 where nobody was asked."""
    rows = store.read("questions/feedback/request_by_month", **asked.parameters(over=grain), grain=grain)
    return rows.set_index("month").reindex(_points(asked, grain), fill_value=0).rename_axis("month").reset_index()


def _points(asked: Asked, grain: Grain) -> pd.DatetimeIndex:
    """The first days of the months, quarters or years in which there are requests, without gaps."""
    steps = MONTHS_IN[grain]
    months = (asked.first.plus(step) for step in range(asked.months))
    starts = dict.fromkeys(month.plus(-((month.first_day.month - 1) % steps)).first_day for month in months)
    return pd.to_datetime(list(starts))


def cut(rows: pd.DataFrame, grain: Grain, by: Sequence[str] = ()) -> pd.DataFrame:
    """Monthly rows added up to months, quarters or years, by their first day; series keep their order."""
    steps = MONTHS_IN[grain]
    days = rows["month"].to_numpy()
    numbers = days.astype("datetime64[M]").astype(np.int64)  # since January 1970
    starts = (numbers // steps * steps).astype("datetime64[M]").astype(days.dtype)
    return rows.assign(month=starts).groupby(["month", *by], sort=False, as_index=False).sum()


def judged_items(
    asked: Asked,
    monthly: pd.DataFrame,
    measure: Measure,
    grain: Grain,
    chart: Chart,
    items: Sequence[FormItem],
    *,
    targets: Mapping[Any, Targets] | None = None,
    baselines: Mapping[Any, Baselines] | None = None,
    before: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, dict[str, Judged]]:
    """Rows of items with value, lower, upper and the columns of signals.signal_columns, and each item's judgement.

    targets, baselines: what the council set, by (item,). before: monthly rows from before, for limits fixed on them.
    """
    value = VALUES[measure]
    earlier = None if before is None else ended_before(_valued(before, measure, grain, items), asked.first, grain)
    rows, results = judge(
        _valued(monthly, measure, grain, items),
        value,
        by=("item",),
        better="higher",
        arriving_since=asked.arriving_since(),
        chart=chart,
        counted="at_threshold",
        months=MONTHS_IN[grain],
        targets=targets,
        baselines=baselines,
        before=earlier,
    )
    return rows, {key: result for (key,), result in results.items()}


def _valued(monthly: pd.DataFrame, measure: Measure, grain: Grain, items: Sequence[FormItem]) -> pd.DataFrame:
    """Points of items with value, lower and upper."""
    rows = cut(monthly, grain, ("item",))
    value = VALUES[measure]
    if measure == "share":
        found = share_interval(rows["at_threshold"], rows["observations"])
        rows[value], rows["lower"], rows["upper"] = (each * 100 for each in found)
    else:
        parts = []
        for item in items:
            part = rows[rows["item"] == item.key].copy()
            part[value], part["lower"], part["upper"] = mean_interval(
                part["observations"],
                part["value_sum"],
                part["value_square_sum"],
                lowest=item.scale.lowest,
                highest=item.scale.highest,
            )
            parts.append(part)
        rows = pd.concat(parts).sort_index()
    return rows


def judged_response(
    asked: Asked,
    monthly: pd.DataFrame,
    grain: Grain,
    chart: Chart,
    *,
    targets: Mapping[Any, Targets] | None = None,
    baselines: Mapping[Any, Baselines] | None = None,
    before: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, dict[str, Judged]]:
    """The same for the response rate, whose only key is response, and () among targets and baselines."""
    earlier = None if before is None else ended_before(_responded(before, grain), asked.first, grain)
    rows, results = judge(
        _responded(monthly, grain),
        "response_rate",
        better="higher",
        arriving_since=asked.arriving_since("response"),
        chart=chart,
        counted="answered",
        months=MONTHS_IN[grain],
        targets=targets,
        baselines=baselines,
        before=earlier,
    )
    return rows, {"response": results[()]}


def _responded(monthly: pd.DataFrame, grain: Grain) -> pd.DataFrame:
    """Points with the response rate, lower and upper."""
    rows = cut(monthly, grain)
    rows["observations"] = rows["asked"]
    found = share_interval(rows["answered"], rows["asked"])
    rows["response_rate"], rows["lower"], rows["upper"] = (each * 100 for each in found)
    return rows


def named_only(scope: Scope) -> dict[str, Any]:
    """The parameters for the names of forms alone, which say nothing of anybody: their numbers must not be shown."""
    return scoped(replace(scope, gate=None))


def nobody(scope: Scope) -> str:
    """The sentence where nothing is recorded."""
    if scope.authority is None:
        return "No family's answer is recorded yet. Import a file of feedback to begin."
    return f"No feedback is recorded yet {where(scope)} in {scope.period.words}."


def scoped(
    scope: Scope,
    fact: Fact = ALL_FORMS,
    *,
    by: By = "scope",
    over: Over = "period",
    windows: tuple[Period, ...] = (),
) -> dict[str, Any]:
    """The bound parameters of every statement about feedback, which has no setting."""
    asked = scope.parameters(fact=fact, by=by, over=over, windows=windows)
    return {key: value for key, value in asked.items() if key != "settings"}


def _words(framework: Framework, form: str, which: str) -> list[str]:
    """Respondents or time points of all versions of a form."""
    return list(dict.fromkeys(word for each in framework.forms if each.key == form for word in getattr(each, which)))


def _one(what: str, wanted: str | None, known: list[str]) -> tuple[str, ...]:
    if wanted is None:
        return ()
    for word in known:
        if word.casefold() == wanted.casefold():
            return (word,)
    raise ScopeError(f"This form has no {what} called “{wanted[:60]}”.", mend=offer(wanted, known, f"Known {what}s"))
