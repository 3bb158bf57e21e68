"""What is refused of an opening register, each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from govern.core.errors import Refusal
from govern.core.words import Sentence, say, say_many


@dataclass(frozen=True)
class Complaint:
    """What is wrong with one line of a file.

    :param line: of the file, counted from 1; the header's is usually 1.
    :param column: as the header names it; empty where the whole line is meant.
    """

    line: int
    column: str
    sentence: Sentence


class ApproverNotOfTheMutual(Refusal):
    """Whoever approves is neither a member nor a founder."""

    code = "approver-not-of-the-mutual"
    status = 403
    source = "INV-42: nobody becomes a member by the hands of non-members alone"
    says = say(
        "You are neither a member nor one of the founders, so you cannot approve who the members are."
        " Ask an officer who is."
    )


class OpeningIsOver(Refusal):
    """A file would bring members in, though the board that members elected acts by now."""

    code = "opening-is-over"
    status = 409
    source = "INV-42: whoever becomes a member is decided on; INV-11: what opens a mutual closes for ever"
    says = say(
        "The board that members elected acts now, so nobody comes into the register by a file any more. Whoever should"
        " be a member asks to join, and one decision can name many of them. Enter their applications."
    )


class FileTooLarge(Refusal):
    """More bytes than an opening register can have."""

    code = "file-too-large"
    status = 413
    source = "Limits of an upload"

    def __init__(self, *, megabytes: int) -> None:
        """Take the limit."""
        super().__init__(megabytes)
        self.megabytes = megabytes

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The file is larger than %(megabytes)s megabytes. Divide it, and bring it in as several files.",
            megabytes=self.megabytes,
        )


class TooManyLines(Refusal):
    """More lines than one opening register can have."""

    code = "too-many-lines"
    source = "Limits of an upload"

    def __init__(self, *, limit: int) -> None:
        """Take the limit."""
        super().__init__(limit)
        self.limit = limit

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The file has more than %(limit)s lines. Divide it, and bring it in as several files.", limit=self.limit
        )


class FileIsNotText(Refusal):
    """A spreadsheet or something else that is not plain text."""

    code = "file-is-not-text"
    source = "An opening register is a CSV file"
    says = say("This is not a CSV file. Save the list as CSV (UTF-8) from your spreadsheet, and choose that file.")


class FileIsEmpty(Refusal):
    """No members in the file."""

    code = "file-is-empty"
    source = "An opening register is a CSV file"
    says = say("There are no members in this file. Choose the file that has them.")


class HeaderNotUnderstood(Refusal):
    """The first line does not name the columns that are needed, each once."""

    code = "header-not-understood"
    source = "An opening register is a CSV file"

    def __init__(self, *, missing: Sequence[str], doubled: Sequence[str]) -> None:
        """Take the names of the columns that are missing, and of those that are there twice."""
        super().__init__(list(missing), list(doubled))
        self.missing = missing
        self.doubled = doubled

    def sentence(self) -> Sentence:
        """Return the sentence."""
        if self.missing:
            columns = ", ".join(self.missing)
            return say("The first line must name these columns: %(columns)s. Add them.", columns=columns)
        columns = ", ".join(self.doubled)
        return say("The first line names these columns twice: %(columns)s. Keep one of each.", columns=columns)


class OpeningNotInOrder(Refusal):
    """Some lines cannot be entered as they are, so none was."""

    code = "opening-not-in-order"
    status = 422
    source = "INV-10: an opening register is entered whole, or not at all"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        """Take every complaint, by line."""
        super().__init__(len(complaints))
        self.complaints = complaints

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "%(count)s line of the file needs mending, so nothing was kept. Mend it and choose the file again.",
            "%(count)s lines of the file need mending, so nothing was kept. Mend them and choose the file again.",
            count=len({complaint.line for complaint in self.complaints}),
        )


class OpeningOutOfDate(Refusal):
    """The register has changed since the file was uploaded."""

    code = "opening-out-of-date"
    source = "INV-13: one person, one active membership"

    def __init__(self, complaints: Sequence[Complaint]) -> None:
        """Take every complaint, by line."""
        super().__init__(len(complaints))
        self.complaints = complaints

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The register has changed since this file was uploaded, and %(count)s of its lines no longer fits."
            " Withdraw it, mend the file and upload it again.",
            "The register has changed since this file was uploaded, and %(count)s of its lines no longer fit."
            " Withdraw it, mend the file and upload it again.",
            count=len({complaint.line for complaint in self.complaints}),
        )


class OwnUpload(Refusal):
    """Nobody approves what they uploaded."""

    code = "own-upload"
    source = "INV-10: two people, one to upload and one to approve"
    says = say("You uploaded this file, so somebody else has to approve it. Ask the chair.")


class OwnRefusal(Refusal):
    """Whoever uploaded a file takes it back; nobody refuses their own."""

    code = "own-refusal"
    source = "INV-10: two people, one to upload and one to approve"
    says = say("You uploaded this file yourself. Withdraw it instead.")


class ApproverIsInFile(Refusal):
    """Nobody approves their own entry."""

    code = "approver-is-in-file"
    source = "INV-01, INV-04: nobody votes themselves in"

    def __init__(self, *, line: int) -> None:
        """Take the line."""
        super().__init__(line)
        self.line = line

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "You are in this file yourself, in line %(line)s, so you cannot approve it."
            " Ask an officer who is not in it.",
            line=str(self.line),
        )


class OtherNumberOfEntries(Refusal):
    """What was typed is not the number of entries."""

    code = "other-number-of-entries"
    source = "INV-10: the approver says how many they approve"

    def __init__(self, *, entries: int) -> None:
        """Take the number of entries that there are."""
        super().__init__(entries)
        self.entries = entries

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say_many(
            "The file has %(count)s entry, which is not the number that you typed."
            " Check that this is the right file, then type its number of entries.",
            "The file has %(count)s entries, which is not the number that you typed."
            " Check that this is the right file, then type its number of entries.",
            count=self.entries,
        )


class OpeningDecided(Refusal):
    """Approved, refused or withdrawn before."""

    code = "opening-decided"
    source = "INV-10: each opening register is decided once"
    says = say("This file has been approved, refused or withdrawn already. Its page says what became of it.")
