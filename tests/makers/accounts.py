"""Makers of accounts and of people in office."""

from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts.models import Account, OfficeHolding
from govern.core.actors import Role
from tests import calendar
from tests.makers import kept, register

_numbers = count(1)

if TYPE_CHECKING:
    from sqlalchemy.orm import Mapped

    class OpenedAccount(Account):
        """An account that was opened for somebody, so that it has an address."""

        email: Mapped[str]  # here nobody comes by the register

else:
    OpenedAccount = Account


def account(session: Session, *, person_id: UUID | None = None, **facts: Any) -> OpenedAccount:
    """Make an open account with an address of its own, without a password."""
    usual: dict[str, Any] = {"email": f"person{next(_numbers)}@example.org", "opened_at": calendar.AT}
    return kept(session, OpenedAccount(person_id=person_id or register.person(session).id, **usual | facts))


def office(session: Session, office: Role, *, person_id: UUID | None = None, **facts: Any) -> OfficeHolding:
    """Put a person into an office from long before, granted by somebody else."""
    usual: dict[str, Any] = {"from_on": calendar.LONG_BEFORE, "granted_at": calendar.AT}
    if "granted_by" not in facts:
        usual["granted_by"] = register.person(session).id
    holder = person_id or register.person(session).id
    return kept(session, OfficeHolding(office=office, person_id=holder, **usual | facts))
