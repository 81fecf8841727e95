"""Everything that can be wrong with the data, reported by file, line and column.

`problems()` checks the book's own files: the descriptor, the files as such, their schemas, the
notation of the printed cells, what one file says about another, what must be there, and
checksums. `seal` stores new checksums of data without any other problem. `check` compares a file
of electrodes that a reader brings with the schema of the book's own.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from anodes.data import spreadsheet
from anodes.data.files import (
    COMMAND,
    COMPUTED,
    DESCRIPTOR,
    REFERENCES,
    ROOT,
    DataError,
    Problem,
    checksum,
    content_of,
    descriptor,
    header_of,
    header_problems,
    line_at,
    once_a_state,
    parse_descriptor,
    read,
    table_rows,
    write_atomically,
)
from anodes.data.quoting import quoted
from anodes.validation import agreement, papers, schema, sources
from anodes.validation.completeness import RULES as COMPLETENESS
from anodes.validation.consistency import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

Marked = dict[str, Any]  # a resource of the descriptor, or what `_mark` says of its file

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CARRIAGE_RETURNS = "line ends of Windows (CRLF)"
MARK = "\N{BYTE ORDER MARK}"
BYTE_ORDER_MARK = "a byte order mark, as Excel writes it"
HARMLESS = (CARRIAGE_RETURNS, BYTE_ORDER_MARK)  # a table with them can be read
LINE_FEEDS = (
    "line ends LF, as .gitattributes asks for: save the file so, or run "
    "`git config core.autocrlf input` and check the file out again"
)


# ---------------------------------------------------------------- the book's own data


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything wrong in the files of `data/` and in `references.bib`.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of Problem
        Empty if nothing is wrong.

    Examples
    --------
    >>> from pathlib import Path
    >>> from anodes import validation
    >>> [problem.file for problem in validation.problems(Path("another-folder"))]
    ['data/datapackage.json']
    """
    return _problems(root, _change)


def seal(root: Path = ROOT, printed: bool = False, fewer_rows: bool = False) -> list[str]:
    """Store size, checksum and number of rows of the data files in the descriptor.

    The data are validated first.

    Parameters
    ----------
    root
        Project folder; by default that of this package.
    printed
        Accept new content of a file in `data/printed/`; otherwise it is a problem, because the
        review does not change.
    fewer_rows
        Accept fewer rows than the descriptor states; otherwise they are a problem, because a lost
        row is seldom meant.

    Returns
    -------
    list of str
        The files whose marks have changed.

    Raises
    ------
    DataError
        With every problem, where there is one beside new content; nothing is written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from anodes import validation
    >>> validation.seal(Path("another-folder"))  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    DataError: 1 problem: data/datapackage.json: found no file that can be read
    """

    def unmeant(resource: Marked, mark: Marked) -> Iterator[Problem]:
        return _unmeant_change(resource, mark, printed, fewer_rows)

    if found := _problems(root, unmeant):
        raise DataError(found)
    path = root / DESCRIPTOR
    before = path.read_bytes()
    package = parse_descriptor(before)
    changed = []
    for resource in package["resources"]:
        mark = _mark(root, resource)
        if not mark.items() <= resource.items():
            changed.append(f"data/{resource['path']}")
            resource |= mark
    if changed:
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        write_atomically(path, text.encode("utf-8"), expected=before)
    return changed


def _problems(root: Path, changes: Callable[[Marked, Marked], Iterator[Problem]]) -> list[Problem]:
    """Every problem of the data; `changes` yields those of a file unlike the descriptor's mark."""
    try:
        of_files = list(file_problems(root))
    except DataError as error:  # without a descriptor there is nothing to compare with
        return error.problems
    damaged = {problem.file for problem in of_files if problem.found not in HARMLESS}
    by_schema = list(schema.package_problems(root, damaged))
    by_rule = _rule_problems(root, damaged, others=bool(of_files or by_schema))
    # rules first: plainer words for the same cell
    found = [*of_files, *by_rule, *by_schema, *_reading_problems(root, damaged)]
    known = {problem.file for problem in found}
    unusable = {problem.file for problem in (*of_files, *by_schema)}
    if DESCRIPTOR not in unusable:  # one that cannot be used has no checksums
        for resource in descriptor(root)["resources"]:
            if f"data/{resource['path']}" not in known:
                content = content_of(root / "data" / resource["path"])
                ends = list(_line_end_problem(content, resource))
                found += ends or changes(resource, _mark(root, resource))
    return DataError(_first_at_each_place(found)).problems


