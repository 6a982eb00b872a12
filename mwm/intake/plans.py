"""What targets, baselines and decisions refer to, as tables that SQL can join: measures with their scales, choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mwm.framework import Framework
from mwm.intake.kinds import Kind
from mwm.intake.places import quoted
from mwm.measures import measures_of
from mwm.policies import POLICIES

if TYPE_CHECKING:
    import pyarrow as pa


def plan_tables(kind: Kind, framework: Framework) -> dict[str, pa.Table]:
    """The tables that a kind's statements join, by the name under which they are lent; none for most kinds.

    measure: for kinds about measures. policy_choice (policy, value, hint: all its choices): for decisions.
    """
    keys = {column.key for column in kind.fixed_columns if column.type == "choice"}
    tables = {}
    if "measure" in keys:
        tables["measure"] = _measures(framework)
    if "policy" in keys:
        tables["policy_choice"] = _table(
            [
                {"policy": policy.key, "value": value, "hint": quoted(list(policy.choices))}
                for policy in POLICIES.values()
                for value in policy.choices
            ]
        )
    return tables


def _measures(framework: Framework) -> pa.Table:
    """measure, name, lowest and highest value that can be aimed for (no highest: null), is_whole: whether it is counted
    for the whole council only.
    """
    return _table([{"measure": key, **measure._asdict()} for key, measure in measures_of(framework).items()])


def _table(rows: list[dict[str, object]]) -> pa.Table:
    import pyarrow as pa

    keys = dict.fromkeys(key for row in rows for key in row)
    return pa.table({key: [row.get(key) for row in rows] for key in keys})
