"""The monthly tables, kept up in the same transaction as the grades that they are made from."""

from __future__ import annotations

from collections.abc import Sequence

from mwm.errors import IntakeError
from mwm.framework import Framework
from mwm.intake.kinds import Kind
from mwm.store import Transaction
from mwm.store.named_sql import all_names


def composites(framework: Framework) -> dict[str, tuple[str, ...]]:
    """Key → elements of every dimension and composite: what has a grade of its own in the monthly tables.

    A key that an element has too is left out: the element's own grade stands there.
    """
    named = {dimension.key: dimension.key for dimension in framework.dimensions}
    found = {
        key: tuple(element.key for element in framework.of_dimension(key))
        for key in named
        if key not in framework.element_keys
    }
    for composite in framework.composites:
        if composite.key not in framework.element_keys:
            found.setdefault(composite.key, composite.elements)
    return found


def lend_parts(transaction: Transaction, framework: Framework, elements: Sequence[str] = ()) -> list[str]:
    """Lend the composites, and for a file the order of its columns of grades. Returns the lent names.

    composite_element: composite, element, elements (how many the composite has). part, for a file with columns for
    these elements: everything that gets a grade of its own from them, numbered from 1, the elements first: part,
    part_no, members (how many elements it has), weights (1 for each column that is one of them, else 0), bits (the sum
    of 1, 2, 4, … for those columns) and part_bit (the same for part_no).
    """
    import pyarrow as pa

    named = composites(framework)
    rows = [(key, element, len(members)) for key, members in named.items() for element in members]
    transaction.lend(
        "composite_element",
        pa.table(
            {
                "composite": pa.array([row[0] for row in rows], pa.string()),
                "element": pa.array([row[1] for row in rows], pa.string()),
                "elements": pa.array([row[2] for row in rows], pa.int64()),
            }
        ),
    )
    if not elements:
        return ["composite_element"]
    parts: dict[str, tuple[str, ...]] = {element: (element,) for element in elements}
    parts |= {key: members for key, members in named.items() if set(members) <= set(elements)}
    if len(parts) > 62:
        raise IntakeError(
            "The framework has more than 62 elements, dimensions and composites together.", where=framework.key
        )
    positions = [[elements.index(member) + 1 for member in members] for members in parts.values()]
    transaction.lend(
        "part",
        pa.table(
            {
                "part": pa.array(list(parts), pa.string()),
                "part_no": pa.array(range(1, len(parts) + 1), pa.int64()),
                "members": pa.array([len(places) for places in positions], pa.int64()),
                "weights": pa.array(
                    [[float(place in places) for place in range(1, len(elements) + 1)] for places in positions],
                    pa.list_(pa.float64()),
                ),
                "bits": pa.array([sum(1 << place - 1 for place in places) for places in positions], pa.int64()),
                "part_bit": pa.array([1 << number for number in range(len(parts))], pa.int64()),
            }
        ),
    )
    return ["composite_element", "part"]


def keep_up_months(transaction: Transaction, kind: Kind, authority: str) -> None:
    """All that an import changes in the monthly tables, once its rows are written; lend_parts comes first."""
    if kind.has_elements:
        recount_grades(transaction)
        number_elements(transaction, authority)
        write_fresh_months(transaction, authority)
    elif kind.regrades:
        recount_grades(transaction)
    if kind.has_elements or kind.regrades:
        rebuild_months(transaction, authority)
        rebuild_marker_months(transaction, authority)
    rebuild_group_months(transaction, authority)


def number_elements(transaction: Transaction, authority: str) -> None:
    """See to it that every element and composite has its bit in worker_month; lend_parts comes first.

    Raises IntakeError where, with all versions of the framework, there are more than fit into one number.
    """
    transaction.run("intake/grades/number_elements", authority=authority)
    if (transaction.read_value("intake/grades/most_bits", authority=authority) or 0) > 62:
        raise IntakeError(
            "All versions of the framework have more than 63 elements, dimensions and composites together.",
            mend="Use a store of its own for the new framework.",
        )


def write_fresh_months(transaction: Transaction, authority: str) -> None:
    """Write the months of which the store has nothing yet, as prepared from the file alone."""
    for name in all_names("intake/fresh_months"):
        transaction.run(name, authority=authority)


def rebuild_months(transaction: Transaction, authority: str) -> None:
    """Work the affected months that are not fresh out again, from the store's rows."""
    if transaction.read_value("intake/rebuilt_months/stale_months"):
        for name in all_names("intake/rebuilt_months/steps"):
            transaction.run(name, authority=authority)


def rebuild_marker_months(transaction: Transaction, authority: str) -> None:
    """The same for the rows of teams of work with case markers; nothing where there are no markers."""
    if transaction.read_value("intake/rebuilt_marker_months/stale_months", authority=authority):
        for name in all_names("intake/rebuilt_marker_months/steps"):
            transaction.run(name, authority=authority)


def rebuild_group_months(transaction: Transaction, authority: str) -> None:
    """Work the rows of groups in affected_group_month out again, once those of the teams are, of all work and of work
    with case markers; nothing without groups.

    A group of teams has the rows of the months whose first day lies in a team's time in the group: what is kept of a
    team is whole months, and so a team that joins in mid-month counts from the next month on. A group of workers has
    the observations whose own day lies in a worker's time in it, because they are known by the day.
    """
    if transaction.read_value("intake/group_months/has_groups", authority=authority):
        for name in all_names("intake/group_months/steps"):
            transaction.run(name, authority=authority)


def recount_grades(transaction: Transaction) -> None:
    """Mark again which grade counts, for the observations in recount."""
    if transaction.read_value("intake/grades/to_recount"):
        transaction.run("intake/grades/recount")
