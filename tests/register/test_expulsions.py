"""Nobody is expelled without complaint, notice, hearing and the vote of a meeting, in this order."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.constitution.models import DecisionParticipant
from govern.constitution.rules import Body, Matter, Subject, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import expulsions, queries, service
from govern.register.ending_refusals import (
    CaseNeeded,
    CaseOpen,
    CaseOutOfOrder,
    ComplaintMissing,
    MajorityNotReached,
    NeverExpelled,
    NotHeardYet,
    NoticeTooShort,
    ServedBeforeComplaint,
)
from govern.register.ending_rules import CaseOutcome, Hearing
from govern.register.expulsions import MeetingVote
from govern.register.models import ExpulsionCase, Membership, Readmission
from govern.register.refusals import NotMemberThen, NotYetSo, TookPartInOwnCase, WrongDecider
from govern.register.rules import Cessation, Ground
from govern.register.subject_refusals import NotAboutThem
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import on

HEARD_ON = TODAY + A_DAY * 22
HEARD_AT = AT + A_DAY * 22
ONE_MONTH: dict[str, Any] = {
    "expulsion_notice": {"number": 1, "unit": "months"},
    "expulsion_majority": "2/3",
    "readmission_majority": "2/3",
}


@pytest.fixture
def secretary(make: Make) -> Actor:
    """The secretary of a mutual whose rules ask for three quarters and 21 clear days."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person().id)


@pytest.fixture
def case(session: Session, make: Make, secretary: Actor) -> ExpulsionCase:
    """A case on a complaint of today."""
    return opened(session, make, secretary)


def opened(session: Session, make: Make, secretary: Actor, **facts: Any) -> ExpulsionCase:
    """Open a case against a member."""
    usual: dict[str, Any] = {"complaint": "Took the cash box.", "received_on": TODAY, "actor": secretary, "at": AT}
    membership_id = facts.pop("membership_id", None) or make.membership().id
    return expulsions.open_case(session, membership_id, **usual | facts)


def served(session: Session, case: ExpulsionCase, secretary: Actor, *, hearing_on: date = HEARD_ON) -> ExpulsionCase:
    """Serve the notice today."""
    return expulsions.serve(session, case.id, served_on=TODAY, hearing_on=hearing_on, actor=secretary, at=AT)


def heard(session: Session, case: ExpulsionCase, secretary: Actor) -> ExpulsionCase:
    """Serve the notice, and hear the member."""
    served(session, case, secretary)
    told: dict[str, Any] = {"hearing": Hearing.ATTENDED, "representations": "I did not."}
    return expulsions.hear(session, case.id, actor=secretary, at=HEARD_AT, **told)


def back(session: Session, person_id: UUID) -> Subject:
    """Return that a decision takes somebody back who was expelled, to where they were."""
    home = queries.membership_history(session, queries.memberships_of(session, person_id)[0].id)[-1].constituency_id
    return on(person_id, Matter.READMISSION, constituency_id=home)


def vote(make: Make, votes_for: int, votes_against: int, **facts: Any) -> MeetingVote:
    """Return the vote of a general meeting on the day of the hearing, to expel or take back whoever had a case."""
    session = make.session
    had_a_case = select(Membership.person_id).join(ExpulsionCase, ExpulsionCase.membership_id == Membership.id)
    people = session.scalars(had_a_case.distinct()).all()
    about = [said for one in people for said in (on(one, Matter.EXPULSION), back(session, one))]
    usual: dict[str, Any] = {"body": Body.GENERAL_MEETING, "decided_on": HEARD_ON, "about": about}
    return MeetingVote(decision_id=make.decision(**usual | facts).id, votes_for=votes_for, votes_against=votes_against)


@pytest.mark.parametrize(
    ("rules", "days", "is_long_enough"),
    [
        pytest.param({}, 21, False, id="21 days, of which 20 are clear"),
        pytest.param({}, 22, True, id="21 clear days"),
        pytest.param({}, 23, True, id="22 clear days"),
        pytest.param(ONE_MONTH, 29, False, id="a day less than a calendar month"),
        pytest.param(ONE_MONTH, 30, True, id="a calendar month"),
        pytest.param(ONE_MONTH, 31, True, id="a day more than a calendar month"),
    ],
)
def test_the_hearing_waits_for_the_notice_of_the_rules(
    session: Session, make: Make, rules: dict[str, Any], days: int, *, is_long_enough: bool
) -> None:
    make.mutual()
    make.rules(**rules)
    secretary = Actor(person_id=make.person().id)
    case = opened(session, make, secretary)
    hearing_on = TODAY + A_DAY * days

    if is_long_enough:
        served(session, case, secretary, hearing_on=hearing_on)
    else:
        with pytest.raises(NoticeTooShort, match="The rules give the member longer to answer"):
            served(session, case, secretary, hearing_on=hearing_on)

    assert (case.hearing_on == hearing_on) is is_long_enough


