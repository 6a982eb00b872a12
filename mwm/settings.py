"""The one place where the environment is read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SQL_FOLDER = ROOT / "sql"
FRAMEWORK_FOLDER = ROOT / "data" / "frameworks"
REFERENCE_FOLDER = ROOT / "data" / "reference"


@dataclass(frozen=True)
class Settings:
    """What an installation can set. Every value has a default that suits one council on one machine.

    store: path of the DuckDB file (MWM_STORE). framework: key or path of the framework that a new authority
    gets (MWM_FRAMEWORK). authority: name a new authority gets when a file is imported into an empty store
    (MWM_AUTHORITY). minimum_observations: fewer than this and an average is called thin
    (MWM_MINIMUM_OBSERVATIONS). minimum_double_graded: fewer observations graded by two or more people than this and no
    agreement is shown (MWM_MINIMUM_DOUBLE_GRADED). shows_small_numbers: whether the local user sees small numbers and
    people from the start (MWM_SMALL_NUMBERS, "hidden" or "shown"; hidden). hidden_up_to: counts of people from 1 up to
    this are hidden (MWM_HIDDEN_UP_TO). fewest_workers, fewest_observations: an average of fewer is hidden
    (MWM_FEWEST_WORKERS, MWM_FEWEST_OBSERVATIONS). user: who is written into the ledger (MWM_USER, then USER or
    USERNAME).
    """

    store: Path
    framework: str
    authority: str
    minimum_observations: int
    minimum_double_graded: int
    shows_small_numbers: bool
    hidden_up_to: int
    fewest_workers: int
    fewest_observations: int
    user: str


@cache
def settings() -> Settings:
    """Read the environment once. Tests clear it with settings.cache_clear()."""
    env = os.environ
    return Settings(
        store=Path(env.get("MWM_STORE") or ROOT / "data" / "mwm.duckdb"),
        framework=env.get("MWM_FRAMEWORK") or "msw",
        authority=env.get("MWM_AUTHORITY") or "Our authority",
        minimum_observations=int(env.get("MWM_MINIMUM_OBSERVATIONS") or 10),
        minimum_double_graded=int(env.get("MWM_MINIMUM_DOUBLE_GRADED") or 10),
        shows_small_numbers=env.get("MWM_SMALL_NUMBERS", "hidden") == "shown",
        hidden_up_to=int(env.get("MWM_HIDDEN_UP_TO") or 5),
        fewest_workers=int(env.get("MWM_FEWEST_WORKERS") or 5),
        fewest_observations=int(env.get("MWM_FEWEST_OBSERVATIONS") or 10),
        user=env.get("MWM_USER") or env.get("USER") or env.get("USERNAME") or "local user",
    )


def use_store(store: Path) -> None:
    """From here on, in this process and those it starts, settings() names this store."""
    os.environ["MWM_STORE"] = str(store.resolve())
    settings.cache_clear()
