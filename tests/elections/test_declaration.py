"""From the notice to filled seats."""

from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govern.board import queries as board
from govern.elections import candidates, counts, planning, polling, queries
from govern.elections.refusals import (
    ContestStillOpen,
    MayNotStand,
    NoContest,
    NominationLate,
    OwnElection,
    StepOutOfOrder,
    TooEarly,
)
from govern.elections.rules import State
from govern.register.models import MembershipVersion
from tests import calendar
from tests.make import Make
from tests.makers import elections as made_elections


def test_an_election_goes_from_notice_to_filled_seats(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path, seats=2)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)
    made_elections.vote(session, made, [[2, 1], [2], [3, 2], [3], []])
    after = calendar.AFTER
    polling.seal(session, made.election.id, made.deed(after), keys=made.keys, clock_now=lambda: after)
    counts.count(session, made.election.id, made.deed(after), keys=made.keys)

    declaration = counts.declare(session, made.election.id, made.deed(after), keys=made.keys)

    assert declaration.elected == [2, 3]
    assert (declaration.electors, declaration.ballots, declaration.valid, declaration.blank) == (5, 5, 4, 1)
    holders = [line.holder for line in board.board_on(session, made.election.term_starts_on) if line.holder]
    assert holders == ["Member 1", "Member 2"]
    assert queries.state(session, made.election.id) == State.DECLARED


def test_every_step_is_on_record_with_its_day(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)

    polling.seal(session, made.election.id, made.deed(calendar.AFTER), keys=made.keys, clock_now=lambda: calendar.AFTER)

    states = [step.to_state for step in queries.steps(session, made.election.id)]
    assert states == [
        "planned",
        "notice_published",
        "nominations_open",
        "nominations_closed",
        "candidates_published",
        "withdrawals_closed",
        "armed",
        "poll_open",
        "poll_closed",
        "sealed",
    ]


def test_no_more_candidates_than_seats_are_declared_unopposed(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path, seats=2)
    made_elections.nominate(session, made, names=("Ada Ash", "Ben Birch"))
    made_elections.close_nominations(session, made)

    declaration = counts.declare_unopposed(session, made.election.id, made.deed(calendar.OPENS_AT), keys=made.keys)

    assert declaration.elected == [1, 2]
    assert not declaration.is_contested


def test_more_candidates_than_seats_need_a_poll(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path, seats=1)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)

    with pytest.raises(ContestStillOpen, match="there has to be a poll"):
        counts.declare_unopposed(session, made.election.id, made.deed(calendar.OPENS_AT), keys=made.keys)

    assert queries.state(session, made.election.id) == State.WITHDRAWALS_CLOSED


def test_no_roll_is_frozen_where_there_is_no_contest(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path, seats=2)
    made_elections.nominate(session, made, names=("Ada Ash", "Ben Birch"))
    made_elections.close_nominations(session, made)

    with pytest.raises(NoContest):
        polling.freeze_roll(session, made.election.id, made.deed(calendar.OPENS_AT), keys=made.keys)


@pytest.mark.invariant("INV-35")
def test_nobody_is_declared_unopposed_who_has_left_the_constituency(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path, seats=2)
    made_elections.nominate(session, made, names=("Ada Ash",))
    made_elections.close_nominations(session, made)
    left = session.query(MembershipVersion).filter_by(person_id=made.members[0]).one()
    left.superseded_at = calendar.OPENS_AT
    session.flush()

    with pytest.raises(MayNotStand):
        counts.declare_unopposed(
            session, made.election.id, made.deed(calendar.OPENS_AT + calendar.AN_HOUR), keys=made.keys
        )


@pytest.mark.parametrize(
    ("late_by", "accepted"),
    [
        pytest.param(-calendar.A_SECOND, True, id="a second before the close"),
        pytest.param(0 * calendar.A_SECOND, True, id="at the closing instant"),
        pytest.param(calendar.A_SECOND, False, id="a second after the close"),
    ],
)
def test_a_nomination_is_in_time_by_when_it_was_received(
    session: Session, make: Make, tmp_path: Path, late_by: timedelta, accepted: bool
) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made, names=())
    close = made.election.nominations_close_at
    nomination = made_elections.nomination_of(made.members[0], "Ada Ash", close + late_by)

    with nullcontext() if accepted else pytest.raises(NominationLate, match="this one came later"):
        candidates.enter(session, made.election.id, nomination, made.deed(close + calendar.AN_HOUR))

    assert len(queries.candidates(session, made.election.id)) == int(accepted)


def test_only_members_of_the_constituency_stand(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made, names=())
    stranger = made_elections.nomination_of(make.person().id, "Stranger", calendar.AT)

    with pytest.raises(MayNotStand, match="ask the secretary"):
        candidates.enter(session, made.election.id, stranger, made.deed(calendar.AT + calendar.AN_HOUR))

    assert queries.candidates(session, made.election.id) == []


@pytest.mark.invariant("INV-34")
def test_the_returning_officer_does_not_stand(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made, names=())
    assert made.officer.person_id is not None
    herself = made_elections.nomination_of(made.officer.person_id, "Officer", calendar.AT)

    with pytest.raises(OwnElection):
        candidates.enter(session, made.election.id, herself, made.deed(calendar.AT + calendar.AN_HOUR))


def test_steps_are_taken_in_their_order(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)

    with pytest.raises(StepOutOfOrder, match="“planned”, and the next step cannot be “counting”"):
        counts.count(session, made.election.id, made.deed(calendar.AFTER), keys=made.keys)


def test_nominations_do_not_close_before_their_time(session: Session, make: Make, tmp_path: Path) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)

    with pytest.raises(TooEarly, match="The notice of election says"):
        planning.close_nominations(
            session, made.election.id, made.deed(made.election.nominations_close_at - calendar.A_SECOND)
        )


def test_a_candidate_who_withdraws_after_the_freeze_is_passed_over(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path)
    made_elections.nominate(session, made)
    made_elections.close_nominations(session, made)
    made_elections.arm(session, made)
    made_elections.vote(session, made, [[2, 3], [2, 3], [1]])
    after = calendar.AFTER
    candidates.withdraw(
        session, made.election.id, 2, made.deed(after, note="died"), withdrawn_on=calendar.CLOSES_AT.date()
    )
    polling.seal(session, made.election.id, made.deed(after), keys=made.keys, clock_now=lambda: after)
    counts.count(session, made.election.id, made.deed(after), keys=made.keys)

    declaration = counts.declare(session, made.election.id, made.deed(after), keys=made.keys)

    assert declaration.elected == [3]
