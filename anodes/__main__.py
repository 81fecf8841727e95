"""Commands on the data: validate and audit the book's, check a reader's, seal a meant change.

`python -m anodes validate`, `python -m anodes audit`, `python -m anodes check FILE.csv`,
`python -m anodes seal`.
"""

from __future__ import annotations

import argparse
import functools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SEVERITIES = ("impossible", "inconsistent", "ambiguous", "typographical")
CHAPTERS = ("introduction", "synthesis", "silicon", "germanium", "tin", "antimony", "outlook")


def _reporting(command: Callable[..., int]) -> Callable[..., int]:
    """A command that prints the problems of the data where they, and not itself, made it fail."""

    @functools.wraps(command)
    def run(arguments: list[str] | None = None) -> int:
        from anodes import checking, files

        try:
            return command(arguments)
        except files.DataError as error:
            print(error, file=sys.stderr)
        except (AttributeError, LookupError, TypeError, ValueError):
            problems = checking.problems()
            if not problems:
                raise
            print(files.DataError(problems), file=sys.stderr)
        return 1

    return run


@_reporting
def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all is well, 1 where problems were found."""
    parser = argparse.ArgumentParser(prog="python -m anodes", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("validate", help="check data/ and references.bib against the descriptor")
    seal_ = commands.add_parser("seal", help="validate, then store checksums of changed data")
    seal_.add_argument("--printed", action="store_true", help="those of data/printed/ too")
    seal_.add_argument("--fewer-rows", action="store_true", help="also where rows were removed")
    check_ = commands.add_parser("check", help="check a CSV file of your own electrodes")
    check_.add_argument("file", type=Path, help="columns as in the downloaded electrodes.csv")
    audit_ = commands.add_parser("audit", help="what in the review does not hold, and why")
    audit_.add_argument("--json", action="store_true", help="all fields, as JSON")
    audit_.add_argument("--reference", type=int, metavar="N", help="only on reference [N]")
    audit_.add_argument("--severity", choices=SEVERITIES, help="only of this severity")
    audit_.add_argument("--chapter", choices=CHAPTERS, help="only of this chapter")
    options = parser.parse_args(arguments)
    if options.command == "audit":
        return audit(options.json, options.reference, options.severity, options.chapter)
    if options.command == "check":
        return check(options.file)
    if options.command == "seal":
        return seal(options.printed, options.fewer_rows)
    return validate()


def validate() -> int:
    """Print every problem in the book's data; nothing is written."""
    from anodes import checking, files

    problems = checking.problems()
    if problems:
        print(files.DataError(problems), file=sys.stderr)
        return 1
    _print_valid()
    return 0


def seal(printed: bool, fewer_rows: bool) -> int:
    """Validate the data, store the checksums of what has changed and name the files.

    Where there is a problem, every problem is printed and nothing is written.
    """
    from anodes import checking

    for file in checking.seal(printed=printed, fewer_rows=fewer_rows):
        print(f"{file} has changed; its checksum and number of rows are stored anew")
    _print_valid()
    return 0


def _print_valid() -> None:
    from anodes import files

    count = len(files.descriptor()["resources"])
    print(f"The data are valid: {count} tables as {files.DESCRIPTOR} describes them.")


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


def audit(
    as_json: bool, reference: int | None = None, severity: str | None = None,
    chapter: str | None = None,
) -> int:  # fmt: skip
    """Print the findings of the audit; they are news about the review, not a failure: always 0."""
    from anodes import audit as audits

    found = audits.select(audits.run(), reference=reference, severity=severity, chapter=chapter)
    if as_json:
        print(found.to_json(orient="records", indent=2, force_ascii=False))
        return 0
    for row in found.to_dict("records"):
        print(_told(row))
    counts = found["severity"].value_counts()
    parts = [f"{counts[name]} {name}" for name in SEVERITIES if name in counts]
    print(f"{len(found)} finding(s)" + (f": {', '.join(parts)}" if parts else ""))
    return 0


def _told(row: dict[str, Any]) -> str:
    """One finding as a paragraph for a terminal."""
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, 100)
    lines = [f"{row['severity']}  {row['finding']}"]
    for name in ("place", "printed", "computed", "calculation", "explanation"):
        indent = " " * 15
        lines.append(
            textwrap.fill(
                row[name], width, initial_indent=f"  {name:<13}", subsequent_indent=indent
            )
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
