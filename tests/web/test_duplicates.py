"""Records that resemble each other, through the door: proposed by the secretary, decided by the chair, undone."""

from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from govern.core.actors import Role
from govern.register import merging
from tests.calendar import A_DAY, AT
from tests.web.filled_forms import form_of, sent
from tests.web.officers import token_of, words_of
from tests.web.secretariat import Clerk, Secretariat
from tests.web.test_register import person_entered


@pytest.fixture
def pair(secretariat: Secretariat) -> tuple[UUID, UUID]:
    """Two records of one person: the same name and e-mail address."""
    clerk = secretariat.sit()
    kept = person_entered(clerk, email="una@example.org", postal_address="1 Old Street")
    return kept, person_entered(clerk, email="una@example.org", postal_address="2 New Street")


def press(clerk: Clerk, address: str, **typed: Any) -> TestResponse:
    """Press a button of the page."""
    token = token_of(clerk.look("/duplicates"))
    return clerk.client.post(address, data={"csrf_token": token} | typed)


def proposed(secretariat: Secretariat, pair: tuple[UUID, UUID]) -> str:
    """Let the secretary propose, and return the address of the proposal."""
    answer = press(secretariat.sit(), "/duplicates", kept=str(pair[0]), merged=str(pair[1]))
    assert answer.status_code == 303, words_of(answer)
    (one,) = secretariat.ask(merging.listed)
    return f"/duplicates/{one.id}"


@pytest.mark.invariant("INV-13")
def test_two_officers_make_two_records_one_and_one_undoes_it(secretariat: Secretariat, pair: tuple[UUID, UUID]) -> None:
    alike = words_of(secretariat.sit().look("/duplicates"))
    assert "1 Old Street" in alike
    assert "2 New Street" in alike
    address = proposed(secretariat, pair)
    assert "1 pair of records waits for a second person." in words_of(secretariat.sit().look("/"))
    own = press(secretariat.sit(), f"{address}/decision", verdict="one")
    assert (own.status_code, "You proposed this, so somebody else" in words_of(own)) == (409, True)

    answer = press(secretariat.sit(Role.CHAIR), f"{address}/decision", verdict="one")

    assert answer.status_code == 303, words_of(answer)
    clerk = secretariat.sit(at=AT + A_DAY)
    assert "It can be undone until 10am on Monday 15 June 2026." in words_of(clerk.look("/duplicates"))
    entered = clerk.look(f"/people/{pair[1]}")
    assert form_of(clerk.look(f"/people/{pair[1]}/membership"))
    assert "Go to the record of Una Bell" in words_of(entered)
    assert f'href="/people/{pair[0]}"' in entered.text
    assert "Enter as a member" not in words_of(entered)
    assert press(clerk, f"{address}/undoing").status_code == 303
    assert "undone" in words_of(clerk.look("/duplicates"))


def test_a_merged_record_is_found_and_leads_to_the_one_that_was_kept(
    secretariat: Secretariat, pair: tuple[UUID, UUID]
) -> None:
    press(secretariat.sit(Role.CHAIR), f"{proposed(secretariat, pair)}/decision", verdict="one")
    clerk = secretariat.sit(at=AT + A_DAY)

    found = clerk.send("/members", wanted="una bell")
    form = form_of(clerk.look("/members"))
    typed = clerk.client.post("/members/suggestions", data=sent(form, wanted="una"))

    assert "Known under another record of theirs Una Bell" in words_of(found)
    assert "known under another record of theirs" in typed.get_json()["html"]
    assert f'href="/people/{pair[1]}"' not in found.text + typed.get_json()["html"]
    assert secretariat.ask(merging.kept_instead, person_id=pair[1]) == pair[0]


def test_who_are_two_people_are_left_alone(secretariat: Secretariat, pair: tuple[UUID, UUID]) -> None:
    address = proposed(secretariat, pair)

    press(secretariat.sit(Role.CHAIR), f"{address}/decision", verdict="two")

    page = words_of(secretariat.sit().look("/duplicates"))
    assert "No two records resemble each other." in page
    assert "two people" in page


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        pytest.param("/duplicates", {"kept": "una", "merged": "bell"}, id="no ids"),
        pytest.param("/duplicates", {}, id="nothing"),
        pytest.param("{proposal}/decision", {"verdict": "three"}, id="no such verdict"),
    ],
)
def test_what_cannot_be_read_changes_nothing(
    secretariat: Secretariat, pair: tuple[UUID, UUID], address: str, typed: dict[str, str]
) -> None:
    proposal = proposed(secretariat, pair)

    answer = press(
        secretariat.sit(Role.CHAIR if typed.get("verdict") else Role.SECRETARY),
        address.format(proposal=proposal),
        **typed,
    )

    assert (answer.status_code, "nothing was stored" in words_of(answer)) == (400, True)
    (one,) = secretariat.ask(merging.listed)
    assert one.decided_at is None
