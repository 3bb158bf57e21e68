"""Apply a body's decision to applications: each is decided alone, by those who are free to decide on it.

A resolution over many applications is taken apart: for each, who has an interest in it stands back, and
quorum and votes are counted again.

Source: domain 2.8 INV-01 to INV-07, INV-32, INV-41; 5.6.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import ceil
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.admissions import applications, criteria, queries, rules, steps, subjects
from govern.admissions.models import AdmissionRuling, ApplicationStep, MembershipApplication, RulingPart
from govern.admissions.rules import Part, ReasonCode, State, Tally
from govern.admissions.ruling_refusals import (
    AuthorityTooNew,
    CircleOfApprovals,
    DecidedBeforeItCame,
    DoesNotQualify,
    InquorateHere,
    NobodyOfTheirConstituency,
    NotCarriedHere,
    NotOfThatBody,
    NotShownYet,
    ProofNotSeen,
    ReasonMissing,
    RecommenderDecidedAlone,
    RuledBefore,
    WordAgainst,
)
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.constitution.rulebook import RuleBook
from govern.constitution.rules import Body, Participant, Vote
from govern.core.actors import Deed, Role
from govern.core.errors import Refusal
from govern.register import belonging, bodies
from govern.register import queries as register
from govern.register.admission import Admission, ensure_right_body
from govern.register.refusals import TookPartInOwnCase

MEMBERS_DECIDE = (Body.COMMITTEE, Body.PANEL)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What a decision says of one application.

    :param outcome: ADMITTED or REFUSED.
    :param words: to the applicant; a refusal needs them.
    :param is_told_apart: the body found that this is not the member whom they resemble.
    """

    application_id: UUID
    outcome: State
    reason: ReasonCode | None = None
    words: str = ""
    is_told_apart: bool = False

    @property
    def admits(self) -> bool:
        """Say whether it lets them in."""
        return self.outcome is State.ADMITTED


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the rooms above know of those who decide, on the day of the decision.

    :param directors: who sits on the board.
    :param homes: the constituency that each director's seat belongs to, where it belongs to one.
    :param given_on: since when, for those whose say the deciding body itself gave: co-opted directors.
    :param approvals: whom each person was for, where the deciding body itself gave them their say.
    :param is_first: whether the founders still act for it, so that the word of one stands for a member's.
    """

    directors: Collection[UUID] = ()
    homes: Mapping[UUID, UUID] = field(default_factory=dict)
    given_on: Mapping[UUID, date] = field(default_factory=dict)
    approvals: Mapping[UUID, Collection[UUID]] = field(default_factory=dict)
    is_first: bool = False


@dataclass(frozen=True, kw_only=True)
class _Sitting:
    """One decision with everybody's part in it, under the rules of its day."""

    decision: Decision
    participants: Sequence[Participant]
    book: RuleBook
    bench: Bench
    is_of_one: bool

    @property
    def body(self) -> Body:
        return Body(self.decision.body)

    @property
    def needed(self) -> int:
        if self.body is not Body.BOARD:
            return 0
        quorum = self.book.board_quorum
        return max(quorum.number, ceil(quorum.share * len(self.bench.directors)))


def rule(
    session: Session, decision_id: UUID, rulings: Sequence[Ruling], *, bench: Bench, deed: Deed
) -> list[AdmissionRuling]:
    """Apply a decision to the applications that it was on; all of them, or none.

    Doors call `consequences.admitting.rule`, which knows the board.

    :raises NotFound: there is no such decision or application.
    :raises WordAgainst: somebody whom it names says that it is not so.
    :raises NotFromThere: an application is not under check or under appeal.
    :raises RuledBefore: the decision has been applied to it.
    :raises NotAboutThem: the decision does not name it with this outcome.
    :raises DecisionUsed: the decision has been applied to another application of theirs.
    :raises DecidedBeforeItCame: it was taken before the application, or the appeal, came in.
    :raises NotOfThatBody: somebody who took part could not decide for the body on that day.
    :raises WrongDecider: the rules give it to another body.
    :raises TookPartInOwnCase: on this one alone, and the applicant took part.
    :raises InquorateHere: too few were free to decide on it.
    :raises NotCarriedHere: not more were for than against of those.
    :raises RecommenderDecidedAlone: nobody but who recommended it was for it.
    :raises ReasonMissing: a refusal without a reason.
    :raises WordsMissing: a refusal without words.
    :raises CircleOfApprovals: the applicant was for somebody who is for them.
    :raises AuthorityTooNew: the say of somebody who was for it began only after the application came in.
    :raises DoesNotQualify: what is stated shows that they do not belong there.
    :raises NotShownYet: the rules want all that they ask for shown, and nothing stated shows some of it.
    :raises ProofNotSeen: they would belong there by what nobody without an interest has seen the proof of.
    :raises NobodyOfTheirConstituency: the rules want a director of theirs there.
    """
    decision = constitution.held(session, decision_id)
    sitting = _Sitting(
        decision=decision,
        participants=constitution.participants(session, decision_id),
        book=constitution.rule_book_on(session, on=decision.decided_on),
        bench=bench,
        is_of_one=len(rulings) == 1,
    )
    if confirmations.is_denied(session, decision_id):
        raise WordAgainst
    _ensure_of_the_body(session, sitting)
    with session.begin_nested():
        return [_rule_or_say_which(session, sitting, one, deed) for one in rulings]


