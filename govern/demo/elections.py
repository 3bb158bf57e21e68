"""The elections of the demonstration: the first board's, one declared, one closed, one open, one to come."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import casting, credentials
from govern.ballots import queries as ballots
from govern.ballots.casting import Desk, Elector
from govern.consequences import cessation
from govern.constitution import queries as constitution
from govern.constitution.rules import CandidateOrder
from govern.core.actors import CLOCKWORK, Actor, Deed, Role
from govern.core.clock import local_date
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.demo.statements import OF_SERVICE_USERS, OF_THE_WORKFORCE
from govern.demo.timetable import (
    CLOSED,
    COMING,
    DECLARED,
    FIRST_CHALLENGED,
    FIRST_CONTESTED,
    FIRST_FINAL,
    FIRST_UNOPPOSED,
    OPEN,
    Held,
)
from govern.elections import candidates, counts, planning, polling, queries
from govern.elections.candidates import Nomination
from govern.elections.models import Election
from govern.elections.planning import Plan
from govern.register import queries as register
from govern.register.rules import Cessation, Ground
from govern.rolls import queries as rolls

TURNOUT = 0.6
NOON, FIVE, SIX = 12, 17, 18
SHOWN_BALLOTS = 5


def first_board(stage: Stage, officer: Actor, rolled: random.Random) -> None:
    """Hold the elections of the first year: three without a contest, one with a poll too small for figures by stage."""
    for held in FIRST_UNOPPOSED:
        with stage.transaction() as session:
            election = _noticed(session, stage, held, officer)
            deed = _close_nominations(session, stage, held, election.id, officer)
            counts.declare_unopposed(session, election.id, deed, keys=stage.keys)
            _make_final(session, stage, election.id, officer)
    made = _polled(stage, FIRST_CONTESTED, officer, rolled, share=TURNOUT)
    _declare(stage, FIRST_CONTESTED, made.election_id, officer)
    with stage.transaction() as session:
        _make_final(session, stage, made.election_id, officer)


def declared(stage: Stage, officer: Actor, rolled: random.Random) -> None:
    """Hold an election through to its declaration, with a poll big enough to be published."""
    made = _polled(stage, DECLARED, officer, rolled, share=TURNOUT)
    _declare(stage, DECLARED, made.election_id, officer)
    with stage.transaction() as session:
        counts.open_to_challenge(session, made.election_id, Deed(actor=officer, at=stage.hour_of(DECLARED.closes, SIX)))


def closed(stage: Stage, officer: Actor, rolled: random.Random) -> None:
    """Hold an election up to its close; sealing, counting and declaring are left to whoever tries it."""
    made = _polled(stage, CLOSED, officer, rolled, share=TURNOUT)
    with stage.transaction() as session:
        polling.keep_time(session, made.election_id, Deed(actor=CLOCKWORK, at=stage.hour_of(CLOSED.closes, FIVE)))


def coming(stage: Stage, officer: Actor) -> None:
    """Carry an election to the close of its nominations."""
    with stage.transaction() as session:
        election = _noticed(session, stage, COMING, officer)
        deed = Deed(actor=officer, at=stage.hour_of(COMING.nominations_close, NOON))
        planning.close_nominations(session, election.id, deed)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a visitor votes with in the open election, by the elector's name.

    :param ballots: codes of a few who have not voted.
    :param cannot_vote: the code of one whose membership ended after the roll was frozen.
    """

    ballots: Mapping[str, str]
    cannot_vote: Mapping[str, str]


def opened(stage: Stage, staff: Mapping[Role, Actor], rolled: random.Random) -> Opened:
    """Open an election in which some have voted, and one has left the mutual since the roll was frozen."""
    made = _arm(stage, OPEN, staff[Role.RETURNING_OFFICER])
    with stage.transaction() as session:
        polling.keep_time(session, made.election_id, Deed(actor=CLOCKWORK, at=stage.hour_of(OPEN.opens)))
    *others, leaver = sorted(made.codes)
    shown = others[:SHOWN_BALLOTS]
    _leave(stage, made.people[leaver], staff[Role.SECRETARY])
    _vote(stage, [made.codes[name] for name in others[SHOWN_BALLOTS:]], rolled,
          at=stage.hour_of(OPEN.opens - 1), share=TURNOUT / 2)  # fmt: skip
    return Opened(ballots={name: made.codes[name] for name in shown}, cannot_vote={leaver: made.codes[leaver]})


def _leave(stage: Stage, person_id: UUID, secretary: Actor) -> None:
    """End a membership, as of yesterday, because its holder no longer works here."""
    at = stage.hour_of(1)
    on = local_date(at, DEFAULT_ZONE)
    with stage.transaction() as session:
        membership = next(iter(register.memberships_of(session, person_id)))
        cessation.end(
            session,
            membership.id,
            Cessation(on=on, ground=Ground.NO_LONGER_QUALIFIES),
            actor=secretary,
            at=at,
        )


@dataclass(frozen=True, kw_only=True)
class Armed:
    """An election whose poll takes ballots when its hour comes.

    :param codes: of every elector, by name.
    :param people: person of every elector, by name.
    """

    election_id: UUID
    codes: Mapping[str, str]
    people: Mapping[str, UUID]


def _polled(stage: Stage, held: Held, officer: Actor, rolled: random.Random, *, share: float) -> Armed:
    """Carry an election to the last day of its poll, and let a share of its electors vote."""
    made = _arm(stage, held, officer)
    with stage.transaction() as session:
        polling.keep_time(session, made.election_id, Deed(actor=CLOCKWORK, at=stage.hour_of(held.opens)))
    _vote(stage, list(made.codes.values()), rolled, at=stage.hour_of(held.opens - 3), share=share)
    return made


