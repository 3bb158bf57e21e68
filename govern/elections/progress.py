"""An election beside its timetable: each step, the days on which it is lawful, by which rule, and what was done."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from govern.ballots.models import Poll
from govern.constitution import queries as constitution
from govern.constitution.parameters.elections import BallotRetention
from govern.constitution.rulebook import RuleBook
from govern.core import clock, working_days
from govern.core.words import Sentence, say
from govern.elections import deadlines, queries
from govern.elections.models import Election
from govern.elections.rules import State
from govern.elections.timetable import Days, days_of, earliest_roll_date, fixed_roll_date

S = State
OVER = (S.VOIDED, S.RERUN, S.DISPOSED)
MODEL_RULES = "NHS Foundation Trust Model Election Rules 2014, rule {}"


@dataclass(frozen=True, kw_only=True)
class Line:
    """A step of an election.

    :param source: whence the rule comes, in English; empty where the rule is the product's own.
    :param said: when it happens by itself, as the notice has it.
    :param earliest: first lawful day; None where it hangs on a step that has not been taken.
    :param latest: last day by the rules; None where they set none.
    :param done_on: the day that is on record, or that the clock has reached.
    :param late_by: how many working days after the latest it was done, will be, or is overdue today.
    """

    step: Sentence
    rule: Sentence
    source: str = ""
    said: datetime | date | None = None
    earliest: date | None = None
    latest: date | None = None
    done_on: date | None = None
    late_by: int = 0


@dataclass(frozen=True, kw_only=True)
class _Facts:
    """What the lines are made of; days are those of the mutual's own clock.

    :param taken: the day of each step on record.
    :param by_itself: the steps that the clock has reached, on record or not.
    """

    election: Election
    rules: RuleBook
    taken: Mapping[State, date]
    by_itself: frozenset[State]
    frozen_on: date | None
    days: Days
    today: date
    nominations_close_on: date
    opens_on: date
    closes_on: date
    is_contested: bool
    final_from: date | None
    kept_until: date | None

    @property
    def is_over(self) -> bool:
        """Say whether nothing of it is awaited any more."""
        return any(state in self.taken for state in OVER)

    def late(self, latest: date, on: date | None) -> int:
        """Return how many working days after its last day a step comes; today, where it is awaited and has no day."""
        reached = on or (None if self.is_over else self.today)
        return working_days.between(latest, reached, known_on=self.today) if reached else 0


def of(session: Session, election: Election, *, at: datetime) -> list[Line]:
    """Return the steps of an election in their order, without those of a poll where none is held.

    Source: domain 3.1, 3.5; product R2.
    """
    facts = _facts(session, election, at)
    poll = (*_up_to_the_poll(facts), *_of_the_poll(facts)) if facts.is_contested else ()
    return [*_up_to_the_candidates(facts), *poll, *_of_the_result(facts)]


def _facts(session: Session, election: Election, at: datetime) -> _Facts:
    zone = constitution.mutual(session).time_zone
    rules = constitution.rule_book(session, election.rule_set_id)
    steps = queries.steps(session, election.id)
    poll = session.get(Poll, election.poll_id) if election.poll_id else None
    questioned = deadlines.questioned_until(session, election)
    today, closes_on = clock.local_date(at, zone), clock.local_date(election.closes_at, zone)
    taken = {State(step.to_state): step.dated_on for step in steps}
    return _Facts(
        election=election,
        rules=rules,
        taken=taken,
        by_itself=_by_itself(election, taken, at),
        frozen_on=clock.local_date(poll.frozen_at, zone) if poll and poll.frozen_at else None,
        days=days_of(rules.election_timetable, closes_on=closes_on, fixed_on=steps[0].dated_on, today=today),
        today=today,
        nominations_close_on=clock.local_date(election.nominations_close_at, zone),
        opens_on=clock.local_date(election.opens_at, zone),
        closes_on=closes_on,
        is_contested=_is_contested(session, election, taken),
        final_from=clock.local_date(questioned, zone) if questioned else None,
        kept_until=deadlines.kept_until(session, election),
    )


def _by_itself(election: Election, taken: Mapping[State, date], at: datetime) -> frozenset[State]:
    """Return which of the opening and the close of an armed poll have come."""
    hours = {S.POLL_OPEN: election.opens_at, S.POLL_CLOSED: election.closes_at}
    return frozenset(state for state, hour in hours.items() if S.ARMED in taken and at >= hour)


def _is_contested(session: Session, election: Election, taken: Mapping[State, date]) -> bool:
    """Say whether there is a poll, or can still be one."""
    if election.poll_id is not None or S.WITHDRAWALS_CLOSED not in taken:
        return S.UNCONTESTED_DECLARED not in taken
    return len(queries.standing(session, election.id)) > election.seats


def _up_to_the_candidates(facts: _Facts) -> Iterator[Line]:
    """Yield the steps from the notice to the day on which it is settled who stands."""
    planned_on, days, close = facts.taken[S.PLANNED], facts.days, facts.nominations_close_on
    yield _timed(facts, say("Notice of election"), "notice", S.NOTICE_PUBLISHED, planned_on)
    yield Line(
        step=say("Nominations close"),
        rule=_before_the_close(facts.rules.election_timetable.nominations_close),
        source=MODEL_RULES.format("1"),
        said=facts.election.nominations_close_at,
        earliest=facts.taken.get(S.NOTICE_PUBLISHED, planned_on),
        latest=days.nominations_close,
        done_on=facts.taken.get(S.NOMINATIONS_CLOSED),
        late_by=facts.late(days.nominations_close, close),
    )
    yield _timed(facts, say("Candidates are published"), "candidates_published", S.CANDIDATES_PUBLISHED, close)
    yield _timed(facts, say("Withdrawals close"), "withdrawals_close", S.WITHDRAWALS_CLOSED, close)


def _timed(facts: _Facts, step: Sentence, name: str, state: State, earliest: date) -> Line:
    """Return a step that the timetable in the rules sets the last day of."""
    latest, done_on = getattr(facts.days, name), facts.taken.get(state)
    return Line(
        step=step,
        rule=_before_the_close(getattr(facts.rules.election_timetable, name)),
        source=MODEL_RULES.format("1"),
        earliest=earliest,
        latest=latest,
        done_on=done_on,
        late_by=facts.late(latest, done_on),
    )


def _before_the_close(days: int) -> Sentence:
    return say("Working days before the close, at the latest: %(days)s.", days=days)


def _up_to_the_poll(facts: _Facts) -> Iterator[Line]:
    """Yield the roll and the notice of poll."""
    roll_date = facts.election.roll_date
    yield _roll_date(facts)
    yield Line(
        step=say("The roll is frozen"),
        rule=say("From the roll date on, and before voting closes: nobody votes who is not on the frozen roll."),
        source=MODEL_RULES.format("22"),
        earliest=roll_date,
        latest=facts.closes_on,
        done_on=facts.frozen_on,
        late_by=facts.late(facts.closes_on, facts.frozen_on),
    )
    yield _timed(facts, say("Notice of poll, and the poll armed"), "notice_of_poll", S.ARMED, roll_date)


def _roll_date(facts: _Facts) -> Line:
    rules, on = facts.rules, facts.election.roll_date
    fixed = fixed_roll_date(rules, closes_on=facts.closes_on)
    latest = fixed or facts.nominations_close_on
    counted = say("Days before the close: %(days)s.", days=rules.election_roll_date_offset_days)
    return Line(
        step=say("Roll date: whoever is a member on this day can vote"),
        rule=counted if fixed else say("The day nominations close."),
        source=MODEL_RULES.format("27"),
        said=on,
        earliest=earliest_roll_date(rules, planned_on=facts.taken[S.PLANNED], closes_on=facts.closes_on),
        latest=latest,
        done_on=on if on <= facts.today else None,
        late_by=facts.late(latest, on),
    )


def _of_the_poll(facts: _Facts) -> Iterator[Line]:
    """Yield the hours of voting, the box and the count."""
    election, taken, closes_on = facts.election, facts.taken, facts.closes_on
    yield Line(
        step=say("Voting opens"),
        rule=say("By itself, after nominations close and before voting closes."),
        said=election.opens_at,
        earliest=facts.nominations_close_on,
        latest=closes_on,
        done_on=facts.opens_on if S.POLL_OPEN in facts.by_itself else None,
    )
    yield Line(
        step=say("Voting closes"),
        rule=say("By itself, at the hour in the notice; every day before it is counted from here."),
        source=MODEL_RULES.format("1"),
        said=election.closes_at,
        earliest=closes_on,
        latest=closes_on,
        done_on=closes_on if S.POLL_CLOSED in facts.by_itself else None,
    )
    yield Line(
        step=say("The box is sealed"), rule=say("After voting has closed."), earliest=closes_on,
        done_on=taken.get(S.SEALED),
    )  # fmt: skip
    yield Line(
        step=say("The ballots are counted"),
        rule=say("After the box is sealed. A count need not go on on a day that is not a working day."),
        source=MODEL_RULES.format("3"),
        earliest=taken.get(S.SEALED, closes_on),
        done_on=taken.get(S.COUNTING),
    )


def _of_the_result(facts: _Facts) -> Iterator[Line]:
    """Yield the declaration and what follows it."""
    yield _declared(facts)
    yield Line(
        step=say("The term begins"),
        rule=say("Not before voting closes. A term is of %(years)s years at most.", years=facts.rules.term_years),
        said=facts.election.term_starts_on,
        earliest=facts.closes_on,
        done_on=facts.election.term_starts_on if facts.election.term_starts_on <= facts.today else None,
    )
    yield Line(
        step=say("The result is final"),
        rule=say(
            "Days after the declaration in which it can be questioned: %(days)s.", days=facts.rules.challenge_days
        ),
        source=MODEL_RULES.format("66"),
        earliest=facts.final_from,
        done_on=facts.taken.get(S.FINAL),
    )
    yield Line(
        step=say("The papers are destroyed"),
        rule=KEPT[facts.rules.ballot_retention],
        source=MODEL_RULES.format("57"),
        earliest=facts.kept_until,
        done_on=facts.taken.get(S.DISPOSED),
    )


KEPT = {
    BallotRetention.ONE_YEAR: say("They are kept for one year from the declaration."),
    BallotRetention.END_OF_TERM: say("They are kept until the end of the term."),
}


def _declared(facts: _Facts) -> Line:
    step, taken = say("The result is declared"), facts.taken
    if facts.is_contested:
        rule = say("After two counts that agree.")
        earliest = taken.get(S.COUNTING, facts.closes_on)
        return Line(step=step, rule=rule, earliest=earliest, done_on=taken.get(S.DECLARED))
    return Line(
        step=step,
        rule=say("Once withdrawals are closed, for there are no more candidates than seats."),
        source=MODEL_RULES.format("18"),
        earliest=taken.get(S.WITHDRAWALS_CLOSED, facts.nominations_close_on),
        done_on=taken.get(S.UNCONTESTED_DECLARED),
    )
