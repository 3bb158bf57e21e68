"""The deeds on an application, each on a page of its own: one question, one button."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

from govern.access import actor, can, requires
from govern.accounts import queries as accounts
from govern.admissions import applications, evidence, queries, steps
from govern.admissions import service as admissions
from govern.admissions.rules import FactKind, State
from govern.admissions.words import FACT_WORDS
from govern.board import queries as board
from govern.core import clock, db
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.cases import find_case
from govern.web.deeds import ask_or_do, deed_now
from govern.web.filters import in_reader_language, spoken
from govern.web.forms.applications import (
    AppealForm,
    DeedForm,
    FactForm,
    RecommendationForm,
    RecusalForm,
    UndertakingForm,
    WordsForm,
)
from govern.web.forms.fields import day_of, text_of
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("case_deeds", __name__)


@pages.route("/applications/<uuid:application_id>/check", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def take_up(application_id: UUID) -> ResponseReturnValue:
    return _page(
        application_id,
        DeedForm(),
        lambda session: applications.take_up(session, application_id, deed=deed_now()),
        title=gettext("Begin to check an application"),
        lead=gettext("You look at what is stated and at its proof, and then say what you recommend."),
        button=gettext("Begin to check it"),
        said=gettext("The check has begun. State what shows that they belong, and have somebody look at the proof."),
    )


@pages.route("/applications/<uuid:application_id>/referral", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def refer_back(application_id: UUID) -> ResponseReturnValue:
    form = WordsForm()
    return _page(
        application_id,
        form,
        lambda session: applications.refer_back(session, application_id, text_of(form.words), deed=deed_now()),
        title=gettext("Ask for what is missing"),
        lead=gettext("Say what the applicant is to send or to show. It waits with them until the answer is there."),
        button=gettext("Ask for it"),
        said=gettext("It waits with the applicant now. They find your words on their own page; tell them by post too."),
    )


@pages.route("/applications/<uuid:application_id>/answer", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def answer(application_id: UUID) -> ResponseReturnValue:
    return _page(
        application_id,
        DeedForm(),
        lambda session: applications.answer(session, application_id, deed=deed_now()),
        title=gettext("Record that the answer is there"),
        lead=gettext("What was missing has come on paper or by word of mouth. The check goes on."),
        button=gettext("Record that the answer is there"),
        said=gettext("The check goes on."),
    )


@pages.route("/applications/<uuid:application_id>/facts", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def state_fact(application_id: UUID) -> ResponseReturnValue:
    form = FactForm().offer(queries.facts_for(db.session(), find_case(application_id), on=today()))
    return _page(
        application_id,
        form,
        lambda session: evidence.state(session, application_id, form.fact(), deed=deed_now()),
        template="case_deeds/state_fact.html",
        title=gettext("State a fact"),
        lead=gettext("State that they qualify, and where the proof is kept."),
        button=gettext("State it"),
        said=gettext("The fact is on record. Somebody without an interest now looks at the proof."),
    )


@pages.route("/applications/<uuid:application_id>/facts/<uuid:evidence_id>/verification", methods=["GET", "POST"])
@requires(Permission.APPLICATION_VERIFY)
def verify(application_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    shown = queries.find_evidence(db.session(), application_id, evidence_id).evidence
    value = shown.day if shown.number is None else shown.number
    fact = in_reader_language(FACT_WORDS[FactKind(shown.kind)]) + ("" if value is None else f" {spoken(value)}")
    return _page(
        application_id,
        DeedForm(),
        lambda session: evidence.verify(session, evidence_id, deed=deed_now()),
        title=gettext("I have seen the proof"),
        lead=gettext("%(fact)s. The proof is kept here: %(place)s.", fact=fact, place=shown.kept_at),
        button=gettext("I have seen the proof"),
        said=gettext("It is on record that you have seen the proof."),
    )


@pages.route("/applications/<uuid:application_id>/recommendation", methods=["GET", "POST"])
@requires(Permission.APPLICATION_CHECK)
def recommend(application_id: UUID) -> ResponseReturnValue:
    form = RecommendationForm()
    return _page(
        application_id,
        form,
        lambda session: applications.recommend(
            session, application_id, text_of(form.words), is_for=form.is_for.data == "yes", deed=deed_now()
        ),
        title=gettext("Recommend what to decide"),
        lead=gettext("The body that decides reads it. Whoever recommends does not decide alone."),
        button=gettext("Recommend it"),
        said=gettext("Your recommendation is on record. The body that the rules name decides."),
    )


@pages.route("/applications/<uuid:application_id>/recusals", methods=["GET", "POST"])
@requires(Permission.APPLICATION_STAND_BACK)
def stand_back(application_id: UUID) -> ResponseReturnValue:
    form = RecusalForm().offer(_who_may_stand_back(application_id))
    return _page(
        application_id,
        form,
        lambda session: applications.stand_back(session, application_id, UUID(form.person.data), deed=deed_now()),
        title=gettext("Record that somebody stands back"),
        lead=gettext(
            "Whoever stands back has no part in this application: no check, no vote, no place in the quorum. Why is"
            " their own business."
        ),
        button=gettext("Record it"),
        said=gettext("It is on record that they stand back from this application."),
    )


def _who_may_stand_back(application_id: UUID) -> dict[UUID, str]:
    """Return those who could act on it, by name; a director without an office, who speaks for nobody else, alone.

    Once it is admitted everybody speaks for themselves alone.
    """
    session, on, reader = db.session(), today(), actor().person_id
    assert reader is not None
    people = {reader}
    if can(Permission.CONNECTION_READ) and steps.state(session, application_id) is not State.ADMITTED:
        people |= {*board.directors_on(session, on), *(held.person_id for held in accounts.holdings(session, on=on))}
    names = register.names_of(session, people - queries.stood_back(session, application_id))
    return dict(sorted(names.items(), key=lambda named: named[1]))


@pages.route("/applications/<uuid:application_id>/undertaking", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_ENTER)
def give(application_id: UUID) -> ResponseReturnValue:
    form = UndertakingForm(given_on=today())
    return _page(
        application_id,
        form,
        lambda session: admissions.give(session, application_id, given_on=day_of(form.given_on), deed=deed_now()),
        title=gettext("Record the share or guarantee"),
        lead=gettext("The share was paid for, or the guarantee signed, as the application promised."),
        button=gettext("Record it"),
        said=gettext("It is on record."),
    )


@pages.route("/applications/<uuid:application_id>/entry", methods=["GET", "POST"])
@requires(Permission.MEMBERSHIP_ENTER)
def enter_member(application_id: UUID) -> ResponseReturnValue:
    return _page(
        application_id,
        DeedForm(),
        lambda session: admissions.enter(session, application_id, actor=actor(), at=clock.now()),
        title=gettext("Enter them as a member"),
        lead=gettext("They are a member from today on. Nobody enters themselves, or what they alone decided."),
        button=gettext("Enter the member"),
        said=gettext("They are a member from today on."),
        template="case_deeds/enter_member.html",
        person_id=_without_post(application_id),
    )


def _without_post(application_id: UUID) -> UUID | None:
    """Return who applied, where the register holds no postal address of theirs."""
    person_id = find_case(application_id).person_id
    known = register.person_on(db.session(), person_id, on=today())
    return None if known is not None and known.postal_address else person_id


@pages.route("/applications/<uuid:application_id>/appeal", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def appeal(application_id: UUID) -> ResponseReturnValue:
    form = AppealForm()
    return _page(
        application_id,
        form,
        lambda session: applications.appeal(session, application_id, text_of(form.words), deed=deed_now()),
        title=gettext("Record their appeal"),
        lead=gettext("The body that the rules name decides on it, and nobody who refused it has a part in that."),
        button=gettext("Record the appeal"),
        said=gettext("The appeal is on record."),
    )


@pages.route("/applications/<uuid:application_id>/withdrawal", methods=["GET", "POST"])
@requires(Permission.APPLICATION_ENTER)
def withdraw(application_id: UUID) -> ResponseReturnValue:
    form = WordsForm()
    return _page(
        application_id,
        form,
        lambda session: applications.withdraw(session, application_id, text_of(form.words), deed=deed_now()),
        title=gettext("Record that they withdraw it"),
        lead=gettext("The applicant has said that they take it back. They can apply again at any time."),
        button=gettext("Record the withdrawal"),
        said=gettext("The application is withdrawn. What was recorded stays."),
    )


def _page(  # noqa: PLR0913 - one page's words
    application_id: UUID,
    form: FlaskForm,
    take: "Callable[[Session], object]",
    *,
    title: str,
    lead: str,
    button: str,
    said: str,
    template: str = "deeds/plain.html",
    **told: Any,
) -> ResponseReturnValue:
    """Ask for one deed on an application, and do it."""
    application = find_case(application_id)
    back = url_for("cases.show", application_id=application_id)

    def carry_out(session: "Session") -> str:
        take(session)
        return back

    return ask_or_do(
        form,
        carry_out,
        template=template,
        said=said,
        back=back,
        who=register.name_of(db.session(), application.person_id),
        title=title,
        lead=lead,
        button=button,
        **told,
    )
