"""Amendments: against the text that stands, before the motion, the latest filed first."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from govern.amendments import amending, rewording, seconding, slips
from govern.amendments.amending import OVERTAKEN, Settled
from govern.amendments.refusals import (
    AmendmentNotNext,
    AmendmentSeconded,
    AmendmentSettled,
    AmendmentsWait,
    DivisionNeeded,
    FiledAlready,
    NothingChanged,
    NotInThatLanguage,
    NotTheirAmendment,
    OlderText,
    OnlySlips,
    SeconderMissing,
    SecondsThemselves,
)
from govern.backing.refusals import BackerInterested, NotForAnother, NotMembersMotion
from govern.constitution.parameters.board import ReservedMatter
from govern.core.errors import NotFound, Refusal
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import MotionReasonNeeded, MotionStepOutOfOrder, MotionUnwritten
from govern.motions.rules import Kind
from govern.register.connection_rules import ConnectionKind
from tests.calendar import AT
from tests.make import Make
from tests.makers.motions import TEXT, Chamber, in_question
from tests.raw import ensure_refused


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions and amendments need a seconder."""
    return make.chamber(languages=["en", "cy"])


def order(session: Session, motion: Motion) -> list[int]:
    """Return the numbers of the amendments that wait, in the order of voting."""
    return [one.n for one in amending.waiting(session, motion.id)]


def texts(session: Session, motion: Motion) -> list[str]:
    """Return every text that a motion had."""
    return [str(one.text) for one in queries.texts(session, motion.id)]


