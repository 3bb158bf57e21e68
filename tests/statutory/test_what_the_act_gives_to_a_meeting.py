"""Going without an audit, and acts beyond the rules: what the Act gives to a society's meeting, by its own majority."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.agenda.service import Proposal
from govern.backing import service as backing
from govern.constitution.parameters.board import OF_A_SOCIETY, ReservedMatter
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm, Vote
from govern.core.errors import Refusal
from govern.deciding.rules import MAJORITY_OF_EACH
from govern.divisions import weighing
from govern.motions.admissible import Shape, ensure_admissible
from govern.motions.choosing import Asked, name_of, rule_of
from govern.motions.matter_refusals import NoticeByLawTooShort
from govern.motions.models import Motion
from govern.motions.refusals import KeptToMembers, OnlyAtMeeting
from govern.motions.rules import Backing, Deciders, Kind, Way
from govern.resolutions import effects
from tests.calendar import A_DAY, AT, TODAY
from tests.makers import resolutions
from tests.makers.assembly import Assembly
from tests.makers.motions import noticed
from tests.raw import ensure_refused

M = ReservedMatter
FOR, AGAINST = Vote.FOR, Vote.AGAINST


def book(**rules: Any) -> RuleBook:
    """Return the rules of a society with what differs."""
    return RuleBook.from_parameters(defaults_for(LegalForm.CBS) | rules, legal_form=LegalForm.CBS)


def asked(kind: Kind, matter: ReservedMatter) -> Asked:
    """Return a division of a society's members at a meeting."""
    return Asked(kind=kind, deciders=Deciders.MEMBERS, way=Way.MEETING, legal_form=LegalForm.CBS, matter=matter)


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize(
    ("kind", "matter", "majority"),
    [
        (Kind.ORDINARY, M.AUDIT_EXEMPTION, "ccbsa-84"),
        (Kind.SPECIAL, M.AUDIT_EXEMPTION, "ccbsa-84"),
        (Kind.SPECIAL, M.RATIFICATION, "ccbsa-44"),
        (Kind.EXTRAORDINARY, M.RELIEF, "ccbsa-44"),
        (Kind.ORDINARY, M.AUDITOR, "ordinary"),
    ],
)
def test_each_is_carried_by_the_majority_of_its_section(kind: Kind, matter: ReservedMatter, majority: str) -> None:
    assert name_of(asked(kind, matter), book()) == majority


def test_where_each_class_is_asked_on_what_statute_keeps_to_the_members_these_are_among_it() -> None:
    rules = book(concurrent_majority_matters=["as_statute_requires"])

    for matter in OF_A_SOCIETY:
        rule = rule_of("ccbsa-44", asked(Kind.SPECIAL, matter), rules)
        assert rule.each_class == MAJORITY_OF_EACH


@pytest.mark.parametrize("matter", sorted(OF_A_SOCIETY))
@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"way": Way.WRITTEN}, OnlyAtMeeting),
        ({"way": Way.BALLOT}, OnlyAtMeeting),
        ({"deciders": Deciders.BOARD, "kind": Kind.BOARD}, KeptToMembers),
    ],
)
def test_none_of_it_is_decided_anywhere_but_at_a_general_meeting(
    matter: ReservedMatter, facts: dict[str, Any], refusal: type[Refusal]
) -> None:
    usual: dict[str, Any] = {"kind": Kind.SPECIAL, "deciders": Deciders.MEMBERS, "way": Way.MEETING, "matter": matter}

    with pytest.raises(refusal):
        ensure_admissible(Shape(**usual | facts), legal_form=LegalForm.CBS, reserved=book().reserved_matters)


