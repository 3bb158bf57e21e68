"""What can be done now with an election: the main thing first, then the others, and what it waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from govern.core.words import Sentence, say
from govern.elections.models import Election
from govern.elections.rules import State
from govern.permissions import Permission

S, P = State, Permission


@dataclass(frozen=True)
class Way:
    """A page on which something can be done."""

    endpoint: str
    permission: Permission
    words: LazyString


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where an election is, and what its next step hangs on.

    :param undecided: tendered ballots that wait for a decision.
    :param unlinked: electors without a voting link.
    :param questioned_until: when the challenge window ends, while it is open.
    :param kept_until: the day from which the papers may be destroyed, while it has not come.
    """

    election: Election
    state: State
    standing: int
    undecided: int = 0
    unlinked: int = 0
    questioned_until: datetime | None = None
    kept_until: date | None = None

    @property
    def is_contested(self) -> bool:
        """Say whether there has to be a poll."""
        return self.standing > self.election.seats


@dataclass(frozen=True, kw_only=True)
class NextSteps:
    """What an election's page offers."""

    main: Way | None
    others: list[Way]
    waiting: Sentence | None


NOTICE = Way("elections.publish_notice", P.ELECTION_NOTICE, _("Publish the notice of election"))
OPEN_NOMINATIONS = Way("nominations.open_nominations", P.ELECTION_MOVE, _("Open nominations"))
NOMINATE = Way("nominations.find_member", P.CANDIDATE_ENTER, _("Enter a nomination"))
CLOSE_NOMINATIONS = Way("nominations.close_nominations", P.ELECTION_MOVE, _("Close nominations"))
PUBLISH = Way("nominations.publish_candidates", P.ELECTION_MOVE, _("Publish the candidates"))
CLOSE_WITHDRAWALS = Way("nominations.close_withdrawals", P.ELECTION_MOVE, _("Close withdrawals"))
FREEZE = Way("polling.freeze_roll", P.ROLL_FREEZE, _("Freeze the roll"))
LINKS = Way("links.make", P.CREDENTIAL_ISSUE, _("Make the voting links"))
REPLACE = Way("links.replace", P.CREDENTIAL_ISSUE, _("Replace one elector’s link"))
REMAKE = Way("links.remake_letters", P.CREDENTIAL_ISSUE, _("Make lost letters again"))
ARM = Way("polling.arm", P.POLL_ARM, _("Check and arm the poll"))
DOUBTS = Way("tendered.show", P.ROLL_READ, _("Doubts and tendered ballots"))
SEAL = Way("polling.seal", P.POLL_SEAL, _("Seal the box"))
SETTLE = Way("polling.settle_discrepancy", P.DISCREPANCY_SETTLE, _("Enter the decision on the difference"))
COUNT = Way("counting.count", P.ELECTION_COUNT, _("Open the box and count"))
DECLARE = Way("counting.declare", P.ELECTION_DECLARE, _("Declare the result"))
UNOPPOSED = Way("counting.declare_unopposed", P.ELECTION_DECLARE, _("Declare the candidates elected"))
CHALLENGE = Way("counting.open_to_challenge", P.ELECTION_MOVE, _("Open the days of challenge"))
FINAL = Way("counting.make_final", P.ELECTION_MOVE, _("Make the result final"))
RERUN = Way("elections.order_rerun", P.ELECTION_MOVE, _("Order it to be run again"))
DISPOSE = Way("elections.dispose", P.ELECTION_DISPOSE, _("Record that the papers are destroyed"))
VOID = Way("elections.void", P.ELECTION_VOID, _("Void this election"))

# In each state the main thing first; what hangs on more than the state is in _ways.
WAYS: dict[State, tuple[Way, ...]] = {
    S.PLANNED: (NOTICE,),
    S.NOTICE_PUBLISHED: (OPEN_NOMINATIONS,),
    S.NOMINATIONS_OPEN: (NOMINATE, CLOSE_NOMINATIONS),
    S.NOMINATIONS_CLOSED: (PUBLISH,),
    S.CANDIDATES_PUBLISHED: (CLOSE_WITHDRAWALS,),
    S.ARMED: (REPLACE, REMAKE, DOUBTS),
    S.POLL_OPEN: (REPLACE, REMAKE, DOUBTS),
    S.POLL_CLOSED: (SEAL, DOUBTS),
    S.DISCREPANCY: (SETTLE,),
    S.SEALED: (COUNT, DOUBTS),
    S.COUNTING: (DECLARE,),
    S.DECLARED: (CHALLENGE,),
    S.CHALLENGE_WINDOW: (FINAL,),
    S.FINAL: (DISPOSE,),
    S.VOIDED: (RERUN, DISPOSE),
    S.RERUN: (DISPOSE,),
    S.DISPOSED: (),
}
NOT_VOIDABLE = (S.FINAL, S.VOIDED, S.RERUN, S.DISPOSED)
NO_MAIN = (S.ARMED, S.POLL_OPEN)


