"""Letters to print: those that wait, as they go into their envelopes, and one button once they are on paper."""

from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.consequences import writing
from govern.core import clock, db
from govern.jobs import printing
from govern.permissions import Permission
from govern.register.rules import Format
from govern.web.deeds import ask_or_do
from govern.web.forms.letters import PrintedForm
from govern.web.forms.own import FORMATS

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("letters", __name__)
WANTED = (Format.LARGE_PRINT, Format.EASY_READ, Format.AUDIO)


@pages.route("/letters", methods=["GET", "POST"])
@requires(Permission.PERSON_ENTER)
def index() -> ResponseReturnValue:
    letters = printing.waiting(db.session())
    shown = {str(one.id): one.id for one in letters}

    def put_aside(session: "Session") -> str:
        printed: list[UUID] = [shown[one] for one in request.form.getlist("letter") if one in shown]
        writing.put_aside_printed(session, printed, actor=actor(), at=clock.now())
        return url_for(".index")

    return ask_or_do(
        PrintedForm(),
        put_aside,
        template="letters/index.html",
        said=gettext("Their names, addresses and texts are forgotten here."),
        letters=letters,
        in_all=printing.unprinted(db.session()).count,
        formats={one.value: FORMATS[one] for one in WANTED},
    )
