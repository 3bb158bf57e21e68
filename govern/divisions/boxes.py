"""A secret division: a poll of one choice with its own box, which opens only after the close.

Source: decisions, "Roll, mark, cast"; ballots 2.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.ballots import closing, polls
from govern.ballots import queries as ballots
from govern.ballots.models import (
    ClosedMark,
    Custody,
    Decides,
    MarkKind,
    OpenedBallot,
    Poll,
    PublicationMode,
    SealedBallot,
)
from govern.ballots.polls import Electorate, Line, Paper
from govern.ballots.refusals import NothingToSettle
from govern.ballots.rules import from_spelled
from govern.constitution import queries as constitution
from govern.constitution.rules import Vote
from govern.core.actors import Deed
from govern.core.db import AnySelect
from govern.core.errors import NotFound
from govern.core.keyring import Keyring
from govern.core.languages import LocalText
from govern.core.words import Sentence, say, say_many
from govern.interests import electorate, standing_back
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.models import MotionText
from govern.motions.rules import Deciders
from govern.rolls.models import Roll, RollEntry

if TYPE_CHECKING:
    from govern.divisions.service import Terms

QUESTION = LocalText(en="Are you for or against this motion?", cy="Ydych chi o blaid neu yn erbyn y cynnig hwn?")
QUESTION_ON_WORDING = LocalText(
    en="Are you for or against this change of the wording?",
    cy="Ydych chi o blaid neu yn erbyn newid y geiriad fel hyn?",
)
CONSULTED = {"en": "a consultation", "cy": "ymgynghoriad"}
FOR, AGAINST = 1, 2
CHOICES = {FOR: "For", AGAINST: "Against"}
RULE = "yes-no"
B_FROM = 100


def draft(session: Session, terms: "Terms", *, roll_id: UUID) -> Poll:
    """Draft the paper: for, against; who chooses neither abstains."""
    electors = electorate.electors_of(session, terms.motion, terms.called).subquery()
    expected = session.scalar(select(func.count()).select_from(electors)) or 0
    paper = Paper(
        decides=Decides.MOTION,
        title=terms.motion.title if terms.is_binding else as_consultation(terms.motion.title),
        question=QUESTION_ON_WORDING if terms.asked.is_amendment else QUESTION,
        seats=1,
        rule=RULE,
        lot_source="",
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        publication_mode=PublicationMode.B if expected >= B_FROM else PublicationMode.C,
        custody=Custody.INSTALLATION,
    )
    lines = [Line(number=n, name=name, statement=LocalText(), position=n) for n, name in CHOICES.items()]
    return polls.draft(session, paper, lines, roll_id=roll_id)


def as_consultation(title: LocalText) -> LocalText:
    """Return a title that says of itself, in each of its languages, that nothing is decided by it.

    The letters, the paper and all that stands about the poll then say so.

    >>> as_consultation(LocalText(en="A lane for bicycles"))["en"]
    'A lane for bicycles (a consultation)'
    """
    return LocalText({code: f"{words} ({CONSULTED.get(code, CONSULTED['en'])})" for code, words in title.items()})


@dataclass(frozen=True, kw_only=True)
class Put:
    """What a paper asks about, in the words that stood when the vote was called.

    :ivar replaced: the text that a change of the wording would replace; None where the motion is put.
    """

    text: LocalText
    replaced: LocalText | None
    is_binding: bool

    @property
    def is_wording(self) -> bool:
        """Say whether it is a change of a motion's wording; else it is the motion."""
        return self.replaced is not None


def division_of(session: Session, poll_id: UUID) -> UUID:
    """Return the division that a poll on a motion is the box of."""
    return session.scalars(select(Division.id).where(Division.poll_id == poll_id)).one()


def put_in(session: Session, poll_id: UUID) -> Put:
    """Return what is voted on in a poll on a motion."""
    division = session.get_one(Division, division_of(session, poll_id))
    stands = session.get_one(MotionText, (division.motion_id, division.text_version)).text
    if division.amendment_n is None:
        return Put(text=stands, replaced=None, is_binding=division.is_binding)
    wording = queries.amendment(session, division.motion_id, division.amendment_n)
    return Put(text=wording.text, replaced=stands, is_binding=division.is_binding)


