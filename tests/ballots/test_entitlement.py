"""Who may cast: on the frozen roll, still entitled, not struck; and in doubt, held apart until decided."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.ballots import casting, closing, doubts, queries, sealing
from govern.ballots.casting import Elector
from govern.ballots.models import BoxedBallot, Doubt, Mark, SealedBallot, TenderedBallot
from govern.ballots.refusals import (
    AlreadyVoted,
    BallotCopied,
    NoLongerEntitled,
    NotOnRoll,
    PollNotReady,
    TenderedUndecided,
    VotingNotOpen,
)
from govern.core.errors import NotFound
from govern.register.models import MembershipVersion
from tests import calendar
from tests.make import Make
from tests.makers.ballots import Contest


@pytest.fixture
def contest(make: Make, tmp_path: Path) -> Contest:
    """An open poll of three."""
    return make.contest(tmp_path, electors=3)


def stored(session: Session) -> tuple[int, int, int]:
    """Return how many marks, ballots and tendered ballots there are."""
    counts = [session.scalar(select(func.count()).select_from(it)) for it in (Mark, BoxedBallot, TenderedBallot)]
    return counts[0] or 0, counts[1] or 0, counts[2] or 0


def end_membership(session: Session, contest: Contest, on: date | None, standing: str = "entered") -> None:
    """Let the first elector's membership stand so, up to a day; as the register writes it."""
    mine = MembershipVersion.membership_id == contest.memberships[0]
    old = session.scalars(select(MembershipVersion).where(mine)).one()
    session.execute(update(MembershipVersion).where(mine).values(superseded_at=calendar.AT))
    kept = {
        name: getattr(old, name)
        for name in ("membership_id", "person_id", "constituency_id", "recorded_by", "batch_id", "salt")
    }
    times = {"valid_from": old.valid_from, "valid_to": on, "recorded_at": calendar.AT}
    session.add(MembershipVersion(standing=standing, **kept, **times))
    session.flush()


@pytest.mark.invariant("INV-14")
@pytest.mark.parametrize(
    ("ends_on", "votes"),
    [
        pytest.param(calendar.DURING.date() + calendar.A_DAY, True, id="ends the day after"),
        pytest.param(calendar.DURING.date(), False, id="ended that day"),
        pytest.param(calendar.DURING.date() - calendar.A_DAY, False, id="ended the day before"),
        pytest.param(None, True, id="goes on"),
    ],
)
def test_only_who_is_still_a_member_on_the_day_may_cast(
    session: Session, contest: Contest, ends_on: date | None, votes: bool
) -> None:
    form = contest.reviewed(session, [1])
    end_membership(session, contest, ends_on)

    if not votes:
        with pytest.raises(NoLongerEntitled, match="can no longer vote"):
            contest.send(session, form)
    else:
        contest.send(session, form)

    assert stored(session) == ((1, 1, 0) if votes else (0, 0, 0))


@pytest.mark.invariant("INV-14")
def test_a_suspended_member_casts_nothing(session: Session, contest: Contest) -> None:
    form = contest.reviewed(session, [1])
    end_membership(session, contest, calendar.AFTER.date(), standing="suspended")

    with pytest.raises(NoLongerEntitled):
        contest.send(session, form)

    assert stored(session) == (0, 0, 0)


@pytest.mark.invariant("INV-14")
def test_who_came_after_the_freeze_is_not_on_the_roll(session: Session, make: Make, contest: Contest) -> None:
    stranger = Elector(poll_id=contest.poll.id, elector_id=make.membership().id)

    with pytest.raises(NotOnRoll, match="You are not on the roll for this vote"):
        casting.review(session, stranger, ranking=[1], desk=contest.desk, at=calendar.DURING)

    assert stored(session) == (0, 0, 0)


def test_a_vote_in_a_poll_that_is_not_there_is_not_found(session: Session, make: Make, contest: Contest) -> None:
    nowhere = Elector(poll_id=make.membership().id, elector_id=contest.electors[0])

    with pytest.raises(NotFound):
        casting.review(session, nowhere, ranking=[1], desk=contest.desk, at=calendar.DURING)


def test_an_elector_struck_before_she_votes_is_refused(session: Session, contest: Contest) -> None:
    form = contest.reviewed(session, [1])
    strike = {"reason": "resigned", "actor": contest.actor, "at": calendar.DURING}

    assert closing.strike(session, contest.poll.id, contest.electors[0], **strike)  # type: ignore[arg-type]  # three kinds

    with pytest.raises(NoLongerEntitled):
        contest.send(session, form)
    assert stored(session) == (1, 0, 0)


def test_a_ballot_cast_before_the_strike_stands(session: Session, contest: Contest) -> None:
    first = contest.cast(session, [1])
    strike = {"reason": "resigned", "actor": contest.actor, "at": calendar.DURING}

    assert not closing.strike(session, contest.poll.id, contest.electors[0], **strike)  # type: ignore[arg-type]  # three kinds

    assert first.words
    assert stored(session) == (1, 1, 0)


