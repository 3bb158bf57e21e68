"""Slips of the pen: whoever proposes a wording says that it is one, and the chair rules on it."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.amendments import amending, slips
from govern.amendments.amending import Settled
from govern.amendments.refusals import AmendmentSettled, NoSlipToRuleOn, SlipNotRuledOn, SlipRuledOn
from govern.amendments.ruling_refusals import ChairRules, RulesOnOwnWords
from govern.core.actors import Actor, Role
from govern.core.languages import LocalText
from govern.motions import diffs, queries
from govern.motions.diffs import Weight
from govern.motions.models import GUARDS, Motion, SlipRuling
from govern.motions.refusals import MotionReasonNeeded
from govern.motions.rules import Kind
from tests.calendar import AT
from tests.make import Make
from tests.makers.motions import Chamber
from tests.raw import ensure_refused

SOLD = "The mutual sells the day centre for at least 900,000 pounds."
GIVEN = "The mutual gives the day centre to Adam Andrews."
SAID_SO = (
    "This wording is said to correct a slip of the pen, and the chair has not ruled on that yet."
    " It can be agreed to once the chair has."
)


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual with one in the chair, who holds it on record."""
    made = make.chamber()
    make.office(Role.CHAIR, person_id=made.chair.person_id)
    return made


@pytest.fixture
def motion(chamber: Chamber) -> Motion:
    """A special resolution that was moved, and a wording of it that is said to correct a slip."""
    motion = chamber.moved(chamber.proposal(kind=Kind.SPECIAL, text=LocalText(en=SOLD)))
    chamber.filed(motion, text=GIVEN, is_clerical=True)
    return motion


def in_the_chair(person_id: UUID) -> Actor:
    """Return somebody who takes the chair."""
    return Actor(person_id=person_id, roles=frozenset({Role.CHAIR}))


