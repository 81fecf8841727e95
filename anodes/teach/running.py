"""Runs the code of a submission and notes its answers; a process of its own, see `grading`.

Steps come as JSON on standard input; the file that the first argument names gets the answers after
each of them, so that what was answered before a crash counts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Run all steps; a cell that fails does not stop the next one."""
    from IPython.core.interactiveshell import InteractiveShell

    file, steps = Path(sys.argv[1]), json.load(sys.stdin)
    shell: Any = InteractiveShell.instance()
    taken: dict[str, dict[str, Any]] = {}
    for step in steps:
        if "run" in step:
            shell.run_cell(step["run"], store_history=False)
        else:
            taken[step["take"]] = _plain(shell.user_ns.get(step["take"], ...))
            file.write_text(json.dumps(taken), encoding="utf-8")


def _plain(value: Any) -> dict[str, Any]:  # noqa: ANN401
    """A number, a quantity with its unit, a text of what is neither; nothing for no answer."""
    if value is ... or value is None:
        return {}
    try:
        if hasattr(value, "magnitude"):
            return {"number": float(value.magnitude), "unit": str(value.units)}
        return {"number": float(value)}
    except Exception:  # whatever a student's object raises
        return {"text": repr(value)[:80]}


if __name__ == "__main__":
    main()
