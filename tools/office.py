"""Print the path of a LibreOffice that starts, for the tests that open slides in it.

With --install, a missing one is installed from the system's packages (about 20 seconds), where that can be done without
a password. The path goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from tools.browser import as_root, run, say

PROGRAM_NAMES = ("soffice", "libreoffice")
MACOS_PROGRAM = Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
PACKAGE = "libreoffice-impress"
START_SECONDS = 60
HELP = f"""\
To mend this, install LibreOffice Impress.
On Debian and Ubuntu: sudo apt-get install --no-install-recommends {PACKAGE}"""


class OfficeError(Exception):
    """There is no usable LibreOffice; the message says why and what to do."""


def find() -> str | None:
    """Return a LibreOffice that tells its version, or None."""
    found = [path for name in PROGRAM_NAMES if (path := shutil.which(name))]
    for path in [*found, *([str(MACOS_PROGRAM)] if MACOS_PROGRAM.is_file() else [])]:
        try:
            done = subprocess.run([path, "--version"], capture_output=True, timeout=START_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            continue
        if b"LibreOffice" in done.stdout:
            return path
    return None


def install() -> None:
    """Install it where that needs no password."""
    root = as_root()
    if root is None or shutil.which("apt-get") is None:
        return
    say("No LibreOffice was found. Installing Impress for the tests of slides.")
    run([*root, "apt-get", "update", "--quiet"])
    run([*root, "apt-get", "install", "--yes", "--quiet", "--no-install-recommends", PACKAGE])


def office(*, may_install: bool) -> str:
    """Return the path of a LibreOffice that starts. Raises OfficeError."""
    found = find()
    if found is None and may_install:
        install()
        found = find()
    if found is None:
        raise OfficeError(f"No LibreOffice that starts was found.\n{HELP}")
    return found


def main() -> int:
    """Print the path of a LibreOffice; return the exit code."""
    parser = argparse.ArgumentParser(description="Print the path of a LibreOffice that starts.")
    parser.add_argument("--install", action="store_true", help="install one when there is none")
    try:
        print(office(may_install=parser.parse_args().install))
    except OfficeError as error:
        say(str(error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
