"""What is prepared before the first visit spares the first visitor, and is nothing that a broken store could stop."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from mwm.questions import skill_trend
from mwm.scope import Scope
from mwm.settings import settings
from mwm.store import Store
from mwm.ui import asking
from mwm.ui.first_visit import prepare
from mwm.viewer import CAREFUL_VIEWER


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("own_copy")
def test_what_may_be_shown_is_settled_before_anybody_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MWM_SMALL_NUMBERS", "hidden")  # as they are unless somebody switches them on
    settings.cache_clear()
    prepare()
    read: list[str] = []
    reads = Store.read

    def counted(self: Store, name: str, /, **parameters: object) -> object:
        read.append(name)
        return reads(self, name, **parameters)

    monkeypatch.setattr(Store, "read", counted)
    assert not skill_trend(asking.store(), CAREFUL_VIEWER, Scope(), element="clarity_about_concerns").is_bare
    assert not [name for name in read if name.startswith("questions/disclosure/")]
    assert gc.get_freeze_count() > 0


def test_without_a_store_there_is_nothing_to_prepare(nothing: Path) -> None:
    prepare()
    assert not nothing.exists()
