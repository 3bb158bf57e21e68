"""Set a document in type, as a PDF that a screen reader can read.

Source: stack 3: typst, PDF/UA-1; facts go in as data, so that nothing in them is ever read as markup.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent


def pdf(document: str, facts: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a document as a PDF; the same facts give the same bytes.

    :param document: name of a file of this folder, without its ending.
    :param facts: plain JSON.
    :param at: the instant that the file says it was made.
    """
    made = typst.compile(
        HERE / f"{document}.typ",
        format="pdf",
        sys_inputs={"facts": json.dumps(facts)},
        pdf_standards="ua-1",
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)
    return made
