"""What a credential opens: its elector, its poll and its paper; one statement for every page of voting."""

import hmac
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import String, bindparam, exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Date

from govern.ballots.casting import Elector
from govern.ballots.entitlement import is_still_entitled
from govern.ballots.models import ClosedMark, Credential, Doubt, Mark, OptionWithdrawal, Poll, PollOption
from govern.ballots.refusals import CredentialNotKnown, PaperNotYours
from govern.ballots.standing import Place, Standing, place_of
from govern.core.db import AnyRow, AnySelect, table_of
from govern.core.languages import LocalText
from govern.register.models import MembershipVersion, PersonVersion
from govern.register.queries import ACTIVE, holds_on, was_known
from govern.register.rules import Standing as RegisterStanding
from govern.rolls.models import Capacity, RollEntry

SHOWN = (
    *("id", "roll_id", "eid", "decides", "title", "question", "seats", "custody", "publication_mode", "constraints"),
    *("opens_at", "closes_at", "armed_at", "sealed_at"),
)
_CREDENTIALS, _POLLS, _ENTRIES, _OPTIONS = (table_of(it) for it in (Credential, Poll, RollEntry, PollOption))
_MARKS, _CLOSED, _DOUBTS, _WITHDRAWALS = (table_of(it) for it in (Mark, ClosedMark, Doubt, OptionWithdrawal))


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a credential opens.

    :ivar poll: a row with what the pages of voting show of a poll; see SHOWN.
    :ivar name: the elector's, as the register has it on the day.
    """

    elector: Elector
    poll: AnyRow
    person_id: UUID
    name: str
    standing: Standing

    def bound(self, *, secret: str) -> str:
        """Return what the paper carries, so that it comes back from nobody but the elector it was handed to."""
        elector = f"paper:{self.elector.poll_id}:{self.elector.elector_id}"
        return hmac.new(secret.encode(), elector.encode(), sha256).hexdigest()

    def ensure_bound(self, sent: str, *, secret: str) -> None:
        """Refuse a paper that was handed to somebody else, whose ballot was opened in the same browser.

        :param sent: what `bound` returned when the paper was handed out.
        :raises PaperNotYours: it was handed to another elector, or to none.
        """
        if not hmac.compare_digest(sent.encode(), self.bound(secret=secret).encode()):
            raise PaperNotYours


@dataclass(frozen=True, kw_only=True)
class PaperLine:
    """A line of a paper, as the voter sees it."""

    number: int
    name: str
    statement: LocalText
    is_withdrawn: bool


def opened_by(session: Session, digest: str, *, on: date) -> Opened:
    """Return what a credential opens, on a day. Looking changes nothing.

    :param digest: see credentials.digest_of.
    :raises CredentialNotKnown: it opens nothing, or has been replaced.
    """
    row = session.connection().execute(_OPENED, {"digest": digest, "today": on}).one_or_none()
    if row is None:
        raise CredentialNotKnown
    return Opened(
        elector=Elector(poll_id=row.id, elector_id=row.elector_id),
        poll=row,
        person_id=row.person_id,
        name=row.name or "",
        standing=_standing(session, row, on),
    )


def lines(session: Session, poll_id: UUID) -> list[PaperLine]:
    """Return the lines of a paper, in the order in which they stand on it."""
    rows = session.connection().execute(_LINES, {"poll": poll_id})
    return [PaperLine(**row._mapping) for row in rows]


def _standing(session: Session, row: AnyRow, on: date) -> Standing:
    """Return how the elector stands; the register is asked for the reason only where it keeps her out."""
    place = place_of(row.mark, is_entitled=row.is_entitled, in_doubt=row.in_doubt)
    if place == Place.NOT_A_MEMBER and row.capacity == Capacity.DIRECTOR:
        return Standing(place=Place.NOT_A_DIRECTOR)
    return _kept_out(session, row.membership_id, on) if place == Place.NOT_A_MEMBER else Standing(place=place)


def _kept_out(session: Session, membership_id: UUID, on: date) -> Standing:
    """Return why the register does not show a member as entered on a day."""
    known = session.execute(
        select(MembershipVersion.standing, MembershipVersion.valid_from, MembershipVersion.valid_to)
        .where(MembershipVersion.membership_id == membership_id, was_known(MembershipVersion, None))
        .order_by(MembershipVersion.valid_from)
    ).all()
    today = next((one for one in reversed(known) if one.valid_from <= on < (one.valid_to or date.max)), None)
    if today is not None and today.standing == RegisterStanding.SUSPENDED:
        return Standing(place=Place.SUSPENDED)
    ends = [one.valid_to for one in known if one.valid_to and one.standing in ACTIVE and one.valid_to <= on]
    return Standing(place=Place.NOT_A_MEMBER, ended_on=max(ends, default=None))


def _opened() -> AnySelect:
    """Select what a credential opens. The cast asks the register and the board the same."""
    held, entries = _CREDENTIALS.c, _ENTRIES.c
    today = bindparam("today", type_=Date())
    marks = [
        select(table.c.kind)
        .where(table.c.poll_id == held.poll_id, table.c.elector_id == held.elector_id)
        .scalar_subquery()
        for table in (_MARKS, _CLOSED)
    ]
    named = (
        PersonVersion.person_id == entries.person_id,
        holds_on(PersonVersion, today),
        was_known(PersonVersion, None),
    )
    name = select(PersonVersion.name).where(*named).limit(1).scalar_subquery()
    in_doubt = exists().where(_DOUBTS.c.poll_id == held.poll_id, _DOUBTS.c.elector_id == held.elector_id)
    return (
        select(
            *(_POLLS.c[name] for name in SHOWN),
            *(held.elector_id, entries.person_id, entries.membership_id, entries.capacity),
            name.label("name"),
            func.coalesce(*marks, type_=String()).label("mark"),
            is_still_entitled(entries, today).label("is_entitled"),
            in_doubt.label("in_doubt"),
        )
        .join_from(_CREDENTIALS, _POLLS, _POLLS.c.id == held.poll_id)
        .join(_ENTRIES, (entries.roll_id == held.roll_id) & (entries.elector_id == held.elector_id))
        .where(held.token_hash == bindparam("digest", type_=String()), held.revoked_at.is_(None))
    )


def _lines() -> AnySelect:
    """Select the lines of a paper."""
    options = _OPTIONS.c
    withdrawn = exists().where(_WITHDRAWALS.c.poll_id == options.poll_id, _WITHDRAWALS.c.number == options.number)
    return (
        select(options.number, options.name, options.statement, withdrawn.label("is_withdrawn"))
        .where(options.poll_id == bindparam("poll", type_=options.poll_id.type))
        .order_by(options.position)
    )


# Built once: these run for every page that a voter opens, and no object is made of what they find.
_OPENED, _LINES = _opened(), _lines()
