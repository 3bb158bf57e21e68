"""What a motion is, how it goes, and who has to stand behind it.

When it is carried is in `deciding` and in the modules that it stands on.

Source: domain 5, 9.0b.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from govern.constitution.rules import LegalForm


class Kind(StrEnum):
    """What sort of resolution a motion would become. Each has its own majority and its own electorate.

    Source: domain 5.4, 5.7, 5.8; domain 2.8 C for the last two.
    """

    ORDINARY = "ordinary"
    SPECIAL = "special"
    EXTRAORDINARY = "extraordinary"
    CLASS = "class"
    BOARD = "board"
    RESERVED = "reserved"
    ADMISSION = "admission"
    FRANCHISE = "franchise"


class Deciders(StrEnum):
    """Who decides it."""

    MEMBERS = "members"
    BOARD = "board"


class Way(StrEnum):
    """How those who decide are asked.

    A written resolution can be of any kind: it is a way, and not a kind of its own.
    """

    MEETING = "meeting"
    WRITTEN = "written"
    BALLOT = "ballot"


class Apart(StrEnum):
    """Why somebody takes no part in a motion."""

    ABOUT_THEM = "about_them"
    CLOSE = "close"
    STOOD_BACK = "stood_back"
    DECLARED = "declared"


class State(StrEnum):
    """Where a motion is."""

    SUBMITTED = "submitted"
    INADMISSIBLE = "inadmissible"
    ADMITTED_TO_AGENDA = "admitted_to_agenda"
    REFERRED = "referred"
    MOVED = "moved"
    AMENDED = "amended"
    PUT = "put"
    CARRIED = "carried"
    FIRST_CARRIED = "first_carried"
    CONFIRMED = "confirmed"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    FELL_INQUORATE = "fell_inquorate"
    LAPSED = "lapsed"
    FILED = "filed"
    EFFECTIVE_ON_REGISTRATION = "effective_on_registration"


S = State
_PATH = {
    S.SUBMITTED: (S.ADMITTED_TO_AGENDA, S.INADMISSIBLE, S.WITHDRAWN),
    # The chair rules on order also where the secretary put it on the agenda: until its notice, or until it is put.
    S.ADMITTED_TO_AGENDA: (S.MOVED, S.REFERRED, S.WITHDRAWN, S.INADMISSIBLE),
    S.REFERRED: (S.ADMITTED_TO_AGENDA, S.WITHDRAWN, S.INADMISSIBLE),
    S.MOVED: (S.AMENDED, S.PUT, S.REFERRED, S.WITHDRAWN, S.INADMISSIBLE),
    S.AMENDED: (S.AMENDED, S.PUT, S.REFERRED, S.WITHDRAWN, S.INADMISSIBLE),
    S.PUT: (S.CARRIED, S.FIRST_CARRIED, S.LOST, S.FELL_INQUORATE, S.LAPSED),
    S.FIRST_CARRIED: (S.CONFIRMED, S.LOST, S.LAPSED),
    # An item for which too few were there comes back at a later meeting.
    S.FELL_INQUORATE: (S.ADMITTED_TO_AGENDA, S.WITHDRAWN),
    S.CARRIED: (S.FILED,),
    S.CONFIRMED: (S.FILED,),
    S.FILED: (S.EFFECTIVE_ON_REGISTRATION,),
}
ARROWS = frozenset((begin, end) for begin, ends in _PATH.items() for end in ends)
CAN_BE_PUT = (S.ADMITTED_TO_AGENDA, S.MOVED, S.AMENDED)
# While it can still be amended, withdrawn or referred: nobody has been asked yet.
BEFORE_THE_VOTE = frozenset({S.SUBMITTED, S.ADMITTED_TO_AGENDA, S.REFERRED, S.MOVED, S.AMENDED})
UNDECIDED = BEFORE_THE_VOTE | {S.PUT, S.FELL_INQUORATE, S.FIRST_CARRIED}
RESOLVED = frozenset({S.CARRIED, S.FIRST_CARRIED, S.CONFIRMED, S.FILED, S.EFFECTIVE_ON_REGISTRATION})


class Backing(StrEnum):
    """In what part somebody stands behind a motion."""

    PROPOSER = "proposer"
    SECONDER = "seconder"
    SUPPORTER = "supporter"


class Concern(StrEnum):
    """Why a motion is about somebody, who then has no vote on it.

    Source: domain 2.8 INV-17, INV-23, INV-38.
    """

    APPLICANT = "applicant"
    IN_QUESTION = "in_question"


class AboutWhat(StrEnum):
    """What a motion decides about somebody whom it is about.

    Source: domain 2.8 INV-17, INV-23, INV-26, INV-38; domain 5.6.
    """

    ADMISSION = "admission"
    EXPULSION = "expulsion"
    FRANCHISE = "franchise"
    REMOVAL = "removal"
    APPOINTMENT = "appointment"
    SANCTION = "sanction"
    CONTRACT = "contract"


class Part(StrEnum):
    """In what part somebody is named in a motion: as interested, or as whom it is about."""

    INTEREST = "interest"
    CONCERN = "concern"


class Came(StrEnum):
    """How somebody's word came that they did not give on these pages themselves."""

    PAPER = "paper"
    TELEPHONE = "telephone"
    IN_PERSON = "in_person"


