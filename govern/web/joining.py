"""Join: who can, then one question a page, then all of it to check, then one confirmation by mail.

What was typed goes along in the pages themselves, so that nothing is kept of somebody who stops halfway, and nothing
is lost by going back. Nobody is a member by any of this: the pages say so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from govern.access import public
from govern.accounts.rules import origin_of, plain_address, subject_hash
from govern.accounts.service import Attempt
from govern.admissions import queries as admissions
from govern.admissions.applications import Wanted
from govern.admissions.criteria import Home
from govern.admissions.rules import Undertaking, undertaking_of
from govern.consequences import joining
from govern.consequences.joining import Asked
from govern.constitution import queries as constitution
from govern.constitution.presets import AUTHORITY
from govern.constitution.refusals import NotFounded
from govern.constitution.rules import LegalForm
from govern.core import clock, db
from govern.core.errors import NotFound, Refusal
from govern.core.words import Sentence, say
from govern.register import persons
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.joining import BELONGS, AgeForm, FactsForm, GiveForm, Group, GroupForm, ReviewForm, YouForm
from govern.web.forms.money import A_POUND
from govern.web.languages import ASKED, language_of_reader
from govern.web.steps import today

pages = Blueprint("joining", __name__)
REVIEW = "review"
STEP, TO = "step", "to"
REVIEWED = "reviewed"  # everything has been shown once: from there one question is changed at a time
Forms = Mapping[str, FlaskForm]
HEADINGS: dict[str, Sentence] = {
    "group": say("Your group"),
    "you": say("Your name and addresses"),
    "age": say("Your age"),
    "facts": say("What shows that you belong"),
    "give": say("What you will give"),
    REVIEW: say("Check what you wrote"),
}


@dataclass(frozen=True, kw_only=True)
class House:
    """What this mutual asks of those who join, by the rules in force.

    :param undertaking: what they give; NONE where the mutual takes nothing.
    :param least_pence: what they give at least.
    :param age: the highest age that the rules ask for.
    """

    groups: Mapping[str, Group]
    undertaking: Undertaking
    least_pence: int
    age: int
    min_age: int

    @property
    def homes(self) -> Sequence[Home]:
        """Return whom the rules name, those first who go first."""
        homes = {group.home.code: group.home for group in self.groups.values()}
        return sorted(homes.values(), key=lambda home: home.criteria.precedence)

    @property
    def steps(self) -> Sequence[str]:
        """Return the questions in their order."""
        gives = () if self.undertaking is Undertaking.NONE else ("give",)
        return ("group", "you", "age", "facts", *gives)


@pages.get("/join")
@public
def show() -> ResponseReturnValue:
    return render_template("joining/show.html", house=_house())


@pages.route("/join/application", methods=["GET", "POST"])
@public
def write() -> ResponseReturnValue:
    """Ask the next question, or the one that is to be changed, or do what was reviewed."""
    house = _house()
    forms = _forms(house)
    step, wanted = request.form.get(STEP, ""), request.form.get(TO, "")
    if request.method == "GET" or step not in (*house.steps, REVIEW):
        return _ask(house, forms, "group")
    if wanted in house.steps:
        return _ask(house, forms, wanted)
    if ASKED in request.args:  # the same page in another language: nothing is answered by it, and nothing sent
        return _review(house, forms, is_sent=False) if step == REVIEW else _ask(house, forms, step)
    if step != REVIEW and not forms[step].validate():
        return _ask(house, forms, step), 422
    following = REVIEW if REVIEWED in request.form else _after(step, house)
    if following != REVIEW:
        return _ask(house, forms, following)
    return _review(house, forms, is_sent=step == REVIEW)


@pages.get("/join/sent")
@public
def sent() -> ResponseReturnValue:
    return render_template("joining/sent.html")


@pages.route("/join/links/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    """Show what would be confirmed, and the button. Mail scanners open links, so opening one spends nothing."""
    at = clock.now()
    if request.method == "GET":
        asked = joining.waiting(db.session(), token, at=at)
        group = next((one for one in _house().groups.values() if _is_in(asked.wanted, one)), None)
        return render_template("joining/confirm.html", asked=asked, group=group, token=token)
    with db.transaction() as session:
        joining.confirm(session, token, match_key=g.settings.match_key.encode(), at=at)
    return redirect(url_for(".received"), 303)


@pages.get("/join/received")
@public
def received() -> ResponseReturnValue:
    return render_template("joining/received.html")


def _after(step: str, house: House) -> str:
    """Return the page that follows one, in the order of the questions."""
    order = (*house.steps, REVIEW, REVIEW)
    return order[order.index(step) + 1]


def is_open() -> bool:
    """Say whether there is a group that somebody could ask to join."""
    return bool(_homes())


def _homes() -> dict[UUID, Home]:
    """Return the constituencies of people. That of the authority, as the model rules have it, is a body's own."""
    session = db.session()
    try:
        book = constitution.rule_book_on(session, on=today())
    except NotFounded:
        return {}
    homes = admissions.homes_in(session, book)
    return {one: home for one, home in homes.items() if home.code != AUTHORITY.code}


