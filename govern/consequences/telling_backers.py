"""Whoever stands behind a motion is written to when something becomes of its words, or when it goes no further.

Why stands on its page, and not in a letter: mail is read by others too.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.motions import queries, rewording, service
from govern.motions.models import MotionStep, MotionText, MotionTranslation


def rewrite(
    session: Session, motion_id: UUID, text: LocalText, deed: Deed, *, base_url: str
) -> MotionText | MotionTranslation:
    """Write another text of a motion, and tell whoever stands behind it of a translation.

    :raises Refusal: as `motions.rewording.rewrite` raises.
    """
    written = rewording.rewrite(session, motion_id, text, deed)
    if isinstance(written, MotionTranslation):
        news = say(
            "A translation of the motion “%(title)s” was added. You stand behind this motion. The secretary looks at"
            " whether the translation says the same. Until the motion is on the agenda you can step back from it.",
            title=queries.find(session, motion_id).title,
        )
        _tell(session, motion_id, news, deed, base_url=base_url)
    return written


def refuse(session: Session, motion_id: UUID, deed: Deed, *, base_url: str) -> MotionStep:
    """Refuse a motion as out of order, and tell whoever stands behind it.

    :raises Refusal: as `motions.service.refuse` raises.
    """
    taken = service.refuse(session, motion_id, deed)
    news = say("The chair ruled that the motion “%(title)s” is out of order.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def refer(session: Session, motion_id: UUID, deed: Deed, *, base_url: str) -> MotionStep:
    """Refer a motion, and tell whoever stands behind it.

    :raises Refusal: as `motions.service.refer` raises.
    """
    taken = service.refer(session, motion_id, deed)
    news = say("The motion “%(title)s” goes to others first.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def withdraw(
    session: Session, motion_id: UUID, deed: Deed, *, leave_id: UUID | None = None, base_url: str
) -> MotionStep:
    """Withdraw a motion, and tell whoever stands behind it.

    :raises Refusal: as `motions.service.withdraw` raises.
    """
    taken = service.withdraw(session, motion_id, deed, leave_id=leave_id)
    news = say("The motion “%(title)s” was withdrawn.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def _title(session: Session, motion_id: UUID) -> LocalText:
    return queries.find(session, motion_id).title


def _tell(session: Session, motion_id: UUID, news: Sentence, deed: Deed, *, base_url: str) -> None:
    """Write to everybody behind a motion but whoever did it."""
    mutual = constitution.mutual(session)
    link = f"{base_url}/motions/{motion_id}"
    words = Words(
        subject=say("Motion %(number)s", number=queries.find(session, motion_id).number),
        lines=[news],
        online=[say("Sign in to read it: %(link)s", link=link)],
        on_paper=[
            say(
                "You can read it at %(link)s. Telephone %(telephone)s, and we read it to you.",
                link=link,
                telephone=mutual.telephone,
            )
        ],
    )
    for person_id in _others(session, motion_id, deed):
        writing.write(session, person_id, words, at=deed.at)


def _others(session: Session, motion_id: UUID, deed: Deed) -> Collection[UUID]:
    return [one.person_id for one in queries.backers(session, motion_id) if one.person_id != deed.actor.person_id]
