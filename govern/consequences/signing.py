"""Whoever is entered as having signed an instrument of dissolution, or declared on it, is told and can deny it.

Source: CCBSA 2014 ss.119(3)(a), 121(3); domain 2.8 INV-40: nobody acts in somebody else's name.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from govern.accounts import queries as accounts
from govern.backing.papers import HEARS_OF_IT
from govern.consequences import writing
from govern.consequences.writing import Words
from govern.constitution import queries as constitution
from govern.core.actors import Deed
from govern.core.words import Sentence, say
from govern.statutory import courses, declarations, instruments, signatures
from govern.statutory.models import (
    DeclarationDenial,
    DeclarationUpheld,
    InstrumentSignature,
    RepeatedDeclaration,
    SignatureStrike,
    StatutoryCourse,
    StatutoryDeclaration,
)
from govern.statutory.rules import Capacity


def enter(
    session: Session, course_id: UUID, numbers: Sequence[int], deed: Deed, *, base_url: str
) -> list[InstrumentSignature]:
    """Enter the signatures of members by their numbers, and write to each but whoever entered them.

    :param base_url: where members come to, without a slash at its end.
    :raises Refusal: as `statutory.instruments.sign_all` raises.
    """
    entered = instruments.sign_all(session, course_id, numbers, deed)
    course = courses.find(session, course_id)
    for one in entered:
        if one.person_id != deed.actor.person_id:
            words = _entered(session, course, one, base_url=base_url)
            writing.write(session, one.person_id, words, at=deed.at)
    return entered


def deny(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> SignatureStrike:
    """Write that somebody did not sign; tell the chair and the secretary, and them where an officer entered that.

    :raises Refusal: as `statutory.signatures.deny` raises.
    """
    said = signatures.deny(session, course_id, person_id, deed)
    heard = [say("An officer entered that you did not sign it."), SIGNATURE_COUNTS_NO_MORE]
    news = say("A member whose signature was entered says that they did not sign. It no longer counts.")
    _tell_of_denial(session, said, heard, news, deed)
    return said


def declare(
    session: Session, course_id: UUID, person_id: UUID, capacity: Capacity, deed: Deed, *, base_url: str
) -> StatutoryDeclaration | RepeatedDeclaration:
    """Enter that somebody declared that the Act was complied with, and write to them unless they entered it.

    :param base_url: where members come to, without a slash at its end.
    :raises Refusal: as `statutory.instruments.declare` raises.
    """
    made = instruments.declare(session, course_id, person_id, capacity, deed)
    if person_id != deed.actor.person_id:
        words = _declared(session, courses.find(session, course_id), made, base_url=base_url)
        writing.write(session, person_id, words, at=deed.at)
    return made


def deny_declaration(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> DeclarationDenial:
    """Write that somebody did not declare; tell the chair and the secretary, and them where an officer entered that.

    :raises Refusal: as `statutory.declarations.deny` raises.
    """
    said = declarations.deny(session, course_id, person_id, deed)
    heard = [say("An officer entered that you did not declare it."), DECLARATION_COUNTS_NO_MORE]
    news = say("Somebody whose declaration was entered says that they did not make it. It no longer counts.")
    _tell_of_denial(session, said, heard, news, deed)
    return said


def uphold(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> InstrumentSignature:
    """Say of oneself, against what an officer entered: I did sign; tell the chair and the secretary.

    :raises Refusal: as `statutory.signatures.uphold` raises.
    """
    said = signatures.uphold(session, course_id, person_id, deed)
    news = say("A member says, against what an officer entered, that they did sign. Their signature counts.")
    _tell_officers(session, courses.find(session, course_id), person_id, news, deed)
    return said


def uphold_declaration(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> DeclarationUpheld:
    """Say of oneself, against what an officer entered: I did declare; tell the chair and the secretary.

    :raises Refusal: as `statutory.declarations.uphold` raises.
    """
    said = declarations.uphold(session, course_id, person_id, deed)
    news = say("Somebody says, against what an officer entered, that they did declare. Their declaration counts.")
    _tell_officers(session, courses.find(session, course_id), person_id, news, deed)
    return said


def _tell_of_denial(
    session: Session,
    said: SignatureStrike | DeclarationDenial,
    heard: Sequence[Sentence],
    news: Sentence,
    deed: Deed,
) -> None:
    """Tell the chair and the secretary of a denial, and its bearer what they can do where an officer entered it."""
    course = courses.find(session, said.course_id)
    if deed.actor.person_id != said.person_id:
        _tell_bearer(session, course, said.person_id, [*heard, SAY_SO], deed)
    _tell_officers(session, course, said.person_id, news, deed)


def _tell_officers(session: Session, course: StatutoryCourse, person_id: UUID, news: Sentence, deed: Deed) -> None:
    """Tell the chair and the secretary what somebody denies or upholds, but for whoever says or enters it."""
    more = say("The page of the instrument says whose it is. Compare the paper with them.")
    words = Words(subject=_subject(course), lines=[_about(course), news, more])
    held = accounts.holdings(session, on=constitution.today(session, at=deed.at))
    for officer in dict.fromkeys(one.person_id for one in held if one.office in HEARS_OF_IT):
        if officer not in (deed.actor.person_id, person_id):
            writing.write(session, officer, words, at=deed.at)


def take_back(session: Session, course_id: UUID, person_id: UUID, deed: Deed) -> SignatureStrike:
    """Take back a signature that was entered by mistake, and tell whoever was said to have signed.

    :raises Refusal: as `statutory.signatures.take_back` raises.
    """
    said = signatures.take_back(session, course_id, person_id, deed)
    if deed.actor.person_id != person_id:
        taken = say("The secretary took back that you signed it: %(why)s", why=said.reason)
        heard = [taken, SIGNATURE_COUNTS_NO_MORE]
        _tell_bearer(session, courses.find(session, course_id), person_id, heard, deed)
    return said


def _entered(session: Session, course: StatutoryCourse, signed: InstrumentSignature, *, base_url: str) -> Words:
    lines = [
        say(
            "The secretary entered that you signed it on %(day)s, as the paper says. Once three quarters of all"
            " the members sign, it goes to the registrar. The society is dissolved from the notice of that in the"
            " Gazette (sections 119 and 122).",
            day=signed.signed_on,
        ),
        say("If that is so, you need do nothing. If you did not sign, say so, and your signature does not count."),
    ]
    denial = f"{base_url}/statutory/{course.id}/signatures/{signed.person_id}/denial"
    return _in_their_name(session, course, lines, denial)


def _declared(
    session: Session, course: StatutoryCourse, made: StatutoryDeclaration | RepeatedDeclaration, *, base_url: str
) -> Words:
    lines = [
        say(
            "The secretary entered that you made a statutory declaration on %(day)s, as the paper says: that the"
            " law was kept when this was approved. Your name stands on it with the registrar (section 121).",
            day=made.made_on,
        ),
        say("If that is so, you need do nothing. If you did not, say so, and your declaration does not count."),
    ]
    denial = f"{base_url}/statutory/{course.id}/declarations/{made.person_id}/denial"
    return _in_their_name(session, course, lines, denial)


def _in_their_name(session: Session, course: StatutoryCourse, lines: Sequence[Sentence], denial: str) -> Words:
    """Return what somebody is told of an entry in their name, and how they say that it is not so."""
    number = constitution.mutual(session).telephone
    return Words(
        subject=_subject(course),
        lines=[_about(course), *lines],
        online=[
            say("Sign in to say that it is not so: %(link)s", link=denial),
            say("Or telephone %(number)s, and ask for the chair.", number=number),
        ],
        on_paper=[say("Telephone %(number)s to say so, and ask for the chair.", number=number)],
    )


SIGNATURE_COUNTS_NO_MORE = say("Your signature no longer counts.")
DECLARATION_COUNTS_NO_MORE = say("Your declaration no longer counts.")
SAY_SO = say(
    "If you did, say so until the papers go: sign in, open “My history”, and choose “I did”. Then it counts again."
)


def _tell_bearer(
    session: Session, course: StatutoryCourse, person_id: UUID, news: Sequence[Sentence], deed: Deed
) -> None:
    number = constitution.mutual(session).telephone
    lines = [_about(course), *news, say("If that is wrong, telephone %(number)s.", number=number)]
    writing.write(session, person_id, Words(subject=_subject(course), lines=lines), at=deed.at)


def _subject(course: StatutoryCourse) -> Sentence:
    return say("Your society: %(title)s", title=course.title)


def _about(course: StatutoryCourse) -> Sentence:
    return say("Instrument of dissolution: %(title)s", title=course.title)
