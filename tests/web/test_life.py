"""The life of a membership through the door: expelled, taken back, suspended, moved, represented, held jointly."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page

from govern.constitution import queries as constitution
from govern.core import clock
from govern.core.actors import Role
from govern.register import cases, queries, stand_ins
from govern.register.ending_rules import CaseOutcome, months_after
from govern.register.rules import Standing
from tests.browser import follow
from tests.calendar import A_DAY, AT, TODAY
from tests.web.named import persons
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat
from tests.web.senses import obstacles
from tests.web.test_constitution import part
from tests.web.test_register import admitted, decided, person_entered, workforce
from tests.web.test_register_in_a_browser import enter

HEARD = 30
OF_THE_LIVING = ("Print a code", "Record that it ended", "Enter a joint holder", "Enter an interest")


def joined(secretariat: Secretariat, clerk: Clerk, **typed: Any) -> UUID:
    """Enter somebody as a member, and return the membership."""
    answer = admitted(secretariat, clerk, person_entered(clerk, **typed))
    assert answer.status_code == 303, words_of(answer)
    return UUID(str(answer.location).rsplit("/", 1)[-1])


def standing_on(secretariat: Secretariat, membership_id: UUID, on: Any) -> Standing | None:
    """Return what the register says of a membership on a day."""
    for one in secretariat.ask(queries.membership_history, membership_id=membership_id):
        if one.superseded_at is None and one.valid_from <= on and (one.valid_to is None or on < one.valid_to):
            return Standing(one.standing)
    return None


def meeting(secretariat: Secretariat, clerk: Clerk, person: UUID, *, on: Any, **homes: str) -> str:
    """Enter a decision of a general meeting of a day, and let the chair say that it is so."""
    at = clock.now()
    minute = {"body": "general_meeting", "minute_reference": "GM/9", "text": "Voted.", "decided_on": str(on)}
    about = persons(secretariat, person, **homes)
    answer = clerk.send("/decisions/new", **minute, **{part(secretariat, Role.CHAIR): "present"}, **about)
    assert answer.status_code == 303, words_of(answer)
    secretariat.sit(Role.CHAIR, at=at).send(f"{answer.location}/confirmation", word="so")
    return str(answer.location).rsplit("/", 1)[-1]


def test_a_member_is_expelled_step_by_step_and_taken_back_by_a_meeting(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk)
    case = f"/members/{member}/expulsion"
    clerk.send(case, complaint="Took the cash box.")
    answer = clerk.send(case, hearing_on=str(TODAY + A_DAY * 29))
    assert "Hold the hearing on Wednesday 1 July 2026 or later" in words_of(answer)
    clerk.send(case, hearing_on=str(TODAY + A_DAY * HEARD))

    later = secretariat.sit(at=AT + A_DAY * HEARD)
    later.send(case, hearing="did_not_come")
    person = secretariat.ask(queries.membership, membership_id=member).person_id
    expelled = {"expulsion": "", "readmission": workforce(secretariat)}
    decision = meeting(secretariat, later, person, on=TODAY + A_DAY * HEARD, **expelled)
    answer = later.send(case, decision=decision, votes_for="30", votes_against="10")

    assert answer.status_code == 303, words_of(answer)
    assert standing_on(secretariat, member, TODAY + A_DAY * HEARD) is Standing.CEASED
    refused = later.send(f"/people/{person}/readmission", decision=decision, votes_for="1", votes_against="1")
    assert (refused.status_code, "The rules need 2 of every 3 votes cast" in words_of(refused)) == (409, True)
    taken = later.send(f"/people/{person}/readmission", decision=decision, votes_for="2", votes_against="1")
    assert taken.status_code == 303, words_of(taken)
    back = admitted(secretariat, later, person, decision=decision)
    assert back.status_code == 303, words_of(back)


def test_a_case_is_closed_without_a_vote(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk)
    clerk.send(f"/members/{member}/expulsion", complaint="Took the cash box.")

    answer = clerk.send(f"/members/{member}/expulsion/withdrawal")

    assert answer.status_code == 303, words_of(answer)
    found = secretariat.ask(cases.of_membership, membership_id=member)
    assert [one.outcome for one in found] == [CaseOutcome.WITHDRAWN]
    assert "closed without a vote" in words_of(clerk.look(f"/members/{member}/expulsion"))
    assert clerk.send(f"/members/{member}/expulsion/withdrawal").status_code == 409


def test_a_membership_is_suspended_until_the_rules_say_and_restored_before(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk)
    person = secretariat.ask(queries.membership, membership_id=member).person_id
    decision = decided(secretariat, clerk, person, suspension="", restoration="")

    answer = clerk.send(f"/members/{member}/suspension", decision=decision)
    assert answer.status_code == 303, words_of(answer)
    assert standing_on(secretariat, member, months_after(TODAY, 3) - A_DAY) is Standing.SUSPENDED
    answer = clerk.send(f"/members/{member}/restoration", decision=decision, on=str(TODAY + A_DAY))

    assert answer.status_code == 303, words_of(answer)
    assert [standing_on(secretariat, member, TODAY + A_DAY * number) for number in (0, 1)] == [
        Standing.SUSPENDED,
        Standing.ENTERED,
    ]


def test_a_member_changes_constituency_after_the_months_of_the_rules(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk)
    users = next(one for one in secretariat.ask(constitution.constituencies) if one.code == "service_user")
    part = next(one for one in secretariat.ask(constitution.parts) if one.constituency_id == users.id)
    person, home = secretariat.ask(queries.membership, membership_id=member).person_id, f"{users.id}/{part.id}"
    typed = {"home": home, "decision": decided(secretariat, clerk, person, move=home)}

    answer = clerk.send(f"/members/{member}/move", **typed)
    assert "on Tuesday 1 September 2026 or later" in words_of(answer)
    later = secretariat.sit(at=AT + A_DAY * 92)
    anew = {"decision": meeting(secretariat, later, person, on=TODAY + A_DAY * 92, move=home)}
    answer = later.send(f"/members/{member}/move", **typed | anew)

    assert answer.status_code == 303, words_of(answer)
    assert len(secretariat.ask(queries.memberships_of, person_id=person)) == 2
    assert standing_on(secretariat, member, TODAY + A_DAY * 92) is Standing.CEASED


def test_a_letter_is_recorded(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk)

    answer = clerk.send(f"/members/{member}/letters", kind="resignation")

    assert answer.status_code == 303, words_of(answer)
    assert "The letter is on record" in words_of(clerk.look(str(answer.location)))


def test_a_body_names_its_representative_and_joint_holders_their_voter(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    council = joined(secretariat, clerk, name="Calderbrook Council", kind="body", postal_address="1 Moor Lane")
    una, page = person_entered(clerk), words_of(clerk.look(f"/members/{council}"))
    assert ["Print a code" in page, "Enter a joint holder" in page, "Name who acts" in page] == [False, False, True]
    told = {"who": "una bell", "acting": "representative", "paper": "Cabinet 12"}

    nobody = clerk.send(f"/members/{council}/stand-in", **told | {"who": "Una"})
    assert (nobody.status_code, "does not know exactly one person" in words_of(nobody)) == (422, True)
    named = clerk.send(f"/members/{council}/stand-in", **told)
    assert named.status_code == 303, words_of(named)
    assert secretariat.ask(stand_ins.voter_of, membership_id=council, on=TODAY) == una
    ended = clerk.send(f"/members/{council}/stand-in/ending", on=str(TODAY + A_DAY))
    assert ended.status_code == 303, words_of(ended)
    pair = joined(secretariat, clerk, name="Ida Moor")
    joint = clerk.send(f"/members/{pair}/joint-holders", who="Una Bell")
    assert joint.status_code == 303, words_of(joint)
    agreed = clerk.send(f"/members/{pair}/stand-in", **told | {"acting": "joint_holder"})

    assert agreed.status_code == 303, words_of(agreed)
    assert secretariat.ask(stand_ins.voter_of, membership_id=pair, on=TODAY) == una
    assert secretariat.ask(stand_ins.voter_of, membership_id=council, on=TODAY + A_DAY) != una


def test_a_death_is_recorded_and_then_only_what_can_be_done_is_offered(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk, postal_address="1 Example Street")
    person_entered(clerk, name="Ida Moor")
    alive = clerk.look(f"/members/{member}").text
    asked = words_of(clerk.look(f"/members/{member}/cessation"))

    ended = clerk.send(f"/members/{member}/cessation", ground="died", on=str(TODAY))
    page = clerk.look(str(ended.location)).text
    representative = words_of(clerk.look(f"/members/{member}/stand-in"))
    named = clerk.send(f"/members/{member}/stand-in", who="Ida Moor", paper="Grant 7")

    assert "For a death it is the day of death." in asked
    assert "The body ceased to exist" not in asked
    assert [deed in alive for deed in OF_THE_LIVING] == [True] * len(OF_THE_LIVING)
    assert [deed in page for deed in OF_THE_LIVING] == [False] * len(OF_THE_LIVING)
    assert "Enter as a member" not in page
    assert "The register says that they died, so little is left to do." in page
    assert "Name the personal representative" in page
    assert "They have no vote." in representative
    assert "casts its one vote" not in representative
    assert "In what right" not in representative
    assert named.status_code == 303, words_of(named)
    assert "Record that nobody acts for this member" in words_of(clerk.look(f"/members/{member}"))


def test_a_joint_holder_is_asked_to_join_no_second_time(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    una, pair = person_entered(clerk), joined(secretariat, clerk, name="Ida Moor")
    before, alone = words_of(clerk.look(f"/people/{una}")), words_of(clerk.look(f"/members/{pair}"))
    asked = words_of(clerk.look(f"/members/{pair}/stand-in"))

    clerk.send(f"/members/{pair}/joint-holders", who="Una Bell")
    page = words_of(clerk.look(f"/people/{una}"))

    assert "Enter as a member" in before
    assert "Name who acts for this member" not in alone
    assert "This member acts in person." in asked
    assert "They hold a membership together with its member, and are one member with them." in page
    assert "Enter as a member" not in page
    assert "Enter an application on paper" not in page
    assert "Name who acts for this member" in words_of(clerk.look(f"/members/{pair}"))


@pytest.mark.parametrize("deed", ["suspension", "restoration", "move", "expulsion", "stand-in", "joint-holders"])
def test_only_the_secretary_opens_these_pages(secretariat: Secretariat, deed: str) -> None:
    member = joined(secretariat, secretariat.sit())

    for role in (Role.CHAIR, Role.RETURNING_OFFICER, Role.ADMINISTRATOR):
        assert secretariat.sit(role).look(f"/members/{member}/{deed}").status_code == 403


PAGES = ("expulsion", "suspension", "restoration", "move", "letters", "stand-in", "stand-in/ending", "joint-holders")


def test_no_page_of_a_membership_keeps_anybody_out(page: Page, secretariat: Secretariat, live_server: str) -> None:
    clerk = secretariat.sit()
    member = joined(secretariat, clerk, postal_address="1 Example Street")
    person = secretariat.ask(queries.membership, membership_id=member).person_id
    enter(secretariat, page, live_server, Role.SECRETARY)
    seen: list[str] = []

    for name in PAGES:
        page.goto(f"/members/{member}/{name}")
        seen += [f"{name}: {obstacle}" for obstacle in obstacles(page)]
    for name in ("readmission", "correction", "sign-in-code"):
        page.goto(f"/people/{person}/{name}")
        seen += [f"{name}: {obstacle}" for obstacle in obstacles(page)]
    follow(page.get_by_role("button", name="Make the letter"))
    seen += obstacles(page)
    page.goto(f"/members/{member}")
    follow(page.get_by_role("link", name="Case of expulsion"))
    page.get_by_label("The complaint, as the member will be told it").fill("Took the cash box.")
    follow(page.get_by_role("button", name="Open the case"))
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Record the notice"))
    seen += obstacles(page)
    follow(page.get_by_role("link", name="Close the case without a vote"))
    seen += obstacles(page)
    follow(page.get_by_role("button", name="Close the case"))
    assert seen == []
