"""A secretary who is a member writes an address of their own into a member's record, and cannot vote as that member."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import codes, handing, queries
from govern.accounts import service as accounts
from govern.accounts.models import Account, SignInCode
from govern.accounts.refusals import (
    AddressNotYetYours,
    CameByOutsidersCode,
    HandedByAnother,
    LetterNotConfirmed,
)
from govern.agenda import service
from govern.backing import service as backing
from govern.consequences import contacts, signing_in
from govern.consequences.contacts import Details, Hand
from govern.constitution.rules import Vote
from govern.core.actors import Actor, Deed, Role
from govern.divisions import printed_codes, printed_margins, voting
from govern.divisions.models import DivisionMark
from govern.jobs.models import LetterToPrint, OutgoingMail
from govern.motions.division_models import Division
from govern.motions.rules import Backing, Way
from govern.register import persons, vouching
from govern.register import queries as register
from govern.register.rules import EVERY_PURPOSE, match_email
from tests.calendar import A_SECOND, AT, TODAY
from tests.divisions.test_votes_by_printed_codes import MARK, SECRET
from tests.makers.assembly import AGAINST, DURING, FOR, ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

KEY = b"k" * 32
BASE = "https://mutual.example.org"
LINK = re.compile(r"/sign-in/links/(\S+)")


class Written:
    """An assembly in which one of the members is the secretary, and writes addresses down."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly, self.session = assembly, assembly.session
        self.secretary, self.ann = assembly.members[4], assembly.members[0]
        self.chair: UUID = assembly.make.office(Role.CHAIR).person_id
        self.at = AT

    def writes(self, person: UUID, email: str | None, *, by: UUID | None = None) -> None:
        """Let the secretary write an address into somebody's record."""
        self.at += A_SECOND
        known = register.person_on(self.session, person, on=TODAY)
        assert known is not None
        told = persons.particulars_of(known)
        facts = vars(told) | {"email": email, "email_purposes": EVERY_PURPOSE if email else ()}
        hand = Hand(actor=Actor(person_id=by or self.secretary), at=self.at, match_key=KEY)
        contacts.correct(self.session, person, type(told)(**facts), valid_from=TODAY, hand=hand)

    def enters(self, email: str, *, by: UUID) -> UUID:
        """Let somebody make a member known with an address, before the opening."""
        made, sign = self.assembly.make, match_email(email, key=KEY)
        person = made.person(recorded_by=by, recorded_at=AT - A_SECOND, email=email, match_email=sign).id
        made.membership(person_id=person, constituency_id=self.assembly.chamber.home.id)
        return person

    def comes(self, email: str) -> list[Actor]:
        """Ask for the links to an address, use each, and return as whom that signs in."""
        signing_in.send_links(self.session, email=email, language="en", base_url=BASE, match_key=KEY, at=self.at)
        self.session.flush()
        sent = select(OutgoingMail.body).where(
            OutgoingMail.recipient == email, OutgoingMail.body.like("%/sign-in/links/%")
        )
        letter = self.session.scalars(sent.order_by(OutgoingMail.made_at.desc())).first()
        return [self._let_in(token) for token in LINK.findall(letter or "")]

    def _let_in(self, token: str) -> Actor:
        begun, _ = accounts.sign_in_by_link(self.session, token, at=self.at)
        self.session.flush()
        found = queries.find_session(self.session, begun, at=self.at)
        assert found is not None
        assert found.letter_waits is (found.code is not None)
        return Actor(person_id=found.person_id, roles=frozenset({Role.MEMBER}), code=found.code)

    def hears(self, actor: Actor, *, by: UUID | None = None) -> None:
        """Let the chair hear from somebody that it is they."""
        chair = Actor(person_id=by or self.chair, roles=frozenset({Role.CHAIR}))
        handing.hand_over(self.session, [actor.code or ""], office=Role.CHAIR, actor=chair, on=TODAY, at=self.at)

    def vote(self, division: Division, actor: Actor, vote: Vote = FOR) -> None:
        """Vote as somebody."""
        voting.vote(self.session, division.id, vote=vote, actor=actor, at=DURING)

    def marks(self) -> int:
        """Return how many votes there are."""
        return self.session.scalar(select(func.count()).select_from(DivisionMark)) or 0

    def says_it_is_theirs(self, actor: Actor) -> None:
        """Let somebody save their details as they are."""
        self.at += A_SECOND
        assert actor.person_id is not None
        told = Details(
            postal_address="1 Example Street",
            email_purposes=EVERY_PURPOSE,
            telephone=None,
            telephone_purposes=(),
            language=None,
            formats=(),
        )
        contacts.change(self.session, actor.person_id, told, Hand(actor=actor, at=self.at, match_key=KEY))


@pytest.fixture
def written(assembled: Callable[..., Assembly]) -> Written:
    return Written(assembled(publication_min_ballots=5, gm_quorum=ONE_IS_ENOUGH))


