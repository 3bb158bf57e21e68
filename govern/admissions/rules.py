"""How an application goes: its states, the arrows between them, and what is asked of whom.

Source: domain 2.1, 2.8 A, 9.0b.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from govern.constitution.rules import LegalForm, Participant, Vote, present_and_free


class State(StrEnum):
    """Where an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_CHECK = "under_check"
    REFERRED_BACK = "referred_back"
    ADMITTED = "admitted"
    REFUSED = "refused"
    APPEALED = "appealed"
    REFUSAL_STANDS = "refusal_stands"
    ENTERED = "entered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


S = State
_PATH = {
    S.DRAFT: (S.SUBMITTED, S.WITHDRAWN),
    S.SUBMITTED: (S.UNDER_CHECK, S.WITHDRAWN),
    S.UNDER_CHECK: (S.REFERRED_BACK, S.ADMITTED, S.REFUSED, S.WITHDRAWN),
    S.REFERRED_BACK: (S.UNDER_CHECK, S.WITHDRAWN),
    S.ADMITTED: (S.ENTERED, S.LAPSED, S.WITHDRAWN),
    S.REFUSED: (S.APPEALED,),
    S.APPEALED: (S.ADMITTED, S.REFUSAL_STANDS, S.WITHDRAWN),
}
# Back to where it waited for a decision, from an admission that somebody whom its decision names denies.
UNDOING = frozenset({(S.ADMITTED, S.UNDER_CHECK), (S.ADMITTED, S.APPEALED)})
ARROWS = frozenset((begin, end) for begin, ends in _PATH.items() for end in ends) | UNDOING
# Somebody still has to do something about it. Who was refused may apply again.
OPEN = frozenset({S.DRAFT, S.SUBMITTED, S.UNDER_CHECK, S.REFERRED_BACK, S.ADMITTED, S.APPEALED})
REFUSING = frozenset({S.REFUSED, S.REFUSAL_STANDS})
DECIDED = frozenset({S.ADMITTED}) | REFUSING


def may_go(begin: State, end: State) -> bool:
    """Say whether an application in state `begin` may go to state `end`.

    Nothing leads on by time alone but the lapse of an admission: silence admits nobody.

    Source: domain 9.0b, 2.8 INV-07.

    >>> may_go(State.UNDER_CHECK, State.ADMITTED), may_go(State.SUBMITTED, State.ADMITTED)
    (True, False)
    """
    return (begin, end) in ARROWS


def undoes(begin: str | None, end: str) -> bool:
    """Say whether a step takes back an admission whose decision is denied. A refusal is never taken back so.

    >>> undoes(State.ADMITTED, State.UNDER_CHECK), undoes(State.REFUSED, State.UNDER_CHECK)
    (True, False)
    """
    return (begin, end) in UNDOING


class Channel(StrEnum):
    """How an application came."""

    ONLINE = "online"
    PAPER = "paper"
    IMPORT = "import"


class Undertaking(StrEnum):
    """What a member gives."""

    SHARE = "share"
    GUARANTEE = "guarantee"
    NONE = "none"


def undertaking_of(form: LegalForm) -> Undertaking:
    """Return what a member of a mutual of this form gives.

    Source: domain 2.1: a society's member holds a share, a company's gives a guarantee.

    >>> undertaking_of(LegalForm.CBS).value, undertaking_of(LegalForm.CIC).value, undertaking_of(LegalForm.CIO).value
    ('share', 'guarantee', 'none')
    """
    if form.is_society:
        return Undertaking.SHARE
    return Undertaking.GUARANTEE if form.is_company else Undertaking.NONE


class FactKind(StrEnum):
    """What an application states of the applicant: that they qualify, and never why they need support."""

    EMPLOYED_SINCE = "employed_since"
    SUPPORTED_SINCE = "supported_since"
    CARES_SINCE = "cares_since"
    QUALIFIES_SINCE = "qualifies_since"
    HOURS_A_WEEK = "hours_a_week"
    IDENTITY = "identity"
    OLD_ENOUGH = "old_enough"

    @property
    def has_day(self) -> bool:
        """Say whether its value is a day."""
        return self.value.endswith("_since")

    @property
    def has_number(self) -> bool:
        """Say whether its value is a number."""
        return self is FactKind.HOURS_A_WEEK


class ReasonCode(StrEnum):
    """Why an application is refused.

    Source: domain 2.1, 2.8 INV-41.
    """

    TOO_YOUNG = "too_young"
    DOES_NOT_QUALIFY = "does_not_qualify"
    NOT_SHOWN = "not_shown"
    OTHER_CONSTITUENCY = "other_constituency"
    EXPELLED_BEFORE = "expelled_before"
    AGAINST_THE_AIMS = "against_the_aims"
    OTHER = "other"


