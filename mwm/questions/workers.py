"""How far do workers lie apart, and how much of it is chance?"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal

import pandas as pd

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError
from mwm.framework import Framework
from mwm.questions.question import COUNTING, Argument, nothing, question, where
from mwm.questions.skills import measures
from mwm.scope import Scope
from mwm.settings import settings
from mwm.stats.mixed_model import MixedModel, mixed_model
from mwm.store import Store
from mwm.viewer import Viewer

FEWEST_TO_SHOW = 3  # observations of a worker; fewer say nothing about the worker
_COUNTED = ("observations", "workers", "left_out")
_COLUMNS = (
    Column("service_area", "Service area"),
    Column("team", "Team"),
    Column("worker", "Worker"),
    Column("observations", "Observations", "count"),
    Column("average", "Average grade", "average"),
    Column("level", "Drawn-in average", "average"),
    Column("lower", "Lower end", "average"),
    Column("upper", "Upper end", "average"),
)
_METHOD = Method(
    definition="Each worker's average grade, drawn towards the averages of the team and of all: the further, the fewer "
    "the observations. A worker seen in two teams stands in each with what was seen there. "
    f"{COUNTING}",
    formula="random intercepts by REML: grade = mean + team + worker + rest. Drawn-in average = best linear unbiased "
    "prediction: t + k (worker's own average − t), k = σ²(workers) / (σ²(workers) + σ²(rest) / n), t the team's "
    "drawn-in level; 95% interval ± 1.96 standard errors of prediction, at the variances found.",
    exclusions=f"Workers with fewer than {FEWEST_TO_SHOW} observations count in the model and are not listed.",
    sql=("questions/workers/element_by_worker", "questions/workers/composite_by_worker"),
)


@question(
    "worker-comparison",
    "How far workers lie apart once chance is allowed for; only for those who may see identifiers. No ranking.",
    kinds=("observations",),
    arguments=(
        Argument("element", "one element, dimension or composite; the first of the framework where left out"),
        Argument(
            "labels",
            "how workers are called: numbers hide who they are",
            kind="choice",
            choices=("identifiers", "numbers"),
        ),
    ),
)
def worker_comparison(
    store: Store,
    viewer: Viewer,
    scope: Scope,
    *,
    element: str | None = None,
    labels: Literal["identifiers", "numbers"] = "identifiers",
) -> Answer:
    """Workers by team and label, never by value.

    Rows: service_area, team, worker (identifier, or "Worker 1" …), observations, average, level (the average drawn
    towards the rest by a random-intercept model) with its 95% interval; none where the model cannot be fitted. Workers
    with fewer than three observations are left out; counts say how many. extra: shares (percent of the differences
    that lies between teams, between workers, within a worker), mean. Raises ScopeError for a viewer who may not see
    identifiers.
    """
    if not viewer.may_see_names:
        raise ScopeError("Single workers are not shown here.", mend="Compare teams instead.")
    if scope.authority is None:
        return nothing("worker-comparison", scope, _COLUMNS, _METHOD, counts=_COUNTED)
    framework = store.framework(scope.authority)
    names = measures(framework, "element", element or framework.elements[0].key)
    (name,) = names.values()
    rows = graded_workers(store, scope, framework, names)
    if rows.empty:
        return nothing("worker-comparison", scope, _COLUMNS, _METHOD, counts=_COUNTED)
    low, high = framework.scale.lowest, framework.scale.highest
    model = mixed_model(rows["team"], rows["observations"], rows["grade_sum"], rows["grade_square_sum"])
    rows["average"] = rows["grade_sum"] / rows["observations"]
    for column in ("level", "lower", "upper"):
        rows[column] = getattr(model, column).clip(low, high) if model else math.nan
    numbers = rows["worker_id"].map({worker: place for place, worker in enumerate(rows["worker_id"].unique(), start=1)})
    rows["worker"] = rows["worker_id"] if labels == "identifiers" else "Worker " + numbers.astype(str)
    observations, enough = int(rows["observations"].sum()), settings().minimum_observations
    can_tell = model is not None and observations >= enough
    shown = rows[(rows["observations"] >= FEWEST_TO_SHOW) & can_tell].reset_index(drop=True)
    left_out = rows["worker_id"].nunique() - shown["worker_id"].nunique()
    return Answer(
        question="worker-comparison",
        status="ok" if len(shown) > 1 else "thin",
        headline=_headline(model, name.lower(), scope, observations, enough),
        scope=scope,
        rows=shown[[column.key for column in _COLUMNS]],
        columns=_COLUMNS,
        counts={"observations": observations, "workers": rows["worker_id"].nunique(), "left_out": left_out},
        method=_METHOD,
        caveats=_caveats(model, left_out) if can_tell else (),
        better="higher",
        extra={
            "names": names,
            "shares": model.variances.shares if model else None,
            "mean": model.mean if model else math.nan,
            "scale": (low, high),
        },
    )


def graded_workers(store: Store, scope: Scope, framework: Framework, names: dict[str, str]) -> pd.DataFrame:
    """Workers with their sums, by element, team and worker.

    names: keys of elements, or one key of a dimension or composite. Rows: element, service_area, team, worker_id,
    observations, grade_sum, grade_square_sum, at_threshold; only where something was graded. For statistics: worker_id
    must not leave the question that asks, unless its viewer may see names. Remembered for a few scopes until the store
    changes, because one part of the service is compared with several.
    """
    return _graded_workers(store, store.version, scope, framework, tuple(names)).copy()


@lru_cache(maxsize=4)
def _graded_workers(
    store: Store, version: int, scope: Scope, framework: Framework, names: tuple[str, ...]
) -> pd.DataFrame:
    key = names[0]
    asked = {**scope.parameters(), "threshold": framework.threshold}
    if key in framework.element_keys:
        return store.read("questions/workers/element_by_worker", **asked, elements=list(names))
    parts = [element.key for element in framework.of_dimension(key)]
    parts = parts or [part for composite in framework.composites if composite.key == key for part in composite.elements]
    return store.read("questions/workers/composite_by_worker", **asked, element=key, parts=parts)


def _headline(model: MixedModel | None, name: str, scope: Scope, observations: int, enough: int) -> str:
    if observations < enough:
        return f"Too few observations to say {where(scope)}: {observations} of {enough} needed."
    if model is None:
        return "Too few observations to tell workers apart: several workers have to be seen several times."
    teams, workers, _ = (round(share) for share in model.variances.shares)
    one_team = math.isnan(model.variances.between_teams)
    rank = "one observation must not rank a worker"
    beside = "" if one_team else f", {teams}% between teams"
    between_teams = "" if one_team else f" ({teams}% lies between teams)"
    if not workers:
        return (
            f"No difference between workers beyond chance was found for {name} {where(scope)}: nearly all of what "
            f"differs, differs from one observation to the next{between_teams}. So {rank}."
        )
    return (
        f"Of all that differs between observations of {name} {where(scope)}, about {workers}% lies between workers"
        f"{beside}, and {100 - teams - workers}% within one and the same worker, from one observation to the next. "
        f"So {rank}."
    )


def _caveats(model: MixedModel | None, left_out: int) -> tuple[str, ...]:
    said = []
    if model:
        said.append(
            "Each average is drawn towards those of the team and of all, the more so the fewer the observations. That "
            "is a better guess at how a worker usually works than the plain average, and it is still a guess."
        )
    if model and round(model.variances.shares[1]):
        needed = math.ceil(model.variances.within / model.variances.between_workers)
        said.append(
            f"It takes about {needed:,} observations of one worker until half of what an average shows is the worker "
            "and not chance."
        )
    said.append(
        "Workers work with different families, and were graded by different people. Nothing here is a ranking or a "
        "judgement of a person."
    )
    if left_out:
        who = "1 worker" if left_out == 1 else f"{left_out:,} workers"
        said.append(
            f"{who} with fewer than {FEWEST_TO_SHOW} observations {'is' if left_out == 1 else 'are'} not shown."
        )
    return tuple(said)
