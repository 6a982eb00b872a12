"""A server of its own for one page: ours as people start it, or the bare one as Streamlit starts it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mwm.settings import ROOT

SECONDS = 60


@dataclass(frozen=True)
class Script:
    """What to serve. folder: where the server is started. page: the address of its first chart."""

    folder: Path
    name: str
    page: str
    store: Path | None = None


def ours(store: Path) -> Script:
    """The dashboard on this store, at its Skills page."""
    return Script(ROOT, "app.py", "/skills", store)


def bare(folder: Path) -> Script:
    """The bare page in a folder of its own, with the dashboard's Streamlit settings."""
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit", ignore=shutil.ignore_patterns("secrets.toml"))
    shutil.copyfile(Path(__file__).with_name("bare_page.py"), folder / "bare_page.py")
    return Script(folder, "bare_page.py", "/")


class Server:
    """A server process that has been started; started_at is the moment before."""

    def __init__(self, script: Script) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._origin = f"http://127.0.0.1:{port}"
        self.page = self._origin + script.page
        if script.store:
            command = [sys.executable, "-m", "mwm", "serve", "--store", str(script.store), "--port", str(port)]
        else:
            command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(port)]
            command += ["--server.address", "127.0.0.1", "--server.headless", "true"]
        self.started_at = time.perf_counter()
        self._process = subprocess.Popen(
            command, cwd=script.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait_until_healthy(self) -> Self:
        """Ask the health address until it answers."""
        while time.perf_counter() < self.started_at + SECONDS and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self._origin}/_stcore/health", timeout=1):
                    return self
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.01)
        raise RuntimeError("the server did not start")

    def memory(self) -> float | None:
        """Resident memory in MiB; None where the system does not say."""
        status = Path(f"/proc/{self._process.pid}/status")
        found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
