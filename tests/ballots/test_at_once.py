"""The box when several come at the same moment: threads on an SQLite file, connections on PostgreSQL."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.ballots import closing, polls
from govern.ballots.casting import Receipt
from govern.ballots.models import BoxedBallot, ClosedMark, Mark, Poll, SealedBallot, TenderedBallot
from govern.ballots.polls import Electorate
from govern.ballots.refusals import AlreadyVoted, NoLongerEntitled, PollNotReady, VotingNotOpen
from govern.core.db import Base, Database
from govern.rolls import service as rolls
from govern.rolls.models import Roll, RollEntry
from govern.rolls.refusals import RollAlreadyFrozen
from tests import calendar
from tests.at_once import all_at_once
from tests.make import Make
from tests.makers.ballots import Contest, drafted, members_of

ROUNDS = 4
TWELVE = 12


def count(database: Database, table: type[Base]) -> int:
    """Return how many rows a table has, as a new reader sees it."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def marks_and_ballots(database: Database) -> tuple[int, int]:
    """Return how many marks and how many ballots there are, before and after the close."""
    return (
        count(database, Mark) + count(database, ClosedMark),
        count(database, BoxedBallot) + count(database, SealedBallot),
    )


@pytest.fixture
def contest(make: Make, session: Session, tmp_path: Path) -> Contest:
    """An armed poll of twelve electors that every connection sees."""
    made = make.contest(tmp_path, electors=TWELVE)
    make.known_to_all()
    return made


def sending(contest: Contest, form: str, place: int = 0) -> Callable[[Session], Receipt]:
    """Return the deed of sending a form."""
    return partial(contest.send, form=form, place=place)


def test_of_twelve_different_ballots_of_one_elector_one_is_cast_and_eleven_are_refused(
    database: Database, session: Session, contest: Contest
) -> None:
    forms = [contest.reviewed(session, [1 + turn % 3]) for turn in range(TWELVE)]
    session.commit()

    answers = all_at_once(database, [sending(contest, form) for form in forms])

    assert Counter(type(answer) for answer in answers) == {Receipt: 1, AlreadyVoted: 11}
    assert marks_and_ballots(database) == (1, 1)


def test_the_same_form_twelve_times_is_one_ballot_and_twelve_equal_answers(
    database: Database, session: Session, contest: Contest
) -> None:
    form = contest.reviewed(session, [2, 1])
    session.commit()

    answers = all_at_once(database, [sending(contest, form)] * TWELVE)

    assert isinstance(answers[0], Receipt)
    assert answers == [answers[0]] * TWELVE
    assert marks_and_ballots(database) == (1, 1)


def test_twelve_electors_at_once_are_all_heard(database: Database, session: Session, contest: Contest) -> None:
    forms = [contest.reviewed(session, [2, 1], place) for place in range(TWELVE)]
    session.commit()

    answers = all_at_once(database, [sending(contest, form, place) for place, form in enumerate(forms)])

    assert len({answer.h for answer in answers if isinstance(answer, Receipt)}) == TWELVE
    assert marks_and_ballots(database) == (TWELVE, TWELVE)


def test_twelve_tendered_forms_at_once_are_one_tendered_ballot(
    database: Database, session: Session, contest: Contest
) -> None:
    contest.doubt(session)
    forms = [contest.reviewed(session, [1 + turn % 3]) for turn in range(TWELVE)]
    session.commit()

    answers = all_at_once(database, [sending(contest, form) for form in forms])

    assert Counter(type(answer) for answer in answers) == {Receipt: 1, AlreadyVoted: 11}
    assert (marks_and_ballots(database), count(database, TenderedBallot)) == ((1, 0), 1)


