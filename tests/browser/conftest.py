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
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket, expect, sync_playwright

from mwm.settings import ROOT
from tools.browser import BrowserError, browser

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)  # the answer to a press waits for a server that may be busy


class Server:
    """The dashboard, serving one store."""

    def __init__(self, store: Path, log: Path, port: int) -> None:
        self.port = port
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


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="session")
def own_port() -> int:
    """The port of servers that a test has to itself, one after another: the browser knows its scripts by then."""
    return free_port()


@pytest.fixture
def serve(demo_authority: Path, own_port: int, tmp_path: Path) -> Iterator[Callable[[], Server]]:
    """Start a fresh server on a copy of the made-up authority. Once in a test."""
    servers: list[Server] = []

    def start() -> Server:
        assert not servers
        store = shutil.copyfile(demo_authority, tmp_path / "store.duckdb")
        servers.append(Server(store, tmp_path / "server.log", own_port))
        return servers[0]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def shared(demo_authority: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for all tests that only look. It has a store of its own, because one program may open a store."""
    folder = tmp_path_factory.mktemp("shared")
    store = shutil.copyfile(demo_authority, folder / "store.duckdb")
    server = Server(store, folder / "server.log", free_port())
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


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor, who may read and write the clipboard."""
    made = chromium.new_context(permissions=["clipboard-read", "clipboard-write"])
    made.set_default_timeout(SECONDS * 1000)
    yield made
    made.close()


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Page:
    """The tab that all tests use one after another: in a new one, every page would compile all its scripts again."""
    return context.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A window of 1366 × 768 in the light theme, in which nothing is open and nothing remembered."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.emulate_media(color_scheme="light", reduced_motion="reduce")
    yield tab
    tab.unroute_all()
    if tab.url.startswith("http"):
        tab.evaluate("localStorage.clear(); sessionStorage.clear()")
    tab.context.clear_cookies()
    tab.goto("about:blank")


Receive = Callable[[Page], list[bytes]]


@pytest.fixture
def received() -> Iterator[Receive]:
    """A function: everything that the server sends to a page over its socket, from now on."""
    listening = []

    def listen(page: Page) -> list[bytes]:
        frames: list[bytes] = []

        def keep(frame: str | bytes) -> None:
            frames.append(frame if isinstance(frame, bytes) else frame.encode())

        def hear(socket: WebSocket) -> None:
            socket.on("framereceived", keep)

        page.on("websocket", hear)
        listening.append((page, hear))
        return frames

    yield listen
    for page, hear in listening:
        page.remove_listener("websocket", hear)


def settled(page: Page) -> Page:
    """Wait until the page's script has run, its title is there, no part is a placeholder that is still fetched, and the
    browser has told what it keeps.

    While one page gives way to another, parts of both stand there together for a moment. Playwright gives up at once
    when it finds two where one is expected, so tests say `.first`, or expect a list of one, which is waited for.
    """
    expect(page.locator("h1.mwm-title")).to_have_count(1)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    expect(page.get_by_text("Looking whether this browser")).to_have_count(0)
    return page


def press(page: Page, key: str) -> None:
    """Press a key of present mode, once the page has come to rest and hears it."""
    settled(page)
    expect(page.locator("html[data-keys=heard]")).to_have_count(1)
    page.keyboard.press(key)


def charts_drawn(page: Page, count: int) -> None:
    """Wait until so many charts are drawn."""
    drawn = page.locator(".js-plotly-plot:has(.main-svg .trace)")
    expect(drawn).to_have_count(count)


def headline(page: Page) -> str:
    """The page's sentence."""
    return page.locator("p.mwm-headline").first.inner_text()