@pytest.mark.parametrize(
    ("rules", "votes", "outcome"),
    [
        pytest.param({}, (74, 26), CaseOutcome.STAYS, id="just below three quarters"),
        pytest.param({}, (75, 25), CaseOutcome.EXPELLED, id="three quarters"),
        pytest.param({}, (76, 24), CaseOutcome.EXPELLED, id="just above three quarters"),
        pytest.param(ONE_MONTH, (199, 101), CaseOutcome.STAYS, id="just below two thirds"),
        pytest.param(ONE_MONTH, (200, 100), CaseOutcome.EXPELLED, id="two thirds"),
        pytest.param({}, (0, 0), CaseOutcome.STAYS, id="nobody voted"),
    ],
)
def test_a_member_is_expelled_by_the_majority_of_the_rules_and_stays_by_less(
    session: Session, make: Make, rules: dict[str, Any], votes: tuple[int, int], outcome: CaseOutcome
) -> None:
    make.mutual()
    make.rules(**rules)
    secretary = Actor(person_id=make.person().id)
    case = opened(session, make, secretary)
    met_on = TODAY + A_DAY * 30
    served(session, case, secretary, hearing_on=met_on)
    expulsions.hear(
        session, case.id, hearing=Hearing.DID_NOT_COME, representations="", actor=secretary, at=AT + A_DAY * 30
    )

    expulsions.resolve(session, case.id, vote(make, *votes, decided_on=met_on), actor=secretary, at=AT + A_DAY * 30)

    assert case.outcome == outcome
    is_member = queries.is_active(session, case.membership_id, on=met_on)
    assert is_member is (outcome is CaseOutcome.STAYS)
    assert queries.is_active(session, case.membership_id, on=met_on - A_DAY)


def test_a_case_goes_step_by_step_and_no_step_is_taken_twice(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase
) -> None:
    told: dict[str, Any] = {"actor": secretary, "at": HEARD_AT}
    with pytest.raises(CaseOutOfOrder, match="from complaint to notice, to hearing, to vote"):
        expulsions.hear(session, case.id, hearing=Hearing.ATTENDED, representations="", **told)
    with pytest.raises(CaseOutOfOrder):
        expulsions.resolve(session, case.id, vote(make, 3, 0), **told)
    heard(session, case, secretary)
    with pytest.raises(CaseOutOfOrder):
        served(session, case, secretary)
    with pytest.raises(CaseOutOfOrder):
        expulsions.hear(session, case.id, hearing=Hearing.ATTENDED, representations="", **told)
    expulsions.resolve(session, case.id, vote(make, 1, 3), **told)

    with pytest.raises(CaseOutOfOrder):
        expulsions.withdraw(session, case.id, **told)
    assert (case.outcome, case.votes_for, case.votes_against) == (CaseOutcome.STAYS, 1, 3)


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param({"complaint": "  "}, ComplaintMissing, "Enter the complaint", id="nothing complained of"),
        pytest.param({"complaint": "x" * 5001}, ComplaintMissing, "at most 5,000", id="too much to read"),
        pytest.param({"received_on": TODAY + A_DAY}, NotYetSo, "has not come yet", id="tomorrow"),
    ],
)
def test_a_complaint_that_cannot_be_answered_opens_no_case(
    session: Session, make: Make, secretary: Actor, facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal, match=sentence):
        opened(session, make, secretary, **facts)

    assert session.scalar(select(func.count()).select_from(ExpulsionCase)) == 0


def test_one_member_has_one_open_case_and_only_members_have_any(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase
) -> None:
    with pytest.raises(CaseOpen, match="A case of expulsion is open for this member already"):
        opened(session, make, secretary, membership_id=case.membership_id)
    expulsions.withdraw(session, case.id, actor=secretary, at=AT)
    assert opened(session, make, secretary, membership_id=case.membership_id).outcome is None
    with pytest.raises(NotMemberThen):
        opened(session, make, secretary, membership_id=make.expelled().id)
    with pytest.raises(NotFound):
        expulsions.withdraw(session, case.membership_id, actor=secretary, at=AT)


def test_a_notice_comes_after_the_complaint_and_not_after_today(
    session: Session, secretary: Actor, case: ExpulsionCase
) -> None:
    told: dict[str, Any] = {"hearing_on": HEARD_ON + A_DAY * 9, "actor": secretary, "at": AT}

    with pytest.raises(ServedBeforeComplaint, match="The complaint was received on Monday 1 June 2026"):
        expulsions.serve(session, case.id, served_on=TODAY - A_DAY, **told)
    with pytest.raises(NotYetSo):
        expulsions.serve(session, case.id, served_on=TODAY + A_DAY, **told)

    assert case.served_on is None