class ClosingTime:
    """A clock that shows the last second of voting until the seal has asked it, and the closing instant from then on.

    So a ballot that is let in was received before the close, whoever the database let go first.
    """

    def __init__(self) -> None:
        self.has_closed = Event()

    def for_sealing(self) -> datetime:
        """Show the closing instant, and let it be so for everybody."""
        self.has_closed.set()
        return calendar.CLOSES_AT

    def for_casting(self) -> datetime:
        """Show what the time is."""
        return calendar.CLOSES_AT if self.has_closed.is_set() else calendar.CLOSES_AT - calendar.A_SECOND


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_ballots_that_come_as_the_box_is_sealed_are_in_it_or_refused_and_never_lost(
    database: Database, session: Session, contest: Contest, turn: int
) -> None:
    forms = [contest.reviewed(session, [1], place) for place in range(TWELVE - 1)]
    session.commit()
    clock = ClosingTime()
    casts = [
        partial(contest.send_by, form=form, place=place, clock_now=clock.for_casting)
        for place, form in enumerate(forms)
    ]
    sealing = partial(closing.seal, poll_id=contest.poll.id, actor=contest.actor, clock_now=clock.for_sealing)
    deeds: list[Callable[[Session], object]] = [*casts[: turn * 3], sealing, *casts[turn * 3 :]]

    answers = Counter(type(answer) for answer in all_at_once(database, deeds))

    assert answers[Poll] == 1
    assert answers[Receipt] + answers[VotingNotOpen] == TWELVE - 1
    assert (count(database, ClosedMark), count(database, SealedBallot)) == (answers[Receipt], answers[Receipt])
    assert (count(database, Mark), count(database, BoxedBallot)) == (0, 0)


def test_two_who_seal_at_once_seal_once(database: Database, contest: Contest) -> None:
    sealing = partial(closing.seal, poll_id=contest.poll.id, actor=contest.actor, clock_now=lambda: calendar.CLOSES_AT)

    answers = all_at_once(database, [sealing, sealing])

    assert Counter(type(answer) for answer in answers) == {Poll: 1, PollNotReady: 1}


@pytest.mark.parametrize("turn", range(ROUNDS))
def test_an_elector_struck_as_she_votes_has_voted_or_is_refused_and_never_both(
    database: Database, session: Session, contest: Contest, turn: int
) -> None:
    form = contest.reviewed(session, [1])
    session.commit()
    striking = partial(
        closing.strike,
        poll_id=contest.poll.id,
        elector_id=contest.electors[0],
        reason="resigned",
        actor=contest.actor,
        at=calendar.DURING,
    )
    deeds: list[Callable[[Session], object]] = [sending(contest, form), striking]

    answers = all_at_once(database, deeds if turn % 2 else deeds[::-1])

    outcomes = {type(answer) if not isinstance(answer, bool) else answer for answer in answers}
    assert outcomes in ({Receipt, False}, {NoLongerEntitled, True})
    assert marks_and_ballots(database) == (1, 1 if Receipt in outcomes else 0)


def test_two_who_freeze_one_roll_at_once_freeze_it_once(
    database: Database, session: Session, make: Make, contest: Contest
) -> None:
    elects = make.constituency()
    make.membership(constituency_id=elects.id)
    poll = drafted(session, ["Ada", "Ben"])
    make.known_to_all()

    def freeze(own: Session) -> object:
        own.get_one(Roll, poll.roll_id)  # as a page would that showed it before
        electors = members_of(elects.id)
        return rolls.freeze(
            own, poll.roll_id, electors=electors, bound_to="ab" * 32, actor=contest.actor, at=calendar.AT
        )

    answers = all_at_once(database, [freeze] * 4)

    assert Counter(type(answer) for answer in answers) == {Roll: 1, RollAlreadyFrozen: 3}
    with database.reading() as other:
        assert other.scalar(select(func.count()).where(RollEntry.roll_id == poll.roll_id)) == 1


def test_two_who_freeze_one_poll_at_once_promise_one_thing_under_one_key(
    database: Database, session: Session, make: Make, contest: Contest
) -> None:
    elects = make.constituency()
    make.membership(constituency_id=elects.id)
    poll = drafted(session, ["Ada", "Ben"])
    make.known_to_all()

    def freeze(own: Session) -> object:
        electorate = Electorate(description="Users", electors=members_of(elects.id))
        return polls.freeze(own, poll.id, electorate, keys=contest.keys, actor=contest.actor, at=calendar.AT)

    answers = all_at_once(database, [freeze] * 4)

    assert Counter(type(answer) for answer in answers) == {Poll: 1, PollNotReady: 3}
    with database.reading() as other:
        key = contest.keys.box_key(poll.id).public_key().public_bytes_raw()
        assert other.get_one(Poll, poll.id).box_key == key
