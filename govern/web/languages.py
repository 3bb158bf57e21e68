"""In which language a page is read: as the reader chose, else as their browser asks, else as the mutual writes.

Pages of officers are in English as a whole: a page half in each would be read out wrongly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from babel.support import NullTranslations
from flask import Flask, Response, g, request
from flask_babel import Babel, Domain, get_locale, refresh
from markupsafe import Markup

from govern.access import is_for_officers
from govern.core.languages import SOURCE_LANGUAGE
from govern.core.words import catalogue
from govern.web.asked import own_address
from govern.web.security import READS, STATIC

ASKED = "lang"
COOKIE = "language"
REMEMBERED = timedelta(days=365)
# The rules are shown in the words that were registered; a mutual being founded has no languages yet; the parts of
# the pages are for whoever works on them.
IN_ENGLISH = frozenset({"rule_book.show", "founding.begin", "founding.found", "style.show"})
# Each language in its own words, for somebody who reads only that one.
NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True, kw_only=True)
class OtherLanguage:
    """A language that this page can be read in instead.

    :param name: in that language.
    :param address: this page in it.
    """

    code: str
    name: str
    address: str


class OneCatalogue(Domain):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel's way to the catalogues that rules and refusals are said from."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the reader's language."""
        return catalogue(language_of_reader())


class OurBabel(Babel):  # type: ignore[misc]  # Flask-Babel has no types
    """Flask-Babel with our catalogues instead of compiled files of its own."""

    @cached_property
    def domain_instance(self) -> OneCatalogue:
        """Return the one domain."""
        return OneCatalogue()


def speak(app: Flask, *, is_secure: bool) -> None:
    """Let each page speak its reader's language, and remember the language that a reader chose.

    :param is_secure: readers come by https, and so do their cookies.
    """
    OurBabel(app, locale_selector=_chosen)
    _let_templates_speak(app)
    app.jinja_env.globals["other_languages"] = other_languages
    for language in NAMES:
        catalogue(language)

    @app.before_request
    def see_for_whom() -> None:
        endpoint = request.endpoint or ""
        view = app.view_functions.get(endpoint)
        g.is_in_english = endpoint in IN_ENGLISH or (view is not None and is_for_officers(view))

    @app.after_request
    def remember(response: Response) -> Response:
        if request.endpoint == STATIC:
            return response
        response.vary.update(("Accept-Language", "Cookie"))
        asked = request.args.get(ASKED, "")
        if asked in _offered():
            response.set_cookie(COOKIE, asked, max_age=REMEMBERED, secure=is_secure, httponly=True, samesite="Lax")
        return response


def _let_templates_speak(app: Flask) -> None:
    """Give templates their sentences straight from the catalogue, in place of Jinja's own givers.

    A ballot paper has twenty, and each took a detour through the page's context, which no sentence needs.
    """
    app.jinja_env.globals.update({"_": _said, "gettext": _said, "ngettext": _counted})


def _said(msgid: str, /, **facts: object) -> Markup:
    """Return a sentence of a template; facts are escaped, and `%%` stands for `%` with facts or without."""
    return _in(language_of_reader(), msgid) % facts if facts else _without_facts(language_of_reader(), msgid)


def _counted(one: str, many: str, num: int, /, **facts: object) -> Markup:
    """Return a sentence of a template whose words hang on a number."""
    words = catalogue(language_of_reader()).ngettext(one, many, num)
    return Markup(words) % {"num": num, **facts}  # noqa: S704 - a catalogue is ours, and facts are escaped


@lru_cache(maxsize=4096)
def _in(language: str, msgid: str) -> Markup:
    """Return a sentence as the catalogue has it."""
    return Markup(catalogue(language).gettext(msgid))  # noqa: S704 - a catalogue is ours


@lru_cache(maxsize=4096)
def _without_facts(language: str, msgid: str) -> Markup:
    """Return a sentence that is the same for everybody; most are, so they are made once for each language."""
    return _in(language, msgid) % {}


def speak_to_everybody() -> None:
    """Answer in the reader's language although the page asked for is one of an officer's, which is in English."""
    g.is_in_english = False
    refresh()


def language_of_reader() -> str:
    """Return the language that this page is written in; asked for every sentence, so found once for a request."""
    known: str | None = g.get("language")
    if known is not None:
        return known
    locale = get_locale()
    found = str(locale.language) if locale is not None else SOURCE_LANGUAGE
    if "mutual" in g:
        g.language = found
    return found


def other_languages(address: str | None = None) -> Sequence[OtherLanguage]:
    """Return the languages that this page can be read in instead, none where asking again would change something.

    :param address: where the page is asked for, if not where it was; a form may send there what it holds.
    """
    if address is None and request.method not in READS:
        return ()
    return [
        OtherLanguage(code=code, name=NAMES[code], address=_in_language(address, code))
        for code in _offered()
        if code != language_of_reader()
    ]


def _in_language(address: str | None, code: str) -> str:
    """Return an address, or this page's own with all that was asked of it, in a language."""
    if address is not None:
        return f"{address}?{urlencode({ASKED: code})}"
    return own_address(**{ASKED: code})


def _chosen() -> str:
    """Return the reader's language, among those of the mutual."""
    offered = _offered()
    for wished in (request.args.get(ASKED, ""), request.cookies.get(COOKIE, "")):
        if wished in offered:
            return wished
    return request.accept_languages.best_match(offered) or offered[0]


def _offered() -> Sequence[str]:
    """Return the languages of the mutual that this page is written in; English before there is a mutual."""
    mutual = None if g.get("is_in_english") else g.get("mutual")
    spoken = [language for language in mutual.languages if language in NAMES] if mutual else []
    return spoken or [SOURCE_LANGUAGE]
