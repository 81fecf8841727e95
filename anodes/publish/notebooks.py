"""Notebook files: how they are read, with all that is wrong with them, and how they are stored."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anodes.data.files import DataError, Problem, line_at
from anodes.publish import alt_text, pictures
from anodes.publish.plain import figure_name, solutions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from nbformat import NotebookNode

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
FOLDED = "jp-MarkdownHeadingCollapsed"
FORMAT, MINOR = 4, 5  # the first with an id for each cell, by which links know it
KINDS = ("code", "markdown", "raw")
SAVE_AGAIN = "open it in JupyterLab (`make lab`) and save it"
UNFINISHED = (
    "keep one version whole with `git checkout --ours` or `git checkout --theirs` and the name of "
    "the file, then run `make refresh`"
)
CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.M)


@dataclass(frozen=True)
class _Flaw:
    """One thing wrong with a notebook; `remedy` where another is better than an earlier version."""

    found: str
    line: int | None = None
    remedy: str = ""


def parsed(files: Mapping[str, bytes]) -> dict[str, NotebookNode]:
    """Notebooks by the names of their files; sources and outputs are texts, not lists of lines.

    Raises `DataError` with everything that is wrong with any of them.
    """
    notebooks: dict[str, NotebookNode] = {}
    problems: list[Problem] = []
    for name, content in files.items():
        notebook, flaws = _read(content)
        if notebook is not None:
            notebooks[name] = notebook
        earlier = f"restore an earlier version, for example with `git restore {shlex.quote(name)}`"
        problems += [
            Problem(name, flaw.line, None, flaw.found, f"a notebook: {flaw.remedy or earlier}")
            for flaw in flaws
        ]
    if problems:
        raise DataError(problems)
    return notebooks


def _read(content: bytes) -> tuple[NotebookNode | None, list[_Flaw]]:
    """A notebook, or what is wrong with it."""
    import nbformat

    try:
        text = content.decode("utf-8")
        made = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [_unreadable(content, error)]
    if flaws := list(_flaws(made, text)):
        return None, flaws
    try:
        notebook = nbformat.v4.reads(text)
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        return None, [_invalid(error, text, made["cells"])]
    return notebook, []


def _invalid(error: Any, text: str, cells: list[Any]) -> _Flaw:  # noqa: ANN401
    """What the schema of notebooks does not allow."""
    original = getattr(error, "original", error)
    place: Sequence[Any] = getattr(original, "absolute_path", None) or ()
    found, line = f"an invalid notebook ({error.message})", None
    if len(place) > 1 and place[0] == "cells":
        found, line = f"{found} in cell {place[1] + 1}", line_of(text, "", cells[place[1]])
    return _Flaw(found, line)


def _unreadable(content: bytes, error: Exception) -> _Flaw:
    """Why a file is not JSON."""
    if isinstance(error, UnicodeDecodeError):
        line = line_at(content, error.start)
        return _Flaw(f"a byte that is not UTF-8 (0x{content[error.start]:02x})", line)
    if not isinstance(error, json.JSONDecodeError):
        return _Flaw("JSON that is nested too deeply")
    text = content.decode("utf-8")
    if mark := CONFLICT.search(text):
        line = line_at(text, mark.start())
        return _Flaw(f"a mark of an unfinished merge ({mark[0]})", line, UNFINISHED)
    if not text.strip():
        return _Flaw("an empty file")
    return _Flaw(f"text that is not JSON ({error.msg}, column {error.colno})", error.lineno)


def _flaws(made: Any, text: str) -> Iterator[_Flaw]:  # noqa: ANN401
    """What is not as every reader of the chapters relies on."""
    if not isinstance(made, dict) or not isinstance(made.get("nbformat"), int):
        yield _Flaw("JSON that is not a notebook")
        return
    minor = made.get("nbformat_minor")
    if made["nbformat"] != FORMAT or not isinstance(minor, int):
        yield _Flaw(f"a notebook in format {made['nbformat']}.{minor}, not 4.5", None, SAVE_AGAIN)
        return
    cells = made.get("cells")
    if not isinstance(cells, list) or not isinstance(made.get("metadata"), dict):
        yield _Flaw("a notebook without a list of cells or without metadata")
        return
    ids: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        known = cell if isinstance(cell, dict) else {}
        line = line_of(text, "", known)
        for found, remedy in _flaws_of_cell(known):
            yield _Flaw(f"cell {number} {found}", line, remedy)
        id_ = known.get("id")
        if not isinstance(id_, str):
            if minor >= MINOR:
                yield _Flaw(f"cell {number} without an id", line, SAVE_AGAIN)
            continue
        if id_ in ids:
            yield _Flaw(f"cell {number} with the id {id_} of an earlier cell", line, SAVE_AGAIN)
        ids.add(id_)


def _flaws_of_cell(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(what is found, the remedy if there is a better one than an earlier version)."""
    if cell.get("cell_type") not in KINDS:
        yield "that is neither code nor Markdown", ""
    source = cell.get("source")
    if not all(
        isinstance(line, str) for line in (source if isinstance(source, list) else [source])
    ):
        yield "without a source", ""
    metadata = cell.get("metadata")
    if not isinstance(metadata, dict):
        yield "without metadata", ""
    elif not _describes_figures(metadata):
        yield (
            "with unusable metadata `mystnb`",
            f"write {alt_text.HOW}",
        )
    if cell.get("cell_type") == "code" and not isinstance(cell.get("outputs"), list):
        yield "without a list of outputs", ""


