"""The attacker of docs/method.md, who knows every number that is shown and the rules by which others are hidden.

A hidden one is looked for by subtraction (linear algebra) and by what it must lie between (linear programming).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from scipy.optimize import linprog

Atom = tuple[str, str, int]  # service area, team, month


class Attacker:
    """Collects sums of atoms, then asks what they give away. atoms: every team and month that could hold something."""

    def __init__(self, atoms: Sequence[Atom]) -> None:
        self.places = {atom: place for place, atom in enumerate(atoms)}
        self._sums: dict[frozenset[int], float] = {}

    def learn(self, atoms: Iterable[Atom], total: float) -> None:
        """A number that was shown: the sum over some atoms."""
        where = frozenset(self.places[atom] for atom in atoms)
        assert self._sums.get(where, total) == total, "two answers disagree"
        if where:
            self._sums[where] = total

    @property
    def equations(self) -> tuple[np.ndarray, np.ndarray]:
        """What was learned, as a matrix and its right-hand side."""
        table = np.zeros((len(self._sums), len(self.places)))
        for row, where in enumerate(self._sums):
            table[row, list(where)] = 1
        return table, np.array(list(self._sums.values()))

    def by_subtraction(self, atoms: Iterable[Atom]) -> bool:
        """Whether sums of what was shown, added and taken away in whatever amounts, give the sum over these atoms."""
        table, _ = self.equations
        if not len(table):
            return False
        wanted = np.zeros(len(self.places))
        wanted[[self.places[atom] for atom in atoms]] = 1
        weights, *_ = np.linalg.lstsq(table.T, wanted, rcond=None)
        return bool(np.allclose(table.T @ weights, wanted, atol=1e-8))

    def between(self, atoms: Iterable[Atom]) -> tuple[float, float]:
        """The least and the most that the sum over these atoms can be, none of them being negative."""
        table, totals = self.equations
        wanted = np.zeros(len(self.places))
        wanted[[self.places[atom] for atom in atoms]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * wanted, A_eq=table, b_eq=totals, bounds=(0, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(np.inf if found.status == 3 else sign * found.fun)
        return ends[0], ends[1]
