"""A page's form as a browser would send it: every field as it stands, then what somebody types."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

LINE = ("text", "email", "date", "time", "hidden", "password", "search", "tel", "number")


@dataclass
class Form:
    """One form: where it goes, and what it holds."""

    action: str
    held: MultiDict[str, Any] = field(default_factory=MultiDict)


class _Reader(HTMLParser):
    """Collects the forms of a page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.is_main = False
        self.select = ""
        self.area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.is_main = True
        elif not self.is_main:
            return
        elif tag == "form":
            self.forms.append(Form(told.get("action", "")))
        elif tag == "input":
            self._read_input(told)
        elif tag == "select":
            self.select = told["name"]
        elif tag == "option" and ("selected" in told or self.select not in self.forms[-1].held):
            self.forms[-1].held[self.select] = told["value"]
        elif tag == "textarea":
            self.area = told["name"]
            self.forms[-1].held[self.area] = ""

    def _read_input(self, told: dict[str, str]) -> None:
        """Hold what an input would send: a line always, a choice only if it is made."""
        if told["type"] in LINE or (told["type"] in ("radio", "checkbox") and "checked" in told):
            self.forms[-1].held.add(told["name"], told.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.forms[-1].held[self.area] = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.is_main = False
        elif tag == "textarea":
            self.area = None


def form_of(page: TestResponse, *, ending: str = "") -> Form:
    """Return the first form of a page's main part whose action ends so."""
    reader = _Reader()
    reader.feed(page.text)
    return next(form for form in reader.forms if form.action.endswith(ending))


def sent(form: Form, **typed: Any) -> MultiDict[str, Any]:
    """Return what is sent when somebody types this.

    A list chooses several, None leaves a box empty, and a pair of bytes and a name is a file.
    """
    data = form.held.copy()
    for name, value in typed.items():
        data.poplist(name)
        if isinstance(value, tuple):
            value = FileStorage(value[0], filename=value[1])
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return data
