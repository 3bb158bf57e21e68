"""How old a voter and a candidate have to be, and on which day: by the rules of the mutual."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import ages
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.elections import candidates, counts, mine, polling, queries
from govern.elections.places import Why
from govern.elections.refusals import TooYoungToStand
from govern.register.models import PersonVersion
from tests import calendar
from tests.calendar import A_DAY, AT, ROLL_DATE
from tests.make import Make
from tests.makers import elections
from tests.makers.assembly import Assembly
from tests.makers.elections import Contested

ROLL, MEETING = "roll_date", "meeting_date"
OPENS_ON = calendar.OPENS_AT.date()
SIXTEEN = OPENS_ON.replace(year=2010)
TERM_BEGINS_ON = date(2026, 10, 1)


def young(make: Make, home: UUID, birth_on: date) -> UUID:
    """Enter a member whose birth date is on record."""
    person = make.person(birth_on=birth_on, adult_confirmed_on=None, email="dee@example.org")
    return make.membership(person_id=person.id, constituency_id=home).person_id


@pytest.mark.parametrize(("rule", "day"), [(ROLL, ROLL_DATE), (MEETING, OPENS_ON)])
def test_the_rules_say_on_which_day_a_voters_age_is_tested(rule: str, day: date) -> None:
    stored = defaults_for(LegalForm.CBS) | {"age_tested_at": rule}
    book = RuleBook.from_parameters(stored, legal_form=LegalForm.CBS)

    assert ages.tested_on(book, roll_date=ROLL_DATE, opens_on=OPENS_ON) == day


@pytest.mark.parametrize(
    ("rule", "birth_on", "votes"),
    [
        (MEETING, SIXTEEN - A_DAY, True),
        (MEETING, SIXTEEN, True),
        (MEETING, SIXTEEN + A_DAY, False),
        (ROLL, SIXTEEN, False),
    ],
    ids=["older", "sixteen as voting opens", "a day too young", "by the rules of another mutual"],
)
def test_the_roll_of_an_election_and_ones_own_page_test_the_age_on_that_day(
    session: Session, make: Make, tmp_path: Path, rule: str, birth_on: date, votes: bool
) -> None:
    contest = make.election(tmp_path, age_tested_at=rule)
    person = young(make, contest.election.constituency_id, birth_on)

    electors = polling.electors_of(session, contest.election, known_at=calendar.AFTER).subquery()
    [told] = mine.coming(session, person, at=AT)

    assert (person in session.scalars(select(electors.c.person_id)).all()) is votes
    assert told.place.why is (Why.EXPECTED if votes else Why.TOO_YOUNG)
    if not votes:
        day = OPENS_ON if rule == MEETING else ROLL_DATE
        assert told.place.reason().facts["day"] == day


@pytest.mark.parametrize(("rule", "votes"), [(MEETING, True), (ROLL, False)])
def test_the_roll_of_a_vote_on_a_motion_tests_the_age_on_that_day(
    session: Session, make: Make, tmp_path: Path, rule: str, votes: bool
) -> None:
    assembly = Assembly(session, make, tmp_path, age_tested_at=rule)
    opens_at = AT + 3 * A_DAY
    home = assembly.chamber.home.id
    in_time = young(assembly.make, home, opens_at.date().replace(year=2010))
    late = young(assembly.make, home, opens_at.date().replace(year=2010) + A_DAY)

    division = assembly.call(assembly.chamber.moved(), opens_at=opens_at)

    assert (in_time in assembly.roll(division)) is votes
    assert late not in assembly.roll(division)


def stands(make: Make, made: Contested, birth_on: date) -> UUID:
    """Open nominations, and enter a member of an age; return who."""
    elections.nominate(make.session, made, names=())
    return young(make, made.election.constituency_id, birth_on)


@pytest.mark.invariant("INV-35")
@pytest.mark.parametrize(("days", "is_taken"), [(-1, True), (0, True), (1, False)])
def test_nobody_stands_who_is_too_young_as_the_term_begins(
    session: Session, make: Make, tmp_path: Path, days: int, *, is_taken: bool
) -> None:
    made = make.election(tmp_path)
    person = stands(make, made, TERM_BEGINS_ON.replace(year=2008) + days * A_DAY)
    nomination = elections.nomination_of(person, "Dee Dowd", AT + calendar.AN_HOUR)

    told = pytest.raises(TooYoungToStand, match=r"will be younger than 18 on .*, when the term begins")
    with nullcontext() if is_taken else told:
        candidates.enter(session, made.election.id, nomination, made.deed(AT + calendar.AN_HOUR))

    assert len(queries.candidates(session, made.election.id)) == int(is_taken)


@pytest.mark.invariant("INV-35")
def test_nobody_is_declared_elected_who_was_found_to_be_too_young(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path, seats=2)
    elections.nominate(session, made, names=("Ada Ash",))
    elections.close_nominations(session, made)
    known = session.scalars(select(PersonVersion).where(PersonVersion.person_id == made.members[0])).one()
    known.superseded_at = calendar.OPENS_AT
    session.flush()
    facts = {"name": known.name, "sort_name": known.sort_name, "valid_from": known.valid_from, "salt": known.salt}
    born = {"birth_on": date(2009, 1, 1), "recorded_at": calendar.OPENS_AT, "recorded_by": known.person_id}
    session.add(PersonVersion(person_id=known.person_id, **facts, **born))
    session.flush()

    with pytest.raises(TooYoungToStand):
        counts.declare_unopposed(
            session, made.election.id, made.deed(calendar.OPENS_AT + calendar.AN_HOUR), keys=made.keys
        )