def test_amendments_are_voted_on_before_the_motion_the_latest_filed_first(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    for text in ("One.", "Two.", "Three."):
        chamber.filed(motion, text=text)

    assert order(session, motion) == [3, 2, 1]
    for n in (None, 1, 2):
        with pytest.raises(AmendmentNotNext) as refused:
            amending.ensure_next(session, motion.id, n, at=AT)
        assert str(refused.value) == (
            "Amendments are voted on before the motion, the one filed last first. Put amendment 3 first."
        )
    amending.ensure_next(session, motion.id, 3, at=AT)


def test_once_all_are_settled_the_motion_itself_is_put(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    amending.settle_amendment(session, motion.id, 1, Settled.WITHDRAWN, chamber.own(chamber.members[2]))

    amending.ensure_next(session, motion.id, None, at=AT)
    with pytest.raises(AmendmentSettled):
        amending.ensure_next(session, motion.id, 1, at=AT)
    with pytest.raises(AmendmentSettled):
        amending.ensure_next(session, motion.id, 2, at=AT)


def test_an_amendment_agreed_makes_a_new_text_and_those_to_the_old_one_fall(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion, text="One.")
    chamber.filed(motion, text="Two.")

    outcome = amending.settle_amendment(session, motion.id, 2, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    assert (outcome.outcome, outcome.made_version) == ("accepted", 2)
    assert texts(session, motion) == [TEXT, "Two."]
    fallen = queries.amendment_outcomes(session, motion.id)[1]
    assert (fallen.outcome, fallen.made_version, fallen.note) == ("fell", None, str(OVERTAKEN))
    with pytest.raises(OlderText) as refused:
        chamber.filed(motion, text="One.")
    assert str(refused.value) == (
        "The motion was amended since, so this change is to a text that no longer stands."
        " Read the new text, and file the change to it anew."
    )
    chamber.filed(motion, text="One and two.", base_version=2)
    assert order(session, motion) == [3]


@pytest.mark.parametrize("base", [0, 2], ids=["a text that never was", "one that is still to come"])
def test_an_amendment_is_to_the_text_that_stands(session: Session, chamber: Chamber, base: int) -> None:
    motion = chamber.moved()

    with pytest.raises(OlderText):
        chamber.filed(motion, base_version=base)

    assert order(session, motion) == []


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"kind": Kind.SPECIAL}, id="special"),
        pytest.param({"kind": Kind.EXTRAORDINARY}, id="extraordinary"),
        pytest.param({"kind": Kind.RESERVED, "matter": ReservedMatter.WINDING_UP}, id="statutory"),
    ],
)
def test_a_resolution_in_the_words_of_its_notice_takes_a_slip_and_nothing_else(
    session: Session, chamber: Chamber, facts: dict[str, Any]
) -> None:
    words = LocalText(en=TEXT, cy="Ar agor.")
    motion = chamber.moved(chamber.proposal(**facts, text=words, title=LocalText(en="Saturdays", cy="Sadwrn")))

    with pytest.raises(OnlySlips) as refused:
        chamber.filed(motion)
    chamber.filed(motion, text=TEXT.replace("centre", "center"), is_clerical=True)
    slips.rule_on(session, motion.id, 1, chamber.deed(chamber.chair, note="A slip."), is_slip=True)
    amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    assert str(refused.value).startswith("A resolution of this kind is passed in the words of its notice")
    assert queries.text(session, motion.id).text == {"en": TEXT.replace("centre", "center"), "cy": "Ar agor."}


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param(
            {"text": f" {TEXT}\r\n"},
            NothingChanged,
            "This is the text as it stands. Change the words that you want changed, and send it then.",
            id="nothing changed",
        ),
        pytest.param({"text": " "}, MotionUnwritten, "Write a title and the text", id="nothing left"),
        pytest.param(
            {"text": LocalText(cy="Arall.")},
            NotInThatLanguage,
            "Write the change in a language in which the motion is written, so that both can be compared.",
            id="in another language",
        ),
    ],
)
def test_an_amendment_is_refused_for_what_it_is(
    session: Session, chamber: Chamber, facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    motion = chamber.moved()

    with pytest.raises(refusal) as refused:
        chamber.filed(motion, **facts)

    assert str(refused.value).startswith(sentence)
    assert order(session, motion) == []


def test_an_amendment_is_seconded_by_another_member_who_is_not_interested(
    session: Session, chamber: Chamber, make: Make
) -> None:
    about, parent = chamber.members[4], chamber.members[5]
    make.connection(parent, ConnectionKind.PARENT, about)
    motion = chamber.moved(chamber.proposal(about=[in_question(about)]))
    chamber.filed(motion, seconded_by=None)

    with pytest.raises(SecondsThemselves) as refused:
        seconds(chamber, motion, chamber.members[2])
    with pytest.raises(NotMembersMotion):
        seconds(chamber, motion, chamber.directors[1])
    with pytest.raises(BackerInterested):
        seconds(chamber, motion, parent)
    seconds(chamber, motion, chamber.members[3])
    with pytest.raises(AmendmentSeconded, match="Somebody seconds this wording already"):
        seconds(chamber, motion, chamber.members[1])

    assert str(refused.value) == "The amendment needs another person as its seconder."
    assert queries.amendment_seconders(session, motion.id) == {1: chamber.members[3]}


def seconds(chamber: Chamber, motion: Motion, person_id: UUID) -> None:
    """Let somebody second the first amendment with their own word."""
    seconding.second_amendment(chamber.session, motion.id, 1, chamber.own(person_id))


@pytest.mark.invariant("INV-40")
def test_nobody_names_somebody_else_as_the_seconder_of_their_wording(session: Session, chamber: Chamber) -> None:
    motion, change = chamber.moved(), chamber.change()

    with pytest.raises(NotForAnother, match="You can do this for yourself only"):
        amending.file_amendment(session, motion.id, change, chamber.own(change.proposed_by))
    assert order(session, motion) == []

    amending.file_amendment(session, motion.id, change, chamber.deed())
    assert queries.amendment_seconders(session, motion.id) == {1: chamber.members[3]}


def test_a_wording_that_nobody_seconds_is_not_put_and_holds_up_nothing(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)
    chamber.filed(motion, text="Another.", seconded_by=None)

    with pytest.raises(SeconderMissing, match="Nobody seconds this wording yet, and the rules ask for it"):
        amending.ensure_next(session, motion.id, 2, at=AT)
    amending.ensure_next(session, motion.id, 1, at=AT)
    seconding.second_amendment(session, motion.id, 2, chamber.own(chamber.members[1]))
    amending.ensure_next(session, motion.id, 2, at=AT)

    assert [one.n for one in amending.ready(session, motion.id, at=AT)] == [2, 1]


@pytest.mark.invariant("INV-40", by="database")
@pytest.mark.parametrize("who", [pytest.param(2, id="who proposes it"), pytest.param(1, id="one more")])
def test_the_database_takes_one_seconder_who_is_another(session: Session, chamber: Chamber, who: int) -> None:
    motion, change = chamber.moved(), chamber.change(seconded_by=None)
    of_paper = chamber.change(text="On paper.")
    amending.file_amendment(session, motion.id, change, chamber.own(change.proposed_by))
    amending.file_amendment(session, motion.id, of_paper, chamber.deed())
    said = {"motion": motion.id.hex, "n": 1 if who == 2 else 2, "person": chamber.members[who].hex}

    ensure_refused(
        session,
        "amendment_is_seconded_by_another",
        "INSERT INTO amendment_seconding (motion_id, n, person_id, given_at)"
        " VALUES (:motion, :n, :person, '2026-06-01 09:00:00+00:00')",
        said,
    )


def test_where_motions_need_no_seconder_neither_do_amendments(session: Session, make: Make) -> None:
    chamber = make.chamber(motion_needs_seconder=False)
    motion = chamber.moved()

    chamber.filed(motion, seconded_by=None)

    assert order(session, motion) == [1]


def test_amendments_are_filed_to_a_motion_that_is_on_the_agenda_and_agreed_once_it_is_moved(
    session: Session, chamber: Chamber
) -> None:
    early, motion = chamber.seconded(), chamber.on_the_agenda()

    with pytest.raises(MotionStepOutOfOrder):
        chamber.filed(early)
    chamber.filed(motion)
    with pytest.raises(MotionStepOutOfOrder), session.begin_nested():
        amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    assert order(session, motion) == [1]
    assert texts(session, motion) == [TEXT]


@pytest.mark.parametrize(
    ("settled", "who", "may"),
    [
        pytest.param(Settled.WITHDRAWN, 2, True, id="withdrawn by whoever filed it"),
        pytest.param(Settled.WITHDRAWN, 3, False, id="withdrawn by whoever seconds it"),
        pytest.param(Settled.WITHDRAWN, 0, False, id="withdrawn by the motion's proposer"),
        pytest.param(Settled.ACCEPTED, 0, True, id="accepted by the motion's proposer"),
        pytest.param(Settled.ACCEPTED, 2, False, id="accepted by whoever filed it"),
        pytest.param(Settled.FELL, 0, False, id="refused by the motion's proposer"),
    ],
)
def test_an_amendment_is_settled_by_whose_it_is(
    session: Session, chamber: Chamber, settled: Settled, who: int, may: bool
) -> None:
    motion = chamber.moved()
    chamber.filed(motion)
    deed = chamber.own(chamber.members[who], note="So it is.")

    if may:
        assert amending.settle_amendment(session, motion.id, 1, settled, deed).outcome == settled
        return
    with pytest.raises(NotTheirAmendment) as refused:
        amending.settle_amendment(session, motion.id, 1, settled, deed)
    assert str(refused.value).startswith("Only whoever proposes an amendment withdraws it")
    assert order(session, motion) == [1]


@pytest.mark.parametrize("settled", [Settled.ACCEPTED, Settled.WITHDRAWN])
@pytest.mark.parametrize("office", ["chair", "secretary"])
def test_no_officer_gives_the_word_of_whoever_stands_behind_a_text(
    session: Session, chamber: Chamber, settled: Settled, office: str
) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    with pytest.raises(NotTheirAmendment):
        amending.settle_amendment(
            session, motion.id, 1, settled, chamber.deed(getattr(chamber, office), note="They say.")
        )

    assert order(session, motion) == [1]
    assert texts(session, motion) == [TEXT]


def test_one_change_is_proposed_once_by_one_member_and_by_another_as_well(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    with pytest.raises(FiledAlready, match="You proposed this wording already, and it waits for its vote"):
        chamber.filed(motion)
    chamber.filed(motion, proposed_by=chamber.members[3], seconded_by=chamber.members[2])

    assert order(session, motion) == [2, 1]


def test_the_chair_refuses_what_goes_beyond_the_notice_and_says_why(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    with pytest.raises(MotionReasonNeeded):
        amending.settle_amendment(session, motion.id, 1, Settled.FELL, chamber.deed(chamber.chair))
    deed = chamber.deed(chamber.chair, note="The notice speaks of Saturdays alone.")
    outcome = amending.settle_amendment(session, motion.id, 1, Settled.FELL, deed)
    with pytest.raises(AmendmentSettled) as again:
        amending.settle_amendment(session, motion.id, 1, Settled.FELL, deed)

    assert (outcome.outcome, outcome.note) == ("fell", "The notice speaks of Saturdays alone.")
    assert str(again.value).startswith("This amendment is settled, and that stands.")
    assert texts(session, motion) == [TEXT]


@pytest.mark.parametrize("settled", [Settled.CARRIED, Settled.LOST])
def test_an_amendment_is_carried_or_lost_only_in_a_vote(session: Session, chamber: Chamber, settled: Settled) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    with pytest.raises(DivisionNeeded) as refused:
        amending.settle_amendment(session, motion.id, 1, settled, chamber.deed())

    assert str(refused.value) == ("Call a vote on the amendment. It is carried or lost when the vote is declared.")
    assert order(session, motion) == [1]


def test_an_amendment_is_not_accepted_before_its_turn(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion, text="One.")
    chamber.filed(motion, text="Two.")

    with pytest.raises(AmendmentNotNext):
        amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))
    with pytest.raises(NotFound):
        amending.settle_amendment(session, motion.id, 3, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    assert order(session, motion) == [2, 1]


def test_a_text_is_not_translated_while_an_amendment_to_it_waits(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    with pytest.raises(AmendmentsWait) as refused:
        rewording.rewrite(session, motion.id, LocalText(en=TEXT, cy="Ar agor."), chamber.deed())

    assert str(refused.value).startswith("An amendment waits for this text.")
    assert texts(session, motion) == [TEXT]
