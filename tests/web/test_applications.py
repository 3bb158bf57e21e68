"""Applications through the door: the queue, what came on paper, and a case from its first day to the entry."""

from typing import Any

import pytest
from sqlalchemy import select

from govern.admissions import applications
from govern.admissions.applications import Wanted
from govern.admissions.models import AdmissionRuling, ApplicationEvidence, ApplicationStep, MembershipApplication
from govern.admissions.rules import State
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed, Role
from govern.register.models import Membership
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.web.dossiers import LONG_EMPLOYED, QUORUM, Dossier, applied, board, checked, confirm, related, stated
from tests.web.filled_forms import form_of
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, founded, person_of
from tests.web.test_constitution import part
from tests.web.test_register import count, person_entered, workforce


@pytest.fixture
def secretariat(unfounded: Secretariat) -> Secretariat:
    """A founded mutual whose founders can decide for its board, as far as its members elect nobody."""
    founded(unfounded.database, board_quorum=QUORUM)
    return unfounded


def test_a_case_goes_from_paper_to_the_entry_and_each_day_has_one_main_thing(secretariat: Secretariat) -> None:
    dossier = applied(secretariat)
    assert "Begin to check it" in dossier.look()
    dossier.did("check")
    assert "State a fact" in dossier.look()
    dossier.did("facts", **LONG_EMPLOYED).proof_seen()
    assert "Recommend what to decide" in dossier.look()
    dossier.did("recommendation", is_for="yes", words="They have worked here for a year.")
    assert "Enter what was decided" in dossier.look()
    decision = board(secretariat, dossier.clerk)
    dossier.did("rulings", decision=str(decision))
    page = dossier.look()
    assert "Record the share or guarantee" in page
    assert "Lapses without it after Sunday 30 August 2026" in page
    dossier.did("undertaking")
    page = dossier.look()
    assert "2 must say themselves that it is so, and 0 have" in page
    assert "Have not said so yet Anne Admin, Cath Chair, Roy Officer" in page
    confirm(secretariat, decision, Role.CHAIR, Role.ADMINISTRATOR)
    page = dossier.look()
    assert "2; needed 2: Anne Admin, Cath Chair" in page
    assert "3 for, 0 against" in page

    dossier.did("entry")

    page = dossier.look()
    assert dossier.state() is State.ENTERED
    assert "Nothing. This application is closed." in page
    assert "Their record as a member" in page


def test_the_queue_tells_what_waits_how_long_and_what_is_next(secretariat: Secretariat) -> None:
    old = applied(secretariat, name="Olive Old", received_on=str(TODAY))
    later = secretariat.sit(at=AT + A_DAY * 3)
    dossier = checked(secretariat, later, name="Nora New")
    dossier.did("rulings", decision=str(board(secretariat, later)))

    page = words_of(later.look("/applications"))

    assert "To check (1) " in page
    assert "Olive Old Workforce: Care staff" in page
    assert "Waits: 3 days" in page
    assert "An officer begins to check it." in page
    assert "To decide Nothing waits for a decision." in page
    assert "To enter (1)" in page
    assert "The share or guarantee that goes with this membership is not on record." in page
    Dossier(secretariat, later, old.id).did("withdrawal", words="By letter.")
    assert "Closed in the last 30 days" in words_of(later.look("/applications"))


def test_the_desk_tells_of_applications_and_of_admissions_that_lapse(secretariat: Secretariat) -> None:
    applied(secretariat, name="Olive Old")
    clerk = secretariat.sit()
    checked(secretariat, clerk).did("rulings", decision=str(board(secretariat, clerk)))

    early, near = (words_of(secretariat.sit(at=AT + A_DAY * days).look("/")) for days in (59, 60))

    assert "1 application waits to be checked or decided." in early
    assert "1 admission waits for the deciders’ word, the share or guarantee, or the entry." in early
    assert "lapses within 30 days" not in early
    assert "1 admission lapses within 30 days without its share or guarantee." in near
    assert "1 thing has a day to keep, which is Sunday 30 August 2026." in near


