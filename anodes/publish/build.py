"""`make book`: check the data, execute the chapters, build the site, put it in place of the old.

What decides whether there is anything to do is content: `_build/site.json` keeps a digest of each
file that the site was made from, and of each file of the site. A build works in a folder of its
own; the site in place is the earlier one until the new one is whole.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data import kept
from anodes.data.files import ROOT, DataError, Problem, in_project, write_atomically
from anodes.publish import cite, config, downloads, notebooks, references, refresh, toc
from anodes.publish.metadata import ADDRESS, root_page
from anodes.publish.processes import alone, explained, surroundings
from anodes.terminal import write_utf8
from anodes.validation import check

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "_build"
SITE = "html"  # in FOLDER, as all below
EARLIER = "html.earlier"  # for the moment between two renames
DRAFT = "draft"
RECORD = "site.json"
LOG = "build.log"
# What Sphinx reads stays to the end: a tenth of the time went into looking for what is unused.
JUPYTER_BOOK = (
    "import gc; gc.set_threshold(200_000, 20, 50); from jupyter_book.cli.main import main; main()"
)
REASON = re.compile(
    r"\b(?:WARNING|ERROR|CRITICAL|SEVERE)\b|^[\w.]*(?:Error|Exception): .|exception: "
)


NOT_BUILT = "The site was not built. The earlier site, if there is one, is unchanged."
NOT_STORED = "Chapters named above were not stored; the outputs of all others are stored."
NOT_EXECUTED = "No chapter was executed."


class BuildError(RuntimeError):
    """A site that could not be built; the message says why, for those who wrote the sources."""


def main(arguments: list[str] | None = None) -> int:
    """Build the book, or with `--chapters` only execute what changed; 0 where all went well."""
    parser = argparse.ArgumentParser(
        prog=".venv/bin/python -m anodes.publish.build", description=__doc__
    )
    parser.add_argument("--chapters", action="store_true", help="execute the chapters, no more")
    parser.add_argument("--force", action="store_true", help="build even if nothing changed")
    options = parser.parse_args(arguments)
    write_utf8()
    only = options.chapters
    try:
        with alone():
            done = _chapters() if only else _book(force=options.force)
        if not done:
            print(NOT_STORED if only else NOT_BUILT, file=sys.stderr)
        return 0 if done else 1
    except (DataError, BuildError, OSError) as error:
        print(f"{explained(error)}\n\n{NOT_EXECUTED if only else NOT_BUILT}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\nStopped. {refresh.STOPPED if only else NOT_BUILT}", file=sys.stderr)
        return 130
    return 1


def _book(root: Path = ROOT, force: bool = False) -> bool:
    """Everything from the data to the site in its place."""
    clean(root)
    config.check_config(root)
    if not force and is_current(root):
        print("== Nothing has changed since the site was built")
        return True
    if not _chapters(root):
        return False
    print("== Building the site", flush=True)
    draft = Path(tempfile.mkdtemp(prefix=f"{DRAFT}-", dir=root / FOLDER))
    try:
        before = sources(root)
        made = build_pages(draft, root)
        changed = differences(before, sources(root))
        if changed or not refresh.is_fresh(toc.stored_notebooks(root), root):
            raise BuildError(
                f"Changed while the site was being built: {', '.join(changed) or 'a chapter'}. "
                "Run `make book` again."
            )
        put_in_place(made, {"sources": before, "site": digests_of_files(made)}, root)
    finally:
        with suppress(OSError):
            (draft / LOG).replace(root / FOLDER / LOG)
        shutil.rmtree(draft, ignore_errors=True)
    return True


def _chapters(root: Path = ROOT) -> bool:
    """Check and seal the data, then execute the chapters whose inputs changed."""
    chapters = toc.stored_notebooks(root)
    print("== Checking the data", flush=True)
    for name in check.seal(root):
        print(f"{name} has changed; its checksum and number of rows are stored anew")
    print("== Refreshing the chapters", flush=True)
    for path in references.store(root):
        print(f"  {path.stem}: numbers of figures and citations")
    return refresh.refresh(chapters, root)


def build_pages(target: Path, root: Path = ROOT) -> Path:
    """Build the site from the stored chapters below `target`; the folder of the site.

    Warnings are errors. Raises `BuildError`, and `DataError` for figures without alt text.
    """
    chapters = {in_project(path, root): path.read_bytes() for path in toc.notebooks(root)}
    if silent := list(notebooks.undescribed(chapters)):
        raise DataError(silent)
    result = subprocess.run(
        [sys.executable, "-c", JUPYTER_BOOK, "build", str(root), "--path-output", str(target),
         "--all", "--warningiserror", "--keep-going", "--quiet"],
        cwd=root, env=surroundings(root) | {kept.FOLDER: str(root / refresh.KEPT)},
        capture_output=True, text=True, encoding="utf-8", errors="backslashreplace", check=False,
    )  # fmt: skip
    log = refresh.ANSI.sub("", result.stderr + result.stdout)
    with suppress(OSError):  # the log is a convenience
        (target / LOG).write_text(log, encoding="utf-8", newline="\n")
    made = target / "_build" / "html"
    missing = [
        f"{page.relative_to(root)}: no page was made of it"
        for page in toc.pages(root)
        if not (made / page.relative_to(root)).with_suffix(".html").exists()
    ]
    if result.returncode or missing:
        reasons = _reasons(log, root) if result.returncode else missing
        raise BuildError("\n".join([*reasons, f"(The whole log is {FOLDER}/{LOG}.)"]))
    known = cite.citation(root)
    page = root_page(known["title"], known["abstract"].strip(), os.environ.get(ADDRESS, ""))
    (made / "index.html").write_text(page, encoding="utf-8", newline="\n")
    return made


def _reasons(log: str, root: Path) -> list[str]:
    """The lines of a log that say what is wrong, each once; all of them where none does."""
    lines = list(dict.fromkeys(line.replace(f"{root}{os.sep}", "") for line in log.splitlines()))
    return [line for line in lines if REASON.search(line)] or lines


# ---------------------------------------------------------------- what changed


def is_current(root: Path = ROOT) -> bool:
    """Whether the site in place is whole and was made from the sources as they are."""
    try:
        record = json.loads((root / FOLDER / RECORD).read_bytes())
    except (OSError, ValueError):
        return False
    return record == {"sources": sources(root), "site": digests_of_files(root / FOLDER / SITE)}


def sources(root: Path = ROOT) -> dict[str, str]:
    """A digest of each thing that the site depends on, by its name. Raises `DataError`."""
    files = downloads.book(root)
    odd = [name for name in files if not _is_utf8(name)]
    if odd:
        raise DataError(
            Problem(ascii(name), None, None, "a file name that is not UTF-8", "a name that is")
            for name in odd
        )
    settings = {
        f"the variable {ADDRESS}": os.environ.get(ADDRESS, "").encode(),
        "the version of Python": repr(sys.version_info[:2]).encode(),
    }
    return _digests(files | settings)


def digests_of_files(folder: Path) -> dict[str, str]:
    """A digest of each file of a folder, but for those whose names begin with a dot."""
    return _digests(
        {
            file.relative_to(folder).as_posix(): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file() and not file.name.startswith(".")
        }
    )


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The names whose values differ, or that are in one of the two only."""
    names = before.keys() | after.keys()
    return sorted(name for name in names if before.get(name) != after.get(name))


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def _is_utf8(name: str) -> bool:
    try:
        return bool(name.encode("utf-8"))
    except UnicodeEncodeError:
        return False


# ---------------------------------------------------------------- one site for another


def put_in_place(made: Path, record: dict[str, Any], root: Path = ROOT) -> None:
    """Let a new site take the place of the old one, in two renames.

    A process that is killed at any moment leaves the old or the new site, or, between the two
    renames, the old one beside its place, from where `clean` puts it back.
    """
    folder = root / FOLDER
    site, earlier = folder / SITE, folder / EARLIER
    (folder / RECORD).unlink(missing_ok=True)  # it describes the old site
    if site.exists():
        site.rename(earlier)
    try:
        made.rename(site)
    except OSError:
        if earlier.exists():
            earlier.rename(site)
        raise
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
    write_atomically(folder / RECORD, text.encode())
    shutil.rmtree(earlier, ignore_errors=True)


def clean(root: Path = ROOT) -> None:
    """Put right what a killed build left: a site beside its place, drafts."""
    folder = root / FOLDER
    site, earlier = folder / SITE, folder / EARLIER
    if earlier.exists() and not site.exists():
        earlier.rename(site)
    for left in (earlier, *folder.glob(f"{DRAFT}*")):
        shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
