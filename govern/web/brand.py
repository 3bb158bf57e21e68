"""The mutual's own colour, on every page."""

from typing import TYPE_CHECKING

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.constitution import branding
from govern.constitution.colours import WHITE, Colour, contrast, in_the_dark, read_colour
from govern.core import clock, db
from govern.permissions import Permission
from govern.web.deeds import ask_or_do
from govern.web.forms.brand import ColourForm

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("brand", __name__)
OURS = "#0f4c3f"
DARK = Colour(0x0B, 0x15, 0x12)


@pages.route("/mutual/colour", methods=["GET", "POST"])
@requires(Permission.BRAND_CHOOSE)
def choose() -> ResponseReturnValue:
    form = ColourForm(colour=branding.colour_chosen(db.session()) or OURS)

    def deed(session: "Session") -> str:
        branding.choose_colour(session, form.chosen(), actor=actor(), at=clock.now())
        return url_for("constitution.show")

    said = gettext(
        "The pages have this colour from now on. A page opened within two seconds may still show the old one."
    )
    answer = ask_or_do(form, deed, template="brand/choose.html", said=said)
    if request.method == "POST":
        g.known_mutual.forget()
    return answer


def styles_of(accent: str) -> str:
    """Return the styles that put a colour in place of the product's own, by day and in the dark."""
    colour = read_colour(accent)
    assert colour is not None
    return f":root{{{_named(colour)}}}@media (prefers-color-scheme:dark){{:root{{{_named(in_the_dark(colour))}}}}}"


def _named(colour: Colour) -> str:
    """Return a colour under its names, with the one that text on it has."""
    ink = WHITE if contrast(colour, WHITE) >= contrast(colour, DARK) else DARK
    return f"--accent:{colour};--first:{colour};--on-accent:{ink}"
