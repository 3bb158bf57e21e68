"""A real browser, and what an accessibility checker says of the page in it."""

import re
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# A page comes into the frame of the page before, and is drawn by the browser itself: less work for each page.
OPTIONS = ("--enable-features=RenderDocument:level/crashed-frame", "--in-process-gpu")
# What keeps a window open shows nothing, and is as closed to other sites as our own pages are.
NOTHING = {"Content-Type": "text/html", "Cross-Origin-Opener-Policy": "same-origin"}
WIDTH, HEIGHT = 1280, 900
PATIENCE_MS = 10_000
# Only what is wrong is asked for: all that is right would be a hundred times as long.
CHECK = """
([standards, colours]) => {
  const left = axe.getRules().filter(({ tags }) => colours !== null && !tags.includes(colours));
  const rules = Object.fromEntries(left.map(({ ruleId }) => [ruleId, { enabled: false }]));
  return axe.run({ runOnly: { type: "tag", values: standards }, rules, resultTypes: ["violations"] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`)));
}
"""
# A page that is written over does not wait by itself for its style sheets, pictures and typefaces.
HOLD = """
async ([address, content]) => {
  history.replaceState(null, "", address);
  document.open();
  document.write(content);
  document.close();
  const awaited = [...document.querySelectorAll('link[rel~="stylesheet"], img')];
  const coming = awaited.filter((one) => !(one.sheet || one.complete));
  await Promise.all(coming.map((one) => new Promise((come) => { one.onload = one.onerror = come; })));
  document.body.getBoundingClientRect();
  await document.fonts.ready;
}
"""
COLOURS = "cat.color"  # the checker's own word for its rules about them
IN_THE_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
_NOTHING_TO_SEE = re.compile(
    r'(?<=nonce=")[^"]*|(?<=data-token=")[^"]*|(?<=type="hidden" name="csrf_token" value=")[^"]*'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
)
_SHOWN, _DIGIT = re.compile(r'>[^<]+<|(?:value|aria-label)="[^"]*"'), re.compile(r"\b[0-9a-f]{32,}\b|\d")
_OPEN_TO_ALL: set[tuple[tuple[str, str], bool]] = set()
_WINDOWS: WeakKeyDictionary[Browser, dict[bool, tuple[str, BrowserContext]]] = WeakKeyDictionary()
_CHECKING_PAGES: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()
_HELD: WeakKeyDictionary[Page, tuple[str, str]] = WeakKeyDictionary()


class BrowserNotFound(Exception):
    """No browser was found."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            f"The tests need a browser and found none of {', '.join(PROGRAMS)}, nor Playwright's own."
            " Run make browser, which installs one."
        )


def program(own: str) -> str:
    """Return the path of the first browser there is: the system's, or `own`, which Playwright installed."""
    found = next((path for name in PROGRAMS if (path := shutil.which(name))), own)
    if not Path(found).exists():
        raise BrowserNotFound
    return found


@contextmanager
def launched() -> Generator[Browser]:
    """Give a browser, and close it afterwards."""
    with sync_playwright() as playwright:
        path = program(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str, *, has_scripts: bool) -> Generator[Page]:
    """Give an empty page of a reader of their own, whose relative addresses start at `address`."""
    window = _window(browser, address, has_scripts=has_scripts)
    window.clear_cookies()
    yield window.new_page()
    for page in window.pages[1:]:
        page.close()


def _window(browser: Browser, address: str, *, has_scripts: bool) -> BrowserContext:
    """Return the window of all who read at one address: the last one, as long as that is where it is.

    What a reader brings or leaves is their page's and their cookies', and goes with them. A page stays behind that
    nobody reads: with its last page a window loses what draws it, and beginning anew would cost as much as two pages.
    """
    windows = _WINDOWS.setdefault(browser, {})
    where, window = windows.get(has_scripts, ("", None))
    if window is not None and where == address:
        return window
    if window is not None:
        window.close()
    window = browser.new_context(
        base_url=address,
        java_script_enabled=has_scripts,
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": WIDTH, "height": HEIGHT},
    )
    window.set_default_timeout(PATIENCE_MS)
    windows[has_scripts] = address, window
    stays = window.new_page()
    stays.route(address, lambda route: route.fulfill(body="", headers=NOTHING))
    stays.goto(address)
    return window


