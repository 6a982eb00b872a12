"""The dashboard in a real browser beside a bare Streamlit page with one Plotly chart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, expect, sync_playwright

from mwm.demo import build_demo
from mwm.questions import scope_choices
from mwm.scope import Scope
from mwm.store import Store
from mwm.viewer import LOCAL_VIEWER
from tests.benchmarks.measuring import Line
from tests.benchmarks.serving import SECONDS, Script, Server, bare, ours
from tools.browser import browser

_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_BARE = "bare Streamlit page with one Plotly chart"
_DRAWN = "() => document.querySelector('.js-plotly-plot .scatterlayer path.js-line') !== null"

# Runs in the page before a filter is changed: from the press of the pointer to the first frame in which the first
# chart has another alt text and other lines.
_WATCH = """limit => {
    const look = () => {
        const chart = document.querySelector('.stPlotlyChart');
        const paths = chart ? [...chart.querySelectorAll('.scatterlayer path')] : [];
        return [chart && chart.getAttribute('aria-label'), paths.map(path => path.getAttribute('d')).join()];
    };
    const before = look();
    window.newPicture = new Promise((resolve, reject) => {
        let pressed = null;
        window.addEventListener('pointerdown', () => { pressed = performance.now(); }, {capture: true, once: true});
        const check = () => {
            const [alt, lines] = look();
            if (pressed !== null && alt && lines && alt !== before[0] && lines !== before[1])
                resolve(performance.now() - pressed);
            else requestAnimationFrame(check);
        };
        requestAnimationFrame(check);
        setTimeout(() => reject(new Error('no new picture')), limit);
    });
}"""

Change = Callable[[Page], None]


def measure_app(folder: Path, *, repeats: int, changes: int, sessions: int) -> tuple[list[Line], str]:
    """Cold start, changing a filter, and memory per visitor. Returns the lines and the browser's version."""
    store = folder / "app.duckdb"
    build_demo(store)
    with Store.open(store) as opened:
        areas = scope_choices(opened, LOCAL_VIEWER, Scope()).service_areas
    (folder / "bare").mkdir()
    scripts = {"ours": ours(store), "bare": bare(folder / "bare")}
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=browser(may_install=False), args=_ARGUMENTS)
        lines = _cold_start(chromium, scripts, repeats)
        lines += _new_picture(chromium, scripts, areas, changes)
        lines += _memory(chromium, scripts, sessions)
        version = chromium.version
        chromium.close()
    return lines, version


def _cold_start(chromium: Browser, scripts: dict[str, Script], repeats: int) -> list[Line]:
    healthy: dict[str, list[float]] = {name: [] for name in scripts}
    drawn: dict[str, list[float]] = {name: [] for name in scripts}
    for turn in range(repeats + 1):
        for name, script in scripts.items():
            with Server(script) as server, _visitor(chromium) as page:
                server.wait_until_healthy()
                answered = time.perf_counter() - server.started_at
                _open(page, server)
                seen = time.perf_counter() - server.started_at
                _rest(page)
            if turn:  # the first is the warm-up
                healthy[name].append(answered)
                drawn[name].append(seen)
    first_chart = {name: median(s - h for s, h in zip(drawn[name], healthy[name], strict=True)) for name in scripts}
    return [
        Line(
            "cold start: process to first chart",
            median(drawn["ours"]),
            "s",
            _BARE,
            median(drawn["bare"]),
            at_most_times=1.5,
        ),
        Line("  of which until the server answers", median(healthy["ours"]), "s", _BARE, median(healthy["bare"])),
        Line("  of which from there to the chart", first_chart["ours"], "s", _BARE, first_chart["bare"]),
    ]


def _new_picture(chromium: Browser, scripts: dict[str, Script], areas: tuple[str, ...], changes: int) -> list[Line]:
    taken: dict[str, list[float]] = {name: [] for name in scripts}
    change: dict[str, Change] = {"ours": _service_areas(areas), "bare": _parts()}
    with (
        Server(scripts["ours"]) as our_server,
        Server(scripts["bare"]) as bare_server,
        _visitor(chromium) as our_page,
        _visitor(chromium) as bare_page,
    ):
        pages = {"ours": our_page, "bare": bare_page}
        for name, server in (("ours", our_server), ("bare", bare_server)):
            _rest(_open(pages[name], server.wait_until_healthy()))
        for turn in range(changes + 2):
            for name, page in pages.items():
                page.bring_to_front()  # a tab behind another one draws no frames
                change[name](page)
                spent = page.evaluate("() => window.newPicture")
                _rest(page)
                if turn > 1:  # the first two are the warm-up
                    taken[name].append(spent)
    what = "changing a filter: press to new picture"
    return [Line(what, median(taken["ours"]), "ms", _BARE, median(taken["bare"]), at_most_times=1.5)]


def _service_areas(areas: tuple[str, ...]) -> Change:
    """Switches one service area on or off, so that no choice comes up twice and none is remembered from before."""
    numbers = count(1)

    def change(page: Page) -> None:
        number = next(numbers)
        body = page.get_by_test_id("stPopoverBody")
        if number == 1:
            page.get_by_role("button", name="All service areas").click()
        pill = body.get_by_role("button", name=areas[(number & -number).bit_length() - 1], exact=True)
        expect(pill).to_be_visible()
        page.evaluate(_WATCH, SECONDS * 1000)
        pill.click()

    return change


def _parts() -> Change:
    """Chooses the next entry of the bare page's list of six, which remembers nothing."""
    numbers = count(1)

    def change(page: Page) -> None:
        page.get_by_test_id("stSelectbox").get_by_role("combobox").click()
        option = page.get_by_role("option", name=f"Part {next(numbers) % 6 + 1}", exact=True)
        expect(option).to_be_visible()
        page.evaluate(_WATCH, SECONDS * 1000)
        option.click()

    return change


def _memory(chromium: Browser, scripts: dict[str, Script], sessions: int) -> list[Line]:
    grown = {name: _per_session(chromium, script, sessions) for name, script in scripts.items()}
    if None in grown.values():
        return []
    what = f"memory of the server per extra session (of {sessions})"
    return [Line(what, grown["ours"] or 0.0, "MiB", _BARE, grown["bare"] or 0.0)]


def _per_session(chromium: Browser, script: Script, sessions: int) -> float | None:
    """By how many MiB the server grows with each visitor who stays, after three earlier ones."""
    with Server(script) as server:
        server.wait_until_healthy()
        visitors = [chromium.new_context(viewport={"width": 1366, "height": 768}) for _ in range(sessions + 3)]
        before: float | None = None
        for number, visitor in enumerate(visitors):
            if number == 3:
                before = server.memory()
            _rest(_open(visitor.new_page(), server))
        after = server.memory()
        for visitor in visitors:
            visitor.close()
    return None if before is None or after is None else (after - before) / sessions


@contextmanager
def _visitor(chromium: Browser) -> Iterator[Page]:
    """A new visitor with an empty browser cache."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(SECONDS * 1000)
    yield context.new_page()
    context.close()


def _open(page: Page, server: Server) -> Page:
    """Go to the server's page and wait until its first chart is drawn."""
    page.goto(server.page, wait_until="commit")
    page.wait_for_function(_DRAWN, polling="raf", timeout=SECONDS * 1000)
    return page


def _rest(page: Page) -> Page:
    """Wait until the page's script has run to its end."""
    ended = expect(page.get_by_test_id("stApp"))
    ended.to_have_attribute("data-test-script-state", "notRunning", timeout=SECONDS * 1000)
    return page
