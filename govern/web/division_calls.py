"""On what terms a vote on a motion can be called, and who would be asked."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from govern.amendments import amending
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.core.words import Sentence, say
from govern.divisions import asked, chairing, second_calls, secrecy
from govern.divisions import foreseen as foreseeing
from govern.divisions import service as divisions
from govern.divisions.foreseen import Late
from govern.divisions.seat_refusals import BARS
from govern.divisions.secrecy import Secrecy
from govern.divisions.service import Call, Terms
from govern.interests import found_interests, subjects
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.meetings import notices
from govern.motions import choosing, queries
from govern.motions.models import Motion
from govern.motions.rules import Ask, Deciders, Kind, State, Way
from govern.register import queries as register
from govern.web.deeds import deed_now
from govern.web.division_page import names_of, zone
from govern.web.forms.divisions import (
    CallForm,
)
from govern.web.namings import rules_on
from govern.web.reach import not_sent_yet, of_vote, told_unreached
from govern.web.steps import today
from govern.web.wordings import Difference, differences_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

A_YEAR = timedelta(365)
BY_NAME_ALONE = say(
    "On an admission votes are given by name alone. Whoever is admitted is entered on the word of those who were for"
    " it, and hands and a secret vote are nobody’s word."
)
BY_NAME_ON_THE_BOARD = say(
    "On an admission votes are given by name alone, by each director from an account of their own. Whoever is admitted"
    " is entered on the word of those who were for it, and hands and a secret vote are nobody’s word. Where a director"
    " has no account, a meeting can decide without this page. The secretary enters what it decided on the application,"
    " and each is asked for their word."
)
OUTSIDE_A_MEETING = {
    Way.WRITTEN: say(
        "In writing everybody agrees by name: there is no room in which hands are counted, and nobody signs in secret."
    ),
    Way.BALLOT: say("Outside a meeting there is no room in which hands are counted."),
}


class Next(TypedDict):
    """Which putting comes next: of an amendment or of the motion, and whether it is a second meeting's."""

    amendment_n: int | None
    is_confirming: bool


def ensure_can_be_called(session: "Session", motion: Motion) -> None:
    """Refuse to call today what cannot be put, or waits for its meeting."""
    following = _next_of(session, motion)
    divisions.ensure_may_be_put(session, motion, deed_now(), **following)
    if following["amendment_n"] is None or notices.needs_one(session, motion):
        second_calls.ensure_can_meet(session, motion, is_confirming=following["is_confirming"], on=today())


def chairs(motion: Motion, *, at: datetime) -> dict[UUID, str]:
    """Return who can be in the chair of a meeting that votes on a motion now, by name."""
    there = chairing.could_preside(db.session(), motion.id, at=at) if motion.way == Way.MEETING else []
    return register.names_of(db.session(), there)


def may_be_second(motion: Motion) -> bool:
    """Say whether a vote that is called today can be a second call."""
    is_confirming = queries.state(db.session(), motion.id) is State.FIRST_CARRIED
    earliest = second_calls.earliest(db.session(), motion.id, is_confirming=is_confirming)
    return earliest is not None and earliest <= today()


def _next_of(session: "Session", motion: Motion) -> Next:
    """Return what is put next: the amendment whose turn it is, or the motion, for the second time or the first."""
    waiting = amending.ready(session, motion.id, at=clock.now())
    return {
        "amendment_n": waiting[0].n if waiting else None,
        "is_confirming": queries.state(session, motion.id) is State.FIRST_CARRIED,
    }


def _asks(motion: Motion) -> Sequence[Ask]:
    return divisions.asks_of(motion, is_on_wording=_next_of(db.session(), motion)["amendment_n"] is not None)


def offered(motion: Motion, secret: Secrecy | None) -> list[Ask]:
    """Return the ways in which votes can be given: not in secret where what came of it would be somebody's vote."""
    return [ask for ask in _asks(motion) if ask is not Ask.SECRET or secret is not Secrecy.NONE]


