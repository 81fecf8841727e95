"""The files of `data/` and `references.bib`: the only code that opens them.

`read` types a CSV file by its schema in `datapackage.json`. What is wrong is reported as
`Problem`s: file, line, column, what was found, what was expected. All problems are collected
before a `DataError` is raised. `write_atomically` replaces a file whole or not at all.
"""

from __future__ import annotations

import contextlib
import csv
import errno
import functools
import hashlib
import inspect
import io
import json
import os
import re
import stat
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, AnyStr, ParamSpec, TypeVar

from anodes.data.quoting import PART, escaped, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTOR = "data/datapackage.json"
REFERENCES = "references.bib"
COMMAND = ".venv/bin/python -m anodes"  # as it is run from the project's folder
LISTED = 100  # problems that a message lists; the others are counted
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}  # in place of commas
KINDS = {
    "number": "a number such as 1222.5, without thousands commas or unit",
    "integer": "a whole number such as 200",
    "boolean": "true or false",
}
RESTORE = f"restore the file, for example with `git restore {DESCRIPTOR}`"
OURS = f"the Data Package descriptor of the book in JSON; {RESTORE}"
PACKAGE_KEYS = {
    "title": str, "description": str, "version": str, "sources": list, "licenses": list,
    "resources": list,
}  # fmt: skip
RESOURCE_KEYS = {"name": str, "path": str, "title": str, "licenses": list, "schema": dict}
SOURCE_KEYS = {"title": str, "path": str}
FIELD_KEYS = {"name": str, "type": str, "description": str}
TYPES = {str: "a text", list: "a list", dict: "an object"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file.

    Parameters
    ----------
    file
        Name of the file.
    line
        Line as a text editor counts it, the header being 1; None for the whole file.
    column
        Name of the column, or None.
    found, expected
        What the file has there, and what it should have.

    Examples
    --------
    >>> print(Problem("mine.csv", 3, "cycles", "'many'", "a whole number"))
    mine.csv, line 3, column cycles: found 'many'; expected a whole number
    """

    file: str
    line: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        place = [escaped(self.file)]
        place += [f"line {self.line}"] if self.line else []
        place += [f"column {escaped(self.column, PART)}"] if self.column else []
        found, expected = (escaped(part, PART) for part in (self.found, self.expected))
        return f"{', '.join(place)}: found {found}; expected {expected}"


class DataError(ValueError):
    """Data that cannot be used; a `ValueError`.

    Parameters
    ----------
    problems
        Every reason, not just the first; sorted in the attribute of this name.

    Examples
    --------
    >>> error = DataError([Problem("mine.csv", 3, "cycles", "'many'", "a whole number")])
    >>> [problem.line for problem in error.problems]
    [3]
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(
            set(problems), key=lambda p: (p.file, p.line or 0, p.column or "", p.found)
        )
        count = len(self.problems)
        lines = "\n".join(f"  {line}" for line in listing(self.problems))
        super().__init__(
            f"{count:,} problem{'s' * (count != 1)}:\n{lines}\n"
            "Correct what is listed and run the command again; nothing was written."
        )


def listing(problems: Sequence[Problem]) -> list[str]:
    """A line for each of the first problems, and one that counts the others by column."""
    lines = [str(problem) for problem in problems[:LISTED]]
    if more := Counter(problem.column or "whole rows" for problem in problems[LISTED:]):
        lines.append(f"and {more.total():,} more: {counted(more)}")
    return lines


def counted(more: Mapping[str, int]) -> str:
    """'200 in cycles, 3 in ion': how many by column, the most frequent first."""
    names = Counter(more).most_common(LISTED)
    return ", ".join(f"{count:,} in {escaped(name, PART)}" for name, count in names)


def descriptor(root: Path = ROOT) -> dict[str, Any]:
    """Descriptor of the Frictionless Data Package, `data/datapackage.json`.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict
        The descriptor with name, title, description, version, licenses, sources and resources.

    Raises
    ------
    DataError
        Where it is missing, is not JSON, or lacks what its readers need.

    Examples
    --------
    >>> from anodes import data
    >>> data.descriptor()["licenses"][0]["name"]
    'CC-BY-4.0'
    """
    try:
        content = contents(root / DESCRIPTOR)
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        raise DataError([Problem(DESCRIPTOR, None, None, found, OURS)]) from error
    return _descriptor(content)


def contents(path: Path) -> bytes:
    """The content of a file, read once as long as the file stays as it is.

    Raises `OSError`, also for what is no file: a pipe would be waited for without end.
    """
    stamp = path.stat()
    if not stat.S_ISREG(stamp.st_mode):
        number = errno.EISDIR if stat.S_ISDIR(stamp.st_mode) else errno.EINVAL
        words = "it is a folder" if number == errno.EISDIR else "it is a pipe or a device"
        raise OSError(number, words, str(path))
    return _content(path, *_version(stamp))


def line_at(content: AnyStr, place: int) -> int:
    """The line, from 1, of a place in a text or in bytes."""
    return content.count("\n" if isinstance(content, str) else b"\n", 0, place) + 1


def _version(stamp: os.stat_result) -> tuple[int, ...]:
    """What tells one state of a file from another."""
    return stamp.st_mtime_ns, stamp.st_size, stamp.st_ino


@functools.lru_cache(maxsize=256)
def _content(path: Path, *version: int) -> bytes:
    """The content of a file, read once as long as its `version` stays."""
    del version
    return path.read_bytes()


@functools.lru_cache(maxsize=8)
def _descriptor(content: bytes) -> dict[str, Any]:
    package = parse_descriptor(content)
    if problems := list(_shape_problems(package)):
        raise DataError(problems)
    return package


def parse_descriptor(content: bytes) -> Any:  # noqa: ANN401
    """The JSON of a descriptor. Raises `DataError` with the line where it stops to be JSON."""
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        problem = Problem(DESCRIPTOR, None, None, "bytes that are not UTF-8", OURS)
        raise DataError([problem]) from error
    except json.JSONDecodeError as error:
        found = f"text that is not JSON ({error.msg})" if content.strip() else "an empty file"
        raise DataError([Problem(DESCRIPTOR, error.lineno, None, found, OURS)]) from error
    except (ValueError, RecursionError) as error:  # a number or a depth that Python does not read
        found = f"JSON that cannot be read ({error})"
        raise DataError([Problem(DESCRIPTOR, None, None, found, OURS)]) from error


def _shape_problems(package: Any) -> Iterator[Problem]:  # noqa: ANN401
    """What a descriptor lacks that the readers of the data rely on."""
    if not isinstance(package, dict):
        yield Problem(DESCRIPTOR, 1, None, "JSON that is not an object", OURS)
        return
    yield from _lacking("the descriptor", package, PACKAGE_KEYS)
    for source in _objects(package, "sources"):
        yield from _lacking("a source of the descriptor", source, SOURCE_KEYS)
    resources = _objects(package, "resources")
    names = [resource.get("name") for resource in resources]
    for number, resource in enumerate(resources, start=1):
        place = f"resource {number} ({resource.get('name', 'without a name')})"
        yield from _lacking(place, resource, RESOURCE_KEYS)
        yield from _lacking(f"the schema of {place}", resource.get("schema"), {"fields": list})
        for field in _objects(resource.get("schema"), "fields"):
            yield from _lacking(f"a field of {place}", field, FIELD_KEYS)
        if re.match(r"/|\w:|.*\.\.", str(resource.get("path"))):
            found = f"{place} with the path {resource['path']!r}"
            yield Problem(DESCRIPTOR, None, None, found, "a path inside the folder data/")
        if names.count(resource.get("name")) > 1:
            yield Problem(DESCRIPTOR, None, None, f"{place} twice", "a name of its own for each")


def _objects(holder: Any, key: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """The JSON objects in a list that an object holds; what is none of them is `{}`."""
    items = holder.get(key) if isinstance(holder, dict) else None
    items = items if isinstance(items, list) else []
    return [item if isinstance(item, dict) else {} for item in items]


def _lacking(place: str, holder: Any, keys: dict[str, type]) -> Iterator[Problem]:  # noqa: ANN401
    """A problem for each key that a part of the descriptor lacks or has empty."""
    holder = holder if isinstance(holder, dict) else {}
    for key, kind in keys.items():
        if not isinstance(holder.get(key), kind) or not holder[key]:
            found = f"{place} without {key!r}"
            expected = f"{TYPES[kind]} that is not empty; or {RESTORE}"
            yield Problem(DESCRIPTOR, None, None, found, expected)


def resource_of(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The descriptor's resource of a table. Raises `DataError` where there is none."""
    for resource in descriptor(root)["resources"]:
        if resource["name"] == name:
            return resource
    found, expected = f"no resource named {name!r}", f"the table {name!r}; {RESTORE}"
    raise DataError([Problem(DESCRIPTOR, None, name, found, expected)])


def schema(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The Table Schema of one resource. Raises `DataError`."""
    return resource_of(name, root)["schema"]


def read(name: str, root: Path = ROOT) -> pd.DataFrame:
    """One file of `data/` as a table, typed by its schema.

    Parameters
    ----------
    name
        Name of a resource of the descriptor, such as 'table_3' or 'phases'.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each line of the file; a text column keeps its cells as printed. The file is
        parsed once as long as it does not change.

    Raises
    ------
    DataError
        For an unknown name, a missing or unreadable file, a header unlike the schema's, a row of
        another width, or a text in place of a number.

    Examples
    --------
    >>> from anodes import data
    >>> data.read("table_3")["initial_capacity"].iloc[0]
    '3,200 mAh g-1 at 4.2 A g-1'
    """
    resource = resource_of(name, root)
    path = f"data/{resource['path']}"
    types = tuple((field["name"], field["type"]) for field in resource["schema"]["fields"])
    try:
        content = contents(root / path)
    except OSError as error:
        raise _unreadable(path, error) from error
    frame = _parsed(path, types, content)
    return frame.copy(deep=False)  # pandas copies a column when it is written to


class Known:
    """Results by what they were computed from; the oldest are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: dict[Any, Any] = {}

    def of(self, key: Any, compute: Callable[[], R]) -> R:  # noqa: ANN401
        """The result for a key, computed if it is not known."""
        if key not in self._results:
            result = compute()
            while len(self._results) >= self._most:
                del self._results[next(iter(self._results))]
            self._results[key] = result
        return self._results[key]


def once_a_state(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of the data compute its result once as long as the data do not change.

    The function has a parameter `root`, reads only what the descriptor of that folder names and
    `references.bib`, and its arguments are hashable. Frames, lists and mappings are handed out as
    copies: pandas copies a column when it is written to.
    """
    signature = inspect.signature(function)
    known = Known(MOST_STATES)

    @functools.wraps(function)
    def computed(*arguments: P.args, **keywords: P.kwargs) -> R:
        call = signature.bind(*arguments, **keywords)
        call.apply_defaults()
        state = (tuple(call.arguments.items()), _state(call.arguments["root"]))
        return _copied(known.of(state, lambda: function(*arguments, **keywords)))

    return computed


MOST_STATES = 32  # results that a function remembers


def _state(root: Path) -> tuple[tuple[int, ...] | None, ...]:
    """What tells one state of all data from another. Raises `DataError`."""
    package = descriptor(root)
    return tuple(map(_version_of, _inputs(root, *(r["path"] for r in package["resources"]))))


@functools.lru_cache(maxsize=64)
def _inputs(root: Path, *resources: str) -> tuple[str, ...]:
    paths = (DESCRIPTOR, REFERENCES, *(f"data/{path}" for path in resources))
    return tuple(str(root / path) for path in paths)


def _version_of(path: str) -> tuple[int, ...] | None:
    try:
        return _version(os.stat(path))
    except OSError:
        return None


def _copied(value: Any) -> Any:  # noqa: ANN401
    """What a caller may change without changing it for the next one."""
    import pandas as pd

    if isinstance(value, pd.DataFrame | pd.Series):
        return value.copy(deep=False)
    if isinstance(value, tuple):
        return tuple(map(_copied, value))
    return value.copy() if isinstance(value, dict | list) else value


def header_problems(path: str, header: Sequence[str], names: Sequence[str]) -> list[Problem]:
    """How the header of a file differs from the columns that its schema names, column by column.

    `path` is the name that the problems carry. Where every column is there, only their order can
    differ, and the first column out of place is named. A table with another separator than the
    comma has one problem.
    """
    if len(header) == 1 and re.fullmatch(r"sep=.?", header[0]):
        expected = f"the header in the first line; restore the file (`git restore {path}`)"
        return [Problem(path, 1, None, f"{quoted(header[0])}, a line of a spreadsheet", expected)]
    if separator := _other_separator(header, names):
        expected = f"commas; restore the file (`git restore {path}`) or save it as CSV with commas"
        return [Problem(path, 1, None, f"{separator} between the columns", expected)]
    found = f"the header {', '.join(header[: len(names) + 1])}"
    missing = [name for name in names if name not in header]
    problems = [Problem(path, 1, name, found, "this column in it") for name in missing]
    unknown = list(dict.fromkeys(name for name in header if name not in names))
    expected = f"only columns that {DESCRIPTOR} describes"
    for name in unknown[:LISTED]:
        problems.append(Problem(path, 1, name or None, f"a column {quoted(name)}", expected))
    if more := len(unknown[LISTED:]):
        problems.append(Problem(path, 1, None, f"{more:,} further columns", expected))
    for name in dict.fromkeys(name for name in header if name in names and header.count(name) > 1):
        problems.append(Problem(path, 1, name, f"{header.count(name)} columns of this name", "one"))
    if not problems and list(header) != list(names):
        name = next(ours for ours, theirs in zip(header, names, strict=True) if ours != theirs)
        expected = f"the order {', '.join(names)}"
        problems.append(Problem(path, 1, name, found, expected))
    return problems


def _other_separator(header: Sequence[str], names: Sequence[str]) -> str:
    """The name of the separator by which a header that is one cell has known columns, or ''."""
    for separator, name in SEPARATORS.items():
        if len(header) == 1 and len({*header[0].split(separator)} & {*names}) > 1:
            return name
    return ""


def header_of(content: str) -> list[str]:
    """The column names in the first line of a CSV text; [] for an empty one."""
    try:
        return next(csv.reader(io.StringIO(content, newline="")), [])
    except csv.Error:  # a cell without end, since a quotation mark is not closed
        return [content.partition("\n")[0]]


def table_rows(path: str, text: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV text, the header first, and the line that each begins in.

    Empty lines are no rows. Raises `DataError` where quotation marks do not pair; `path` is the
    name that problems carry.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, begin = [], 1
    try:
        for cells in reader:
            if cells:
                rows.append((begin, cells))
            begin = reader.line_num + 1
    except csv.Error as error:
        found = f"quotation marks that do not pair ({error})"
        expected = "a closing quotation mark for each opening one, and then a comma"
        raise DataError([Problem(path, begin, None, found, expected)]) from error
    return rows


@functools.lru_cache(maxsize=64)
def _parsed(path: str, types: tuple[tuple[str, str], ...], content: bytes) -> pd.DataFrame:
    """The typed frame of a file's content; `path` is the name that problems carry."""
    import pandas as pd

    names = [name for name, _ in types]
    try:
        (_, header), *rows = table_rows(path, content.decode("utf-8-sig")) or [(1, [])]
    except UnicodeDecodeError as error:
        raise _unreadable(path, error) from error
    problems = header_problems(path, header, names) or list(_width_problems(path, header, rows))
    if problems:
        raise DataError(problems)
    frame = pd.DataFrame([cells for _, cells in rows], columns=names, dtype=str)
    lines = [line for line, _ in rows]
    for name, kind in types:
        if kind in ("integer", "number"):
            frame[name] = _numbers(path, lines, frame[name], kind, problems)
    if problems:
        raise DataError(problems)
    return frame


def _width_problems(
    path: str, header: Sequence[str], rows: Iterable[tuple[int, Sequence[str]]]
) -> Iterator[Problem]:
    """A problem for each row that has not a cell for each column."""
    for line, cells in rows:
        if len(cells) != len(header):
            found = f"a row with too {'many' if len(cells) > len(header) else 'few'} cells"
            yield Problem(path, line, None, found, "a cell for each column of the header")


def _numbers(
    path: str, lines: Sequence[int], column: pd.Series, kind: str, problems: list[Problem]
) -> pd.Series:
    """A column as numbers; what cannot be read as one is added to `problems`."""
    import pandas as pd

    numbers = pd.to_numeric(column.replace("", None), errors="coerce")
    good = numbers.abs() < float("inf")
    if kind == "integer":
        good &= numbers.mod(1) == 0
    for index in column.index[(column != "") & ~good]:
        found = quoted(column[index])
        problems.append(Problem(path, lines[index], column.name, found, KINDS[kind]))
    if kind == "number":
        return numbers.astype("float64")
    return numbers.where(good).astype("int64" if good.all() else "Int64")


def write_atomically(path: Path, content: bytes, expected: bytes | None = None) -> None:
    """Replace the content of a file whole or not at all, and keep its mode.

    The content is written to a temporary file beside it, brought to the disk and renamed, so that
    a reader of `path` meets the old content or the new one. Raises `DataError`, with the file as
    it was and no temporary file left, where it cannot be written (a full disk, a missing folder)
    or where its content is no longer `expected`, the content that the caller has read.
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    _remove_left_drafts(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o7777)
        if expected is not None and target.read_bytes() != expected:
            found = "content that has changed since it was read"
            raise DataError(
                [Problem(in_project(path), None, None, found, "it unchanged; run again")]
            )
        draft.replace(target)
    except OSError as error:
        found = f"a file that cannot be written ({error.strerror or error})"
        expected_ = "room on the disk and permission to write; the file is as it was"
        raise DataError([Problem(in_project(path), None, None, found, expected_)]) from error
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _remove_left_drafts(target: Path) -> None:
    """Remove what a process that was killed while it wrote this file has left beside it."""
    ours = re.compile(rf"\.{re.escape(target.name)}\.(\d+)-\d+")
    with contextlib.suppress(OSError):  # a missing folder is reported when it is written to
        for name in os.listdir(target.parent):
            match = ours.fullmatch(name)
            if match and not _runs(int(match[1])):
                target.with_name(name).unlink(missing_ok=True)


def _runs(process: int) -> bool:
    """Whether there is a process of this number; on Windows, where to ask may end it, always."""
    if os.name == "nt":
        return True
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # it is another user's
        return True
    return True


def in_project(path: Path, root: Path = ROOT) -> str:
    """A path as messages name it: from the project's folder where it is in there."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def checksum(content: bytes) -> dict[str, Any]:
    """Size and SHA-256 of a file's content, as a resource of the descriptor keeps them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _unreadable(path: str, error: Exception) -> DataError:
    found = f"a file that cannot be read ({getattr(error, 'strerror', None) or error})"
    return DataError([Problem(path, None, None, found, "a CSV file in UTF-8")])


def bibliography(root: Path = ROOT) -> Any:  # noqa: ANN401
    """The entries of `references.bib`, a pybtex `BibliographyData`, parsed once while unchanged.

    Raises `DataError`.
    """
    try:
        content = contents(root / REFERENCES)
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        expected = f"the reference list in BibTeX; restore it: `git restore {REFERENCES}`"
        raise DataError([Problem(REFERENCES, None, None, found, expected)]) from error
    return _bibliography(content)


@functools.lru_cache(maxsize=8)
def _bibliography(content: bytes) -> Any:  # noqa: ANN401
    from pybtex.database import parse_string

    text = ""
    try:
        text = content.decode("utf-8")
        return parse_string(text, "bibtex")
    except UnicodeDecodeError as error:
        line = line_at(content, error.start)
        problem = Problem(REFERENCES, line, None, "bytes that are not UTF-8", "BibTeX in UTF-8")
        raise DataError([problem]) from error
    except Exception as error:  # pybtex and the file system each raise their own
        line = getattr(error, "lineno", None) or _last_line_with(_named_in(str(error)), text)
        raise DataError([Problem(REFERENCES, line, None, str(error), "BibTeX in UTF-8")]) from error


def _named_in(message: str) -> str:
    """What a message of pybtex quotes, or what it ends with: the key of a repeated entry."""
    match = re.search(r"'(.+)'|: (\S+)$", message)
    return (match[1] or match[2]) if match else ""


def _last_line_with(words: str, text: str) -> int | None:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if words and words in line]
    return lines[-1] if lines else None


def entry_lines(root: Path = ROOT) -> dict[str, int]:
    """The line of `references.bib` in which each entry begins, by its key."""
    lines = (root / REFERENCES).read_text(encoding="utf-8").splitlines()
    begins = [(re.match(r"\s*@\w+\s*[{(]\s*([^,\s]+)", line), n) for n, line in enumerate(lines, 1)]
    return {match[1]: number for match, number in begins if match}
