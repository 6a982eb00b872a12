"""Serving the dashboard from this process, with what the first visitor needs already imported and prepared."""

from __future__ import annotations

import importlib
import os
import threading
import time
from pathlib import Path

from mwm.settings import ROOT

# What the first page needs; read in while the visitor's browser still loads its own files.
_NEEDED = ("pandas", "plotly.graph_objects", "mwm.charts.matrix", "mwm.charts.skills", "mwm.ui", "scipy.special")
_FIRST_VISIT = "mwm.ui.first_visit"


def serve(port: int) -> None:
    """Serve app.py on this machine only, until it is stopped. The store is the one that settings() names."""
    from streamlit.web import cli as streamlit_cli

    os.chdir(ROOT)  # where Streamlit looks for .streamlit/config.toml
    threading.Thread(target=_get_ready, name="first page", daemon=True).start()
    options = [f"--server.port={port}", "--server.address=127.0.0.1"]
    streamlit_cli.main(["run", str(Path(ROOT, "app.py")), *options], prog_name="streamlit", standalone_mode=False)


def _get_ready() -> None:
    from streamlit import runtime

    while not runtime.exists():  # the server comes first: until it answers, no browser has anything to load
        time.sleep(0.01)
    for name in _NEEDED:
        importlib.import_module(name)
    importlib.import_module(_FIRST_VISIT).prepare()
