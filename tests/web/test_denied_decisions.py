"""A decision that somebody denies strands nobody: its applicant is decided on again, and every page says why."""

import pytest

from govern.admissions.rules import State
from govern.core.actors import Role
from tests.web.dossiers import QUORUM, Dossier, board, checked, confirm
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat, founded, person_of


@pytest.fixture
def dossier(unfounded: Secretariat) -> Dossier:
    """An application in a mutual of which two founders are enough to decide for the board."""
    founded(unfounded.database, board_quorum=QUORUM)
    return checked(unfounded)


@pytest.mark.invariant("INV-41", "INV-42")
def test_whoever_was_admitted_by_a_denied_decision_is_decided_on_again_and_entered(
    unfounded: Secretariat, dossier: Dossier
) -> None:
    secretariat, clerk = unfounded, dossier.clerk
    first = board(secretariat, clerk)
    dossier.did("rulings", decision=str(first)).did("undertaking", given_on="2026-06-01")
    chair = secretariat.sit(Role.CHAIR)
    asked = words_of(chair.look(f"/decisions/{first}/confirmation"))
    confirm(secretariat, first, Role.ADMINISTRATOR)
    confirm(secretariat, first, Role.CHAIR, word="not_so")

    page, queue = dossier.look(), words_of(clerk.look("/applications"))
    decided, journal = words_of(clerk.look(f"/decisions/{first}")), words_of(clerk.look("/journal"))
    offered = clerk.look(f"{dossier.path}/rulings").text
    many = words_of(clerk.look(f"/decisions/{first}/rulings"))

    assert "the people whom it admits wait for a new decision" in asked
    assert dossier.state() is State.UNDER_CHECK
    assert "The body that the rules name decides again, and that decision is entered." in page
    assert "denied It counts no longer. B/2026/7" in page
    assert "open again: they deny the decision" in page
    assert "so it was taken back" in queue
    assert "Una Bell : admitted, and open again as somebody denies it" in decided
    assert "An application is open again, as somebody whom the decision on it names denies it" in journal
    assert str(first) not in offered
    assert "names no application that still waits for it" in many

    second = board(secretariat, clerk)
    dossier.did("rulings", decision=str(second))
    confirm(secretariat, second, Role.CHAIR, Role.ADMINISTRATOR)
    dossier.did("entry")

    assert dossier.state() is State.ENTERED
    assert "taken back" not in dossier.look()


@pytest.mark.invariant("INV-41", "INV-06")
def test_a_denied_refusal_stays_with_its_ways_and_what_is_open_again_has_directors_stand_back(
    unfounded: Secretariat, dossier: Dossier
) -> None:
    first = board(unfounded, dossier.clerk)
    dossier.did("rulings", decision=str(first))
    confirm(unfounded, first, Role.RETURNING_OFFICER, word="not_so")
    dossier.did("recusals", person=str(unfounded.ask(person_of, role=Role.RETURNING_OFFICER)))
    second = board(unfounded, dossier.clerk, outcome="refused")
    dossier.did("rulings", decision=str(second), reason="not_shown", words="The proof is missing.")
    confirm(unfounded, second, Role.CHAIR, word="not_so")

    page = dossier.look()

    assert dossier.state() is State.REFUSED
    assert "denied The refusal stays until it is appealed against, or they apply again." in page
    assert "Nothing, unless they appeal by" in page


def test_a_decision_that_was_denied_before_it_was_applied_is_offered_nowhere(
    unfounded: Secretariat, dossier: Dossier
) -> None:
    decision, apply = board(unfounded, dossier.clerk), "Apply it to the applications that it names"
    before = words_of(dossier.clerk.look(f"/decisions/{decision}"))
    confirm(unfounded, decision, Role.CHAIR, word="not_so")

    after = words_of(dossier.clerk.look(f"/decisions/{decision}"))
    offered = dossier.clerk.look(f"{dossier.path}/rulings").text
    many = words_of(dossier.clerk.look(f"/decisions/{decision}/rulings"))

    assert (apply in before, apply in after) == (True, False)
    assert str(decision) not in offered
    assert "names no application that still waits for it" in many
