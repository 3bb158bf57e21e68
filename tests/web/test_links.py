"""Voting links through the door: made, mailed or printed once, replaced, and made again where letters were lost."""

import base64
import csv
import html
import io
import re

import pytest
from sqlalchemy import func, select, text, update

from govern.audit.models import JournalEntry
from govern.ballots.models import Credential
from govern.constitution.models import Mutual
from govern.core.actors import Actor
from govern.elections.rules import State
from govern.jobs.models import OutgoingMail
from govern.register import stand_ins
from govern.register.models import PersonVersion
from govern.register.rules import EVERY_PURPOSE, Acting, PersonKind, Purpose
from govern.register.stand_ins import Authority
from tests.calendar import AFTER, AN_HOUR, AT, DURING, OPENS_AT, TODAY
from tests.make import Make
from tests.makers import elections
from tests.web.officers import Desk, Office, words_of

BEFORE = OPENS_AT - AN_HOUR
LETTERS = re.compile(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"')


def letters_in(page: str) -> list[dict[str, str]]:
    """Return the letters of the file that a page carries."""
    match = LETTERS.search(page)
    assert match is not None
    written = base64.b64decode(html.unescape(match.group(1))).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written)))


@pytest.fixture
def desk(office: Office) -> Desk:
    """The returning officer's desk an hour before voting opens, withdrawals being closed."""
    office.carry_to(State.WITHDRAWALS_CLOSED)
    return office.sit(at=BEFORE)


def test_each_elector_gets_a_letter_with_a_link_of_their_own(desk: Desk) -> None:
    desk.send("/roll/freezing")

    page = desk.send("/links")

    letters = letters_in(page.text)
    assert [letter["name"] for letter in letters] == [f"Member {number}" for number in range(5)]
    assert len({letter["code"] for letter in letters}) == 5
    assert all(letter["link"].endswith(f"/vote/{letter['code']}") for letter in letters)
    assert letters[0]["voting closes"] == "5pm on Thursday 17 September 2026"
    assert page.headers["Cache-Control"] == "no-store"
    assert desk.client.get(f"/vote/{letters[0]['code']}").status_code == 200


