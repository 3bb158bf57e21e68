"""What a mutual is, and what makes a decision, a version of the rules and a board plan stand.

The parameters of the rules are in `parameters`; the refusals are in `refusals`.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import TypeVar
from uuid import UUID

Home = TypeVar("Home")
_OF_A_VOTE = re.compile(
    r"\b(motion|(c|g|ch|ngh)ynnig)\W*(no|number|rhif)?\W*\d+\W+(vote|(p|b|ph|mh)leidlais)\W*(no|number|rhif)?\W*\d+",
    re.IGNORECASE,
)


class LegalForm(StrEnum):
    """The legal forms a mutual can have.

    Source: domain 1.1.
    """

    COOP_SOCIETY = "coop_society"
    CBS = "cbs"
    CLG = "clg"
    CIC = "cic"
    CIO = "cio"
    FT = "ft"

    @property
    def is_company(self) -> bool:
        """Say whether the Companies Act 2006 governs its meetings and register."""
        return self in (LegalForm.CLG, LegalForm.CIC)

    @property
    def is_society(self) -> bool:
        """Say whether the Co-operative and Community Benefit Societies Act 2014 governs it."""
        return self in (LegalForm.COOP_SOCIETY, LegalForm.CBS)


class Mode(StrEnum):
    """What this installation is for. Only a real one decides anything."""

    REAL = "real"
    DEMO = "demo"
    REHEARSAL = "rehearsal"


class CandidateOrder(StrEnum):
    """How names stand on the ballot paper."""

    ALPHABETICAL = "alphabetical"
    DRAWN = "drawn"


class Third(StrEnum):
    """The three blocs of a board in thirds."""

    WORKFORCE = "workforce"
    SERVICE_USERS = "service_users"
    LOCAL_AUTHORITY = "local_authority"


class Body(StrEnum):
    """Who can take a decision."""

    FOUNDERS = "founders"
    BOARD = "board"
    COMMITTEE = "committee"
    GENERAL_MEETING = "general_meeting"
    SECRETARY_DELEGATED = "secretary_delegated"
    PANEL = "panel"
    APPOINTING_BODY = "appointing_body"

    @property
    def votes_by_name(self) -> bool:
        """Say whether the minutes name who voted how. A general meeting and an authority do not."""
        return self not in (Body.GENERAL_MEETING, Body.APPOINTING_BODY)


class Vote(StrEnum):
    """How a participant voted on a decision taken by name."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    NONE = "none"


class Matter(StrEnum):
    """What a decision says of somebody whom it is about."""

    ADMISSION = "admission"
    REFUSAL = "refusal"
    READMISSION = "readmission"
    MOVE = "move"
    EXPULSION = "expulsion"
    SUSPENSION = "suspension"
    RESTORATION = "restoration"
    CESSATION = "cessation"
    APPOINTMENT = "appointment"
    REVOCATION = "revocation"

    @property
    def has_home(self) -> bool:
        """Say whether it says to which constituency somebody goes, or asked to go."""
        return self in (Matter.ADMISSION, Matter.REFUSAL, Matter.READMISSION, Matter.MOVE)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A person whom a decision is about, with the matter.

    :param application_id: the application that is admitted or refused; None where the decision is on the person.
    """

    person_id: UUID
    matter: Matter
    application_id: UUID | None = None
    constituency_id: UUID | None = None
    sub_constituency_id: UUID | None = None

    @property
    def is_whole(self) -> bool:
        """Say whether it has a constituency just where its matter has one, and names what is refused."""
        is_at_home = self.matter.has_home == (self.constituency_id is not None)
        return is_at_home and (self.matter is not Matter.REFUSAL or self.application_id is not None)


def subjects_twice(subjects: Iterable[Subject]) -> bool:
    """Say whether a decision says one thing of somebody twice, or both admits and refuses them."""
    said = [(one.person_id, _as_one(one.matter)) for one in subjects]
    return len(said) > len(set(said))


def _as_one(matter: Matter) -> Matter:
    return Matter.ADMISSION if matter is Matter.REFUSAL else matter


@dataclass(frozen=True, kw_only=True)
class Participant:
    """A person's part in a decision."""

    person_id: UUID
    is_present: bool = True
    is_recused: bool = False
    vote: Vote = Vote.NONE

    @property
    def took_part(self) -> bool:
        """Say whether they voted, or were there without standing back and so made the quorum."""
        return self.vote is not Vote.NONE or (self.is_present and not self.is_recused)


