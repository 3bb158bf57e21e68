"""Whether this installation can serve, for whoever watches it. It says nothing of anybody."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from govern.access import public
from govern.core import db
from govern.jobs import queries as jobs

pages = Blueprint("health", __name__)
ENDPOINT = "health.show"


@pages.get("/health")
@public
def show() -> ResponseReturnValue:
    """Answer from the database itself: 200 where it can be asked, and a fault where it cannot."""
    return jsonify(status="ok", given_up_jobs=jobs.given_up(db.session()))
