"""No ballot goes by post to an address that an officer wrote over another, until a second officer heard of it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts.refusals import HandedByAnother
from govern.ballots.models import Credential
from govern.consequences import contacts, hearing_addresses
from govern.consequences.contacts import Hand
from govern.core.actors import Actor, Deed, Role
from govern.elections import links
from govern.elections.links import Post, Sent
from govern.elections.refusals import AddressUnheard
from govern.jobs.models import LetterToPrint, OutgoingMail
from govern.register import persons
from govern.register import queries as register
from govern.register.address_models import AddressHeard
from govern.register.rules import EVERY_PURPOSE
from tests.calendar import A_SECOND, AT, OPENS_AT, TODAY
from tests.make import Make
from tests.makers import elections
from tests.makers.elections import Contested
from tests.raw import emptied, ensure_refused

POST = Post(secret="a secret of the tests", base_url="https://mutual.example.org")
HOME, HAND = "1 High Street", "Care of the secretary"


class Moved:
    """An election, one of its electors without e-mail, and the officer who writes in the register."""

    def __init__(self, session: Session, make: Make, folder: Path) -> None:
        self.session, self.make = session, make
        self.contest: Contested = make.election(folder)
        self.officer, self.at = make.person().id, AT
        self.person = make.person(name="Dee Dowd", postal_address=HOME).id
        make.membership(person_id=self.person, constituency_id=self.contest.election.constituency_id)
        self.chair = Actor(person_id=make.person().id, roles=frozenset({Role.CHAIR}))
        make.office(Role.CHAIR, person_id=self.chair.person_id)

    def says(self, who: UUID, address: str | None, **facts: Any) -> None:
        """Let somebody say what the postal address is."""
        self.at += A_SECOND
        known = register.person_on(self.session, self.person, on=TODAY)
        assert known is not None
        told = type(persons.particulars_of(known))(
            **vars(persons.particulars_of(known)) | {"postal_address": address} | facts
        )
        hand = Hand(actor=Actor(person_id=who), at=self.at, match_key=b"k" * 32)
        contacts.correct(self.session, self.person, told, valid_from=TODAY, hand=hand)

    def heard(self, actor: Actor) -> None:
        """Let somebody hear from the elector that the address is theirs."""
        waiting = hearing_addresses.unheard(self.session, actor, on=TODAY)
        hearing_addresses.hear(self.session, [one.version_id for one in waiting], Deed(actor=actor, at=self.at))

    def to_the_poll(self) -> None:
        """Carry the election on to its poll."""
        elections.nominate(self.session, self.contest)
        elections.close_nominations(self.session, self.contest)
        elections.arm(self.session, self.contest)

    def links(self) -> Sent:
        """Make the links that are missing."""
        return links.make(self.session, self.contest.election.id, self.contest.deed(OPENS_AT), post=POST)

    def letters(self) -> list[str]:
        """Return where the elector's letter goes, if there is one."""
        return [one.address for one in self.links().letters if one.name == "Dee Dowd"]


@pytest.fixture
def moved(session: Session, make: Make, tmp_path: Path) -> Moved:
    return Moved(session, make, tmp_path)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(
    ("said", "address"),
    [
        pytest.param([], HOME, id="the first on record"),
        pytest.param([("officer", HAND)], None, id="written over"),
        pytest.param([("officer", " 1 HIGH STREET ")], " 1 HIGH STREET ", id="spelled otherwise"),
        pytest.param([("person", HAND)], HAND, id="their own word"),
        pytest.param([("officer", HAND), ("person", HAND)], HAND, id="written over, and then their own word"),
        pytest.param([("officer", HAND), ("officer", HOME)], None, id="written over, and back again"),
        pytest.param([("officer", None), ("officer", HAND)], None, id="taken out, and another put in"),
    ],
)
def test_a_letter_goes_where_somebody_beside_an_officer_stands_for_the_address(
    session: Session, moved: Moved, said: list[tuple[str, str | None]], address: str | None
) -> None:
    for who, where in said:
        moved.says(moved.officer if who == "officer" else moved.person, where)
    moved.to_the_poll()

    sent = moved.links()

    assert [one.address for one in sent.letters if one.name == "Dee Dowd"] == ([address] if address else [])
    assert (sent.waiting, len(sent.letters)) == ((0, 6) if address else (1, 5))
    assert session.scalar(select(func.count()).select_from(Credential)) == len(sent.letters)


