"""The one command of the product."""

import sys


def main() -> int:
    """Run the command that was asked for, and return its exit status."""
    command, arguments = sys.argv[1:2], sys.argv[2:]
    if command == ["count"]:
        # Imported here so that a recount starts at once, without the web and the database.
        from govern.counting import command as counting

        return counting.main(arguments)
    if command == ["carries"]:
        from govern.cli import carries

        return carries.main(arguments)
    from govern.cli.commands import govern

    return int(govern.main(prog_name="govern", standalone_mode=True) or 0)


if __name__ == "__main__":
    sys.exit(main())