def _rule_or_say_which(session: Session, sitting: _Sitting, ruling: Ruling, deed: Deed) -> AdmissionRuling:
    """Apply a decision to one application; what is refused says of which."""
    try:
        return _rule(session, sitting, ruling, deed)
    except Refusal as refused:
        refused.which = ruling.application_id
        raise


def _ensure_of_the_body(session: Session, sitting: _Sitting) -> None:
    """Refuse a decision in which somebody had a part who does not belong to the body. Of a board, its own room does."""
    on = sitting.decision.decided_on
    people = {one.person_id for one in sitting.participants if one.took_part}
    if sitting.body in MEMBERS_DECIDE:
        strange = people - set(sitting.bench.directors) - bodies.of_body(session, sitting.body, people, on=on)
    elif sitting.body is Body.SECRETARY_DELEGATED:
        strange = {one for one in people if Role.SECRETARY not in accounts.offices_of(session, one, on=on)}
    else:
        return
    if strange:
        raise NotOfThatBody(_named(session, strange))


def _named(session: Session, people: Collection[UUID]) -> list[str]:
    return sorted(register.names_of(session, people).values())


def _rule(session: Session, sitting: _Sitting, ruling: Ruling, deed: Deed) -> AdmissionRuling:
    """Apply a decision to one application."""
    application = steps.locked(session, ruling.application_id)
    before = steps.last(session, application.id)
    to = _end(State(before.to_state), ruling)
    steps.ensure_may_go(State(before.to_state), to)
    if session.get(AdmissionRuling, (application.id, sitting.decision.id)) is not None:
        raise RuledBefore
    subjects.ensure_names(session, sitting.decision.id, application, to)
    _ensure_after(session, sitting.decision, application, appealed_on=_appealed_on(session, before))
    ensure_right_body(admission_of(session, application, sitting.decision, sitting.participants))
    parts = _parts(session, sitting, application)
    counted = _counted(session, sitting, application, parts)
    if ruling.admits:
        _ensure_may_admit(session, sitting, application, parts)
    row = _write(session, sitting, application, ruling, parts, counted, deed)
    steps.take(session, application, to, deed, **_facts(sitting.decision, ruling))
    return row


def _appealed_on(session: Session, before: ApplicationStep) -> date | None:
    """Return the day of the appeal that an application waits on; None where it waits on none."""
    if before.to_state != State.APPEALED:
        return None
    taken = queries.steps_of(session, before.application_id)
    return next(one.dated_on for one in taken if one.to_state == State.APPEALED)


def _end(state: State, ruling: Ruling) -> State:
    """Return where a decision leads: after an appeal, a refusal stands."""
    if ruling.admits:
        return State.ADMITTED
    return State.REFUSAL_STANDS if state is State.APPEALED else State.REFUSED


def _facts(decision: Decision, ruling: Ruling) -> dict[str, object]:
    """Return what the step of a decision says."""
    if ruling.admits:
        return {"decision_id": decision.id, "words": ruling.words.strip()}
    if ruling.reason is None:
        raise ReasonMissing
    return {"decision_id": decision.id, "reason": ruling.reason, "words": applications.told(ruling.words)}


def _ensure_after(
    session: Session, decision: Decision, application: MembershipApplication, *, appealed_on: date | None
) -> None:
    """Refuse a decision from before what it decides on."""
    assert application.submitted_at is not None
    came_on = appealed_on or constitution.today(session, at=application.submitted_at)
    if decision.decided_on < came_on:
        raise DecidedBeforeItCame(decision.decided_on)


def admission_of(
    session: Session, application: MembershipApplication, decision: Decision, participants: Sequence[Participant]
) -> Admission:
    """Return the facts by which the register judges an admission, under the rules of the decision's own day."""
    book = constitution.rule_book_on(session, on=decision.decided_on)
    was_appealed = any(one.to_state == State.APPEALED for one in queries.steps_of(session, application.id))
    return Admission(
        person_id=application.person_id,
        body=Body(decision.body),
        participants=participants,
        decider=book.admission_decider,
        appeal_to=book.admission_appeal_body if was_appealed else None,
        is_after_expulsion=belonging.was_expelled(session, application.person_id),
    )


def _parts(session: Session, sitting: _Sitting, application: MembershipApplication) -> list[Part]:
    """Return everybody's part as it counts here; of a decision on this one alone, the applicant has none at all."""
    if sitting.is_of_one and any(
        one.took_part for one in sitting.participants if one.person_id == application.person_id
    ):
        raise TookPartInOwnCase
    interests = queries.interests_in(session, application, on=sitting.decision.decided_on)
    return rules.parts_in(sitting.participants, interests=interests)


