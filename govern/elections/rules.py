"""How an election goes: its states, and the arrows between them.

Source: domain 9.0b; decisions, "Roll, mark, cast" (armed, discrepancy, rerun).
"""

from enum import StrEnum


class CandidateOrder(StrEnum):
    """How names stand on the ballot paper."""

    ALPHABETICAL = "alphabetical"
    DRAWN = "drawn"


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
# An election can be voided from notice until it is final; a void one is kept, then disposed of.
_VOIDABLE = tuple(state for state in State if state not in (S.FINAL, S.VOIDED, S.RERUN, S.DISPOSED))

ARROWS = frozenset(
    {(begin, end) for begin, ends in _PATH.items() for end in ends}
    | {(begin, S.VOIDED) for begin in _VOIDABLE}
    | {(S.VOIDED, S.DISPOSED)}
)


def may_go(begin: State, end: State) -> bool:
    """Say whether an election in state `begin` may go to state `end`.

    >>> may_go(State.SEALED, State.COUNTING), may_go(State.PLANNED, State.COUNTING)
    (True, False)
    """
    return (begin, end) in ARROWS