def put(written: Written) -> Division:
    """Put a motion to the members."""
    return written.assembly.call(written.assembly.chamber.moved())


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("way", ["at once", "over theirs", "there and back"])
def test_a_secretary_votes_as_no_member_at_an_address_of_her_own(written: Written, way: str) -> None:
    if way != "at once":
        written.writes(written.ann, "ann@example.org", by=written.ann)
    written.writes(written.ann, "hand@example.org")
    if way == "there and back":
        written.writes(written.ann, "other@example.org")
        written.writes(written.ann, "hand@example.org")
    division = put(written)
    (actor,) = written.comes("hand@example.org")

    with pytest.raises(LetterNotConfirmed, match="at an e-mail address that an officer wrote down"):
        written.vote(division, actor)
    with pytest.raises(LetterNotConfirmed):
        written.says_it_is_theirs(actor)

    assert written.marks() == 0


@pytest.mark.invariant("INV-40")
def test_she_votes_as_nobody_whom_she_entered_with_such_an_address(written: Written) -> None:
    newcomer = written.enters("hand@example.org", by=written.secretary)
    division = put(written)
    assert newcomer in written.assembly.roll(division)
    (actor,) = written.comes("hand@example.org")

    with pytest.raises(LetterNotConfirmed):
        written.vote(division, actor)

    assert written.marks() == 0


@pytest.mark.invariant("INV-40")
def test_by_such_an_address_nobody_proposes_or_backs_a_motion(written: Written) -> None:
    chamber = written.assembly.chamber
    motion = chamber.submitted()
    member = written.assembly.members[1]
    written.writes(member, "hand@example.org")
    (actor,) = written.comes("hand@example.org")
    deed = Deed(actor=actor, at=written.at)

    with pytest.raises(LetterNotConfirmed):
        backing.back(written.session, motion.id, member, Backing.SUPPORTER, deed)
    with pytest.raises(LetterNotConfirmed):
        service.submit(written.session, chamber.proposal(proposer_id=member), deed)


@pytest.mark.invariant("INV-40")
def test_whose_address_it_is_votes_after_one_call_and_after_their_own_word_without(written: Written) -> None:
    first, second = put(written), put(written)
    written.writes(written.ann, "ann@example.org")
    (actor,) = written.comes("ann@example.org")
    written.hears(actor)

    written.vote(first, actor)
    written.says_it_is_theirs(actor)
    (again,) = written.comes("ann@example.org")
    written.vote(second, again)

    marks = {one.division_id: one for one in written.session.scalars(select(DivisionMark))}
    assert (marks[first.id].printed_by, marks[first.id].account_id) == (written.secretary, None)
    assert again.code is None
    assert marks[second.id].printed_by is None
    assert len(printed_codes.told_of(written.session, first)) == 1
    assert printed_codes.told_of(written.session, second) == []


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("who", ["who wrote it", "whom they let in"])
def test_who_wrote_the_address_hears_from_nobody_that_it_is_theirs(written: Written, who: str) -> None:
    written.writes(written.ann, "hand@example.org")
    (actor,) = written.comes("hand@example.org")
    let_in = written.assembly.make.account(opened_by=written.secretary).person_id
    hears = written.secretary if who == "who wrote it" else let_in
    written.assembly.make.office(Role.CHAIR, person_id=hears)

    with pytest.raises(HandedByAnother, match="you printed the code or wrote the address"):
        written.hears(actor, by=hears)


@pytest.mark.invariant("INV-08", "INV-40")
def test_a_director_votes_on_the_board_by_such_an_address_once_a_second_officer_heard(written: Written) -> None:
    chamber = written.assembly.chamber
    director = chamber.directors[0]
    division = written.assembly.call(chamber.moved(chamber.for_the_board(way=Way.MEETING)))
    written.writes(director, "dir@example.org")
    (actor,) = written.comes("dir@example.org")
    with pytest.raises(LetterNotConfirmed):
        written.vote(division, actor)
    written.hears(actor)

    written.vote(division, actor)

    mark = written.session.scalars(select(DivisionMark)).one()
    assert (mark.printed_by, mark.account_id) == (written.secretary, None)


@pytest.mark.invariant("INV-42")
def test_an_address_that_an_outsider_wrote_becomes_nobodys_own_by_outsiders_alone(written: Written) -> None:
    outsider = written.assembly.make.person().id
    newcomer = written.enters("hand@example.org", by=outsider)
    (actor,) = written.comes("hand@example.org")
    written.hears(actor)

    with pytest.raises(CameByOutsidersCode, match="or at an e-mail address that such a person wrote down"):
        written.says_it_is_theirs(actor)

    known = register.person_on(written.session, newcomer, on=TODAY)
    assert known is not None
    assert vouching.writer_of(written.session, known) == outsider


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("came", ["by a letter", "by an account elsewhere", "by an account there"])
def test_whoever_came_otherwise_does_not_make_a_written_address_their_own_by_saving(
    written: Written, came: str
) -> None:
    written.writes(written.ann, "hand@example.org")
    made, email = written.assembly.make, {"elsewhere": "ann@example.org", "there": "hand@example.org"}
    code = None
    if came == "by a letter":
        account = made.account(person_id=written.ann, email=None)
        code = codes.digest_of(typed := letter_for(written, account), secret=SECRET)
        codes.spend(written.session, typed, secret=SECRET, on=TODAY, at=written.at)
        written.hears(Actor(person_id=written.ann, code=code))
    else:
        made.account(person_id=written.ann, email=email[came.split()[-1]], opened_by=written.chair)
    actor = Actor(person_id=written.ann, code=code)

    if came == "by an account there":
        written.says_it_is_theirs(actor)
    else:
        with pytest.raises(AddressNotYetYours, match="take back all that it is used for"):
            written.says_it_is_theirs(actor)

    known = register.person_on(written.session, written.ann, on=TODAY)
    assert known is not None
    writer = vouching.writer_of(written.session, known)
    assert writer == (None if came == "by an account there" else written.secretary)