@pytest.mark.invariant("INV-33")
@pytest.mark.parametrize(("against", "is_carried"), [(0, True), (1, False)])
def test_one_of_six_against_it_keeps_the_audit(assembly: Assembly, *, against: int, is_carried: bool) -> None:
    """One of six is fewer than a fifth of the votes, and more than a tenth of those who could vote."""
    motion = assembly.chamber.moved(assembly.chamber.proposal(matter=M.AUDIT_EXEMPTION))
    division = assembly.call(motion)
    says = [FOR] * (6 - against) + [AGAINST] * against
    assembly.votes(division, dict(zip(assembly.members, says, strict=True)))

    outcome = assembly.declare(division)

    assert outcome.is_carried is is_carried
    assert "fewer than a tenth of the members entitled to vote" in str(
        weighing.terms_of(assembly.session, division).rule.asked_for
    )
    told = effects.effect_of(assembly.session, division, outcome)
    assert told is None if against else "It holds for this year of account alone." in str(told)


def noticed_for(assembly: Assembly, proposal: Proposal, *, days: int, notice: int) -> Motion:
    """Bring a motion of today as far as a meeting so many days later, of which notice came so many days before."""
    room = assembly.chamber
    motion = service.submit(assembly.session, proposal, room.own(room.members[0]))
    backing.back(assembly.session, motion.id, room.members[1], Backing.SECONDER, room.own(room.members[1]))
    service.admit(assembly.session, motion.id, room.deed())
    service.move(assembly.session, motion.id, room.deed(room.chair))
    noticed(assembly.session, motion, TODAY + days * A_DAY, days=notice - 1)
    return motion


@pytest.mark.parametrize("days", [20, 21])
def test_what_was_beyond_the_rules_is_ratified_with_three_weeks_notice(
    assembled: Callable[..., Assembly], days: int
) -> None:
    assembly = assembled(gm_notice_clear_days_special=14)
    proposal = assembly.chamber.proposal(kind=Kind.SPECIAL, matter=M.RATIFICATION)
    motion = noticed_for(assembly, proposal, days=30, notice=days)

    if days < 21:
        with pytest.raises(NoticeByLawTooShort) as refused:
            assembly.call(motion, at=AT + 30 * A_DAY)
        assert str(refused.value).startswith("The Act gives members at least 21 days’ notice of this.")
        return
    division = assembly.call(motion, at=AT + 30 * A_DAY)
    assembly.votes(division, dict.fromkeys(assembly.members, FOR), at=division.opens_at + timedelta(hours=1))

    told = str(effects.effect_of(assembly.session, division, assembly.declare(division)))

    assert told.startswith("A copy of it goes to the registrar, to be registered (section 44).")
    assert "relieves nobody" in told
    assert "Charity Commission" in told


def test_whoever_changes_the_auditor_tells_the_society_four_weeks_before(assembly: Assembly) -> None:
    early, late = (
        noticed_for(assembly, assembly.chamber.proposal(matter=M.AUDITOR), days=days, notice=20) for days in (27, 28)
    )

    with pytest.raises(NoticeByLawTooShort, match="tells the society at least 28 days before the meeting"):
        assembly.call(early, at=AT + 27 * A_DAY)

    assert assembly.call(late, at=AT + 28 * A_DAY).majority == "ordinary"


@pytest.mark.invariant("INV-28", by="database")
def test_the_database_keeps_such_a_matter_to_the_meeting_and_to_its_majority(
    session: Session, assembly: Assembly
) -> None:
    guard = "matter_of_a_society_is_its_meetings"
    with pytest.raises(IntegrityError, match=guard), session.begin_nested():
        resolutions.motion(session, kind=Kind.ORDINARY, matter=M.AUDIT_EXEMPTION, way=Way.BALLOT)
    motion: Motion = resolutions.motion(session, kind=Kind.SPECIAL, matter=M.RATIFICATION)

    ensure_refused(session, guard, f"UPDATE motion SET way = 'written' WHERE number = {motion.number}")
    with pytest.raises(IntegrityError, match="matter_has_its_majority"), session.begin_nested():
        resolutions.division(session, motion.id, {"workforce": (4, 0)})
    with pytest.raises(IntegrityError, match="matter_has_its_kind"), session.begin_nested():
        resolutions.motion(session, kind=Kind.ORDINARY, matter=M.RELIEF)
