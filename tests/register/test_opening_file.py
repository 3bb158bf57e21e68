"""Reading an opening register: every line, or every reason why not."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.core.errors import Refusal
from govern.core.words import say
from govern.register import opening_file
from govern.register.opening_file import MEGABYTE, MEGABYTES, MOST_LINES, Reading, complaints_csv, read
from govern.register.opening_refusals import (
    Complaint,
    FileIsEmpty,
    FileIsNotText,
    FileTooLarge,
    HeaderNotUnderstood,
    TooManyLines,
)
from govern.register.opening_values import Homes
from govern.register.rules import PersonKind
from tests.calendar import A_DAY, TODAY

HOMES = Homes(
    constituencies={"workforce": "workforce", "gweithlu": "workforce", "service users": "service_user"},
    parts={("workforce", "care staff"): "care_staff", ("service_user", "carers"): "carers"},
)
HEADER = "name,constituency,member since"
GOOD = "Anne Example,workforce,2019-05-03"


def reading(*lines: str, header: str = HEADER) -> Reading:
    """Read a file of these lines."""
    return read("\n".join([header, *lines]).encode(), homes=HOMES, today=TODAY)


def test_a_line_is_read_whole() -> None:
    header = "Member Number;Full name;Sort name;Type;Class;Part;Joined;E-mail;Address;Date of birth;Adult;Shoe size"
    line = (
        '12;Siân van Dyk;van dyk siân;person;Gweithlu;CARE STAFF;3/5/2019;s@example.org;"1 Road\nTown";1.2.1980;yes;38'
    )

    (one,) = reading(line, header=header).lines

    assert (one.member_no, one.name, one.sorted_as, one.kind) == (12, "Siân van Dyk", "van dyk siân", PersonKind.HUMAN)
    assert (one.constituency, one.part, one.member_since) == ("workforce", "care_staff", date(2019, 5, 3))
    assert (one.email, one.postal_address, one.birth_on, one.is_adult) == (
        "s@example.org",
        "1 Road\nTown",
        date(1980, 2, 1),
        True,
    )


@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_what_stands_between_values_is_found_out(delimiter: str) -> None:
    found = reading(GOOD.replace(",", delimiter), header=HEADER.replace(",", delimiter))

    assert [one.name for one in found.lines] == ["Anne Example"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(f"{HEADER}\nSiân,workforce,2019-05-03".encode(), [], id="UTF-8"),
        pytest.param(f"{HEADER}\nSiân,workforce,2019-05-03".encode("utf-8-sig"), [], id="UTF-8 with its mark"),
        pytest.param(f"{HEADER}\r\nSiân,workforce,2019-05-03\r\n".encode("utf-16"), ["UTF-16"], id="UTF-16"),
        pytest.param(f"{HEADER}\nSiân,workforce,2019-05-03".encode("cp1252"), ["Windows-1252"], id="Windows-1252"),
        pytest.param(f"sep=,\n{HEADER}\nSiân,workforce,2019-05-03".encode(), [], id="after a line that names the sign"),
    ],
)
def test_every_usual_encoding_is_read_and_what_was_assumed_is_said(content: bytes, said: list[str]) -> None:
    found = read(content, homes=HOMES, today=TODAY)

    assert [one.name for one in found.lines] == ["Siân"]
    assert len(found.notes) == len(said)
    assert all(word in str(note) for word, note in zip(said, found.notes, strict=True))


@pytest.mark.parametrize(
    ("content", "refusal", "sentence"),
    [
        pytest.param(b"", FileIsEmpty, "There are no members in this file", id="nothing"),
        pytest.param(HEADER.encode(), FileIsEmpty, "There are no members in this file", id="only a header"),
        pytest.param(b"\n\n  \n", FileIsEmpty, "There are no members", id="blank lines"),
        pytest.param(b"PK\x03\x04\x00\x00", FileIsNotText, "This is not a CSV file", id="a spreadsheet"),
        pytest.param(b"name,\x81\x8d", FileIsNotText, "Save the list as CSV", id="bytes of no encoding"),
        pytest.param(b"\xff\xfe\x00", FileIsNotText, "This is not a CSV file", id="half a letter"),
        pytest.param(
            b"x" * (MEGABYTES * MEGABYTE + 1), FileTooLarge, "The file is larger than 15 megabytes", id="too large"
        ),
        pytest.param(b"a,b,c\n1,2,3", HeaderNotUnderstood, "name, constituency, member since. Add", id="no header"),
        pytest.param(
            f"{HEADER},Full name\n{GOOD},x".encode(), HeaderNotUnderstood, "these columns twice: name. Keep", id="twice"
        ),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(content: bytes, refusal: type[Refusal], sentence: str) -> None:
    with pytest.raises(refusal, match=sentence):
        read(content, homes=HOMES, today=TODAY)


def test_a_file_of_the_largest_size_is_read() -> None:
    blank = "\n" + " " * 99_999
    left = MEGABYTES * MEGABYTE - len(HEADER) - len(GOOD) - 1
    padding = blank * (left // len(blank)) + "\n" * (left % len(blank))

    assert read(f"{HEADER}\n{GOOD}{padding}".encode(), homes=HOMES, today=TODAY).complaints == []


def test_too_many_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening_file, "MOST_LINES", 2)

    assert len(reading(GOOD, GOOD).lines) == 2
    with pytest.raises(TooManyLines, match="The file has more than 2 lines"):
        reading(GOOD, GOOD, GOOD)
    assert MOST_LINES == 200_000


TOMORROW = f"Anne,workforce,{TODAY + A_DAY}"


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        (",workforce,2019-05-03", "name", "Write the member’s name"),
        (f"{'x' * 201},workforce,2019-05-03", "name", "at most 200 characters"),
        ("An\x07ne,workforce,2019-05-03", "name", "Write the member’s name"),
        ("Anne,nowhere,2019-05-03", "constituency", "There is no constituency “nowhere”. Write the code or the name"),
        ("Anne,workforce,2019-02-30", "member since", "Write the day the member joined, such as 2019-05-03"),
        ("Anne,workforce,03/05/19", "member since", "Write the day the member joined"),
        ("Anne,workforce,", "member since", "Write the day the member joined"),
        ("Anne,workforce,1799-12-31", "member since", "Write the day the member joined"),
        (TOMORROW, "member since", "Tuesday 2 June 2026 has not come yet"),
        ("Anne,workforce", "", "This line has 2 values, and the first line names 3 columns"),
        ("Anne,workforce,2019-05-03,more", "", "This line has 4 values"),
        ('"Anne,workforce,2019-05-03', "", "A quotation mark opens here and does not close"),
        ('"An"ne,workforce,2019-05-03', "", "stands within a value"),
        (f"{'x' * 200_000},workforce,2019-05-03", "", "a value is far too long"),
    ],
)
def test_a_line_that_cannot_be_entered_is_named_with_its_column(line: str, column: str, sentence: str) -> None:
    found = reading(GOOD, line)

    assert [(one.line, one.column) for one in found.complaints] == [(3, column)]
    assert sentence in str(found.complaints[0].sentence)
    assert len(found.lines) == 1


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("part", "nowhere", "There is no part “nowhere” of that constituency"),
        ("part", "carers", "There is no part “carers” of that constituency"),
        ("member number", "0", "Write a member number"),
        ("member number", "1000000000", "Write a member number"),
        ("member number", "12a", "Write a member number"),
        ("member number", "٣", "Write a member number"),
        ("e-mail", "anne", "Write an e-mail address"),
        ("address", "x" * 501, "Write an address of at most 500 characters"),
        ("date of birth", "2027-01-01", "Write the day the member was born"),
        ("date of birth", "1890-01-01", "Write the day the member was born"),
        ("date of birth", "31/02/1980", "Write the day the member was born"),
        ("adult", "perhaps", "Write yes if it is confirmed"),
        ("type", "robot", "Write person or body"),
    ],
)
def test_a_value_that_cannot_be_is_complained_of(column: str, value: str, sentence: str) -> None:
    (complaint,) = reading(f"{GOOD},{value}", header=f"{HEADER},{column}").complaints

    assert (complaint.line, complaint.column) == (2, column)
    assert sentence in str(complaint.sentence)


def test_every_wrong_value_of_every_line_is_listed() -> None:
    found = reading(",nowhere,never", GOOD, ",nowhere,2019-05-03")

    assert [(one.line, one.column) for one in found.complaints] == [
        (2, "name"),
        (2, "constituency"),
        (2, "member since"),
        (4, "name"),
        (4, "constituency"),
    ]


def test_a_line_is_counted_as_it_stands_in_the_file() -> None:
    found = reading("", '"Anne\nExample",workforce,2019-05-03', "", ",workforce,2019-05-03")

    assert [one.line for one in found.complaints] == [3, 6]


def test_blank_cells_after_the_last_column_do_no_harm() -> None:
    assert len(reading(f"{GOOD},,").lines) == 1


def test_complaints_come_as_a_file_that_no_spreadsheet_runs() -> None:
    out = complaints_csv([Complaint(2, "=name", say("Write the member’s name."))])

    assert out == "line,column,what to do\r\n2,'=name,Write the member’s name.\r\n"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    with suppress(FileIsEmpty, FileIsNotText):
        found = read(HEADER.encode() + b"\n" + content, homes=HOMES, today=TODAY)
        assert found.lines or found.complaints


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_no_cells_break_the_reading(cells: list[str]) -> None:
    line = ",".join('"' + cell.replace('"', '""').replace("\x00", "") + '"' for cell in cells)

    found = reading(GOOD, line.encode("utf-8", "ignore").decode())

    assert found.lines[0].name == "Anne Example"
    assert len(found.lines) + len({one.line for one in found.complaints}) <= 2
