"""A roll is derived by one statement, committed to by a root, and stays as it is."""

from datetime import date
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select, text
from sqlalchemy.orm import Session

from govern.audit.models import JournalEntry
from govern.core.actors import CLOCKWORK
from govern.core.errors import NotFound
from govern.core.merkle import inclusion_path, is_included, root
from govern.register.models import Membership
from govern.rolls import queries, rules
from govern.rolls import service as rolls
from govern.rolls.models import GUARDS, Capacity, Roll, RollEntry
from govern.rolls.refusals import NobodyOnRoll, RollAlreadyFrozen
from tests import calendar
from tests.make import Make
from tests.makers.ballots import members_of
from tests.raw import emptied, ensure_refused, of_any, rewritten

MIGRATION = import_module("migrations.versions.0006_a_frozen_roll_stays_as_it_is")
BOUND = "ab" * 32


@pytest.fixture
def constituency(make: Make) -> UUID:
    """A constituency of five members."""
    made = make.constituency()
    for _ in range(5):
        make.membership(constituency_id=made.id)
    return made.id


def frozen(session: Session, constituency: UUID) -> Roll:
    """Freeze a roll of its members."""
    drafted = rolls.draft(session, roll_date=calendar.ROLL_DATE)
    electors = members_of(constituency)
    return rolls.freeze(session, drafted.id, electors=electors, bound_to=BOUND, actor=CLOCKWORK, at=calendar.AT)


def test_every_elector_of_the_select_is_on_the_roll_once(session: Session, constituency: UUID) -> None:
    roll = frozen(session, constituency)

    lines = queries.lines(session, roll.id)
    assert roll.electors == len(lines) == 5
    assert len({elector for elector, _, _, _ in lines}) == 5
    assert [number for _, _, number, _ in lines] == sorted(session.scalars(select(Membership.member_no)))
    assert queries.electors_by_class(session, roll.id) == {"workforce": 5}


def test_elector_ids_are_random_and_of_the_fourth_version(session: Session, constituency: UUID) -> None:
    first, second = frozen(session, constituency), frozen(session, constituency)

    ids = set(session.scalars(select(RollEntry.elector_id)))

    assert len(ids) == 10
    assert {one.version for one in ids} == {4}
    assert first.root != second.root


def test_each_elector_can_be_proved_to_be_on_the_roll_with_her_own_salt_alone(
    session: Session, constituency: UUID
) -> None:
    roll = frozen(session, constituency)
    assert roll.root is not None
    lines = queries.lines(session, roll.id)
    secret, bound = bytes.fromhex(roll.salt), bytes.fromhex(BOUND)
    leaves = rules.leaves(bound_to=bound, secret=secret, electors=[(number, of) for _, _, number, of in lines])

    for place, (_, _, number, elector_class) in enumerate(lines):
        salt = rules.elector_salt(secret, number)
        leaf = rules.leaf(bound_to=bound, salt=salt, number=number, elector_class=elector_class)
        assert is_included(leaf, place, len(lines), inclusion_path(leaves, place), bytes.fromhex(roll.root))


@given(electors=st.lists(st.tuples(st.integers(1, 10**9), st.text(max_size=10)), max_size=8))
def test_leaves_written_flat_are_those_of_the_rule(electors: list[tuple[int, str]]) -> None:
    secret, bound = b"s" * 32, b"b" * 32

    flat = rules.leaves(bound_to=bound, secret=secret, electors=electors)

    assert flat == [
        rules.leaf(bound_to=bound, salt=rules.elector_salt(secret, number), number=number, elector_class=of)
        for number, of in electors
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"bound_to": b"c" * 32},
        {"salt": b"t" * 16},
        {"number": 8},
        {"elector_class": "users"},
    ],
    ids=["another poll", "another salt", "another number", "another class"],
)
def test_whatever_a_leaf_is_made_of_changes_it(other: dict[str, object]) -> None:
    told: dict[str, object] = {"bound_to": b"b" * 32, "salt": b"s" * 16, "number": 7, "elector_class": "workforce"}

    assert rules.leaf(**told | other) != rules.leaf(**told)  # type: ignore[arg-type]  # one of several kinds


