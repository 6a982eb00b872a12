"""Arrow columns of texts, made a whole column at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Numbers = NDArray[Any]


def numbered(prefix: str, numbers: Numbers, digits: int) -> pa.Array:
    """Texts such as W-0123; more digits where the number needs them."""
    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")
    return pc.binary_join_element_wise(prefix, padded, "")


def chosen(names: Sequence[str] | pa.Array, codes: Numbers, blank: Numbers | None = None) -> pa.Array:
    """The name at each code; null where blank is true."""
    values = names if isinstance(names, pa.Array) else pa.array(names, pa.string())
    return values.take(pa.array(codes, mask=blank))


def day_names(first: Any, last: Any) -> pa.Array:
    """Every day from first to last, both included, as ISO texts."""
    days = np.arange(np.datetime64(first), np.datetime64(last) + 1, dtype="datetime64[D]")
    return pa.array(days).cast(pa.string())
