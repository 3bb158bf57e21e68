"""A second officer says that a letter with a code came to whom it is for; before that its code speaks for nobody."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts import codes, handing, queries
from govern.accounts import service as accounts
from govern.accounts.models import Account, LetterHanding
from govern.accounts.refusals import HandedByAnother, LetterNotConfirmed, WroteTheAddress
from govern.accounts.rules import ABSOLUTE_LIMIT
from govern.audit.models import JournalEntry
from govern.consequences import letting_in
from govern.core.actors import Actor, Role
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make
from tests.raw import ensure_refused

SECRET = "s" * 32
HANDED = (
    "INSERT INTO letter_handing (code_hash, handed_by, handed_as, handed_on, handed_at)"
    " SELECT code_hash, '{by}', '{office}', '{on}', made_at FROM sign_in_code"
)


class Post:
    """A secretary who printed a letter for a member, and a chair who can say that it came."""

    def __init__(self, session: Session, make: Make) -> None:
        self.session, self.make = session, make
        self.secretary, self.chair = self.officer(Role.SECRETARY), self.officer(Role.CHAIR)
        self.account: Account = make.account(email=None)
        self.code = self.prints()

    def officer(self, office: Role, **facts: Any) -> Actor:
        """Put somebody into an office."""
        person_id = self.make.office(office, **facts).person_id
        return Actor(person_id=person_id, roles=frozenset({office}))

    def prints(self, *, days: int = 0, is_used: bool = True) -> str:
        """Print a letter, let somebody sign in by it or not, and return the digest of its code."""
        at = AT + days * A_DAY
        code = codes.make(self.session, self.account, secret=SECRET, actor=self.secretary, at=at)
        if is_used:
            codes.spend(self.session, code, secret=SECRET, on=at.date(), at=at)
        return codes.digest_of(code, secret=SECRET)

    def reader(self, code: str | None = None) -> Actor:
        """Return the member, come by a code."""
        return Actor(person_id=self.account.person_id, code=code or self.code)

    def says(self, actor: Actor, *, office: Role = Role.CHAIR, code: str | None = None, at: Any = AT) -> None:
        """Let an officer say that the letter arrived."""
        handing.hand_over(self.session, [code or self.code], office=office, actor=actor, on=TODAY, at=at)

    def said(self) -> int:
        """Return of how many letters that was said."""
        return self.session.scalar(select(func.count()).select_from(LetterHanding)) or 0


@pytest.fixture
def post(session: Session, make: Make) -> Post:
    return Post(session, make)


@pytest.mark.invariant("INV-40")
def test_a_code_speaks_for_its_reader_once_a_second_officer_said_that_the_letter_arrived(post: Post) -> None:
    with pytest.raises(LetterNotConfirmed, match="a second officer has to hear from you that it is you"):
        handing.ensure_handed(post.session, post.reader())

    post.says(post.chair)

    handing.ensure_handed(post.session, post.reader())
    handing.ensure_handed(post.session, Actor(person_id=post.account.person_id))
    entry = post.session.scalars(select(JournalEntry).where(JournalEntry.event == "sign_in_code.handed")).one()
    assert (entry.actor_id, entry.subject_id) == (post.chair.person_id, post.account.person_id)
    assert entry.facts == {"office": "chair"}


@pytest.mark.invariant("INV-40")
def test_a_session_knows_the_code_it_began_with_and_whether_its_letter_waits(post: Post) -> None:
    token = accounts.start_session(post.session, post.account.id, at=AT, code=post.code)
    before = queries.find_session(post.session, token, at=AT)
    post.says(post.chair)

    after = queries.find_session(post.session, token, at=AT)

    assert before is not None
    assert after is not None
    assert (before.code, before.letter_waits) == (post.code, True)
    assert (after.code, after.letter_waits) == (post.code, False)


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("who", ["printer", "reader", "let in by the printer"])
def test_whoever_could_be_the_printer_s_own_hand_does_not_say_that_a_letter_arrived(post: Post, who: str) -> None:
    chairs = {
        "printer": post.officer(Role.CHAIR, person_id=post.secretary.person_id),
        "reader": post.officer(Role.CHAIR, person_id=post.account.person_id),
        "let in by the printer": post.officer(
            Role.CHAIR, person_id=post.make.account(opened_by=post.secretary.person_id).person_id
        ),
    }

    with pytest.raises(HandedByAnother, match="you printed the code or wrote the address, it is you, or whoever did"):
        post.says(chairs[who])

    assert post.said() == 0
    assert [one.is_theirs for one in handing.waiting(post.session, chairs[who], at=AT)] == [False]


@pytest.mark.invariant("INV-40", by="database")
def test_of_a_letter_that_nobody_used_nobody_says_that_it_arrived_for_its_printer_could_be_faster(post: Post) -> None:
    unused = post.prints(days=1, is_used=False)

    with pytest.raises(HandedByAnother):
        post.says(post.chair, code=unused, at=AT + A_DAY)

    assert post.said() == 0
    told = HANDED.format(by=(post.chair.person_id or post.account.id).hex, office="chair", on=TODAY.isoformat())
    ensure_refused(post.session, "letter_is_handed_by_a_second_officer", f"{told} WHERE code_hash = '{unused}'")


def test_a_letter_waits_while_whoever_came_by_it_can_still_be_there_and_only_the_newest(post: Post) -> None:
    ends = AT + ABSOLUTE_LIMIT
    waiting = [[one.code for one in handing.waiting(post.session, post.chair, at=at)]
               for at in (ends - A_SECOND, ends, ends + A_SECOND)]  # fmt: skip
    assert waiting == [[post.code], [], []]
    assert [handing.heap(post.session, at=at).count for at in (AT, ends)] == [1, 0]

    newer = post.prints(days=1)

    assert [one.code for one in handing.waiting(post.session, post.chair, at=AT + A_DAY)] == [newer]


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize("who", ["printer", "reader", "let in by the printer", "no longer chair", "not yet chair"])
def test_the_database_takes_the_word_of_a_second_officer_alone(session: Session, post: Post, who: str) -> None:
    made = post.make
    people: dict[str, UUID | None] = {
        "printer": made.office(Role.CHAIR, person_id=post.secretary.person_id).person_id,
        "reader": made.office(Role.CHAIR, person_id=post.account.person_id).person_id,
        "no longer chair": made.office(Role.CHAIR, until_on=TODAY).person_id,
        "not yet chair": made.office(Role.CHAIR, from_on=TODAY + A_DAY).person_id,
        "let in by the printer": made.office(
            Role.CHAIR, person_id=made.account(opened_by=post.secretary.person_id).person_id
        ).person_id,
    }
    by = people[who]
    assert by is not None

    told = HANDED.format(by=by.hex, office="chair", on=TODAY.isoformat())

    ensure_refused(session, "letter_is_handed_by_a_second_officer", told)


@pytest.mark.invariant("INV-40", by="database")
def test_the_database_takes_no_secretary_s_word_and_keeps_what_was_said(session: Session, post: Post) -> None:
    other = post.make.office(Role.SECRETARY).person_id
    told = HANDED.format(by=other.hex, office="secretary", on=TODAY.isoformat())
    post.says(post.chair)

    ensure_refused(session, "letter_handing_stays", "UPDATE letter_handing SET handed_as = 'scrutineer'")
    newer = post.prints(days=1)
    ensure_refused(session, "ck_letter_handing_is_said_in_another_office", f"{told} WHERE code_hash = '{newer}'")


@pytest.mark.invariant("INV-12", by="database")
@pytest.mark.parametrize("whose", ["their own", "another's"])
def test_nobody_opens_an_account_whose_address_they_wrote(session: Session, make: Make, whose: str) -> None:
    administrator = make.office(Role.ADMINISTRATOR).person_id
    person_id = administrator if whose == "their own" else make.person(recorded_by=administrator, email=ADDRESS).id
    actor = Actor(person_id=administrator, roles=frozenset({Role.ADMINISTRATOR}))

    with pytest.raises(WroteTheAddress, match="You wrote this address into the register, or it is your own account"):
        letting_in.ensure_opens_for_another(session, person_id, ADDRESS, actor)
    with pytest.raises(IntegrityError, match="account_is_opened_by_another"), session.begin_nested():
        accounts.open_account(session, person_id=person_id, email=ADDRESS, actor=actor, at=AT)

    assert queries.open_account_of(session, person_id) is None


@pytest.mark.invariant("INV-12", by="database")
def test_the_database_opens_no_account_for_whoever_wrote_its_address(session: Session, make: Make) -> None:
    writer = make.person().id
    account = make.account(person_id=make.person(recorded_by=writer, email=ADDRESS).id, opened_by=make.person().id)
    told = "UPDATE account SET email = '{email}', opened_by = '{by}' WHERE id = '{id}'"

    for by in (writer, account.person_id):
        statement = told.format(email=ADDRESS, by=by.hex, id=account.id.hex)
        ensure_refused(session, "account_is_opened_by_another_than_wrote_its_address", statement)


ADDRESS = "dora@example.org"
