"""Who acts: a person, the offices they hold at that moment, and the credential they came with."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Why somebody may try a deed.

    The first six are offices, granted on record. Member and director are derived from the
    register and the board, and elector from a credential; none of these can be granted. A
    director by code is one who came by a code that an officer printed, or at a written address.
    """

    SECRETARY = "secretary"
    RETURNING_OFFICER = "returning_officer"
    CHAIR = "chair"
    SCRUTINEER = "scrutineer"
    COUNCIL_OFFICER = "council_officer"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    DIRECTOR = "director"
    DIRECTOR_BY_CODE = "director_by_code"
    ELECTOR = "elector"
    CLOCKWORK = "clockwork"


OFFICES = (
    Role.SECRETARY,
    Role.RETURNING_OFFICER,
    Role.CHAIR,
    Role.SCRUTINEER,
    Role.COUNCIL_OFFICER,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person with the roles they hold now, or nobody in particular.

    :param person_id: None for a visitor, for clockwork, and for an elector known only by credential.
    :param credential: digest of the ballot credential that was shown; it opens one ballot and nothing else.
    :param code: digest of the code from a letter that an officer printed, where they signed in by one.
    """

    person_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    credential: str | None = None
    code: str | None = None

    @property
    def is_known(self) -> bool:
        """Say whether somebody has signed in."""
        return self.person_id is not None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """Who does something, when it is entered, and the day it is dated.

    :param dated_on: the day it happened; None for the day it is entered.
    :param note: for the record, such as why a motion is out of order.
    """

    actor: Actor
    at: datetime
    dated_on: date | None = None
    note: str = ""


NOBODY = Actor()
CLOCKWORK = Actor(roles=frozenset({Role.CLOCKWORK}))
