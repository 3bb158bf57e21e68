"""The journal in words: each event has its sentence, and names go only to those who may read the register."""

import re
from pathlib import Path

import pytest

from govern.admissions import rules as applications
from govern.amendments.amending import Settled
from govern.core.actors import Role
from govern.elections.rules import State
from govern.motions import rules as motions
from govern.register.ending_rules import ResignationOutcome
from govern.web.journal_words import OCCASIONS, SENTENCES, in_words
from tests.web.officers import words_of
from tests.web.secretariat import Secretariat

CODE = Path(__file__).parents[2] / "govern"
WRITTEN = re.compile(r'(?:event=|_record\(\s*session,\s*)"([a-z_]+\.[a-z_]+)"')
BY_VERSION = {
    f"{table}.{deed}" for table in ("person", "membership", "stand_in") for deed in ("restated", "superseded")
}


def events() -> set[str]:
    """Return every event that the product writes into the journal."""
    found = {event for file in CODE.rglob("*.py") for event in WRITTEN.findall(file.read_text())}
    steps = {f"election.{state}" for state in State} | {f"application.{state}" for state in applications.State}
    steps |= {f"resignation.{outcome}" for outcome in ResignationOutcome}
    steps |= {f"motion.{state}" for state in motions.State} | {f"amendment.{settled}" for settled in Settled}
    return found | BY_VERSION | {"interest.superseded"} | steps


def test_every_event_of_the_journal_has_a_sentence() -> None:
    assert len(events()) > 50
    assert events() - SENTENCES.keys() == set()


def test_no_sentence_is_kept_for_an_event_that_nobody_writes() -> None:
    assert SENTENCES.keys() - events() == set()


def test_an_event_without_a_sentence_is_said_to_have_none() -> None:
    assert str(in_words("moon.landed", {}, about="")) == "Something happened for which this page has no words."


def test_an_event_with_a_yes_or_no_among_its_facts_is_said() -> None:
    told = in_words("seat.filled", {"is_signed_by_connected": False, "starts_on": "2026-11-28"}, about="")

    assert told.spoken("en").startswith("A seat of the board was filled from ")


def test_every_occasion_of_a_head_is_said_in_words() -> None:
    assert OCCASIONS.keys() >= {"hourly", "asked", "roll.frozen", "poll.sealed", "election.declared"}


@pytest.mark.parametrize(
    ("role", "told"),
    [
        (Role.CHAIR, "A member was entered: member 1."),
        (Role.RETURNING_OFFICER, "A member was entered: a member whom your office does not name."),
    ],
    ids=["may read the register", "may not"],
)
def test_a_line_says_who_did_what_when_and_to_whom(secretariat: Secretariat, role: Role, told: str) -> None:
    page = words_of(secretariat.sit(role).look("/journal"))

    assert told in page
    assert "The mutual was founded." in page
    assert "An office was granted: returning officer." in page
    assert re.search(r"on Monday 1 June 2026, by [A-Z][a-z]+ [A-Z][a-z]+ Line \d+: mutual.founded", page)
    assert ("Sam Secretary." in page) == (role == Role.CHAIR)
