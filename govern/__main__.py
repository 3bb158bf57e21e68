"""The one command of the product."""

import sys

USAGE = """\
govern: the platform on which mutuals govern themselves

  govern count FILE...    count ballot files (govern count --help)
"""


def main() -> int:
    """Run the command that was asked for, and return its exit status."""
    command, arguments = sys.argv[1:2], sys.argv[2:]
    if command == ["count"]:
        # Imported here so that a recount starts at once, without the web and the database.
        from govern.counting import command as counting

        return counting.main(arguments)
    asked_for_help = command in ([], ["--help"], ["-h"])
    (sys.stdout if asked_for_help else sys.stderr).write(USAGE)
    return 0 if asked_for_help else 2


if __name__ == "__main__":
    sys.exit(main())
