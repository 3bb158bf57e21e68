"""A secretary who prints codes for members cannot vote as them; what others gave by such codes is counted and told."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.accounts import changes, codes, handing
from govern.accounts import service as accounts
from govern.accounts.models import Account, LetterHanding
from govern.accounts.refusals import CameByOutsidersCode, HandedByAnother, LetterNotConfirmed, VotesByOwnAccount
from govern.agenda import service
from govern.backing import service as backing
from govern.consequences import contacts, signing_in
from govern.consequences.contacts import Hand
from govern.constitution.rules import Vote
from govern.core.actors import Actor, Deed, Role
from govern.divisions import printed_codes, printed_margins, voting
from govern.divisions.models import DivisionMark
from govern.divisions.printed_margins import furthest
from govern.divisions.tallying import Line, Tally
from govern.interests import concerns, namings
from govern.interests.concerns import About
from govern.interests.standing_back_refusals import CodeOfTheInterested
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import AboutWhat, Ask, Backing, Concern, Kind, Way
from govern.register import queries as register
from tests.calendar import AT, TODAY
from tests.makers.assembly import AGAINST, DURING, FOR, ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

SECRET = "s" * 32
BY_OFFICERS = "a code that an officer printed, or at an e-mail address that an officer wrote down"
MARK = (
    "INSERT INTO division_mark"
    " (division_id, elector_id, roll_id, way, vote, entered_by, entered_at, account_id, printed_by)"
    " SELECT '{division}', entry.elector_id, entry.roll_id, 'recorded', 'for', entry.person_id, '{at}', NULL, {printer}"
    " FROM roll_entry AS entry WHERE entry.roll_id = '{roll}' AND entry.person_id = '{person}'"
)


class Printed:
    """An assembly whose secretary prints codes, and comes by them."""

    def __init__(self, assembly: Assembly) -> None:
        self.assembly, self.session = assembly, assembly.session
        self.chair: UUID = assembly.make.office(Role.CHAIR).person_id

    def come_as(self, person_id: UUID, *, is_handed: bool = False) -> Actor:
        """Print a code for somebody, sign in by it, and let the chair say that the letter arrived, or not."""
        secretary = self.assembly.chamber.secretary
        account = self.session.scalar(select(Account).where(Account.person_id == person_id))
        account = account or self.assembly.make.account(person_id=person_id, email=None)
        code = codes.make(self.session, account, secret=SECRET, actor=secretary, at=AT)
        digest = codes.digest_of(code, secret=SECRET)
        codes.spend(self.session, code, secret=SECRET, on=TODAY, at=AT)
        accounts.start_session(self.session, account.id, at=AT, code=digest)
        if is_handed:
            chair = Actor(person_id=self.chair, roles=frozenset({Role.CHAIR}))
            handing.hand_over(self.session, [digest], office=Role.CHAIR, actor=chair, on=TODAY, at=AT)
        self.session.flush()
        return Actor(person_id=person_id, roles=frozenset({Role.MEMBER}), code=digest)

    def vote(self, division: Division, actor: Actor, vote: Vote = FOR) -> None:
        """Vote as somebody."""
        voting.vote(self.session, division.id, vote=vote, actor=actor, at=DURING)

    def marks(self) -> int:
        """Return how many votes there are."""
        return self.session.scalar(select(func.count()).select_from(DivisionMark)) or 0


@pytest.fixture
def printed(assembled: Callable[..., Assembly]) -> Printed:
    return Printed(assembled(publication_min_ballots=5, gm_quorum=ONE_IS_ENOUGH))


def put(printed: Printed) -> Division:
    """Put a motion to the members."""
    return printed.assembly.call(printed.assembly.chamber.moved())


@pytest.mark.invariant("INV-40")
def test_a_secretary_votes_as_no_member_by_the_codes_that_she_printed(printed: Printed) -> None:
    division = put(printed)

    for member in printed.assembly.members:
        with pytest.raises(LetterNotConfirmed):
            printed.vote(division, printed.come_as(member))

    assert printed.marks() == 0


@pytest.mark.invariant("INV-40")
def test_nobody_proposes_or_backs_a_motion_by_a_code_before_its_letter_arrived(printed: Printed) -> None:
    chamber, member = printed.assembly.chamber, printed.assembly.members[1]
    motion = chamber.submitted()
    deed = Deed(actor=printed.come_as(member), at=AT)

    with pytest.raises(LetterNotConfirmed):
        backing.back(printed.session, motion.id, member, Backing.SUPPORTER, deed)
    with pytest.raises(LetterNotConfirmed):
        service.submit(printed.session, chamber.proposal(proposer_id=member), deed)

    assert [one.person_id for one in queries.backers(printed.session, motion.id)] == [chamber.members[0]]


@pytest.mark.invariant("INV-40")
def test_a_member_without_e_mail_votes_once_the_letter_arrived_and_the_vote_says_who_printed_the_code(
    printed: Printed,
) -> None:
    division = put(printed)

    printed.vote(division, printed.come_as(printed.assembly.members[0], is_handed=True))

    mark = printed.session.scalars(select(DivisionMark)).one()
    assert (mark.printed_by, mark.account_id) == (printed.assembly.chamber.secretary.person_id, None)


@pytest.mark.invariant("INV-08", "INV-40")
@pytest.mark.parametrize("director", [0, 1], ids=["a member", "the authority's, who is no member"])
@pytest.mark.parametrize("way", [Way.MEETING, Way.WRITTEN])
def test_a_director_without_e_mail_votes_on_the_board_once_the_letter_arrived(
    printed: Printed, way: Way, director: int
) -> None:
    chamber = printed.assembly.chamber
    division = printed.assembly.call(chamber.moved(chamber.for_the_board(way=way)))
    who = chamber.directors[director]
    with pytest.raises(LetterNotConfirmed):
        printed.vote(division, printed.come_as(who))

    printed.vote(division, printed.come_as(who, is_handed=True))

    mark = printed.session.scalars(select(DivisionMark)).one()
    assert (mark.printed_by, mark.account_id) == (chamber.secretary.person_id, None)


@pytest.mark.invariant("INV-08")
def test_a_director_decides_who_becomes_a_member_by_no_printed_code(printed: Printed) -> None:
    chamber = printed.assembly.chamber
    motion = admission_of_the_board(printed)
    division = printed.assembly.call(motion)

    with pytest.raises(VotesByOwnAccount, match="but not on who becomes a member"):
        printed.vote(division, printed.come_as(chamber.directors[0], is_handed=True))

    assert printed.marks() == 0


def admission_of_the_board(printed: Printed) -> Motion:
    """Return a motion by which the board would admit an applicant."""
    chamber, make = printed.assembly.chamber, printed.assembly.make
    motion = chamber.seconded(chamber.for_the_board(kind=Kind.ADMISSION, way=Way.MEETING))
    about = About(person_id=make.person().id, concern=Concern.APPLICANT, what=AboutWhat.ADMISSION, extent="They apply.")
    concerns.name_concern(printed.session, motion.id, about, chamber.deed())
    namings.agree(printed.session, motion.id, chamber.own(about.person_id))
    service.admit(printed.session, motion.id, chamber.deed(chamber.chair))
    service.move(printed.session, motion.id, chamber.deed(chamber.chair))
    return motion


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize(
    ("director", "has_account", "hears"), [(0, True, True), (0, False, False), (1, True, False)],
    ids=["a member with an account", "a member without", "no member"],
)  # fmt: skip
def test_a_director_hears_from_a_reader_as_a_member_with_an_account(
    session: Session, printed: Printed, director: int, *, has_account: bool, hears: bool
) -> None:
    reader, who = printed.come_as(printed.assembly.members[0]), printed.assembly.chamber.directors[director]
    if has_account:
        printed.assembly.make.account(person_id=who)
    actor = Actor(person_id=who, roles=frozenset({Role.DIRECTOR}))
    told = f"INSERT INTO letter_handing SELECT code_hash, '{who.hex}', 'director', '{TODAY}', made_at FROM sign_in_code"

    if not hears:
        with pytest.raises(HandedByAnother):
            signing_in.hear(session, [reader.code or ""], actor=actor, at=AT)
        ensure_refused(session, "letter_is_handed_by_a_second_officer", told)
        return
    signing_in.hear(session, [reader.code or ""], actor=actor, at=AT)

    said = session.scalars(select(LetterHanding)).one()
    assert (said.handed_by, said.handed_as) == (who, "director")


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize("heard_by", ["an outsider", "a member"])
def test_a_first_address_is_entered_by_a_code_once_a_member_heard_from_its_reader(
    session: Session, printed: Printed, heard_by: str
) -> None:
    person, chamber = printed.assembly.members[0], printed.assembly.chamber
    reader, member = printed.come_as(person, is_handed=heard_by == "an outsider"), chamber.directors[0]
    if heard_by == "a member":
        printed.assembly.make.account(person_id=member)
        hears = Actor(person_id=member, roles=frozenset({Role.DIRECTOR}))
        signing_in.hear(session, [reader.code or ""], actor=hears, at=AT)
    token = changes.begin(session, person, "dee@example.org", at=AT)
    hand = Hand(actor=reader, at=AT, match_key=b"k" * 32)

    if heard_by == "an outsider":
        with pytest.raises(CameByOutsidersCode, match="an officer or a director who is a member has heard from you"):
            contacts.confirm_email(session, person, token, hand)
        return
    contacts.confirm_email(session, person, token, hand)

    known = register.person_on(session, person, on=TODAY)
    assert known is not None
    assert known.email == "dee@example.org"


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize(
    "forged", ["a letter that waits", "no code at all", "another printer", "a director on an admission"]
)
def test_the_database_takes_no_vote_by_a_code_before_its_letter_arrived(
    session: Session, printed: Printed, forged: str
) -> None:
    chamber, is_boards = printed.assembly.chamber, forged == "a director on an admission"
    motion = admission_of_the_board(printed) if is_boards else chamber.moved()
    division = printed.assembly.call(motion)
    person = chamber.directors[0] if is_boards else printed.assembly.members[0]
    printed.come_as(person, is_handed=forged in ("another printer", "a director on an admission"))
    secretary = chamber.secretary.person_id
    assert secretary is not None
    printers = {"no code at all": "NULL", "another printer": f"'{printed.chair.hex}'"}
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"

    told = MARK.format(
        division=division.id.hex,
        roll=division.roll_id.hex,
        person=person.hex,
        at=f"{DURING:%Y-%m-%d %H:%M:%S.%f}{zone}",
        printer=printers.get(forged, f"'{secretary.hex}'"),
    )

    ensure_refused(session, "vote_by_a_code_waits_for_a_second_officer", told)


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_takes_nobody_into_the_room_by_a_code(session: Session, printed: Printed) -> None:
    division = printed.assembly.call(printed.assembly.chamber.moved(), Ask.HANDS)
    member = printed.assembly.members[0]
    printed.come_as(member, is_handed=True)
    zone = "" if session.get_bind().dialect.name == "sqlite" else "+00"
    told = MARK.replace("'recorded', 'for'", "'hands', NULL").format(
        division=division.id.hex,
        roll=division.roll_id.hex,
        person=member.hex,
        at=f"{DURING:%Y-%m-%d %H:%M:%S.%f}{zone}",
        printer=f"'{(printed.assembly.chamber.secretary.person_id or member).hex}'",
    )

    ensure_refused(session, "vote_by_a_code_waits_for_a_second_officer", told)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(
    ("by_code", "told"),
    [
        (0, None),
        (4, f"Fewer than 5 of these votes were given with {BY_OFFICERS}."),
        (5, f"5 of these votes were given with {BY_OFFICERS}."),
        (6, f"6 of these votes were given with {BY_OFFICERS}."),
    ],
    ids=["none", "few", "just enough to be told", "more"],
)
def test_the_outcome_says_how_many_votes_came_by_printed_codes_and_folds_a_few(
    printed: Printed, by_code: int, told: str | None
) -> None:
    division, members = put(printed), printed.assembly.members
    for member in members[:by_code]:
        printed.vote(division, printed.come_as(member, is_handed=True))
    for member in members[by_code:]:
        printed.assembly.vote(division, member)

    outcome = printed.assembly.declare(division)

    said = [str(one) for one in printed_codes.told_of(printed.session, division)]
    assert said == ([told] if told else [])
    assert outcome.working.endswith(told or "") is True
    assert (BY_OFFICERS in outcome.working) is bool(told)
    assert outcome.sums.get("printed_codes", {}).get("told") == ([told] if told else None)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize(("by_code", "is_close"), [(0, False), (1, False), (2, True), (3, True)])
def test_votes_by_codes_that_are_as_many_as_the_margin_are_said_to_be(
    printed: Printed, by_code: int, *, is_close: bool
) -> None:
    # Four for and two against: with two of the four taken away they are as many as those against, and it is lost.
    division, members = put(printed), printed.assembly.members
    votes = dict(zip(members, (FOR, FOR, FOR, FOR, AGAINST, AGAINST), strict=True))
    for member in members[:by_code]:
        printed.vote(division, printed.come_as(member, is_handed=True), votes.pop(member))
    printed.assembly.votes(division, votes)

    outcome = printed.assembly.declare(division)

    at: datetime = outcome.declared_at
    assert printed_margins.could_differ(printed.session, division, at=at) is is_close
    kept: dict[str, Any] = outcome.sums.get("printed_codes", {"could_differ": False})
    assert kept["could_differ"] is is_close


def test_the_furthest_ways_are_as_one_sided_as_the_tally_allows() -> None:
    line = Line(code="a", way=Ask.RECORDED, in_favour=3, against=1, abstained=0, eligible=9)
    tally = Tally(lines=(line,), eligible={"a": 9}, members=9, turnout=4, why_not=())

    assert furthest(tally, "a", 2) == [(1, 1, 0), (2, 0, 0)]


@pytest.mark.invariant("INV-17", "INV-40")
def test_nothing_is_taken_by_a_code_that_was_printed_by_somebody_whom_the_motion_is_about(printed: Printed) -> None:
    assembly, session = printed.assembly, printed.session
    secretary, chair = assembly.chamber.secretary.person_id, assembly.chamber.deed(assembly.chamber.chair)
    assert secretary is not None
    motion = assembly.chamber.seconded(assembly.chamber.proposal(kind=Kind.FRANCHISE, way=Way.MEETING))
    facts: dict[str, Any] = {
        "concern": Concern.IN_QUESTION,
        "what": AboutWhat.FRANCHISE,
        "extent": "She would have a vote by it.",
    }
    concerns.name_concern(session, motion.id, About(person_id=secretary, **facts), chair)
    namings.agree(session, motion.id, assembly.chamber.own(secretary))
    third, fourth = (printed.come_as(person, is_handed=True) for person in assembly.members[2:4])

    with pytest.raises(CodeOfTheInterested) as refused:
        backing.back(session, motion.id, assembly.members[2], Backing.SUPPORTER, Deed(actor=third, at=AT))
    service.admit(session, motion.id, chair)
    service.move(session, motion.id, chair)
    division = assembly.call(motion)
    with pytest.raises(CodeOfTheInterested):
        printed.vote(division, fourth)
    assembly.vote(division, assembly.members[0])

    assert str(refused.value).startswith("The letter with your code was printed by somebody whom this motion concerns.")
    assert printed.marks() == 1
