"""Whoever is no member any more is told so where members act, and nothing else."""

from govern.consequences import ending
from govern.register import queries as register
from govern.register.rules import Cessation, Ground
from tests.calendar import AT, TODAY
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
