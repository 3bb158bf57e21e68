"""What the mutual tells everybody: how accessible these pages are, and what they keep."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from govern.access import public

pages = Blueprint("statements", __name__)


@pages.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("statements/accessibility.html")


@pages.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("statements/privacy.html")
