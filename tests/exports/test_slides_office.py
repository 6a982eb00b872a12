"""The standard pack opens in LibreOffice, every slide with its sentence. Without LibreOffice it fails, never skips."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from mwm.exports.slides import Show, slides_file, standard
from mwm.questions import ask, scope_choices
from mwm.scope import Month, Period, Scope
from mwm.store import Store
from mwm.viewer import CAREFUL_VIEWER
from tools.office import OfficeError, office

SCOPE = Scope(period=Period(Month.parse("2023-11"), Month.parse("2026-10")))


@pytest.fixture(scope="module")
def program() -> str:
    try:
        return office(may_install=False)
    except OfficeError as error:
        pytest.fail(str(error))


@pytest.mark.timeout(400)  # the made-up authority is built within it
def test_the_standard_pack_opens_and_says_what_it_should(program: str, demo: Store, tmp_path: Path) -> None:
    elements = scope_choices(demo, CAREFUL_VIEWER, Scope()).names("element")
    shows = [
        Show(wanted, ask(wanted.question, demo, CAREFUL_VIEWER, wanted.scope_within(SCOPE), **wanted.arguments))
        for wanted in standard(elements)
    ]
    file = tmp_path / "pack.pptx"
    file.write_bytes(slides_file(shows, made_on=date(2026, 11, 22)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        capture_output=True,
        timeout=240,
        check=True,
    )
    with pypdfium2.PdfDocument(tmp_path / "pack.pdf") as pdf:
        pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    for show in shows:
        sentence = "".join(show.answer.headline.split())
        assert any(sentence in page for page in pages), show.answer.question
    assert "Howtoreadtheseslides" in pages[-1]
