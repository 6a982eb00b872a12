"""Pages run by themselves, as Streamlit's own test runner runs them, on stores filled through the real intake."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from mwm.demo import build_demo
from mwm.scope import Month
from mwm.settings import ROOT, settings

UNTIL = Month.parse("2026-10")


@pytest.fixture(scope="session", autouse=True)
def packages_looked_through_once() -> Iterator[None]:
    """Streamlit looks through every installed package for components before each test: half of what a test took."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small made-up authority with data up to October 2026. Copy it before changing it."""
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    build_demo(path, observations=3000, until=UNTIL)
    return path


@pytest.fixture
def use_store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Point the pages at a store. What was recalled for another store never shows: its path is in every key."""

    def use(path: Path) -> None:
        monkeypatch.setenv("MWM_STORE", str(path))
        settings.cache_clear()

    yield use
    settings.cache_clear()


@pytest.fixture
def full(use_store: Callable[[Path], None], demo_file: Path) -> Path:
    """The made-up authority, to be read only."""
    use_store(demo_file)
    return demo_file


@pytest.fixture
def own_copy(use_store: Callable[[Path], None], demo_file: Path, tmp_path: Path) -> Path:
    """A copy of the made-up authority that a test may change."""
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(demo_file, copy)
    use_store(copy)
    return copy


@pytest.fixture
def nothing(use_store: Callable[[Path], None], tmp_path: Path) -> Path:
    """No store at all yet."""
    path = tmp_path / "none.duckdb"
    use_store(path)
    return path


def run(page: str, **query: str | list[str]) -> AppTest:
    """One page, opened with a link's values."""
    test = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=30)
    for name, value in query.items():
        test.query_params[name] = value
    return sound(test.run())


def sound(test: AppTest) -> AppTest:
    """The page, once it is sure that nothing went wrong behind it."""
    assert not test.exception
    assert "mwm-fault" not in "".join(part.proto.body for part in test.main.get("html"))
    return test


def html(test: AppTest) -> str:
    """Everything that the page wrote as HTML of its own."""
    return "\n".join(part.proto.body for part in test.get("html"))


def alts(test: AppTest) -> list[str]:
    """Alt texts of the charts."""
    return [part.proto.alt for part in test.get("plotly_chart")]
