"""What can be done now with a motion: the main thing first, then the others, what it waits for, and by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask_babel import lazy_gettext as _

from govern.agenda.waiting import Next
from govern.backing.service import LeftToSign
from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many
from govern.interests.refusals import NamedToday, NotToldYet, ObjectionWaits, TimeToObject
from govern.motions.rules import Standing, State
from govern.permissions import Permission
from govern.web.deputies import GoesOn
from govern.web.next_steps import Way

P, S = Permission, State


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """How far the meeting is called that votes on a motion.

    :ivar day: for which it is called; None before there is a notice, or once that day is over.
    :ivar is_now: whether the motion can be voted on today.
    """

    day: date | None
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a motion is, as its reader stands to it.

    :param needs_course: statute puts it to two meetings, and its course is not begun.
    :param says_whom: it admits and expels nobody, or says whom.
    :param hold: why its vote cannot be called now; None where it can.
    :param is_held_by_its_course: the meeting of its course is not called for today, so that it is not moved either.
    :param only_slips: it is decided in the words of its notice, slips apart.
    :param meeting: how far its meeting is called; None where none votes on it, or it has the notices of its course.
    :param over: what comes next once it was put and nobody can vote on it any more; None before.
    :param is_amendments_turn: a vote on another wording goes on, and nothing else can be done.
    :param may_refuse: it is theirs to rule out of order.
    :param may_withdraw: it is theirs to withdraw, or they are in the chair and it was moved.
    :param may_reword: the text is theirs to change, or wants a language that they can add.
    :param only_translates: others stand behind the text, so that it bears another language and no other words.
    :param may_amend: they have a vote where it goes, or enter what comes on paper.
    :param takes_no_part: they have an interest in it, so that they do nothing with it as an officer.
    :param is_overtaken: the rules that it would bring can never come into force.
    :param may_take_over: its proposer does not count, and they can propose it in their stead.
    :param may_enter_names: it is their office to enter names that came on paper, and some are left.
    :param is_about_somebody: its matter has people whom it can be about, and they can still be named.
    """

    state: State
    standing: Standing
    needs_course: bool
    says_whom: bool
    hold: Sentence | None
    meeting: "Meeting | None"
    over: Next | None
    is_amendments_turn: bool
    is_at_meeting: bool
    may_back: bool
    is_behind: bool
    is_proposer: bool
    may_refuse: bool
    may_withdraw: bool
    may_reword: bool
    only_translates: bool
    may_amend: bool
    is_about_somebody: bool
    is_held_by_its_course: bool = False
    only_slips: bool = False
    takes_no_part: bool = False
    may_take_over: bool = False
    may_enter_names: bool = True
    is_overtaken: bool = False


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What a motion's page offers.

    :param rule: where it stands what comes next.
    :param aside: why an officer does none of it.
    :param goes_on: who does it instead.
    :param unsupported: why the reader cannot stand behind it.
    """

    main: Way | None = None
    others: list[Way] = field(default_factory=list)
    waiting: Sentence | None = None
    rule: Sentence | None = None
    aside: Sentence | None = None
    goes_on: GoesOn | None = None
    unsupported: Sentence | None = None


TAKE_OVER = Way(endpoint="motions.take_over", permission=P.MOTION_BACK, words=_("Propose it in their stead"))
SUPPORT = Way(endpoint="motions.support", permission=P.MOTION_BACK, words=_("Support this motion"))
STEP_BACK = Way(endpoint="motions.step_back", permission=P.MOTION_BACK, words=_("Withdraw my support"))
WITHDRAW = Way(endpoint="motions.withdraw", permission=P.MOTION_WITHDRAW, words=_("Withdraw the motion"))
AMEND = Way(endpoint="amendments.file", permission=P.AMENDMENT_FILE, words=_("Propose another wording"))
SLIP = Way(endpoint="amendments.file", permission=P.AMENDMENT_FILE, words=_("Correct a slip of the pen"))
REWORD = Way(endpoint="amendments.reword", permission=P.MOTION_WITHDRAW, words=_("Change or translate the text"))
TRANSLATE = Way(endpoint="amendments.reword", permission=P.MOTION_WITHDRAW, words=_("Add it in another language"))
ENTER_BACKER = Way(
    endpoint="motion_deeds.enter_backer",
    permission=P.PAPER_MOTION_ENTER,
    words=_("Enter somebody who signed it on paper"),
)
ADMIT = Way(endpoint="motion_deeds.admit", permission=P.MOTION_ADMIT, words=_("Put it on the agenda"))
REFUSE = Way(endpoint="motion_deeds.refuse", permission=P.MOTION_ADMIT, words=_("Refuse it as out of order"))
REFER = Way(endpoint="motion_deeds.refer", permission=P.MOTION_ADMIT, words=_("Refer it"))
MOVE = Way(endpoint="motion_deeds.move", permission=P.MOTION_ADMIT, words=_("Record that it is moved"))
NOTICE = Way(endpoint="meeting_notices.give", permission=P.MOTION_ADMIT, words=_("Give notice of its meeting"))
OTHER_NOTICE = Way(endpoint="meeting_notices.give", permission=P.MOTION_ADMIT, words=_("Give notice of another day"))
CALL = Way(endpoint="division_deeds.call", permission=P.DIVISION_CALL, words=_("Call the vote"))
BEGIN = Way(endpoint="statutory.begin", permission=P.STATUTE_LEAD, words=_("Begin its two meetings"))
NAME = Way(endpoint="motion_deeds.name_concern", permission=P.MOTION_ADMIT, words=_("Say whom it is about"))

ON_AMENDMENTS = say("Changes of wording are voted on before the motion, the one handed in last first.")
# Outside a meeting nobody is there to move it.
NEXT_IS_THE_VOTE = say("It is on the agenda. The chair or the secretary calls the vote.")
ON_SLIPS = say("It is decided in the words of its notice. Only a slip of the pen can be put right.")
ON_TWO_MEETINGS = say("The law puts this to two meetings, or to signatures, and that is not begun yet.")
ON_NOTICE = say("A meeting of the members votes on it. The chair or the secretary gives notice of it first.")
VOTED_ON = frozenset({S.ADMITTED_TO_AGENDA, S.MOVED, S.AMENDED})
ON_UNHEARD: Mapping[type[Refusal], Sentence] = {
    ObjectionWaits: say("Somebody objects to having no vote on it. That is ruled on before the vote is called."),
    NamedToday: say(
        "Somebody was named in it today. They say that it is so, or an officer rules. Then it is voted on."
    ),
    TimeToObject: say("Somebody was named in it, and has time to object. It is voted on after that."),
    NotToldYet: say("Somebody was named in it whom nothing reaches. An officer tells them first."),
}
ON_SECONDER = say("Whoever seconds it stands back from it. It is voted on once somebody else seconds it.")
UNPROPOSED = say("Whoever was entered as its proposer says that they did not propose it. It goes no further.")
ON_PROPOSER = say(
    "Whoever proposes it does not count, because of an interest in it. It goes on once somebody else who may vote on it"
    " proposes it in their stead."
)
STANDS_BACK = say(
    "It is about you or somebody close to you, or you have an interest in it. So another officer does what comes next."
)
ON_NOBODY = say("It does not say yet whom it is about, and waits for that. Then it can go on the agenda.")
OFFICERS = frozenset(way.endpoint for way in (ENTER_BACKER, ADMIT, REFUSE, REFER, MOVE, NOTICE, CALL, BEGIN, NAME))
# Whatever comes next with it.
ON_THE_AGENDA = [AMEND, REWORD, REFER, NAME, REFUSE]
BY_STATE: dict[State, Ways] = {
    S.ADMITTED_TO_AGENDA: Ways(
        main=MOVE,
        others=ON_THE_AGENDA,
        waiting=say("It is on the agenda. It can be voted on once it is moved."),
        rule=ON_AMENDMENTS,
    ),
    S.REFERRED: Ways(
        main=ADMIT,
        others=[NAME, REFUSE],
        waiting=say("Others look at it first. Then it comes back to the agenda."),
    ),
    S.MOVED: Ways(
        main=CALL,
        others=ON_THE_AGENDA,
        waiting=say("It is moved. The chair or the secretary calls the vote."),
        rule=ON_AMENDMENTS,
    ),
    S.AMENDED: Ways(
        main=CALL,
        others=ON_THE_AGENDA,
        waiting=say("Its wording was changed. The chair or the secretary calls the vote."),
        rule=ON_AMENDMENTS,
    ),
    S.FELL_INQUORATE: Ways(
        main=ADMIT, others=[NAME], waiting=say("Too few were there to decide. It can come back to a later meeting.")
    ),
    S.FIRST_CARRIED: Ways(main=CALL, waiting=say("A first meeting carried it. A second one decides.")),
    S.PUT: Ways(waiting=say("It is put to the vote.")),
    S.CONFIRMED: Ways(waiting=say("Two meetings carried it. Its papers go to the registrar.")),
    S.FILED: Ways(waiting=say("It is with the registrar. It has effect from the day on which it is registered.")),
    S.LAPSED: Ways(waiting=say("It was not carried in its time, and has lapsed. Nothing more is done with it.")),
    S.INADMISSIBLE: Ways(waiting=say("It is refused, and the reason is below.")),
    S.WITHDRAWN: Ways(waiting=say("It is withdrawn, and nothing more is done with it.")),
}


OVER: Mapping[Next, Sentence] = {
    Next.OPENING: say("Voting is over. The returning officer opens the box. Then the chair declares what came of it."),
    Next.DECISION: say("Voting is over. Box and marks differ, and a scrutineer enters what was decided about it."),
    Next.COUNT: say("Voting is over. Both tellers count the hands. Then the chair declares what came of it."),
    Next.DECLARATION: say("Voting is over. The chair declares what came of it."),
}


def ways(place: Place) -> Ways:
    """Return what can be done with a motion. What statute puts to two meetings waits until they are begun."""
    if place.is_overtaken and place.state in WITHDRAWABLE:
        found = _without_its_rules(_in_its_state(place))
    else:
        found = _going_on(place)
    return _standing_back(found) if place.takes_no_part else found


def _going_on(place: Place) -> Ways:
    found = _in_its_state(place)
    if not place.says_whom and found.main is ADMIT:
        rest = [one for one in found.others if one is not NAME]
        found = Ways(main=NAME, others=rest, waiting=ON_NOBODY, rule=found.rule)
    if not place.standing.is_proposer_free and found.main in (ADMIT, MOVE, CALL, SUPPORT, None):
        found = _without_a_proposer(found, place)
    elif place.standing.has_lost_its_seconder and place.state in VOTED_ON and not place.is_amendments_turn:
        found = replace(found, main=SUPPORT if place.may_back else None, waiting=ON_SECONDER)
    elif place.hold and (found.main is CALL or (found.main is MOVE and place.is_held_by_its_course)):
        found = replace(found, main=None, waiting=place.hold)
    if not place.needs_course or place.over:
        is_to_meet = place.state in VOTED_ON and not place.is_amendments_turn
        return _towards(place.meeting, found) if place.meeting and is_to_meet else found
    others = [BEGIN if way is ADMIT else way for way in found.others]
    if found.main in (ADMIT, MOVE, CALL):
        return Ways(main=BEGIN, others=others, waiting=ON_TWO_MEETINGS, rule=found.rule)
    return replace(found, others=others)


def _without_its_rules(found: Ways) -> Ways:
    """Return the ways with a motion whose rules can never come into force: it is withdrawn, and goes no further."""
    rest = [one for one in found.others if one in (STEP_BACK, REFUSE, REFER)]
    return Ways(main=WITHDRAW if WITHDRAW in found.others else None, others=rest)


def _towards(meeting: Meeting, found: Ways) -> Ways:
    """Return the ways of a motion on which a meeting votes: notice comes first; it is moved and put on its day."""
    if meeting.is_now:
        return replace(found, others=[*found.others, OTHER_NOTICE])
    if meeting.day is None:
        return replace(found, main=NOTICE, waiting=ON_NOTICE)
    return replace(
        found,
        main=None,
        others=[OTHER_NOTICE, *found.others],
        waiting=say("A meeting votes on it on %(day)s.", day=meeting.day),
    )


def _without_a_proposer(found: Ways, place: Place) -> Ways:
    """Return the ways with a motion that waits for somebody else to propose it."""
    if place.state not in WITHDRAWABLE or place.over or place.is_amendments_turn:
        return found
    kept = [] if found.main in (ADMIT, MOVE, CALL, None) else [found.main]
    return replace(
        found,
        main=TAKE_OVER if place.may_take_over else None,
        others=[*kept, *(one for one in found.others if one not in (ADMIT, MOVE, CALL))],
        waiting=ON_PROPOSER,
    )


def _standing_back(found: Ways) -> Ways:
    """Return the ways of somebody who takes no part: what officers do with it is another's, and they read so."""
    is_officers = found.main is not None and found.main.endpoint in OFFICERS
    return replace(
        found,
        main=None if is_officers else found.main,
        others=[one for one in found.others if one.endpoint not in OFFICERS],
        aside=STANDS_BACK,
    )


