"""The made-up authority: its planted truths, found again by plain pandas, and the published figures beside it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from mwm.demo import DEFAULT_SEED, PLANTED, build_demo, practice
from mwm.demo.authority import MadeUp, make_up
from mwm.demo.organisation import CASE_HOLDERS
from mwm.demo.planted import last_complete_month
from mwm.errors import StoreError
from mwm.framework import load_framework
from mwm.intake import run_checks
from mwm.scope import Month
from mwm.settings import REFERENCE_FOLDER, ROOT
from mwm.store import Store

UNTIL = Month.parse("2026-10")
ELEMENTS = list(load_framework("msw").element_keys)
SUPERVISION_ITEMS = [item.key for item in load_framework("msw").rubrics[0].items]
DFE_FILE = ROOT.parent / "shared" / "data" / "dfe" / "cla_number_and_rate_per_10k_children_2025.csv"


@dataclass(frozen=True)
class Made:
    """The made-up authority as frames. rows: one for each grader. seen: one for each observation, the observer's."""

    source: MadeUp
    rows: pd.DataFrame
    seen: pd.DataFrame
    organisation: pd.DataFrame
    looked_after: pd.DataFrame
    supervision: pd.DataFrame
    coaching: pd.DataFrame


def made(seed: int) -> Made:
    source = make_up(UNTIL, seed=seed)
    rows = pd.concat([table.to_pandas() for table in source.observations()], ignore_index=True)
    rows["month"] = rows["observed_on"].str[:7]
    rows["grader"] = rows["grader_id"].fillna(rows["observer_id"])
    rows[ELEMENTS] = rows[ELEMENTS].astype(float)
    return Made(
        source=source,
        rows=rows,
        seen=rows[rows["grader_id"].isna()],
        organisation=source.teams_and_workers().to_pandas(),
        looked_after=source.looked_after().to_pandas(),
        **{kind: table.to_pandas() for kind, table in source.supervision(load_framework("msw")).items()},
    )


@pytest.fixture(scope="module", params=[DEFAULT_SEED, 7, 99], ids="seed {}".format)
def demo(request: pytest.FixtureRequest) -> Made:
    return made(request.param)


@pytest.fixture(scope="module")
def usual() -> Made:
    return made(DEFAULT_SEED)


def change(rows: pd.DataFrame, month: Month) -> pd.Series:
    """Average from a month on less the average before it, for each element."""
    after = rows["month"] >= str(month)
    return rows.loc[after, ELEMENTS].mean() - rows.loc[~after, ELEMENTS].mean()


def test_same_seed_gives_the_same_rows(usual: Made) -> None:
    again = made(DEFAULT_SEED)
    pd.testing.assert_frame_equal(again.rows, usual.rows)
    pd.testing.assert_frame_equal(again.organisation, usual.organisation)
    pd.testing.assert_frame_equal(again.looked_after, usual.looked_after)
    pd.testing.assert_frame_equal(again.supervision, usual.supervision)
    pd.testing.assert_frame_equal(again.coaching, usual.coaching)


def test_another_seed_gives_other_rows(usual: Made) -> None:
    assert not made(7).rows[ELEMENTS].equals(usual.rows[ELEMENTS])


def test_training_shows_in_its_service_area_and_elements_only(demo: Made) -> None:
    area = demo.seen[demo.seen["service_area"] == PLANTED.training_service_area]
    found = change(area, PLANTED.training_month(UNTIL))
    trained = list(PLANTED.training_elements)
    assert found[trained].between(PLANTED.training_level - 0.12, PLANTED.training_level + 0.12).all()
    assert found.drop(trained).abs().max() < 0.15


def test_youth_justice_does_not_change(demo: Made) -> None:
    area = demo.seen[demo.seen["service_area"] == PLANTED.unchanged_service_area]
    found = change(area, PLANTED.training_month(UNTIL))
    assert found.abs().max() < 0.3
    assert abs(found.mean()) < 0.15


def test_levels_are_those_of_published_studies(demo: Made) -> None:
    """2.49 without and 2.91 with training in Forrester et al. (2018)."""
    area = demo.seen[demo.seen["service_area"] == PLANTED.training_service_area]
    after = area["month"] >= str(PLANTED.training_month(UNTIL))
    trained = list(PLANTED.training_elements)
    assert area.loc[~after, trained].mean().mean() == pytest.approx(2.49, abs=0.08)
    assert area.loc[after, trained].mean().mean() == pytest.approx(2.91, abs=0.08)
    assert demo.seen.groupby("service_area")[ELEMENTS].mean().max().max() < 3


