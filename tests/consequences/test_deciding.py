"""Who takes part in a decision of the board."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.board.models import AppointmentKind
from govern.board.refusals import NotFounders, NotOnTheBoard
from govern.consequences import deciding, founding, opening
from govern.consequences.founding import Founder
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision
from govern.constitution.refusals import EntersOwnMatter, Inquorate
from govern.constitution.rules import Body, Matter, Participant, Subject, Vote
from govern.core.actors import Actor, Role
from govern.register.connection_rules import ConnectionKind
from govern.register.models import OpeningBatch
from govern.register.opening_refusals import OpeningIsOver
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import boards
from tests.makers.boards import BOARD, TERM_ENDS, TERM_STARTS, seated
from tests.makers.constitution import charter

KEY = b"k" * 32
OFFICES = {0: frozenset({Role.SECRETARY}), 1: frozenset({Role.ADMINISTRATOR})}


@pytest.fixture
def founders(session: Session) -> list[Participant]:
    """Five founders of a mutual, as many as its board's quorum, each for what is decided."""
    people = [
        Founder(name=f"Founder {number}", email=f"{number}@example.org", offices=OFFICES.get(number, frozenset()))
        for number in range(BOARD)
    ]
    founding.found(session, charter(), people, match_key=KEY, at=AT)
    decided = constitution.founders_decision(session)
    return [for_it(one) for one in constitution.participants(session, decided.id)]


@pytest.fixture
def directors(session: Session, make: Make, founders: list[Participant]) -> list[Participant]:
    """Five directors, none of them a founder and the first elected, from tomorrow on for nine days."""
    return boards.elected(session, make)


def for_it(founder: Participant) -> Participant:
    """Return somebody who votes for what is decided."""
    return Participant(person_id=founder.person_id, vote=Vote.FOR)


def decide(session: Session, participants: list[Participant], *, on: date, body: Body = Body.BOARD) -> Decision:
    """Enter that a body admits somebody."""
    minute = Minute(body=body, decided_on=on, minute_reference="B/1", text="Admitted.")
    secretary = Actor(person_id=participants[0].person_id)
    return deciding.enter(session, minute, participants=participants, actor=secretary, at=AT + A_DAY * 20)


def count(session: Session) -> int:
    """Return how many decisions of the board are on record by name."""
    asked = select(func.count()).select_from(Decision).where(Decision.minute_reference == "B/1")
    return session.scalar(asked) or 0


@pytest.mark.invariant("INV-05")
def test_the_directors_of_the_day_decide_for_the_board(session: Session, directors: list[Participant]) -> None:
    decide(session, directors, on=TERM_STARTS)
    decide(session, directors, on=TERM_ENDS - A_DAY)

    assert count(session) == 2


@pytest.mark.invariant("INV-05")
@pytest.mark.parametrize("part", [{"vote": Vote.FOR}, {}, {"is_recused": True}, {"is_present": False}])
def test_nobody_who_is_not_a_director_is_counted_among_the_board(
    session: Session, make: Make, directors: list[Participant], part: dict[str, Any]
) -> None:
    stranger = Participant(person_id=make.person(name="Ines Stranger").id, **part)

    with pytest.raises(NotOnTheBoard, match="Not a director on Tuesday 2 June 2026: Ines Stranger"):
        decide(session, [*directors, stranger], on=TERM_STARTS)

    assert count(session) == 0


@pytest.mark.invariant("INV-05")
@pytest.mark.parametrize("on", [pytest.param(TERM_ENDS, id="the day the term ends"), pytest.param(TODAY, id="before")])
def test_directors_of_another_day_do_not_decide(session: Session, directors: list[Participant], on: date) -> None:
    with pytest.raises((NotOnTheBoard, NotFounders), match="Director 0, Director 1, Director 2, Director 3"):
        decide(session, directors, on=on)

    assert count(session) == 0


@pytest.mark.invariant("INV-11")
def test_until_the_members_have_elected_a_board_the_founders_decide_for_it(
    session: Session, make: Make, founders: list[Participant], directors: list[Participant]
) -> None:
    decide(session, founders, on=TODAY)

    with pytest.raises(NotFounders, match="the founders decide for it, with the directors there are"):
        decide(session, [*founders, Participant(person_id=make.person(name="Ines Stranger").id)], on=TODAY)
    with pytest.raises(NotOnTheBoard, match="Founder 0, Founder 1"):
        decide(session, founders, on=TERM_STARTS)
    assert count(session) == 1


def test_a_seat_that_the_authority_fills_does_not_end_the_founders_part(
    session: Session, make: Make, founders: list[Participant]
) -> None:
    appointed = [seated(session, make, number=number) for number in range(BOARD)]

    decide(session, founders, on=TERM_STARTS)
    decide(session, [*founders[:2], *appointed], on=TERM_STARTS)

    assert count(session) == 2


