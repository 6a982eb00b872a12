"""Is what families tell us changing, and how many of them answer?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mwm.answer import Answer, Column, Method, written_as
from mwm.errors import UsageError
from mwm.measures import feedback_measure, response_measure
from mwm.questions.aims import Baselines, Targets, baselines_for, earlier_months, targets_for
from mwm.questions.feedback import ITEM, changed_words, high_words
from mwm.questions.feedback_items import FormItem, item_called
from mwm.questions.feedback_reading import (
    CAVEAT_SETTINGS,
    CAVEAT_WHO,
    COUNTED,
    DAYS_TO_ANSWER,
    FORM,
    INTERVALS,
    RESPONDENT,
    TIME_POINT,
    VALUES,
    Asked,
    Measure,
    by_month,
    judged_items,
    judged_response,
    nobody,
    over_period,
    requests_by_month,
    what_is_asked,
    without_settings,
)
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import GRAIN_CHOICES, Parts, chosen_grain, parts_of
from mwm.questions.question import ALL_EVENTS, EVENTS, Argument, events_in, none_that, nothing, question, where
from mwm.questions.signals import (
    METHODS,
    TRIAL_CAVEAT,
    decisions_said,
    is_trial,
    run_sentence,
    sentence,
    signal_columns,
    verdict,
)
from mwm.questions.skill_sentences import target_words
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

RESPONSE = "response"
_SQL = tuple(f"questions/feedback/{name}" for name in ("total", "form_in_scope", "request_by_month"))
_NAMES = {RESPONSE: "Response rate"}
_MEASURE = Argument(
    "measure", "the average answer, the share of high answers, or the response rate", "choice", tuple(VALUES)
)
_GRAIN = Argument("grain", "how fine; auto takes the finest with enough answers", "choice", GRAIN_CHOICES)
_CHART = Argument(
    "chart", "xmr (averages), p (shares; what they have where left out) or run", "choice", ("xmr", "p", "run")
)
_CAVEAT_CHANCE = "A signal says that a change is unlikely to be chance. It does not say what caused it."


@question(
    "families-voice-trend",
    "What families answered month by month, or how many of those asked answered, with signals of real change.",
    kinds=("feedback",),
    arguments=(FORM, ITEM, _MEASURE, RESPONDENT, TIME_POINT, _GRAIN, _CHART, EVENTS),
)
def families_voice_trend(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    form: str | None = None,
    item: str | None = None,
    measure: Measure = "average",
    respondent: str | None = None,
    time_point: str | None = None,
    grain: str = "auto",
    chart: Chart | None = None,
    events: str = ALL_EVENTS,
) -> Answer:
    """One form's answers over time: the average, the share of high ones, or the response rate.

    form: None for the one with which most were asked. item: None for all of its items; the response rate has none.
    grain: month, quarter, year or auto. chart: None for p where the measure is a share, else xmr. Rows: month (first
    day), item (key), average, share or response_rate (percent), answers, asked, answered, declined, the ends of the 95%
    interval, and the columns of signals.signal_columns. A month in which nobody was asked is a row without a value.
    """
    asked_scope, scope = scope, without_settings(scope)
    judged_by = _chart_for(measure, chart)
    columns = _columns(measure, judged_by)
    asked = what_is_asked(store, scope, form, respondent, time_point)
    if asked is None:
        return nothing(
            "families-voice-trend", scope, columns, _method(None, measure, judged_by), headline=nobody(scope),
            counts=COUNTED,
        )  # fmt: skip
    enough = settings().minimum_observations
    behind = asked.asked if measure == RESPONSE else asked.answered
    fine = chosen_grain(grain, behind, asked.months, enough, scope.finest(asked.fact))
    items = [] if measure == RESPONSE else _items(asked, item)
    names = {each.key: each.name for each in items} or _NAMES
    targets, baselines = _aims(store, asked, items, measure)
    earlier = earlier_months(baselines.values(), asked.first)
    sooner = replace(asked, scope=replace(asked.scope, period=earlier)) if earlier else None
    if measure == RESPONSE:
        monthly = requests_by_month(store, asked, fine)
        before = requests_by_month(store, sooner, fine) if sooner else None
        rows, results = judged_response(
            asked, monthly, fine, judged_by, targets=targets, baselines=baselines, before=before
        )
        rows = rows.assign(item=RESPONSE, answers=rows["answered"])
    else:
        monthly = by_month(store, asked, items, fine)
        before = by_month(store, sooner, items, fine) if sooner else None
        rows, results = judged_items(
            asked, monthly, measure, fine, judged_by, items, targets=targets, baselines=baselines, before=before
        )
        rows = rows.rename(columns={"observations": "answers"})
    parts = parts_of(asked.first, asked.last)
    said = _Said(
        asked,
        names,
        items,
        measure,
        judged_by,
        f"{fine}s",
        results,
        _compared(store, asked, items, parts, measure),
        parts,
    )
    return Answer(
        question="families-voice-trend",
        status="ok" if behind >= enough else "thin",
        headline=said.headline(behind, enough),
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=tuple(Column("item", "Item", words=names) if each.key == "item" else each for each in columns),
        counts=asked.counts,
        method=_method(asked, measure, judged_by),
        caveats=(
            *(decisions_said(list(results.values())) if len(names) == 1 else ()),
            *said.target_words(),
            _CAVEAT_CHANCE,
            *((CAVEAT_WHO,) if measure != RESPONSE else ()),
            *((TRIAL_CAVEAT,) if judged_by != "run" and is_trial(list(results.values())) else ()),
            *((CAVEAT_SETTINGS,) if asked_scope.settings else ()),
        ),
        better="higher",
        events=events_in(store, scope, asked.first.first_day, asked.last.first_day, categories=events),
        extra={
            "grain": fine,
            "names": names,
            "value": VALUES[measure],
            "chart": judged_by,
            "scales": {each.key: (each.scale.lowest, each.scale.highest) for each in items},
            "thresholds": {each.key: each.threshold for each in items},
            "arriving_since": asked.arriving_since(measure),
            "variation": {key: result.variation for key, result in results.items()},
            "form": asked.form.key,
        },
    )


def _aims(
    store: Store, asked: Asked, items: Sequence[FormItem], measure: Measure
) -> tuple[dict[Any, Targets], dict[Any, Baselines]]:
    """Targets and baselines by the keys that judge() has: (item,), or () for the response rate.

    They hold for all who are asked at all times: where only some of them are looked at, nothing holds.
    """
    if asked.respondents or asked.time_points:
        return {}, {}
    keys: dict[str, tuple[str, ...]] = {response_measure(asked.form.key): ()}
    if measure != RESPONSE:
        keys = {feedback_measure(asked.form.key, item.key, share=measure == "share"): (item.key,) for item in items}
    targets, baselines = targets_for(store, asked.scope, keys), baselines_for(store, asked.scope, keys)
    return (
        {keys[key]: each for (key, _), each in targets.items()},
        {keys[key]: each for (key, _), each in baselines.items()},
    )


def _items(asked: Asked, wanted: str | None) -> list[FormItem]:
    if wanted is not None:
        return [item_called(list(asked.items), wanted)]
    return [item for item in asked.items if item.is_current]


def _chart_for(measure: Measure, chart: Chart | None) -> Chart:
    if chart is None:
        return "xmr" if measure == "average" else "p"
    if chart == "p" and measure == "average":
        raise UsageError(
            "A p chart is for shares.", mend="Ask for the share or the response rate, or for the chart xmr."
        )
    return chart


def _columns(measure: Measure, chart: Chart) -> tuple[Column, ...]:
    kind = "average" if measure == "average" else "percent"
    labels = {"average": "Average", "share": "High answers", RESPONSE: "Response rate"}
    counted = () if measure == RESPONSE else (Column("answers", "Answers", "count"),)
    return (
        Column("month", "Month", "month"),
        Column("item", "Item"),
        Column(VALUES[measure], labels[measure], kind),
        *counted,
        Column("asked", "Asked", "count"),
        Column("answered", "Answered", "count"),
        Column("declined", "Declined", "count"),
        Column("lower", "Lower end", kind),
        Column("upper", "Upper end", kind),
        *signal_columns(kind, chart),
    )


def _method(asked: Asked | None, measure: Measure, chart: Chart) -> Method:
    what = {
        "average": "Average answer to the item in each month.",
        "share": "Share of answers at or above the item's threshold in each month.",
        RESPONSE: "People who answered out of all who were asked in each month, by the day on which they were asked.",
    }[measure]
    return Method(
        definition=(asked.measured if asked else "") + what,
        formula=f"{INTERVALS} {METHODS[chart]}",
        exclusions="Months in which nobody was asked are gaps. Months with fewer than five are drawn and not judged. A "
        f"response rate is judged {DAYS_TO_ANSWER} days after its month has ended, because answers still come in. "
        "Workers' own views are never counted here.",
        sql=_SQL if measure == RESPONSE else (*_SQL, "questions/feedback/answer_by_month"),
    )


def _compared(
    store: Store, asked: Asked, items: Sequence[FormItem], parts: Parts, measure: Measure
) -> dict[tuple[str, str], float]:
    """The value of each item in the earlier and in the later part, where there is one."""
    top, below = {
        "average": ("value_sum", "observations"),
        "share": ("at_threshold", "observations"),
        RESPONSE: ("answered", "asked"),
    }[measure]
    times = 1.0 if measure == "average" else 100.0
    found = {}
    for name, period in (("earlier", parts.earlier), ("later", parts.later)):
        if period is None:
            continue
        found_there = over_period(store, asked, items, period)
        keyed = found_there if "item" in found_there else found_there.assign(item=RESPONSE)
        for key, total, n in keyed[["item", top, below]].itertuples(index=False, name=None):
            if n:
                found[key, name] = total / n * times
    return found


@dataclass(frozen=True)
class _Said:
    """What the sentence about a trend is made of. items: none for the response rate."""

    asked: Asked
    names: dict[str, str]
    items: Sequence[FormItem]
    measure: Measure
    chart: Chart
    points: str
    results: dict[str, Judged]
    compared: Mapping[tuple[str, str], float]
    parts: Parts

    def headline(self, behind: int, enough: int) -> str:
        """The answer in one sentence."""
        here = where(self.asked.scope)
        if behind < enough:
            what = "people asked" if self.measure == RESPONSE else "answers"
            return f"Too few {what} to say {here}: {behind} of {enough} needed."
        if len(self.names) > 1:
            changed = changed_words(self.results, self.names, self.points)
            return f"{changed} {here}. {self.asked.response}."
        ((key, _),) = self.names.items()
        result = self.results[key]
        later = self.compared.get((key, "later"))
        if later is None:
            none = f"No answers{none_that(self.asked.scope)} in {self.parts.later.words}"
            return f"{none} {here}. {self.asked.response}."
        told = f"{self._level(later)} in {self.parts.later.words}"
        if (earlier := self.compared.get((key, "earlier"))) is not None and self.parts.earlier is not None:
            before, now = self._write(earlier), self._write(later)
            way = "the same as" if before == now else "up from" if later > earlier else "down from"
            told += f", {way} {before} in {self.parts.earlier.words}"
        why = self._why(result)
        behind_it = "" if self.measure == RESPONSE else f" {self.asked.response}."
        return f"{verdict(result.variation)}: {told}; {why.partition(': ')[2] or why}.{behind_it}"

    def target_words(self) -> tuple[str, ...]:
        """What is aimed for in one item, and whether that will be reached."""
        if len(self.results) != 1:
            return ()
        (result,) = self.results.values()
        return target_words(result, self._write)

    def _level(self, later: float) -> str:
        here = where(self.asked.scope)
        if self.measure == RESPONSE:
            return f"{self._write(later)} of those asked {here} answered"
        name = f"“{next(iter(self.names.values()))}”"
        if self.measure == "share":
            return f"{self._write(later)} of answers to {name} {here} were {high_words(self.items)}"
        return f"{name} {here} averaged {self._write(later)} on {self.items[0].scale.words}"

    def _write(self, value: float) -> str:
        return written_as(value, "average" if self.measure == "average" else "percent")

    def _why(self, result: Judged) -> str:
        if self.chart == "run":
            return run_sentence(result, points=self.points, write=self._write)
        return sentence(result, points=self.points, write=self._write, earlier=self.chart == "xmr")
