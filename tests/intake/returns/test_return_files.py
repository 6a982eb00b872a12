"""Parts of the return are told from their columns, and read from CSV, Excel and XML alike."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from mwm.errors import IntakeError
from mwm.intake.returns import day_in_numbers, is_return, is_return_file, read_return, read_return_file
from tests.intake.returns.made import EPISODES, HEADER, as_csv, as_xml, birth, count, episode, figure, files

ROWS = [episode("C1", "10/05/2019"), episode("C2", "01/06/2019", "01/09/2019"), episode("C2", "01/09/2019", RNE="P")]
BIRTHS = [birth("C1"), birth("C2", "01/01/2016")]


def test_episodes_and_header_are_recognised() -> None:
    assert is_return(as_csv(ROWS))
    assert is_return(as_csv(BIRTHS))
    assert is_return(as_xml(ROWS, BIRTHS))
    assert is_return(("\ufeff" + ";".join(EPISODES).lower()).encode())
    assert is_return("\t".join(HEADER).encode("utf-16"))


@pytest.mark.parametrize(
    "start",
    [b"month,looked_after\n2024-04,285\n", b"observation_id,observed_on\n", b"<html>", b"", b"%PDF-1.7", b"\x00\x01"],
)
def test_other_files_are_not(start: bytes) -> None:
    assert not is_return(start)


def test_a_file_that_is_not_there_is_left_to_be_refused_elsewhere(tmp_path: Path) -> None:
    assert not is_return_file(tmp_path / "none.csv")


def test_only_what_counting_needs_is_kept() -> None:
    (file,) = files(("2019-episodes.csv", ROWS))
    assert file.table == "episodes"
    assert not {"HOME_POST", "PL_POST", "URN"} & set(file.rows)
    (file,) = files(("2019-header.csv", BIRTHS))
    assert list(file.rows) == ["row", "CHILD", "DOB"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xml", "utf-16", "semicolons"])
def test_every_form_gives_the_same_counts(kind: str) -> None:
    plain = count(("2019-episodes.csv", ROWS), ("2019-header.csv", BIRTHS))
    if kind == "xml":
        other = count(("2019.xml", as_xml(ROWS, BIRTHS)))
    elif kind == "xlsx":
        other = count(("2019 episodes", workbook(ROWS)), ("2019 header", workbook(BIRTHS)))
    else:
        change = {
            "csv": lambda data: data,
            "utf-16": lambda data: data.decode().encode("utf-16"),
            "semicolons": lambda data: data.replace(b",", b";"),
        }[kind]
        other = count(("2019-e.csv", change(as_csv(ROWS))), ("2019-h.csv", change(as_csv(BIRTHS))))
    assert other.months.equals(plain.months)
    assert figure(plain, "2019-08") == (2, 0, 0)
    assert figure(plain, "2019-08", "age_band", "1 to 4") == (1, 0, 0)


def workbook(rows: list[dict[str, str]]) -> bytes:
    book, content = Workbook(), io.BytesIO()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(content)
    return content.getvalue()


def test_a_workbook_on_disk_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "2019 episodes.xlsx"
    path.write_bytes(workbook(ROWS))
    assert is_return_file(path)
    assert read_return_file(path)[0].table == "episodes"


def test_other_parts_of_the_return_are_told_and_left_out() -> None:
    reviews = [{"CHILD": "C1", "DOB": "20/06/2010", "REVIEW": "01/07/2019", "REVIEW_CODE": "PN1"}]
    uasc = [{"CHILD": "C1", "SEX": "1", "DOB": "20/06/2010", "DUC": ""}]
    result = count(("2019-episodes.csv", ROWS), ("2019-reviews.csv", reviews), ("2019-uasc.csv", uasc))
    told = " ".join(result.joined_table.notes)
    assert "2019-reviews.csv is another part" in told
    assert "2019-uasc.csv is another part" in told
    assert not result.joined_table.has_header


def test_a_missing_column_is_named() -> None:
    rows = [{key: value for key, value in row.items() if key != "LS"} for row in ROWS]
    with pytest.raises(IntakeError, match="The column LS is missing") as refused:
        count(("2019-episodes.csv", rows))
    assert refused.value.where == "2019-episodes.csv"


def test_headers_alone_are_refused() -> None:
    with pytest.raises(IntakeError, match="no file of episodes"):
        count(("2019-header.csv", BIRTHS))


# --- XML ---

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE S903 [<!ENTITY a "looked after"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>
<S903><CHILD><HEADER><CHILDID>&c;</CHILDID></HEADER><EPISODE><DECOM>01/01/2019</DECOM></EPISODE></CHILD></S903>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE S903 SYSTEM "file:///etc/hostname">
<S903><CHILD><EPISODE><DECOM>01/01/2019</DECOM></EPISODE></CHILD></S903>"""
FETCHING = b"""<?xml version="1.0"?><!DOCTYPE S903 [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<S903><CHILD><HEADER><CHILDID>&x;</CHILDID></HEADER><EPISODE><DECOM>01/01/2019</DECOM></EPISODE></CHILD></S903>"""


