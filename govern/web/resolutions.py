"""The register of resolutions: to be searched, saved as a table, and signed as an extract that anybody can check.

Source: product 4 (B6).
"""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import Blueprint, Response, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from govern.access import actor, can, public, requires
from govern.constitution.rules import Mode
from govern.core import clock, db
from govern.core.canonical import canonical
from govern.core.errors import NotFound
from govern.core.languages import SOURCE_LANGUAGE, LocalText
from govern.core.words import Sentence
from govern.divisions.doubt_words import Doubts
from govern.documents import typesetting
from govern.motions.division_models import Division, DivisionOutcome
from govern.motions.rules import Kind
from govern.motions.words import KINDS
from govern.permissions import Permission
from govern.registrar import copies as registrar_copies
from govern.resolutions import extracts, retold, signed_extracts
from govern.resolutions import queries as resolutions
from govern.resolutions.models import ResolutionExtract
from govern.resolutions.queries import MOST, Came, Resolution, Wanted
from govern.resolutions.refusals import ExtractWithheld
from govern.web.deeds import Gate, ask_or_do, deed_now, may
from govern.web.filters import day, instant, spoken
from govern.web.forms.motions import ButtonForm
from govern.web.forms.resolutions import CAME, DigestForm, SearchForm
from govern.web.languages import language_of_reader
from govern.web.minutes_words import said_of
from govern.web.registrar_copies import (
    countersigned,
    heading_of,
    is_countersigned_by_us,
    may_be_countersigned,
    of_first_meeting,
    of_its_section,
    page_of,
)
from govern.web.saving import as_csv
from govern.web.steps import keyring
from govern.web.sums import rows_of
from govern.web.who_decided import from_minutes, named, who_decided
from govern.web.worked import as_written, weighed_again, worked

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

pages = Blueprint("resolutions", __name__)
COLUMNS = (
    *("date", "reference", "decided by", "kind", "title", "text", "outcome", "effect", "sum", "rule", "source"),
    *("version of the rules", "learned later"),
)
NOBODY = UUID(int=0)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@pages.route("/resolutions", methods=["GET", "POST"])
@requires(Permission.MOTION_READ)
def index() -> ResponseReturnValue:
    form = _form()
    wanted = form.wanted() if form.validate_on_submit() else Wanted()
    found = _found(wanted)
    page = render_template(
        "resolutions/index.html",
        form=form,
        found=found[:MOST],
        total=len(found),
        is_new=not found and wanted == Wanted(),
        came=CAME,
        who_decided=who_decided,
        kinds=KINDS,
        worked=worked,
        as_written=as_written,
        from_minutes=from_minutes,
        beside=_beside,
        said=said_of([one.decision_id for one in found[:MOST] if one.decision_id]),
        with_minutes=can(Permission.REGISTER_READ),
    )
    return page, 422 if form.errors else 200


@pages.post("/resolutions.csv")
@requires(Permission.MOTION_READ)
def save() -> ResponseReturnValue:
    form = _form()
    wanted = form.wanted() if form.validate_on_submit() else Wanted()
    return as_csv(_sheet(_found(wanted)), "resolutions.csv")


def _form() -> SearchForm:
    every = resolutions.found(db.session(), Wanted(), with_minutes=can(Permission.REGISTER_READ), shown=lambda _one: "")
    return SearchForm().offer(every)


def _found(wanted: Wanted) -> list[Resolution]:
    return resolutions.found(db.session(), wanted, with_minutes=can(Permission.REGISTER_READ), shown=_shown)


def _shown(one: Resolution) -> str:
    """Return what a line says to its reader beside title, text and reference."""
    words = (who_decided(one), CAME[one.came], one.rule, KINDS[Kind(one.kind)] if one.kind else None, one.reference)
    return " ".join((*(spoken(told) for told in words if told), one.working, one.source))


def _sheet(found: list[Resolution]) -> str:
    """Return lines as comma-separated values."""
    written = StringIO()
    sheet = csv.writer(written)
    sheet.writerow(COLUMNS)
    for one in found:
        kind = spoken(KINDS[Kind(one.kind)]) if one.kind else ""
        row = [one.on.isoformat(), spoken(one.reference), spoken(who_decided(one)), kind]
        row += [spoken(one.title), spoken(one.text)]
        row += [spoken(CAME[one.came]), _note(one), one.working, spoken(one.rule) if one.rule else "", one.source]
        sheet.writerow([_safe(cell) for cell in (*row, str(one.version or ""), _beside(one))])
    return written.getvalue()


def _note(one: Resolution) -> str:
    """Return what has to be known of a line beside its outcome: from when it has effect, or that nobody counted it."""
    if one.entered_on:
        told = [from_minutes(one.body, on=one.on, entered_on=one.entered_on), *_said(one)]
        return " ".join(str(spoken(words)) for words in told)
    return str(spoken(one.effect)) if one.effect else ""


