"""Which motions go to whom, in which way, and which bear only slips: without a database."""

from typing import Any

import pytest

from govern.constitution.parameters.board import ReservedMatter
from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.motions.admissible import Shape, bears_only_slips, ensure_admissible, is_statutory
from govern.motions.refusals import (
    BoardNotBalloted,
    ClassNotNamed,
    KeptToMembers,
    KindOfAnotherBody,
    OnlyAtMeeting,
)
from govern.motions.rules import Deciders, Kind, State, Way, may_go

RESERVED = (ReservedMatter.ALTER_RULES, ReservedMatter.EXPEL_MEMBERS)
BOARD = {"deciders": Deciders.BOARD}


def shape(kind: Kind, **facts: Any) -> Shape:
    """Return a motion of the members for a meeting."""
    usual: dict[str, Any] = {"deciders": Deciders.MEMBERS, "way": Way.MEETING}
    return Shape(kind=kind, **usual | facts)


@pytest.mark.parametrize(
    ("motion", "refusal", "sentence"),
    [
        pytest.param(
            shape(Kind.BOARD, **BOARD, matter=ReservedMatter.ALTER_RULES),
            KeptToMembers,
            "The rules keep this matter to the members, so the board cannot decide it. Put it to the members.",
            id="a matter kept to the members",
        ),
        pytest.param(shape(Kind.RESERVED, **BOARD), KeptToMembers, "The rules keep this matter", id="called so"),
        pytest.param(
            shape(Kind.BOARD, **BOARD, matter=ReservedMatter.CONVERSION),
            KeptToMembers,
            "The rules keep this matter",
            id="a matter that the law keeps to them",
        ),
        pytest.param(
            shape(Kind.ORDINARY, **BOARD),
            KindOfAnotherBody,
            "A resolution of this kind is not decided by that body. Choose a decision of the board for the board,"
            " and a resolution of the members for the members.",
            id="a resolution of the members at the board",
        ),
        pytest.param(shape(Kind.BOARD), KindOfAnotherBody, "A resolution of this kind", id="the board's, at members"),
        pytest.param(
            shape(Kind.BOARD, **BOARD, way=Way.BALLOT),
            BoardNotBalloted,
            "The board decides at a meeting or in writing, and not by a ballot. Choose one of those.",
            id="a ballot of the board",
        ),
        pytest.param(
            shape(Kind.SPECIAL, way=Way.WRITTEN),
            OnlyAtMeeting,
            "The law wants this decided at a general meeting of the members. Choose a meeting.",
            id="a special resolution of a society in writing",
        ),
        pytest.param(
            shape(Kind.CLASS),
            ClassNotNamed,
            "Say which constituency is asked for its consent, if it is a consent, and name none otherwise.",
            id="a consent of nobody",
        ),
        pytest.param(
            shape(Kind.ORDINARY, is_of_class=True), ClassNotNamed, "Say which constituency", id="one too many"
        ),
    ],
)
def test_a_motion_that_its_deciders_cannot_decide_is_refused(
    motion: Shape, refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        ensure_admissible(motion, legal_form=LegalForm.CBS, reserved=RESERVED)

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    "motion",
    [
        pytest.param(
            shape(Kind.BOARD, **BOARD, matter=ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS),
            id="a matter that these rules do not keep",
        ),
        pytest.param(
            shape(Kind.RESERVED, matter=ReservedMatter.EXPEL_MEMBERS), id="kept to the members, and put to them"
        ),
        pytest.param(shape(Kind.EXTRAORDINARY, matter=ReservedMatter.ALTER_RULES), id="by a larger majority"),
        pytest.param(
            shape(Kind.ORDINARY, matter=ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS), id="a matter that is not kept"
        ),
        pytest.param(shape(Kind.BOARD, **BOARD, way=Way.WRITTEN), id="the board in writing"),
        pytest.param(shape(Kind.ADMISSION, **BOARD), id="an admission by the board"),
        pytest.param(shape(Kind.ADMISSION), id="an admission by a general meeting"),
        pytest.param(shape(Kind.ORDINARY, way=Way.BALLOT), id="a ballot of the members, if only to consult them"),
        pytest.param(shape(Kind.SPECIAL), id="a special resolution at a meeting"),
        pytest.param(shape(Kind.CLASS, is_of_class=True), id="a consent of a constituency"),
    ],
)
def test_a_motion_that_its_deciders_can_decide_is_taken(motion: Shape) -> None:
    assert refused(motion, LegalForm.CBS) is None


