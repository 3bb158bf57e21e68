"""Records that resemble each other: proposed as one person's, decided by somebody else, undone within fourteen days."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.consequences import merging as merges
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.permissions import Permission
from govern.register import belonging, merging, queries
from govern.web.forms.register import DecisionOnPairForm, PairForm
from govern.web.refusals import NotUnderstood
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("duplicates", __name__)


@pages.get("/duplicates")
@requires(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    return _page()


@pages.post("/duplicates")
@requires(Permission.MERGE_PROPOSE)
def propose() -> ResponseReturnValue:
    form = PairForm()
    if not form.validate_on_submit():
        raise NotUnderstood
    kept_id, merged_id = form.pair()
    return _do(
        lambda session: merging.propose(session, kept_id=kept_id, merged_id=merged_id, actor=actor(), at=clock.now()),
        said=gettext("It waits for somebody else to decide. Until then nothing has changed."),
    )


@pages.post("/duplicates/<uuid:merge_id>/decision")
@requires(Permission.MERGE_DECIDE)
def decide(merge_id: UUID) -> ResponseReturnValue:
    form = DecisionOnPairForm()
    if not form.validate_on_submit():
        raise NotUnderstood
    return _do(
        lambda session: merges.decide(
            session, merge_id, is_one_person=form.is_one_person, actor=actor(), at=clock.now()
        ),
        said=gettext("They are one person now. It can be undone for 14 days.")
        if form.is_one_person
        else gettext("They are two people, and are not proposed again."),
    )


@pages.post("/duplicates/<uuid:merge_id>/undoing")
@requires(Permission.MERGE_PROPOSE)
def undo(merge_id: UUID) -> ResponseReturnValue:
    return _do(
        lambda session: merging.undo(session, merge_id, actor=actor(), at=clock.now()),
        said=gettext("It is undone. Both records are of use again."),
    )


def _do(deed: "Callable[[Session], object]", *, said: str) -> ResponseReturnValue:
    """Do a deed and show what is so now, or the page again with why not."""
    try:
        with db.transaction() as session:
            deed(session)
    except Refusal as refusal:
        return _page(refusal), refusal.status
    flash(said)
    return redirect(url_for(".index"), 303)


def _page(refusal: Refusal | None = None) -> str:
    """Return the pairs, those that wait, and what became of the others."""
    session, at = db.session(), clock.now()
    pairs, listed = merging.pairs(session), merging.listed(session)
    people = {one.person_id for pair in pairs for one in (pair.first, pair.second)}
    people |= {person for one in listed for person in (one.kept_id, one.merged_id, one.proposed_by)}
    people |= {one.decided_by for one in listed if one.decided_by}
    return render_template(
        "duplicates/index.html",
        pairs=pairs,
        waiting=[one for one in listed if one.decided_at is None],
        decided=[one for one in listed if one.decided_at is not None],
        names=queries.names_of(session, people),
        members=belonging.members_among(session, people, on=today()),
        at=at,
        refusal=refusal,
    )
