"""The committee and the panel through the door: who is on record, entered and ended by the secretary."""

import re

import pytest
from sqlalchemy import select

from govern.core.actors import Role
from govern.register.models import Membership
from tests.calendar import TODAY
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, person_of
from tests.web.test_constitution import decide

ENDING = re.compile(r'href="(/bodies/members/[^"]+/ending)"')


def test_the_secretary_enters_a_member_of_the_panel_and_ends_it(secretariat: Secretariat) -> None:
    clerk = secretariat.sit(Role.SECRETARY)
    chair = secretariat.ask(person_of, role=Role.CHAIR)
    number = secretariat.ask(
        lambda session: session.scalar(select(Membership.member_no).where(Membership.person_id == chair))
    )
    typed = {"body": "panel", "decision": str(decide(clerk)), "from_on": str(TODAY)}

    unknown = clerk.send("/bodies/members/new", **typed, number="999")
    entered = clerk.send("/bodies/members/new", **typed, number=str(number))
    page = clerk.look("/bodies")
    (ending,) = ENDING.findall(page.text)
    ended = clerk.send(ending)

    assert (unknown.status_code, entered.status_code, ended.status_code) == (422, 303, 303)
    assert "Nobody has the member number" in words_of(unknown)
    assert "The panel that hears appeals" in words_of(page)
    assert "Cath Chair" in words_of(page)
    assert "End it" not in words_of(clerk.look("/bodies"))


@pytest.mark.parametrize(("role", "status"), [(Role.CHAIR, 200), (Role.ADMINISTRATOR, 403)])
def test_who_reads_the_register_sees_them(secretariat: Secretariat, role: Role, status: int) -> None:
    assert secretariat.sit(role).look("/bodies").status_code == status
    assert secretariat.sit(role).look("/bodies/members/new").status_code == 403
