"""The secretary enters neither a decision about herself nor herself as a member."""

from uuid import UUID

from sqlalchemy import func, select

from govern.constitution import queries as constitution
from govern.constitution.rules import Body, Matter
from govern.register import queries
from govern.register.models import Membership
from tests.calendar import TODAY
from tests.makers import constitution as decisions
from tests.web.named import persons
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat
from tests.web.test_register import workforce


def entered_by_another(secretariat: Secretariat, person: UUID) -> str:
    """Return the id of a decision that admits somebody to the workforce, which another officer entered."""
    part = secretariat.ask(constitution.parts)[0]
    home = {"constituency_id": part.constituency_id, "sub_constituency_id": part.id}
    about = [decisions.on(person, Matter.ADMISSION, **home)]
    return str(
        secretariat.write(lambda session: decisions.decision(session, about=about, body=Body.GENERAL_MEETING).id)
    )


def test_the_secretary_cannot_enter_herself(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    sam = secretariat.ask(queries.members, on=TODAY).items[1]
    ended = clerk.send(f"/members/{sam.membership_id}/cessation", ground="resigned", on=str(TODAY))
    assert ended.status_code == 303, words_of(ended)

    about = persons(secretariat, sam.person_id, admission=workforce(secretariat))
    minute = {"body": "general_meeting", "minute_reference": "GM/1", "text": "Admitted."}
    decided = clerk.send("/decisions/new", **minute, **about)
    entry = {"home": workforce(secretariat), "decision": entered_by_another(secretariat, sam.person_id)}
    answer = clerk.send(f"/people/{sam.person_id}/membership", **entry)

    assert (decided.status_code, answer.status_code) == (409, 409)
    assert "about you" in words_of(decided)
    assert "You cannot enter yourself as a member. Ask another officer to enter you" in words_of(answer)
    assert secretariat.ask(lambda session: session.scalar(select(func.count()).select_from(Membership))) == 2
