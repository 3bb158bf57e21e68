"""Whoever is asked to vote by name outside a meeting is written to when the vote is called, with what is put to them.

Those who vote in secret get their own link instead. A general meeting has its notice, and so have the two meetings of a
statutory resolution.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from govern.audit import service as audit
from govern.audit.service import Happening
from govern.consequences import noticing, writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.constitution.models import Mutual
from govern.core.actors import Deed
from govern.core.keyring import Keyring
from govern.core.words import Sentence, say
from govern.divisions import service as divisions
from govern.divisions.boxes import as_consultation
from govern.divisions.service import Call
from govern.elections import links
from govern.elections.links import Contact
from govern.motions import plain_differences, queries
from govern.motions.division_models import Division
from govern.motions.models import Motion
from govern.motions.rules import Ask, Deciders, Kind, Way, is_by_own_account


def call(session: Session, motion_id: UUID, wanted: Call, deed: Deed, *, keys: Keyring, base_url: str) -> Division:
    """Call a vote, and write to everybody on its roll where nothing else tells them of it.

    :param base_url: where voters come to, without a slash at its end.
    :raises Refusal: as `divisions.service.call` raises.

    Source: CA 2006 s.291 (2) and (4): a written resolution is sent to every eligible member, with the day by which it
    has to be passed and how to agree to it.
    """
    division = divisions.call(session, motion_id, wanted, deed, keys=keys)
    if wanted.unreached:
        noticing.record_shown(session, division.id, wanted.unreached, deed, event="division.unreached_shown")
    if is_circulated(session, division):
        _circulate(session, division, deed, base_url=base_url)
    return division


def is_circulated(session: Session, division: Division) -> bool:
    """Say whether those who are asked are written to when a vote is called."""
    return division.ask == Ask.RECORDED and queries.find(session, division.motion_id).way != Way.MEETING


def _circulate(session: Session, division: Division, deed: Deed, *, base_url: str) -> None:
    """Write to everybody on the roll, and enter how many were reached, and how.

    An address that only an officer stands for is written to where no post goes: the letter opens nothing.
    """
    number = queries.find(session, division.motion_id).number
    words = _words(session, division, link=f"{base_url}/motions/{number}/{division.n}")

    def words_for(one: Contact) -> Words:
        stead = [] if one.votes_for is None else [say("You cast the one vote of %(member)s.", member=one.votes_for)]
        return replace(words, lines=[*words.lines, *stead])

    found = links.contacts(session, division.roll_id, on=constitution.today(session, at=deed.at))
    asked = [one if one.postal_address else replace(one, email=one.email or one.held_back) for one in found]
    written = writing.write_all(session, asked, words_for, at=deed.at)
    happening = Happening(event="division.circulated", subject_id=division.id, facts=vars(written))
    audit.record(session, happening, actor=deed.actor, at=deed.at)


def _words(session: Session, division: Division, *, link: str) -> Words:
    mutual, motion = constitution.mutual(session), queries.find(session, division.motion_id)
    title = motion.title
    by_telephone = say(
        "To vote with our help, or if something does not work, telephone %(telephone)s (text relay %(relay)s).",
        telephone=mutual.telephone,
        relay=mutual.text_relay,
    )
    return Words(
        subject=say("Vote: %(title)s", title=title if division.is_binding else as_consultation(title)),
        lines=_lines(session, division, mutual),
        online=[say("Sign in to vote:"), say("%(link)s", link=link), by_telephone],
        on_paper=[_on_paper(motion, link), by_telephone],
    )


def _on_paper(motion: Motion, link: str) -> Sentence:
    """Say how somebody votes whom no mail reaches. A code from a letter is no way to decide who becomes a member.

    Source: INV-08, INV-40; decisions 0039, 0045.
    """
    if is_by_own_account(Kind(motion.kind), Deciders(motion.deciders)):
        return say(
            "You vote at %(link)s, from an account of your own. If you have none, telephone us at once: an"
            " administrator opens one at your e-mail address, or you ask that a meeting of the board decides it.",
            link=link,
        )
    return say(
        "You can vote at %(link)s. If you cannot sign in there by e-mail, telephone us, and we send you a code for it.",
        link=link,
    )


def _lines(session: Session, division: Division, mutual: Mutual) -> list[Sentence]:
    """Return what is put to whoever is asked, until when, and what becomes of it when too few answer."""
    motion = queries.find(session, division.motion_id)
    lapses = motion.way == Way.WRITTEN and division.amendment_n is None
    return [
        say("You are asked to vote on a motion of %(mutual)s: %(title)s.", mutual=mutual.name, title=motion.title),
        *([] if division.is_binding else [say("It is a consultation: nothing is decided by it.")]),
        *_put(session, division),
        say("Voting closes at %(closes)s.", closes=division.closes_at),
        *([say("If too few have agreed by then, it is not passed.")] if lapses else []),
    ]


def _put(session: Session, division: Division) -> list[Sentence]:
    """Return the words that are put."""
    if division.amendment_n is None:
        text = queries.text(session, division.motion_id).text
        return [say("This is the motion:"), say("%(text)s", text=text)]
    amendment = queries.amendment(session, division.motion_id, division.amendment_n)
    bases = {one.version: one.text for one in queries.texts(session, division.motion_id)}
    return [
        say("You vote on other words for it. This is what they change:"),
        say("%(text)s", text=plain_differences.in_words(bases[amendment.base_version], amendment.text)),
        say("With that it would say:"),
        say("%(text)s", text=amendment.text),
    ]