def test_codes_are_shown_once_and_stored_nowhere(office: Office, desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.send("/roll/freezing")
    codes = [letter["code"] for letter in letters_in(desk.send("/links").text)]

    again = desk.send("/links")

    assert "Nobody gets a letter." in words_of(again)
    with office.database.reading() as session:
        stored = " ".join(session.scalars(select(Credential.token_hash)))
    assert not any(code in stored + caplog.text + again.text for code in codes)


def enter_with_address(office: Office, *, purposes: tuple[Purpose, ...] = EVERY_PURPOSE) -> None:
    """Enter a member who gave an e-mail address for some purposes."""
    with office.database.writing() as session:
        Make(session).membership(
            person_id=Make(session).person(name="Dee Dowd", email="dee@example.org", email_purposes=list(purposes)).id,
            constituency_id=office.made.election.constituency_id,
        )
        session.commit()


def test_who_gave_an_address_is_mailed_and_nobody_else(office: Office, desk: Desk) -> None:
    enter_with_address(office)
    desk.send("/roll/freezing")

    page = desk.send("/links")

    assert "1 link goes out by e-mail." in words_of(page)
    assert len(letters_in(page.text)) == 5
    with office.database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
    assert (mail.recipient, mail.subject) == ("dee@example.org", "Vote: Workforce directors")
    assert mail.body is not None
    assert "Example Mutual Limited" in mail.body
    assert "5pm on Thursday 17 September 2026" in mail.body
    assert "http://localhost:8000/vote/" in mail.body
    assert not any(name in mail.body for name in elections.NAMES)


def test_a_mutual_of_two_languages_writes_to_voters_in_both(office: Office, desk: Desk) -> None:
    with office.database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        Make(session).membership(
            person_id=Make(session).person(name="Dee Dowd", email="dee@example.org").id,
            constituency_id=office.made.election.constituency_id,
        )
        session.commit()
    desk.send("/roll/freezing")

    desk.send("/links")

    with office.database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
    assert mail.subject == "Vote: Workforce directors / Pleidleisiwch: Workforce directors"
    assert mail.body is not None
    english, welsh = mail.body.split("* * *")
    assert "Do not pass it on" in english
    assert "yn cau am 5pm ddydd Iau 17 Medi 2026" in welsh
    assert all("http://localhost:8000/vote/" in part for part in (english, welsh))


def test_who_chose_a_language_is_written_to_in_it_and_who_wants_paper_gets_a_letter(office: Office, desk: Desk) -> None:
    with office.database.writing() as session:
        session.execute(update(Mutual).values(languages=["en", "cy"]))
        for number, formats in enumerate((["large_print"], ["large_print", "paper"])):
            person = Make(session).person(
                name=f"Dee Dowd {number}",
                email=f"dee{number}@example.org",
                postal_address="1 Example Street",
                language="cy",
                formats=formats,
            )
            Make(session).membership(person_id=person.id, constituency_id=office.made.election.constituency_id)
        session.commit()
    desk.send("/roll/freezing")

    page = desk.send("/links")
    letters = letters_in(page.text)

    with office.database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
    assert "Dee Dowd 1 Large print" in words_of(page)
    assert (mail.recipient, mail.subject) == ("dee0@example.org", "Pleidleisiwch: Workforce directors")
    assert "* * *" not in (mail.body or "")
    assert (letters[-1]["name"], letters[-1]["wanted as"]) == ("Dee Dowd 1", "Large print")
    assert "yn cau am 5pm ddydd Iau 17 Medi 2026" in letters[-1]["letter"]
    assert letters[-1]["link"] in letters[-1]["letter"]
    assert "Do not pass it on" not in letters[-1]["letter"]
    assert "* * *" in letters[0]["letter"]


def test_who_represents_a_body_gets_its_link_and_is_told_whose_vote_it_is(office: Office, desk: Desk) -> None:
    with office.database.writing() as session:
        make = Make(session)
        body = make.person(kind=PersonKind.BODY, name="Calderbrook Council", email="council@example.org")
        member = make.membership(person_id=body.id, constituency_id=office.made.election.constituency_id)
        paper = Authority(
            membership_id=member.id,
            person_id=make.person(name="Dee Dowd", email="dee@example.org").id,
            acting=Acting.REPRESENTATIVE,
            paper="Cabinet 12/2026",
            resolved_on=TODAY,
            from_on=TODAY,
        )
        stand_ins.name(session, paper, actor=Actor(person_id=make.person().id), at=AT)
        session.commit()
    desk.send("/roll/freezing")

    desk.send("/links")

    with office.database.reading() as session:
        mail = session.scalars(select(OutgoingMail)).one()
        assert stand_ins.voter_of(session, member.id, on=BEFORE.date()) == paper.person_id
    assert mail.recipient == "dee@example.org"
    assert "You cast the one vote of Calderbrook Council." in (mail.body or "")


def test_a_name_like_a_formula_is_text_in_the_letters(office: Office, desk: Desk) -> None:
    with office.database.writing() as session:
        Make(session).membership(
            person_id=Make(session).person(name='=HYPERLINK("x")').id,
            constituency_id=office.made.election.constituency_id,
        )
        session.commit()
    desk.send("/roll/freezing")

    letters = letters_in(desk.send("/links").text)

    assert letters[-1]["name"] == '\'=HYPERLINK("x")'


def test_a_replaced_link_opens_nothing_any_more(desk: Desk) -> None:
    desk.send("/roll/freezing")
    old = letters_in(desk.send("/links").text)[0]

    new = letters_in(desk.send("/links/replacement", number=old["number"]).text)

    assert [one["number"] for one in new] == [old["number"]]
    assert desk.client.get(f"/vote/{old['code']}").status_code == 404
    assert desk.client.get(f"/vote/{new[0]['code']}").status_code == 200


@pytest.mark.parametrize(
    ("number", "status", "sentence"),
    [
        ("1", 409, "Nobody with the member number 1 is on the roll of this vote."),
        ("", 422, "Enter the elector’s member number."),
        ("-4", 422, "Enter a member number, such as 1012."),
        ("1e3", 422, "Enter a whole number, such as 12."),
        ("9" * 5_000, 422, "This number is too large. Enter one of at most 15 digits."),
        ("99999999999999999999", 422, "This number is too large. Enter one of at most 15 digits."),
    ],
)
def test_only_an_elector_of_the_roll_gets_another_link(
    office: Office, desk: Desk, number: str, status: int, sentence: str
) -> None:
    desk.send("/roll/freezing")

    answer = desk.send("/links/replacement", number=number)

    assert sentence in words_of(answer)
    assert answer.status_code == status
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Credential)) == 0


