"""Monthly figures of the indicators that the programme's evaluation looked at."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from mwm.demo.planted import PLANTED
from mwm.scope import Month

_CLOSED, _OPENED = 52.0, 60.0  # cases in a month
_COMES_BACK = {12: 0.20, 24: 0.28}  # share of closed cases
_COMES_BACK_LATER = 0.15  # within 12 months, of cases closed from the training on
_ESCALATES = 0.14
_MOVES = 24.0


def indicators_table(until: Month, residential: dict[str, str], rng: np.random.Generator) -> pa.Table:
    """One row for each month and indicator, as a file of the kind `indicators`.

    residential: month → children in residential care, so that both tell the same. What looks some months ahead ends so
    many months earlier.
    """
    rows: list[tuple[str, str, str, str | None]] = []
    first, training = PLANTED.first_month(until), PLANTED.training_month(until)
    for step in range(PLANTED.months):
        month = first.plus(step)
        closed, opened = max(int(rng.poisson(_CLOSED)), 1), max(int(rng.poisson(_OPENED)), 1)
        back = rng.random(closed)
        for ahead, share in _COMES_BACK.items():
            usual = _COMES_BACK_LATER if ahead == 12 and month >= training.plus(-12) else share
            if month.plus(ahead) <= until:
                rows.append((str(month), f"re_referral_{ahead}", str(int((back < usual).sum())), str(closed)))
        if month.plus(12) <= until:
            rows.append((str(month), "escalation_12", str(int(rng.binomial(opened, _ESCALATES))), str(opened)))
        rows.append((str(month), "placement_moves", str(int(rng.poisson(_MOVES))), None))
        if str(month) in residential:
            rows.append((str(month), "residential_placements", residential[str(month)], None))
    names = ("month", "indicator", "value", "denominator")
    return pa.table(
        {name: pa.array(cells, pa.string()) for name, cells in zip(names, zip(*rows, strict=True), strict=True)}
    )
