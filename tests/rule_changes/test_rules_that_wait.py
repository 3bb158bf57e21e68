"""What waits at the registrar while other rules are registered: nothing that was carried is lost unseen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.backing import service as backing
from govern.constitution import queries as constitution
from govern.core.actors import Actor, Deed, Role
from govern.core.keyring import Keyring
from govern.divisions import service as divisions
from govern.divisions.service import Call
from govern.meetings import notices, noticing
from govern.motions import overtaking, queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionOvertaken, NamesAnOvertaken
from govern.motions.rules import Ask, Backing, Kind, State
from govern.resolutions import effects
from govern.rule_changes import service as rule_changes
from govern.rule_changes import waiting as waiting_rules
from govern.rule_changes.service import Stage
from govern.statutory.callings import Notice
from tests.calendar import A_DAY, AN_HOUR, TODAY
from tests.make import Make
from tests.makers import registrations, resolutions
from tests.rule_changes.test_rule_changes import FOR_IT, LATER, drafted, registering
from tests.rule_changes.test_rule_changes import secretary as secretary


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
    assert waiting_rules.unregistered(session).count == 1


def overtaken(session: Session, secretary: Actor, *states: State) -> Motion:
    """Bring a draft to the members, as far as these steps, and let version 2 be registered beside it meanwhile."""
    first = drafted(session, secretary, challenge_days=30)
    resolutions.filed_change(session, first.id)
    draft = drafted(session, secretary, gm_notice_clear_days_ordinary=21)
    motion = resolutions.motion(session, changes_to_id=draft.id, kind=Kind.SPECIAL, states=states)
    rule_changes.propose(session, motion, Deed(actor=secretary, at=LATER))
    registrations.rules(session, first.id, registering(secretary))
    return motion


SENTENCE = (
    "Version 2 of the rules was registered after the change in this motion was drafted, which would undo it. So the"
    " change cannot come into force. Withdraw the motion, and draft the change anew on the rules in force."
)
UNDER_IT = (
    "Version 2 of the rules was registered after the change in this motion was drafted, which would undo it. So the"
    " change cannot come into force, and no name is put under this motion any more. To have the change, draft it anew"
    " on the rules in force."
)
ON_AGENDA = (State.ADMITTED_TO_AGENDA,)


@pytest.mark.invariant("INV-28")
@pytest.mark.parametrize(
    ("deed", "states"),
    [
        pytest.param("admit", (), id="it does not come on the agenda"),
        pytest.param("move", ON_AGENDA, id="it is not moved"),
        pytest.param("give", ON_AGENDA, id="no notice of it is given"),
        pytest.param("call", (*ON_AGENDA, State.MOVED), id="no vote on it is called"),
    ],
)
def test_a_motion_whose_rules_can_never_come_into_force_goes_no_further(
    session: Session, secretary: Actor, tmp_path: Path, deed: str, states: tuple[State, ...]
) -> None:
    motion, by = overtaken(session, secretary, *states), Deed(actor=secretary, at=LATER)
    keys, wanted = Keyring(tmp_path / "keys", tmp_path / "backup"), Call(ask=Ask.RECORDED, closes_at=LATER + AN_HOUR)
    deeds: dict[str, Callable[[], object]] = {
        "admit": lambda: service.admit(session, motion.id, by),
        "move": lambda: service.move(session, motion.id, by),
        "give": lambda: noticing.give(session, motion.id, Notice(meeting_on=TODAY + 40 * A_DAY, place="Hall"), by),
        "call": lambda: divisions.call(session, motion.id, wanted, by, keys=keys),
    }

    with pytest.raises(MotionOvertaken) as refused:
        deeds[deed]()

    assert refused.value.sentence().spoken("en") == SENTENCE
    assert queries.state(session, motion.id) is (states[-1] if states else State.SUBMITTED)
    assert not notices.of_motion(session, motion.id)
    assert not divisions.of_motion(session, motion.id)


@pytest.mark.invariant("INV-28")
def test_nobody_puts_a_name_under_a_motion_whose_rules_can_never_come_into_force(
    session: Session, make: Make, secretary: Actor
) -> None:
    motion, officer = overtaken(session, secretary), Deed(actor=secretary, at=LATER)
    member = make.person().id
    own = Deed(actor=Actor(person_id=member, roles=frozenset({Role.MEMBER})), at=LATER)
    behind = backing.standing(session, motion, at=LATER)

    for deed in (
        lambda: backing.back(session, motion.id, member, Backing.SUPPORTER, own),
        lambda: backing.ensure_names_are_left(session, motion, [], officer, behind=behind),
    ):
        with pytest.raises(NamesAnOvertaken) as refused:
            deed()
        assert refused.value.sentence().spoken("en") == UNDER_IT
    assert [one.backing for one in queries.backers(session, motion.id)] == [Backing.PROPOSER]


def test_whoever_votes_on_the_wording_of_such_a_motion_is_told_that_it_has_no_effect(
    session: Session, secretary: Actor
) -> None:
    told = overtaking.told_to_voters(session, overtaken(session, secretary, *ON_AGENDA, State.MOVED))

    assert told is not None
    assert told.spoken("en") == (
        "The rules that it would bring cannot come into force, because version 2 was registered after they were"
        " drafted, and they would undo it. So it has no effect, whatever comes of the vote."
    )


def test_what_was_carried_and_can_never_come_into_force_has_no_effect_and_is_told_so(
    session: Session, secretary: Actor
) -> None:
    motion = overtaken(session, secretary, State.ADMITTED_TO_AGENDA, State.MOVED, State.PUT)
    resolutions.carry(session, motion, FOR_IT)
    division, outcome = divisions.of_motion(session, motion.id)[0]

    told, effect = overtaking.told(session, motion, State.CARRIED), effects.effect_of(session, division, outcome)

    assert effect is not None
    assert effect.spoken("en") == (
        "It has no effect: version 2 of the rules was registered after this change was drafted, and the"
        " change would undo it."
    )
    assert told is not None
    assert told.spoken("en").endswith("To have the change, draft it anew on the rules in force.")
    assert overtaking.told(session, motion, State.LOST) is None
