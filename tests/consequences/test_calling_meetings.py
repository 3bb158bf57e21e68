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
from govern.motions import notices
from govern.motions.noticing import Notice
from govern.motions.rules import Kind
from tests.calendar import TODAY
from tests.make import Make
from tests.makers.motions import TEXT
from tests.motions.assembly import Assembly

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


def test_a_class_alone_is_called_to_its_own_vote(session: Session, assembly: Assembly) -> None:
    home = assembly.chamber.other.id
    motion = assembly.chamber.on_the_agenda(assembly.chamber.proposal(kind=Kind.CLASS, constituency_id=home))
    notice = Notice(meeting_on=MEETS_ON, place=HALL)

    written = calling_meetings.give(session, motion.id, notice, assembly.chamber.deed(), base_url=HOME)

    assert notices.holding(session, motion.id)
    assert written == Written(mailed=0, letters=4, unreached=0)
