"""Signatures and declarations on an instrument of dissolution: entering, saying that one is not so, taking it back."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires, signed_in
from govern.consequences import signing
from govern.core import db
from govern.core.actors import Deed
from govern.permissions import Permission
from govern.register import queries as register
from govern.statutory import declarations, signatures
from govern.statutory.models import InstrumentSignature, StatutoryDeclaration
from govern.statutory.steps import SIGNING, ensure_at
from govern.statutory.words import ALTERED, INSTRUMENT_SETS_OUT
from govern.web import told
from govern.web.deeds import deed_now
from govern.web.forms.divisions import numbers_of
from govern.web.forms.fields import day_of, text_of
from govern.web.forms.motions import ButtonForm
from govern.web.forms.statutory import SignatureForm, TakeBackForm
from govern.web.statutory import ask_of_course, dated
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("signatures", __name__)


@pages.route("/statutory/<uuid:course_id>/signatures", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def sign(course_id: UUID) -> ResponseReturnValue:
    form = SignatureForm(signed_on=today())

    def enter(session: "Session", deed: Deed) -> object:
        on_its_day = dated(deed, day_of(form.signed_on))
        return signing.enter(session, course_id, numbers_of(form.member_nos), on_its_day, base_url=g.settings.base_url)

    return ask_of_course(
        course_id,
        form,
        enter,
        lambda session, course: ensure_at(session, course, *SIGNING, on=today()),
        template="signatures/sign.html",
        title=gettext("Enter signatures"),
        lead=gettext(
            "Three quarters of all the members have to sign. Each whom you enter is written to where we have an"
            " address, and can say that they did not sign. Keep the paper."
        ),
        button=gettext("Enter the signatures"),
        said=gettext("The signatures are on record."),
        sets_out=INSTRUMENT_SETS_OUT,
        altered=ALTERED,
    )


@pages.route("/statutory/<uuid:course_id>/signatures/<uuid:person_id>/denial", methods=["GET", "POST"])
@signed_in
def deny(course_id: UUID, person_id: UUID) -> ResponseReturnValue:
    found, is_own = signatures.last(db.session(), course_id, person_id), person_id == actor().person_id
    name = register.name_of(db.session(), person_id)
    lead = told.after(
        gettext("%(name)s was entered as having signed. Enter here that they told you they did not.", name=name),
        person_id,
    )
    if is_own:
        lead = gettext(
            "The secretary entered that you signed the instrument that dissolves the society. If you did not, say so:"
            " the signature then counts no longer, and the chair and the secretary are told. It cannot be taken back."
        )
    return ask_of_course(
        course_id,
        ButtonForm(),
        lambda session, deed: signing.deny(session, course_id, person_id, deed),
        lambda session, course: signatures.ensure_may_deny(session, course_id, person_id, actor()),
        template="signatures/strike.html",
        title=gettext("This is not so"),
        lead=lead,
        button=gettext("I did not sign it") if is_own else gettext("They did not sign it"),
        said=gettext("It is on record that you did not sign it. Your signature no longer counts.")
        if is_own
        else gettext("It is on record that this was not signed. The signature no longer counts."),
        name=name,
        **_entry(found.signature),
        to=url_for("my_history.show") if is_own else None,
    )


@pages.route("/statutory/<uuid:course_id>/signatures/<uuid:person_id>/taking-back", methods=["GET", "POST"])
@requires(Permission.STATUTE_LEAD)
def take_back(course_id: UUID, person_id: UUID) -> ResponseReturnValue:
    form = TakeBackForm()

    def strike(session: "Session", deed: Deed) -> object:
        return signing.take_back(session, course_id, person_id, replace(deed, note=text_of(form.reason)))

    return ask_of_course(
        course_id,
        form,
        strike,
        lambda session, course: signatures.ensure_may_take_back(session, course_id, person_id, actor()),
        template="signatures/strike.html",
        title=gettext("Take a signature back"),
        lead=told.after(gettext("What was entered by mistake stays on record, and counts no longer."), person_id),
        button=gettext("Take it back"),
        said=gettext("The signature is taken back, and no longer counts."),
        **_entry(signatures.last(db.session(), course_id, person_id).signature),
        name=register.name_of(db.session(), person_id),
    )


def _entry(signature: InstrumentSignature) -> dict[str, Any]:
    """Return what a page shows of a signature as it was entered."""
    return {"signature": signature, "entered_by": register.name_of(db.session(), signature.entered_by)}


def _declaration(declaration: StatutoryDeclaration) -> dict[str, Any]:
    """Return what a page shows of a declaration as it was entered."""
    return {"declaration": declaration, "entered_by": register.name_of(db.session(), declaration.entered_by)}


@pages.route("/statutory/<uuid:course_id>/declarations/<uuid:person_id>/denial", methods=["GET", "POST"])
@signed_in
def deny_declaration(course_id: UUID, person_id: UUID) -> ResponseReturnValue:
    found, is_own = declarations.find(db.session(), course_id, person_id), person_id == actor().person_id
    name = register.name_of(db.session(), person_id)
    lead = told.after(
        gettext("%(name)s was entered as having declared. Enter here that they told you they did not.", name=name),
        person_id,
    )
    if is_own:
        lead = gettext(
            "You were entered as having declared, for the registrar, that the law was kept when the instrument that"
            " dissolves the society was signed. If you did not, say so: the declaration then counts no longer, and the"
            " chair and the secretary are told. It cannot be taken back."
        )
    return ask_of_course(
        course_id,
        ButtonForm(),
        lambda session, deed: signing.deny_declaration(session, course_id, person_id, deed),
        lambda session, course: declarations.ensure_may_deny(session, course_id, person_id, actor()),
        template="signatures/deny_declaration.html",
        title=gettext("This is not so"),
        lead=lead,
        button=gettext("I did not declare it") if is_own else gettext("They did not declare it"),
        said=gettext("It is on record that this was not declared. The declaration no longer counts."),
        **_declaration(found.declaration),
        name=name,
        to=url_for("my_history.show") if is_own else None,
    )


@pages.route("/statutory/<uuid:course_id>/signatures/<uuid:person_id>/own-word", methods=["GET", "POST"])
@signed_in
def uphold(course_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Let somebody say that they did sign, which an officer denied for them."""
    found = signatures.last(db.session(), course_id, person_id)
    return ask_of_course(
        course_id,
        ButtonForm(),
        lambda session, deed: signing.uphold(session, course_id, person_id, deed),
        lambda session, course: signatures.ensure_may_uphold(session, course_id, person_id, deed_now()),
        template="signatures/strike.html",
        title=gettext("I did sign it"),
        lead=gettext(
            "An officer entered that you did not sign the instrument that dissolves the society. If you did sign it,"
            " say so: your signature then counts again, and the chair and the secretary are told."
        ),
        button=gettext("I did sign it"),
        said=gettext("It is on record that you did sign it. Your signature counts."),
        name=register.name_of(db.session(), person_id),
        **_entry(found.signature),
        to=url_for("my_history.show"),
    )


@pages.route("/statutory/<uuid:course_id>/declarations/<uuid:person_id>/own-word", methods=["GET", "POST"])
@signed_in
def uphold_declaration(course_id: UUID, person_id: UUID) -> ResponseReturnValue:
    """Let somebody say that they did declare, which an officer denied for them."""
    found = declarations.find(db.session(), course_id, person_id)
    return ask_of_course(
        course_id,
        ButtonForm(),
        lambda session, deed: signing.uphold_declaration(session, course_id, person_id, deed),
        lambda session, course: declarations.ensure_may_uphold(session, course_id, person_id, deed_now()),
        template="signatures/deny_declaration.html",
        title=gettext("I did declare it"),
        lead=gettext(
            "An officer entered that you did not declare that the law was kept when the instrument that dissolves the"
            " society was signed. If you did declare it, say so: your declaration then counts again, and the chair and"
            " the secretary are told."
        ),
        button=gettext("I did declare it"),
        said=gettext("It is on record that you did declare it. Your declaration counts."),
        **_declaration(found.declaration),
        name=register.name_of(db.session(), person_id),
        to=url_for("my_history.show"),
    )
