"""Voting links and letters: made from the frozen roll, sent or printed once, and kept nowhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from govern.accounts import queries as accounts
from govern.ballots import credentials
from govern.ballots import queries as ballots
from govern.ballots.casting import Elector
from govern.ballots.credentials import Minted
from govern.ballots.models import Credential, Decides, Poll
from govern.ballots.refusals import PollNotReady
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.actors import Deed
from govern.core.words import Sentence, say
from govern.elections import queries
from govern.elections.models import Election
from govern.elections.polling import poll_of
from govern.elections.refusals import AddressUnheard, NobodyOfThatNumber
from govern.jobs import mail
from govern.register import postal, stand_ins, vouching
from govern.register.models import PersonVersion, StandIn
from govern.register.rules import ballot_email
from govern.rolls.models import Roll, RollEntry

BETWEEN_LANGUAGES = "\n\n* * *\n\n"


@dataclass(frozen=True, kw_only=True)
class Post:
    """What links are made with.

    :param secret: of the keyed hash that is stored of a code.
    :param base_url: where voters come to, without a slash at its end.
    """

    secret: str
    base_url: str


@dataclass(frozen=True, kw_only=True)
class PaperLetter:
    """A letter to print, at the one moment when its code is known.

    :param languages: in which it is written, one after the other.
    :param formats: codes of how its reader wants it: `large_print`.
    :param votes_for: the member whose one vote it is, where its reader casts it for them.
    """

    number: int
    name: str
    address: str
    code: str
    link: str
    languages: Sequence[str]
    formats: Sequence[str]
    votes_for: str | None = None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of the links: how many went by mail, and the letters to print.

    :ivar waiting: how many electors get theirs once a second officer has heard from them where they live.
    """

    mailed: int
    letters: Sequence[PaperLetter]
    waiting: int = 0


@dataclass(frozen=True)
class Contact:
    """Where an elector is reached, and how they read.

    An e-mail address that was not given for ballots is left out, and that of whoever wants paper, and one that only an
    officer stands for: whoever wrote it down could read it.

    :param votes_for: the member whose one vote it is, where somebody else casts it for them.
    :param held_back: the address for ballots that only an officer stands for.
    :param waits: they are reached by post alone, at an address that an officer wrote over the one before.
    """

    elector_id: UUID
    number: int
    name: str
    postal_address: str | None
    email: str | None
    language: str | None
    formats: Sequence[str]
    votes_for: str | None
    held_back: str | None
    waits: bool = False


def make(session: Session, election_id: UUID, deed: Deed, *, post: Post) -> Sent:
    """Make a link for every elector who has none, mail those who can be mailed, and return the letters.

    :raises PollNotReady: the roll is not frozen, or the box is sealed.

    Source: NHS foundation trust model election rules, rules 24 and 25; INV-39.
    """
    poll = _open_poll(session, election_id)
    return mint_and_send(session, poll, deed, post)


def mint_and_send(session: Session, poll: Poll, deed: Deed, post: Post) -> Sent:
    """Make a link for every elector who has none, but for those who wait, and send them.

    Source: INV-40; decision 0048: no code goes by post where only an officer stands for the address.
    """
    waiting = unheard(session, poll, on=constitution.today(session, at=deed.at))
    minted = credentials.mint(session, poll.id, secret=post.secret, actor=deed.actor, at=deed.at, but_for=waiting)
    return send(session, poll, minted, deed, post)


def unheard(session: Session, poll: Poll, *, on: date) -> list[UUID]:
    """Return the electors of a poll whose letter waits until a second officer has heard where they live."""
    return [one.elector_id for one in contacts(session, poll.roll_id, on=on) if one.waits]


def replace(session: Session, election_id: UUID, number: int, deed: Deed, *, post: Post) -> Sent:
    """Make one elector's link again; the old one opens nothing any more.

    :param number: the elector's number on the roll.
    :raises PollNotReady: the roll is not frozen, or the box is sealed.
    :raises NobodyOfThatNumber: nobody of that number is on the roll.
    :raises NoOtherLink: her place is taken, so a new link would open nothing.
    :raises AddressUnheard: it would go by post to an address that an officer wrote over the one before.

    Source: NHS foundation trust model election rules, rules 29 to 32; INV-39.
    """
    return replace_in(session, _open_poll(session, election_id), number, deed, post=post)


