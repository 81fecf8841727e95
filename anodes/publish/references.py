"""Numbers of figures and citations in the chapters, and the bibliography's page.

An author writes `[](#fig-name)` and `[](bibliography.md#r051)`, and `**Figure.**` at the start
of a caption; `fill` writes the numbers, for every viewer to show. The site counts for itself;
a test compares the two.
"""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.files import (
    REFERENCES,
    ROOT,
    DataError,
    Problem,
    bibliography,
    write_atomically,
)
from anodes.publish import toc
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
    from collections.abc import Iterator

CITATION = re.compile(r"\[[^\[\]]*\]\(bibliography\.md#([^)]*)\)")
END: Cell = {"cell_type": "", "metadata": {}, "source": ""}
BIBLIOGRAPHY = "chapters/bibliography.md"


def store(root: Path = ROOT) -> list[Path]:
    """Write what `fill` finds; the files that changed.

    Raises `DataError` as `fill` does, and for a file that cannot be written or was edited since.
    """
    before = {path: path.read_bytes() for path in (*toc.in_order(root), root / BIBLIOGRAPHY)}
    new = fill(root)
    for path, text in new.items():
        write_atomically(path, text.encode(), expected=before[path])
    return list(new)


def fill(root: Path = ROOT) -> dict[Path, str]:
    """The new text of each chapter whose numbers change, and of the bibliography's page.

    Raises `DataError` with every figure without a name or a caption, every reference to none, and
    every exercise without a solution; then nothing is to be written.
    """
    entries = bibliography(root).entries
    texts = {path: path.read_text(encoding="utf-8") for path in toc.in_order(root)}
    notebooks = {path: json.loads(text) for path, text in texts.items()}
    names = [
        name
        for notebook in notebooks.values()
        for cell in notebook["cells"]
        if (name := figure_name(cell))
    ]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names), start=1)}
    problems = [
        problem
        for path, notebook in notebooks.items()
        for problem in _problems(path.relative_to(root).as_posix(), notebook, numbers, set(entries))
    ]
    twice = sorted({name for name in names if names.count(name) > 1})
    problems += [
        Problem("chapters", None, None, f"two figures named {name}", "one") for name in twice
    ]
    if problems:
        raise DataError(problems)
    for notebook in notebooks.values():
        _number(notebook, numbers)
    new = {path: written(notebook) for path, notebook in notebooks.items()}
    new[root / BIBLIOGRAPHY] = page((root / BIBLIOGRAPHY).read_text(encoding="utf-8"), root)
    return {path: text for path, text in new.items() if text != path.read_text(encoding="utf-8")}


def written(notebook: dict[str, Any]) -> str:
    """The text of a notebook file, as JupyterLab writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _number(notebook: dict[str, Any], numbers: dict[str, int]) -> None:
    """Write the numbers into the cells of a notebook."""
    for name, cell in captions(notebook["cells"]).items():
        text = CAPTION.sub(f"**Figure {numbers[name]}.** ", text_of(cell), count=1)
        cell["source"] = text.splitlines(keepends=True)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            text = FIGURE.sub(lambda m: f"[Figure {numbers[m[1]]}](#{m[1]})", text_of(cell))
            text = CITATION.sub(lambda m: f"[{label(m[1])}](bibliography.md#{m[1]})", text)
            cell["source"] = text.splitlines(keepends=True)


def _problems(
    file: str, notebook: dict[str, Any], numbers: dict[str, int], keys: set[str]
) -> Iterator[Problem]:
    cells = notebook["cells"]
    for cell, below in itertools.pairwise([*cells, END]):
        if (name := figure_name(cell)) and not is_caption(cell, below):
            expected = "a Markdown cell below the figure that begins with **Figure.**"
            yield Problem(file, None, None, f"figure {name} without a caption", expected)
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        text = text_of(cell)
        for name in sorted(set(FIGURE.findall(text)) - set(numbers)):
            yield Problem(file, None, None, f"a reference to {name}", "the name of a figure")
        for key in sorted(set(CITATION.findall(text)) - keys):
            yield Problem(file, None, None, f"a citation of {key!r}", f"a key of {REFERENCES}")
    yield from _unsolved(file, cells)


def _unsolved(file: str, cells: list[Cell]) -> Iterator[Problem]:
    """Exercises that no solution follows."""
    heads = [text_of(cell).split("\n")[0] for cell in cells if cell["cell_type"] == "markdown"]
    heads = [head for head in heads if head.startswith("#")]
    inside = False
    for head, after in itertools.pairwise([*heads, ""]):
        if not head.startswith(EXERCISE):
            inside = head == EXERCISES if not head.startswith("####") else inside
        elif inside and after != SOLUTION:
            expected = f"a cell that begins with {SOLUTION} below the exercise"
            yield Problem(file, None, None, f"exercise {head[4:]!r} without a solution", expected)
