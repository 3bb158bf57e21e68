"""The register through the door: people, members, and an older register brought in."""

import csv
import io
import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.actors import Role
from govern.register import queries
from govern.register.models import Membership, OpeningBatch, Person
from tests.calendar import A_DAY, AT, TODAY
from tests.web.filled_forms import form_of, sent
from tests.web.named import NOBODY, persons
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat, person_of

TOMORROW = TODAY + A_DAY
HEADER = "name,constituency,member since,e-mail,part"
GOOD = "Ada Ash,workforce,2019-05-03,ada@example.org,care_staff"


def upload_of(*lines: str, header: str = HEADER) -> tuple[io.BytesIO, str]:
    """Return a file as a browser sends it."""
    return io.BytesIO("\n".join([header, *lines]).encode()), "members.csv"


def count(secretariat: Secretariat, table: type[Any]) -> int:
    """Return how many rows there are."""
    found: int = secretariat.ask(lambda session: session.scalar(select(func.count()).select_from(table)))
    return found


def person_entered(clerk: Clerk, **typed: Any) -> UUID:
    """Enter somebody and return their id."""
    answer = clerk.send("/people/new", **{"name": "Una Bell", "is_adult": "y"} | typed)
    assert answer.status_code == 303, words_of(answer)
    return UUID(str(answer.location).rsplit("/", 1)[-1])


def decided(secretariat: Secretariat, clerk: Clerk, person: UUID | None = None, **homes: str) -> str:
    """Enter a decision of a general meeting, let the chair say that it is so, and return its id.

    :param person: whom it is about; nobody if nobody is named.
    :param homes: by matter, where they go; if nothing is said, they are admitted to the workforce.
    """
    at = clock.now()
    about = NOBODY
    if person is not None:
        about = persons(secretariat, person, **(homes or {"admission": workforce(secretariat)}))
    named = {f"part_{secretariat.ask(person_of, role=Role.CHAIR)}": "present"}
    minute = {"body": "general_meeting", "minute_reference": "GM/1", "text": "Admitted."}
    decision = clerk.send("/decisions/new", **minute, **named, **about)
    assert decision.status_code == 303, words_of(decision)
    address = str(decision.location)
    secretariat.sit(Role.CHAIR, at=at).send(f"{address}/confirmation", word="so")
    return address.rsplit("/", 1)[-1]


def workforce(secretariat: Secretariat) -> str:
    """Return the first part of the workforce, as the form names it."""
    part = secretariat.ask(constitution.parts)[0]
    return f"{part.constituency_id}/{part.id}"


def admitted(secretariat: Secretariat, clerk: Clerk, person: UUID, **typed: Any) -> TestResponse:
    """Enter somebody as a member of the workforce."""
    usual = {"home": workforce(secretariat)}
    if "decision" not in typed:
        usual["decision"] = decided(secretariat, clerk, person)
    return clerk.send(f"/people/{person}/membership", **usual | typed)


