"""Somebody asks to join: page by page, by a link from their own mailbox, and never a member by it."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from govern.accounts.rules import TRIES_PER_ADDRESS
from govern.admissions.models import ApplicationEvidence, ApplicationStep, MembershipApplication, UnconfirmedApplication
from govern.audit.models import JournalEntry
from govern.constitution.queries import mutual
from govern.core.actors import Role
from govern.jobs.models import OutgoingMail
from govern.register.models import Membership, Person, PersonVersion
from tests.calendar import A_DAY, AT
from tests.web.applicants import ANSWERS, confirm, letters_to, link_to, write
from tests.web.english import english_in
from tests.web.filled_forms import form_of, sent
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat


def count(desk: Secretariat, table: Any) -> int:
    return int(desk.ask(lambda session: session.scalar(select(func.count()).select_from(table))))


def statement(page: TestResponse) -> str:
    return re.sub(r'value="[^"]+"|nonce="[^"]+"', "", page.text)


def test_the_first_page_says_who_can_join_and_that_asking_makes_nobody_a_member(secretariat: Secretariat) -> None:
    page = words_of(secretariat.sit(None).look("/join"))

    assert "Employed by the mutual" in page
    assert "For at least 90 days At least 8 hours a week What shows it: Contract of employment" in page
    assert "You must be at least 16 years old." in page
    assert "Each member holds a share. It costs £1 or more." in page
    assert "You are a member from that day, and not before." in page
    assert "Never tell us why you need support." in page
    assert "Resolution of the authority" not in page


def test_what_the_rules_say_is_marked_as_english_on_a_welsh_page(secretariat: Secretariat) -> None:
    with secretariat.database.writing.begin() as session:
        mutual(session).languages = ["en", "cy"]

    page = secretariat.sit(None).look("/join?lang=cy")

    assert '<html lang="cy">' in page.text
    assert list(english_in(page.text)) == []


def test_home_leads_to_join(secretariat: Secretariat) -> None:
    assert 'href="/join"' in secretariat.sit(None).look("/").text


def test_before_the_founding_nobody_can_join(unfounded: Secretariat) -> None:
    assert unfounded.sit(None).look("/join").status_code == 404


def test_what_was_written_is_shown_in_words_before_it_is_sent(secretariat: Secretariat) -> None:
    page = words_of(write(secretariat.sit(None), until="review"))

    assert "Mail reaches you at nia@example.org." in page
    assert "I work here. It began on Tuesday 3 March 2026. It is 20 hours a week." in page
    assert "You will put in £25." in page
    assert "It does not make you a member." in page
    assert count(secretariat, UnconfirmedApplication) == 0


@pytest.mark.invariant("INV-07")
def test_until_the_link_is_opened_nobody_is_known_and_the_secretary_has_nothing(secretariat: Secretariat) -> None:
    known = count(secretariat, Person)

    answer = write(secretariat.sit(None))

    assert "Now open our link" in words_of(answer)
    assert count(secretariat, Person) == known
    assert count(secretariat, MembershipApplication) == 0


def test_opening_the_link_spends_nothing_and_the_button_brings_the_request_in(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    write(visitor)
    link = link_to(secretariat, "nia@example.org")
    members = count(secretariat, Membership)

    opened = [words_of(visitor.look(link)) for _ in range(2)]
    answer = confirm(visitor, link)

    assert "Is this your request to join? Your name Nia Newcomer" in opened[1]
    assert "You are not a member yet." in words_of(answer)
    assert count(secretariat, MembershipApplication) == 1
    assert count(secretariat, ApplicationEvidence) == 2
    assert count(secretariat, UnconfirmedApplication) == 0
    assert count(secretariat, Membership) == members
    nia = secretariat.ask(lambda session: session.scalars(select(PersonVersion).filter_by(name="Nia Newcomer")).one())
    assert (nia.email_purposes, nia.birth_on) == (["sign_in"], None)


@pytest.mark.parametrize("late", [False, True], ids=["used", "three days old"])
def test_a_link_that_was_used_or_is_too_old_brings_nothing_in(secretariat: Secretariat, *, late: bool) -> None:
    visitor = secretariat.sit(None)
    write(visitor)
    link = link_to(secretariat, "nia@example.org")
    if late:
        visitor = secretariat.sit(None, at=AT + 3 * A_DAY)
    else:
        confirm(visitor, link)

    answer = visitor.look(link)

    assert answer.status_code == 410
    assert "This link has been used already, or it is more than three days old. You can apply again." in words_of(
        answer
    )
    assert count(secretariat, MembershipApplication) == int(not late)


def test_no_answer_tells_whether_an_address_is_known(secretariat: Secretariat) -> None:
    stranger, known = Clerk(secretariat.app.test_client()), secretariat.sit(None)

    pages = [
        (statement(write(who, email=email)), len(letters_to(secretariat, email)))
        for who, email in ((stranger, "stranger@example.org"), (known, "sam@example.org"))
    ]

    assert pages[0] == pages[1]


@pytest.mark.invariant("INV-13")
def test_somebody_known_by_address_and_name_applies_as_themselves(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    for _ in range(2):
        write(visitor)
        confirm(visitor, link_to(secretariat, "nia@example.org"))

    nias = secretariat.ask(lambda session: session.scalars(select(PersonVersion).filter_by(name="Nia Newcomer")).all())
    assert len(nias) == 1
    assert count(secretariat, MembershipApplication) == 1
    assert "We have your first application" in letters_to(secretariat, "nia@example.org")[-1]


def test_a_member_who_asks_again_is_told_by_letter_only(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    write(visitor, name="Sam Secretary", email="sam@example.org")

    answer = confirm(visitor, link_to(secretariat, "sam@example.org"))

    assert "We have it" in words_of(answer)
    assert "you are a member already" in letters_to(secretariat, "sam@example.org")[-1]
    assert count(secretariat, MembershipApplication) == 0


def test_two_of_one_household_apply_by_one_address_and_are_two_people(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    for name in ("Nia Newcomer", "Ned Newcomer"):
        write(visitor, name=name)
        confirm(visitor, link_to(secretariat, "nia@example.org"))

    applicants = secretariat.ask(lambda session: session.scalars(select(MembershipApplication.person_id)).all())
    assert len(set(applicants)) == 2


@pytest.mark.invariant("INV-13")
def test_another_spelling_of_an_address_is_nobody_known(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    write(visitor)
    confirm(visitor, link_to(secretariat, "nia@example.org"))

    write(visitor, email="ｎia@example.org")
    confirm(visitor, link_to(secretariat, "ｎia@example.org"))

    people = secretariat.ask(lambda session: session.scalars(select(MembershipApplication.person_id)).all())
    assert len(set(people)) == 2


def test_the_letter_that_asks_to_confirm_holds_nothing_that_was_typed(secretariat: Secretariat) -> None:
    write(secretariat.sit(None), name="Buy at spam.example", email="victim@example.org")

    [letter] = letters_to(secretariat, "victim@example.org")

    assert "spam" not in letter
    assert "If it was not you, do nothing." in letter


def test_nobody_is_flooded_with_links(secretariat: Secretariat) -> None:
    answers = [write(secretariat.sit(None)).status_code for _ in range(TRIES_PER_ADDRESS + 1)]

    assert answers == [200] * TRIES_PER_ADDRESS + [429]
    assert len(letters_to(secretariat, "nia@example.org")) == TRIES_PER_ADDRESS


def test_a_flood_of_requests_keeps_nobody_from_signing_in(secretariat: Secretariat) -> None:
    for _ in range(TRIES_PER_ADDRESS + 1):
        write(secretariat.sit(None), email="sam@example.org")

    asked = secretariat.sit(None).send("/sign-in", ending="/links", email="sam@example.org")

    assert asked.status_code == 303


def test_many_from_one_place_carry_one_mark_that_is_not_the_place(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    for name in ("nia", "ned"):
        write(visitor, name=name, email=f"{name}@example.org")
        confirm(visitor, link_to(secretariat, f"{name}@example.org"))

    marks = secretariat.ask(lambda session: session.scalars(select(MembershipApplication.source_mark)).all())
    assert len(marks) == 2
    assert len(set(marks)) == 1
    assert "127.0.0.1" not in marks[0]


@pytest.mark.parametrize(
    ("step", "typed", "sentence"),
    [
        ("group", {"group": None}, "Choose one of these."),
        ("you", {"name": " "}, "Enter your name."),
        ("you", {"email": "nia"}, "Enter an e-mail address such as name@example.org."),
        ("age", {"age": "no"}, "Enter the day you were born, below."),
        ("age", {"age": "no", "birth_on": "2026-06-02"}, "This day has not come yet."),
        ("age", {"age": "no", "birth_on": "2008-06-01"}, "Whoever was born on this day is not so young."),
        ("facts", {"since": "2026-06-02"}, "This day has not come yet. Say what is so today."),
        ("facts", {"kept_at": ""}, "Say where the proof is kept."),
        (
            "age",
            {"age": "no", "birth_on": "2010-06-02"},
            "join from the age of 16. You can ask from Tuesday 2 June 2026 on.",
        ),
        ("give", {"pounds": "0"}, "Enter a sum from £1 to £100,000, such as 5 or 25.50."),
        ("give", {"pounds": ""}, "Enter a sum from £1 to £100,000, such as 5 or 25.50."),
        ("give", {"pounds": "0.99"}, "Enter a sum from £1 to £100,000, such as 5 or 25.50."),
        ("give", {"pounds": "100,000.01"}, "Enter a sum from £1 to £100,000, such as 5 or 25.50."),
        ("give", {"pounds": "much"}, "Enter a sum in pounds, such as 1 or 25.50."),
    ],
)
def test_what_cannot_be_read_is_asked_again_with_all_the_rest_kept(
    secretariat: Secretariat, step: str, typed: dict[str, str | None], sentence: str
) -> None:
    answer = write(secretariat.sit(None), until=step, **typed)

    assert answer.status_code == 422
    assert step == "group" or 'name="group" value="workforce.care_staff"' in answer.text
    assert sentence in words_of(answer)


def test_whoever_comes_of_age_tomorrow_is_young_today(secretariat: Secretariat) -> None:
    answer = write(secretariat.sit(None), until="age", age="no", birth_on="2008-06-02")

    assert answer.status_code == 200
    assert "What shows that you belong" in words_of(answer)


def test_whoever_comes_of_the_age_of_members_today_goes_on(secretariat: Secretariat) -> None:
    answer = write(secretariat.sit(None), until="age", age="no", birth_on="2010-06-01")

    assert answer.status_code == 200
    assert "What shows that you belong" in words_of(answer)


@pytest.mark.parametrize(
    ("typed", "said"), [("£1", "1"), ("£ 1,250", "1,250"), ("1 250.50", "1,250.50"), ("£100,000.00", "100,000")]
)
def test_a_sum_is_read_as_people_write_it(secretariat: Secretariat, typed: str, said: str) -> None:
    visitor = secretariat.sit(None)

    page = write(visitor, until="review", pounds=typed)

    assert f"You will put in £{said}." in words_of(page)
    assert f'name="pounds" value="{typed}"' in page.text


def test_going_back_loses_nothing(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    page = write(visitor, until="review")
    data = sent(form_of(page)).to_dict() | ANSWERS

    back = visitor.client.post("/join/application", data=data | {"to": "you"})
    on = visitor.client.post("/join/application", data=data | {"step": "you", "name": "Nia Other"})

    assert 'name="pounds" value="25"' in back.text
    assert 'value="nia@example.org"' in back.text
    assert "You are Nia Other." in words_of(on)


@pytest.mark.parametrize(("step", "before"), [("facts", "age"), ("review", "review")])
def test_reading_a_page_in_welsh_answers_nothing_and_sends_nothing(
    secretariat: Secretariat, step: str, before: str
) -> None:
    with secretariat.database.writing.begin() as session:
        mutual(session).languages = ["en", "cy"]
    visitor = secretariat.sit(None)
    data = sent(form_of(write(visitor, until=before)))

    page = visitor.client.post("/join/application?lang=cy", data=data)

    assert page.status_code == 200
    assert f'name="step" value="{step}"' in page.text
    assert ("Ble mae’r prawf yn cael ei gadw?" if step == "facts" else "Nid yw’n eich gwneud yn aelod.") in page.text
    assert count(secretariat, UnconfirmedApplication) == 0


def test_who_is_under_the_age_gives_a_birth_date_and_nobody_else_does(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    write(visitor, age="no", birth_on="2009-01-31")
    confirm(visitor, link_to(secretariat, "nia@example.org"))

    nia = secretariat.ask(lambda session: session.scalars(select(PersonVersion).filter_by(name="Nia Newcomer")).one())
    assert (str(nia.birth_on), nia.adult_confirmed_on) == ("2009-01-31", None)


def test_the_journal_holds_nothing_that_was_typed(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)
    write(visitor)
    confirm(visitor, link_to(secretariat, "nia@example.org"))

    written = str(secretariat.ask(lambda session: session.execute(select(JournalEntry.__table__)).all()))

    assert "nia" not in written.casefold()
    assert "contract" not in written.casefold()


def test_the_applicant_is_the_only_actor_of_their_application(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(Role.SECRETARY)
    write(visitor)
    confirm(visitor, link_to(secretariat, "nia@example.org"))

    [application] = secretariat.ask(lambda session: session.scalars(select(MembershipApplication)).all())
    actors = secretariat.ask(lambda session: set(session.scalars(select(ApplicationStep.actor_id))))
    assert actors == {application.person_id} == {application.entered_by}
    assert count(secretariat, OutgoingMail) == 1
