"""What somebody did on motions, as their own history tells it."""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.agenda import own_deeds, withdrawing
from govern.agenda.own_deeds import Did
from govern.amendments import seconding
from govern.backing import service as backing
from govern.consequences import held, naming
from govern.divisions import departures
from govern.interests import concerns, namings
from govern.interests import service as interests
from govern.interests.objecting import Relayed
from govern.motions.rules import Backing, Came, Kind, Way
from tests.calendar import TODAY
from tests.makers.assembly import Assembly
from tests.makers.motions import in_question


def told(session: Session, person_id: UUID) -> list[Did]:
    """Return what somebody did, as it was done."""
    return [one.did for one in own_deeds.of_person(session, person_id)]


def test_whoever_stands_behind_a_motion_reads_it_and_whoever_stepped_back_too(
    session: Session, assembly: Assembly
) -> None:
    room, (first, second, third) = assembly.chamber, assembly.members[:3]
    motion = room.seconded()
    backing.back(session, motion.id, third, Backing.SUPPORTER, room.own(third))
    backing.withdraw_backing(session, motion.id, third, room.own(third))

    assert told(session, first) == [Did.PROPOSED]
    assert told(session, second) == [Did.SECONDED]
    assert set(told(session, third)) == {Did.SUPPORTED, Did.STEPPED_BACK}
    assert told(session, assembly.members[3]) == []
    assert own_deeds.of_person(session, second)[0].title == motion.title


def test_a_motion_that_its_proposer_withdrew_and_another_wording_are_told(session: Session, assembly: Assembly) -> None:
    room, members = assembly.chamber, assembly.members
    motion = room.on_the_agenda()
    filed = room.filed(motion)
    seconding.withdraw(session, motion.id, filed.n, room.own(members[3]))
    withdrawing.withdraw(session, motion.id, room.own(members[0], note="Not now."))

    assert told(session, members[2]) == [Did.PROPOSED_WORDING]
    assert set(told(session, members[3])) == {Did.SECONDED_WORDING, Did.LEFT_WORDING}
    assert set(told(session, members[0])) == {Did.PROPOSED, Did.WITHDREW}


def test_what_somebody_said_of_their_own_vote_is_told_and_what_others_said_of_them_is_not(
    session: Session, assembly: Assembly
) -> None:
    room, members = assembly.chamber, assembly.members
    motion = room.on_the_agenda(room.proposal(way=Way.BALLOT))
    franchise = room.on_the_agenda(room.proposal(kind=Kind.FRANCHISE))
    departures.declare(session, franchise.id, "My firm is the landlord.", room.own(members[2]))
    for one in members[3:6]:
        concerns.name_concern(session, motion.id, in_question(one), room.deed())
    interests.object_to(session, motion.id, "That is not so.", room.own(members[3]))
    namings.agree(session, motion.id, room.own(members[4]))
    said = Relayed(reason="It is not so.", came_on=TODAY, came_by=Came.TELEPHONE)
    naming.enter_objection(session, motion.id, members[5], said, room.deed())

    deeds = [told(session, one) for one in members[2:6]]

    assert deeds == [[Did.DECLARED_INTEREST], [Did.OBJECTED], [Did.AGREED], [Did.OBJECTED_OTHERWISE]]
    assert told(session, room.secretary.person_id or members[0]) == []


def test_what_was_entered_in_somebodys_name_is_told_where_they_can_deny_it_and_not_as_their_deed(
    session: Session, assembly: Assembly
) -> None:
    room, second = assembly.chamber, assembly.members[1]
    motion = room.submitted()

    backing.back(session, motion.id, second, Backing.SECONDER, room.deed())

    assert told(session, second) == []


def test_the_copy_of_all_that_is_held_has_what_somebody_said_on_motions(session: Session, assembly: Assembly) -> None:
    room, person_id = assembly.chamber, assembly.members[1]
    motion = room.on_the_agenda(room.proposal(kind=Kind.FRANCHISE))
    departures.declare(session, motion.id, "My firm is the landlord.", room.own(person_id))

    copy = held.held_about(session, person_id)

    assert [one["backing"] for one in copy["behind_motions"]] == ["seconder"]
    assert [one["extent"] for one in copy["interests_in_motions"]] == ["My firm is the landlord."]
    assert "named_by" not in copy["interests_in_motions"][0]
