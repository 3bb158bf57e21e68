"""A draft of the rules: one that changes nothing, one that is discarded, and one that a motion brings."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.constitution import queries, service
from govern.core.actors import Actor, Role
from govern.motions.rules import State
from tests.calendar import A_DAY, AT, TODAY
from tests.makers import resolutions
from tests.web.officers import words_of
from tests.web.registrar import entered
from tests.web.secretariat import Secretariat, person_of
from tests.web.test_constitution import TOMORROW, id_at

NOTHING_TO_DECIDE = "This draft says the same as version 1 of the rules, so there is nothing to decide."


def empty(session: Session) -> UUID:
    """Return a draft that was kept, long ago, though it changes nothing."""
    clerk = Actor(person_id=person_of(session, role=Role.SECRETARY), roles=frozenset({Role.SECRETARY}))
    parameters = queries.rule_set_on(session, on=TODAY).parameters
    return service.draft_rules(session, parameters, actor=clerk, at=AT).id


def test_a_draft_that_changes_nothing_is_not_kept(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()

    answer = clerk.send("/rules/new")

    assert answer.status_code == 409
    assert f"{NOTHING_TO_DECIDE} A draft changes at least one rule." in words_of(answer)
    assert "Version 2" not in words_of(clerk.look("/rules"))


def test_a_draft_that_changes_nothing_is_offered_to_be_discarded_and_not_to_be_proposed(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    draft = secretariat.write(empty)

    page, proposing = clerk.look(f"/rules/{draft}"), clerk.look(f"/rules/{draft}/motion")

    assert "It says what the rules in force say, so there is nothing to decide. Discard this draft" in words_of(page)
    assert "Propose it to the members" not in words_of(page)
    assert NOTHING_TO_DECIDE in words_of(proposing)


def test_a_discarded_draft_leaves_the_lists_and_its_page_says_so(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    draft = str(clerk.send("/rules/new", challenge_days="30").location).removeprefix("/rules/")
    before, asked = clerk.look("/"), clerk.look(f"/rules/{draft}/discarding")

    answer = clerk.send(f"/rules/{draft}/discarding")

    listed, page, desk = clerk.look("/rules"), words_of(clerk.look(f"/rules/{draft}")), clerk.look("/")
    assert (answer.status_code, answer.location) == (303, "/rules")
    assert "Nobody has proposed it, and it binds nobody." in words_of(asked)
    assert "Days in which a result can be questioned 21 becomes 30" in words_of(asked)
    assert "Version 2" not in words_of(listed)
    assert "discarded It was discarded on 1 Jun 2026, before anybody had proposed it." in page
    assert "What comes next" not in page
    waits = "1 version of the rules is drafted and takes no effect"
    assert [waits in words_of(one) for one in (before, desk)] == [True, False]
    assert "This draft was discarded." in words_of(clerk.look(f"/rules/{draft}/motion"))
    assert "Version 2 of the rules, a draft, was discarded." in words_of(clerk.look("/journal"))


@pytest.mark.parametrize("role", [Role.CHAIR, Role.RETURNING_OFFICER])
def test_only_whoever_drafts_rules_discards_a_draft(secretariat: Secretariat, role: Role) -> None:
    draft = secretariat.write(empty)
    reader = secretariat.sit(role)

    assert reader.look(f"/rules/{draft}/discarding").status_code == 403
    assert "Discard this draft" not in words_of(reader.look(f"/rules/{draft}"))


def test_a_draft_that_a_motion_brings_is_offered_to_no_other(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    draft = str(clerk.send("/rules/new", challenge_days="30").location).removeprefix("/rules/")
    offered = clerk.look(f"/rules/{draft}/motion")
    clerk.send(f"/rules/{draft}/motion", member_no="1")

    again = clerk.look(f"/rules/{draft}/motion")

    assert "Motion 1 brings this change of the rules already." in words_of(again)
    kept = clerk.look(f"/rules/{draft}/discarding")
    assert "Motion 1 put this draft to the members, so it stays on record with that motion." in words_of(kept)
    assert "Discard this draft" not in words_of(clerk.look(f"/rules/{draft}"))
    assert ['name="member_no"' in page.text for page in (offered, again)] == [True, False]


def test_before_its_vote_a_motion_that_later_rules_overtook_says_so_first_and_goes_no_further(
    secretariat: Secretariat,
) -> None:
    clerk = secretariat.sit()
    new, old = (id_at(clerk.send("/rules/new", challenge_days=days)) for days in ("40", "30"))
    motion = id_at(clerk.send(f"/rules/{old}/motion", member_no="1"))
    secretariat.write(resolutions.step, motion_id=motion, to=State.ADMITTED_TO_AGENDA)
    secretariat.write(resolutions.filed_change, rule_set_id=new, on=TOMORROW)
    later = secretariat.sit(at=AT + A_DAY)
    before, desk = words_of(later.look(f"/motions/{motion}")), words_of(later.look("/"))
    entered(secretariat, later, new, str(TOMORROW))

    page, notice, rules = (
        later.look(at) for at in (f"/motions/{motion}", f"/motions/{motion}/notices/new", f"/rules/{old}")
    )
    shown = words_of(page)

    assert "Give notice of its meeting" in before
    assert "2 versions of the rules are drafted and take no effect" in desk
    assert "What comes next The rules that it would bring cannot come into force, because version 2 was" in shown
    assert "Withdraw this motion, and draft the change anew on the rules in force." in shown
    assert "Give notice of its meeting" not in shown
    assert "Compared with version 1 of the rules, which was in force when this was proposed." in shown
    assert "Compared with version 2, which is in force now." in words_of(rules)
    assert "the change cannot come into force. Withdraw the motion" in words_of(notice)
    assert '<form method="post"' not in notice.text.split("<main")[1]
    assert "of the rules is drafted and takes no effect" not in words_of(later.look("/"))


def test_a_change_that_later_rules_overtook_says_so_and_offers_only_to_draft_it_again(secretariat: Secretariat) -> None:
    clerk = secretariat.sit()
    old, new = (id_at(clerk.send("/rules/new", challenge_days=days)) for days in ("30", "40"))
    motion = secretariat.write(lambda session: resolutions.carried_change(session, old).id)
    secretariat.write(resolutions.filed_change, rule_set_id=new, on=TOMORROW)
    later = secretariat.sit(at=AT + A_DAY)
    assert entered(secretariat, later, new, str(TOMORROW)).status_code == 303

    page, listed, moved = (later.look(at) for at in (f"/rules/{old}", "/rules", f"/motions/{motion}"))

    assert "Other rules have been registered since this was drafted, and it would undo them." in words_of(page)
    assert f"/rules/{old}/registration" not in page.text
    assert "Draft the change again" in words_of(page)
    assert "overtaken by later rules" in words_of(listed)
    why = "cannot come into force, because version 3 was registered after they were drafted"
    assert f"What comes next The rules that it would bring {why}" in words_of(moved)
    assert "draft it anew on the rules in force" in words_of(moved)
