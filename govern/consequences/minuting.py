"""Whoever a decision from minutes names is asked for their word, and the chair is asked to confirm it.

Who has an account is asked there by mail; who has none is reached as the register says, by mail or on paper.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import letters
from govern.accounts import queries as accounts
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import minutes
from govern.constitution import queries as constitution
from govern.constitution.models import Decision
from govern.core.actors import Role
from govern.core.words import Sentence, say


def ask(session: Session, decision: Decision, people: Collection[UUID], *, about: int, link: str, at: datetime) -> None:
    """Ask those whom a decision names whether it is so, and the chair whether the minutes are right.

    :param about: of how many persons the decision says something.
    :param link: where they say it.
    """
    letters.tell_of_decision(session, people=people, about=about, link=link, at=at)
    without = set(people) - accounts.people_with_accounts(session)
    for person_id in sorted(without - {decision.entered_by}):
        writing.write(session, person_id, _words(session, NAMED, link), at=at)
    if decision.body not in minutes.KEPT_BY_THE_CHAIR:
        return
    chairs = accounts.holders_of(session, Role.CHAIR, on=constitution.today(session, at=at))
    for person_id in sorted(chairs - set(people) - {decision.entered_by}):
        writing.write(session, person_id, _words(session, CHAIRED, link), at=at)


NAMED = say("The secretary entered a decision from minutes that names you, and how you voted.")
CHAIRED = say("The secretary entered a decision from minutes. As chair you are asked whether they are right.")


def _words(session: Session, news: Sentence, link: str) -> Words:
    mutual = constitution.mutual(session)
    return Words(
        subject=say("Is this what was decided?"),
        lines=[
            news,
            say("Until the chair has said that it is so, everybody who reads it is told that nobody confirmed it."),
        ],
        online=[
            say("Sign in, read it, and say whether it is so: %(link)s", link=link),
            say("If you have no account, telephone %(number)s and ask for one.", number=mutual.telephone),
        ],
        on_paper=[
            say(
                "To read it and to say whether it is so, telephone %(number)s and ask for an account of your own.",
                number=mutual.telephone,
            ),
            say("If you did not take part in it, tell the chair or a scrutineer."),
        ],
    )
