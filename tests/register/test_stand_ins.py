"""Who acts for a member: one person at a time, on a paper, and with the membership's one vote."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.core.actors import Actor
from govern.core.errors import NotFound, Refusal
from govern.register import evidence, service, stand_ins
from govern.register.ending_refusals import (
    ActingEndsFirst,
    ActsBeforeResolved,
    ActsInPerson,
    AlreadyJoint,
    NobodyActs,
    NotABody,
    NotAJointHolder,
    NotForThisMember,
    OnlyForTheDead,
)
from govern.register.models import JointHolder, Membership, StandIn
from govern.register.refusals import NotMemberThen
from govern.register.rules import Acting, Cessation, Ground, PersonKind, Standing
from govern.register.stand_ins import Authority
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.raw import emptied, ensure_refused


@pytest.fixture
def secretary(make: Make, secretary: Actor) -> Actor:
    """The secretary, who is a member."""
    assert secretary.person_id is not None
    make.membership(person_id=secretary.person_id)
    return secretary


@pytest.fixture
def council(make: Make) -> Membership:
    """A membership of the council, which is a body."""
    return make.membership(person_id=make.person(kind=PersonKind.BODY, name="Calderbrook Council").id)


def authority(make: Make, member: Membership, **facts: Any) -> Authority:
    """Return a paper by which somebody represents a member from today on."""
    usual: dict[str, Any] = {
        "membership_id": member.id,
        "acting": Acting.REPRESENTATIVE,
        "paper": "Cabinet 12/2026",
        "resolved_on": TODAY,
        "from_on": TODAY,
    }
    if "person_id" not in facts:
        usual["person_id"] = make.person().id
    return Authority(**usual | facts)


def voters(session: Session, member: Membership, *days: int) -> list[UUID]:
    """Return who casts a membership's vote, some days from today."""
    return [stand_ins.voter_of(session, member.id, on=TODAY + A_DAY * number) for number in days]


