"""Whom a motion admits is fixed when it comes on the agenda: whoever stands behind it stands behind that alone."""

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.backing import service as backing
from govern.interests import concerns
from govern.motions import queries
from govern.motions.refusals import ApplicantNamedLate
from govern.motions.rules import Backing
from tests.makers.admitting import about, admission, applied
from tests.makers.assembly import Assembly


@pytest.mark.invariant("INV-17")
def test_nobody_else_is_admitted_by_a_motion_that_is_on_the_agenda(session: Session, assembly: Assembly) -> None:
    made = admission(assembly)
    second, later = assembly.members[1], about(applied(assembly, assembly.make.person().id))
    backing.back(session, made.motion.id, second, Backing.SECONDER, assembly.chamber.own(second))

    concerns.ensure_may_name(session, made.motion.id, made.free)
    service.admit(session, made.motion.id, made.free)

    for name in (
        lambda: concerns.name_concern(session, made.motion.id, later, made.free),
        lambda: concerns.ensure_may_name(session, made.motion.id, made.free),
    ):
        with pytest.raises(ApplicantNamedLate, match="admits whom it named until then, and nobody else"):
            name()
    assert [one.person_id for one in queries.concerns(session, made.motion.id)] == [made.asked.person_id]
