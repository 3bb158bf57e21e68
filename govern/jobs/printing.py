"""Letters for people whom mail does not reach, or who chose paper: kept until they are printed, then wiped."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from govern.core.bulk import insert_all
from govern.core.db import table_of
from govern.core.waiting import Heap
from govern.jobs.models import LetterToPrint

AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """To whom a letter goes, and how they read.

    :param languages: in which the letter is written, one after the other.
    :param formats: codes of how they want it: `large_print`.
    """

    name: str = field(repr=False)
    address: str = field(repr=False)
    languages: Sequence[str]
    formats: Sequence[str] = ()


def write(session: Session, to: Addressee, *, subject: str, body: str, at: datetime) -> None:
    """Keep a letter until an officer has printed it."""
    letter = LetterToPrint(
        name=to.name,
        address=to.address,
        language=to.languages[0],
        formats=list(to.formats),
        subject=subject,
        body=body,
        made_at=at,
    )
    session.add(letter)
    session.flush()


def write_all(session: Session, letters: Sequence[tuple[Addressee, str, str]], *, at: datetime) -> None:
    """Keep many letters, each with its subject and its text, as `write` keeps one, in one statement."""
    rows = [
        {"id": uuid4(), "name": to.name, "address": to.address, "language": to.languages[0]}
        | {"formats": list(to.formats), "subject": subject, "body": body, "made_at": at}
        for to, subject, body in letters
    ]
    if rows:
        insert_all(session, table_of(LetterToPrint), rows)


def waiting(session: Session) -> Sequence[LetterToPrint]:
    """Return the letters that are printed next, those that wait longest first: as many as one prints at a time."""
    query = select(LetterToPrint).where(LetterToPrint.printed_at.is_(None))
    return session.scalars(query.order_by(LetterToPrint.made_at, LetterToPrint.id).limit(AT_ONCE)).all()


def unprinted(session: Session) -> Heap:
    """Return how many letters wait to be printed, and since when."""
    query = select(func.count(), func.min(LetterToPrint.made_at)).where(LetterToPrint.printed_at.is_(None))
    return Heap(*session.execute(query).one())


def unprinted_of(session: Session, *, made_at: datetime) -> int:
    """Return how many of the letters that one deed made wait to be printed."""
    waits = (LetterToPrint.printed_at.is_(None), LetterToPrint.made_at == made_at)
    return session.scalar(select(func.count(LetterToPrint.id)).where(*waits)) or 0


def wipe(session: Session, letters: Sequence[UUID], *, at: datetime) -> int:
    """Forget names, addresses and texts of letters that are printed, and return how many were."""
    printed = update(LetterToPrint).where(LetterToPrint.id.in_(list(letters)), LetterToPrint.printed_at.is_(None))
    gone = session.scalars(
        printed.values(name=None, address=None, body=None, printed_at=at)
        .returning(LetterToPrint.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())
