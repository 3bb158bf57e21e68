"""No voting link is mailed to an address that only an officer stands for: it comes by letter."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots.models import Poll
from govern.elections import links, mine
from govern.elections.links import Contact, Post, Sent
from govern.elections.refusals import LinksGoByLetter
from govern.jobs.models import OutgoingMail
from govern.register.models import PersonVersion
from govern.register.rules import EVERY_PURPOSE
from tests.calendar import A_DAY, A_SECOND, AT, DURING, OPENS_AT
from tests.make import Make
from tests.makers import elections, kept, register
from tests.makers.elections import Contested

POST = Post(secret="a secret of the tests", base_url="https://mutual.example.org")
EMAIL = "hand@example.org"


class Asked:
    """An election, and one of its electors at whose address an officer wrote something down."""

    def __init__(self, session: Session, make: Make, folder: Path) -> None:
        self.session, self.make = session, make
        self.contest: Contested = make.election(folder)
        self.officer = make.person().id

    def enter(self, **facts: Any) -> UUID:
        """Enter an elector with an address that an officer wrote down."""
        usual: dict[str, Any] = {
            "recorded_by": self.officer,
            "recorded_at": AT - A_SECOND,
            "name": "Dee Dowd",
            "email": EMAIL,
        }
        person = register.person(self.session, **usual | facts)
        register.membership(
            self.session, person_id=person.id, constituency_id=self.contest.election.constituency_id
        )  # fmt: skip
        return person.id

    def said_again(self, person_id: UUID, *, by: UUID) -> None:
        """Let somebody say later that the address is so."""
        before = self.session.scalars(select(PersonVersion).where(PersonVersion.person_id == person_id)).one()
        names = ("name", "sort_name", "postal_address", "valid_from", "salt")
        before.superseded_at = AT + A_SECOND
        self.session.flush()
        facts = {name: getattr(before, name) for name in names}
        said = {"person_id": person_id, "email": EMAIL, "email_purposes": list(EVERY_PURPOSE)}
        kept(self.session, PersonVersion(**facts, **said, recorded_at=AT + A_SECOND, recorded_by=by))

    def links(self) -> Sent:
        """Carry the election on to its poll, and make the links."""
        elections.nominate(self.session, self.contest)
        elections.close_nominations(self.session, self.contest)
        elections.arm(self.session, self.contest)
        return links.make(self.session, self.contest.election.id, self.contest.deed(OPENS_AT), post=POST)

    def contact(self) -> Contact:
        """Return where that elector is reached."""
        poll = self.session.get_one(Poll, self.contest.election.poll_id)
        found = links.contacts(self.session, poll.roll_id, on=OPENS_AT.date())
        return next(one for one in found if one.name == "Dee Dowd")


@pytest.fixture
def asked(session: Session, make: Make, tmp_path: Path) -> Asked:
    return Asked(session, make, tmp_path)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("postal_address", ["1 Example Street", None], ids=["by post", "where no post goes"])
def test_a_link_that_would_go_to_an_officers_hand_is_a_letter(
    session: Session, asked: Asked, postal_address: str | None
) -> None:
    person = asked.enter(postal_address=postal_address)

    sent = asked.links()

    assert sent.mailed == 0
    assert [one.address for one in sent.letters if one.name == "Dee Dowd"] == [postal_address or ""]
    assert list(session.scalars(select(OutgoingMail))) == []
    assert (asked.contact().email, asked.contact().held_back) == (None, EMAIL)
    with pytest.raises(LinksGoByLetter):
        mine.ask_again(session, asked.contest.election.id, person, at=DURING)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(
    ("whose", "mailed"),
    [
        ("their own word", 1),
        ("the officer's word again", 0),
        ("an account at it", 1),
        ("an account at another", 0),
        ("a closed account at it", 0),
    ],
)
def test_a_link_is_mailed_where_its_reader_or_a_second_officer_knows_the_address(
    session: Session, asked: Asked, whose: str, mailed: int
) -> None:
    person = asked.enter()
    if "word" in whose:
        asked.said_again(person, by=person if whose == "their own word" else asked.officer)
    else:
        email = "other@example.org" if "another" in whose else EMAIL
        closed = {"closed_at": AT + A_DAY} if "closed" in whose else {}
        asked.make.account(person_id=person, email=email, **closed)

    sent = asked.links()

    assert sent.mailed == mailed
    assert len(sent.letters) == 6 - mailed
    assert list(session.scalars(select(OutgoingMail.recipient))) == [EMAIL] * mailed
