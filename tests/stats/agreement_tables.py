"""Published tables of grades, typed up from their sources."""

import numpy as np

from mwm.stats.agreement import Grades

BLANK = float("nan")

# Shrout and Fleiss (1979), table 2: four judges grade six targets.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]

# Krippendorff (2011), example C: four observers in rows, twelve units in columns.
KRIPPENDORFF_OBSERVERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, BLANK, BLANK, BLANK],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, BLANK, 3],
    [BLANK, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, BLANK],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, BLANK],
]

# Cohen (1960 and 1968), table 1: shares of 200 patients; personality disorder, neurosis, psychosis.
COHEN = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]) * 200
COHEN_WEIGHTS = np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0.0]])
# The second example, whose weights are not the same in both directions.
COHEN_ONE_WAY_WEIGHTS = np.array([[0, 1, 4], [1, 0, 6], [2, 2, 0.0]])

# Fleiss, Cohen and Everitt (1969): shares of 200, and weights of agreement.
FLEISS_COHEN_EVERITT = np.array([[0.53, 0.05, 0.02], [0.11, 0.14, 0.05], [0.01, 0.06, 0.03]]) * 200
FLEISS_COHEN_EVERITT_WEIGHTS = np.array([[1, 0, 0.4444], [0, 1, 0.6667], [0.4444, 0.6667, 1]])

# Fleiss (1971), table 1: how many of six psychiatrists gave each of 30 patients a diagnosis of depression, personality
# disorder, schizophrenia, neurosis or another.
FLEISS_COUNTS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0],
    [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0],
    [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0],
    [0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0],
    [1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6],
]  # fmt: skip

# The example data "anxiety" of the R package irr: three raters and twenty people, on a scale from 1 to 6.
IRR_ANXIETY = [
    [3, 3, 2], [3, 6, 1], [3, 4, 4], [4, 6, 4], [5, 2, 3], [5, 4, 2], [2, 2, 1], [3, 4, 6], [5, 3, 1], [2, 3, 1],
    [2, 2, 1], [6, 3, 2], [1, 3, 3], [5, 3, 3], [2, 2, 1], [2, 2, 1], [1, 1, 3], [2, 3, 3], [4, 3, 2], [3, 4, 2],
]  # fmt: skip


def grades(rows: list[list[float]] | np.ndarray) -> Grades:
    """Units × graders, the graders named A, B, C …"""
    values = np.array(rows, dtype=float)
    return Grades(values, tuple(chr(ord("A") + place) for place in range(values.shape[1])))


def krippendorff() -> Grades:
    """Krippendorff's example, units in rows."""
    return grades(np.array(KRIPPENDORFF_OBSERVERS).T)


def fleiss() -> Grades:
    """Fleiss's example: who of the six gave which diagnosis is not known, and does not matter."""
    return grades([[point for point, n in enumerate(row, start=1) for _ in range(n)] for row in FLEISS_COUNTS])
