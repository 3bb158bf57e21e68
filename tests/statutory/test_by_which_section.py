"""A section of the Act lends its majority to no other matter, and makes what goes by it a matter of its own."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution.models import RuleSet
from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.deciding.rules import MAJORITY_OF_EACH
from govern.motions import majorities
from govern.motions.choosing import Asked, rule_of
from govern.motions.matters import Section
from govern.motions.rules import Deciders, Kind, Way
from govern.statutory import service as statutory
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import NotUnderThatSection
from tests.calendar import AT
from tests.makers import kept
from tests.makers.assembly import Assembly
from tests.raw import ensure_refused


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize(
    "matter", [ReservedMatter.ALTER_RULES, ReservedMatter.EXPEL_MEMBERS, ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS]
)
def test_what_is_neither_conversion_nor_dissolution_goes_by_no_section(
    session: Session, assembly: Assembly, matter: ReservedMatter
) -> None:
    room = assembly.chamber
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL, matter=matter))

    with pytest.raises(NotUnderThatSection, match="a conversion, an amalgamation or a dissolution"):
        statutory.begin(session, Section.AMALGAMATION, room.deed(), motion_id=motion.id)

    assert (motion.majority, statutory.could_begin(session, motion)) == (None, False)


@pytest.mark.invariant("INV-28")
def test_a_change_of_the_rules_goes_by_no_section(session: Session, assembly: Assembly) -> None:
    room = assembly.chamber
    draft = kept(
        session, RuleSet(version=9, parameters={}, digest="0" * 64, drafted_by=room.secretary.person_id, drafted_at=AT)
    )
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL))
    motion.changes_to_id = draft.id
    session.flush()

    with pytest.raises(NotUnderThatSection, match="a conversion, an amalgamation or a dissolution"):
        statutory.begin(session, Section.AMALGAMATION, room.deed(), motion_id=motion.id)

    assert motion.majority is None


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize("named", [None, ReservedMatter.AS_STATUTE_REQUIRES])
@pytest.mark.parametrize(
    ("section", "matter"),
    [
        (Section.AMALGAMATION, ReservedMatter.CONVERSION),
        (Section.CONVERSION, ReservedMatter.CONVERSION),
        (Section.DORMANT, ReservedMatter.DISSOLUTION),
    ],
)
def test_a_motion_has_the_matter_of_the_section_by_which_it_goes(
    session: Session, assembly: Assembly, section: Section, matter: ReservedMatter, named: ReservedMatter | None
) -> None:
    room = assembly.chamber
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL, matter=named))

    statutory.begin(session, section, room.deed(), motion_id=motion.id, is_dormant=section is Section.DORMANT)

    assert motion.matter == matter
    told = session.scalars(select(JournalEntry).where(JournalEntry.event == "statutory.begun")).one()
    assert told.facts["matter"] == matter
    asked = majorities.asked_of(session, motion, is_amendment=False, is_confirming=False)
    assert rule_of(f"ccbsa-{section}-first", asked, book()).each_class == MAJORITY_OF_EACH


@pytest.mark.invariant("INV-29")
@pytest.mark.parametrize("majority", ["ccbsa-111-first", "ccbsa-113-first", "ccbsa-120-first"])
@pytest.mark.parametrize("matter", [None, ReservedMatter.AS_STATUTE_REQUIRES])
def test_the_majority_of_a_section_is_asked_of_each_class_whatever_matter_was_named(
    majority: str, matter: ReservedMatter | None
) -> None:
    asked = Asked(
        kind=Kind.SPECIAL,
        deciders=Deciders.MEMBERS,
        way=Way.MEETING,
        legal_form=LegalForm.CBS,
        matter=matter,
        named=majority,
    )

    assert rule_of(majority, asked, book()).each_class == MAJORITY_OF_EACH
    assert rule_of(majority, asked, book(concurrent_majority_matters=["franchise"])).each_class is None


def test_a_motion_that_names_the_majority_of_a_section_is_of_its_matter(assembly: Assembly) -> None:
    room = assembly.chamber

    motion = room.submitted(room.proposal(kind=Kind.SPECIAL, majority="ccbsa-113-first"))

    assert motion.matter == ReservedMatter.CONVERSION


@pytest.mark.invariant("INV-29", by="database")
def test_the_database_keeps_a_motion_to_the_matter_of_its_section(session: Session, assembly: Assembly) -> None:
    room = assembly.chamber
    motion = room.submitted(room.proposal(kind=Kind.SPECIAL))
    row = StatutoryCourse(
        section=Section.AMALGAMATION, motion_id=motion.id, title=motion.title, begun_by=room.members[0], begun_at=AT
    )

    with pytest.raises(IntegrityError, match="section_is_of_the_matter"), session.begin_nested():
        kept(session, row)
    statutory.begin(session, Section.AMALGAMATION, room.deed(), motion_id=motion.id)

    for wrong in ("NULL", "'as_statute_requires'", "'dissolution'"):
        ensure_refused(
            session,
            "motion_has_the_matter_of_its_section",
            f"UPDATE motion SET matter = {wrong} WHERE number = {motion.number}",
        )


def book(**rules: Any) -> RuleBook:
    """Return the rules of a society with what differs."""
    return RuleBook.from_parameters(defaults_for(LegalForm.CBS) | rules, legal_form=LegalForm.CBS)