def test_one_grader_is_lenient_and_the_others_are_not(demo: Made) -> None:
    several = demo.rows[demo.rows.groupby("observation_id")["grader"].transform("nunique") > 1]
    apart = several[ELEMENTS].mean(axis=1) - several.groupby("observation_id")[ELEMENTS].transform("mean").mean(axis=1)
    # A grader is one of the three that the average is over, so the difference from the other two is half as much again.
    by_grader = (apart * 1.5).groupby(several["grader"]).mean()
    assert by_grader[PLANTED.lenient_grader] == pytest.approx(PLANTED.lenient_level, abs=0.15)
    assert by_grader.drop(PLANTED.lenient_grader).abs().max() < 0.3


def test_one_team_dips_in_one_element(demo: Made) -> None:
    team = demo.seen[demo.seen["team"] == PLANTED.dip_team]
    found = change(team, PLANTED.dip_month(UNTIL))
    assert found[PLANTED.dip_element] == pytest.approx(PLANTED.dip_level, abs=0.3)
    assert found.drop(PLANTED.dip_element).abs().max() < 0.35


def test_one_service_area_has_few_observations(demo: Made) -> None:
    share = demo.seen["service_area"].value_counts(normalize=True)
    assert share.idxmin() == PLANTED.thin_service_area
    assert share.min() < 0.06


def test_workers_differ(demo: Made) -> None:
    of_worker = demo.seen.assign(average=demo.seen[ELEMENTS].mean(axis=1)).groupby("worker_id")["average"]
    often = of_worker.mean()[of_worker.size() > 25]
    assert len(often) > 60
    assert 0.22 < often.std() < 0.45


def test_the_same_worker_differs_between_families(demo: Made) -> None:
    """Visits to one family lie closer together than visits of one worker to two families."""
    graded = demo.seen.assign(average=demo.seen[ELEMENTS].mean(axis=1))
    ordered = graded.sort_values(["worker_id", "family_ref"])
    gap = ordered["average"].diff().abs()
    same_worker = ordered["worker_id"] == ordered["worker_id"].shift()
    same_family = ordered["family_ref"] == ordered["family_ref"].shift()
    assert gap[same_family].mean() < gap[same_worker & ~same_family].mean() - 0.05


def test_about_a_fifth_is_graded_by_three_people(demo: Made) -> None:
    graders = demo.rows.groupby("observation_id")["grader"].agg(["size", "nunique"])
    assert set(graders["size"]) == {1, 3}
    assert (graders["size"] == graders["nunique"]).all()
    assert (graders["size"] == 3).mean() == pytest.approx(PLANTED.double_graded, abs=0.03)
    what_is_seen = [key for key in demo.rows.columns if key not in (*ELEMENTS, "grader", "grader_id")]
    assert (demo.rows.groupby("observation_id")[what_is_seen].nunique() <= 1).all().all()


def test_augusts_are_quiet_and_some_months_are_missing(demo: Made) -> None:
    by_month = demo.seen.groupby("month").size()
    august = by_month.index.str.endswith("-08")
    assert by_month[august].mean() < 0.5 * by_month[~august].mean()
    first = PLANTED.first_month(UNTIL)
    silent = {str(first.plus(month)) for month in PLANTED.silent_months}
    assert not silent & set(demo.seen.loc[demo.seen["team"] == PLANTED.silent_team, "month"])
    assert by_month.index.min() == str(first)
    assert by_month.index.max() == str(UNTIL)


def test_new_teams_are_not_observed_before_they_open(demo: Made) -> None:
    opening = str(PLANTED.new_team_month(UNTIL).first_day)
    teams = demo.organisation[demo.organisation["worker_id"].isna()].set_index("team")
    first_seen = demo.seen.groupby("team")["observed_on"].min()
    assert set(first_seen.index) == set(teams.index)
    assert len(teams) == 20
    for team in PLANTED.new_teams:
        assert teams.loc[team, "from"] == opening
        assert first_seen[team] >= opening
        assert (demo.organisation.loc[demo.organisation["team"] == team, "from"] >= opening).all()