class Heard(StrEnum):
    """How far somebody was heard who has no vote on the word of another."""

    NAMED = "named"
    OBJECTS = "objects"
    RULED_ON = "ruled_on"


class Ground(StrEnum):
    """By what somebody is interested in a motion. Their own word needs no other; another names one of the rest.

    Source: domain 2.8, *interested in an admission*; domain 5.6; CA 2006 ss.175(6), 177.
    """

    OWN_WORD = "own_word"
    SAID = "said"
    REGISTERED = "registered"
    SPONSOR = "sponsor"
    EVIDENCE = "evidence"
    CLOSE = "close"
    POWER = "power"
    DUTY = "duty"


class Bar(StrEnum):
    """Why somebody who would be on the roll of a vote is not."""

    APPLICANT = "applicant"
    IN_QUESTION = "in_question"
    CONNECTED = "connected"
    DECLARED_INTEREST = "declared_interest"
    ADMITTED_SINCE_NOTICE = "admitted_since_notice"


class Ask(StrEnum):
    """How the votes of one division are given."""

    RECORDED = "recorded"
    HANDS = "hands"
    SECRET = "secret"  # noqa: S105 - a way of voting


def may_go(begin: State, end: State) -> bool:
    """Say whether a motion in state `begin` may go to state `end`.

    >>> may_go(State.PUT, State.CARRIED), may_go(State.PUT, State.WITHDRAWN)
    (True, False)
    """
    return (begin, end) in ARROWS


def binds(legal_form: LegalForm, way: Way, *, deciders: Deciders, ballots_decide: bool, is_statutory: bool) -> bool:
    """Say whether a vote in this way is a resolution; where it is not, it is a consultation, and called so.

    Members of a company decide at a meeting or in writing. Members of a society or a charity do so outside a
    meeting only where their rules say so, and what statute gives to a general meeting is never decided elsewhere.

    :param ballots_decide: whether the rules let an online ballot of the members decide.
    :param is_statutory: whether statute gives the matter to a general meeting.

    Source: domain 5.3; CA 2006 Part 13 ch. 2; CCBSA 2014 ss.111, 113, 120.

    >>> [binds(form, Way.BALLOT, deciders=Deciders.MEMBERS, ballots_decide=True, is_statutory=False)
    ...  for form in (LegalForm.CBS, LegalForm.CIC)]
    [True, False]
    >>> binds(LegalForm.CIC, Way.WRITTEN, deciders=Deciders.MEMBERS, ballots_decide=False, is_statutory=False)
    True
    """
    if way is Way.MEETING or deciders is Deciders.BOARD:
        return True
    if is_statutory:
        return False
    if legal_form.is_company:
        return way is Way.WRITTEN
    return ballots_decide


def is_by_own_account(kind: Kind, deciders: Deciders) -> bool:
    """Say whether votes are given from an account of the voter's own alone: where the board decides who is a member.

    Source: INV-08: each decider on an admission gives their own word; decision 0045.

    >>> [is_by_own_account(kind, Deciders.BOARD) for kind in (Kind.ADMISSION, Kind.BOARD)]
    [True, False]
    """
    return deciders == Deciders.BOARD and kind == Kind.ADMISSION


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Who stands behind a motion, and whom it needs.

    :param supporters: apart from proposer and seconder.
    :param is_proposed: its proposer does not say that an officer entered them without being asked.
    :param is_proposer_free: whether it can go on as theirs. Of an admission and the franchise nobody proposes what
        they have an interest in.
    :param is_seconded: a name is under it as its seconder's, whether it counts or not.
    :param is_seconder_apart: whoever seconds it stands back from it.
    :param apart: who takes no part in it.
    """

    proposer: UUID
    seconder: UUID | None
    supporters: Collection[UUID]
    needs_seconder: bool
    needs_supporters: int
    is_proposed: bool = True
    is_proposer_free: bool = True
    is_seconded: bool = False
    is_seconder_apart: bool = False
    apart: Collection[UUID] = ()

    @property
    def short_by(self) -> int:
        """Return how many supporters are missing."""
        return max(0, self.needs_supporters - len(self.supporters))

    @property
    def has_lost_its_seconder(self) -> bool:
        """Say whether the rules ask for a seconder, and whoever seconds it stands back."""
        return self.needs_seconder and self.is_seconder_apart

    @property
    def is_enough(self) -> bool:
        """Say whether it can go on the agenda."""
        has_its_proposer = self.is_proposed and self.is_proposer_free
        return has_its_proposer and self.short_by == 0 and (self.seconder is not None or not self.needs_seconder)
