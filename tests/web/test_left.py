"""Whoever is no member any more is told so where members act, and nothing else."""

from pathlib import Path

from sqlalchemy.orm import Session

from govern.consequences import ending
from govern.core.actors import Role
from govern.motions.rules import Way
from govern.register import queries as register
from govern.register.rules import Cessation, Ground
from govern.web import ending_tiles
from govern.web.tile_sources import DESKS
from govern.web.tiles import Moment
from tests.calendar import AN_HOUR, AT, TODAY
from tests.make import Make
from tests.makers.assembly import DURING, Assembly
from tests.web.halls import Hall
from tests.web.officers import words_of

SAID = (
    "Your membership ended on Monday 1 June 2026, and this is for members. Your page says why it ended. If that is"
    " wrong, telephone us, and ask for the chair or a scrutineer."
)


def test_a_former_member_is_told_on_motions_that_their_membership_ended(hall: Hall) -> None:
    left, secretary = hall.chamber.members[2], hall.chamber.secretary
    with hall.database.writing() as session:
        membership = register.memberships_of(session, left)[0]
        ending.end(session, membership.id, Cessation(on=TODAY, ground=Ground.RESIGNED), actor=secretary, at=AT)
        session.commit()

    refused, own = hall.sit(left).look(""), words_of(hall.sit(left).client.get("/me/vote-check"))
    stranger = hall.sit(hall.chamber.secretary.person_id).look("/new")

    assert refused.status_code == 403
    assert SAID in words_of(refused)
    assert "Your membership ended on Monday 1 June 2026." in own
    assert "You belong to this group" not in own
    assert "This can be done only by:" in words_of(stranger)


def test_a_scrutineer_sees_how_many_memberships_officers_ended_while_a_vote_is_open(
    session: Session, make: Make, tmp_path: Path
) -> None:
    assembly = Assembly(session, make, tmp_path)
    chamber, moment = assembly.chamber, Moment(on=TODAY, at=DURING + AN_HOUR, zone="Europe/London")
    end = Cessation(on=TODAY, ground=Ground.RESIGNED)
    early, late = (register.memberships_of(session, one)[0].id for one in chamber.members[2:4])
    ending.end(session, early, end, actor=chamber.secretary, at=AT)
    without_a_vote = list(ending_tiles.ended_while_open(session, moment))
    assembly.call(chamber.on_the_agenda(chamber.proposal(way=Way.BALLOT)), at=DURING)
    ending.end(session, late, end, actor=chamber.secretary, at=DURING + AN_HOUR)

    (item,) = ending_tiles.ended_while_open(session, moment)

    assert without_a_vote == []
    assert str(item.words).startswith("A vote is open, and 1 membership was ended meanwhile by an officer.")
    assert ending_tiles.ended_while_open in DESKS[Role.SCRUTINEER][1]
