"""Open the box, count, declare, and fill the seats."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.ballots import closing, late_ends
from govern.ballots import queries as ballots
from govern.ballots.models import Poll, TenderedBallot
from govern.board import service as board
from govern.board.rules import Term
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.keyring import Keyring
from govern.counting import presets
from govern.counting.errors import CountsDiffer
from govern.counting.inputs import Candidate as Line
from govern.counting.inputs import CountInput
from govern.counting.stages import Record
from govern.elections import candidates, deadlines, limits, queries, reopening, steps
from govern.elections.models import Declaration, Election, ElectionCount
from govern.elections.polling import poll_of
from govern.elections.refusals import ContestStillOpen, CountsNotTheSame, MayNotStand, PapersStillKept, TooEarly
from govern.elections.rules import State
from govern.rolls.models import Roll

FIGURES = ("electors", "ballots", "valid", "blank", "unreadable", "tendered_refused", "late_ends")


def count(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring) -> ElectionCount:
    """Open the box and count what is in it twice, by two code paths.

    :raises StepOutOfOrder: the box is not sealed, or was counted.
    :raises BoxAndMarksDiffer, TenderedUndecided, KeyMissing: see ballots.closing.open_box.
    :raises LimitsCannotBeKept: withdrawals since the poll was armed left too few of a category.
    :raises CountsNotTheSame: the two counts differ; nothing is stored.

    Source: decisions, "Tests and time": the two counts of an election use two code paths.
    """
    election = queries.locked(session, election_id)
    steps.take(session, election_id, State.COUNTING, deed)
    closing.open_box(session, poll_of(election), keys=keys, actor=deed.actor, at=deed.at)
    limits.ensure_can_be_kept(session, election)
    record = _counted_twice(count_input(session, election))
    written = record.to_json()
    counted = ElectionCount(
        election_id=election_id,
        record=written,
        record_sha256=sha256(written.encode()).hexdigest(),
        counted_at=deed.at,
    )
    session.add(counted)
    session.flush()
    return counted


def count_input(session: Session, election: Election) -> CountInput:
    """Return everything the count depends on, straight from GROUP BY of the opened ballots.

    A candidate who withdrew before the paper was frozen keeps a number and is passed over like one who
    withdrew later, so that a number always means the same person.
    """
    everybody = queries.candidates(session, election.id)
    lines = [Line(one.name, withdrawn=one.withdrawn_on is not None) for one in everybody]
    if reopening.number_of_line(session, election):
        lines.append(Line(reopening.NAME, ron=True))
    given = CountInput.from_rankings(
        lines,
        election.seats,
        ballots.rankings(session, poll_of(election)),
        rule=election.rule,
        lot_seed=election.lot_seed,
    )
    known = [each for each in limits.categories(session, election) if each.candidates]
    return given.within(known)._replace(title=str(election.title))


def _counted_twice(given: CountInput) -> Record:
    try:
        return presets.count_twice(given)
    except CountsDiffer:
        raise CountsNotTheSame from None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What is declared, in figures.

    :param elected: candidate numbers, in order of election.
    :param lost: those of them who have left since, and are not seated.
    """

    elected: list[int]
    figures: Mapping[str, int]
    record_sha256: str | None
    lost: list[int] = field(default_factory=list)


def declare(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring) -> Declaration:
    """Declare the result that was counted, and fill the seats of the third, with terms.

    The figures are those of the stored record whose digest the declaration cites: nothing is counted again.

    :raises StepOutOfOrder: the votes are not counted, or the result is declared already.
    Who was elected and has left the constituency since is not seated. The count stands, the declaration says so, and
    the place is a vacancy that the rules fill as any other: once the count has begun nobody is passed over in it any
    more, for then it would be known what that changes.

    :raises MayNotStand: one of the elected is suspended.
    :raises TooFewVacantSeats: a seat was filled meanwhile.

    Source: domain 3.4: who may stand is asked at the declaration too; domain 10, cases 2 and 16;
    NHS foundation trust model election rules, rules 52 and 53; INV-35.
    """
    election = queries.locked(session, election_id)
    steps.take(session, election_id, State.DECLARED, deed)
    counted = queries.count(session, election_id)
    assert counted is not None
    poll = ballots.find(session, poll_of(election))
    record = json.loads(counted.record)
    result = Result(
        elected=record["elected"],
        figures=_figures(session, poll, record),
        record_sha256=counted.record_sha256,
        lost=_lost(session, election, record["elected"], deed),
    )
    return _declare(session, election, result, deed, keys)


def _lost(session: Session, election: Election, elected: list[int], deed: Deed) -> list[int]:
    """Return which of the elected have left the constituency since they stood."""
    people = {one.number: one.person_id for one in queries.candidates(session, election.id)}
    return [number for number in elected if candidates.has_left(session, election, people[number], at=deed.at)]