def held_until(called_on: date | None, *, on: date, is_confirming: bool) -> Sentence:
    """Say what a vote waits for whose meeting is not held today."""
    if called_on is None and is_confirming:
        return say("A first meeting carried it. A second one decides, and notice of that meeting comes first.")
    if called_on is None:
        return say("A meeting votes on it, and notice of that meeting comes first.")
    if called_on < on:
        return say("The day of its meeting has passed. Notice of another comes first.")
    return say("A meeting votes on it on %(day)s.", day=called_on)


def _in_its_state(place: Place) -> Ways:
    if place.state is S.SUBMITTED:
        return _while_proposed(place)
    if place.is_amendments_turn and place.state in (S.MOVED, S.AMENDED, S.ADMITTED_TO_AGENDA):
        return Ways(waiting=say("Another wording is voted on. The motion waits until the chair has declared it."))
    found = Ways(waiting=OVER[place.over]) if place.over else BY_STATE.get(place.state, Ways())
    if place.state is S.ADMITTED_TO_AGENDA and not place.is_at_meeting:
        found = Ways(main=CALL, others=found.others, waiting=NEXT_IS_THE_VOTE, rule=ON_AMENDMENTS)
    others = [*found.others, *([WITHDRAW] if place.state in WITHDRAWABLE else [])]
    rule = ON_SLIPS if place.only_slips and found.rule is ON_AMENDMENTS else found.rule
    return Ways(main=found.main, others=_of_reader(others, place), waiting=found.waiting, rule=rule)


