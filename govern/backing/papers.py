"""Names that an officer entered from paper: whoever bears one can say that they did not give it.

Then it counts no longer. Nobody is spoken for who has said that they were not asked.

Source: domain 2.8 INV-40.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from govern.accounts import handing
from govern.backing import paper_hands
from govern.backing.models import PaperName, PaperNameDenial
from govern.backing.paper_refusals import DeniedAlready, NotTheirName, ProposerDenies
from govern.core import lookup
from govern.core.actors import Actor, Deed, Role
from govern.core.waiting import Heap
from govern.core.words import say
from govern.motions import queries, steps
from govern.motions.models import AmendmentOutcome, MotionBacking, SecondingWithdrawal
from govern.motions.rules import UNDECIDED, Backing

HEARS_OF_IT = frozenset({Role.CHAIR, Role.SECRETARY})
UNPROPOSED = say("Whoever was entered as its proposer says that they did not propose it.")


def enter(
    session: Session, motion_id: UUID, person_id: UUID, part: Backing, deed: Deed, *, amendment_n: int | None = None
) -> PaperName | None:
    """Write that a name was entered from paper, if it was. The caller has written the name itself."""
    if not paper_hands.is_on_paper(session, person_id, deed):
        return None
    assert deed.actor.person_id is not None
    entered = PaperName(
        motion_id=motion_id,
        amendment_n=amendment_n,
        person_id=person_id,
        part=part.value,
        entered_by=deed.actor.person_id,
        entered_at=deed.at,
    )
    session.add(entered)
    session.flush()
    return entered


def find(session: Session, name_id: UUID) -> PaperName:
    """Return a name on paper.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, PaperName, name_id)


@dataclass(frozen=True, kw_only=True)
class OnPaper:
    """A name on paper, and since when its bearer says that they did not give it."""

    name: PaperName
    denied_at: datetime | None


def of_motion(session: Session, motion_id: UUID) -> Sequence[OnPaper]:
    """Return the names on paper under a motion and its other wordings, as they were entered."""
    return _found(session, PaperName.motion_id == motion_id)


def of_person(session: Session, person_id: UUID) -> Sequence[OnPaper]:
    """Return what was entered in somebody's name, as it was entered."""
    return _found(session, PaperName.person_id == person_id)


def _found(session: Session, of: ColumnElement[bool]) -> Sequence[OnPaper]:
    query = select(PaperName, PaperNameDenial.denied_at).outerjoin(
        PaperNameDenial, PaperNameDenial.paper_name_id == PaperName.id
    )
    rows = session.execute(query.where(of).order_by(PaperName.entered_at, PaperName.id))
    return [OnPaper(name=name, denied_at=denied_at) for name, denied_at in rows]


def denied(session: Session, motion_id: UUID) -> frozenset[UUID]:
    """Return who says that they do not stand behind a motion, though their name was entered."""
    return frozenset(
        one.name.person_id for one in of_motion(session, motion_id) if one.denied_at and one.name.amendment_n is None
    )


def is_proposed_on_paper(session: Session, motion_id: UUID) -> bool:
    """Say whether an officer entered the proposer of a motion, and the proposer has not denied it."""
    proposer = queries.proposer(session, motion_id)
    found = [one for one in of_motion(session, motion_id) if _proposes(one.name, proposer)]
    return any(one.denied_at is None for one in found)


def is_proposer_denied(session: Session, motion_id: UUID) -> bool:
    """Say whether whoever was entered as the proposer of a motion says that they do not propose it."""
    return queries.proposer(session, motion_id) in denied(session, motion_id)


def ensure_proposed(session: Session, motion_id: UUID) -> None:
    """Refuse to take a motion further that nobody proposes.

    :raises ProposerDenies: it is so.
    """
    if is_proposer_denied(session, motion_id):
        raise ProposerDenies


def _proposes(name: PaperName, proposer: UUID) -> bool:
    return name.amendment_n is None and name.person_id == proposer and name.part == Backing.PROPOSER


def deny(session: Session, name_id: UUID, deed: Deed) -> PaperNameDenial:
    """Write that somebody did not give their name. It counts no longer, but for a vote that was called before.

    What was proposed or seconded in it loses its proposer or seconder; a wording that nobody proposes is not put.

    :raises NotFound: there is no such name.
    :raises DeniedAlready: it is said.
    :raises NotTheirName: it is the name of another, and the actor does not keep the agenda.
    :raises LetterNotConfirmed: they came by a printed code, and nobody has said that its letter reached them.
    """
    name = find(session, name_id)
    queries.locked(session, name.motion_id)
    ensure_may_deny(session, name_id, deed.actor)
    assert deed.actor.person_id is not None
    said = PaperNameDenial(paper_name_id=name_id, denied_at=deed.at, entered_by=deed.actor.person_id)
    session.add(said)
    session.flush()
    _record(session, name, deed)
    if not queries.vote_goes_on(session, name.motion_id):
        _take_away(session, name, deed)
    return said


def _record(session: Session, name: PaperName, deed: Deed) -> None:
    facts = {"person": name.person_id, "part": name.part}
    if name.amendment_n is None:
        steps.record(session, name.motion_id, deed, event="motion.name_denied", **facts)
    else:
        steps.record(session, name.motion_id, deed, event="amendment.name_denied", **facts, n=name.amendment_n)


def ensure_may_deny(session: Session, name_id: UUID, actor: Actor) -> None:
    """Refuse to say of a name what is said, or is not the actor's to say; raises as `deny` does."""
    name = find(session, name_id)
    handing.ensure_handed(session, actor)
    if session.get(PaperNameDenial, name_id) is not None:
        raise DeniedAlready
    if actor.person_id != name.person_id and actor.roles.isdisjoint(HEARS_OF_IT):
        raise NotTheirName


def _take_away(session: Session, name: PaperName, deed: Deed) -> None:
    """Let another take the place of a name that was not given. A motion keeps its proposer's, which says so."""
    if name.amendment_n is None:
        given = session.get_one(MotionBacking, (name.motion_id, name.person_id))
        if given.backing != Backing.PROPOSER and given.withdrawn_at is None:
            given.withdrawn_at = deed.at
    elif name.part == Backing.SECONDER:
        _let_seconder_go(session, name, deed)
    else:
        _let_fall(session, name, deed)
    session.flush()


def _let_seconder_go(session: Session, name: PaperName, deed: Deed) -> None:
    if (name.amendment_n, name.person_id) not in queries.withdrawn_secondings(session, name.motion_id):
        facts = {"motion_id": name.motion_id, "n": name.amendment_n, "person_id": name.person_id}
        session.add(SecondingWithdrawal(**facts, withdrawn_at=deed.at))


def _let_fall(session: Session, name: PaperName, deed: Deed) -> None:
    if name.amendment_n in queries.amendment_outcomes(session, name.motion_id):
        return
    facts = {"motion_id": name.motion_id, "n": name.amendment_n, "outcome": "fell", "note": str(UNPROPOSED)}
    session.add(AmendmentOutcome(**facts, settled_by=deed.actor.person_id, settled_at=deed.at))


def disputed(session: Session) -> Heap:
    """Return how many motions are under way with a name that was not given, and since when the first is denied."""
    query = (
        select(PaperName.motion_id, func.min(PaperNameDenial.denied_at))
        .join(PaperNameDenial, PaperNameDenial.paper_name_id == PaperName.id)
        .group_by(PaperName.motion_id)
    )
    waiting = [since for motion_id, since in session.execute(query) if queries.state(session, motion_id) in UNDECIDED]
    return Heap(len(waiting), min(waiting, default=None))
