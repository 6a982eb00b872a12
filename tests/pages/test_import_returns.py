"""SSDA903 returns on the Import page: dropped together, seen as one import."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.intake.returns.made import SAMPLE, as_csv, as_xml, birth, episode, needs_sample
from tests.pages.conftest import html, run

ROWS = [episode("C1", "10/05/2019"), episode("C2", "01/06/2019", "01/09/2019"), episode("C3", "01/06/2019", LS="V4")]
BIRTHS = [birth("C1"), birth("C2"), birth("C3")]


def upload(test: AppTest, **parts: bytes) -> AppTest:
    test.file_uploader[0].set_value([(name, data, "text/csv") for name, data in parts.items()])
    return test.run()


def press(test: AppTest, label: str) -> AppTest:
    (button,) = [button for button in test.button if button.label == label]
    return button.click().run()


def both(**more: bytes) -> dict[str, bytes]:
    return {"2019-header.csv": as_csv(BIRTHS), "2019-episodes.csv": as_csv(ROWS), **more}


@pytest.mark.usefixtures("nothing")
def test_dropped_together_they_are_one_import() -> None:
    test = upload(run("import"), **both(**{"2020-episodes.csv": as_csv([episode("C1", "10/05/2019", "02/05/2020")])}))
    assert not test.exception
    assert "2 years of SSDA903 returns: 3 episodes of 3 children, 2019/20 and 2020/21." in html(test)
    assert "They would become counts of 24 months" in html(test)
    assert '<th scope="row">31 March 2020</th><td class="number">1</td>' in html(test)
    assert len([button for button in test.button if button.label == "Import"]) == 1
    test = press(test, "Import")
    assert not test.exception
    assert "They became counts of 24 months" in html(test)
    test = press(test, "Undo this import")
    assert not test.exception
    assert "They became" not in html(test)


@pytest.mark.usefixtures("nothing")
def test_the_switches_change_the_preview() -> None:
    test = upload(run("import"), **both())
    assert "Short breaks (legal status V3 or V4) are left out" in html(test)
    test.checkbox(key="returns_short_breaks").check().run()
    assert "Short breaks (legal status V3 or V4) are counted" in html(test)
    assert '<th scope="row">31 March 2020</th><td class="number">2</td>' in html(test)
    test.number_input(key="returns_population").set_value(8000).run()
    assert "2 children were looked after, 2.5 per 10,000" in html(test)


@pytest.mark.usefixtures("nothing")
def test_rows_that_cannot_be_right_stop_until_they_are_left_out() -> None:
    faulty = as_csv([*ROWS, episode("C9", "10/05/2019", "09/05/2019")])
    test = upload(run("import"), **{"2019-episodes.csv": faulty})
    assert '<th scope="row" class="number">5</th><td>DEC</td>' in html(test)
    (button,) = [button for button in test.button if button.label == "Import"]
    assert button.disabled
    test.checkbox(key="returns_good").check().run()
    assert "1 row was left out" in html(test)
    assert "They became counts" in html(press(test, "Import"))


@pytest.mark.usefixtures("nothing")
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (as_csv([episode(start="05/17/2019")]), "month first"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + as_xml(ROWS).split(b"?>", 1)[1], "declares a document type"),
    ],
)
def test_what_cannot_be_taken_is_refused_calmly(data: bytes, words: str) -> None:
    test = upload(run("import"), **{"2019-episodes.csv": data})
    assert not test.exception
    assert 'role="alert"' in html(test)
    assert words in html(test)
    (aside,) = [button for button in test.button if "aside" in button.label]
    assert 'role="alert"' not in html(aside.click().run())


@pytest.mark.usefixtures("nothing")
def test_no_child_is_on_the_page_or_in_what_was_put_aside() -> None:
    rows: list[Any] = [episode("ZQXJKVWQ1", HOME_POST="WZQ9 1ZZ"), episode("ZQXJKVWQ2", start="?")]
    test = upload(run("import"), **{"2019-episodes.csv": as_csv(rows)})
    assert "ZQXJ" not in html(test)
    assert "WZQ9" not in html(test)
    test = press(test, "Put these files aside")
    assert test.session_state["import_returns"] == []
    assert "import_returns_counted" not in test.session_state
    assert "import_returns_tried" not in test.session_state


@needs_sample()
@pytest.mark.usefixtures("nothing")
def test_the_sample_returns() -> None:
    test = upload(run("import"), **{path.name: path.read_bytes() for path in sorted(SAMPLE.glob("*.csv"))})
    assert "5 years of SSDA903 returns: 2,827 episodes" in html(test)
    assert '<th scope="row">31 March 2018</th><td class="number">459</td>' in html(test)
