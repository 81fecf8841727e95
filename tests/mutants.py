"""`make mutants`: would a wrong cell of the data be noticed?

Each filled column of every table in `data/` is changed a few times (a digit, a unit, a sign, two
cells exchanged, a lost row), in copies of the project and with new checksums. Then validation is
asked, the fast tests that read the table, and the chapters that read it, until one notices. A
mutant that nobody notices needs a rule or a test; where only a reader can judge, the reason
stands in `tests/mutants.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from typing import Any

from mutation import Mutant, Table, mutants, tables

ROOT = Path(__file__).resolve().parents[1]
REASONS = "tests/mutants.csv"
LEFT_OUT = (".git", ".venv", ".venvs", "_build", "__pycache__", ".pytest_cache", ".ruff_cache")
WHO = ("validation", "tests", "chapters")
QUICK = 2.0  # seconds of tests before the chapters are asked
PARTS = 4  # in which it is learned what the tests read
CONTROL = ("table_1", "theoretical_capacity")  # what all three of them know


class Worker:
    """A copy of the project and a process in it that tells who notices a change."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*LEFT_OUT))
        self.log = folder / "log.txt"
        self.process = subprocess.Popen(
            [sys.executable, "tests/noticing.py"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log.open("w", encoding="utf-8"),
            encoding="utf-8",
        )

    def __call__(self, *request: Any) -> Any:
        """The reply to a request. Raises `RuntimeError` with the log of a process that ended."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            print(json.dumps(request), file=self.process.stdin, flush=True)
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise RuntimeError(
                f"the process that runs the tests has ended:\n{self.log.read_text(encoding='utf-8')}"
            )
        return json.loads(line)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Readers:
    """Who reads which table: the tests and chapters that a change of it can be noticed by."""

    def __init__(self, tests: list[dict[str, Any]], chapters: dict[str, Any]) -> None:
        self.failed = [problem for part in tests for problem in part["failed"]]
        self.failed += [problem for _, _, problem in chapters.values() if problem]
        self._tests = {name: read for part in tests for name, read in part["readers"].items()}
        self._chapters = chapters

    def of(self, table: str, *noticed: Counter[str]) -> list[list[Any]]:
        """Who is asked, the quick tests first; among equals those that have noticed most."""
        tests, slow, took = [], [], 0.0
        for name in _quickest(self._tests, table):
            took += self._tests[name][1]
            (tests if took < QUICK else slow).append(name)
        chapters = _quickest(self._chapters, table)
        steps = [("tests", tests), ("chapters", chapters), ("tests", slow)]

        def times(name: str) -> int:
            return sum(counts[name] for counts in noticed)

        return [[who, sorted(names, key=times, reverse=True)] for who, names in steps]


def _quickest(known: dict[str, Any], table: str) -> list[str]:
    own = [(took, name) for name, (read, took, *_) in known.items() if table in read]
    return [name for _, name in sorted(own)]


class Pool:
    """Some workers, each with one mutant at a time."""

    def __init__(self, folder: Path, size: int) -> None:
        self.workers = [Worker(folder / str(number)) for number in range(size)]
        self._free: Queue[Worker] = Queue()
        for worker in self.workers:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(size)
        self._noticed: dict[Any, Counter[str]] = defaultdict(Counter)

    def readers(self) -> Readers:
        """Learned from the data as they are, by running each test and chapter once."""
        chapters = self._threads.submit(self.ask, "learn_chapters")
        parts = [self._threads.submit(self.ask, "learn_tests", n, PARTS) for n in range(PARTS)]
        return Readers([part.result() for part in parts], chapters.result())

    def ask(self, *request: Any) -> Any:
        worker = self._free.get()
        try:
            return worker(*request)
        finally:
            self._free.put(worker)

    def noticed(self, made: list[Mutant], readers: Readers) -> Iterator[tuple[Mutant, str, str]]:
        """Each mutant, in order, with who noticed it and what; ('', '') for nobody."""

        def one(mutant: Mutant) -> list[str]:
            of_table, of_column = self._noticed[mutant.table], self._noticed[key(mutant)[:2]]
            steps = readers.of(mutant.table, of_table, of_column)
            who, name, what = self.ask("ask", mutant.path, mutant.content, steps)
            of_table[name] += 1
            of_column[name] += len(made)  # more than all of the table together
            return [who, f"{name}: {what}" if name else what]

        for mutant, answer in zip(made, self._threads.map(one, made), strict=True):
            yield mutant, *answer

    def end(self) -> None:
        self._threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.end()


def controls(pool: Pool, readers: Readers) -> list[str]:
    """What is wrong with the check itself: someone who complains of nothing, or of everything."""
    wrong = [f"fails on the data as they are: {name}" for name in readers.failed]
    table = next(table for table in tables(ROOT) if table.name == CONTROL[0])
    steps = readers.of(table.name)
    clean = pool.ask("ask", table.path, table.changed(CONTROL[1], {}), steps)
    if clean[0]:
        wrong.append(f"notices a change where there is none: {', '.join(clean)}")
    for who, cell in {"validation": "many", "tests": "4300", "chapters": "4300"}.items():
        asked = [step for step in steps if step[0] == who]
        content = table.changed(CONTROL[1], {0: cell})
        if pool.ask("ask", table.path, content, asked)[0] != who:
            wrong.append(f"does not notice {cell} in {table.path}: {who}")
    return wrong


# ------------------------------------------------------------------ reasons


def reasons(known: list[Table]) -> tuple[dict[tuple[str, str, str], str], list[str]]:
    """Why a kind of mutant of a column may survive; and entries that name no column."""
    with (ROOT / REASONS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {(table.name, column) for table in known for column in ("", *table.header)}
    found = {(row["table"], row["column"], row["kind"]): row["reason"] for row in rows}
    return found, [" ".join(key) for key in found if key[:2] not in columns]


# ------------------------------------------------------------------ what is printed


def short(text: str, most: int = 70) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def described(mutant: Mutant) -> str:
    column = mutant.column or "(row)"
    change = f"{short(mutant.before)!r} -> {short(mutant.after)!r}" if mutant.column else (
        f"lost: {short(mutant.before)}"
    )  # fmt: skip
    return f"{mutant.path}, line {mutant.row}, column {column}, {mutant.kind}: {change}"


def summary(results: list[tuple[Mutant, str, str]]) -> Iterator[str]:
    """A line for each column: how many mutants, and who noticed them first."""
    by_column: dict[tuple[str, str], Counter[str]] = {}
    for mutant, who, _ in results:
        by_column.setdefault((mutant.table, mutant.column or "(row)"), Counter())[who] += 1
    yield f"{'table':15}{'column':26}{'made':>6}{'validation':>12}{'tests':>7}{'chapters':>10}{'nobody':>8}"
    for (table, column), count in by_column.items():
        first, second, third, nobody = (count[who] or "" for who in (*WHO, ""))
        yield (
            f"{table:15}{column:26}{count.total():>6}{first:>12}{second:>7}{third:>10}{nobody:>8}"
        )
    total = Counter(who for _, who, _ in results)
    first, second, third, nobody = (total[who] for who in (*WHO, ""))
    yield f"{'all':41}{len(results):>6}{first:>12}{second:>7}{third:>10}{nobody:>8}"


def run(pool: Pool, options: argparse.Namespace) -> int:
    start = time.perf_counter()
    readers = pool.readers()
    if wrong := controls(pool, readers):
        print("The check cannot be trusted:", *wrong, sep="\n  ", file=sys.stderr)
        return 2
    print(f"The controls hold after {time.perf_counter() - start:.0f} s.", flush=True)
    status = compare(pool, readers, options, list(tables(ROOT)))
    print(f"{time.perf_counter() - start:.0f} s")
    return status


def compare(pool: Pool, readers: Readers, options: argparse.Namespace, known: list[Table]) -> int:
    """Ask who notices each mutant and print it; 1 if one survives without a written reason."""
    written, unknown = reasons(known)
    chosen = [table for table in known if not options.tables or table.name in options.tables]
    made = [mutant for table in chosen for mutant in mutants(table, options.count)]
    results = []
    for mutant, who, what in pool.noticed(made, readers):
        results.append((mutant, who, what))
        if options.verbose:
            print(f"{who or 'NOBODY':10} {described(mutant)}\n{'':11}{what}".rstrip(), flush=True)
    print(*summary(results), sep="\n")
    silent = [mutant for mutant, who, _ in results if not who]
    survivors = [mutant for mutant in silent if key(mutant) not in written]
    whole = not options.tables
    needless = sorted(set(written) - set(map(key, silent))) if whole else []
    for name in needless:
        print(f"{REASONS}: a reason that no mutant needs: {' '.join(name)}")
    for name in unknown:
        print(f"{REASONS}: no such column: {name}")
    for mutant in survivors:
        print(f"Nobody notices {described(mutant)}")
    print(f"{len(made)} mutants: {len(silent)} unnoticed, {len(survivors)} without a reason")
    return 1 if survivors or unknown else 0


def key(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.table, mutant.column, mutant.kind


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    names = [table.name for table in tables(ROOT)]
    parser.add_argument("tables", nargs="*", help="names of tables; all if none is given")
    parser.add_argument("--count", type=int, default=2, help="mutants a column")
    parser.add_argument("--verbose", action="store_true", help="print every mutant")
    options = parser.parse_args()
    if options.count < 1:
        parser.error("--count, or N of make mutants, is a whole number from 1 on")
    if unknown := [name for name in options.tables if name not in names]:
        parser.error(f"no table {', '.join(unknown)}; there are {', '.join(names)}")
    with tempfile.TemporaryDirectory(prefix="anodes-mutants-") as folder:
        pool = Pool(Path(folder), max(2, os.cpu_count() or 1))
        try:
            return run(pool, options)
        finally:
            pool.end()


if __name__ == "__main__":
    sys.exit(main())
