"""No motion is carried by less than its matter takes, whatever it is called: without a database, then with one."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from govern.agenda import service
from govern.constitution.parameters.board import OF_A_SOCIETY, ReservedMatter
from govern.constitution.rulebook import RuleBook, defaults_for
from govern.constitution.rules import LegalForm
from govern.core.errors import Refusal
from govern.deciding.majorities import Base
from govern.motions import matters, queries
from govern.motions.admissible import Shape, ensure_admissible
from govern.motions.choosing import Asked, name_of, rule_of
from govern.motions.division_models import Division
from govern.motions.matter_refusals import (
    AsksForNoMore,
    CourseNotBegun,
    FranchisePutAsSuch,
    KindTooWeak,
    OnlyOfASociety,
    OtherMatterThanRules,
    OtherSectionsMatter,
)
from govern.motions.matters import Section
from govern.motions.models import Motion
from govern.motions.rules import Deciders, Kind, State, Way
from govern.statutory import service as statutory
from govern.statutory.models import StatutoryCourse
from govern.statutory.refusals import NotUnderThatSection
from tests.makers import kept, resolutions
from tests.makers.assembly import Assembly
from tests.raw import ensure_refused

M = ReservedMatter
SOCIETY, COMPANY, CHARITY, TRUST = LegalForm.CBS, LegalForm.CIC, LegalForm.CIO, LegalForm.FT
TAKES_MORE = (*sorted(matters.BY_MORE), M.EXPEL_MEMBERS, M.DISPOSE_OF_A_THIRD_OF_ASSETS)
# By which majority each form carries what takes more than an ordinary resolution, at a meeting and outside one.
USUAL = {
    LegalForm.COOP_SOCIETY: ("extraordinary", "extraordinary"),
    LegalForm.CBS: ("extraordinary", "extraordinary"),
    LegalForm.CLG: ("company-special-meeting", "company-special-written"),
    LegalForm.CIC: ("company-special-meeting", "company-special-written"),
    LegalForm.CIO: ("cio-amendment-meeting", "cio-amendment-unanimous"),
    LegalForm.FT: ("extraordinary", "extraordinary"),
}
# What is carried at one vote by a majority of its own; None where one vote does not carry it.
OF_ITS_OWN = {
    **{(form, M.CONVERSION): None for form in (LegalForm.COOP_SOCIETY, LegalForm.CBS)},
    **{(form, M.DISSOLUTION): None for form in (LegalForm.COOP_SOCIETY, LegalForm.CBS)},
    **{
        (form, matter): majority
        for form in (LegalForm.COOP_SOCIETY, LegalForm.CBS)
        for matter, majority in {M.WINDING_UP: "ccbsa-123", M.RATIFICATION: "ccbsa-44", M.RELIEF: "ccbsa-44"}.items()
    },
    **{
        (form, M.EXPEL_MEMBERS): "expulsion-three-quarters"
        for form in (LegalForm.COOP_SOCIETY, LegalForm.CBS, LegalForm.CIO, LegalForm.FT)
    },
}


def book_of(form: LegalForm) -> RuleBook:
    """Return the usual rules of a form, which keep the disposal of assets and expulsion to the members."""
    return RuleBook.from_parameters(defaults_for(form), legal_form=form)


def refusal_of(shape: Shape, form: LegalForm) -> str | None:
    """Return the code of what refuses a motion; None where it is taken."""
    try:
        ensure_admissible(shape, legal_form=form, reserved=book_of(form).reserved_matters)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("matter", TAKES_MORE)
@pytest.mark.parametrize("form", LegalForm)
def test_no_kind_and_no_way_carries_a_matter_by_less_than_it_takes(form: LegalForm, matter: ReservedMatter) -> None:
    taken = set()
    for kind, way in product(Kind, (Way.MEETING, Way.WRITTEN)):
        shape = Shape(kind=kind, deciders=Deciders.MEMBERS, way=way, matter=matter, is_of_class=kind is Kind.CLASS)
        if refusal_of(shape, form) is not None:
            continue
        taken.add(kind)
        asked = Asked(kind=kind, deciders=Deciders.MEMBERS, way=way, legal_form=form, matter=matter)
        usual = USUAL[form][way is not Way.MEETING]
        needed = OF_ITS_OWN.get((form, matter), usual)

        assert matters.needs_course(kind, matter, legal_form=form) is (needed is None)
        assert needed is None or name_of(asked, book_of(form)) == needed

    of_franchise = {Kind.FRANCHISE}
    of_all = {Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED}
    if matter in OF_A_SOCIETY and not form.is_society:
        of_all = set()
    assert taken == {M.FRANCHISE: of_franchise, M.ALTER_RULES: of_all | of_franchise}.get(matter, of_all)


@pytest.mark.parametrize("matter", sorted(matters.BY_LAW))
@pytest.mark.parametrize("form", LegalForm)
def test_no_board_decides_what_the_law_keeps_to_the_members(form: LegalForm, matter: ReservedMatter) -> None:
    for kind in Kind:
        shape = Shape(kind=kind, deciders=Deciders.BOARD, way=Way.MEETING, matter=matter)

        assert refusal_of(shape, form) is not None


def test_an_expulsion_in_writing_takes_its_share_of_all_who_are_entitled() -> None:
    asked = Asked(
        kind=Kind.SPECIAL, deciders=Deciders.MEMBERS, way=Way.WRITTEN, legal_form=CHARITY, matter=M.EXPEL_MEMBERS
    )

    rule = rule_of(name_of(asked, book_of(CHARITY)), asked, book_of(CHARITY))

    assert rule.limbs[0].base is Base.ELIGIBLE


@pytest.mark.invariant("INV-29")
def test_a_change_of_the_franchise_is_put_to_each_class_that_a_change_of_the_rules_is() -> None:
    rules = defaults_for(SOCIETY) | {"concurrent_majority_matters": ["alter_rules"]}
    book = RuleBook.from_parameters(rules, legal_form=SOCIETY)
    asked = Asked(
        kind=Kind.FRANCHISE, deciders=Deciders.MEMBERS, way=Way.MEETING, legal_form=SOCIETY, matter=M.FRANCHISE
    )

    assert rule_of("extraordinary", asked, book).each_class is not None


def members(kind: Kind, **facts: Any) -> Shape:
    """Return a motion of the members at a meeting."""
    return Shape(kind=kind, deciders=Deciders.MEMBERS, way=Way.MEETING, **facts)


@pytest.mark.parametrize(
    ("shape", "form", "refusal", "sentence"),
    [
        pytest.param(
            members(Kind.ORDINARY, matter=M.ALTER_RULES), COMPANY, KindTooWeak,
            "This matter takes more than an ordinary resolution. Choose a special or extraordinary resolution",
            id="rules, by an ordinary resolution",
        ),
        pytest.param(
            members(Kind.ORDINARY, matter=M.RATIFICATION), SOCIETY, KindTooWeak, "This matter takes more",
            id="acts beyond the rules, ratified by an ordinary resolution",
        ),
        pytest.param(
            members(Kind.ORDINARY, matter=M.AUDIT_EXEMPTION), COMPANY, OnlyOfASociety,
            "Only a society resolves on this under its Act. Choose another matter, or none of these.",
            id="a company goes without an audit as a society does",
        ),
        pytest.param(
            members(Kind.SPECIAL, matter=M.FRANCHISE), TRUST, FranchisePutAsSuch,
            "Who may be a member, vote or stand is a kind of its own, and nothing else goes under it.",
            id="the franchise, in passing",
        ),
        pytest.param(
            members(Kind.FRANCHISE, matter=M.EXPEL_MEMBERS), SOCIETY, FranchisePutAsSuch, "Who may be a member",
            id="an expulsion as a change of the franchise",
        ),
        pytest.param(
            members(Kind.CLASS, matter=M.EXPEL_MEMBERS, is_of_class=True), SOCIETY, AsksForNoMore,
            "A consent of one constituency, or an admission, cannot decide another matter as well.",
            id="an expulsion by one constituency",
        ),
        pytest.param(
            members(Kind.SPECIAL, matter=M.EXPEL_MEMBERS, changes_rules=True), SOCIETY, OtherMatterThanRules,
            "This motion brings drafted rules into force, so its matter is a change of the rules.",
            id="rules, under another matter",
        ),
        pytest.param(
            members(Kind.SPECIAL, changes_rules=True, majority="ccbsa-120-first"), SOCIETY, OtherSectionsMatter,
            "That section is of another matter than this motion.", id="rules, by the majority of a section",
        ),
        pytest.param(
            members(Kind.SPECIAL, matter=M.CONVERSION, majority="ccbsa-120-first"), SOCIETY, OtherSectionsMatter,
            "That section is of another matter", id="a conversion by the section on dissolution",
        ),
        pytest.param(
            members(Kind.SPECIAL, matter=M.EXPEL_MEMBERS, majority="expulsion-two-thirds"), SOCIETY,
            OtherSectionsMatter, "That section is of another matter", id="an expulsion by fewer",
        ),
    ],
)  # fmt: skip
def test_a_motion_that_calls_itself_something_easier_is_refused(
    shape: Shape, form: LegalForm, refusal: type[Refusal], sentence: str
) -> None:
    with pytest.raises(refusal) as refused:
        ensure_admissible(shape, legal_form=form, reserved=book_of(form).reserved_matters)

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize(
    ("matter", "section", "sentence"),
    [
        (M.CONVERSION, Section.CONVERSION, "Two meetings vote on this: under section 111"),
        (M.CONVERSION, Section.AMALGAMATION, "Two meetings vote on this: under section 111"),
        (M.DISSOLUTION, Section.DORMANT, "One vote does not dissolve a society. If it is dormant, two meetings"),
    ],
)
def test_what_two_meetings_decide_comes_on_no_agenda_before_its_course_is_begun(
    session: Session, assembly: Assembly, matter: ReservedMatter, section: Section, sentence: str
) -> None:
    room = assembly.chamber
    motion = room.seconded(room.proposal(kind=Kind.SPECIAL, matter=matter))

    with pytest.raises(CourseNotBegun) as refused:
        service.admit(session, motion.id, room.deed())

    assert str(refused.value).startswith(sentence)
    assert queries.state(session, motion.id) is State.SUBMITTED
    statutory.begin(session, section, room.deed(), motion_id=motion.id, is_dormant=True)
    service.admit(session, motion.id, room.deed())
    assert queries.state(session, motion.id) is State.ADMITTED_TO_AGENDA


@pytest.mark.parametrize("kind", [Kind.SPECIAL, Kind.EXTRAORDINARY, Kind.RESERVED])
def test_what_two_meetings_decide_is_not_put_to_one_vote(session: Session, assembly: Assembly, kind: Kind) -> None:
    states = (State.ADMITTED_TO_AGENDA, State.MOVED)
    motion = resolutions.motion(session, kind=kind, matter=M.CONVERSION, states=states)

    with pytest.raises(CourseNotBegun, match="under section 113 if it becomes"):
        assembly.call(motion)
    with (
        pytest.raises(IntegrityError, match="statutory_matter_has_its_course"),
        session.begin_nested(),
    ):
        resolutions.division(session, motion.id, {"workforce": (4, 0)})

    assert session.scalars(select(Division)).all() == []
    assert queries.state(session, motion.id) is State.MOVED


def test_a_company_converts_in_one_vote(session: Session, assembled: Callable[..., Assembly]) -> None:
    assembly = assembled(legal_form=LegalForm.CLG)
    motion = assembly.chamber.moved(assembly.chamber.proposal(kind=Kind.SPECIAL, matter=M.CONVERSION))

    division = assembly.call(motion)

    assert division.majority == "company-special-meeting"


def test_a_motion_goes_by_no_section_of_another_matter(session: Session, assembly: Assembly) -> None:
    room = assembly.chamber
    tried: list[tuple[ReservedMatter, Section, type[Refusal]]] = [
        (M.CONVERSION, Section.DORMANT, OtherSectionsMatter),
        (M.DISSOLUTION, Section.AMALGAMATION, OtherSectionsMatter),
        (M.EXPEL_MEMBERS, Section.AMALGAMATION, NotUnderThatSection),
    ]

    for matter, section, refusal in tried:
        motion = room.submitted(room.proposal(kind=Kind.SPECIAL, matter=matter))
        with pytest.raises(refusal):
            statutory.begin(session, section, room.deed(), motion_id=motion.id)
        row = StatutoryCourse(
            section=section, motion_id=motion.id, title=motion.title, begun_by=room.members[0], begun_at=room.deed().at
        )
        with pytest.raises(IntegrityError, match="section_is_of_the_matter"), session.begin_nested():
            kept(session, row)
        assert motion.majority is None
    assert session.scalars(select(StatutoryCourse)).all() == []


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"kind": Kind.ORDINARY, "matter": M.ALTER_RULES}, id="rules, by an ordinary resolution"),
        pytest.param({"kind": Kind.ORDINARY, "matter": M.WINDING_UP}, id="winding up, by an ordinary resolution"),
        pytest.param({"kind": Kind.SPECIAL, "matter": M.FRANCHISE}, id="the franchise, in passing"),
        pytest.param({"kind": Kind.FRANCHISE, "matter": M.EXPEL_MEMBERS}, id="an expulsion, as the franchise"),
        pytest.param({"kind": Kind.ADMISSION, "matter": M.EXPEL_MEMBERS}, id="an expulsion, as an admission"),
    ],
)
def test_the_database_takes_no_matter_under_an_easier_kind(
    session: Session, assembly: Assembly, facts: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match="matter_has_its_kind"), session.begin_nested():
        resolutions.motion(session, **facts)

    assert session.scalars(select(Motion)).all() == []
    motion = resolutions.motion(session, kind=Kind.SPECIAL)
    changed = ", ".join(f"{column} = '{word}'" for column, word in facts.items())
    ensure_refused(session, "matter_has_its_kind", f"UPDATE motion SET {changed} WHERE number = {motion.number}")
