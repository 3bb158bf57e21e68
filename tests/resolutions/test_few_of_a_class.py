"""Where few of one class voted in secret, its figures are nowhere, and nothing that is told leads to them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.constitution import queries as constitution
from govern.constitution.parameters.board import ReservedMatter
from govern.deciding.classes import capped
from govern.deciding.rules import CONSENT_OF_EACH, RULES, Outcome, decide
from govern.deciding.veiled import Told, Veil, told_of
from govern.deciding.votes import ClassVotes, Votes
from govern.divisions import boxes, tallying, weighing
from govern.divisions.refusals import OneVoterOfAClass
from govern.divisions.secrecy import Secrecy
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Ask, Kind
from govern.resolutions import extracts, retold
from govern.resolutions import queries as resolutions
from govern.rolls.models import Roll
from govern.rule_changes import class_consents
from govern.rule_changes import service as rule_changes
from govern.rule_changes.models import ClassConsent
from tests.calendar import A_DAY, A_SECOND, TODAY
from tests.divisions.test_hands_and_boxes import cast
from tests.makers.assembly import CLOSES_AT, Assembly

FEWEST = 10
EACH, COLLEGE = RULES["concurrent-majority"], RULES["electoral-college"]


def of(*classes: tuple[str, int, int]) -> Votes:
    """Return the votes of some classes, each for and against."""
    weight = Fraction(1, len(classes))
    told = tuple(
        ClassVotes(code=code, in_favour=yes, against=no, weight=weight, members=yes + no + 3)
        for code, yes, no in classes
    )
    return Votes(in_favour=sum(one[1] for one in classes), against=sum(one[2] for one in classes), classes=told)


def told(votes: Votes, rule: str = "concurrent-majority", *, whole: Votes | None = None) -> Outcome:
    """Decide and tell of it what may be told."""
    return decide(RULES[rule], votes, veil=Veil(whole=whole))


@pytest.mark.parametrize(
    ("ballots", "looks", "weighs", "how_much"),
    [
        ((50, FEWEST + 1), True, True, Told.CLASSES),
        ((50, FEWEST), True, True, Told.CLASSES),
        ((50, FEWEST - 1), False, False, Told.WHOLE),
        ((50, FEWEST - 1), True, False, Told.WHOLE),
        ((50, FEWEST - 1), True, True, Told.OUTCOME),
        ((50, 1), True, False, Told.WHOLE),
        ((50, 0), True, True, Told.CLASSES),
        ((FEWEST, 1), True, False, Told.WHOLE),
        ((FEWEST - 1, 1), True, False, Told.OUTCOME),
        ((FEWEST - 1, 1), False, False, Told.WHOLE),
    ],
)
def test_how_much_is_told_hangs_on_the_smallest_class_and_on_whether_classes_decide(
    ballots: tuple[int, int], looks: bool, weighs: bool, how_much: Told
) -> None:
    present = {f"class-{n}": count for n, count in enumerate(ballots)}

    assert told_of(present, fewest=FEWEST, looks_at_classes=looks, weighs_classes=weighs) is how_much


def test_of_each_class_it_is_said_whether_its_condition_is_met_and_of_all_the_figures() -> None:
    votes = of(("Many", 40, 10), ("Few", 0, 2))

    outcome = told(votes, whole=Votes(in_favour=40, against=12, abstained=1))

    assert not outcome.carried
    assert str(outcome.working) == (
        "Not carried: 40 for, 12 against, 1 abstained; needed more than half of the votes cast (27 of 52), more than"
        " half of any votes of Many and more than half of any votes of Few. It fails on Few."
    )
    assert [(limb.is_met, limb.weighed is None) for limb in outcome.limbs] == [
        (True, False),
        (True, True),
        (False, True),
    ]


def test_a_class_that_abstained_whole_is_told_like_one_that_was_for() -> None:
    silent, in_favour = (told(of(("Many", 40, 10), ("Few", yes, 0)), whole=of(("All", 40, 10))) for yes in (0, 2))

    assert [limb.needed for limb in silent.limbs[1:]] == [limb.needed for limb in in_favour.limbs[1:]]
    assert [limb.is_met for limb in silent.limbs] == [limb.is_met for limb in in_favour.limbs] == [True] * 3
    assert "nobody" not in str(silent.working)


@pytest.mark.parametrize(("few", "is_carried"), [((2, 0), True), ((0, 2), False)])
def test_where_classes_are_weighed_it_is_told_only_what_came_of_it(few: tuple[int, int], is_carried: bool) -> None:
    outcome = told(of(("Many", 20, 30), ("Few", *few)), "electoral-college")

    assert outcome.carried is is_carried
    assert outcome.score is None
    assert str(outcome.working) == (
        "Carried; needed more than half of the weight of the classes."
        if is_carried
        else "Not carried; needed more than half of the weight of the classes. It fails on the weight of the classes."
    )


def test_a_cap_scales_no_figure_that_is_told() -> None:
    votes = replace(of(("Many", 40, 10), ("Few", 8, 0)), eligible=80)
    scaled = capped(votes, {"Few": Fraction(1, 10)})

    outcome = decide(RULES["company-ordinary-meeting"], scaled, veil=Veil(whole=votes))

    assert str(outcome.working) == "Carried: 48 for, 10 against; needed more than half of the votes cast."
    assert outcome.limbs[0].weighed is None


@pytest.mark.parametrize("rule", ["concurrent-majority", "electoral-college", "fairshares-special", "entrenched"])
@pytest.mark.parametrize("few", [(2, 0), (1, 1), (0, 2), (0, 0)])
def test_nothing_comes_out_otherwise_for_not_being_told(rule: str, few: tuple[int, int]) -> None:
    votes = replace(of(("Many", 40, 10), ("Few", *few)), eligible=80, members=80)

    assert decide(RULES[rule], votes, veil=Veil(whole=None)).carried is decide(RULES[rule], votes).carried


@pytest.mark.parametrize("few", [(2, 0), (1, 1), (0, 2)])
def test_ways_of_voting_that_come_to_the_same_are_told_in_the_same_words(few: tuple[int, int]) -> None:
    """Were the words to differ, they would tell which way it was."""
    rule = EACH.with_each_class(CONSENT_OF_EACH)
    whole = of(("All", 42, 10))
    seen = {
        (outcome.carried, str(outcome.working))
        for yes, no in ((few[0] + more, few[1]) for more in range(3))
        for outcome in [decide(rule, of(("Many", 42 - yes, 10 - no), ("Few", yes, no)), veil=Veil(whole=whole))]
    }

    assert len(seen) == len({carried for carried, _ in seen})


# --- a vote of its own ------------------------------------------------------------------------------------------------


@pytest.fixture
def concurrent(assembled: Callable[..., Assembly]) -> Assembly:
    """Four of the workforce and two service users, where each class has to carry what is put to it."""
    return assembled(
        concurrent_majority_matters=["dispose_of_a_third_of_assets"],
        gm_quorum={"number": 2, "share": "1/2", "per_constituency": 1},
    )


def secret(assembly: Assembly, **facts: Any) -> Division:
    """Call a secret vote on a matter that each class has to carry."""
    told = {"kind": Kind.RESERVED, "matter": ReservedMatter.DISPOSE_OF_A_THIRD_OF_ASSETS} | facts
    return assembly.call(assembly.chamber.moved(assembly.chamber.proposal(**told)), Ask.SECRET)


def declared(assembly: Assembly, division: Division, *rankings: list[int]) -> DivisionOutcome:
    """Cast ballots, one for each member, open the box and declare."""
    for person, ranking in zip(assembly.members, rankings, strict=False):
        cast(assembly, division, ranking, person)
    at = CLOSES_AT + A_SECOND
    deed = assembly.chamber.deed(assembly.chamber.chair, at)
    boxes.open_box(assembly.session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    return assembly.declare(division)


FOR, AGAINST = [1], [2]


def test_neither_the_sum_nor_the_journal_nor_the_register_holds_what_a_small_class_said(
    session: Session, concurrent: Assembly
) -> None:
    division = secret(concurrent)

    outcome = declared(concurrent, division, FOR, FOR, FOR, AGAINST, AGAINST, AGAINST)

    [entry] = session.scalars(select(JournalEntry).where(JournalEntry.event == "division.declared"))
    assert outcome.tally == []
    assert len(entry.facts["tally"]) == 64
    assert [outcome.sums[name] for name in ("in_favour", "against", "abstained", "score", "told")] == [
        None, None, None, None, "outcome",
    ]  # fmt: skip
    assert all({"reached", "of"}.isdisjoint(limb) for limb in outcome.sums["limbs"])
    assert entry.facts["sums"]["limbs"] == outcome.sums["limbs"]
    line = resolutions.of_division(session, division.id)
    assert line.working == outcome.working
    assert outcome.working.startswith("Not carried; needed at least three quarters of the votes cast, more than half")
    assert "It fails on Service users." in outcome.working
    assert not any(figure in outcome.working.split("Quorum")[0] for figure in "0123456789")


def test_what_is_not_told_is_weighed_again_from_the_box(session: Session, concurrent: Assembly) -> None:
    division = secret(concurrent)
    outcome = declared(concurrent, division, FOR, FOR, FOR, AGAINST, FOR, FOR)

    again = weighing.weigh_again(session, division, outcome)

    assert again is not None
    assert again.is_carried is outcome.is_carried is True
    assert {line.code: line.in_favour for line in tallying.on_record(session, outcome).lines} == {
        "workforce": 3,
        "service_user": 2,
    }


def test_where_a_class_has_few_voters_it_is_said_before_the_vote(session: Session, concurrent: Assembly) -> None:
    assert weighing.secrecy_of(session, secret(concurrent)) is Secrecy.IN_DOUBT


def test_where_nothing_hangs_on_a_class_a_secret_vote_is_secret(session: Session, concurrent: Assembly) -> None:
    division = concurrent.call(concurrent.chamber.moved(), Ask.SECRET)

    assert weighing.secrecy_of(session, division) is Secrecy.KEPT


def test_no_vote_is_secret_in_which_one_voter_decides_for_a_class(session: Session, concurrent: Assembly) -> None:
    alone = concurrent.make.constituency(code="local_authority")
    concurrent.make.membership(constituency_id=alone.id)

    with pytest.raises(OneVoterOfAClass, match="A class that decides on its own has only one voter"):
        secret(concurrent)

    assert session.scalar(select(func.count()).select_from(Division)) == 0
    assert concurrent.call(concurrent.chamber.moved(), Ask.SECRET).poll_id is not None


def test_a_class_motion_of_one_voter_is_not_secret(session: Session, concurrent: Assembly) -> None:
    alone = concurrent.make.constituency(code="local_authority")
    concurrent.make.membership(constituency_id=alone.id)

    with pytest.raises(OneVoterOfAClass):
        secret(concurrent, kind=Kind.CLASS, matter=None, constituency_id=alone.id)


def test_a_consent_that_few_gave_in_secret_is_kept_without_figures(session: Session, concurrent: Assembly) -> None:
    now = constitution.rule_set_on(session, on=TODAY).parameters
    draft = concurrent.make.rule_set(parameters=now | {"class_vote_cap": {"service_user": "1/10"}})
    division = secret(concurrent, kind=Kind.FRANCHISE, matter=ReservedMatter.ALTER_RULES, changes_to_id=draft.id)
    declared(concurrent, division, FOR, FOR, FOR, FOR, FOR, FOR)
    change = rule_changes.change_of(session, division.motion_id)
    assert change is not None

    said = class_consents.of_change(session, change)
    rule_changes.file(session, draft.id, concurrent.chamber.deed(at=CLOSES_AT + A_DAY))

    assert said
    assert {(one.is_given, one.votes_for, one.votes_against) for one in said} == {(True, None, None)}
    kept = session.scalars(select(ClassConsent)).all()
    assert [(one.votes_for, one.votes_against) for one in kept] == [(None, None)] * len(said)


# --- what was declared before that ------------------------------------------------------------------------------------


def of_old(assembly: Assembly, division: Division, *rankings: list[int]) -> DivisionOutcome:
    """Declare a vote as it was done once, with the figures of each class in its words and in its conditions."""
    session, at = assembly.session, CLOSES_AT + A_SECOND
    for person, ranking in zip(assembly.members, rankings, strict=False):
        cast(assembly, division, ranking, person)
    deed = assembly.chamber.deed(assembly.chamber.chair, at)
    boxes.open_box(session, division, deed, keys=assembly.keys, clock_now=lambda: at)
    tally = tallying.tally(session, division.id, at=at)
    outcome = DivisionOutcome(
        division_id=division.id,
        is_carried=weighing.weigh(session, division, tally).is_carried,
        is_quorate=True,
        tally=[],
        working="Carried: 3 for of Workforce, 2 for of Service users.",
        sums={"members": 6, "turnout": len(rankings)},
        roll_root=session.get_one(Roll, division.roll_id).root,
        declared_by=deed.actor.person_id,
        declared_at=deed.at,
    )
    session.add(outcome)
    session.flush()
    return outcome


@pytest.mark.parametrize("carries", [True, False])
def test_of_what_was_declared_before_it_is_said_what_would_be_said_today(
    session: Session, concurrent: Assembly, *, carries: bool
) -> None:
    division = secret(concurrent)
    outcome = of_old(concurrent, division, FOR, FOR, FOR, FOR, *[FOR if carries else AGAINST] * 2)

    said = str(retold.withheld(session, division, outcome))

    assert said.startswith("Carried; needed" if carries else "Not carried; needed")
    assert not any(figure in said.split("Quorum")[0] for figure in "0123456789")
    assert resolutions.of_division(session, division.id).working == said
    assert extracts.content_of(session, division.id, concurrent.chamber.deed())["working"] == said
    assert retold.tell_too_much(session, [division.id]) == {division.id}


def test_where_the_box_no_longer_holds_every_ballot_only_the_outcome_is_told(
    session: Session, concurrent: Assembly
) -> None:
    division = secret(concurrent)
    outcome = of_old(concurrent, division, FOR, FOR, FOR, FOR, FOR, FOR)
    outcome.sums = outcome.sums | {"turnout": 7}

    with session.no_autoflush:
        assert str(retold.withheld(session, division, outcome)) == "Carried."
        session.expire(outcome)


def test_what_was_declared_since_and_what_was_no_secret_is_told_as_it_is_on_record(
    session: Session, concurrent: Assembly
) -> None:
    division = secret(concurrent)
    outcome = declared(concurrent, division, FOR, FOR, FOR, FOR, FOR, FOR)
    open_one = concurrent.call(concurrent.chamber.moved())
    concurrent.vote(open_one, concurrent.members[0])
    said = concurrent.declare(open_one)

    assert retold.withheld(session, division, outcome) is None
    assert retold.sum_of(session, open_one, said) == said.working
    assert retold.tell_too_much(session, [division.id, open_one.id]) == set()
