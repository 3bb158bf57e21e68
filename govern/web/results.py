"""What was declared, for everybody."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.core import db
from govern.elections import results
from govern.web.sheets import sheet_of
from govern.web.whereabouts import electorate_of

pages = Blueprint("results", __name__)


@pages.get("/results")
@public
def index() -> ResponseReturnValue:
    return render_template("results/index.html", results=results.listed(db.session()))


@pages.get("/results/<uuid:election_id>")
@public
def show(election_id: UUID) -> ResponseReturnValue:
    result = results.of(db.session(), election_id)
    sheet = sheet_of(result.count.record) if result.shows_ballots and result.count else None
    return render_template("results/show.html", result=result, electorate=electorate_of(result.election), sheet=sheet)


@pages.get("/results/<uuid:election_id>/ballots.blt")
@public
def ballots(election_id: UUID) -> ResponseReturnValue:
    written = results.ballots_file(db.session(), election_id)
    answer = Response(written, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=ballots-{election_id}.blt"
    return answer
