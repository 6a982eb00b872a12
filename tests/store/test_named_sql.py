"""SQL files say what they take and give, and keep to it."""

import pytest

from mwm.errors import SqlError
from mwm.store.named_sql import all_names, named_sql, parse_sql, strip_comments


def test_every_file_has_a_header_that_fits_its_text() -> None:
    names = all_names("questions", "store", "views", "checks", "intake")
    assert len(names) > 25
    for name in names:
        assert named_sql(name).about.endswith((".", ":")), f"{name} does not say in one sentence what a row is"


def test_every_question_declares_its_columns() -> None:
    for name in all_names("questions", "checks"):
        assert named_sql(name).returns, name


def test_a_file_without_a_header_is_refused() -> None:
    with pytest.raises(SqlError, match="line 1"):
        parse_sql("x", "select 1")


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("-- One row.\nselect :a", "a is used but not declared"),
        ("-- One row.\n-- param a varchar x\nselect 1", "a is declared but not used"),
        ("-- One row.\n-- param a\nselect :a", "line 2"),
    ],
)
def test_parameters_are_checked_when_the_file_is_loaded(source: str, word: str) -> None:
    with pytest.raises(SqlError, match=word):
        parse_sql("x", source)


def test_comments_go_and_texts_stay() -> None:
    assert strip_comments("select '--a :b', 1 -- :c\nfrom t") == "select '--a :b', 1 \nfrom t"
    assert not parse_sql("x", "-- One row.\nselect ':b', 1::int -- :c").parameters


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SqlError, match="no SQL file"):
        named_sql("questions/nothing/of_the_kind")
