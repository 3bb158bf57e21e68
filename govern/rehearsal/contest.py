"""A ballot file put through a whole election: one elector a ballot, every ballot cast as on the web."""

import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter
from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import casting
from govern.ballots import queries as ballots
from govern.ballots.casting import Desk, Elector
from govern.constitution import queries as constitution
from govern.constitution.parameters.limits import CategoryLimit
from govern.constitution.rules import CandidateOrder
from govern.core.actors import Deed
from govern.core.clock import local_date
from govern.core.db import Transaction
from govern.core.errors import Refusal
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.core.words import DEFAULT_ZONE, Sentence, say, say_many
from govern.counting.blt import BallotFile
from govern.elections import candidates, counts, planning, polling, queries
from govern.elections.candidates import Nomination
from govern.elections.planning import Plan
from govern.register import queries as register
from govern.rehearsal import house
from govern.rehearsal.house import MOST_SEATS, House
from govern.rolls import queries as rolls

AN_HOUR = timedelta(hours=1)
LOT_SEED = "rehearsal"


class ContestTooLarge(Refusal):
    """The file's contest is not one that a board in thirds can hold."""

    code = "contest-too-large"

    def __init__(self, *, seats: int) -> None:
        """Take how many seats the file wants filled."""
        super().__init__(seats)
        self.seats = seats

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This file fills %(seats)s seats, and a third of a board has at most %(most)s. Rehearse a smaller contest.",
            seats=self.seats,
            most=MOST_SEATS,
        )


class NothingToCount(Refusal):
    """Everybody who stands is elected without a poll."""

    code = "nothing-to-count"

    def __init__(self, *, standing: int, seats: int) -> None:
        """Take how many stand and have not withdrawn, and for how many seats."""
        super().__init__(standing, seats)
        self.standing, self.seats = standing, seats

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(standing)s for %(seats)s, so there is no poll to rehearse. Name a file with more candidates than seats.",
            standing=say_many("%(count)s candidate stands", "%(count)s candidates stand", count=self.standing),
            seats=say_many("%(count)s seat", "%(count)s seats", count=self.seats),
        )


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the casting is. Told now and then, never ballot by ballot of an elector."""

    cast: int
    ballots: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Return casts per second so far."""
        return self.cast / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a rehearsal.

    :param record: the count record, as JSON.
    :param elected: names, in order of election.
    """

    record: str
    elected: list[str]
    casting: Progress


Tell = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What a rehearsal runs on.

    :param transaction: the door's own; each step and each vote is one.
    :param at: the instant it begins; later instants are reckoned from it, so that nobody waits for a close.
    """

    transaction: Transaction
    keys: Keyring
    at: datetime

    def hour(self, hours: float) -> datetime:
        """Return the instant so many hours into the rehearsal."""
        return self.at + hours * AN_HOUR


def rehearse(contest: BallotFile, stage: Stage, *, tell: Tell) -> Outcome:
    """Run the whole election that a ballot file describes, and return its declared outcome.

    :raises ContestTooLarge: it fills more seats than a third can have.
    :raises NothingToCount: no more candidates stand than there are seats.
    """
    ensure_contested(contest)
    match_key = secrets.token_hex(32).encode()
    rankings = list(_papers(contest))
    random.SystemRandom().shuffle(rankings)
    with stage.transaction() as session:
        staff = house.found(session, seats=contest.seats, match_key=match_key, at=stage.at, limits=_limits(contest))
    members = max(len(rankings), len(contest.candidates))
    with stage.transaction() as session:
        house.enter_members(session, staff, members=members, match_key=match_key, at=stage.at)
    election_id = _prepare(contest, stage, staff)
    casting_done = _cast_all(rankings, stage, election_id, tell)
    return _finish(stage, staff, election_id, casting_done)


def ensure_contested(contest: BallotFile) -> None:
    """Refuse a file of which no poll comes. To be asked before a database is made for it.

    :raises ContestTooLarge: it fills more seats than a third can have.
    :raises NothingToCount: no more candidates stand than there are seats.
    """
    if contest.seats > MOST_SEATS:
        raise ContestTooLarge(seats=contest.seats)
    standing = sum(not candidate.withdrawn for candidate in contest.candidates)
    if standing <= contest.seats:
        raise NothingToCount(standing=standing, seats=contest.seats)


def _papers(contest: BallotFile) -> Iterator[tuple[int, ...]]:
    """Return every ballot of the file by itself: a line of weight 40 is forty ballots."""
    for ranking, weight in contest.ballots:
        for _ in range(weight):
            yield ranking


def _prepare(contest: BallotFile, stage: Stage, staff: House) -> UUID:
    """Plan the election, nominate, freeze the roll and arm the poll; return its id."""
    officer = staff.returning_officer
    with stage.transaction() as session:
        election = planning.plan(session, _plan(session, contest, stage), Deed(actor=officer, at=stage.at))
        planning.publish_notice(session, election.id, Deed(actor=officer, at=stage.at))
        planning.open_nominations(session, election.id, Deed(actor=officer, at=stage.at))
        _nominate(session, contest, stage, election.id, staff)
    with stage.transaction() as session:
        deed = Deed(actor=officer, at=stage.hour(1))
        planning.close_nominations(session, election.id, deed)
        planning.publish_candidates(session, election.id, deed)
        planning.close_withdrawals(session, election.id, deed)
        polling.freeze_roll(session, election.id, deed, keys=stage.keys)
        polling.arm(session, election.id, deed, keys=stage.keys)
    return election.id


