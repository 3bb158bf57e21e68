"""Voting: from a link or a letter's code to the box.

What a voter chose is never in an address, a cookie or a log. It is in the forms that go to and fro,
and on the way to the box it is sealed.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Blueprint, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from govern.access import CREDENTIAL, carry_credential, let_credential_go, public, requires
from govern.accounts import service as accounts
from govern.accounts.rules import origin_of, subject_hash
from govern.ballots import casting, credentials, papers, queries, words
from govern.ballots.casting import Desk
from govern.ballots.models import Decides
from govern.ballots.papers import Opened
from govern.ballots.refusals import AlreadyVoted, CredentialNotKnown, VotingNotOpen
from govern.ballots.standing import Place
from govern.core import clock, db
from govern.core.db import AnyRow
from govern.core.keyring import Keyring
from govern.core.words import Sentence, say
from govern.divisions import boxes, weighing
from govern.divisions import service as divisions
from govern.divisions.boxes import Put
from govern.divisions.secrecy import Secrecy
from govern.motions import overtaking
from govern.motions import queries as motions
from govern.permissions import Permission
from govern.register import queries as register
from govern.web.filters import in_reader_language
from govern.web.forms.fields import text_of
from govern.web.forms.vote import CodeForm, OneChoiceForm, RankingForm
from govern.web.limit_words import limits_told
from govern.web.motion_changes import changes_shown, compared_with
from govern.web.sign_in import sign_out
from govern.web.wordings import differences_of
from govern.web.worked import worked

pages = Blueprint("vote", __name__)
LONGEST_WORDS = 4 * 9 + 2
BY_CLASS = say(
    "After the count we publish what came of the vote. We publish how many were for and against only where that does"
    " not show how a few people voted."
)
ON_PAPER: Mapping[Secrecy, Sequence[Sentence]] = {
    Secrecy.BY_CLASS: (BY_CLASS,),
    Secrecy.IN_DOUBT: (
        BY_CLASS,
        say(
            "This vote looks at each class on its own. In a small class, what came of the vote can show how you voted."
        ),
    ),
}


@pages.get("/vote")
@public
def enter() -> ResponseReturnValue:
    return render_template("vote/enter.html", form=CodeForm())


@pages.get("/vote/<code>")
@public
def show_link(code: str) -> ResponseReturnValue:
    """Show whose ballot a link opens. Mail scanners open links, so opening one changes nothing."""
    return _is_this_you(_opened_by(_digest(code)), code)


@pages.post("/vote")
@public
def check_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("vote/enter.html", form=form), 422
    try:
        opened = _opened_by(_digest(text_of(form.code)))
    except CredentialNotKnown as refusal:
        _count_wrong_code()
        form.code.errors = [in_reader_language(refusal.sentence())]
        return render_template("vote/enter.html", form=form), refusal.status
    return _is_this_you(opened, text_of(form.code))


@pages.post("/vote/entry")
@public
def come_in() -> ResponseReturnValue:
    """Let an elector in, and nobody else beside them: whoever else is signed in here is signed out first."""
    digest = _digest(request.form.get("code", "")[:100])
    try:
        opened = _opened_by(digest)
    except CredentialNotKnown:
        _count_wrong_code()
        raise
    if _another_signed_in(opened):
        sign_out()
    carry_credential(digest)
    return redirect(url_for(".mark"), 303)


@pages.route("/vote/ballot", methods=["GET", "POST"])
@requires(Permission.BALLOT_CAST)
def mark() -> ResponseReturnValue:
    """Show the ballot paper, empty, or filled in again for somebody who wants to change it."""
    opened = _opened_by(session[CREDENTIAL])
    poll = opened.poll
    if not queries.hours(poll).is_open(clock.now()):
        return _closed(opened)
    if not opened.standing.may_cast:
        return _no_ballot(opened)
    form = _form(opened)
    if request.method == "POST":
        _ensure_own_paper(opened)
        form.show_again(request.form)
    return _paper(opened, form)


@pages.post("/vote/review")
@requires(Permission.BALLOT_CAST)
def review() -> ResponseReturnValue:
    opened = _opened_by(session[CREDENTIAL])
    _ensure_own_paper(opened)
    poll = opened.poll
    form = _form(opened).read(request.form)
    if form.problems:
        return _paper(opened, form), 422
    ranking = form.ranking
    reviewed = casting.review(db.session(), opened.elector, ranking=ranking, desk=_desk(), at=clock.now())
    names = {one.number: one.name for one in form.options}
    return render_template(
        "vote/review.html",
        poll=poll,
        names=[names[number] for number in ranking],
        form=form,
        reviewed=reviewed,
        put=_put(poll),
        **_handed_to(opened),
    )


@pages.post("/vote/cast")
@requires(Permission.BALLOT_CAST)
def cast() -> ResponseReturnValue:
    """Put the vote in the box. The answer is this page itself, of one size for everybody, and stored nowhere."""
    desk = _desk()
    with db.transaction() as current:
        elector = credentials.elector_of(current, session[CREDENTIAL])
        reviewed = request.form.get("reviewed", "")
        receipt = casting.cast(current, elector, reviewed=reviewed, desk=desk, clock_now=clock.now)
        poll = queries.told_of(current, elector.poll_id, elector.elector_id)
    padding = " " * (LONGEST_WORDS - len(receipt.words))
    told = words.after_casting(poll.custody, is_tendered=poll.is_tendered)
    return render_template(
        "vote/cast.html", poll=poll, poll_id=elector.poll_id, receipt=receipt, padding=padding, told=told
    )


@pages.post("/vote/leaving")
@public
def leave() -> ResponseReturnValue:
    let_credential_go()
    return redirect(url_for("home.show"), 303)


def _opened_by(digest: str) -> Opened:
    """Return what a credential opens today.

    :raises CredentialNotKnown: it opens nothing, or has been replaced since.
    """
    return papers.opened_by(db.session(), digest, on=clock.local_date(clock.now(), g.zone))


def _is_this_you(opened: Opened, code: str) -> str:
    """Return the page that says whose ballot it is and asks to go on, or why there is none."""
    if not queries.hours(opened.poll).is_open(clock.now()):
        return _closed(opened)
    if not opened.standing.may_cast:
        return _no_ballot(opened)
    another = _another_signed_in(opened)
    return render_template(
        "vote/is_this_you.html",
        poll=opened.poll,
        code=code,
        name=opened.name,
        standing=len(papers.lines(db.session(), opened.poll.id)),
        place=opened.standing,
        signed_in=register.name_of(db.session(), another) if another else None,
    )


def _another_signed_in(opened: Opened) -> UUID | None:
    """Return who is signed in in this browser, where that is not whose ballot it is.

    Source: INV-40: nobody votes in another's session.
    """
    reader: UUID | None = current_user.person_id if current_user.is_authenticated else None
    return reader if reader != opened.person_id else None


def _closed(opened: Opened) -> str:
    """Return the page that says when ballots are taken, or that voting is over."""
    return render_template(
        "vote/closed.html",
        poll=opened.poll,
        name=opened.name,
        at=clock.now(),
        source=VotingNotOpen.source,
        came_to=worked(boxes.division_of(db.session(), opened.poll.id)) if _is_on_motion(opened) else "",
    )


def _is_on_motion(opened: Opened) -> bool:
    return bool(opened.poll.decides == Decides.MOTION)


def _no_ballot(opened: Opened) -> str:
    """Return the page that says why there is no ballot: cast before, or not to be had."""
    if opened.standing.place == Place.VOTED:
        return render_template("vote/voted.html", poll=opened.poll, source=AlreadyVoted.source)
    return render_template("vote/cannot.html", poll=opened.poll, place=opened.standing)


def _paper(opened: Opened, form: RankingForm) -> str:
    """Return the ballot paper."""
    poll = opened.poll
    told = [*words.before_casting(poll.custody), *_publication(poll)]
    limits = limits_told(poll.constraints, {one.number: one.name for one in form.options})
    put = _put(poll)
    changed = differences_of(put.replaced, put.text) if put and put.replaced else []
    shown = {"form": form, "told": told, "limits": limits, "put": put, "differences": changed}
    shown |= _rules_changed(poll) if put else {}
    return render_template("vote/ballot.html", poll=poll, **shown, **_handed_to(opened))


def _rules_changed(poll: AnyRow) -> dict[str, Any]:
    """Return the rules that the motion voted on would change, since which version, and if they cannot come any more."""
    division = divisions.find(db.session(), boxes.division_of(db.session(), poll.id))
    motion = motions.find(db.session(), division.motion_id)
    changed, against = changes_shown(db.session(), motion), compared_with(db.session(), motion)
    overtaken = overtaking.told_to_voters(db.session(), motion)
    return {"rules_changed": changed, "rules_against": against, "overtaken": overtaken}


def _publication(poll: AnyRow) -> list[Sentence]:
    """Return what is published after the count, and whether that can tell how somebody voted."""
    if poll.decides == Decides.MOTION:
        division = divisions.find(db.session(), boxes.division_of(db.session(), poll.id))
        if told := ON_PAPER.get(weighing.secrecy_of(db.session(), division)):
            return [*told]
    return [words.publication(poll.publication_mode, poll.decides)]


def _put(poll: AnyRow) -> Put | None:
    """Return the words that are voted on, which the paper shows; None where people are."""
    return boxes.put_in(db.session(), poll.id) if poll.decides == Decides.MOTION else None


def _form(opened: Opened) -> RankingForm:
    """Return the form of a paper: people are ranked, and on a motion one line is chosen."""
    lines = papers.lines(db.session(), opened.poll.id)
    return OneChoiceForm(lines) if opened.poll.decides == Decides.MOTION else RankingForm(lines)


def _handed_to(opened: Opened) -> dict[str, str]:
    """Return what a paper says and carries of whom it was handed to."""
    return {"voter": opened.name, "paper": opened.bound(secret=g.settings.secret_key)}


def _ensure_own_paper(opened: Opened) -> None:
    """Refuse a paper that was handed to somebody else: in two tabs of one browser, two people may have begun.

    :raises PaperNotYours: see there.
    """
    opened.ensure_bound(request.form.get("paper", ""), secret=g.settings.secret_key)


def _digest(code: str) -> str:
    return credentials.digest_of(code, secret=g.settings.secret_key)


def _desk() -> Desk:
    return Desk(secret=g.settings.secret_key, receipt_key=_receipt_key(g.settings.keys, g.settings.keys_backup))


@lru_cache(maxsize=8)
def _receipt_key(keys: Path, backup: Path) -> Ed25519PrivateKey:
    """Return the key that signs receipts, read once by each process: every cast needs it."""
    return Keyring(keys, backup).receipt_key()


def _count_wrong_code() -> None:
    """Count a code that opened nothing by where it came from, so that nobody can try many."""
    origin = subject_hash(g.settings.secret_key.encode(), "code", origin_of(request.remote_addr))
    with db.transaction() as current:
        accounts.count_wrong_code(current, origin, at=clock.now())