def freeze(session: Session, division: Division, electors: AnySelect, deed: Deed, *, keys: Keyring) -> Roll:
    """Freeze the roll with the paper, make the key of the box, and arm the poll."""
    assert division.poll_id is not None
    is_boards = queries.find(session, division.motion_id).deciders == Deciders.BOARD
    described = "The board" if is_boards else "The members"
    poll = polls.freeze(
        session,
        division.poll_id,
        Electorate(description=described, electors=electors),
        keys=keys,
        actor=deed.actor,
        at=deed.at,
    )
    polls.arm(session, poll.id, keys=keys, actor=deed.actor, at=deed.at)
    return session.get_one(Roll, division.roll_id)


def open_box(
    session: Session, division: Division, deed: Deed, *, keys: Keyring, clock_now: Callable[[], datetime]
) -> Poll:
    """Seal the box after the close and open it: the votes in it are now to be counted.

    :raises PollNotReady: voting goes on, or the box is open.
    :raises BoxAndMarksDiffer: the box holds more or fewer ballots than were marked; it is sealed, and stays shut.
    :raises NotFound: it is not voted on in secret, so that there is no box.
    :raises OfficerStandsBack: the actor takes no part in the motion.
    """
    if division.poll_id is None:
        raise NotFound
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)
    poll = ballots.find(session, division.poll_id)
    if poll.sealed_at is None:
        closing.seal(session, poll.id, actor=deed.actor, clock_now=clock_now)
    if closing.waits_for_a_decision(poll):
        return poll
    return closing.open_box(session, poll.id, keys=keys, actor=deed.actor, at=clock_now())


def ensure_may_be_opened(session: Session, division: Division, *, at: datetime) -> None:
    """Refuse to seal and open a division's box where that cannot be done now; raises as `open_box` does."""
    if division.poll_id is None:
        raise NotFound
    closing.ensure_may_be_counted(session, ballots.find(session, division.poll_id), at=at)


def ensure_waits_for_a_decision(session: Session, division: Division) -> None:
    """Refuse a decision on a difference where none waits for one.

    :raises NothingToSettle: the box is not sealed, agrees with the marks, or its difference is settled.
    """
    if not waits_for_a_decision(session, division):
        raise NothingToSettle


def settle_difference(session: Session, division: Division, deed: Deed, *, decision_id: UUID) -> None:
    """Let the box be opened although it and the marks differ, on a decision that is in the minutes.

    :raises NotFound: it is not voted on in secret, or there is no such decision.
    :raises NothingToSettle, DecidedBeforeTheSeal: see ballots.closing.settle_difference.
    :raises OfficerStandsBack: the actor takes no part in the motion.

    Source: ballots 2, "Close": the same as in an election.
    """
    if division.poll_id is None:
        raise NotFound
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)
    closing.settle_difference(session, division.poll_id, decision_id=decision_id, actor=deed.actor, at=deed.at)


def waits_for_a_decision(session: Session, division: Division) -> bool:
    """Say whether a division's box stays shut until a body decides on the difference between it and the marks."""
    return division.poll_id is not None and closing.waits_for_a_decision(ballots.find(session, division.poll_id))


def is_open(session: Session, division: Division) -> bool:
    """Say whether a division has a box, and it was opened."""
    return division.poll_id is not None and ballots.find(session, division.poll_id).opened_at is not None


@dataclass(frozen=True, kw_only=True)
class Boxed:
    """What a box held.

    :ivar votes: (class, vote) to how many.
    :ivar ballots: how many there were, unreadable ones too; None until the box is opened.
    :ivar sealed: how many it held when it was sealed, where that keeps it shut; else None.
    :ivar marks: how many of the roll were marked as having voted.
    :ivar is_settled: whether a body decided to go on although box and marks differ.
    """

    votes: dict[tuple[str, Vote], int]
    ballots: int | None
    marks: int
    sealed: int | None = None
    is_settled: bool = False


