"""How somebody is reached: what they change alone, what is confirmed, what the old address is told, what ends."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.accounts import changes
from govern.accounts import queries as accounts_queries
from govern.accounts import service as accounts
from govern.accounts.models import Account, EmailChange
from govern.accounts.refusals import LinkNotUsable
from govern.accounts.rules import LINK_LASTS
from govern.audit.models import JournalEntry
from govern.consequences import contacts
from govern.consequences.contacts import Details, Hand
from govern.core.actors import Actor
from govern.jobs.models import OutgoingMail
from govern.register import persons, versions
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.refusals import EmailNotUsable
from govern.register.rules import EVERY_PURPOSE, Format, Purpose
from tests.calendar import A_SECOND, AT, TODAY
from tests.make import Make
from tests.makers import kept

KEY = b"k" * 32
OLD, NEW = "old@example.org", "new@example.org"


@pytest.fixture
def ann(make: Make) -> UUID:
    """Somebody whom the register knows with an address of mail."""
    make.mutual()
    make.rules()
    return make.person(name="Ann Ash", email=OLD).id


def hand(person_id: UUID, **facts: Any) -> Hand:
    usual: dict[str, Any] = {"actor": Actor(person_id=person_id), "at": AT, "match_key": KEY}
    return Hand(**usual | facts)


def details(**facts: Any) -> Details:
    usual: dict[str, Any] = {
        "postal_address": "c/o The Office",
        "email_purposes": EVERY_PURPOSE,
        "telephone": "01632 960123",
        "telephone_purposes": (Purpose.BALLOTS,),
        "language": "cy",
        "formats": (Format.LARGE_PRINT,),
    }
    return Details(**usual | facts)


def known(session: Session, person_id: UUID) -> PersonVersion:
    found = register.person_on(session, person_id, on=TODAY)
    assert found is not None
    return found


def told(session: Session) -> list[str | None]:
    return list(session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.recipient)))


def asked(session: Session, person_id: UUID, email: str = NEW) -> str:
    """Ask for another address, and return the token that the new one was sent."""
    contacts.ask_for_email(session, person_id, email, base_url="https://mutual.example.org", at=AT)
    body = session.scalars(select(OutgoingMail.body).where(OutgoingMail.recipient == email)).one() or ""
    return body.partition("/me/email-changes/")[2].split()[0]


def test_what_somebody_says_of_themselves_is_a_version_of_the_register(session: Session, ann: UUID) -> None:
    contacts.change(session, ann, details(), hand(ann))

    now, before = known(session, ann), register.person_history(session, ann)[0]
    assert (now.postal_address, now.telephone, now.language) == ("c/o The Office", "01632 960123", "cy")
    assert (now.formats, now.telephone_purposes) == (["large_print"], ["ballots"])
    assert (now.name, now.email, now.adult_confirmed_on) == ("Ann Ash", OLD, before.adult_confirmed_on)
    assert (now.valid_from, now.recorded_at, now.recorded_by) == (TODAY, AT, ann)
    assert before.superseded_at == AT
    assert told(session) == []


def test_the_journal_has_a_digest_of_the_new_particulars_and_none_of_the_words(session: Session, ann: UUID) -> None:
    contacts.change(session, ann, details(), hand(ann))

    row = versions.current(session, versions.PERSONS, ann)[-1]
    content = versions.content_of(versions.PERSONS, row)
    facts = str(session.execute(select(JournalEntry.facts, JournalEntry.content_digest)).all())
    assert {"telephone", "language", "formats"} <= set(content)
    assert "01632" not in facts


def test_particulars_of_an_older_shape_keep_their_digest(session: Session, ann: UUID) -> None:
    (row,) = versions.current(session, versions.PERSONS, ann)

    assert set(versions.content_of(versions.PERSONS, row)) == set(versions.CONTENT[versions.PERSONS])


def test_an_address_that_is_given_for_nothing_is_forgotten_and_told_so(session: Session, ann: UUID) -> None:
    contacts.change(session, ann, details(email_purposes=()), hand(ann))

    assert (known(session, ann).email, known(session, ann).match_email) == (None, None)
    assert told(session) == [OLD]


def test_asking_for_another_address_changes_nothing_and_tells_both(session: Session, ann: UUID) -> None:
    asked(session, ann)

    assert known(session, ann).email == OLD
    assert told(session) == [NEW, OLD]


@pytest.mark.invariant("INV-12")
def test_an_address_is_changed_when_it_is_confirmed_from_there(session: Session, ann: UUID) -> None:
    token = asked(session, ann)

    contacts.confirm_email(session, ann, token, hand(ann))

    assert (known(session, ann).email, known(session, ann).email_purposes) == (NEW, list(EVERY_PURPOSE))
    assert told(session) == [NEW, OLD, OLD]
    assert session.scalar(select(func.count()).select_from(EmailChange)) == 0


@pytest.mark.invariant("INV-12")
def test_a_link_alone_confirms_nothing_for_somebody_else(session: Session, make: Make, ann: UUID) -> None:
    token = asked(session, ann)
    stranger = make.person(name="Sly Stranger").id

    with pytest.raises(LinkNotUsable):
        contacts.confirm_email(session, stranger, token, hand(stranger))

    assert known(session, ann).email == OLD
    assert known(session, stranger).email is None


@pytest.mark.parametrize(
    ("waited", "is_usable"),
    [(LINK_LASTS - A_SECOND, True), (LINK_LASTS, False)],
    ids=["just within the hour", "exactly an hour later"],
)
def test_a_new_address_waits_an_hour(session: Session, ann: UUID, waited: timedelta, is_usable: bool) -> None:
    token = asked(session, ann)

    if is_usable:
        contacts.confirm_email(session, ann, token, hand(ann, at=AT + waited))
    else:
        with pytest.raises(LinkNotUsable):
            contacts.confirm_email(session, ann, token, hand(ann, at=AT + waited))

    assert (known(session, ann).email == NEW) is is_usable


def test_a_link_confirms_once_and_only_the_newest(session: Session, ann: UUID) -> None:
    first = asked(session, ann)
    second = asked(session, ann, "newer@example.org")

    with pytest.raises(LinkNotUsable):
        contacts.confirm_email(session, ann, first, hand(ann))
    contacts.confirm_email(session, ann, second, hand(ann))
    with pytest.raises(LinkNotUsable):
        contacts.confirm_email(session, ann, second, hand(ann))

    assert known(session, ann).email == "newer@example.org"


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a@example.org, b@example.org"])
def test_where_no_mail_can_go_nothing_waits(session: Session, ann: UUID, email: str) -> None:
    with pytest.raises(EmailNotUsable):
        contacts.ask_for_email(session, ann, email, base_url="", at=AT)

    assert session.scalar(select(func.count()).select_from(EmailChange)) == 0
    assert told(session) == []


@pytest.mark.invariant("INV-12")
def test_what_came_by_the_old_address_opens_nothing_any_more(session: Session, ann: UUID) -> None:
    account = kept(session, Account(person_id=ann, opened_at=AT))
    link = accounts.link_for(session, account.id, at=AT)
    here, elsewhere = (accounts.start_session(session, account.id, at=AT) for _ in range(2))
    token = asked(session, ann)

    contacts.confirm_email(session, ann, token, hand(ann, staying=here))

    assert accounts_queries.find_session(session, here, at=AT) is not None
    assert accounts_queries.find_session(session, elsewhere, at=AT) is None
    with pytest.raises(LinkNotUsable):
        accounts.spend_link(session, link, at=AT)


@pytest.mark.invariant("INV-12")
def test_a_secretary_who_changes_an_address_is_told_of_to_the_old_one(session: Session, make: Make, ann: UUID) -> None:
    secretary = make.person().id
    taken = persons.particulars_of(known(session, ann))
    mine = type(taken)(**vars(taken) | {"email": "secretary@example.org"})

    contacts.correct(session, ann, mine, valid_from=TODAY, hand=hand(secretary))

    assert told(session) == [OLD]


def test_an_address_that_nobody_confirms_is_forgotten(session: Session, ann: UUID) -> None:
    asked(session, ann)

    changes.forget(session, before=AT + LINK_LASTS - A_SECOND)
    waiting = session.scalar(select(func.count()).select_from(EmailChange))
    changes.forget(session, before=AT + LINK_LASTS)

    assert (waiting, session.scalar(select(func.count()).select_from(EmailChange))) == (1, 0)


def test_a_change_that_ends_before_it_begins_is_refused_by_the_database(session: Session, ann: UUID) -> None:
    with pytest.raises(IntegrityError, match="made_before_it_expires"), session.begin_nested():
        session.execute(insert(EmailChange).values(token_hash="x", person_id=ann, email=NEW, made_at=AT, expires_at=AT))
