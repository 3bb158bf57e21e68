"""Somebody's record as a line: what was so when, what was known when, and what changed."""

from datetime import date, datetime
from uuid import uuid4

from govern.core.languages import LocalText
from govern.register.models import MembershipVersion, PersonVersion
from govern.register.rules import Standing
from govern.web.histories import Context, Record, history
from tests.calendar import A_DAY, AT, TODAY

HOME, CLERK = uuid4(), uuid4()
CONTEXT = Context(
    today=TODAY + A_DAY * 30,
    zone="Europe/London",
    recorders={CLERK: "Sam Secretary"},
    homes={HOME: LocalText(en="Workforce")},
)


def membership(
    standing: Standing = Standing.ENTERED,
    *,
    valid_from: date = TODAY,
    valid_to: date | None = None,
    recorded_at: datetime = AT,
    superseded_at: datetime | None = None,
    ground: str | None = None,
) -> MembershipVersion:
    """Return a version of a membership."""
    return MembershipVersion(
        standing=standing,
        ground=ground,
        constituency_id=HOME,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=recorded_at,
        superseded_at=superseded_at,
        recorded_by=CLERK,
    )


def person(
    name: str,
    *,
    valid_from: date = TODAY,
    recorded_at: datetime = AT,
    superseded_at: datetime | None = None,
    address: str | None = None,
) -> PersonVersion:
    """Return a version of somebody's particulars."""
    return PersonVersion(
        name=name,
        postal_address=address,
        valid_from=valid_from,
        recorded_at=recorded_at,
        superseded_at=superseded_at,
        recorded_by=CLERK,
    )


def told(records: list[Record]) -> list[str]:
    """Return what each record says."""
    return [str(one.what) for one in records]


def test_a_life_is_told_from_its_latest_days_back_whenever_it_was_recorded() -> None:
    suspended = membership(
        Standing.SUSPENDED, valid_from=TODAY + A_DAY * 2, valid_to=TODAY + A_DAY * 40, recorded_at=AT + A_DAY * 9
    )
    restored = membership(valid_from=TODAY + A_DAY * 40, recorded_at=AT + A_DAY)
    before = membership(valid_to=TODAY + A_DAY * 2, recorded_at=AT + A_DAY * 9)

    records = history([before, restored, suspended], [person("Una")], CONTEXT)

    assert told(records) == [
        "A member, in Workforce",
        "Suspended, in Workforce",
        "A member, in Workforce",
        "Known to the mutual as Una",
    ]
    assert [one.is_ahead for one in records] == [True, False, False, False]
    assert [one.is_now for one in records] == [False, True, False, True]
    assert [one.standing for one in records] == ["entered", "suspended", "entered", None]


def test_what_was_replaced_comes_after_all_that_is_known() -> None:
    believed = membership(superseded_at=AT + A_DAY)
    ended = membership(Standing.CEASED, recorded_at=AT + A_DAY, ground="died")

    records = history([believed, ended], [person("Una")], CONTEXT)

    assert told(records) == ["No longer a member. They died", "Known to the mutual as Una", "A member, in Workforce"]
    assert [one.is_known for one in records] == [True, True, False]


def test_a_record_says_for_which_days_and_since_when_we_know() -> None:
    (one,) = history([membership(valid_to=TODAY + A_DAY * 2, recorded_at=AT + A_DAY * 9)], [], CONTEXT)

    assert str(one.holds) == "From Monday 1 June 2026 to Tuesday 2 June 2026."
    assert str(one.known) == "Recorded at 10am on Wednesday 10 June 2026 by Sam Secretary."
    assert str(one.late) == "It became known 9 days later."
    assert (one.is_known, one.is_now) == (True, False)


def test_a_replaced_record_says_until_when_it_was_believed_and_is_not_so_today() -> None:
    (one,) = history([membership(superseded_at=AT + A_DAY)], [], CONTEXT)

    assert str(one.known).endswith("by Sam Secretary, and replaced at 10am on Tuesday 2 June 2026.")
    assert (one.is_known, one.is_now, one.late) == (False, False, None)


def test_what_holds_for_fewer_days_than_was_thought_did_not_become_known_late() -> None:
    first = membership(superseded_at=AT + A_DAY * 9)
    shorter = membership(valid_to=TODAY + A_DAY * 9, recorded_at=AT + A_DAY * 9)
    ended = membership(
        Standing.CEASED, valid_from=TODAY + A_DAY * 5, recorded_at=AT + A_DAY * 9, ground="no_longer_qualifies"
    )

    records = history([first, shorter, ended], [], CONTEXT)

    assert [str(one.late) for one in records] == ["It became known 4 days later.", "None", "None"]


def test_a_correction_from_the_first_day_on_folds_away_what_was_thought_before() -> None:
    people = [
        person("Una Bell", address="1 Old Street", superseded_at=AT + A_DAY),
        person("Una Bell-Smith", address="2 New Street", recorded_at=AT + A_DAY, superseded_at=AT + A_DAY * 2),
        person("Una Bell", address="1 Old Street", recorded_at=AT + A_DAY * 2),
    ]

    records = history([], people, CONTEXT)

    assert told(records) == [
        "Known to the mutual as Una Bell",
        "Changed: Name, Postal address",
        "Known to the mutual as Una Bell",
    ]
    assert [one.is_known for one in records] == [True, False, False]
    assert [str(words) for words, _ in records[1].told] == ["Name", "Postal address"]


def test_a_change_says_what_is_new_since_the_days_before_and_what_came_back() -> None:
    people = [
        person("Una Bell", address="1 Old Street"),
        person("Una Bell", address="2 New Street", valid_from=TODAY + A_DAY, recorded_at=AT + A_DAY * 9),
        person("Una Bell", address="1 Old Street", valid_from=TODAY + A_DAY * 5, recorded_at=AT + A_DAY * 5),
    ]

    records = history([], people, CONTEXT)

    assert told(records) == [
        "Particulars as they were recorded before",
        "Changed: Postal address",
        "Known to the mutual as Una Bell",
    ]