def test_a_wording_said_to_be_a_slip_is_not_accepted_before_the_chair_has_ruled(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    with pytest.raises(SlipNotRuledOn) as refused:
        amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    with pytest.raises(SlipNotRuledOn):
        amending.ensure_next(session, motion.id, 1, at=AT)

    assert str(refused.value) == SAID_SO
    assert [str(one.text) for one in queries.texts(session, motion.id)] == [SOLD]


def test_what_is_ruled_to_be_more_than_a_slip_is_not_put(session: Session, chamber: Chamber, motion: Motion) -> None:
    deed = chamber.deed(chamber.chair, note="It gives away what was to be sold.")

    slips.rule_on(session, motion.id, 1, deed, is_slip=False)

    outcome = queries.amendment_outcomes(session, motion.id)[1]
    assert (outcome.outcome, outcome.note) == ("fell", "It gives away what was to be sold.")
    with pytest.raises(AmendmentSettled):
        amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    with pytest.raises(SlipRuledOn, match="Somebody has ruled on this wording already, and that stands"):
        slips.rule_on(session, motion.id, 1, deed, is_slip=True)
    assert [str(one.text) for one in queries.texts(session, motion.id)] == [SOLD]


def test_what_is_ruled_to_be_a_slip_waits_for_the_word_of_the_motions_proposer(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    slips.rule_on(session, motion.id, 1, chamber.deed(chamber.chair, note="So it was meant."), is_slip=True)

    assert [str(one.text) for one in queries.texts(session, motion.id)] == [SOLD]
    amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    assert str(queries.text(session, motion.id).text) == GIVEN


def test_a_ruling_has_its_reason_and_is_on_something_said_to_be_a_slip(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    plain = chamber.moved()
    chamber.filed(plain)

    with pytest.raises(MotionReasonNeeded):
        slips.rule_on(session, motion.id, 1, chamber.deed(chamber.chair), is_slip=True)
    with pytest.raises(NoSlipToRuleOn, match="Nobody says that this wording corrects a slip of the pen"):
        slips.rule_on(session, plain.id, 1, chamber.deed(chamber.chair, note="So."), is_slip=True)

    assert queries.slip_rulings(session, motion.id) == {}


@pytest.mark.parametrize("who", [pytest.param(0, id="motion"), pytest.param(2, id="it"), pytest.param(3, id="seconds")])
def test_whoever_stands_behind_a_slip_does_not_rule_on_it_and_the_secretary_does(
    session: Session, chamber: Chamber, motion: Motion, make: Make, who: int
) -> None:
    office = make.office(Role.CHAIR, person_id=chamber.members[who])

    with pytest.raises(RulesOnOwnWords, match="You stand behind these words, or have an interest in them"):
        slips.rule_on(
            session, motion.id, 1, chamber.deed(in_the_chair(chamber.members[who]), note="A slip."), is_slip=True
        )
    with pytest.raises(ChairRules, match=r"The chair rules on this\. The secretary does so only while"):
        slips.rule_on(session, motion.id, 1, chamber.deed(note="A slip."), is_slip=True)

    assert office.office == Role.CHAIR
    assert queries.slip_rulings(session, motion.id) == {}


def test_the_secretary_rules_where_all_in_the_chair_stand_behind_it(session: Session, make: Make) -> None:
    chamber = make.chamber()
    make.office(Role.CHAIR, person_id=chamber.members[2])
    motion = chamber.moved(chamber.proposal(kind=Kind.SPECIAL, text=LocalText(en=SOLD)))
    chamber.filed(motion, text=SOLD.replace("centre", "center"), is_clerical=True)

    slips.rule_on(session, motion.id, 1, chamber.deed(note="The house spells it so."), is_slip=True)

    assert queries.slip_rulings(session, motion.id)[1].ruled_by == chamber.secretary.person_id


def test_the_database_takes_no_ruling_of_whoever_stands_behind_the_slip(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    for who in (0, 2, 3):
        ensure_refused(
            session,
            "slip_is_ruled_on_by_another",
            "INSERT INTO slip_ruling (motion_id, n, is_slip, reason, ruled_by, ruled_at)"
            " VALUES (:motion, 1, :yes, 'So.', :person, '2026-06-01 09:00:00+00:00')",
            {"motion": motion.id.hex, "person": chamber.members[who].hex, "yes": True},
        )


@pytest.mark.parametrize("is_slip", [None, False], ids=["nobody ruled", "ruled to be more"])
def test_the_database_takes_no_slip_as_agreed_that_was_not_ruled_to_be_one(
    session: Session, chamber: Chamber, motion: Motion, is_slip: bool | None
) -> None:
    if is_slip is not None:
        ruled = {"motion_id": motion.id, "n": 1, "reason": "So.", "ruled_by": chamber.chair.person_id, "ruled_at": AT}
        session.add(SlipRuling(is_slip=is_slip, **ruled))
        session.flush()

    ensure_refused(
        session,
        "slip_is_ruled_on_before_it_is_agreed",
        "INSERT INTO amendment_outcome (motion_id, n, outcome, made_version, note, settled_by, settled_at)"
        " SELECT motion_id, n, 'accepted', 1, '', proposed_by, filed_at FROM amendment",
    )


def test_the_database_takes_no_other_words_for_a_special_resolution(
    session: Session, chamber: Chamber, motion: Motion
) -> None:
    assert "words_of_the_notice_take_only_slips" in GUARDS

    ensure_refused(
        session,
        "words_of_the_notice_take_only_slips",
        "INSERT INTO amendment (motion_id, n, base_version, text, reasons, is_clerical, proposed_by, filed_at)"
        " SELECT motion_id, 2, base_version, text, reasons, :no, proposed_by, filed_at FROM amendment",
        {"no": False},
    )


@pytest.mark.parametrize(
    ("old", "new", "touched"),
    [
        pytest.param(SOLD, GIVEN, [Weight.NUMBER, Weight.NAME], id="another price and another name"),
        pytest.param("We may sell it.", "We may not sell it.", [Weight.NEGATION], id="a word that turns it round"),
        pytest.param("Ni werthwn ef.", "Gwerthwn ef.", [Weight.NEGATION], id="the same in Welsh"),
        pytest.param("The trustees of York agree.", "The trustees of Cork agree.", [Weight.NAME], id="a name"),
        pytest.param("the day center opens. it shuts.", "The day centre opens. It shuts.", [], id="spelling"),
    ],
)
def test_what_a_slip_seldom_touches_is_pointed_out(old: str, new: str, touched: list[Weight]) -> None:
    assert diffs.weights(diffs.compare(old, new)) == touched