WITHDRAWABLE = (S.SUBMITTED, S.ADMITTED_TO_AGENDA, S.REFERRED, S.MOVED, S.AMENDED, S.FELL_INQUORATE)


def _while_proposed(place: Place) -> Ways:
    """Return what can be done while others are to stand behind it."""
    is_ready = place.standing.is_enough
    others = [] if is_ready else [ENTER_BACKER]
    main = ADMIT
    if place.may_back:
        main, others = SUPPORT, [ADMIT, *others] if is_ready else others
    elif place.is_behind and not place.is_proposer:
        others = [STEP_BACK, *others]
    rest = _of_reader([*others, REWORD, NAME, REFUSE, WITHDRAW], place)
    if not is_ready and main is ADMIT:
        return Ways(others=rest, waiting=missing(place.standing), rule=needed(place.standing))
    return Ways(main=main, others=rest, waiting=missing(place.standing), rule=needed(place.standing))


def _of_reader(offered: Iterable[Way], place: Place) -> list[Way]:
    """Return the ways without those that the rules would refuse this reader."""
    withheld = {
        REFUSE.endpoint: not place.may_refuse,
        WITHDRAW.endpoint: not place.may_withdraw,
        REWORD.endpoint: not place.may_reword,
        AMEND.endpoint: not place.may_amend,
        NAME.endpoint: not place.is_about_somebody,
        ENTER_BACKER.endpoint: not place.may_enter_names,
    }
    kept = [way for way in offered if not withheld.get(way.endpoint, False)]
    others = {REWORD: TRANSLATE} if place.only_translates else {}
    if place.only_slips:
        others[AMEND] = SLIP
    return [others.get(way, way) for way in kept]


