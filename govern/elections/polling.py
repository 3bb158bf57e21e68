"""The poll of an election: its roll frozen, armed, open, closed, sealed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.ballots import closing, polls
from govern.ballots import queries as ballots
from govern.ballots.models import Custody, Decides, Poll
from govern.ballots.polls import Electorate, Line, Paper
from govern.ballots.refusals import PollNotReady
from govern.constitution import ages
from govern.constitution import queries as constitution
from govern.constitution.models import SubConstituency
from govern.constitution.rules import CandidateOrder
from govern.core.actors import Deed
from govern.core.clock import local_date
from govern.core.db import AnySelect
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.core.words import say
from govern.elections import limits, queries, reopening, steps
from govern.elections.models import Election
from govern.elections.refusals import NoContest, TooEarly
from govern.elections.rules import State, positions, publication_mode
from govern.register import queries as register
from govern.register.rules import born_by
from govern.rolls import service as rolls
from govern.rolls.models import Capacity
from govern.rolls.refusals import RollAlreadyFrozen

QUESTION = LocalText(en="Who do you want to be elected?", cy="Pwy ydych chi am iddynt gael eu hethol?")


def freeze_roll(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring) -> Poll:
    """Derive the roll from the register, freeze it with the paper, and make the box's key.

    :raises StepOutOfOrder: withdrawals are not closed, or the poll is armed already.
    :raises RollAlreadyFrozen: it was frozen before.
    :raises NoContest: there are no more candidates than seats.
    :raises LimitsCannotBeKept: no choice among those who stand keeps to the rules' limits.
    :raises TooEarly: the roll date has not come.
    :raises NobodyOnRoll, PollNotReady: see ballots.polls.freeze.

    Source: INV-14, INV-21, INV-39; product R3.
    """
    election = queries.locked(session, election_id)
    steps.ensure_in(session, election_id, State.WITHDRAWALS_CLOSED, wanted=State.ARMED)
    ensure_not_frozen(election)
    if len(queries.standing(session, election_id)) <= election.seats:
        raise NoContest
    limits.ensure_can_be_kept(session, election)
    if constitution.today(session, at=deed.at) < election.roll_date:
        raise TooEarly(election.roll_date)
    electors = electors_of(session, election, known_at=deed.at)
    poll = _draft_poll(session, election, electors)
    election.poll_id = poll.id
    electorate = Electorate(description=_described(session, election), electors=electors)
    frozen = polls.freeze(session, poll.id, electorate, keys=keys, actor=deed.actor, at=deed.at)
    audit.sign_head(session, key=keys.journal_key(), occasion="roll.frozen", at=deed.at)
    return frozen


def ensure_not_frozen(election: Election) -> None:
    """Refuse to freeze a roll again.

    :raises RollAlreadyFrozen: it was frozen before.
    """
    if election.poll_id is not None:
        raise RollAlreadyFrozen


def electors_of(session: Session, election: Election, *, known_at: datetime) -> AnySelect:
    """Return the SELECT of an election's electors: members of its constituency on the roll date, as known then.

    Whoever is recorded as younger than the rules let people vote, on the day they name for it, is left out.
    """
    entitled = register.entitled(
        roll_date=election.roll_date,
        known_at=known_at,
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
        born_by=born_by(age=min_age(session, election), on=age_tested_on(session, election)),
    ).subquery()
    return select(
        entitled.c.person_id,
        literal(str(Capacity.MEMBER)).label("capacity"),
        entitled.c.membership_id,
        entitled.c.member_no.label("number"),
        entitled.c["class"],
        literal(1).label("weight"),
    )


def min_age(session: Session, election: Election) -> int:
    """Return the youngest age of a voter, by the rules that the election was noticed under."""
    return constitution.rule_book(session, election.rule_set_id).min_voting_age


def age_tested_on(session: Session, election: Election) -> date:
    """Return the day on which a voter has to have that age."""
    book = constitution.rule_book(session, election.rule_set_id)
    opens_on = local_date(election.opens_at, constitution.mutual(session).time_zone)
    return ages.tested_on(book, roll_date=election.roll_date, opens_on=opens_on)


def electors_by_class(session: Session, election: Election, *, known_at: datetime) -> dict[str, int]:
    """Return how many electors the register gives an election, by the code of their class."""
    electors = electors_of(session, election, known_at=known_at).subquery()
    rows = session.execute(select(electors.c["class"], func.count()).group_by(electors.c["class"]))
    return dict(rows.all())


def _draft_poll(session: Session, election: Election, electors: AnySelect) -> Poll:
    counted = session.scalar(select(func.count()).select_from(electors.subquery())) or 0
    paper = Paper(
        decides=Decides.DIRECTORS,
        title=election.title,
        question=QUESTION,
        seats=election.seats,
        rule=election.rule,
        lot_source=election.lot_seed,
        opens_at=election.opens_at,
        closes_at=election.closes_at,
        publication_mode=publication_mode(counted),
        custody=Custody.INSTALLATION,
        constraints=limits.promised(session, election),
    )
    roll = rolls.draft(session, roll_date=election.roll_date)
    return polls.draft(session, paper, _lines(session, election), roll_id=roll.id)


def _lines(session: Session, election: Election) -> list[Line]:
    """Return the lines of the paper. Nothing is typed again: names are those of the nominations."""
    standing = queries.standing(session, election.id)
    places = positions(
        {one.number: one.sort_name for one in standing},
        CandidateOrder(election.candidate_order),
        seed=election.lot_seed,
    )
    people = [
        Line(number=one.number, name=one.name, statement=one.statement, position=places[one.number]) for one in standing
    ]
    return [*people, *reopening.line(session, election, position=len(people) + 1)]


def _described(session: Session, election: Election) -> str:
    """Return the constituency, and the part of it, in words."""
    whole = str(queries.constituency(session, election).name)
    if election.sub_constituency_id is None:
        return whole
    part = session.get_one(SubConstituency, election.sub_constituency_id)
    return f"{whole}: {part.name}"


def arm(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring) -> None:
    """Let the poll take ballots when its hour comes.

    :raises LimitsCannotBeKept: withdrawals since the roll was frozen left too few of a category.
    :raises StepOutOfOrder, PollNotReady, DirectorsNeedOfficersKeys, CanaryNotOpened: see ballots.polls.arm.

    Source: product R8.
    """
    election = queries.locked(session, election_id)
    steps.take(session, election_id, State.ARMED, deed)
    limits.ensure_can_be_kept(session, election)
    polls.arm(session, poll_of(election), keys=keys, actor=deed.actor, at=deed.at)


def poll_of(election: Election) -> UUID:
    """Return the id of an election's poll.

    :raises PollNotReady: its roll is not frozen, so it has none.
    """
    if election.poll_id is None:
        raise PollNotReady(say("The roll of this election is not frozen yet. Freeze it first."))
    return election.poll_id


def keep_time(session: Session, election_id: UUID, deed: Deed) -> State:
    """Write down that the poll has opened, or closed, if it has; return where the election is.

    The poll opens and closes by its hours alone; this only puts it on record.
    """
    election = queries.locked(session, election_id)
    state = queries.state(session, election_id)
    if state == State.ARMED and deed.at >= election.opens_at:
        state = _take_by_the_clock(session, election, State.POLL_OPEN, deed, hour=election.opens_at)
    if state == State.POLL_OPEN:
        closes_at = ballots.find(session, poll_of(election)).closes_at
        if deed.at >= closes_at:
            state = _take_by_the_clock(session, election, State.POLL_CLOSED, deed, hour=closes_at)
    return state


def _take_by_the_clock(session: Session, election: Election, to: State, deed: Deed, *, hour: datetime) -> State:
    """Date a step by the hour that it happened at, however late it is written down."""
    before = queries.last_step(session, election.id).dated_on
    dated_on = max(before, constitution.today(session, at=hour))
    return State(steps.take(session, election.id, to, replace(deed, dated_on=dated_on, note="")).to_state)


def seal(session: Session, election_id: UUID, deed: Deed, *, keys: Keyring, clock_now: Callable[[], datetime]) -> State:
    """Seal the box, and say whether it holds as many ballots as there are marks.

    :raises PollNotReady: voting goes on, or the box was sealed before.

    Source: decisions, "Roll, mark, cast": sealing commits always; a mismatch blocks opening, never the close.
    """
    election = queries.locked(session, election_id)
    poll = closing.seal(session, poll_of(election), actor=deed.actor, clock_now=clock_now)
    assert poll.sealed_at is not None
    sealed = replace(deed, at=poll.sealed_at)
    keep_time(session, election_id, sealed)
    agrees = poll.sealed_ballots == poll.sealed_marks
    state = State.SEALED if agrees else State.DISCREPANCY
    steps.take(session, election_id, state, sealed)
    audit.sign_head(session, key=keys.journal_key(), occasion="poll.sealed", at=poll.sealed_at)
    return state


def ensure_may_be_sealed(session: Session, election: Election, *, at: datetime) -> None:
    """Refuse to seal a box that cannot be sealed now.

    :raises PollNotReady: it is not armed, is sealed already, or its close has not come.
    """
    if election.poll_id is not None:
        closing.ensure_may_be_sealed(ballots.find(session, election.poll_id), at)


def settle_discrepancy(session: Session, election_id: UUID, deed: Deed, *, decision_id: UUID) -> None:
    """Let the count go on although box and marks differ, on a decision that is in the minutes.

    :raises NothingToSettle, DecidedBeforeTheSeal: see ballots.closing.settle_difference.

    Source: ballots 2, "Close"; decisions, "Roll, mark, cast".
    """
    election = queries.locked(session, election_id)
    steps.take(session, election_id, State.SEALED, deed)
    poll_id = poll_of(election)
    closing.settle_difference(session, poll_id, decision_id=decision_id, actor=deed.actor, at=deed.at)


def ensure_waits_for_a_decision(session: Session, election: Election) -> None:
    """Refuse a decision on a difference that there is not.

    :raises StepOutOfOrder: the election is not held up by one.
    :raises NothingToSettle: box and marks agree, or it is settled.
    """
    steps.ensure_in(session, election.id, State.DISCREPANCY, wanted=State.SEALED)
    closing.ensure_waits_for_a_decision(session.get_one(Poll, poll_of(election)))


def due_elections(session: Session, at: datetime) -> list[UUID]:
    """Return the elections whose poll has opened or closed by `at` without its being on record."""
    return [
        line.election.id
        for line in queries.listed(session)
        if (line.state == State.ARMED and line.election.opens_at <= at)
        or (line.state == State.POLL_OPEN and line.election.closes_at <= at)
    ]
