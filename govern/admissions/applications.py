"""Apply, and have it checked: every deed on an application up to the decision, and the appeal after it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import appealing, queries, steps
from govern.admissions.models import ApplicationRecommendation, ApplicationRecusal, MembershipApplication
from govern.admissions.refusals import (
    AlreadyStoodBack,
    HasApplied,
    NotFromThere,
    NotTheirs,
    NotYetReceived,
    ShareTooSmall,
    StandsBack,
    WordsMissing,
    WrongUndertaking,
)
from govern.admissions.rules import OPEN, Channel, State, Undertaking, undertaking_of
from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.service import in_turn
from govern.core import lookup
from govern.core.actors import Deed
from govern.register import service as register
from govern.register.models import Person

WORDS_LENGTH = 2000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for.

    :param undertaking: what they will give; NONE where the mutual takes it elsewhere.
    """

    constituency_id: UUID
    sub_constituency_id: UUID | None = None
    undertaking: Undertaking = Undertaking.NONE
    amount_pence: int = 0


def draft(session: Session, wanted: Wanted, *, deed: Deed, source_mark: str | None = None) -> MembershipApplication:
    """Begin an application of one's own, online. It is the applicant's alone until it is submitted.

    :param source_mark: keyed digest of where it comes from.
    :raises HasApplied: an application of theirs is open.
    :raises NotInThatConstituency: there is none, or the part is another's.
    :raises PartNeeded: the constituency is divided, and no part is named.
    :raises WrongUndertaking: this form of mutual takes something else.
    """
    assert deed.actor.person_id is not None
    applicant = deed.actor.person_id
    application = _asked(session, applicant, wanted, Channel.ONLINE, deed, source_mark=source_mark)
    steps.first(session, application, State.DRAFT, deed)
    return application


def submit(session: Session, application_id: UUID, *, deed: Deed) -> MembershipApplication:
    """Submit one's draft. From here on it stays as it is.

    :raises NotTheirs: somebody else's.
    :raises NotFromThere: it is no draft.
    """
    application = steps.locked(session, application_id)
    if application.person_id != deed.actor.person_id:
        raise NotTheirs
    steps.ensure_may_go(steps.state(session, application_id), State.SUBMITTED)
    application.submitted_at = deed.at
    steps.take(session, application, State.SUBMITTED, deed)
    return application


def enter_paper(  # noqa: PLR0913 - whose, what, when it came, how, and the deed
    session: Session,
    person_id: UUID,
    wanted: Wanted,
    *,
    received_at: datetime,
    channel: Channel = Channel.PAPER,
    deed: Deed,
    source_mark: str | None = None,
) -> MembershipApplication:
    """Enter the application of somebody who came on paper, or whom a file names; nobody is a member by it.

    :raises NotFound: the mutual does not know the person.
    :raises NotYetReceived: it is dated after now.
    :raises Refusal: as `draft` raises.

    Source: domain 2.8 INV-10.
    """
    lookup.find(session, Person, person_id)
    if received_at > deed.at:
        raise NotYetReceived
    application = _asked(session, person_id, wanted, channel, deed, source_mark=source_mark, submitted_at=received_at)
    steps.first(session, application, State.SUBMITTED, deed)
    return application


def _asked(  # noqa: PLR0913 - one step of the two deeds above, with what both were given
    session: Session,
    person_id: UUID,
    wanted: Wanted,
    channel: Channel,
    deed: Deed,
    *,
    source_mark: str | None,
    submitted_at: datetime | None = None,
) -> MembershipApplication:
    """Write an application that can be."""
    assert deed.actor.person_id is not None
    in_turn(session)
    if queries.open_of(session, person_id) is not None:
        raise HasApplied
    ensure_possible(session, wanted, at=deed.at)
    application = MembershipApplication(
        person_id=person_id,
        **vars(wanted),
        channel=channel,
        submitted_at=submitted_at,
        source_mark=source_mark,
        entered_by=deed.actor.person_id,
        entered_at=deed.at,
    )
    session.add(application)
    session.flush()
    return application


def ensure_possible(session: Session, wanted: Wanted, *, at: datetime) -> None:
    """Refuse what nobody can apply for today.

    :raises NotInThatConstituency: there is none, or the part is another's.
    :raises PartNeeded: the constituency is divided, and no part is named.
    :raises WrongUndertaking: this form of mutual takes something else.
    :raises ShareTooSmall: the rules ask for more.
    """
    today = constitution.today(session, at=at)
    register.ensure_home(session, wanted.constituency_id, wanted.sub_constituency_id, on=today)
    _ensure_right_undertaking(session, wanted, on=today)


def _ensure_right_undertaking(session: Session, wanted: Wanted, *, on: date) -> None:
    """Refuse what this form of mutual does not take, a promise without a sum, and a share for too little."""
    allowed = {Undertaking.NONE, undertaking_of(constitution.legal_form(session))}
    is_sum_right = (wanted.amount_pence > 0) == (wanted.undertaking is not Undertaking.NONE)
    if wanted.undertaking not in allowed or not is_sum_right:
        raise WrongUndertaking
    if wanted.undertaking is Undertaking.SHARE:
        least_pence = constitution.rule_book_on(session, on=on).minimum_share_pence
        if wanted.amount_pence < least_pence:
            raise ShareTooSmall(least_pence)


def take_up(session: Session, application_id: UUID, *, deed: Deed) -> None:
    """Begin to check an application.

    :raises StandsBack: the actor has an interest in it.
    :raises NotFromThere: it does not wait to be checked.
    """
    application = free_to_act(session, application_id, deed)
    ensure_from(session, application_id, State.SUBMITTED, wanted=State.UNDER_CHECK)
    steps.take(session, application, State.UNDER_CHECK, deed)