def _said(one: Resolution) -> list[Sentence]:
    """Return what others than who entered it say of a decision from minutes."""
    told = said_of([one.decision_id]) if one.decision_id else {}
    return [each.words for each in told.get(one.decision_id, [])] if one.decision_id else []


def _beside(one: Resolution) -> str:
    """Return what is said beside a sum: what was learned too late, and whether it could have changed the outcome."""
    if one.division_id is None:
        return ""
    return " ".join(spoken(words) for words in resolutions.said_beside(db.session(), one.division_id, at=clock.now()))


def _safe(words: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: it begins with an apostrophe where it would."""
    return f"'{words}" if words.startswith(FORMULA) else words


@pages.get("/resolutions/<uuid:division_id>")
@requires(Permission.MOTION_READ)
def show(division_id: UUID) -> ResponseReturnValue:
    session = db.session()
    one, weighed = resolutions.of_division(session, division_id), weighed_again(division_id)
    return render_template(
        "resolutions/show.html",
        one=one,
        rows=list(rows_of(weighed)) if weighed else [],
        worked=worked,
        as_written=as_written,
        learned=resolutions.learned_of(session, division_id, at=clock.now()),
        codes_could_differ=resolutions.is_close_by_codes(session.get_one(DivisionOutcome, division_id)),
        extracts=signed_extracts.of_division(session, division_id),
        may_sign=may(lambda: extracts.ensure_may_be_signed(session, division_id, deed_now())),
        came=CAME,
        who_decided=who_decided,
        kinds=KINDS,
    )


@pages.route("/resolutions/<uuid:division_id>/extract", methods=["GET", "POST"])
@requires(Permission.EXTRACT_SIGN)
def sign(division_id: UUID) -> ResponseReturnValue:
    one, key = resolutions.of_division(db.session(), division_id), keyring().journal_key()
    is_copy = registrar_copies.section_of(db.session(), division_id, actor().person_id or NOBODY) is not None

    def keep(session: "Session") -> str:
        deed = deed_now()
        section = registrar_copies.section_of(session, division_id, deed.actor.person_id or NOBODY)
        made = extracts.sign(session, division_id, deed, key=key, section=section)
        return url_for(".check", told=made.digest)

    return ask_or_do(
        ButtonForm(),
        keep,
        template="resolutions/sign.html",
        said=gettext("The copy is signed. The secretary countersigns it, and then it can be sent.")
        if is_copy
        else gettext("The extract is signed. Whoever holds it can check it here."),
        gate=Gate(
            ensure=lambda session: extracts.ensure_may_be_signed(session, division_id, deed_now()),
            about=LocalText(one.title),
            back=url_for(".show", division_id=division_id),
        ),
        one=one,
        learned=resolutions.learned_of(db.session(), division_id, at=clock.now()),
        worked=worked,
        came=CAME,
        who_decided=who_decided,
        is_copy=is_copy,
        first=of_first_meeting({"first_meeting": extracts.first_meeting(db.session(), division_id)}, as_written),
    )


@pages.route("/extracts", methods=["GET", "POST"])
@public
def ask() -> ResponseReturnValue:
    form = DigestForm()
    if form.validate_on_submit():
        told = "".join((form.digest.data or "").split()).lower()
        return redirect(url_for(".check", told=told), 303)
    return render_template("resolutions/ask.html", form=form, is_unknown=False), 422 if form.errors else 200


@pages.get("/extracts/<told>")
@public
def check(told: str) -> ResponseReturnValue:
    try:
        extract = signed_extracts.find(db.session(), told)
    except NotFound:
        return render_template(
            "resolutions/ask.html", form=DigestForm(formdata=None, digest=told), is_unknown=True
        ), 404
    key = keyring().journal_key().public_key()
    return render_template(
        "resolutions/check.html",
        extract=extract,
        of_it=page_of(db.session(), extract),
        content=extract.content,
        title=LocalText(extract.content["title"]),
        text=LocalText(extract.content["text"]),
        rows=_rows(extract, as_written),
        learned=_learned_since(extract),
        is_withheld=_is_withheld(extract),
        is_genuine=signed_extracts.is_genuine(extract, key) and is_countersigned_by_us(extract, key),
        heading=heading_of(extract.content),
        countersigned=countersigned(extract),
        hand=registrar_copies.countersignature(db.session(), extract),
        may_countersign=may_be_countersigned(extract),
        key=key.public_bytes_raw().hex(),
    )


@pages.get("/extracts/<told>/extract.json")
@public
def save_signed(told: str) -> ResponseReturnValue:
    """Give the very bytes whose SHA-256 is the digest, so that a stranger can work it out without us."""
    response = Response(canonical(_told_whole(told).content), mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="extract-{told[:8]}.json"'
    return response


@pages.get("/extracts/<told>/extract.pdf")
@public
def save_extract(told: str) -> ResponseReturnValue:
    extract = _told_whole(told)
    content, language = extract.content, language_of_reader()
    facts = {
        "language": language,
        "mutual": content["mutual"],
        "mark": _mark(content),
        "heading": heading_of(content),
        "title": spoken(LocalText(content["title"])),
        "text": spoken(LocalText(content["text"])),
        "rows": _in_its_language(extract, language),
        "signed": _signed(extract),
        "countersigned": countersigned(extract),
        "verify": gettext("Whether this is what was signed can be checked at this address, by the digest below:"),
        "address": g.settings.base_url + url_for(".check", told=told),
        "place": g.settings.base_url + url_for(".ask"),
        "digest": extract.digest,
    }
    response = Response(typesetting.pdf("extract", facts, at=extract.signed_at), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="extract-{told[:8]}.pdf"'
    return response


def _is_withheld(extract: ResolutionExtract) -> bool:
    """Say whether an extract was signed before small classes were hidden, and prints what is hidden now.

    Source: decision 0037.
    """
    session, content = db.session(), extract.content
    of_it = retold.withheld(
        session,
        session.get_one(Division, extract.division_id),
        session.get_one(DivisionOutcome, extract.division_id),
    )
    return of_it is not None and content["working"] != str(of_it)


def _learned_since(extract: ResolutionExtract) -> Doubts | None:
    """Return what was learned too late about a vote where an extract of it does not say the same."""
    learned = resolutions.learned_of(db.session(), extract.division_id, at=clock.now())
    now = [str(words) for words in (*learned.told, learned.verdict)] if learned.any else []
    return learned if now != extract.content.get("learned", []) else None


def _told_whole(told: str) -> ResolutionExtract:
    """Return an extract that may be read as it was signed.

    :raises ExtractWithheld: it prints how a few voted in secret.
    """
    extract = signed_extracts.find(db.session(), told)
    if _is_withheld(extract):
        raise ExtractWithheld
    return extract


def _mark(content: dict[str, Any]) -> str:
    """Return what stands across an extract of a demonstration or a rehearsal, and nothing on a real one."""
    if g.mutual.mode == Mode.REAL and not content.get("is_demonstration"):
        return ""
    if g.mutual.mode == Mode.REHEARSAL:
        return str(gettext("A rehearsal. Nothing decided here counts."))
    return str(gettext("A demonstration. Nothing decided here counts."))


def _rows(extract: ResolutionExtract, written: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return what an extract says beside title and text: what, and the fact.

    :param written: how words are shown that were signed as they are, in English.
    """
    content: dict[str, Any] = extract.content
    codes = {name: content.get(name) for name in ("way", "kind")}
    learned = _learned_then(extract)
    return [
        (gettext("Number"), written(content["number"])),
        *_whose(content),
        (gettext("Decided by"), spoken(named(content["body"], came=content["came"], **codes))),
        *_held(content),
        (gettext("Declared on"), day(date.fromisoformat(content["declared_on"]))),
        (gettext("What came of it"), _begun(spoken(CAME[Came(content["came"])]))),
        *of_its_section(content),
        *of_first_meeting(content, written),
        *([(gettext("Effect"), written(content["effect"]))] if content.get("effect") else []),
        (gettext("The sum"), spoken(retold.WITHHELD) if _is_withheld(extract) else written(content["working"])),
        *([(gettext("Beside the sum"), written(learned))] if learned else []),
        (gettext("The rule"), written(f"{content['rule']} ({content['source']})")),
        (gettext("Version of the rules"), str(content["rule_set_version"])),
    ]


def _begun(words: str) -> str:
    """Return words as they begin a line."""
    return words[:1].upper() + words[1:]


def _whose(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the number under which the mutual is registered, where it was signed with the rest."""
    number = content.get("registered_number")
    return [(gettext("Registered number of the mutual"), number)] if number else []


def _held(content: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the day on which the vote ended, where it was signed with the rest."""
    if not content.get("held_on"):
        return []
    what = gettext("Day of the meeting") if content.get("way") == "meeting" else gettext("Day on which voting ended")
    return [(what, day(date.fromisoformat(content["held_on"])))]


def _learned_then(extract: ResolutionExtract) -> str:
    """Return what an extract says of what was learned too late; nothing where it says nothing."""
    return " ".join(extract.content.get("learned", []))


def _in_its_language(extract: ResolutionExtract, language: str) -> list[tuple[str, str, str]]:
    """Return what an extract says beside title and text, each fact with the language that it is in."""
    kept = {
        extract.content["number"],
        extract.content["working"],
        *extract.content.get("first_meeting", {}).values(),
        extract.content.get("effect"),
        _learned_then(extract),
        f"{extract.content['rule']} ({extract.content['source']})",
    }
    return [(what, fact, SOURCE_LANGUAGE if fact in kept else language) for what, fact in _rows(extract, str)]


def _signed(extract: ResolutionExtract) -> str:
    words: str = gettext(
        "Signed by %(name)s as chair: %(instant)s.",
        name=extract.content["signed_by"],
        instant=instant(extract.signed_at),
    )
    return words
