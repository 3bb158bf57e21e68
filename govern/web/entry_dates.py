"""What if somebody is entered on this day? The votes that an entry makes, and those that it misses."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from govern.access import requires
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.elections import entries
from govern.permissions import Permission
from govern.web.forms.register import EntryDateForm, none_chosen, offered_homes
from govern.web.steps import today

pages = Blueprint("entry_dates", __name__)


@pages.get("/entry-dates")
@requires(Permission.REGISTER_READ)
def show() -> ResponseReturnValue:
    """Show the votes ahead. A day and a constituency are nobody's particulars, and may stand in the address."""
    session, on = db.session(), today()
    form = EntryDateForm(request.args)
    homes = constitution.open_on(session, on=on)
    divided = constitution.divided_on(session, on=on)
    form.home.choices = [none_chosen(), *offered_homes(homes, constitution.parts(session), divided=divided)]
    is_asked = bool(request.args)
    is_read = is_asked and form.is_read(today=on)
    found = entries.chances(session, **form.asked(), at=clock.now()) if is_read else None
    page = render_template("entry_dates/show.html", form=form, found=found, today=on)
    return page, 422 if is_asked and not is_read else 200
