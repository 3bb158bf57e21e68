"""The registrar's answer at the door: the secretary enters it, and the chair compares it."""

from uuid import UUID

from werkzeug.test import TestResponse

from govern.core import clock
from govern.core.actors import Role
from govern.registrar import registrations
from tests.web.secretariat import Clerk, Secretariat


def entered(secretariat: Secretariat, clerk: Clerk, rule_set_id: UUID | str, on: str) -> TestResponse:
    """Let the secretary enter the registration of rules, and the chair confirm it, where it can be entered."""
    answer = clerk.send(f"/rules/{rule_set_id}/registration", registered_on=on, reference="FCA 4711")
    if answer.status_code == 303:
        confirmed = compared(secretariat)
        assert confirmed.status_code == 303, confirmed.text
    return answer


def compared(secretariat: Secretariat, *, word: str = "so") -> TestResponse:
    """Let the chair give their word on the answer that waits."""
    page = confirmation(secretariat)
    return secretariat.sit(Role.CHAIR, at=clock.now()).send(page, word=word)


def confirmation(secretariat: Secretariat) -> str:
    """Return the address at which the answer that waits is compared."""
    (report,) = secretariat.ask(lambda session: [one.id for one in registrations.waiting(session)])
    return f"/registrations/{report}/confirmation"
