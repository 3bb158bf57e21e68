"""An applicant follows their own application, and does what is theirs to do; nobody else does any of it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govern.admissions import applications, service, steps
from govern.admissions.models import ApplicationEvidence, ApplicationStep
from govern.admissions.rules import State, Undertaking
from govern.consequences import denying
from govern.core.actors import Actor
from govern.core.words import spoken_date
from tests.admissions.house import WHY, House, admits, refuses
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.constitution import refusal_of
from tests.web.filled_forms import form_of, sent
from tests.web.officers import words_of
from tests.web.reader import Reader

MISSING = "Which contract is it?"


class Applicant:
    """Somebody who applied, signed in by the register's address, beside the house that decides."""

    def __init__(self, session: Session, make: Make, reader: Reader, **rules: object) -> None:
        """Let them apply to the workforce, for a share of £25."""
        self.house, self.session, self.make, self.reader = House(session, make, **rules), session, make, reader
        self.account = account = make.account()
        self.person_id = account.person_id
        wanted = applications.Wanted(
            constituency_id=self.house.workforce.id, undertaking=Undertaking.SHARE, amount_pence=2500
        )
        self.application = applications.enter_paper(
            session, self.person_id, wanted, received_at=AT, deed=self.house.deed()
        )
        assert reader.sign_in(make, account).status_code == 303

    def comes(self, *ways: State) -> None:
        """Let the house take the application along; of its decisions the last director says nothing yet."""
        house, id_ = self.house, self.application.id
        heard = house.directors[:2]
        for state in ways:
            match state:
                case State.UNDER_CHECK:
                    applications.take_up(self.session, id_, deed=house.deed())
                case State.REFERRED_BACK:
                    applications.refer_back(self.session, id_, MISSING, deed=house.deed())
                case State.ADMITTED:
                    house.rule(house.decided(confirmed_by=heard), admits(self.application))
                case State.REFUSED:
                    refused = house.decided(confirmed_by=heard, about=[refusal_of(self.application)])
                    house.rule(refused, refuses(self.application))
        self.make.known_to_all()

    def page(self, path: str = "") -> str:
        """Return what a page of their application says."""
        return words_of(self.reader.open(f"/me/application{path}"))

    def send(self, path: str, **typed: str) -> TestResponse:
        """Send the form of one of its pages."""
        shown = self.reader.open(f"/me/application{path}")
        assert shown.status_code == 200, shown.text
        address = f"/me/application{path}"
        return self.reader.client.post(address, data=sent(form_of(shown), **typed), follow_redirects=True)

    @property
    def last(self) -> ApplicationStep:
        """Return its last step, as it is on record."""
        self.session.expire_all()
        return steps.last(self.session, self.application.id)


@pytest.fixture
def applicant(session: Session, make: Make, reader: Reader) -> Applicant:
    return Applicant(session, make, reader)


def test_an_applicant_sees_that_it_was_received(applicant: Applicant) -> None:
    applicant.comes()

    assert "We have it. It waits to be checked." in applicant.page()
    assert "Your request to join We have your request to join." in words_of(applicant.reader.open("/me"))


def test_what_is_asked_is_shown_and_answered_with_what_changed(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFERRED_BACK)

    page = applicant.page()
    answer = words_of(applicant.send("/answer", since="2026-01-05", hours="20", kept_at="personnel file 114"))

    assert MISSING in page
    assert "We have your answer" in answer
    assert "We are checking what you wrote." in answer
    assert (applicant.last.to_state, applicant.last.actor_id) == (State.UNDER_CHECK, applicant.person_id)
    stated = applicant.session.scalars(select(ApplicationEvidence)).all()
    assert {(one.kind, one.kept_at) for one in stated} == {
        ("employed_since", "personnel file 114"),
        ("hours_a_week", "personnel file 114"),
    }


def test_an_answer_that_changes_nothing_states_nothing_twice(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFERRED_BACK)
    applicant.send("/answer", since="2026-01-05", hours="20", kept_at="personnel file 114")
    applications.refer_back(applicant.session, applicant.application.id, MISSING, deed=applicant.house.deed())
    applicant.make.known_to_all()

    applicant.send("/answer")

    assert applicant.last.to_state == State.UNDER_CHECK
    assert len(applicant.session.scalars(select(ApplicationEvidence)).all()) == 2


def test_who_is_admitted_reads_what_is_left_and_that_they_are_no_member_yet(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK, State.ADMITTED)

    page = applicant.page()

    assert "You may join. You are not a member yet." in page
    assert "Pay £25 for your share, by Sunday 30 August 2026." in page


def test_once_the_share_is_given_only_the_entry_is_left(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK, State.ADMITTED)
    service.give(applicant.session, applicant.application.id, given_on=TODAY, deed=applicant.house.deed())
    applicant.make.known_to_all()

    page = applicant.page()

    assert "Pay £25" not in page
    assert "We put your name in the register. You are a member from that day." in page


