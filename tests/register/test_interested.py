"""Who is connected with somebody stands back when it is decided about them."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body, Matter, Vote
from govern.core.actors import Actor
from govern.register import queries, service
from govern.register.connection_refusals import EnteredByConnected, TookPartWhileConnected
from govern.register.connection_rules import ConnectionKind
from govern.register.rules import Cessation, Ground, PersonKind, Standing
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.register.entries import entry

K = ConnectionKind


def joins(session: Session, decision: Decision, person_id: UUID, **part: Any) -> None:
    """Give somebody a part in a decision: a vote for it if nothing else is said."""
    usual: dict[str, Any] = {"is_present": True, "vote": Vote.FOR}
    session.add(DecisionParticipant(decision_id=decision.id, person_id=person_id, **usual | part))
    session.flush()


@pytest.mark.invariant("INV-05")
@pytest.mark.invariant("INV-06")
def test_a_director_connected_with_one_of_three_has_a_vote_on_the_other_two(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    director = make.person(name="Dee Director").id
    joins(session, board, director)
    sister, *others = (make.person().id for _ in range(3))
    make.connection(director, K.SIBLING, sister)

    with pytest.raises(TookPartWhileConnected, match=r"took part in the decision: Dee Director\. Take the decision"):
        service.enter(session, entry(make, board, person_id=sister), actor=secretary, at=AT)
    for other in others:
        service.enter(session, entry(make, board, person_id=other), actor=secretary, at=AT)

    assert queries.active_number(session, sister, on=TODAY) is None
    assert all(queries.active_number(session, other, on=TODAY) for other in others)


@pytest.mark.parametrize("part", [{"is_recused": True}, {"is_present": False}])
@pytest.mark.invariant("INV-03")
def test_who_stood_back_or_was_not_there_did_not_decide(
    session: Session, make: Make, secretary: Actor, board: Decision, part: dict[str, Any]
) -> None:
    director, applicant = make.person().id, make.person().id
    joins(session, board, director, vote=Vote.NONE, **part)
    make.connection(director, K.EMPLOYER, applicant)

    assert service.enter(session, entry(make, board, person_id=applicant), actor=secretary, at=AT)


@pytest.mark.invariant("INV-03")
def test_being_there_without_a_vote_is_having_a_part(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    director, applicant = make.person().id, make.person().id
    joins(session, board, director, vote=Vote.NONE)
    make.connection(director, K.SPONSOR, applicant)

    with pytest.raises(TookPartWhileConnected):
        service.enter(session, entry(make, board, person_id=applicant), actor=secretary, at=AT)


def test_a_connection_of_another_day_than_the_decisions_does_not_bar(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    director, applicant = make.person().id, make.person().id
    joins(session, board, director)
    make.connection(director, K.PARTNER, applicant, valid_to=board.decided_on)
    make.connection(director, K.BUSINESS_PARTNER, applicant, valid_from=board.decided_on + A_DAY)

    assert service.enter(session, entry(make, board, person_id=applicant), actor=secretary, at=AT)


@pytest.mark.invariant("INV-05")
def test_nobody_of_the_appointing_body_decides_on_the_membership_of_its_director(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    council = make.person(kind=PersonKind.BODY).id
    councillor, appointee = make.person().id, make.person().id
    joins(session, board, councillor)
    make.connection(councillor, K.SITS_ON, council)
    make.connection(council, K.APPOINTER, appointee)

    with pytest.raises(TookPartWhileConnected):
        service.enter(session, entry(make, board, person_id=appointee), actor=secretary, at=AT)


@pytest.mark.invariant("INV-02")
def test_nobody_enters_somebody_they_are_connected_with(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    applicant = make.person().id
    assert secretary.person_id is not None
    make.connection(secretary.person_id, K.HOUSEHOLD, applicant)
    wanted = entry(make, board, person_id=applicant)

    with pytest.raises(EnteredByConnected, match="Ask another officer to enter them"):
        service.enter(session, wanted, actor=secretary, at=AT)

    assert queries.active_number(session, applicant, on=TODAY) is None
    assert service.enter(session, wanted, actor=Actor(person_id=make.person().id), at=AT)


def test_in_a_general_meeting_relatives_have_their_votes(session: Session, make: Make, secretary: Actor) -> None:
    meeting = make.decision(body=Body.GENERAL_MEETING)
    relative, applicant = make.person().id, make.person().id
    joins(session, meeting, relative)
    make.connection(relative, K.SIBLING, applicant)

    assert service.enter(session, entry(make, meeting, person_id=applicant), actor=secretary, at=AT)


@pytest.mark.invariant("INV-23")
def test_a_suspension_its_lifting_and_an_end_by_decision_are_for_others_to_decide(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    member, director = make.membership(), make.person().id
    suspended = make.membership(standing=Standing.SUSPENDED, valid_to=TODAY + A_DAY * 30)
    joins(session, board, director)
    for one in (member, suspended):
        make.connection(director, K.PARENT, one.person_id)
    about = [on(member.person_id, matter) for matter in (Matter.SUSPENSION, Matter.CESSATION)]
    about.append(on(suspended.person_id, Matter.RESTORATION))
    decided = make.once_more(board, about=about)
    by_board: dict[str, Any] = {"decision_id": decided.id, "actor": secretary, "at": AT}
    unfound = Cessation(on=TODAY, ground=Ground.UNTRACEABLE, decision_id=decided.id)

    with pytest.raises(TookPartWhileConnected):
        service.suspend(session, member.id, from_on=TODAY, **by_board)
    with pytest.raises(TookPartWhileConnected):
        service.lift(session, suspended.id, on=TODAY, **by_board)
    with pytest.raises(TookPartWhileConnected):
        service.cease(session, member.id, unfound, actor=secretary, at=AT)

    history = [*queries.membership_history(session, member.id), *queries.membership_history(session, suspended.id)]
    assert [version.standing for version in history] == [Standing.ENTERED, Standing.SUSPENDED]
