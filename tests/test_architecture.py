"""Imports run one way, and each library lives in its own room."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {  # who may import whom, from the outside in
    "app": {"ui", "questions", "answer", "scope", "viewer", "errors"},
    "pages": {
        "indicators",
        "matrix",
        "report",
        "policies",
        "ui",
        "questions",
        "charts",
        "exports",
        "intake",
        "answer",
        "scope",
        "viewer",
        "errors",
        "framework",
    },
    "cli": {
        "workshops",
        "serving",
        "terminal",
        "questions",
        "intake",
        "exports",
        "store",
        "demo",
        "answer",
        "scope",
        "viewer",
        "errors",
        "framework",
        "settings",
    },
    "ui": {
        "symbols",
        "calibration",
        "neutral_names",
        "workshops",
        "report",
        "policies",
        "questions",
        "charts",
        "exports",
        "intake",
        "store",
        "answer",
        "scope",
        "viewer",
        "errors",
        "framework",
        "settings",
    },
    "demo": {"intake", "store", "framework", "scope", "errors", "settings"},
    "intake": {"indicators", "measures", "policies", "store", "framework", "scope", "errors", "settings"},
    "questions": {
        "symbols",
        "indicators",
        "matrix",
        "measures",
        "report",
        "policies",
        "store",
        "stats",
        "disclosure",
        "answer",
        "scope",
        "viewer",
        "errors",
        "framework",
        "settings",
    },
    "charts": {"answer", "matrix", "report", "scope"},
    "exports": {"answer", "charts", "matrix", "report", "scope", "symbols"},
    "stats": {"errors"},
    "store": {"framework", "errors", "settings"},
    "framework": {"measures", "errors", "settings"},
    "measures": {"framework"},  # for types only
    "answer": {"scope", "symbols"},
    "symbols": set(),
    "scope": {"viewer", "errors"},
    "disclosure": {"scope"},
    "viewer": set(),
    "matrix": set(),
    "policies": set(),
    "report": {"answer"},
    "indicators": set(),
    "calibration": {"errors"},
    "workshops": {"store", "errors", "settings"},
    "neutral_names": {"answer"},
    "serving": {"settings"},  # starts the server before anything heavy is imported, mwm.ui included
    "terminal": set(),
    "settings": set(),
    "errors": set(),
    "__main__": {"cli"},
    "__init__": set(),
}
LIBRARIES = {
    "streamlit": {"app", "pages", "ui", "serving"},
    "plotly": {"charts"},
    "sqlalchemy": {"store"},
    "duckdb": {"store"},
}


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] != "mwm" else parts[1]


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


FILES = [ROOT / "app.py", *sorted(ROOT.glob("pages/*.py")), *sorted(ROOT.glob("mwm/**/*.py"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] == "mwm" and len(parts) > 1 and parts[1] != "__version__":
            assert parts[1] == room or parts[1] in ROOMS[room], f"{room} must not import {name}"
        if parts[0] in LIBRARIES:
            assert room in LIBRARIES[parts[0]], f"{parts[0]} belongs to {LIBRARIES[parts[0]]}, not to {room}"


def test_only_settings_reads_the_environment() -> None:
    readers = [path.name for path in FILES if "environ" in path.read_text(encoding="utf-8").replace("environment", "")]
    assert readers == ["settings.py"]


def test_modules_are_named_for_their_subject() -> None:
    assert not [path for path in FILES if path.stem in {"utils", "util", "helpers", "helper", "common", "misc"}]


def test_pages_and_modules_stay_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert not [path.name for path, lines in lengths.items() if lines > (70 if path.parent.name == "pages" else 500)]
