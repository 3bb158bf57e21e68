"""Limits on who is elected together: set by the rules, promised by the poll, kept by the count."""

import json
from contextlib import nullcontext
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from govern.ballots.models import Poll
from govern.constitution.parameters.limits import CategoryLimit
from govern.counting import blt, blt_writer, bundle, presets
from govern.elections import candidates, counts, limits, polling, preflight, queries
from govern.elections.models import Candidate, Declaration, ElectionCount
from govern.elections.refusals import LimitsCannotBeKept, NoSuchCategory
from tests import calendar
from tests.make import Make
from tests.makers import elections as made_elections
from tests.makers.elections import Contested
from tests.raw import ensure_refused

NIGHT, LEEDS = "Night staff", "Leeds"
BEFORE = calendar.OPENS_AT - calendar.AN_HOUR


def night(at_least: int = 0, at_most: int | None = None) -> CategoryLimit:
    """Return a limit on how many work at night."""
    return CategoryLimit(category=NIGHT, at_least=at_least, at_most=at_most)


def nominated(
    session: Session,
    make: Make,
    folder: Path,
    *set_by_rules: CategoryLimit,
    seats: int = 1,
    categories: tuple[tuple[str, ...], ...] = ((), (), (NIGHT,)),
) -> Contested:
    """Return an election for which Ada, Ben and Cai are nominated; Cai works at night."""
    made = make.election(folder, seats=seats, limits=set_by_rules)
    made_elections.nominate(session, made, categories=categories)
    made_elections.close_nominations(session, made)
    return made


def counted(session: Session, made: Contested, rankings: list[list[int]]) -> Declaration:
    """Hold the poll with these rankings, count and declare."""
    made_elections.arm(session, made)
    made_elections.vote(session, made, rankings)
    after = made.deed(calendar.AFTER)
    polling.seal(session, made.election.id, after, keys=made.keys, clock_now=lambda: calendar.AFTER)
    counts.count(session, made.election.id, after, keys=made.keys)
    return counts.declare(session, made.election.id, after, keys=made.keys)


def withdraw(session: Session, made: Contested, number: int) -> None:
    """Let a candidate leave before the poll opens."""
    deed = made.deed(BEFORE, note="moved away")
    candidates.withdraw(session, made.election.id, number, deed, withdrawn_on=BEFORE.date())


@pytest.mark.parametrize(
    ("set_by_rules", "elected"),
    [
        pytest.param((), [1], id="no limit"),
        pytest.param((night(at_least=1),), [3], id="one of a category is needed"),
        pytest.param((night(at_most=1),), [1], id="a limit that is kept anyhow"),
    ],
)
def test_both_counts_keep_to_the_limits_of_the_rules(
    session: Session, make: Make, tmp_path: Path, set_by_rules: tuple[CategoryLimit, ...], elected: list[int]
) -> None:
    made = nominated(session, make, tmp_path, *set_by_rules, categories=((), (), (NIGHT,)) if set_by_rules else ())

    declaration = counted(session, made, [[1], [1], [1], [2], [3]])

    assert declaration.elected == elected


