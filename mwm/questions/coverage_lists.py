"""Workers to observe: who has waited long, and a fair draw."""

from __future__ import annotations

from mwm.answer import Answer, Column, Method
from mwm.errors import ScopeError, UsageError
from mwm.questions.present import LEFT_OUT, SQL, WHOSE, present_workers
from mwm.questions.question import Argument, nothing, question, where
from mwm.scope import Scope
from mwm.stats.weighted_draw import weighted_draw
from mwm.store import Store
from mwm.viewer import Viewer

MONTHS = ("3", "6", "9", "12", "18", "24")
_MOST_DRAWN = 200
_SHORTEST = 1 / 31  # months: who was observed on the day itself can be drawn, too
_KINDS = ("observations", "organisation")
_WHO = (Column("service_area", "Service area"), Column("team", "Team"), Column("worker_id", "Worker"))
_WAITED = (
    Column("role", "Role"),
    Column("since", "With us since", "date"),
    Column("last_observed", "Last observed", "date"),
    Column("months_unobserved", "Months unobserved", "average"),
)


@question(
    "coverage-overdue",
    "Workers who have not been observed for a time; only for those who may see identifiers.",
    kinds=_KINDS,
    arguments=(Argument("months", "for how many months (12 where left out)", "choice", MONTHS),),
)
def coverage_overdue(store: Store, viewer: Viewer, scope: Scope, *, months: str = "12") -> Answer:
    """Workers without an observation for so many months up to the last day of the period, or ever.

    Rows: service_area, team, worker_id, role, since (first day with us), last_observed (None for never),
    months_unobserved (since the last observation, or since the first day), by team and then the longest first. Raises
    ScopeError for a viewer who may not see identifiers.
    """
    method = Method(
        definition=f"{WHOSE} Listed are those who were not observed in the {months} months up to that day.",
        exclusions=LEFT_OUT,
        sql=SQL,
    )
    _only_with_names(viewer)
    columns = _WHO + _WAITED
    if scope.authority is None:
        return nothing("coverage-overdue", scope, columns, method, counts=("overdue", "workers"))
    present = present_workers(store, scope)
    waiting = present.rows[~present.rows["is_new"] & ~present.observed_within(_whole(months, "months", 1, 240))]
    waiting = waiting.sort_values(
        ["service_area", "team", "months_unobserved"], ascending=[True, True, False], kind="stable", ignore_index=True
    )
    counts: dict[str, int | float | str | None] = {"overdue": len(waiting), "workers": len(present.eligible)}
    never = int(waiting["last_observed"].isna().sum())
    ever = f"; {never:,} of them never" if never else ""
    if waiting.empty:
        words = f"Every worker {where(scope)} was observed in the {months} months up to {present.day}."
        if present.eligible.empty:
            words = f"No worker is known {where(scope)} on {present.day}."
        return nothing("coverage-overdue", scope, columns, method, headline=words, counts=counts)
    return Answer(
        question="coverage-overdue",
        status="ok",
        headline=f"{len(waiting):,} of {len(present.eligible):,} workers {where(scope)} were not observed in the "
        f"{months} months up to {present.day}{ever}.",
        scope=scope,
        rows=waiting[[column.key for column in columns]],
        columns=columns,
        counts=counts,
        method=method,
        caveats=present.left_out(),
    )


@question(
    "next-to-observe",
    "A fair draw of workers to observe next, in which those longest unobserved are likelier; only for those who may "
    "see identifiers.",
    kinds=_KINDS,
    arguments=(
        Argument("how_many", "how many workers to draw (10 where left out)"),
        Argument("seed", "the number that makes the draw; the same number draws the same (the day where left out)"),
    ),
)
def next_to_observe(
    store: Store, viewer: Viewer, scope: Scope, *, how_many: str = "10", seed: str | None = None
) -> Answer:
    """Workers drawn without replacement, weighted by the time since their last observation.

    Rows: place (1 is drawn first), service_area, team, worker_id, role, since, last_observed, months_unobserved. extra:
    seed. Raises ScopeError for a viewer who may not see identifiers, UsageError for numbers that cannot be used.
    """
    method = Method(
        definition=f"{WHOSE} Each of them can be drawn; who has gone twice as long without an observation is twice as "
        "likely to be drawn first. Who was never observed counts from the first day with us.",
        formula="weighted draw without replacement (Efraimidis and Spirakis 2006): the smallest −ln(u) / months "
        "unobserved first, u from the SHA-256 of the number and the worker’s code. The same number draws the same.",
        exclusions=f"{LEFT_OUT} They are not drawn.",
        sql=SQL,
    )
    _only_with_names(viewer)
    columns = (Column("place", "Drawn", "count"), *_WHO, *_WAITED)
    wanted = _whole(how_many, "how-many", 1, _MOST_DRAWN)
    if scope.authority is None:
        return nothing("next-to-observe", scope, columns, method, counts=("drawn", "workers"))
    present = present_workers(store, scope)
    number = _whole(seed, "seed", 0, 10**12) if seed is not None else int(f"{present.last_day:%Y%m%d}")
    waiting = present.eligible.drop_duplicates("worker_id").set_index("worker_id", drop=False)
    weights = waiting["months_unobserved"].clip(lower=_SHORTEST)
    drawn = weighted_draw(dict(zip(weights.index, weights.tolist(), strict=True)), wanted, number)
    if not drawn:
        words = f"There is nobody to draw {where(scope)} on {present.day}."
        return nothing("next-to-observe", scope, columns, method, headline=words, counts=("drawn", "workers"))
    rows = waiting.loc[drawn].reset_index(drop=True)
    rows.insert(0, "place", range(1, len(rows) + 1))
    return Answer(
        question="next-to-observe",
        status="ok",
        headline=f"Drawn: {len(rows):,} of {len(waiting):,} workers {where(scope)}, with the number {number}. The "
        "longer somebody has gone without an observation, the likelier the draw.",
        scope=scope,
        rows=rows[[column.key for column in columns]],
        columns=columns,
        counts={"drawn": len(rows), "workers": len(waiting)},
        method=method,
        caveats=(
            "Chance decides, so that nobody can be picked out. Whoever draws again until the list suits them has no "
            "fair draw: note the number.",
            *present.left_out(),
        ),
        extra={"seed": number},
    )


def _only_with_names(viewer: Viewer) -> None:
    if not viewer.may_see_names:
        raise ScopeError("Single workers are not shown here.", mend="Look at coverage by team instead.")


def _whole(text: str, name: str, lowest: int, highest: int) -> int:
    if text.strip().isascii() and text.strip().isdigit() and lowest <= int(text) <= highest:
        return int(text)
    raise UsageError(f"{name} is a whole number.", mend=f"Give one from {lowest:,} to {highest:,}.")
