"""A decision that somebody whom it names denies admits nobody: it is decided again, with all on record."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from govern.admissions import applications, denials, queries, service, undoing
from govern.admissions.appealing import appeal_of
from govern.admissions.models import MembershipApplication
from govern.admissions.refusals import NotFromThere
from govern.admissions.rules import State
from govern.admissions.ruling_refusals import DecidedBeforeItCame, RuledBefore, WordAgainst
from govern.audit.models import JournalEntry
from govern.consequences import denying
from govern.constitution.models import Decision
from govern.constitution.rules import Body
from govern.core.actors import Actor
from govern.register.subject_refusals import NotAboutThem
from tests.admissions.house import House, admits, all_for, ensure_not_ruled, refuses, rulings
from tests.admissions.test_entry import memberships
from tests.admissions.test_guards import ruling, step
from tests.calendar import A_DAY, A_SECOND, AT, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.constitution import admission_of, refusal_of

LATER = AT + A_DAY


def denied(house: House, decision: Decision, person_id: UUID, *, at: timedelta = A_DAY) -> None:
    """Let somebody deny a decision, with what follows from it."""
    house.confirmed(decision, person_id, is_so=False)
    undoing.undo(house.session, decision.id, deed=house.deed(Actor(person_id=person_id), AT + at))


def admitted(house: House) -> tuple[MembershipApplication, Decision]:
    """Have somebody admitted by a decision on which two of three directors have given their word."""
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2], about=[admission_of(application)])
    house.rule(decision, admits(application))
    return application, decision


def refused(house: House) -> tuple[MembershipApplication, Decision]:
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2], about=[refusal_of(application)])
    house.rule(decision, refuses(application))
    return application, decision


def words_of(house: House) -> list[str]:
    """Return what the journal says happened to applications, the newest last."""
    events = house.session.scalars(select(JournalEntry.event).order_by(JournalEntry.seq))
    return [one for one in events if one.startswith("application.")]


@pytest.mark.invariant("INV-42")
def test_an_admission_that_is_denied_waits_for_a_decision_again_with_its_history(house: House) -> None:
    application, decision = admitted(house)

    denied(house, decision, house.directors[2])

    last = queries.steps_of(house.session, application.id)[-1]
    assert (last.from_state, last.to_state) == (State.ADMITTED, State.UNDER_CHECK)
    assert last.actor_id == house.directors[2]
    assert denials.undone(house.session, application.id) == {decision.id}
    assert denials.open_again(house.session) == {application.id}
    assert rulings(house.session) == 1
    assert words_of(house)[-2:] == ["application.admitted", "application.reopened"]
    with pytest.raises(NotFromThere):
        service.enter(house.session, application.id, actor=house.secretary, at=LATER)
    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-41")
def test_the_same_directors_decide_again_and_then_they_are_entered(house: House) -> None:
    application, decision = admitted(house)
    denied(house, decision, house.directors[2], at=A_SECOND)
    anew = house.decided(about=[admission_of(application)])

    house.rule(anew, admits(application), at=AT + A_SECOND * 2)
    service.enter(house.session, application.id, actor=house.secretary, at=LATER)

    assert house.state(application) is State.ENTERED
    assert denials.open_again(house.session) == set()


def test_nobody_is_ruled_on_by_a_decision_that_is_denied(house: House) -> None:
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2])
    house.confirmed(decision, house.directors[2], is_so=False)

    ensure_not_ruled(
        house,
        WordAgainst,
        "says that it is not what was decided. Find out what was, and have it decided and entered again",
        lambda: house.rule(decision, admits(application)),
    )


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_rules_on_nobody_by_a_decision_that_is_denied(house: House) -> None:
    application = house.checked()
    decision = house.decided(confirmed_by=house.directors[:2])
    house.confirmed(decision, house.directors[2], is_so=False)

    with pytest.raises(IntegrityError, match="denied_decision_rules_on_nobody"), house.session.begin_nested():
        ruling(house.session, application, decision)


def test_the_denied_decision_is_never_applied_again(house: House) -> None:
    application, decision = admitted(house)
    denied(house, decision, house.directors[2])
    anew = house.decided(about=[refusal_of(application)])

    with pytest.raises(WordAgainst):
        house.rule(decision, admits(application), at=LATER)
    with pytest.raises(NotAboutThem):
        house.rule(anew, admits(application), at=LATER)
    house.rule(anew, refuses(application), at=LATER)
    with pytest.raises((RuledBefore, NotFromThere)):
        house.rule(anew, refuses(application), at=LATER)


@pytest.mark.invariant("INV-41")
def test_what_is_denied_after_an_appeal_waits_for_the_panel_again(house: House, make: Make) -> None:
    application = house.refused()
    applications.appeal(house.session, application.id, deed=house.deed(at=LATER))
    panel = house.of_body(Body.PANEL, *(make.membership().person_id for _ in range(2)))
    said: dict[str, Any] = {"body": Body.PANEL, "about": [admission_of(application)]}
    decision = house.decided(all_for(panel), on=TODAY + A_DAY, confirmed_by=panel[:1], **said)
    house.rule(decision, admits(application), at=LATER)

    denied(house, decision, panel[1], at=A_DAY * 2)
    early = house.decided(all_for(panel), on=TODAY, **said)
    with pytest.raises(DecidedBeforeItCame):
        house.rule(early, admits(application), at=AT + A_DAY * 2)
    anew = house.decided(all_for(panel), on=TODAY + A_DAY, **said)
    house.rule(anew, admits(application), at=AT + A_DAY * 2)

    assert house.state(application) is State.ADMITTED


def test_a_word_that_it_is_so_and_a_denial_after_the_entry_open_nothing(house: House) -> None:
    application, decision = admitted(house)
    undoing.undo(house.session, decision.id, deed=house.deed())
    before = house.state(application)
    service.enter(house.session, application.id, actor=house.secretary, at=AT)

    denied(house, decision, house.directors[2])

    assert (before, house.state(application)) == (State.ADMITTED, State.ENTERED)


def test_admissions_that_were_left_on_a_denied_decision_are_found(house: House) -> None:
    application, decision = admitted(house)
    house.confirmed(decision, house.directors[2], is_so=False)

    left = denials.left_admitted(house.session)
    for one in left:
        denying.undo_for(house.session, one, at=AT)

    assert [(one.application_id, one.decision_id, one.denied_by) for one in left] == [
        (application.id, decision.id, house.directors[2])
    ]
    assert denials.left_admitted(house.session) == []
    assert denials.undone_by(house.session, decision.id) == {application.id}


@pytest.mark.invariant("INV-41")
def test_they_can_be_refused_then_and_the_appeal_counts_from_that_refusal(house: House) -> None:
    application, decision = admitted(house)
    denied(house, decision, house.directors[2])
    anew = house.decided(about=[refusal_of(application)])
    house.rule(anew, refuses(application), at=LATER)

    appeal = appeal_of(house.session, queries.steps_of(house.session, application.id))

    assert appeal is not None
    assert appeal.by == TODAY + A_DAY * 29


@pytest.mark.invariant("INV-41")
def test_a_refusal_that_is_denied_stays_and_can_be_appealed_against(house: House) -> None:
    application, decision = refused(house)

    denied(house, decision, house.directors[2])
    before = house.state(application)
    applications.appeal(house.session, application.id, deed=house.deed(at=LATER))

    assert (before, house.state(application)) == (State.REFUSED, State.APPEALED)


@pytest.mark.invariant("INV-41")
def test_a_refusal_on_an_appeal_that_is_denied_stays_and_they_can_apply_again(house: House, make: Make) -> None:
    application = house.refused()
    applications.appeal(house.session, application.id, deed=house.deed())
    panel = house.of_body(Body.PANEL, *(make.membership().person_id for _ in range(2)))
    stands = house.decided(all_for(panel), body=Body.PANEL, confirmed_by=[], about=[refusal_of(application)])
    house.rule(stands, refuses(application))

    denied(house, stands, panel[0])

    assert house.state(application) is State.REFUSAL_STANDS
    assert house.state(house.applied(application.person_id, at=LATER)) is State.SUBMITTED


@pytest.mark.parametrize("word", [None, True], ids=["nobody has said anything", "they say that it is so"])
@pytest.mark.invariant("INV-42", by="database")
def test_the_database_takes_no_admission_back_that_nobody_denies(house: House, *, word: bool | None) -> None:
    application, decision = admitted(house)
    if word:
        house.confirmed(decision, house.directors[2])

    ensure_refused_to_take_back(house, application, house.directors[2])


def ensure_refused_to_take_back(house: House, application: MembershipApplication, by: UUID) -> None:
    with pytest.raises(IntegrityError, match="only_a_denied_decision_is_undone"), house.session.begin_nested():
        kept(house.session, step(application, 4, State.UNDER_CHECK, State.ADMITTED, actor_id=by))


@pytest.mark.invariant("INV-41", by="database")
@pytest.mark.parametrize("end", [State.UNDER_CHECK, State.ADMITTED])
def test_the_database_takes_no_refusal_back(house: House, end: State) -> None:
    application, decision = refused(house)
    house.confirmed(decision, house.directors[2], is_so=False)

    with (
        pytest.raises(IntegrityError, match=r"every_step_is_an_arrow|admission_is_carried"),
        house.session.begin_nested(),
    ):
        kept(house.session, step(application, 4, end, State.REFUSED))
