"""Who stands behind a motion, and who cannot."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.amendments import rewording
from govern.backing import service as backing
from govern.backing.refusals import (
    BackedBefore,
    BackerInterested,
    BackerSuspended,
    BacksAlready,
    NotBehindIt,
    NotDirectorsMotion,
    NotForAnother,
    NotMembersMotion,
    ProposerStays,
    SecondedAlready,
    TooFewBehindIt,
)
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.interests import concerns
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionStepOutOfOrder, TextChanged
from govern.motions.rules import Backing
from govern.register.connection_rules import ConnectionKind
from govern.register.models import MembershipVersion
from govern.register.rules import Standing
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.motions import Chamber, in_question
from tests.raw import ensure_refused


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder and two supporters."""
    return make.chamber(motion_supporters_min=2)


def give(session: Session, chamber: Chamber, motion: Motion, person: UUID, part: Backing, **facts: Any) -> None:
    """Let somebody stand behind a motion in their own name."""
    backing.back(session, motion.id, person, part, chamber.own(person, **facts))


def behind(session: Session, motion: Motion) -> list[tuple[UUID, str]]:
    """Return who stands behind a motion, and in what part."""
    return sorted((one.person_id, one.backing) for one in queries.backers(session, motion.id))


def test_proposer_seconder_and_supporters_are_different_people(session: Session, chamber: Chamber) -> None:
    motion = chamber.seconded()
    first, second, third, *_others = chamber.members

    for person in (first, second):
        with pytest.raises(BacksAlready) as refused:
            give(session, chamber, motion, person, Backing.SUPPORTER)
    with pytest.raises(SecondedAlready) as taken:
        give(session, chamber, motion, third, Backing.SECONDER)
    give(session, chamber, motion, third, Backing.SUPPORTER)

    assert str(refused.value) == ("This name is on the motion. It counts once, and was not put there twice.")
    assert str(taken.value) == "Someone else seconds this motion now. You can still give it your support."
    assert behind(session, motion) == sorted([(first, "proposer"), (second, "seconder"), (third, "supporter")])


def test_who_withdrew_their_name_stays_withdrawn(session: Session, chamber: Chamber) -> None:
    motion = chamber.seconded()
    second = chamber.members[1]

    backing.withdraw_backing(session, motion.id, second, chamber.own(second))
    with pytest.raises(BackedBefore) as refused:
        give(session, chamber, motion, second, Backing.SUPPORTER)
    with pytest.raises(NotBehindIt) as gone:
        backing.withdraw_backing(session, motion.id, second, chamber.own(second))
    give(session, chamber, motion, chamber.members[2], Backing.SECONDER)

    assert str(refused.value).startswith("That name was under these words and was taken back")
    assert str(gone.value).startswith("There is no name of yours under this motion")
    assert behind(session, motion) == sorted([(chamber.members[0], "proposer"), (chamber.members[2], "seconder")])


def test_the_proposer_withdraws_the_motion_and_not_their_name(session: Session, chamber: Chamber) -> None:
    motion, first = chamber.submitted(), chamber.members[0]

    with pytest.raises(ProposerStays) as refused:
        backing.withdraw_backing(session, motion.id, first, chamber.own(first))

    assert str(refused.value) == ("Who proposes a motion can take back all of it. Choose “Withdraw the motion”.")
    assert behind(session, motion) == [(first, "proposer")]


@pytest.mark.invariant("INV-40")
def test_nobody_gives_or_takes_back_the_name_of_another(session: Session, chamber: Chamber) -> None:
    motion = chamber.seconded()
    chair = chamber.deed(chamber.chair)

    with pytest.raises(NotForAnother):
        backing.back(session, motion.id, chamber.members[2], Backing.SUPPORTER, chair)
    with pytest.raises(NotForAnother):
        backing.withdraw_backing(session, motion.id, chamber.members[1], chair)
    backing.back(session, motion.id, chamber.members[2], Backing.SUPPORTER, chamber.deed())

    assert len(behind(session, motion)) == 3


def test_a_motion_on_the_agenda_is_open_for_support_no_longer(session: Session, make: Make) -> None:
    chamber = make.chamber()
    motion = chamber.on_the_agenda()

    with pytest.raises(MotionStepOutOfOrder):
        give(session, chamber, motion, chamber.members[2], Backing.SUPPORTER)
    with pytest.raises(MotionStepOutOfOrder):
        backing.withdraw_backing(session, motion.id, chamber.members[1], chamber.own(chamber.members[1]))

    assert len(behind(session, motion)) == 2