def test_nobody_is_heard_before_the_day_of_the_hearing(session: Session, secretary: Actor, case: ExpulsionCase) -> None:
    served(session, case, secretary)

    with pytest.raises(NotYetSo):
        expulsions.hear(
            session,
            case.id,
            hearing=Hearing.DID_NOT_COME,
            representations="",
            actor=secretary,
            at=HEARD_AT - A_DAY,
        )

    assert case.hearing is None


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param({"body": Body.BOARD}, WrongDecider, "a general meeting of the members", id="the board"),
        pytest.param(
            {"decided_on": HEARD_ON - A_DAY}, NotHeardYet, "The hearing is on Tuesday 23 June", id="before the hearing"
        ),
    ],
)
def test_a_vote_that_is_no_meetings_after_the_hearing_expels_nobody(
    session: Session,
    make: Make,
    secretary: Actor,
    case: ExpulsionCase,
    facts: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    heard(session, case, secretary)

    with pytest.raises(refusal, match=sentence):
        expulsions.resolve(session, case.id, vote(make, 3, 0, **facts), actor=secretary, at=HEARD_AT)

    assert case.outcome is None


@pytest.mark.parametrize(
    ("rules", "is_refused"),
    [
        pytest.param({}, True, id="the rules are silent"),
        pytest.param({"member_in_question_may_vote": True}, False, id="the rules let them"),
    ],
)
def test_the_member_in_question_does_not_vote_unless_the_rules_say_so(
    session: Session, make: Make, rules: dict[str, Any], *, is_refused: bool
) -> None:
    make.mutual()
    make.rules(**rules)
    secretary = Actor(person_id=make.person().id)
    case = heard(session, opened(session, make, secretary), secretary)
    meeting = vote(make, 3, 1)
    person = queries.membership(session, case.membership_id).person_id
    session.add(
        DecisionParticipant(decision_id=meeting.decision_id, person_id=person, is_present=True, vote=Vote.AGAINST)
    )
    session.flush()

    if is_refused:
        with pytest.raises(TookPartInOwnCase):
            expulsions.resolve(session, case.id, meeting, actor=secretary, at=HEARD_AT)
    else:
        expulsions.resolve(session, case.id, meeting, actor=secretary, at=HEARD_AT)

    assert (case.outcome is None) is is_refused


def test_no_expulsion_is_entered_without_its_case(session: Session, make: Make, secretary: Actor) -> None:
    member = make.membership()
    meeting = make.decision(body=Body.GENERAL_MEETING, about=[on(member.person_id, Matter.EXPULSION)])

    with pytest.raises(CaseNeeded, match="only after notice, a hearing and a vote of a meeting"):
        service.cease(
            session,
            member.id,
            Cessation(on=TODAY, ground=Ground.EXPELLED, decision_id=meeting.id),
            actor=secretary,
            at=AT,
        )

    assert queries.is_active(session, member.id, on=TODAY)


@pytest.mark.invariant("INV-23")
@pytest.mark.parametrize(
    ("votes", "is_carried"),
    [
        pytest.param((74, 26), False, id="just below"),
        pytest.param((75, 25), True, id="exactly"),
        pytest.param((76, 24), True, id="just above"),
    ],
)
def test_who_was_expelled_is_taken_back_by_no_smaller_vote_than_the_rules_ask(
    session: Session, make: Make, secretary: Actor, votes: tuple[int, int], *, is_carried: bool
) -> None:
    gone = make.expelled()
    meeting = vote(make, *votes, decided_on=TODAY)

    if is_carried:
        expulsions.take_back(session, gone.person_id, meeting, actor=secretary, at=AT)
    else:
        with pytest.raises(MajorityNotReached, match="The rules need 3 of every 4 votes cast"):
            expulsions.take_back(session, gone.person_id, meeting, actor=secretary, at=AT)

    assert (session.get(Readmission, (meeting.decision_id, gone.person_id)) is not None) is is_carried


@pytest.mark.invariant("INV-23")
def test_nobody_votes_themselves_back(session: Session, make: Make, secretary: Actor) -> None:
    gone = make.expelled()
    meeting, by_board = vote(make, 9, 0, decided_on=TODAY), vote(make, 9, 0, body=Body.BOARD, decided_on=TODAY)
    session.add(DecisionParticipant(decision_id=meeting.decision_id, person_id=gone.person_id, is_present=True))
    session.flush()

    with pytest.raises(TookPartInOwnCase):
        expulsions.take_back(session, gone.person_id, meeting, actor=secretary, at=AT)
    with pytest.raises(WrongDecider):
        expulsions.take_back(session, gone.person_id, by_board, actor=secretary, at=AT)
    with pytest.raises(NeverExpelled, match="was never expelled"):
        expulsions.take_back(session, make.person().id, meeting, actor=secretary, at=AT)

    assert session.scalar(select(func.count()).select_from(Readmission)) == 0


@pytest.mark.invariant("INV-23", "INV-42")
def test_a_meeting_expels_and_takes_back_whom_its_decision_names(
    session: Session, make: Make, secretary: Actor, case: ExpulsionCase
) -> None:
    heard(session, case, secretary)
    gone, elsewhere = make.expelled(), vote(make, 9, 0, about=[on(make.person().id, Matter.EXPULSION)])

    with pytest.raises(NotAboutThem, match="Expel Person"):
        expulsions.resolve(session, case.id, elsewhere, actor=secretary, at=HEARD_AT)
    with pytest.raises(NotAboutThem, match="Expel Person"):
        expulsions.take_back(session, gone.person_id, elsewhere, actor=secretary, at=HEARD_AT)

    assert case.outcome is None
    assert session.scalar(select(func.count()).select_from(Readmission)) == 0
