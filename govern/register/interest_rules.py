"""What an interest is, and what somebody who declares one in a matter may still do in it.

Source: domain 1.8, Interests; domain 5.6.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from govern.constitution.parameters.board import InConflict
from govern.constitution.rules import Participant, Vote
from govern.register.rules import Span


class Nature(StrEnum):
    """What an interest consists in.

    Party membership is none of them: it bears on few decisions, and the law keeps it apart.

    Source: domain 1.8; Companies Act 2006 ss.177, 185; UK GDPR Art. 9.
    """

    EMPLOYMENT = "employment"
    OFFICE = "office"
    OWNERSHIP = "ownership"
    CONTRACT = "contract"
    LAND = "land"
    GIFT = "gift"
    CONNECTED_PERSON = "connected_person"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Declared(Span):
    """An interest as somebody declared it.

    :param extent: in what, and how far, in their own words.
    :param is_general_notice: given once for whatever is decided about a body, such as a council.
    :param valid_to: the first day on which they no longer have it.
    """

    person_id: UUID
    nature: Nature
    extent: str
    is_general_notice: bool = False


def is_within(part: Participant, *, allowed: Collection[InConflict]) -> bool:
    """Say whether somebody with an interest did no more than the rules let them.

    :param allowed: the rules' `conflict_effect`.

    Source: domain 5.6: they leave, do not vote, and are not counted, unless the rules let them.

    >>> from uuid import uuid4
    >>> there = Participant(person_id=uuid4())
    >>> is_within(there, allowed=()), is_within(there, allowed=(InConflict.STAY, InConflict.COUNT_IN_QUORUM))
    (False, True)
    """
    has_voted = part.vote is not Vote.NONE
    may_count = InConflict.COUNT_IN_QUORUM in allowed
    return not part.took_part or (may_count and (not has_voted or InConflict.VOTE in allowed))
