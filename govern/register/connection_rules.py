"""Which relations between two people make one of them interested in what is decided about the other.

Source: domain 2.8, *interested in an admission*; INV-05.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from govern.register.rules import PersonKind, Span


class ConnectionKind(StrEnum):
    """What one person is to another.

    Source: domain 2.8, *connected person* and *sponsor*; decisions, INV-05, for bodies.
    """

    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    HOUSEHOLD = "household"
    EMPLOYER = "employer"
    EMPLOYEE = "employee"
    BUSINESS_PARTNER = "business_partner"
    SITS_ON = "sits_on"
    SEATS = "seats"
    SPONSOR = "sponsor"
    SPONSORED = "sponsored"
    APPOINTER = "appointer"
    APPOINTEE = "appointee"

    @property
    def converse(self) -> "ConnectionKind":
        """Return what the second is to the first: of a parent, a child.

        >>> ConnectionKind.PARENT.converse.value, ConnectionKind.SIBLING.converse.value
        ('child', 'sibling')
        """
        return CONVERSES.get(self, self)

    @property
    def is_symmetrical(self) -> bool:
        """Say whether both are the same to each other."""
        return self.converse is self


K = ConnectionKind
# A relation that has two ends is written from one of them, so that it cannot be written twice.
WRITTEN_FROM_HERE = {
    K.PARENT: K.CHILD,
    K.EMPLOYER: K.EMPLOYEE,
    K.SITS_ON: K.SEATS,
    K.SPONSOR: K.SPONSORED,
    K.APPOINTER: K.APPOINTEE,
}
CONVERSES = WRITTEN_FROM_HERE | {there: here for here, there in WRITTEN_FROM_HERE.items()}
SYMMETRICAL = tuple(kind for kind in K if kind.is_symmetrical)
WRITTEN = (*SYMMETRICAL, *WRITTEN_FROM_HERE)
# The sponsor stands behind the one who applies, and is not beholden to them.
BINDS_ONE_WAY = (K.SPONSOR,)

# What the first and the second have to be; None where either will do.
HUMAN, BODY = PersonKind.HUMAN, PersonKind.BODY
ENDS: dict[ConnectionKind, tuple[PersonKind | None, PersonKind | None]] = {
    K.PARTNER: (HUMAN, HUMAN),
    K.PARENT: (HUMAN, HUMAN),
    K.SIBLING: (HUMAN, HUMAN),
    K.HOUSEHOLD: (HUMAN, HUMAN),
    K.EMPLOYER: (None, HUMAN),
    K.SITS_ON: (HUMAN, BODY),
    K.APPOINTER: (BODY, HUMAN),
}


@dataclass(frozen=True, kw_only=True)
class Relation(Span):
    """One person is something to another, over some days: `person_id` is the parent of `other_id`.

    :param valid_to: the first day on which it is no longer so.
    """

    person_id: UUID
    kind: ConnectionKind
    other_id: UUID

    def as_written(self) -> "Relation":
        """Return the relation from the end it is written from, which is the same relation.

        >>> from datetime import date
        >>> mother, son = UUID(int=2), UUID(int=1)
        >>> told = Relation(person_id=son, kind=K.CHILD, other_id=mother, valid_from=date(2020, 1, 6))
        >>> told.as_written().kind.value, told.as_written().person_id == mother
        ('parent', True)
        """
        is_turned = self.person_id > self.other_id if self.kind.is_symmetrical else self.kind not in WRITTEN_FROM_HERE
        if not is_turned:
            return self
        return replace(self, person_id=self.other_id, kind=self.kind.converse, other_id=self.person_id)

    def joins(self, first: PersonKind, second: PersonKind) -> bool:
        """Say whether a written relation is possible between a human or body and another.

        >>> from datetime import date
        >>> told = Relation(person_id=UUID(int=1), kind=K.SITS_ON, other_id=UUID(int=2), valid_from=date(2020, 1, 6))
        >>> told.joins(HUMAN, BODY), told.joins(HUMAN, HUMAN)
        (True, False)
        """
        return _fits(ENDS.get(self.kind, (None, None)), (first, second))


def kinds_between(first: PersonKind, second: PersonKind) -> list[ConnectionKind]:
    """Return what a human or body can be to another.

    >>> [kind.value for kind in kinds_between(BODY, HUMAN)]
    ['employer', 'business_partner', 'seats', 'sponsor', 'sponsored', 'appointer']
    """

    def can(kind: ConnectionKind) -> bool:
        is_turned = kind not in WRITTEN
        wanted = ENDS.get(kind.converse if is_turned else kind, (None, None))
        found = (second, first) if is_turned else (first, second)
        return _fits(wanted, found)

    return [kind for kind in K if can(kind)]


def _fits(wanted: tuple[PersonKind | None, PersonKind | None], found: tuple[PersonKind, PersonKind]) -> bool:
    return all(one is None or one is other for one, other in zip(wanted, found, strict=True))