@pytest.mark.parametrize("number", [4, 5])
def test_many_from_one_place_are_looked_at_together(secretariat: Secretariat, number: int) -> None:
    secretary = Actor(person_id=secretariat.ask(person_of, role=Role.SECRETARY))
    with secretariat.database.writing() as session:
        home, make = constitution.parts(session)[0], Make(session)
        wanted = Wanted(constituency_id=home.constituency_id, sub_constituency_id=home.id)
        for _ in range(number):
            deed = Deed(actor=secretary, at=AT)
            applications.enter_paper(session, make.person().id, wanted, received_at=AT, deed=deed, source_mark="ab")
        session.commit()

    page = words_of(secretariat.sit().look("/applications"))

    assert ("5 applications of the last fourteen days came from few places." in page) == (number == 5)
    assert page.count("one of many from one place") == (5 if number == 5 else 0)


def test_whoever_applies_on_paper_is_looked_for_first(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    person_entered(clerk)

    found = clerk.send("/applications/new", wanted="una")
    nobody = clerk.send("/applications/new", wanted="zoe")
    typed = {"csrf_token": form_of(clerk.look("/applications/new")).held["csrf_token"], "wanted": "una"}
    suggested = clerk.client.post("/applications/suggestions", data=typed)

    assert "Una Bell known, and not a member" in words_of(found)
    assert "Nobody known is called so." in words_of(nobody)
    assert 'application\\"><strong>Una Bell' in suggested.text


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"home": ""}, 422, "Choose a constituency.", id="nowhere"),
        pytest.param({"amount": "much"}, 422, "Enter a sum in pounds", id="no sum"),
        pytest.param({"amount": "0"}, 422, "Enter a sum in pounds", id="nothing"),
        pytest.param({"received_on": str(TODAY + A_DAY)}, 409, "cannot have come in later than now", id="tomorrow"),
        pytest.param({"received_on": "2026-02-31"}, 422, "Enter a day that exists", id="no such day"),
    ],
)
def test_what_cannot_be_asked_for_is_not_entered(
    secretariat: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    clerk = secretariat.sit()
    person = person_entered(clerk)

    usual = {"home": workforce(secretariat), "amount": "1.50"}
    answer = clerk.send(f"/people/{person}/application", **usual | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert count(secretariat, MembershipApplication) == 0
    assert clerk.send(f"/people/{person}/application", **usual).status_code == 303
    assert "£1.50, not given yet" in words_of(clerk.look(f"/applications/{only(secretariat)}"))


def only(secretariat: Secretariat) -> Any:
    """Return the id of the only application."""
    return secretariat.ask(lambda session: session.scalar(select(MembershipApplication.id)))


def test_a_second_application_waits_for_the_first(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    applied(secretariat, clerk)
    person = secretariat.ask(lambda session: session.scalar(select(MembershipApplication.person_id)))

    answer = clerk.send(f"/people/{person}/application", home=workforce(secretariat))

    assert answer.status_code == 409
    assert "An application of this person is open already." in words_of(answer)
    assert "Application of 1 Jun 2026 : submitted" in words_of(clerk.look(f"/people/{person}"))
    assert count(secretariat, MembershipApplication) == 1


def test_what_is_missing_is_asked_for_and_the_answer_recorded(secretariat: Secretariat) -> None:
    dossier = applied(secretariat).did("check")

    answer = dossier.send("referral", words=" ")
    assert (answer.status_code, "Write it in words that they can follow." in words_of(answer)) == (422, True)
    dossier.did("referral", words="Which house do you work in?")

    assert dossier.state() is State.REFERRED_BACK
    assert "Which house do you work in?" in dossier.look()
    assert dossier.did("answer").state() is State.UNDER_CHECK


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"since_on": ""}, 409, "Enter the day or the hours that this fact is about", id="no day"),
        pytest.param({"since_on": str(TODAY + A_DAY)}, 409, "This day has not come yet.", id="tomorrow"),
        pytest.param({"kept_at": ""}, 422, "Enter where the proof is kept", id="no place"),
        pytest.param({"kind": "diagnosis"}, 422, "Choose one of these", id="a diagnosis"),
        pytest.param({"kind": "supported_since"}, 422, "Choose one of these", id="what another group asks for"),
    ],
)
def test_a_fact_that_cannot_be_is_not_stated(
    secretariat: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    dossier = applied(secretariat).did("check")

    answer = dossier.send("facts", **LONG_EMPLOYED | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert count(secretariat, ApplicationEvidence) == 0
    assert "no diagnosis: that they qualify is enough" in words_of(dossier.clerk.look(f"{dossier.path}/facts"))


def test_whoever_has_an_interest_stands_back_and_is_told_so(secretariat: Secretariat) -> None:
    dossier = checked(secretariat)
    secretary = str(secretariat.ask(person_of, role=Role.SECRETARY))

    dossier.did("recusals", person=secretary)

    page = dossier.look()
    assert "You have an interest in this application, so you take no part in it." in page
    assert "Sam Secretary: they stood back themselves" in page
    answer = dossier.send("recommendation", is_for="yes", words="They are my friend.")
    assert (answer.status_code, "Ask another officer." in words_of(answer)) == (409, True)
    assert secretary not in dossier.clerk.look(f"{dossier.path}/recusals").text


@pytest.mark.invariant("INV-05")
def test_the_connections_of_an_applicant_are_told_to_those_who_keep_decisions_clean(secretariat: Secretariat) -> None:
    dossier = checked(secretariat)
    related(secretariat, dossier, Role.CHAIR)

    dossier.did("rulings", decision=str(board(secretariat, dossier.clerk)))

    page = dossier.look()
    assert "Must stand back Cath Chair: they are connected with the applicant" in page
    assert "2 for, 0 against" in page
    assert "Stood back Cath Chair: they are connected with the applicant" in page


def test_a_refusal_has_its_reason_and_its_appeal_is_decided_by_others(secretariat: Secretariat) -> None:
    dossier = checked(secretariat)
    decision = str(board(secretariat, dossier.clerk, outcome="refused"))
    typed = {"decision": decision, "words": "The aims are not yours."}
    answer = dossier.send("rulings", **typed)
    assert (answer.status_code, "Without a reason it is not refused." in words_of(answer)) == (409, True)
    assert count(secretariat, AdmissionRuling) == 0
    dossier.did("rulings", **typed, reason="against_the_aims")
    page = dossier.look()
    assert "Does not support the aims of the mutual The aims are not yours." in page

    dossier.did("appeal", words="They are.")
    heard = {"body": "general_meeting", "outcome": "refused", part(secretariat, Role.CHAIR): "present"}
    same = str(board(secretariat, dossier.clerk, **heard))
    dossier.did("rulings", decision=same, reason="other", words="The meeting thinks so too.")

    assert dossier.state() is State.REFUSAL_STANDS
    assert "Cath Chair: they decided on it before" in dossier.look()


def test_a_decision_on_nobody_is_not_offered_and_a_lost_one_is_refused(secretariat: Secretariat) -> None:
    early = str(board(secretariat, secretariat.sit()))
    later = secretariat.sit(at=AT + A_DAY)
    dossier = checked(secretariat, later)
    assert early not in later.look(f"{dossier.path}/rulings").text
    related(secretariat, dossier, Role.CHAIR)
    votes = {part(secretariat, role): "for" for role in (Role.CHAIR, Role.ADMINISTRATOR)}
    lost = str(board(secretariat, later, **votes, **{part(secretariat, Role.RETURNING_OFFICER): "against"}))

    answer = dossier.send("rulings", decision=lost)

    assert answer.status_code == 409
    assert "1 were for and 1 against" in words_of(answer)
    assert count(secretariat, AdmissionRuling) == 0


@pytest.mark.invariant("INV-06")
def test_one_resolution_over_many_is_entered_for_each_of_them(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    admitted, refused, left_out = (checked(secretariat, clerk, name=name) for name in ("Ada", "Bea", "Cy"))
    named = {f"application_{refused.id}": "refused", f"application_{left_out.id}": ""}
    address = f"/decisions/{board(secretariat, clerk, **named)}/rulings"
    typed = {f"outcome_{admitted.id}": "admitted", f"outcome_{refused.id}": "too_young"}

    answer = clerk.send(address, **typed)
    assert (answer.status_code, "Say why, in words" in words_of(answer)) == (409, True)
    assert f'href="#outcome_{refused.id}">Nothing was entered, because of this one.' in answer.text
    assert (admitted.state(), count(secretariat, AdmissionRuling)) == (State.UNDER_CHECK, 0)
    answer = clerk.send(address, **typed, **{f"words_{refused.id}": "You are fifteen."})

    assert answer.status_code == 303, words_of(answer)
    assert [one.state() for one in (admitted, refused, left_out)] == [
        State.ADMITTED,
        State.REFUSED,
        State.UNDER_CHECK,
    ]
    page = words_of(clerk.look(address.removesuffix("/rulings")))
    assert "It is on record for 2 applications." in page
    assert "Ada : admitted, and waiting for the entry" in page
    assert "Bea : refused" in page


@pytest.mark.invariant("INV-02")
def test_minutes_alone_and_a_missing_share_enter_nobody(secretariat: Secretariat) -> None:
    dossier = checked(secretariat)
    decision = board(secretariat, dossier.clerk)
    dossier.did("rulings", decision=str(decision))
    before = count(secretariat, Membership)

    unpaid = dossier.send("entry")
    dossier.did("undertaking")
    unsaid = dossier.send("entry")
    confirm(secretariat, decision, Role.CHAIR, word="not_so")
    denied = dossier.send("entry")

    assert [one.status_code for one in (unpaid, unsaid, denied)] == [409, 409, 409]
    assert "Record it first, then enter them." in words_of(unpaid)
    assert "2 must say themselves that it is so, and 0 have" in words_of(unsaid)
    assert "This application is under check, so it cannot become entered in the register now." in words_of(denied)
    assert "Say that it is not so Cath Chair" in dossier.look()
    assert count(secretariat, Membership) == before


def test_a_deed_out_of_turn_is_refused_and_says_where_the_application_is(secretariat: Secretariat) -> None:
    dossier = applied(secretariat)
    before = count(secretariat, ApplicationStep)
    pressed = {
        "referral": {"words": "More."},
        "answer": {},
        "recommendation": {"is_for": "no", "words": "Why not."},
        "undertaking": {},
        "entry": {},
        "appeal": {},
    }

    answers = {deed: dossier.send(deed, **typed) for deed, typed in pressed.items()}

    assert {answer.status_code for answer in answers.values()} == {409}
    assert all("This application is submitted, so it cannot become" in words_of(one) for one in answers.values())
    assert count(secretariat, ApplicationStep) == before


def test_the_chair_reads_and_looks_at_proof_and_does_nothing_else(secretariat: Secretariat) -> None:
    dossier = stated(secretariat)
    chair = secretariat.sit(Role.CHAIR)

    page = words_of(chair.look(dossier.path))

    assert "The next step is with the secretary: Recommend what to decide." in page
    assert "Record that somebody stands back" in page
    assert "Look at it, and say so" in page
    assert [chair.look(f"{dossier.path}/{deed}").status_code for deed in ("check", "rulings", "entry", "facts")] == [
        403
    ] * 4
    assert secretariat.sit(Role.RETURNING_OFFICER).look(dossier.path).status_code == 403


def test_a_draft_is_nobody_elses_business(secretariat: Secretariat) -> None:
    with secretariat.database.writing() as session:
        home, make = constitution.parts(session)[0], Make(session)
        wanted = Wanted(constituency_id=home.constituency_id, sub_constituency_id=home.id)
        own = Deed(actor=Actor(person_id=make.person().id), at=AT)
        drafted = applications.draft(session, wanted, deed=own).id
        session.commit()
    clerk = secretariat.sit()

    pages = [clerk.look(f"/applications/{drafted}{deed}") for deed in ("", "/facts", "/withdrawal", "/rulings")]

    assert [one.status_code for one in pages] == [404] * 4
    assert "To check Nothing waits to be checked." in words_of(clerk.look("/applications"))


@pytest.mark.invariant("INV-41")
def test_the_report_of_a_quarter_tells_refusals_by_constituency_and_is_a_file_too(secretariat: Secretariat) -> None:
    dossier = checked(secretariat)
    typed = {"reason": "not_shown", "words": "Nothing showed it."}
    dossier.did("rulings", decision=str(board(secretariat, dossier.clerk, outcome="refused")), **typed)

    page = words_of(dossier.clerk.look("/admission-report?quarter=2026-2"))
    file = dossier.clerk.look("/admission-report.csv?quarter=2026-2")
    before = words_of(dossier.clerk.look("/admission-report"))

    assert "Workforce Came in: 1 Admitted: 0 Refused: 1" in page
    assert "Workforce: What the rules ask for was not shown (1)" in page
    assert file.mimetype == "text/csv"
    assert "\r\nWorkforce,1,0,1,0,0,0,0,0,0,0,1,0,0,0,0\r\n" in file.text
    assert "Quarter 1 of 2026, by constituency." in before
    assert "None was refused in these months." in before


@pytest.mark.parametrize("quarter", ["2026-5", "2026-0", "1999-4", "2200-1", "x", "-1", "²-1", "9" * 5000 + "-1"])
def test_no_such_quarter_is_no_page(secretariat: Secretariat, quarter: str) -> None:
    assert secretariat.sit().look(f"/admission-report?quarter={quarter}").status_code == 404