def _describes_figures(metadata: dict[str, Any]) -> bool:
    """Whether the name and alt text of a figure can be looked up, whether or not there are any."""
    ours = metadata.get("mystnb", {})
    if not isinstance(ours, dict):
        return False
    parts = ((ours.get("figure", {}), "name"), (ours.get("image", {}), "alt"))
    return all(isinstance(part, dict) and isinstance(part.get(key, ""), str) for part, key in parts)


def undescribed(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Figures without alt text in notebooks by the names of their files; raises `DataError`."""
    for name, notebook in parsed(files).items():
        for number, cell in enumerate(notebook.cells, start=1):
            if alt_text.lacks_words(cell):
                figure = f"figure {figure_name(cell)}".strip()
                line = line_of(files[name].decode("utf-8"), figure_name(cell), cell)
                found = f"{figure} in cell {number} without alt text"
                yield Problem(name, line, None, found, f"in the cell's metadata {alt_text.HOW}")


def line_of(text: str, words: str, cell: Mapping[str, Any]) -> int | None:
    """The line of a notebook's text with the first of certain words in a cell, or the cell's."""
    begin = re.search(rf'"id": *{re.escape(json.dumps(cell.get("id")))}', text)
    if not begin:
        return None
    there = text.find(json.dumps(words, ensure_ascii=False)[1:-1], begin.start())
    return line_at(text, there if there >= 0 else begin.start())


# ---------------------------------------------------------------- how they are stored


def serialised(notebook: NotebookNode, known: Mapping[str, str] | None = None) -> str:
    """The notebook's text without anything that differs from one run or machine to the next.

    `known` are pictures that were stored before; without them, those of the notebook.
    """
    import nbformat

    known = pictures.stored(notebook) if known is None else known
    pictures.add(settled(notebook), known)
    return nbformat.writes(notebook, version=4) + "\n"


def settled(notebook: NotebookNode) -> NotebookNode:
    """The notebook, changed in place to what is stored of it.

    Without the time, the version and the ids of a run, and without the pictures that JupyterLab
    draws of charts while it shows them; with every solution folded.
    """
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _merged_streams(cell.outputs)
            alt_text.describe(cell)
            for output in cell.outputs:
                _without_pictures(output.get("data", {}))
    for cell in solutions(notebook.cells):
        cell["metadata"][FOLDED] = True
    return notebook


def _without_pictures(mimes: dict[str, Any]) -> None:
    mimes.pop(WIDGET_MIME, None)  # names a widget of a gone kernel
    if any("vega" in mime for mime in mimes):
        mimes.pop("image/png", None)


def _merged_streams(outputs: list[Any]) -> list[Any]:
    """Consecutive pieces of one stream as one: how they were cut is chance."""
    merged: list[Any] = []
    for output in outputs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            merged.append(output)
    return merged


def with_stored_outputs(notebook: NotebookNode, stored: NotebookNode) -> NotebookNode:
    """The notebook with those outputs as stored, byte for byte, that have the same values.

    A browser knows one kind of number: it reads 1.0 and writes 1.
    """
    before = {cell.id: cell for cell in stored.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        earlier = before.get(cell.get("id"))
        if cell.cell_type == "code" and earlier and earlier.outputs == cell.outputs:
            cell.outputs = earlier.outputs
    return notebook
