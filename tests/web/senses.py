"""What a page must be for every reader, beyond what an accessibility checker sees.

Source: decisions, "People": forced colours, 200 % text, 400 % zoom, text spacing, contrast of borders, size of targets.
"""

from typing import Any

from playwright.sync_api import Page

from tests.browser import HEIGHT, WIDTH, as_it_is_seen, barriers, whole

NARROW, HALVED = 320, 640
FIELDS = "input:not([type=hidden]):not([type=file]), select, textarea, main button:not(.as-link):not(.pick)"

CONTRAST = """
(name) => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = (colour) => numbers(colour).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  return [...document.querySelectorAll(name)].map((one) => {
    const border = light(getComputedStyle(one).borderTopColor);
    const ground = light(getComputedStyle(document.body).backgroundColor);
    return (Math.max(border, ground) + 0.05) / (Math.min(border, ground) + 0.05);
  });
}
"""
SMALL_TARGETS = """
() => [...document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea")]
  .filter((one) => !one.closest(".skip"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))
  .map(([html]) => html)
"""
SPACED = """
  html { font-size: 225% !important }
  * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
"""
ENLARGE = """
(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}
"""
_FREE: set[tuple[str, str]] = set()


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    found: Any = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return int(found)


def obstacles(page: Page) -> list[str]:
    """Return all that would keep somebody from using a page as it stands, each in a few words.

    A page that was found free of them is not asked again where it comes as it was, as on the other engine.
    """
    content = whole(page)
    seen = as_it_is_seen(page, content)
    if seen in _FREE:
        return []
    found = _obstacles(page, content)
    if not found:
        _FREE.add(seen)
    return found


def _obstacles(page: Page, content: str) -> list[str]:
    found = [f"by day: {one}" for one in barriers(page, content)]
    found += [f"border of {ratio:.1f}" for ratio in page.evaluate(CONTRAST, FIELDS) if ratio < 3]
    page.emulate_media(color_scheme="dark")
    found += [f"in the dark: {one}" for one in barriers(page, content)]
    found += [f"border of {ratio:.1f} in the dark" for ratio in page.evaluate(CONTRAST, FIELDS) if ratio < 3]
    page.emulate_media(color_scheme="light")
    found += [f"small target: {one}" for one in page.evaluate(SMALL_TARGETS)]
    page.set_viewport_size({"width": NARROW, "height": HEIGHT})
    found += ["wider than a narrow window"] if overflow(page) > 0 else []
    page.set_viewport_size({"width": HALVED, "height": HEIGHT})
    found += ["wider than a window of half the width"] if overflow(page) > 0 else []
    page.evaluate(ENLARGE, SPACED)
    found += ["wider than the window with large and spaced-out text"] if overflow(page) > 0 else []
    page.evaluate(ENLARGE, "")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    return found
