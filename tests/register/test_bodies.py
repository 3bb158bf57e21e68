"""Who belongs to the committee and the panel: appointed by others, from a day on, while they are members."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Actor
from govern.core.errors import NotFound
from govern.register import bodies, queries, service
from govern.register.bodies import Appointed
from govern.register.body_refusals import (
    AlreadyOfTheBody,
    AppointsThemselves,
    HasLeftTheBody,
    LeavesBeforeTheyCame,
    NoBodyOfMembers,
)
from govern.register.connection_refusals import TookPartWhileConnected
from govern.register.connection_rules import ConnectionKind
from govern.register.models import BodyMember
from govern.register.refusals import BeforeTheDecision, NoMemberOfThatNumber, NotMemberThen, WrongDecider
from govern.register.rules import Cessation, Ground
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.raw import ensure_refused


class Mutual:
    """A society with a member, a board of one that appoints, and a secretary who enters it."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session, self.make = session, make
        make.mutual()
        make.rules()
        self.membership = make.membership()
        self.member = self.membership.person_id
        self.director = make.person().id
        self.secretary = Actor(person_id=make.person().id)

    def decided(self, *people: Participant, body: Body = Body.BOARD) -> Decision:
        """Enter a decision of today; if nothing is said, the director was for it."""
        made = self.make.decision(body=body, decided_on=TODAY)
        told = people or (Participant(person_id=self.director, vote=Vote.FOR),)
        self.session.add_all(DecisionParticipant(decision_id=made.id, **vars(one)) for one in told)
        self.session.flush()
        return made

    def appoint(self, decision: Decision | None = None, actor: Actor | None = None, **facts: Any) -> BodyMember:
        """Appoint the member to the committee from today."""
        usual = {"body": Body.COMMITTEE, "person_id": self.member, "from_on": TODAY}
        decision_id = (decision or self.decided()).id
        appointed = Appointed(**{**usual, "decision_id": decision_id, **facts})
        return bodies.appoint(self.session, appointed, actor=actor or self.secretary, at=AT)

    def end(self, row: BodyMember, days: int) -> None:
        """End a place some days from today."""
        bodies.end(self.session, row.id, until_on=TODAY + days * A_DAY, actor=self.secretary, at=AT)

    def belongs(self, days: int = 0, body: Body = Body.COMMITTEE) -> bool:
        """Say whether the member belongs to the committee some days from today."""
        return bool(bodies.of_body(self.session, body, [self.member], on=TODAY + days * A_DAY))


@pytest.fixture
def mutual(session: Session, make: Make) -> Mutual:
    return Mutual(session, make)


@pytest.mark.parametrize(("days", "is_there"), [(-1, False), (0, True), (9, True), (10, False), (11, False)])
def test_a_member_belongs_to_a_body_from_the_first_day_and_not_on_the_last(
    mutual: Mutual, days: int, *, is_there: bool
) -> None:
    mutual.end(mutual.appoint(), 10)

    assert mutual.belongs(days) is is_there
    assert not mutual.belongs(days, Body.PANEL)


def test_who_is_no_member_any_more_belongs_to_no_body(mutual: Mutual) -> None:
    mutual.appoint()

    ended = Cessation(on=TODAY, ground=Ground.RESIGNED)
    service.cease(mutual.session, mutual.membership.id, ended, actor=mutual.secretary, at=AT)

    assert not mutual.belongs()


def test_the_journal_says_who_was_appointed_by_which_decision(mutual: Mutual) -> None:
    row = mutual.appoint()
    mutual.end(row, 1)

    told = mutual.session.scalars(
        select(JournalEntry).where(JournalEntry.subject_id == row.id).order_by(JournalEntry.event)
    )
    assert [(one.event, one.facts["person"]) for one in told] == [
        ("body_member.appointed", str(mutual.member)),
        ("body_member.ended", str(mutual.member)),
    ]


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        ({"body": Body.BOARD}, NoBodyOfMembers, "Only the membership committee and the appeal panel"),
        ({"from_on": TODAY - A_DAY}, BeforeTheDecision, "Enter that day or a later one"),
    ],
)
def test_what_no_decision_bears_is_refused(mutual: Mutual, facts: dict[str, Any], refusal: Any, sentence: str) -> None:
    with pytest.raises(refusal, match=sentence):
        mutual.appoint(**facts)

    assert bodies.on_record(mutual.session) == []


@pytest.mark.parametrize("body", [Body.COMMITTEE, Body.PANEL, Body.SECRETARY_DELEGATED, Body.FOUNDERS])
def test_only_the_board_and_a_general_meeting_appoint(mutual: Mutual, body: Body) -> None:
    with pytest.raises(WrongDecider, match="the board, or a general meeting"):
        mutual.appoint(mutual.decided(body=body))


def test_a_general_meeting_appoints(mutual: Mutual) -> None:
    mutual.appoint(mutual.decided(body=Body.GENERAL_MEETING))

    assert mutual.belongs()


