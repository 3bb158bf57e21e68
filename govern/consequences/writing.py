"""How somebody is written to: in the language they chose, by e-mail, or on paper where they want that or lack mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.actors import Actor
from govern.core.words import Sentence
from govern.jobs import mail, printing
from govern.jobs.printing import Addressee
from govern.register import persons
from govern.register import queries as register
from govern.register.models import PersonVersion
from govern.register.rules import wants_paper

BETWEEN_LANGUAGES = "\n\n* * *\n\n"


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a letter says.

    :param online: added where it goes by e-mail; `on_paper` where it does not.
    """

    subject: Sentence
    lines: Sequence[Sentence]
    online: Sequence[Sentence] = ()
    on_paper: Sequence[Sentence] = ()


def write(session: Session, person_id: UUID, words: Words, *, at: datetime) -> None:
    """Write to somebody as they want to be reached; nothing is written to whom neither mail nor post reaches."""
    known = register.person_on(session, person_id, on=persons.local_date(session, at=at))
    if known is None:
        return
    mutual = constitution.mutual(session)
    languages = languages_of(known, mutual)
    subject = " / ".join(words.subject.spoken(one, mutual.time_zone) for one in languages)
    is_by_post = bool(known.postal_address) and (not known.email or wants_paper(known.formats))
    if is_by_post:
        body = in_each(languages, [*words.lines, *words.on_paper], mutual)
        printing.write(session, _addressee(known, languages), subject=subject, body=body, at=at)
    elif known.email:
        body = in_each(languages, [*words.lines, *words.online], mutual)
        mail.write(session, recipient=known.email, subject=subject, body=body, at=at)


def languages_of(known: PersonVersion, mutual: Mutual) -> Sequence[str]:
    """Return the language that somebody chose, or each of the mutual's where they chose none of them."""
    return [known.language] if known.language in mutual.languages else mutual.languages


def put_aside_printed(session: Session, letters: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Forget letters that an officer has printed, and return how many were."""
    count = printing.wipe(session, letters, at=at)
    if count:
        happening = Happening(event="letters.printed", facts={"letters": count})
        audit.record(session, happening, actor=actor, at=at)
    return count


def _addressee(known: PersonVersion, languages: Sequence[str]) -> Addressee:
    return Addressee(
        name=known.name, address=known.postal_address or "", languages=languages, formats=known.formats or ()
    )


def in_each(languages: Sequence[str], lines: Sequence[Sentence], mutual: Mutual) -> str:
    """Return a letter in each of some languages, one after the other."""
    told = ["\n\n".join(line.spoken(one, mutual.time_zone) for line in lines) for one in languages]
    return BETWEEN_LANGUAGES.join(told) + "\n"
