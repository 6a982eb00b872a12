"""Options of the whole suite, and stores that many tests start from: made once, and copied."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from mwm.demo import build_demo
from mwm.scope import Month
from mwm.store import Store
from mwm.store import store as store_module

# How long an example takes says more of what else a machine is doing than of the product.
hypothesis_settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("calm")

# Stores of tests hold few rows, and share the cores with other tests: one thread each is a quarter quicker.
store_module._CONFIG["threads"] = "1"

# Most tests are about numbers of a few rows. Disclosure control has tests of its own, which switch it on.
os.environ["MWM_SMALL_NUMBERS"] = "shown"

Fill = Callable[[Store], object]


class BrowserTestsTogether(LoadScopeScheduling):
    """Every test to the worker that is free next; those in a browser all to one, where server and browser are warm."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserTestsTogether:
    return BrowserTestsTogether(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="take the pictures in docs/screenshots again")


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """The file of a store that a function filled: filled when it is first asked for. Copy it, never open it."""
    made: dict[Fill, Path] = {}

    def file(fill: Fill) -> Path:
        if fill not in made:
            path = tmp_path_factory.mktemp("filled") / "store.duckdb"
            with Store.open(path, create=True) as store:
                fill(store)
            made[fill] = path
        return made[fill]

    return file


@pytest.fixture
def store_with(filled_file: Callable[[Fill], Path], tmp_path: Path) -> Iterator[Callable[[Fill], Store]]:
    """A function that opens a store of the test's own with what another function fills in."""
    opened: list[Store] = []

    def copy(fill: Fill) -> Store:
        name = f"store{len(opened) or ''}.duckdb"
        opened.append(Store.open(shutil.copyfile(filled_file(fill), tmp_path / name)))
        return opened[-1]

    yield copy
    for store in opened:
        store.close()


def nothing_at_all(_: Store) -> None:
    """Leave the store as it is when it is new."""


@pytest.fixture
def store(store_with: Callable[[Fill], Store]) -> Store:
    """A new store without anything in it."""
    return store_with(nothing_at_all)


@pytest.fixture(scope="session")
def demo_authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole made-up authority, with data up to October 2026. Copy it, never open it."""
    path = tmp_path_factory.mktemp("authority") / "demo.duckdb"
    build_demo(path, until=Month.parse("2026-10"))
    return path


@pytest.fixture(scope="module")
def demo(demo_authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The made-up authority, open for the tests of a module that only ask."""
    copy = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    with Store.open(shutil.copyfile(demo_authority, copy)) as opened:
        yield opened
