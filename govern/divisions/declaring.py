"""End a division and declare what came of it: one tally that adds up, one sum, one decision.

Source: domain 5.2, 5.4, 5.5; domain 2.8 INV-27, INV-33.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.amendments import amending
from govern.amendments.amending import Settled
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import decisions
from govern.constitution import queries as constitution
from govern.constitution.decisions import Minute
from govern.constitution.models import Decision
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Deed
from govern.core.canonical import digest
from govern.core.clock import local_date
from govern.core.words import say
from govern.deciding.rules import Casting
from govern.divisions import chairing, doubts, places, printed_margins, tallying, vacated, weighing
from govern.divisions import service as divisions
from govern.divisions.models import DivisionBar, DivisionMark
from govern.divisions.refusals import (
    AlreadyDeclared,
    DoesNotAddUp,
    EndedTooSoon,
    NotEndedEarly,
    NotLapsed,
    VotingGoesOn,
    VotingIsOver,
)
from govern.divisions.tallying import Tally
from govern.divisions.weighing import Weighed
from govern.interests import standing_back, subjects
from govern.motions import queries, steps
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion, MotionText
from govern.motions.rules import Ask, Deciders, State, Way
from govern.motions.words import reference_of
from govern.rolls.models import Roll, RollEntry

FIRST = "-first"


def close(session: Session, division_id: UUID, deed: Deed) -> Division:
    """End a vote before its hour: once everybody has voted, and at a meeting from the minute that its call told.

    :raises AlreadyDeclared: what came of it is on record.
    :raises VotingIsOver: it was ended, and waits to be declared.
    :raises VotingGoesOn: its votes are in a box, which closes at its own hour.
    :raises VoteNotTaken: it has not opened, or has ended.
    :raises NotEndedEarly: somebody has not voted, and it is not at a meeting.
    :raises EndedTooSoon: somebody has not voted, and the call told that it stays open longer.
    :raises OfficerStandsBack: the actor takes no part in the motion.
    """
    division = divisions.locked(session, division_id)
    ensure_not_ended(session, division, at=deed.at)
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)
    if deed.at >= division.closes_at:
        return division
    return _end(session, division, deed)


def ensure_not_ended(session: Session, division: Division, *, at: datetime) -> None:
    """Refuse to end a vote that is over, or cannot be ended now; raises as `close` does."""
    if session.get(DivisionOutcome, division.id) is not None:
        raise AlreadyDeclared
    if division.closed_at is not None:
        raise VotingIsOver
    if division.ask == Ask.SECRET or at < division.opens_at:
        raise VotingGoesOn(division.closes_at)
    if at < division.closes_at and not may_end(session, division, at=at):
        raise NotEndedEarly if division.may_end_at is None else EndedTooSoon(division.may_end_at)


def ensure_may_be_ended(session: Session, division: Division, *, at: datetime) -> None:
    """Refuse to ask for the end of a vote that is over, or cannot be ended now; raises as `close` does.

    :raises VotingIsOver: its hour has come.
    """
    ensure_not_ended(session, division, at=at)
    if division.is_over(at=at):
        raise VotingIsOver


def may_end(session: Session, division: Division, *, at: datetime) -> bool:
    """Say whether people can end a vote that is open: how it stands has no part in that, as they would learn it.

    Source: decision 0033.
    """
    if division.may_end_at is not None and at >= division.may_end_at:
        return True
    received = tallying.received(session, division, at=at)
    return received.turnout == received.electors


def end_agreed(session: Session, division_id: UUID, deed: Deed) -> Division:
    """End the vote on a resolution in writing that is agreed, whatever the others say. Only clockwork may.

    :raises AlreadyDeclared: it is over.
    :raises NotEndedEarly: it is no resolution in writing, is not open, or is not agreed yet.

    Source: CA 2006 s.296(4): it is passed when the required majority have agreed to it; decision 0033.
    """
    division = divisions.locked(session, division_id)
    if division.is_over(at=deed.at):
        raise AlreadyDeclared
    if not is_agreed(session, division, at=deed.at):
        raise NotEndedEarly
    return _end(session, division, deed)


def is_agreed(session: Session, division: Division, *, at: datetime) -> bool:
    """Say whether a resolution in writing is carried even if all who have not voted were against it."""
    if not divisions.ends_once_agreed(session, division):
        return False
    at_the_worst = tallying.with_the_rest_against(tallying.add_up(session, division, at=at))
    return weighing.weigh(session, division, at_the_worst).is_carried


def _end(session: Session, division: Division, deed: Deed) -> Division:
    division.closed_at = deed.at
    session.flush()
    told = {"closed_at": deed.at}
    happening = Happening(event="division.closed", subject_id=division.id, facts=told)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return division


def declare(session: Session, division_id: UUID, deed: Deed, *, casting: Casting | None = None) -> DivisionOutcome:
    """Declare what came of a division, take the motion along, and where it binds and is carried, write the decision.

    Doors call `consequences.resolving.declare`, which knows what else follows.

    :param casting: how the chair used a casting vote, where the rules give one.
    :raises AlreadyDeclared: it was declared.
    :raises VotingGoesOn: it has not closed.
    :raises DoesNotAddUp: with the first thing that does not.
    :raises OfficerStandsBack: the actor takes no part in the motion.
    :raises NoCastingVote: the actor uses one, and was not in the chair, or has no vote in this.

    Source: domain 2.8 INV-33; domain 9.0b.
    """
    division = divisions.locked(session, division_id)
    assert deed.actor.person_id is not None
    tally = tally_to_declare(session, division, at=deed.at)
    standing_back.ensure_free(session, division.motion_id, deed.actor, at=deed.at)
    if casting is not None:
        chairing.cast(session, division, casting, deed)
    weighed = weighing.weigh(session, division, tally, casting=casting)
    outcome = _write(session, division, tally, weighed, deed, casting=casting)
    _go_on(session, division, weighed, deed)
    return outcome


def tally_to_declare(session: Session, division: Division, *, at: datetime) -> Tally:
    """Return the tally of a vote that can be declared now; raises as `declare` does."""
    if session.get(DivisionOutcome, division.id) is not None:
        raise AlreadyDeclared
    tally = tallying.tally(session, division.id, at=at)
    if not tally.adds_up:
        raise DoesNotAddUp(tally.why_not[0])
    return tally


def lapse(session: Session, division_id: UUID, deed: Deed) -> DivisionOutcome:
    """Put on record that a resolution was not agreed in writing by its hour, and has lapsed. Clockwork may.

    What was agreed in time is for the chair to declare.

    :raises AlreadyDeclared: it was declared.
    :raises NotLapsed: its hour has not come, it was agreed in time, or it is no resolution in writing.

    Source: CA 2006 s.297; domain 5.5.
    """
    division = divisions.locked(session, division_id)
    if session.get(DivisionOutcome, division_id) is not None:
        raise AlreadyDeclared
    is_written = queries.find(session, division.motion_id).way == Way.WRITTEN and division.amendment_n is None
    if not is_written or deed.at < division.closes_at:
        raise NotLapsed
    tally = tallying.tally(session, division_id, at=deed.at)
    weighed = weighing.weigh(session, division, tally)
    if weighed.is_carried:
        raise NotLapsed
    outcome = _write(session, division, tally, weighed, deed)
    lapsed_on = local_date(division.closes_at, constitution.mutual(session).time_zone)
    _go_on(session, division, weighed, replace(deed, dated_on=lapsed_on))
    return outcome


def _write(
    session: Session,
    division: Division,
    tally: Tally,
    weighed: Weighed,
    deed: Deed,
    *,
    casting: Casting | None = None,
) -> DivisionOutcome:
    """Write what came of a vote, and journal it with the digests that hold it to what was voted."""
    root = session.get_one(Roll, division.roll_id).root
    assert root is not None
    learned = doubts.of_division(session, division, at=deed.at)
    outcome = DivisionOutcome(
        division_id=division.id,
        is_carried=weighed.is_carried,
        is_quorate=weighed.is_quorate,
        tally=[] if division.poll_id is not None else tally.as_json(),
        working=str(weighed.working),
        sums=weighing.as_json(session, division, weighed, tally)
        | {"doubts": asdict(learned)}
        | printed_margins.as_json(session, division, at=deed.at),
        roll_root=root,
        declared_by=deed.actor.person_id,
        declared_at=deed.at,
    )
    session.add(outcome)
    session.flush()
    told = {name: getattr(outcome, name) for name in ("is_carried", "is_quorate", "tally", "sums", "roll_root")}
    told["casting"] = casting
    told["marks"] = _digest_of_marks(session, division)
    if division.ask == Ask.SECRET:
        # By class, few of one class would show how each of them voted: only the box holds it.
        told["tally"] = digest(tally.as_json(), salt=session.get_one(Roll, division.roll_id).salt)
    happening = Happening(event="division.declared", subject_id=division.id, facts=told)
    audit.record(session, happening, actor=deed.actor, at=deed.at)
    return outcome


def _digest_of_marks(session: Session, division: Division) -> str:
    """Return the digest of who said what, so that the journal holds all votes without naming one."""
    marks = DivisionMark
    rows = session.execute(
        select(marks.elector_id, marks.way, marks.vote)
        .where(marks.division_id == division.id)
        .order_by(marks.elector_id)
    )
    salt = session.get_one(Roll, division.roll_id).salt
    return digest([list(row) for row in rows], salt=salt)


def _go_on(session: Session, division: Division, weighed: Weighed, deed: Deed) -> None:
    """Take the motion, or the amendment, to where its vote leads."""
    motion = queries.locked(session, division.motion_id)
    if division.amendment_n is not None:
        if weighed.is_quorate:
            settled = Settled.CARRIED if weighed.is_carried else Settled.LOST
            amending.settle_amendment(session, motion.id, division.amendment_n, settled, deed, division_id=division.id)
        return
    to = end_of(division, weighed, way=Way(motion.way))
    if to is None:
        return
    if not division.is_binding:
        deed = replace(deed, note=deed.note or str(say("A consultation. It decides nothing.")))
    decision = _decide(session, division, motion, deed) if to in (State.CARRIED, State.CONFIRMED) else None
    steps.take(session, motion.id, to, deed, decision_id=decision.id if decision else None)


def end_of(division: Division, weighed: Weighed, *, way: Way) -> State | None:
    """Return where a vote on a motion leads; None where it stays: a second meeting without a quorum is held again.

    A consultation decides nothing, so the motion lapses with it. What is not agreed in writing lapses too.

    Source: domain 9.0b; CA 2006 s.297.
    """
    if not division.is_binding:
        return State.LAPSED
    if not weighed.is_quorate:
        return None if division.is_confirming else State.FELL_INQUORATE
    if not weighed.is_carried:
        return State.LAPSED if way is Way.WRITTEN else State.LOST
    if division.is_confirming:
        return State.CONFIRMED
    return State.FIRST_CARRIED if division.majority.endswith(FIRST) else State.CARRIED


def _decide(session: Session, division: Division, motion: Motion, deed: Deed) -> Decision:
    """Write the decision that a motion has become, with everybody's part in it."""
    is_boards = motion.deciders == Deciders.BOARD
    mutual = constitution.mutual(session)
    text = session.get_one(MotionText, (motion.id, division.text_version))
    minute = Minute(
        body=Body.BOARD if is_boards else Body.GENERAL_MEETING,
        decided_on=min(division.held_on(zone=mutual.time_zone), constitution.today(session, at=deed.at)),
        minute_reference=str(reference_of(motion=motion.number, vote=division.n)),
        text=f"{motion.title}\n\n{text.text}",
        about=subjects.of_motion(session, motion),
    )
    return decisions.write(
        session,
        minute,
        participants=participants_of(session, division, at=deed.at),
        rule_set_id=division.rule_set_id,
        actor=deed.actor,
        at=deed.at,
    )