def follow(wanted: Locator) -> None:
    """Press a link or a button that brings another page, and wait until that page has come whole.

    A click comes back before the browser has left the page: whoever read on at once would read the page before.
    """
    with wanted.page.expect_navigation():
        press(wanted)


def press(wanted: Locator) -> None:
    """Press what leaves its reader on the page; see `follow` for what brings another."""
    wanted.click()


def barriers(page: Page, content: str | None = None) -> list[str]:
    """Return what axe finds that would keep somebody out, one line a finding; empty when it finds nothing.

    A page found open to all by day is asked in the dark about its colours: nothing else changes there, as
    tests/web/test_style.py holds.

    :param content: of the page, for whoever has it already.
    Source: WCAG 2.2, levels A and AA, as far as a program can tell.
    """
    content = content or whole(page)
    is_dark = bool(page.evaluate(IN_THE_DARK))
    as_by_day = as_it_is_seen(page, content)
    if (as_by_day, is_dark) in _OPEN_TO_ALL:
        return []
    asked = COLOURS if is_dark and (as_by_day, False) in _OPEN_TO_ALL else None
    checking = _copy_that_runs_the_checker(page, content, is_dark=is_dark)
    found: list[str] = checking.evaluate(CHECK, [list(STANDARDS), asked])
    if not found:
        _OPEN_TO_ALL.add((as_by_day, is_dark))
    return found


def whole(page: Page) -> str:
    """Return what a page is made of once it has come whole."""
    page.wait_for_load_state()
    return page.content()


def as_it_is_seen(page: Page, content: str) -> tuple[str, str]:
    """Return all that a checker's answer hangs on: two pages are alike but for secrets, ids, digests, and which digits.

    Most pages come twice, on either engine; a page that was found open to all need not be asked again.
    """
    alike = _SHOWN.sub(lambda shown: _DIGIT.sub(_noughts, shown[0]), _NOTHING_TO_SEE.sub("", content))
    return alike, str(page.viewport_size)


def _noughts(digits: re.Match[str]) -> str:
    """Return as many noughts as there are digits: what is as long takes as much room."""
    return "0" * len(digits[0])


def _copy_that_runs_the_checker(page: Page, content: str, *, is_dark: bool) -> Page:
    """Return a copy of the page as it stands and as its reader sees it, in which the checker can run.

    The checker is a script, and where a reader has none it would wait for ever. The page's own
    scripts are kept from the copy; style sheets come from where the page found them.
    """
    copy, as_it_stands = _checking_page(page), (page.url, content)
    if page.viewport_size is not None:
        copy.set_viewport_size(page.viewport_size)
    # Forced colours are left out: there the reader chose the colours, and no page can get them wrong.
    # Colours are asked for as they come to rest, not while they pass from those of the day.
    scheme: Literal["dark", "light"] = "dark" if page.evaluate(IN_THE_DARK) else "light"
    copy.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # Each answer has secrets of its own, so what is held is the very page, by day or in another window.
    if _HELD.pop(copy, None) != as_it_stands:
        _bring(copy, *as_it_stands)
    _HELD[copy] = as_it_stands
    return copy


def _bring(copy: Page, address: str, content: str) -> None:
    """Let a page hold `content` as if it had come from `address`, without scripts of its own.

    What it held before is written over where it stands, for the checker is large: read anew for each page it would
    cost as much again as the check. Only pages that a server sent can take each other's addresses.
    """
    if not urlsplit(address).netloc or urlsplit(copy.url).netloc != urlsplit(address).netloc:
        without_scripts = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "script-src 'none'"}
        copy.unroute_all()
        copy.route(address, lambda route: route.fulfill(body="", headers=without_scripts))
        copy.goto(address)
        copy.evaluate(AXE_SCRIPT)
    copy.evaluate(HOLD, [address, content])


def _checking_page(page: Page) -> Page:
    """Return the browser's one page for checking; making one for each check would cost more than the check."""
    browser = page.context.browser
    assert browser is not None
    made = _CHECKING_PAGES.get(browser)
    if made is None:
        # What would fade from colour to colour is seen as it comes to rest.
        made = _CHECKING_PAGES[browser] = browser.new_context(reduced_motion="reduce").new_page()
        made.set_default_timeout(PATIENCE_MS)
    return made