def test_every_observed_worker_is_in_that_team_on_that_day(demo: Made) -> None:
    members = demo.organisation.dropna(subset="worker_id").fillna({"to": "9999-12-31"})
    both = demo.seen.merge(members, on=["worker_id", "team", "service_area"])
    inside = both[(both["observed_on"] >= both["from"]) & (both["observed_on"] <= both["to"])]
    assert sorted(inside["observation_id"]) == sorted(demo.seen["observation_id"])


def test_nobody_is_in_two_teams_on_one_day(demo: Made) -> None:
    members = demo.organisation.dropna(subset="worker_id").fillna({"to": "9999-12-31"})
    ordered = members.sort_values(["worker_id", "from"])
    follows = ordered["worker_id"] == ordered["worker_id"].shift()
    assert (ordered["from"] > ordered["to"].shift())[follows].all()
    assert follows.sum() > 20, "some workers move"
    assert ordered["to"].ne("9999-12-31").sum() > 50, "some leave"


def test_it_has_the_size_of_islington(demo: Made) -> None:
    assert len(demo.seen) == practice.OBSERVATIONS
    members = demo.organisation.dropna(subset="worker_id")
    for month in (PLANTED.first_month(UNTIL), UNTIL):
        day = str(month.last_day)
        there = members[(members["from"] <= day) & (members["to"].isna() | (members["to"] >= day))]
        holders = there["role"].ne("practice supervisor").sum()
        assert CASE_HOLDERS - 20 < holders <= CASE_HOLDERS


def test_looked_after_counts_add_up_and_fall_by_7_7_percent(demo: Made) -> None:
    months = demo.looked_after.set_index("month").astype(int)
    assert len(months) == PLANTED.months
    expected = months["looked_after"].shift() + months["started"] - months["ceased"]
    assert (months["looked_after"] == expected)[1:].all()
    assert (months[["started", "ceased"]] >= 0).all().all()
    baseline = months.loc[str(PLANTED.baseline_month(UNTIL)), "looked_after"]
    latest = months.loc[str(UNTIL), "looked_after"]
    assert (baseline, latest) == (352, 325)
    assert round(100 * (latest - baseline) / baseline, 1) == -7.7
    assert months["looked_after"].iloc[: -PLANTED.change_months].std() > 3
    assert months["looked_after"].between(310, 385).all()


def observed_supervision(demo: Made) -> pd.DataFrame:
    """The observers' own rows on the first rubric, with the average of their grades."""
    rows = demo.supervision
    own = rows[(rows["method"] == "observed") & (rows["rubric"] == "msw_supervision") & rows["grader_id"].isna()]
    return own.assign(grade=own[SUPERVISION_ITEMS].astype(float).mean(axis=1))


def test_better_practice_goes_a_little_with_better_supervision_and_feedback(demo: Made) -> None:
    def quarter(months: pd.Series) -> pd.Series:
        return pd.PeriodIndex(pd.to_datetime(months), freq="Q").astype(str)

    seen = demo.seen.assign(average=demo.seen[ELEMENTS].mean(axis=1), quarter=quarter(demo.seen["observed_on"]))
    graded = observed_supervision(demo)
    graded["quarter"] = quarter(graded["supervised_on"])
    together = pd.concat(
        [frame.groupby(["team", "quarter"])[column].mean() for frame, column in ((seen, "average"), (graded, "grade"))],
        axis=1,
    ).dropna()
    assert 0.02 < np.corrcoef(together.T)[0, 1] < 0.5


def test_supervision_uses_both_rubrics_and_their_scales(demo: Made) -> None:
    rubrics = {rubric.key: rubric for rubric in load_framework("msw").rubrics}
    assert set(demo.supervision["rubric"]) == set(rubrics)
    for key, rows in demo.supervision.groupby("rubric"):
        grades = rows[[item.key for item in rubrics[key].items]].astype(float)
        assert set(grades.to_numpy().ravel()) == set(rubrics[key].items[0].scale.points)
    assert not demo.supervision.duplicated(["supervision_id", "grader_id"]).any()


