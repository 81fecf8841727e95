"""Commands on the data: validate the book's, check a reader's, seal a meant change.

`python -m anodes validate`, `python -m anodes check FILE.csv`, `python -m anodes seal`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all is well, 1 where problems were found."""
    parser = argparse.ArgumentParser(prog="python -m anodes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("validate", help="check data/ and references.bib against the descriptor")
    seal_ = commands.add_parser("seal", help="store new checksums after a change of data")
    seal_.add_argument("--printed", action="store_true", help="those of data/printed/ too")
    check_ = commands.add_parser("check", help="check a CSV file of your own electrodes")
    check_.add_argument("file", type=Path, help="columns as in the downloaded electrodes.csv")
    options = parser.parse_args(arguments)
    if options.command == "check":
        return check(options.file)
    return seal(options.printed) if options.command == "seal" else validate()


def validate() -> int:
    """Print every problem in the book's data; nothing is written."""
    from anodes import checking, files

    problems = checking.problems()
    if problems:
        print(files.DataError(problems), file=sys.stderr)
        return 1
    print(f"The data are as the descriptor says: {len(files.descriptor()['resources'])} tables.")
    return 0


def seal(printed: bool) -> int:
    """Store the checksums of the data as they are and name the files that changed."""
    from anodes import checking

    for file in checking.seal(printed=printed):
        print(f"{file} has changed; its checksum is new")
    return 0


def check(file: Path) -> int:
    """Print every problem in a reader's file; if there is none, what was computed from it."""
    from anodes import checking, files

    try:
        electrodes = checking.check(checking.read_text(file), str(file))
    except files.DataError as error:
        print(error, file=sys.stderr)
        return 1
    like = int(electrodes["same_current"].sum())
    print(f"{file}: nothing wrong with {len(electrodes)} electrode(s).")
    print(f"First and last capacity at one current, so that they can be compared: {like}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
