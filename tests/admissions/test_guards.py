"""What the database refuses of applications, by name, whoever writes to it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.admissions import applications, evidence
from govern.admissions.applications import Wanted
from govern.admissions.evidence import Fact
from govern.admissions.models import (
    GUARDS,
    AdmissionRuling,
    ApplicationEvidence,
    ApplicationStep,
    EvidenceVerification,
    MembershipApplication,
    RulingPart,
    UndertakingGiven,
)
from govern.admissions.rules import FactKind, State
from govern.constitution.models import Decision, DecisionParticipant
from govern.constitution.rules import Body, Matter, Participant, Vote
from govern.register.models import Membership, MembershipVersion
from govern.register.rules import Ground
from tests.admissions.house import WHY, House, all_for, refuses
from tests.calendar import A_DAY, AT, TODAY
from tests.makers import kept
from tests.makers.admissions import NOTHING_SPECIAL
from tests.makers.constitution import admission_of, on, refusal_of
from tests.raw import emptied, ensure_refused, rewritten

SALT = "00" * 32
FIXED = {
    "application_step": ("application_id, n", "words = 'x'"),
    "admission_ruling": ("application_id, decision_id", "needed = 0"),
    "ruling_part": ("application_id, decision_id, person_id", "vote = 'none'"),
    "application_evidence": ("id", "kept_at = 'x'"),
    "evidence_verification": ("evidence_id", "verified_at = verified_at"),
    "application_recusal": ("application_id, person_id", "recorded_at = recorded_at"),
    "application_recommendation": ("id", "words = 'x'"),
    "undertaking_given": ("application_id", "amount_pence = 1"),
}


def step(application: MembershipApplication, n: int, to: State, after: State | None, **facts: Any) -> ApplicationStep:
    """Return a step as somebody with the database's password would write it."""
    usual: dict[str, Any] = {"dated_on": TODAY, "at": AT, "actor_id": application.entered_by, "salt": SALT}
    before = {"previous_n": n - 1 or None, "from_state": after}
    return ApplicationStep(application_id=application.id, n=n, to_state=to, **usual | before | facts)


def ruling(session: Session, application: MembershipApplication, decision: Decision, **facts: Any) -> dict[str, UUID]:
    """Write a ruling, and return its key."""
    key = {"application_id": application.id, "decision_id": decision.id}
    kept(session, AdmissionRuling(**key, **NOTHING_SPECIAL | facts))
    return key


def entry(session: Session, **facts: Any) -> MembershipVersion:
    """Write a membership and its first version."""
    person = facts["person_id"]
    number = facts.pop("member_no", 4711)
    membership = kept(session, Membership(person_id=person, member_no=number, member_since=TODAY))
    usual: dict[str, Any] = {"standing": "entered", "valid_from": TODAY, "recorded_at": AT, "salt": SALT}
    return kept(session, MembershipVersion(membership_id=membership.id, **usual | facts))


@pytest.fixture
def full(house: House) -> House:
    """A house with a row in every table of the room."""
    session, secretary = house.session, house.secretary.person_id
    wanted = Wanted(constituency_id=house.workforce.id)
    person = house.make.person().id
    asked = applications.enter_paper(session, person, wanted, received_at=AT, deed=house.deed())
    fact = Fact(kind=FactKind.HOURS_A_WEEK, number=9, kept_at="personnel file 114")
    stated = evidence.state(session, asked.id, fact, deed=house.deed())
    house.seen(stated)
    applications.stand_back(session, asked.id, house.directors[0], deed=house.deed())
    applications.take_up(session, asked.id, deed=house.deed())
    applications.recommend(session, asked.id, "Yes.", is_for=True, deed=house.deed())
    house.rule(house.decided(about=[refusal_of(asked)]), refuses(asked))
    given: dict[str, Any] = {"undertaking": "share", "amount_pence": 100, "given_on": TODAY, "recorded_at": AT}
    kept(session, UndertakingGiven(application_id=asked.id, recorded_by=secretary, **given))
    return house


@pytest.mark.parametrize("table", FIXED)
def test_what_is_on_record_of_an_application_stays(full: House, table: str) -> None:
    key, change = FIXED[table]
    guard = f"{table}_is_append_only"
    assert guard in GUARDS

    ensure_refused(full.session, guard, f"UPDATE {table} SET {change}")
    ensure_refused(full.session, f"{guard}|{'|'.join(GUARDS)}", f"DELETE FROM {table}")
    ensure_refused(full.session, "|".join(GUARDS), emptied(full.session, table))
    ensure_refused(full.session, "|".join(GUARDS), rewritten(full.session, table, key))


def test_a_submitted_application_stays_and_is_kept(full: House) -> None:
    ensure_refused(full.session, "submitted_application_stays", "UPDATE membership_application SET channel = 'online'")
    ensure_refused(full.session, "application_is_kept", "DELETE FROM membership_application")