def test_nobody_is_struck_once_the_box_is_sealed(session: Session, contest: Contest) -> None:
    contest.seal(session)
    strike = {"reason": "resigned", "actor": contest.actor, "at": calendar.AFTER}

    assert not closing.strike(session, contest.poll.id, contest.electors[0], **strike)  # type: ignore[arg-type]  # three kinds


def test_a_ballot_copied_from_another_elector_is_refused(session: Session, contest: Contest) -> None:
    # Only who has the desk's secret could bind somebody else's sealed ballot to another elector.
    contest.send(session, contest.reviewed(session, [1]))
    copied = sealing.bind(
        sealing.named(
            session.scalars(select(BoxedBallot.c)).one(),
            eid=contest.poll.eid or "",
            elector_class="workforce",
            scheme=1,
        ),
        poll_id=str(contest.poll.id),
        elector_id=str(contest.electors[1]),
        secret=contest.desk.secret,
    )

    with pytest.raises(BallotCopied, match="has been cast before by somebody else"), session.begin_nested():
        contest.send(session, copied, 1)

    assert stored(session) == (1, 1, 0)


def test_the_same_form_gets_its_answer_even_after_the_box_is_sealed(session: Session, contest: Contest) -> None:
    form = contest.reviewed(session, [1])
    first = contest.send(session, form)
    contest.seal(session)

    assert contest.send(session, form, at=calendar.AFTER) == first


def test_a_form_that_was_never_sent_is_too_late_after_the_close(session: Session, contest: Contest) -> None:
    form = contest.reviewed(session, [1])
    contest.seal(session)

    with pytest.raises(VotingNotOpen, match="Voting closed at 5pm on Thursday 17 September 2026"):
        contest.send(session, form, at=calendar.AFTER)

    assert session.scalar(select(func.count()).select_from(SealedBallot)) == 0


@pytest.mark.invariant("INV-24")
def test_a_ballot_in_doubt_is_held_apart_and_counted_only_if_accepted(session: Session, contest: Contest) -> None:
    contest.doubt(session, 0)
    contest.doubt(session, 1)
    form = contest.reviewed(session, [1], 0)
    first = contest.send(session, form, 0)
    contest.cast(session, [2], 1)
    contest.cast(session, [3], 2)
    assert contest.send(session, form, 0) == first
    assert stored(session) == (3, 1, 2)

    poll = contest.seal(session)
    contest.decide(session, 0, is_accepted=True)
    contest.decide(session, 1, is_accepted=False)
    contest.open(session)

    assert (poll.sealed_ballots, poll.sealed_marks) == (1, 1)
    assert queries.rankings(session, contest.poll.id) == {(1,): 1, (3,): 1}


@pytest.mark.invariant("INV-24")
def test_the_box_stays_shut_while_a_tendered_ballot_waits(session: Session, contest: Contest) -> None:
    contest.doubt(session)
    contest.cast(session, [1])
    contest.seal(session)

    with pytest.raises(TenderedUndecided, match="1 tendered ballot is not decided yet"):
        contest.open(session)

    assert contest.poll.opened_at is None


def test_an_elector_in_doubt_votes_once_like_any_other(session: Session, contest: Contest) -> None:
    contest.doubt(session)
    contest.cast(session, [1])

    with pytest.raises(AlreadyVoted):
        contest.cast(session, [2])

    assert stored(session) == (1, 0, 1)


@pytest.mark.invariant("INV-24")
def test_a_doubt_that_comes_after_the_ballot_leaves_it_in_the_box(session: Session, contest: Contest) -> None:
    contest.cast(session, [1])

    assert not contest.doubt(session)

    assert session.scalar(select(func.count()).select_from(Doubt)) == 0
    assert stored(session) == (1, 1, 0)


def test_the_same_doubt_twice_is_one_doubt_on_record_once(session: Session, contest: Contest) -> None:
    assert contest.doubt(session)
    assert contest.doubt(session)

    entries = select(func.count()).select_from(JournalEntry).where(JournalEntry.event == "doubt.raised")
    assert session.scalar(entries) == 1


def test_nobody_off_the_roll_can_be_doubted(session: Session, make: Make, contest: Contest) -> None:
    with pytest.raises(NotOnRoll):
        doubts.raise_doubt(
            session, contest.poll.id, make.membership().id, reason="x", actor=contest.actor, at=calendar.AT
        )


def test_a_tendered_ballot_is_decided_once(session: Session, contest: Contest) -> None:
    contest.doubt(session)
    contest.cast(session, [1])
    contest.decide(session)

    with pytest.raises(PollNotReady, match="There is no undecided tendered ballot of this elector"):
        contest.decide(session, is_accepted=False)

    assert session.scalars(select(TenderedBallot.is_accepted)).one() is True
