"""The one command of the product."""


def main() -> None:
    """Run the command that was asked for."""


if __name__ == "__main__":
    main()
