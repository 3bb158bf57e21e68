"""Put a motion, or an amendment, to those who decide it: the roll frozen, the barred named, the hours fixed.

Source: domain 2.8 INV-17, INV-20, INV-21, INV-26, INV-27, INV-33; domain 5.3, 5.5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Uuid, insert, literal, select
from sqlalchemy.orm import Session

from govern.amendments import amending
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.backing import papers, taking_over
from govern.backing import service as backing
from govern.constitution import queries as constitution
from govern.constitution.rulebook import RuleBook
from govern.core import lookup
from govern.core.actors import Deed
from govern.core.canonical import digest
from govern.core.clock import local_date
from govern.core.db import table_of
from govern.core.keyring import Keyring
from govern.divisions import boxes, call_days, chairing, hours, roll_dates, secrecy
from govern.divisions.models import DivisionBar
from govern.divisions.refusals import AdmissionIsByName, RollDateNotCome, WayNotPossible
from govern.interests import concerns, electorate, namings, standing_back
from govern.interests import queries as interest_queries
from govern.interests.electorate import Called
from govern.motions import admissible, choosing, majorities, overtaking, queries, steps
from govern.motions.choosing import Asked
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.refusals import DivisionGoesOn
from govern.motions.rules import CAN_BE_PUT, Ask, Kind, State, Way, binds
from govern.rolls import service as rolls
from govern.rolls.models import Roll
from govern.statutory import courses

HOURS = ("opens_at", "closes_at", "may_end_at")
# Outside a meeting there are no hands to count, and whoever agrees in writing does so by name.
ASKS: Mapping[Way, Sequence[Ask]] = {
    Way.MEETING: tuple(Ask),
    Way.BALLOT: (Ask.RECORDED, Ask.SECRET),
    Way.WRITTEN: (Ask.RECORDED,),
}


@dataclass(frozen=True, kw_only=True)
class Call:
    """On what terms a vote is called.

    :param opens_at: None for now.
    :param closes_at: None for a written resolution of members, which lapses by the rules.
    :param roll_date: None for today; what is decided in writing, and on the franchise, has its own in any case.
    :param call: 1 at the first call of a meeting, 2 at an adjourned one.
    :param amendment_n: the amendment that is put, and not the motion.
    :param is_confirming: the second meeting of a statutory resolution.
    :param noticed_on: when notice was first given; None for what is on record of it.
    :param least_minutes: for how long a vote at a meeting stays open, unless everybody has voted.
    :param read: see `steps.ensure_read`.
    :param unreached: of how many the caller was shown that nothing which is sent reaches them.
    :param chair_id: who is in the chair of a meeting; None for whoever calls it as chair, or the only one in office.
    """

    ask: Ask
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    roll_date: date | None = None
    call: int = 1
    amendment_n: int | None = None
    is_confirming: bool = False
    noticed_on: date | None = None
    least_minutes: int = hours.LEAST_MINUTES
    read: int | None = None
    chair_id: UUID | None = None
    unreached: int = 0


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a division would be, were it called: shown before it is, and written when it is.

    :ivar asked: what the majority is chosen by.
    :ivar majority: name of a rule of motions.deciding.
    :ivar may_end_at: when the chair can end it first, at a meeting; None where only its hour ends it.
    """

    motion: Motion
    called: Called
    asked: Asked
    rule_set_id: UUID
    majority: str
    is_binding: bool
    opens_at: datetime
    closes_at: datetime
    may_end_at: datetime | None

    @property
    def opens_on(self) -> date:
        """Return the day on which voting opens."""
        return self.called.opens_on or self.called.roll_date