def test_a_person_is_entered_then_admitted_by_decision(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)

    answer = admitted(secretariat, clerk, person)

    assert answer.status_code == 303, words_of(answer)
    page = words_of(clerk.look(str(answer.location)))
    assert "Una Bell" in page
    assert "Monday 1 June 2026" in page
    assert "They are a member from today on" in page
    assert secretariat.ask(queries.active_number, person_id=person, on=TODAY) == 3


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"name": " "}, 422, "Enter the name as the person writes it", id="no name"),
        pytest.param({"email": "una"}, 422, "e-mail address", id="no address"),
        pytest.param({"birth_on": "2031-01-01"}, 409, "cannot be a member’s birth date", id="not born yet"),
        pytest.param({"birth_on": "1980-02-31"}, 422, "Enter a day that exists", id="no such day"),
        pytest.param({"kind": "robot"}, 422, "Choose one of these", id="no such kind"),
        pytest.param({"name": "x" * 201}, 422, "at most 200 characters", id="a long name"),
    ],
)
def test_a_person_who_cannot_be_is_not_entered(
    secretariat: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    before = count(secretariat, Person)

    answer = secretariat.sit().send("/people/new", **{"name": "Una Bell"} | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert count(secretariat, Person) == before


def test_a_change_of_address_shows_both_with_both_dates(secretariat: Secretariat) -> None:
    person = person_entered(secretariat.sit(), postal_address="1 Old Street")
    clerk = secretariat.sit(at=AT + A_DAY * 20)

    answer = clerk.send(f"/people/{person}/correction", postal_address="2 New Street", valid_from=str(TOMORROW))

    assert answer.status_code == 303, words_of(answer)
    page = words_of(clerk.look(f"/people/{person}"))
    assert "1 Old Street" in page
    assert "2 New Street" in page
    assert "Tuesday 2 June 2026" in page
    assert "10am on Sunday 21 June 2026" in page


def test_a_correction_leaves_alone_what_was_not_changed(secretariat: Secretariat) -> None:
    person = person_entered(secretariat.sit(), email="una@example.org", postal_address="1 Road\nTown")
    clerk = secretariat.sit(at=AT + A_DAY)

    clerk.send(f"/people/{person}/correction", name="Una Bell-Smith")

    known = secretariat.ask(queries.person_on, person_id=person, on=TOMORROW)
    assert (known.name, known.email, known.postal_address) == ("Una Bell-Smith", "una@example.org", "1 Road\nTown")
    assert known.adult_confirmed_on == TODAY


@pytest.mark.invariant("INV-01")
def test_somebody_of_unknown_age_waits(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk, is_adult=None)

    answer = admitted(secretariat, clerk, person)

    assert answer.status_code == 409
    assert "Enter this person’s birth date, or confirm that they are an adult" in words_of(answer)


@pytest.mark.parametrize("typed", [{"home": "nowhere"}, {"decision": "none"}, {"home": ""}, {"decision": ""}])
def test_what_was_not_offered_is_not_taken(secretariat: Secretariat, typed: dict[str, str]) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)

    assert admitted(secretariat, clerk, person, **typed).status_code == 422


def test_nothing_is_chosen_beforehand_of_where_somebody_belongs(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)
    decided(secretariat, clerk)

    form = form_of(clerk.look(f"/people/{person}/membership"))

    assert (sent(form)["home"], sent(form)["decision"]) == ("", "")
    whole = str(secretariat.ask(constitution.constituencies)[0].id)
    page = clerk.look(f"/people/{person}/membership")
    assert f'value="{whole}"' not in page.text
    assert "Workforce: Care staff" in words_of(page)


def test_a_line_of_a_divided_constituency_names_its_part(secretariat: Secretariat) -> None:
    upload = upload_of("Ada Ash,workforce,2019-05-03", header="name,constituency,member since")

    answer = secretariat.sit().send("/openings/new", file=upload)

    assert answer.status_code == 422
    assert "“workforce” is divided into parts. Write which in a column “part”: care_staff, other_staff." in words_of(
        answer
    )
    assert count(secretariat, OpeningBatch) == 0


def test_a_membership_ends_on_its_true_day(secretariat: Secretariat) -> None:
    clerk = secretariat.sit(at=AT + A_DAY * 9)
    cath = secretariat.ask(queries.members, on=TODAY).items[0]

    answer = clerk.send(f"/members/{cath.membership_id}/cessation", ground="no_longer_qualifies", on=str(TOMORROW))

    assert answer.status_code == 303, words_of(answer)
    page = words_of(clerk.look(f"/members/{cath.membership_id}"))
    assert (
        "No longer a member. They no longer qualify so today From Tuesday 2 June 2026 on. It became known 8 days later."
        in page
    )
    assert "Record that it ended" not in page
    assert [line.name for line in secretariat.ask(queries.members, on=TOMORROW).items] == ["Sam Secretary"]


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"ground": "expelled", "on": str(TODAY)}, 409, "This needs a decision", id="expelled by nobody"),
        pytest.param({"ground": "resigned", "on": str(TOMORROW)}, 409, "has not come yet", id="tomorrow"),
        pytest.param({"ground": "resigned", "on": "2026-05-31"}, 409, "does not show this membership on", id="before"),
        pytest.param({"ground": "bored", "on": str(TODAY)}, 422, "Choose one of these", id="no such ground"),
        pytest.param({"ground": "resigned", "on": ""}, 422, "Enter the day of the event", id="no day"),
    ],
)
def test_an_end_that_cannot_be_is_refused_in_words(
    secretariat: Secretariat, typed: dict[str, str], status: int, sentence: str
) -> None:
    cath = secretariat.ask(queries.members, on=TODAY).items[0]

    answer = secretariat.sit().send(f"/members/{cath.membership_id}/cessation", **typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert secretariat.ask(queries.members, on=TODAY).total == 2


def test_the_days_of_a_membership_are_told_apart_and_explained(secretariat: Secretariat) -> None:
    cath = secretariat.ask(queries.members, on=TODAY).items[0]

    page = words_of(secretariat.sit().look(f"/members/{cath.membership_id}"))

    assert "Joined on Monday 1 June 2026 Also where that was before" in page
    assert "A member, in Service users and carers: Carers so today From Monday 1 June 2026 on." in page
    assert "Recorded at 10am on Monday 1 June 2026 by" in page


def test_from_a_person_to_a_decision_and_back(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)

    form = clerk.look(f"/people/{person}/membership")
    decision = clerk.look(f"/decisions/{decided(secretariat, clerk, person)}")

    assert 'href="/decisions/new"' in form.text
    assert "Whom it is about Admit Una Bell, Workforce, Care staff" in words_of(decision)
    assert f'href="/people/{person}"' in decision.text
    founding = secretariat.ask(constitution.founders_decision).id
    assert "No person: rules, or other business." in words_of(clerk.look(f"/decisions/{founding}"))


def batch_of(answer: TestResponse) -> str:
    """Return the address of an uploaded file's page."""
    assert answer.status_code == 303, words_of(answer)
    return str(answer.location)


@pytest.mark.invariant("INV-10")
def test_one_officer_uploads_and_another_approves(secretariat: Secretariat) -> None:
    batch = batch_of(secretariat.sit().send("/openings/new", file=upload_of(GOOD)))
    own = secretariat.sit().look(batch)
    assert "You uploaded this file, so somebody else approves it" in words_of(own)

    answer = secretariat.sit(Role.CHAIR, at=AT + A_DAY).send(batch, ending="approval", entries="1")

    assert answer.status_code == 303, words_of(answer)
    assert "Approved by Cath Chair" in words_of(secretariat.sit().look(batch))
    assert secretariat.ask(queries.members, on=TOMORROW).items[0].name == "Ada Ash"
    assert secretariat.ask(queries.members, on=TODAY).total == 2


@pytest.mark.invariant("INV-10")
def test_a_forged_approval_of_one_s_own_upload_is_refused(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    batch = batch_of(clerk.send("/openings/new", file=upload_of(GOOD)))
    token = re.findall(r'name="csrf_token" value="([^"]+)"', clerk.look(batch).text)[0]

    answer = clerk.client.post(f"{batch}/approval", data={"csrf_token": token, "entries": "1"})

    assert answer.status_code == 409
    assert "You uploaded this file, so somebody else has to approve it" in words_of(answer)
    assert count(secretariat, Membership) == 2


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param("2", 409, "The file has 1 entry, which is not the number that you typed", id="another number"),
        pytest.param("one", 422, "Enter a whole number", id="a word"),
        pytest.param("", 422, "Type the number of entries", id="nothing"),
        pytest.param("9" * 50, 422, "This number is too large.", id="a huge number"),
    ],
)
def test_the_approver_types_the_number_of_entries(
    secretariat: Secretariat, typed: str, status: int, sentence: str
) -> None:
    batch = batch_of(secretariat.sit().send("/openings/new", file=upload_of(GOOD)))

    answer = secretariat.sit(Role.CHAIR).send(batch, ending="approval", entries=typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert count(secretariat, Membership) == 2


def test_an_upload_can_be_withdrawn(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    batch = batch_of(clerk.send("/openings/new", file=upload_of(GOOD)))

    answer = clerk.send(batch, ending="withdrawal")

    assert answer.status_code == 303, words_of(answer)
    assert "Withdrawn. Its lines are removed" in words_of(clerk.look(batch))
    assert "withdrawn" in words_of(clerk.look("/openings"))


BAD_FILES = {
    "nothing chosen": (None, 422, "Choose a file first."),
    "an empty file": (b"", 409, "There are no members in this file"),
    "a spreadsheet": (b"PK\x03\x04\x00\x00", 409, "This is not a CSV file"),
    "no header": (GOOD.encode(), 409, "The first line must name these columns"),
    "wrong lines": (f"{HEADER}\n,nowhere,never,,\n{GOOD}".encode(), 422, "1 line of the file needs mending"),
    "an open quotation": (f'{HEADER}\n"Ada,workforce,2019-05-03,'.encode(), 422, "A quotation mark opens here"),
    "too large": (b"x" * (15 * 1024 * 1024 + 1), 413, "The file is larger than 15 megabytes"),
    "larger than any request": (b"x" * (17 * 1024 * 1024), 413, ""),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_brought_in_leaves_nothing(secretariat: Secretariat, name: str) -> None:
    content, status, sentence = BAD_FILES[name]
    typed = None if content is None else (io.BytesIO(content), "members.csv")

    answer = secretariat.sit().send("/openings/new", file=typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert count(secretariat, OpeningBatch) == 0


def test_what_was_assumed_of_a_file_is_said_aloud(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    content = f"{HEADER}\nSiân,workforce,2019-05-03,,care_staff".encode("cp1252")

    batch = batch_of(clerk.send("/openings/new", file=(io.BytesIO(content), "members.csv")))

    page = words_of(clerk.look(batch))
    assert "The file is not UTF-8, so it was read as Windows-1252" in page
    assert "Siân" in page


def test_the_lines_to_mend_can_be_saved_as_a_file(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    token = re.findall(r'name="csrf_token" value="([^"]+)"', clerk.look("/openings/new").text)[0]

    answer = clerk.client.post(
        "/openings/check",
        data={"csrf_token": token, "file": upload_of(",nowhere,2019-05-03,,", GOOD)},
        content_type="multipart/form-data",
    )

    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lines-to-mend.csv"'
    assert rows[0] == ["line", "column", "what to do"]
    assert [row[:2] for row in rows[1:]] == [["2", "name"], ["2", "constituency"]]
    assert count(secretariat, OpeningBatch) == 0


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        (Role.RETURNING_OFFICER, "/members", 403),
        (Role.RETURNING_OFFICER, "/people/new", 403),
        (Role.ADMINISTRATOR, "/members", 403),
        (Role.ADMINISTRATOR, "/openings/new", 403),
        (Role.CHAIR, "/members", 200),
        (Role.CHAIR, "/openings", 200),
        (Role.CHAIR, "/openings/new", 403),
        (Role.CHAIR, "/people/new", 403),
        (Role.SECRETARY, "/openings/new", 200),
    ],
)
@pytest.mark.invariant("INV-12")
def test_only_those_whom_the_policy_names_come_to_the_register(
    secretariat: Secretariat, role: Role, address: str, status: int
) -> None:
    assert secretariat.sit(role).look(address).status_code == status


@pytest.mark.parametrize("place", ["members", "people", "openings"])
def test_there_is_nothing_at_the_address_of_nobody(secretariat: Secretariat, place: str) -> None:
    nobody = "00000000-0000-4000-8000-000000000000"

    assert secretariat.sit().look(f"/{place}/{nobody}").status_code == 404
