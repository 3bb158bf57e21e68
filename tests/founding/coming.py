"""What outsiders do with codes that they print for members: they come by them, and act as those members."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from govern.accounts import changes, codes, handing, offices
from govern.accounts import queries as accounts_queries
from govern.accounts import service as accounts
from govern.consequences import contacts, signing_in
from govern.consequences.contacts import Hand
from govern.core.actors import Actor, Role
from govern.register import stand_ins
from tests.founding.holding import Holding
from tests.founding.outsiders import PICK, picked
from tests.founding.town import KEY, particulars_of_outsider

SECRET = "s" * 32


class Coming(Holding):
    """They print codes and sign in by them; what a session opens, they use."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[tuple[UUID, str]] = []

    @rule(who=PICK, whom=PICK, waits=st.sampled_from((0, 0, 20)))
    def come_by_a_code(self, who: int, whom: int, waits: int) -> None:
        """Print a code for a member whom only post reaches, sign in by it at once or after some days, and stay."""
        person_id, actor = picked(self.town.by_post, whom), self.actor(who)
        letter = self.attempt(
            lambda: signing_in.print_code(
                self.session, person_id, secret=SECRET, base_url="https://x", actor=actor, at=self.at
            )
        )
        if letter is None:
            return
        self.at += timedelta(days=waits)
        account_id = self.attempt(
            lambda: codes.spend(self.session, letter.code, secret=SECRET, on=self.today, at=self.at)
        )
        if account_id is not None:
            digest = codes.digest_of(letter.code, secret=SECRET)
            token = accounts.start_session(self.session, account_id, at=self.at, code=digest)
            self.sessions.append((person_id, token))

    @precondition(lambda self: self.sessions)
    @rule(which=PICK, who=PICK, office=st.sampled_from(handing.SECOND_OFFICERS))
    def say_that_a_letter_arrived(self, which: int, who: int, office: Role) -> None:
        """Say of a letter by which they came that it reached whom it is for."""
        found = accounts_queries.find_session(self.session, picked(self.sessions, which)[1], at=self.at)
        if found is None or found.code is None:
            return
        said: dict[str, Any] = {"office": office, "on": self.today, "at": self.at, "actor": self.actor(who)}
        self.attempt(lambda: handing.hand_over(self.session, [found.code or ""], **said))

    def come_in(self, which: int) -> Actor | None:
        """Return the member as whom a session still lets them act."""
        person_id, token = picked(self.sessions, which)
        found = accounts_queries.find_session(self.session, token, at=self.at)
        return None if found is None else Actor(person_id=person_id, code=found.code)

    @precondition(lambda self: self.sessions)
    @rule(which=PICK, number=st.integers(0, 3), asks=st.booleans())
    def write_themselves_over_a_member(self, which: int, number: int, *, asks: bool) -> None:
        """As a member, ask for an outsider's name, which the secretary writes, or confirm an outsider's address."""
        member, told = self.come_in(which), particulars_of_outsider(number)
        if member is None or member.person_id is None:
            return
        person_id, email = member.person_id, told.email or ""
        if asks:
            words = f"{told.name}\nI married."
            self.attempt(lambda: contacts.ask_for_name(self.session, person_id, words, actor=member, at=self.at))
            self.write(person_id, self.actor(0), name=told.name)
            return
        token = changes.begin(self.session, person_id, email, at=self.at)
        hand = Hand(actor=member, at=self.at, match_key=KEY)
        self.attempt(lambda: contacts.confirm_email(self.session, person_id, token, hand))

    @precondition(lambda self: self.sessions)
    @rule(which=PICK, who=PICK, whom=PICK, holds=PICK)
    def come_into_an_office(self, which: int, who: int, whom: int, holds: int) -> None:
        """Make a member secretary as whom they are signed in, and as that member enter who holds a membership."""
        person_id, friend, membership_id = (
            picked(self.sessions, which)[0], picked(self.outsiders, whom), picked(self.memberships, holds),
        )  # fmt: skip
        granted: dict[str, Any] = {
            "office": Role.SECRETARY,
            "person_id": person_id,
            "from_on": self.today,
            "actor": self.actor(who),
        }
        self.attempt(lambda: offices.grant(self.session, at=self.at, **granted))
        member = self.come_in(which)
        if member is not None and accounts_queries.has_office(self.session, person_id, on=self.today):
            entered: dict[str, Any] = {"from_on": self.today, "actor": member, "at": self.at}
            self.attempt(lambda: stand_ins.add_joint_holder(self.session, membership_id, friend, **entered))