def call(session: Session, motion_id: UUID, wanted: Call, deed: Deed, *, keys: Keyring) -> Division:
    """Put a motion or an amendment to its electors. Their roll is frozen with this, and nothing changes it.

    :raises TextChanged: another text stands now than the actor read.
    :raises Refusal: of `ensure_may_be_put`.
    :raises NoticeByLawTooShort: the Act wants longer notice of its matter.
    :raises WayNotPossible, AdmissionIsByName, HoursNotPossible, RollDateNotCome, OneVoterOfAClass, NobodyOnRoll,
        NoFirstCall, SecondCallTooEarly, MeetingNotNoticed, NotOnTheDayOfItsMeeting, MeetingTooSoon,
        FirstNoticeMissing, NoticeMissing, NotOnItsDay, EndsWithItsMeeting, ClosesTooEarly, ClosesTooLate,
        ClosesOnDirectors: see there.
    :raises NotInTheChair: whoever would be in the chair does not hold the office.

    Source: domain 2.8 INV-20, INV-27, INV-33.
    """
    motion = queries.locked(session, motion_id)
    ensure_may_be_put(session, motion, deed, amendment_n=wanted.amendment_n, is_confirming=wanted.is_confirming)
    steps.ensure_read(session, motion_id, wanted.read)
    _ensure_way(motion, wanted)
    terms = terms_of(session, motion, wanted, at=deed.at)
    namings.ensure_heard(session, motion, at=deed.at, called=terms.called)
    if wanted.ask is Ask.SECRET:
        secrecy.ensure_nobody_decides_alone(session, terms)
    is_on_wording, is_confirming = wanted.amendment_n is not None, wanted.is_confirming
    call_days.ensure_at_its_meeting(
        session, motion, is_confirming=is_confirming, is_on_wording=is_on_wording, call=wanted.call, on=terms.opens_on
    )
    call_days.ensure_long_enough(session, motion, terms.asked, terms.called, closes_at=terms.closes_at, at=deed.at)
    division = _write(session, terms, wanted, deed)
    chair = chairing.preside(session, division, wanted.chair_id, deed) if motion.way == Way.MEETING else None
    _name_the_barred(session, division, terms)
    _freeze(session, division, terms, deed, keys)
    _tell_called(session, division, chair.person_id if chair else None, deed)
    _step(session, motion, wanted, deed)
    return division


def ensure_may_be_put(
    session: Session, motion: Motion, deed: Deed, *, amendment_n: int | None, is_confirming: bool
) -> None:
    """Refuse to put a motion or an amendment where it cannot be put now.

    :raises MotionStepOutOfOrder: the motion cannot be put where it is.
    :raises AmendmentNotNext, DivisionGoesOn: another is put first, or a vote on it is not declared.
    :raises ObjectionWaits: somebody objects to having no vote, and nobody has ruled on it.
    :raises ProposerDenies, CourseNotBegun: as `papers.ensure_proposed` and `courses.ensure_begun` raise.
    :raises MotionOvertaken: the rules that it would bring can never come into force.
    :raises OfficerStandsBack, SeconderStandsBack: the actor takes no part in the motion, or its seconder does not.
    :raises ProposerInterested: it is on an admission or the franchise, and its proposer does not count.
    """
    steps.ensure_in(session, motion.id, *([State.FIRST_CARRIED] if is_confirming else CAN_BE_PUT), wanted=State.PUT)
    overtaking.ensure_not_overtaken(session, motion)
    if amendment_n is not None:
        queries.amendment(session, motion.id, amendment_n)
    else:
        courses.ensure_begun(session, motion)
        concerns.ensure_says_whom(session, motion)
    standing_back.ensure_free(session, motion.id, deed.actor, at=deed.at)
    if not is_confirming:
        taking_over.ensure_proposer_counts(session, motion, deed)
    amending.ensure_next(session, motion.id, amendment_n, at=deed.at)
    if any(declared is None for _, declared in of_motion(session, motion.id)):
        raise DivisionGoesOn
    papers.ensure_proposed(session, motion.id)
    namings.ensure_heard(session, motion, at=deed.at)
    backing.ensure_seconded(session, motion, at=deed.at)


