"""What people ask about their own record: the secretary's list, and the answer to each."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.core import clock, db
from govern.core.words import Sentence, say
from govern.permissions import Permission
from govern.register import queries as register
from govern.register import requests
from govern.register.rules import RequestKind
from govern.web.deeds import ask_or_do
from govern.web.forms.fields import text_of
from govern.web.forms.requests import AnswerForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("requests", __name__)
KINDS: dict[RequestKind, Sentence] = {
    RequestKind.ENTRY: say("Their entry, and where they vote"),
    RequestKind.NAME: say("Their name"),
}


@pages.get("/requests")
@requires(Permission.PERSON_ENTER)
def index() -> ResponseReturnValue:
    waiting = requests.unanswered(db.session())
    names = register.names_of(db.session(), {one.person_id for one in waiting})
    return render_template("requests/index.html", waiting=waiting, names=names, kinds=KINDS)


@pages.route("/requests/<uuid:request_id>/answer", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def answer(request_id: UUID) -> ResponseReturnValue:
    asked, form = requests.find(db.session(), request_id), AnswerForm()

    def say_so(session: "Session") -> str:
        requests.answer(session, request_id, text_of(form.answer), actor=actor(), at=clock.now())
        return url_for(".index")

    said = gettext("They find your answer on their own page.")
    name = register.name_of(db.session(), asked.person_id)
    return ask_or_do(form, say_so, template="requests/answer.html", said=said, asked=asked, name=name, kinds=KINDS)
