"""The drawing of an election's lots, laid open: the text, when it was fixed, the order it gives, where it decided."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from govern.constitution.rules import CandidateOrder
from govern.counting.lots import lot_text
from govern.counting.reading import record_of
from govern.counting.stages import EXCLUDE, LOT
from govern.elections import queries, reopening
from govern.elections.models import Candidate, Election, ElectionCount, ElectionStep
from govern.elections.rules import State, order_text


@dataclass(frozen=True, kw_only=True)
class Lot:
    """A candidate's lot.

    :param text: what is hashed.
    :param sha256: in hexadecimal; the lowest comes first.
    """

    place: int
    candidate: Candidate
    text: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A tie that no votes could break.

    :param tied: names, the one with the advantage first.
    :param chosen: who was excluded, or whose surplus was transferred first.
    """

    stage: int
    is_exclusion: bool
    tied: Sequence[str]
    chosen: str


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """All there is to certify.

    :param planned: the step with which the text was entered.
    :param noticed: the step that fixed it; None before the notice.
    :param first_named_at: when the first candidate was entered.
    :param ties: in the order in which ties were broken; empty before the candidates are published.
    :param paper: in the order of the ballot paper, where it is drawn and settled who stands.
    """

    election: Election
    planned: ElectionStep
    noticed: ElectionStep | None
    first_named_at: datetime | None
    ties: Sequence[Lot]
    paper: Sequence[Lot]


def drawing(session: Session, election: Election) -> Drawing:
    """Return the drawing of an election's lots: names from the publication of the candidates on, and not before.

    Source: decisions, "Law and procedure, corrected": fixed in the notice, before names exist; product R7.
    """
    taken = {State(step.to_state): step for step in queries.steps(session, election.id)}
    people = queries.candidates(session, election.id)
    reopened = reopening.number_of_line(session, election)
    counted = [*people, *([Candidate(number=reopened, name=reopening.NAME)] if reopened else [])]
    standing = [one for one in people if one.withdrawn_on is None]
    is_drawn = election.candidate_order == CandidateOrder.DRAWN and State.WITHDRAWALS_CLOSED in taken
    return Drawing(
        election=election,
        planned=taken[State.PLANNED],
        noticed=taken.get(State.NOTICE_PUBLISHED),
        first_named_at=min((one.entered_at for one in people), default=None),
        ties=_in_order(counted, lot_text, election) if State.CANDIDATES_PUBLISHED in taken else [],
        paper=_in_order(standing, order_text, election) if is_drawn else [],
    )


def _in_order(people: Iterable[Candidate], text_of: Callable[[str, int], str], election: Election) -> list[Lot]:
    """Return the lots of some candidates, the lowest digest first."""
    texts = [(one, text_of(election.lot_seed, one.number)) for one in people]
    hashed = sorted(((sha256(text.encode()).hexdigest(), one, text) for one, text in texts), key=lambda lot: lot[0])
    return [
        Lot(place=place, candidate=one, text=text, sha256=digest) for place, (digest, one, text) in enumerate(hashed, 1)
    ]


def decided(counted: ElectionCount) -> list[Decided]:
    """Return the ties of a count that were broken by lot, in the order of its stages."""
    record = record_of(counted.record)
    assert record.lots is not None
    return [
        Decided(
            stage=stage.n,
            is_exclusion=stage.action == EXCLUDE,
            tied=[record.candidates[number - 1] for number in record.lots.sort(stage.tie.tied)],
            chosen=record.candidates[stage.tie.chosen - 1],
        )
        for stage in record.stages
        if stage.tie is not None and stage.tie.by == LOT
    ]
