"""Rules, decisions and the plan of the board through the door."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from govern.board.models import SeatHolding
from govern.constitution import queries
from govern.constitution.models import Decision, RuleSet
from govern.constitution.parameters.limits import CategoryLimit
from govern.constitution.rules import Vote
from govern.core.actors import Role
from govern.motions.rule_change_models import AffectedClass
from govern.motions.rules import Kind
from govern.register.models import Membership
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers import resolutions
from tests.web.filled_forms import form_of
from tests.web.officers import words_of
from tests.web.registrar import entered
from tests.web.secretariat import Clerk, Secretariat, person_of

TOMORROW = TODAY + A_DAY
MEETING = {
    "body": "general_meeting",
    "minute_reference": "GM/1",
    "text": "The members changed the rules.",
    "about": "nobody",
}


def id_at(answer: TestResponse) -> UUID:
    """Return the id at the end of where an answer leads."""
    assert answer.status_code == 303, words_of(answer)
    return UUID(str(answer.location).rsplit("/", 1)[-1])


def decide(clerk: Clerk, **typed: Any) -> UUID:
    """Enter a decision and return its id."""
    return id_at(clerk.send("/decisions/new", **MEETING | typed))


def test_everybody_can_read_what_the_mutual_is_and_its_rules(secretariat: Secretariat) -> None:
    visitor = secretariat.sit(None)

    page, rules = visitor.look("/mutual"), visitor.look("/rules")
    version = secretariat.ask(queries.rule_set_on, on=TODAY)
    values = visitor.look(f"/rules/{version.id}")

    assert "Local authority It is not divided. Third of the board: It elects no third." in words_of(page)
    assert "Local authority 1 the authority, which appoints to it" in words_of(page)
    assert "Community benefit society" in words_of(page)
    assert "Service users and carers" in words_of(page)
    assert "in force" in words_of(rules)
    assert "CCBSA 2014 s.31(1) sets no floor" in words_of(values)
    assert "<strong>Workforce</strong>" in values.text
    assert "<li>who belongs: " in values.text
    assert "INV-" not in words_of(values)
    assert version.digest in values.text


DEEDS = ("motion", "filing", "registration")


def test_a_change_of_the_rules_goes_from_draft_by_decision_to_registration(secretariat: Secretariat) -> None:
    typed = {"challenge_days": "30", "expulsion_majority": "3/4", "readmission_majority": "3/4"}
    draft = id_at(secretariat.sit().send("/rules/new", category_limits__workforce="1+ Night staff", **typed))
    assert "a draft It binds nobody" in words_of(secretariat.sit().look(f"/rules/{draft}"))
    motion = secretariat.write(lambda one: resolutions.carried_change(one, draft, on=TOMORROW, kind=Kind.FRANCHISE).id)
    clerk = secretariat.sit(at=AT + A_DAY)
    assert "The members carried it, with every consent" in words_of(clerk.look(f"/rules/{draft}"))
    assert "Enter that it was sent" in words_of(clerk.look(f"/motions/{motion}"))

    sent = clerk.send(f"/rules/{draft}/filing", sent_on=str(TOMORROW))
    assert "Record its registration" in words_of(clerk.look(f"/motions/{motion}"))
    answer = entered(secretariat, clerk, draft, str(TOMORROW))

    assert (sent.status_code, answer.status_code) == (303, 303), words_of(answer)
    assert secretariat.ask(queries.rule_book_on, on=TODAY).challenge_days == 21
    later = secretariat.ask(queries.rule_book_on, on=TOMORROW)
    assert later.challenge_days == 30
    assert later.category_limits == {"workforce": (CategoryLimit(category="Night staff", at_least=1),)}
    assert "Workforce: at least 1 of “Night staff”" in words_of(clerk.look(f"/rules/{draft}"))


def test_constituencies_have_their_names_in_what_is_proposed_and_in_what_cannot_stand(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    wrong = words_of(clerk.send("/rules/new", class_weights__workforce="50"))
    draft = id_at(clerk.send("/rules/new", class_weights__workforce="1/2", class_weights__service_user="1/2"))

    motion = clerk.send(f"/rules/{draft}/motion", member_no="1").location

    assert "Weight of each class in an electoral college, Workforce: enter a fraction" in wrong
    for page in (words_of(clerk.look(f"/rules/{draft}")), words_of(clerk.look(str(motion)))):
        assert "added: Workforce: 1/2 added: Service users and carers: 1/2" in page
        assert "service_user" not in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param({"min_director_age": "15"}, "the law lets nobody under 16 be a director", id="by law"),
        pytest.param({"gm_quorum__number": "few"}, "enter a whole number from 2 to 10,000", id="no number"),
        pytest.param({"gm_quorum__share": "0.1"}, "enter a fraction such as 3/4", id="a decimal"),
        pytest.param({"class_weights__workforce": "1/3"}, "the weights must add up to 1 exactly", id="weights"),
        pytest.param({"constituencies__workforce__precedence": "2"}, "give each constituency a place", id="same place"),
        pytest.param({"rotation": "never"}, "Choose one of these", id="an unknown word"),
        pytest.param({"reserved_matters": ["tea"]}, "Choose among what is offered", id="an unknown matter"),
        pytest.param({"category_limits__workforce": "some"}, "write each limit on a line", id="no limit"),
        pytest.param({"vacancy_method": "x", "vacancy_method__months": "400"}, "enter a whole number", id="too long"),
    ],
)
def test_a_draft_that_cannot_stand_comes_back_with_the_reason_at_its_field(
    secretariat: Secretariat, typed: dict[str, Any], sentence: str
) -> None:
    answer = secretariat.sit().send("/rules/new", **typed)

    assert answer.status_code == 422
    assert sentence in words_of(answer)
    assert 'aria-invalid="true"' in answer.text or "has-wrong" in answer.text
    assert len(secretariat.ask(queries.rule_sets)) == 1


def test_what_statute_fixes_is_not_asked_for_and_not_taken(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    page = clerk.look("/rules/new")

    draft = id_at(clerk.send("/rules/new", legal_form="clg", statutory_majorities=["ca2006-283"], challenge_days="30"))

    assert 'name="legal_form"' not in page.text
    stored = secretariat.ask(lambda session: session.get(RuleSet, draft).parameters)
    assert stored["legal_form"] == "cbs"
    assert "ccbsa-113" in stored["statutory_majorities"]


def test_a_draft_leads_from_its_top_to_each_part_and_to_its_button(secretariat: Secretariat) -> None:
    page = secretariat.sit().look("/rules/new").text

    parts = re.findall(r'href="#(part-\d+)"', page)

    assert [page.count(f'id="{one}"') for one in parts] == [1] * 6
    assert "Keep the draft</button>" in page.split(f'id="{parts[-1]}"')[1]


def test_a_draft_keeps_every_value_that_nobody_changed(secretariat: Secretariat) -> None:
    before = secretariat.ask(queries.rule_set_on, on=TODAY).parameters

    draft = id_at(secretariat.sit().send("/rules/new", challenge_days="30"))

    kept = secretariat.ask(lambda session: session.get(RuleSet, draft).parameters)
    assert kept == before | {"challenge_days": 30}


@pytest.mark.invariant("INV-28")
def test_rules_that_the_members_did_not_carry_are_neither_sent_nor_registered(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    draft = id_at(clerk.send("/rules/new", challenge_days="30"))
    decide(clerk)
    for deed in ("filing", "registration"):
        answer = clerk.look(f"/rules/{draft}/{deed}")

        assert "The members have not carried this change of the rules" in words_of(answer)
        assert '<form method="post"' not in answer.text.split("<main")[1]
    assert secretariat.ask(queries.rule_set, rule_set_id=draft)[1] is None


def test_a_registration_out_of_order_is_refused_in_words(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    draft = id_at(clerk.send("/rules/new", challenge_days="30"))
    secretariat.write(resolutions.filed_change, rule_set_id=draft)

    answer = entered(secretariat, clerk, draft, str(TODAY))

    assert answer.status_code == 409
    assert "The rules in force were registered on Monday 1 June 2026" in words_of(answer)


def test_a_version_that_others_have_overtaken_goes_no_further_and_its_page_says_so(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    old, new = (id_at(clerk.send("/rules/new", challenge_days=days)) for days in ("40", "30"))
    secretariat.write(resolutions.carried_change, rule_set_id=old, on=TOMORROW)
    secretariat.write(resolutions.filed_change, rule_set_id=new, on=TOMORROW)
    clerk = secretariat.sit(at=AT + A_DAY)
    before = words_of(clerk.look(f"/rules/{old}"))
    entered(secretariat, clerk, new, str(TOMORROW))

    page, deed = words_of(clerk.look(f"/rules/{old}")), clerk.look(f"/rules/{old}/filing")

    assert "Enter that it was sent" in before
    assert "Enter that it was sent" not in page
    assert "It cannot come into force." in page
    assert '<form method="post"' not in deed.text.split("<main")[1]
    assert "Other rules have been registered since this was drafted" in words_of(deed)


def test_whoever_drafts_and_sends_and_registers_is_told_what_else_was_carried(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    old = id_at(clerk.send("/rules/new", challenge_days="30"))
    secretariat.write(resolutions.filed_change, rule_set_id=old, on=TOMORROW)
    drafting = clerk.look("/rules/new")
    new = id_at(clerk.send("/rules/new", gm_notice_clear_days_ordinary="21"))
    on_top = clerk.look(f"/rules/new?on={old}")
    secretariat.write(resolutions.filed_change, rule_set_id=new, on=TOMORROW)
    clerk = secretariat.sit(at=AT + A_DAY)
    sending = words_of(clerk.look(f"/rules/{new}/registration"))
    entered(secretariat, clerk, new, str(TOMORROW))

    clerk = secretariat.sit(at=AT + 2 * A_DAY)
    page = words_of(clerk.look(f"/rules/{old}/registration"))
    kept = entered(secretariat, clerk, old, str(TOMORROW + A_DAY))

    for told in (words_of(drafting), sending):
        assert "Version 2 waits to come into force: sent to the registrar. This one does not contain its change" in told
    assert "is registered before this one is sent to the registrar, this one can never come into force" in words_of(
        drafting
    )
    assert "and undoes it if it is registered after it" in sending
    assert f'href="/rules/new?on={old}"' in drafting.text
    assert "It is drafted on top of version 2" in words_of(on_top)
    assert re.search(r'name="challenge_days"[^>]*value="30"', on_top.text)
    assert "If the registrar registers it now, it changes these again" in page
    assert kept.status_code == 303


def test_a_draft_is_proposed_as_the_motion_that_it_needs_and_asks_each_class_it_costs(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    number = secretariat.ask(lambda session: session.scalars(select(Membership.member_no)).first())
    draft = id_at(clerk.send("/rules/new", class_vote_cap__service_user="1/10"))

    shown = words_of(clerk.look(f"/rules/{draft}/motion"))
    refused = clerk.send(f"/rules/{draft}/motion", member_no="424242")
    proposed = clerk.send(f"/rules/{draft}/motion", member_no=str(number), reasons="To be fair.")

    assert "put as a change of the franchise" in shown
    assert (refused.status_code, proposed.status_code) == (422, 303), words_of(proposed)
    page = words_of(clerk.look(f"/rules/{draft}"))
    assert "proposed to the members" in page
    assert "Service users and carers By which rules: Most of the vote that a class can have not asked yet" in page
    home = secretariat.ask(lambda session: session.scalars(select(AffectedClass.constituency_id)).one())
    assert "added: Service users and carers: 1/10" in words_of(clerk.look(f"/rules/{draft}/consents/{home}"))
    asked = clerk.send(f"/rules/{draft}/consents/{home}", member_no=str(number))
    motion = words_of(clerk.look(str(asked.location)))
    assert "What it changes in the rules Compared with version 1 of the rules" in motion
    assert "Most of the vote that a class can have added: Service users" in motion
    assert "Change or translate the text" not in motion
    assert "consents to this change of the rules." in motion
    assert "“Most of the vote that a class can have”: added: Service users and carers: 1/10." in motion
    page, again = words_of(clerk.look(f"/rules/{draft}")), words_of(clerk.look(f"/rules/{draft}/consents/{home}"))
    assert "Where their motion is: proposed." in page
    assert "being asked The motion that asks them" in page
    assert "Motion 2 asks this constituency for its consent already." in again


def part(secretariat: Secretariat, role: Role) -> str:
    """Return the name of the field of somebody's part in a decision."""
    return f"part_{secretariat.ask(person_of, role=role)}"


