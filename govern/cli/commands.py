"""The commands, each loaded only when it is asked for."""

from importlib import import_module

import click

from govern.cli.usage import Group

COMMANDS = {
    "administrator": "govern.cli.accounts:administrator",
    "audit": "govern.cli.auditing:audit",
    "backup": "govern.cli.backups:backup",
    "demo": "govern.cli.demonstration:demo",
    "founding-code": "govern.cli.founding:founding_code",
    "init": "govern.cli.init:init",
    "migrate": "govern.cli.migrations:migrate",
    "rehearse": "govern.cli.rehearsing:rehearse",
    "restore": "govern.cli.backups:restore",
    "run": "govern.cli.serving:run",
    "sign-in-link": "govern.cli.accounts:sign_in_link",
    "worker": "govern.cli.worker:worker",
}


class Loaded(Group):
    """A group that imports a command's module when somebody asks for the command."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Return every name, for the help."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """Return a command, or None for a name that is not one."""
        if name not in COMMANDS:
            return None
        module, _, function = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), function)
        return command


@click.group(
    cls=Loaded,
    help="The platform on which mutuals govern themselves. `govern count` counts ballot files, and `govern carries`"
    " says whether a vote carries a resolution.",
)
def govern() -> None:
    """Take the name of a command."""
