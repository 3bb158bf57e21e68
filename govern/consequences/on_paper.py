"""Whoever an officer enters from paper is told at once, and can say that it is not so.

Source: domain 2.8 INV-40: nobody acts in somebody else's name.
"""

from uuid import UUID

from sqlalchemy.orm import Session

from govern.agenda import service
from govern.agenda.service import Proposal
from govern.amendments import amending
from govern.amendments.amending import Change
from govern.backing import papers
from govern.backing.models import PaperName, PaperNameDenial
from govern.consequences import telling_proposers, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.words import Sentence, say
from govern.motions import queries
from govern.motions.models import Amendment, Motion, MotionBacking
from govern.motions.rules import Backing

OF_A_MOTION: dict[Backing, Sentence] = {
    Backing.PROPOSER: say("An officer entered that you propose this motion, as a paper says."),
    Backing.SECONDER: say("An officer entered that you second this motion, as a paper says."),
    Backing.SUPPORTER: say("An officer entered that you support this motion, as a paper says."),
}
OF_A_WORDING: dict[Backing, Sentence] = {
    Backing.PROPOSER: say("An officer entered that you propose another wording of this motion, as a paper says."),
    Backing.SECONDER: say("An officer entered that you second another wording of this motion, as a paper says."),
}


def submit(session: Session, proposal: Proposal, deed: Deed, *, base_url: str) -> Motion:
    """Enter a motion, and write to its proposer where somebody else entered it for them.

    :raises Refusal: as `agenda.service.submit` raises.
    """
    motion = service.submit(session, proposal, deed)
    _tell_new(session, motion.id, deed, base_url=base_url)
    return motion


def back(  # noqa: PLR0913 - who, in what part, of which text, and the address that only the door knows
    session: Session,
    motion_id: UUID,
    person_id: UUID,
    part: Backing,
    deed: Deed,
    *,
    read: int | None = None,
    base_url: str,
) -> MotionBacking:
    """Write that somebody seconds or supports a motion, and tell them where somebody else entered it for them.

    :raises Refusal: as `backing.service.back` raises.
    """
    given = telling_proposers.back(session, motion_id, person_id, part, deed, read=read)
    _tell_new(session, motion_id, deed, base_url=base_url, only=person_id)
    return given


def file_amendment(session: Session, motion_id: UUID, change: Change, deed: Deed, *, base_url: str) -> Amendment:
    """File another wording, and write to whoever was entered from paper as its proposer or seconder.

    :raises Refusal: as `amendments.amending.file_amendment` raises.
    """
    filed = amending.file_amendment(session, motion_id, change, deed)
    _tell_new(session, motion_id, deed, base_url=base_url, amendment=filed)
    return filed


def deny(session: Session, name_id: UUID, deed: Deed) -> PaperNameDenial:
    """Write that somebody did not give a name, and tell them where an officer entered that.

    :raises Refusal: as `backing.papers.deny` raises.
    """
    said = papers.deny(session, name_id, deed)
    name, mutual = papers.find(session, name_id), constitution.mutual(session)
    if deed.actor.person_id != name.person_id:
        words = Words(
            subject=_subject(queries.find(session, name.motion_id)),
            lines=[
                _about(queries.find(session, name.motion_id)),
                say("An officer entered that you did not give your name to it. Your name no longer counts there."),
                say("If that is wrong, telephone %(number)s.", number=mutual.telephone),
            ],
        )
        writing.write(session, name.person_id, words, at=deed.at)
    return said


def _tell_new(
    session: Session,
    motion_id: UUID,
    deed: Deed,
    *,
    base_url: str,
    amendment: Amendment | None = None,
    only: UUID | None = None,
) -> None:
    """Write to those whose names were entered with this deed."""
    n = amendment.n if amendment else None
    for one in papers.of_motion(session, motion_id):
        if one.name.amendment_n == n and only in (None, one.name.person_id):
            words = _words(session, one.name, amendment, base_url=base_url)
            writing.write(session, one.name.person_id, words, at=deed.at)


def _words(session: Session, name: PaperName, amendment: Amendment | None, *, base_url: str) -> Words:
    motion, mutual = queries.find(session, name.motion_id), constitution.mutual(session)
    text = amendment.text if amendment else queries.text(session, motion.id).text
    link = f"{base_url}/motions/{motion.id}/paper-names/{name.id}/denial"
    return Words(
        subject=_subject(motion),
        lines=[
            _about(motion),
            (OF_A_WORDING if amendment else OF_A_MOTION)[Backing(name.part)],
            *_slip(amendment),
            say("These are the words:"),
            say("%(text)s", text=text),
            say("If that is so, you need do nothing. If it is not so, say so, and your name no longer counts."),
        ],
        online=[
            say("Sign in to say that it is not so: %(link)s", link=link),
            say("Or telephone %(number)s, and ask for the chair.", number=mutual.telephone),
        ],
        on_paper=[say("Telephone %(number)s to say so, and ask for the chair.", number=mutual.telephone)],
    )


def _slip(amendment: Amendment | None) -> list[Sentence]:
    if amendment is None or not amendment.is_clerical:
        return []
    return [say("It is entered that this wording corrects a slip of the pen, and no more.")]


def _subject(motion: Motion) -> Sentence:
    return say("Your name on motion %(number)s", number=str(motion.number))


def _about(motion: Motion) -> Sentence:
    return say("Motion %(number)s: %(title)s", number=str(motion.number), title=motion.title)
