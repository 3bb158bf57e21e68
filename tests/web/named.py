"""How tests type whom a decision is about, on the page where the secretary enters it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import queries as admissions
from govern.admissions.rules import State
from govern.register import queries
from tests.web.secretariat import Secretariat

NOBODY: Mapping[str, str] = {"about": "nobody"}


def persons(secretariat: Secretariat, person: UUID, **homes: str) -> dict[str, str]:
    """Return what names one person in some matters.

    :param homes: by matter, where they go; empty where they go nowhere.
    """
    name = secretariat.ask(queries.name_of, person_id=person)
    typed = {"about": "somebody"}
    for row, (matter, home) in enumerate(homes.items(), start=1):
        typed |= {f"who_{row}": name, f"matter_{row}": matter, f"home_{row}": home}
    return typed


def applications(secretariat: Secretariat, outcome: str = "admitted", **others: str) -> dict[str, str]:
    """Return what names every application that waits for a decision, or that there is none.

    :param others: another outcome, or none, by the field of an application.
    """
    waiting = secretariat.ask(_waiting)
    if not waiting:
        return dict(NOBODY)
    return {"about": "somebody"} | {f"application_{one}": outcome for one in waiting} | others


def _waiting(session: Session) -> list[Any]:
    return [one.application_id for one in admissions.queue(session, State.UNDER_CHECK, State.APPEALED)]
