"""`make bench`: how long the parts take, next to what they are compared with. Prints, never fails."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from anodes.publish import refresh

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = "import altair, pandas, matplotlib.pyplot, pint, periodictable, anodes.data"


def seconds(work: Callable[[], object]) -> float:
    """The shortest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def bare_kernels(count: int) -> None:
    """As many kernels as there are chapters, each importing what the chapters import."""
    import nbformat
    from nbclient import NotebookClient

    async def one(places: asyncio.Semaphore) -> None:
        async with places:
            cell = nbformat.v4.new_code_cell(LIBRARIES)
            notebook = nbformat.v4.new_notebook(cells=[cell])
            client = NotebookClient(notebook, extra_arguments=["--log-level=40"])
            await client.async_execute()

    async def all_of_them() -> None:
        places = asyncio.Semaphore(os.cpu_count() or 1)
        await asyncio.gather(*(one(places) for _ in range(count)))

    asyncio.run(all_of_them())


def in_new_process(code: str) -> Callable[[], object]:
    """Run Python code in a process of its own."""
    return lambda: subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def main() -> None:
    """Print one line a measurement."""
    chapters = sorted((ROOT / "chapters").glob("*.ipynb"))
    executed = seconds(lambda: asyncio.run(refresh._execute_all(chapters)))
    bare = seconds(lambda: bare_kernels(len(chapters)))
    print(f"{len(chapters)} chapters executed            {executed:6.2f} s")
    print(
        f"{len(chapters)} kernels with their imports   {bare:6.2f} s   ratio {executed / bare:.2f}"
    )
    nothing = seconds(lambda: subprocess.run(["make", "-s", "book"], check=True, cwd=ROOT,
                                             stdout=subprocess.DEVNULL))  # fmt: skip
    print(f"make book, nothing changed     {nothing:6.2f} s")
    pandas = seconds(in_new_process("import pandas"))
    loaded = seconds(in_new_process("import pandas; from anodes import data; data.electrodes()"))
    checked = seconds(
        in_new_process("import pandas; from anodes import checking; checking.problems()")
    )
    print(f"electrodes loaded              {loaded - pandas:6.2f} s   (pandas imported before)")
    print(f"everything validated           {checked - pandas:6.2f} s   (pandas imported before)")


if __name__ == "__main__":
    main()