def test_a_decision_of_the_board_names_everybody_s_part(secretariat: Secretariat) -> None:
    five = [
        part(secretariat, role) for role in (Role.SECRETARY, Role.CHAIR, Role.ADMINISTRATOR, Role.RETURNING_OFFICER)
    ]
    typed = dict.fromkeys(five, "for") | {five[-1]: "recused"}

    answer = secretariat.sit().send("/decisions/new", **MEETING | {"body": "board"} | typed)

    assert answer.status_code == 409
    assert "5 people who had not stood back were needed, and 3 were there" in words_of(answer)


def test_who_voted_for_it_is_ticked_and_only_whoever_did_otherwise_is_asked_by_name(secretariat: Secretariat) -> None:
    founders = [secretariat.ask(person_of, role=role) for role in (Role.SECRETARY, Role.CHAIR, Role.ADMINISTRATOR)]
    chair = part(secretariat, Role.CHAIR)
    clerk = secretariat.sit()
    page = clerk.look("/decisions/new")
    voted = [str(one) for one in founders]
    typed: dict[str, Any] = {"body": "board", "voted_board": voted, chair: "recused"}

    again = clerk.send("/decisions/new", **MEETING | typed | {"text": ""})
    answer = clerk.send("/decisions/new", **MEETING | typed)

    assert '<details id="exceptions">' in page.text
    assert '<details id="exceptions" open>' in again.text
    assert sorted(form_of(again).held.getlist("voted_board")) == sorted(voted)
    assert "5 people who had not stood back were needed, and 2 were there" in words_of(answer)