def refused(motion: Shape, form: LegalForm) -> str | None:
    """Return the code of what refuses a motion; None where it is taken."""
    try:
        ensure_admissible(motion, legal_form=form, reserved=RESERVED)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("way", [Way.WRITTEN, Way.BALLOT])
@pytest.mark.parametrize(
    ("motion", "form", "statutory"),
    [
        pytest.param({"kind": Kind.SPECIAL}, LegalForm.CBS, True, id="special, of a society"),
        pytest.param({"kind": Kind.SPECIAL}, LegalForm.COOP_SOCIETY, True, id="special, of a co-operative"),
        pytest.param({"kind": Kind.SPECIAL}, LegalForm.CIC, False, id="special, of a company"),
        pytest.param({"kind": Kind.EXTRAORDINARY}, LegalForm.CBS, False, id="extraordinary, by the rules alone"),
        pytest.param(
            {"kind": Kind.RESERVED, "matter": ReservedMatter.DISSOLUTION}, LegalForm.CBS, True, id="dissolution"
        ),
        pytest.param(
            {"kind": Kind.RESERVED, "matter": ReservedMatter.CONVERSION}, LegalForm.CBS, True, id="conversion"
        ),
        pytest.param(
            {"kind": Kind.RESERVED, "matter": ReservedMatter.EXPEL_MEMBERS}, LegalForm.CBS, False, id="expulsion"
        ),
        pytest.param({"kind": Kind.ORDINARY, "majority": "ccbsa-84"}, LegalForm.CBS, True, id="by a rule of the Act"),
        pytest.param({"kind": Kind.ORDINARY, "majority": "entrenched"}, LegalForm.CBS, False, id="by another rule"),
    ],
)
def test_what_statute_gives_to_a_meeting_is_decided_nowhere_else(
    motion: dict[str, Any], form: LegalForm, statutory: bool, way: Way
) -> None:
    asked = shape(**motion, way=way)

    assert is_statutory(asked, legal_form=form) is statutory
    assert refused(asked, form) == (OnlyAtMeeting.code if statutory else None)


@pytest.mark.parametrize(
    ("motion", "only"),
    [
        pytest.param(shape(Kind.ORDINARY), False, id="ordinary"),
        pytest.param(shape(Kind.ORDINARY, changes_rules=True), True, id="brings drafted rules into force"),
        pytest.param(shape(Kind.BOARD, **BOARD), False, id="of the board"),
        pytest.param(shape(Kind.FRANCHISE), False, id="franchise, before rules are drafted"),
        pytest.param(shape(Kind.SPECIAL), True, id="special"),
        pytest.param(shape(Kind.EXTRAORDINARY), True, id="extraordinary"),
        pytest.param(shape(Kind.RESERVED, matter=ReservedMatter.DISSOLUTION), True, id="statutory"),
    ],
)
def test_a_resolution_in_the_words_of_its_notice_bears_only_slips(motion: Shape, only: bool) -> None:
    assert bears_only_slips(motion, legal_form=LegalForm.CBS) is only


@pytest.mark.parametrize("end", [State.WITHDRAWN, State.REFERRED, State.AMENDED, State.MOVED])
def test_nothing_leads_back_from_the_vote(end: State) -> None:
    assert not may_go(State.PUT, end)
