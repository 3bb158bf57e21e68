"""Whose denial has an admission decided again: that of whoever denies it themselves, and whom it does not concern.

Whoever applied, and who is close to them, can stop an entry as before, and choose nothing by it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.admissions import applications, denials, ruling, service, steps
from govern.admissions.models import ApplicationRecusal, MembershipApplication
from govern.admissions.refusals import HasApplied, NotFromThere
from govern.admissions.rules import State
from govern.admissions.ruling import Bench
from govern.admissions.ruling_refusals import DeniedByTheConcerned, WordAgainst
from govern.consequences import denying
from govern.constitution import minutes
from govern.constitution.models import Decision
from govern.constitution.rules import Body, Participant
from govern.core.actors import Actor, Role
from govern.core.db import Database
from govern.core.errors import Refusal
from govern.register.connection_rules import ConnectionKind
from tests.admissions.house import House, admits, all_for, refuses
from tests.admissions.test_denials import admitted
from tests.admissions.test_guards import step
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.constitution import admission_of, refusal_of

WAITS_FOR_A_MOMENT = 0.5


def says_no(house: House, decision: Decision, who: UUID | Actor, *, after: timedelta = A_SECOND) -> None:
    """Let somebody give their word that a decision is not what was decided, as the page does."""
    actor = who if isinstance(who, Actor) else Actor(person_id=who)
    denying.give_word(house.session, decision.id, is_so=False, actor=actor, at=AT + after)


def admitted_with(house: House, application: MembershipApplication, *others: Participant, **said: Any) -> Decision:
    """Have an application admitted by two directors, in minutes that name others too."""
    parts = [*all_for(house.directors[:2]), *others]
    decision = house.decided(parts, confirmed_by=[], about=[admission_of(application)], **said)
    house.rule(decision, admits(application))
    return decision


def standing_back(person_id: UUID) -> Participant:
    return Participant(person_id=person_id, is_recused=True)


def ensure_refused_to_take_back(house: House, application: MembershipApplication, by: UUID | None) -> None:
    """Hold the database to taking no admission back by this person's hand."""
    back = step(application, 4, State.UNDER_CHECK, State.ADMITTED, actor_id=by)
    with pytest.raises(IntegrityError, match="only_a_denied_decision_is_undone"), house.session.begin_nested():
        kept(house.session, back)


@pytest.mark.invariant("INV-01")
@pytest.mark.invariant("INV-01", by="database")
def test_an_applicant_who_is_named_sends_nobody_back_neither_themselves_nor_others_of_the_batch(house: House) -> None:
    one, other = house.checked(), house.checked()
    parts = [*all_for(house.directors), standing_back(one.person_id)]
    decision = house.decided(parts, confirmed_by=house.directors, about=[admission_of(one), admission_of(other)])
    house.rule(decision, admits(one), admits(other))

    says_no(house, decision, one.person_id)

    assert [house.state(each) for each in (one, other)] == [State.ADMITTED, State.ADMITTED]
    assert denials.left_admitted(house.session) == []
    with pytest.raises(DeniedByTheConcerned, match="applicant takes this application back and applies again"):
        service.enter(house.session, other.id, actor=house.secretary, at=AT + A_DAY)
    ensure_refused_to_take_back(house, other, one.person_id)


@pytest.mark.invariant("INV-05")
@pytest.mark.invariant("INV-05", by="database")
@pytest.mark.parametrize("after", [False, True], ids=["before the decision", "after it"])
def test_who_stands_back_from_an_application_does_not_send_it_back(house: House, *, after: bool) -> None:
    application, friend = house.checked(), house.directors[2]
    own = house.deed(Actor(person_id=friend))
    if after:
        decision = admitted_with(house, application, *all_for([friend]))
        applications.stand_back(house.session, application.id, friend, deed=own)
    else:
        applications.stand_back(house.session, application.id, friend, deed=own)
        decision = admitted_with(house, application, standing_back(friend))

    says_no(house, decision, friend)
    before = house.state(application)
    ensure_refused_to_take_back(house, application, friend)
    says_no(house, decision, house.directors[0])

    assert (before, house.state(application)) == (State.ADMITTED, State.UNDER_CHECK)


