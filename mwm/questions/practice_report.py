"""What do we know about practice here, and what comes next? One page that collates the answers of other questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mwm.answer import Answer, Column, Method, written_as
from mwm.errors import MwmError
from mwm.framework import Framework
from mwm.questions.plans import days_in_words, place_in_words
from mwm.questions.practice_profile import (
    AVERAGES,
    BESIDE,
    COLUMNS,
    FEWEST_OF_A_WORKER,
    profile,
    standing_out,
    sums_of,
    wider_than,
    worker_grades,
)
from mwm.questions.question import COUNTING, QUESTIONS, Argument, events_in, listed_words, nothing, question, where
from mwm.questions.readings import Total, total_of
from mwm.questions.signals import METHOD, judge, sentence, signal_columns, verdict
from mwm.questions.skill_spread import skill_distribution
from mwm.questions.skills import COUNTED, skill_trend
from mwm.report import Part, Report
from mwm.scope import Month, Period, Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.viewer import Viewer

KINDS = ("observations", "supervision", "coaching", "feedback", "events", "next_steps")
_ONE_BY_ONE = (
    Column("observed_on", "Date", "date"),
    Column("average", "Average of all elements", "average"),
    *signal_columns("average"),
)
_CAVEATS = (
    "Teams and workers meet different families. A number here is a reason to look and to ask, not a verdict, and "
    "nothing here is a ranking.",
    "A signal says that a change is unlikely to be chance. It does not say what caused it.",
)
_CAVEAT_WORKER = (
    "This is about one person and is for that person, their supervisor and their coach. The same worker works "
    "differently with different families, so a few observations say little about a person."
)
_METHOD = Method(
    definition=f"Average grade of each element over the period, beside the wider service. {COUNTING} The other parts "
    "are the answers of the other questions for the same part of the service and months.",
    formula=f"{AVERAGES} {BESIDE} {METHOD}",
    exclusions="Elements with fewer observations than the minimum have no average. One worker has averages and a line "
    f"from {FEWEST_OF_A_WORKER} observations on. Change over time is judged on all months up to the last one of the "
    "period, so that there are enough points to judge by.",
    sql=(
        "questions/teams/element_by_team",
        "questions/skills/total",
        "questions/skills/element_by_month",
        "questions/skills/grade_by_part",
        "questions/report/coaching",
    ),
)


@question(
    "practice-report",
    "One page on a team, a service area, a group or one worker: practice, supervision, families' voice, coaching, next "
    "steps; --out writes it as a file.",
    kinds=KINDS,
    arguments=(Argument("worker", "one worker's code, for those who may see names; the whole scope where left out"),),
)
def practice_report(store: Store, viewer: Viewer, scope: Scope, *, worker: str | None = None) -> Answer:
    """Everything known about practice in one part of the service over a period.

    worker: one worker's identifier. Rows: one for each element, see practice_profile.COLUMNS. extra["report"]: a
    mwm.report.Report with all parts. Raises ScopeError where a worker is asked for by a viewer who may not see names,
    or has no observation in the scope.
    """
    if scope.authority is None:
        return nothing("practice-report", scope, COLUMNS, _METHOD, counts=COUNTED)
    total = total_of(store, scope)
    if total.observations == 0:
        return nothing("practice-report", scope, COLUMNS, _METHOD, counts=COUNTED)
    framework = store.framework(scope.authority)
    making = _Making(store, viewer, scope, framework, total)
    return making.of_worker(worker.strip()) if worker and worker.strip() else making.of_all()


@dataclass(frozen=True)
class _Making:
    """What every part of a report is made from."""

    store: Store
    viewer: Viewer
    scope: Scope
    framework: Framework
    total: Total

    @property
    def names(self) -> dict[str, str]:
        return {element.key: element.name for element in self.framework.elements}

    @property
    def period(self) -> Period:
        """The months asked for, an open end being that of the observations."""
        return Period(self._first, self._last)

    @property
    def _first(self) -> Month:
        return self.scope.period.first or self.total.first

    @property
    def _last(self) -> Month:
        return self.scope.period.last or self.total.last

    def of_all(self) -> Answer:
        """The report on the whole scope."""
        enough = settings().minimum_observations
        until = replace(self.scope, period=Period(None, self.scope.period.last))
        trend = skill_trend(self.store, self.viewer, until, grain="auto")
        variation: dict[str, str | None] = trend.extra["variation"]
        wider = wider_than(self.store, self.viewer, self.scope)
        rows = profile(self._sums(self.scope), self._sums(wider.scope), self.framework, variation, enough)
        n, thin = self.total.observations, self.total.observations < enough
        stands = standing_out(rows, self.names)
        changed = _changed({key: variation.get(key) for key in self.names}, self.names)
        parts = (
            self._profile_part(rows, stands, wider.name),
            Part("trend", "Is it changing?", f"{trend.headline} Judged on all months up to {self._last.short}.", trend),
            self._spread(),
            self._supervision(until),
            self._voice(),
            self._coaching(None),
            self._coverage(),
            self._events(),
            self._next_steps(None),
        )
        said = (
            f"Too few observations to say {where(self.scope)}: {n} of {enough} needed."
            if thin
            else f"{changed} {where(self.scope)}. {_short(stands)}"
        )
        about = ", ".join(self.scope.teams or self.scope.service_areas) or str(self.scope.authority)
        return self._answer(rows, said, "thin" if thin else "ok", about, dict(self.total.counts), parts, _CAVEATS)

    def of_worker(self, worker: str) -> Answer:
        """The report on one worker within the scope."""
        grades = worker_grades(self.store, self.viewer, self.scope, worker)
        n = int(grades["number"].nunique())
        areas = list(grades["service_area"].unique())
        wider = wider_than(self.store, self.viewer, self.scope, areas[0] if len(areas) == 1 else None)
        rows = profile(sums_of(grades), self._sums(wider.scope), self.framework, {}, FEWEST_OF_A_WORKER, judged=False)
        trend, told = self._one_by_one(grades, n)
        stands = standing_out(rows, self.names)
        parts = (
            self._profile_part(rows, stands, wider.name),
            Part("observations", "Is it changing?", told, trend),
            Part("supervision", "Supervision", "Supervision is graded for teams, not for one worker."),
            self._voice_of(worker),
            self._coaching(worker),
            self._events(),
            self._next_steps(worker),
        )
        few = n < FEWEST_OF_A_WORKER
        said = (
            f"Too few observations to say anything about one worker: {n} of {FEWEST_OF_A_WORKER} needed."
            if few
            else f"{n} observations of one worker. {_short(stands)}"
        )
        counts: dict[str, int | float | str | None] = {"observations": n, "workers": 1}
        caveats = (_CAVEAT_WORKER, *_CAVEATS)
        return self._answer(rows, said, "thin" if few else "ok", f"Worker {worker}", counts, parts, caveats)

    def _answer(
        self,
        rows: pd.DataFrame,
        headline: str,
        status: Any,
        about: str,
        counts: dict[str, int | float | str | None],
        parts: Sequence[Part],
        caveats: tuple[str, ...],
    ) -> Answer:
        n, workers = counts["observations"], counts["workers"]
        facts = f"{n:,} observations of {workers:,} {'worker' if workers == 1 else 'workers'}"
        if self.scope.settings:
            facts += f", {listed_words(list(self.scope.settings))}"
        if self.scope.marker:
            facts += f", only {self.scope.marker}"
        return Answer(
            question="practice-report",
            status=status,
            headline=headline,
            scope=self.scope,
            rows=rows,
            columns=(Column("element", "Element", words=self.names), *COLUMNS[1:]),
            counts=counts,
            method=_METHOD if counts.get("double_graded") is not None else replace(_METHOD, formula=AVERAGES),
            caveats=caveats,
            better="higher",
            extra={
                "names": self.names,
                "scale": (self.framework.scale.lowest, self.framework.scale.highest),
                "report": Report(about, self.period.words, facts, tuple(parts)),
            },
        )

    def _sums(self, scope: Scope | None) -> Any:
        if scope is None:
            return None
        return self.store.read(
            "questions/teams/element_by_team",
            **scope.parameters(by="team"),
            elements=list(self.names),
            threshold=self.framework.threshold,
        )

    def _profile_part(self, rows: pd.DataFrame, stands: str, wider: str) -> Part:
        """The element profile. The table has the range in one cell, and no columns for what there is not."""
        written = {column.key: column for column in COLUMNS}
        table = pd.DataFrame({"Element": [self.names[key] for key in rows["element"]]})
        table["Observations"] = [written_as(n, "count") for n in rows["observations"]]
        table["Average"] = [written_as(value, "average") for value in rows["average"]]
        table["95% range"] = _ranges(rows["lower"], rows["upper"])
        beside = "There is nothing wider to set it beside."
        if wider:
            table["Wider service"] = [written_as(value, "average") for value in rows["service_average"]]
            beside = f"Beside it stands the average of {wider}."
        if rows["service_lower"].notna().any():
            table["By chance"] = _ranges(rows["service_lower"], rows["service_upper"])
            table["Beside it"] = [written["place"].words[key] for key in rows["place"]]
            beside = f"It is set beside {wider}. {self._apart(rows)}"
        if rows["variation"].notna().any():
            table["Over time"] = [verdict(each if isinstance(each, str) else None) for each in rows["variation"]]
        answer = Answer(
            question="practice-report",
            status="ok",
            headline=stands,
            scope=self.scope,
            rows=rows,
            columns=COLUMNS,
            counts={},
            method=_METHOD,
            extra={"names": self.names, "scale": (self.framework.scale.lowest, self.framework.scale.highest)},
        )
        numeric = ("Observations", "Average", "95% range", "Wider service", "By chance")
        return Part("profile", "How is practice, element by element?", f"{stands} {beside}", answer, table, numeric)

    def _apart(self, rows: pd.DataFrame) -> str:
        """Which elements lie further from the wider service than their number explains."""
        said = []
        for place in ("above", "below"):
            found = [self.names[key].lower() for key in rows.loc[rows["place"] == place, "element"]]
            if found:
                said.append(f"{listed_words(found)} {'lies' if len(found) == 1 else 'lie'} {place}")
        if said:
            return f"Further away than chance explains: {'; '.join(said)} it."
        return "No element lies further from it than chance explains." if (rows["place"] == "within").any() else ""

    def _spread(self) -> Part:
        spread = skill_distribution(self.store, self.viewer, self.scope, parts="one")
        return Part("spread", "How are grades spread?", spread.headline, spread)

    def _supervision(self, until: Scope) -> Part:
        """Judged on all months up to the last one, as practice is."""
        key, title = "supervision", "Is supervision helping?"

        def make(answer: Answer) -> Part:
            return Part(key, title, f"{answer.headline} Judged on all months up to {self._last.short}.", answer)

        return self._part("supervision-trend", key, title, make, until)

    def _coverage(self) -> Part:
        key, title = "coverage", "Coverage"
        return self._part("coverage", key, title, lambda answer: Part(key, title, answer.headline))

    def _part(
        self, name: str, key: str, title: str, make: Callable[[Answer], Part], scope: Scope | None = None, **more: Any
    ) -> Part:
        """Another question's answer as a part, where this dashboard has the question and the question has an answer."""
        scope = scope or replace(self.scope, period=self.period)
        if name not in QUESTIONS:
            return Part(key, title, "This dashboard has no figures on this yet.")
        try:
            answer = QUESTIONS[name].function(self.store, self.viewer, scope, **more)
        except MwmError as refusal:
            return Part(key, title, refusal.what)
        return make(answer) if not answer.is_bare else Part(key, title, answer.headline)

    def _voice(self) -> Part:
        def make(answer: Answer) -> Part:
            table = pd.DataFrame({"Question": [answer.extra["names"].get(key, key) for key in answer.rows["item"]]})
            table["Answers"] = [written_as(n, "count") for n in answer.rows["answers"]]
            table["Average"] = [written_as(value, "average") for value in answer.rows["average"]]
            table["95% range"] = _ranges(answer.rows["lower"], answer.rows["upper"])
            table["High answers"] = [written_as(value, "percent") for value in answer.rows["share"]]
            numeric = ("Answers", "Average", "95% range", "High answers")
            return Part("voice", "What do families tell us?", answer.headline, answer, table, numeric, answer.caveats)

        return self._part("families-voice", "voice", "What do families tell us?", make)

    def _voice_of(self, worker: str) -> Part:
        """How many families were asked about one worker's visits: too few to show what each of them said."""
        asked = {
            key: value
            for key, value in self.scope.parameters().items()
            if key in ("authority", "service_areas", "teams", "marker", "first_month", "last_month")
        }
        found = self.store.read("questions/report/worker_feedback", **asked, worker_id=worker)
        counts = dict(zip(found["outcome"], found["requests"].astype(int), strict=True))
        title = "What do families tell us?"
        if not counts:
            return Part("voice", title, "No family was asked about this worker's visits in these months.")
        answered, of_all = counts.get("answered", 0), sum(counts.values())
        return Part(
            "voice",
            title,
            f"{of_all:,} {'person was' if of_all == 1 else 'people were'} asked about this worker's visits and "
            f"{answered:,} answered. What they said is shown for the team, where nobody can be known by it.",
        )

    def _coaching(self, worker: str | None) -> Part:
        row = self.store.read("questions/report/coaching", **self.scope.parameters(), worker_id=worker).iloc[0]
        n, coached = int(row["observations"]), int(row["coached"])
        if not coached:
            return Part("coaching", "Coaching", "No observation of these months is recorded as followed by coaching.")
        days = written_as(row["days_median"], "number")
        says = (
            f"{coached:,} of {n:,} observations ({written_as(coached / n * 100, 'percent')}) were followed by "
            f"coaching, half of them within {days} {'day' if days == '1' else 'days'}."
        )
        return Part("coaching", "Coaching", says)

    def _events(self) -> Part:
        found = events_in(self.store, self.scope, self._first.first_day, self._last.first_day)
        n = len(found)
        says = f"{n:,} {'event touches' if n == 1 else 'events touch'} these months." if n else "No event is recorded."
        table = pd.DataFrame(
            [
                {
                    "When": days_in_words(row["starts_on"], row["ends_on"]),
                    "Event": row["title"],
                    "Category": row["category"] if isinstance(row["category"], str) else "",
                    "Where": place_in_words(row),
                }
                for row in found.to_dict("records")
            ]
        )
        return Part("events", "What happened", says, None, table)

    def _next_steps(self, worker: str | None) -> Part:
        def make(answer: Answer) -> Part:
            return Part("next_steps", "Agreed next steps", answer.headline, None, answer.extra["shown"].astype(str))

        part = self._part("next-steps", "next_steps", "Agreed next steps", make, worker=worker)
        return part if len(part.table) else replace(part, says="No next step is recorded for these months.")

    def _one_by_one(self, grades: pd.DataFrame, n: int) -> tuple[Answer | None, str]:
        """One worker's observations in the order of their days, each with the mean of its elements."""
        if n < FEWEST_OF_A_WORKER:
            return (
                None,
                f"A line over time needs {FEWEST_OF_A_WORKER} observations; there {'is' if n == 1 else 'are'} {n}.",
            )
        by_observation = grades.groupby("number").agg(
            month=("observed_on", "first"), average=("grade", "mean"), elements=("element", "size")
        )
        complete = by_observation[by_observation["elements"] == len(self.names)]
        whole = complete.groupby("month")[["average"]].mean().reset_index()  # of observations on one day, their mean
        if len(whole) < FEWEST_OF_A_WORKER:
            return None, "Too few observations have a grade for every element to draw a line."
        rows, results = judge(whole, "average", better="higher")
        rows["observed_on"] = rows["month"]
        told = sentence(results[()], points="observations", write=lambda value: written_as(value, "average"))
        answer = Answer(
            question="practice-report",
            status="ok",
            headline=told,
            scope=self.scope,
            rows=rows,
            columns=_ONE_BY_ONE,
            counts={"observations": n},
            method=_METHOD,
            extra={"scale": (self.framework.scale.lowest, self.framework.scale.highest), "grain": "day"},
        )
        return answer, f"Each point is one observation, as the average of its elements: {told}."


