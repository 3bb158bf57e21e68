"""Opening registers: uploaded by one officer, looked through, approved or refused by another."""

from collections import Counter
from uuid import UUID

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, requires
from govern.consequences import opening as bringing
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.errors import Refusal
from govern.core.languages import LocalText
from govern.core.paging import PAGE_SIZE, Page, offset
from govern.permissions import Permission
from govern.register import opening, opening_example, queries
from govern.register.models import OpeningBatch
from govern.register.opening_file import MEGABYTES, MOST_LINES, complaints_csv
from govern.register.opening_refusals import FileIsEmpty, OpeningNotInOrder
from govern.register.opening_values import OpeningLine
from govern.register.rules import OpeningFault
from govern.web.asked import page_asked
from govern.web.filters import in_reader_language
from govern.web.forms.fields import number_of, text_of
from govern.web.forms.register import FAULTS, ApprovalForm, OpeningRefusalForm, UploadForm, WithdrawalForm
from govern.web.opening_words import columns
from govern.web.saving import as_csv
from govern.web.steps import today

pages = Blueprint("openings", __name__)
SHOWN = 200


@pages.get("/openings")
@requires(Permission.REGISTER_READ)
def index() -> ResponseReturnValue:
    session = db.session()
    batches = opening.batches(session)
    people = {person for one in batches for person in _people_of(one)}
    names = queries.names_of(session, people)
    is_over = bringing.is_over(session, at=clock.now())
    return render_template("openings/index.html", batches=batches, names=names, faults=FAULTS, is_over=is_over)


@pages.route("/openings/new", methods=["GET", "POST"])
@requires(Permission.OPENING_UPLOAD)
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form), 422 if form.errors else 200
    content = form.content()
    try:
        if not content:
            raise FileIsEmpty
        with db.transaction() as session:
            staged = bringing.upload(
                session,
                content,
                file_name=form.file_name(),
                match_key=g.settings.match_key.encode(),
                actor=actor(),
                at=clock.now(),
            )
    except Refusal as refusal:
        return _upload_page(form, refusal), refusal.status
    for note in staged.notes:
        flash(in_reader_language(note))
    flash(gettext("The file is kept. Nobody in it is a member until somebody else has approved it."))
    return redirect(url_for(".show", batch_id=staged.batch.id), 303)


def _upload_page(form: UploadForm, refusal: Refusal | None = None) -> str:
    """Return the page of an upload, with the lines that need mending."""
    complaints = refusal.complaints if isinstance(refusal, OpeningNotInOrder) else []
    return render_template(
        "openings/upload.html",
        form=form,
        refusal=refusal,
        complaints=complaints[:SHOWN],
        more=max(0, len(complaints) - SHOWN),
        columns=columns(),
        example=opening_example.example(opening.homes(db.session(), on=today())),
        megabytes=MEGABYTES,
        most_lines=MOST_LINES,
    )


@pages.get("/openings/template.csv")
@requires(Permission.OPENING_UPLOAD)
def template() -> ResponseReturnValue:
    """Answer with an empty file that has every column."""
    return as_csv(opening_example.empty(), "opening-register.csv")


@pages.post("/openings/check")
@requires(Permission.OPENING_UPLOAD)
def check() -> ResponseReturnValue:
    """Answer with every line that needs mending, as a file; nothing is kept."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form), 422
    content = form.content()
    try:
        if not content:
            raise FileIsEmpty
        bringing.ensure_goes_on(db.session(), at=clock.now())
        complaints = opening.check(db.session(), content, match_key=g.settings.match_key.encode(), at=clock.now())
    except Refusal as refusal:
        return _upload_page(form, refusal), refusal.status
    return as_csv(complaints_csv(complaints, spoken=in_reader_language), "lines-to-mend.csv")


@pages.get("/openings/<uuid:batch_id>")
@requires(Permission.REGISTER_READ)
def show(batch_id: UUID) -> ResponseReturnValue:
    return _batch_page(batch_id)


@pages.post("/openings/<uuid:batch_id>/approval")
@requires(Permission.OPENING_APPROVE)
def approve(batch_id: UUID) -> ResponseReturnValue:
    form = ApprovalForm()
    if not form.validate_on_submit():
        return _batch_page(batch_id, form=form), 422
    try:
        with db.transaction() as session:
            bringing.approve(
                session,
                batch_id,
                entries=number_of(form.entries),
                match_key=g.settings.match_key.encode(),
                actor=actor(),
                at=clock.now(),
            )
    except Refusal as refusal:
        return _batch_page(batch_id, form=form, refusal=refusal), refusal.status
    flash(gettext("All entries are in the register from today on."))
    return redirect(url_for(".show", batch_id=batch_id), 303)


@pages.post("/openings/<uuid:batch_id>/refusal")
@requires(Permission.OPENING_APPROVE)
def refuse(batch_id: UUID) -> ResponseReturnValue:
    form = OpeningRefusalForm().offer_reasons()
    if not form.validate_on_submit():
        return _batch_page(batch_id, refusing=form), 422
    reason, note = OpeningFault(form.reason.data), text_of(form.note)
    try:
        with db.transaction() as session:
            opening.refuse(session, batch_id, reason=reason, note=note, actor=actor(), at=clock.now())
    except Refusal as refusal:
        return _batch_page(batch_id, refusing=form, refusal=refusal), refusal.status
    flash(gettext("The file is refused, and its lines are removed. Whoever uploaded it can read why."))
    return redirect(url_for(".show", batch_id=batch_id), 303)


@pages.post("/openings/<uuid:batch_id>/withdrawal")
@requires(Permission.OPENING_UPLOAD)
def withdraw(batch_id: UUID) -> ResponseReturnValue:
    try:
        with db.transaction() as session:
            opening.withdraw(session, batch_id, actor=actor(), at=clock.now())
    except Refusal as refusal:
        return _batch_page(batch_id, refusal=refusal), refusal.status
    flash(gettext("The file is withdrawn, and its lines are removed."))
    return redirect(url_for(".index"), 303)


def _batch_page(
    batch_id: UUID,
    *,
    form: ApprovalForm | None = None,
    refusing: OpeningRefusalForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    """Return the page of one file: its lines while it waits, and what became of it."""
    session = db.session()
    batch = opening.find(session, batch_id)
    lines = opening.staged_lines(session, batch_id) if batch.waits else []
    homes: dict[str, LocalText] = {one.code: one.name for one in constitution.constituencies(session)}
    return render_template(
        "openings/show.html",
        batch=batch,
        page=_page_of(lines),
        counts=[(homes.get(code, code), count) for code, count in Counter(one.constituency for one in lines).items()],
        homes=homes,
        parts={one.code: one.name for one in constitution.parts(session)},
        is_own=batch.uploaded_by == actor().person_id,
        is_over=bringing.is_over(session, at=clock.now()),
        names=queries.names_of(session, _people_of(batch)),
        faults=FAULTS,
        form=form or ApprovalForm(None),
        refusing=refusing or OpeningRefusalForm(None).offer_reasons(),
        withdrawal=WithdrawalForm(),
        refusal=refusal,
    )


def _people_of(batch: OpeningBatch) -> set[UUID]:
    """Return who uploaded a file and who decided on it."""
    return {person for person in (batch.uploaded_by, batch.approved_by, batch.refused_by) if person}


def _page_of(lines: list[OpeningLine]) -> Page[OpeningLine]:
    """Return the page of the lines that is asked for."""
    number = page_asked()
    return Page(lines[offset(number) : offset(number) + PAGE_SIZE], number, len(lines))
