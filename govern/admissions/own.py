"""What an applicant's own pages ask: where their application is, what came before, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from govern.admissions import queries
from govern.admissions.appealing import Appeal, appeal_of
from govern.admissions.models import ApplicationEvidence, ApplicationStep, MembershipApplication
from govern.admissions.rules import State, Undertaking, lapses_on, undoes
from govern.constitution import confirmations
from govern.constitution import queries as constitution
from govern.core.clock import A_DAY
from govern.core.errors import NotFound
from govern.core.languages import LocalText


@dataclass(frozen=True, kw_only=True)
class Case:
    """An application as its applicant may see it: what was asked of them and told them, and never who said what.

    :param give_by: the last day to give what was promised; None where it is given, or nothing was promised.
    :param waits_for: the day from which the rules are met, where that is to come.
    :param on: the day on which it is looked at.
    :param appeal: who hears an appeal against its refusal and until when; None where nobody does, or it stands.
    :param is_denied: somebody whom the decision that brought it there names says that it was not decided so.
    """

    application: MembershipApplication
    group: LocalText
    part: LocalText | None
    steps: Sequence[ApplicationStep]
    give_by: date | None
    waits_for: date | None
    on: date
    appeal: Appeal | None
    is_denied: bool

    @property
    def state(self) -> State:
        """Return where it is."""
        return State(self.steps[-1].to_state)

    @property
    def last(self) -> ApplicationStep:
        """Return the step that brought it there."""
        return self.steps[-1]

    @property
    def is_taken_back(self) -> bool:
        """Say whether its last step took their admission back."""
        return undoes(self.last.from_state, self.last.to_state)

    @property
    def can_be_appealed(self) -> bool:
        """Say whether somebody hears an appeal that is brought now."""
        return self.state is State.REFUSED and self.appeal is not None and self.on <= self.appeal.by

    @property
    def can_be_withdrawn(self) -> bool:
        """Say whether it can be taken back."""
        return self.state in WITHDRAWABLE


WITHDRAWABLE = frozenset(
    {State.DRAFT, State.SUBMITTED, State.UNDER_CHECK, State.REFERRED_BACK, State.ADMITTED, State.APPEALED}
)


def latest(session: Session, person_id: UUID, *, on: date) -> Case | None:
    """Return somebody's newest application, or None.

    :param on: the mutual's own date.
    """
    newest = next(iter(queries.of_person(session, person_id)), None)
    return None if newest is None else _case(session, newest, on=on)


def find(session: Session, person_id: UUID, *, on: date) -> Case:
    """Return somebody's newest application.

    :raises NotFound: they never applied.
    """
    found = latest(session, person_id, on=on)
    if found is None:
        raise NotFound
    return found


def stated(session: Session, application_id: UUID) -> Sequence[ApplicationEvidence]:
    """Return what an application states, the newest last."""
    return [one.evidence for one in queries.evidence_of(session, application_id)]


def _case(session: Session, application: MembershipApplication, *, on: date) -> Case:
    steps = queries.steps_of(session, application.id)
    rulings = queries.rulings_of(session, application.id)
    groups = {one.id: one.name for one in constitution.constituencies(session)}
    parts = {one.id: one.name for one in constitution.parts(session)}
    part_id = application.sub_constituency_id
    is_admitted = steps[-1].to_state == State.ADMITTED
    return Case(
        application=application,
        group=groups[application.constituency_id],
        part=parts[part_id] if part_id else None,
        steps=steps,
        give_by=_give_by(session, application, steps[-1], on=on) if is_admitted else None,
        waits_for=rulings[-1].condition_on if is_admitted and rulings else None,
        on=on,
        appeal=appeal_of(session, steps),
        is_denied=_is_denied(session, steps[-1]),
    )


def _is_denied(session: Session, step: ApplicationStep) -> bool:
    """Say whether somebody denies the decision that a step rests on, if it rests on one."""
    return step.decision_id is not None and confirmations.is_denied(session, step.decision_id)


def _give_by(
    session: Session, application: MembershipApplication, admitted: ApplicationStep, *, on: date
) -> date | None:
    """Return the last day on which the share or guarantee can be given."""
    is_given = queries.undertaking_given(session, application.id) is not None
    if is_given or application.undertaking == Undertaking.NONE:
        return None
    days = constitution.rule_book_on(session, on=on).admission_lapse_days
    return lapses_on(admitted.dated_on, days=days) - A_DAY