def _ranges(lower: pd.Series, upper: pd.Series) -> list[str]:
    """2.4 to 2.9; an en dash where there is none."""
    return [
        "–" if low != low else f"{written_as(low, 'average')} to {written_as(high, 'average')}"
        for low, high in zip(lower.tolist(), upper.tolist(), strict=True)
    ]


def _short(stands: str) -> str:
    """The sentence of standing_out, without its reasons where none stands out."""
    told, _, reason = stands.partition(":")
    return f"{told}." if reason and told.startswith("No ") else stands


def _changed(variation: Mapping[str, str | None], names: dict[str, str]) -> str:
    """Real improvement in empathy and autonomy; no real change in 5 other elements."""
    groups: dict[str, list[str]] = {}
    for key, icon in variation.items():
        groups.setdefault(verdict(icon), []).append(names[key].lower())
    said = [f"{word} in {listed_words(found)}" for word, found in groups.items() if word.startswith("Real")]
    for word, few in (("No real change", "no real change in"), ("Too few to say", "too few observations to say for")):
        rest = len(groups.get(word, []))
        if rest:
            of_what = "any element" if rest == len(names) else f"{rest} {'other ' if said else ''}elements"
            said.append(f"{few} {of_what if rest > 1 else of_what.removesuffix('s')}")
    told = "; ".join(said)
    return f"{told[0].upper()}{told[1:]}"
