"""Which tests run: all, the fast ones, or those that a changed chapter can have touched.

A run of all tests that passes notes what the project was, and which files of the site each test of
a page loaded. After a change of chapters only, `--changed` leaves out the tests of other chapters,
and at their start those whose files are the same in the site as it is now.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import yaml

from anodes.data.files import write_atomically
from anodes.publish import build

Digests = dict[str, str]  # by the names of files
SITE, KERNELS = {"site", "browser"}, {"ran", "start_kernel"}  # names of fixtures
PASSED = "_build/tested.json"
CHAPTER = re.compile(r"chapters/([\w-]+)\.ipynb")


def pages(root: Path) -> list[str]:
    """The names of all pages in the table of contents, the landing page first."""
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"], *(c["file"] for part in toc["parts"] for c in part["chapters"])]
    return [file.removeprefix("chapters/") for file in files]


def fixtures(item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def rank(item) -> int:
    """The second build takes longest; while it runs, what needs no site can be tested."""
    if item.get_closest_marker("longest"):
        return 0
    if item.path.suffix == ".ipynb":
        return 1
    return 2 if "lab" in fixtures(item) else 4 if fixtures(item) & SITE else 3


# Tests of a page that go on with it, then the one that changes it: from the server, of a file, on
# a phone. All others come last.
TURNS = ("share", "leave", "share_file", "leave_file", "share_phone", "leave_phone")


def turn(item) -> int:
    """The place of a test among those of its page; each fixture of `TURNS` uses earlier ones."""
    asked = [TURNS.index(name) for name in fixtures(item) & set(TURNS)]
    return max(asked, default=len(TURNS))


def in_order(items: list, scope: Callable[[str], str]) -> list:
    """Tests that share something one after the other; the longest first, lest one worker be late.

    A page that has many tests takes long, so that the last ones are short.
    """
    together = defaultdict(list)
    for item in items:
        together[scope(item.nodeid)].append(item)
    groups = sorted(together.values(), key=lambda group: (max(map(rank, group)), -len(group)))
    return [item for group in groups for item in sorted(group, key=turn)]


def is_fast(item) -> bool:
    """Whether a test needs neither the site nor a browser nor kernels."""
    return not fixtures(item) & (SITE | KERNELS)


def chapter_of(item, figures: dict[str, str]) -> str:
    """The only chapter that a test is about, or ''; `figures` says where each figure is."""
    if item.path.suffix == ".ipynb":
        return item.path.stem
    values = getattr(getattr(item, "callspec", None), "params", {}).values()
    names = [value.stem if isinstance(value, Path) else value for value in values]
    names = [figures.get(name, name) for name in names if isinstance(name, str)]
    found = set(names) & set(figures.values())
    return found.pop() if len(found) == 1 else ""


def figures(root: Path) -> dict[str, str]:
    """The chapter of each figure, by its name; every chapter has one."""
    chapters = sorted((root / "chapters").glob("*.ipynb"))
    name = re.compile(r'"name": "(fig-[\w-]+)"')
    return {
        figure: path.stem
        for path in chapters
        for figure in name.findall(path.read_text(encoding="utf-8"))
    }


def unchanged(root: Path) -> set[str]:
    """The chapters that are as they were when all tests passed, if nothing but chapters changed."""
    now = build.sources(root)
    changed = build.differences(passed(root)[0], now)
    if not all(CHAPTER.fullmatch(name) for name in changed):
        return set()
    chapters = {match[1] for name in now if (match := CHAPTER.fullmatch(name))}
    return chapters - {CHAPTER.fullmatch(name)[1] for name in changed}


# What opens pages for a test, and notes what it loads.
OPENERS = {"visit", "share", "leave", "share_file", "leave_file", "share_phone", "leave_phone"}


def sees_pages_only(item) -> bool:
    """Whether all that a test has of the site is what pages load that `OPENERS` open for it."""
    known = item._fixtureinfo  # pytest has no public name for what a fixture asks for
    asked, seen = list(known.argnames), set()
    while asked:
        name = asked.pop()
        if name in seen or name in OPENERS:
            continue
        seen.add(name)
        asked += known.name2fixturedefs[name][-1].argnames if name in known.name2fixturedefs else ()
    return not seen & SITE and bool(fixtures(item) & OPENERS)


def digests(site: Path, names: Iterable[str]) -> Digests:
    """Of files of a site, which stays as it is while tests run."""
    return {name: _digest(site / name) for name in sorted(names)}


@functools.cache
def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def of_changed_chapters(items: Iterable, known: set[str], root: Path) -> list:
    """The tests without those of `unchanged` chapters only; all where something else changed too."""
    if not known:
        return list(items)
    places = figures(root)
    return [
        item
        for item in items
        if chapter_of(item, places) not in known and not item.get_closest_marker("longest")
    ]


def passed(root: Path) -> tuple[Digests, dict[str, Digests]]:
    """Of the last run in which all tests passed: the project, and what each test loaded of its site.

    Nothing, where no such run is known.
    """
    try:
        record = json.loads((root / PASSED).read_bytes())
        return record["sources"], {t: files for files, tests in record["loaded"] for t in tests}
    except (OSError, ValueError, KeyError, TypeError):
        return {}, {}


def note_passed(sources: Digests, loaded: Mapping[str, Digests], root: Path) -> None:
    """Keep what the project was when all tests passed, and what each loaded of its site."""
    together: dict[str, list] = {}
    for test, files in sorted(loaded.items()):
        together.setdefault(json.dumps(files), [files, []])[1].append(test)
    record = {"sources": sources, "loaded": [*together.values()]}
    (root / PASSED).parent.mkdir(exist_ok=True)
    write_atomically(root / PASSED, json.dumps(record, indent=1, sort_keys=True).encode())
