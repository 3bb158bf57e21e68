"""A change of constituency: an end and an entry on one day, and the vote where the roll date found the member."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots import casting
from govern.ballots import queries as ballots
from govern.ballots.casting import Elector
from govern.ballots.models import Mark
from govern.consequences import cessation
from govern.constitution.models import Constituency, DecisionConfirmation, DecisionParticipant
from govern.constitution.rules import Body, Matter, Vote
from govern.core.actors import Actor, Role
from govern.core.errors import Refusal
from govern.elections import polling
from govern.register import queries, stand_ins
from govern.register.ending_refusals import MovedTooSoon, SameConstituency
from govern.register.ending_rules import months_after
from govern.register.models import Membership
from govern.register.moving import Move
from govern.register.refusals import NotMemberThen, TookPartInOwnCase, WrongDecider
from govern.register.rules import Acting, Ground, Standing
from govern.register.stand_ins import Authority
from govern.register.subject_refusals import NotAboutThem
from govern.rolls.models import RollEntry
from tests import calendar
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import elections
from tests.makers.constitution import on
from tests.makers.elections import Contested


@pytest.fixture
def contested(make: Make, tmp_path: Path) -> Contested:
    """A mutual with an election of its workforce, planned."""
    return make.election(tmp_path)


@pytest.fixture
def secretary(make: Make, contested: Contested) -> Actor:
    """Who keeps the register, a member: a word that was given before an outsider acts counts for nothing."""
    return Actor(person_id=make.membership().person_id, roles=frozenset({Role.SECRETARY}))


def users(session: Session) -> UUID:
    """Return the constituency of those who use the services."""
    return session.scalars(select(Constituency.id).where(Constituency.code == "service_user")).one()


def moving(session: Session, make: Make, member: Membership, **facts: Any) -> Move:
    """Return the move of a member to the users, consented to by a meeting of today, as a member there says."""
    usual: dict[str, Any] = {"body": Body.GENERAL_MEETING, "decided_on": TODAY}
    home = facts.pop("constituency_id", None) or users(session)
    consent = make.decision(about=[on(member.person_id, Matter.MOVE, constituency_id=home)], **usual | facts)
    key = {"decision_id": consent.id, "person_id": make.membership().person_id}
    session.add(DecisionParticipant(**key, is_present=True))
    session.flush()
    session.add(DecisionConfirmation(**key, is_so=True, confirmed_at=AT))
    session.flush()
    return Move(membership_id=member.id, constituency_id=home, sub_constituency_id=None, decision_id=consent.id)


def of(session: Session, person: UUID) -> Membership:
    """Return somebody's newest membership."""
    return queries.memberships_of(session, person)[0]


