"""Whoever seconds an amendment takes back their own word, and not the amendment."""

import pytest
from sqlalchemy.orm import Session

from govern.amendments import amending, seconding
from govern.amendments.amending import Settled
from govern.amendments.refusals import AmendmentSettled, NotItsSeconder, NotTheirAmendment, SeconderMissing
from govern.backing.refusals import BackedBefore
from govern.motions import queries
from govern.motions.models import Motion
from tests.calendar import AT
from tests.make import Make
from tests.makers.motions import Chamber
from tests.raw import ensure_refused


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions and amendments need a seconder."""
    return make.chamber()


@pytest.fixture
def motion(chamber: Chamber) -> Motion:
    """A motion with another wording, by the third member and seconded by the fourth."""
    motion = chamber.moved()
    chamber.filed(motion)
    return motion


@pytest.mark.parametrize("is_on_paper", [False, True], ids=["with their own word", "on paper"])
def test_a_wording_whose_seconder_goes_waits_for_another(session: Session, chamber: Chamber, is_on_paper: bool) -> None:
    motion, seconder = chamber.moved(), chamber.members[3]
    if is_on_paper:
        amending.file_amendment(session, motion.id, chamber.change(), chamber.deed())
    else:
        chamber.filed(motion)

    with pytest.raises(NotTheirAmendment, match="Whoever seconds it can take back their own name"):
        amending.settle_amendment(session, motion.id, 1, Settled.WITHDRAWN, chamber.own(seconder))
    seconding.withdraw(session, motion.id, 1, chamber.own(seconder))

    assert [one.n for one in amending.waiting(session, motion.id)] == [1]
    with pytest.raises(SeconderMissing):
        amending.ensure_next(session, motion.id, 1, at=AT)
    amending.ensure_next(session, motion.id, None, at=AT)
    with pytest.raises(BackedBefore):
        seconding.second_amendment(session, motion.id, 1, chamber.own(seconder))
    seconding.second_amendment(session, motion.id, 1, chamber.own(chamber.members[4]))
    amending.ensure_next(session, motion.id, 1, at=AT)
    assert queries.amendment_seconders(session, motion.id) == {1: chamber.members[4]}


@pytest.mark.parametrize("who", [0, 2, 4], ids=["the motion’s proposer", "its own proposer", "anybody"])
def test_nobody_takes_back_the_name_of_the_seconder(
    session: Session, chamber: Chamber, motion: Motion, who: int
) -> None:
    with pytest.raises(NotItsSeconder, match="You do not second this wording, so there is no name to take back"):
        seconding.withdraw(session, motion.id, 1, chamber.own(chamber.members[who]))

    assert queries.amendment_seconders(session, motion.id) == {1: chamber.members[3]}


def test_a_name_under_what_is_settled_stays(session: Session, chamber: Chamber, motion: Motion) -> None:
    amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    with pytest.raises(AmendmentSettled):
        seconding.withdraw(session, motion.id, 1, chamber.own(chamber.members[3]))

    assert queries.amendment_seconders(session, motion.id) == {1: chamber.members[3]}


def test_the_database_lets_only_a_seconder_go_and_only_its_proposer_withdraw_it(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    ensure_refused(
        session,
        "only_a_seconder_takes_their_name_back",
        "INSERT INTO seconding_withdrawal (motion_id, n, person_id, withdrawn_at)"
        " SELECT motion_id, n, proposed_by, filed_at FROM amendment",
    )
    ensure_refused(
        session,
        "amendment_is_withdrawn_by_its_proposer",
        "INSERT INTO amendment_outcome (motion_id, n, outcome, note, settled_by, settled_at)"
        " SELECT motion_id, n, 'withdrawn', '', person_id, given_at FROM amendment_seconding",
    )
