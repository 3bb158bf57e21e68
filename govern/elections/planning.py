"""Plan an election and publish its notice."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from govern.board import queries as board
from govern.board.refusals import TooFewVacantSeats
from govern.board.rules import Term
from govern.constitution import queries as constitution
from govern.constitution.models import Constituency, RuleSet
from govern.constitution.rules import CandidateOrder
from govern.core.actors import Deed
from govern.core.errors import NotFound
from govern.core.languages import LocalText
from govern.core.words import say, say_many
from govern.counting.presets import PRESETS
from govern.elections import queries, steps
from govern.elections.models import Election
from govern.elections.refusals import RuleNotOffered, TimetableNotInOrder, TooEarly
from govern.elections.rules import COUNTED_BY, State, years_after
from govern.elections.timetable import earliest_roll_date


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An election as it will stand in the notice.

    :param rule_set_id: the rules in force now; the election keeps them whatever follows.
    :param lot_seed: the text that lots will be drawn from, fixed before any name exists.
    :param term_ends_on: first day after the term.
    """

    title: LocalText
    constituency_id: UUID
    sub_constituency_id: UUID | None
    seats: int
    rule_set_id: UUID
    candidate_order: CandidateOrder
    lot_seed: str
    nominations_close_at: datetime
    roll_date: date
    opens_at: datetime
    closes_at: datetime
    term_starts_on: date
    term_ends_on: date


def plan(session: Session, planned: Plan, deed: Deed) -> Election:
    """Write down an election to be held.

    :raises TimetableNotInOrder: its dates do not follow each other, or its roll date or term is not in the rules.
    :raises TooFewVacantSeats: its third has not as many empty seats when the term starts.
    :raises RuleNotOffered: the rules name a count that the engine does not have.

    Source: domain 3.1, 3.2 (rule 8, notice of election).
    """
    _ensure_in_order(planned, deed.at)
    _ensure_roll_date(session, planned, deed.at)
    _ensure_term(session, planned)
    _ensure_seats_are_vacant(session, planned)
    election = Election(**vars(planned), rule=_counting_rule(session, planned.rule_set_id))
    session.add(election)
    session.flush()
    steps.first(session, election.id, deed)
    return election


def _ensure_in_order(planned: Plan, at: datetime) -> None:
    """Refuse dates that do not follow each other; each refusal names the two that clash."""
    if planned.nominations_close_at <= at:
        told = say("Nominations have to close later than now. Choose a later time.")
        raise TimetableNotInOrder(told, about="nominations_close_at")
    if planned.opens_at <= planned.nominations_close_at:
        told = say("Voting has to open after nominations close. Choose a later opening.")
        raise TimetableNotInOrder(told, about="opens_at")
    if planned.closes_at <= planned.opens_at:
        told = say("Voting has to close after it opens. Choose a later close.")
        raise TimetableNotInOrder(told, about="closes_at")


def _ensure_roll_date(session: Session, planned: Plan, at: datetime) -> None:
    """Refuse a roll date on which no roll could be frozen in time, or which chooses who was a member long ago.

    Source: domain 9.1 (roll date); INV-21.
    """
    opens_on = constitution.today(session, at=planned.opens_at)
    earliest = _earliest_roll_date(session, planned, at)
    if planned.roll_date > opens_on:
        told = say(
            "The roll date cannot be after the day on which voting opens. Choose %(latest)s or earlier.",
            latest=opens_on,
        )
        raise TimetableNotInOrder(told, about="roll_date")
    if planned.roll_date < earliest:
        told = say("The roll date is earlier than the rules allow. Choose %(earliest)s or later.", earliest=earliest)
        raise TimetableNotInOrder(told, about="roll_date")


