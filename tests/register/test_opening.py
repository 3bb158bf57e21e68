"""Bringing in a register that existed before: two people, all or nothing, and never backdated."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import service as constitution
from govern.core.actors import Actor
from govern.core.canonical import digest
from govern.core.errors import NotFound
from govern.register import opening, persons, queries, versions
from govern.register.models import Membership, OpeningBatch, OpeningEntry, Person
from govern.register.opening_refusals import (
    ApproverIsInFile,
    ApproverNotOfTheMutual,
    OpeningDecided,
    OpeningNotInOrder,
    OpeningOutOfDate,
    OtherNumberOfEntries,
    OwnUpload,
)
from govern.register.rules import Particulars
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import charter
from tests.raw import ensure_refused

KEY = b"k" * 32
HEADER = "member number,name,constituency,part,member since,e-mail,birth date"
TWO = (
    "7,Anne Example,workforce,care_staff,2019-05-03,anne@example.org,",
    ",Ben Example,service_user,carers,2020-01-31,,1980-05-03",
)
APPROVED_AT = AT + A_DAY * 2
ENTERED_ON = TODAY + A_DAY * 2


@pytest.fixture
def officers(session: Session) -> list[UUID]:
    """Three founders of a mutual, none of them a member yet: secretary, chair and another."""
    first = uuid4()
    actor = Actor(person_id=first)
    names = {"Sam Secretary": first, "Cath Chair": uuid4(), "Fay Founder": uuid4()}
    for name, own in names.items():
        particulars = Particulars(name=name, email=f"{name.split()[0].lower()}@example.org")
        persons.enter(session, particulars, match_key=KEY, actor=actor, at=AT, person_id=own)
    constitution.found(session, charter(), founders=list(names.values()), actor=actor, at=AT)
    return list(names.values())


@pytest.fixture
def secretary(officers: list[UUID]) -> Actor:
    return Actor(person_id=officers[0])


@pytest.fixture
def chair(officers: list[UUID]) -> Actor:
    return Actor(person_id=officers[1])


def uploaded(session: Session, actor: Actor, *lines: str) -> OpeningBatch:
    """Upload a file of these lines."""
    content = "\n".join([HEADER, *(lines or TWO)]).encode()
    return opening.upload(session, content, file_name="members.csv", match_key=KEY, actor=actor, at=AT).batch


def approved(session: Session, batch: OpeningBatch, actor: Actor, **facts: Any) -> OpeningBatch:
    """Approve a batch, two days later."""
    usual: dict[str, Any] = {"entries": batch.entries, "at": APPROVED_AT}
    return opening.approve(session, batch.id, match_key=KEY, actor=actor, **usual | facts)


def members_on(session: Session, on: Any) -> list[int]:
    """Return the numbers of the members on the roll of a day."""
    rows = session.execute(queries.entitled(roll_date=on, known_at=APPROVED_AT))
    return sorted(row.member_no for row in rows)


def count(session: Session, table: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.invariant("INV-10")
def test_an_uploaded_file_makes_nobody_a_member(session: Session, secretary: Actor) -> None:
    batch = uploaded(session, secretary)

    assert (batch.entries, count(session, OpeningEntry)) == (2, 2)
    assert count(session, Membership) == 0


@pytest.mark.invariant("INV-10")
def test_a_second_person_s_approval_enters_all_of_it_from_that_day_on(
    session: Session, secretary: Actor, chair: Actor
) -> None:
    batch = uploaded(session, secretary)

    approved(session, batch, chair)

    assert members_on(session, ENTERED_ON) == [7, 8]
    assert members_on(session, ENTERED_ON - A_DAY) == []
    assert count(session, OpeningEntry) == 0
    assert batch.entered_on == ENTERED_ON


@pytest.mark.invariant("INV-10", "INV-42")
def test_nobody_from_outside_approves_who_the_members_are(session: Session, secretary: Actor, make: Make) -> None:
    batch = uploaded(session, secretary)
    outsider = Actor(person_id=make.person().id)

    with pytest.raises(ApproverNotOfTheMutual, match="You are neither a member nor one of the founders"):
        approved(session, batch, outsider)

    assert count(session, Membership) == 0


@pytest.mark.invariant("INV-42")
def test_a_member_approves_a_later_opening_register(
    session: Session, secretary: Actor, chair: Actor, make: Make
) -> None:
    approved(session, uploaded(session, secretary), chair)
    anne = session.scalars(select(Membership.person_id).where(Membership.member_no == 7)).one()
    later = uploaded(session, secretary, ",Cai Example,workforce,care_staff,2021-01-01,,1990-01-01")

    approved(session, later, Actor(person_id=anne), at=APPROVED_AT + A_DAY)

    assert count(session, Membership) == 3


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_takes_no_approval_from_outside(session: Session, secretary: Actor, make: Make) -> None:
    batch = uploaded(session, secretary)
    facts = {"outsider": make.person().id.hex, "batch": batch.id.hex}
    if session.get_bind().dialect.name == "postgresql":
        facts = {name: str(UUID(value)) for name, value in facts.items()}

    ensure_refused(
        session,
        "opening_is_approved_by_a_member",
        "UPDATE opening_batch SET approved_by = :outsider, approved_at = uploaded_at, entered_on = '2026-06-03'"
        " WHERE id = :batch",
        facts,
    )


def test_the_date_of_joining_stays_as_the_old_register_had_it(session: Session, secretary: Actor, chair: Actor) -> None:
    approved(session, uploaded(session, secretary), chair)

    lines = queries.members(session, on=ENTERED_ON).items

    assert [(line.name, line.member_no, str(line.member_since)) for line in lines] == [
        ("Anne Example", 7, "2019-05-03"),
        ("Ben Example", 8, "2020-01-31"),
    ]
    assert [str(line.part) for line in lines] == ["Care staff", "Carers"]


@pytest.mark.invariant("INV-10")
def test_nobody_approves_their_own_upload(session: Session, secretary: Actor) -> None:
    batch = uploaded(session, secretary)

    with pytest.raises(OwnUpload, match="You uploaded this file, so somebody else has to approve it"):
        approved(session, batch, secretary)

    assert count(session, Membership) == 0


@pytest.mark.invariant("INV-10", by="database")
def test_not_even_the_database_lets_one_person_upload_and_approve(session: Session, secretary: Actor) -> None:
    batch = uploaded(session, secretary)

    batch.approved_by, batch.approved_at, batch.entered_on = secretary.person_id, AT, TODAY

    with pytest.raises(IntegrityError, match="approved_by_somebody_else"):
        session.flush()


@pytest.mark.invariant("INV-10", by="database")
def test_the_database_takes_no_entry_of_a_batch_that_nobody_approved(
    session: Session, make: Make, secretary: Actor
) -> None:
    batch = uploaded(session, secretary)

    with pytest.raises(IntegrityError, match="entry_waits_for_the_second_approver"):
        make.membership(batch_id=batch.id)


@pytest.mark.invariant("INV-10", by="database")
def test_the_database_takes_no_entry_from_before_the_approval(
    session: Session, make: Make, secretary: Actor, chair: Actor
) -> None:
    batch = approved(session, uploaded(session, secretary), chair)

    with pytest.raises(IntegrityError, match="entry_is_not_backdated"):
        make.membership(batch_id=batch.id, valid_from=ENTERED_ON - A_DAY)


@pytest.mark.parametrize("typed", [1, 3, 0, -2])
def test_the_approver_types_the_number_of_entries(session: Session, secretary: Actor, chair: Actor, typed: int) -> None:
    batch = uploaded(session, secretary)

    with pytest.raises(OtherNumberOfEntries, match="The file has 2 entries, which is not the number that you typed"):
        approved(session, batch, chair, entries=typed)

    assert count(session, Membership) == 0


@pytest.mark.invariant("INV-04")
def test_nobody_approves_a_file_that_they_are_in(session: Session, secretary: Actor, chair: Actor) -> None:
    batch = uploaded(session, secretary, *TWO, ",Cath Chair,workforce,care_staff,2019-01-01,cath@example.org,")

    with pytest.raises(ApproverIsInFile, match="You are in this file yourself, in line 4"):
        approved(session, batch, chair)

    assert count(session, Membership) == 0


def test_somebody_known_already_becomes_a_member_under_their_own_record(
    session: Session, officers: list[UUID], secretary: Actor, chair: Actor
) -> None:
    people = count(session, Person)
    batch = uploaded(session, secretary, ",Fay Founder,workforce,care_staff,2019-01-01,Fay@Example.org,1970-01-01")

    approved(session, batch, chair)

    assert count(session, Person) == people
    assert queries.active_number(session, officers[2], on=ENTERED_ON) == 1
    assert [one.superseded_at is None for one in queries.person_history(session, officers[2])] == [False, True, True]


@pytest.mark.parametrize(
    ("lines", "wrong", "sentence"),
    [
        pytest.param(TWO[:1] * 2, [(3, "member number"), (3, "name")], "Line 2 has the same member number", id="twice"),
        pytest.param(
            (TWO[1], ",ben EXAMPLE,workforce,care_staff,2021-01-01,,3/5/1980"),
            [(3, "name")],
            "Line 2 is of the same",
            id="same birth",
        ),
        pytest.param(
            (TWO[0], ",Anne  Example,workforce,care_staff,2021-01-01,Anne@Example.org,"),
            [(3, "name")],
            "same person",
            id="same mail",
        ),
        pytest.param((",Anne,nowhere,,2020-01-01,,",), [(2, "constituency")], "“nowhere”", id="unknown constituency"),
    ],
)
def test_a_file_with_a_wrong_line_is_not_kept_at_all(
    session: Session, secretary: Actor, lines: tuple[str, ...], wrong: list[tuple[int, str]], sentence: str
) -> None:
    with pytest.raises(OpeningNotInOrder, match="1 line of the file needs mending") as refused:
        uploaded(session, secretary, *lines)

    assert [(one.line, one.column) for one in refused.value.complaints] == wrong
    assert sentence in str(refused.value.complaints[0].sentence)
    assert count(session, OpeningBatch) == 0


def test_all_lines_that_need_mending_are_counted(session: Session, secretary: Actor) -> None:
    with pytest.raises(OpeningNotInOrder, match="2 lines of the file need mending, so nothing was kept"):
        uploaded(session, secretary, ",,nowhere,,never,,", ",,workforce,care_staff,2020-01-01,,")


@pytest.mark.invariant("INV-13")
def test_a_member_or_a_number_that_the_register_has_is_not_brought_in_again(
    session: Session, secretary: Actor, chair: Actor
) -> None:
    approved(session, uploaded(session, secretary), chair)

    with pytest.raises(OpeningNotInOrder) as refused:
        uploaded(session, secretary, TWO[1], "7,Carl Example,workforce,care_staff,2020-01-01,,")

    assert [(one.line, str(one.sentence)) for one in refused.value.complaints] == [
        (2, "This person is a member already, with number 8. Take the line out."),
        (3, "This member number has been given before, and is never used again. Write another."),
    ]


def test_two_people_who_share_an_address_are_two_members(session: Session, secretary: Actor, chair: Actor) -> None:
    both = (
        ",Anne Example,workforce,care_staff,2019-01-01,us@example.org,",
        ",Ben Example,workforce,care_staff,2019-01-01,us@example.org,",
    )

    approved(session, uploaded(session, secretary, *both), chair)

    assert len(members_on(session, ENTERED_ON)) == 2


def test_a_file_can_be_checked_without_keeping_anything(session: Session, secretary: Actor) -> None:
    content = f"{HEADER}\n,,workforce,care_staff,2020-01-01,,".encode()

    complaints = opening.check(session, content, match_key=KEY, at=AT)

    assert [(one.line, one.column) for one in complaints] == [(2, "name")]
    assert count(session, OpeningBatch) == 0


@pytest.mark.invariant("INV-13")
def test_a_file_that_no_longer_fits_is_not_approved(session: Session, secretary: Actor, chair: Actor) -> None:
    first, second = uploaded(session, secretary), uploaded(session, secretary)
    approved(session, first, chair)

    with pytest.raises(OpeningOutOfDate, match="2 of its lines no longer fit"):
        approved(session, second, chair)

    assert members_on(session, ENTERED_ON) == [7, 8]


def test_a_withdrawn_file_leaves_no_line_behind(session: Session, secretary: Actor, chair: Actor) -> None:
    batch = uploaded(session, secretary)

    opening.withdraw(session, batch.id, actor=secretary, at=AT)

    assert count(session, OpeningEntry) == 0
    with pytest.raises(OpeningDecided, match="This file has been approved, refused or withdrawn already"):
        approved(session, batch, chair)


def test_a_file_is_approved_once(session: Session, secretary: Actor, chair: Actor) -> None:
    batch = approved(session, uploaded(session, secretary), chair)

    with pytest.raises(OpeningDecided):
        approved(session, batch, chair)
    with pytest.raises(OpeningDecided):
        opening.withdraw(session, batch.id, actor=chair, at=AT)

    assert count(session, Membership) == 2


def test_an_unknown_file_is_not_found(session: Session, chair: Actor) -> None:
    with pytest.raises(NotFound):
        opening.find(session, uuid4())
    with pytest.raises(NotFound):
        opening.withdraw(session, uuid4(), actor=chair, at=AT)


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("UPDATE opening_batch SET approved_by = uploaded_by", "approved_opening_stays"),
        ("UPDATE opening_batch SET entries = 9", "approved_opening_stays"),
        ("DELETE FROM opening_batch", "opening_is_kept"),
    ],
)
def test_the_database_keeps_an_approved_opening(
    session: Session, secretary: Actor, chair: Actor, change: str, guard: str
) -> None:
    approved(session, uploaded(session, secretary), chair)

    with pytest.raises(IntegrityError, match=guard):
        session.execute(text(change))


@pytest.mark.invariant("INV-12")
def test_the_journal_can_prove_every_entry_of_an_opening(session: Session, secretary: Actor, chair: Actor) -> None:
    approved(session, uploaded(session, secretary), chair)
    rows = session.execute(select(versions.MEMBERSHIPS)).mappings().all()

    entries = session.scalars(select(JournalEntry).where(JournalEntry.event == "membership.entered")).all()

    content = versions.CONTENT[versions.MEMBERSHIPS]
    proved = {digest({name: row[name] for name in content}, salt=row["salt"]) for row in rows}
    assert {entry.content_digest for entry in entries} == proved
    assert len(proved) == 2