def named_twice(participants: Iterable[Participant]) -> bool:
    """Say whether somebody is named more than once."""
    named = Counter(one.person_id for one in participants)
    return any(times > 1 for times in named.values())


def votes_amiss(participants: Iterable[Participant]) -> bool:
    """Say whether somebody voted who was not there, or who had stood back.

    Source: domain 5.6: an interested director leaves, does not vote and is not in the quorum.
    """
    return any(one.vote is not Vote.NONE and (one.is_recused or not one.is_present) for one in participants)


def is_reference_of_a_vote(reference: str) -> bool:
    """Say whether a reference has the form of those that votes counted here have, in English or in Welsh.

    >>> [is_reference_of_a_vote(one) for one in ("Motion 11, vote 3", "Cynnig 11, pleidlais 3", "GM/2026/14")]
    [True, True, False]
    """
    return _OF_A_VOTE.search(reference) is not None


def has_carried(participants: Iterable[Participant]) -> bool:
    """Say whether more voted for than against. Equality keeps things as they are.

    Source: Co-operatives UK model articles: no casting vote.

    >>> from uuid import uuid4
    >>> has_carried([Participant(person_id=uuid4(), vote=Vote.FOR)]), has_carried([])
    (True, False)
    """
    votes = Counter(one.vote for one in participants)
    return votes[Vote.FOR] > votes[Vote.AGAINST]


def present_and_free(participants: Iterable[Participant]) -> int:
    """Return how many were there and had not stood back: those who make a quorum.

    Source: Companies Act 2006 s.175(6); domain 6.5.
    """
    return sum(one.is_present and not one.is_recused for one in participants)


def quorum_needed(in_office: int, *, share: Fraction, number: int) -> int:
    """Return how many of those in office make a quorum: a share of them, rounded up, and never fewer than a number.

    Source: domain 6.5; Co-operatives UK model articles: half of the directors, or two if that is more.

    >>> [quorum_needed(seats, share=Fraction(1, 2), number=2) for seats in (3, 4, 5, 9)]
    [2, 2, 3, 5]
    """
    return max(number, ceil(share * in_office))


@dataclass(frozen=True, kw_only=True)
class PlannedSeat:
    """One seat of a board plan, before it has a row.

    :param number: counted from 1 within its third.
    """

    third: Third
    number: int
    constituency_id: UUID | None = None
    sub_constituency_id: UUID | None = None


def thirds_are_equal(seats: Collection[PlannedSeat], *, seats_per_third: int) -> bool:
    """Say whether each third has exactly the seats 1 to `seats_per_third`.

    Source: the founding brief: a third each; domain 6.1.
    """
    expected = {(third, number) for third in Third for number in range(1, seats_per_third + 1)}
    return len(seats) == len(expected) and {(seat.third, seat.number) for seat in seats} == expected


def divided(homes: Iterable[tuple[Home | None, Home | None]]) -> frozenset[Home]:
    """Return the constituencies all of whose seats belong to a part: who is in no part of one elects nobody.

    :param homes: the constituency and the part of each seat of a plan.

    Source: domain 6.1: seats reserved within a third.

    >>> divided([("workforce", "care"), ("users", "carers"), ("users", None)])
    frozenset({'workforce'})
    """
    seats = list(homes)
    whole = {home for home, part in seats if part is None}
    return frozenset(home for home, part in seats if home is not None and part is not None and home not in whole)
