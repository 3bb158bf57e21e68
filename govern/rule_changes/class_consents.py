"""What each constituency said to a change of the rules that takes something from it.

Source: domain 2.8 INV-29, 5.8, 9.0b.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.constitution.models import Constituency
from govern.deciding.rules import CLASS_RIGHTS_OF_EACH, CONSENT_OF_EACH
from govern.deciding.votes import ClassVotes
from govern.divisions import secrecy, tallying
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion
from govern.motions.rule_change_models import AffectedClass, RuleChange
from govern.motions.rules import Kind


@dataclass(frozen=True, kw_only=True)
class Consent:
    """What a constituency said to what a change takes from it.

    :ivar division_id: in which it said it; None while it was not asked.
    :ivar votes_for: None where so few of it voted in secret that no figure is told; as `votes_against`.
    :ivar is_given: None while it was not asked.
    """

    constituency: Constituency
    rules: Sequence[str]
    division_id: UUID | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    is_given: bool | None = None


def of_change(session: Session, change: RuleChange) -> list[Consent]:
    """Return what each constituency said from which a change takes something.

    What it said in a class motion of its own counts before its part in the division of all.

    Source: domain 5.8: overall, and more for than against in each class in scope; silence is no consent.
    """
    rows = session.execute(
        select(AffectedClass, Constituency)
        .join(Constituency, Constituency.id == AffectedClass.constituency_id)
        .where(AffectedClass.motion_id == change.motion_id)
        .order_by(Constituency.precedence)
    )
    return [_said(session, change, home, affected.rules) for affected, home in rows]


def missing(session: Session, change: RuleChange) -> list[Constituency]:
    """Return the constituencies whose consent a change needs and does not have."""
    return [one.constituency for one in of_change(session, change) if not one.is_given]


def _said(session: Session, change: RuleChange, home: Constituency, rules: Sequence[str]) -> Consent:
    """Return what a constituency said: in a motion of its own where it was asked so, or in the vote of all."""
    outcome = _class_outcome(session, change, home) or _outcome_of_all(session, change)
    if outcome is None:
        return Consent(constituency=home, rules=rules)
    tally = tallying.on_record(session, outcome)
    lines = [line for line in tally.lines if line.code == home.code]
    votes = ClassVotes(
        code=home.code, in_favour=sum(line.in_favour for line in lines), against=sum(line.against for line in lines)
    )
    form = constitution.legal_form(session)
    needed = CLASS_RIGHTS_OF_EACH if form.is_company else CONSENT_OF_EACH
    is_given = outcome.is_carried and outcome.is_quorate and all(one.is_met for _, one in needed.weigh((votes,)))
    is_told = secrecy.tells_classes(session, outcome.division_id, tally.present())
    return Consent(
        constituency=home,
        rules=rules,
        division_id=outcome.division_id,
        votes_for=int(votes.in_favour) if is_told else None,
        votes_against=int(votes.against) if is_told else None,
        is_given=is_given,
    )


def _class_outcome(session: Session, change: RuleChange, home: Constituency) -> DivisionOutcome | None:
    """Return what came of the newest class motion in which a constituency was asked."""
    query = _outcomes().where(
        Motion.kind == Kind.CLASS, Motion.constituency_id == home.id, Motion.changes_to_id == change.rule_set_id
    )
    return session.scalars(query.order_by(DivisionOutcome.declared_at.desc()).limit(1)).first()


def _outcome_of_all(session: Session, change: RuleChange) -> DivisionOutcome | None:
    """Return what came of the change itself."""
    query = _outcomes().where(Motion.id == change.motion_id)
    return session.scalars(query.order_by(DivisionOutcome.declared_at.desc()).limit(1)).first()


def _outcomes() -> Select[DivisionOutcome]:
    return (
        select(DivisionOutcome)
        .join(Division, Division.id == DivisionOutcome.division_id)
        .join(Motion, Motion.id == Division.motion_id)
        .where(Division.amendment_n.is_(None), Division.is_binding)
    )
