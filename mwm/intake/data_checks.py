"""Whether the rules that the store's rows must keep are kept; the schema itself enforces none of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mwm.intake.months import composites
from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql

_EXAMPLES = 20


@dataclass(frozen=True)
class DataCheck:
    """One rule. name: its file under sql/checks. about: what an offending row is. faults: how many there are.

    examples: the first of them, (subject, detail); observations are named by their key, never by an identifier.
    """

    name: str
    about: str
    faults: int
    examples: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def run_checks(store: Store) -> list[DataCheck]:
    """Run every data check; one without faults is passed."""
    with store.workspace() as work:
        lent = _lend_frameworks(store, work)
        try:
            found = []
            for name in all_names("checks"):
                rows = work.read(name)
                first = rows.head(_EXAMPLES)
                examples = tuple(zip(first["subject"].astype(str), first["detail"].astype(str), strict=True))
                found.append(DataCheck(name.removeprefix("checks/"), named_sql(name).about, len(rows), examples))
            return found
        finally:
            for name in lent:
                work.take_back(name)


def _lend_frameworks(store: Store, work: Any) -> list[str]:
    """Lend each authority's composites, scale and items of rubrics."""
    import pyarrow as pa

    parts: list[tuple[str, str, str, int]] = []
    scales: list[tuple[str, float, float]] = []
    items: list[dict[str, object]] = []
    for authority in work.read("intake/ledger/authorities")["authority"]:
        framework = store.framework(authority)
        scales.append((authority, framework.scale.lowest, framework.scale.highest))
        items += [
            {"authority": authority, "rubric_key": rubric.key, "rubric_version": rubric.version, "item": item.key}
            | {"lowest": item.scale.lowest, "highest": item.scale.highest}
            for rubric in framework.rubrics
            for item in rubric.items
        ]
        for composite, elements in composites(framework).items():
            parts += [(authority, composite, element, len(elements)) for element in elements]
    text = pa.string()
    work.lend(
        "composite_element",
        pa.table(
            {
                "authority": pa.array([part[0] for part in parts], text),
                "composite": pa.array([part[1] for part in parts], text),
                "element": pa.array([part[2] for part in parts], text),
                "elements": pa.array([part[3] for part in parts], pa.int64()),
            }
        ),
    )
    work.lend(
        "scale",
        pa.table(
            {
                "authority": pa.array([scale[0] for scale in scales], text),
                "lowest": pa.array([scale[1] for scale in scales], pa.float64()),
                "highest": pa.array([scale[2] for scale in scales], pa.float64()),
            }
        ),
    )
    names = [(name, text) for name in ("authority", "rubric_key", "rubric_version", "item")]
    limits = [(name, pa.float64()) for name in ("lowest", "highest")]
    work.lend("rubric_item", pa.Table.from_pylist(items, pa.schema([*names, *limits])))
    return ["composite_element", "scale", "rubric_item"]
