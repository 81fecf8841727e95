"""`make refresh`: execute the chapters whose inputs changed and store what comes out.

A chapter's inputs are its own cells, `data/`, `references.bib`, the package and the pinned
versions. Kernels run side by side, one a core. What is written back is the same byte for byte
whoever runs it: no timing, no version of the machine, no id by chance. A chapter that fails
is left as it was, and its error is told in the terms of the chapter.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data import ROOT

if TYPE_CHECKING:
    from nbformat import NotebookNode

STATE = ROOT / "_build" / "refresh.json"
WIDGET_MIME = "application/vnd.jupyter.widget-view+json"
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def main(arguments: list[str] | None = None) -> int:
    """Refresh all chapters, or the named ones; `--check` only says which are stale."""
    parser = argparse.ArgumentParser(prog="python -m anodes.publish.refresh", description=__doc__)
    parser.add_argument("chapters", nargs="*", type=Path, help="notebooks; all if none is named")
    parser.add_argument("--force", action="store_true", help="execute even if nothing changed")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    options = parser.parse_args(arguments)

    paths = [path.resolve() for path in options.chapters] or sorted(
        (ROOT / "chapters").glob("*.ipynb")
    )
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    everything = options.force or options.check
    stale = [path for path in paths if everything or state.get(path.name) != fingerprint(path)]
    if not stale:
        print(f"{len(paths)} chapters are as fresh as their inputs.")
        return 0

    print(f"Executing {len(stale)} of {len(paths)} chapters: {', '.join(p.stem for p in stale)}")
    results = asyncio.run(_execute_all(stale))
    failed = 0
    for path, text, error in results:
        if error:
            failed += 1
            print(f"\n{path.relative_to(ROOT)} did not run, and is left as it was:\n{error}")
        elif options.check:
            if text != path.read_text(encoding="utf-8"):
                failed += 1
                print(f"{path.relative_to(ROOT)} is stale: `make refresh` would change it")
        else:
            changed = text != path.read_text(encoding="utf-8")
            path.write_text(text, encoding="utf-8")
            state[path.name] = fingerprint(path)
            print(f"  {path.stem}: {'new outputs' if changed else 'outputs as stored'}")
    if not options.check:
        STATE.parent.mkdir(exist_ok=True)
        STATE.write_text(json.dumps(state, indent=1, sort_keys=True))
    return 1 if failed else 0


def fingerprint(path: Path) -> str:
    """A digest of a chapter file and of all that its outputs depend on."""
    digest = hashlib.sha256(f"python {sys.version_info[:2]}".encode())
    for file in [path, *_common_inputs()]:
        digest.update(str(file.relative_to(ROOT)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _common_inputs() -> list[Path]:
    data = (file for file in (ROOT / "data").rglob("*") if file.is_file())
    package = (file for file in (ROOT / "anodes").rglob("*.py") if file.parent.name != "publish")
    return sorted([*data, *package, ROOT / "references.bib", ROOT / "requirements.txt"])


async def _execute_all(paths: list[Path]) -> list[tuple[Path, str, str]]:
    """(path, new text, error) of each chapter, one kernel a core at a time."""
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(path: Path) -> tuple[Path, str, str]:
        async with places:
            return path, *await execute(path)

    return await asyncio.gather(*map(one, paths))


async def execute(path: Path) -> tuple[str, str]:
    """Run one notebook in a fresh kernel; (its new text, '') or ('', what went wrong)."""
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=120,
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=40"],
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        await client.async_execute(env={**os.environ, "PYTHONHASHSEED": "0"})
    except CellExecutionError as error:
        return "", re.sub(r"\x1b\[[0-9;]*m", "", str(error))
    return serialised(notebook), ""


def serialised(notebook: NotebookNode) -> str:
    """The notebook's text without anything that differs from one run or machine to the next."""
    import nbformat

    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type == "code":
            cell.outputs = _merged_streams(cell.outputs)
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_MIME, None)  # names a widget of a gone kernel
    return nbformat.writes(notebook, version=4) + "\n"


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


if __name__ == "__main__":
    sys.exit(main())
