"""What an applicant is sent: that they are asked to confirm, and then where their application is.

A letter never says why somebody was refused, or what they are asked for: mail is read by others too. It leads to
their own page.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import appealing, queries
from govern.admissions.models import ApplicationStep
from govern.admissions.rules import State, undoes
from govern.admissions.steps import is_told
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.words import Sentence, say
from govern.jobs import mail

S = State
NEWS: Mapping[State, Sentence] = {
    S.SUBMITTED: say("We have your application to join. We will check it, and write to you again."),
    S.REFERRED_BACK: say("We need something more from you before we can go on with your application to join."),
    S.ADMITTED: say("You may join. You are not a member yet. One or two things are left."),
    S.REFUSED: say("We have decided not to let you join. Your page says why, and whether you can appeal."),
    S.APPEALED: say("We have your appeal. We will write to you when it has been heard."),
    S.REFUSAL_STANDS: say("Your appeal has been heard. You cannot join for now. Your page says why."),
    S.ENTERED: say("You are a member. Your name is in the register from today."),
    S.LAPSED: say("You did not give what you said you would in time, so you did not join. You can apply again."),
    S.WITHDRAWN: say("Your application to join has been taken back. You can apply again when you like."),
}
# Where their admission is taken back.
NEWS_OF_NO_ANSWER = say(
    "We told you that you may join. Somebody who is said to have taken part in that says that it was not decided"
    " so. So that answer does not stand, and it will be decided again."
)


def tell(session: Session, application_id: UUID, n: int, *, base_url: str, at: datetime) -> None:
    """Write to an applicant where their application is, as they want to be reached, unless a later letter says more.

    :param n: number of the step to tell of.
    """
    application = queries.find(session, application_id)
    told = [step for step in queries.steps_of(session, application_id) if is_told(step)]
    if told[-1].n != n:
        return
    mutual = constitution.mutual(session)
    words = Words(
        subject=_subject(mutual),
        lines=[*_news(told[-1]), *_appeal_by(session, told[-1])],
        online=[
            say("Sign in to see it: %(link)s", link=f"{base_url}/me/application"),
            say("If you did not ask to join, telephone %(telephone)s.", telephone=mutual.telephone),
        ],
        on_paper=[
            say("You can see it at %(link)s. Telephone us, and we send you a code for it.", link=f"{base_url}/me"),
            say(
                "If you did not ask to join, or want to know more, telephone %(telephone)s.", telephone=mutual.telephone
            ),
        ],
    )
    writing.write(session, application.person_id, words, at=at)


def _news(step: ApplicationStep) -> list[Sentence]:
    """Return what a step brought."""
    if undoes(step.from_state, step.to_state):
        return [
            NEWS_OF_NO_ANSWER,
            say("You need not do anything. We will write to you when there is an answer."),
        ]
    return [NEWS[State(step.to_state)]]


def _appeal_by(session: Session, step: ApplicationStep) -> list[Sentence]:
    """Return until when a refusal can be appealed against, where this is one and somebody hears it."""
    appeal = appealing.appeal_of(session, [step])
    return [] if appeal is None else [say("If you appeal, do it by %(day)s.", day=appeal.by)]


def ask_to_confirm(session: Session, recipient: str, *, link: str, at: datetime) -> None:
    """Ask whoever reads mail at an address whether they want to join.

    Nothing that somebody typed stands in it: it could be anything, and go to anybody.
    """
    mutual = constitution.mutual(session).name
    lines = [
        say("Somebody gave this address, and asks to join %(mutual)s.", mutual=mutual),
        say("If it was you, open this link. It shows you what was asked, and you say yes there:"),
        say("%(link)s", link=link),
        say("It works once, within three days. Until then we do nothing with what you wrote."),
        say("If it was not you, do nothing. Then nobody joins, and we forget it."),
    ]
    _write(session, recipient, lines, at=at)


def say_is_member(session: Session, recipient: str, *, at: datetime) -> None:
    """Tell somebody who applied that they are a member already."""
    telephone = constitution.mutual(session).telephone
    lines = [
        say("You asked to join, and you are a member already. So nothing has changed."),
        say("Do you want to move to another group? Telephone %(telephone)s.", telephone=telephone),
    ]
    _write(session, recipient, lines, at=at)


def say_has_applied(session: Session, recipient: str, *, at: datetime) -> None:
    """Tell somebody who applied again that their first application goes on."""
    lines = [
        say("You asked to join once more. We have your first application, and go on with that one."),
        say("You can take it back on your page, and then apply again."),
    ]
    _write(session, recipient, lines, at=at)


def _subject(mutual: Mutual) -> Sentence:
    return say("Your application to join %(mutual)s", mutual=mutual.name)


def _write(session: Session, recipient: str, lines: list[Sentence], *, at: datetime) -> None:
    """Put a letter into the outbox, in each of the mutual's languages: nobody who is known is written to by it."""
    mutual = constitution.mutual(session)
    languages, subject = mutual.languages, _subject(mutual)
    mail.write(
        session,
        recipient=recipient,
        subject=" / ".join(subject.spoken(one) for one in languages),
        body="\n\n* * *\n\n".join("\n\n".join(line.spoken(one) for line in lines) for one in languages) + "\n",
        at=at,
    )
