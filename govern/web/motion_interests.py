"""Interests in a motion: one's own, that of another, an objection to being named, and the ruling on it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import requires
from govern.board import queries as board
from govern.consequences import naming
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.divisions import departures
from govern.divisions import service as divisions
from govern.interests import found_interests, namings, objecting, tellings
from govern.interests import queries as interest_queries
from govern.interests import service as interests
from govern.motions import queries
from govern.motions.models import Motion
from govern.motions.rules import AboutWhat, Ask, Came, Concern, Deciders, Ground, Part
from govern.motions.words import ABOUT_WHAT, CAME, CONCERNS, GROUNDS
from govern.permissions import Permission
from govern.register import queries as register
from govern.register.interest_models import Interest
from govern.web import told as told_how
from govern.web.deeds import ask_or_do, deed_now
from govern.web.division_page import seat_of
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.fields import text_of
from govern.web.forms.motion_interests import (
    A_MEMBER,
    EnteredObjectionForm,
    InterestForm,
    NamingForm,
    ObjectionForm,
    RulingForm,
    TellingForm,
)
from govern.web.forms.motions import ButtonForm
from govern.web.motion_page import gate_of
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("motion_interests", __name__)


def _shown(motion: Motion) -> dict[str, Any]:
    return {"motion": motion, "who": spoken(motion.title), "back": url_for("motions.show", motion_id=motion.id)}


@pages.route("/motions/<uuid:motion_id>/my-interest", methods=["GET", "POST"])
@requires(Permission.INTEREST_DECLARE)
def declare(motion_id: UUID) -> ResponseReturnValue:
    """Ask the reader for their own interest, and say what comes of it before they send it."""
    motion, form = queries.find(db.session(), motion_id), InterestForm()

    def keep(session: "Session") -> str:
        naming.declare(session, motion_id, text_of(form.extent), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    def said() -> str:
        """Say what becomes of the vote of whoever has voted: nobody learns it later than from this."""
        told: str = gettext("Your interest is on record. Others see that you declared it.")
        if not has_voted:
            return told
        late = gettext(
            "You had voted before, and your vote stands. What is declared says that it was given by somebody with an"
            " interest, without your name, and whether it could have changed what came of the vote."
        )
        return f"{told} {late}"

    put = next((one for one, came in divisions.of_motion(db.session(), motion_id) if came is None), None)
    own, at = current_user.person_id, clock.now()
    has_voted = put is not None and put.ask != Ask.SECRET and seat_of(put).is_taken
    return ask_or_do(
        form,
        keep,
        gate=gate_of(motion_id, lambda session: departures.ensure_may_declare(session, motion_id, own, at=at)),
        template="motion_interests/declare.html",
        title=gettext("Declare my interest"),
        lead=gettext("You have an interest where you, or somebody close to you, gain or lose by what is decided."),
        button=gettext("Declare my interest"),
        said=said,
        has_voted=has_voted,
        is_secret=put is not None and put.ask == Ask.SECRET,
        takes_vote=departures.takes_vote(db.session(), motion, at=clock.now()),
        **_shown(motion),
    )


@pages.route("/motions/<uuid:motion_id>/interests/new", methods=["GET", "POST"])
@requires(Permission.DIVISION_CALL)
def name(motion_id: UUID) -> ResponseReturnValue:
    motion = queries.find(db.session(), motion_id)
    found = {one.id: one for one in found_interests.found(db.session(), motion, at=clock.now())}
    form = NamingForm().offer(_found_words(found), _directors(motion), _grounds(motion))

    def chosen_of_found() -> "Interest | None":
        return found.get(UUID(form.found.data)) if form.found and form.found.data else None

    def keep(session: "Session") -> str:
        chosen = chosen_of_found()
        if chosen is not None:
            naming.name(session, motion_id, chosen.person_id, Ground.REGISTERED, chosen.extent, deed_now())
        else:
            naming.name(session, motion_id, _person(session, form), form.chosen(), text_of(form.extent), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    def said() -> str:
        chosen = chosen_of_found()
        return _said_of_naming(motion, chosen.person_id if chosen is not None else _person(db.session(), form))

    return ask_or_do(
        form,
        keep,
        template="motion_interests/name.html",
        gate=gate_of(motion_id, lambda session: interests.ensure_others_may_be_named(session, motion, deed_now())),
        said=said,
        title=gettext("Enter the interest of somebody"),
        lead=gettext(
            "Whoever can sign in declares their own interest: enter that somebody said so only where they cannot. What"
            " you enter is shown with its ground. They are written to where we have an address for them, and if they"
            " object, somebody rules on it who neither named them nor has their office from whoever did."
        ),
        button=gettext("Enter it"),
        **_shown(motion),
    )


def _said_of_naming(motion: Motion, person_id: UUID) -> str:
    """Return how somebody who was named is told, and that their days do not run where nothing brings them word."""
    on_record = gettext("Their interest is on record, with its ground.")
    if person_id not in tellings.untold(db.session(), motion.id):
        return f"{told_how.after(on_record, person_id)} {gettext('They can object.')}"
    wait = gettext(
        "Nothing is sure to reach them. Another officer than you tells them, and enters that on the page of the motion."
        " Their days to object run from then, and no vote is called before."
    )
    return f"{on_record} {wait}"


def _found_words(found: dict[UUID, Interest]) -> dict[str, str]:
    names = register.names_of(db.session(), {one.person_id for one in found.values()})
    return {str(one.id): f"{names[one.person_id]}: {one.extent}" for one in found.values()}


def _directors(motion: Motion) -> dict[str, str] | None:
    """Return the directors by name, where they decide."""
    if motion.deciders != Deciders.BOARD:
        return None
    names = register.names_of(db.session(), board.directors_on(db.session(), today()))
    return {str(one): name for one, name in sorted(names.items(), key=lambda named: named[1])}


def _grounds(motion: Motion) -> dict[str, str]:
    return {one.value: in_reader_language(GROUNDS[one]) for one in interests.grounds_for(motion)}


def _person(session: "Session", form: NamingForm) -> UUID:
    """Return who is meant: a director by name, or a member by number."""
    if form.person is not None and form.person.data != A_MEMBER:
        return UUID(form.person.data)
    return register.member_of_number(session, form.member_no.data or 0)


@pages.route("/motions/<uuid:motion_id>/my-objection", methods=["GET", "POST"])
@requires(Permission.INTEREST_DECLARE)
def object_to(motion_id: UUID) -> ResponseReturnValue:
    motion, form = queries.find(db.session(), motion_id), ObjectionForm()

    def keep(session: "Session") -> str:
        interests.object_to(session, motion_id, text_of(form.reason), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    own = current_user.person_id
    return ask_or_do(
        form,
        keep,
        gate=gate_of(motion_id, lambda session: interests.ensure_may_object(session, motion_id, own)),
        template="motion_interests/object.html",
        title=gettext("I object"),
        lead=gettext("You have no vote on this motion because somebody named you in it."),
        button=gettext("Send my objection"),
        said=gettext("Your objection is on record."),
        named=named_as(motion, current_user.person_id),
        is_called=queries.vote_goes_on(db.session(), motion_id),
        **_shown(motion),
    )


@pages.route("/motions/<uuid:motion_id>/namings/<uuid:person_id>/objection", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def enter_objection(motion_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Let an officer enter the objection of somebody who gave it on paper, by telephone or in person."""
    motion, form = queries.find(db.session(), motion_id), EnteredObjectionForm(came_on=today()).offer()

    def keep(session: "Session") -> str:
        naming.enter_objection(session, motion_id, person_id, form.relayed(), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    name = register.names_of(db.session(), [person_id]).get(person_id, gettext("Somebody"))
    return ask_or_do(
        form,
        keep,
        gate=gate_of(motion_id, lambda session: objecting.ensure_may_enter(session, motion_id, person_id, deed_now())),
        template="motion_interests/enter.html",
        title=gettext("Enter the objection of %(name)s", name=name),
        lead=told_how.after(
            gettext("Whoever is named can object without signing in. Somebody who did not name them rules on it."),
            person_id,
        ),
        button=gettext("Enter the objection"),
        said=told_how.after(gettext("Their objection is on record."), person_id),
        named=named_as(motion, person_id),
        is_called=queries.vote_goes_on(db.session(), motion_id),
        **_shown(motion),
    )


@pages.route("/motions/<uuid:motion_id>/namings/<uuid:person_id>/telling", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def tell(motion_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Let a second officer enter that they told somebody who was named, and whom nothing reaches."""
    motion, form = queries.find(db.session(), motion_id), TellingForm().offer()

    def keep(session: "Session") -> str:
        tellings.tell(session, motion_id, person_id, Came(form.came_by.data), deed_now())
        return url_for("motions.show", motion_id=motion_id)

    name = register.names_of(db.session(), [person_id]).get(person_id, gettext("Somebody"))
    return ask_or_do(
        form,
        keep,
        gate=gate_of(motion_id, lambda session: tellings.ensure_may_tell(session, motion_id, person_id, deed_now())),
        template="motion_interests/tell.html",
        named=named_as(motion, person_id),
        title=gettext("Enter that you told %(name)s", name=name),
        lead=gettext(
            "They were named in this motion, and nothing that is sent is sure to reach them. Tell them the ground,"
            " that they have no vote by it, and that they can object: then enter it. Their days to object run from"
            " today."
        ),
        button=gettext("I told them"),
        said=gettext("It is on record that you told them. Their days to object run from today."),
        **_shown(motion),
    )


@pages.route("/motions/<uuid:motion_id>/my-agreement", methods=["GET", "POST"])
@requires(Permission.INTEREST_DECLARE)
def agree(motion_id: UUID) -> ResponseReturnValue:
    """Let whoever was named say that it is so, so that nobody waits for an objection."""
    motion, own = queries.find(db.session(), motion_id), current_user.person_id

    def keep(session: "Session") -> str:
        namings.agree(session, motion_id, deed_now())
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        ButtonForm(),
        keep,
        gate=gate_of(motion_id, lambda session: namings.ensure_may_agree(session, motion_id, own)),
        template="motion_interests/agree.html",
        title=gettext("Say that it is so"),
        lead=gettext("You were named in this motion. If you say that it is so, the vote can be called at once."),
        button=gettext("It is so: I have no vote on it"),
        said=gettext("Your word is on record."),
        named=named_as(motion, own),
        **_shown(motion),
    )


@pages.route("/motions/<uuid:motion_id>/namings/<uuid:person_id>/<part>/taking-back", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def take_back(motion_id: UUID, person_id: UUID, part: str) -> ResponseReturnValue:
    motion = queries.find(db.session(), motion_id)
    if part not in set(Part):
        raise NotFound
    of = Part(part)

    def keep(session: "Session") -> str:
        naming.take_back(session, motion_id, person_id, of, deed_now())
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        ButtonForm(),
        keep,
        gate=gate_of(
            motion_id, lambda session: namings.ensure_may_take_back(session, motion_id, person_id, of, deed_now())
        ),
        template="deeds/plain.html",
        title=gettext("Take back that somebody was named"),
        lead=told_how.after(
            gettext(
                "%(name)s is then no longer named in this motion, and cannot be named so again in it.",
                name=register.names_of(db.session(), [person_id]).get(person_id, gettext("Somebody")),
            ),
            person_id,
        ),
        button=gettext("Take it back"),
        said=gettext("It is taken back, and stays on record in the journal."),
        **_shown(motion),
    )


def named_as(motion: Motion, person_id: UUID | None) -> list[tuple[Any, str]]:
    """Return the grounds on which somebody was named by another, and the words to each."""
    found = [
        (GROUNDS[Ground(one.ground)], one.extent)
        for one in interest_queries.of_motion(db.session(), motion.id)
        if one.person_id == person_id and one.ground != Ground.OWN_WORD
    ]
    found += [
        (ABOUT_WHAT[AboutWhat(one.about_what)] if one.about_what else CONCERNS[Concern(one.concern)], one.extent or "")
        for one in queries.concerns(db.session(), motion.id)
        if one.person_id == person_id
    ]
    return found


@pages.route("/motions/<uuid:motion_id>/objections/<uuid:person_id>/ruling", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def rule_on(motion_id: UUID, person_id: UUID) -> ResponseReturnValue:
    motion, form = queries.find(db.session(), motion_id), RulingForm()
    session, at = db.session(), clock.now()
    objection = interest_queries.objections(session, motion_id).get(person_id)
    if objection is None and person_id not in interests.to_rule_on(session, motion_id, at=at):
        raise NotFound

    def keep(session: "Session") -> str:
        has_vote = form.has_vote.data == "yes"
        naming.rule_on(session, motion_id, person_id, deed_now(), has_vote=has_vote, reason=text_of(form.reason))
        return url_for("motions.show", motion_id=motion_id)

    named_by = interest_queries.who_named(session, motion_id, person_id)
    entered = interest_queries.entered_for(session, motion_id, person_id)
    names = register.names_of(session, {person_id, *named_by, *([entered.entered_by] if entered else [])})
    return ask_or_do(
        form,
        keep,
        gate=gate_of(motion_id, lambda session: interests.ensure_may_rule(session, motion_id, person_id, deed_now())),
        template="motion_interests/rule.html",
        title=gettext("Rule on an objection") if objection else gettext("Rule on whether somebody has a vote"),
        lead=gettext("Somebody was named in this motion and has no vote on it. They say that this is wrong.")
        if objection
        else gettext("Somebody was named in this motion and has no vote on it. They have not said that it is so."),
        button=gettext("Enter my ruling"),
        said=told_how.after(gettext("It is ruled on."), person_id),
        name=names.get(person_id, ""),
        named_by=[names[one] for one in sorted(named_by) if one in names],
        reason=objection.reason if objection else None,
        came=entered if entered and entered is objection else None,
        came_words=CAME,
        entered_by=names.get(entered.entered_by, "") if entered else "",
        named=named_as(motion, person_id),
        **_shown(motion),
    )
