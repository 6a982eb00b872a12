"""Print the path of a Chrome or Chromium that starts, for the browser tests.

Looked for, in this order: the MWM_BROWSER environment variable, the usual program names, the usual places
on macOS, and a browser that Playwright has downloaded. With --install, a missing browser is installed:
Debian's own package where that can be done without a password, otherwise Playwright's download.

The path goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "MWM_BROWSER"
PROGRAM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
MACOS_APPS = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# Names of the programs inside Playwright's download folders: Linux, macOS (older and newer).
PLAYWRIGHT_PROGRAMS = (
    "chrome-linux*/chrome",
    "chrome-mac*/Chromium.app/Contents/MacOS/Chromium",
    "chrome-mac*/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
)
START_SECONDS = 60
HELP = f"""\
To mend this, do one of these:
  - install Chrome or Chromium (on Debian: sudo apt-get install chromium)
  - download one: .venv/bin/python -m playwright install --with-deps chromium
  - name one you have: {VARIABLE}=/path/to/chrome make test"""


class BrowserError(Exception):
    """There is no usable browser; the message says why and what to do."""


def say(message: str) -> None:
    """Tell the person at the terminal, leaving standard output to the path."""
    print(message, file=sys.stderr, flush=True)


def fault(path: str) -> str | None:
    """Return why the browser at this path cannot be used, or None when it starts."""
    with tempfile.TemporaryDirectory(prefix="mwm-browser-", ignore_cleanup_errors=True) as profile:
        command = [
            path,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={profile}",
            "--dump-dom",
            "about:blank",
        ]
        try:
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, capture_output=True, timeout=START_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return f"it did not answer within {START_SECONDS} seconds"
        except OSError as error:
            return error.strerror or str(error)
    if b"<html" in done.stdout:
        return None
    last_words = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return ": ".join([f"it did not show an empty page (exit code {done.returncode})", *last_words])


def playwright_folder() -> Path:
    """Return the folder into which Playwright downloads browsers."""
    chosen = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if chosen and chosen != "0":
        return Path(chosen).expanduser()
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ms-playwright"


def playwright_browsers() -> Iterator[str]:
    """Yield the browsers Playwright has downloaded, newest first."""
    folders = playwright_folder().glob("chromium-*")
    for folder in sorted(folders, key=lambda found: (len(found.name), found.name), reverse=True):
        for program in PLAYWRIGHT_PROGRAMS:
            yield from (str(path) for path in folder.glob(program))


def candidates() -> Iterator[str]:
    """Yield the browsers on this computer, best first."""
    for name in PROGRAM_NAMES:
        path = shutil.which(name)
        if path:
            yield path
    for root in (Path("/Applications"), Path.home() / "Applications"):
        for app in MACOS_APPS:
            if (root / app).is_file():
                yield str(root / app)
    yield from playwright_browsers()


def find(faults: dict[str, str]) -> str | None:
    """Return the first browser that starts; note those that do not, with the reason, in `faults`."""
    for path in candidates():
        if path in faults:
            continue
        reason = fault(path)
        if reason is None:
            return path
        faults[path] = reason
    return None


def run(command: list[str]) -> bool:
    """Run an installation command, its output on standard error; return whether it succeeded."""
    say("$ " + " ".join(command))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode == 0
    except OSError as error:
        say(str(error))
        return False


def as_root() -> list[str] | None:
    """Return what to put before a command that must run as root, or None when that needs a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def is_debian() -> bool:
    """Return whether this is Debian itself, whose package is called chromium (Ubuntu's needs snap)."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return any(line.replace('"', "") == "ID=debian" for line in lines) and shutil.which("apt-get") is not None


def install(faults: dict[str, str]) -> str | None:
    """Install a browser and return its path, or None when nothing helped."""
    say("No Chrome or Chromium that starts was found. Installing one for the browser tests.")
    root = as_root()
    if root is not None and is_debian():
        run([*root, "apt-get", "update", "--quiet"])
        if run([*root, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", "chromium"]):
            faults.clear()  # a browser may start now that its libraries are there
            found = find(faults)
            if found:
                return found
    # Where it may, Playwright also installs the system libraries the browser needs.
    with_libraries = ["--with-deps"] if root is not None and sys.platform.startswith("linux") else []
    if run([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]):
        faults.clear()
    return find(faults)


def browser(*, may_install: bool) -> str:
    """Return the path of a browser that starts."""
    chosen = os.environ.get(VARIABLE)
    if chosen:
        path = shutil.which(chosen)
        reason = fault(path) if path else "there is no such program"
        if path is None or reason is not None:
            raise BrowserError(f"{VARIABLE}={chosen} cannot be used: {reason}\n{HELP}")
        return path
    faults: dict[str, str] = {}
    found = find(faults) or (install(faults) if may_install else None)
    if found:
        return found
    tried = "".join(f"  {path}: {reason}\n" for path, reason in faults.items())
    what = f"These browsers were found, but do not start:\n{tried}" if tried else "No Chrome or Chromium was found.\n"
    raise BrowserError(what + HELP)


def main() -> int:
    """Print the path of a browser; return the exit code."""
    parser = argparse.ArgumentParser(description="Print the path of a Chrome or Chromium that starts.")
    parser.add_argument("--install", action="store_true", help="install one when there is none")
    try:
        print(browser(may_install=parser.parse_args().install))
    except BrowserError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
