"""A fair draw in which some are likelier than others, and which anybody can repeat."""

from __future__ import annotations

import math
from collections.abc import Mapping
from hashlib import sha256


def weighted_draw(weights: Mapping[str, float], how_many: int, seed: int) -> list[str]:
    """So many names, without replacement, in the order in which they are drawn.

    weights: name → weight above 0. The chance to be drawn first is a name's weight divided by the sum of all weights;
    the next is drawn in the same way from the rest (Efraimidis and Spirakis 2006, Information Processing Letters 97(5):
    the largest u^(1/weight), which is the smallest -ln(u) / weight). seed: the same number gives the same draw, in
    whatever order the names come. Each u depends on the seed and its own name alone, so that one name more or less
    leaves the order of the others as it is. All names where how_many is larger than their number. Raises ValueError for
    a weight that is not above 0.
    """
    if any(not 0 < weight < math.inf for weight in weights.values()):
        raise ValueError("every weight must be a number above 0")
    waits = {name: -math.log(_uniform(f"{seed}:{name}")) / weight for name, weight in weights.items()}
    return sorted(waits, key=lambda name: (waits[name], name))[: max(how_many, 0)]


def _uniform(text: str) -> float:
    """A number between 0 and 1, both excluded, that a text gives evenly: the first 53 bits of its SHA-256."""
    bits = int.from_bytes(sha256(text.encode()).digest()[:8], "big") >> 11
    return (bits + 0.5) / 2**53
