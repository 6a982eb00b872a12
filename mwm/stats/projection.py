"""Where could a count of children go? A range from what happened lately, never a line.

Where starts and ends are known, the count is carried forward child by child: children start at the recent rate, and of
those there each month a share leaves. Where only the count is known, its recent month-to-month changes are drawn again
in blocks (Politis and Romano 1992, A circular block-resampling procedure for stationary data). In both, what was
learnt from few months is itself uncertain, and is drawn anew for every simulated future.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from mwm.errors import UsageError

Values = npt.NDArray[np.float64]

RECENT = 24  # months that are taken as "lately"
FEWEST = 12  # months to learn from, below which nothing is projected (our own judgement)
DRAWS = 4000
_LEAST = 1e-9  # in place of nothing, where something is divided by it


class Step(NamedTuple):
    """The range a number of months ahead (0 is now), both ends included: nine in ten and one in two of the draws."""

    ahead: int
    lower_90: int
    lower_50: int
    upper_50: int
    upper_90: int


@dataclass(frozen=True)
class Projection:
    """A range for each month ahead. source: flows (starts and ends) or stock (the count alone). months: how many it
    was learnt from. started and leaving_share: what a month was like on average (NaN from the stock alone).
    unexplained: how far the count moved in those months beyond starts less ends. assumptions: in plain sentences.
    """

    steps: tuple[Step, ...]
    source: Literal["flows", "stock"]
    months: int
    started: float
    leaving_share: float
    unexplained: float
    assumptions: tuple[str, ...]


def projection(
    stock: Sequence[float],
    started: Sequence[float] | None = None,
    ceased: Sequence[float] | None = None,
    *,
    ahead: int = 12,
    recent: int = RECENT,
    seed: int = 1,
    draws: int = DRAWS,
) -> Projection:
    """Ranges for the months after the last known count.

    stock: the count at the end of each month, in order, with NaN for a month without; started and ceased: of the same
    months. The last `recent` months up to the last count are learnt from: their flows where twelve are known together
    with the count before, else the changes of the count. The same seed gives the same answer. Raises UsageError with
    fewer than twelve months, and for months ahead below one.
    """
    if ahead < 1:
        raise UsageError("A projection looks at least one month ahead.")
    counts = np.asarray(stock, dtype=float)
    known = np.flatnonzero(~np.isnan(counts))
    if len(known) == 0:
        raise UsageError("There is no count to start from.")
    last = int(known[-1])
    first = max(last - recent, 0)  # the count before the first recent month
    counts = counts[first : last + 1]
    made = np.random.default_rng(seed)
    if started is not None and ceased is not None:
        came, left = (np.asarray(flow, dtype=float)[first + 1 : last + 1] for flow in (started, ceased))
        usable = ~np.isnan(came) & ~np.isnan(left) & (counts[:-1] > 0)
        if usable.sum() >= FEWEST:
            return _from_flows(counts, came, left, usable, ahead, made, draws)
    changes = np.diff(counts)
    changes = changes[~np.isnan(changes)]
    if len(changes) < FEWEST:
        raise UsageError(
            f"{len(changes)} months of change are too few to say where the count could go; {FEWEST} are needed.",
            mend="Wait for more months, or import earlier ones.",
        )
    return _from_stock(counts, changes, ahead, made, draws)


def _from_flows(
    counts: Values,
    came: Values,
    left: Values,
    usable: npt.NDArray[np.bool_],
    ahead: int,
    made: np.random.Generator,
    draws: int,
) -> Projection:
    """Month by month: those there, less a draw of leavers among them, and those who start."""
    gap = np.diff(counts) - (came - left)
    before, came, left = counts[:-1][usable], came[usable], left[usable]
    months, rate, share = len(before), float(came.mean()), _share(before, left)
    starting = _starting(came, ahead, made, draws)
    leaving = _leaving(before, left, ahead, made, draws)
    path = np.empty((ahead + 1, draws), dtype=np.int64)
    path[0] = round(counts[-1])
    for month in range(ahead):
        path[month + 1] = path[month] - made.binomial(path[month], leaving[:, month]) + starting[:, month]
    unexplained = float(np.nansum(gap))
    said: tuple[str, ...] = (
        f"Children start to be looked after as often as in the last {months} months: about {rate:.1f} a month.",
        f"Of the children looked after, about {100 * share:.1f}% leave each month, as in those months.",
    )
    if abs(unexplained) >= 1:
        way = "more" if unexplained > 0 else "fewer"
        said += (
            f"In those months the count came to {abs(unexplained):,.0f} {way} children than starts and ends explain; "
            "the range leaves that out.",
        )
    return Projection(_steps(path), "flows", months, rate, share, unexplained, said + _ALWAYS)


def _starting(came: Values, ahead: int, made: np.random.Generator, draws: int) -> npt.NDArray[np.int64]:
    """Draws of how many start in each month: negative binomial, with variance φ · mean."""
    rate = float(came.mean())
    varied = _dispersion((came - rate) ** 2 / max(rate, _LEAST), made, draws)
    rates = made.gamma((came.sum() + 0.5) / varied) * varied / len(came)
    excess = (varied - 1)[:, None]
    return made.poisson(made.gamma(rates[:, None] / excess, size=(draws, ahead)) * excess)


def _leaving(before: Values, left: Values, ahead: int, made: np.random.Generator, draws: int) -> Values:
    """Draws of the share that leaves in each month: beta, so that leavers vary φ times as much as a binomial."""
    share = _share(before, left)
    expected = before * share
    varied = _dispersion((left - expected) ** 2 / np.maximum(expected * (1 - share), _LEAST), made, draws)
    stayed = max(float(before.sum() - left.sum()), 0.0)
    shares = made.beta((left.sum() + 0.5) / varied, (stayed + 0.5) / varied)
    alike = np.minimum((varied - 1) / max(float(before.mean()) - 1, 1.0), 0.9)  # correlation within a month
    sure = 1 / alike - 1
    out, there = (np.maximum(part * sure, _LEAST)[:, None] for part in (shares, 1 - shares))
    return made.beta(out, there, (draws, ahead))


def _share(before: Values, left: Values) -> float:
    return float(np.clip(left.sum() / before.sum(), 0, 1))


def _from_stock(counts: Values, changes: Values, ahead: int, made: np.random.Generator, draws: int) -> Projection:
    """The average change and the changes around it, both from blocks of neighbouring months drawn with replacement."""
    months = len(changes)
    mean = float(changes.mean())
    around = (changes - mean) * np.sqrt(months / (months - 1))
    drift = mean + _blocks(around, months, made, draws).mean(axis=1)
    moves = _blocks(around, ahead, made, draws)
    path = np.empty((ahead + 1, draws))
    path[0] = counts[-1]
    for month in range(ahead):
        path[month + 1] = np.maximum(path[month] + drift + moves[:, month], 0)
    said = (
        f"The count goes on moving from month to month as it did in the last {months} months: "
        f"by {mean:+.1f} a month on average.".replace("-", "−"),
        "Starts and ends are not known for enough months, so the range rests on the count alone.",
    )
    return Projection(_steps(path), "stock", months, np.nan, np.nan, 0.0, said + _ALWAYS)


_ALWAYS = (
    "Nothing else changes: no new way of working, no change in need or in the law, no season of the year.",
    "The wide range holds nine in ten of the simulated futures, the narrow one half of them.",
)


def _dispersion(squares: Values, made: np.random.Generator, draws: int) -> Values:
    """Draws of how many times the variance is what chance alone makes it, never below once.

    squares: squared distances over chance's variance, one a month; their sum over φ is about chi-squared.
    """
    return np.asarray(np.maximum(squares.sum() / made.chisquare(len(squares) - 1, draws), 1 + _LEAST))


def _blocks(values: Values, length: int, made: np.random.Generator, draws: int) -> Values:
    """Series of so many values from blocks of neighbours, the last followed by the first. Rows are draws."""
    size = max(round(len(values) ** (1 / 3)), 1)
    starts = made.integers(len(values), size=(draws, -(-length // size), 1))
    places = ((starts + np.arange(size)) % len(values)).reshape(draws, -1)[:, :length]
    return values[places]


def _steps(path: npt.NDArray[np.float64] | npt.NDArray[np.int64]) -> tuple[Step, ...]:
    """The ranges of each row, outwards to whole children."""
    low = np.floor(np.quantile(path, [0.05, 0.25], axis=1, method="lower")).astype(int)
    high = np.ceil(np.quantile(path, [0.75, 0.95], axis=1, method="higher")).astype(int)
    return tuple(Step(ahead, *ends) for ahead, ends in enumerate(zip(*low.tolist(), *high.tolist(), strict=True)))
