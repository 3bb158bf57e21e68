"""What waits at the registrar while other rules are registered: nothing that was carried is lost unseen."""

import pytest
from sqlalchemy.orm import Session

from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed
from govern.motions import overtaking, rule_changes, waiting_rules
from govern.motions.rule_changes import Stage
from tests.calendar import A_DAY, TODAY
from tests.makers import registrations, resolutions
from tests.motions.test_rule_changes import LATER, drafted, registering
from tests.motions.test_rule_changes import secretary as secretary


@pytest.mark.invariant("INV-28")
def test_what_lies_with_the_registrar_is_registered_although_other_rules_came_first(
    session: Session, secretary: Actor
) -> None:
    longer = drafted(session, secretary, challenge_days=30)
    resolutions.filed_change(session, longer.id)
    notice = drafted(session, secretary, gm_notice_clear_days_ordinary=21)
    resolutions.filed_change(session, notice.id)
    registrations.rules(session, notice.id, registering(secretary))
    again = [one.parameter.name for one in overtaking.undone(session, longer.id)]
    assert not rule_changes.is_overtaken(session, longer.id)

    registrations.rules(session, longer.id, Deed(actor=secretary, at=LATER, dated_on=TODAY + 3 * A_DAY))

    book = constitution.rule_book_on(session, on=TODAY + 3 * A_DAY)
    assert (book.challenge_days, book.gm_notice_clear_days_ordinary) == (30, 14)
    assert again == ["gm_notice_clear_days_ordinary"]
    assert [rule_changes.stage(session, one.id) for one in (longer, notice)] == [Stage.REGISTERED, Stage.SUPERSEDED]


def test_a_draft_is_told_what_waits_at_the_registrar_and_whether_it_holds_its_change(
    session: Session, secretary: Actor
) -> None:
    longer = drafted(session, secretary, challenge_days=30)
    resolutions.filed_change(session, longer.id)
    without = drafted(session, secretary, gm_notice_clear_days_ordinary=21)
    on_top = drafted(session, secretary, challenge_days=30, gm_notice_clear_days_ordinary=21)

    found = waiting_rules.beside(session, without.id)

    assert [(one.version.id, one.stage) for one in found] == [(longer.id, Stage.FILED)]
    assert [one.parameter.name for one in found[0].lacking] == ["challenge_days"]
    assert waiting_rules.beside(session, on_top.id) == []


@pytest.mark.invariant("INV-28")
def test_a_draft_on_top_of_what_was_registered_meanwhile_is_not_overtaken(session: Session, secretary: Actor) -> None:
    longer = drafted(session, secretary, challenge_days=30)
    on_top = drafted(session, secretary, challenge_days=30, gm_notice_clear_days_ordinary=21)
    beside, against = (
        drafted(session, secretary, challenge_days=days, gm_notice_clear_days_ordinary=21) for days in (21, 40)
    )
    resolutions.filed_change(session, longer.id)

    registrations.rules(session, longer.id, registering(secretary))

    overtaken = [rule_changes.is_overtaken(session, one.id) for one in (on_top, beside, against)]
    assert overtaken == [False, True, True]
    assert rule_changes.stage(session, on_top.id) is Stage.DRAFT
