"""Whoever is asked to vote by name is written to when the vote is called, with the words that are put to them."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.audit.models import JournalEntry
from govern.consequences import asking
from govern.constitution.rules import LegalForm
from govern.core.languages import LocalText
from govern.divisions.service import Call
from govern.jobs import printing
from govern.jobs.models import Job, OutgoingMail
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Ask, Concern, Kind, Way
from tests import calendar
from tests.make import Make
from tests.makers.assembly import Assembly
from tests.makers.motions import TEXT

HOME = "https://govern.example"


@pytest.fixture
def assembly(session: Session, make: Make, tmp_path: Path) -> Assembly:
    """The members of a company, which may resolve in writing."""
    return Assembly(session, make, tmp_path, legal_form=LegalForm.CLG)


def called(assembly: Assembly, ask: Ask = Ask.RECORDED, **facts: Any) -> Division:
    """Call a vote through the door that writes to people."""
    motion = assembly.chamber.moved(assembly.chamber.proposal(**facts)) if facts.get("way") == Way.MEETING else None
    motion = motion or assembly.chamber.on_the_agenda(assembly.chamber.proposal(**{"way": Way.WRITTEN} | facts))
    lengths = {Way.MEETING: calendar.AN_HOUR, Way.BALLOT: 28 * calendar.A_DAY}
    closes_at = None if motion.way == Way.WRITTEN else calendar.AT + lengths[Way(motion.way)]
    wanted = Call(ask=ask, closes_at=closes_at)
    deed = assembly.chamber.deed(assembly.chamber.chair)
    return asking.call(assembly.session, motion.id, wanted, deed, keys=assembly.keys, base_url=HOME)


def joined(assembly: Assembly, **facts: Any) -> None:
    """Let somebody be a member who is reached as these facts say."""
    person_id = assembly.make.person(**facts).id
    assembly.make.membership(person_id=person_id, constituency_id=assembly.chamber.home.id)


def test_every_member_is_sent_what_is_put_and_until_when_by_mail_or_on_paper(
    session: Session, assembly: Assembly
) -> None:
    joined(assembly, email="nia@example.org")
    joined(assembly, email="owen@example.org")

    division = called(assembly)

    mails = session.scalars(select(OutgoingMail).order_by(OutgoingMail.recipient)).all()
    letters = printing.waiting(session)
    assert [one.recipient for one in mails] == ["nia@example.org", "owen@example.org"]
    assert len(letters) == len(assembly.members)
    told = mails[0].body or ""
    assert TEXT in told
    assert "Voting closes at" in told
    assert "If too few have agreed by then, it is not passed." in told
    assert f"{HOME}/motions/{number_of(session, division)}/1\n" in told
    assert all(TEXT in (one.body or "") for one in letters)
    assert {job.payload["mail_id"] for job in session.scalars(select(Job))} == {str(one.id) for one in mails}


def number_of(session: Session, division: Division) -> int:
    """Return the number of the motion that is voted on."""
    return queries.find(session, division.motion_id).number


def test_other_words_are_sent_with_what_they_change_and_a_short_address(session: Session, assembly: Assembly) -> None:
    joined(assembly, email="nia@example.org")
    chamber = assembly.chamber
    motion = chamber.on_the_agenda(chamber.proposal(way=Way.BALLOT))
    chamber.filed(motion, text=LocalText(en=TEXT.replace("Saturdays", "Sundays")))
    wanted = Call(ask=Ask.RECORDED, closes_at=calendar.AT + 28 * calendar.A_DAY, amendment_n=1)

    asking.call(session, motion.id, wanted, chamber.deed(chamber.chair), keys=assembly.keys, base_url=HOME)

    told = (session.scalars(select(OutgoingMail)).one().body or "").split("\n\n")
    at = told.index("You vote on other words for it. This is what they change:")
    assert told[at + 1 : at + 4] == [
        "The mutual opens the day centre on [taken out: Saturdays] [put in: Sundays] from June.",
        "With that it would say:",
        "The mutual opens the day centre on Sundays from June.",
    ]
    address = f"{HOME}/motions/{motion.number}/1"
    assert address in told
    letters = [one.body or "" for one in printing.waiting(session)]
    assert [f"You can vote at {address}. If you cannot sign in" in one for one in letters] == [True] * len(letters)


@pytest.mark.parametrize(("kind", "is_promised"), [(Kind.BOARD, True), (Kind.ADMISSION, False)])
def test_a_letter_promises_a_director_a_code_to_vote_with_but_not_on_who_becomes_a_member(
    session: Session, assembly: Assembly, kind: Kind, *, is_promised: bool
) -> None:
    motion = assembly.chamber.seconded(assembly.chamber.for_the_board(kind=kind))
    if kind is Kind.ADMISSION:
        assembly.name(motion, assembly.make.person().id, Concern.APPLICANT)
    service.admit(session, motion.id, assembly.chamber.deed(assembly.chamber.chair))
    wanted = Call(ask=Ask.RECORDED, closes_at=calendar.AT + 7 * calendar.A_DAY)
    deed = assembly.chamber.deed(assembly.chamber.chair)

    asking.call(session, motion.id, wanted, deed, keys=assembly.keys, base_url=HOME)

    letters = [one.body or "" for one in printing.waiting(session)]
    assert len(letters) == len(assembly.chamber.directors)
    assert ["from an account of your own" in one for one in letters] == [not is_promised] * len(letters)
    assert ["we send you a code" in one for one in letters] == [is_promised] * len(letters)


def test_the_journal_keeps_how_many_were_written_to_and_not_who(session: Session, assembly: Assembly) -> None:
    joined(assembly, email="nia@example.org")

    division = called(assembly)

    (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.event == "division.circulated"))
    assert entry.subject_id == division.id
    assert dict(entry.facts) == {"mailed": 1, "letters": 6, "unreached": 0}


def test_whoever_neither_mail_nor_post_reaches_is_counted(session: Session, assembly: Assembly) -> None:
    joined(assembly, postal_address=None)

    called(assembly)

    (entry,) = session.scalars(select(JournalEntry).where(JournalEntry.event == "division.circulated"))
    assert entry.facts["unreached"] == 1


@pytest.mark.parametrize(
    ("facts", "ask"),
    [
        pytest.param({"way": Way.MEETING}, Ask.RECORDED, id="a meeting, which has its notice"),
        pytest.param({"way": Way.MEETING}, Ask.HANDS, id="a show of hands"),
        pytest.param({"way": Way.BALLOT}, Ask.SECRET, id="in secret, where each gets a link"),
    ],
)
def test_nobody_is_written_to_twice(session: Session, assembly: Assembly, facts: dict[str, Any], ask: Ask) -> None:
    called(assembly, ask, **facts)

    assert session.scalars(select(OutgoingMail)).all() == []
    assert printing.waiting(session) == []


def test_a_consultation_says_that_nothing_is_decided_by_it(session: Session, assembly: Assembly) -> None:
    called(assembly, way=Way.BALLOT)

    assert all("nothing is decided by it" in (one.body or "") for one in printing.waiting(session))
    assert all("consultation" in one.subject for one in printing.waiting(session))
