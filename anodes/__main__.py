"""`python -m anodes validate`: check the book's data and say everything that is wrong."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all is well, 1 where problems were found."""
    parser = argparse.ArgumentParser(prog="python -m anodes")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("validate", help="check data/ and references.bib against the descriptor")
    parser.parse_args(arguments)
    return validate()


def validate() -> int:
    """Print every problem in the book's data; nothing is written."""
    from anodes import data

    problems = data.problems()
    if problems:
        print(data.DataError(problems), file=sys.stderr)
        return 1
    print(f"The data are as the descriptor says: {len(data.descriptor()['resources'])} tables.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