def _ensure_way(motion: Motion, wanted: Call) -> None:
    if wanted.ask not in ASKS[Way(motion.way)]:
        raise WayNotPossible
    if wanted.ask not in asks_of(motion, is_on_wording=wanted.amendment_n is not None):
        raise AdmissionIsByName


def asks_of(motion: Motion, *, is_on_wording: bool) -> Sequence[Ask]:
    """Return the ways in which votes on a motion, or on a wording of it, can be given.

    An entry waits for the word of those who were for it, and what was said in secret or by hands is nobody's word.
    """
    if motion.kind == Kind.ADMISSION and not is_on_wording:
        return (Ask.RECORDED,)
    return ASKS[Way(motion.way)]


def terms_of(session: Session, motion: Motion, wanted: Call, *, at: datetime) -> Terms:
    """Return what a division on these terms would be, at an instant.

    :raises HoursNotPossible: it would close before it opens, or too soon after, or has opened before it is called.
    :raises RollDateNotCome: the roll date is a day to come.
    """
    mutual = constitution.mutual(session)
    today = constitution.today(session, at=at)
    noticed_on = wanted.noticed_on or min(roll_dates.noticed_on(session, motion) or today, today)
    rule_set_id = motion.rule_set_id or constitution.rule_set_on(session, on=min(noticed_on, today)).id
    book = constitution.rule_book(session, rule_set_id)
    is_amendment = wanted.amendment_n is not None
    asked = majorities.asked_of(session, motion, is_amendment=is_amendment, is_confirming=wanted.is_confirming)
    opens_at = wanted.opens_at or at
    closes_at = hours.closes_at(motion, wanted.closes_at, book, today=today, zone=ZoneInfo(mutual.time_zone))
    may_end_at = hours.may_end_at(motion, wanted.ask, opens_at=opens_at, least_minutes=wanted.least_minutes)
    hours.ensure_possible(wanted.ask, at=at, opens_at=opens_at, closes_at=closes_at, may_end_at=may_end_at)
    roll_date = roll_dates.roll_date(motion, wanted.roll_date, today=today, noticed_on=noticed_on)
    if roll_date > today:
        raise RollDateNotCome(roll_date)
    return Terms(
        motion=motion,
        called=Called(
            roll_date=roll_date,
            known_at=at,
            book=book,
            noticed_on=noticed_on,
            opens_on=local_date(opens_at, mutual.time_zone),
            interested=interest_queries.standing_back(session, motion.id),
        ),
        asked=asked,
        rule_set_id=rule_set_id,
        majority=choosing.name_of(asked, book),
        is_binding=_binds(motion, asked, book),
        opens_at=opens_at,
        closes_at=closes_at,
        may_end_at=may_end_at,
    )


def _binds(motion: Motion, asked: Asked, book: RuleBook) -> bool:
    return binds(
        asked.legal_form,
        asked.way,
        deciders=asked.deciders,
        ballots_decide=book.member_ballot_decides,
        is_statutory=admissible.is_statutory(amending.shape_of(motion), legal_form=asked.legal_form),
    )


def _tell_called(session: Session, division: Division, chair_id: UUID | None, deed: Deed) -> None:
    """Journal that a vote was called, on what, by which rule, and who is in the chair."""
    names = ("n", "amendment_n", "ask", "majority", "is_binding", "members", "closes_at")
    told = {name: getattr(division, name) for name in names}
    told |= {"chair": chair_id, "motion": division.motion_id, "roll": division.roll_id}
    happening = Happening(event="division.called", subject_id=division.id, facts=told)
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _write(session: Session, terms: Terms, wanted: Call, deed: Deed) -> Division:
    """Write a division with its roll, still to be frozen, and its box where it is in secret."""
    motion = terms.motion
    assert deed.actor.person_id is not None
    roll = rolls.draft(session, roll_date=terms.called.roll_date)
    poll = boxes.draft(session, terms, roll_id=roll.id) if wanted.ask is Ask.SECRET else None
    division = Division(
        motion_id=motion.id,
        n=len(of_motion(session, motion.id)) + 1,
        amendment_n=wanted.amendment_n,
        text_version=queries.text(session, motion.id).version,
        ask=wanted.ask,
        call=wanted.call,
        is_confirming=wanted.is_confirming,
        is_binding=terms.is_binding,
        majority=terms.majority,
        rule_set_id=terms.rule_set_id,
        roll_id=roll.id,
        poll_id=poll and poll.id,
        members=electorate.size_of(session, motion, terms.called),
        called_by=deed.actor.person_id,
        called_at=deed.at,
        opens_at=terms.opens_at,
        closes_at=terms.closes_at,
        may_end_at=terms.may_end_at,
    )
    session.add(division)
    session.flush()
    return division