def _mark(root: Path, resource: Marked) -> Marked:
    """Size, checksum and number of rows of a resource as it is now."""
    content = (root / "data" / resource["path"]).read_bytes()
    return checksum(content) | {"rows": len(read(resource["name"], root))}


def file_problems(root: Path) -> Iterator[Problem]:
    """Files that are missing, not described, or not tables with the header of their schema.

    Raises `DataError` where the descriptor of the files cannot be used.
    """
    described = {f"data/{r['path']}": r for r in descriptor(root)["resources"]}
    for path, resource in described.items():
        names = [field["name"] for field in resource["schema"]["fields"]]
        yield from _table_problems(root, path, names)
    for file in sorted((root / "data").rglob("*.csv")):
        path = file.relative_to(root).as_posix()
        if path not in described:
            expected = f"a resource for it in {DESCRIPTOR}, or no such file"
            yield Problem(path, None, None, "a file that is not described", expected)
    yield from schema.computed_problems(root)
    yield from _conflicts(root)
    for path in (DESCRIPTOR, COMPUTED, REFERENCES):
        if (root / path).is_file() and b"\r" in content_of(root / path):
            yield Problem(path, None, None, CARRIAGE_RETURNS, LINE_FEEDS)


def _conflicts(root: Path) -> Iterator[Problem]:
    """A conflict marker in the bibliography, which BibTeX would take for a comment."""
    path = root / REFERENCES
    text = content_of(path).decode("utf-8", "replace") if path.is_file() else ""
    if conflict := spreadsheet.CONFLICT.search(text):
        yield _conflict(REFERENCES, text, conflict)


def _conflict(path: str, text: str, marker: re.Match[str]) -> Problem:
    found = f"a conflict marker of Git, {quoted(marker[0])}"
    line = line_at(text, marker.start())
    return Problem(path, line, None, found, spreadsheet.ONE_VERSION)


def _table_problems(root: Path, path: str, names: list[str]) -> Iterator[Problem]:
    """What keeps a file from being read as a table with these columns, and its line ends."""
    table = "a CSV file in UTF-8 with the header of its schema"
    try:
        content = content_of(root / path)
        if kind := spreadsheet.other_format(content):
            yield Problem(path, None, None, kind, f"{table}; restore it: `git restore {path}`")
            return
        text = content.decode("utf-8")
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        yield Problem(path, None, None, found, f"{table}; restore it: `git restore {path}`")
        return
    except UnicodeDecodeError as error:
        line = line_at(content, error.start)
        yield Problem(path, line, None, "bytes that are not UTF-8", "a file saved in UTF-8")
        return
    if odd := CONTROL.search(text):
        line, found = line_at(text, odd.start()), f"a control character, {odd[0]!r}"
        yield Problem(path, line, None, found, "text without control characters")
    elif not text.removeprefix(MARK).strip():
        yield Problem(path, None, None, "an empty file", f"{table}; `git restore {path}`")
    elif conflict := spreadsheet.CONFLICT.search(text):
        yield _conflict(path, text, conflict)
    else:
        yield from _row_problems(path, text.removeprefix(MARK), names)
    if text.startswith(MARK):
        yield Problem(path, None, None, BYTE_ORDER_MARK, "UTF-8 without one")
    if "\r" in text:
        yield Problem(path, None, None, CARRIAGE_RETURNS, LINE_FEEDS)


def _row_problems(path: str, text: str, names: list[str]) -> Iterator[Problem]:
    """A header unlike the schema's or there again, and quotation marks that do not pair."""
    yield from header_problems(path, header_of(text), names)
    try:
        rows = table_rows(path, text)
    except DataError as error:
        yield from error.problems
        return
    for line, cells in rows[1:]:
        if cells == names:
            yield Problem(path, line, None, "the header again", "the header in line 1 alone")