def _earliest_roll_date(session: Session, planned: Plan, at: datetime) -> date:
    """Return the day of planning, or the day before it that the rules fix, counted back from the close."""
    rules = constitution.rule_book(session, planned.rule_set_id)
    closes_on = constitution.today(session, at=planned.closes_at)
    return earliest_roll_date(rules, planned_on=constitution.today(session, at=at), closes_on=closes_on)


def _ensure_term(session: Session, planned: Plan) -> None:
    """Refuse a term that ends before it starts, starts before the close, or is longer than the rules give.

    Source: domain 3.4.
    """
    years = constitution.rule_book(session, planned.rule_set_id).term_years
    longest = years_after(planned.term_starts_on, years)
    if planned.term_ends_on <= planned.term_starts_on:
        told = say("The term has to end after it starts. Choose a later end.")
        raise TimetableNotInOrder(told, about="term_ends_on")
    if planned.term_starts_on < constitution.today(session, at=planned.closes_at):
        told = say("The term cannot start before voting closes. Choose a later start.")
        raise TimetableNotInOrder(told, about="term_starts_on")
    if planned.term_ends_on > longest:
        told = say_many(
            "The rules give a term of %(count)s year at most. Choose %(latest)s or earlier as its last day.",
            "The rules give a term of %(count)s years at most. Choose %(latest)s or earlier as its last day.",
            count=years,
            latest=longest - timedelta(days=1),
        )
        raise TimetableNotInOrder(told, about="term_ends_on")


def _ensure_seats_are_vacant(session: Session, planned: Plan) -> None:
    constituency = session.get(Constituency, planned.constituency_id)
    if constituency is None or constituency.third is None:
        raise NotFound
    term = Term(starts_on=planned.term_starts_on, ends_on=planned.term_ends_on)
    vacant = board.vacant(session, third=constituency.third, sub_constituency_id=planned.sub_constituency_id, term=term)
    if planned.seats > len(vacant):
        raise TooFewVacantSeats(wanted=planned.seats, vacant=len(vacant))


def _counting_rule(session: Session, rule_set_id: UUID) -> str:
    method = session.get_one(RuleSet, rule_set_id).parameters["election_method"]
    rule = COUNTED_BY.get(method)
    if rule is None or rule not in PRESETS:
        raise RuleNotOffered(method)
    return rule


def publish_notice(session: Session, election_id: UUID, deed: Deed) -> None:
    """Publish the notice of election. From here on nothing in the plan changes.

    Source: NHS foundation trust model election rules, rule 8.
    """
    queries.locked(session, election_id)
    steps.take(session, election_id, State.NOTICE_PUBLISHED, deed)


def open_nominations(session: Session, election_id: UUID, deed: Deed) -> None:
    """Begin to take nominations."""
    queries.locked(session, election_id)
    steps.take(session, election_id, State.NOMINATIONS_OPEN, deed)


def close_nominations(session: Session, election_id: UUID, deed: Deed) -> None:
    """Take no more nominations.

    :raises TooEarly: the closing time in the notice has not come.
    """
    election = queries.locked(session, election_id)
    if deed.at < election.nominations_close_at:
        raise TooEarly(election.nominations_close_at)
    steps.take(session, election_id, State.NOMINATIONS_CLOSED, deed)


def publish_candidates(session: Session, election_id: UUID, deed: Deed) -> None:
    """Publish who has been nominated.

    Source: NHS foundation trust model election rules, rules 15 and 16.
    """
    queries.locked(session, election_id)
    steps.take(session, election_id, State.CANDIDATES_PUBLISHED, deed)


def close_withdrawals(session: Session, election_id: UUID, deed: Deed) -> None:
    """Take no more withdrawals; whoever stands now is on the paper."""
    queries.locked(session, election_id)
    steps.take(session, election_id, State.WITHDRAWALS_CLOSED, deed)


def void(session: Session, election_id: UUID, deed: Deed) -> None:
    """Declare an election void; the deed's note says why."""
    queries.locked(session, election_id)
    steps.take(session, election_id, State.VOIDED, deed)