def replace_in(session: Session, poll: Poll, number: int, deed: Deed, *, post: Post) -> Sent:
    """Make one elector's link to a poll again, whatever the poll decides; raises as `replace` does.

    :param poll: whose links are still of use.
    """
    elector = Elector(poll_id=poll.id, elector_id=elector_id(session, poll, number))
    today = constitution.today(session, at=deed.at)
    if any(one.waits for one in contacts(session, poll.roll_id, on=today, only=elector.elector_id)):
        raise AddressUnheard
    minted = credentials.reissue(session, elector, secret=post.secret, actor=deed.actor, at=deed.at)
    return send(session, poll, [minted], deed, post)


def remake_letters(session: Session, election_id: UUID, deed: Deed, *, post: Post) -> Sent:
    """Make every letter again whose elector has not voted; the codes of the old letters open nothing any more.

    :raises PollNotReady: the roll is not frozen, or the box is sealed.

    Source: NHS foundation trust model election rules, rules 29 to 32; INV-39.
    """
    poll = _open_poll(session, election_id)
    lost = by_letter(session, poll, on=constitution.today(session, at=deed.at))
    credentials.revoke_unused(session, poll.id, lost, actor=deed.actor, at=deed.at)
    return mint_and_send(session, poll, deed, post)


def by_letter(session: Session, poll: Poll, *, on: date) -> list[UUID]:
    """Return the electors of a poll who are reached by a letter, for they gave no e-mail address."""
    return [one.elector_id for one in contacts(session, poll.roll_id, on=on) if not one.email]


def elector_id(session: Session, poll: Poll, number: int) -> UUID:
    """Return the elector of a number on a poll's roll.

    :raises NobodyOfThatNumber: there is none.
    """
    found = session.scalar(
        select(RollEntry.elector_id).where(RollEntry.roll_id == poll.roll_id, RollEntry.number == number)
    )
    if found is None:
        raise NobodyOfThatNumber(number)
    return found


def issued(session: Session, poll_id: UUID) -> int:
    """Return how many electors of a poll have a link that works."""
    live = select(func.count()).where(Credential.poll_id == poll_id, Credential.revoked_at.is_(None))
    return session.scalar(live) or 0


def unlinked(session: Session) -> dict[UUID, int]:
    """Return how many electors have no link that works, by election, of the polls that are frozen and not sealed."""
    live = select(func.count()).where(Credential.poll_id == Poll.id, Credential.revoked_at.is_(None)).scalar_subquery()
    rows = session.execute(
        select(Election.id, Roll.electors - live)
        .join(Poll, Poll.id == Election.poll_id)
        .join(Roll, Roll.id == Poll.roll_id)
        .where(Poll.frozen_at.is_not(None), Poll.sealed_at.is_(None), Roll.electors > live)
    )
    return {election_id: count or 0 for election_id, count in rows}


def _open_poll(session: Session, election_id: UUID) -> Poll:
    """Return the poll of an election whose links are still of use."""
    poll = ballots.locked(session, poll_of(queries.locked(session, election_id)))
    if poll.sealed_at is not None:
        raise PollNotReady(
            say("This box was sealed at %(sealed)s, so a new link would open nothing.", sealed=poll.sealed_at)
        )
    return poll


def send(session: Session, poll: Poll, minted: Sequence[Minted], deed: Deed, post: Post) -> Sent:
    """Mail each elector who has an address for it, and return the others' letters, in order of number."""
    codes = {one.elector_id: one.code for one in minted}
    mutual = constitution.mutual(session)
    letters: list[PaperLetter] = []
    mailed = waiting = 0
    only = minted[0].elector_id if len(minted) == 1 else None
    for contact in contacts(session, poll.roll_id, on=constitution.today(session, at=deed.at), only=only):
        if contact.elector_id not in codes:
            waiting += contact.waits
            continue
        letter = _letter(contact, codes[contact.elector_id], post, mutual)
        if contact.email:
            _mail(session, letter, contact.email, poll, mutual, at=deed.at)
            mailed += 1
        else:
            letters.append(letter)
    return Sent(mailed=mailed, letters=letters, waiting=waiting)


