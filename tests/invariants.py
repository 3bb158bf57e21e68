"""`make invariants`: nobody votes themselves in, line by line, and whether each line holds.

Nothing is believed: the tests that carry `@pytest.mark.invariant("INV-07")` are run, on both
databases, and what is printed is what they did. A test says with `by="database"` that what it meets
is the database's own refusal and not the code's.

Source: domain 2.8; the subjects by decisions, "Law and procedure".
"""

import sys
from collections import defaultdict
from dataclasses import dataclass

import pytest

REGISTER, ELECTIONS, MEETINGS = "register", "elections and board", "motions and meetings"


@dataclass(frozen=True)
class Invariant:
    """One line of the founding rule.

    :param subjects: where it is to hold; most have one, two have halves in two.
    """

    number: int
    line: str
    subjects: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the name that tests cite."""
        return f"INV-{self.number:02}"


LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Nobody decides on their own application, under whichever account", (REGISTER,)),
    ("Who decides an admission does not enter it", (REGISTER,)),
    ("A delegate never acts for themselves or those connected to them", (REGISTER,)),
    ("No approvals run in a circle back to oneself", (REGISTER,)),
    ("A director stands back from their own admission, and is not in the quorum for it", (REGISTER,)),
    ("Each application is decided alone; an interest in one does not touch the rest", (REGISTER,)),
    ("Silence admits nobody", (REGISTER,)),
    ("Nobody certifies themselves, or those connected to them", (REGISTER,)),
    ("Nobody is a member of before it was decided", (REGISTER,)),
    ("A file brings in applications, never members", (REGISTER,)),
    ("Founding happens once, by the subscribers named", (REGISTER,)),
    ("A raw change of the register is found out, and administration gives no vote", (REGISTER,)),
    ("One person has one membership", (REGISTER,)),
    ("Only who is on the frozen roll, and still entitled, votes", (ELECTIONS,)),
    ("Quorum and turnout count the roll and nobody else", (MEETINGS,)),
    ("A seat on the board is not a membership", (MEETINGS,)),
    ("Nobody votes on moving themselves to another class", (MEETINGS,)),
    ("A proxy in an interested hand counts only as directed", (MEETINGS,)),
    ("A representative is authorised before the item, and not on their own", (MEETINGS,)),
    ("Those entitled on the day of circulation decide a written resolution", (MEETINGS,)),
    ("A roll does not grow after notice", (MEETINGS,)),
    ("Claims to the roll are decided by the returning officer, on what was so on the day", (MEETINGS,)),
    ("Who is suspended or expelled does not vote themselves back", (REGISTER, MEETINGS)),
    ("Who left is not counted as if they had stayed", (REGISTER, ELECTIONS)),
    ("One elector, one counted ballot, by whichever way it came", (ELECTIONS,)),
    ("A new class does not vote on its own creation", (MEETINGS,)),
    ("A change of the rules waits for the next decision", (MEETINGS,)),
    ("Rules change only by a resolution that was carried", (MEETINGS,)),
    ("A class is not diluted without its consent", (MEETINGS,)),
    ("Changing constituency is leaving and joining, and counts from the roll date", (REGISTER,)),
    ("A class of very few carries no weight", (MEETINGS,)),
    ("One constituency does not decide alone whom another admits", (MEETINGS,)),
    ("Votes, turnout and majority are taken from one roll", (MEETINGS,)),
    ("Candidates do not nominate or count themselves", (ELECTIONS,)),
    ("Who is not eligible is not seated, even unopposed", (ELECTIONS,)),
    ("Nobody appoints themselves for the authority", (ELECTIONS,)),
    ("A co-opted director does not vote on their own place", (ELECTIONS,)),
    ("A director is not in the quorum for their own case", (MEETINGS,)),
    ("Ballot links come from the frozen roll, once", (ELECTIONS,)),
    ("Nobody votes while acting as somebody else", (MEETINGS,)),
    ("A refusal has its reason, and is reported by constituency", (REGISTER,)),
    ("No sequence of their own deeds makes outsiders members", (REGISTER,)),
)
INVARIANTS = tuple(Invariant(number, line, subjects) for number, (line, subjects) in enumerate(LINES, start=1))
DATABASES = ("sqlite", "postgresql")
KEEPERS = ("rule", "database")


class Results:
    """What the tests of each invariant did, and where."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.outcomes: dict[tuple[str, str], list[bool]] = defaultdict(list)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one test under each thing it speaks for: its databases and its keepers."""
        if report.when != "call" and report.passed:
            return
        told: dict[str, list[str]] = defaultdict(list)
        for name, value in report.user_properties:
            told[name].append(str(value))
        for name in told["invariant"]:
            for place in told["on"] + told["by"]:
                self.outcomes[name, place].append(report.passed)

    def of(self, invariant: Invariant, place: str) -> str:
        """Return whether an invariant holds in one place, in a word."""
        outcomes = self.outcomes.get((invariant.name, place))
        return "-" if not outcomes else "holds" if all(outcomes) else "BROKEN"

    def keepers(self, invariant: Invariant) -> str:
        """Return who keeps an invariant: the rule, the database, or both; empty when no test speaks for it."""
        found = [keeper for keeper in KEEPERS if (invariant.name, keeper) in self.outcomes]
        return "both" if len(found) == len(KEEPERS) else "".join(found)

    def line(self, invariant: Invariant) -> str:
        """Return the line that is printed of one invariant."""
        keepers = self.keepers(invariant)
        results = "".join(f"{self.of(invariant, database):12}" for database in DATABASES)
        state = f"{keepers:10}{results}".rstrip() if keepers else f"pending: {' and '.join(invariant.subjects)}"
        return f"{invariant.name}  {invariant.line:84}{state}"

    @property
    def are_broken(self) -> bool:
        """Say whether any invariant does not hold."""
        return not all(all(outcomes) for outcomes in self.outcomes.values())


def main() -> int:
    """Run the tests of every invariant and print what they did; return 1 if one does not hold."""
    results = Results()
    status = pytest.main(
        ["-q", "-m", "invariant and not soak", "--no-header", "-p", "no:terminalreporter", "tests"], [results]
    )
    heading = f"{'':8}{'':84}{'kept by':10}{'SQLite':12}PostgreSQL"
    lines = [heading, *(results.line(invariant) for invariant in INVARIANTS)]
    holding = sum(bool(results.keepers(invariant)) for invariant in INVARIANTS)
    sys.stdout.write("\n".join([*lines, f"{holding} of {len(INVARIANTS)} have tests that were run."]) + "\n")
    return 1 if results.are_broken or status != pytest.ExitCode.OK else 0


if __name__ == "__main__":
    sys.exit(main())
