"""Whom a decision is about, in words; and whether it may be cited for somebody.

Source: domain 2.8 INV-42.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.rules import Matter, Subject
from govern.core.languages import LocalText
from govern.core.words import Fact, Sentence, say
from govern.register import queries
from govern.register.models import MembershipVersion, PersonVersion
from govern.register.rules import Ground, Standing
from govern.register.subject_refusals import DecisionUsed, NotAboutThem

Home = tuple[UUID, UUID | None]
SAID: dict[Matter, Sentence] = {
    Matter.ADMISSION: say("Admit %(name)s, %(home)s"),
    Matter.REFUSAL: say("Refuse the application of %(name)s, %(home)s"),
    Matter.READMISSION: say("Take back %(name)s, who was expelled, %(home)s"),
    Matter.MOVE: say("Move %(name)s to %(home)s"),
    Matter.EXPULSION: say("Expel %(name)s"),
    Matter.SUSPENSION: say("Suspend %(name)s"),
    Matter.RESTORATION: say("End the suspension of %(name)s"),
    Matter.CESSATION: say("End the membership of %(name)s"),
    Matter.APPOINTMENT: say("Appoint %(name)s to the board"),
    Matter.REVOCATION: say("Take the seat on the board back from %(name)s"),
}
OF_GROUND = {Ground.EXPELLED: Matter.EXPULSION, Ground.CHANGED_CONSTITUENCY: Matter.MOVE}


def ensure_about(
    session: Session, decision_id: UUID, person_id: UUID, matter: Matter, *, home: Home | None = None
) -> None:
    """Refuse to cite a decision for somebody whom it does not name in this matter.

    :param home: where it has to say that they go, the constituency and the part; None where they go nowhere.
    :raises NotAboutThem: it names others, or another matter, or another constituency.
    """
    for one in constitution.subjects(session, decision_id):
        is_there = home is None or home == (one.constituency_id, one.sub_constituency_id)
        if one.person_id == person_id and one.matter is matter and is_there:
            return
    raise NotAboutThem(list(told(session, decision_id).values()))


def ensure_ends(session: Session, decision_id: UUID, person_id: UUID, ground: Ground) -> None:
    """Refuse to end a membership by a decision that does not say so, or that ended one of theirs before.

    :raises NotAboutThem: it does not name them in this matter.
    :raises DecisionUsed: it has been carried out.
    """
    ensure_about(session, decision_id, person_id, OF_GROUND.get(ground, Matter.CESSATION))
    ensure_unused(session, decision_id, person_id, Standing.CEASED)


def ensure_unused(session: Session, decision_id: UUID, person_id: UUID, standing: Standing) -> None:
    """Refuse a decision by which somebody has come to a standing before, also where that was written over since.

    :raises DecisionUsed: they have.
    """
    used = select(MembershipVersion.id).where(
        MembershipVersion.decision_id == decision_id,
        MembershipVersion.person_id == person_id,
        MembershipVersion.standing == standing,
    )
    if session.scalar(used.limit(1)) is not None:
        raise DecisionUsed


def told(session: Session, decision_id: UUID) -> Mapping[Subject, Sentence]:
    """Return what a decision is about, each in words and by the name of then: Admit Ana Jones, Service users."""
    about = constitution.subjects(session, decision_id)
    entered_at = constitution.decision(session, decision_id).entered_at
    names = names_when(session, {one.person_id for one in about}, at=entered_at)
    homes = {one.id: one.name for one in constitution.constituencies(session)}
    homes |= {one.id: one.name for one in constitution.parts(session)}
    said = {one: Sentence(SAID[one.matter].msgid, _facts(one, names[one.person_id], homes)) for one in about}
    return dict(sorted(said.items(), key=lambda pair: names[pair[0].person_id]))


def names_when(session: Session, people: Iterable[UUID], *, at: datetime) -> dict[UUID, str]:
    """Return what some people were called at an instant, as it was known then; of whom nothing was, as it is now."""
    asked = list(people)
    known = select(PersonVersion.person_id, PersonVersion.name).where(
        PersonVersion.person_id.in_(asked), PersonVersion.valid_to.is_(None), queries.was_known(PersonVersion, at)
    )
    return queries.names_of(session, asked) | dict(session.execute(known).all())


def _facts(one: Subject, name: str, homes: Mapping[UUID, LocalText]) -> dict[str, Fact]:
    """Return who it is, and where they go if they go anywhere."""
    if one.constituency_id is None:
        return {"name": name}
    home: Fact = homes[one.constituency_id]
    if one.sub_constituency_id is not None:
        home = say("%(home)s, %(part)s", home=home, part=homes[one.sub_constituency_id])
    return {"name": name, "home": home}
