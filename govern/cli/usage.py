"""Commands typed so that they cannot be followed: what was wrong, and where to see what can be typed."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError, NoSuchCommand

from govern.core.words import Sentence, say


class Told(click.ClickException):
    """A command ends with a sentence, and without anything that click would put before it."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence, and only that."""
        click.echo(self.format_message(), file=file, err=file is None)


class NotUnderstood(Told):
    """What was typed is no command of ours, so nothing was begun."""

    exit_code = 2


class Group(click.Group):
    """Commands that answer a slip of the hand in our words."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read what was typed after the group's own name."""
        with in_our_words(lambda: "govern"):
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Read the rest, and run what it names."""
        with in_our_words(lambda: f"{ctx.command_path} {ctx.invoked_subcommand}"):
            return super().invoke(ctx)


@contextmanager
def in_our_words(reading: Callable[[], str]) -> Generator[None]:
    """Turn what cannot be read or used into a sentence. Help, where nothing was typed, stays help.

    :param reading: the command that was being read, for faults that do not say.
    """
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except OSError as refused:
        if not isinstance(refused.filename, str):
            raise
        raise Told(str(_not_let(refused.filename, refused.strerror or ""))) from refused
    except click.UsageError as fault:
        path = fault.ctx.command_path if fault.ctx else reading()
        raise NotUnderstood(f"{_wrong(fault)} {_where_to_look(path)}") from fault


def _not_let(place: str, reason: str) -> Sentence:
    """Return that a file or a folder could not be used. The reason is the machine's own."""
    return say(
        "Govern cannot use %(place)s: %(reason)s. See whose it is, and whether the disk has room, then try again.",
        place=place,
        reason=reason,
    )


def _wrong(fault: click.UsageError) -> Sentence:
    """Return what cannot be followed."""
    match fault:
        case NoSuchCommand():
            return say("There is no command “%(name)s”.", name=fault.command_name)
        case click.NoSuchOption():
            return say("There is no option “%(name)s”.", name=fault.option_name)
        case click.MissingParameter():
            return say("%(name)s was not given.", name=_name(fault))
        case click.BadParameter():
            return say("What was given for %(name)s is not %(wanted)s.", name=_name(fault), wanted=_wanted(fault))
        case click.BadOptionUsage():
            return say("%(name)s cannot be used like that.", name=fault.option_name)
    if isinstance(fault.cmd, click.Group):
        return say("No command was named.")
    return say("There is more here than this command reads.")


def _name(fault: click.BadParameter) -> str:
    """Return an argument or an option as the help names it."""
    assert fault.param is not None
    return fault.param.human_readable_name if isinstance(fault.param, click.Argument) else fault.param.opts[-1]


def _wanted(fault: click.BadParameter) -> Sentence:
    """Return what an argument or an option takes."""
    match fault.param and fault.param.type:
        case click.IntRange(min=least, max=most):
            return say("a whole number from %(least)s to %(most)s", least=str(least), most=str(most))
        case click.Path(exists=True):
            return say("a file that can be read")
        case click.Path():
            return say("a folder")
    return say("what it takes")


def _where_to_look(path: str) -> Sentence:
    return say("`%(path)s --help` shows what can be typed.", path=path)
