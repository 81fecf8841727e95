"""Commands: build the book and all else that make can, audit its data, check a reader's, grade.

In the project's folder any Python runs them, because the environment is made first. An installed
package has `audit`, `check FILE.csv` and `validate`.
"""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes import __version__
from anodes.terminal import write_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

    from anodes.audit.plausibility import Notice
    from anodes.teach.grading import Mark

SEVERITIES = ("impossible", "inconsistent", "ambiguous", "typographical")
CONSEQUENCES = ("conclusion", "value", "basis", "wording")
CHAPTERS = ("introduction", "synthesis", "silicon", "germanium", "tin", "antimony", "outlook")
INTERRUPTED, PIPE_CLOSED = 130, 141  # 128 and the number of the signal, as shells have it


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 where all is well, 1 where problems were found.

    2 where an argument is wrong, and the codes of a shell where the reader stops the command or
    closes the pipe that it writes to.
    """
    try:
        write_utf8()
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:  # also after a help text, which ends the command
            _flush()
    except BrokenPipeError:
        _silence()
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _silence()
        print(f"The output is incomplete: {error.strerror}.", file=sys.stderr)
        return 1


def _flush() -> None:
    for stream in filter(None, (sys.stdout, sys.stderr)):
        stream.flush()


def _silence() -> None:
    """Let what could not be written go nowhere, so that Python can end without a word on it."""
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _run(arguments: list[str]) -> int:
    """Read the arguments and run the command that they name; data that it cannot use are named."""
    from anodes.data.files import DataError
    from anodes.publish import commands

    options = _options(arguments)
    if options.command in commands.COMMANDS:
        return commands.carry_out(options)
    if find_spec("pandas") is None and commands.is_project():  # a Python without our environment
        return commands.in_environment(arguments)
    try:
        return _command(options)
    except ModuleNotFoundError as error:
        print(_lacking(error), file=sys.stderr)
    except DataError as error:
        print(error, file=sys.stderr)
    except (AttributeError, LookupError, TypeError, ValueError):
        from anodes.validation import check as validity

        problems = validity.problems()
        if not problems:  # the command itself is wrong, not the data
            raise
        print(DataError(problems), file=sys.stderr)
    return 1


def _lacking(error: ModuleNotFoundError) -> str:
    """What to install for a module that an extra of the package brings. Raises any other error."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        needed = requires("anodes") or []
    except PackageNotFoundError:
        needed = []
    for line in needed:
        if match := re.match(rf"{re.escape(error.name or '')}\b.*extra == ['\"](\w+)", line):
            return f"{error.name} is missing: pip install 'anodes[{match[1]}]'"
    raise error


def _version() -> str:
    """The versions of the package and of Python, and the system: what a report names."""
    import platform

    return f"anodes {__version__}, Python {platform.python_version()}, {platform.system()}"


def _options(arguments: list[str]) -> argparse.Namespace:
    """The command and its options. A wrong one ends the program with code 2 and the usage."""
    from anodes.data.files import COMMAND
    from anodes.publish import commands as made

    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True)
    made.add_to(commands)
    commands.add_parser("validate", help="check data/ and references.bib against the descriptor")
    seal_ = commands.add_parser("seal", help="validate, then store checksums of changed data")
    seal_.add_argument("--printed", action="store_true", help="those of data/printed/ too")
    seal_.add_argument("--fewer-rows", action="store_true", help="also where rows were removed")
    check_ = commands.add_parser("check", help="check a CSV file of your own electrodes")
    check_.add_argument("file", help="columns as in the downloaded electrodes.csv")
    audit_ = commands.add_parser("audit", help="what is wrong or unclear in the review, and why")
    audit_.add_argument("--all", action="store_true", help="every finding with its calculation")
    audit_.add_argument("--json", action="store_true", help="all fields, as JSON")
    audit_.add_argument("--consequence", choices=CONSEQUENCES, help="only causes of this kind")
    audit_.add_argument("--reference", type=int, metavar="N", help="only on reference [N]")
    audit_.add_argument("--severity", choices=SEVERITIES, help="only of this severity")
    audit_.add_argument("--chapter", choices=CHAPTERS, help="only of this chapter")
    grade_ = commands.add_parser("grade", help="mark assignments that students handed in")
    grade_.add_argument("files", nargs="+", metavar="file", help="notebooks of `make teach`")
    grade_.add_argument("--seed", type=int, help="of the variant; that of the file without it")
    grade_.add_argument("--csv", action="store_true", help="a line for each question, as CSV")
    return parser.parse_args(_names_as_data(arguments))