def why_no_other(motion: Motion) -> Sentence | None:
    """Say why votes are given in no other way than those that are offered; None where all three are.

    Source: domain 5.3, 5.5; decision 0029.
    """
    if motion.kind == Kind.ADMISSION and _next_of(db.session(), motion)["amendment_n"] is None:
        return BY_NAME_ALONE if motion.deciders == Deciders.MEMBERS else BY_NAME_ON_THE_BOARD
    return OUTSIDE_A_MEETING.get(Way(motion.way))


def secret(usual: Terms) -> Secrecy | None:
    """Return what a secret vote would keep secret; None where there is none to choose."""
    return secrecy.foreseen(db.session(), usual) if Ask.SECRET in _asks(usual.motion) else None


def usual(motion: Motion, *, at: datetime) -> Call:
    return Call(ask=Ask.RECORDED, closes_at=at + A_YEAR, **_next_of(db.session(), motion))


def late(form: CallForm, usual: Terms, proposed_on: date) -> Late | None:
    """Return whom a letter no longer reaches before the last day that is asked for, or proposed."""
    chosen = form.closes_on.data if "closes_on" in form else None
    last_on = chosen or proposed_on
    return (
        None if lapses(usual.motion) else foreseeing.late_letters(db.session(), usual, last_on=last_on, today=today())
    )


def lapses(motion: Motion) -> bool:
    return motion.way == Way.WRITTEN and motion.deciders == Deciders.MEMBERS


def wanted(form: CallForm, motion: Motion) -> Call:
    """Return what a checked form asks for, of the motion or of the amendment that is next."""
    return Call(
        ask=Ask(form.ask.data),
        closes_at=form.closes_at(zone()),
        least_minutes=form.minutes(),
        call=2 if "is_second" in form and form.is_second.data else 1,
        amendment_n=form.put.data or None,
        is_confirming=_next_of(db.session(), motion)["is_confirming"],
        read=form.text_version.data,
        unreached=told_unreached(),
        chair_id=UUID(form.chair.data) if "chair" in form and form.chair.data else None,
    )


def wanted_so_far(form: CallForm, motion: Motion) -> Call | None:
    """Return what a form asks for, or None where it asks for nothing yet, or for what is refused when it is sent."""
    if not (form.is_submitted() and form.validate()):
        return None
    try:
        return wanted(form, motion)
    except Refusal:
        return None


def foreseen(motion: Motion, wanted: Call | None, *, at: Any) -> dict[str, Any]:
    """Return who would be asked and who would not, and what it would need."""
    session = db.session()
    common = usual(motion, at=at)
    try:
        terms = divisions.terms_of(session, motion, wanted or common, at=at)
    except Refusal:
        terms = divisions.terms_of(session, motion, common, at=at)
    seen = asked.preview(session, terms)
    found = found_interests.found(session, motion, at=at)
    objectors = {one.person_id for one in interest_queries.waiting(session, motion.id)}
    return {
        "terms": terms,
        "preview": seen,
        "unreached": of_vote(terms),
        "not_sent_yet": not_sent_yet(motion),
        "lapses": lapses(motion),
        "decides_on": subjects.decides_on(session, motion, is_named=True) if common.amendment_n is None else None,
        "amendment_n": common.amendment_n,
        "text": queries.text(session, motion.id),
        "differences": _changed(motion, common.amendment_n),
        "called": choosing.EVERY_RULE[terms.majority].called,
        "quorum": foreseeing.quorum_on(session, terms, seen.by_class, barred=len(seen.barred)),
        "asked_for": choosing.rule_of(terms.majority, terms.asked, terms.called.book).asked_for,
        "class_names": names_of(motion),
        "names": register.names_of(session, {*seen.barred, *(one.person_id for one in found), *objectors}),
        "bar_words": BARS,
        "found": found,
        "waiting": objectors,
        "rules_on": rules_on(session, motion),
        "can_be_named": interests.can_be_declared(session, motion),
        "needs_articles": motion.deciders == Deciders.MEMBERS and terms.asked.legal_form.is_company,
    }


def _changed(motion: Motion, n: int | None) -> list[Difference]:
    """Return what the wording changes that is put next; nothing where the motion is."""
    if n is None:
        return []
    wording = queries.amendment(db.session(), motion.id, n)
    bases = {one.version: one.text for one in queries.texts(db.session(), motion.id)}
    return differences_of(bases[wording.base_version], wording.text)
