"""Whoever stands behind a motion is written to when something becomes of its words, or when it goes no further.

Why stands on its page, and not in a letter: mail is read by others too.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from govern.agenda import service, withdrawing
from govern.amendments import amending, rewording, slips
from govern.amendments.amending import Settled
from govern.consequences import differences, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.languages import LocalText
from govern.core.words import Sentence, say
from govern.motions import queries
from govern.motions.models import AmendmentOutcome, MotionStep, MotionText, MotionTranslation, SlipRuling


def rewrite(
    session: Session, motion_id: UUID, text: LocalText, deed: Deed, *, base_url: str
) -> MotionText | MotionTranslation:
    """Write another text of a motion; tell whoever stands behind it of a translation, and its proposer of new words.

    :raises Refusal: as `amendments.rewording.rewrite` raises.
    """
    written = rewording.rewrite(session, motion_id, text, deed)
    if isinstance(written, MotionTranslation):
        news = say(
            "A translation of the motion “%(title)s” was added. You stand behind this motion. The secretary looks at"
            " whether the translation says the same. Until the motion is on the agenda you can step back from it.",
            title=queries.find(session, motion_id).title,
        )
        _tell(session, motion_id, news, deed, base_url=base_url)
    else:
        _tell_proposer(session, motion_id, deed, base_url=base_url)
    return written


def _tell_proposer(session: Session, motion_id: UUID, deed: Deed, *, base_url: str) -> None:
    """Write to whoever proposes a motion what the secretary changed in its words."""
    proposer = queries.proposer(session, motion_id)
    if deed.actor.person_id == proposer:
        return
    before, now = queries.texts(session, motion_id)[-2:]
    news = say(
        "The secretary changed the words of your motion “%(title)s”, which came on paper. You still propose it. Below"
        " is what was taken out and what was put in.",
        title=queries.find(session, motion_id).title,
    )
    words = _read_it(session, motion_id, [news, *differences.told(before.text, now.text)], base_url=base_url)
    writing.write(session, proposer, words, at=deed.at)


def settle_amendment(
    session: Session, motion_id: UUID, n: int, settled: Settled, deed: Deed, *, base_url: str
) -> AmendmentOutcome:
    """Settle another wording without a vote, and tell whoever proposes or seconds it if it was ruled out of order.

    :raises Refusal: as `amendments.amending.settle_amendment` raises.
    """
    seconder = queries.amendment_seconders(session, motion_id).get(n)
    outcome = amending.settle_amendment(session, motion_id, n, settled, deed)
    if settled is Settled.FELL:
        _tell_movers(session, motion_id, n, seconder, deed, base_url=base_url)
    return outcome


def rule_on_slip(session: Session, motion_id: UUID, n: int, deed: Deed, *, is_slip: bool, base_url: str) -> SlipRuling:
    """Rule on a slip of the pen, and tell whoever proposes or seconds the wording if it is not put to the vote.

    :raises Refusal: as `amendments.slips.rule_on` raises.
    """
    seconder = queries.amendment_seconders(session, motion_id).get(n)
    ruled = slips.rule_on(session, motion_id, n, deed, is_slip=is_slip)
    if not is_slip:
        _tell_movers(session, motion_id, n, seconder, deed, base_url=base_url)
    return ruled


def _tell_movers(
    session: Session, motion_id: UUID, n: int, seconder: UUID | None, deed: Deed, *, base_url: str
) -> None:
    """Write to whoever proposes a wording and whoever seconds it that it was ruled out of order."""
    news = say(
        "It was ruled that the wording %(number)s of the motion “%(title)s” is not put to the vote. You propose or"
        " second it. The reason stands on the page of the motion, with the office of whoever ruled.",
        number=str(n),
        title=_title(session, motion_id),
    )
    words = _read_it(session, motion_id, [news], base_url=base_url)
    for person_id in (queries.amendment(session, motion_id, n).proposed_by, seconder):
        if person_id is not None and person_id != deed.actor.person_id:
            writing.write(session, person_id, words, at=deed.at)


def refuse(session: Session, motion_id: UUID, deed: Deed, *, base_url: str) -> MotionStep:
    """Refuse a motion as out of order, and tell whoever stands behind it.

    :raises Refusal: as `agenda.service.refuse` raises.
    """
    taken = service.refuse(session, motion_id, deed)
    news = say("The chair ruled that the motion “%(title)s” is out of order.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def refer(session: Session, motion_id: UUID, deed: Deed, *, base_url: str) -> MotionStep:
    """Refer a motion, and tell whoever stands behind it.

    :raises Refusal: as `agenda.service.refer` raises.
    """
    taken = service.refer(session, motion_id, deed)
    news = say("The motion “%(title)s” goes to others first.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def withdraw(
    session: Session, motion_id: UUID, deed: Deed, *, leave_id: UUID | None = None, base_url: str
) -> MotionStep:
    """Withdraw a motion, and tell whoever stands behind it.

    :raises Refusal: as `agenda.withdrawing.withdraw` raises.
    """
    taken = withdrawing.withdraw(session, motion_id, deed, leave_id=leave_id)
    news = say("The motion “%(title)s” was withdrawn.", title=_title(session, motion_id))
    _tell(session, motion_id, news, deed, base_url=base_url)
    return taken


def _title(session: Session, motion_id: UUID) -> LocalText:
    return queries.find(session, motion_id).title


def _tell(session: Session, motion_id: UUID, news: Sentence, deed: Deed, *, base_url: str) -> None:
    """Write to everybody behind a motion but whoever did it."""
    words = _read_it(session, motion_id, [news], base_url=base_url)
    for person_id in _others(session, motion_id, deed):
        writing.write(session, person_id, words, at=deed.at)


def _read_it(session: Session, motion_id: UUID, lines: Sequence[Sentence], *, base_url: str) -> Words:
    """Return news of a motion, and how it can be read."""
    mutual = constitution.mutual(session)
    link = f"{base_url}/motions/{motion_id}"
    return Words(
        subject=say("Motion %(number)s", number=queries.find(session, motion_id).number),
        lines=lines,
        online=[say("Sign in to read it: %(link)s", link=link)],
        on_paper=[
            say(
                "You can read it at %(link)s. Telephone %(telephone)s, and we read it to you.",
                link=link,
                telephone=mutual.telephone,
            )
        ],
    )


def _others(session: Session, motion_id: UUID, deed: Deed) -> Collection[UUID]:
    return [one.person_id for one in queries.backers(session, motion_id) if one.person_id != deed.actor.person_id]
