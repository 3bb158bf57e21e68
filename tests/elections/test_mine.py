"""One person's elections: their place is what the roll makes of them, and a link is sent again without telling."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.ballots.models import Credential
from govern.core.actors import CLOCKWORK, Deed
from govern.core.errors import NotFound
from govern.elections import links, mine, polling
from govern.elections.links import Post
from govern.elections.places import Why
from govern.elections.refusals import LinksGoByLetter, VotingNotUnderWay
from govern.jobs.models import Job, OutgoingMail
from govern.register.models import PersonVersion
from govern.register.rules import Purpose
from govern.rolls.models import RollEntry
from tests.calendar import A_DAY, A_SECOND, AFTER, AT, CLOSES_AT, DURING, LONG_BEFORE, OPENS_AT, ROLL_DATE
from tests.make import Make
from tests.makers import elections, register
from tests.makers.elections import Contested

POST = Post(secret="a secret of the tests", base_url="https://mutual.example.org")


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contested:
    """A planned election of the workforce, with five members."""
    return make.election(tmp_path)


def mailed_member(session: Session, contest: Contested, **facts: object) -> UUID:
    """Enter another member of the workforce, who gave an e-mail address."""
    person = register.person(session, name="Dee Dowd", email="dee@example.org", **facts)  # type: ignore[arg-type]  # of the version
    register.membership(session, person_id=person.id, constituency_id=contest.election.constituency_id)
    return person.id


def voting(session: Session, contest: Contested) -> None:
    """Carry the election on until its poll is armed and the links are out."""
    elections.nominate(session, contest)
    elections.close_nominations(session, contest)
    elections.arm(session, contest)
    links.make(session, contest.election.id, contest.deed(OPENS_AT), post=POST)


def places(session: Session, person_id: UUID, *, at: datetime) -> list[Why]:
    return [one.place.why for one in mine.coming(session, person_id, at=at)]


def letters(session: Session) -> list[tuple[str | None, str | None]]:
    return [(to, body) for to, body in session.execute(select(OutgoingMail.recipient, OutgoingMail.body))]


def send_again(session: Session, contest: Contested, person_id: UUID) -> None:
    """Send somebody's link again, as the worker does."""
    elector = session.scalars(select(RollEntry.elector_id).where(RollEntry.person_id == person_id)).one()
    mine.send_again(session, contest.election.id, elector, Deed(actor=CLOCKWORK, at=DURING), post=POST)


def test_a_planned_election_is_told_to_those_who_will_vote_in_it(session: Session, contest: Contested) -> None:
    [found] = mine.coming(session, contest.members[0], at=AT)

    assert (found.election.id, found.place.why, found.is_open, found.was_sent) == (
        contest.election.id,
        Why.EXPECTED,
        False,
        False,
    )


def test_before_the_roll_is_frozen_the_page_and_the_roll_agree_and_afterwards_too(
    session: Session, make: Make, contest: Contested
) -> None:
    young = mailed_member(session, contest, birth_on=ROLL_DATE.replace(year=2012), adult_confirmed_on=None)
    stranger = make.person().id
    everybody = [*contest.members, young, stranger]
    told = {person: places(session, person, at=AT) for person in everybody}

    voting(session, contest)

    on_roll = set(session.scalars(select(RollEntry.person_id)))
    assert {person for person in everybody if told[person] == [Why.EXPECTED]} == on_roll == set(contest.members)
    assert told[young] == [Why.TOO_YOUNG]
    assert [places(session, person, at=DURING) for person in (contest.members[0], young)] == [
        [Why.ON_ROLL],
        [Why.TOO_YOUNG],
    ]


@pytest.mark.parametrize(
    ("birth_on", "is_on_roll"),
    [(date(2010, 8, 24), True), (date(2010, 8, 25), False)],
    ids=["sixteen on the roll date", "a day too young"],
)
def test_the_roll_leaves_out_who_is_too_young_on_its_date(
    session: Session, contest: Contested, birth_on: date, is_on_roll: bool
) -> None:
    person = mailed_member(session, contest, birth_on=birth_on, adult_confirmed_on=None)

    electors = polling.electors_of(session, contest.election, known_at=AFTER).subquery()

    assert (person in session.scalars(select(electors.c.person_id)).all()) is is_on_roll


@pytest.mark.parametrize(
    ("at", "is_late"),
    [(OPENS_AT - A_SECOND, [False]), (OPENS_AT, [True]), (CLOSES_AT - A_SECOND, [True]), (CLOSES_AT, [])],
)
def test_an_election_that_did_not_open_in_its_hour_is_late_and_is_not_coming_once_they_are_over(
    session: Session, contest: Contested, at: datetime, is_late: list[bool]
) -> None:
    assert [one.is_late for one in mine.coming(session, contest.members[0], at=at)] == is_late