def participants_of(session: Session, division: Division, *, at: datetime) -> Sequence[Participant]:
    """Return everybody's part in a division: those on the roll who took part, and those who stood back.

    In secret nobody knows who said what, so only those who stood back are named. Directors who were asked and did not
    answer are named too, as long as they were directors; of the members that would be a list of nearly everybody.
    """
    stood_back = set(session.scalars(select(DivisionBar.person_id).where(DivisionBar.division_id == division.id)))
    stood_back |= set(places.who_left(session, division.id))
    return [
        *_parts_of_electors(session, division, but_for=stood_back.union(vacated.people(session, division, at=at))),
        *(Participant(person_id=person, is_present=False, is_recused=True) for person in sorted(stood_back)),
    ]


def _parts_of_electors(session: Session, division: Division, *, but_for: Collection[UUID]) -> Iterator[Participant]:
    """Give the part of each elector who took one, and of each director who took none."""
    is_marked = (DivisionMark.roll_id == RollEntry.roll_id) & (DivisionMark.elector_id == RollEntry.elector_id)
    rows = session.execute(
        select(RollEntry.person_id, DivisionMark.elector_id, DivisionMark.vote)
        .outerjoin(DivisionMark, is_marked & (DivisionMark.division_id == division.id))
        .where(RollEntry.roll_id == division.roll_id)
        .order_by(RollEntry.number)
    )
    names_all = division.ask == Ask.RECORDED and queries.find(session, division.motion_id).deciders == Deciders.BOARD
    for person, marked, vote in rows:
        if marked is not None:
            yield Participant(person_id=person, vote=Vote(vote or Vote.NONE))
        elif names_all and person not in but_for:
            yield Participant(person_id=person, is_present=False)