def contacts(session: Session, roll_id: UUID, *, on: date, only: UUID | None = None) -> Iterable[Contact]:
    """Return where every elector on a roll is reached on a day, in order of number; or where one of them is.

    Whoever casts a member's vote on that day is reached in their stead: a representative, a nominee, a joint holder.

    Source: domain 2.6; CA 2006 s.323.
    """
    version, member = PersonVersion, aliased(PersonVersion)
    rows = session.execute(
        select(
            *(RollEntry.elector_id, RollEntry.number, version.name, version.postal_address, version.email),
            *(version.email_purposes, version.language, version.formats, member.name, is_reached_alone(version)),
            postal.stands(version),
        )
        .outerjoin(StandIn, and_(StandIn.membership_id == RollEntry.membership_id, stand_ins.votes_on(on)))
        .join(version, version.person_id == func.coalesce(StandIn.person_id, RollEntry.person_id))
        .outerjoin(
            member,
            and_(StandIn.id.is_not(None), member.person_id == RollEntry.person_id, *_known_on(member, on)),
        )
        .where(
            RollEntry.roll_id == roll_id,
            *([RollEntry.elector_id == only] if only else []),
            *_known_on(version, on),
        )
        .order_by(RollEntry.number)
    ).all()
    found = []
    for elector, number, name, address, email, purposes, language, formats, votes_for, is_theirs, is_known in rows:
        mail_to = ballot_email(email, purposes=purposes, formats=formats, postal_address=address)
        reached, held_back = (mail_to, None) if is_theirs else (None, mail_to)
        waits = reached is None and bool(address) and not is_known
        of = (elector, number, name, address, reached, language, formats or (), votes_for, held_back)
        found.append(Contact(*of, waits=waits))
    return found


def is_reached_alone(version: type[PersonVersion]) -> ColumnElement[bool]:
    """Return the condition that an address of mail is its person's own word, or two people knew it.

    Source: INV-40; decision 0041: whoever writes an address down could write one that they read themselves.
    """
    return or_(vouching.is_own(version), accounts.is_opened_at(version.person_id, version.email))


def _known_on(version: type[PersonVersion], on: date) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of the particulars that are known now of a day."""
    return (
        version.superseded_at.is_(None),
        version.valid_from <= on,
        or_(version.valid_to.is_(None), version.valid_to > on),
    )


def _letter(contact: Contact, code: str, post: Post, mutual: Mutual) -> PaperLetter:
    chosen = contact.language in mutual.languages
    return PaperLetter(
        languages=[contact.language] if contact.language and chosen else mutual.languages,
        formats=contact.formats,
        votes_for=contact.votes_for,
        number=contact.number,
        name=contact.name,
        address=contact.postal_address or "",
        code=code,
        link=f"{post.base_url}/vote/{code}",
    )


def _mail(session: Session, letter: PaperLetter, email: str, poll: Poll, mutual: Mutual, *, at: datetime) -> None:
    """Put one letter in the outbox. It names the mutual, the election and its close, and nobody who stands.

    It is in the language that the elector chose, or in each of the mutual's, one after the other.
    """
    subject = say("Vote: %(title)s", title=poll.title)
    mail.write(
        session,
        recipient=email,
        subject=" / ".join(subject.spoken(one, mutual.time_zone) for one in letter.languages),
        body=letter_text(letter, poll, mutual) + "\n",
        at=at,
    )


def letter_text(letter: PaperLetter, poll: Poll, mutual: Mutual) -> str:
    """Return what an elector is told with her link, in each language of the letter."""
    lines = letter_lines(letter, poll, mutual)
    told = ["\n\n".join(line.spoken(one, mutual.time_zone) for line in lines) for one in letter.languages]
    return BETWEEN_LANGUAGES.join(told)


def letter_lines(letter: PaperLetter, poll: Poll, mutual: Mutual) -> list[Sentence]:
    """Return what an elector is told with her link.

    Source: product 3(a): the text names the mutual, never the candidates.
    """
    stead = [] if letter.votes_for is None else [say("You cast the one vote of %(member)s.", member=letter.votes_for)]
    in_an_election = say("You can vote in an election of %(mutual)s: %(title)s.", mutual=mutual.name, title=poll.title)
    on_a_motion = say("You can vote on a motion of %(mutual)s: %(title)s.", mutual=mutual.name, title=poll.title)
    put = [on_a_motion, say("%(question)s", question=poll.question)]
    return [
        *(put if poll.decides == Decides.MOTION else [in_an_election]),
        *stead,
        say("Voting opens at %(opens)s and closes at %(closes)s.", opens=poll.opens_at, closes=poll.closes_at),
        say("This is your own link. It works until you have voted:"),
        say("%(link)s", link=letter.link),
        say("Do not pass it on: whoever has it can vote in your place."),
        say(
            "To vote with our help, or if something does not work, telephone %(telephone)s (text relay %(relay)s).",
            telephone=mutual.telephone,
            relay=mutual.text_relay,
        ),
    ]
