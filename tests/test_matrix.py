"""Rows of a matrix in the order of concern."""

from mwm.matrix import WHOLE, Cell, Group, Matrix, Row


def row(key: str, *variations: str | None, values: tuple[float, ...] = (1.0, 2.0, 3.0)) -> Row:
    cells = tuple(Cell(f"u{n}", "ok", values[n], variation=variation) for n, variation in enumerate(variations))
    return Row(key, key.title(), cells, "average", (1.0, 5.0))


def keys(matrix: Matrix) -> list[str]:
    return [row.key for row in matrix.rows]


def test_concerns_come_first_then_improvements_then_no_change_then_too_few() -> None:
    matrix = Matrix(
        ("u0", "u1"),
        (
            Group("One", (row("few", None, None), row("same", "common_cause", None))),
            Group("Two", (row("better", "common_cause", "improvement_high"), row("other", "neutral_low", None))),
            Group("Three", (row("worse", "improvement_low", "concern_low"),)),
        ),
    )
    assert keys(matrix) == ["few", "same", "better", "other", "worse"]
    assert keys(matrix.concerns_first()) == ["worse", "better", "other", "same", "few"]
    assert [group.name for group in matrix.concerns_first().groups] == [""]


def test_ties_keep_their_order_whatever_the_values_and_however_many_concerns() -> None:
    one = row("one", "concern_low", "common_cause", values=(4.9, 4.9))
    many = row("many", "concern_low", "concern_high", values=(1.0, 1.0))
    assert keys(Matrix(("u0", "u1"), (Group("", (one, many)),)).concerns_first()) == ["one", "many"]


def test_further_groups_come_below() -> None:
    whole = Row("children", "Children", (Cell(WHOLE, "ok", 325.0, target=300.0),), "count", (280.0, 360.0))
    matrix = Matrix(("u0",), (Group("One", (row("one", "common_cause"),)),))
    more = matrix.with_groups([Group("Counts", (whole,))])
    assert keys(more) == ["one", "children"]
    assert (matrix.has_targets, more.has_targets) == (False, True)
