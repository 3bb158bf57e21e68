"""Whoever acts for a member gets its voting link, and whoever did before can no longer vote with theirs."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots.models import Credential
from govern.consequences import standing_in
from govern.core.actors import CLOCKWORK, Actor, Deed
from govern.elections import links
from govern.elections.links import Post
from govern.jobs.models import Job, OutgoingMail
from govern.register import stand_ins
from govern.register.models import Membership
from govern.register.rules import Acting, PersonKind
from govern.register.stand_ins import Authority
from govern.rolls.models import RollEntry
from tests.calendar import A_DAY, AT, DURING, OPENS_AT, TODAY
from tests.make import Make
from tests.makers import elections
from tests.makers.elections import Contested

POST = Post(secret="a secret of the tests", base_url="https://mutual.example.org")
VOTING_DAY = DURING.date()


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contested:
    """A planned election of the workforce, with five members."""
    return make.election(tmp_path)


@pytest.fixture
def council(session: Session, make: Make, contest: Contested) -> Membership:
    """A council among the voters, represented by Dee, whose link is out."""
    body = make.person(kind=PersonKind.BODY, name="Calderbrook Council")
    member = make.membership(person_id=body.id, constituency_id=contest.election.constituency_id)
    name(session, make, member, email="dee@example.org", from_on=TODAY, at=AT)
    elections.nominate(session, contest)
    elections.close_nominations(session, contest)
    elections.arm(session, contest)
    links.make(session, contest.election.id, contest.deed(OPENS_AT), post=POST)
    return member


def name(
    session: Session,
    make: Make,
    member: Membership,
    *,
    email: str | None,
    from_on: date,
    until_on: date | None = None,
    at: datetime = DURING,
) -> UUID:
    """Name somebody new as the representative."""
    person = make.person(name="Representative", email=email)
    paper = Authority(
        membership_id=member.id,
        person_id=person.id,
        acting=Acting.REPRESENTATIVE,
        paper="Cabinet 12",
        resolved_on=TODAY,
        from_on=from_on,
        until_on=until_on,
    )
    standing_in.name(session, paper, actor=Actor(person_id=make.person().id), at=at)
    return person.id


def left_to_do(session: Session) -> list[datetime]:
    """Return when the worker makes links anew."""
    due = select(Job.due_at).where(Job.kind == standing_in.ANOTHER_VOTES, Job.due_at > AT)
    return sorted(session.scalars(due))


def send_anew(session: Session, member: Membership) -> None:
    """Make the links anew, as the worker does."""
    standing_in.send_anew(session, member.id, Deed(actor=CLOCKWORK, at=DURING), post=POST)


def live(session: Session, member: Membership) -> list[str]:
    """Return the links of the member's vote that work."""
    theirs = select(Credential.token_hash).join(RollEntry, RollEntry.elector_id == Credential.elector_id)
    return list(session.scalars(theirs.where(RollEntry.membership_id == member.id, Credential.revoked_at.is_(None))))


def recipients(session: Session) -> list[str | None]:
    """Return to whom links went."""
    return sorted(session.scalars(select(OutgoingMail.recipient)), key=str)


@pytest.mark.invariant("INV-39")
def test_the_new_representative_is_mailed_and_the_old_link_opens_nothing(
    session: Session, make: Make, council: Membership
) -> None:
    before = live(session, council)
    name(session, make, council, email="eli@example.org", from_on=VOTING_DAY)

    send_anew(session, council)

    after = live(session, council)
    assert left_to_do(session) == [DURING]
    assert (len(before), len(after), set(before) & set(after)) == (1, 1, set())
    assert recipients(session) == ["dee@example.org", "eli@example.org"]


@pytest.mark.invariant("INV-39")
def test_the_link_of_whoever_is_written_to_by_letter_is_missing_until_the_letters_are_made(
    session: Session, make: Make, council: Membership, contest: Contested
) -> None:
    name(session, make, council, email=None, from_on=VOTING_DAY)

    send_anew(session, council)

    assert live(session, council) == []
    assert links.unlinked(session) == {contest.election.id: 1}
    assert len(links.make(session, contest.election.id, contest.deed(DURING), post=POST).letters) == 1


@pytest.mark.invariant("INV-39")
def test_a_ballot_that_is_in_stands_and_no_link_is_made(
    session: Session, make: Make, council: Membership, contest: Contested
) -> None:
    contest.members.append(council.person_id)
    elections.vote(session, contest, [[1]] * 6)
    before = live(session, council)
    name(session, make, council, email="eli@example.org", from_on=VOTING_DAY)

    send_anew(session, council)

    assert live(session, council) == before
    assert recipients(session) == ["dee@example.org"]


def test_links_are_made_anew_on_the_day_on_which_another_votes(
    session: Session, make: Make, council: Membership
) -> None:
    tomorrow, later = VOTING_DAY + A_DAY, VOTING_DAY + A_DAY * 3
    name(session, make, council, email="eli@example.org", from_on=tomorrow, until_on=later)
    standing_in.end(session, council.id, on=VOTING_DAY, actor=Actor(person_id=make.person().id), at=DURING)

    assert [due.date() for due in left_to_do(session)] == [VOTING_DAY, VOTING_DAY, later - A_DAY]
    assert left_to_do(session)[0] == DURING


def test_a_new_paper_for_the_same_person_leaves_the_link(session: Session, make: Make, council: Membership) -> None:
    before = live(session, council)
    paper = {"acting": Acting.REPRESENTATIVE, "paper": "Cabinet 13", "resolved_on": TODAY, "from_on": VOTING_DAY}
    dee = stand_ins.voter_of(session, council.id, on=VOTING_DAY)
    again = Authority(membership_id=council.id, person_id=dee, **paper)  # type: ignore[arg-type]  # of the paper

    standing_in.name(session, again, actor=Actor(person_id=make.person().id), at=DURING)

    assert left_to_do(session) == []
    assert live(session, council) == before
