"""Entering members."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body, Matter, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import expulsions, queries, service
from govern.register.ending_refusals import ReadmissionNeeded
from govern.register.expulsions import MeetingVote
from govern.register.models import Membership
from govern.register.refusals import (
    AgeNotKnown,
    AlreadyMember,
    NotInThatConstituency,
    ResemblesMember,
    TookPartInOwnCase,
    TooYoung,
    WrongDecider,
)
from govern.register.rules import Cessation, Ground, PersonKind, Standing
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers.constitution import on
from tests.register.entries import entry

LATER = AT + timedelta(days=30)
LATER_TODAY = TODAY + timedelta(days=30)


def memberships(session: Session) -> int:
    """Return how many memberships there are, or ever were."""
    return session.scalar(select(func.count()).select_from(Membership)) or 0


def is_entitled(session: Session, membership_id: UUID, on: date, known_at: Any = LATER) -> bool:
    """Say whether a membership would be on the roll of a day."""
    rows = session.execute(queries.entitled(roll_date=on, known_at=known_at))
    return membership_id in {row.membership_id for row in rows}


def test_somebody_admitted_by_the_board_is_a_member_from_the_entry_on(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    membership = service.enter(session, entry(make, board), actor=secretary, at=LATER)

    assert membership.member_since == LATER_TODAY
    assert is_entitled(session, membership.id, LATER_TODAY)
    assert not is_entitled(session, membership.id, LATER_TODAY - A_DAY)


def test_member_numbers_go_on_and_are_never_used_again(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    make.membership(member_no=41)
    first = service.enter(session, entry(make, board), actor=secretary, at=AT)
    service.cease(session, first.id, Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)

    again = service.enter(session, entry(make, board, person_id=first.person_id), actor=secretary, at=AT + A_DAY)

    assert (first.member_no, again.member_no) == (42, 43)


@pytest.mark.invariant("INV-13")
def test_one_person_has_one_membership(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    first = service.enter(session, entry(make, board), actor=secretary, at=AT)

    with pytest.raises(AlreadyMember, match=f"with number {first.member_no}. Open that record instead"):
        service.enter(session, entry(make, board, person_id=first.person_id), actor=secretary, at=AT)

    assert memberships(session) == 1


@pytest.mark.parametrize("sign", [{"match_birth": "b" * 64}, {"match_email": "e" * 64, "name": "Anne Example"}])
@pytest.mark.invariant("INV-13")
def test_somebody_who_resembles_a_member_waits_until_they_are_told_apart(
    session: Session, make: Make, secretary: Actor, board: Decision, sign: dict[str, Any]
) -> None:
    first = service.enter(session, entry(make, board, person_id=make.person(**sign).id), actor=secretary, at=AT)
    second = make.person(**sign).id

    with pytest.raises(ResemblesMember, match=f"Member number {first.member_no} has the same name"):
        service.enter(session, entry(make, board, person_id=second), actor=secretary, at=AT)
    told_apart = entry(make, board, person_id=second, is_told_apart=True)
    service.enter(session, told_apart, actor=secretary, at=AT)

    assert memberships(session) == 2


def test_two_people_of_different_names_may_share_an_address(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    for name in ("Anne Example", "Ben Example"):
        person = make.person(name=name, match_email="e" * 64)
        service.enter(session, entry(make, board, person_id=person.id), actor=secretary, at=AT)

    assert memberships(session) == 2


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        ({"birth_on": date(2010, 6, 2), "adult_confirmed_on": None}, TooYoung, "from the age of 16"),
        ({"adult_confirmed_on": None}, AgeNotKnown, "Enter this person’s birth date, or confirm"),
    ],
)
def test_somebody_too_young_or_of_unknown_age_is_not_entered(
    session: Session,
    make: Make,
    secretary: Actor,
    board: Decision,
    facts: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    person = make.person(**facts)

    with pytest.raises(refusal, match=sentence):
        service.enter(session, entry(make, board, person_id=person.id), actor=secretary, at=AT)

    assert memberships(session) == 0


def test_somebody_can_join_on_the_birthday_that_the_rules_ask_for(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    person = make.person(birth_on=date(2010, 6, 1), adult_confirmed_on=None)

    assert service.enter(session, entry(make, board, person_id=person.id), actor=secretary, at=AT)


def test_a_body_has_no_age(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    council = make.person(kind=PersonKind.BODY, adult_confirmed_on=None)

    assert service.enter(session, entry(make, board, person_id=council.id), actor=secretary, at=AT)


def test_a_member_belongs_to_a_constituency_and_one_of_its_own_parts(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    strange = make.part()

    for home in ({"constituency_id": uuid4()}, {"sub_constituency_id": strange.id}, {"sub_constituency_id": uuid4()}):
        with pytest.raises(NotInThatConstituency, match="There is no such constituency or part"):
            service.enter(session, entry(make, board, **home), actor=secretary, at=AT)

    assert memberships(session) == 0


@pytest.mark.invariant("INV-01")
def test_nobody_votes_themselves_in(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    applicant = make.person().id
    session.add(DecisionParticipant(decision_id=board.id, person_id=applicant, is_present=True, vote=Vote.FOR))
    session.flush()

    with pytest.raises(TookPartInOwnCase):
        service.enter(session, entry(make, board, person_id=applicant), actor=secretary, at=AT)

    assert memberships(session) == 0


@pytest.mark.invariant("INV-23")
def test_only_a_general_meeting_takes_back_somebody_who_was_expelled(
    session: Session, make: Make, secretary: Actor, board: Decision
) -> None:
    expelled = make.expelled()
    meeting = make.decision(body=Body.GENERAL_MEETING)

    with pytest.raises(WrongDecider, match="a general meeting of the members"):
        service.enter(session, entry(make, board, person_id=expelled.person_id), actor=secretary, at=AT)
    back = entry(make, meeting, person_id=expelled.person_id)
    with pytest.raises(ReadmissionNeeded, match="Enter first how the general meeting voted"):
        service.enter(session, back, actor=secretary, at=AT)
    vote = MeetingVote(decision_id=back.decision_id, votes_for=3, votes_against=1)
    expulsions.take_back(session, expelled.person_id, vote, actor=secretary, at=AT)
    assert service.enter(session, back, actor=secretary, at=AT).member_no > expelled.member_no


def test_nobody_unknown_is_entered(session: Session, make: Make, secretary: Actor, board: Decision) -> None:
    with pytest.raises(NotFound):
        service.enter(session, entry(make, board, person_id=uuid4()), actor=secretary, at=AT)


@pytest.mark.invariant("INV-09", by="database")
def test_the_database_takes_no_entry_from_before_its_decision(session: Session, make: Make) -> None:
    person, home = make.person().id, make.constituency().id
    about = [on(person, Matter.ADMISSION, constituency_id=home)]
    decision = make.decision(body=Body.GENERAL_MEETING, decided_on=TODAY, about=about)

    with pytest.raises(IntegrityError, match="entry_is_not_backdated"):
        make.membership(person_id=person, constituency_id=home, decision_id=decision.id, valid_from=TODAY - A_DAY)


@pytest.mark.invariant("INV-13", by="database")
def test_the_database_gives_nobody_two_memberships(session: Session, make: Make) -> None:
    person = make.person()
    make.membership(person_id=person.id)

    with pytest.raises(IntegrityError, match="one_person_has_one_membership"):
        make.membership(person_id=person.id)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"standing": Standing.CEASED}, "cessation_has_its_ground"),
        ({"ground": Ground.DIED}, "cessation_has_its_ground"),
        ({"decision_id": None}, "entry_rests_on_a_decision"),
        ({"valid_to": LONG_BEFORE}, "begins_before_it_ends"),
        ({"standing": "hoping"}, "standing_is_known"),
        ({"superseded_at": AT - A_DAY}, "recorded_before_superseded"),
    ],
)
def test_the_database_keeps_what_a_membership_can_be(
    session: Session, make: Make, facts: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make.membership(**facts)


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("UPDATE membership_version SET standing = 'suspended'", "membership_version_is_only_superseded"),
        ("DELETE FROM membership_version", "membership_version_is_kept"),
        ("UPDATE membership SET member_no = 7", "membership_stays"),
    ],
)
@pytest.mark.invariant("INV-12", by="database")
def test_the_database_lets_nobody_rewrite_a_membership(session: Session, make: Make, change: str, guard: str) -> None:
    make.membership()

    with pytest.raises(IntegrityError, match=guard):
        session.execute(text(change))


def test_a_version_is_superseded_once(session: Session, make: Make) -> None:
    make.membership()
    session.execute(text("UPDATE membership_version SET superseded_at = '2026-07-01 00:00:00+00:00'"))

    with pytest.raises(IntegrityError, match="membership_version_is_only_superseded"):
        session.execute(text("UPDATE membership_version SET superseded_at = '2026-07-02 00:00:00+00:00'"))