def counted(session: Session, poll_id: UUID) -> Boxed:
    """Count a box by one grouping of what was opened."""
    poll = ballots.find(session, poll_id)
    if poll.opened_at is None:
        sealed = poll.sealed_ballots if closing.waits_for_a_decision(poll) else None
        return Boxed(votes={}, ballots=None, marks=poll.sealed_marks or 0, sealed=sealed)
    rows = session.execute(
        select(OpenedBallot.elector_class, OpenedBallot.ranking, func.count())
        .where(OpenedBallot.poll_id == poll_id)
        .group_by(OpenedBallot.elector_class, OpenedBallot.ranking)
    )
    votes: dict[tuple[str, Vote], int] = {}
    for elector_class, ranking, count in rows:
        key = (elector_class, meant(ranking))
        votes[key] = votes.get(key, 0) + count
    return Boxed(
        votes=votes,
        ballots=sum(votes.values()) + (poll.unreadable or 0),
        marks=poll.sealed_marks or 0,
        is_settled=poll.discrepancy_decision_id is not None,
    )


@dataclass(frozen=True, kw_only=True)
class Astray:
    """By class, how many ballots are missing from the count, and how many are in the box beyond the marks.

    :ivar missing: marked and not in the box, or in it and not to be read.
    """

    missing: dict[str, int] = field(default_factory=dict)
    beyond: dict[str, int] = field(default_factory=dict)


def astray(session: Session, division: Division) -> Astray:
    """Return by how many ballots an opened box and its count differ from the marks.

    Source: ballots 2, "Close"; decisions, INV-24: the declaration states the number and compares it with the margin.
    """
    if division.poll_id is None or not is_open(session, division):
        return Astray()
    boxed, marked = _boxed_by_class(session, division.poll_id), _marked_by_class(session, division)
    read: dict[str, int] = {}
    for (code, _), count in counted(session, division.poll_id).votes.items():
        read[code] = read.get(code, 0) + count
    found = Astray()
    for code in {*boxed, *marked}:
        inside, marks = boxed.get(code, 0), marked.get(code, 0)
        found.missing[code] = max(marks - inside, 0) + inside - read.get(code, 0)
        found.beyond[code] = max(inside - marks, 0)
    return found


def _boxed_by_class(session: Session, poll_id: UUID) -> dict[str, int]:
    box = SealedBallot
    query = select(box.elector_class, func.count()).where(box.poll_id == poll_id).group_by(box.elector_class)
    return dict(session.execute(query).all())


def _marked_by_class(session: Session, division: Division) -> dict[str, int]:
    """Return how many of each class are marked as having voted."""
    query = (
        select(RollEntry.elector_class, func.count())
        .join(ClosedMark, ClosedMark.elector_id == RollEntry.elector_id)
        .where(
            RollEntry.roll_id == division.roll_id,
            ClosedMark.poll_id == division.poll_id,
            ClosedMark.kind.in_((MarkKind.ONLINE, MarkKind.PAPER)),
        )
        .group_by(RollEntry.elector_class)
    )
    return dict(session.execute(query).all())


def told_of(session: Session, division: Division) -> list[Sentence]:
    """Return what everybody is told of an opened box beside its count: how it differs from the marks, and by which
    decision it is counted; and how many ballots in it nobody can read.

    Source: ballots 2, "Close", "Open and count".
    """
    poll = ballots.find(session, division.poll_id) if division.poll_id is not None else None
    if poll is None or poll.opened_at is None:
        return []
    told = []
    if poll.discrepancy_decision_id is not None:
        told.append(
            say(
                "Ballots in the box: %(ballots)s. Marked as having voted: %(marks)s. A decision let the count go on"
                " although they differ: %(minute)s.",
                ballots=poll.sealed_ballots or 0,
                marks=poll.sealed_marks or 0,
                minute=constitution.decision(session, poll.discrepancy_decision_id).minute_reference,
            )
        )
    if poll.unreadable:
        told.append(
            say_many(
                "%(count)s ballot could not be read, and counts for neither side.",
                "%(count)s ballots could not be read, and count for neither side.",
                count=poll.unreadable,
            )
        )
    return told


def meant(ranking: str) -> Vote:
    """Return what an opened ballot says; a blank one abstains, and of two choices the first counts.

    >>> [meant(one).value for one in ("1", "2", "", "2 1")]
    ['for', 'against', 'abstained', 'against']
    """
    chosen = from_spelled(ranking)
    if not chosen:
        return Vote.ABSTAINED
    return Vote.FOR if chosen[0] == FOR else Vote.AGAINST
