"""Are fewer children looked after?"""

from __future__ import annotations

import pytest

from mwm.intake import import_file
from mwm.settings import REFERENCE_FOLDER
from mwm.store import Store
from tests.pages.conftest import alts, html, run

pytestmark = pytest.mark.usefixtures("full")


def chart(test) -> str:
    """The main chart as it is sent to the browser."""
    return test.get("plotly_chart")[0].proto.spec


def test_the_planted_fall_is_the_headline():
    written = html(run("looked_after", baseline="2026-02"))
    assert "27 fewer looked after children (LAC), −7.7%, in the 8 months since February 2026" in written


def test_the_baseline_can_be_chosen_and_goes_into_the_address():
    test = run("looked_after", baseline="2026-02")
    (baseline,) = [button for button in test.menu_button if button.key == "choose_looked_after_baseline"]
    baseline.click("2026-09")
    test.run()
    assert "since September 2026" in html(test)
    assert test.query_params["baseline"] == "2026-09"


def test_which_events_are_marked_can_be_chosen_and_goes_into_the_address():
    test = run("looked_after")
    (events,) = [button for button in test.menu_button if button.key == "choose_looked_after_events"]
    assert events.options == [
        "All events",
        "Events: inspection",
        "Events: organisation",
        "Events: training",
        "No events",
    ]
    assert "Inspection" in chart(test)
    events.click("training")
    test.run()
    assert "Training, first group" in chart(test)
    assert "Inspection" not in chart(test)
    assert test.query_params["events"] == "training"


def test_count_rate_and_published_series_have_alt_texts():
    assert [alt.split(".")[0] for alt in alts(run("looked_after"))] == ["Line chart", "Small line chart", "Line chart"]


def test_published_figures_name_their_source_and_areas():
    test = run("looked_after")
    test.pills(key="opened_comparison_lines_chart").set_value(["View as a table"]).run()
    for area in ("Islington", "England", "Inner London", "Camden"):
        assert f'<th scope="row">{area}</th>' in html(test)
    assert "Source:" in html(test)


def test_the_worked_example_is_labelled_and_set_beside_published_counts():
    written = html(run("looked_after"))
    assert "Worked example with made-up counts. The programme reported −7.7% in 8 months." in written
    assert "5 of 15 yearly changes were at least as large" in written


def test_the_target_is_drawn():
    assert "target 333" in chart(run("looked_after"))


def test_any_areas_published_years_can_be_chosen_and_measured_since_a_year():
    test = run("looked_after", series="year", area="E09000007", since="2023")
    assert "Camden: 8 more looked after children (LAC), +4.1%, in the 2 years since 31 March 2023" in html(test)
    assert 'class="mwm-synthetic"' not in html(test)
    test.selectbox(key="choose_area").set_value("E09000019").run()
    assert "Islington: 43 fewer looked after children (LAC), −13.2%" in html(test)
    assert test.query_params["area"] == "E09000019"


def test_months_cannot_be_chosen_where_years_are_shown():
    keys = [each.key for each in run("looked_after", series="year").selectbox]
    assert "scope_from" not in keys
    assert "scope_from" in [each.key for each in run("looked_after").selectbox]


FOLDS = {
    "compare": "79 of every 10,000 children in Islington were looked after (LAC); 67 in England, 59 in Inner London",
    "after": "insufficient to attribute",
    "divided": "children who were looked after at the end of October 2026: fostering",
    "ahead": "in nine of ten simulated futures",
    "practice": "association",
}


@pytest.mark.parametrize("fold", FOLDS)
def test_a_closer_look_is_folded_away_until_somebody_asks(fold: str):
    test = run("looked_after", **{fold: "open"})
    assert FOLDS[fold] in html(test)
    others = [words for name, words in FOLDS.items() if name not in (fold, "practice")]
    assert not any(words in html(test) for words in others)


def test_practice_can_be_moved_later_and_it_says_association_not_cause():
    test = run("looked_after", practice="open", practice_of="empathy")
    test.select_slider(key="choose_looked_after_lag").set_value("6").run()
    assert "6 months later" in html(test)
    assert "Association, not cause" in html(test)
    assert test.query_params["lag"] == "6"


def test_a_store_with_published_figures_alone_works_on_their_years(use_store, tmp_path):
    path = tmp_path / "published.duckdb"
    with Store.open(path, create=True) as store:
        assert import_file(store, REFERENCE_FOLDER / "looked_after_published.csv").status == "imported"
    use_store(path)
    test = run("looked_after", area="E09000019")
    assert "Islington: 61 fewer looked after children (LAC)" in html(test)
    assert "A year below 270, or seven years in a row below 330, would be a real reduction." in html(test)
    assert 'class="mwm-synthetic"' not in html(test)
    assert "Type the name of your council" in html(run("looked_after"))


def test_own_months_alone_need_no_published_figures(use_store, tmp_path):
    path, counts = tmp_path / "own.duckdb", tmp_path / "counts.csv"
    counts.write_text("month,looked_after\n2026-01,300\n2026-02,290\n", encoding="utf-8")
    with Store.open(path, create=True) as store:
        assert import_file(store, counts, authority="Aeton").status == "imported"
    use_store(path)
    test = run("looked_after")
    assert "10 fewer looked after children (LAC), −3.3%, in the month since January 2026" in html(test)
    assert "Published years" not in str(test.main)


def test_it_never_says_because():
    assert "A fall does not show why it fell" in html(run("looked_after"))
