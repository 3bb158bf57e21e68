"""Files that a reader saves."""

from flask import Response, make_response


def as_csv(text: str, name: str) -> Response:
    """Return text as a file to be saved, marked so that spreadsheets read its letters."""
    response = make_response(text.encode("utf-8-sig"))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
