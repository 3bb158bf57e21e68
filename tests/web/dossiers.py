"""Applications as officers meet them: entered on paper, checked, decided by the founders who act for the board."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from govern.admissions import queries, steps
from govern.admissions.models import MembershipApplication
from govern.admissions.rules import State
from govern.core import clock
from govern.core.actors import Role
from govern.register.connection_rules import ConnectionKind
from tests.calendar import A_DAY, TODAY
from tests.make import Make
from tests.web.named import applications
from tests.web.officers import words_of
from tests.web.secretariat import Clerk, Secretariat, person_of
from tests.web.test_constitution import id_at, part
from tests.web.test_register import person_entered, workforce

LONG_EMPLOYED = {"kind": "employed_since", "since_on": str(TODAY - A_DAY * 400), "kept_at": "Personnel file 114"}
# Two of the four founders can decide for the board.
QUORUM = {"share": "1/2", "number": 2}
DECIDING = (Role.CHAIR, Role.ADMINISTRATOR, Role.RETURNING_OFFICER)


@dataclass
class Dossier:
    """One application, and the secretary who works on it."""

    secretariat: Secretariat
    clerk: Clerk
    id: UUID

    @property
    def path(self) -> str:
        """Return the address of its page."""
        return f"/applications/{self.id}"

    def look(self) -> str:
        """Return what its page says to the secretary."""
        answer = self.clerk.look(self.path)
        assert answer.status_code == 200, answer.text
        return words_of(answer)

    def send(self, deed: str, **typed: Any) -> TestResponse:
        """Do something on it."""
        return self.clerk.send(f"{self.path}/{deed}", **typed)

    def did(self, deed: str, **typed: Any) -> "Dossier":
        """Do something on it that is to succeed."""
        answer = self.send(deed, **typed)
        assert answer.status_code == 303, words_of(answer)
        return self

    def proof_seen(self) -> "Dossier":
        """Let the chair look at the proof of what it states."""
        fact = self.secretariat.ask(_stated, application_id=self.id)
        answer = self.secretariat.sit(Role.CHAIR, at=clock.now()).send(f"{self.path}/facts/{fact}/verification")
        assert answer.status_code == 303, words_of(answer)
        return self

    def state(self) -> State:
        """Return where it is."""
        found: State = self.secretariat.ask(_state, application_id=self.id)
        return found


def _stated(session: Session, *, application_id: UUID) -> UUID:
    return queries.evidence_of(session, application_id)[0].evidence.id


def _state(session: Session, *, application_id: UUID) -> State:
    return steps.state(session, application_id)


def applied(secretariat: Secretariat, clerk: Clerk | None = None, **typed: Any) -> Dossier:
    """Enter somebody and their application on paper, with a share of a pound unless something else is typed."""
    clerk = clerk or secretariat.sit()
    person = person_entered(clerk, name=typed.pop("name", "Una Bell"))
    usual = {"home": workforce(secretariat), "amount": "1"}
    return Dossier(secretariat, clerk, id_at(clerk.send(f"/people/{person}/application", **usual | typed)))


def stated(secretariat: Secretariat, clerk: Clerk | None = None, **typed: Any) -> Dossier:
    """Enter an application, take it up, and state what would show that they belong."""
    return applied(secretariat, clerk, **typed).did("check").did("facts", **LONG_EMPLOYED)


def checked(secretariat: Secretariat, clerk: Clerk | None = None, **typed: Any) -> Dossier:
    """Enter an application, take it up, and look at the proof that they belong."""
    return stated(secretariat, clerk, **typed).proof_seen()


def board(
    secretariat: Secretariat, clerk: Clerk, *, body: str = "board", outcome: str = "admitted", **typed: str
) -> UUID:
    """Enter a decision of the board, for which all but the secretary were unless something else is typed.

    :param outcome: of every application that waits, if nothing else is typed of it.
    """
    votes = {part(secretariat, role): "for" for role in DECIDING}
    minute = {"body": body, "minute_reference": "B/2026/7", "text": "To admit those who applied."}
    parts = {name: value for name, value in typed.items() if name.startswith("part_")}
    named = {name: value for name, value in typed.items() if name not in parts}
    about = applications(secretariat, outcome, **named)
    return id_at(clerk.send("/decisions/new", **minute, **(parts or votes), **about))


def related(secretariat: Secretariat, dossier: Dossier, role: Role) -> None:
    """Let an officer be the applicant's sister or brother."""
    officer = secretariat.ask(person_of, role=role)
    with secretariat.database.writing() as session:
        applicant = session.get_one(MembershipApplication, dossier.id).person_id
        Make(session).connection(applicant, ConnectionKind.SIBLING, officer)
        session.commit()


def confirm(secretariat: Secretariat, decision: UUID, *roles: Role, word: str = "so") -> None:
    """Let officers whom a decision names give their word on it."""
    at = clock.now()
    for role in roles:
        answer = secretariat.sit(role, at=at).send(f"/decisions/{decision}/confirmation", word=word)
        assert answer.status_code == 303, words_of(answer)
