"""Runs the code of a submission and takes its answers; a process of its own, see `grading`.

Steps come as JSON on standard input; the file that the first argument names gets the answers after
each of them, so that what was answered before a crash counts.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from anodes.data.files import write_atomically

MAGIC = re.compile(r"^\s*[%!].*$", re.M)  # commands of IPython, which draw or install


def main() -> None:
    """Run all steps, and store the answers so far after each that takes one."""
    file, steps = Path(sys.argv[1]), json.load(sys.stdin)
    taken: dict[str, dict[str, Any]] = {}
    for name, answer in answers(steps):
        taken[name] = answer
        write_atomically(file, json.dumps(taken).encode())


def answers(steps: Sequence[dict[str, str]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run code, `{"run": source}`, and take answers, `{"take": name}`, one after the other.

    A cell that fails does not stop the next one; what it prints goes nowhere.
    """
    names: dict[str, Any] = {"__name__": "__main__", "display": print}
    for step in steps:
        if "take" in step:
            yield step["take"], _plain(names.get(step["take"], ...))
            continue
        with contextlib.suppress(Exception, SystemExit), contextlib.redirect_stdout(io.StringIO()):
            exec(compile(MAGIC.sub("", step["run"]), "<cell>", "exec"), names)


def _plain(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """A number, a quantity with its unit, a list, a text of what is none; nothing for no answer."""
    if value is ... or value is None:
        return {}
    try:
        if hasattr(value, "magnitude"):
            return {"number": float(value.magnitude), "unit": str(value.units)}
        if isinstance(value, list | tuple):
            return {"entries": [[_cell(part) for part in entry] for entry in value]}
        return {"number": float(value)}
    except Exception:  # whatever a student's object raises
        return {"text": f"{type(value).__name__}"}


def _cell(value: Any) -> str | float:  # noqa: ANN401
    """A part of a finding: a text, or a number."""
    return value if isinstance(value, str) else float(value)


if __name__ == "__main__":
    main()