@pytest.mark.invariant("INV-41")
def test_who_is_refused_reads_why_and_appeals_in_their_own_words(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFUSED)

    page = applicant.page()
    answer = words_of(applicant.send("/appeal", words="It was renewed in April."))

    assert "You do not meet the rules of the group." in page
    assert WHY in page
    assert "You can appeal. Members who did not decide before will hear it." in page
    assert "We have your appeal. It waits to be heard." in answer
    assert (applicant.last.words, applicant.last.actor_id) == ("It was renewed in April.", applicant.person_id)


def deny(applicant: Applicant) -> None:
    """Let a director deny the decision on an application."""
    decision_id, denier = applicant.last.decision_id, Actor(person_id=applicant.house.directors[2])
    assert decision_id is not None
    denying.give_word(applicant.session, decision_id, is_so=False, actor=denier, at=AT)
    applicant.make.known_to_all()


@pytest.mark.invariant("INV-41")
@pytest.mark.parametrize(
    ("days", "ways"), [(0, "The answer stays until you appeal, or ask again."), (29, "until you ask again.")]
)
def test_whose_refusal_is_denied_reads_so_with_the_ways_that_are_left(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch, days: int, ways: str
) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFUSED)
    before = applicant.page()
    deny(applicant)
    monkeypatch.setattr("govern.core.clock.now", lambda: AT + days * A_DAY)
    applicant.reader.sign_in(applicant.make, applicant.account)

    page = applicant.page()

    assert "You cannot join for now." in page
    assert "it was not decided so" not in before
    assert "Somebody who is said to have taken part in it says that it was not decided so." in page
    assert ways in page
    assert ("You can appeal." in page) is (days == 0)
    assert "Director C" not in page


def test_whose_admission_is_denied_reads_that_it_does_not_stand_and_that_nothing_is_theirs_to_do(
    applicant: Applicant,
) -> None:
    applicant.comes(State.UNDER_CHECK, State.ADMITTED)
    deny(applicant)

    page = applicant.page()

    assert "We told you that you may join. That answer does not stand." in page
    assert "There is nothing for you to do now." in page
    assert "That answer does not stand. It will be decided again." in words_of(applicant.reader.open("/me"))
    assert "Director C" not in page


@pytest.mark.parametrize("days", [27, 28, 29])
def test_who_is_refused_reads_the_last_day_to_appeal_and_finds_it_gone_after_that(
    applicant: Applicant, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFUSED)
    monkeypatch.setattr("govern.core.clock.now", lambda: AT + days * A_DAY)
    applicant.reader.sign_in(applicant.make, applicant.account)

    page = applicant.page()
    status = applicant.reader.open("/me/application/appeal").status_code

    last_day = spoken_date(TODAY + 28 * A_DAY)
    assert (f"The last day for it is {last_day}." in page) is (days <= 28)
    assert (f"The last day to appeal was {last_day}." in page) is (days > 28)
    assert status == (200 if days <= 28 else 404)


def test_where_the_rules_name_nobody_there_is_no_appeal(session: Session, make: Make, reader: Reader) -> None:
    applicant = Applicant(session, make, reader, admission_appeal_body="none")
    applicant.comes(State.UNDER_CHECK, State.REFUSED)

    page = applicant.page()

    assert "You can appeal." not in page
    assert "You can ask again, when something has changed." in page
    assert reader.open("/me/application/appeal").status_code == 404


def test_an_applicant_takes_it_back(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK)

    answer = words_of(applicant.send("/withdrawal"))

    assert "You have taken your request back." in answer
    assert applicant.last.to_state == State.WITHDRAWN
    assert applicant.reader.open("/me/application/withdrawal").status_code == 404


@pytest.mark.parametrize("path", ["", "/answer", "/withdrawal", "/appeal"])
def test_nobody_opens_or_answers_anothers(applicant: Applicant, another: Reader, path: str) -> None:
    applicant.comes(State.UNDER_CHECK, State.REFERRED_BACK)
    before = applicant.last.n

    visitor = another.open(f"/me/application{path}")
    assert another.sign_in(applicant.make, applicant.make.account()).status_code == 303
    shown = another.open(f"/me/application{path}")
    posted = another.send(
        f"/me/application{path}", form_on="/account", since="2026-01-05", hours="20", kept_at="a file"
    )

    assert visitor.headers["Location"].startswith("/sign-in")
    assert (shown.status_code, posted.status_code) == (404, 404 if path else 405)
    assert applicant.last.n == before


def test_what_bodies_and_officers_said_among_themselves_is_not_shown(applicant: Applicant) -> None:
    applicant.comes(State.UNDER_CHECK)
    applications.recommend(
        applicant.session, applicant.application.id, "Doubtful.", is_for=False, deed=applicant.house.deed()
    )
    applicant.comes(State.REFUSED)

    page = applicant.reader.open("/me/application").text

    assert "Doubtful" not in page
    assert "Director" not in page
