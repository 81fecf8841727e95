"""Which displayed numbers of a chapter differ from one execution to the next."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from anodes.publish.plain import figure_name
from anodes.viz.interactive import VEGA_MIME
from anodes.viz.static import DRAWING_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

LONGEST = 10  # lines a chapter; `git diff` has all of them
NUMBER = re.compile(r"(?<![\w.])[-−]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")


def changed_numbers(old: NotebookNode, new: NotebookNode) -> list[str]:
    """Lines that say which numbers differ; none where the notebook had no outputs before."""
    if not any(cell.get("outputs") for cell in old.cells):
        return []
    lines = list(dict.fromkeys(_differences(old, new)))
    rest = len(lines) - LONGEST
    return lines[:LONGEST] + [f"and {rest} more"] * (rest > 0)


def _differences(old: NotebookNode, new: NotebookNode) -> Iterator[str]:
    for number, (before, after) in enumerate(zip(old.cells, new.cells, strict=False), start=1):
        if before.get("outputs") != after.get("outputs"):
            place = f"figure {name}" if (name := figure_name(after)) else f"cell {number}"
            for pair in _moved(_numbers_of(before), _numbers_of(after)):
                yield f"{place}: {pair}"


def _moved(old: list[str], new: list[str]) -> Iterator[str]:
    """'954 → 960' for each number that another replaces; how many where they cannot be paired."""
    if len(old) == len(new):
        yield from (f"{a} → {b}" for a, b in zip(old, new, strict=True) if a != b)
        return
    for kind, *(i, j, k, m) in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "replace" and j - i == m - k:
            yield from (f"{a} → {b}" for a, b in zip(old[i:j], new[k:m], strict=True))
        elif kind != "equal":
            yield f"{', '.join(_few(old[i:j]))} → {', '.join(_few(new[k:m]))}"


def _few(numbers: list[str]) -> list[str]:
    if not numbers:
        return ["no number"]
    return numbers if len(numbers) <= 3 else [f"{len(numbers)} numbers"]


def _numbers_of(cell: NotebookNode) -> list[str]:
    return [number for output in cell.outputs for number in _displayed(output)]


def _displayed(output: Any) -> Iterator[str]:  # noqa: ANN401
    """The numbers that a reader sees of an output, in their order."""
    mimes = output.get("data", {})
    if VEGA_MIME in mimes:
        spec = mimes[VEGA_MIME]
        steered = spec.get("usermeta", {}).get("explorer", {})
        yield from _leaves([spec.get("datasets"), steered.get("table"), steered.get("readings")])
    elif DRAWING_MIME in mimes:
        yield from _leaves(mimes[DRAWING_MIME].get("table"))
    else:
        html = re.sub(r"<[^>]*>", " ", mimes.get("text/html", ""))
        yield from NUMBER.findall(html or mimes.get("text/plain", "") or output.get("text", ""))


def _leaves(part: Any) -> Iterator[str]:  # noqa: ANN401
    """The numbers in rows of a chart or a table; a name with _ serves the drawing only."""
    if isinstance(part, dict):
        for name, value in part.items():
            if not name.startswith("_"):
                yield from _leaves(value)
    elif isinstance(part, list):
        for value in part:
            yield from _leaves(value)
    elif isinstance(part, str):
        yield from NUMBER.findall(part)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield f"{part:.10g}"