def _declare(stage: Stage, held: Held, election_id: UUID, officer: Actor) -> None:
    """Seal, count and declare on the evening of the close."""
    deed = Deed(actor=officer, at=stage.hour_of(held.closes, FIVE))
    with stage.transaction() as session:
        polling.seal(session, election_id, deed, keys=stage.keys, clock_now=lambda: deed.at)
    with stage.transaction() as session:
        counts.count(session, election_id, deed, keys=stage.keys)
        counts.declare(session, election_id, deed, keys=stage.keys)


def _make_final(session: Session, stage: Stage, election_id: UUID, officer: Actor) -> None:
    """Open the days of challenge and close them when they are over."""
    counts.open_to_challenge(session, election_id, Deed(actor=officer, at=stage.hour_of(FIRST_CHALLENGED)))
    counts.make_final(session, election_id, Deed(actor=officer, at=stage.hour_of(FIRST_FINAL)))


def _noticed(session: Session, stage: Stage, held: Held, officer: Actor) -> Election:
    """Plan an election, publish its notice and enter its nominations."""
    planned = Deed(actor=officer, at=stage.hour_of(held.planned))
    election = planning.plan(session, _plan(session, stage, held), planned)
    planning.publish_notice(session, election.id, planned)
    planning.open_nominations(session, election.id, planned)
    _nominate(session, held, election.id, planned)
    return election


def _close_nominations(session: Session, stage: Stage, held: Held, election_id: UUID, officer: Actor) -> Deed:
    """Close nominations and withdrawals on one day, and return its deed."""
    deed = Deed(actor=officer, at=stage.hour_of(held.nominations_close, NOON))
    planning.close_nominations(session, election_id, deed)
    planning.publish_candidates(session, election_id, deed)
    planning.close_withdrawals(session, election_id, deed)
    return deed


def _arm(stage: Stage, held: Held, officer: Actor) -> Armed:
    """Carry an election to its armed poll, with a link for every elector."""
    with stage.transaction() as session:
        election = _noticed(session, stage, held, officer)
        deed = _close_nominations(session, stage, held, election.id, officer)
        poll = polling.freeze_roll(session, election.id, deed, keys=stage.keys)
        polling.arm(session, election.id, deed, keys=stage.keys)
        minted = credentials.mint(session, poll.id, secret=stage.secret, actor=officer, at=deed.at)
        people = {elector_id: person_id for elector_id, person_id, *_ in rolls.lines(session, poll.roll_id)}
        names = register.names_of(session, people.values())
    return Armed(
        election_id=election.id,
        codes={names[people[one.elector_id]]: one.code for one in minted},
        people={names[person]: person for person in people.values()},
    )


def _plan(session: Session, stage: Stage, held: Held) -> Plan:
    part = next(one for one in constitution.parts(session) if one.code == held.part)
    closes = local_date(stage.hour_of(held.closes), DEFAULT_ZONE)
    return Plan(
        title=held.title,
        constituency_id=part.constituency_id,
        sub_constituency_id=part.id,
        seats=held.seats,
        rule_set_id=constitution.rule_set_on(session, on=local_date(stage.hour_of(held.planned), DEFAULT_ZONE)).id,
        candidate_order=CandidateOrder.ALPHABETICAL,
        lot_seed=f"Calder Valley, {held.title}: dice 4 2 6 1",
        nominations_close_at=stage.hour_of(held.nominations_close, NOON),
        roll_date=local_date(stage.hour_of(held.nominations_close), DEFAULT_ZONE),
        opens_at=stage.hour_of(held.opens),
        closes_at=stage.hour_of(held.closes, FIVE),
        term_starts_on=closes + timedelta(days=1),
        term_ends_on=closes + timedelta(days=1 + held.term_days),
    )


def _nominate(session: Session, held: Held, election_id: UUID, deed: Deed) -> None:
    """Let the first members of the part stand, each with a statement."""
    election = queries.find(session, election_id)
    entitled = register.entitled(
        roll_date=local_date(deed.at, DEFAULT_ZONE),
        known_at=deed.at,
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
    ).order_by("member_no")
    people = session.execute(entitled.limit(held.candidates)).all()
    statements = OF_THE_WORKFORCE if held.part.endswith("staff") else OF_SERVICE_USERS
    for row, statement in zip(people, statements, strict=False):
        name = register.name_of(session, row.person_id)
        nomination = Nomination(
            person_id=row.person_id,
            name=name,
            sort_name=name.split()[-1],
            statement=statement,
            received_at=deed.at,
        )
        candidates.enter(session, election_id, nomination, deed)


def _vote(stage: Stage, codes: list[str], rolled: random.Random, *, at: datetime, share: float) -> None:
    """Cast the ballots of a share of the electors, each as their own link would."""
    desk = Desk(secret=stage.secret, receipt_key=stage.keys.receipt_key())
    for code in rolled.sample(sorted(codes), int(len(codes) * share)):
        with stage.transaction() as session:
            elector = credentials.elector_of(session, credentials.digest_of(code, secret=stage.secret))
            ranking = _ranking(session, elector, rolled)
            reviewed = casting.review(session, elector, ranking=ranking, desk=desk, at=at)
            casting.cast(session, elector, reviewed=reviewed, desk=desk, clock_now=lambda: at)


def _ranking(session: Session, elector: Elector, rolled: random.Random) -> list[int]:
    """Return a made-up ranking: the first names are a little better liked, and most people stop after three."""
    numbers = [option.number for option in ballots.options(session, elector.poll_id)]
    liked = sorted(numbers, key=lambda number: rolled.random() * (number + 2))
    return liked[: rolled.choice((1, 2, 3, 3, 3, len(liked)))]
