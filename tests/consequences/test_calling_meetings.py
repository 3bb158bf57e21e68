"""Everybody who is called to a meeting is written to, with its day, its place and the words that it votes on."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.consequences import calling_meetings
from govern.consequences.writing import Written
from govern.jobs import printing
from govern.jobs.models import OutgoingMail
from govern.meetings import notices
from govern.motions.rules import Kind
from govern.statutory.callings import Notice
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.motions import TEXT
from tests.makers.tracked import FIRST_ON, LATEST, Tracked

HOME, HALL = "https://govern.example", "In the town hall, at seven. Telephone us to take part from home."
MEETS_ON = TODAY + timedelta(40)


@pytest.fixture
def assembly(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """A chamber, of whose six members and two further directors only post reaches all."""
    return Assembly(session, make, tmp_path)


def give(assembly: Assembly, kind: Kind = Kind.ORDINARY, **facts: object) -> Written | None:
    """Give notice of the meeting that votes on a motion."""
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(kind=kind))
    notice = Notice(meeting_on=MEETS_ON, place=HALL, **facts)  # type: ignore[arg-type]  # what a test says of it
    return calling_meetings.give(assembly.session, motion.id, notice, assembly.chamber.deed(), base_url=HOME)


def test_members_and_directors_are_called_by_mail_or_on_paper(session: Session, assembly: Assembly) -> None:
    for address, purposes in (("nia@example.org", ["notices"]), ("owen@example.org", ["ballots"])):
        person_id = assembly.make.person(email=address, email_purposes=purposes).id
        assembly.make.membership(person_id=person_id, constituency_id=assembly.chamber.home.id)

    written = give(assembly, Kind.EXTRAORDINARY)

    (mail,) = session.scalars(select(OutgoingMail)).all()
    letters = printing.waiting(session)
    assert written == Written(mailed=1, letters=9, unreached=0)
    assert (mail.recipient, len(letters)) == ("nia@example.org", 9)
    for told in (mail.body or "", letters[0].body or ""):
        assert "It is held on Saturday 11 July 2026, and you are called to it." in told
        assert HALL in told
        assert "It is proposed as: Extraordinary resolution of the members." in told
        assert TEXT in told
    (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.event == "motion.notice_sent"))
    assert dict(entry.facts) == {"n": 1, "mailed": 1, "letters": 9, "unreached": 0}


def test_nobody_is_written_to_a_second_time_of_what_was_given_before(session: Session, assembly: Assembly) -> None:
    written = give(assembly, delivered_on=TODAY, told="By the secretary, by post.")

    (mails, letters) = session.scalars(select(OutgoingMail)).all(), printing.waiting(session)
    assert (written, list(mails), list(letters)) == (None, [], [])


def test_both_meetings_of_a_statutory_resolution_are_called_with_what_it_is_intended_to_propose(
    session: Session, assembly: Assembly
) -> None:
    tracked = Tracked(assembly)
    first, second = (Notice(meeting_on=day, place=HALL) for day in (FIRST_ON + 2 * A_DAY, LATEST))
    written = calling_meetings.give_of_course(
        session, tracked.course.id, 1, first, tracked.deed(TODAY), base_url=HOME, unreached=3
    )

    told = printing.waiting(session)[0].body or ""
    assert written == Written(mailed=0, letters=8, unreached=0)
    assert "It is held on Thursday 25 June 2026, and you are called to it." in told
    assert HALL in told
    assert "It is intended to propose this as a special resolution: " in told
    assert "Conversion into a company, or transfer to one (s.113)." in told
    assert "To be carried, it needs this: At least three quarters of the members who vote are for it" in told
    assert "The rules ask each class as well, so that in all it takes " in told
    assert "a second meeting has to confirm it" in told
    assert TEXT in told
    query = select(JournalEntry).where(JournalEntry.event.in_(["statutory.notice_sent", "statutory.unreached_shown"]))
    facts = [dict(one.facts) for one in session.scalars(query.order_by(JournalEntry.event))]
    assert facts == [{"meeting": 1, "n": 1, "mailed": 0, "letters": 8, "unreached": 0}, {"unreached": 3}]
    tracked.vote(FIRST_ON + 2 * A_DAY, for_it=5, against=1)

    calling_meetings.give_of_course(
        session,
        tracked.course.id,
        2,
        second,
        tracked.deed(FIRST_ON + 2 * A_DAY),
        base_url=HOME,
    )

    letters = [one.body or "" for one in printing.waiting(session) if "Thursday 23 July 2026" in (one.body or "")]
    assert len(letters) == 8
    assert "A first meeting carried it on Thursday 25 June 2026. This one is to confirm it." in letters[0]
    assert "To be carried, it needs this: More than half of the members who vote are for it." in letters[0]
    assert "The rules ask each class as well" not in letters[0]


def test_nobody_is_written_to_of_a_statutory_meeting_that_was_called_otherwise(
    session: Session, assembly: Assembly
) -> None:
    tracked = Tracked(assembly)
    notice = Notice(meeting_on=FIRST_ON, place=HALL, delivered_on=TODAY, told="By post.")

    written = calling_meetings.give_of_course(session, tracked.course.id, 1, notice, tracked.deed(TODAY), base_url=HOME)

    assert (written, list(printing.waiting(session))) == (None, [])


def test_a_class_alone_is_called_to_its_own_vote(session: Session, assembly: Assembly) -> None:
    home = assembly.chamber.other.id
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(kind=Kind.CLASS, constituency_id=home))
    notice = Notice(meeting_on=MEETS_ON, place=HALL)

    written = calling_meetings.give(session, motion.id, notice, assembly.chamber.deed(), base_url=HOME)

    assert notices.holding(session, motion.id)
    assert written == Written(mailed=0, letters=4, unreached=0)
