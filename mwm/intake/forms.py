"""What feedback and supervision refer to, as tables that SQL can join: forms and rubrics, items, and a file's cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mwm.framework import Form, Framework
from mwm.intake.places import quoted
from mwm.intake.staging import GRADE_PREFIX, Staged

if TYPE_CHECKING:
    import pyarrow as pa


def form_tables(staged: Staged, framework: Framework) -> dict[str, pa.Table]:
    """The tables that statements about feedback join, by the name under which they are lent; none for most kinds.

    form: form_key, form_version, is_newest, hint (all versions). form_item: form_key, form_version, item, lowest,
    highest, step, hint (the scale in words). form_word: form_key, form_version, column_name, word, hint (all that the
    form has); a form without a list takes any word. file_item: item, those that the file has a column for. answer:
    row_number, item, given: the cells of the items that are filled in. For supervision the same under other names:
    rubric (rubric_key, rubric_version …), rubric_item, file_item and given_grade; rubrics have no words.
    """
    import pyarrow as pa

    kind = staged.kind
    if not kind.has_items and not kind.has_rubrics:
        return {}
    name = "form" if kind.has_items else "rubric"
    sources = kind.sources(framework)
    forms, items, words = [], [], []
    for source in sources:
        own = {f"{name}_key": source.key, f"{name}_version": source.version}
        versions = [each.version for each in sources if each.key == source.key]
        forms.append({**own, "is_newest": source.version == versions[-1], "hint": quoted(versions)})
        for item in source.items:
            scale = item.scale
            limits = {"lowest": scale.lowest, "highest": scale.highest, "step": scale.step}
            items.append({**own, "item": item.key, **limits, "hint": scale.words})
        lists = {}
        if isinstance(source, Form):
            lists = {"respondent": source.respondents, "mode": source.modes, "time_point": source.time_points}
        words += [
            {**own, "column_name": column, "word": word, "hint": quoted(list(listed))}
            for column, listed in lists.items()
            for word in listed
        ]
    text, number = pa.string(), pa.float64()
    own_types = [(f"{name}_key", text), (f"{name}_version", text)]
    word_types = [("column_name", text), ("word", text), ("hint", text)]
    scale_types = [("lowest", number), ("highest", number), ("step", number)]
    tables = {
        name: pa.Table.from_pylist(forms, pa.schema([*own_types, ("is_newest", pa.bool_()), ("hint", text)])),
        f"{name}_item": pa.Table.from_pylist(
            items, pa.schema([*own_types, ("item", text), *scale_types, ("hint", text)])
        ),
        "file_item": pa.table({"item": pa.array(staged.elements, text)}),
        "answer" if name == "form" else "given_grade": _filled(staged),
    }
    if name == "form":
        tables["form_word"] = pa.Table.from_pylist(words, pa.schema([*own_types, *word_types]))
    return tables


def _filled(staged: Staged) -> pa.Table:
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = [pa.table({"row_number": pa.array([], pa.int64()), "item": _texts([]), "given": _texts([])})]
    for item in staged.elements:
        cells = staged.rows.select(["row_number", GRADE_PREFIX + item]).rename_columns(["row_number", "given"])
        filled = cells.filter(pc.is_valid(cells["given"]))
        named = filled.append_column("item", _texts([item] * len(filled)))
        parts.append(named.select(["row_number", "item", "given"]))
    return pa.concat_tables(parts)


def _texts(values: list[str]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.string())
