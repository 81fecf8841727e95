"""The files of `data/` and `references.bib`: the only code that opens them.

`read` types a CSV file by its schema in `datapackage.json`. What is wrong is told as
`Problem`s: file, line, column, what was found, what was expected. All problems are collected
before a `DataError` is raised.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
DESCRIPTOR = "data/datapackage.json"
REFERENCES = "references.bib"
KINDS = {
    "number": "a number such as 1222.5, without thousands commas or unit",
    "integer": "a whole number such as 200",
    "boolean": "true or false",
}


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a file; `line` counts as a text editor does, the header being 1."""

    file: str
    line: int | None
    column: str | None
    found: str
    expected: str

    def __str__(self) -> str:
        place = [self.file]
        place += [f"line {self.line}"] if self.line else []
        place += [f"column {self.column}"] if self.column else []
        return f"{', '.join(place)}: found {self.found}; expected {self.expected}"


class DataError(ValueError):
    """Data that cannot be used; `problems` lists every reason, not just the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems), key=lambda p: (p.file, p.line or 0, p.column or ""))
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(
            f"{count} problem{'s' * (count != 1)} in the data:\n{lines}\n"
            "Mend what is named and try again; nothing was written."
        )


@cache
def descriptor(root: Path = ROOT) -> dict[str, Any]:
    """The Frictionless Data Package descriptor `data/datapackage.json`."""
    return json.loads((root / DESCRIPTOR).read_text(encoding="utf-8"))


def schema(name: str, root: Path = ROOT) -> dict[str, Any]:
    """The Table Schema of one resource."""
    return next(r["schema"] for r in descriptor(root)["resources"] if r["name"] == name)


def read(name: str, root: Path = ROOT) -> pd.DataFrame:
    """One resource as a frame, typed by its schema; a text column keeps its cells as printed.

    A file is parsed once as long as it does not change. Raises `DataError` for a missing or
    unreadable file, a missing column or a text in a number.
    """
    resource = next(r for r in descriptor(root)["resources"] if r["name"] == name)
    path = f"data/{resource['path']}"
    try:
        stamp = (root / path).stat()
    except OSError as error:
        raise _unreadable(path, error) from error
    frame = _parsed(root, name, path, stamp.st_mtime_ns, stamp.st_size)
    return frame.copy(deep=False)  # pandas copies a column when it is written to


@lru_cache(maxsize=64)
def _parsed(root: Path, name: str, path: str, changed: int, size: int) -> pd.DataFrame:
    """The typed frame of a file; `changed` and `size` tell one version of it from another."""
    import pandas as pd

    try:
        frame = pd.read_csv(root / path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise _unreadable(path, error) from error

    fields = schema(name, root)["fields"]
    missing = [field["name"] for field in fields if field["name"] not in frame]
    if missing:
        header = ", ".join(frame.columns)
        raise DataError(
            Problem(path, 1, name, f"the header {header}", "this column in it") for name in missing
        )

    problems: list[Problem] = []
    typed = {}
    for field in fields:
        column = frame[field["name"]]
        typed[field["name"]] = column
        if field["type"] not in ("integer", "number"):
            continue
        numbers = pd.to_numeric(column.replace("", None), errors="coerce")
        for index in column.index[(column != "") & numbers.isna()]:
            found = repr(column[index])
            expected = KINDS[field["type"]]
            problems.append(Problem(path, index + 2, field["name"], found, expected))
        whole = "int64" if numbers.notna().all() else "Int64"
        typed[field["name"]] = numbers.astype(whole if field["type"] == "integer" else "float64")
    if problems:
        raise DataError(problems)
    return pd.DataFrame(typed)


def checksum(content: bytes) -> dict[str, Any]:
    """Size and SHA-256 of a file's content, as a resource of the descriptor keeps them."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _unreadable(path: str, error: Exception) -> DataError:
    found = f"a file that cannot be read ({error})"
    return DataError([Problem(path, None, None, found, "a CSV file in UTF-8")])


def bibliography(root: Path = ROOT) -> Any:  # noqa: ANN401
    """The entries of `references.bib`, a pybtex `BibliographyData`. Raises `DataError`."""
    from pybtex.database import parse_file

    try:
        return parse_file(str(root / REFERENCES), bib_format="bibtex")
    except Exception as error:  # pybtex and the file system each raise their own
        problem = Problem(REFERENCES, None, None, str(error), "a BibTeX file in UTF-8")
        raise DataError([problem]) from error


def write_atomically(path: Path, content: bytes, expected: bytes | None = None) -> None:
    """Replace the content of a file in one step: whole and new, or, after an error, as it was.

    `expected` is the content that the file had when it was read. The file keeps its mode. Raises
    `OSError` where the file cannot be written, or no longer has the `expected` content.
    """
    path = path.resolve()  # a link stays a link
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        mode = 0o666 & ~umask
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        if expected is not None and path.read_bytes() != expected:
            raise OSError(errno.EBUSY, "changed since it was read", str(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
