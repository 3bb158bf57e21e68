"""The log speaks of events and ids, and of faults without what was in them."""

from govern.core import logs
from tests.logbook import written


def test_a_line_is_an_event_with_its_facts() -> None:
    with written() as log:
        logs.event("roll.frozen", electors=12)

    (line,) = log.lines()
    assert (line["event"], line["level"], line["electors"]) == ("roll.frozen", "info", 12)


def test_a_fault_says_what_kind_and_where_and_nothing_of_what_was_typed() -> None:
    def fail(address: str) -> None:
        raise ValueError(address) from KeyError(address)

    with written() as log:
        try:
            fail("ann@example.org")
        except ValueError as error:
            logs.fault("request.failed", error, fault_id="abc")

    (line,) = log.lines()
    assert line["kinds"] == ["builtins.ValueError", "builtins.KeyError"]
    assert line["places"][-1].endswith(" fail")
    assert "ann@" not in log.getvalue()