def _plan(session: Session, contest: BallotFile, stage: Stage) -> Plan:
    today = local_date(stage.at, DEFAULT_ZONE)
    workforce = next(one for one in constitution.constituencies(session) if one.code == "workforce")
    return Plan(
        title=LocalText(en=contest.title or "Rehearsal"),
        constituency_id=workforce.id,
        sub_constituency_id=None,
        seats=contest.seats,
        rule_set_id=constitution.rule_set_on(session, on=today).id,
        candidate_order=CandidateOrder.ALPHABETICAL,
        lot_seed=LOT_SEED,
        nominations_close_at=stage.hour(1),
        roll_date=today,
        opens_at=stage.hour(2),
        closes_at=stage.hour(3),
        term_starts_on=today + timedelta(days=30),
        term_ends_on=today + timedelta(days=30 + 3 * 365),
    )


def _nominate(session: Session, contest: BallotFile, stage: Stage, election_id: UUID, staff: House) -> None:
    """Let the first members stand under the names in the file; number in the file is number in the count."""
    entitled = register.entitled(roll_date=local_date(stage.at, DEFAULT_ZONE), known_at=stage.at)
    people = [row.person_id for row in session.execute(entitled.order_by("member_no").limit(len(contest.candidates)))]
    deed = Deed(actor=staff.returning_officer, at=stage.at)
    for number, (person_id, candidate) in enumerate(zip(people, contest.candidates, strict=True), start=1):
        nomination = Nomination(
            person_id=person_id,
            name=candidate.name,
            sort_name=candidate.name.split()[-1],
            statement=LocalText(),
            received_at=stage.at,
            categories=_categories(contest, number),
        )
        entered = candidates.enter(session, election_id, nomination, deed)
        if candidate.withdrawn:
            withdrawn = Deed(actor=deed.actor, at=deed.at, note="withdrawn")
            today = local_date(stage.at, DEFAULT_ZONE)
            candidates.withdraw(session, election_id, entered.number, withdrawn, withdrawn_on=today)


def _limits(contest: BallotFile) -> list[CategoryLimit]:
    """Return the constraints of the file as rules of the mutual."""
    return [
        CategoryLimit(category=one.name, at_least=one.at_least, at_most=one.at_most)
        for one in contest.categories
        if one.is_limited
    ]


def _categories(contest: BallotFile, number: int) -> tuple[str, ...]:
    """Return the categories that a candidate of the file is of."""
    return tuple(one.name for one in contest.categories if one.is_limited and number in one.candidates)


def _cast_all(rankings: list[tuple[int, ...]], stage: Stage, election_id: UUID, tell: Tell) -> Progress:
    """Cast every ballot in a transaction of its own, as the web does."""
    desk = Desk(secret=secrets.token_hex(32), receipt_key=stage.keys.receipt_key())
    with stage.transaction() as session:
        poll_id, electors = _electors(session, election_id)
    during = stage.hour(2.5)
    began = perf_counter()
    done = Progress(cast=0, ballots=len(rankings), seconds=0.0)
    for cast, (elector_id, ranking) in enumerate(zip(electors, rankings, strict=False), start=1):
        _vote(stage, Elector(poll_id=poll_id, elector_id=elector_id), ranking, desk, during)
        done = Progress(cast=cast, ballots=len(rankings), seconds=perf_counter() - began)
        tell(done)
    return done


def _electors(session: Session, election_id: UUID) -> tuple[UUID, list[UUID]]:
    """Return the poll and its electors, in no order."""
    poll = ballots.find(session, polling.poll_of(queries.find(session, election_id)))
    electors = [line[0] for line in rolls.lines(session, poll.roll_id)]
    random.SystemRandom().shuffle(electors)
    return poll.id, electors


def _vote(stage: Stage, elector: Elector, ranking: tuple[int, ...], desk: Desk, at: datetime) -> None:
    """Review and cast one ballot. What names a candidate who withdrew is left out, as it is of no paper."""
    with stage.transaction() as session:
        on_paper = {option.number for option in ballots.options(session, elector.poll_id)}
        chosen = [number for number in ranking if number in on_paper]
        reviewed = casting.review(session, elector, ranking=chosen, desk=desk, at=at)
        casting.cast(session, elector, reviewed=reviewed, desk=desk, clock_now=lambda: at)


def _finish(stage: Stage, staff: House, election_id: UUID, casting_done: Progress) -> Outcome:
    """Seal, open, count and declare."""
    deed = Deed(actor=staff.returning_officer, at=stage.hour(3))
    with stage.transaction() as session:
        polling.seal(session, election_id, deed, keys=stage.keys, clock_now=lambda: deed.at)
    with stage.transaction() as session:
        counted = counts.count(session, election_id, deed, keys=stage.keys)
        declaration = counts.declare(session, election_id, deed, keys=stage.keys)
        names = {one.number: one.name for one in queries.candidates(session, election_id)}
    elected = [names[number] for number in declaration.elected]
    return Outcome(record=counted.record, elected=elected, casting=casting_done)