def refer_back(session: Session, application_id: UUID, words: str, *, deed: Deed) -> None:
    """Ask the applicant for what is missing, in words to them.

    :raises WordsMissing: they are not told what.
    :raises StandsBack: the actor has an interest in it.
    :raises NotFromThere: it is not under check.
    """
    application = free_to_act(session, application_id, deed)
    steps.take(session, application, State.REFERRED_BACK, deed, words=told(words))


def answer(session: Session, application_id: UUID, *, deed: Deed) -> None:
    """Say that what was missing is there now: by the applicant, or by the officer who entered it on paper.

    :raises NotFromThere: it was not referred back.
    """
    application = steps.locked(session, application_id)
    ensure_from(session, application_id, State.REFERRED_BACK, wanted=State.UNDER_CHECK)
    steps.take(session, application, State.UNDER_CHECK, deed)


def withdraw(session: Session, application_id: UUID, words: str = "", *, deed: Deed) -> None:
    """Take an application back: by the applicant, or by an officer at their word.

    :param words: how and when the applicant said so; the applicant themselves need none.
    :raises WordsMissing: an officer who does not say how they know.
    :raises NotFromThere: it is decided against, entered, lapsed or withdrawn.

    Source: domain 2.8 INV-41, INV-42: nobody is shut out without a reason on record.
    """
    application = steps.locked(session, application_id)
    said = words.strip()[:WORDS_LENGTH] if deed.actor.person_id == application.person_id else told(words)
    steps.take(session, application, State.WITHDRAWN, deed, words=said)


def recommend(
    session: Session, application_id: UUID, words: str, *, is_for: bool, deed: Deed
) -> ApplicationRecommendation:
    """Recommend to the body that decides what it should decide, and say why.

    :raises StandsBack: the actor has an interest in it.
    :raises NotFromThere: it is not under check, and not under appeal.
    :raises WordsMissing: it does not say why.

    Source: domain 2.8 INV-02.
    """
    assert deed.actor.person_id is not None
    application = free_to_act(session, application_id, deed)
    ensure_from(session, application_id, State.UNDER_CHECK, State.APPEALED, wanted=State.ADMITTED)
    row = ApplicationRecommendation(
        application_id=application.id,
        recommended_by=deed.actor.person_id,
        is_for=is_for,
        words=told(words),
        recommended_at=deed.at,
        salt=steps.fresh_salt(),
    )
    steps.record(session, row, event="application.recommended", deed=deed)
    return row


def stand_back(session: Session, application_id: UUID, person_id: UUID, *, deed: Deed) -> None:
    """Record that somebody stands back from an application, for a reason of their own that is nobody's business.

    Once it is admitted everybody says it of themselves alone; until the entry their part then counts for nothing.

    :raises AlreadyStoodBack: it is on record.
    :raises NotFound: nobody has this id.
    :raises NotFromThere: it is decided, and entered if it was admitted; or the actor says it of another after that.

    Source: domain 2.8 INV-06; 5.6.
    """
    application = steps.locked(session, application_id)
    lookup.find(session, Person, person_id)
    if person_id in queries.stood_back(session, application_id):
        raise AlreadyStoodBack
    is_own = person_id == deed.actor.person_id
    ensure_from(session, application_id, *(OPEN if is_own else OPEN - {State.ADMITTED}), wanted=State.UNDER_CHECK)
    recusal = {"application_id": application.id, "person_id": person_id}
    session.add(ApplicationRecusal(**recusal, recorded_by=deed.actor.person_id, recorded_at=deed.at))
    session.flush()
    happening = Happening(event="application.stood_back", subject_id=application.id, facts={"person": person_id})
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def appeal(session: Session, application_id: UUID, words: str = "", *, deed: Deed) -> None:
    """Bring a refusal before the body that the rules name: by the applicant, or by an officer at their word.

    :raises NoAppealHere: the rules in force on the day of the refusal name nobody.
    :raises AppealTooLate: the days that those rules give have passed since then.
    :raises NotFromThere: it is not refused.

    Source: domain 2.1; 2.8 INV-41.
    """
    application = steps.locked(session, application_id)
    refused = steps.last(session, application_id)
    ensure_from(session, application_id, State.REFUSED, wanted=State.APPEALED)
    appealing.ensure_in_time(session, refused, on=constitution.today(session, at=deed.at))
    steps.take(session, application, State.APPEALED, deed, words=words.strip()[:WORDS_LENGTH])


def free_to_act(session: Session, application_id: UUID, deed: Deed) -> MembershipApplication:
    """Return an application, for an officer who has no interest in it.

    :raises StandsBack: the actor has one.
    """
    application = steps.locked(session, application_id)
    today = constitution.today(session, at=deed.at)
    if deed.actor.person_id in queries.interests_of_officers(session, application, on=today):
        raise StandsBack
    return application


def ensure_from(session: Session, application_id: UUID, *states: State, wanted: State) -> None:
    """Refuse a deed that belongs to other states.

    :raises NotFromThere: the application is in none of `states`.
    """
    current = steps.state(session, application_id)
    if current not in states:
        raise NotFromThere(state=current, wanted=wanted)


def told(words: str) -> str:
    """Return words as they are kept.

    :raises WordsMissing: there are none, or too many.
    """
    plain = words.strip()
    if not 1 <= len(plain) <= WORDS_LENGTH:
        raise WordsMissing
    return plain