def test_lost_letters_are_made_again_and_the_old_codes_open_nothing(office: Office, desk: Desk) -> None:
    desk.send("/roll/freezing")
    old = letters_in(desk.send("/links").text)

    new = letters_in(desk.send("/links/letters").text)

    assert [one["number"] for one in new] == [one["number"] for one in old]
    assert [desk.client.get(f"/vote/{one['code']}").status_code for one in (*old, *new)] == [404] * 5 + [200] * 5
    with office.database.reading() as session:
        told = session.scalars(select(JournalEntry.event).order_by(JournalEntry.seq.desc()).limit(2)).all()
    assert told == ["credentials.minted", "credentials.revoked"]


def test_letters_are_made_again_only_for_who_has_not_voted_and_gets_no_mail(office: Office, desk: Desk) -> None:
    enter_with_address(office)
    for page in ("/roll/freezing", "/links", "/arming"):
        desk.send(page)
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[1], [2]])
        session.commit()
    desk = office.sit(at=DURING)
    asked = words_of(desk.look("/links/letters"))

    made = desk.send("/links/letters")

    assert "Letters to make again 3" in asked
    assert [letter["name"] for letter in letters_in(made.text)] == ["Member 2", "Member 3", "Member 4"]
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OutgoingMail)) == 1


def test_letters_are_not_made_again_without_a_promise_or_after_the_seal(office: Office, desk: Desk) -> None:
    for page in ("/roll/freezing", "/links", "/arming"):
        desk.send(page)

    unpromised = desk.send("/links/letters", promise="")
    late = office.sit(at=AFTER)
    late.send("/sealing")
    sealed = late.send("/links/letters")

    assert (unpromised.status_code, sealed.status_code) == (422, 409)
    assert "Tick the sentence to confirm it." in words_of(unpromised)
    assert "so a new link would open nothing" in words_of(sealed)
    with office.database.reading() as session:
        assert session.scalar(select(func.count()).where(Credential.revoked_at.is_not(None))) == 0


def test_before_and_after_links_are_made_the_page_says_that_codes_are_not_shown_again(desk: Desk) -> None:
    desk.send("/roll/freezing")

    before = words_of(desk.look("/links"))
    desk.send("/links")
    again = words_of(desk.send("/links"))

    assert "loading that page again does not show them again" in before
    assert "A code that was made before cannot be shown again. Make lost letters again" in again


def test_nobody_who_has_voted_gets_another_link(office: Office) -> None:
    office.carry_to(State.ARMED)
    with office.database.writing() as session:
        office.made.election = session.get_one(type(office.made.election), office.made.election.id)
        elections.vote(session, office.made, [[1]])
        number = session.scalar(text("SELECT min(number) FROM roll_entry"))
        session.commit()

    answer = office.sit(at=DURING).send("/links/replacement", number=str(number))

    assert "voted" in words_of(answer)
    assert answer.status_code == 409


def test_a_stale_address_is_never_mailed(office: Office, desk: Desk) -> None:
    with office.database.writing() as session:
        person = Make(session).person(name="Dee Dowd", email="old@example.org")
        Make(session).membership(person_id=person.id, constituency_id=office.made.election.constituency_id)
        session.execute(
            update(PersonVersion).where(PersonVersion.person_id == person.id).values(superseded_at=BEFORE - AN_HOUR)
        )
        session.add(_later(session.scalars(select(PersonVersion).where(PersonVersion.person_id == person.id)).one()))
        session.commit()
    desk.send("/roll/freezing")

    desk.send("/links")

    with office.database.reading() as session:
        assert session.scalars(select(OutgoingMail.recipient)).all() == ["new@example.org"]


def test_an_address_that_was_not_given_for_ballots_gets_none(office: Office, desk: Desk) -> None:
    enter_with_address(office, purposes=(Purpose.NOTICES, Purpose.SIGN_IN))
    desk.send("/roll/freezing")

    page = desk.send("/links")

    assert "Dee Dowd" in [letter["name"] for letter in letters_in(page.text)]
    with office.database.reading() as session:
        assert session.scalars(select(OutgoingMail.recipient)).all() == []


def _later(before: PersonVersion) -> PersonVersion:
    """Return the version that followed another, with another address."""
    return PersonVersion(
        person_id=before.person_id,
        name=before.name,
        sort_name=before.sort_name,
        email="new@example.org",
        email_purposes=before.email_purposes,
        adult_confirmed_on=before.adult_confirmed_on,
        valid_from=before.valid_from,
        recorded_at=BEFORE - AN_HOUR,
        recorded_by=before.recorded_by,
        salt=before.salt,
    )
