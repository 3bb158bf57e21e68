"""Answers when something is refused, not there, or our own fault: in our words, as a page or as a problem."""

import secrets

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from govern.core import db, logs
from govern.core.actors import NOBODY
from govern.core.errors import BallotNotOpen, NotAllowed, NotFound, Refusal, SignInNeeded
from govern.web.filters import cited, in_reader_language
from govern.web.languages import speak_to_everybody
from govern.web.refusals import FormTooOld, MethodNotAllowed, NotUnderstood, TooLarge
from govern.web.security import READS

API = "/api/"
PROBLEM = "application/problem+json"
NOT_SENT_AGAIN = frozenset({"csrf_token"})
BY_STATUS: dict[int, type[Refusal]] = {404: NotFound, 405: MethodNotAllowed, 413: TooLarge}
TEMPLATES = {404: "not_found.html", 405: "method_not_allowed.html"}


def answer_in_our_words(app: Flask) -> None:
    """Register what is answered to refusals, to what the framework refuses, and to faults."""
    app.register_error_handler(Refusal, refuse)
    app.register_error_handler(CSRFError, refuse_old_form)
    app.register_error_handler(HTTPException, refuse_for_framework)
    app.register_error_handler(Exception, admit_fault)


def refuse(refusal: Refusal) -> ResponseReturnValue:
    """Answer a refusal with its sentence; a visitor goes to sign in, and back."""
    if isinstance(refusal, BallotNotOpen | NotAllowed | NotFound | SignInNeeded):
        speak_to_everybody()
    if _wants_problem():
        stands = cited(refusal.source) if refusal.source else ""
        return _problem(refusal.status, refusal.code, in_reader_language(refusal.sentence()), stands or None)
    if isinstance(refusal, SignInNeeded):
        return _ask_to_sign_in(refusal)
    template = TEMPLATES.get(refusal.status, "refusal.html")
    return render_template(template, refusal=refusal), refusal.status


def refuse_old_form(_error: CSRFError) -> ResponseReturnValue:
    """Answer a form whose token is not this session's."""
    return refuse(FormTooOld())


def refuse_for_framework(error: HTTPException) -> ResponseReturnValue:
    """Answer what the framework refused, keeping what it says to programs, such as Allow."""
    status = error.code or 500
    if status < 400:
        return error.get_response()
    if status >= 500:
        return admit_fault(error)
    response = make_response(refuse(BY_STATUS.get(status, NotUnderstood)()))
    response.status_code = status
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def admit_fault(error: Exception) -> ResponseReturnValue:
    """Answer a failure of ours with an id that the log has too."""
    # What failed may have been the database, so the page must ask it nothing.
    db.release()
    g.setdefault("actor", NOBODY)
    fault_id = secrets.token_hex(5)
    logs.fault("request.failed", error, fault_id=fault_id, endpoint=request.endpoint, method=request.method)
    if _wants_problem():
        return _problem(500, "fault", f"Something of ours failed. Tell us this number: {fault_id}.", None)
    return render_template("fault.html", fault_id=fault_id), 500


def _wants_problem() -> bool:
    """Say whether a program asked."""
    return request.path.startswith(API)


def _problem(status: int, code: str, detail: str, source: str | None) -> Response:
    """Return a problem for programs.

    Source: RFC 9457.
    """
    response = jsonify(type="about:blank", status=status, code=code, title=code, detail=detail, source=source)
    response.status_code = status
    response.mimetype = PROBLEM
    return response


def _ask_to_sign_in(refusal: SignInNeeded) -> ResponseReturnValue:
    """Send a reader to sign in and back; keep what somebody typed until they have."""
    if request.method in READS:
        return redirect(url_for("sign_in.enter", next=request.full_path.rstrip("?")))
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_SENT_AGAIN]
    return render_template("signed_out.html", refusal=refusal, typed=typed), refusal.status
