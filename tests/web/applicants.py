"""Somebody who asks to join, page by page, as a browser without scripts does."""

import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from govern.jobs.models import OutgoingMail
from tests.web.filled_forms import form_of, sent
from tests.web.secretariat import Clerk, Secretariat

FIRST = "/join/application"
LINK = re.compile(r"/join/links/\S+")
BY_STEP: dict[str, dict[str, str]] = {
    "group": {"group": "workforce.care_staff"},
    "you": {"name": "Nia Newcomer", "email": "nia@example.org", "postal_address": "2 Example Street"},
    "age": {"age": "yes"},
    "facts": {"since": "2026-03-03", "hours": "20", "kept_at": "my contract, in the office"},
    "give": {"pounds": "25"},
    "review": {},
}
ANSWERS = {name: value for typed in BY_STEP.values() for name, value in typed.items()}


def write(visitor: Clerk, *, until: str = "", **typed: str | None) -> TestResponse:
    """Answer each question as somebody new would, with these answers otherwise; stop at a page, or send it all.

    :param until: the page to stop at; what was typed for it is sent too, but for the last.
    """
    page = visitor.look(FIRST)
    for step, usual in BY_STEP.items():
        if step == until == "review":
            return page
        answers: dict[str, Any] = usual | {name: value for name, value in typed.items() if name in _asked_on(step)}
        data = {name: value for name, value in sent(form_of(page), **answers).items() if value is not None}
        page = visitor.client.post(FIRST, data=data, follow_redirects=True)
        if step == until:
            return page
    return page


def _asked_on(step: str) -> set[str]:
    return set(BY_STEP[step]) | ({"birth_on"} if step == "age" else set())


def letters_to(desk: Secretariat, email: str) -> list[str]:
    """Return the letters that wait for an address, the oldest first."""
    query = select(OutgoingMail.body).where(OutgoingMail.recipient == email).order_by(OutgoingMail.made_at)
    bodies: list[str] = desk.ask(lambda session: session.scalars(query).all())
    return list(bodies)


def link_to(desk: Secretariat, email: str) -> str:
    """Return the newest link that confirms an application from an address."""
    links = [found[0] for letter in letters_to(desk, email) if (found := LINK.search(letter))]
    return next(link for link in reversed(links) if desk.sit(None).look(link).status_code == 200)


def confirm(visitor: Clerk, link: str) -> TestResponse:
    """Open a link and press its button."""
    page = visitor.look(link)
    return visitor.client.post(link, data=sent(form_of(page)), follow_redirects=True)
