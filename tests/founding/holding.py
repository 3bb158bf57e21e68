"""What outsiders do with offices and seats, and with the records and memberships of others."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from govern.accounts import offices
from govern.consequences import cessation, contacts, founding, merging, opening
from govern.consequences.contacts import Hand
from govern.consequences.founding import Founder
from govern.constitution.rules import Body, Matter, Subject
from govern.core.actors import OFFICES, Actor, Role
from govern.register import connections, queries, stand_ins
from govern.register import merging as merges
from govern.register.connection_rules import WRITTEN, ConnectionKind, Relation
from govern.register.moving import Move
from govern.register.rules import Acting, Cessation, Ground
from govern.register.stand_ins import Authority
from govern.register.subjects import OF_GROUND
from tests.founding.deciding import Deciding
from tests.founding.outsiders import BACK, PICK, picked
from tests.founding.town import KEY, Town, particulars_now
from tests.makers.constitution import charter

HEADINGS = "name,constituency,part,member since,email,adult\n"
LINE = "Outsider {0},workforce,care_staff,2019-01-01,outsider{0}@example.net,yes\n"


class Holding(Deciding):
    """They hold every office and the authority's seats, and write what they like of others."""

    @rule(who=PICK, whom=PICK, office=st.sampled_from(OFFICES))
    def grant_an_office(self, who: int, whom: int, office: Role) -> None:
        """Put one of them into an office."""
        granted_to, actor = picked(self.outsiders, whom), self.actor(who)
        self.attempt(
            lambda: offices.grant(
                self.session, office=office, person_id=granted_to, from_on=self.today, actor=actor, at=self.at
            )
        )

    @rule(who=PICK, whom=PICK, signs=PICK, number=st.integers(0, 2))
    def take_another_seat(self, who: int, whom: int, signs: int, number: int) -> None:
        """Put one of them into a seat of the authority's third."""
        self.take_a_seat(who, whom, signs, number)

    @precondition(lambda self: not self.has_founded_again)
    @rule(number=st.integers(0, 3))
    def found_again(self, number: int) -> None:
        """Found the mutual once more, with outsiders as its founders."""
        founders = [
            Founder(name=f"Outsider {n}", email=f"new{n}@example.net", constituency="authority")
            for n in range(number + 1)
        ]
        self.has_founded_again = True
        self.attempt(lambda: founding.found(self.session, charter(), founders, match_key=KEY, at=self.at))

    @rule(who=PICK, approves=PICK, number=st.integers(0, 3))
    def bring_an_opening_register(self, who: int, approves: int, number: int) -> None:
        """Upload a file that names one of them, and have another approve it."""
        content = (HEADINGS + LINE.format(number)).encode()
        staged = self.attempt(
            lambda: opening.upload(
                self.session, content, file_name="old.csv", match_key=KEY, actor=self.actor(who), at=self.at
            )
        )
        if staged is not None:
            self.attempt(
                lambda: opening.approve(
                    self.session, staged.batch.id, entries=1, match_key=KEY, actor=self.actor(approves), at=self.at
                )
            )

    @rule(who=PICK, whom=PICK, which=PICK, acting=st.sampled_from(Acting), joins=st.booleans())
    def act_for_a_member(self, who: int, whom: int, which: int, acting: Acting, *, joins: bool) -> None:
        """Enter one of them as joint holder, representative, nominee or executor of a member."""
        membership_id, person_id = picked(self.memberships, which), picked(self.outsiders, whom)
        by: dict[str, Any] = {"actor": self.actor(who), "at": self.at}
        if joins:
            self.attempt(
                lambda: stand_ins.add_joint_holder(self.session, membership_id, person_id, from_on=self.today, **by)
            )
        authority = Authority(
            membership_id=membership_id,
            person_id=person_id,
            acting=acting,
            paper="a letter",
            resolved_on=self.today,
            from_on=self.today,
        )
        self.attempt(lambda: stand_ins.name(self.session, authority, **by))

    @rule(who=PICK, whom=PICK, like=PICK, what=st.sampled_from((("name",), ("email",), ("name", "email"))), back=BACK)
    def write_a_member_over(self, who: int, whom: int, like: int, what: tuple[str, ...], back: int) -> None:
        """Correct a member's name or address of mail into that of one of them."""
        person_id, theirs = picked(self.members, whom), particulars_now(self.session, picked(self.town.outsiders, like))
        taken: dict[str, Any] = {one: getattr(theirs, one) for one in what}
        told = replace(particulars_now(self.session, person_id), sorted_as=None, **taken)
        hand = Hand(actor=self.actor(who), at=self.at, match_key=KEY)
        from_on = self.today - timedelta(days=back)
        self.attempt(lambda: contacts.correct(self.session, person_id, told, valid_from=from_on, hand=hand))

    @rule(who=PICK, whom=PICK, like=PICK)
    def ask_in_a_member_s_name(self, who: int, whom: int, like: int) -> None:
        """Ask that a member be called like one of them from now on, and write it."""
        person_id, theirs = picked(self.members, whom), particulars_now(self.session, picked(self.town.outsiders, like))
        words, actor, at = f"{theirs.name}\nI married.", self.actor(who), self.at
        self.attempt(lambda: contacts.ask_for_name(self.session, person_id, words, actor=actor, at=at))
        self.write(person_id, actor, name=theirs.name)

    def write(self, person_id: UUID, actor: Actor, *, name: str) -> None:
        """Write that somebody is called otherwise from today on."""
        told = replace(particulars_now(self.session, person_id), sorted_as=None, name=name)
        hand = Hand(actor=actor, at=self.at, match_key=KEY)
        self.attempt(lambda: contacts.correct(self.session, person_id, told, valid_from=self.today, hand=hand))

    @rule(who=PICK, decides=PICK, whom=PICK, which=PICK, keeps=st.booleans())
    def merge_with_a_member(self, who: int, decides: int, whom: int, which: int, *, keeps: bool) -> None:
        """Say that a member and one of them are one person."""
        pair = [picked(self.members, which), picked(self.outsiders, whom)]
        kept_id, merged_id = pair if keeps else reversed(pair)
        merge = self.attempt(
            lambda: merges.propose(
                self.session, kept_id=kept_id, merged_id=merged_id, actor=self.actor(who), at=self.at
            )
        )
        if merge is not None:
            self.attempt(
                lambda: merging.decide(
                    self.session, merge.id, is_one_person=True, actor=self.actor(decides), at=self.at
                )
            )

    @rule(who=PICK, which=PICK, ground=st.sampled_from(Ground), back=BACK)
    def end_a_membership(self, who: int, which: int, ground: Ground, back: int) -> None:
        """Record that a member died, or left, or cannot be found."""
        membership_id, actor = picked(self.memberships, which), self.actor(who)
        about = [self._named(membership_id, OF_GROUND.get(ground, Matter.CESSATION), 0)]
        decided = self.decide(actor, Body.GENERAL_MEETING, self.outsiders, about=about)
        decision_id = decided if ground.needs_decision else None
        end = Cessation(on=self.today - timedelta(days=back), ground=ground, decision_id=decision_id)
        self.attempt(lambda: cessation.end(self.session, membership_id, end, actor=actor, at=self.at))

    @rule(
        who=PICK,
        which=PICK,
        home=PICK,
        body=st.sampled_from((Body.BOARD, Body.GENERAL_MEETING)),
        lifts=st.booleans(),
        moves=st.booleans(),
    )
    def suspend_or_move(self, who: int, which: int, home: int, body: Body, *, lifts: bool, moves: bool) -> None:
        """Suspend a member, lift a suspension, or move a member elsewhere, on a decision that never was."""
        membership_id, actor = picked(self.memberships, which), self.actor(who)
        whose = queries.membership(self.session, membership_id).person_id
        about = [self._named(membership_id, one, home) for one in (Matter.SUSPENSION, Matter.RESTORATION, Matter.MOVE)]
        decision_id = self.decide(actor, body, [one for one in self.voters(5, 4) if one != whose], about=about)
        if decision_id is None:
            return
        by: dict[str, Any] = {"decision_id": decision_id, "actor": actor, "at": self.at}
        self.attempt(lambda: cessation.suspend(self.session, membership_id, from_on=self.today, **by))
        if lifts:
            self.attempt(lambda: cessation.restore(self.session, membership_id, on=self.today, **by))
        if moves:
            constituency_id, part_id = picked(self.homes, home)
            move = Move(
                membership_id=membership_id,
                constituency_id=constituency_id,
                sub_constituency_id=part_id,
                decision_id=decision_id,
            )
            self.attempt(lambda: cessation.move(self.session, move, actor=actor, at=self.at))

    def _named(self, membership_id: UUID, matter: Matter, home: int) -> Subject:
        """Return that a decision is about a member."""
        person_id = queries.membership(self.session, membership_id).person_id
        return self.going(person_id, home, matter) if matter.has_home else Subject(person_id=person_id, matter=matter)

    @rule(who=PICK, one=PICK, other=PICK, kind=st.sampled_from(WRITTEN))
    def connect(self, who: int, one: int, other: int, kind: ConnectionKind) -> None:
        """Record that two people are connected, a member among them, so that the member has to stand back."""
        first, second = picked([*self.members, *self.outsiders], one), picked(self.outsiders, other)
        relation = Relation(person_id=first, kind=kind, other_id=second, valid_from=self.today)
        made = self.attempt(lambda: connections.record(self.session, relation, actor=self.actor(who), at=self.at))
        if made is not None:
            self.connections.append(made)

    @precondition(lambda self: self.connections)
    @rule(who=PICK, which=PICK, withdraws=st.booleans())
    def disconnect(self, who: int, which: int, *, withdraws: bool) -> None:
        """End a connection, or say that it never was."""
        connection_id = picked(self.connections, which)
        by: dict[str, Any] = {"actor": self.actor(who), "at": self.at}
        if withdraws:
            self.attempt(lambda: connections.withdraw(self.session, connection_id, **by))
        else:
            self.attempt(lambda: connections.end(self.session, connection_id, on=self.today, **by))


def machine_in(town: Town) -> type[Holding]:
    """Return the machine that acts in a town."""
    return type("FoundingTest", (Holding,), {"town": town})
