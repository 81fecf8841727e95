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
from collections import Counter, deque
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, AnyStr, ParamSpec, TypeVar, cast

from anodes.data import kept
from anodes.data.quoting import PART, escaped, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    import pandas as pd

P = ParamSpec("P")
R = TypeVar("R")

CARRIED = kept.PACKAGE / "carried"  # where a wheel has the data; it is not in the project
ROOT = CARRIED if CARRIED.is_dir() else kept.PACKAGE.parent
DESCRIPTOR = "data/datapackage.json"
COMPUTED = "data/computed.json"  # the columns of what has no file here
REFERENCES = "references.bib"
_PYTHON = r".venv\Scripts\python" if os.name == "nt" else ".venv/bin/python"
COMMAND = f"{_PYTHON} -m anodes"  # as it is run from the project's folder
LISTED = 100  # problems that a message lists; the others are counted
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}  # in place of commas
KINDS = {
    "number": "a number such as 1222.5, without thousands commas or unit",
    "integer": "a whole number such as 200",
    "boolean": "true or false",
}
PACKAGE_KEYS = {
    "title": str, "description": str, "version": str, "sources": list, "licenses": list,
    "resources": list,
}  # fmt: skip
RESOURCE_KEYS = {"name": str, "path": str, "title": str, "licenses": list, "schema": dict}
SOURCE_KEYS = {"title": str, "path": str}
FIELD_KEYS = {"name": str, "type": str, "description": str}
KEYS: dict[str, tuple[Mapping[str, type], Mapping[str, type]]] = {  # of package and resources
    DESCRIPTOR: (PACKAGE_KEYS, RESOURCE_KEYS),
    COMPUTED: (
        {"title": str, "resources": list}, {"name": str, "title": str, "schema": dict}
    ),
}  # fmt: skip
TYPES: dict[type, str] = {str: "a text", list: "a list", dict: "an object"}


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
    return _descriptor(DESCRIPTOR, _descriptor_bytes(root, DESCRIPTOR))


def computed_descriptor(root: Path = ROOT) -> dict[str, Any]:
    """The descriptor `data/computed.json` of the tables that the book computes.

    It is a package of its own, since those tables have no file here that could be validated.
    Raises `DataError` as `descriptor` does.
    """
    return _descriptor(COMPUTED, _descriptor_bytes(root, COMPUTED))


def _descriptor_bytes(root: Path, file: str) -> bytes:
    try:
        return content_of(root / file)
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
        raise DataError([Problem(file, None, None, found, _ours(file))]) from error


def _restore(file: str) -> str:
    return f"restore the file, for example with `git restore {file}`"


def _ours(file: str) -> str:
    return f"the Data Package descriptor of the book in JSON; {_restore(file)}"


def content_of(path: Path) -> bytes:
    """The content of a file, read once as long as the file stays as it is.

    Raises `OSError`, also for what is no file: a pipe would be waited for without end.
    """
    try:
        content = _content(path, *_version(_regular(path)))
    except OSError:
        _note(path, None)
        raise
    _note(path, content)
    return content


def _regular(path: Path) -> os.stat_result:
    """What the system knows of a file. Raises `OSError` for what is none."""
    stamp = path.stat()
    if not stat.S_ISREG(stamp.st_mode):
        number = errno.EISDIR if stat.S_ISDIR(stamp.st_mode) else errno.EINVAL
        words = "it is a folder" if number == errno.EISDIR else "it is a pipe or a device"
        raise OSError(number, words, str(path))
    return stamp


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
def _descriptor(file: str, content: bytes) -> dict[str, Any]:
    package = parse_descriptor(content, file)
    if problems := list(_shape_problems(package, file)):
        raise DataError(problems)
    return cast("dict[str, Any]", package)


def parse_descriptor(content: bytes, file: str = DESCRIPTOR) -> Any:  # noqa: ANN401
    """The JSON of a descriptor. Raises `DataError` with the line where it stops to be JSON."""
    try:
        return json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        problem = Problem(file, None, None, "bytes that are not UTF-8", _ours(file))
        raise DataError([problem]) from error
    except json.JSONDecodeError as error:
        found = f"text that is not JSON ({error.msg})" if content.strip() else "an empty file"
        raise DataError([Problem(file, error.lineno, None, found, _ours(file))]) from error
    except (ValueError, RecursionError) as error:  # a number or a depth that Python does not read
        found = f"JSON that cannot be read ({error})"
        raise DataError([Problem(file, None, None, found, _ours(file))]) from error


def _shape_problems(package: Any, file: str) -> Iterator[Problem]:  # noqa: ANN401
    """What a descriptor lacks that the readers of the data rely on."""
    if not isinstance(package, dict):
        yield Problem(file, 1, None, "JSON that is not an object", _ours(file))
        return
    whole, one = KEYS[file]
    yield from _lacking(file, "the descriptor", package, whole)
    for source in _objects(package, "sources"):
        yield from _lacking(file, "a source of the descriptor", source, SOURCE_KEYS)
    resources = _objects(package, "resources")
    names = [resource.get("name") for resource in resources]
    for number, resource in enumerate(resources, start=1):
        place = f"resource {number} ({resource.get('name', 'without a name')})"
        yield from _lacking(file, place, resource, one)
        schema = resource.get("schema")
        yield from _lacking(file, f"the schema of {place}", schema, {"fields": list})
        yield from _field_problems(file, place, _objects(schema, "fields"))
        if re.match(r"/|\w:|.*\.\.", str(resource.get("path"))):
            found = f"{place} with the path {resource['path']!r}"
            yield Problem(file, None, None, found, "a path inside the folder data/")
        if names.count(resource.get("name")) > 1:
            yield Problem(file, None, None, f"{place} twice", "a name of its own for each")


