"""A member resigns, today or for a later day: the page says what follows, and asks once. Until then they can stay."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, signed_in
from govern.consequences import resigning
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.errors import NotFound
from govern.core.words import say
from govern.elections import mine
from govern.register import own, resignations
from govern.register.own import OwnMembership
from govern.register.rules import Standing
from govern.web.deeds import ask_or_do
from govern.web.filters import in_reader_language
from govern.web.forms.fields import day_of
from govern.web.forms.own import ResignationForm, StayForm
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("resigning", __name__)


@pages.route("/me/resignation", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    membership, on, at = _membership(), today(), clock.now()
    if resignations.waiting(db.session(), membership.membership_id) is not None:
        return redirect(url_for(".stay"), 303)
    first, last = resignations.days_to_choose(db.session(), on=on)
    form = ResignationForm(on=first)

    def resign(session: "Session") -> str:
        resigning.resign(session, current_user.person_id, on=day_of(form.on), actor=actor(), at=at)
        return url_for("my_page.show")

    return ask_or_do(
        form,
        resign,
        template="resigning/show.html",
        said=_said(form, is_today=form.on.data == on),
        first=first,
        last=last,
        is_free=first == on,
        votes=[one for one in mine.coming(db.session(), current_user.person_id, at=at) if one.place.may_vote],
        is_director=Role.DIRECTOR in actor().roles,
    )


@pages.route("/me/resignation/withdrawal", methods=["GET", "POST"])
@signed_in
def stay() -> ResponseReturnValue:
    given = resignations.waiting(db.session(), _membership().membership_id)
    if given is None:
        raise NotFound

    def take_back(session: "Session") -> str:
        resigning.stay(session, current_user.person_id, actor=actor(), at=clock.now())
        return url_for("my_page.show")

    said = gettext("You have taken it back, and stay a member.")
    return ask_or_do(StayForm(), take_back, template="resigning/stay.html", said=said, given=given)


def _membership() -> OwnMembership:
    """Return the membership of whoever is signed in.

    :raises NotFound: they have none.
    """
    membership = own.latest_membership(db.session(), current_user.person_id, on=today())
    if membership is None or membership.standing == Standing.CEASED:
        raise NotFound
    return membership


def _said(form: ResignationForm, *, is_today: bool) -> str:
    """Return what the next page says was done."""
    if is_today or form.on.data is None:
        return in_reader_language(say("You have resigned. Your membership ended today."))
    return in_reader_language(say("You have resigned. You are a member until %(day)s.", day=form.on.data))
