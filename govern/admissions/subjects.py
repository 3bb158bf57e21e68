"""A decision names the applications that it admits and refuses, by their ids, from the moment it is entered.

Source: domain 2.8 INV-02, INV-06, INV-42.
"""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.admissions import queries, steps
from govern.admissions.models import AdmissionRuling, MembershipApplication
from govern.admissions.rules import State
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter, Subject
from govern.register import subjects as register
from govern.register.models import MembershipVersion
from govern.register.rules import Ground
from govern.register.subject_refusals import DecisionUsed, NotAboutThem


def of_application(session: Session, application_id: UUID, outcome: State) -> Subject:
    """Return what a decision says that admits or refuses an application.

    :raises NotFound: there is no such application.
    :raises NotFromThere: it is neither under check nor under appeal.
    """
    application, is_admitted = queries.find(session, application_id), outcome is State.ADMITTED
    state = steps.state(session, application_id)
    refused = State.REFUSAL_STANDS if state is State.APPEALED else State.REFUSED
    steps.ensure_may_go(state, State.ADMITTED if is_admitted else refused)
    return Subject(
        person_id=application.person_id,
        matter=Matter.ADMISSION if is_admitted else Matter.REFUSAL,
        application_id=application.id,
        constituency_id=application.constituency_id,
        sub_constituency_id=application.sub_constituency_id,
    )


def ensure_names(session: Session, decision_id: UUID, application: MembershipApplication, outcome: State) -> None:
    """Refuse to apply a decision to an application that it does not name so, or to a second one of a person.

    A decision on a person who applies on paper at the same stroke names them with their constituency.

    :raises NotAboutThem: it names others, or says something else of this one.
    :raises DecisionUsed: it has been applied to another application of the same person.
    """
    about = constitution.subjects(session, decision_id)
    if not any(_names(session, decision_id, one, application, outcome) for one in about):
        raise NotAboutThem(list(register.told(session, decision_id).values()))
    if _is_used(session, decision_id, application.person_id):
        raise DecisionUsed


def _names(
    session: Session, decision_id: UUID, one: Subject, application: MembershipApplication, outcome: State
) -> bool:
    """Say whether what a decision says of somebody is this outcome of this application."""
    if one.application_id is not None:
        matter = Matter.ADMISSION if outcome is State.ADMITTED else Matter.REFUSAL
        return (one.application_id, one.matter) == (application.id, matter)
    asked = (application.person_id, application.constituency_id, application.sub_constituency_id)
    if outcome is not State.ADMITTED or asked != (one.person_id, one.constituency_id, one.sub_constituency_id):
        return False
    return one.matter is not Matter.MOVE or _has_left(session, decision_id, one.person_id)


def _has_left(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody left their old constituency by this decision: a move admits nobody who was no member."""
    left = select(MembershipVersion.id).where(
        MembershipVersion.decision_id == decision_id,
        MembershipVersion.person_id == person_id,
        MembershipVersion.ground == Ground.CHANGED_CONSTITUENCY,
    )
    return session.scalar(left.limit(1)) is not None


def _is_used(session: Session, decision_id: UUID, person_id: UUID) -> bool:
    """Say whether a decision has been applied to an application of somebody."""
    used = (
        select(AdmissionRuling.application_id)
        .join(MembershipApplication, MembershipApplication.id == AdmissionRuling.application_id)
        .where(AdmissionRuling.decision_id == decision_id, MembershipApplication.person_id == person_id)
    )
    return session.scalar(used.limit(1)) is not None
