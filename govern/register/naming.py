"""Find somebody by the whole name, or by the number of a member."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.core.errors import Refusal
from govern.core.words import say
from govern.register.models import Membership, PersonVersion
from govern.register.queries import holds_on, was_known
from govern.register.rules import folded, sort_name

LONGEST_NUMBER = 9


class NotOneOfThatName(Refusal):
    """Nobody, or more than one."""

    code = "not-one-of-that-name"
    status = 422
    source = "Who is meant has to be certain"
    says = say(
        "The register does not know exactly one person of this name. Enter the whole name as it is there,"
        " or enter the person first."
    )


def person_named(session: Session, name: str, *, on: date) -> UUID:
    """Return whom the register knows on a day by a whole name.

    :raises NotOneOfThatName: nobody, or more than one.
    """
    current = select(PersonVersion.person_id, PersonVersion.name).where(
        PersonVersion.sort_name.in_({sort_name(name), folded(name)}),
        holds_on(PersonVersion, on),
        was_known(PersonVersion, None),
    )
    found = [row.person_id for row in session.execute(current) if folded(row.name) == folded(name)]
    if len(found) != 1:
        raise NotOneOfThatName
    return UUID(str(found[0]))


def person_meant(session: Session, words: str, *, on: date) -> UUID:
    """Return whom the register knows on a day by a whole name or, whoever is or was a member, by the number.

    :raises NotOneOfThatName: nobody, or more than one.
    """
    if not words.isdecimal() or len(words) > LONGEST_NUMBER:
        return person_named(session, words, on=on)
    found = session.scalar(select(Membership.person_id).where(Membership.member_no == int(words)))
    if found is None:
        raise NotOneOfThatName
    return found
