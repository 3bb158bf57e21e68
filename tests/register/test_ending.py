"""Ending and suspending memberships, and giving them their rights again."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body, Matter, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import queries, service
from govern.register.refusals import (
    BeforeTheDecision,
    DecisionNeeded,
    EndsBeforeItBegins,
    NotMemberThen,
    NotSuspendedThen,
    NotYetSo,
    TookPartInOwnCase,
    WrongDecider,
)
from govern.register.rules import Cessation, Ground, Standing
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.register.entries import entry

LATER = AT + timedelta(days=30)
LATER_TODAY = TODAY + timedelta(days=30)


def is_entitled(session: Session, membership_id: UUID, on: date, known_at: Any = LATER) -> bool:
    """Say whether a membership would be on the roll of a day."""
    rows = session.execute(queries.entitled(roll_date=on, known_at=known_at))
    return membership_id in {row.membership_id for row in rows}


@pytest.mark.invariant("INV-24")
def test_a_membership_ends_on_the_day_of_the_event_though_it_is_entered_later(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    left_on, told_at = TODAY + A_DAY * 9, AT + A_DAY * 20

    service.cease(
        session, membership.id, Cessation(on=left_on, ground=Ground.NO_LONGER_QUALIFIES), actor=secretary, at=told_at
    )

    assert is_entitled(session, membership.id, left_on - A_DAY)
    assert not is_entitled(session, membership.id, left_on)
    assert is_entitled(session, membership.id, left_on, known_at=told_at - A_DAY)


def test_a_ceased_membership_shows_its_ground_and_both_dates(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    service.cease(session, membership.id, Cessation(on=TODAY + A_DAY, ground=Ground.DIED), actor=secretary, at=LATER)

    told = [
        (one.standing, one.valid_from, one.superseded_at) for one in queries.membership_history(session, membership.id)
    ]

    assert told == [
        (Standing.ENTERED, TODAY, LATER),
        (Standing.ENTERED, TODAY, None),
        (Standing.CEASED, TODAY + A_DAY, None),
    ]


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param(
            {"on": TODAY - A_DAY}, NotMemberThen, "does not show this membership on Sunday 31 May 2026", id="before"
        ),
        pytest.param({"on": TODAY + A_DAY}, NotYetSo, "has not come yet", id="tomorrow"),
        pytest.param({"ground": Ground.EXPELLED}, DecisionNeeded, "This needs a decision", id="expelled by nobody"),
        pytest.param({"ground": Ground.UNTRACEABLE}, DecisionNeeded, "This needs a decision", id="found untraceable"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    session: Session,
    make: Make,
    secretary: Actor,
    board: Decision,
    facts: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    usual: dict[str, Any] = {"on": TODAY, "ground": Ground.RESIGNED}

    with pytest.raises(refusal, match=sentence):
        service.cease(session, membership.id, Cessation(**usual | facts), actor=secretary, at=AT)

    assert len(queries.membership_history(session, membership.id)) == 1


def test_the_board_expels_nobody(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)

    with pytest.raises(WrongDecider):
        service.cease(
            session,
            membership.id,
            Cessation(on=TODAY, ground=Ground.EXPELLED, decision_id=board.id),
            actor=secretary,
            at=AT,
        )


def test_nobody_is_expelled_before_it_was_decided(session: Session, make: Make, secretary: Actor) -> None:
    membership = make.membership()
    meeting = make.decision(body=Body.GENERAL_MEETING)

    with pytest.raises(BeforeTheDecision, match="This was decided on Monday 1 June 2026"):
        service.cease(
            session,
            membership.id,
            Cessation(on=TODAY - A_DAY, ground=Ground.EXPELLED, decision_id=meeting.id),
            actor=secretary,
            at=AT,
        )


def test_a_membership_ends_once(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    service.cease(session, membership.id, Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)

    with pytest.raises(NotMemberThen):
        service.cease(session, membership.id, Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)
    with pytest.raises(NotFound):
        service.cease(session, uuid4(), Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)


def test_a_suspended_member_stays_on_the_register_and_off_the_roll(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    until = TODAY + A_DAY * 10
    by = make.once_more(board, about=[on(membership.person_id, Matter.SUSPENSION)]).id

    service.suspend(
        session, membership.id, from_on=TODAY + A_DAY, until_on=until, decision_id=by, actor=secretary, at=AT
    )

    assert [is_entitled(session, membership.id, day) for day in (TODAY, TODAY + A_DAY, until - A_DAY, until)] == [
        True,
        False,
        False,
        True,
    ]
    assert queries.members(session, on=TODAY + A_DAY).total == 1


def test_a_suspension_can_be_lifted_early(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    person = membership.person_id
    by = make.once_more(board, about=[on(person, Matter.SUSPENSION), on(person, Matter.RESTORATION)]).id
    service.suspend(session, membership.id, from_on=TODAY, decision_id=by, actor=secretary, at=AT)
    lifted_on = TODAY + A_DAY * 5

    service.lift(session, membership.id, on=lifted_on, decision_id=by, actor=secretary, at=LATER)

    assert not is_entitled(session, membership.id, lifted_on - A_DAY)
    assert is_entitled(session, membership.id, lifted_on)


@pytest.mark.invariant("INV-23")
def test_nobody_votes_on_lifting_their_own_suspension(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=AT)
    person = membership.person_id
    by = make.once_more(board, about=[on(person, Matter.SUSPENSION), on(person, Matter.RESTORATION)]).id
    service.suspend(session, membership.id, from_on=TODAY, decision_id=by, actor=secretary, at=AT)
    own = make.decision(about=[on(person, Matter.RESTORATION)])
    session.add(DecisionParticipant(decision_id=own.id, person_id=membership.person_id, is_present=True, vote=Vote.FOR))
    session.flush()

    with pytest.raises(TookPartInOwnCase):
        service.lift(session, membership.id, on=TODAY, decision_id=own.id, actor=secretary, at=AT)

    assert not is_entitled(session, membership.id, TODAY)


def test_a_suspension_that_cannot_be_is_refused(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = make.membership()
    facts: dict[str, Any] = {"decision_id": board.id, "actor": secretary, "at": AT}

    with pytest.raises(EndsBeforeItBegins, match="The suspension has to end after it begins"):
        service.suspend(session, membership.id, from_on=TODAY, until_on=TODAY, **facts)
    with pytest.raises(BeforeTheDecision):
        service.suspend(session, membership.id, from_on=TODAY - A_DAY, **facts)
    with pytest.raises(NotSuspendedThen, match="This membership is not suspended on Monday 1 June 2026"):
        service.lift(session, membership.id, on=TODAY, **facts)

    assert len(queries.membership_history(session, membership.id)) == 1