@pytest.mark.invariant("INV-30")
def test_who_changes_constituency_leaves_one_and_enters_the_other_on_one_day(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    old = of(session, contested.members[0])

    new, _ = cessation.move(session, moving(session, make, old), actor=secretary, at=AT)

    ended = queries.membership_history(session, old.id)[-1]
    assert (ended.standing, ended.ground, ended.valid_from) == (Standing.CEASED, Ground.CHANGED_CONSTITUENCY, TODAY)
    begun = queries.membership_history(session, new.id)[-1]
    assert (begun.constituency_id, begun.valid_from, new.member_since) == (users(session), TODAY, TODAY)
    assert new.member_no != old.member_no


def test_who_holds_a_membership_with_its_member_or_acts_for_it_follows_a_move(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    old, holder = of(session, contested.members[0]), make.person().id
    stand_ins.add_joint_holder(session, old.id, holder, from_on=TODAY, actor=secretary, at=AT)
    agreed = Authority(
        membership_id=old.id,
        person_id=holder,
        acting=Acting.JOINT_HOLDER,
        paper="Agreement 4",
        resolved_on=TODAY,
        from_on=TODAY,
        until_on=TODAY + 30 * A_DAY,
    )
    stand_ins.name(session, agreed, actor=secretary, at=AT)

    new, _ = cessation.move(session, moving(session, make, old), actor=secretary, at=AT)

    followed = stand_ins.acting_on(session, new.id, on=TODAY)
    assert followed is not None
    assert (followed.person_id, followed.authority, followed.valid_to) == (holder, "Agreement 4", agreed.until_on)
    assert stand_ins.joint_holders(session, new.id, on=TODAY) == [holder]
    assert [stand_ins.voter_of(session, one.id, on=TODAY) for one in (old, new)] == [holder, holder]
    assert stand_ins.voter_of(session, new.id, on=TODAY + 30 * A_DAY) == new.person_id


def test_where_nobody_acts_for_a_member_nobody_follows_their_move(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    new, _ = cessation.move(session, moving(session, make, of(session, contested.members[0])), actor=secretary, at=AT)

    assert stand_ins.acting_on(session, new.id, on=TODAY) is None
    assert stand_ins.joint_holders(session, new.id, on=TODAY) == []


@pytest.mark.invariant("INV-30")
@pytest.mark.parametrize(
    ("moved_days_after", "votes_in_the_old"),
    [
        pytest.param(-1, False, id="the day before the roll date"),
        pytest.param(0, False, id="on the roll date"),
        pytest.param(1, True, id="one day after the roll date"),
    ],
)
def test_a_member_votes_where_the_roll_date_found_them(
    session: Session,
    make: Make,
    contested: Contested,
    secretary: Actor,
    moved_days_after: int,
    *,
    votes_in_the_old: bool,
) -> None:
    elections.nominate(session, contested)
    elections.close_nominations(session, contested)
    person = contested.members[4]
    on = calendar.ROLL_DATE + A_DAY * moved_days_after
    at = calendar.OPENS_AT - timedelta(days=3 - moved_days_after)
    wanted = moving(session, make, of(session, person), decided_on=on)

    cessation.move(session, wanted, actor=secretary, at=at)
    elections.arm(session, contested)

    poll_id = polling.poll_of(contested.election)
    on_roll = select(RollEntry.elector_id).where(
        RollEntry.roll_id == ballots.find(session, poll_id).roll_id, RollEntry.person_id == person
    )
    elector_id = session.scalar(on_roll)
    assert (elector_id is not None) is votes_in_the_old
    if elector_id is not None:
        elector = Elector(poll_id=poll_id, elector_id=elector_id)
        reviewed = casting.review(session, elector, ranking=[1], desk=contested.desk, at=calendar.DURING)
        casting.cast(session, elector, reviewed=reviewed, desk=contested.desk, clock_now=lambda: calendar.DURING)
        assert session.get(Mark, (poll_id, elector_id)) is not None


@pytest.mark.invariant("INV-30")
def test_who_moves_while_the_poll_is_open_still_votes_in_the_old_constituency(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    elections.nominate(session, contested)
    elections.close_nominations(session, contested)
    elections.arm(session, contested)
    person = contested.members[4]
    wanted = moving(session, make, of(session, person), decided_on=calendar.DURING.date())

    _, effects = cessation.move(session, wanted, actor=secretary, at=calendar.DURING)

    assert (list(effects.struck), list(effects.stands)) == ([], [])
    elections.vote(session, contested, [[1], [1], [1], [1], [2]])
    assert len(session.scalars(select(Mark)).all()) == 5


@pytest.mark.invariant("INV-30")
@pytest.mark.parametrize(
    ("days", "is_long_enough"),
    [
        pytest.param(-1, False, id="a day less than three months"),
        pytest.param(0, True, id="three months"),
        pytest.param(1, True, id="a day more than three months"),
    ],
)
def test_a_member_stays_some_months_before_moving(
    session: Session, make: Make, contested: Contested, secretary: Actor, days: int, *, is_long_enough: bool
) -> None:
    joined_on = TODAY
    member = make.membership(constituency_id=contested.election.constituency_id, valid_from=joined_on)
    decided_on = months_after(joined_on, 3) + A_DAY * days
    at = AT + (decided_on - TODAY)
    wanted = moving(session, make, member, decided_on=decided_on)

    if is_long_enough:
        cessation.move(session, wanted, actor=secretary, at=at)
    else:
        with pytest.raises(MovedTooSoon, match="Take the decision again then"):
            cessation.move(session, wanted, actor=secretary, at=at)

    assert (len(queries.memberships_of(session, member.person_id)) == 2) is is_long_enough


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        pytest.param({"body": Body.APPOINTING_BODY}, WrongDecider, id="whom the rules do not let admit"),
        pytest.param({"constituency_id": "the same"}, SameConstituency, id="the same constituency"),
    ],
)
def test_a_move_that_cannot_be_is_refused_and_nothing_ends(
    session: Session,
    make: Make,
    contested: Contested,
    secretary: Actor,
    facts: dict[str, Any],
    refusal: type[Refusal],
) -> None:
    member = of(session, contested.members[0])
    if "constituency_id" in facts:
        facts = {"constituency_id": contested.election.constituency_id}
    wanted = moving(session, make, member, **facts)

    with pytest.raises(refusal), session.begin_nested():
        cessation.move(session, wanted, actor=secretary, at=AT)

    assert queries.is_active(session, member.id, on=TODAY)


def test_nobody_moves_themselves_nor_who_is_no_member(
    session: Session, make: Make, contested: Contested, secretary: Actor
) -> None:
    member = of(session, contested.members[0])
    wanted = moving(session, make, member, body=Body.GENERAL_MEETING)
    session.add(
        DecisionParticipant(decision_id=wanted.decision_id, person_id=member.person_id, is_present=True, vote=Vote.FOR)
    )
    session.flush()

    with pytest.raises(TookPartInOwnCase), session.begin_nested():
        cessation.move(session, wanted, actor=secretary, at=AT)
    gone = make.expelled()
    with pytest.raises(NotMemberThen), session.begin_nested():
        cessation.move(session, moving(session, make, gone), actor=secretary, at=AT)
    meeting: dict[str, Any] = {"body": Body.GENERAL_MEETING}
    to_nowhere = make.decision(about=[on(member.person_id, Matter.SUSPENSION)], **meeting)
    nowhere = Move(
        membership_id=member.id,
        constituency_id=member.person_id,
        sub_constituency_id=None,
        decision_id=to_nowhere.id,
    )
    with pytest.raises(NotAboutThem, match="This decision is about something else: Suspend"), session.begin_nested():
        cessation.move(session, nowhere, actor=secretary, at=AT)

    assert queries.is_active(session, member.id, on=TODAY)
