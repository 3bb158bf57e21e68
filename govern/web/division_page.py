"""What the pages of one vote on a motion show: what is put, to whom, until when, and what it comes to."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from govern.access import actor, can, is_by_code
from govern.agenda import waiting
from govern.agenda.waiting import Next
from govern.consequences import voting_links
from govern.constitution import queries as constitution
from govern.constitution.rules import Vote
from govern.core import clock, db
from govern.core.words import Sentence, say
from govern.divisions import (
    asked,
    boxes,
    chairing,
    class_names,
    declaring,
    departures,
    doubts,
    foreseen,
    hands,
    kept_out,
    printed_margins,
    tallying,
    weighing,
)
from govern.divisions import service as divisions
from govern.divisions.asked import Seat
from govern.divisions.seat_refusals import HasNoVote
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.interests import standing_back, subjects
from govern.motions import choosing, overtaking, queries
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.models import Motion, MotionText
from govern.motions.rules import Ask, Deciders, Way
from govern.permissions import Permission
from govern.register import queries as register
from govern.resolutions import effects
from govern.web import division_tasks
from govern.web.asked import page_asked
from govern.web.deeds import may
from govern.web.filters import in_reader_language
from govern.web.findings import of_motion
from govern.web.forms.divisions import ASKS, ON_WORDING, VOTES
from govern.web.motion_changes import changes_shown, compared_with
from govern.web.reach import Unreached, of_board
from govern.web.sums import rows_of
from govern.web.votes_now import how_they_came, needs_account
from govern.web.wordings import differences_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

WHO_SEES = {
    Ask.RECORDED: say(
        "You vote by name. While voting goes on, nobody else sees how you voted. After it the chair, the secretary,"
        " the returning officer and the scrutineers see it, and it is kept. Members see the figures of each group."
    ),
    Ask.HANDS: say(
        "Whoever is in the room raises a hand. If you vote here, it is by name. While voting goes on, nobody else sees"
        " how you voted. After it the chair, the secretary, the returning officer and the scrutineers see it, and it is"
        " kept. Members see the figures of each group."
    ),
    Ask.SECRET: say("This vote is secret. You vote with your own ballot link, and not on this page."),
}


def facts_of(division: Division) -> dict[str, Any]:
    """Return what every page of a vote shows."""
    session, at = db.session(), clock.now()
    motion = queries.find(session, division.motion_id)
    outcome = session.get(DivisionOutcome, division.id)
    text = session.get_one(MotionText, (motion.id, division.text_version))
    amendment = queries.amendment(session, motion.id, division.amendment_n) if division.amendment_n else None
    seat, reader = seat_of(division), actor().person_id
    is_over, heard = division.is_over(at=at), interest_queries.heard(session, motion.id, reader)
    return {
        "division": division,
        "motion": motion,
        "text": amendment.text if amendment else text.text,
        "amendment": amendment,
        "replaced": text.text,
        "differences": differences_of(text.text, amendment.text) if amendment else [],
        "rules_changed": changes_shown(session, motion),
        "rules_against": compared_with(session, motion),
        "overtaken": overtaking.told_to_voters(session, motion) if outcome is None else None,
        "outcome": outcome,
        "at": at,
        "ended_at": division.ended_at,
        "is_open": division.is_open(at=at),
        "is_over": is_over,
        "may_lapse": division.closed_at is None and motion.way == Way.WRITTEN and division.amendment_n is None,
        "ends_once_agreed": divisions.ends_once_agreed(session, division),
        "seat": seat,
        "link_was_sent": division.ask == Ask.SECRET and asked.was_sent(session, division, reader),
        "seat_refusal": HasNoVote(seat.bar, heard) if seat.bar else None,
        "heard": heard,
        "vote_words": votes_of(division),
        "ask_words": ASKS,
        "who_sees": WHO_SEES[Ask(division.ask)],
        "is_alone": seat.is_asked and division.ask != Ask.SECRET and asked.is_alone(session, division, reader),
        "chair": _chair(division),
        "effect": effects.effect_of(session, division, outcome),
        "is_first": effects.is_first(division),
        "called": choosing.EVERY_RULE[division.majority].called,
        "asked_for": weighing.terms_of(session, division).rule.asked_for,
        "quorum": foreseen.quorum_of(session, division, at=at),
        "is_boards": motion.deciders == Deciders.BOARD,
        "question": question_of(division),
        "waits_for_a_decision": boxes.waits_for_a_decision(session, division),
        "box_is_open": boxes.is_open(session, division),
        "unreached": _unreached(division, motion) if not is_over else None,
        "outgoing": voting_links.outgoing(session, division),
        "is_officer": can(Permission.DIVISION_WATCH),
        "stands_back": can(Permission.DIVISION_WATCH) and not standing_back.is_free(session, motion.id, actor(), at=at),
        "decides_on": _decides_on(motion, division, is_told=seat.is_asked or can(Permission.DIVISION_WATCH)),
        "next": (step := _next_of(division, outcome, at=at)),
        "task": division_tasks.way_of(session, division, step, at=at),
        **_hands_facts(division, outcome, at=at),
        "learned": doubts.of_division(session, division, at=at) if is_over or outcome else None,
        "learned_so_far": doubts.so_far(session, division, at=at) if outcome is None else (),
        "declared_late": seat.is_taken and departures.stands_all_the_same(session, division, reader),
        "codes_could_differ": is_over and printed_margins.could_differ(session, division, at=at),
        **how_they_came(),
        "needs_account": needs_account(motion),
        "is_by_code": is_by_code(),
        "cases": of_motion(motion) if division.amendment_n is None else [],
        "kept_out": (shut_out := kept_out.of_division(session, division, at=at)),
        "reasons": kept_out.REASONS,
        "is_coopted": kept_out.Outside.COOPTED in shut_out.people.get(reader, ()) if reader else False,
        "has_declared": interest_queries.has_declared(session, motion.id, actor().person_id),
        "may_declare": can(Permission.INTEREST_DECLARE)
        and seat.is_asked
        and outcome is None
        and interests.can_be_declared(session, motion)
        and not interest_queries.has_declared(session, motion.id, actor().person_id),
        "may_object": _may_object(motion),
        "may_end": division.is_open(at=at) and declaring.may_end(session, division, at=at),
    }


def _unreached(division: Division, motion: Motion) -> Unreached | None:
    """Return for those who run a vote of the board which directors nothing reaches."""
    return of_board(division, motion) if motion.deciders == Deciders.BOARD and can(Permission.DIVISION_WATCH) else None


def _decides_on(motion: Motion, division: Division, *, is_told: bool) -> Sentence | None:
    """Say on whom a vote to admit or expel decides; nothing where other words are put, and not the motion."""
    if division.amendment_n is not None:
        return None
    return subjects.decides_on(db.session(), motion, is_named=is_told)


def _next_of(division: Division, outcome: DivisionOutcome | None, *, at: datetime) -> Next | None:
    """Return what comes next for a vote that is over and not declared."""
    if outcome is not None or not division.is_over(at=at):
        return None
    return waiting.next_of(db.session(), division, at=at)


def _hands_facts(division: Division, outcome: DivisionOutcome | None, *, at: datetime) -> dict[str, Any]:
    """Return what officers are told of a count of hands under way, and whether the reader counts now."""
    session, is_counting = db.session(), division.ask == Ask.HANDS and outcome is None
    received = tallying.received(session, division, at=at) if is_counting and can(Permission.DIVISION_WATCH) else None
    return {
        "hands_told": received.why_not if received else (),
        "is_agreed": received is not None and bool(hands.sheets(session, division.id)) and not received.why_not,
        "is_again": received is not None and bool(hands.sheets(session, division.id)) and not received.is_awaited,
        "may_count": is_counting and can(Permission.HANDS_COUNT) and _may_count(division, at=at),
    }


def _may_count(division: Division, *, at: datetime) -> bool:
    return may(lambda: hands.attempt_of(db.session(), division, actor=actor(), at=at))


def _chair(division: Division) -> str | None:
    """Return the name of whoever was put in the chair when a vote was called."""
    chair = chairing.chair_of(db.session(), division.id)
    return register.name_of(db.session(), chair) if chair else None


def _may_object(motion: Motion) -> bool:
    """Say whether the reader was named in a motion by another, and has not objected."""
    return may(lambda: interests.ensure_may_object(db.session(), motion.id, actor().person_id))


def seat_of(division: Division) -> Seat:
    """Return where the reader stands in a vote.

    By a printed code somebody else may have come: how its reader voted is not said to them before the close.

    Source: decisions 0033 and 0039.
    """
    at = clock.now()
    seat = asked.seat_of(db.session(), division, actor().person_id, at=at)
    is_told = not is_by_code() or division.is_over(at=at)
    return seat if is_told else replace(seat, vote=None)


def question_of(division: Division) -> str:
    """Return the question as the reader is asked it."""
    if division.amendment_n is not None:
        return str(gettext("Are you for or against this change of the wording?"))
    return str(gettext("Are you for or against this motion?"))


def votes_of(division: Division) -> Mapping[Vote, Sentence]:
    """Return what each vote is called: for or against the motion, or the change of its wording."""
    return ON_WORDING if division.amendment_n is not None else VOTES


def names_of(motion: Motion) -> dict[str, str]:
    """Return what the classes or thirds that decide a motion are called, for the reader."""
    named = class_names.names_of(db.session(), motion)
    return {code: in_reader_language(say("%(name)s", name=name)) for code, name in named.items()}


def tally_facts(division: Division) -> dict[str, Any]:
    """Return how many have voted and what does not agree; once the vote is over, the tally and what it comes to."""
    session, at = db.session(), clock.now()
    motion = queries.find(session, division.motion_id)
    voters = asked.answers(session, division, page=page_asked(), at=at) if division.ask != Ask.SECRET else None
    shut_out = kept_out.of_division(session, division, at=at).people
    return _weighed_facts(session, division, at=at) | {
        "received": tallying.received(session, division, at=at),
        "class_names": names_of(motion),
        "answers": voters,
        "names": register.names_of(session, {*shut_out, *(one.person_id for one in (voters.items if voters else ()))}),
    }


def _weighed_facts(session: "Session", division: Division, *, at: datetime) -> dict[str, Any]:
    """Return the tally and what it comes to, and nothing of them while people vote."""
    if not division.is_over(at=at):
        return {"tally": None, "weighed": None, "rows": []}
    tally = tallying.tally(session, division.id, at=at)
    outcome = session.get(DivisionOutcome, division.id)
    declared = weighing.weigh_again(session, division, outcome) if outcome else None
    weighed = declared or weighing.weigh(session, division, tally)
    return {"tally": tally, "weighed": weighed, "rows": list(rows_of(weighed))}


def zone() -> str:
    """Return the mutual's time zone."""
    return constitution.mutual(db.session()).time_zone
