"""Whoever can sign in speaks for themselves, has working days to object, and is ruled on by a second person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.orm import Session

from govern.backing import service as backing
from govern.constitution import queries as constitution
from govern.constitution.presets import CALDER
from govern.constitution.rulebook import RuleBook
from govern.core.actors import Role
from govern.divisions import departures
from govern.interests import named, namings
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests.refusals import RulesForWhoAppointed, SaysItThemselves
from govern.interests.standing_back_refusals import SeconderStandsBack
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionStepOutOfOrder
from govern.motions.rules import Backing, Bar, Ground, Heard, Way
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.assembly import ONE_IS_ENOUGH, Assembly
from tests.raw import ensure_refused

WHY = "She told me that her brother has the lease."
BOOK = RuleBook.from_parameters(CALDER.parameters(), legal_form=CALDER.legal_form)


@pytest.fixture
def assembly(assembled: Callable[..., Assembly]) -> Assembly:
    """Those who vote, however few they are, by rules that ask for a seconder."""
    return assembled(gm_quorum=ONE_IS_ENOUGH, motion_needs_seconder=True)


@pytest.fixture
def motion(assembly: Assembly) -> Motion:
    """A motion of the board, decided in writing, which its second director seconds."""
    return assembly.chamber.on_the_agenda(assembly.chamber.for_the_board(way=Way.WRITTEN))


@pytest.mark.invariant("INV-33")
def test_that_she_said_so_is_no_ground_where_she_can_sign_in_to_say_it(
    session: Session, make: Make, assembly: Assembly, motion: Motion
) -> None:
    director, other, deed = assembly.chamber.directors[2], assembly.chamber.directors[0], assembly.chamber.deed()
    make.account(person_id=director)

    with pytest.raises(SaysItThemselves) as refused:
        interests.name(session, motion.id, director, Ground.SAID, WHY, deed)

    assert str(refused.value) == (
        "This person can sign in, so they declare what they said themselves, from their own account. Ask them to, or"
        " choose a ground that does not rest on what somebody heard."
    )
    assert interest_queries.of_motion(session, motion.id) == []
    assert interests.name(session, motion.id, other, Ground.SAID, WHY, deed).person_id == other
    assert interests.name(session, motion.id, director, Ground.DUTY, WHY, deed).person_id == director


@pytest.mark.invariant("INV-33", by="database")
def test_the_database_takes_no_hearsay_of_whoever_signs_in(
    session: Session, make: Make, assembly: Assembly, motion: Motion
) -> None:
    make.account(person_id=assembly.chamber.directors[2])

    people = {"motion": motion.id, "person": assembly.chamber.directors[2], "by": assembly.chamber.members[0]}
    ensure_refused(
        session,
        "who_signs_in_says_it_themselves",
        "INSERT INTO motion_interest (id, motion_id, person_id, ground, extent, named_by, named_at, salt)"
        f" SELECT '{'0' * 31}1', id, :person, 'said', 'So.', :by, submitted_at, 'salt' FROM motion WHERE id = :motion",
        {name: one.hex for name, one in people.items()},
    )


@pytest.mark.parametrize(
    ("named_on", "last_on"),
    [
        (date(2026, 6, 1), date(2026, 6, 4)),
        (date(2026, 6, 5), date(2026, 6, 10)),
        (date(2026, 6, 6), date(2026, 6, 10)),
        (date(2026, 6, 7), date(2026, 6, 10)),
        (date(2026, 8, 28), date(2026, 9, 3)),
    ],
    ids=["a Monday", "a Friday", "a Saturday", "a Sunday", "before a bank holiday"],
)
def test_no_weekend_and_no_holiday_takes_a_day_to_object(named_on: date, last_on: date) -> None:
    book = replace(BOOK, objection_clear_days=3)

    assert namings.last_day(named_on, book) == last_on
    assert namings.first_day(named_on, book) == last_on + A_DAY


def test_who_is_named_reads_it_with_the_last_day_and_what_became_of_it(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    director, chamber = assembly.chamber.directors[2], assembly.chamber
    interests.name(session, motion.id, director, Ground.DUTY, WHY, chamber.deed())

    (first,) = named.of_person(session, director, at=AT)
    interests.object_to(session, motion.id, "I have no brother.", chamber.own(director))
    (then,) = named.of_person(session, director, at=AT)
    interests.rule_on(session, motion.id, director, chamber.deed(chamber.chair), has_vote=True, reason="So.")

    book = constitution.rule_book_on(session, on=TODAY)
    assert (first.motion, first.heard, first.last_on) == (motion, Heard.NAMED, namings.last_day(TODAY, book))
    assert then.heard is Heard.OBJECTS
    assert list(named.of_person(session, director, at=AT)) == []
    assert list(named.of_person(session, chamber.directors[0], at=AT)) == []


@pytest.mark.invariant("INV-02")
@pytest.mark.parametrize("is_alone", [True, False], ids=["by them alone", "by another too"])
def test_whoever_named_her_appointed_does_not_rule_on_her_objection(
    session: Session, make: Make, assembly: Assembly, motion: Motion, *, is_alone: bool
) -> None:
    director, chamber = assembly.chamber.directors[2], assembly.chamber
    make.office(Role.CHAIR, person_id=chamber.chair.person_id, granted_by=chamber.secretary.person_id)
    if not is_alone:
        make.office(Role.SECRETARY, person_id=chamber.chair.person_id)
    interests.name(session, motion.id, director, Ground.DUTY, WHY, chamber.deed())
    interests.object_to(session, motion.id, "I have no brother.", chamber.own(director))

    deed = chamber.deed(chamber.chair)
    if is_alone:
        with pytest.raises(RulesForWhoAppointed, match="also gave you your office, so you are no second person here"):
            interests.rule_on(session, motion.id, director, deed, has_vote=False, reason="So.")
        assert interest_queries.rulings(session, motion.id) == {}
    else:
        assert interests.rule_on(session, motion.id, director, deed, has_vote=False, reason="So.").has_vote is False


def test_a_motion_whose_seconder_stands_back_is_put_once_another_seconds_it(
    session: Session, assembly: Assembly, motion: Motion
) -> None:
    chamber, (proposer, seconder, third) = assembly.chamber, assembly.chamber.directors
    departures.declare(session, motion.id, "My brother has the lease.", chamber.own(seconder))

    with pytest.raises(SeconderStandsBack) as refused:
        assembly.call(motion)
    with pytest.raises(MotionStepOutOfOrder):
        backing.back(session, motion.id, third, Backing.SUPPORTER, chamber.own(third))
    backing.back(session, motion.id, third, Backing.SECONDER, chamber.own(third))

    assert str(refused.value) == (
        "Whoever seconds this motion stands back from it, so their name does not count. The vote is called once"
        " somebody else seconds it: they open the motion and choose “Support this motion”."
    )
    assert backing.standing(session, motion, at=AT).seconder == third
    assert {one.person_id for one in queries.backers(session, motion.id)} == {proposer, third}
    assert assembly.barred(assembly.call(motion)) == {seconder: {Bar.DECLARED_INTEREST}}


def test_a_motion_without_a_seconder_by_rules_that_ask_for_none_is_put_as_before(
    assembled: Callable[..., Assembly],
) -> None:
    assembly = assembled(gm_quorum=ONE_IS_ENOUGH, motion_needs_seconder=False)
    motion = assembly.chamber.on_the_agenda(assembly.chamber.for_the_board(way=Way.WRITTEN))
    seconder = assembly.chamber.directors[1]
    departures.declare(assembly.session, motion.id, "My brother has the lease.", assembly.chamber.own(seconder))

    assert seconder in assembly.barred(assembly.call(motion))
