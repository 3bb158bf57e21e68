"""The journal, for the officers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.audit import queries
from govern.core import db
from govern.permissions import Permission
from govern.web.asked import page_asked

pages = Blueprint("journal", __name__)


@pages.get("/journal")
@requires(Permission.AUDIT_READ)
def show() -> ResponseReturnValue:
    entries = queries.entries(db.session(), page_asked())
    if entries.number > entries.pages:
        entries = queries.entries(db.session(), entries.pages)
    return render_template("journal/show.html", entries=entries, heads=queries.heads(db.session(), 10))