def test_one_item_of_supervision_rises_in_one_service_area(demo: Made) -> None:
    rows = observed_supervision(demo)
    rows = rows[rows["service_area"] == PLANTED.supervision_service_area]
    later = rows["supervised_on"] >= str(PLANTED.supervision_month(UNTIL).first_day)
    grades = rows[SUPERVISION_ITEMS].astype(float)
    found = grades[later].mean() - grades[~later].mean()
    others = found.drop(PLANTED.supervision_item)
    assert found[PLANTED.supervision_item] - others.mean() == pytest.approx(PLANTED.supervision_level, abs=0.25)
    assert others.abs().max() < 0.35


def test_people_think_better_of_their_own_supervision(demo: Made) -> None:
    rows = demo.supervision[demo.supervision["rubric"] == "msw_supervision"]
    grade = rows[SUPERVISION_ITEMS].astype(float).mean(axis=1).groupby(rows["method"]).mean()
    assert 0.5 < grade["self-reported"] - grade["observed"] < 1.1
    assert rows.loc[rows["method"] == "self-reported", "observer_id"].isna().all()


def test_families_that_were_talked_about_are_visited_soon_after(demo: Made) -> None:
    named = demo.supervision[demo.supervision["grader_id"].isna()].dropna(subset="family_ref")
    both = named.merge(demo.seen, on="family_ref")
    days = (pd.to_datetime(both["observed_on"]) - pd.to_datetime(both["supervised_on"])).dt.days
    soon = both[days.between(0, 45)]
    assert len(named) > 300
    assert set(soon["supervision_id"]) == set(named["supervision_id"])
    assert (soon["worker_id"] == soon["supervisee_ids"]).all()


def test_coaching_follows_observed_supervision(demo: Made) -> None:
    both = demo.coaching.merge(demo.supervision.drop_duplicates("supervision_id"), on="supervision_id")
    assert len(both) == len(demo.coaching)
    assert set(both["method"]) == {"observed"}
    assert (both["coached_on"] > both["supervised_on"]).all()
    assert (both["person_id"] == both["supervisor_id"]).all()


def test_more_observations_bring_more_workers_and_the_same_teams(usual: Made) -> None:
    large = make_up(UNTIL, observations=50_001)
    tables = [table.to_pandas() for table in large.observations()]
    rows = pd.concat(tables)
    assert rows["observation_id"].nunique() == 50_001
    assert rows["worker_id"].nunique() > 3 * usual.rows["worker_id"].nunique()
    assert set(rows["team"]) == set(usual.rows["team"])
    assert set(rows["setting"]) == set(usual.rows["setting"])


def test_the_number_of_workers_has_an_upper_bound() -> None:
    assert make_up(UNTIL, observations=200_000).organisation.case_holders.worker_at.shape[1] <= 2_010


def test_many_observations_come_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(practice, "OBSERVATIONS_AT_ONCE", 900)
    tables = [table.to_pandas() for table in make_up(UNTIL, observations=2_000).observations()]
    assert len(tables) == 3
    assert all(table["observation_id"].nunique() <= 900 for table in tables)
    months = [set(table["observed_on"].str[:7]) for table in tables]
    assert not months[0] & months[1]
    assert not months[1] & months[2]
    rows = pd.concat(tables)
    assert rows["observation_id"].nunique() == 2_000
    assert rows["observed_on"].is_monotonic_increasing


def test_one_observation_is_enough() -> None:
    made_up = make_up(UNTIL, observations=1)
    assert sum(table["observation_id"].to_pandas().nunique() for table in made_up.observations()) == 1
    with pytest.raises(ValueError, match="at least one"):
        make_up(UNTIL, observations=0)


def test_the_lists_of_settings_and_elements_are_the_frameworks() -> None:
    framework = load_framework("msw")
    assert set(practice.ELEMENTS) == set(framework.element_keys)
    assert framework.settings == practice.SETTINGS
    assert framework.media == practice.MEDIA
    assert {marker for cell in practice.MARKERS if cell for marker in cell.split("; ")} == set(framework.markers)


def test_a_family_has_the_same_markers_in_all_its_visits(usual: Made) -> None:
    marked = usual.seen.fillna({"markers": ""}).groupby(["service_area", "family_ref"])["markers"]
    assert (marked.nunique() == 1).all()
    shares = usual.seen.groupby("service_area")["markers"].apply(lambda cells: cells.notna().mean())
    assert 0.35 < shares["Children in Need"] < 0.55
    assert shares["Disabled Children's Service"] > 0.8
    assert shares["Youth Justice"] > 0.8