def test_the_root_of_the_roll_is_that_of_its_lines_in_order_of_number(session: Session, constituency: UUID) -> None:
    roll = frozen(session, constituency)

    counted, again = rolls.commitment(session, roll.id, secret=bytes.fromhex(roll.salt), bound_to=bytes.fromhex(BOUND))

    assert (counted, again.hex()) == (roll.electors, roll.root)
    assert root([]) != again


def test_the_freeze_is_on_record_with_root_and_number(session: Session, constituency: UUID) -> None:
    roll = frozen(session, constituency)

    entry = session.scalars(select(JournalEntry).where(JournalEntry.event == "roll.frozen")).one()

    assert entry.facts == {"root": roll.root, "electors": 5, "roll_date": "2026-08-24"}


def test_a_frozen_roll_is_not_frozen_again(session: Session, constituency: UUID) -> None:
    roll = frozen(session, constituency)

    with pytest.raises(RollAlreadyFrozen, match="already frozen, and a frozen roll cannot be changed"):
        rolls.freeze(
            session, roll.id, electors=members_of(constituency), bound_to=BOUND, actor=CLOCKWORK, at=calendar.AT
        )

    assert len(queries.lines(session, roll.id)) == 5


def test_a_roll_without_electors_is_refused(session: Session, make: Make) -> None:
    nobody = make.constituency()

    with pytest.raises(NobodyOnRoll, match="Nobody in the register was entitled on the roll date"):
        frozen(session, nobody.id)


def test_a_roll_that_is_not_there_is_not_found(session: Session, constituency: UUID) -> None:
    electors = members_of(constituency)

    with pytest.raises(NotFound):
        rolls.freeze(session, uuid4(), electors=electors, bound_to=BOUND, actor=CLOCKWORK, at=calendar.AT)
    with pytest.raises(NotFound):
        queries.find(session, uuid4())


def test_directors_stand_on_a_roll_by_their_seat_and_need_no_membership(session: Session, make: Make) -> None:
    seats = [make.person().id for _ in range(2)]
    drafted = rolls.draft(session, roll_date=date(2026, 8, 24))
    electors = select(
        literal(seats[0]).label("person_id"),
        literal(str(Capacity.DIRECTOR)).label("capacity"),
        select(Membership.id).where(Membership.id == seats[0]).scalar_subquery().label("membership_id"),
        literal(1).label("number"),
        literal("board").label("class"),
        literal(1).label("weight"),
    )

    roll = rolls.freeze(session, drafted.id, electors=electors, bound_to=BOUND, actor=CLOCKWORK, at=calendar.AT)

    assert roll.electors == 1
    assert queries.electors_by_class(session, roll.id) == {"board": 1}


ENTRY = (
    "INSERT INTO roll_entry (roll_id, elector_id, person_id, capacity, membership_id, number, class, weight)"
    " SELECT roll_id, :fresh, person_id, {capacity}, {membership}, {number}, class, {weight} FROM roll_entry LIMIT 1"
)
ATTEMPTS = [
    ("frozen_roll_stays", "UPDATE roll SET roll_date = '2026-01-01'"),
    ("frozen_roll_stays", "UPDATE roll SET electors = electors + 1"),
    ("frozen_roll_stays", "UPDATE roll SET root = bound_to"),
    ("frozen_roll_stays", "UPDATE roll SET salt = bound_to"),
    ("frozen_roll_stays", "UPDATE roll SET bound_to = root"),
    ("frozen_roll_stays", "UPDATE roll SET frozen_at = NULL, root = NULL, electors = NULL"),
    ("frozen_roll_is_kept", "DELETE FROM roll"),
    (
        "frozen_roll_takes_no_elector",
        ENTRY.format(capacity="capacity", membership="membership_id", number="99999", weight="1"),
    ),
    ("roll_entry_stays", "UPDATE roll_entry SET weight = 2"),
    ("roll_entry_stays", "UPDATE roll_entry SET class = 'users'"),
    ("roll_entry_is_kept", "DELETE FROM roll_entry"),
]


