"""What an address asks for beyond the page itself."""

from urllib.parse import quote, urlencode

from flask import request

LONGEST_NUMBER = 9


def page_asked() -> int:
    """Return the page of a list that is asked for; the first, where what was asked for is no page."""
    asked = request.args.get("page", "")
    return max(1, int(asked)) if asked.isdecimal() and asked.isascii() and len(asked) <= LONGEST_NUMBER else 1


def own_address(**also: str) -> str:
    """Return this page's own address with all that was asked of it, and nothing of where on it the reader stood.

    A form without an address is sent to where its reader stands, such as the field to which a fault led them. What
    answers it would show that field again, and neither what is wrong now nor what was done.

    :param also: what is asked beside that, or instead.
    """
    # One slash: with two, a path of ours would be read as the name of another site.
    path = f"{request.script_root}/{quote(request.path.lstrip('/'))}"
    asked = request.args.to_dict(flat=False) | {name: [value] for name, value in also.items()}
    return f"{path}?{urlencode(asked, doseq=True)}" if asked else path