@pytest.mark.invariant("INV-40")
def test_once_a_second_officer_has_heard_the_missing_link_is_made_and_it_holds_for_later_changes(
    session: Session, moved: Moved
) -> None:
    moved.says(moved.officer, HAND)
    moved.to_the_poll()
    before = moved.letters()
    moved.heard(moved.chair)

    after = moved.letters()
    moved.says(moved.officer, HAND, telephone="01632 960123")
    remade = links.remake_letters(session, moved.contest.election.id, moved.contest.deed(OPENS_AT), post=POST)

    assert (before, after) == ([], [HAND])
    assert HAND in [one.address for one in remade.letters]


@pytest.mark.invariant("INV-40")
def test_an_address_written_over_after_the_letters_gets_no_second_one(session: Session, moved: Moved) -> None:
    moved.to_the_poll()
    first = moved.links()
    number = next(one.number for one in first.letters if one.name == "Dee Dowd")
    moved.says(moved.officer, HAND)
    again = moved.contest.deed(OPENS_AT)

    with pytest.raises(AddressUnheard, match="no second officer has heard from them that it is theirs"):
        links.replace(session, moved.contest.election.id, number, again, post=POST)
    works = links.issued(session, moved.contest.election.poll_id or UUID(int=0))
    remade = links.remake_letters(session, moved.contest.election.id, again, post=POST)

    assert works == len(first.letters)
    assert (HAND in [one.address for one in remade.letters], remade.waiting) == (False, 1)


@pytest.mark.invariant("INV-40")
def test_whoever_wants_their_ballot_by_mail_waits_for_nobody_and_a_taken_address_of_mail_is_no_way_round(
    session: Session, moved: Moved
) -> None:
    moved.says(moved.person, HOME, email="dee@example.org", email_purposes=EVERY_PURPOSE)
    moved.says(moved.officer, HAND)
    by_mail = hearing_addresses.unheard(session, moved.chair, on=TODAY)

    moved.says(moved.officer, HAND, email=None, email_purposes=())

    assert by_mail == []
    assert [one.person_id for one in hearing_addresses.unheard(session, moved.chair, on=TODAY)] == [moved.person]


@pytest.mark.invariant("INV-40")
def test_a_member_is_told_at_the_address_from_before_and_by_mail_and_whoever_moves_themselves_is_not(
    session: Session, moved: Moved
) -> None:
    moved.says(moved.person, HOME, email="dee@example.org", email_purposes=EVERY_PURPOSE)
    moved.says(moved.officer, HAND)
    moved.says(moved.person, "3 New Road")

    (letter,), (mail,) = session.scalars(select(LetterToPrint)), session.scalars(select(OutgoingMail))

    assert letter.address == HOME
    assert mail.recipient == "dee@example.org"
    for words in (letter.body or "", mail.body or ""):
        assert "wrote down another postal address for you" in words
        assert HAND not in words


@pytest.mark.invariant("INV-40", by="database")
def test_nobody_hears_of_an_address_that_they_wrote_or_that_is_their_own(session: Session, moved: Moved) -> None:
    moved.says(moved.officer, HAND)
    for person in (moved.officer, moved.person):
        moved.make.office(Role.SCRUTINEER, person_id=person)
        actor = Actor(person_id=person, roles=frozenset({Role.SCRUTINEER}))
        (waiting,) = hearing_addresses.unheard(session, actor, on=TODAY)
        assert not waiting.is_theirs
        with pytest.raises(HandedByAnother):
            moved.heard(actor)
    nobody, version = moved.make.person().id, waiting.version_id
    for who, guard in (
        (moved.officer, "address_is_heard_by_another_than_wrote_it"),
        (moved.person, "address_is_heard_by_another_than_wrote_it"),
        (nobody, "address_is_heard_by_a_second_officer"),
    ):
        forged = {"version_id": version, "heard_by": who, "heard_as": "scrutineer", "heard_on": TODAY, "heard_at": AT}
        with pytest.raises(IntegrityError, match=guard), session.begin_nested():
            session.execute(insert(AddressHeard).values(**forged))

    moved.heard(moved.chair)
    assert hearing_addresses.heap(session, on=TODAY).count == 0
    for change in ("UPDATE address_heard SET heard_as = 'director'", emptied(session, "address_heard")):
        ensure_refused(session, "address_heard_is_append_only", change)
