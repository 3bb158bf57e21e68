"""A member resigns: the page says what follows, and asks once."""

from typing import TYPE_CHECKING

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, signed_in
from govern.consequences import resigning
from govern.core import clock, db
from govern.core.actors import Role
from govern.core.errors import NotFound
from govern.elections import mine
from govern.register import own
from govern.register.rules import Standing
from govern.web.deeds import ask_or_do
from govern.web.forms.own import ResignationForm
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("resigning", __name__)


@pages.route("/me/resignation", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    person_id, at = current_user.person_id, clock.now()
    membership = own.latest_membership(db.session(), person_id, on=today())
    if membership is None or membership.standing == Standing.CEASED:
        raise NotFound
    coming = mine.coming(db.session(), person_id, at=at)

    def resign(session: "Session") -> str:
        resigning.resign(session, person_id, actor=actor(), at=at)
        return url_for("my_page.show")

    return ask_or_do(
        ResignationForm(),
        resign,
        template="resigning/show.html",
        said=gettext("You have resigned. Your membership ended today."),
        on=today(),
        votes=[one for one in coming if one.place.may_vote],
        is_director=Role.DIRECTOR in actor().roles,
    )
