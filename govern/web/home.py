"""The first page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import public

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def show() -> ResponseReturnValue:
    return render_template("home/show.html")
