"""What counting refuses, each with a stable code and one sentence for people."""


class CountingRefusal(Exception):
    """Something that cannot be counted as it was given."""

    code = "not-countable"


class InputNotCountable(CountingRefusal):
    """The seats, candidates, ballots or lot order given do not make a contest."""

    code = "input-not-countable"


class RuleUnknown(CountingRefusal):
    """No preset has this name."""

    code = "rule-unknown"

    def __init__(self, rule: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no counting rule “{rule}”. The rules are: {', '.join(known)}.")
        self.rule = rule


class LotNeeded(CountingRefusal):
    """A tie can be broken only by lot, and no lot order was fixed before the count."""

    code = "lot-needed"

    def __init__(self, *, stage: int, tied: tuple[int, ...]) -> None:
        numbers = ", ".join(map(str, tied))
        super().__init__(
            f"At stage {stage} candidates {numbers} are equal at every stage, so a lot decides between them. "
            "Give the lot order, or the public seed it is drawn from."
        )
        self.stage = stage
        self.tied = tied


class BallotFileNotReadable(CountingRefusal):
    """A ballot file breaks the format, at a known place."""

    code = "ballot-file-not-readable"

    def __init__(self, sentence: str, *, line: int, column: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.line = line
        self.column = column

    def at(self, file: str) -> str:
        """Return the sentence behind its place in `file`, as editors and compilers write it."""
        return f"{file}:{self.line}:{self.column}: {self.sentence}"


class CountsDiffer(CountingRefusal):
    """Two independent counts of one input disagree: a fault of ours, so nothing may be declared."""

    code = "counts-differ"

    def __init__(self, difference: str) -> None:
        super().__init__(f"Two independent counts of the same ballots differ ({difference}), so neither is a result.")
        self.difference = difference
