"""Entering what a body decided."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import decisions, queries
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.refusals import (
    BeforeTheMutual,
    CarriedAsAMotion,
    DecisionNotYetTaken,
    Inquorate,
    NotCarried,
    ParticipantNamedTwice,
    ReferenceOfAVote,
    VoteNotOpenToThem,
    WrongBody,
)
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers import resolutions


@pytest.fixture
def secretary(make: Make) -> Actor:
    """The secretary of a mutual whose rules are in force."""
    make.mutual()
    make.rules()
    return Actor(person_id=make.person().id)


def minute(**facts: Any) -> Minute:
    """Return a minute of the board."""
    usual: dict[str, Any] = {
        "body": Body.BOARD,
        "decided_on": TODAY,
        "minute_reference": "B/1",
        "text": "Resolved to admit the applicants listed.",
    }
    return Minute(**usual | facts)


def voters(make: Make, *votes: Vote) -> list[Participant]:
    """Return people who voted so."""
    return [Participant(person_id=make.person().id, vote=vote) for vote in votes]


def test_a_decision_of_the_board_is_entered_with_everybody_s_part(
    session: Session, make: Make, secretary: Actor
) -> None:
    people = [*voters(make, Vote.FOR, Vote.FOR), Participant(person_id=make.person().id, is_recused=True)]

    made = decisions.enter(session, minute(), participants=people, actor=secretary, at=AT)

    assert {one.person_id: one for one in queries.participants(session, made.id)} == {
        one.person_id: one for one in people
    }
    assert made.rule_set_id == queries.rule_set_on(session, on=TODAY).id
    assert session.scalar(select(JournalEntry.event).order_by(JournalEntry.seq.desc())) == "decision.entered"


@pytest.mark.parametrize(
    ("facts", "votes", "refusal", "sentence"),
    [
        pytest.param({"body": Body.FOUNDERS}, [Vote.FOR], WrongBody, "the founders, once", id="the founders again"),
        pytest.param(
            {"decided_on": TODAY + A_DAY}, [Vote.FOR] * 2, DecisionNotYetTaken, "has not come yet", id="tomorrow"
        ),
        pytest.param(
            {"decided_on": LONG_BEFORE - A_DAY}, [Vote.FOR] * 2, BeforeTheMutual, "there was no mutual", id="too early"
        ),
        pytest.param({}, [Vote.FOR, Vote.AGAINST], NotCarried, "More people must have voted for", id="equal votes"),
        pytest.param({}, [], NotCarried, "More people must have voted for", id="nobody named"),
        pytest.param(
            {}, [Vote.FOR], Inquorate, "2 people who had not stood back were needed, and 1 was there", id="alone"
        ),
    ],
)
def test_a_decision_that_does_not_stand_is_not_entered(
    session: Session,
    make: Make,
    secretary: Actor,
    facts: dict[str, Any],
    votes: list[Vote],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    people = voters(make, *votes)
    before = session.scalar(select(func.count()).select_from(Decision))

    with pytest.raises(refusal, match=sentence):
        decisions.enter(session, minute(**facts), participants=people, actor=secretary, at=AT)

    assert session.scalar(select(func.count()).select_from(Decision)) == before


def test_nobody_takes_part_twice_in_one_decision(session: Session, make: Make, secretary: Actor) -> None:
    one = voters(make, Vote.FOR)

    with pytest.raises(ParticipantNamedTwice, match="Somebody is named twice"):
        decisions.enter(session, minute(), participants=one * 2, actor=secretary, at=AT)


@pytest.mark.invariant("INV-05")
def test_somebody_who_stood_back_neither_votes_nor_makes_the_quorum(
    session: Session, make: Make, secretary: Actor
) -> None:
    (voter,) = voters(make, Vote.FOR)
    applicant = make.person().id
    voting = Participant(person_id=applicant, is_recused=True, vote=Vote.FOR)
    silent = Participant(person_id=applicant, is_recused=True)

    with pytest.raises(VoteNotOpenToThem, match="Only somebody who was there and had not stood back"):
        decisions.enter(session, minute(), participants=[voter, voting], actor=secretary, at=AT)
    with pytest.raises(Inquorate):
        decisions.enter(session, minute(), participants=[voter, silent], actor=secretary, at=AT)


def test_a_general_meeting_s_decision_names_no_votes(session: Session, secretary: Actor) -> None:
    made = decisions.enter(session, minute(body=Body.GENERAL_MEETING), actor=secretary, at=AT)

    assert queries.participants(session, made.id) == []


def test_a_decision_of_today_s_local_date_can_be_entered_just_after_midnight(
    session: Session, secretary: Actor
) -> None:
    just_after_midnight_in_summer = AT.replace(hour=23, minute=30)
    tomorrow = minute(body=Body.GENERAL_MEETING, decided_on=TODAY + A_DAY)

    assert decisions.enter(session, tomorrow, actor=secretary, at=just_after_midnight_in_summer)


def test_decisions_are_listed_by_page_with_the_newest_first(session: Session, make: Make) -> None:
    older = make.decision(decided_on=TODAY - A_DAY)
    newer = make.decision(decided_on=TODAY)

    page = queries.decisions(session)

    assert [one.id for one in page.items] == [newer.id, older.id]
    assert (page.total, page.pages) == (2, 1)
    assert queries.decisions(session, page=2).items == []


def test_an_unknown_decision_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        queries.decision(session, uuid4())


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"is_present": False, "vote": Vote.FOR}, "only_those_present_vote"),
        ({"is_present": True, "is_recused": True, "vote": Vote.FOR}, "those_who_stood_back_do_not_vote"),
        ({"is_present": True, "vote": "perhaps"}, "vote_is_known"),
    ],
)
def test_the_database_keeps_what_a_vote_can_be(
    session: Session, make: Make, facts: dict[str, Any], constraint: str
) -> None:
    session.add(DecisionParticipant(decision_id=make.decision().id, person_id=make.person().id, **facts))

    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


def test_the_database_lets_nobody_rewrite_a_decision(session: Session, make: Make) -> None:
    make.decision()

    with pytest.raises(IntegrityError, match="decision_is_append_only"):
        session.connection().exec_driver_sql("UPDATE decision SET text = 'something else'")


@pytest.mark.parametrize(
    ("reference", "is_of_a_vote"),
    [
        ("Motion 11, vote 3", True),
        ("motion 11 vote 3", True),
        ("Cynnig 11, pleidlais 3", True),
        ("Y gynnig rhif 11, bleidlais 3", True),
        ("GM/2026/14", False),
        ("Motion 11", False),
        ("Minutes of 3 May, vote of thanks", False),
    ],
)
def test_no_minute_stands_like_a_vote_that_was_counted_here(
    session: Session, make: Make, secretary: Actor, reference: str, *, is_of_a_vote: bool
) -> None:
    wanted = minute(body=Body.GENERAL_MEETING, minute_reference=reference)

    if not is_of_a_vote:
        assert decisions.enter(session, wanted, actor=secretary, at=AT).minute_reference == reference
        return
    with pytest.raises(ReferenceOfAVote, match="Enter where this stands in the minutes"):
        decisions.enter(session, wanted, actor=secretary, at=AT)
    assert session.scalars(select(Decision).where(Decision.text.startswith("Resolved"))).all() == []


@pytest.mark.parametrize(
    ("matter", "says"),
    [
        (ReservedMatter.ALTER_RULES, "A change of the rules is not entered from minutes. Draft it"),
        (ReservedMatter.DISSOLUTION, "“Dissolution” is not entered from minutes. Enter it as a motion"),
    ],
)
def test_what_members_decide_by_a_motion_is_not_entered_from_minutes(
    session: Session, secretary: Actor, matter: ReservedMatter, says: str
) -> None:
    with pytest.raises(CarriedAsAMotion, match=says):
        decisions.enter(session, minute(body=Body.GENERAL_MEETING, matter=matter), actor=secretary, at=AT)

    assert session.scalars(select(Decision).where(Decision.text.startswith("Resolved"))).all() == []


def test_the_database_lets_nothing_stand_like_a_vote_that_was_not_carried(session: Session, make: Make) -> None:
    make.mutual()
    make.rules()
    lost, carried = resolutions.motion(session), resolutions.motion(session)
    resolutions.division(session, lost.id, {"workforce": (1, 2)})
    resolutions.division(session, carried.id, {"workforce": (2, 1)})
    make.decision(minute_reference=f"Motion {carried.number}, vote 1")

    for reference in (f"Motion {lost.number}, vote 1", f"Motion {carried.number}, vote 1", "Motion 4711, vote 1"):
        with pytest.raises(IntegrityError, match="reference_of_a_vote_is_its_own"), session.begin_nested():
            make.decision(minute_reference=reference)
