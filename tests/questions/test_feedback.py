"""What families tell us, beside a plain-Python twin: items, versions, parts, months, groups, response rates, words."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mwm.errors import ScopeError, UsageError
from mwm.framework import load_framework
from mwm.intake import undo
from mwm.questions import (
    ask,
    families_agreement,
    families_comments,
    families_voice,
    families_voice_trend,
)
from mwm.questions.feedback_choices import voice_choices
from mwm.questions.feedback_items import family_forms, items_of
from mwm.questions.feedback_overview import voice_group
from mwm.questions.feedback_reading import arriving_since
from mwm.questions.question import settle
from mwm.scope import Month, Period, Scope
from mwm.stats.association import rank_association
from mwm.store import Store
from mwm.viewer import AUDIENCE, LOCAL_VIEWER
from tests.conftest import Fill
from tests.intake.made import look, observation, send

FORMS = load_framework("tests/data/forms.toml")
PLACES = {"North 1": "Children in Need", "North 2": "Children in Need", "East 1": "Youth Justice"}
FIRST, LAST = Month.parse("2024-01"), Month.parse("2025-12")
GAP = Month.parse("2024-07")  # nobody is asked
Request = dict[str, Any]


def made_up(seed: int, count: int) -> tuple[list[Request], list[dict[str, Any]]]:
    """Requests and observations as rows of files; three versions of one form, one after the other."""
    made = random.Random(seed)
    seen = [
        observation(
            number, observed_on=f"{FIRST.plus(number % 24).first_day + timedelta(days=3)}", evocation=None,
            empathy=None, service_area=PLACES[team], team=team, warmth=str(made.randint(1, 5)),
            candour=str(made.randint(1, 5)),
        )
        for number, team in ((number, made.choice(list(PLACES))) for number in range(60))
    ]  # fmt: skip
    asked: list[Request] = []
    while len(asked) < count:
        month = FIRST.plus(made.randrange(24))
        if month == GAP:
            continue
        form = made.choices(["talk", "young"], [4, 1])[0]
        version = "1" if form == "young" else str(1 + month.minus(FIRST) // 8)
        visit = made.choice(seen) if made.random() < 0.6 else None
        team = visit["team"] if visit else made.choice(list(PLACES))
        outcome = made.choices(["answered", "declined", "asked"], [6, 2, 2])[0]
        who = (
            "young person"
            if form == "young"
            else made.choice(["parent", "parent", "child", *(["worker"] * (version == "3"))])
        )
        row: Request = {
            "feedback_id": f"FB-{len(asked)}", "asked_on": f"{month.first_day + timedelta(days=made.randrange(28))}",
            "service_area": PLACES[team], "team": team, "respondent": who, "outcome": outcome, "form": form,
            "form_version": version, "kind": None, "clear": None, "future": None,
            "mode": made.choice([None, "interview", "online form"]) if form == "talk" else None,
            "time_point": made.choice([None, "at once", "later"]) if form == "talk" else None,
            "worker_id": visit["worker_id"] if visit else None,
            "observation_id": visit["observation_id"] if visit else None,
        }  # fmt: skip
        if outcome == "answered" and form == "young":
            row["future"] = str(made.randint(0, 1))
        elif outcome == "answered":
            row["kind"] = str(made.randint(0, 10))
            top = 10 if version == "1" else 5
            row["clear"] = str(made.randint(1, top)) if made.random() < 0.8 else None
        asked.append(row)
    return asked, seen


REQUESTS, SEEN = made_up(4, 420)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("voice") / "store.duckdb", create=True) as opened:
        assert send(opened, *SEEN, framework=FORMS).status == "imported"
        report = send(opened, *REQUESTS)
        assert report.status == "imported", report.problems[:3]
        group = {"group": "Patch", "team": "North 1", "worker_id": None, "from": "2024-03-15", "to": "2025-02-10"}
        send(opened, group, group | {"team": "East 1", "from": None, "to": None})
        trained = {"group": "Trained", "team": None, "worker_id": None, "from": "2024-03-15", "to": "2025-02-10"}
        send(opened, *(trained | {"worker_id": f"WORKER-{number}"} for number in range(20)))
        yield opened


def day(row: Request) -> date:
    return date.fromisoformat(row["asked_on"])


def month_of(row: Request) -> Month:
    return Month.of(day(row))


def families(rows: Iterable[Request]) -> list[Request]:
    return [row for row in rows if row["respondent"] != "worker"]


def answers(rows: Iterable[Request], item: str, versions: tuple[str, ...]) -> list[float]:
    return [float(row[item]) for row in rows if row[item] is not None and row["form_version"] in versions]


ITEMS = {  # key → form, item, versions, threshold
    "kind": ("talk", "kind", ("1", "2", "3"), 8.0),
    "clear": ("talk", "clear", ("2", "3"), 5.0),
    "clear.1": ("talk", "clear", ("1",), 8.0),
    "future": ("young", "future", ("1",), 1.0),
}


def test_versions_are_counted_together_only_with_the_same_words_on_the_same_scale() -> None:
    found = {item.key: (item.item, item.versions, item.threshold) for item in items_of(FORMS, "talk")}
    assert found == {key: entry[1:] for key, entry in ITEMS.items() if entry[0] == "talk"}
    names = {item.key: item.name for item in items_of(FORMS, "talk")}
    assert names == {
        "kind": "They were kind",
        "clear": "They were clear (versions 2 and 3)",
        "clear.1": "They were clear (version 1)",
    }
    assert list(family_forms(FORMS)) == ["talk", "young"]


def test_other_words_on_the_same_scale_are_another_item() -> None:
    from mwm.framework import parse_framework

    text = FORMS.source.replace('name = "They were kind"', 'name = "They were friendly"', 1)
    keys = [(item.key, item.versions) for item in items_of(parse_framework(text, where="x"), "talk")]
    assert keys == [("kind", ("2", "3")), ("clear", ("2", "3")), ("kind.1", ("1",)), ("clear.1", ("1",))]


PARTS: dict[str, Callable[[Request], str]] = {
    "none": lambda row: "",
    "service_area": lambda row: row["service_area"],
    "team": lambda row: row["team"],
    "respondent": lambda row: row["respondent"],
    "time_point": lambda row: row["time_point"] or "not recorded",
    "mode": lambda row: row["mode"] or "not recorded",
}
SCOPES: dict[str, tuple[Scope, Callable[[Request], bool]]] = {
    "everything": (Scope(), lambda row: True),
    "one area": (Scope(service_areas=("Children in Need",)), lambda row: row["team"] != "East 1"),
    "two teams": (Scope(teams=("North 2", "East 1")), lambda row: row["team"] != "North 1"),
    "a year": (
        Scope(period=Period(Month.parse("2024-11"), Month.parse("2025-10"))),
        lambda row: Month.parse("2024-11") <= month_of(row) <= Month.parse("2025-10"),
    ),
    "a group of teams": (
        Scope(teams=("Patch",)),
        lambda row: (
            row["team"] == "East 1"
            or (row["team"] == "North 1" and date(2024, 3, 15) <= month_of(row).first_day <= date(2025, 2, 10))
        ),
    ),
    "a group of workers": (
        Scope(teams=("Trained",)),
        lambda row: (
            row["worker_id"] in {f"WORKER-{number}" for number in range(20)}
            and date(2024, 3, 15) <= day(row) <= date(2025, 2, 10)
        ),
    ),
}


@pytest.mark.parametrize("which", SCOPES)
@pytest.mark.parametrize("form", ["talk", "young"])
@pytest.mark.parametrize("by", PARTS)
def test_answers_and_response_rates_beside_the_twin(store: Store, which: str, form: str, by: Any) -> None:
    scope, is_inside = SCOPES[which]
    answer = families_voice(store, LOCAL_VIEWER, scope, form=form, by=by)
    rows = families(row for row in REQUESTS if row["form"] == form and is_inside(row))
    assert answer.counts["asked"] == len(rows)
    expected = {}
    for key, (own, item, versions, threshold) in ITEMS.items():
        if own != form or not (key != "clear.1" or answers(rows, item, versions)):
            continue
        for part in {PARTS[by](row) for row in rows}:
            here = [row for row in rows if PARTS[by](row) == part]
            given = answers(here, item, versions)
            done = sum(row["outcome"] == "answered" for row in here)
            expected[key, part] = (
                len(given),
                sum(given) / len(given) if len(given) >= 10 else None,
                100 * sum(value >= threshold for value in given) / len(given) if len(given) >= 10 else None,
                len(here),
                done,
                sum(row["outcome"] == "declined" for row in here),
                100 * done / len(here),
            )
    columns = ("answers", "average", "share", "asked", "answered", "declined", "response_rate")
    found = {
        (row["item"], row.get("part", "")): tuple(None if row[name] != row[name] else row[name] for name in columns)
        for row in answer.rows.to_dict("records")
    }
    assert found == {key: pytest.approx(values) for key, values in expected.items()}
    spread = answer.extra["spread"].groupby(["item", "part"])["answers"].sum().to_dict()
    assert spread == {key: values[0] for key, values in expected.items()}
    assert list(answer.rows["item"].unique()) == [key for key in ITEMS if any(key == item for item, _ in expected)]


@pytest.mark.parametrize(("respondent", "time_point"), [("child", None), (None, "later"), ("Parent", "at once")])
def test_only_some_of_those_asked(store: Store, respondent: str | None, time_point: str | None) -> None:
    answer = families_voice(store, LOCAL_VIEWER, Scope(), form="talk", respondent=respondent, time_point=time_point)
    rows = [
        row
        for row in families(REQUESTS)
        if row["form"] == "talk"
        and (respondent is None or row["respondent"] == respondent.lower())
        and (time_point is None or row["time_point"] == time_point)
    ]
    assert answer.counts["asked"] == len(rows)
    assert answer.rows.set_index("item").loc["kind", "answers"] == len(answers(rows, "kind", ("1", "2", "3")))


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
@pytest.mark.parametrize("measure", ["average", "share", "response"])
def test_over_time_beside_the_twin(store: Store, grain: str, measure: Any) -> None:
    answer = families_voice_trend(store, LOCAL_VIEWER, Scope(), form="talk", item="kind", measure=measure, grain=grain)
    rows = families(row for row in REQUESTS if row["form"] == "talk")
    steps = {"month": 1, "quarter": 3, "year": 12}[grain]
    value = {"average": "average", "share": "share", "response": "response_rate"}[measure]
    found = {Month.of(row["month"]): row for row in answer.rows.to_dict("records")}
    first, last = min(map(month_of, rows)), max(map(month_of, rows))
    starts = {first.plus(step) for step in range(last.minus(first) + 1)}
    assert set(found) == {month.plus(-((month.first_day.month - 1) % steps)) for month in starts}
    for month, row in found.items():
        here = [each for each in rows if 0 <= month_of(each).minus(month) < steps]
        given = answers(here, "kind", ("1", "2", "3"))
        done = [each for each in here if each["outcome"] == "answered"]
        assert (row["asked"], row["answered"]) == (len(here), len(done))
        if measure == "response":
            expected = 100 * len(done) / len(here) if here else None
        elif measure == "share":
            expected = 100 * sum(level >= 8 for level in given) / len(given) if given else None
        else:
            expected = sum(given) / len(given) if given else None
        assert (None if row[value] != row[value] else row[value]) == (expected and pytest.approx(expected))
        if expected is not None and row["lower"] == row["lower"]:
            assert row["lower"] <= row[value] <= row["upper"]
    if grain == "month":
        assert found[GAP]["asked"] == 0
        assert math.isnan(found[GAP][value])


def test_the_response_rate_is_judged_with_limits_that_vary_with_those_asked(store: Store) -> None:
    answer = families_voice_trend(store, LOCAL_VIEWER, Scope(), form="talk", measure="response", grain="month")
    judged = answer.rows.dropna(subset=["lower_process_limit"])
    p = judged["answered"].sum() / judged["asked"].sum()
    assert judged["mean"].unique() == pytest.approx([100 * p])
    half = 300 * np.sqrt(p * (1 - p) / judged["asked"])
    assert judged["upper_process_limit"].to_numpy() == pytest.approx(np.minimum(100 * p + half, 100))
    assert answer.extra["chart"] == "p"


def test_all_items_of_the_newest_version_are_judged_at_once(store: Store) -> None:
    answer = families_voice_trend(store, LOCAL_VIEWER, Scope(), form="talk")
    assert set(answer.rows["item"]) == {"kind", "clear"}
    assert answer.headline.startswith(
        "No real change in “They were kind”; too few quarters to judge “They were clear (versions 2 and 3)” across the "
    )


def test_the_form_with_which_most_were_asked_is_taken_where_none_is_named(store: Store) -> None:
    assert families_voice(store, LOCAL_VIEWER, Scope()).extra["form"] == "talk"
    choices = voice_choices(store, LOCAL_VIEWER, Scope(), form="young")
    assert (choices.form, choices.forms) == ("young", {"talk": "After a talk", "young": "Young people"})
    assert voice_choices(store, LOCAL_VIEWER, Scope(), form="nothing").form == "talk"
    assert voice_choices(store, LOCAL_VIEWER, Scope()).respondents == ("parent", "child")


def test_names_that_there_are_not_are_offered_the_nearest(store: Store) -> None:
    for wrong in ({"form": "tolk"}, {"form": "talk", "item": "kin"}, {"form": "talk", "respondent": "worker"}):
        with pytest.raises(ScopeError) as refusal:
            families_voice(store, LOCAL_VIEWER, Scope(), **wrong)
        assert refusal.value.mend
    with pytest.raises(UsageError, match="p chart is for shares"):
        families_voice_trend(store, LOCAL_VIEWER, Scope(), chart="p")


def test_few_answers_are_called_few_and_none_none(store: Store) -> None:
    day_of_one = Period(Month.parse("2024-08"), Month.parse("2024-08"))
    few = families_voice(store, LOCAL_VIEWER, Scope(teams=("East 1",), period=day_of_one), form="talk")
    assert few.status == "thin"
    assert few.headline.startswith("Too few answers to say in East 1: ")
    none = families_voice(store, LOCAL_VIEWER, Scope(period=Period(GAP, GAP)))
    assert (none.status, none.headline) == ("empty", "No feedback is recorded yet across the service in Jul 2024.")
    for name in ("families-voice", "families-voice-trend", "families-agreement", "families-comments"):
        assert ask(name, store, LOCAL_VIEWER, Scope(period=Period(GAP, GAP))).headline


def test_settings_do_not_narrow_feedback_and_the_answer_says_so(store: Store) -> None:
    answer = families_voice(store, LOCAL_VIEWER, Scope(settings=("home visit",)))
    assert answer.counts["asked"] == families_voice(store, LOCAL_VIEWER, Scope()).counts["asked"]
    assert "not narrowed by them" in " ".join(answer.caveats)
    assert answer.scope.settings == ()


def test_the_method_names_form_and_versions(store: Store) -> None:
    said = families_voice(store, LOCAL_VIEWER, Scope(), form="talk").method.definition
    for words in ("“After a talk” (versions 1, 2 and 3)", "parent, child themselves", "never mixed"):
        assert words in said


def test_a_month_may_still_change_until_it_has_ended_and_its_answers_are_in() -> None:
    last = Month.parse("2026-10")
    assert arriving_since(None, last, "average") is None
    assert arriving_since(datetime(2026, 10, 31, 9), last, "average") == date(2026, 10, 1)
    assert arriving_since(datetime(2026, 11, 1, 9), last, "average") is None
    assert arriving_since(datetime(2026, 11, 20, 9), last, "response") == date(2026, 10, 1)
    assert arriving_since(datetime(2026, 10, 20, 9), last, "response") == date(2026, 9, 1)
    assert arriving_since(datetime(2026, 11, 29, 9), last, "response") is None


# The same visit through different eyes


def test_views_of_the_same_visit_beside_the_twin(store: Store) -> None:
    answer = families_agreement(store, LOCAL_VIEWER, Scope())
    scales = {("kind", version): (0, 10) for version in "123"} | {
        ("clear", "1"): (0, 10),
        ("clear", "2"): (1, 5),
        ("clear", "3"): (1, 5),
    }
    about = {"kind": "warmth", "clear": "candour"}
    views: dict[tuple[str, str], dict[str, list[float]]] = {}
    for row in REQUESTS:
        if row["form"] != "talk" or row["observation_id"] is None or row["time_point"] == "later":
            continue
        for item, element in about.items():
            if row[item] is not None:
                low, high = scales[item, row["form_version"]]
                eyes = "worker" if row["respondent"] == "worker" else "family"
                visit = views.setdefault((row["observation_id"], element), {})
                visit.setdefault(eyes, []).append((float(row[item]) - low) / (high - low))
    for (visit, element), eyes in views.items():
        (seen,) = [row for row in SEEN if row["observation_id"] == visit]
        eyes["observer"] = [(float(seen[element]) - 1) / 4]
    for row in answer.rows.to_dict("records"):
        first, second = row["pair"].split("_")
        pairs: dict[str, list[tuple[float, float]]] = {}
        for (visit, element), eyes in views.items():
            if first in eyes and second in eyes and row["element"] in (element, "together"):
                pairs.setdefault(visit, []).append((np.mean(eyes[first]), np.mean(eyes[second])))
        both = np.array([np.mean(each, axis=0) for each in pairs.values()])
        assert row["visits"] == len(both)
        if len(both) >= 10:
            link = rank_association(both[:, 0].round(9), both[:, 1].round(9))
            assert row["correlation"] == pytest.approx(link.value)
            assert row["difference"] == pytest.approx(100 * np.mean(both[:, 0] - both[:, 1]))
            assert row["lower"] <= row["correlation"] <= row["upper"]
        else:
            assert math.isnan(row["correlation"])
            assert row["verdict"] == "too_few"
    assert set(answer.rows["pair"]) == {"family_observer", "family_worker", "worker_observer"}


def test_what_is_missing_for_agreement_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Store.open(tmp_path_factory.mktemp("missing") / "store.duckdb", create=True) as store:
        send(store, *SEEN, framework=FORMS)
        send(store, *(row for row in REQUESTS if row["respondent"] == "parent" and row["form"] == "talk"))
        answer = families_agreement(store, LOCAL_VIEWER, Scope())
        assert set(answer.rows["pair"]) == {"family_observer"}
        assert "No worker’s own view of these visits is recorded, so theirs is missing." in answer.caveats


# In their own words


def tell(store: Store) -> None:
    send(store, *SEEN[:3], framework=FORMS)
    send(store, {"policy": "free_text", "value": "kept", "reason": "Because"})
    chosen = [row for row in REQUESTS if row["outcome"] == "answered" and row["team"] == SEEN[0]["team"]]
    family = [row for row in chosen if row["respondent"] == "parent"][:3]
    worker = [row for row in chosen if row["respondent"] == "worker"][:1]
    comments = ("They listened.", "They were late.", "Tea at number 7.", "A worker's own words.")
    rows = [
        row | {"comment": words, "observation_id": None} for row, words in zip(family + worker, comments, strict=True)
    ]
    assert send(store, *rows).status == "imported"


@pytest.fixture
def told(store_with: Callable[[Fill], Store]) -> Store:
    return store_with(tell)


def comments(store: Store, show: Any = "safe") -> list[str]:
    return list(families_comments(store, LOCAL_VIEWER, Scope(), show=show).rows["comment"])


def test_a_comment_shows_only_once_a_person_has_marked_it_as_safe(told: Store) -> None:
    assert comments(told) == []
    assert sorted(comments(told, "waiting")) == ["Tea at number 7.", "They listened.", "They were late."]
    waiting = families_comments(told, LOCAL_VIEWER, Scope(), show="waiting").rows.set_index("comment")["feedback_id"]
    read = send(told, {"feedback_id": waiting["They listened."], "safe_to_show": "yes"}, user="A. Reader")
    send(told, {"feedback_id": waiting["Tea at number 7."], "safe_to_show": "no"}, user="A. Reader")
    answer = families_comments(told, LOCAL_VIEWER, Scope())
    assert list(answer.rows["comment"]) == ["They listened."]
    assert "feedback_id" not in answer.rows
    assert answer.headline == (
        "Of 3 comments across the service, 1 is safe to show, 1 is waiting to be read, 1 is held back."
    )
    history = families_comments(told, LOCAL_VIEWER, Scope(), show="read").rows.set_index("comment")
    assert history["state"].to_dict() == {"They listened.": "safe", "Tea at number 7.": "held_back"}
    assert set(history["marked_by"]) == {"A. Reader"}
    undo(told, str(read.batch_id))
    assert comments(told) == []


def test_no_comment_reaches_an_audience_nor_anybody_once_the_council_keeps_none(told: Store) -> None:
    for show in ("safe", "waiting", "read"):
        with pytest.raises(ScopeError, match="never shown in front of an audience"):
            families_comments(told, AUDIENCE, Scope(), show=show)
    send(told, {"policy": "free_text", "value": "not_kept", "reason": "Because"})
    answer = families_comments(told, LOCAL_VIEWER, Scope(), show="waiting")
    assert (answer.status, len(answer.rows)) == ("empty", 0)
    assert "Comments are not kept." in answer.headline


def test_no_other_question_holds_a_comment_or_an_identifier(told: Store) -> None:
    for name in ("families-voice", "families-voice-trend", "families-agreement"):
        answer = ask(name, told, LOCAL_VIEWER, Scope())
        written = f"{answer.to_json()}{answer.extra}"
        for secret in ("They listened.", "number 7", "FB-", "WORKER", "OBS-"):
            assert secret not in written


# The Overview


@pytest.mark.parametrize("by", ["service_area", "team"])
def test_rows_for_the_overview_beside_the_twin(store: Store, by: Any) -> None:
    scope = settle(store, Scope())
    units = sorted(set(PLACES.values() if by == "service_area" else PLACES))
    group = voice_group(store, scope, FORMS, by, units, FIRST, LAST)
    assert group is not None
    assert [(row.key, row.name, row.kind, row.scale) for row in group.rows] == [
        ("talk", "After a talk", "number", (0.0, 100.0)),
        ("young", "Young people", "average", (0.0, 1.0)),
        ("response", "Response rate", "percent", (0.0, 100.0)),
    ]
    later = [row for row in families(REQUESTS) if month_of(row) >= Month.parse("2025-01")]
    for cell in group.rows[0].cells:
        people = []
        for row in later:
            if row["form"] == "talk" and row[by] == cell.unit:
                place = [float(row["kind"]) / 10] if row["kind"] else []
                place += [(float(row["clear"]) - 1) / 4] if row["clear"] and row["form_version"] != "1" else []
                people += [np.mean(place)] if place else []
        assert cell.count == len(people)
        assert cell.value == (pytest.approx(100 * np.mean(people)) if len(people) >= 10 else None)
    for cell in group.rows[2].cells:
        asked = [row for row in later if row[by] == cell.unit]
        done = sum(row["outcome"] == "answered" for row in asked)
        assert (cell.count, cell.value) == (len(asked), pytest.approx(100 * done / len(asked)))
        assert cell.status == "ok"
        assert any(value is not None for value in cell.line)
        assert len(cell.line) == len(cell.icons)


@pytest.mark.parametrize("group", ["Patch", "Trained"])
def test_a_group_has_its_own_column_in_the_overview(store: Store, group: str) -> None:
    scope = settle(store, Scope(teams=(group,)))
    found = voice_group(store, scope, FORMS, "team", [group], FIRST, LAST)
    assert found is not None
    (cell,) = found.rows[-1].cells
    later = Scope(teams=(group,), period=Period(Month.parse("2025-01"), LAST))
    asked = sum(families_voice(store, LOCAL_VIEWER, later, form=form).counts["asked"] for form in ("talk", "young"))
    assert (cell.unit, cell.count) == (group, asked)
    assert asked


def test_without_feedback_the_overview_has_no_such_rows(store: Store) -> None:
    scope = settle(store, Scope())
    assert voice_group(store, scope, FORMS, "team", list(PLACES), GAP, GAP) is None
    no_forms = replace(FORMS, forms=())
    assert voice_group(store, scope, no_forms, "team", list(PLACES), FIRST, LAST) is None


def test_the_store_has_one_version_of_each_request(store: Store) -> None:
    assert look(store, "select count(*), count(distinct feedback_key) from feedback_request") == [(420, 420)]


def test_few_people_asked_are_hidden_with_others_and_declined_never_shows(tmp_path: Path) -> None:
    talks = [row | {"worker_id": row["worker_id"] or f"WORKER-{n % 9}", "time_point": "at once"} for n, row in
             enumerate(REQUESTS) if row["form"] == "talk" and row["respondent"] != "worker"]  # fmt: skip
    ways = ["interview", "online form"] * len(talks)
    asked = [row | {"mode": way} for row, way in zip(talks, ways, strict=False)]
    few = [row for row in asked if row["outcome"] == "declined"][:3]
    asked = [row | {"mode": None} if row in few else row for row in asked]
    with Store.open(tmp_path / "store.duckdb", create=True) as told:
        assert send(told, *SEEN, framework=FORMS).status == "imported"
        report = send(told, *asked)
        assert report.status == "imported", report.problems[:3]
        shown = families_voice(told, LOCAL_VIEWER, Scope(), form="talk", by="mode")
        ((small, _),) = [
            (part, n) for part, n in set(zip(shown.rows["part"], shown.rows["asked"], strict=True)) if n <= 5
        ]
        hidden = families_voice(told, AUDIENCE, Scope(), form="talk", by="mode")
        numbers = hidden.rows.drop_duplicates("part").set_index("part")
        assert set(numbers.index) == {small, "interview", "online form"}
        assert numbers["asked"].notna().sum() == 1, "the smallest other is hidden too, else the sum would tell"
        assert math.isnan(numbers.loc[small, "asked"])
        assert numbers["response_rate"].notna().tolist() == numbers["asked"].notna().tolist()
        assert [status == "c" for status in hidden.statuses()] == hidden.rows["asked"].isna().tolist()
        for answer in (hidden, families_voice_trend(told, AUDIENCE, Scope(), form="talk")):
            assert "declined" not in answer.rows
            assert "Declined" not in answer.table()
            assert answer.counts["declined"] is None
            assert "declined" not in answer.headline


def test_parts_of_which_none_shows_are_hidden_and_not_missing(store: Store) -> None:
    """One month of a form has no way of asking that could be shown by itself."""
    scope = Scope(period=Period(Month.parse("2025-10"), LAST))
    whole = families_voice(store, AUDIENCE, scope, form="talk")
    assert whole.status != "suppressed"
    divided = families_voice(store, AUDIENCE, scope, form="talk", by="respondent")
    assert divided.status == "suppressed"
    assert divided.headline.startswith("Hidden")
    assert families_voice(store, LOCAL_VIEWER, scope, form="talk", by="respondent").status == "ok"