def declare_unopposed(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring) -> Declaration:
    """Declare everybody elected who stands, where there are no more of them than seats.

    :raises StepOutOfOrder: withdrawals are not closed.
    :raises ContestStillOpen: there are more candidates than seats.
    :raises LimitsCannotBeKept: the rules do not let all of them be elected together.
    :raises MayNotStand: one of them is no longer a member of the constituency.

    Source: NHS foundation trust model election rules, rule 18; INV-35.
    """
    election = queries.locked(session, election_id)
    standing = queries.standing(session, election_id)
    if len(standing) > election.seats:
        raise ContestStillOpen
    limits.ensure_unopposed_keep_them(session, election)
    steps.take(session, election_id, State.UNCONTESTED_DECLARED, deed)
    nothing = dict.fromkeys(FIGURES, 0)
    result = Result(elected=[one.number for one in standing], figures=nothing, record_sha256=None)
    return _declare(session, election, result, deed, keys)


def _declare(session: Session, election: Election, result: Result, deed: Deed, keys: Keyring) -> Declaration:
    """Seat the elected, write the declaration, and sign a head over it."""
    _seat(session, election, result, deed)
    declaration = Declaration(
        election_id=election.id,
        declared_at=deed.at,
        declared_by=deed.actor.person_id,
        elected=result.elected,
        lost=result.lost,
        is_contested=election.poll_id is not None,
        record_sha256=result.record_sha256,
        **result.figures,
    )
    session.add(declaration)
    session.flush()
    audit.sign_head(session, key=keys.journal_key(), occasion="election.declared", at=deed.at)
    return declaration


def _seat(session: Session, election: Election, result: Result, deed: Deed) -> None:
    """Fill the seats, having asked the register once more whether each of the elected belongs there."""
    people = {one.number: one.person_id for one in queries.candidates(session, election.id)}
    elected = [people[number] for number in result.elected if number not in result.lost]
    if not all(candidates.is_member(session, election, person, at=deed.at) for person in elected):
        raise MayNotStand
    for person in elected:
        candidates.ensure_old_enough(session, election, person)
    third = queries.constituency(session, election).third
    assert third is not None
    mandate = board.Mandate(
        election_id=election.id,
        third=third,
        sub_constituency_id=election.sub_constituency_id,
        term=Term(starts_on=election.term_starts_on, ends_on=election.term_ends_on),
        people=elected,
    )
    board.seat_elected(session, mandate, actor=deed.actor, at=deed.at)


def _figures(session: Session, poll: Poll, record: Mapping[str, Any]) -> dict[str, int]:
    """Return the figures of a declaration, each as the declaration names it."""
    refused = session.scalar(
        select(func.count())
        .select_from(TenderedBallot)
        .where(TenderedBallot.poll_id == poll.id, TenderedBallot.is_accepted.is_(False))
    )
    electors = session.get_one(Roll, poll.roll_id).electors
    assert electors is not None
    unreadable = poll.unreadable or 0
    return {
        "electors": electors,
        "ballots": record["valid"] + record["blank"] + record["emptied"] + unreadable,
        "valid": record["valid"],
        "blank": record["blank"] + record["emptied"],
        "unreadable": unreadable,
        "tendered_refused": refused or 0,
        "late_ends": late_ends.number(session, poll.id),
    }


def open_to_challenge(session: Session, election_id: UUID, deed: Deed) -> None:
    """Begin the days in which the result can be questioned."""
    queries.locked(session, election_id)
    steps.take(session, election_id, State.CHALLENGE_WINDOW, deed)


def make_final(session: Session, election_id: UUID, deed: Deed) -> None:
    """Close the challenge window; the result can no longer be questioned.

    :raises TooEarly: the days of challenge are not over.

    Source: NHS foundation trust model election rules, rule 66: within 21 days of the declaration.
    """
    election = queries.locked(session, election_id)
    until = deadlines.questioned_until(session, election)
    if until is not None and deed.at < until:
        raise TooEarly(until)
    steps.take(session, election_id, State.FINAL, deed)


def order_rerun(session: Session, election_id: UUID, deed: Deed) -> None:
    """Write down that a void or unfilled election is to be run again; a new one is then planned."""
    queries.locked(session, election_id)
    steps.take(session, election_id, State.RERUN, deed)


def dispose(session: Session, election_id: UUID, deed: Deed) -> None:
    """Write down that the papers of an election have been disposed of.

    :raises PapersStillKept: the day on which they were disposed of lies in the time for which they are kept.

    Source: NHS foundation trust model election rules, rule 57.
    """
    election = queries.locked(session, election_id)
    until = deadlines.kept_until(session, election)
    if until is not None and (deed.dated_on or constitution.today(session, at=deed.at)) < until:
        raise PapersStillKept(until)
    steps.take(session, election_id, State.DISPOSED, deed)