def _field_problems(file: str, place: str, fields: list[dict[str, Any]]) -> Iterator[Problem]:
    """What is wrong with the fields of a resource, none of which may hide another."""
    names = Counter(str(field.get("name")) for field in fields)
    for field in fields:
        yield from _lacking(file, f"a field of {place}", field, FIELD_KEYS)
    for name in (name for name, count in names.items() if count > 1):
        found = f"{names[name]} fields named {name!r} in {place}"
        yield Problem(file, None, name, found, "one field of each name")


def _objects(holder: Any, key: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """The JSON objects in a list that an object holds; what is none of them is `{}`."""
    items = holder.get(key) if isinstance(holder, dict) else None
    items = items if isinstance(items, list) else []
    return [item if isinstance(item, dict) else {} for item in items]


def _lacking(
    file: str,
    place: str,
    holder: Any,  # noqa: ANN401
    keys: Mapping[str, type],
) -> Iterator[Problem]:
    """A problem for each key that a part of the descriptor lacks or has empty."""
    holder = holder if isinstance(holder, dict) else {}
    for key, kind in keys.items():
        if not isinstance(holder.get(key), kind) or not holder[key]:
            found = f"{place} without {key!r}"
            expected = f"{TYPES[kind]} that is not empty; or {_restore(file)}"
            yield Problem(file, None, None, found, expected)


def resource_of(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The descriptor's resource of a table. Raises `DataError` where there is none."""
    for resource in descriptor(root)["resources"]:
        if resource["name"] == name:
            return cast("dict[str, Any]", resource)
    found, expected = f"no resource named {name!r}", f"the table {name!r}; {_restore(DESCRIPTOR)}"
    raise DataError([Problem(DESCRIPTOR, None, name, found, expected)])


def schema(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The Table Schema of one resource. Raises `DataError`."""
    return cast("dict[str, Any]", resource_of(name, root)["schema"])


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
        content = content_of(root / path)
    except OSError as error:
        raise _unreadable(path, error) from error
    frame = _parsed(path, types, content)
    return frame.copy(deep=False)  # pandas copies a column when it is written to


class Known:
    """Results by what they were computed from; the oldest are forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._results: dict[Any, Any] = {}

    def of(self, key: Hashable, compute: Callable[[], R]) -> R:
        """The result for a key, computed if it is not known."""
        if key not in self._results:
            result = compute()
            while len(self._results) >= self._most:
                del self._results[next(iter(self._results))]
            self._results[key] = result
        return cast("R", self._results[key])


def once_a_state(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function of the data compute its result once as long as what it reads is the same.

    The function has a parameter `root`, reads files of that folder by `content_of` only (as all
    readers of this module do), returns nothing that names the folder, and its other arguments are
    hashable. Two folders whose files have the same content share a result, and a change of a file
    that the function did not read is no reason to compute again. Frames, lists and mappings are
    handed out as copies: pandas copies a column when it is written to. Chapters that are refreshed
    share results on disk (`kept`).
    """
    signature = inspect.signature(function)
    known = Known(MOST_CALLS)
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def computed(*arguments: P.args, **keywords: P.kwargs) -> R:
        call = signature.bind(*arguments, **keywords)
        call.apply_defaults()
        root = call.arguments["root"]
        key = tuple((word, value) for word, value in call.arguments.items() if word != "root")
        states: deque[Any] = known.of(key, lambda: deque(maxlen=MOST_STATES))
        found = next((state for state in states if _is_as_read(state[0], root)), None)
        if found is None:
            found = kept.kept_result(name, key, lambda file: _present(root / file))
        if found is None:
            found = _computed(root, lambda: function(*arguments, **keywords))
            kept.keep_result(name, key, found)
        if not states or found is not states[0]:  # what was used last is forgotten last
            others = [state for state in states if state is not found]
            states.clear()
            states.extend([found, *others[: MOST_STATES - 1]])
        for file, content in found[0].items():
            _note(root / file, content)
        return cast("R", _copied(found[1]))

    return computed


MOST_CALLS = 256  # different arguments for which a function remembers results
MOST_STATES = 8  # states of the files for each of them
_NOTES: ContextVar[dict[Path, bytes | None] | None] = ContextVar("_NOTES", default=None)


def _note(path: Path, content: bytes | None) -> None:
    """Note for the function that is being computed what a file holds; None if it cannot be read."""
    if (notes := _NOTES.get()) is not None:
        notes[path] = content


def _computed(root: Path, compute: Callable[[], R]) -> tuple[dict[str, bytes | None], R]:
    """A result, and what the files hold that it was computed from."""
    outer = _NOTES.get()
    notes: dict[Path, bytes | None] = {}
    token = _NOTES.set(notes)
    try:
        result = compute()
    finally:
        _NOTES.reset(token)
        if outer is not None:  # it may go on without the result
            outer.update(notes)
    return {os.path.relpath(path, root): content for path, content in notes.items()}, result


def _is_as_read(read: Mapping[str, bytes | None], root: Path) -> bool:
    return all(_present(root / name) == content for name, content in read.items())


def _present(path: Path) -> bytes | None:
    try:
        return _content(path, *_version(_regular(path)))
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
        problems.append(Problem(path, lines[index], str(column.name), found, KINDS[kind]))
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
        content = content_of(root / REFERENCES)
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
        place = line_at(content, error.start)
        problem = Problem(REFERENCES, place, None, "bytes that are not UTF-8", "BibTeX in UTF-8")
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
    lines = content_of(root / REFERENCES).decode("utf-8").splitlines()
    begins = [(re.match(r"\s*@\w+\s*[{(]\s*([^,\s]+)", line), n) for n, line in enumerate(lines, 1)]
    return {match[1]: number for match, number in begins if match}
