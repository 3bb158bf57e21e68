"""No section of the Act lends its majority to what has a larger one of its own."""

import pytest
from sqlalchemy.orm import Session

from govern.constitution.models import RuleSet
from govern.constitution.parameters.board import ReservedMatter
from govern.motions import statutory
from govern.motions.rules import Kind
from govern.motions.statutory_refusals import NotUnderThatSection
from govern.motions.windows import Section
from tests.calendar import AT
from tests.makers import kept
from tests.motions.assembly import Assembly


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
