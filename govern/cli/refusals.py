"""What the command line says no to."""

from govern.core.errors import Refusal
from govern.core.words import Sentence, say

APART = "Keys and the database are kept apart: whoever held both could open the ballot boxes"
LAST_PORT = 65535
PROVED = "decisions, Restore: only if it matches what is held outside, and two people approve"


class DatabaseNotMigrated(Refusal):
    """No migration was ever run on the database."""

    code = "database-not-migrated"
    says = say("This database holds nothing of Govern yet, so nothing was done. Run `govern migrate` first.")


class DatabaseOlder(Refusal):
    """The program is newer than the database."""

    code = "database-older"
    says = say(
        "This database is older than this Govern, so nothing was done. "
        "Make a backup with `govern backup`, then run `govern migrate`."
    )


class DatabaseNewer(Refusal):
    """The database is newer than the program."""

    code = "database-newer"
    says = say(
        "This database was migrated by a newer Govern, so nothing was done. "
        "Install that version, or name the database that belongs to this one."
    )


class DemoBrokenOff(Refusal):
    """The database holds half a demonstration."""

    code = "demo-broken-off"

    def __init__(self, *, database: str) -> None:
        """Take the name of the database, or the path of its file."""
        super().__init__(database)
        self.database = database

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "The demonstration was broken off while it was being made, and half of it is in %(database)s. "
            "Remove that, or name an empty database in GOVERN_DATABASE_URL, then start again.",
            database=self.database,
        )


class PlacesNotApart(Refusal):
    """The keys would lie beside the database."""

    code = "places-not-apart"
    source = APART
    says = say("The keys and the database must lie apart. Name two places, on two disks, neither inside the other.")


class PlaceTaken(Refusal):
    """The folder is there already."""

    code = "place-taken"

    def __init__(self, *, place: str) -> None:
        """Take the folder."""
        super().__init__(place)
        self.place = place

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("%(place)s is there already, and nothing is written over. Name another place.", place=self.place)


class NotABackup(Refusal):
    """The folder was not made by `govern backup`."""

    code = "not-a-backup"

    def __init__(self, *, place: str) -> None:
        """Take the folder."""
        super().__init__(place)
        self.place = place

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(place)s is not a backup, so nothing was restored. Name a folder that `govern backup` made.",
            place=self.place,
        )


class BackupDamaged(Refusal):
    """A file of the backup is missing or has changed since."""

    code = "backup-damaged"

    def __init__(self, *, file: str) -> None:
        """Take the file's name."""
        super().__init__(file)
        self.file = file

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say("%(file)s is not as it was backed up, so nothing was restored. Use another backup.", file=self.file)


class WrongEngine(Refusal):
    """The backup is of the other kind of database."""

    code = "wrong-engine"

    def __init__(self, *, held: str, wanted: str) -> None:
        """Take the engine of the backup and the engine of the settings."""
        super().__init__(held, wanted)
        self.held = held
        self.wanted = wanted

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This backup holds %(held)s, and GOVERN_DATABASE_URL names a database of %(wanted)s. Change one of them.",
            held=self.held,
            wanted=self.wanted,
        )


class DatabaseNotEmpty(Refusal):
    """A backup would be restored over what is there."""

    code = "database-not-empty"
    source = "decisions, Tests and time: a full export enters an empty installation"
    says = say("The database holds something already, so nothing was restored. Name an empty one.")


class KeysDiffer(Refusal):
    """A key of the same name is another key."""

    code = "keys-differ"
    source = APART

    def __init__(self, *, key: str) -> None:
        """Take the file's name."""
        super().__init__(key)
        self.key = key

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "There is another key called %(key)s already, so nothing was restored. Set GOVERN_KEYS to an empty folder.",
            key=self.key,
        )


class ProgramNotFound(Refusal):
    """PostgreSQL's own program is missing, or too old for the server."""

    code = "program-not-found"

    def __init__(self, *, tool: str, version: str) -> None:
        """Take the program and the server's major version."""
        super().__init__(tool, version)
        self.tool = tool
        self.version = version

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(tool)s of PostgreSQL %(version)s or newer was not found. Install it, or set PG_BIN to its folder.",
            tool=self.tool,
            version=self.version,
        )


class ToolFailed(Refusal):
    """The program that reads or writes the database could not."""

    code = "tool-failed"
    status = 500

    def __init__(self, *, tool: str) -> None:
        """Take the program."""
        super().__init__(tool)
        self.tool = tool

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(tool)s could not read or write the database. Check that there is room and that the file is whole.",
            tool=self.tool,
        )


class PortTaken(Refusal):
    """Something else listens where the web should."""

    code = "port-taken"

    def __init__(self, *, port: int) -> None:
        """Take the port."""
        super().__init__(port)
        self.port = port

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "Port %(port)s is taken by another program. End that one, or choose another port with PORT=%(other)s.",
            port=str(self.port),
            other=str(self.port + 1 if self.port < LAST_PORT else self.port - 1),
        )


class PortNotAllowed(Refusal):
    """This machine does not let us listen there."""

    code = "port-not-allowed"

    def __init__(self, *, host: str, port: int) -> None:
        """Take the address and the port."""
        super().__init__(host, port)
        self.host = host
        self.port = port

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "This machine does not let Govern listen on %(host)s, port %(port)s. "
            "Choose a port above 1023 with PORT=, or another address with --host.",
            host=self.host,
            port=str(self.port),
        )


class SettingsFileNotOurs(Refusal):
    """A file of that name holds something else."""

    code = "settings-file-not-ours"

    def __init__(self, *, path: str) -> None:
        """Take where it is."""
        super().__init__(path)
        self.path = path

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(path)s holds no settings, one NAME=value to a line, so nothing was done. Name another with --settings.",
            path=self.path,
        )


class SettingsFileNotWritten(Refusal):
    """The secrets of this installation cannot be kept where they were to be."""

    code = "settings-file-not-written"

    def __init__(self, *, path: str) -> None:
        """Take where it was to be."""
        super().__init__(path)
        self.path = path

    def sentence(self) -> Sentence:
        """Return the sentence."""
        return say(
            "%(path)s cannot be written, so nothing was done. Name a file in a folder of yours with --settings.",
            path=self.path,
        )


class DigestNotReadable(Refusal):
    """What was kept outside was typed otherwise than it was printed."""

    code = "digest-not-readable"
    source = PROVED
    says = say(
        "Type each digest as it was printed, after a name and an equals sign: --digest NAME=DIGEST. Nothing was done."
    )


class DigestsNeeded(Refusal):
    """A copy of a mutual, and not two people who kept its digest."""

    code = "digests-needed"
    source = PROVED
    says = say(
        "Nobody can tell whether this copy is as it was made, so nothing was restored. Ask two people who keep"
        " the digest that `govern backup` printed, and give both: --digest NAME=DIGEST. Without them only its"
        " members can come in, as an opening register: --members FILE."
    )


class BackupNotProved(Refusal):
    """What came back is not what the digest stands for."""

    code = "backup-not-proved"
    source = PROVED
    says = say(
        "This is not the copy whose digest was kept: something in it was changed, or it is another day’s. Nothing"
        " was restored. Keep it as it is, tell the scrutineer, and use another copy."
    )
