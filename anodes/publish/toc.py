"""The table of contents and the files of `chapters/`, compared before anything is executed."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from anodes.data.files import ROOT, DataError, Problem
from anodes.teach.exercises import TEACHING

if TYPE_CHECKING:
    from collections.abc import Iterator

TOC = "_toc.yml"
FOLDER = "chapters"
SUFFIXES = (".ipynb", ".md", ".rst")  # what a page can be written in


def notebooks(root: Path = ROOT) -> list[Path]:
    """The notebooks of the book, sorted by name. Raises `DataError` as `pages` does."""
    return [path for path in pages(root) if path.suffix == ".ipynb"]


def pages(root: Path = ROOT) -> list[Path]:
    """The files of all pages that `_toc.yml` lists, sorted by name.

    Raises `DataError` where `_toc.yml` cannot be read, an entry has no file or more than one, or a
    page is not listed.
    """
    entries, patterns = _entries(root)
    files = list(_files(root))
    found = [*_unmatched(entries, files, root), *_unlisted(entries, patterns, files, root)]
    if found:
        raise DataError(found)
    return files


def stored_notebooks(root: Path = ROOT) -> list[Path]:
    """The notebooks whose outputs are stored: those of the book, and those that teaching hands out.

    Raises `DataError` as `pages` does.
    """
    return [*notebooks(root), *sorted((root / TEACHING).glob("*.ipynb"))]


def in_order(root: Path = ROOT) -> list[Path]:
    """The notebooks as a reader meets them. Raises `DataError` as `pages` does."""
    return [path for path in all_in_order(root) if path.suffix == ".ipynb"]


def all_in_order(root: Path = ROOT) -> list[Path]:
    """The files of all pages as a reader meets them. Raises `DataError` as `pages` does."""
    there = {_name(path, root): path for path in pages(root)}
    names = map(_page, _entries(root)[0])
    return [there[name] for name in names if name in there]


def _entries(root: Path) -> tuple[list[str], list[str]]:
    """The pages that `_toc.yml` names, and its patterns of names."""
    from sphinx_external_toc.parsing import parse_toc_yaml

    try:
        book = parse_toc_yaml(root / TOC)
        return list(book), sorted(book.globs())
    except Exception as error:  # YAML, the file system and the parser each raise their own
        mark = getattr(error, "problem_mark", None)
        found = f"a table of contents that cannot be read ({' '.join(str(error).split())})"
        expected = "YAML with `root:` and, below `parts:`, `- file: chapters/NAME`"
        problem = Problem(TOC, mark.line + 1 if mark else None, None, found, expected)
        raise DataError([problem]) from error


def _files(root: Path) -> Iterator[Path]:
    """The files below `chapters/` that can be pages; those with a dot before their name cannot."""
    for file in sorted((root / FOLDER).rglob("*")):
        parts = file.relative_to(root).parts
        if file.suffix in SUFFIXES and file.is_file() and not any(p.startswith(".") for p in parts):
            yield file


def _page(entry: str) -> str:
    """An entry without the suffix that it may have."""
    return next((entry[: -len(end)] for end in SUFFIXES if entry.endswith(end)), entry)


def _name(file: Path, root: Path) -> str:
    return file.relative_to(root).with_suffix("").as_posix()


def _unmatched(entries: list[str], files: list[Path], root: Path) -> Iterator[Problem]:
    """Entries without a file, or with two that would be the same page."""
    lines = (root / TOC).read_text(encoding="utf-8").splitlines()
    for entry in entries:
        there = [file.name for file in files if _name(file, root) == _page(entry)]
        if len(there) == 1:
            continue
        pattern = re.compile(
            rf"^[\s-]*(?:file|root)\s*:\s*['\"]?{re.escape(entry)}['\"]?\s*(?:#|$)"
        )
        line = next((n for n, text in enumerate(lines, start=1) if pattern.match(text)), None)
        found = f"{entry}, for which there are {' and '.join(there)}"
        expected = "one file: rename or remove the other"
        if not there:
            found = f"{entry}, for which there is no file"
            expected = f"a file {_page(entry)}.ipynb or {_page(entry)}.md, or no such entry"
        yield Problem(TOC, line, None, found, expected)


def _unlisted(
    entries: list[str], patterns: list[str], files: list[Path], root: Path
) -> Iterator[Problem]:
    listed = {_page(entry) for entry in entries}
    for file in files:
        page = _name(file, root)
        if page not in listed and not any(fnmatchcase(page, pattern) for pattern in patterns):
            name = printable(file.relative_to(root).as_posix())
            expected = (
                f"an entry `- file: {printable(page)}` in {TOC}, or the file outside {FOLDER}/"
            )
            yield Problem(name, None, None, f"a page that {TOC} does not list", expected)


def printable(name: str) -> str:
    """A file's name as a terminal can print it, whatever its bytes are."""
    return name if name.isprintable() else ascii(name)