def _reading_problems(root: Path, damaged: Collection[str]) -> Iterator[Problem]:
    """What our reader refuses: more than a schema, such as digits of other scripts."""
    for resource in descriptor(root)["resources"]:
        if f"data/{resource['path']}" not in damaged:
            try:
                read(resource["name"], root)
            except DataError as error:
                yield from error.problems


def _rule_problems(root: Path, damaged: Collection[str], others: bool) -> list[Problem]:
    """The problems that the rules yield or raise, without those of damaged files.

    A rule may be impossible to apply to data in which another one finds the reason; where none
    does and there are no `others`, that itself is the problem.
    """
    found: list[Problem] = []
    failed = []
    for rule in (*RULES, *COMPLETENESS, *agreement.RULES, *sources.RULES, *papers.RULES):
        try:
            found += _outcome(rule, root)
        except DataError as error:
            found += error.problems
        except Exception as error:  # whatever the data have made it stumble over
            name = rule.__name__.strip("_").replace("_", " ")
            what = f"data to which the rule '{name}' cannot be applied ({error!r})"
            failed.append(Problem("data", None, None, what, "what `git diff data` shows, undone"))
    found = [problem for problem in found if problem.file not in damaged]
    return found if found or others else failed


@once_a_state
def _outcome(rule: Callable[[Path], Iterator[Problem]], root: Path) -> tuple[Problem, ...]:
    """What a rule finds; asked again only where a file that it read has changed."""
    return tuple(rule(root))


def _line_end_problem(content: bytes, resource: Marked) -> Iterator[Problem]:
    """The problem of a file that is as sealed but for its line ends, which no command may bless."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n")
    as_sealed = {checksum(lines + end)["hash"] for end in (b"", b"\n")}
    if resource.get("hash") in as_sealed and checksum(content)["hash"] != resource["hash"]:
        path = f"data/{resource['path']}"
        found = "nothing new but the end of a line"
        yield Problem(path, None, None, found, f"the file as it was: `git restore {path}`")


def _is_printed(resource: Marked) -> bool:
    return str(resource["path"]).startswith("printed/")


def _change(resource: Marked, mark: Marked) -> Iterator[Problem]:
    """The problem of a file whose content is not what its resource states, with what to do."""
    meant = list(_unmeant_change(resource, mark, printed=False, fewer_rows=False))
    if not meant and not mark.items() <= resource.items():
        path, expected = (
            f"data/{resource['path']}",
            f"`{COMMAND} seal` if the change is meant",
        )
        meant.append(Problem(path, None, None, "content unlike its checksum", expected))
    yield from meant


def _unmeant_change(
    resource: Marked, mark: Marked, printed: bool, fewer_rows: bool
) -> Iterator[Problem]:
    """The problem of a change that needs an explicit word: of a printed file, or a lost row."""
    path, stated = f"data/{resource['path']}", resource.get("rows")
    if not printed and _is_printed(resource) and resource.get("hash") != mark["hash"]:
        expected = (
            f"the file as it was, because the review does not change: restore it (`git restore "
            f"{path}`); what we read differently belongs in data/review/corrections.csv"
        )
        yield Problem(path, None, None, "content unlike its checksum", expected)
    elif not fewer_rows and isinstance(stated, int) and mark["rows"] < stated:
        expected = (
            f"the {stated} rows that {DESCRIPTOR} states: restore the others, or run "
            f"`{COMMAND} seal --fewer-rows` if they were removed on purpose"
        )
        yield Problem(path, None, None, f"{mark['rows']} rows", expected)


def _first_at_each_place(problems: list[Problem]) -> Iterator[Problem]:
    """One problem a cell; where a header is wrong, not also every row below it."""
    headless = {problem.file for problem in problems if problem.line == 1}
    places = set()
    for problem in problems:
        what = "" if problem.line else problem.found  # a file may lack more than one thing
        place = (problem.file, problem.line, problem.column, what)
        if place in places or (problem.file in headless and problem.line != 1):
            continue
        places.add(place)
        yield problem