def test_founders_act_on_while_too_few_sit_for_a_quorum_and_go_when_enough_do(
    session: Session, make: Make, founders: list[Participant]
) -> None:
    the_next_day = TERM_STARTS + A_DAY
    few = [seated(session, make, number=number, kind=AppointmentKind.ELECTED) for number in range(BOARD - 1)]
    decide(session, [*founders, *few], on=TERM_STARTS)

    fifth = seated(session, make, number=BOARD - 1, starts_on=the_next_day)

    decide(session, [*founders, *few], on=TERM_STARTS)
    decide(session, [*few, fifth], on=the_next_day)
    with pytest.raises(NotOnTheBoard, match="Founder"):
        decide(session, [founders[0], *few, fifth], on=the_next_day)
    assert count(session) == 3


def test_founders_who_have_made_way_do_not_come_back(
    session: Session, founders: list[Participant], directors: list[Participant]
) -> None:
    with pytest.raises(NotOnTheBoard, match="Founder 0, Founder 1"):
        decide(session, founders, on=TERM_ENDS)

    assert count(session) == 0


def test_the_quorum_is_a_share_of_all_who_sit(
    session: Session, make: Make, founders: list[Participant], directors: list[Participant]
) -> None:
    full = [*directors, *(seated(session, make, number=number) for number in range(BOARD, 9))]
    make.rules(registered_on=TERM_STARTS, board_quorum={"share": "2/3", "number": 2})

    decide(session, full[:6], on=TERM_STARTS)

    with pytest.raises(Inquorate, match="6 people who had not stood back were needed, and 5 were there"):
        decide(session, full[:5], on=TERM_STARTS)
    assert count(session) == 1


def test_a_committee_names_whom_it_has(session: Session, make: Make, directors: list[Participant]) -> None:
    outsider = Participant(person_id=make.person().id, vote=Vote.FOR)

    assert decide(session, [outsider], on=TERM_STARTS, body=Body.COMMITTEE)


@pytest.mark.invariant("INV-42")
def test_no_file_brings_members_in_once_an_elected_board_acts(
    session: Session, make: Make, founders: list[Participant], directors: list[Participant]
) -> None:
    secretary, chair = (Actor(person_id=one.person_id) for one in founders[:2])
    member = make.membership(constituency_id=constitution.parts(session)[0].constituency_id)
    on_time, late = (uploaded(session, secretary, number=number) for number in range(2))
    told: dict[str, Any] = {"entries": 1, "match_key": KEY}
    opening.approve(session, on_time, **told, actor=chair, at=AT)

    for approver in (chair, Actor(person_id=member.person_id)):
        with pytest.raises(OpeningIsOver, match="nobody comes into the register by a file any more"):
            opening.approve(session, late, **told, actor=approver, at=AT + A_DAY)
    with pytest.raises(OpeningIsOver):
        uploaded(session, secretary, number=2, at=AT + A_DAY)

    assert session.get_one(OpeningBatch, late).approved_by is None
    assert session.scalars(select(OpeningBatch.id).where(OpeningBatch.uploaded_at > AT)).all() == []


def uploaded(session: Session, secretary: Actor, *, number: int, at: datetime = AT) -> UUID:
    """Upload an opening register of one member."""
    content = f"name,constituency,part,member since,adult\nNew Member {number},workforce,care_staff,2020-01-31,yes\n"
    told: dict[str, Any] = {"file_name": "members.csv", "match_key": KEY, "actor": secretary, "at": at}
    return opening.upload(session, content.encode(), **told).batch.id


@pytest.mark.invariant("INV-01", "INV-02")
@pytest.mark.parametrize("is_close", [False, True], ids=["themselves", "their partner"])
def test_nobody_enters_a_decision_about_themselves_or_somebody_close_to_them(
    session: Session, make: Make, directors: list[Participant], *, is_close: bool
) -> None:
    one, other = make.person().id, make.person().id
    named = make.person().id if is_close else one
    if is_close:
        make.connection(named, ConnectionKind.PARTNER, one)
    about = [Subject(person_id=named, matter=Matter.RESTORATION)]
    minute = Minute(
        body=Body.BOARD, decided_on=TERM_STARTS, minute_reference="B/1", text="They may vote again.", about=about
    )

    def enter(by: UUID) -> Decision:
        return deciding.enter(session, minute, participants=directors, actor=Actor(person_id=by), at=AT + A_DAY * 20)

    with pytest.raises(EntersOwnMatter) as refused:
        enter(one)
    before = count(session)
    enter(other)

    assert str(refused.value).startswith("This decision is about you, or about somebody close to you.")
    assert (before, count(session)) == (0, 1)
