"""A decision is carried out for those whom it names, and for nobody else: what a dishonest secretary tries."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from govern.admissions import applications, service, subjects
from govern.admissions.models import AdmissionRuling
from govern.admissions.refusals import NotFromThere
from govern.admissions.rules import State
from govern.admissions.ruling_refusals import NamedOtherwiseSince
from govern.audit.models import JournalEntry
from govern.consequences import admitting, cessation, deciding
from govern.constitution import queries
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision, DecisionSubject
from govern.constitution.refusals import SubjectAmiss
from govern.constitution.rules import Body, Matter, Subject
from govern.core.actors import Actor
from govern.core.db import Database
from govern.register import merging, persons
from govern.register import service as register
from govern.register.merging_refusals import MergedAway
from govern.register.models import MembershipVersion
from govern.register.moving import Move
from govern.register.rules import Cessation, Entry, Ground, Particulars
from govern.register.subject_refusals import DecisionUsed, NotAboutThem
from govern.register.subjects import told
from tests.admissions.house import House, admits, refuses
from tests.admissions.test_entry import memberships
from tests.admissions.test_guards import ruling
from tests.calendar import A_DAY, AT, LONG_BEFORE, TODAY
from tests.make import Make
from tests.makers import kept
from tests.makers.constitution import admission_of, on, refusal_of
from tests.raw import emptied, ensure_refused, rewritten


def rulings(house: House) -> int:
    """Return how many rulings there are."""
    return house.session.query(AdmissionRuling).count()


@pytest.mark.invariant("INV-42")
def test_a_decision_on_another_matter_admits_nobody(house: House) -> None:
    application = house.checked()
    on_the_budget = house.decided(about=[])

    with pytest.raises(NotAboutThem, match="This decision names no person"):
        house.rule(on_the_budget, admits(application))

    assert (rulings(house), house.state(application)) == (0, State.UNDER_CHECK)


@pytest.mark.invariant("INV-02", "INV-42")
def test_a_decision_about_one_admits_no_other_and_says_whom_it_is_about(house: House) -> None:
    ana, friend = house.checked(house.make.person(name="Ana Jones").id), house.checked()
    about_ana = house.decided(about=[admission_of(ana)])

    with pytest.raises(NotAboutThem, match=r"about something else: Admit Ana Jones, Constituency \d+\. Choose the one"):
        house.rule(about_ana, admits(friend))

    assert rulings(house) == 0
    assert house.rule(about_ana, admits(ana))


@pytest.mark.invariant("INV-06", "INV-41", "INV-42")
def test_the_outcome_is_the_one_that_the_decision_names(house: House) -> None:
    first, second = house.checked(), house.checked()
    decided = house.decided(about=[admission_of(first), refusal_of(second)])

    with pytest.raises(NotAboutThem):
        house.rule(decided, refuses(first))
    with pytest.raises(NotAboutThem, match="Refuse the application of"):
        house.rule(decided, admits(second))

    assert rulings(house) == 0
    assert len(house.rule(decided, admits(first), refuses(second))) == 2


@pytest.mark.invariant("INV-42")
def test_another_application_of_the_same_person_is_not_the_one_named(house: House) -> None:
    application = house.checked()
    decided = house.decided()
    applications.withdraw(house.session, application.id, "They wrote so.", deed=house.deed())
    again = house.checked(application.person_id)

    with pytest.raises(NotAboutThem):
        house.rule(decided, admits(again))

    assert rulings(house) == 0


@pytest.mark.invariant("INV-13", "INV-42")
def test_a_record_that_was_merged_away_since_is_not_entered_on_the_decision(house: House) -> None:
    application, other = house.checked(), house.make.person().id
    decided = house.decided()
    house.rule(decided, admits(application))
    clerks = [Actor(person_id=house.make.person().id) for _ in range(2)]
    pair = {"kept_id": other, "merged_id": application.person_id}
    merge = merging.propose(house.session, **pair, actor=clerks[0], at=AT)
    merging.decide(house.session, merge.id, is_one_person=True, actor=clerks[1], at=AT)

    with pytest.raises(MergedAway):
        service.enter(house.session, application.id, actor=house.secretary, at=AT)
    kept_record = house.checked(other)
    with pytest.raises(NotAboutThem):
        house.rule(decided, admits(kept_record))

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-42")
@pytest.mark.parametrize("by_a_member", [False, True], ids=["from outside", "a member"])
def test_a_name_that_an_outsider_gave_since_is_not_entered(house: House, *, by_a_member: bool) -> None:
    ana = house.make.person(name="Ana Jones")
    application = house.checked(ana.id)
    decided = house.decided()
    house.rule(decided, admits(application))
    officer = Actor(person_id=house.directors[1]) if by_a_member else house.secretary
    friend = Particulars(name="Fred Friend", adult_confirmed_on=TODAY)
    later = AT + A_DAY
    hand: dict[str, Any] = {"match_key": b"k" * 32, "actor": officer, "at": later}
    persons.correct(house.session, ana.id, friend, valid_from=LONG_BEFORE, **hand)

    assert "Admit Ana Jones, " in str(*told(house.session, decided.id).values())
    if by_a_member:
        assert service.enter(house.session, application.id, actor=house.secretary, at=later)
        return
    with pytest.raises(NamedOtherwiseSince, match="was on Ana Jones, and the record has been given the name Fred"):
        service.enter(house.session, application.id, actor=house.secretary, at=later)
    assert memberships(house.session) == 0


def paper(house: House, matter: Matter = Matter.ADMISSION) -> Entry:
    """Return the entry in the workforce that a decision of its own asks for, on somebody who applied on paper."""
    person, home = house.make.person().id, house.workforce.id
    decided = house.decided(about=[on(person, matter, constituency_id=home)])
    return Entry(person_id=person, constituency_id=home, sub_constituency_id=None, decision_id=decided.id)


@pytest.mark.invariant("INV-42")
def test_an_officer_from_outside_enters_from_paper_what_was_confirmed_and_does_so_once(house: House) -> None:
    entry = paper(house)

    made = admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)
    register.cease(house.session, made.id, Cessation(on=TODAY, ground=Ground.DIED), actor=house.secretary, at=AT)
    with pytest.raises(DecisionUsed, match="carried out for this person, and that is done once"):
        admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)

    assert memberships(house.session) == 1


@pytest.mark.invariant("INV-42")
def test_nobody_goes_elsewhere_than_the_decision_says(house: House) -> None:
    entry = paper(house)
    elsewhere = replace(entry, constituency_id=house.users.id)

    with pytest.raises(NotAboutThem, match="Admit Person"), house.session.begin_nested():
        admitting.enter_from_paper(house.session, elsewhere, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-30", "INV-42")
def test_an_officer_from_outside_moves_a_member_on_a_confirmed_decision(house: House) -> None:
    member = house.make.membership(constituency_id=house.workforce.id)
    home = {"constituency_id": house.users.id}
    decided = house.decided(about=[on(member.person_id, Matter.MOVE, **home)])
    wanted = Move(membership_id=member.id, sub_constituency_id=None, decision_id=decided.id, **home)

    moved, _effects = cessation.move(house.session, wanted, actor=house.secretary, at=AT)

    assert (moved.person_id, moved.member_since) == (member.person_id, TODAY)


@pytest.mark.invariant("INV-42")
def test_a_move_makes_nobody_a_member_who_was_none(house: House) -> None:
    entry = paper(house, Matter.MOVE)

    with pytest.raises(NotAboutThem, match="Move Person"):
        admitting.enter_from_paper(house.session, entry, actor=house.secretary, at=AT)

    assert memberships(house.session) == 0


@pytest.mark.invariant("INV-42")
def test_a_member_is_suspended_by_a_decision_on_them_and_once(house: House) -> None:
    member, other = house.make.membership(), house.make.membership()
    decided = house.decided(about=[on(member.person_id, Matter.SUSPENSION)])
    told: dict[str, Any] = {"decision_id": decided.id, "actor": house.secretary, "at": AT}

    with pytest.raises(NotAboutThem, match="Suspend Person"):
        register.suspend(house.session, other.id, from_on=TODAY, **told)
    register.suspend(house.session, member.id, from_on=TODAY, until_on=TODAY + A_DAY, **told)
    with pytest.raises(DecisionUsed):
        register.suspend(house.session, member.id, from_on=TODAY + A_DAY * 9, **told)
    with pytest.raises(NotAboutThem):
        register.lift(house.session, member.id, on=TODAY, **told)


@pytest.mark.invariant("INV-42")
def test_a_membership_ends_by_a_decision_on_them(house: House) -> None:
    member = house.make.membership()
    end = Cessation(on=TODAY, ground=Ground.NO_LONGER_QUALIFIES, decision_id=house.decided(about=[]).id)

    with pytest.raises(NotAboutThem):
        register.cease(house.session, member.id, end, actor=house.secretary, at=AT)


def entered(house: House, *about: Subject, body: Body = Body.GENERAL_MEETING) -> Decision:
    """Let the secretary enter a decision about some people."""
    minute = Minute(body=body, decided_on=TODAY, minute_reference="GM/1", text="As read out.", about=about)
    return deciding.enter(house.session, minute, actor=house.secretary, at=AT)


@pytest.mark.invariant("INV-42")
def test_whom_a_decision_is_about_is_kept_and_journalled_with_it(house: House) -> None:
    application, member = house.checked(), house.make.membership()
    about = [admission_of(application), on(member.person_id, Matter.SUSPENSION)]

    made = entered(house, *about)

    assert set(queries.subjects(house.session, made.id)) == set(about)
    told = house.session.query(JournalEntry).filter_by(subject_id=made.id).one()
    assert told.facts["about"] == [["admission", str(application.id)], ["suspension", str(member.person_id)]]


def test_a_decision_is_about_applications_that_wait_for_it(house: House) -> None:
    received, checked = house.applied(), house.checked()

    with pytest.raises(NotFromThere):
        subjects.of_application(house.session, received.id, State.ADMITTED)
    with pytest.raises(NotFromThere):
        entered(house, admission_of(received))
    assert subjects.of_application(house.session, checked.id, State.REFUSED) == refusal_of(checked)
    applied_elsewhere = on(checked.person_id, Matter.ADMISSION, application_id=checked.id,
                           constituency_id=house.users.id)  # fmt: skip
    with pytest.raises(SubjectAmiss, match="What the decision says of somebody is not clear"):
        entered(house, applied_elsewhere)


def test_what_is_said_of_somebody_is_clear(house: House) -> None:
    person, home = house.make.person().id, house.workforce.id
    application = house.checked(person)

    for amiss in (
        [on(person, Matter.SUSPENSION)] * 2,
        [admission_of(application), refusal_of(application)],
        [on(person, Matter.ADMISSION)],
        [on(person, Matter.EXPULSION, constituency_id=home)],
        [on(person, Matter.REFUSAL, constituency_id=home)],
    ):
        with pytest.raises(SubjectAmiss):
            entered(house, *amiss)

    assert house.session.query(DecisionSubject).count() == 0


def row(decision: Decision, subject: Subject) -> DecisionSubject:
    """Return the row of a subject."""
    return DecisionSubject(decision_id=decision.id, **vars(subject))


@pytest.mark.invariant("INV-42", by="database")
def test_nobody_is_added_once_the_decision_is_entered(house: House) -> None:
    application = house.checked()
    decided = house.decided(about=[admission_of(application)])
    late = on(house.make.person().id, Matter.SUSPENSION)

    with pytest.raises(IntegrityError, match="subject_is_fixed_with_the_decision"), house.session.begin_nested():
        kept(house.session, row(decided, late))
    guard = "decision_subject_is_append_only"
    if house.session.get_bind().dialect.name == "postgresql":
        house.session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    ensure_refused(house.session, guard, "UPDATE decision_subject SET matter = 'refusal'")
    ensure_refused(house.session, guard, "DELETE FROM decision_subject")
    ensure_refused(house.session, guard, emptied(house.session, "decision_subject"))
    key = "decision_id,person_id,matter"
    guards = f"{guard}|subject_is_fixed_with_the_decision"
    ensure_refused(house.session, guards, rewritten(house.session, "decision_subject", key))


@pytest.mark.invariant("INV-42", by="database")
def test_nobody_is_named_without_a_decision(database: Database, make: Make) -> None:
    stray = DecisionSubject(decision_id=uuid4(), **vars(on(make.person().id, Matter.SUSPENSION)))
    make.known_to_all()

    with database.writing() as session:
        session.add(stray)
        session.flush()
        with pytest.raises(IntegrityError, match=r"fixed_with_the_decision|FOREIGN KEY"):
            session.commit()


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_takes_a_subject_only_as_its_application_is(house: House) -> None:
    application = house.checked()
    theirs = vars(admission_of(application))
    about = DecisionSubject(decision_id=uuid4(), **theirs | {"person_id": house.make.person().id})

    with pytest.raises(IntegrityError, match="subject_is_of_its_application"):
        kept(house.session, about)


@pytest.mark.parametrize(
    ("matter", "facts", "constraint"),
    [
        ("whim", {}, "matter_is_known"),
        (Matter.ADMISSION, {}, "whoever_goes_has_a_home"),
        (Matter.EXPULSION, {"constituency_id": "workforce"}, "whoever_goes_has_a_home"),
        (Matter.REFUSAL, {"constituency_id": "workforce"}, "refusal_is_of_an_application"),
        (Matter.MOVE, {"constituency_id": "workforce", "application_id": "theirs"}, "application_is_admitted_or"),
    ],
)
def test_the_database_takes_no_subject_that_cannot_be(
    house: House, matter: Any, facts: dict[str, Any], constraint: str
) -> None:
    application = house.checked()
    ids = {"workforce": house.workforce.id, "theirs": application.id}
    told = {name: ids[value] for name, value in facts.items()}

    with pytest.raises(IntegrityError, match=constraint):
        kept(
            house.session,
            DecisionSubject(decision_id=uuid4(), person_id=application.person_id, matter=matter, **told),
        )


@pytest.mark.invariant("INV-02", "INV-06", "INV-42", by="database")
def test_the_database_takes_no_ruling_that_the_decision_does_not_name(house: House) -> None:
    named, other = house.checked(), house.checked()
    decided = house.decided(about=[admission_of(named), on(other.person_id, Matter.SUSPENSION)])

    for application, outcome in ((other, "admitted"), (named, "refused")):
        with pytest.raises(IntegrityError, match="ruling_is_named_by_its_decision"), house.session.begin_nested():
            ruling(house.session, application, decided, outcome=outcome)

    assert ruling(house.session, named, decided)


@pytest.mark.invariant("INV-42", by="database")
def test_the_database_applies_a_decision_once_for_a_person(house: House) -> None:
    person, home = house.make.person().id, house.workforce.id
    decided = house.decided(about=[on(person, Matter.ADMISSION, constituency_id=home)])
    first, second = (house.make.application(person_id=person, constituency_id=home) for _ in range(2))
    ruling(house.session, first, decided)

    with pytest.raises(IntegrityError, match="decision_is_applied_once_for_a_person"):
        ruling(house.session, second, decided)


@pytest.mark.invariant("INV-42", by="database")
@pytest.mark.parametrize(
    ("standing", "matter"),
    [
        pytest.param({"standing": "ceased", "ground": "untraceable"}, Matter.SUSPENSION, id="ended"),
        pytest.param({"standing": "ceased", "ground": "changed_constituency"}, Matter.CESSATION, id="moved"),
    ],
)
def test_the_database_takes_no_standing_that_the_decision_does_not_name(
    house: House, standing: dict[str, Any], matter: Matter
) -> None:
    member = house.make.membership(valid_to=TODAY)
    decided = house.decided(about=[on(member.person_id, matter)])
    told = {"valid_from": TODAY, "decision_id": decided.id, "recorded_at": AT, "salt": "00" * 32} | standing
    where = {"constituency_id": house.workforce.id, "recorded_by": house.secretary.person_id}

    with pytest.raises(IntegrityError, match="standing_is_named_by_its_decision"):
        kept(
            house.session,
            MembershipVersion(membership_id=member.id, person_id=member.person_id, **told, **where),
        )