@pytest.mark.parametrize("data", [BOMB, OUTSIDE, FETCHING], ids=["bomb", "document type", "external entity"])
def test_entities_and_document_types_are_refused_in_one_sentence(data: bytes) -> None:
    assert is_return(data)
    with pytest.raises(IntakeError, match="declares a document type or entities") as refused:
        read_return(data, "2019.xml")
    assert refused.value.what.count(".") == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<S903><CHILD><EPISODE><DECOM>01/01/2019</DECOM>", "damaged or cut off"),
        (b"<S903><CHILD><HEADER><CHILDID>&nbsp;</CHILDID></HEADER></CHILD></S903>", "damaged or cut off"),
        (b"<S903><CHILD><HEADER><CHILDID>1</CHILDID></HEADER></CHILD></S903>", "holds no EPISODE"),
        (b"<S903><CHILD><EPISODE>" + b"<a>" * 40 + b"</a>" * 40 + b"</EPISODE></CHILD></S903>", "nested too deeply"),
        (b"<S903><CHILD><EPISODE><REC>" + b"x" * 5000 + b"</REC></EPISODE></CHILD></S903>", "too long"),
        (b'<?xml version="1.0" encoding="nonsense"?><S903><EPISODE/></S903>', "damaged or cut off"),
    ],
)
def test_xml_that_is_no_sound_return_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(IntakeError, match=words):
        read_return(data, "2019.xml")


def test_a_child_without_an_identifier_never_gets_another_childs() -> None:
    data = as_xml([*ROWS, episode("", "02/02/2019")])
    (episodes, _) = read_return(data, "2019.xml")
    assert episodes.rows["CHILD"].isna().sum() == 1


def test_a_header_of_the_whole_message_does_no_harm() -> None:
    wrapped = as_xml(ROWS, BIRTHS).decode().replace("<S903>", "<M><Header><Year>2020</Year></Header><S903>")
    result = count(("2019.xml", wrapped.replace("</S903>", "</S903></M>").encode()))
    assert result.children == 2
    assert result.without_header == 0


def test_a_return_in_xml_beside_one_in_csv() -> None:
    later = [episode("C1", "10/05/2019", "10/05/2020")]
    result = count(("2019.xml", as_xml(ROWS, BIRTHS)), ("2020-episodes.csv", later))
    assert result.years == [2019, 2020]
    assert figure(result, "2020-05")[2] == 1


def test_placements_inside_and_outside_are_told_where_the_return_has_them() -> None:
    rows = [episode("C1", "10/05/2019", PL_LOCATION="IN"), episode("C2", "10/05/2019", PL_LOCATION="out")]
    by = count(("2019-episodes.csv", [*rows, episode("C3", "10/05/2019", PL_LOCATION="")]))

    assert day_in_numbers(by, date(2020, 1, 1))["by_location"] == {"inside": 1, "outside": 1, "not known": 1}