@pytest.mark.parametrize(
    ("n", "to", "after", "constraint"),
    [
        pytest.param(2, State.APPEALED, State.SUBMITTED, "every_step_is_an_arrow", id="past the decision"),
        pytest.param(3, State.UNDER_CHECK, State.SUBMITTED, "steps_follow_each_other", id="a gap"),
        pytest.param(2, State.SUBMITTED, State.DRAFT, "begins_where_the_last_ended|FOREIGN KEY", id="elsewhere"),
    ],
)
@pytest.mark.invariant("INV-07", by="database")
def test_the_database_takes_no_path_that_the_rules_do_not_have(
    house: House, n: int, to: State, after: State, constraint: str
) -> None:
    application = house.applied()

    with pytest.raises(IntegrityError, match=constraint):
        kept(house.session, step(application, n, to, after, previous_n=1))


@pytest.mark.invariant("INV-07", by="database")
def test_the_database_lets_no_silence_admit(house: House) -> None:
    application, decision = house.checked(), house.decided()
    key = ruling(house.session, application, decision)
    house.session.add_all(RulingPart(**key, **vars(one)) for one in all_for(house.directors))
    house.session.flush()
    nobody = {"actor_id": None, "decision_id": decision.id}

    with pytest.raises(IntegrityError, match="silence_admits_nobody"):
        kept(house.session, step(application, 3, State.ADMITTED, State.UNDER_CHECK, **nobody))


@pytest.mark.parametrize(
    ("told", "outcome", "body"),
    [
        pytest.param([Vote.FOR, Vote.AGAINST], "admitted", Body.BOARD, id="a tie"),
        pytest.param([], "admitted", Body.BOARD, id="nobody at all"),
        pytest.param([Vote.FOR], "refused", Body.BOARD, id="refused in truth"),
        pytest.param([Vote.FOR], "admitted", Body.APPOINTING_BODY, id="of another body"),
    ],
)
@pytest.mark.invariant("INV-02", "INV-07", by="database")
def test_the_database_admits_only_what_was_carried(house: House, told: list[Vote], outcome: str, body: Body) -> None:
    parts = [Participant(person_id=one, vote=vote) for one, vote in zip(house.directors, told, strict=False)]
    application = house.checked()
    about = [admission_of(application) if outcome == "admitted" else refusal_of(application)]
    decision = house.decided(parts, body=body, about=about)
    key = ruling(house.session, application, decision, outcome=outcome)
    house.session.add_all(RulingPart(**key, **vars(one)) for one in parts)
    house.session.flush()

    with pytest.raises(IntegrityError, match="admission_is_carried"):
        kept(house.session, step(application, 3, State.ADMITTED, State.UNDER_CHECK, decision_id=decision.id))


@pytest.mark.invariant("INV-01", "INV-05", by="database")
def test_the_database_gives_nobody_a_part_in_their_own_application(house: House) -> None:
    application = house.checked(house.directors[0])
    key = ruling(house.session, application, house.decided())

    for part in (Participant(person_id=house.directors[0], vote=Vote.FOR), Participant(person_id=house.directors[0])):
        with pytest.raises(IntegrityError, match="nobody_rules_on_their_own"), house.session.begin_nested():
            kept(house.session, RulingPart(**key, **vars(part)))


@pytest.mark.invariant("INV-06", by="database")
def test_the_database_keeps_those_who_stood_back_out(house: House) -> None:
    application = house.checked()
    applications.stand_back(house.session, application.id, house.directors[0], deed=house.deed())
    key = ruling(house.session, application, house.decided())

    with pytest.raises(IntegrityError, match="those_who_stand_back_have_no_part"):
        kept(house.session, RulingPart(**key, **vars(all_for(house.directors)[0])))


@pytest.mark.invariant("INV-41", by="database")
def test_the_database_lets_others_hear_an_appeal(house: House) -> None:
    application = house.refused()
    applications.appeal(house.session, application.id, deed=house.deed())
    key = ruling(house.session, application, house.decided(body=Body.PANEL))

    with pytest.raises(IntegrityError, match="appeal_is_heard_by_others"):
        kept(house.session, RulingPart(**key, **vars(all_for(house.directors)[0])))


