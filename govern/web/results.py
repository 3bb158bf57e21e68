"""What was declared, for everybody."""

from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from govern.access import public
from govern.core import db
from govern.counting import page, sankey
from govern.counting.reading import record_of
from govern.elections import results
from govern.web.limit_words import limits_told
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
    return render_template(
        "results/show.html",
        result=result,
        electorate=electorate_of(result.election),
        limits=limits_told(result.poll.constraints if result.poll else (), result.names),
        **_count_pieces(result.count.record if result.shows_ballots and result.count else None),
    )


def _count_pieces(record: str | None) -> dict[str, object]:
    """Return a count as its page shows it: the sheet, the drawing of transfers, and the form of a ranking's journey."""
    if record is None:
        return {"sheet": None}
    read = record_of(record)
    return {
        "sheet": sheet_of(record),
        "transfers": Markup(sankey.svg(read)) if len(read.stages) > 1 else None,  # noqa: S704 - it escapes its names
        "journey": Markup(page.journey_form(read)),  # noqa: S704 - it escapes its names
        "journey_script": Markup(page.script()),  # noqa: S704 - a file of ours
    }


@pages.get("/results/<uuid:election_id>/ballots.blt")
@public
def ballots(election_id: UUID) -> ResponseReturnValue:
    written = results.ballots_file(db.session(), election_id)
    answer = Response(written, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=ballots-{election_id}.blt"
    return answer


@pages.get("/results/<uuid:election_id>/recount.zip")
@public
def recount(election_id: UUID) -> ResponseReturnValue:
    packed = results.recount_bundle(db.session(), election_id)
    answer = Response(packed, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f"attachment; filename=recount-{election_id}.zip"
    return answer
