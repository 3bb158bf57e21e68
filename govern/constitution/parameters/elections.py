"""Rules of elections: the timetable, who may vote and stand, how ballots are counted and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from govern.constitution.parameters.frame import EVERY_FORM, ByForm, Lock, parameter
from govern.constitution.parameters.kinds import ByConstituency, Choice, Flag, Part, Record, Whole
from govern.constitution.parameters.limits import CategoryLimit, Limits
from govern.constitution.rules import CandidateOrder, LegalForm
from govern.core.words import say


class Method(StrEnum):
    """How ballots are counted. Which count of ours a method means is for the election to say."""

    STV_SCOTTISH = "stv_scottish"
    STV_ERS97 = "stv_ers97"
    STV_MEEK_PRF = "stv_meek_prf"
    STV_FT2014 = "stv_ft2014"
    FPTP_BLOCK = "fptp_block"
    APPROVAL = "approval"
    YES_NO = "yes_no"


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """Steps of an election, each as working days before the close of the poll.

    Source: NHS Foundation Trust Model Election Rules 2014, rule 1.
    """

    notice: int
    nominations_close: int
    candidates_published: int
    withdrawals_close: int
    notice_of_poll: int
    close: int = 0

    @property
    def steps(self) -> tuple[int, ...]:
        """Return the steps in their order, the furthest from the close first."""
        return (
            self.notice,
            self.nominations_close,
            self.candidates_published,
            self.withdrawals_close,
            self.notice_of_poll,
            self.close,
        )


class RollDateRule(StrEnum):
    """The day on which somebody must be a member to vote."""

    NOMINATIONS_CLOSE = "nominations_close"
    NOTICE_APPROVED_AND_MEETING = "notice_approved_and_meeting"
    FIXED_OFFSET = "fixed_offset"
    CIRCULATION = "circulation"


class Uncontested(StrEnum):
    """What happens when there are no more candidates than seats."""

    UNOPPOSED = "unopposed"
    YES_NO_VOTE = "yes_no_vote"


class MultiChannel(StrEnum):
    """Which ballot counts when somebody votes in two ways."""

    FIRST_RECEIVED = "first_received"
    LAST_BEFORE_CLOSE = "last_before_close"


class BallotRetention(StrEnum):
    """How long ballots are kept."""

    ONE_YEAR = "1_year"
    END_OF_TERM = "end_of_term"


FT_TIMETABLE = Timetable(
    notice=40, nominations_close=28, candidates_published=27, withdrawals_close=25, notice_of_poll=15
)
SMALL_TIMETABLE = Timetable(
    notice=25, nominations_close=15, candidates_published=14, withdrawals_close=12, notice_of_poll=8
)
_DAYS_BEFORE = Whole(1, 120)
TIMETABLE = Record(
    Timetable,
    {
        "notice": Part(_DAYS_BEFORE, say("notice of election")),
        "nominations_close": Part(_DAYS_BEFORE, say("nominations close")),
        "candidates_published": Part(_DAYS_BEFORE, say("candidates are published")),
        "withdrawals_close": Part(_DAYS_BEFORE, say("withdrawals close")),
        "notice_of_poll": Part(_DAYS_BEFORE, say("notice of poll")),
        "close": Part(Whole(0, 0), say("close of the poll")),
    },
)
STEPS_FOLLOW = Lock[Timetable](
    EVERY_FORM,
    lambda timetable: all(
        earlier > later for earlier, later in zip(timetable.steps, timetable.steps[1:], strict=False)
    ),
    say("each step must come after the one before it. Enter fewer working days for each later step."),
    "NHS Foundation Trust Model Election Rules 2014, rule 1",
)
A_SEALED_BALLOT_STAYS = Lock[MultiChannel](
    EVERY_FORM,
    lambda rule: rule is MultiChannel.FIRST_RECEIVED,
    say("a sealed ballot cannot be found again and taken out, so only the first can count. Choose the first received."),
    "NHS Foundation Trust Model Election Rules 2014, rule 39; secrecy of the box",
)
GROUPS_HIDE_NOBODY = Lock[int](
    EVERY_FORM,
    lambda ballots: ballots >= 5,
    say("figures of fewer than five people show how they voted. Enter 5 or more."),
    "Council of Europe CM/Rec(2017)5, standards 19 and 26",
)


@dataclass(frozen=True, kw_only=True)
class ElectionRules:
    """What the rules say of elections."""

    election_method: Annotated[
        Method,
        parameter(
            Choice(
                {
                    Method.STV_SCOTTISH: say("Single transferable vote, Scottish rules"),
                    Method.STV_ERS97: say("Single transferable vote, Electoral Reform Society 1997"),
                    Method.STV_MEEK_PRF: say("Single transferable vote, Meek’s method"),
                    Method.STV_FT2014: say("Single transferable vote, NHS foundation trust model rules"),
                    Method.FPTP_BLOCK: say("Most votes win"),
                    Method.APPROVAL: say("Approval of any number of candidates"),
                    Method.YES_NO: say("Yes or no to each candidate"),
                }
            ),
            standard=Method.STV_SCOTTISH,
            label=say("How ballots are counted"),
            source="Scottish Local Government Elections Order 2011",
        ),
    ]
    election_timetable: Annotated[
        Timetable,
        parameter(
            TIMETABLE,
            standard=FT_TIMETABLE,
            label=say("Timetable, in working days before the close"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 1",
            locks=(STEPS_FOLLOW,),
        ),
    ]
    election_roll_date_rule: Annotated[
        RollDateRule,
        parameter(
            Choice(
                {
                    RollDateRule.NOMINATIONS_CLOSE: say("The day on which nominations close"),
                    RollDateRule.FIXED_OFFSET: say("A fixed number of days before the close"),
                }
            ),
            standard=RollDateRule.NOMINATIONS_CLOSE,
            label=say("Roll date of an election"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 27",
            touches_franchise=True,
        ),
    ]
    election_roll_date_offset_days: Annotated[
        int,
        parameter(
            Whole(1, 180),
            standard=30,
            label=say("Days before the close that a fixed roll date is"),
            source="Our default; used only where the roll date is fixed",
            touches_franchise=True,
        ),
    ]
    candidate_membership_cutoff: Annotated[
        int,
        parameter(
            Whole(0, 730),
            standard=0,
            label=say("Days before the roll date by which a candidate must be a member"),
            source="Our default; one supporters’ trust asks candidates to have joined earlier than voters",
            touches_franchise=True,
        ),
    ]
    assentors_required: Annotated[
        int,
        parameter(
            Whole(0, 20),
            standard=ByForm(2, {LegalForm.FT: 0}),
            label=say("Members who must support a nomination"),
            source="Our default; none in the NHS foundation trust model rules",
            touches_franchise=True,
        ),
    ]
    candidate_order: Annotated[
        CandidateOrder,
        parameter(
            Choice({CandidateOrder.ALPHABETICAL: say("By surname"), CandidateOrder.DRAWN: say("Drawn by lot")}),
            standard=CandidateOrder.ALPHABETICAL,
            label=say("Order of names on the ballot paper"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 15",
        ),
    ]
    uncontested_rule: Annotated[
        Uncontested,
        parameter(
            Choice(
                {
                    Uncontested.UNOPPOSED: say("They are declared elected"),
                    Uncontested.YES_NO_VOTE: say("Each is put to a yes or no vote"),
                }
            ),
            standard=Uncontested.UNOPPOSED,
            label=say("When there are no more candidates than seats"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 18",
        ),
    ]
    category_limits: Annotated[
        Mapping[str, tuple[CategoryLimit, ...]],
        parameter(
            ByConstituency(Limits()),
            standard={},
            label=say("At least, or at most, so many of a category are elected together, one line each"),
            source="Our default is none; STV with constraints: Hill, Voting matters 9; Otten, Voting matters 13",
            is_later=True,
            touches_franchise=True,
        ),
    ]
    ron_enabled: Annotated[
        bool,
        parameter(
            Flag(),
            standard=False,
            label=say("“Re-open nominations” stands on the paper"),
            source="Our default; not in the NHS foundation trust model rules",
        ),
    ]
    multi_channel_rule: Annotated[
        MultiChannel,
        parameter(
            Choice(
                {
                    MultiChannel.FIRST_RECEIVED: say("The first received"),
                    MultiChannel.LAST_BEFORE_CLOSE: say("The last before the close"),
                }
            ),
            standard=MultiChannel.FIRST_RECEIVED,
            label=say("Which ballot counts when somebody votes in two ways"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 39",
            locks=(A_SEALED_BALLOT_STAYS,),
        ),
    ]
    challenge_days: Annotated[
        int,
        parameter(
            Whole(0, 90),
            standard=21,
            label=say("Days in which a result can be questioned"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 66",
        ),
    ]
    ballot_retention: Annotated[
        BallotRetention,
        parameter(
            Choice(
                {
                    BallotRetention.ONE_YEAR: say("One year from the declaration"),
                    BallotRetention.END_OF_TERM: say("Until the end of the term"),
                }
            ),
            standard=BallotRetention.ONE_YEAR,
            label=say("How long ballots are kept"),
            source="NHS Foundation Trust Model Election Rules 2014, rule 57; ERS97 7.1",
        ),
    ]
    publication_min_ballots: Annotated[
        int,
        parameter(
            Whole(1, 1_000),
            standard=10,
            label=say("Fewest ballots of which figures are published"),
            source="Our default, to protect the secrecy of small groups",
            locks=(GROUPS_HIDE_NOBODY,),
        ),
    ]