# In a store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "demo.duckdb"
    told: list[tuple[str, float]] = []
    build_demo(path, until=UNTIL, progress=lambda what, share: told.append((what, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with Store.open(path) as opened:
        yield opened


def test_the_store_says_that_it_is_made_up(store: Store) -> None:
    authorities = store.read("intake/ledger/authorities")
    assert list(authorities["authority"]) == [PLANTED.authority]
    assert list(authorities["is_synthetic"]) == [True]
    batches = store.read("questions/data/batch", authority=PLANTED.authority)
    assert list(batches["kind"])[::-1] == [
        "organisation",
        "observations",
        "looked_after",
        "ssda903",
        "indicators",
        "events",
        "targets",
        "baselines",
        "policies",
        "next_steps",
        "supervision",
        "coaching",
        "feedback",
        "comment_reviews",
        "published_figures",
        "neighbours",
        "groups",
    ]
    assert dict(zip(batches["kind"], batches["is_synthetic"], strict=True)) == {
        kind: kind not in ("published_figures", "neighbours") for kind in batches["kind"]
    }
    assert not batches["rows_refused"].any()
    assert sorted(batches["batch_no"]) == list(range(1, len(batches) + 1))


def test_the_store_holds_what_was_made_up(store: Store, usual: Made) -> None:
    months = store.read("questions/looked_after/count_by_month", authority=PLANTED.authority)
    assert list(months["looked_after"]) == list(usual.looked_after["looked_after"].astype(int))
    batches = store.read("questions/data/batch", authority=PLANTED.authority).set_index("kind")
    assert batches.loc["observations", "rows_new"] == len(usual.rows)
    assert batches.loc["supervision", "rows_new"] == len(usual.supervision)
    assert batches.loc["coaching", "rows_new"] == len(usual.coaching)
    assert batches.loc["published_figures", "rows_new"] == len(published())


def test_the_children_are_divided_so_that_the_parts_add_up(store: Store, usual: Made) -> None:
    whole = usual.looked_after.astype({"looked_after": int, "ceased": int})
    for breakdown, column in (("placement", "looked_after"), ("age_band", "looked_after"), ("destination", "ceased")):
        rows = store.read(
            "questions/looked_after/category_by_month",
            authority=PLANTED.authority,
            breakdown=breakdown,
        )
        assert rows.groupby("month")[column].sum().astype(int).tolist() == whole[column].tolist()
        assert (rows.groupby("category")[column].sum() > 0).all()


def test_the_store_has_a_group_of_each_sort(store: Store) -> None:
    scope = {"service_areas": [], "settings": [], "first_month": None, "last_month": None}
    groups = store.read("questions/groups/group", authority=PLANTED.authority, **scope)
    assert list(groups["team_group"]) == ["North patch", "Trained in October 2025"]
    assert list(groups["sort"]) == ["teams", "workers"]
    assert (groups["members"] >= 3).all()
    assert (groups["observations"] > 100).all()


def test_the_store_knows_the_baseline(store: Store) -> None:
    baseline = store.read("questions/looked_after/baseline", authority=PLANTED.authority)
    assert [Month.of(day) for day in baseline["first_month"]] == [PLANTED.baseline_month(UNTIL)]
    assert list(baseline["reason"]) == ["Start of the programme in this made-up example"]


def test_the_store_passes_every_check(store: Store) -> None:
    checks = run_checks(store)
    assert checks
    assert not [check.name for check in checks if check.faults]


def test_made_up_rows_go_into_an_empty_store_only(store: Store) -> None:
    before = store.version
    with pytest.raises(StoreError, match="data in this store already"):
        build_demo(store, until=UNTIL)
    assert store.version == before
    with pytest.raises(StoreError, match="a file of this name already"):
        build_demo(store.path, until=UNTIL)


def test_an_open_store_can_be_filled_and_is_left_open(tmp_path: Path) -> None:
    with Store.open(tmp_path / "small.duckdb", create=True) as small:
        build_demo(small, observations=300, until=UNTIL)
        assert list(small.read("intake/ledger/authorities")["authority"]) == [PLANTED.authority]


def test_the_last_complete_month_is_the_one_before_today() -> None:
    assert last_complete_month(date(2026, 11, 1)) == Month.parse("2026-10")
    assert last_complete_month(date(2027, 1, 31)) == Month.parse("2026-12")


# The published figures


def published(path: Path = REFERENCE_FOLDER / "looked_after_published.csv") -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(area: str, measure: str, release: str | None = None) -> dict[int, float]:
    """By year; of two releases the newer one."""
    rows = [row for row in published() if row["area"] == area and row["measure"] == measure]
    rows = [row for row in rows if release in (None, row["release"])]
    newest = {int(row["year"]): float(row["value"]) for row in sorted(rows, key=lambda row: row["release"])}
    return dict(sorted(newest.items()))


def test_published_islington_counts() -> None:
    counts = {
        "looked_after": [316, 324, 329, 310, 306, 352, 353, 340, 335, 313, 365, 343, 385, 325, 299, 282],
        "started": [131, 151, 140, 150, 152, 220, 208, 198, 184, 153, 186, 140, 202, 132, 124, 126],
        "ceased": [123, 147, 139, 171, 157, 178, 203, 215, 193, 179, 137, 166, 165, 192, 150, 144],
    }
    for measure, expected in counts.items():
        assert figures("Islington", measure) == dict(zip(range(2010, 2026), expected, strict=True))


def test_published_rates() -> None:
    rates = {
        "England": [66, 68, 69, 70, 70, 69, 67],
        "London": [52, 52, 50, 52, 51, 50, 48],
        "Inner London": [62, 63, 61, 64, 61, 62, 59],
    }
    for area, expected in rates.items():
        assert list(figures(area, "rate_per_10000").values()) == expected
    assert list(figures("Islington", "rate_per_10000").values()) == [88, 83, 81, 83, 98, 92, 105, 89, 83, 79]
    assert figures("England", "looked_after") == {2025: 81_770}


def test_published_rates_follow_from_counts_and_population() -> None:
    for release in ("2023", "2024", "2025"):
        population = figures("Islington", "population_0_17", release)
        counts = figures("Islington", "looked_after", release)
        rates = figures("Islington", "rate_per_10000", release)
        assert rates.keys() == counts.keys() == population.keys()
        for year, rate in rates.items():
            assert int(counts[year] / population[year] * 10_000 + 0.5) == rate


def test_revised_figures_stand_beside_the_newer_ones() -> None:
    assert figures("Islington", "looked_after", "2024") == {2024: 298}
    assert figures("Islington", "rate_per_10000", "2024") == {2024: 84}
    assert figures("Islington", "population_0_17", "2024") == {2024: 35_656}
    assert figures("Islington", "rate_per_10000", "2023")[2023] == 90
    assert figures("Islington", "population_0_17", "2023")[2023] == 36_288


def test_published_rows_are_complete_and_single() -> None:
    rows = published()
    keys = ["area_code", "area", "area_level", "region_code", "year", "measure", "value", "symbol", "release", "source"]
    assert list(rows[0]) == keys
    assert all(row[key] for row in rows for key in keys if key not in ("symbol", "region_code"))
    assert all("Open Government Licence v3.0" in row["source"] for row in rows)
    seen = Counter((row["area_code"], row["year"], row["measure"], row["release"]) for row in rows)
    assert max(seen.values()) == 1


def test_figures_of_the_2025_release_are_those_of_the_file_itself() -> None:
    if not DFE_FILE.is_file():
        pytest.skip("the Department for Education's file is not at ../shared/data/dfe")
    with DFE_FILE.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    words = {"on 31 March": "looked_after", "starting": "started", "ceasing": "ceased"}
    found: dict[tuple[str, str, str], str] = {}
    for row in rows:
        code = row["new_la_code"] or row["region_code"] or row["country_code"]
        measure = next(key for word, key in words.items() if word in row["population_type"])
        found[code, row["time_period"], measure] = row["children_count"]
        if measure == "looked_after":
            found[code, row["time_period"], "rate_per_10000"] = row["rate_per_10000"]
            found[code, row["time_period"], "population_0_17"] = row["population_estimate"]
    ours = [row for row in published() if row["release"] == "2025"]
    assert len(ours) == 141
    for row in ours:
        assert found[row["area_code"], row["year"], row["measure"]] == row["value"]