class Interest(StrEnum):
    """Why somebody has no part in a decision on an application."""

    APPLICANT = "applicant"
    CONNECTED = "connected"
    DECLARED = "declared"
    SAME_BODY = "same_body"
    ORIGINAL_DECIDER = "original_decider"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Somebody's part in the decision on one application, as it counts there.

    :param interest: why it does not count, where it does not.
    """

    participant: Participant
    interest: Interest | None = None

    @property
    def person_id(self) -> UUID:
        """Return whose it is."""
        return self.participant.person_id


def parts_in(participants: Iterable[Participant], *, interests: Mapping[UUID, Interest]) -> list[Part]:
    """Return what everybody's part in a resolution is worth for one application.

    Who has an interest in it stands back from it: no vote, not in the quorum, whatever the resolution
    over many applications had.

    Source: domain 2.8 INV-05, INV-06; 5.6.
    """
    return [_part(one, interests.get(one.person_id)) for one in participants]


def _part(one: Participant, interest: Interest | None) -> Part:
    if interest is None:
        return Part(participant=one)
    return Part(participant=replace(one, is_recused=one.is_present, vote=Vote.NONE), interest=interest)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What the decision on one application comes to, by those who were free to take it.

    :param needed: the quorum; 0 where the body has none by number.
    """

    votes_for: int
    votes_against: int
    present: int
    needed: int

    @property
    def is_quorate(self) -> bool:
        """Say whether enough were there and free."""
        return self.present >= self.needed

    @property
    def is_carried(self) -> bool:
        """Say whether more were for than against."""
        return self.votes_for > self.votes_against


def tally(parts: Sequence[Part], *, needed: int) -> Tally:
    """Count the parts in one application."""
    free = [one.participant for one in parts]
    return Tally(
        votes_for=sum(one.vote is Vote.FOR for one in free),
        votes_against=sum(one.vote is Vote.AGAINST for one in free),
        present=present_and_free(free),
        needed=needed,
    )


Approvals = Mapping[UUID, Collection[UUID]]


def circle(applicant: UUID, *, approvers: Collection[UUID], approvals: Approvals) -> list[UUID]:
    """Return the way by which an applicant approved somebody who approves them now; nothing if there is none.

    :param approvers: who is for this admission.
    :param approvals: whom each person was for, among those whose admission or seat was decided while this
        application was open.

    Source: domain 2.8 INV-04: no path from a person to their own admission.

    >>> a, b = UUID(int=1), UUID(int=2)
    >>> circle(a, approvers=[b], approvals={a: [b]}) == [a, b], circle(a, approvers=[b], approvals={b: [a]})
    (True, [])
    """
    ways: deque[list[UUID]] = deque([[applicant]])
    seen = {applicant}
    while ways:
        way = ways.popleft()
        for following in sorted(approvals.get(way[-1], ())):
            if following in approvers:
                return [*way, following]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """What those who are said to have decided say of that themselves.

    :param needed: how many of them must have said that it is so: more than half.
    :param said: how many have.
    :param has_member: one of those who were for it and have said so is a member, or a founder in the founders' time.
    :param is_disputed: somebody named in the decision says that it is not so.
    """

    needed: int
    said: int
    has_member: bool
    is_disputed: bool

    @property
    def bear_it(self) -> bool:
        """Say whether an entry can rest on them."""
        return self.has_member and self.said >= self.needed and not self.is_disputed


def carries_still(parts: Sequence[Part], *, needed: int, votes_by_name: bool) -> bool:
    """Say whether those who are known by now to have been free carried an admission, and were enough.

    Of a meeting of which somebody's vote is not known nobody can say how it would have gone without another.

    :param needed: the quorum of that day.

    Source: domain 2.8 INV-05, INV-06; domain 10, case 9.
    """
    counted = tally(parts, needed=needed)
    free = [one.participant for one in parts if one.participant.is_present and not one.participant.is_recused]
    is_known = votes_by_name or (free and all(one.vote is not Vote.NONE for one in free))
    return counted.is_quorate and (counted.is_carried or not is_known)


def own_words(
    parts: Sequence[Part], *, votes_by_name: bool, words: Mapping[UUID, bool], of_the_mutual: Collection[UUID]
) -> OwnWords:
    """Return whether those who decided have said so by their own hand, a member who was for it among them.

    Minutes are written by one person, who could write anybody's vote into them; and where nobody but
    outsiders speaks for an admission, outsiders admit.

    :param votes_by_name: otherwise those who were there and free speak for the whole meeting, but for whoever is
        known to have been against.
    :param words: of everybody whom the decision names and who has given theirs, whether it is so.

    Source: the founding brief: no non-member takes part in deciding that they, or people like them, become members;
    domain 2.8 INV-02, INV-42.
    """
    free = {one.person_id for one in parts if one.participant.is_present and not one.participant.is_recused}
    unheard = {one.person_id for one in parts if one.participant.vote is Vote.NONE and not votes_by_name} & free
    backers = {one.person_id for one in parts if one.participant.vote is Vote.FOR} | unheard
    said = {one for one in free if words.get(one)}
    return OwnWords(
        needed=len(free) // 2 + 1,
        said=len(said),
        has_member=not (said & backers).isdisjoint(of_the_mutual),
        is_disputed=not all(words.values()),
    )


def appeal_by(told_on: date, *, days: int) -> date:
    """Return the last day on which somebody can appeal who was told of a refusal. The day of the news is not counted.

    >>> appeal_by(date(2026, 6, 1), days=28).isoformat()
    '2026-06-29'
    """
    return told_on + timedelta(days=days)


def lapses_on(admitted_on: date, *, days: int) -> date:
    """Return the first day on which an admission without its share or guarantee has lapsed.

    >>> lapses_on(date(2026, 6, 1), days=30).isoformat()
    '2026-07-02'
    """
    return admitted_on + timedelta(days=days + 1)
