"""What officers do with a vote on a motion: call it, keep the room, count hands, end it, open its box, declare it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from govern.access import actor, requires
from govern.accounts import letters
from govern.consequences import asking, resolving, voting_links
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.divisions import boxes, chairing, declaring, hands, tallying, voting, weighing
from govern.divisions import service as divisions
from govern.elections.links import Sent
from govern.interests import standing_back
from govern.meetings import closing_days
from govern.motions import queries
from govern.motions.division_models import Division
from govern.motions.rules import Way
from govern.permissions import Permission
from govern.web import division_calls as calling
from govern.web.deeds import Gate, ask_or_do, ask_or_show, deed_now
from govern.web.division_page import facts_of, names_of, tally_facts, votes_of
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.divisions import (
    CallForm,
    DeclareForm,
    LeaveRoomForm,
    RoomForm,
    SettleForm,
    hands_form,
    numbers_of,
)
from govern.web.forms.fields import text_of
from govern.web.forms.motions import ButtonForm
from govern.web.links import post, sent_page
from govern.web.motion_page import gate_of
from govern.web.polling import decisions_since_the_seal
from govern.web.steps import keyring, today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("division_deeds", __name__)


def _of(division_id: UUID) -> str:
    return url_for("divisions.show", division_id=division_id)


def _gate(division: Division, ensure: Callable[["Session", Division], object]) -> Gate:
    """Let a deed be asked for only while it can be done with a vote, by an officer who is free; its page says why."""
    about = queries.find(db.session(), division.motion_id).title

    def both(session: "Session") -> None:
        ensure(session, division)
        standing_back.ensure_free(session, division.motion_id, actor(), at=clock.now())

    return Gate(ensure=both, about=about, back=_of(division.id))


@pages.route("/motions/<uuid:motion_id>/divisions/new", methods=["GET", "POST"])
@requires(Permission.DIVISION_CALL)
def call(motion_id: UUID) -> ResponseReturnValue:
    """Show who would be asked and what it would need; once the form is sent, call the vote."""
    motion, at = queries.find(db.session(), motion_id), clock.now()
    usual = divisions.terms_of(db.session(), motion, calling.usual(motion, at=at), at=at)
    secret, proposed = calling.secret(usual), closing_days.proposed(usual.asked, usual.called.book, today=today())
    form = CallForm(closes_on=proposed.last_on)
    form.offer(
        calling.offered(motion, secret),
        may_be_second=calling.may_be_second(motion),
        lapses=calling.lapses(motion),
        meets=motion.way == Way.MEETING,
    )
    chairs = calling.chairs(motion, at=at)
    form.offer_chairs(chairs, presumed=chairing.presumed(db.session(), motion_id, actor(), at=at))

    def keep(session: "Session") -> str:
        division = asking.call(
            session, motion_id, calling.wanted(form, motion), deed_now(), keys=keyring(), base_url=g.settings.base_url
        )
        return _of(division.id)

    shown = calling.foreseen(motion, calling.wanted_so_far(form, motion), at=at) | {
        "secret": secret,
        "proposed": proposed,
        "why_no_other": calling.why_no_other(motion),
    }
    shown["late"] = calling.late(form, usual, proposed.last_on)
    shown["chair"] = next(iter(chairs.values())) if len(chairs) == 1 else None
    said = gettext("The vote is called, and its roll is frozen.")
    gate = gate_of(motion_id, lambda session: calling.ensure_can_be_called(session, motion))
    return ask_or_do(form, keep, template="division_deeds/call.html", said=said, gate=gate, motion=motion, **shown)


@pages.get("/divisions/<uuid:division_id>/tally")
@requires(Permission.DIVISION_WATCH)
def tally(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    return render_template("division_deeds/tally.html", **facts_of(division), **tally_facts(division))


@pages.route("/divisions/<uuid:division_id>/room", methods=["GET", "POST"])
@requires(Permission.ROOM_KEEP)
def keep_room(division_id: UUID) -> ResponseReturnValue:
    division, form = divisions.find(db.session(), division_id), RoomForm()

    def keep(session: "Session") -> str:
        voting.be_in_room(session, division_id, numbers_of(form.numbers), actor=actor(), at=clock.now())
        return url_for(".keep_room", division_id=division_id)

    room, is_counted = hands.in_the_room(db.session(), division), voting.is_counted(db.session(), division_id)
    before = () if room else hands.there_before(db.session(), division)
    if before and not form.is_submitted():
        form.numbers.data = " ".join(map(str, before))
    shown = facts_of(division) | tally_facts(division) | {"room": room, "is_counted": is_counted, "before": before}
    gate = _gate(division, lambda _session, kept: voting.ensure_room_is_kept(kept, clock.now()))
    said = gettext("They are in the room.")
    return ask_or_do(form, keep, template="division_deeds/room.html", said=said, gate=gate, **shown)


@pages.route("/divisions/<uuid:division_id>/room/departures", methods=["GET", "POST"])
@requires(Permission.ROOM_KEEP)
def leave_room(division_id: UUID) -> ResponseReturnValue:
    division, form = divisions.find(db.session(), division_id), LeaveRoomForm()

    def keep(session: "Session") -> str:
        voting.leave_room(session, division_id, numbers_of(form.numbers), actor=actor(), at=clock.now())
        return url_for(".keep_room", division_id=division_id)

    said = gettext("They are not in the room. Each of them can vote online.")
    gate = _gate(division, lambda session, kept: voting.ensure_may_be_left(session, kept, clock.now()))
    return ask_or_do(form, keep, template="division_deeds/leave_room.html", said=said, gate=gate, **facts_of(division))


@pages.route("/divisions/<uuid:division_id>/hands", methods=["GET", "POST"])
@requires(Permission.HANDS_COUNT)
def count_hands(division_id: UUID) -> ResponseReturnValue:
    """Show a teller their own sheet, and never what the other has counted."""
    division = divisions.find(db.session(), division_id)
    motion = queries.find(db.session(), division.motion_id)
    room = hands.in_the_room(db.session(), division)
    names = names_of(motion)
    form = hands_form({code: names.get(code, code) for code in sorted(room)})

    def keep(session: "Session") -> str:
        hands.count(session, division_id, form.sheet(), actor=actor(), at=clock.now())
        return url_for(".tally", division_id=division_id)

    said = gettext("Your count is entered.")
    shown = facts_of(division) | {"room": room, "class_names": names}
    gate = _gate(division, lambda session, of: hands.attempt_of(session, of, actor=actor(), at=clock.now()))
    return ask_or_do(form, keep, template="division_deeds/hands.html", said=said, gate=gate, **shown)


@pages.route("/divisions/<uuid:division_id>/closing", methods=["GET", "POST"])
@requires(Permission.DIVISION_CALL)
def close(division_id: UUID) -> ResponseReturnValue:
    return _pressed(
        division_id,
        lambda session: declaring.close(session, division_id, deed_now()),
        lambda session, division: declaring.ensure_may_be_ended(session, division, at=clock.now()),
        title=gettext("End the vote"),
        lead=_how_many_have_not(division_id),
        button=gettext("End the vote"),
        said=gettext("The vote has ended."),
    )


def _how_many_have_not(division_id: UUID) -> str:
    """Return how many would be left without a vote, and nothing of who they are."""
    received = tallying.received(db.session(), divisions.find(db.session(), division_id), at=clock.now())
    left = received.electors - received.turnout
    told = gettext("Nobody can vote after this. It is then counted and declared.")
    missing = ngettext("%(num)s who is asked has not voted.", "%(num)s who are asked have not voted.", left)
    return f"{told} {missing}" if left else told


@pages.route("/divisions/<uuid:division_id>/box-opening", methods=["GET", "POST"])
@requires(Permission.BOX_OPEN)
def open_box(division_id: UUID) -> ResponseReturnValue:
    waits: list[bool] = []

    def opened(session: "Session") -> None:
        division = divisions.locked(session, division_id)
        boxes.open_box(session, division, deed_now(), keys=keyring(), clock_now=clock.now)
        waits.append(boxes.waits_for_a_decision(session, division))

    def said() -> str:
        if any(waits):
            return str(gettext("The box is sealed. It and the marks differ, so it stays shut until that is decided."))
        return str(gettext("The box is sealed and opened, and its ballots are counted."))

    return _pressed(
        division_id,
        opened,
        lambda session, division: boxes.ensure_may_be_opened(session, division, at=clock.now()),
        title=gettext("Open the box"),
        lead=gettext(
            "The box is sealed first, and compared with the marks on the roll. Then it is opened and counted."
        ),
        button=gettext("Seal and open the box"),
        said=said,
    )


@pages.route("/divisions/<uuid:division_id>/discrepancy-decision", methods=["GET", "POST"])
@requires(Permission.DISCREPANCY_SETTLE)
def settle_difference(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    form = SettleForm().offer(decisions_since_the_seal(division.poll_id))

    def keep(session: "Session") -> str:
        boxes.settle_difference(session, division, deed_now(), decision_id=UUID(text_of(form.decision)))
        return _of(division_id)

    said = gettext("The decision is on record, and the box can be opened.")
    gate, shown = _gate(division, boxes.ensure_waits_for_a_decision), facts_of(division) | tally_facts(division)
    return ask_or_do(form, keep, template="division_deeds/settle.html", said=said, gate=gate, **shown)


def _pressed(
    division_id: UUID,
    deed: Callable[["Session"], object],
    ensure: Callable[["Session", Division], object],
    **shown: Any,
) -> ResponseReturnValue:
    """Ask for a deed that needs nothing but its button, and do it."""
    division = divisions.find(db.session(), division_id)
    motion = queries.find(db.session(), division.motion_id)

    def keep(session: "Session") -> str:
        deed(session)
        return url_for(".tally", division_id=division_id)

    facts = {"back": _of(division_id), "who": spoken(motion.title), **shown}
    return ask_or_do(ButtonForm(), keep, template="deeds/plain.html", gate=_gate(division, ensure), **facts)


@pages.route("/divisions/<uuid:division_id>/links", methods=["GET", "POST"])
@requires(Permission.CREDENTIAL_ISSUE)
def send_links(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    motion = queries.find(db.session(), division.motion_id)

    def made(sent: Sent) -> ResponseReturnValue:
        assert division.poll_id is not None
        template = "division_deeds/links_sent.html"
        return sent_page(template, sent, division.poll_id, closes_at=division.closes_at, division=division)

    return ask_or_show(
        ButtonForm(),
        lambda session: voting_links.send(session, division_id, deed_now(), post=post()),
        made,
        template="deeds/plain.html",
        gate=_gate(division, lambda session, of: voting_links.ensure_somebody_waits(session, of, at=clock.now())),
        back=_of(division_id),
        who=spoken(motion.title),
        title=gettext("Send the ballot links"),
        lead=gettext("Everybody on the roll gets a link of their own: by e-mail, or in a letter that you print."),
        button=gettext("Make and send the links"),
    )


@pages.route("/divisions/<uuid:division_id>/declaration", methods=["GET", "POST"])
@requires(Permission.DIVISION_DECLARE)
def declare(division_id: UUID) -> ResponseReturnValue:
    division = divisions.find(db.session(), division_id)
    counted = tally_facts(division)
    rule = weighing.terms_of(db.session(), division).rule
    tally = counted["tally"]
    is_equal = tally is not None and tally.in_favour == tally.against
    could_cast = rule.takes_casting_vote and is_equal
    why_no_casting = chairing.why_not(db.session(), division, actor()) if could_cast else None
    has_casting_vote = could_cast and why_no_casting is None
    form = DeclareForm().offer(has_casting_vote=has_casting_vote, votes=votes_of(division))

    def keep(session: "Session") -> str:
        resolved = resolving.declare(session, division_id, deed_now(), casting=form.cast())
        _ask_for_their_word(session, resolved)
        if resolved.not_applied is not None:
            why = in_reader_language(resolved.not_applied.sentence())
            flash(gettext("The application stays where it is. %(why)s", why=why))
        return _of(division_id)

    said = gettext("It is declared.")
    gate = _gate(division, lambda session, of: declaring.tally_to_declare(session, of, at=clock.now()))
    shown = facts_of(division) | counted | {"why_no_casting": why_no_casting}
    return ask_or_do(form, keep, template="division_deeds/declare.html", said=said, gate=gate, **shown)


def _ask_for_their_word(session: "Session", resolved: resolving.Resolved) -> None:
    """Write to whoever took part in an admission, and whose vote is not their word."""
    if resolved.decision_id is None or not resolved.asked:
        return
    letters.tell_of_decision(
        session,
        people=resolved.asked,
        about=len(constitution.subjects(session, resolved.decision_id)),
        link=g.settings.base_url + url_for("confirmations.confirm", decision_id=resolved.decision_id),
        at=clock.now(),
        is_by_vote=True,
    )
