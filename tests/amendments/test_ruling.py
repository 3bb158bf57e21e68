"""Who rules on whether a motion is in order."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.amendments.ruling_refusals import ChairRules
from govern.audit.models import JournalEntry
from govern.core.actors import Actor, Role
from govern.core.words import spoken_date
from govern.meetings.refusals import NoticeIsGiven
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionReasonNeeded, RulesOnOwnMatter
from govern.motions.rules import State
from govern.register.connection_rules import ConnectionKind
from tests.calendar import TODAY
from tests.make import Make
from tests.makers.motions import Chamber, in_question
from tests.makers.tracked import FIRST_ON, Tracked
from tests.raw import ensure_refused


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber()


def states(session: Session, motion: Motion) -> list[str]:
    """Return where a motion was."""
    return [step.to_state for step in queries.steps(session, motion.id)]


@pytest.mark.invariant("INV-05", "INV-38")
@pytest.mark.parametrize("is_close", [False, True], ids=["the chair themselves", "a sibling of the chair"])
@pytest.mark.parametrize("deed", [service.admit, service.refuse], ids=["admit", "refuse"])
def test_whom_a_motion_is_about_does_not_rule_on_it(
    session: Session, chamber: Chamber, make: Make, deed: Callable[..., object], is_close: bool
) -> None:
    assert chamber.chair.person_id is not None
    about = make.person().id if is_close else chamber.chair.person_id
    if is_close:
        make.connection(chamber.chair.person_id, ConnectionKind.SIBLING, about)
    motion = chamber.seconded(chamber.proposal(about=[in_question(about)]))

    with pytest.raises(RulesOnOwnMatter) as refused:
        deed(session, motion.id, chamber.deed(chamber.chair, note="Out of order."))
    assert states(session, motion) == ["submitted"]
    service.admit(session, motion.id, chamber.deed())

    assert str(refused.value).startswith("This motion is your own, or is about you or somebody close to you")


@pytest.mark.invariant("INV-05", "INV-38")
def test_the_chair_rules_on_order_and_the_secretary_only_where_nobody_in_the_chair_is_free_to(
    session: Session, chamber: Chamber, make: Make
) -> None:
    make.office(Role.CHAIR, person_id=chamber.chair.person_id)
    motion, of_chair = chamber.seconded(), chamber.chair.person_id
    assert of_chair is not None
    about_chair = chamber.seconded(chamber.proposal(about=[in_question(of_chair)]))
    proposer = Actor(person_id=chamber.members[0], roles=frozenset({Role.CHAIR}))

    with pytest.raises(ChairRules, match=r"The chair rules on this\."):
        service.refuse(session, motion.id, chamber.deed(note="I dislike it."))
    for deed in (service.refuse, service.admit):
        with pytest.raises(RulesOnOwnMatter, match="This motion is your own"):
            deed(session, motion.id, chamber.deed(proposer, note="Out of order."))
    assert states(session, motion) == ["submitted"]

    service.refuse(session, motion.id, chamber.deed(chamber.chair, note="It is for the board."))
    service.refuse(session, about_chair.id, chamber.deed(note="It names somebody, and says nothing to decide."))
    assert queries.state(session, motion.id) is queries.state(session, about_chair.id) is State.INADMISSIBLE


AGENDA: dict[str, Callable[[Chamber, Motion], object]] = {
    "on the agenda": lambda _chamber, _motion: None,
    "referred": lambda chamber, motion: service.refer(chamber.session, motion.id, chamber.deed(note="To the board.")),
    "moved": lambda chamber, motion: service.move(chamber.session, motion.id, chamber.deed()),
}


@pytest.mark.parametrize("further", AGENDA.values(), ids=list(AGENDA))
def test_the_chair_still_rules_out_of_order_what_the_secretary_put_on_the_agenda(
    session: Session, chamber: Chamber, make: Make, further: Callable[[Chamber, Motion], object]
) -> None:
    make.office(Role.CHAIR, person_id=chamber.chair.person_id)
    motion = chamber.on_the_agenda()
    further(chamber, motion)

    with pytest.raises(ChairRules):
        service.refuse(session, motion.id, chamber.deed(note="I dislike it."))
    with pytest.raises(MotionReasonNeeded):
        service.refuse(session, motion.id, chamber.deed(chamber.chair, note=" "))
    service.refuse(session, motion.id, chamber.deed(chamber.chair, note="It is for the board."))

    assert queries.state(session, motion.id) is State.INADMISSIBLE
    told = session.scalars(select(JournalEntry.event).where(JournalEntry.subject_id == motion.id)).all()
    assert told[-1] == "motion.inadmissible"


def test_what_members_were_called_to_vote_on_is_not_ruled_out_of_order_any_more(
    session: Session, chamber: Chamber
) -> None:
    motion = chamber.on_the_agenda()
    noticed = chamber.noticed(motion)

    with pytest.raises(NoticeIsGiven) as refused:
        service.refuse(session, motion.id, chamber.deed(chamber.chair, note="It is for the board."))

    assert str(refused.value) == (
        f"Members were called to vote on this motion on {spoken_date(noticed.given_on)}, so it is not ruled out of"
        " order any more. Their meeting decides it, or refers it."
    )
    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA


def test_nor_is_what_goes_by_a_course_of_which_notice_was_given(session: Session, tracked: Tracked) -> None:
    tracked.noticed(1, TODAY, FIRST_ON)

    with pytest.raises(NoticeIsGiven):
        service.refuse(session, tracked.motion.id, tracked.room.deed(tracked.room.chair, note="Ours."))


@pytest.mark.invariant("INV-05", by="database")
def test_the_database_keeps_what_members_were_called_to_vote_on(session: Session, chamber: Chamber) -> None:
    motion = chamber.on_the_agenda()
    chamber.noticed(motion)

    ensure_refused(
        session,
        "noticed_motion_is_not_ruled_out",
        "INSERT INTO motion_step (motion_id, n, previous_n, from_state, to_state, dated_on, at, note)"
        " SELECT motion_id, n + 1, n, to_state, 'inadmissible', dated_on, at, 'It is for the board.' FROM motion_step"
        " WHERE to_state = 'admitted_to_agenda'",
    )