def _command(options: argparse.Namespace) -> int:
    if options.command == "audit":
        return audit(options)
    if options.command == "check":
        return check(options.file)
    if options.command == "seal":
        return seal(options.printed, options.fewer_rows)
    if options.command == "grade":
        return grade(options.files, options.seed, options.csv)
    return validate()


def _names_as_data(arguments: list[str]) -> list[str]:
    """Let `check` take a name that begins with a dash: it has no option but that for help."""
    command, *rest = arguments or [""]
    if command != "check" or not rest or rest[0] in ("-h", "--help", "--"):
        return arguments
    return [command, "--", *rest]


def validate() -> int:
    """Print every problem in the book's data; nothing is written."""
    from anodes import audit as audits
    from anodes.data import files
    from anodes.validation import check as validity

    problems = validity.problems() or audits.cause_problems()
    if problems:
        print(files.DataError(problems), file=sys.stderr)
        return 1
    _print_valid()
    return 0


def seal(printed: bool, fewer_rows: bool) -> int:
    """Validate the data, store the checksums of what has changed and name the files.

    Where there is a problem, every problem is printed and nothing is written.
    """
    from anodes.validation import check as validity

    for file in validity.seal(printed=printed, fewer_rows=fewer_rows):
        print(f"{file} has changed; its checksum and number of rows are stored anew")
    _print_valid()
    return 0


def _print_valid() -> None:
    from anodes.data import files

    count = len(files.descriptor()["resources"])
    print(f"The data are valid: {count} tables as {files.DESCRIPTOR} describes them.")


def check(file: str) -> int:
    """Print every problem in a reader's file; if there is none, what was computed from it."""
    from anodes.audit import plausibility
    from anodes.data import quoting
    from anodes.validation import electrode_files

    if not file:
        print("Name the file: make check FILE=my-electrodes.csv", file=sys.stderr)
        return 2
    name = quoting.escaped(file)
    electrodes, lines, assumed = electrode_files.read_file(Path(file))
    for sentence in assumed:
        print(sentence)
    like = int(electrodes["same_current"].sum())
    print(f"{name}: {len(electrodes):,} electrode(s), no error.")
    print(f"First and last capacity at one current, so that they can be compared: {like}.")
    _print_notices(plausibility.each_notice(electrodes, lines))
    return 0


def _print_notices(notices: Iterable[Notice]) -> None:
    """The first notices with their calculations, and how many others there are."""
    from collections import Counter

    from anodes.audit.sentences import say
    from anodes.data.files import LISTED, counted

    more: Counter[str] = Counter()
    for number, notice in enumerate(notices):
        if number == 0:
            print(f"\n{say('heading')}:\n")
        if number < LISTED:
            parts = {name: getattr(notice, name) for name in ("found", "calculation", "meaning")}
            print(_paragraph(notice.place, parts))
        else:
            more[notice.column or "whole rows"] += 1
    if more:
        print(f"and {sum(more.values()):,} more: {counted(more)}")


def audit(options: argparse.Namespace) -> int:
    """Print the causes or the findings of the audit, which are no failure: 0.

    2 for an unknown reference.
    """
    from anodes import audit as audits
    from anodes.data.files import DataError

    if problem := _unknown_reference(options.reference):
        print(problem, file=sys.stderr)
        return 2
    if not options.all and (wrong := audits.cause_problems()):
        raise DataError(wrong)
    chosen = ("reference", "severity", "chapter", "consequence")
    filters = {name: getattr(options, name) for name in chosen}
    found = audits.select(audits.run(), **filters)
    if options.json:
        print(_as_json(found, options.all))
    elif found.empty:
        print(_no_finding(**filters))
    elif options.all:
        _print_findings(found)
    else:
        _print_causes(found)
    return 0


def _as_json(found: pd.DataFrame, every: bool) -> str:
    """Findings, or causes with their findings, as JSON that any output can hold."""
    import json

    from anodes import audit as audits
    from anodes.data.frames import records

    rows = json.loads(found.to_json(orient="records"))
    if not every:
        of_cause: dict[str, list[Any]] = {row["cause"]: [] for row in rows}
        for row in rows:
            of_cause[row["cause"]].append(row)
        causes = records(audits.causes_of(found))
        rows = [cause | {"findings": of_cause[cause["cause"]]} for cause in causes]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _print_findings(found: pd.DataFrame) -> None:
    """Every finding with its calculation, and how many there are of each severity."""
    from anodes.data.frames import records

    for row in records(found):
        print(_told(row))
    counts = found["severity"].value_counts()
    parts = [f"{counts[name]} {name}" for name in SEVERITIES if name in counts]
    print(f"{len(found)} finding(s): {', '.join(parts)}")