@pytest.mark.invariant("INV-14", "INV-16")
@pytest.mark.parametrize("who", ["nobody", "a director", "a suspended member", "a member from tomorrow", "a child"])
def test_only_those_who_may_vote_today_stand_behind_a_motion_of_the_members(
    session: Session, chamber: Chamber, make: Make, who: str
) -> None:
    motion = chamber.submitted()
    people = {
        "nobody": lambda: make.person().id,
        "a director": lambda: chamber.directors[1],
        "a suspended member": lambda: make.membership(standing=Standing.SUSPENDED, valid_to=TODAY + A_DAY).person_id,
        "a member from tomorrow": lambda: make.membership(valid_from=TODAY + A_DAY).person_id,
        "a child": lambda: (
            make.membership(
                person_id=make.person(birth_on=TODAY.replace(year=2016), adult_confirmed_on=None).id
            ).person_id
        ),
    }
    refusal: type[Refusal] = BackerSuspended if who == "a suspended member" else NotMembersMotion

    with pytest.raises(refusal) as refused:
        give(session, chamber, motion, people[who](), Backing.SUPPORTER)

    assert str(refused.value).startswith(
        "This membership is suspended. Until" if refusal is BackerSuspended else "Only a member who may vote"
    )
    assert len(behind(session, motion)) == 1


def test_only_directors_stand_behind_a_motion_of_the_board(session: Session, chamber: Chamber) -> None:
    motion = chamber.submitted(chamber.for_the_board())

    with pytest.raises(NotDirectorsMotion) as refused:
        give(session, chamber, motion, chamber.members[0], Backing.SECONDER)
    give(session, chamber, motion, chamber.directors[2], Backing.SECONDER)

    assert str(refused.value) == (
        "Only somebody who sits on the board today can stand behind a motion of the board. Where the board decides on"
        " admissions, a motion to admit somebody is one of the board too, so a director proposes it."
    )
    assert len(behind(session, motion)) == 2


@pytest.mark.invariant("INV-05", "INV-17")
@pytest.mark.parametrize("part", [Backing.SECONDER, Backing.SUPPORTER])
@pytest.mark.parametrize("is_close", [False, True], ids=["the applicant themselves", "a sibling of the applicant"])
def test_whom_a_motion_is_about_and_who_is_close_to_them_does_not_second_it(
    session: Session, chamber: Chamber, make: Make, part: Backing, is_close: bool
) -> None:
    about, sibling = chamber.members[2], chamber.members[3]
    make.connection(about, ConnectionKind.SIBLING, sibling)
    motion = chamber.submitted(chamber.proposal(about=[in_question(about)]))

    with pytest.raises(BackerInterested) as refused:
        give(session, chamber, motion, sibling if is_close else about, part)
    give(session, chamber, motion, chamber.members[4], part)

    assert str(refused.value).startswith("The motion is about whoever would put their name here")
    assert len(behind(session, motion)) == 2


@pytest.mark.invariant("INV-05", "INV-14")
@pytest.mark.parametrize("why", ["ceased", "became interested"])
def test_who_may_no_longer_stand_behind_a_motion_no_longer_counts(session: Session, make: Make, why: str) -> None:
    chamber = make.chamber()
    motion, second = chamber.seconded(), chamber.members[1]
    if why == "ceased":
        version = session.query(MembershipVersion).filter_by(person_id=second).one()
        version.superseded_at = AT
        session.flush()
    else:
        make.connection(chamber.members[4], ConnectionKind.PARENT, second)
        about = in_question(chamber.members[4])
        concerns.name_concern(session, motion.id, about, chamber.deed())

    assert backing.standing(session, motion, at=AT).seconder is None
    with pytest.raises(TooFewBehindIt):
        service.admit(session, motion.id, chamber.deed())


def test_a_name_is_put_to_the_text_that_was_read_and_to_no_other(session: Session, chamber: Chamber) -> None:
    motion, second = chamber.submitted(), chamber.members[1]
    rewording.rewrite(session, motion.id, LocalText(en="Another."), chamber.own(chamber.members[0]))

    for read in (1, 3):
        with pytest.raises(TextChanged, match="The text of the motion was changed after you opened this page"):
            backing.back(session, motion.id, second, Backing.SECONDER, chamber.own(second), read=read)
        with pytest.raises(MotionStepOutOfOrder):
            service.move(session, motion.id, chamber.deed(), read=read)
    backing.back(session, motion.id, second, Backing.SECONDER, chamber.own(second), read=2)

    given = queries.backing_of(session, motion.id, second)
    assert given is not None
    assert given.text_version == 2


@pytest.mark.parametrize("version", ["1", "NULL"], ids=["an earlier text", "no text"])
def test_the_database_takes_a_name_under_the_text_that_stands_alone(
    session: Session, chamber: Chamber, version: str
) -> None:
    motion = chamber.submitted()
    rewording.rewrite(session, motion.id, LocalText(en="Another."), chamber.own(chamber.members[0]))

    ensure_refused(
        session,
        "name_is_put_to_the_text_that_stands",
        "INSERT INTO motion_backing (motion_id, person_id, backing, text_version, given_at)"
        f" SELECT motion_id, :person, 'seconder', {version}, given_at FROM motion_backing",
        {"person": chamber.members[1].hex},
    )
    ensure_refused(
        session,
        "text_that_was_backed_stays_on_record|motion_backing_is_only_withdrawn",
        "UPDATE motion_backing SET text_version = 2",
    )
