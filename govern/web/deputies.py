"""Who goes on with what an officer takes no part in: another who is free, or a deputy to be appointed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from govern.access import can
from govern.accounts import queries as accounts
from govern.accounts.words import OFFICE_WORDS
from govern.core.actors import Role
from govern.core.words import Sentence, say
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.filters import in_reader_language
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class GoesOn:
    """Who does what the reader does not.

    :ivar appoints: nobody is free, and the reader can give somebody else the office.
    """

    words: Sentence
    appoints: bool


def who_goes_on(session: "Session", apart: Collection[UUID], *offices: Role) -> GoesOn:
    """Return who in some offices is free today; where nobody is, who can appoint a deputy. Why is nobody's business.

    :param apart: who takes no part.

    Source: decisions, "Law and procedure, corrected": a deputy enters.
    """
    free = _holders(session, apart, *offices)
    if free:
        return GoesOn(words=say("Who can do it, in office and free: %(names)s.", names=free), appoints=False)
    grants = can(Permission.OFFICE_GRANT)
    words = say(
        "Nobody in the office for it is free. An administrator can give that office to a deputy as well: %(names)s.",
        names=_holders(session, (), Role.ADMINISTRATOR),
    )
    return GoesOn(words=words, appoints=grants)


def _holders(session: "Session", apart: Collection[UUID], *offices: Role) -> str:
    """Return who holds some offices today, by name and with the office, but for some people."""
    held = [(office, accounts.holders_of(session, office, on=today()) - frozenset(apart)) for office in offices]
    names = register.names_of(session, {one for _office, people in held for one in people})
    told = [
        f"{names[one]} ({in_reader_language(OFFICE_WORDS[office])})"
        for office, people in held
        for one in sorted(people, key=lambda person: names[person])
    ]
    return ", ".join(told)