def test_the_poll_promises_the_limits_and_the_record_and_the_bundle_carry_them(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = nominated(session, make, tmp_path, night(at_least=1), seats=2)

    counted(session, made, [[1, 2], [1, 2], [2], [2], [3]])

    stored = queries.count(session, made.election.id)
    poll = session.get_one(Poll, made.election.poll_id)
    promise = {"name": NIGHT, "candidates": [3], "at_least": 1, "at_most": None}
    assert stored is not None
    assert poll.manifest is not None
    assert json.loads(poll.manifest)["constraints"] == poll.constraints == [promise]
    assert json.loads(stored.record)["constraints"] == [promise]
    given = counts.count_input(session, made.election)
    assert blt.read(blt_writer.write(given).encode()).categories == given.categories
    with ZipFile(BytesIO(bundle.bundle(given))) as packed:
        assert packed.read("record.json").decode() == stored.record
    assert presets.count_twice(given).elected[-1:] == (3,)


@pytest.mark.parametrize(
    ("set_by_rules", "seats", "told"),
    [
        pytest.param((night(at_least=1),), 1, None, id="just enough stand"),
        pytest.param((night(at_least=2),), 2, f"at least 2 of “{NIGHT}” (Cai Cedar)", id="one too few stand"),
        pytest.param((night(at_most=1),), 2, None, id="others enough"),
        pytest.param(
            (night(at_least=1), CategoryLimit(category=LEEDS, at_least=1)),
            1,
            f"at least 1 of “{NIGHT}” (Cai Cedar); at least 1 of “{LEEDS}” (nobody)",
            id="two that need two seats",
        ),
    ],
)
def test_limits_that_nobody_could_keep_are_refused_before_the_paper_is_frozen(
    session: Session, make: Make, tmp_path: Path, set_by_rules: tuple[CategoryLimit, ...], seats: int, told: str | None
) -> None:
    made = nominated(session, make, tmp_path, *set_by_rules, seats=seats)

    if told is None:
        assert polling.freeze_roll(session, made.election.id, made.deed(BEFORE), keys=made.keys).frozen_at
        return
    with pytest.raises(LimitsCannotBeKept) as refused:
        polling.freeze_roll(session, made.election.id, made.deed(BEFORE), keys=made.keys)
    lines = preflight.checks(session, made.election.id, keys=made.keys, at=BEFORE)

    assert told.split("; ")[-1] in str(refused.value.sentence())
    assert [line.then for line in lines if not line.is_ready][-1] == refused.value.sentence()
    assert made.election.poll_id is None


def test_a_withdrawal_after_the_freeze_keeps_the_poll_from_being_armed(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = nominated(session, make, tmp_path, night(at_least=1), categories=((), (), (NIGHT,)))
    polling.freeze_roll(session, made.election.id, made.deed(BEFORE), keys=made.keys)
    assert all(line.is_ready for line in preflight.checks(session, made.election.id, keys=made.keys, at=BEFORE)[2:3])
    withdraw(session, made, 3)

    with pytest.raises(LimitsCannotBeKept) as refused:
        polling.arm(session, made.election.id, made.deed(BEFORE), keys=made.keys)

    assert str(refused.value.sentence()) == (
        f"Whoever is voted for, this cannot be kept: at least 1 of “{NIGHT}” (nobody)."
        " Void this election and plan it again, with other candidates or changed rules."
    )
    assert session.get_one(Poll, made.election.poll_id).armed_at is None


def test_a_death_after_arming_that_breaks_the_limits_keeps_the_box_uncounted(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = nominated(session, make, tmp_path, night(at_least=1))
    made_elections.arm(session, made)
    made_elections.vote(session, made, [[1], [3]])
    withdraw(session, made, 3)
    after = made.deed(calendar.AFTER)
    polling.seal(session, made.election.id, after, keys=made.keys, clock_now=lambda: calendar.AFTER)

    with pytest.raises(LimitsCannotBeKept):
        counts.count(session, made.election.id, after, keys=made.keys)

    assert session.scalars(select(ElectionCount)).all() == []


BOTH, ONE = ((NIGHT,), (NIGHT,)), ((), (NIGHT,))


@pytest.mark.parametrize(
    ("limit", "names", "categories", "may"),
    [
        pytest.param(night(at_most=1), ("Ada Ash", "Ben Birch"), ONE, True, id="at the most"),
        pytest.param(night(at_most=1), ("Ada Ash", "Ben Birch"), BOTH, False, id="over the most"),
        pytest.param(night(at_least=1), ("Ada Ash", "Ben Birch"), ONE, True, id="at the least"),
        pytest.param(night(at_least=2), ("Ada Ash", "Ben Birch"), ONE, False, id="under the least, and no seat left"),
        pytest.param(night(at_least=2), ("Ada Ash",), BOTH, True, id="under the least, with a seat for one more"),
    ],
)
def test_nobody_is_declared_unopposed_against_the_limits(
    session: Session,
    make: Make,
    tmp_path: Path,
    limit: CategoryLimit,
    names: tuple[str, ...],
    categories: tuple[tuple[str, ...], ...],
    may: bool,
) -> None:
    made = make.election(tmp_path, seats=2, limits=(limit,))
    made_elections.nominate(session, made, names=names, categories=categories)
    made_elections.close_nominations(session, made)

    with nullcontext() if may else pytest.raises(LimitsCannotBeKept):
        counts.declare_unopposed(session, made.election.id, made.deed(calendar.OPENS_AT), keys=made.keys)

    assert len(session.scalars(select(Declaration)).all()) == may


def test_a_candidate_is_of_no_category_that_the_rules_do_not_limit(
    session: Session, make: Make, tmp_path: Path
) -> None:
    made = make.election(tmp_path, limits=(night(at_least=1),))

    with pytest.raises(NoSuchCategory) as refused:
        made_elections.nominate(session, made, names=("Ada Ash",), categories=((LEEDS,),))

    assert str(refused.value.sentence()) == (
        f"The rules of this election name no category “{LEEDS}”. Choose among those that they name."
    )
    assert session.scalars(select(Candidate)).all() == []


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        pytest.param(
            "nominations_closed_to_categories",
            "INSERT INTO candidate_category SELECT election_id, 1, category FROM candidate_category",
            id="another",
        ),
        pytest.param("candidate_category_is_append_only", "UPDATE candidate_category SET number = 1", id="changed"),
        pytest.param("candidate_category_is_append_only", "DELETE FROM candidate_category", id="taken out"),
    ],
)
def test_a_category_is_entered_while_nominations_are_open_and_never_changed(
    session: Session, make: Make, tmp_path: Path, guard: str, statement: str
) -> None:
    made = nominated(session, make, tmp_path, night(at_least=1))

    ensure_refused(session, guard, statement)

    assert limits.members(session, made.election.id) == {NIGHT: [3]}
