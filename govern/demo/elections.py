"""The two elections of the demonstration: one declared last month, one open for voting now."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from govern.ballots import casting, credentials
from govern.ballots import queries as ballots
from govern.ballots.casting import Desk, Elector
from govern.constitution import queries as constitution
from govern.constitution.rules import CandidateOrder
from govern.core.actors import Actor
from govern.core.clock import instant, local_date
from govern.core.languages import LocalText
from govern.core.words import DEFAULT_ZONE
from govern.demo.stage import Stage
from govern.elections import candidates, counts, planning, polling, queries
from govern.elections.candidates import Nomination
from govern.elections.planning import Plan
from govern.elections.steps import Deed
from govern.register import queries as register
from govern.rolls import queries as rolls

TURNOUT = 0.6
NOON, FIVE = 12, 17
SHOWN_BALLOTS = 5
STATEMENTS = (
    "I have worked nights for eleven years and I want rotas that people can plan a life around.",
    "I will ask of every decision: does this make the visit better for the person at home?",
    "We own this mutual. I want every one of us to see where each pound goes, in plain words.",
    "Training first. Nobody should be sent to a house they have not been prepared for.",
    "I listen, I read the papers before the meeting, and I answer when you ring.",
    "A quieter voice, but a stubborn one, for the smaller teams who are easily overlooked.",
)


@dataclass(frozen=True, kw_only=True)
class Held:
    """An election to hold, by days before now; a minus is in the future.

    :param part: code of the part that elects.
    """

    title: str
    part: str
    seats: int
    candidates: int
    planned: int
    nominations_close: int
    opens: int
    closes: int


DECLARED = Held(
    title="Directors elected by supported people",
    part="supported",
    seats=2,
    candidates=5,
    planned=80,
    nominations_close=60,
    opens=45,
    closes=30,
)
OPEN = Held(
    title="Directors elected by care staff",
    part="care_staff",
    seats=2,
    candidates=6,
    planned=40,
    nominations_close=20,
    opens=2,
    closes=-12,
)


def declared(stage: Stage, officer: Actor, rolled: random.Random) -> None:
    """Hold the election that is over: two in three voted, the result is declared, the seats are filled."""
    election_id, codes = _arm(stage, DECLARED, officer)
    _vote(stage, list(codes.values()), rolled, at=_ago(stage, DECLARED.opens - 3), share=TURNOUT)
    deed = Deed(actor=officer, at=_ago(stage, DECLARED.closes, FIVE))
    with stage.transaction() as session:
        polling.seal(session, election_id, deed, keys=stage.keys, clock_now=lambda: deed.at)
    with stage.transaction() as session:
        counts.count(session, election_id, deed, keys=stage.keys)
        counts.declare(session, election_id, deed, keys=stage.keys)
        counts.open_to_challenge(session, election_id, deed)


def opened(stage: Stage, officer: Actor, rolled: random.Random) -> Mapping[str, str]:
    """Open the election that goes on now, and return a few electors who have not voted, with their codes."""
    election_id, codes = _arm(stage, OPEN, officer)
    with stage.transaction() as session:
        polling.keep_time(session, election_id, Deed(actor=officer, at=_ago(stage, OPEN.opens)))
    shown = dict(sorted(codes.items())[:SHOWN_BALLOTS])
    others = [code for name, code in codes.items() if name not in shown]
    _vote(stage, others, rolled, at=_ago(stage, OPEN.opens - 1), share=TURNOUT / 2)
    return shown


def _ago(stage: Stage, days: int, hour: int = 9) -> datetime:
    """Return an hour of the day so many days before today, on the mutual's clock; a minus is in the future."""
    return instant(local_date(stage.at, DEFAULT_ZONE) - timedelta(days=days), hour, 0, DEFAULT_ZONE)


def _arm(stage: Stage, held: Held, officer: Actor) -> tuple[UUID, dict[str, str]]:
    """Carry an election from its plan to an armed poll; return it and a code for each elector, by name."""
    planned = Deed(actor=officer, at=_ago(stage, held.planned))
    with stage.transaction() as session:
        election = planning.plan(session, _plan(session, stage, held), planned)
        planning.publish_notice(session, election.id, planned)
        planning.open_nominations(session, election.id, planned)
        _nominate(session, stage, held, election.id, planned)
    deed = Deed(actor=officer, at=_ago(stage, held.nominations_close, NOON))
    with stage.transaction() as session:
        planning.close_nominations(session, election.id, deed)
        planning.publish_candidates(session, election.id, deed)
        planning.close_withdrawals(session, election.id, deed)
        poll = polling.freeze_roll(session, election.id, deed, keys=stage.keys)
        polling.arm(session, election.id, deed, keys=stage.keys)
        minted = credentials.mint(session, poll.id, secret=stage.secret, actor=officer, at=deed.at)
        people = {elector_id: person_id for elector_id, person_id, *_ in rolls.lines(session, poll.roll_id)}
        names = register.names_of(session, people.values())
    return election.id, {names[people[one.elector_id]]: one.code for one in minted}


def _plan(session: Session, stage: Stage, held: Held) -> Plan:
    part = next(one for one in constitution.parts(session) if one.code == held.part)
    closes = local_date(_ago(stage, held.closes), DEFAULT_ZONE)
    return Plan(
        title=LocalText(en=held.title),
        constituency_id=part.constituency_id,
        sub_constituency_id=part.id,
        seats=held.seats,
        rule_set_id=constitution.rule_set_on(session, on=local_date(_ago(stage, held.planned), DEFAULT_ZONE)).id,
        candidate_order=CandidateOrder.ALPHABETICAL,
        lot_seed=f"Calder Valley, {held.title}: dice 4 2 6 1",
        nominations_close_at=_ago(stage, held.nominations_close, NOON),
        roll_date=local_date(_ago(stage, held.nominations_close), DEFAULT_ZONE),
        opens_at=_ago(stage, held.opens),
        closes_at=_ago(stage, held.closes, FIVE),
        term_starts_on=closes + timedelta(days=1),
        term_ends_on=closes + timedelta(days=1 + 3 * 365),
    )


def _nominate(session: Session, stage: Stage, held: Held, election_id: UUID, deed: Deed) -> None:
    """Let the first members of the part stand, each with a statement."""
    election = queries.find(session, election_id)
    entitled = register.entitled(
        roll_date=local_date(deed.at, DEFAULT_ZONE),
        known_at=deed.at,
        constituency_id=election.constituency_id,
        sub_constituency_id=election.sub_constituency_id,
    ).order_by("member_no")
    people = session.execute(entitled.limit(held.candidates)).all()
    for row, statement in zip(people, STATEMENTS, strict=False):
        name = register.name_of(session, row.person_id)
        nomination = Nomination(
            person_id=row.person_id,
            name=name,
            sort_name=name.split()[-1],
            statement=LocalText(en=statement),
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
