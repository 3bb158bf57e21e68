"""The journal, for the officers."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.audit import queries
from govern.core import db
from govern.permissions import Permission

pages = Blueprint("journal", __name__)
LONGEST_NUMBER = 9


@pages.get("/journal")
@requires(Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    entries = queries.entries(db.session(), _wanted_page())
    if entries.number > entries.pages:
        entries = queries.entries(db.session(), entries.pages)
    return render_template("journal/show.html", entries=entries, heads=queries.heads(db.session(), 10))


def _wanted_page() -> int:
    """Return the page asked for; the first, where what was asked for is no page."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and asked.isascii() and len(asked) <= LONGEST_NUMBER else 1