@pytest.mark.parametrize(("guard", "statement"), ATTEMPTS)
def test_a_frozen_roll_refuses_every_change_by_name(
    session: Session, constituency: UUID, guard: str, statement: str
) -> None:
    frozen(session, constituency)

    ensure_refused(session, guard, statement, {"fresh": uuid4().hex} if ":fresh" in statement else {})


def test_every_guard_of_the_roll_has_been_tried() -> None:
    assert {guard for guard, _ in ATTEMPTS} == set(GUARDS)


@pytest.mark.parametrize(
    ("table", "key", "change"), [("roll", "id", "salt = excluded.root"), ("roll_entry", "roll_id, elector_id", "")]
)
def test_a_roll_cannot_be_written_over_or_emptied(
    session: Session, constituency: UUID, table: str, key: str, change: str
) -> None:
    frozen(session, constituency)

    ensure_refused(session, of_any(MIGRATION.GUARDS), rewritten(session, table, key, change))
    ensure_refused(session, of_any(MIGRATION.GUARDS), emptied(session, table))


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        pytest.param("ck_roll_entry_every_elector_counts", {"weight": 0}, id="an elector who counts for nothing"),
        pytest.param("ck_roll_entry_capacity_is_known", {"capacity": "guest"}, id="a right that is not known"),
        pytest.param(
            "ck_roll_entry_members_have_a_membership", {"membership_id": None}, id="a member without a membership"
        ),
        pytest.param(
            r"uq_roll_entry_roll_id_number|roll_entry\.roll_id, roll_entry\.number", {"number": 1}, id="a number twice"
        ),
        pytest.param(
            "fk_roll_entry_membership_id_person_id|FOREIGN KEY", {"person_id": None}, id="another's membership"
        ),
        pytest.param("fk_roll_entry_roll_id|FOREIGN KEY", {"roll_id": UUID(int=1)}, id="a roll that is not there"),
    ],
)
def test_what_a_roll_never_holds_is_refused_by_name(
    session: Session, make: Make, constraint: str, change: dict[str, object]
) -> None:
    membership, other = make.membership(), make.membership()
    roll = rolls.draft(session, roll_date=calendar.ROLL_DATE)
    usual = {"roll_id": roll.id, "capacity": "member", "weight": 1, "class": "workforce"}
    first = usual | {"person_id": other.person_id, "membership_id": other.id, "number": 1}
    second = usual | {"person_id": membership.person_id, "membership_id": membership.id, "number": 2} | change
    second["person_id"] = second["person_id"] or other.person_id
    columns = ", ".join(first)
    values = ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO roll_entry (elector_id, {columns}) VALUES (:elector, {values})"

    session.execute(text(statement), _spelled(first))

    ensure_refused(session, constraint, statement, _spelled(second))


def _spelled(row: dict[str, object]) -> dict[str, object]:
    """Return a row with its ids as both engines read them."""
    return {name: one.hex if isinstance(one, UUID) else one for name, one in {**row, "elector": uuid4()}.items()}


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("ck_roll_root_once_frozen", "frozen_at = '2026-06-01 09:00:00.000000', electors = 1"),
        ("ck_roll_counted_once_frozen", "frozen_at = '2026-06-01 09:00:00.000000', root = salt"),
        (
            "ck_roll_root_is_sha256_hex",
            "frozen_at = '2026-06-01 09:00:00.000000', root = 'ab', electors = 1",
        ),
        ("ck_roll_salt_is_32_bytes_hex", "salt = 'ab'"),
    ],
)
def test_a_roll_is_frozen_whole_or_not(session: Session, constraint: str, change: str) -> None:
    rolls.draft(session, roll_date=calendar.ROLL_DATE)

    ensure_refused(session, constraint, f"UPDATE roll SET {change}")
