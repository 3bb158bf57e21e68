"""Whom neither post nor e-mail reaches, of those to whom something has to be sent."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from govern.register import reach, rules
from govern.register.models import StandIn
from govern.register.rules import Acting, PersonKind, Purpose
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers import kept

BOTH = [Purpose.BALLOTS.value, Purpose.NOTICES.value]
HOW = [
    pytest.param({"postal_address": "1 Mill Lane", "email": None}, set(), id="by post"),
    pytest.param({"postal_address": None, "email": "a@example.org", "email_purposes": BOTH}, set(), id="by e-mail"),
    pytest.param({"postal_address": None, "email": None}, set(BOTH), id="by nothing"),
    pytest.param({"postal_address": "", "email": ""}, set(BOTH), id="by empty lines"),
    pytest.param(
        {"postal_address": None, "email": "a@example.org", "email_purposes": ["ballots"]}, {"notices"}, id="to vote"
    ),
    pytest.param(
        {"postal_address": None, "email": "a@example.org", "email_purposes": ["sign_in"]}, set(BOTH), id="to sign in"
    ),
]


@pytest.mark.parametrize(("facts", "unreached"), HOW)
def test_a_member_is_reached_by_post_or_at_an_address_that_they_gave_for_it(
    session: Session, make: Make, facts: dict[str, Any], unreached: set[str]
) -> None:
    make.mutual()
    member = make.membership(person_id=make.person(**facts).id)
    make.membership()

    for purpose in (Purpose.BALLOTS, Purpose.NOTICES):
        found = reach.members(session, purpose, on=TODAY)
        assert [one.membership_id for one in found.items] == ([member.id] if purpose.value in unreached else [])
        assert reach.how_many(session, purpose, on=TODAY) == found.total == (purpose.value in unreached)


@pytest.mark.parametrize(("facts", "unreached"), HOW)
def test_the_statement_says_of_ballots_what_the_rule_says_of_one(facts: dict[str, Any], unreached: set[str]) -> None:
    address, purposes = facts["postal_address"], facts.get("email_purposes", [])

    mailed = rules.ballot_email(facts["email"] or None, purposes=purposes, formats=[], postal_address=address)

    assert bool(mailed or address) is (Purpose.BALLOTS.value not in unreached)


@pytest.mark.parametrize(("address", "is_reached"), [("1 Mill Lane", True), (None, False)])
def test_whoever_votes_in_a_members_stead_is_reached_in_their_stead(
    session: Session, make: Make, address: str | None, *, is_reached: bool
) -> None:
    make.mutual()
    body = make.person(kind=PersonKind.BODY, postal_address=None if is_reached else "1 Mill Lane")
    member, voter = make.membership(person_id=body.id), make.person(postal_address=address)
    kept(session, StandIn(
        membership_id=member.id, person_id=voter.id, acting=Acting.REPRESENTATIVE, authority="Minute 1",
        valid_from=LONG_BEFORE, resolved_on=LONG_BEFORE, recorded_at=AT, recorded_by=voter.id, salt="00" * 32,
    ))  # fmt: skip

    assert reach.how_many(session, Purpose.BALLOTS, on=TODAY) == (not is_reached)


def test_whoever_has_ceased_is_not_looked_for(session: Session, make: Make) -> None:
    make.mutual()
    person = make.person(postal_address=None)
    make.membership(person_id=person.id, valid_to=TODAY)

    assert reach.how_many(session, Purpose.NOTICES, on=TODAY - A_DAY) == 1
    assert reach.how_many(session, Purpose.NOTICES, on=TODAY) == 0


@pytest.mark.parametrize(("address", "is_missing"), [("1 Mill Lane", False), ("", True), (None, True)])
def test_whom_the_register_holds_without_a_postal_address_is_listed_though_mail_reaches_them(
    session: Session, make: Make, address: str | None, *, is_missing: bool
) -> None:
    make.mutual()
    person = make.person(postal_address=address, email="a@example.org", email_purposes=BOTH)
    member = make.membership(person_id=person.id)
    make.person(postal_address=None)

    found = reach.without_post(session, on=TODAY)

    assert [one.membership_id for one in found.items] == ([member.id] if is_missing else [])
    assert reach.how_many_without_post(session, on=TODAY) == len(found.items)