def next_steps(where: Whereabouts, *, at: datetime) -> NextSteps:
    """Return what can be done now."""
    ways = list(_ways(where, at))
    main = None if not ways or _only_waits(where) else ways.pop(0)
    if where.state not in NOT_VOIDABLE:
        ways.append(VOID)
    return NextSteps(main=main, others=ways, waiting=waiting_for(where, at=at))


def _only_waits(where: Whereabouts) -> bool:
    """Say whether the poll goes on by itself, and nothing has to be done."""
    return where.state in NO_MAIN and not where.unlinked


def _ways(where: Whereabouts, at: datetime) -> Iterator[Way]:
    """Yield what can be done, the main thing first."""
    state = where.state
    if state == S.NOMINATIONS_OPEN and at >= where.election.nominations_close_at:
        yield from (CLOSE_NOMINATIONS, NOMINATE)
    elif state == S.WITHDRAWALS_CLOSED:
        yield from _before_the_poll(where)
    elif state == S.UNCONTESTED_DECLARED:
        yield CHALLENGE
        if where.standing < where.election.seats:
            yield RERUN
    elif state == S.SEALED and where.undecided:
        yield from (DOUBTS, COUNT)
    else:
        if where.unlinked and state in NO_MAIN:
            yield LINKS
        yield from (way for way in WAYS[state] if not _comes_later(way, where, at))


def _comes_later(way: Way, where: Whereabouts, at: datetime) -> bool:
    """Say whether the rules would refuse a deed that only time allows: papers are kept, a result can be questioned."""
    if way is FINAL:
        return where.questioned_until is not None and at < where.questioned_until
    return way is DISPOSE and where.kept_until is not None


def _before_the_poll(where: Whereabouts) -> Iterator[Way]:
    """Yield what comes after withdrawals close: a poll, or none."""
    if where.election.poll_id is not None:
        yield from (LINKS, ARM) if where.unlinked else (ARM, REPLACE, REMAKE)
        yield DOUBTS
    else:
        yield FREEZE if where.is_contested else UNOPPOSED


def waiting_for(where: Whereabouts, *, at: datetime) -> Sentence | None:
    """Return what an election waits for, if it is not for whoever runs it."""
    election, state = where.election, where.state
    if state == S.NOMINATIONS_OPEN:
        return say("Nominations close at %(closes)s.", closes=election.nominations_close_at)
    if state == S.WITHDRAWALS_CLOSED and where.is_contested and election.poll_id is None:
        return say("The roll can be frozen from %(roll_date)s, the roll date.", roll_date=election.roll_date)
    if state == S.ARMED:
        return say("Voting opens by itself at %(opens)s.", opens=election.opens_at)
    if state == S.POLL_OPEN:
        return say("Voting closes by itself at %(closes)s.", closes=election.closes_at)
    if state == S.SEALED and where.undecided:
        return say("The box stays shut while tendered ballots wait for a decision: %(count)s.", count=where.undecided)
    if state == S.DISCREPANCY:
        return say("The box stays shut until a scrutineer enters a decision that lets the count go on.")
    return _waiting_after_the_result(where, at)


def _waiting_after_the_result(where: Whereabouts, at: datetime) -> Sentence | None:
    """Return until when a result can be questioned, or its papers are kept."""
    if where.state == S.CHALLENGE_WINDOW and where.questioned_until is not None and at < where.questioned_until:
        return say("The result can be questioned until %(until)s.", until=where.questioned_until)
    if where.kept_until is not None and DISPOSE in WAYS.get(where.state, ()):
        return say("The papers are kept until %(until)s. From then on they may be destroyed.", until=where.kept_until)
    return None
