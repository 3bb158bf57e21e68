"""The list of receipts of one poll, for everybody: whoever wrote theirs down finds it there.

Source: product 4 (P6).
"""

from itertools import groupby
from uuid import UUID

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from govern.access import can, public
from govern.ballots import queries, receipts
from govern.ballots.models import Decides
from govern.core import db
from govern.divisions import boxes
from govern.permissions import Permission

pages = Blueprint("receipts", __name__)
# What a telephone shows at once; a longer list is a file.
MOST = 5_000


@pages.get("/receipts/<uuid:poll_id>")
@public
def show(poll_id: UUID) -> ResponseReturnValue:
    """Show the list. What a motion is called, and the way back to its vote, are for those who may read motions."""
    poll = queries.find(db.session(), poll_id)
    is_motions, reads = poll.decides == Decides.MOTION, can(Permission.MOTION_READ)
    found = receipts.in_the_box(db.session(), poll_id)
    return render_template(
        "receipts/show.html",
        poll=poll,
        total=len(found),
        letters=[(letter, list(some)) for letter, some in groupby(found, lambda one: one[0])],
        most=MOST,
        shows_title=reads or not is_motions,
        division_id=boxes.division_of(db.session(), poll_id) if is_motions and reads else None,
    )


@pages.get("/receipts/<uuid:poll_id>/receipts.txt")
@public
def save(poll_id: UUID) -> ResponseReturnValue:
    written = "".join(f"{one}\n" for one in receipts.in_the_box(db.session(), poll_id))
    answer = Response(written, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename=receipts-{poll_id}.txt"
    return answer
