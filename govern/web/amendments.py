"""Another wording of a motion: filed, accepted, withdrawn, or not put; and the text in a further language."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from govern.access import actor, can, requires
from govern.amendments import amending, rewording, seconding, slips, translating
from govern.amendments.amending import Settled
from govern.consequences import on_paper, telling_backers
from govern.constitution import queries as constitution
from govern.core import clock, db
from govern.core.languages import LocalText
from govern.motions import queries
from govern.motions.rules import Deciders
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.deeds import ask_or_do, deed_now
from govern.web.filters import spoken
from govern.web.forms.elections import local_fields, local_text_of
from govern.web.forms.motions import (
    AmendmentForm,
    ButtonForm,
    ReasonForm,
    SlipForm,
    TranslationForm,
    as_typed,
    with_change,
    with_text,
)
from govern.web.motion_page import directors_now, facts_of, gate_of
from govern.web.steps import today
from govern.web.wordings import differences_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("amendments", __name__)


@pages.route("/motions/<uuid:motion_id>/amendments/new", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_FILE)
def file(motion_id: UUID) -> ResponseReturnValue:
    session = db.session()
    motion, standing_text = queries.find(session, motion_id), queries.text(session, motion_id)
    languages = [one for one in g.mutual.languages if one in standing_text.text]
    begun = {"base_version": standing_text.version, **as_typed("text", standing_text.text)}
    form = with_change(languages)(**begun)
    is_boards = motion.deciders == Deciders.BOARD
    form.offer(directors_now(session) if is_boards else None, is_on_paper=can(Permission.MOTION_ENTER))

    def keep(session: "Session") -> str:
        change = form.change(_proposer(session, form), _seconder(session, form))
        on_paper.file_amendment(session, motion_id, change, deed_now(), base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="amendments/file.html",
        gate=gate_of(motion_id, lambda session: amending.ensure_takes_amendments(session, motion_id)),
        said=_filed(session, form),
        is_boards=is_boards,
        texts=local_fields(form, "text"),
        reasons=local_fields(form, "reasons"),
        **facts_of(motion),
    )


def _filed(session: "Session", form: AmendmentForm) -> str:
    """Say what comes of a wording once it is filed."""
    is_seconded = can(Permission.MOTION_ENTER) or not (
        constitution.rule_book_on(session, on=today()).motion_needs_seconder
    )
    told: Mapping[tuple[bool, bool], str] = {
        (True, False): gettext("Your wording is on record. It is voted on before the motion."),
        (False, False): gettext(
            "Your wording is on record. Ask somebody to second it on this page: then it goes to a vote."
        ),
        (True, True): gettext(
            "Your wording is on record. The chair rules first on whether it corrects a slip of the pen."
        ),
        (False, True): gettext(
            "Your wording is on record. Ask somebody to second it on this page, and the chair rules on whether it"
            " corrects a slip of the pen."
        ),
    }
    return told[is_seconded, bool(form.is_clerical.data)]


def _proposer(session: "Session", form: AmendmentForm) -> UUID:
    """Return who proposes it: the reader, or whoever gave it to the secretary on paper."""
    if can(Permission.MOTION_ENTER) and form.proposer_no.data is not None:
        return register.member_of_number(session, form.proposer_no.data)
    person: UUID = current_user.person_id
    return person


def _seconder(session: "Session", form: AmendmentForm) -> UUID | None:
    """Return who seconds what came on paper; everybody else seconds with their own word."""
    if "seconder" in form:
        return UUID(form.seconder.data) if form.seconder.data else None
    if "seconder_no" in form and form.seconder_no.data is not None:
        return register.member_of_number(session, form.seconder_no.data)
    return None


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/seconding", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_FILE)
def second(motion_id: UUID, n: int) -> ResponseReturnValue:
    return _ask_about(
        motion_id,
        n,
        ButtonForm(),
        lambda session: seconding.second_amendment(session, motion_id, n, deed_now()),
        lambda session: seconding.ensure_may_be_seconded(session, motion_id, n, deed_now()),
        title=gettext("Second this wording"),
        lead=gettext(
            "With your name it goes to a vote. Others see that you second it. You are still free to vote against it."
        ),
        button=gettext("Second it"),
        said=gettext("You second this wording now."),
    )


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/seconding/withdrawal", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_FILE)
def withdraw_seconding(motion_id: UUID, n: int) -> ResponseReturnValue:
    return _ask_about(
        motion_id,
        n,
        ButtonForm(),
        lambda session: seconding.withdraw(session, motion_id, n, deed_now()),
        lambda session: seconding.ensure_may_withdraw(session, motion_id, n, deed_now()),
        title=gettext("Second this wording no longer"),
        lead=gettext(
            "Your name is taken from it, and you cannot give it again. The wording stays, and somebody else can"
            " second it."
        ),
        button=gettext("Take my name from it"),
        said=gettext("You no longer second this wording."),
    )


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/acceptance", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_SETTLE)
def accept(motion_id: UUID, n: int) -> ResponseReturnValue:
    return _settle(
        motion_id,
        n,
        ButtonForm(),
        Settled.ACCEPTED,
        title=gettext("Accept this wording"),
        lead=gettext("You propose the motion and agree to this wording. It becomes the text, and is not voted on."),
        button=gettext("Accept it"),
        said=gettext("The motion has this wording now."),
    )


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/withdrawal", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_SETTLE)
def withdraw(motion_id: UUID, n: int) -> ResponseReturnValue:
    return _settle(
        motion_id,
        n,
        ButtonForm(),
        Settled.WITHDRAWN,
        title=gettext("Withdraw this wording"),
        lead=gettext("It stands in your name. Withdrawn, it is not voted on, and the motion stays as it is."),
        button=gettext("Withdraw it"),
        said=gettext("The wording is withdrawn."),
    )


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/refusal", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_REFUSE)
def refuse(motion_id: UUID, n: int) -> ResponseReturnValue:
    return _settle(
        motion_id,
        n,
        ReasonForm(),
        Settled.FELL,
        title=gettext("Do not put this wording to the vote"),
        lead=gettext(
            "Whoever is in the chair rules on order. It goes beyond the notice or is out of order, or whoever proposed"
            " it took it back in the room. Those who propose and second it are written to where we have an address,"
            " and everybody reads why."
        ),
        button=gettext("Do not put it"),
        said=gettext("The wording is not put to the vote, with the reason."),
    )


@pages.route("/motions/<uuid:motion_id>/amendments/<int:n>/ruling", methods=["GET", "POST"])
@requires(Permission.AMENDMENT_RULE)
def rule_on_slip(motion_id: UUID, n: int) -> ResponseReturnValue:
    form = SlipForm()
    proposed_by = queries.amendment(db.session(), motion_id, n).proposed_by
    return _ask_about(
        motion_id,
        n,
        form,
        lambda session: telling_backers.rule_on_slip(
            session,
            motion_id,
            n,
            form.deed(actor(), clock.now()),
            is_slip=form.is_slip.data == SlipForm.SLIP,
            base_url=g.settings.base_url,
        ),
        lambda session: slips.ensure_may_rule_on(session, motion_id, n, deed_now()),
        title=gettext("Rule on a slip of the pen"),
        lead=gettext(
            "%(name)s says that this corrects a slip of the pen. A slip is a word that everybody can see was meant"
            " otherwise. Whatever gives the motion another meaning is no slip.",
            name=register.name_of(db.session(), proposed_by),
        ),
        button=gettext("Rule so"),
        said=gettext("Your ruling is on record, with the reason."),
    )


def _settle(
    motion_id: UUID, n: int, form: ButtonForm | ReasonForm, settled: Settled, **words: str
) -> ResponseReturnValue:
    return _ask_about(
        motion_id,
        n,
        form,
        lambda session: telling_backers.settle_amendment(
            session, motion_id, n, settled, form.deed(actor(), clock.now()), base_url=g.settings.base_url
        ),
        lambda session: amending.ensure_waits(session, motion_id, n, settled, deed_now()),
        **words,
    )


def _ask_about(
    motion_id: UUID,
    n: int,
    form: ButtonForm | ReasonForm,
    deed: Callable[["Session"], object],
    ensure: Callable[["Session"], object],
    **words: str,
) -> ResponseReturnValue:
    """Show one wording and what it changes, and ask for a deed with it."""
    session = db.session()
    motion, amendment = queries.find(session, motion_id), queries.amendment(session, motion_id, n)
    bases = {one.version: one.text for one in queries.texts(session, motion_id)}

    def keep(session: "Session") -> str:
        deed(session)
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="amendments/settle.html",
        gate=gate_of(motion_id, ensure),
        who=spoken(motion.title),
        back=url_for("motions.show", motion_id=motion_id),
        differences=differences_of(bases[amendment.base_version], amendment.text),
        proposer=register.name_of(session, amendment.proposed_by),
        reasons=amendment.reasons,
        **words,
    )


@pages.route("/motions/<uuid:motion_id>/text", methods=["GET", "POST"])
@requires(Permission.MOTION_WITHDRAW)
def reword(motion_id: UUID) -> ResponseReturnValue:
    """Ask for another text; where others stand behind it, for the languages that it is not written in yet alone."""
    motion, kept = queries.find(db.session(), motion_id), queries.text(db.session(), motion_id).text
    stands = dict(kept) if rewording.is_text_backed(db.session(), motion_id) else {}
    form = with_text(g.mutual.languages)(**as_typed("text", kept))
    for language in stands:
        del form[f"text_{language}"]

    def keep(session: "Session") -> str:
        text = LocalText(stands | local_text_of(form, "text"))
        telling_backers.rewrite(session, motion_id, text, deed_now(), base_url=g.settings.base_url)
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="amendments/reword.html",
        gate=gate_of(motion_id, lambda session: rewording.ensure_may_be_rewritten(session, motion_id, deed_now())),
        said=gettext("What you wrote is on record. The page shows what is the text now, and what waits."),
        motion=motion,
        stands=LocalText(stands),
        texts=local_fields(form, "text"),
    )


@pages.route("/motions/<uuid:motion_id>/translation", methods=["GET", "POST"])
@requires(Permission.MOTION_ADMIT)
def rule_on_translation(motion_id: UUID) -> ResponseReturnValue:
    session, form = db.session(), TranslationForm()
    motion, given = queries.find(session, motion_id), translating.waiting(session, motion_id)

    def keep(session: "Session") -> str:
        assert form.n.data is not None
        is_right, n = form.is_right.data == TranslationForm.RIGHT, form.n.data
        translating.rule_on(session, motion_id, form.deed(actor(), clock.now()), n=n, is_right=is_right)
        return url_for("motions.show", motion_id=motion_id)

    return ask_or_do(
        form,
        keep,
        template="amendments/translation.html",
        gate=gate_of(motion_id, lambda session: translating.ensure_may_rule_on(session, motion_id, deed_now())),
        said=gettext("What you found is on record."),
        motion=motion,
        text=queries.text(session, motion_id),
        given=given,
        author=register.name_of(session, given.written_by) if given else "",
    )
