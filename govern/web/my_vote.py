"""Check my vote: in which votes a person has a place, and why; and a question about it to the secretary."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, is_by_code, signed_in
from govern.core import clock, db
from govern.divisions import own_votes
from govern.elections import mine
from govern.meetings import queries as meetings
from govern.register import own, requests
from govern.register.rules import RequestKind
from govern.web.deeds import ask_or_do
from govern.web.forms.divisions import ON_WORDING, VOTES
from govern.web.forms.fields import text_of
from govern.web.forms.own import QueryForm
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("my_vote", __name__)


@pages.route("/me/vote-check", methods=["GET", "POST"])
@signed_in
def show() -> ResponseReturnValue:
    form, person_id, at = QueryForm(), current_user.person_id, clock.now()
    coming = mine.coming(db.session(), person_id, at=at)
    shown: dict[str, Any] = {
        "membership": own.latest_membership(db.session(), person_id, on=today()),
        "own": [one for one in coming if not one.place.is_elsewhere],
        "elsewhere": [one for one in coming if one.place.is_elsewhere],
        "on_motions": own_votes.of_person(db.session(), person_id, at=at),
        "meetings": meetings.of_person(db.session(), person_id, on=today()),
        "vote_words": VOTES,
        "wording_words": ON_WORDING,
        "is_by_code": is_by_code(),
        "asked": [one for one in requests.asked_by(db.session(), person_id) if one.kind == RequestKind.ENTRY],
    }

    def ask(session: "Session") -> str:
        requests.ask(session, person_id, RequestKind.ENTRY, text_of(form.words), actor=actor(), at=at)
        return url_for(".show")

    said = gettext("Your question is with the secretary. The answer will be on this page.")
    return ask_or_do(form, ask, template="my_vote/show.html", said=said, **shown)
