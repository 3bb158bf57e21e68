"""How an election goes: its states, and the arrows between them.

Source: domain 9.0b; decisions, "Roll, mark, cast" (armed, discrepancy, rerun).
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from govern.constitution.rules import CandidateOrder


class State(StrEnum):
    """Where an election is."""

    PLANNED = "planned"
    NOTICE_PUBLISHED = "notice_published"
    NOMINATIONS_OPEN = "nominations_open"
    NOMINATIONS_CLOSED = "nominations_closed"
    CANDIDATES_PUBLISHED = "candidates_published"
    WITHDRAWALS_CLOSED = "withdrawals_closed"
    UNCONTESTED_DECLARED = "uncontested_declared"
    ARMED = "armed"
    POLL_OPEN = "poll_open"
    POLL_CLOSED = "poll_closed"
    SEALED = "sealed"
    DISCREPANCY = "discrepancy"
    COUNTING = "counting"
    DECLARED = "declared"
    CHALLENGE_WINDOW = "challenge_window"
    FINAL = "final"
    VOIDED = "voided"
    RERUN = "rerun"
    DISPOSED = "disposed"


S = State
_PATH = {
    S.PLANNED: (S.NOTICE_PUBLISHED,),
    S.NOTICE_PUBLISHED: (S.NOMINATIONS_OPEN,),
    S.NOMINATIONS_OPEN: (S.NOMINATIONS_CLOSED,),
    S.NOMINATIONS_CLOSED: (S.CANDIDATES_PUBLISHED,),
    S.CANDIDATES_PUBLISHED: (S.WITHDRAWALS_CLOSED,),
    S.WITHDRAWALS_CLOSED: (S.UNCONTESTED_DECLARED, S.ARMED),
    S.UNCONTESTED_DECLARED: (S.CHALLENGE_WINDOW, S.RERUN),
    S.ARMED: (S.POLL_OPEN,),
    S.POLL_OPEN: (S.POLL_CLOSED,),
    S.POLL_CLOSED: (S.SEALED, S.DISCREPANCY),
    S.DISCREPANCY: (S.SEALED,),
    S.SEALED: (S.COUNTING,),
    S.COUNTING: (S.DECLARED,),
    S.DECLARED: (S.CHALLENGE_WINDOW,),
    S.CHALLENGE_WINDOW: (S.FINAL,),
    S.VOIDED: (S.RERUN,),
    S.FINAL: (S.DISPOSED,),
    S.RERUN: (S.DISPOSED,),
}
# From its notice until its result is declared, when its seats are filled.
UNDER_WAY = frozenset(
    {
        S.NOTICE_PUBLISHED,
        S.NOMINATIONS_OPEN,
        S.NOMINATIONS_CLOSED,
        S.CANDIDATES_PUBLISHED,
        S.WITHDRAWALS_CLOSED,
        S.ARMED,
        S.POLL_OPEN,
        S.POLL_CLOSED,
        S.SEALED,
        S.DISCREPANCY,
        S.COUNTING,
    }
)
# An election can be voided from notice until it is final; a void one is kept, then disposed of.
_VOIDABLE = tuple(state for state in State if state not in (S.FINAL, S.VOIDED, S.RERUN, S.DISPOSED))

ARROWS = frozenset(
    {(begin, end) for begin, ends in _PATH.items() for end in ends}
    | {(begin, S.VOIDED) for begin in _VOIDABLE}
    | {(S.VOIDED, S.DISPOSED)}
)


class Reach(StrEnum):
    """Whether somebody entered on a day is on a roll."""

    MADE = "made"
    TOO_LATE = "too_late"
    FROZEN = "frozen"


def reach(*, entered_on: date, roll_date: date, is_frozen: bool) -> Reach:
    """Say whether somebody who becomes a member on a day, from now on, is on the roll of another.

    Source: domain 2.8 INV-09, INV-21; decisions, "Two time axes": valid on the roll date and known at the freeze.

    >>> reach(entered_on=date(2026, 8, 24), roll_date=date(2026, 8, 24), is_frozen=False)
    <Reach.MADE: 'made'>
    >>> reach(entered_on=date(2026, 8, 25), roll_date=date(2026, 8, 24), is_frozen=False)
    <Reach.TOO_LATE: 'too_late'>
    >>> reach(entered_on=date(2026, 8, 24), roll_date=date(2026, 8, 24), is_frozen=True)
    <Reach.FROZEN: 'frozen'>
    """
    if entered_on > roll_date:
        return Reach.TOO_LATE
    return Reach.FROZEN if is_frozen else Reach.MADE


def may_go(begin: State, end: State) -> bool:
    """Say whether an election in state `begin` may go to state `end`.

    >>> may_go(State.SEALED, State.COUNTING), may_go(State.PLANNED, State.COUNTING)
    (True, False)
    """
    return (begin, end) in ARROWS


def by_the_clock(state: State, *, opens_at: datetime, closes_at: datetime, at: datetime) -> State:
    """Return where an election is at an instant, though nobody may have put it on record yet.

    A poll opens and closes by its hours alone.

    >>> from datetime import UTC
    >>> opens, closes = datetime(2026, 8, 27, 8, tzinfo=UTC), datetime(2026, 9, 17, 16, tzinfo=UTC)
    >>> by_the_clock(State.ARMED, opens_at=opens, closes_at=closes, at=opens).value
    'poll_open'
    """
    if state in (State.ARMED, State.POLL_OPEN):
        if at >= closes_at:
            return State.POLL_CLOSED
        if at >= opens_at:
            return State.POLL_OPEN
    return state


class Course(StrEnum):
    """How an election goes on that has lost a candidate."""

    OFF_THE_PAPER = "off_the_paper"
    PASSED_OVER = "passed_over"
    GOES_ON = "goes_on"
    RUN_AGAIN = "run_again"


# Rules by which the most votes win: a vote for the lost candidate says nothing of a second choice.
PLURALITY = frozenset({"fptp-block", "approval", "yes-no"})


def course_after_loss(rule: str, *, is_paper_frozen: bool, left: int, seats: int) -> Course:
    """Return how an election goes on that has lost a candidate by an event: a death, the end of a membership.

    Before the paper is frozen the name is left off it. After that a count by preferences passes over them; one
    by most votes goes on if more are left than seats, and is run again if not.

    Source: domain 10, case 2; NHS foundation trust model election rules, rule 59.

    >>> course_after_loss("scottish-2011", is_paper_frozen=True, left=1, seats=1).value
    'passed_over'
    >>> course_after_loss("fptp-block", is_paper_frozen=True, left=2, seats=2).value
    'run_again'
    """
    if not is_paper_frozen:
        return Course.OFF_THE_PAPER
    if rule not in PLURALITY:
        return Course.PASSED_OVER
    return Course.GOES_ON if left > seats else Course.RUN_AGAIN


def years_after(on: date, years: int) -> date:
    """Return the same day some years later; of 29 February, 1 March where there is none.

    >>> years_after(date(2028, 2, 29), 1).isoformat(), years_after(date(2026, 10, 1), 3).isoformat()
    ('2029-03-01', '2029-10-01')
    """
    try:
        return on.replace(year=on.year + years)
    except ValueError:
        return date(on.year + years, 3, 1)


# The rule book's names for ways of counting, and the counting rule that each means.
COUNTED_BY = {
    "stv_scottish": "scottish-2011",
    "stv_ers97": "ers97",
    "stv_meek_prf": "meek-prf",
    "stv_ft2014": "ft2014",
}
B_FROM = 100


def publication_mode(electors: int) -> str:
    """Return what is published of a poll: from 100 electors the ballots, below that the outcome only.

    Source: domain 7.2; decisions, "Roll, mark, cast".

    >>> publication_mode(99), publication_mode(100)
    ('C', 'B')
    """
    return "B" if electors >= B_FROM else "C"


def positions(names: Mapping[int, str], order: CandidateOrder, *, seed: str) -> dict[int, int]:
    """Return each candidate's place on the paper, counted from 1.

    :param names: the name an alphabet goes by, for each candidate number.
    :param seed: the lot seed of the notice; a drawn order goes by the SHA-256 of it, "order" and the number.

    Source: decisions, "Roll, mark, cast": count number and ballot position are separate.
    """
    keys: dict[int, tuple[str, int]] = {number: (name.casefold(), number) for number, name in names.items()}
    if order == CandidateOrder.DRAWN:
        keys = {number: (sha256(order_text(seed, number).encode()).hexdigest(), number) for number in names}
    return {number: place for place, number in enumerate(sorted(names, key=keys.__getitem__), start=1)}


def order_text(seed: str, number: int) -> str:
    """Return what is hashed for a candidate's place on a paper whose order is drawn.

    >>> order_text("dice 4 2 6", 3)
    'dice 4 2 6|order|3'
    """
    return f"{seed}|order|{number}"