@pytest.mark.invariant("INV-05")
def test_an_officer_who_is_no_director_has_no_part_in_a_decision_of_the_board(secretariat: Secretariat) -> None:
    with secretariat.database.writing() as session:
        make = Make(session)
        vera = make.person(name="Vera Scrutineer").id
        make.office(Role.SCRUTINEER, person_id=vera)
        session.commit()
    typed = {part(secretariat, Role.SECRETARY): "for", f"part_{vera}": "for"}
    clerk = secretariat.sit()

    answer = clerk.send("/decisions/new", **MEETING | {"body": "board"} | typed)

    assert answer.status_code == 409
    assert "Neither a founder nor a director on Monday 1 June 2026: Vera Scrutineer" in words_of(answer)
    assert "The board that members elect cannot act yet" in words_of(clerk.look("/decisions/new"))


def test_a_director_who_has_left_can_still_be_named_in_what_they_decided(secretariat: Secretariat) -> None:
    with secretariat.database.writing() as session:
        make, seat = Make(session), queries.seats(session, on=TODAY)[0]
        left, told = make.person(name="Lena Left").id, {"kind": "appointed", "recorded_at": AT}
        term = {"starts_on": TODAY, "ends_on": TODAY + A_DAY * 290}
        session.add(SeatHolding(seat_id=seat.id, person_id=left, decision_id=make.seating(left).id, **told, **term))
        session.commit()

    page = words_of(secretariat.sit(at=AT + A_DAY * 300).look("/decisions/new"))

    assert "Lena Left" in page


