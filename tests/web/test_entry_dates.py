"""Which votes an entry on a day makes, and which it misses, each with its rule."""

from functools import partial

import pytest
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.parameters.elections import RollDateRule
from govern.core.actors import Role
from govern.elections import entries
from govern.elections.rules import Reach, State
from tests.calendar import A_DAY, AT, CLOSES_AT, ROLL_DATE, TODAY
from tests.make import Make
from tests.web.officers import Office, words_of


def asked(office: Office, address: str) -> tuple[int, str]:
    """Return how the secretary's question was answered."""
    answer = office.sit(Role.SECRETARY, at=AT).client.get(address)
    return answer.status_code, words_of(answer)


def address(office: Office, on: object) -> str:
    """Return where the workforce's votes are asked for."""
    return f"/entry-dates?home={office.made.election.constituency_id}&on={on}"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(-1, "can vote Workforce directors The roll date is Monday 24 August 2026", id="the day before"),
        pytest.param(0, "can vote Workforce directors", id="on the roll date"),
        pytest.param(1, "24 August 2026, 1 day before the entry.", id="the day after"),
    ],
)
def test_an_entry_up_to_the_roll_date_makes_the_vote(office: Office, days: int, words: str) -> None:
    status, page = asked(office, address(office, ROLL_DATE + A_DAY * days))

    assert (status, words in page) == (200, True), page
    assert ("To be in time, enter them on Monday 24 August 2026 or before." in page) == (days > 0)
    assert "By the rules it is" in page


def test_a_frozen_roll_takes_nobody(office: Office) -> None:
    office.carry_to(State.ARMED)

    assert "is frozen, and nobody is added to it." in asked(office, address(office, TODAY))[1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        pytest.param("?home=&on=2026-06-01", "Choose a constituency.", id="nowhere"),
        pytest.param("?home=elsewhere&on=2026-06-01", "Choose one of these", id="somewhere else"),
        pytest.param("?home={home}&on=2026-05-31", "nobody is entered backwards", id="yesterday"),
        pytest.param("?home={home}&on=2026-02-31", "Enter a day that exists", id="no such day"),
        pytest.param("?home={home}", "Enter the day of the entry", id="no day"),
    ],
)
def test_what_cannot_be_read_is_said(office: Office, query: str, words: str) -> None:
    status, page = asked(office, "/entry-dates" + query.format(home=office.made.election.constituency_id))

    assert (status, words in page) == (422, True), page


def test_another_constituency_and_a_vote_that_is_over_are_left_out(office: Office) -> None:
    ask = partial(entries.chances, on=TODAY, sub_constituency_id=None)
    home = office.made.election.constituency_id
    with office.database.reading() as session:
        others = [one.id for one in constitution.constituencies(session) if one.id != home]
        over = ask(session, constituency_id=home, at=CLOSES_AT)
        elsewhere = [ask(session, constituency_id=one, at=AT) for one in others]
        coming = ask(session, constituency_id=home, at=AT)

    assert (over, [one for some in elsewhere for one in some]) == ([], [])
    assert [one.reach for one in coming] == [Reach.MADE]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (RollDateRule.NOMINATIONS_CLOSE, "the day on which nominations close"),
        (RollDateRule.FIXED_OFFSET, "days before voting closes"),
    ],
)
def test_the_rule_of_the_roll_date_is_told(session: Session, make: Make, rule: RollDateRule, words: str) -> None:
    make.mutual()
    make.rules(election_roll_date_rule=rule.value)

    assert words in str(entries.roll_date_rule(constitution.rule_book_on(session, on=TODAY)))