def _counted(session: Session, sitting: _Sitting, application: MembershipApplication, parts: Sequence[Part]) -> Tally:
    """Return what it comes to here, and refuse what was inquorate, not carried, or carried by the recommender alone."""
    counted = rules.tally(parts, needed=sitting.needed)
    if not counted.is_quorate:
        raise InquorateHere(present=counted.present, needed=counted.needed)
    if not sitting.body.votes_by_name:
        return counted
    if not counted.is_carried:
        raise NotCarriedHere(votes_for=counted.votes_for, votes_against=counted.votes_against)
    recommenders = {one.recommended_by for one in queries.recommendations_of(session, application.id)}
    if _approvers(parts) <= recommenders:
        raise RecommenderDecidedAlone
    return counted


def _approvers(parts: Sequence[Part]) -> set[UUID]:
    return {one.person_id for one in parts if one.participant.vote is Vote.FOR}


def _ensure_may_admit(
    session: Session, sitting: _Sitting, application: MembershipApplication, parts: Sequence[Part]
) -> None:
    """Refuse an admission by way of a circle, by too new a say, unproved, or of somebody who does not belong."""
    _ensure_no_circle(session, sitting, application, _approvers(parts))
    _ensure_authority(session, sitting, application, _approvers(parts))
    _ensure_belongs(session, sitting, application)
    is_wanted = sitting.body is Body.BOARD and sitting.book.admission_requires_constituency_director
    if is_wanted and not _is_home_represented(sitting, application, parts):
        raise NobodyOfTheirConstituency


def _ensure_belongs(session: Session, sitting: _Sitting, application: MembershipApplication) -> None:
    """Refuse whoever does not belong there by the rules, or by facts alone whose proof nobody has seen.

    What nothing is stated of is left to the body to find, unless the rules want it shown.

    Source: decision 0020; domain 2.8 INV-08.
    """
    on = sitting.decision.decided_on
    found = queries.findings_of(session, application, on=on)
    for finding in found:
        if finding.bars:
            raise DoesNotQualify(finding.sentence)
    for finding in criteria.not_shown(found) if sitting.book.admission_needs_proof else ():
        raise NotShownYet(finding.sentence)
    for finding in queries.resting_on_word(session, application, on=on):
        raise ProofNotSeen(finding.sentence)


def _ensure_no_circle(
    session: Session, sitting: _Sitting, application: MembershipApplication, approvers: Collection[UUID]
) -> None:
    assert application.submitted_at is not None
    approvals = queries.approvals_since(session, application.submitted_at)
    for one, others in sitting.bench.approvals.items():
        approvals.setdefault(one, set()).update(others)
    way = rules.circle(application.person_id, approvers=approvers, approvals=approvals)
    if way:
        names = register.names_of(session, way)
        raise CircleOfApprovals([names[one] for one in way])


def _ensure_authority(
    session: Session, sitting: _Sitting, application: MembershipApplication, approvers: Collection[UUID]
) -> None:
    """Refuse the say of those to whom members or the body itself gave it only since the application came in."""
    assert application.submitted_at is not None
    came_on = constitution.today(session, at=application.submitted_at)
    given_on = dict(sitting.bench.given_on)
    if sitting.body in MEMBERS_DECIDE:
        given_on |= belonging.member_since(session, set(approvers) - set(sitting.bench.directors))
    new = {one for one in approvers if one in given_on and given_on[one] >= came_on}
    if new:
        raise AuthorityTooNew(_named(session, new))


def _is_home_represented(sitting: _Sitting, application: MembershipApplication, parts: Sequence[Part]) -> bool:
    """Say whether a director of the applicant's constituency was there, and free."""
    return any(
        sitting.bench.homes.get(one.person_id) == application.constituency_id
        for one in parts
        if one.participant.is_present and not one.participant.is_recused
    )


def _write(  # noqa: PLR0913 - one step of the deed, with what it found
    session: Session,
    sitting: _Sitting,
    application: MembershipApplication,
    ruling: Ruling,
    parts: Sequence[Part],
    counted: Tally,
    deed: Deed,
) -> AdmissionRuling:
    """Write what was decided on one application, with everybody's part in it."""
    found = queries.findings_of(session, application, on=sitting.decision.decided_on)
    key = {"application_id": application.id, "decision_id": sitting.decision.id}
    row = AdmissionRuling(
        **key,
        **vars(counted),
        outcome=ruling.outcome,
        is_home_represented=_is_home_represented(sitting, application, parts),
        is_told_apart=ruling.is_told_apart,
        is_in_founders_time=sitting.bench.is_first,
        condition_on=criteria.condition_on(found),
        not_shown=[one.code for one in found if one.holds is None],
        ruled_at=deed.at,
    )
    session.add(row)
    session.flush()
    session.add_all(RulingPart(**key, **vars(one.participant), interest=one.interest) for one in parts)
    session.flush()
    return row
