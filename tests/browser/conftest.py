"""The real program on a port of its own, and a real browser in front of it. A missing browser fails; it never skips."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from mwm.settings import ROOT
from tools.browser import BrowserError, browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)  # the answer to a press waits for a server that may be busy


class Server:
    """The dashboard, serving one store."""

    def __init__(self, store: Path, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.store, self.log = store, log
        self.start()

    def start(self) -> None:
        """Start it, again on the same port where it was stopped."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        options = ["--server.port", str(self.port), "--server.address", "127.0.0.1", "--server.headless", "true"]
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=ROOT,
                env={**os.environ, "MWM_STORE": str(self.store)},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        self._wait(self.log)

    def _wait(self, log: Path) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=1):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)  # between two looks at a server that is starting; it ends when the server answers
        self.stop()
        pytest.fail(f"The dashboard did not start:\n{log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)


@pytest.fixture
def serve(demo_authority: Path, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Start a fresh server on a copy of the made-up authority, as often as asked."""
    servers: list[Server] = []

    def start() -> Server:
        copy = tmp_path / f"store{len(servers)}.duckdb"
        shutil.copyfile(demo_authority, copy)
        servers.append(Server(copy, tmp_path / f"server{len(servers)}.log"))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def shared(demo_authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only look. It has a store of its own, because one program may open a store."""
    folder = tmp_path_factory.mktemp("shared")
    copy = folder / "store.duckdb"
    shutil.copyfile(demo_authority, copy)
    server = Server(copy, folder / "server.log")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chrome or Chromium; without one the tests fail."""
    try:
        path = browser(may_install=False)
    except BrowserError as fault:
        pytest.fail(str(fault))
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


Open = Callable[..., Page]


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor: a window of 1366 × 768 in the light theme, who may read and write the clipboard."""
    made = chromium.new_context(
        viewport={"width": 1366, "height": 768},
        color_scheme="light",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    made.set_default_timeout(SECONDS * 1000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab of that visitor."""
    return context.new_page()


def settled(page: Page) -> Page:
    """Wait until the page's script has run, its title is there, and no part is a placeholder that is still fetched."""
    expect(page.locator("h1.mwm-title")).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    return page


def charts_drawn(page: Page, count: int) -> None:
    """Wait until so many charts are drawn."""
    drawn = page.locator(".js-plotly-plot:has(.main-svg .trace)")
    expect(drawn).to_have_count(count)


def headline(page: Page) -> str:
    """The page's sentence."""
    return page.locator("p.mwm-headline").first.inner_text()
