"""The workshops that ship: files of data/workshops, which hold for any authority."""

from __future__ import annotations

from functools import cache

from mwm.settings import ROOT
from mwm.workshops.files import read_workshop
from mwm.workshops.sequence import Workshop

_MARK = "ready-"  # begins their names, which a workshop of the store never has
_ORDER = ("practice", "looked_after", "charts")


def is_ready_made(name: str) -> bool:
    """Whether this is the name of a workshop that ships."""
    return name.startswith(_MARK)


@cache
def ready_workshops() -> dict[str, Workshop]:
    """Name → workshop, in the order in which they are offered."""
    files = {path.stem: path for path in (ROOT / "data" / "workshops").glob("*.toml")}
    named = [stem for stem in _ORDER if stem in files] + sorted(set(files) - set(_ORDER))
    return {f"{_MARK}{stem}": read_workshop(files[stem].read_bytes(), name=files[stem].name) for stem in named}
