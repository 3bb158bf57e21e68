"""How somebody is written to: in the language they chose, by e-mail, or on paper where they want that or lack mail."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.actors import Actor
from govern.core.words import Sentence
from govern.jobs import mail, printing
from govern.jobs.mail import Message
from govern.jobs.printing import Addressee
from govern.register import persons
from govern.register import queries as register
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


class Reader(Protocol):
    """Whoever is written to: where they are reached, and how they read."""

    @property
    def name(self) -> str: ...
    @property
    def postal_address(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def language(self) -> str | None: ...
    @property
    def formats(self) -> Sequence[str] | None: ...


OneReader = TypeVar("OneReader", bound=Reader)


@dataclass(frozen=True, kw_only=True)
class Written:
    """How many were written to by mail, how many on paper, and how many neither reaches."""

    mailed: int
    letters: int
    unreached: int


class Way(StrEnum):
    """By what somebody is reached who is written to."""

    MAIL = "mail"
    LETTER = "letter"
    NOTHING = "nothing"


def way_to(session: Session, person_id: UUID, *, at: datetime) -> Way:
    """Return by what somebody is reached whom `write` writes to."""
    known = register.person_on(session, person_id, on=persons.local_date(session, at=at))
    if known is not None and _is_by_post(known):
        return Way.LETTER
    return Way.MAIL if known is not None and known.email else Way.NOTHING


def write(session: Session, person_id: UUID, words: Words, *, at: datetime) -> None:
    """Write to somebody as they want to be reached; nothing is written to whom neither mail nor post reaches."""
    known = register.person_on(session, person_id, on=persons.local_date(session, at=at))
    if known is not None:
        write_all(session, [known], lambda _: words, at=at)


def write_all(
    session: Session, readers: Sequence[OneReader], words_for: Callable[[OneReader], Words], *, at: datetime
) -> Written:
    """Write to many, each as `write` does to one, in a statement for each way in which they are reached."""
    mutual = constitution.mutual(session)
    told = [(one, languages_of(one, mutual), words_for(one)) for one in readers]
    letters = [
        (
            _addressee(one, languages),
            _subject(words, languages, mutual),
            _body(words, words.on_paper, languages, mutual),
        )
        for one, languages, words in told
        if _is_by_post(one)
    ]
    mails = [
        Message(
            recipient=one.email,
            subject=_subject(words, languages, mutual),
            body=_body(words, words.online, languages, mutual),
        )
        for one, languages, words in told
        if one.email and not _is_by_post(one)
    ]
    printing.write_all(session, letters, at=at)
    mail.write_all(session, mails, at=at)
    return Written(mailed=len(mails), letters=len(letters), unreached=len(told) - len(mails) - len(letters))


def _is_by_post(reader: Reader) -> bool:
    return bool(reader.postal_address) and (not reader.email or wants_paper(reader.formats))


def _subject(words: Words, languages: Sequence[str], mutual: Mutual) -> str:
    """Return the subject in each language, once where two say the same."""
    return " / ".join(dict.fromkeys(words.subject.spoken(one, mutual.time_zone) for one in languages))


def _body(words: Words, more: Sequence[Sentence], languages: Sequence[str], mutual: Mutual) -> str:
    return in_each(languages, [*words.lines, *more], mutual)


def languages_of(known: Reader, mutual: Mutual) -> Sequence[str]:
    """Return the language that somebody chose, or each of the mutual's where they chose none of them."""
    return [known.language] if known.language in mutual.languages else mutual.languages


def put_aside_printed(session: Session, letters: Sequence[UUID], *, actor: Actor, at: datetime) -> int:
    """Forget letters that an officer has printed, and return how many were."""
    count = printing.wipe(session, letters, at=at)
    if count:
        happening = Happening(event="letters.printed", facts={"letters": count})
        audit.record(session, happening, actor=actor, at=at)
    return count


def _addressee(known: Reader, languages: Sequence[str]) -> Addressee:
    return Addressee(
        name=known.name, address=known.postal_address or "", languages=languages, formats=known.formats or ()
    )


def in_each(languages: Sequence[str], lines: Sequence[Sentence], mutual: Mutual) -> str:
    """Return a letter in each of some languages, one after the other."""
    told = ["\n\n".join(line.spoken(one, mutual.time_zone) for line in lines) for one in languages]
    return BETWEEN_LANGUAGES.join(told) + "\n"
