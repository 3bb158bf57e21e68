"""The processes that answer readers: what the web server refuses by itself is answered in our words too."""

from typing import Any

from gunicorn.http.errors import LimitRequestLine
from gunicorn.util import write_nonblock
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.test import Client

# None of our addresses is like it.
NOWHERE = "/" + "x" * 40
TOO_LONG = "414 URI Too Long"


class ReadersWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A process with threads, which knows an address that is too long to be read for one at which there is nothing."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer an address that is too long with the page of ours that says so; all else as gunicorn does."""
        if isinstance(exc, LimitRequestLine):
            write_nonblock(client, page_of_nothing(self.wsgi))
        else:
            super().handle_error(req, client, addr, exc)


def page_of_nothing(app: Any) -> bytes:
    """Return our page for an address at which there is nothing, as it goes over the line.

    The address was not read, and neither was who asks for it: so the page is that of a visitor.
    """
    answer = Client(app, use_cookies=False).get(NOWHERE)
    told = [(name, value) for name, value in answer.headers if name.lower() not in ("connection", "set-cookie")]
    head = "".join(f"{name}: {value}\r\n" for name, value in (*told, ("Connection", "close")))
    return f"HTTP/1.1 {TOO_LONG}\r\n{head}\r\n".encode("latin-1") + answer.get_data()