@pytest.mark.invariant("INV-05")
@pytest.mark.parametrize("ends", [A_DAY, A_DAY * 90], ids=["a tie that has ended since", "a tie that lasts"])
def test_who_was_close_to_the_applicant_when_it_was_decided_does_not_send_it_back(
    house: House, make: Make, ends: timedelta
) -> None:
    applicant, spouse = make.person().id, house.directors[2]
    make.connection(applicant, ConnectionKind.HOUSEHOLD, spouse, valid_to=TODAY + ends)
    application = house.checked(applicant)
    decision = admitted_with(house, application, *all_for([spouse]))

    says_no(house, decision, spouse, after=A_DAY * 3)

    assert house.state(application) is State.ADMITTED


@pytest.mark.invariant("INV-05")
def test_who_is_close_to_the_applicant_only_since_does_not_send_it_back(house: House, make: Make) -> None:
    application, spouse = house.checked(), house.directors[2]
    decision = admitted_with(house, application, *all_for([spouse]))
    make.connection(application.person_id, ConnectionKind.HOUSEHOLD, spouse, valid_from=TODAY + A_DAY)

    says_no(house, decision, spouse, after=A_DAY * 3)

    assert house.state(application) is State.ADMITTED


@pytest.mark.invariant("INV-41")
@pytest.mark.invariant("INV-41", by="database")
def test_who_refused_them_does_not_send_back_what_the_panel_decided(house: House, make: Make) -> None:
    application, first = house.refused(), house.directors[2]
    applications.appeal(house.session, application.id, deed=house.deed())
    panel = house.of_body(Body.PANEL, *(make.membership().person_id for _ in range(2)))
    parts = [*all_for(panel), Participant(person_id=first, is_present=False)]
    decision = house.decided(parts, body=Body.PANEL, confirmed_by=panel, about=[admission_of(application)])
    house.rule(decision, admits(application))

    says_no(house, decision, first)

    assert house.state(application) is State.ADMITTED
    back = step(application, 6, State.APPEALED, State.ADMITTED, actor_id=first)
    with pytest.raises(IntegrityError, match="only_a_denied_decision_is_undone"), house.session.begin_nested():
        kept(house.session, back)


@pytest.mark.invariant("INV-42")
def test_the_chair_whom_it_does_not_name_disputes_the_minutes_and_sends_nobody_back(house: House, make: Make) -> None:
    make.office(Role.CHAIR, person_id=house.chair.person_id)
    application = house.checked()
    decision = admitted_with(house, application, standing_back(application.person_id))

    says_no(house, decision, application.person_id)
    says_no(house, decision, house.chair)

    assert minutes.words_on(house.session, [decision.id])[decision.id].chairs is False
    assert house.state(application) is State.ADMITTED


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_takes_an_admission_back_by_the_hand_of_whoever_denies_it_alone(house: House) -> None:
    application, decision = admitted(house)
    house.confirmed(decision, house.directors[2], is_so=False)

    ensure_refused_to_take_back(house, application, house.directors[0])
    ensure_refused_to_take_back(house, application, None)
    back = step(application, 4, State.UNDER_CHECK, State.ADMITTED, actor_id=house.directors[2])

    assert kept(house.session, back) is not None


@pytest.mark.invariant("INV-41")
def test_two_who_are_refused_together_do_not_open_each_others_refusals(house: House) -> None:
    refused = [house.checked(), house.checked()]
    applicants = [one.person_id for one in refused]
    parts = [*all_for(house.directors), *map(standing_back, applicants)]
    decision = house.decided(parts, confirmed_by=[], about=[refusal_of(one) for one in refused])
    house.rule(decision, *map(refuses, refused))

    for one in (*applicants, house.directors[0]):
        says_no(house, decision, one)

    assert [house.state(one) for one in refused] == [State.REFUSED, State.REFUSED]