def test_whoever_has_an_account_can_be_named_in_what_a_panel_or_a_committee_decided(secretariat: Secretariat) -> None:
    with secretariat.database.writing() as session:
        make = Make(session)
        make.account(person_id=make.person(name="Mina Moor").id)
        make.account(person_id=make.person(name="Cora Closed").id, closed_at=AT)
        make.account(person_id=make.person(name="Rob Register").id, email=None)
        make.person(name="Olu Oakes")
        session.commit()

    page = words_of(secretariat.sit().look("/decisions/new"))

    assert [name in page for name in ("Mina Moor", "Cora Closed", "Rob Register", "Olu Oakes")] == [True] + [False] * 3


def test_a_committee_s_decision_is_shown_with_who_voted_how(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    votes = {part(secretariat, Role.SECRETARY): "for", part(secretariat, Role.CHAIR): "abstained"}

    decision = decide(clerk, body="committee", **votes)

    page = words_of(clerk.look(f"/decisions/{decision}"))
    assert "Sam Secretary Voted for" in page
    assert "Cath Chair Abstained" in page
    assert {one.vote for one in secretariat.ask(queries.participants, decision_id=decision)} == {
        Vote.FOR,
        Vote.ABSTAINED,
    }
    assert "GM/1" in words_of(clerk.look("/decisions"))


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        pytest.param({"decided_on": str(TOMORROW)}, 409, "has not come yet", id="tomorrow"),
        pytest.param({"decided_on": "2026-05-31"}, 409, "there was no mutual", id="before the founding"),
        pytest.param({"body": "board"}, 409, "More people must have voted for this", id="nobody voted"),
        pytest.param({"body": "founders"}, 422, "Choose one of these", id="the founders again"),
        pytest.param({"text": "  "}, 422, "Write what was decided", id="nothing decided"),
        pytest.param({"minute_reference": "x" * 101}, 422, "at most 100 characters", id="a long reference"),
    ],
)
def test_a_decision_that_does_not_stand_is_not_kept(
    secretariat: Secretariat, typed: dict[str, Any], status: int, sentence: str
) -> None:
    answer = secretariat.sit().send("/decisions/new", **MEETING | typed)

    assert (answer.status_code, sentence in words_of(answer)) == (status, True), words_of(answer)
    assert len(secretariat.ask(lambda session: session.scalars(select(Decision)).all())) == 1


SECRETARY_ONLY = ("/rules/new", "/decisions/new", "/board-plans/new")


@pytest.mark.parametrize("address", SECRETARY_ONLY)
@pytest.mark.parametrize("role", [Role.RETURNING_OFFICER, Role.ADMINISTRATOR, Role.CHAIR])
def test_only_the_secretary_enters_rules_and_decisions(secretariat: Secretariat, address: str, role: Role) -> None:
    answer = secretariat.sit(role).look(address)

    assert answer.status_code == 403
    assert "This can be done only by" in words_of(answer)


@pytest.mark.parametrize("address", SECRETARY_ONLY)
def test_a_visitor_is_asked_to_sign_in(secretariat: Secretariat, address: str) -> None:
    assert secretariat.sit(None).look(address).status_code in (302, 303)


@pytest.mark.parametrize("address", ["/rules/00000000-0000-4000-8000-000000000000", "/rules/draft", "/decisions/1"])
def test_there_is_nothing_at_an_unknown_address(secretariat: Secretariat, address: str) -> None:
    assert secretariat.sit().look(address).status_code == 404
