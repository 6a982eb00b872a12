"""The made-up authority as files that can be taken in and rows that cannot yet: the same seed gives the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from mwm.demo.children import divided_table, looked_after_table
from mwm.demo.conversations import feedback, supervision
from mwm.demo.indicators import indicators_table
from mwm.demo.organisation import CASE_HOLDERS, Organisation, make_organisation
from mwm.demo.plans import baselines_table, decisions_table, events_table, next_steps_table, targets_table
from mwm.demo.planted import DEFAULT_SEED
from mwm.demo.practice import OBSERVATIONS, Practice, make_practice
from mwm.framework import Framework
from mwm.scope import Month

_CASE_HOLDERS_AT_MOST = 2_000


@dataclass(frozen=True)
class MadeUp:
    """Everything about the made-up authority up to the end of a month.

    Go through observations() before feedback() and supervision(): how well a visit went is known once it is graded.
    """

    organisation: Organisation
    practice: Practice
    seeds: tuple[np.random.SeedSequence, ...]

    def teams_and_workers(self) -> pa.Table:
        """A file of the kind `organisation`."""
        return self.organisation.table()

    def observations(self) -> Iterator[pa.Table]:
        """One or more files of the kind `observations`, earliest first."""
        return self.practice.tables()

    def looked_after(self) -> pa.Table:
        """A file of the kind `looked_after`."""
        return looked_after_table(self.organisation.until, np.random.default_rng(self.seeds[0]))

    def looked_after_divided(self) -> pa.Table:
        """A file of the kind `ssda903`: the same children by placement, age, legal status, place and destination."""
        return divided_table(self.looked_after(), np.random.default_rng(self.seeds[-1]))

    def indicators(self) -> pa.Table:
        """A file of the kind `indicators`."""
        divided = self.looked_after_divided().to_pylist()
        residential = {row["month"]: row["looked_after"] for row in divided if row["category"] == "residential"}
        state = [int(word) for word in self.seeds[-1].generate_state(2)]
        return indicators_table(self.organisation.until, residential, np.random.default_rng([*state, 1]))

    def plans(self) -> dict[str, pa.Table]:
        """A file of each kind of plan: events, targets, baselines, policies, next steps."""
        until = self.organisation.until
        return {
            "events": events_table(until),
            "targets": targets_table(until),
            "baselines": baselines_table(until),
            "policies": decisions_table(),
            "next_steps": next_steps_table(until),
        }

    def groups(self) -> pa.Table:
        """A file of the kind `groups`."""
        return self.organisation.groups()

    def feedback(self, framework: Framework) -> dict[str, pa.Table]:
        """Files of the kinds `feedback` and `comment_reviews`."""
        requests, reviews = feedback(self.practice, framework, np.random.default_rng(self.seeds[2]))
        return {"feedback": requests, "comment_reviews": reviews}

    def supervision(self, framework: Framework) -> dict[str, pa.Table]:
        """Files of the kinds `supervision` and `coaching`."""
        graded, coached = supervision(self.practice, framework, np.random.default_rng(self.seeds[1]))
        return {"supervision": graded, "coaching": coached}


def make_up(until: Month, *, observations: int | None = None, seed: int = DEFAULT_SEED) -> MadeUp:
    """Make up the authority; until is the last month of data, included.

    observations: exactly how many, 6,800 where not given. More than that also brings more workers, up to 2,000 posts.
    """
    wanted = OBSERVATIONS if observations is None else observations
    if wanted < 1:
        raise ValueError("at least one observation is needed")
    people, seen, *others = np.random.SeedSequence(seed).spawn(6)
    times = min(max(1.0, wanted / OBSERVATIONS), _CASE_HOLDERS_AT_MOST / CASE_HOLDERS)
    organisation = make_organisation(until, np.random.default_rng(people), times=times)
    return MadeUp(organisation, make_practice(organisation, seen, observations=wanted), tuple(others))
