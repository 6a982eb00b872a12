"""Options of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mwm.store import Store


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="take the pictures in docs/screenshots again")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new store without anything in it."""
    with Store.open(tmp_path / "store.duckdb", create=True) as opened:
        yield opened
