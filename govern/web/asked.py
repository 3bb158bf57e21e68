"""What an address asks for beyond the page itself."""

from flask import request

LONGEST_NUMBER = 9


def page_asked() -> int:
    """Return the page of a list that is asked for; the first, where what was asked for is no page."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and asked.isascii() and len(asked) <= LONGEST_NUMBER else 1