def _print_causes(found: pd.DataFrame) -> None:
    """Causes below what changes with them, those that change a conclusion first."""
    from anodes import audit as audits
    from anodes.data.frames import records

    causes = audits.causes_of(found)
    for consequence in CONSEQUENCES:
        own = causes[causes["consequence"] == consequence]
        if len(own):
            print(_paragraph(consequence.upper(), {"": audits.CONSEQUENCES[consequence]}))
        for row in records(own):
            print(_cause(row))
    counts = causes["consequence"].value_counts()
    parts = [f"{counts[name]} {name}" for name in CONSEQUENCES if name in counts]
    print(f"{len(causes)} cause(s) of {len(found)} finding(s): {', '.join(parts)}")
    print("With --all: every finding with its calculation.")


def _cause(row: dict[str, Any]) -> str:
    """One cause as a paragraph for a terminal."""
    parts = {"what": row["statement"], "effect": row["effect"]}
    parts |= {"one cause": row["shared"]} if row["shared"] else {}
    return _paragraph(row["cause"], parts | {f"{row['findings']} place(s)": row["places"]})


def _unknown_reference(reference: int | None) -> str:
    """What is wrong with the number of a reference; '' if nothing is."""
    from anodes.data import files

    numbers = files.read("citations")["reference"]
    if reference is None or reference in set(numbers):
        return ""
    return f"There is no reference {reference}: the review has {min(numbers)} to {max(numbers)}."


def _no_finding(
    reference: int | None, severity: str | None, chapter: str | None, consequence: str | None
) -> str:
    """That a selection holds no finding, in words."""
    parts = [f" on reference {reference}"] if reference is not None else []
    parts += [f" of severity {severity}"] if severity else []
    parts += [f" in the chapter {chapter}"] if chapter else []
    parts += [f" with the consequence {consequence}"] if consequence else []
    return f"The audit has no finding{''.join(parts)}."


def grade(files: Iterable[str], seed: int | None, as_csv: bool) -> int:
    """Print the marks of submissions; a file that is none is named, and the others are marked."""
    import csv

    from anodes.data.files import DataError
    from anodes.teach import grading

    problems, lines = [], csv.writer(sys.stdout, lineterminator="\n")
    if as_csv:
        lines.writerow(("file", "exercise", "question", "points", "of", "feedback"))
    for file in files:
        try:
            made = grading.marks(Path(file), seed)
        except DataError as error:
            problems += error.problems
            continue
        for mark in made if as_csv else ():
            points = "" if mark.points is None else f"{mark.points:g}"
            row = (file, mark.exercise, mark.question, points, f"{mark.of:g}", mark.words)
            lines.writerow(row)
        if not as_csv:
            _print_marks(file, made)
    if problems:
        raise DataError(problems)
    return 0


def _print_marks(file: str, made: Iterable[Mark]) -> None:
    """The marks of one submission, and their sum."""
    from anodes.data import quoting
    from anodes.teach import grading

    marks = list(made)
    names = [mark.question or "by hand" for mark in marks]
    width = max(map(len, names))
    print(quoting.escaped(file))
    for name, mark in zip(names, marks, strict=True):
        print(f"  {name:<{width}}  {_points(mark)}  {mark.exercise}: {mark.words}")
    given, most, by_hand = grading.totals(marks)
    print(f"  {given:g} of {most:g} points; {by_hand:g} more to be given by a person\n")


def _points(mark: Mark) -> str:
    return f"{'–' if mark.points is None else format(mark.points, 'g')}/{mark.of:g}"


def _told(row: dict[str, Any]) -> str:
    """One finding as a paragraph for a terminal."""
    names = ("place", "printed", "computed", "calculation", "explanation", "cause")
    return _paragraph(f"{row['severity']}  {row['finding']}", {name: row[name] for name in names})


def _paragraph(heading: str, parts: Mapping[str, str]) -> str:
    """Named parts below a heading, in lines that fit the terminal."""
    import shutil
    import textwrap

    width = min(shutil.get_terminal_size().columns, 100)
    lines = [heading]
    for name, text in parts.items():
        indent = " " * 15
        lines.append(
            textwrap.fill(text, width, initial_indent=f"  {name:<13}", subsequent_indent=indent)
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
