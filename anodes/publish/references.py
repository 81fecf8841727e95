"""Numbers of figures and citations in the chapters, and the bibliography's page.

An author writes `[](#fig-name)` and `[](bibliography.md#r051)`, and `**Figure.**` at the start
of a caption; `fill` writes the numbers, for every viewer to show. The site counts for itself;
a test compares the two. It also puts the cell that gets the package (`alone`) into each chapter.
"""

from __future__ import annotations

import difflib
import itertools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.files import (
    REFERENCES,
    ROOT,
    DataError,
    Problem,
    bibliography,
    in_project,
    line_at,
    write_atomically,
)
from anodes.publish import alone, notebooks, toc
from anodes.publish.bibliography import label, page
from anodes.publish.plain import (
    CAPTION,
    EXERCISE,
    EXERCISES,
    FIGURE,
    SOLUTION,
    Cell,
    captions,
    figure_name,
    is_caption,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CITATION = re.compile(r"\[[^\[\]]*\]\(bibliography\.md#([^)]*)\)")
UNNAMED = re.compile(r"(?<!!)\[\]\(([^)\s]*)\)")  # the author meant a number to be filled in
NAME = re.compile(r"fig-[A-Za-z0-9-]{1,60}")  # also the id of a notebook cell
END: Cell = {"cell_type": "", "metadata": {}, "source": ""}
BIBLIOGRAPHY = "chapters/bibliography.md"


def store(root: Path = ROOT) -> list[Path]:
    """Write what `fill` finds; the files that changed.

    Raises `DataError` as `fill` does, and for a file that cannot be written or was edited since.
    """
    before = _contents(root)
    new = _filled(before, root)
    for path, text in new.items():
        write_atomically(path, text.encode(), expected=before[path])
    return list(new)


def fill(root: Path = ROOT) -> dict[Path, str]:
    """The new text of each chapter whose numbers change, and of the bibliography's page.

    Raises `DataError` with every file that is no notebook; else with every figure without a name
    or a caption, every reference to none, and every exercise without a solution. Then nothing is
    to be written.
    """
    return _filled(_contents(root), root)


def _contents(root: Path) -> dict[Path, bytes]:
    """The chapters and the bibliography's page as they are."""
    paths = (*toc.in_order(root), root / BIBLIOGRAPHY)
    contents, problems = {}, []
    for path in paths:
        try:
            contents[path] = path.read_bytes()
        except OSError as error:
            found = f"a file that cannot be read ({error.strerror})"
            expected = "the file, with permission to read it"
            problems.append(Problem(in_project(path, root), None, None, found, expected))
    if problems:
        raise DataError(problems)
    return contents


def _filled(contents: dict[Path, bytes], root: Path) -> dict[Path, str]:
    entries = bibliography(root).entries
    texts = _texts(contents, root)
    chapters = {path: json.loads(text) for path, text in texts.items() if path.suffix == ".ipynb"}
    figures = _figures(chapters)
    problems = [
        problem
        for path, made in chapters.items()
        for problem in _problems(in_project(path, root), texts[path], figures.numbers, set(entries))
    ]
    problems += _repeated(chapters, texts, root)
    if problems:
        raise DataError(problems)
    address = alone.repository(root)
    for path, made in chapters.items():
        alone.put(made, address)
        _number(made, figures, path.name)
    new = {path: notebook_text(made) for path, made in chapters.items()}
    new[root / BIBLIOGRAPHY] = page(texts[root / BIBLIOGRAPHY], root)
    return {path: text for path, text in new.items() if text != texts[path]}


@dataclass(frozen=True)
class Figures:
    """The number of each named figure, and the file of the chapter that it is in."""

    numbers: dict[str, int]
    files: dict[str, str]

    def link(self, name: str, file: str) -> str:
        """A link to a figure from a chapter, as JupyterLab and nbconvert resolve it."""
        elsewhere = "" if self.files[name] == file else self.files[name]
        return f"[Figure {self.numbers[name]}]({elsewhere}#cell-id={name})"


def _figures(chapters: dict[Path, dict[str, Any]]) -> Figures:
    placed = [
        (figure_name(cell), path) for path, made in chapters.items() for cell in made["cells"]
    ]
    files = {name: path.name for name, path in placed if name}
    return Figures({name: number for number, name in enumerate(files, start=1)}, files)


def _repeated(
    chapters: dict[Path, dict[str, Any]], texts: dict[Path, str], root: Path
) -> Iterator[Problem]:
    """Figures with the name of an earlier one."""
    seen: set[str] = set()
    for path, made in chapters.items():
        for number, cell in enumerate(made["cells"], start=1):
            name = figure_name(cell)
            if name in seen:
                line = notebooks.line_of(texts[path], name, cell)
                found = f"a second figure named {name} in cell {number}"
                yield Problem(in_project(path, root), line, None, found, "a name of its own")
            seen |= {name} - {""}


def _texts(contents: dict[Path, bytes], root: Path) -> dict[Path, str]:
    """The files as texts, after a look that those of chapters are notebooks."""
    problems: list[Problem] = []
    try:
        notebooks.parsed(
            {in_project(p, root): c for p, c in contents.items() if p.suffix == ".ipynb"}
        )
    except DataError as error:
        problems += error.problems
    pages = (path for path in contents if path.suffix != ".ipynb")
    for path in pages:
        try:
            contents[path].decode("utf-8")
        except UnicodeDecodeError as error:
            line = line_at(contents[path], error.start)
            found, expected = "a byte that is not UTF-8", "a text in UTF-8"
            problems.append(Problem(in_project(path, root), line, None, found, expected))
    if problems:
        raise DataError(problems)
    return {path: content.decode("utf-8") for path, content in contents.items()}


def notebook_text(notebook: dict[str, Any]) -> str:
    """The text of a notebook file, as JupyterLab writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _number(notebook: dict[str, Any], figures: Figures, file: str) -> None:
    """Write the numbers into the cells of a notebook, and let a figure's cell have its name."""
    if notebook["nbformat_minor"] < notebooks.MINOR:  # an earlier format, without ids
        notebook["nbformat_minor"] = notebooks.MINOR
        for place, cell in enumerate(notebook["cells"], start=1):
            cell["id"] = f"cell-{place}"
    for name, cell in captions(notebook["cells"]).items():
        text = CAPTION.sub(f"**Figure {figures.numbers[name]}.** ", text_of(cell), count=1)
        cell["source"] = text.splitlines(keepends=True)
    for cell in notebook["cells"]:
        if name := figure_name(cell):
            cell["id"] = name
        if cell["cell_type"] == "markdown":
            text = FIGURE.sub(lambda m: figures.link(m[1], file), text_of(cell))
            text = CITATION.sub(lambda m: f"[{label(m[1])}](bibliography.md#{m[1]})", text)
            cell["source"] = text.splitlines(keepends=True)


def _problems(file: str, text: str, numbers: dict[str, int], keys: set[str]) -> Iterator[Problem]:
    cells = json.loads(text)["cells"]
    for number, (cell, below) in enumerate(itertools.pairwise([*cells, END]), start=1):
        if not (name := figure_name(cell)):
            continue
        line = notebooks.line_of(text, name, cell)
        if not NAME.fullmatch(name):
            found = f"the name {name!r} of a figure in cell {number}"
            expected = "fig-, then letters, digits and -, at most 64 signs"
            yield Problem(file, line, None, found, expected)
        elif not is_caption(cell, below):
            found = f"figure {name} in cell {number} without a caption"
            expected = "a Markdown cell below the figure that begins with **Figure.**"
            yield Problem(file, line, None, found, expected)
    for number, cell in enumerate(cells, start=1):
        if cell["cell_type"] == "markdown":
            for found, known, expected in _loose_ends(text_of(cell), numbers, keys):
                line = notebooks.line_of(text, f"#{known}", cell)
                yield Problem(file, line, None, f"{found} in cell {number}", expected)
    yield from _unsolved(file, cells, text)


def _loose_ends(
    prose: str, numbers: dict[str, int], keys: set[str]
) -> Iterator[tuple[str, str, str]]:
    """(what is found, the name in it, what is expected) for each link that leads nowhere."""
    for name in sorted(set(FIGURE.findall(prose)) - set(numbers)):
        yield f"a reference to {name}", name, f"the name of a figure{_similar(name, numbers)}"
    for key in sorted(set(CITATION.findall(prose)) - keys):
        yield f"a citation of {key!r}", key, f"a key of {REFERENCES}{_similar(key, keys)}"
    rest = CITATION.sub("", FIGURE.sub("", prose))
    for target in sorted(set(UNNAMED.findall(rest))):
        similar = _similar(target.rpartition("#")[2], numbers)
        yield (
            f"a link to {target!r} without words",
            target.rpartition("#")[2],
            f"the name of a figure, fig-...{similar}; or words in the brackets",
        )


def _similar(name: str, known: Iterable[str]) -> str:
    """A question with the names that are closest to one that is not known."""
    close = difflib.get_close_matches(name, sorted(known), n=3)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def _unsolved(file: str, cells: list[Cell], text: str) -> Iterator[Problem]:
    """Exercises that no solution follows."""
    prose = [(n, text_of(c)) for n, c in enumerate(cells, start=1) if c["cell_type"] == "markdown"]
    heads = [(number, text.split("\n")[0]) for number, text in prose if text.startswith("#")]
    inside = False
    for (number, head), (_, after) in itertools.pairwise([*heads, (0, "")]):
        if not head.startswith(EXERCISE):
            inside = head == EXERCISES if not head.startswith("####") else inside
        elif inside and after != SOLUTION:
            found = f"exercise {head[4:]!r} in cell {number} without a solution"
            expected = f"a cell that begins with {SOLUTION} below the exercise"
            yield Problem(
                file, notebooks.line_of(text, head, cells[number - 1]), None, found, expected
            )