@pytest.mark.invariant("INV-04")
@pytest.mark.parametrize("vote", [Vote.FOR, Vote.AGAINST, Vote.ABSTAINED, Vote.NONE])
def test_nobody_has_a_part_in_their_own_appointment(mutual: Mutual, vote: Vote) -> None:
    own = mutual.decided(Participant(person_id=mutual.member, vote=vote), Participant(person_id=mutual.director))

    with pytest.raises(AppointsThemselves, match="Nobody has a part in their own appointment"):
        mutual.appoint(own)

    assert not mutual.belongs()


@pytest.mark.invariant("INV-04")
def test_who_stood_back_can_be_appointed(mutual: Mutual) -> None:
    back = Participant(person_id=mutual.member, is_recused=True)

    mutual.appoint(mutual.decided(back, Participant(person_id=mutual.director, vote=Vote.FOR)))

    assert mutual.belongs()


@pytest.mark.invariant("INV-02")
def test_nobody_enters_themselves_in_a_body(mutual: Mutual) -> None:
    with pytest.raises(AppointsThemselves):
        mutual.appoint(actor=Actor(person_id=mutual.member))


def test_who_is_connected_with_them_stands_back(mutual: Mutual) -> None:
    mutual.make.connection(mutual.director, ConnectionKind.PARTNER, mutual.member)

    with pytest.raises(TookPartWhileConnected):
        mutual.appoint()


def test_only_members_are_appointed(mutual: Mutual) -> None:
    with pytest.raises(NotMemberThen):
        mutual.appoint(person_id=mutual.make.person().id)


@pytest.mark.parametrize(("days", "is_free"), [(9, False), (10, True)])
def test_one_has_one_place_in_a_body_at_a_time(mutual: Mutual, days: int, *, is_free: bool) -> None:
    mutual.end(mutual.appoint(), 10)

    if is_free:
        mutual.appoint(from_on=TODAY + days * A_DAY)
    else:
        with pytest.raises(AlreadyOfTheBody, match="belongs to that body already"):
            mutual.appoint(from_on=TODAY + days * A_DAY)

    assert mutual.session.scalar(select(func.count()).select_from(BodyMember)) == 1 + is_free


def test_an_end_is_written_once_and_not_before_the_beginning(mutual: Mutual) -> None:
    row = mutual.appoint()

    with pytest.raises(LeavesBeforeTheyCame, match="did not belong to that body yet"):
        mutual.end(row, -1)
    mutual.end(row, 0)
    with pytest.raises(HasLeftTheBody, match="The end is on record: Monday 1 June 2026"):
        mutual.end(row, 5)

    assert row.until_on == TODAY


def test_what_is_not_there_is_not_found(mutual: Mutual) -> None:
    with pytest.raises(NotFound):
        bodies.find(mutual.session, mutual.member)
    with pytest.raises(NotFound):
        bodies.end(mutual.session, mutual.member, until_on=TODAY, actor=mutual.secretary, at=AT)


def test_a_number_on_paper_is_that_of_a_member(mutual: Mutual) -> None:
    assert queries.member_of_number(mutual.session, mutual.membership.member_no) == mutual.member
    with pytest.raises(NoMemberOfThatNumber, match="Nobody has the member number 999999"):
        queries.member_of_number(mutual.session, 999_999)


COPY = "INSERT INTO body_member SELECT '00000000000000000000000000000007', "


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("body_member_only_leaves", "UPDATE body_member SET from_on = '2026-06-02', until_on = '2026-07-01'"),
        ("body_member_only_leaves", "UPDATE body_member SET until_on = NULL"),
        ("ck_body_member_begins_before_it_ends", "UPDATE body_member SET until_on = '2026-05-31'"),
        ("body_member_is_kept", "DELETE FROM body_member"),
        (
            "ck_body_member_entered_by_another",
            COPY + "'panel', person_id, decision_id, from_on, NULL, person_id, entered_at, NULL FROM body_member",
        ),
        (
            "body_member.body|uq_body_member_now",
            COPY + "body, person_id, decision_id, from_on, NULL, entered_by, entered_at, NULL FROM body_member",
        ),
        (
            "body_member_is_appointed_by_others",
            COPY + "'panel', person_id, decision_id, '2026-05-31', NULL, entered_by, entered_at, NULL FROM body_member",
        ),
    ],
)
def test_the_database_keeps_who_was_appointed(mutual: Mutual, guard: str, statement: str) -> None:
    mutual.appoint()

    ensure_refused(mutual.session, guard, statement)


@pytest.mark.invariant("INV-04", by="database")
def test_the_database_takes_nobody_who_appointed_themselves(mutual: Mutual) -> None:
    own = mutual.decided(Participant(person_id=mutual.member, vote=Vote.FOR))
    mutual.appoint()

    ensure_refused(
        mutual.session,
        "body_member_is_appointed_by_others",
        COPY + f"'panel', person_id, '{own.id.hex}', from_on, NULL, entered_by, entered_at, NULL FROM body_member",
    )
