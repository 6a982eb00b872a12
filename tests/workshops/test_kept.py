"""Workshops in the store: added, never changed, and every change can be taken back."""

from __future__ import annotations

import pytest

from mwm.errors import StoreError
from mwm.store import Store
from mwm.store.named_sql import all_names, named_sql
from mwm.workshops import Workshop, delete, kept_workshops, load, save, step_of, undo

WORKSHOP = Workshop("One", "About", (step_of(title="A", view="skills", note="Only mine"),))


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "store.duckdb", create=True) as opened:
        yield opened


def test_what_is_saved_is_loaded_again_and_listed(store):
    before = store.version
    name, version = save(store, WORKSHOP, user="me")
    assert load(store, name) == (WORKSHOP, version) == (WORKSHOP, 1)
    (kept,) = kept_workshops(store)
    assert (kept.id, kept.title, kept.steps, kept.saved_by) == (name, "One", 1, "me")
    assert store.version == before  # no answer has to be worked out anew


def test_a_change_is_a_version_and_is_undone_and_done_again(store):
    name, version = save(store, WORKSHOP, user="me")
    save(store, WORKSHOP.renamed("Two"), user="me", of=name, version=version)
    assert kept_workshops(store)[0].title == "Two"
    assert undo(store, name, user="me") == WORKSHOP
    assert load(store, name)[0] == WORKSHOP
    assert undo(store, name, user="me").title == "Two"
    assert len(store.read("workshops/version", workshop_id=name)) == 4


def test_what_is_deleted_is_off_the_list_until_that_is_undone(store):
    name, _ = save(store, WORKSHOP, user="me")
    with pytest.raises(StoreError, match="nothing to undo"):
        undo(store, name, user="me")
    delete(store, name, user="me")
    assert kept_workshops(store) == []
    with pytest.raises(StoreError, match="deleted"):
        load(store, name)
    assert undo(store, name, user="me") == WORKSHOP
    assert load(store, name)[0] == WORKSHOP


def test_two_windows_do_not_overwrite_each_other(store):
    name, version = save(store, WORKSHOP, user="me")
    save(store, WORKSHOP.renamed("Two"), user="me", of=name, version=version)
    with pytest.raises(StoreError, match="another window"):
        save(store, WORKSHOP.renamed("Three"), user="you", of=name, version=version)
    assert load(store, name)[0].title == "Two"


def test_there_is_no_workshop_of_another_name(store):
    with pytest.raises(StoreError, match="not in the store"):
        load(store, "nothing")
    with pytest.raises(StoreError, match="not in the store"):
        save(store, WORKSHOP, user="me", of="nothing", version=1)


def test_queries_keep_to_their_headers(store):
    name, _ = save(store, WORKSHOP, user="me")
    for query in ("current_workshop", "version", "is_there"):
        sql = named_sql(f"workshops/{query}")
        rows = store.read(sql.name, **{key: name for key in sql.parameters})
        assert list(rows.columns) == [column for column, _ in sql.returns]
    assert set(all_names("workshops")) == {
        f"workshops/{each}" for each in ("add_version", "current_workshop", "is_there", "version")
    }