def left_out(*, is_boards: bool, left: LeftToSign) -> list[Sentence]:
    """Say why some names and parts are not offered to whoever enters a paper."""
    found = [
        say("Only directors stand behind a motion of the board. Who does so already, or takes no part, is not listed.")
        if is_boards
        else say("Members stand behind it. Directors are listed who are members too, and do not stand behind it yet.")
    ]
    if left.is_seconded:
        found.append(say("Somebody seconds it already, so whoever you enter supports it."))
    elif not left.may_second:
        found.append(say("The rules ask for nobody to second it, so whoever you enter supports it."))
    return found


def needed(standing: Standing) -> Sentence:
    """Say whom the rules ask for behind a motion."""
    count = standing.needs_supporters
    if standing.needs_seconder and count:
        return say_many(
            "The rules ask for somebody to second it, and for %(count)s supporter.",
            "The rules ask for somebody to second it, and for %(count)s supporters.",
            count=count,
        )
    if count:
        return say_many(
            "The rules ask for %(count)s supporter.", "The rules ask for %(count)s supporters.", count=count
        )
    if standing.needs_seconder:
        return say("The rules ask for somebody to second it.")
    return say("The rules ask for nobody beside whoever proposes it.")


def missing(standing: Standing) -> Sentence:
    """Say who is still missing behind a motion."""
    if not standing.is_proposed:
        return UNPROPOSED
    needs_seconder = standing.needs_seconder and standing.seconder is None
    if not standing.is_proposer_free:
        return ON_PROPOSER
    if standing.is_enough:
        return say(
            "It has enough behind it. The chair or the secretary puts it on the agenda. Until then the chair can refuse"
            " it as out of order."
        )
    if not standing.short_by:
        return say("It still needs somebody to second it.")
    if needs_seconder:
        return say_many(
            "It still needs somebody to second it, and %(count)s more supporter.",
            "It still needs somebody to second it, and %(count)s more supporters.",
            count=standing.short_by,
        )
    return say_many(
        "It still needs %(count)s more supporter.", "It still needs %(count)s more supporters.", count=standing.short_by
    )