def test_a_body_has_one_representative_at_a_time(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    first, second = authority(make, council), authority(make, council, from_on=TODAY + A_DAY * 10)

    stand_ins.name(session, first, actor=secretary, at=AT)
    stand_ins.name(session, second, actor=secretary, at=AT)

    assert voters(session, council, -1, 0, 9, 10) == [
        council.person_id,
        first.person_id,
        first.person_id,
        second.person_id,
    ]


def test_a_human_who_is_a_member_and_represents_a_body_has_a_vote_in_each_capacity(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    own = make.membership()

    stand_ins.name(session, authority(make, council, person_id=own.person_id), actor=secretary, at=AT)

    assert voters(session, council, 0) == voters(session, own, 0) == [own.person_id]
    assert council.id != own.id


def test_the_day_comes_on_which_nobody_acts_for_a_body_any_more(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    named = authority(make, council)
    stand_ins.name(session, named, actor=secretary, at=AT)

    stand_ins.end(session, council.id, on=TODAY + A_DAY * 3, actor=secretary, at=AT + A_DAY)

    assert voters(session, council, 2, 3) == [named.person_id, council.person_id]
    with pytest.raises(NobodyActs, match="There is nothing to end"):
        stand_ins.end(session, council.id, on=TODAY + A_DAY * 3, actor=secretary, at=AT + A_DAY)


def test_a_representative_acts_for_as_long_as_the_paper_says(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    named = authority(make, council, until_on=TODAY + A_DAY)

    stand_ins.name(session, named, actor=secretary, at=AT)

    assert voters(session, council, 0, 1) == [named.person_id, council.person_id]


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param(
            {"from_on": TODAY - A_DAY}, ActsBeforeResolved, "The paper that authorises them", id="before the paper"
        ),
        pytest.param({"until_on": TODAY}, ActingEndsFirst, "has to end after it begins", id="no days"),
        pytest.param(
            {"from_on": LONG_BEFORE - A_DAY, "resolved_on": LONG_BEFORE - A_DAY},
            NotMemberThen,
            "does not show this membership",
            id="no member yet",
        ),
        pytest.param({"acting": Acting.JOINT_HOLDER}, NotAJointHolder, "agree only on one of themselves", id="joint"),
        pytest.param({"acting": Acting.PERSONAL_REPRESENTATIVE}, OnlyForTheDead, "a member who died", id="alive"),
        pytest.param({"person_id": uuid4()}, NotFound, "There is nothing at this address", id="nobody known"),
    ],
)
def test_who_cannot_act_for_a_body_is_refused(
    session: Session,
    make: Make,
    secretary: Actor,
    council: Membership,
    facts: dict[str, Any],
    refusal: type[Refusal],
    sentence: str,
) -> None:
    with pytest.raises(refusal, match=sentence):
        stand_ins.name(session, authority(make, council, **facts), actor=secretary, at=AT)

    assert session.scalar(select(func.count()).select_from(StandIn)) == 0


def test_a_human_is_not_represented_and_nobody_acts_for_themselves(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    human = make.membership()

    for acting in (Acting.REPRESENTATIVE, Acting.NOMINEE):
        with pytest.raises(NotABody, match="This member is a human and acts in person"):
            stand_ins.name(session, authority(make, human, acting=acting), actor=secretary, at=AT)
    for person in (council.person_id, make.person(kind=PersonKind.BODY).id):
        with pytest.raises(NotForThisMember, match="Nobody acts for themselves"):
            stand_ins.name(session, authority(make, council, person_id=person), actor=secretary, at=AT)

    assert session.scalar(select(func.count()).select_from(StandIn)) == 0


def test_joint_holders_have_one_vote_of_the_first_named_unless_they_agree_on_another(
    session: Session, make: Make, secretary: Actor
) -> None:
    member, other = make.membership(), make.person().id
    holder = stand_ins.add_joint_holder(session, member.id, other, from_on=TODAY, actor=secretary, at=AT)
    assert voters(session, member, 0) == [member.person_id]

    agreed = authority(make, member, person_id=other, acting=Acting.JOINT_HOLDER)
    stand_ins.name(session, agreed, actor=secretary, at=AT)

    assert voters(session, member, 0) == [other]
    assert (holder.place, stand_ins.joint_holders(session, member.id, on=TODAY)) == (2, [other])


def test_a_joint_holder_is_another_human_and_named_once(session: Session, make: Make, secretary: Actor) -> None:
    member, other = make.membership(), make.person().id
    told: dict[str, Any] = {"actor": secretary, "at": AT}
    stand_ins.add_joint_holder(session, member.id, other, from_on=TODAY, **told)

    for person in (other, member.person_id):
        with pytest.raises(AlreadyJoint, match="named in this membership already"):
            stand_ins.add_joint_holder(session, member.id, person, from_on=TODAY, **told)
    with pytest.raises(NotForThisMember):
        stand_ins.add_joint_holder(session, member.id, make.person(kind=PersonKind.BODY).id, from_on=TODAY, **told)
    with pytest.raises(NotMemberThen):
        stand_ins.add_joint_holder(session, make.expelled().id, make.person().id, from_on=TODAY, **told)

    assert session.scalar(select(func.count()).select_from(JointHolder)) == 1


def test_a_personal_representative_has_the_notices_of_the_dead_and_no_vote(
    session: Session, make: Make, secretary: Actor
) -> None:
    member = make.membership()
    service.cease(session, member.id, Cessation(on=TODAY, ground=Ground.DIED), actor=secretary, at=AT)
    executor = authority(make, member, acting=Acting.PERSONAL_REPRESENTATIVE)

    stand_ins.name(session, executor, actor=secretary, at=AT)

    acting = stand_ins.acting_on(session, member.id, on=TODAY)
    assert acting is not None
    assert acting.person_id == executor.person_id
    assert voters(session, member, 0) == [member.person_id]


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("stand_in_is_only_superseded", "UPDATE stand_in SET authority = 'none'"),
        ("stand_in_is_kept", "DELETE FROM stand_in"),
        ("ck_stand_in_acting_is_known", "UPDATE stand_in SET acting = 'x', superseded_at = recorded_at"),
        ("joint_holder_only_leaves", "UPDATE joint_holder SET place = 3"),
        ("joint_holder_is_kept", "DELETE FROM joint_holder"),
        ("ck_joint_holder_begins_before_it_ends", "UPDATE joint_holder SET left_on = from_on"),
    ],
)
def test_who_acted_for_whom_stays_on_record(
    session: Session, make: Make, secretary: Actor, council: Membership, guard: str, statement: str
) -> None:
    stand_ins.name(session, authority(make, council), actor=secretary, at=AT)
    stand_ins.add_joint_holder(session, council.id, make.person().id, from_on=TODAY, actor=secretary, at=AT)

    ensure_refused(session, f"{guard}|stand_in_is_only_superseded", statement)
    table = statement.replace("DELETE FROM", "UPDATE").split()[1]
    ensure_refused(session, f"{table}_is_kept", emptied(session, table))


COPIED = (
    "INSERT INTO stand_in (id, membership_id, person_id, acting, authority, resolved_on, valid_from, recorded_at,"
    " recorded_by, salt) SELECT '00000000000000000000000000000008', membership_id, {person}, acting, authority,"
    " {resolved}, {since}, recorded_at, recorded_by, salt FROM stand_in"
)


@pytest.mark.parametrize(
    ("guard", "told"),
    [
        ("one_acts_for_a_membership", {"since": "'2026-07-01'"}),
        ("ck_stand_in_resolved_before_acting", {"resolved": "'2026-06-02'", "since": "'2026-06-01'"}),
        (
            "nobody_stands_in_for_themselves",
            {
                "person": "(SELECT person_id FROM membership WHERE membership.id = stand_in.membership_id)",
                "since": "'2026-07-01'",
            },
        ),
    ],
)
def test_the_database_lets_no_two_act_for_one_member(
    session: Session, make: Make, secretary: Actor, council: Membership, guard: str, told: dict[str, str]
) -> None:
    stand_ins.name(session, authority(make, council), actor=secretary, at=AT)
    usual = {"person": "person_id", "resolved": "resolved_on", "since": "valid_from"}

    ensure_refused(session, f"{guard}|one_acts_for_a_membership", COPIED.format(**usual | told))


def test_the_database_lets_the_first_named_be_named_once(session: Session, make: Make, secretary: Actor) -> None:
    member = make.membership()
    stand_ins.add_joint_holder(session, member.id, make.person().id, from_on=TODAY, actor=secretary, at=AT)

    for guard, person, place in (
        ("joint_holder_is_another_person", "(SELECT person_id FROM membership WHERE id = membership_id)", 3),
        ("ck_joint_holder_first_named_is_the_member", "recorded_by", 1),
        ("uq_joint_holder_membership_id_place|joint_holder.membership_id", "recorded_by", 2),
    ):
        ensure_refused(
            session,
            guard,
            f"INSERT INTO joint_holder (membership_id, person_id, place, from_on, recorded_by, recorded_at)"
            f" SELECT membership_id, {person}, {place}, from_on, recorded_by, recorded_at FROM joint_holder",
        )


@pytest.mark.invariant("INV-12")
def test_a_raw_change_of_who_acts_is_found_out(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    stand_ins.name(session, authority(make, council), actor=secretary, at=AT)

    subjects = [subject for subject, _ in evidence.contents(session)]

    assert subjects.count(council.id) == 2


def test_who_could_act_for_a_member_hangs_on_whose_membership_it_is(
    session: Session, make: Make, secretary: Actor, council: Membership
) -> None:
    alone, pair = make.membership(), make.membership()
    gone = make.membership(standing=Standing.CEASED, ground=Ground.DIED)
    left = make.membership(standing=Standing.CEASED, ground=Ground.RESIGNED)
    other = make.person().id
    stand_ins.add_joint_holder(session, pair.id, other, from_on=TODAY, actor=secretary, at=AT)
    found = {name: stand_ins.actings_for(session, one.id, on=TODAY) for name, one in {
        "council": council, "alone": alone, "pair": pair, "gone": gone, "left": left,
    }.items()}  # fmt: skip

    assert found == {
        "council": [Acting.REPRESENTATIVE, Acting.NOMINEE],
        "alone": [],
        "pair": [Acting.JOINT_HOLDER],
        "gone": [Acting.PERSONAL_REPRESENTATIVE],
        "left": [],
    }
    assert stand_ins.held_jointly(session, other, on=TODAY) == [pair.id]
    assert stand_ins.held_jointly(session, other, on=TODAY - A_DAY) == []
    with pytest.raises(ActsInPerson, match="This member acts in person"):
        stand_ins.ensure_can_be_acted_for(session, alone.id, on=TODAY)
