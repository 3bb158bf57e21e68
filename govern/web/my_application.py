"""An applicant follows their own application: where it is, what is asked of them, and what they can do about it.

It is found by who has signed in, so nobody opens or answers another's.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Blueprint, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import signed_in
from govern.accounts import service as accounts
from govern.accounts.rules import subject_hash
from govern.admissions import applications, evidence, own, queries
from govern.admissions.criteria import Home
from govern.admissions.own import Case
from govern.admissions.rules import FactKind, State
from govern.admissions.words import WHY_WORDS, done
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.errors import NotFound
from govern.web.deeds import ask_or_do, deed_now
from govern.web.forms.fields import text_of
from govern.web.forms.joining import FactsForm
from govern.web.forms.own import AppealForm, WithdrawalForm
from govern.web.steps import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("my_application", __name__)


@pages.get("/me/application")
@signed_in
def show() -> ResponseReturnValue:
    return render_template("my_application/show.html", case=_case(), done=done, why=WHY_WORDS)


@pages.route("/me/application/answer", methods=["GET", "POST"])
@signed_in
def answer() -> ResponseReturnValue:
    """State anew what shows that they belong, and say that what was missing is there."""
    case = _case_that(lambda one: one.state is State.REFERRED_BACK)
    form = FactsForm(data=_stated(case)).ask_for(_home(case))

    def send(session: "Session") -> str:
        deed = deed_now()
        known = {(one.kind, one.kept_at, one.day, one.number) for one in own.stated(session, case.application.id)}
        for fact in form.facts():
            if (fact.kind, fact.kept_at, fact.day, fact.number) not in known:
                evidence.state(session, case.application.id, fact, deed=deed)
        applications.answer(session, case.application.id, deed=deed)
        return url_for(".show")

    said = gettext("We have your answer, and go on with your request.")
    return ask_or_do(form, send, template="my_application/answer.html", said=said, case=case)


@pages.route("/me/application/withdrawal", methods=["GET", "POST"])
@signed_in
def withdraw() -> ResponseReturnValue:
    case = _case_that(lambda one: one.can_be_withdrawn)

    def take_back(session: "Session") -> str:
        applications.withdraw(session, case.application.id, deed=deed_now())
        return url_for(".show")

    said = gettext("You have taken your request back.")
    return ask_or_do(WithdrawalForm(), take_back, template="my_application/withdraw.html", said=said)


@pages.route("/me/application/appeal", methods=["GET", "POST"])
@signed_in
def appeal() -> ResponseReturnValue:
    case, form = _case_that(lambda one: one.can_be_appealed), AppealForm()

    def bring(session: "Session") -> str:
        subject = subject_hash(g.settings.secret_key.encode(), "appeal", str(current_user.person_id))
        accounts.count_request(session, subject, at=clock.now())
        applications.appeal(session, case.application.id, text_of(form.words), deed=deed_now())
        return url_for(".show")

    said = gettext("We have your appeal.")
    return ask_or_do(form, bring, template="my_application/appeal.html", said=said, case=case)


def _case() -> Case:
    """Return the newest application of whoever is signed in.

    :raises NotFound: they never applied.
    """
    return own.find(db.session(), current_user.person_id, on=today())


def _case_that(may: Callable[[Case], bool]) -> Case:
    """Return it, where this can be done about it now.

    :raises NotFound: they never applied, or it cannot.
    """
    case = _case()
    if not may(case):
        raise NotFound
    return case


def _home(case: Case) -> Home:
    """Return the constituency applied to, with its criteria in the rules in force.

    :raises NotFound: the rules name it no longer.
    """
    session = db.session()
    homes = queries.homes_in(session, constitution.rule_book_on(session, on=today()))
    home = homes.get(case.application.constituency_id)
    if home is None:
        raise NotFound
    return home


def _stated(case: Case) -> dict[str, object]:
    """Return what was stated last, as the form shows it."""
    shown: dict[str, object] = {}
    for one in own.stated(db.session(), case.application.id):
        if FactKind(one.kind).has_day:
            shown |= {"belongs_by": one.kind, "since": one.day, "kept_at": one.kept_at}
        elif FactKind(one.kind).has_number:
            shown["hours"] = one.number
    return shown
