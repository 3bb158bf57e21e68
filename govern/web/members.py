"""The register of members: the list on any day, one member's record, the end of a membership."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.consequences import ending
from govern.constitution import queries as constitution
from govern.constitution.rules import Matter
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.core.paging import Page
from govern.permissions import Permission
from govern.register import finding, opening, persons, queries, reach
from govern.register.models import Membership
from govern.register.rules import Purpose
from govern.web.actions import offered
from govern.web.asked import page_asked
from govern.web.deeds import ask_or_do
from govern.web.effects import tell
from govern.web.forms.fields import text_of
from govern.web.forms.register import STANDINGS, CessationForm, SearchForm
from govern.web.histories import Context, Record, history
from govern.web.steps import today
from govern.web.subjects import decisions_about
from govern.web.whose import remarks, whose_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("members", __name__)
# Beside the purposes of an e-mail address: whether the register holds what the Act asks for.
BY_POST = "post"


@pages.get("/members")
@requires(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    page = queries.members(db.session(), on=today(), page=page_asked())
    return _list_page(page, SearchForm(on=today()), on=today())


@pages.get("/members/unreached/<purpose>")
@requires(Permission.REGISTER_READ)
def unreached(purpose: str) -> ResponseReturnValue:
    """Show the members to whom nothing can be sent for a vote, or as a notice, or of whom no postal address is held."""
    if purpose not in (Purpose.BALLOTS, Purpose.NOTICES, BY_POST):
        raise NotFound
    if purpose == BY_POST:
        page = reach.without_post(db.session(), on=today(), page=page_asked())
    else:
        page = reach.members(db.session(), Purpose(purpose), on=today(), page=page_asked())
    return render_template("members/unreached.html", page=page, purpose=purpose, on=today(), standings=STANDINGS)


@pages.post("/members/search")
@requires(Permission.REGISTER_READ)
def search() -> ResponseReturnValue:
    """Look for somebody. What was looked for is in no address."""
    form = SearchForm()
    if not form.validate_on_submit():
        return _list_page(None, form, on=today()), 422
    session, on, wanted = db.session(), form.on.data or today(), text_of(form.wanted)
    found = queries.members(session, on=on, search=wanted)
    shown = {
        "is_search": True,
        "wanted": wanted,
        "in_all": 0 if found.total else queries.how_many(session, on=on),
        "others": queries.not_members(session, on=on, search=wanted) if wanted else [],
        "merged": [one for one in finding.suggestions(session, search=wanted, on=on) if one.kept_id],
    }
    return _list_page(found, form, on=on, **shown)


@pages.post("/members/suggestions")
@requires(Permission.REGISTER_READ)
def suggest() -> ResponseReturnValue:
    """Answer what is being typed with a part of a page. What was typed is in no address."""
    form = SearchForm()
    if not form.validate_on_submit():
        return {"html": ""}, 422
    session, wanted = db.session(), text_of(form.wanted)
    html = render_template(
        "members/suggestions.html",
        wanted=wanted,
        found=finding.suggestions(session, search=wanted, on=form.on.data or today()),
        homes={one.id: one.name for one in constitution.constituencies(session)},
        standings=STANDINGS,
    )
    return {"html": html}


def _list_page(page: Page[queries.Line] | None, form: SearchForm, *, on: date, **shown: Any) -> str:
    """Return the list of members of a day.

    :param page: None where what was asked could not be read, and so nothing was looked for.
    :param shown: what was looked for and what else was found.
    """
    usual: dict[str, Any] = {"is_search": False, "wanted": "", "in_all": 0, "others": [], "merged": []}
    return render_template("members/index.html", page=page, form=form, on=on, standings=STANDINGS, **usual | shown)


@pages.get("/members/<uuid:membership_id>")
@requires(Permission.REGISTER_READ)
def show(membership_id: UUID) -> ResponseReturnValue:
    session = db.session()
    membership = queries.membership(session, membership_id)
    person_id = membership.person_id
    whose = whose_of(session, person_id, membership_id)
    return render_template(
        "members/show.html",
        membership=membership,
        known=queries.person_on(session, person_id, on=today()) or queries.person_history(session, person_id)[-1],
        records=records_of(session, person_id, membership_id),
        standings=STANDINGS,
        others=[one for one in queries.memberships_of(session, person_id) if one.id != membership_id],
        actions=offered(whose),
        remarks=remarks(session, whose),
    )


def records_of(session: "Session", person_id: UUID, membership_id: UUID | None = None) -> list[Record]:
    """Return what the register has said of somebody, and of one of their memberships."""
    versions = queries.membership_history(session, membership_id) if membership_id else []
    persons = queries.person_history(session, person_id)
    recorders = {one.recorded_by for one in versions} | {one.recorded_by for one in persons}
    context = Context(
        today=today(),
        zone=g.zone,
        recorders=queries.names_of(session, recorders),
        homes={one.id: one.name for one in constitution.constituencies(session)}
        | {one.id: one.name for one in constitution.parts(session)},
        decisions=constitution.decisions_among(session, {one.decision_id for one in versions if one.decision_id}),
        batches=opening.batches_among(session, {one.batch_id for one in versions if one.batch_id}),
    )
    return history(versions, persons, context)


@pages.route("/members/<uuid:membership_id>/cessation", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_END)
def cease(membership_id: UUID) -> ResponseReturnValue:
    membership = queries.membership(db.session(), membership_id)
    form = CessationForm(on=today())
    form.offer_grounds(
        decisions_about(membership.person_id, Matter.CESSATION, Matter.EXPULSION),
        is_body=persons.is_body(db.session(), membership.person_id),
    )

    def end(session: "Session") -> str:
        tell(ending.end(session, membership_id, form.cessation(), actor=actor(), at=clock.now()))
        return url_for(".show", membership_id=membership_id)

    return ask_or_do(
        form,
        end,
        template="members/cease.html",
        said=gettext("The end of the membership is on record, with its day and with today."),
        membership=membership,
        name=queries.name_of(db.session(), membership.person_id),
    )


def member_in_words(member: Membership) -> str:
    """Return a member by name and number."""
    name = queries.name_of(db.session(), member.person_id)
    words: str = gettext("%(name)s, member %(number)s", name=name, number=member.member_no)
    return words