def test_the_database_takes_only_parts_of_the_decision_and_none_afterwards(house: House) -> None:
    open_one, closed = house.checked(), house.checked()
    about = [admission_of(open_one), refusal_of(closed)]
    decision = house.decided(all_for(house.directors[:2]), about=about)
    house.rule(decision, refuses(closed))
    key = ruling(house.session, open_one, decision)
    strange = Participant(person_id=house.directors[2], vote=Vote.FOR)

    with pytest.raises(IntegrityError, match="ruling_is_of_the_body"), house.session.begin_nested():
        kept(house.session, RulingPart(**key, **vars(strange)))
    kept(house.session, DecisionParticipant(decision_id=decision.id, **vars(strange)))
    with pytest.raises(IntegrityError, match="ruling_is_closed"), house.session.begin_nested():
        kept(house.session, RulingPart(**key | {"application_id": closed.id}, **vars(strange)))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"reason": None}, "refusal_has_its_reason"),
        ({"words": ""}, "reason_is_told_in_words"),
        ({"reason": "whim"}, "reason_is_known"),
    ],
)
@pytest.mark.invariant("INV-41", by="database")
def test_the_database_takes_no_refusal_without_its_reason(house: House, facts: dict[str, Any], constraint: str) -> None:
    application = house.checked()
    decision = house.decided(about=[refusal_of(application)])
    key = ruling(house.session, application, decision, outcome="refused")
    house.session.add_all(RulingPart(**key, **vars(one)) for one in all_for(house.directors))
    house.session.flush()
    told = {"decision_id": decision.id, "reason": "not_shown", "words": WHY} | facts

    with pytest.raises(IntegrityError, match=constraint):
        kept(house.session, step(application, 3, State.REFUSED, State.UNDER_CHECK, **told))


@pytest.mark.invariant("INV-08", by="database")
def test_the_database_lets_nobody_certify_themselves(house: House) -> None:
    application = house.applied()
    fact = Fact(kind=FactKind.IDENTITY, kept_at="passport seen")
    stated = evidence.state(house.session, application.id, fact, deed=house.deed())

    with pytest.raises(IntegrityError, match="nobody_certifies_themselves"):
        kept(
            house.session,
            EvidenceVerification(evidence_id=stated.id, verified_by=application.person_id, verified_at=AT),
        )


@pytest.mark.invariant("INV-08", by="database")
@pytest.mark.parametrize("has_stated", [True, False], ids=["who stated it", "who entered the application"])
def test_the_database_lets_nobody_see_the_proof_of_what_they_spoke_for(house: House, has_stated: bool) -> None:
    application = house.applied()
    fact = Fact(kind=FactKind.IDENTITY, kept_at="passport seen")
    stated = evidence.state(house.session, application.id, fact, deed=house.deed(house.chair))
    sees = house.chair.person_id if has_stated else house.secretary.person_id

    with pytest.raises(IntegrityError, match="proof_is_seen_by_another"):
        kept(house.session, EvidenceVerification(evidence_id=stated.id, verified_by=sees, verified_at=AT))


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": "diagnosis", "day": None}, "kind_is_known"),
        ({"day": None}, "since_has_its_day"),
        ({"number": 7}, "hours_have_their_number"),
        ({"kind": "hours_a_week", "day": None, "number": 169}, "a_week_has_its_hours"),
        ({"kept_at": ""}, "proof_is_kept_somewhere"),
    ],
)
def test_the_database_takes_facts_that_say_who_qualifies_and_no_more(
    house: House, facts: dict[str, Any], constraint: str
) -> None:
    usual: dict[str, Any] = {"kind": "employed_since", "day": TODAY, "kept_at": "file 1", "stated_at": AT, "salt": SALT}
    whose = {"application_id": house.applied().id, "stated_by": house.directors[0]}

    with pytest.raises(IntegrityError, match=constraint):
        kept(house.session, ApplicationEvidence(**whose, **usual | facts))


@pytest.mark.parametrize(
    ("enters", "deciders", "guard"),
    [
        pytest.param("applicant", 1, "nobody_enters_themselves", id="INV-01 the applicant"),
        pytest.param("decider", 1, "decider_does_not_enter_alone", id="INV-02 the only decider"),
        pytest.param("secretary", 2, "entry_waits_for_the_deciders_word", id="INV-42 on the word of half"),
    ],
)
@pytest.mark.invariant("INV-01", "INV-02", "INV-42", by="database")
def test_the_database_lets_nobody_enter_who_must_not(house: House, enters: str, deciders: int, guard: str) -> None:
    application, decider = house.checked(), house.directors[1]
    parts = all_for(house.directors[1 : 1 + deciders])
    decision = house.decided(parts, confirmed_by=[decider])
    key = ruling(house.session, application, decision)
    for part in parts:
        kept(house.session, RulingPart(**key, **vars(part)))
    kept(house.session, step(application, 3, State.ADMITTED, State.UNDER_CHECK, decision_id=decision.id))
    people = {"applicant": application.person_id, "decider": decider, "secretary": house.secretary.person_id}
    entered = {"actor_id": people[enters], "membership_id": house.make.membership().id}

    with pytest.raises(IntegrityError, match=guard):
        kept(house.session, step(application, 4, State.ENTERED, State.ADMITTED, **entered))


