"""The sentence about a trend: what it was, what it is, and whether that is a real change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mwm.answer import written_as
from mwm.questions.judging import Chart, Judged
from mwm.questions.periods import Parts
from mwm.questions.question import listed_words, none_that, where
from mwm.questions.readings import Total
from mwm.questions.signals import drifts, run_sentence, sentence, verdict
from mwm.scope import Period, Scope

_ASSURED = {
    "consistently_hits": "; it will be hit as long as nothing changes",
    "consistently_misses": "; it will be missed as long as nothing changes",
    "hit_and_miss": "; as long as nothing changes it will sometimes be hit and sometimes missed, by chance alone",
}


def target_words(result: Judged, write: Callable[[float], str]) -> tuple[str, ...]:
    """What is aimed for in one series, and whether that will be reached; nothing without a target."""
    if result.target is None:
        return ()
    return (f"The target is {write(result.target)}{_ASSURED.get(result.assurance or '', '')}.",)


@dataclass(frozen=True)
class Compared:
    """Observations and value of the earlier and of the later part; a value without observations is NaN."""

    earlier_observations: int
    earlier: float
    later_observations: int
    later: float


@dataclass(frozen=True)
class Trend:
    """What the sentence about a trend is made of. at_threshold: the threshold's name where values are shares.

    things: what total counts, and whose they are. about: what follows a name (" in observed supervision").
    """

    scope: Scope
    names: dict[str, str]
    compared: Mapping[str, Compared]
    parts: Parts
    results: Mapping[str, Judged]
    grain: str
    total: Total
    enough: int
    chart: Chart
    at_threshold: str = ""
    things: tuple[str, str] = ("observations", "workers")
    about: str = ""

    def headline(self) -> str:
        """The answer in one sentence."""
        n = self.total.observations
        if n < self.enough:
            return f"Too few {self.things[0]} to say {where(self.scope)}: {n} of {self.enough} needed."
        behind = f"({n:,} {self.things[0]} of {self.total.workers:,} {self.things[1]})"
        return self._of_one(behind) if len(self.names) == 1 else self._of_many(behind)

    def target_words(self) -> tuple[str, ...]:
        """What is aimed for in one element, and whether that will be reached."""
        if len(self.names) > 1:
            return ()
        (result,) = self.results.values()
        return target_words(result, self._write)

    def counted(self) -> dict[str, int]:
        """Runs and crossings of one element's run chart, for Answer.counts."""
        runs = next(iter(self.results.values())).runs if len(self.names) == 1 else None
        return {"longest_run": runs.longest, "crossings": runs.crossings} if runs else {}

    def _write(self, value: float) -> str:
        return written_as(value, "percent" if self.at_threshold else "average")

    def _why(self, result: Judged) -> str:
        points = f"{self.grain}s"
        if self.chart == "run":
            return run_sentence(result, points=points, write=self._write)
        return sentence(
            result,
            points=points,
            write=self._write,
            thin=True,
            limits_from=result.limits_from,
            earlier=self.chart == "xmr",
            counted=self.things[0],
        )

    def verdict_of(self, result: Judged) -> str:
        """One word or three for a judged series of this trend."""
        return "Real drift" if result.variation == "common_cause" and drifts(result) else verdict(result.variation)

    def _of_one(self, behind: str) -> str:
        ((key, name),) = self.names.items()
        result, compared = self.results[key], self.compared[key]
        if not compared.later_observations:
            none = f"No grades{none_that(self.scope)} for {name.lower()}{self.about}"
            return f"{none} in {self.parts.later.words} {where(self.scope)} {behind}."
        later = self._write(compared.later)
        if self.at_threshold:
            told = f"{later} of grades for {name.lower()}{self.about} {where(self.scope)} were {self.at_threshold}"
        else:
            told = f"{name}{self.about} {where(self.scope)} averaged {later}"
        told += f" in {self.parts.later.words}"
        if self.parts.earlier is not None and compared.earlier_observations:
            before = self._write(compared.earlier)
            moved = "up from" if compared.later > compared.earlier else "down from"
            way = "the same as" if later == before else moved
            told += f", {way} {before} {self._when_before(self.parts.earlier)}"
        why = self._why(result)
        why = why.partition(": ")[2] or why  # the verdict at the beginning has said it
        return f"{self.verdict_of(result)}: {told} {behind}; {why}."

    def _when_before(self, earlier: Period) -> str:
        is_year = len(list(earlier.months())) == 12
        return "the year before" if is_year else f"in {earlier.words}"

    def _of_many(self, behind: str) -> str:
        groups: dict[str, list[str]] = {}
        for key, name in self.names.items():
            groups.setdefault(self.verdict_of(self.results[key]), []).append(name.lower())
        real = ("Real improvement", "Real concern", "Real drift")
        said = [f"{word} in {listed_words(groups[word])}" for word in real if word in groups]
        rest = groups.get("No real change", [])
        if rest:
            all_of = f"any of the {len(self.names)}" if len(rest) == len(self.names) else listed_words(rest)
            said.append(f"{'no' if said else 'No'} real change in {all_of}")
        if few := groups.get("Too few to say"):
            said.append(f"{'too' if said else 'Too'} few {self.grain}s to judge {listed_words(few)}")
        return f"{'; '.join(said)}{self.about} {where(self.scope)} {behind}."