def letter_for(written: Written, account: Account) -> str:
    """Print a code, and return it as it is typed."""
    printer = Actor(person_id=written.secretary)
    return codes.make(written.session, account, secret=SECRET, actor=printer, at=written.at)


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize("email", ["hand@example.org", "ann@example.org", None], ids=["written", "own", "none"])
def test_the_database_takes_no_vote_at_a_written_address_as_if_it_were_their_own(
    session: Session, written: Written, email: str | None
) -> None:
    division = put(written)
    written.writes(written.ann, email, by=None if email == "hand@example.org" else written.ann)
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    told = MARK.format(
        division=division.id.hex,
        roll=division.roll_id.hex,
        person=written.ann.hex,
        at=f"{DURING:%Y-%m-%d %H:%M:%S.%f}{zone}",
        printer="NULL",
    )

    if email == "hand@example.org":
        ensure_refused(session, "vote_by_a_written_address_says_by_whom", told)
        return
    written.vote(division, Actor(person_id=written.ann, roles=frozenset({Role.MEMBER})))

    assert written.marks() == 1


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_takes_no_vote_before_a_second_officer_heard_and_keeps_only_links_that_were_used(
    session: Session, written: Written
) -> None:
    division = put(written)
    written.writes(written.ann, "hand@example.org")
    written.comes("hand@example.org")
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    told = MARK.format(
        division=division.id.hex,
        roll=division.roll_id.hex,
        person=written.ann.hex,
        at=f"{DURING:%Y-%m-%d %H:%M:%S.%f}{zone}",
        printer=f"'{written.secretary.hex}'",
    )

    ensure_refused(session, "vote_by_a_code_waits_for_a_second_officer", told)
    unused = (
        "INSERT INTO sign_in_code (code_hash, account_id, made_by, made_at, expires_at, is_link)"
        " SELECT 'x', account_id, made_by, made_at, expires_at, true FROM sign_in_code"
    )
    ensure_refused(session, "ck_sign_in_code_link_is_kept_once_used", unused)
    assert session.scalars(select(SignInCode.is_link)).all() == [True]


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(("by_address", "is_close"), [(1, False), (2, True), (3, True)])
def test_votes_at_written_addresses_that_are_as_many_as_the_margin_are_said_to_be(
    written: Written, by_address: int, *, is_close: bool
) -> None:
    # Four for and two against: with two of the four taken away they are as many as those against, and it is lost.
    division, members = put(written), written.assembly.members
    votes = dict(zip(members, (FOR, FOR, FOR, FOR, AGAINST, AGAINST), strict=True))
    for n, member in enumerate(members[:by_address]):
        written.writes(member, f"hand{n}@example.org")
        (actor,) = written.comes(f"hand{n}@example.org")
        written.hears(actor)
        written.vote(division, actor, votes.pop(member))
    written.assembly.votes(division, votes)

    outcome = written.assembly.declare(division)

    at: datetime = outcome.declared_at
    assert printed_margins.could_differ(written.session, division, at=at) is is_close
    kept: dict[str, Any] = outcome.sums["printed_codes"]
    assert kept["could_differ"] is is_close


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(
    ("before", "email", "by_post", "by_mail"),
    [
        (None, "hand@example.org", 1, []),
        ("ann@example.org", "hand@example.org", 1, ["ann@example.org"]),
        ("ann@example.org", "ann@example.org", 0, []),
        ("ann@example.org", None, 0, ["ann@example.org"]),
    ],
    ids=["a first one", "another", "the same", "none any more"],
)
def test_the_member_is_told_by_post_and_at_the_address_from_before(
    written: Written, before: str | None, email: str | None, by_post: int, by_mail: list[str]
) -> None:
    if before:
        written.writes(written.ann, before, by=written.ann)

    written.writes(written.ann, email)

    letters = written.session.scalars(select(LetterToPrint)).all()
    assert [one.address for one in letters] == ["1 Example Street"] * by_post
    assert all("telephone 01632 960000 now" in (one.body or "") for one in letters)
    assert list(written.session.scalars(select(OutgoingMail.recipient))) == by_mail
