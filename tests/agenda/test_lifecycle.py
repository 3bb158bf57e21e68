"""A motion from its proposal to the vote, or off the way."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.agenda import service, waiting, withdrawing
from govern.amendments import amending, rewording, translating
from govern.amendments.amending import Settled
from govern.backing import service as backing
from govern.backing.refusals import NotForAnother, NotMembersMotion, TooFewBehindIt
from govern.constitution.parameters.board import ReservedMatter
from govern.core.actors import Actor, Role
from govern.core.errors import NotFound, Refusal
from govern.core.languages import LocalText
from govern.interests import concerns
from govern.interests.concerns import About
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.refusals import (
    ConcernedAlready,
    LanguageNotSpoken,
    MotionDateOutOfOrder,
    MotionReasonNeeded,
    MotionStepOutOfOrder,
    MotionUnwritten,
    NobodyConcerned,
    NotThatApplicant,
    TextIsBacked,
    TranslatedByTheSecretary,
    WordsTooLong,
)
from govern.motions.rules import Backing, Concern, Deciders, Kind, State, Way
from tests.calendar import A_DAY, AT, TODAY
from tests.make import Make
from tests.makers.motions import TEXT, Chamber


@pytest.fixture
def chamber(make: Make) -> Chamber:
    """A mutual whose motions need a seconder."""
    return make.chamber(languages=["en", "cy"])


def states(session: Session, motion: Motion) -> list[str]:
    """Return where a motion was."""
    return [step.to_state for step in queries.steps(session, motion.id)]


def test_a_motion_is_proposed_admitted_moved_and_amended(session: Session, chamber: Chamber) -> None:
    motion = chamber.moved()
    chamber.filed(motion)

    amending.settle_amendment(session, motion.id, 1, Settled.ACCEPTED, chamber.own(chamber.members[0]))

    assert states(session, motion) == ["submitted", "admitted_to_agenda", "moved", "amended"]
    assert [text.version for text in queries.texts(session, motion.id)] == [1, 2]


def test_motions_are_numbered_in_the_order_in_which_they_come(session: Session, chamber: Chamber) -> None:
    numbers = [chamber.submitted().number for _ in range(3)]

    assert numbers == [1, 2, 3]
    assert [line.motion.number for line in queries.listed(session).items] == [3, 2, 1]


def test_the_secretary_enters_a_motion_on_paper_in_its_proposers_name(session: Session, chamber: Chamber) -> None:
    motion = service.submit(session, chamber.proposal(), chamber.deed())

    assert queries.proposer(session, motion.id) == chamber.members[0]
    assert queries.text(session, motion.id).written_by == chamber.members[0]


@pytest.mark.invariant("INV-40")
@pytest.mark.parametrize("role", [Role.CHAIR, Role.ADMINISTRATOR, Role.RETURNING_OFFICER, Role.MEMBER])
def test_nobody_else_proposes_in_somebody_elses_name(session: Session, chamber: Chamber, role: Role) -> None:
    stranger = Actor(person_id=chamber.members[1], roles=frozenset({role}))

    with pytest.raises(NotForAnother) as refused:
        service.submit(session, chamber.proposal(), chamber.deed(stranger))

    assert str(refused.value) == (
        "You can do this for yourself only. What somebody hands in on paper is entered by an officer."
    )
    assert session.scalar(select(func.count()).select_from(Motion)) == 0


@pytest.mark.parametrize(
    ("facts", "refusal", "sentence"),
    [
        pytest.param(
            {"text": LocalText(en=" ")},
            MotionUnwritten,
            "Write a title and the text of the motion, both in the same language, and then send it again.",
            id="no text",
        ),
        pytest.param({"title": LocalText(cy="Sadwrn")}, MotionUnwritten, "Write a title", id="a title in another"),
        pytest.param(
            {"text": LocalText(en=TEXT, de="Text")},
            LanguageNotSpoken,
            "“de” is not one of the languages that the mutual works in. Write it in one of those.",
            id="a language of nobody",
        ),
        pytest.param(
            {"title": LocalText(en="x" * 121)},
            WordsTooLong,
            "This is too long. Shorten it to 120 characters, and put the rest into a paper.",
            id="a long title",
        ),
        pytest.param({"text": LocalText(en="x" * 10_001)}, WordsTooLong, "This is too long", id="a long text"),
        pytest.param({"reasons": LocalText(en="x" * 3_001)}, WordsTooLong, "This is too long", id="long reasons"),
    ],
)
def test_a_motion_is_refused_for_its_words(
    session: Session, chamber: Chamber, facts: dict[str, Any], refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal) as refused, session.begin_nested():
        chamber.submitted(chamber.proposal(**facts))

    assert str(refused.value).startswith(sentence)
    assert session.scalar(select(func.count()).select_from(Motion)) == 0


def test_a_motion_is_written_in_one_language_of_the_mutual_or_in_more(session: Session, chamber: Chamber) -> None:
    welsh = {"title": LocalText(cy="x" * 120), "text": LocalText(cy="y" * 10_000), "reasons": LocalText(cy="z" * 3_000)}

    motion = chamber.submitted(chamber.proposal(**welsh))

    assert queries.text(session, motion.id).text == {"cy": "y" * 10_000}


def test_once_on_the_agenda_a_motion_is_translated_by_the_secretary_and_not_by_its_proposer(
    session: Session, chamber: Chamber
) -> None:
    motion = chamber.on_the_agenda()
    both = LocalText(en=TEXT, cy="Ar agor ar ddydd Sadwrn.")

    with pytest.raises(TranslatedByTheSecretary, match="It is on the agenda, so the secretary adds it in another"):
        rewording.rewrite(session, motion.id, both, chamber.own(chamber.members[0]))
    assert queries.text(session, motion.id).text == {"en": TEXT}

    rewording.rewrite(session, motion.id, both, chamber.deed())
    assert queries.text(session, motion.id).text == {"en": TEXT}
    translating.rule_on(session, motion.id, chamber.deed(chamber.chair), n=1, is_right=True)
    assert queries.text(session, motion.id).text == both


def test_a_motion_without_its_seconder_is_not_put_on_the_agenda(session: Session, chamber: Chamber) -> None:
    motion = chamber.submitted()

    with pytest.raises(TooFewBehindIt) as refused:
        service.admit(session, motion.id, chamber.deed())

    assert str(refused.value) == "Nobody who may do so seconds this motion yet, and the rules ask for it."
    assert states(session, motion) == ["submitted"]


@pytest.mark.parametrize(
    ("supporters", "enough"),
    [pytest.param(1, False, id="one short"), pytest.param(2, True, id="exactly"), pytest.param(3, True, id="more")],
)
def test_a_motion_needs_the_supporters_that_the_rules_ask_for(
    session: Session, make: Make, supporters: int, enough: bool
) -> None:
    chamber = make.chamber(motion_supporters_min=2)
    motion = chamber.seconded()
    for person in chamber.members[2 : 2 + supporters]:
        backing.back(session, motion.id, person, Backing.SUPPORTER, chamber.own(person))

    if not enough:
        with pytest.raises(TooFewBehindIt) as refused:
            service.admit(session, motion.id, chamber.deed())
        assert str(refused.value) == "The rules ask for 1 more supporter before this motion goes on the agenda."
        assert waiting.for_the_agenda(session, at=AT).count == 0
        return
    assert waiting.for_the_agenda(session, at=AT).count == 1
    assert service.admit(session, motion.id, chamber.deed()).to_state == State.ADMITTED_TO_AGENDA


def test_a_motion_needs_no_seconder_where_the_rules_ask_for_none(session: Session, make: Make) -> None:
    chamber = make.chamber(motion_needs_seconder=False)

    service.admit(session, chamber.submitted().id, chamber.deed())


def test_supporters_are_asked_for_members_motions_and_not_for_the_boards(session: Session, make: Make) -> None:
    chamber = make.chamber(motion_supporters_min=2)
    motion = chamber.seconded(chamber.for_the_board())

    assert service.admit(session, motion.id, chamber.deed()).to_state == State.ADMITTED_TO_AGENDA


@pytest.mark.parametrize(
    ("deed", "end"),
    [(service.refuse, State.INADMISSIBLE), (withdrawing.withdraw, State.WITHDRAWN)],
    ids=["refused", "withdrawn"],
)
def test_who_ends_a_motion_says_why(
    session: Session, chamber: Chamber, deed: Callable[..., object], end: State
) -> None:
    motion = chamber.submitted()

    with pytest.raises(MotionReasonNeeded) as refused:
        deed(session, motion.id, chamber.deed(note="  "))
    assert str(refused.value) == (
        "Write the reason. Those who stand behind the motion read it on its page, and it goes into the record."
    )
    assert states(session, motion) == ["submitted"]

    deed(session, motion.id, chamber.deed(note="It is not for us to decide."))
    assert queries.state(session, motion.id) is end
    assert queries.last_step(session, motion.id).note == "It is not for us to decide."


def test_a_motion_that_was_referred_comes_back_to_the_agenda(session: Session, chamber: Chamber) -> None:
    motion = chamber.on_the_agenda()

    service.refer(session, motion.id, chamber.deed(note="To the finance committee."))
    service.admit(session, motion.id, chamber.deed())

    assert states(session, motion) == ["submitted", "admitted_to_agenda", "referred", "admitted_to_agenda"]


def test_a_motion_goes_no_way_that_has_no_arrow(session: Session, chamber: Chamber) -> None:
    motion = chamber.submitted()

    with pytest.raises(MotionStepOutOfOrder) as refused:
        service.move(session, motion.id, chamber.deed())

    assert str(refused.value) == (
        "This motion is proposed, so this cannot be done with it now. Its page shows what can be done."
    )
    assert states(session, motion) == ["submitted"]


@pytest.mark.parametrize(
    ("day", "is_taken"),
    [
        pytest.param(TODAY - A_DAY, False, id="before the last step"),
        pytest.param(TODAY, True, id="on its day"),
        pytest.param(TODAY + A_DAY, True, id="later"),
        pytest.param(TODAY + 2 * A_DAY, True, id="today"),
        pytest.param(TODAY + 3 * A_DAY, False, id="tomorrow"),
    ],
)
def test_a_step_is_dated_between_the_last_one_and_today(
    session: Session, chamber: Chamber, day: Any, is_taken: bool
) -> None:
    motion = chamber.on_the_agenda()
    deed = chamber.deed(at=AT + 2 * A_DAY, dated_on=day)

    if is_taken:
        assert service.move(session, motion.id, deed).dated_on == day
        return
    with pytest.raises(MotionDateOutOfOrder) as refused:
        service.move(session, motion.id, deed)
    assert str(refused.value) == (
        "Enter a date from Monday 1 June 2026, when the last step was, to Wednesday 3 June 2026, which is today."
    )


@pytest.mark.invariant("INV-17", "INV-23")
@pytest.mark.parametrize(
    ("facts", "concern"),
    [
        pytest.param({"kind": Kind.ADMISSION}, Concern.APPLICANT, id="an admission"),
        pytest.param(
            {"kind": Kind.RESERVED, "matter": ReservedMatter.EXPEL_MEMBERS}, Concern.IN_QUESTION, id="an expulsion"
        ),
    ],
)
def test_a_motion_about_somebody_says_about_whom_before_it_goes_on(
    session: Session, chamber: Chamber, facts: dict[str, Any], concern: Concern
) -> None:
    motion = chamber.seconded(chamber.proposal(**facts))

    with pytest.raises(NobodyConcerned) as refused:
        service.admit(session, motion.id, chamber.deed())
    concerns.name_concern(session, motion.id, About(person_id=chamber.members[5], concern=concern), chamber.deed())
    service.admit(session, motion.id, chamber.deed())

    assert str(refused.value).startswith("Say whom this motion is about before it goes on")
    assert [(one.person_id, one.concern) for one in queries.concerns(session, motion.id)] == [
        (chamber.members[5], concern)
    ]


def test_somebody_is_named_once_and_with_their_own_application(session: Session, chamber: Chamber, make: Make) -> None:
    motion, applicant = chamber.submitted(chamber.proposal(kind=Kind.ADMISSION)), make.person().id
    application = make.application(person_id=applicant, constituency_id=chamber.home.id)
    about = About(person_id=applicant, concern=Concern.APPLICANT, application_id=application.id)

    concerns.name_concern(session, motion.id, about, chamber.deed())
    with pytest.raises(ConcernedAlready) as twice:
        concerns.name_concern(session, motion.id, about, chamber.deed())
    other = About(person_id=chamber.members[4], concern=Concern.APPLICANT, application_id=application.id)
    with pytest.raises(NotThatApplicant) as others:
        concerns.name_concern(session, motion.id, other, chamber.deed())

    assert str(twice.value) == "This person is named in this motion already. Nothing was entered twice."
    assert str(others.value).startswith("That application was made by somebody else.")
    assert len(queries.concerns(session, motion.id)) == 1


def test_nobody_is_named_whom_the_mutual_does_not_know(session: Session, chamber: Chamber) -> None:
    motion = chamber.submitted()

    for about in (
        About(person_id=uuid4(), concern=Concern.IN_QUESTION),
        About(person_id=chamber.members[4], concern=Concern.APPLICANT, application_id=uuid4()),
    ):
        with pytest.raises(NotFound):
            concerns.name_concern(session, motion.id, about, chamber.deed())

    assert queries.concerns(session, motion.id) == []


def test_its_author_changes_a_text_until_others_stand_behind_it(session: Session, chamber: Chamber) -> None:
    motion, own = chamber.submitted(), chamber.own(chamber.members[0])

    rewording.rewrite(session, motion.id, LocalText(en="Another."), own)
    backing.back(session, motion.id, chamber.members[1], Backing.SECONDER, chamber.own(chamber.members[1]))
    with pytest.raises(TextIsBacked) as refused:
        rewording.rewrite(session, motion.id, LocalText(en="A third."), own)
    rewording.rewrite(session, motion.id, LocalText(en="Another.", cy="Un arall."), own)

    assert str(refused.value).startswith("Others stand behind this text")
    assert [one.text for one in queries.texts(session, motion.id)] == [
        {"en": TEXT},
        {"en": "Another."},
    ]
    translating.rule_on(session, motion.id, chamber.deed(), n=1, is_right=True)
    assert queries.text(session, motion.id).text == {"en": "Another.", "cy": "Un arall."}


def test_nobody_else_changes_a_text_and_nobody_empties_it(session: Session, chamber: Chamber) -> None:
    motion = chamber.submitted()

    with pytest.raises(NotForAnother):
        rewording.rewrite(session, motion.id, LocalText(en="Mine."), chamber.own(chamber.members[1]))
    with pytest.raises(MotionUnwritten):
        rewording.rewrite(session, motion.id, LocalText(en=" "), chamber.own(chamber.members[0]))

    assert len(queries.texts(session, motion.id)) == 1


def test_the_rules_of_the_day_are_asked_again_when_a_motion_goes_on_the_agenda(session: Session, make: Make) -> None:
    chamber = make.chamber(reserved_matters=[])
    proposal = chamber.for_the_board(matter=ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS, way=Way.MEETING)
    motion = chamber.seconded(proposal)
    make.rules(registered_on=TODAY)

    with pytest.raises(Refusal) as refused:
        service.admit(session, motion.id, chamber.deed())

    assert refused.value.code == "kept-to-members"


def test_a_member_of_the_board_who_is_no_member_puts_no_motion_to_the_members(
    session: Session, chamber: Chamber
) -> None:
    with pytest.raises(NotMembersMotion) as refused:
        chamber.submitted(chamber.proposal(proposer_id=chamber.directors[1]))

    assert str(refused.value).startswith("Only a member who may vote can stand behind a motion of the members")
    assert chamber.submitted(chamber.for_the_board(proposer_id=chamber.directors[1])).deciders == Deciders.BOARD


def test_on_the_day_of_the_last_step_there_is_one_date_to_enter() -> None:
    told = str(MotionDateOutOfOrder(not_before=TODAY, today=TODAY))
    assert told == "The last step was today, Monday 1 June 2026, so enter today’s date."