@pytest.mark.invariant("INV-02", "INV-10", by="database")
def test_the_database_enters_nobody_without_their_application(house: House) -> None:
    application, stranger = house.checked(), house.make.person().id
    goes = on(stranger, Matter.ADMISSION, constituency_id=house.workforce.id)
    decision = house.decided(about=[admission_of(application), goes])
    where = {"constituency_id": house.workforce.id, "recorded_by": house.secretary.person_id}

    for person in (stranger, application.person_id):
        facts = {"person_id": person, "decision_id": decision.id, **where}
        with pytest.raises(IntegrityError, match="entry_rests_on_an_application"), house.session.begin_nested():
            entry(house.session, **facts)


@pytest.mark.parametrize("other", ["decision", "constituency", "person", "writer", "suspended"])
@pytest.mark.invariant("INV-02", by="database")
def test_the_database_enters_only_what_was_admitted_where_and_by_whom(house: House, other: str) -> None:
    application = house.admitted()
    admitted = {
        "person_id": application.person_id,
        "constituency_id": house.workforce.id,
        "recorded_by": house.secretary.person_id,
        "decision_id": house.session.get_one(ApplicationStep, (application.id, 3)).decision_id,
    }
    suspends = house.decided(about=[on(application.person_id, Matter.SUSPENSION)])
    differing: dict[str, dict[str, Any]] = {
        "decision": {"decision_id": house.decided(about=[admission_of(application)]).id},
        "constituency": {"constituency_id": house.users.id},
        "person": {"person_id": house.make.person().id},
        "writer": {"recorded_by": application.person_id},
        "suspended": {"standing": "suspended", "decision_id": suspends.id, "valid_to": TODAY + A_DAY},
    }
    guards = "entry_rests_on_an_application|standing_is_named_by_its_decision"

    with pytest.raises(IntegrityError, match=guards), house.session.begin_nested():
        entry(house.session, **admitted | differing[other])
    assert entry(house.session, **admitted)


@pytest.mark.invariant("INV-09", by="database")
def test_the_database_enters_nobody_before_their_condition_is_met(house: House) -> None:
    application, decision = house.checked(), house.decided()
    key = ruling(house.session, application, decision, condition_on=TODAY + A_DAY)
    house.session.add_all(RulingPart(**key, **vars(one)) for one in all_for(house.directors))
    house.session.flush()
    kept(house.session, step(application, 3, State.ADMITTED, State.UNDER_CHECK, decision_id=decision.id))
    facts = {
        "person_id": application.person_id,
        "constituency_id": house.workforce.id,
        "recorded_by": house.secretary.person_id,
        "decision_id": decision.id,
    }

    with pytest.raises(IntegrityError, match="entry_rests_on_an_application"), house.session.begin_nested():
        entry(house.session, **facts)
    assert entry(house.session, **facts, valid_from=TODAY + A_DAY)


@pytest.mark.invariant("INV-02", by="database")
def test_two_versions_written_at_once_do_not_vouch_for_each_other(house: House) -> None:
    membership = kept(house.session, Membership(person_id=house.make.person().id, member_no=4711, member_since=TODAY))
    goes = on(membership.person_id, Matter.ADMISSION, constituency_id=house.workforce.id)
    shared: dict[str, Any] = {
        "membership_id": membership.id,
        "person_id": membership.person_id,
        "constituency_id": house.workforce.id,
        "decision_id": house.decided(about=[goes]).id,
        "recorded_by": house.secretary.person_id,
        "standing": "entered",
        "recorded_at": AT,
        "salt": SALT,
    }
    both = [
        {**shared, "id": uuid4(), "valid_from": TODAY, "valid_to": TODAY + A_DAY},
        {**shared, "id": uuid4(), "valid_from": TODAY + A_DAY, "valid_to": None},
    ]

    with pytest.raises(IntegrityError, match="entry_rests_on_an_application"):
        house.session.execute(insert(MembershipVersion), both)


@pytest.mark.invariant("INV-02", by="database")
def test_an_end_written_first_does_not_vouch_for_an_entry(house: House) -> None:
    facts: dict[str, Any] = {
        "person_id": house.make.person().id,
        "constituency_id": house.workforce.id,
        "recorded_by": house.secretary.person_id,
    }
    ceased = entry(house.session, **facts, standing="ceased", ground=Ground.RESIGNED, valid_to=TODAY + A_DAY)
    again = {"membership_id": ceased.membership_id, "standing": "entered", "valid_from": TODAY + A_DAY}
    goes = on(facts["person_id"], Matter.ADMISSION, constituency_id=house.workforce.id)
    known = {"recorded_at": AT, "salt": SALT, "decision_id": house.decided(about=[goes]).id}

    with pytest.raises(IntegrityError, match="entry_rests_on_an_application"):
        kept(house.session, MembershipVersion(**facts, **again, **known))
