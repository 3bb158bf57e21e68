"""An account opens at an address that two people know, and whoever had another address is told."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.accounts import queries
from govern.accounts import service as accounts
from govern.accounts.refusals import WroteTheAddress
from govern.consequences import contacts, letting_in
from govern.consequences.contacts import Hand
from govern.core.actors import Actor, Role
from govern.jobs.models import OutgoingMail
from govern.register import persons
from govern.register.refusals import NobodyKnownSo
from govern.register.rules import EVERY_PURPOSE, Particulars
from tests.calendar import AT, TODAY
from tests.make import Make

KEY = b"k" * 32
DORA = Particulars(name="Dora Dee", email="dora@example.org", email_purposes=EVERY_PURPOSE, adult_confirmed_on=TODAY)


class Door:
    """A secretary who writes addresses, and an administrator who opens accounts."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session = session
        make.mutual()
        make.rules()
        self.secretary = Actor(person_id=make.person().id, roles=frozenset({Role.SECRETARY}))
        self.administrator = Actor(person_id=make.person().id, roles=frozenset({Role.ADMINISTRATOR}))
        self.dora = persons.enter(session, DORA, match_key=KEY, actor=self.secretary, at=AT).id

    def opens(self, actor: Actor, *, email: str = "dora@example.org") -> Any:
        """Open an account for Dora, at an address as she gave it."""
        return letting_in.open_account(self.session, name="Dora Dee", email=email, match_key=KEY, actor=actor, at=AT)

    def writes(self, email: str) -> None:
        """Let the secretary write another address for Dora."""
        told = Particulars(**vars(DORA) | {"email": email})
        hand = Hand(actor=self.secretary, at=AT, match_key=KEY)
        contacts.correct(self.session, self.dora, told, valid_from=TODAY, hand=hand)

    def told(self, address: str) -> list[str]:
        """Return what went to an address."""
        query = select(OutgoingMail.body).where(OutgoingMail.recipient == address)
        return [body or "" for body in self.session.scalars(query)]


@pytest.fixture
def door(session: Session, make: Make) -> Door:
    return Door(session, make)


@pytest.mark.invariant("INV-12")
def test_an_account_opens_at_the_address_that_the_person_gave_and_the_register_has(door: Door) -> None:
    with pytest.raises(NobodyKnownSo, match="Ask the person how both are written"):
        door.opens(door.administrator, email="d.dee@example.org")

    account = door.opens(door.administrator)

    assert (account.email, account.opened_by) == ("dora@example.org", door.administrator.person_id)


@pytest.mark.invariant("INV-12")
def test_whoever_wrote_an_address_opens_no_account_at_it(door: Door) -> None:
    with pytest.raises(WroteTheAddress):
        door.opens(door.secretary)

    assert queries.open_account_of(door.session, door.dora) is None
    wrote = letting_in.writer_of(door.session, door.dora, "Dora@example.org")
    assert wrote is not None
    assert wrote.recorded_by == door.secretary.person_id


@pytest.mark.invariant("INV-12")
def test_a_former_address_is_told_when_another_is_written_and_when_an_account_opens_there(door: Door) -> None:
    account = door.opens(door.administrator)
    door.writes("other@example.org")
    accounts.close_account(door.session, account, on=TODAY, actor=door.administrator, at=AT)
    door.opens(door.administrator, email="other@example.org")

    written, opened = door.told("dora@example.org")

    assert "no longer writes to you at this address" in written
    assert "your account was opened again, at another address than this one" in opened
    assert door.told("other@example.org") == []


def test_the_address_that_somebody_signs_in_with_is_told_of_a_change_in_the_register(door: Door) -> None:
    account = door.opens(door.administrator)
    account.email = "work@example.org"
    door.session.flush()

    door.writes("other@example.org")

    assert [len(door.told(address)) for address in ("dora@example.org", "work@example.org")] == [1, 1]