def _name_the_barred(session: Session, division: Division, terms: Terms) -> None:
    """Write down who stands back and why, in one statement, before the roll is frozen without them."""
    barred = electorate.bars_of(session, terms.motion, terms.called).subquery()
    chosen = select(literal(division.id, Uuid()), barred.c.person_id, barred.c.bar)
    session.execute(insert(table_of(DivisionBar)).from_select(["division_id", "person_id", "bar"], chosen))


def _freeze(session: Session, division: Division, terms: Terms, deed: Deed, keys: Keyring) -> Roll:
    """Freeze the roll, bound to what is put, how and when: none of it can be another's."""
    electors = electorate.electors_of(session, terms.motion, terms.called)
    if division.poll_id is not None:
        return boxes.freeze(session, division, electors, deed, keys=keys)
    return rolls.freeze(
        session, division.roll_id, electors=electors, bound_to=promised(session, division), actor=deed.actor, at=deed.at
    )


def promised(session: Session, division: Division) -> str:
    """Return the digest of everything that those who vote are told, 64 hexadecimal digits."""
    motion = queries.find(session, division.motion_id)
    kept = ("id", "motion_id", "n", "amendment_n", "text_version", "ask", "call", "is_confirming", "is_binding")
    facts = {name: getattr(division, name) for name in (*kept, "majority", "rule_set_id", *HOURS)}
    words = {"title": dict(motion.title), "text": dict(queries.text(session, motion.id).text)}
    return digest(facts | words)


def _step(session: Session, motion: Motion, wanted: Call, deed: Deed) -> None:
    """Let the motion be put; what is decided outside a meeting needs nobody to move it there."""
    if wanted.amendment_n is not None or wanted.is_confirming:
        return
    if queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA and motion.way != Way.MEETING:
        steps.take(session, motion.id, State.MOVED, replace(deed, note=""))
    steps.take(session, motion.id, State.PUT, deed)


def find(session: Session, division_id: UUID) -> Division:
    """Return a division.

    :raises NotFound: there is none of that id.
    """
    return lookup.find(session, Division, division_id)


def locked(session: Session, division_id: UUID) -> Division:
    """Return a division on which nobody votes until the transaction ends.

    :raises NotFound: there is none of that id.
    """
    return lookup.locked(session, Division, division_id)


def ends_once_agreed(session: Session, division: Division) -> bool:
    """Say whether a division ends before its hour once it is agreed, as a resolution in writing does.

    Source: CA 2006 s.296(4).
    """
    is_resolution = division.is_binding and division.amendment_n is None and division.ask == Ask.RECORDED
    return is_resolution and queries.find(session, division.motion_id).way == Way.WRITTEN


def of_motion(session: Session, motion_id: UUID) -> list[tuple[Division, DivisionOutcome | None]]:
    """Return every division on a motion and its amendments, first to last, with what came of each."""
    query = (
        select(Division, DivisionOutcome)
        .outerjoin(DivisionOutcome, DivisionOutcome.division_id == Division.id)
        .where(Division.motion_id == motion_id)
    )
    return [(division, outcome) for division, outcome in session.execute(query.order_by(Division.n))]