def _house() -> House:
    """Return what is asked today.

    :raises NotFound: there is no mutual yet, or nobody can join.
    """
    if g.mutual is None:
        raise NotFound
    groups = _groups()
    if not groups:
        raise NotFound
    session, on = db.session(), today()
    book = constitution.rule_book_on(session, on=on)
    return House(
        groups=groups,
        undertaking=undertaking_of(LegalForm(g.mutual.legal_form)),
        least_pence=max(A_POUND, book.minimum_share_pence),
        age=persons.highest_age(session, on=on),
        min_age=book.min_member_age,
    )


def _groups() -> dict[str, Group]:
    """Return each constituency of the rules, or each part of one that the board plan divides."""
    session, on = db.session(), today()
    divided, parts = constitution.divided_on(session, on=on), constitution.parts(session)
    found = []
    for constituency_id, home in _homes().items():
        if constituency_id not in divided:
            found.append(Group(code=home.code, constituency_id=constituency_id, part_id=None, home=home, part=None))
        found += [
            Group(
                code=f"{home.code}.{part.code}",
                constituency_id=constituency_id,
                part_id=part.id,
                home=home,
                part=part.name,
            )
            for part in parts
            if constituency_id in divided and part.constituency_id == constituency_id
        ]
    return {one.code: one for one in found}


def _is_in(wanted: Wanted, group: Group) -> bool:
    return (wanted.constituency_id, wanted.sub_constituency_id) == (group.constituency_id, group.part_id)


def _forms(house: House) -> dict[str, FlaskForm]:
    """Return every form as it was sent, each with what it asks in this house."""
    typed = request.form if request.method == "POST" else None
    group = house.groups.get(request.form.get("group", ""), next(iter(house.groups.values())))
    return {
        "group": GroupForm(typed).offer({code: _called(one) for code, one in house.groups.items()}),
        "you": YouForm(typed),
        "age": AgeForm(typed).ask_for(house.age, least=house.min_age),
        "facts": FactsForm(typed).ask_for(group.home),
        "give": GiveForm(typed).ask_for(house.least_pence),
        REVIEW: ReviewForm(typed),
    }


def _called(group: Group) -> str:
    """Return a group as its choice has it: its name, and who belongs to it."""
    who = group.home.criteria.criteria
    if group.part is None:
        return in_reader_language(say("%(group)s: %(who)s", group=group.home.name, who=who))
    return in_reader_language(say("%(group)s, %(part)s: %(who)s", group=group.home.name, part=group.part, who=who))


def _ask(house: House, forms: Forms, step: str, **shown: Any) -> str:
    """Return the page of one question, with all else that was typed going along unseen."""
    own = set(forms[step]._fields) | {STEP, TO}
    known = {name for form in forms.values() for name in form._fields} | {"belongs_by", "hours", REVIEWED}
    carried = [
        (name, value)
        for name in sorted(known - own)
        if name in request.form
        for value in request.form.getlist(name)[:1]
    ]
    group = house.groups.get(request.form.get("group", ""))
    return render_template(
        "joining/review.html" if step == REVIEW else "joining/question.html",
        house=house,
        forms=forms,
        form=forms[step],
        step=step,
        heading=HEADINGS[step],
        number=(*house.steps, REVIEW).index(step) + 1,
        carried=carried,
        group=group,
        refusal=shown.pop("refusal", None),
        **shown,
    )


def _review(house: House, forms: Forms, *, is_sent: bool) -> ResponseReturnValue:
    """Show everything in words, and send it once that has been confirmed; or ask again what cannot be read."""
    for step in house.steps:
        if not forms[step].validate():
            return _ask(house, forms, step), 422
    asked = _asked(house, forms)
    refusal: Refusal | None = None
    if is_sent:
        try:
            with db.transaction() as session:
                joining.ask(
                    session,
                    asked,
                    attempt=Attempt(address=_marked("address", plain_address(asked.email)), origin=_source()),
                    source_mark=_source(),
                    base_url=g.settings.base_url,
                    at=clock.now(),
                )
        except Refusal as refused:
            refusal = refused
        else:
            return redirect(url_for(".sent"), 303)
    shown = _ask(house, forms, REVIEW, asked=asked, headings=HEADINGS, belongs=BELONGS, refusal=refusal)
    return shown, refusal.status if refusal else 200


def _asked(house: House, forms: Forms) -> Asked:
    """Return what the checked forms hold."""
    you, age, group = forms["you"], forms["age"], house.groups[forms["group"].group.data]
    pence = 0 if house.undertaking is Undertaking.NONE else forms["give"].pounds.data
    is_adult = age.age.data == "yes"
    return Asked(
        name=text_of(you.name),
        email=text_of(you.email),
        postal_address=text_of(you.postal_address),
        may_send_ballots=bool(you.may_send_ballots.data),
        wanted=Wanted(
            constituency_id=group.constituency_id,
            sub_constituency_id=group.part_id,
            undertaking=house.undertaking,
            amount_pence=pence,
        ),
        facts=forms["facts"].facts(),
        is_adult=is_adult,
        birth_on=None if is_adult else age.birth_on.data,
        language=language_of_reader(),
    )


def _source() -> str:
    """Return the mark by which many applications from one place are seen: a keyed digest, never the place."""
    return _marked("origin", origin_of(request.remote_addr))


def _marked(kind: str, value: str) -> str:
    """Return a keyed digest, counted apart from tries to sign in: a flood here keeps nobody from signing in."""
    return subject_hash(g.settings.secret_key.encode(), f"application {kind}", value)