@pytest.mark.invariant("INV-41")
def test_the_clock_opens_the_admission_that_was_left_and_nothing_else_of_its_batch(house: House) -> None:
    left, refused, own = house.checked(), house.checked(), house.checked()
    friend = house.directors[2]
    applications.stand_back(house.session, own.id, friend, deed=house.deed())
    about = [admission_of(left), refusal_of(refused), admission_of(own)]
    decision = house.decided(confirmed_by=house.directors[:2], about=about)
    house.rule(decision, admits(left), refuses(refused), admits(own))
    house.confirmed(decision, friend, is_so=False)

    for one in denials.left_admitted(house.session):
        denying.undo_for(house.session, one, at=AT + A_DAY * 400)

    assert [house.state(one) for one in (left, refused, own)] == [State.UNDER_CHECK, State.REFUSED, State.ADMITTED]


@pytest.mark.invariant("INV-06")
@pytest.mark.invariant("INV-06", by="database")
def test_an_officer_records_that_a_director_stands_back_while_it_is_open_again_and_not_after(house: House) -> None:
    application, decision = admitted(house)
    says_no(house, decision, house.directors[2])

    applications.stand_back(house.session, application.id, house.directors[1], deed=house.deed(at=AT + A_DAY))
    free = [house.directors[0], house.directors[2]]
    anew = house.decided(all_for(free), about=[admission_of(application)])
    house.rule(anew, admits(application), at=AT + A_DAY)

    with pytest.raises(NotFromThere):
        applications.stand_back(house.session, application.id, free[0], deed=house.deed(at=AT + A_DAY))
    told = {"recorded_by": house.secretary.person_id, "recorded_at": AT + A_DAY}
    back = ApplicationRecusal(application_id=application.id, person_id=free[0], **told)
    with pytest.raises(IntegrityError, match="after_the_decision_one_stands_back"), house.session.begin_nested():
        kept(house.session, back)


def test_who_is_open_again_cannot_apply_a_second_time(house: House) -> None:
    application, decision = admitted(house)
    says_no(house, decision, house.directors[2])

    with pytest.raises(HasApplied):
        house.applied(application.person_id, at=AT + A_DAY)


def beside(database: Database, session: Session, deed: Callable[[Session], object]) -> tuple[bool, object]:
    """Begin a deed while another is open in `session`, end that one, and return whether it waited, and what it gave."""

    def other() -> object:
        try:
            with database.writing.begin() as own:
                return deed(own)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(1) as thread:
        given = thread.submit(other)
        waited = not _is_done(given, WAITS_FOR_A_MOMENT)
        session.commit()
        return waited, given.result(10)


def _is_done(given: Any, seconds: float) -> bool:
    try:
        given.result(seconds)
    except TimeoutError:
        return False
    return True


@pytest.mark.invariant("INV-42")
def test_a_denial_while_the_decision_is_applied_waits_and_sends_them_back(
    database: Database, session: Session, house: House
) -> None:
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2])
    session.commit()
    told, by, who = application.id, decision.id, Actor(person_id=house.directors[2])
    house.rule(decision, admits(application))

    waited, _none = beside(
        database, session, lambda own: denying.give_word(own, by, is_so=False, actor=who, at=AT + A_SECOND)
    )

    assert waited
    assert steps.state(session, told) is State.UNDER_CHECK


@pytest.mark.invariant("INV-42")
def test_a_decision_that_is_applied_while_it_is_denied_waits_and_admits_nobody(
    database: Database, session: Session, house: House
) -> None:
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2])
    session.commit()
    told, by, deed = admits(application), decision.id, house.deed()
    says_no(house, decision, house.directors[2])

    waited, refusal = beside(database, session, lambda own: ruling.rule(own, by, [told], bench=Bench(), deed=deed))

    assert waited
    assert isinstance(refusal, WordAgainst)
    assert steps.state(session, told.application_id) is State.UNDER_CHECK
