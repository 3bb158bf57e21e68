"""What the mutual is: its form, its constituencies, the plan of its board."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.constitution import queries
from govern.constitution.parameters.membership import LEGAL_FORMS
from govern.constitution.rules import LegalForm
from govern.constitution.words import THIRDS
from govern.core import db
from govern.web.steps import today

pages = Blueprint("constitution", __name__)


@pages.get("/mutual")
@public
def show() -> ResponseReturnValue:
    session = db.session()
    found = queries.mutual(session)
    return render_template(
        "constitution/show.html",
        found=found,
        legal_form=LEGAL_FORMS[LegalForm(found.legal_form)],
        constituencies=queries.constituencies(session),
        parts=queries.parts(session),
        thirds=THIRDS,
        seats=queries.seats(session, on=today()),
        zone=g.zone,
    )
