"""A membership that an officer ends: its member is told at once, wherever they were last known to be reached.

Whoever enters an end could have changed an address before. So it goes to each address that the member is known by,
and on paper as well.

Source: domain 2.2; INV-14.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.consequences import cessation, writing
from govern.consequences.cessation import Effects
from govern.constitution import queries as constitution
from govern.core.actors import Actor
from govern.core.words import Sentence, say
from govern.jobs import mail, printing
from govern.jobs.printing import Addressee
from govern.register import queries as register
from govern.register.rules import Cessation, Ground, plain_email

GROUNDS: Mapping[Ground, Sentence] = {
    Ground.RESIGNED: say("The secretary entered that you resigned. If you did not resign, say so now."),
    Ground.NO_LONGER_QUALIFIES: say("The secretary entered that you can no longer be a member under our rules."),
    Ground.UNTRACEABLE: say("The secretary entered that we could not find you."),
    Ground.BODY_ENDED: say("The secretary entered that the body came to an end."),
    Ground.EXPELLED: say("The secretary entered that a general meeting expelled you."),
}


def end(session: Session, membership_id: UUID, entered: Cessation, *, actor: Actor, at: datetime) -> Effects:
    """End a membership by an officer's entry, and tell its member. Nobody writes to the dead.

    :raises Refusal: as `cessation.end` raises.
    """
    person_id = register.membership(session, membership_id).person_id
    effects = cessation.end(session, membership_id, entered, actor=actor, at=at)
    if entered.ground in GROUNDS and actor.person_id != person_id:
        _tell(session, person_id, entered, at=at)
    return effects


def _tell(session: Session, person_id: UUID, entered: Cessation, *, at: datetime) -> None:
    mutual = constitution.mutual(session)
    lines = [
        say("Your membership of %(mutual)s ended on %(day)s.", mutual=mutual.name, day=entered.on),
        GROUNDS[entered.ground],
        say("With it end a seat and a candidacy that rest on it, and your place in votes that you have not cast."),
        say(
            "If it is wrong, telephone %(number)s and ask for the chair or a scrutineer: they can see who entered it.",
            number=mutual.telephone,
        ),
    ]
    known = register.person_history(session, person_id)[-1]
    languages = writing.languages_of(known, mutual)
    subject = " / ".join(say("Your membership has ended").spoken(one, mutual.time_zone) for one in languages)
    body = writing.in_each(languages, lines, mutual)
    for address in _addresses(session, person_id, at=at):
        mail.write(session, recipient=address, subject=subject, body=body, at=at)
    if known.postal_address:
        to = Addressee(name=known.name, address=known.postal_address, languages=languages, formats=known.formats or ())
        printing.write(session, to, subject=subject, body=body, at=at)


def _addresses(session: Session, person_id: UUID, *, at: datetime) -> list[str]:
    """Return the address that a member gave or confirmed last, that on record now, and that they sign in with."""
    versions = sorted(register.person_history(session, person_id), key=lambda one: one.recorded_at, reverse=True)
    own = next((one.email for one in versions if one.email and one.recorded_by == person_id), None)
    known = register.person_on(session, person_id, on=constitution.today(session, at=at))
    every = (own, known.email if known else None, accounts.address_once_of(session, person_id))
    return list({plain_email(one): one for one in every if one}.values())