def test_an_election_is_no_longer_coming_once_voting_is_over(session: Session, contest: Contested) -> None:
    voting(session, contest)

    assert places(session, contest.members[0], at=CLOSES_AT - A_DAY) == [Why.ON_ROLL]
    assert places(session, contest.members[0], at=CLOSES_AT) == []


def test_a_link_is_sent_again_to_the_address_on_record_and_the_old_one_ends(
    session: Session, contest: Contested
) -> None:
    person = mailed_member(session, contest)
    voting(session, contest)

    send_again(session, contest, person)

    first, second = letters(session)
    assert [to for to, _body in (first, second)] == ["dee@example.org"] * 2
    assert first != second
    assert session.scalar(select(func.count()).where(Credential.revoked_at.is_not(None))) == 1


@pytest.mark.invariant("INV-39")
def test_nothing_is_sent_to_who_has_voted_and_asking_looks_the_same(session: Session, contest: Contested) -> None:
    person = mailed_member(session, contest)
    contest.members.append(person)
    voting(session, contest)
    mine.ask_again(session, contest.election.id, person, at=DURING)
    asked_before = session.scalar(select(func.count()).where(Job.kind == mine.SEND_AGAIN))
    elections.vote(session, contest, [[1]] * 6)
    mailed = letters(session)

    mine.ask_again(session, contest.election.id, person, at=DURING)
    send_again(session, contest, person)

    assert asked_before == 1
    assert session.scalar(select(func.count()).where(Job.kind == mine.SEND_AGAIN)) == 2
    assert letters(session) == mailed
    assert session.scalar(select(func.count()).where(Credential.revoked_at.is_not(None))) == 0


def test_asking_names_no_person_in_the_journal(session: Session, contest: Contested) -> None:
    person = mailed_member(session, contest)
    voting(session, contest)

    mine.ask_again(session, contest.election.id, person, at=DURING)
    send_again(session, contest, person)

    told = session.execute(select(JournalEntry.actor_id, JournalEntry.facts).order_by(JournalEntry.seq.desc())).first()
    assert told is not None
    assert told.actor_id is None
    assert str(person) not in str(told.facts)


@pytest.mark.parametrize("purposes", [[], [Purpose.NOTICES, Purpose.SIGN_IN]], ids=["for nothing", "for other things"])
def test_who_gave_no_address_for_ballots_is_told_of_the_letter(
    session: Session, contest: Contested, purposes: list[str]
) -> None:
    person = mailed_member(session, contest, email_purposes=purposes)
    voting(session, contest)

    with pytest.raises(LinksGoByLetter, match=r"Your code comes by letter\. If the letter is lost, telephone us"):
        mine.ask_again(session, contest.election.id, person, at=DURING)

    assert session.scalar(select(func.count()).where(Job.kind == mine.SEND_AGAIN)) == 0


@pytest.mark.parametrize("at", [OPENS_AT - A_DAY, CLOSES_AT], ids=["before it opens", "once it is closed"])
def test_a_link_is_sent_again_only_while_it_opens_a_ballot(session: Session, contest: Contested, at: datetime) -> None:
    person = mailed_member(session, contest)
    voting(session, contest)

    with pytest.raises(VotingNotUnderWay, match="Nobody can vote here now, so no link is sent"):
        mine.ask_again(session, contest.election.id, person, at=at)


def test_a_member_who_is_not_on_the_roll_is_sent_nothing(session: Session, contest: Contested) -> None:
    voting(session, contest)
    person = mailed_member(session, contest)

    with pytest.raises(NotFound):
        mine.ask_again(session, contest.election.id, person, at=DURING)


def test_an_address_that_was_taken_back_meanwhile_keeps_the_old_link(session: Session, contest: Contested) -> None:
    person = mailed_member(session, contest)
    voting(session, contest)
    version = PersonVersion
    before = session.scalars(select(version).where(version.person_id == person)).one()
    facts = {"name": before.name, "sort_name": before.sort_name, "recorded_by": before.recorded_by, "salt": before.salt}
    session.execute(update(version).where(version.id == before.id).values(superseded_at=OPENS_AT))
    session.add(version(person_id=person, valid_from=LONG_BEFORE, recorded_at=OPENS_AT, email_purposes=[], **facts))
    session.flush()

    send_again(session, contest, person)

    assert session.scalar(select(func.count()).where(Credential.revoked_at.is_not(None))) == 0
