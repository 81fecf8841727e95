"""What the site is made of that others wrote: each file's work, version, licence and checksum.

`works/works.toml` names the works and their files. Once the site is whole, every file below
`_static/` is looked up there, the tables are put into the credits page, and the texts of the
licences become a download. A file that no work claims stops the build.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.files import ROOT
from anodes.publish.dashes import fold_of_rows
from anodes.publish.policy import FOLDER
from anodes.publish.templating import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx.application import Sphinx

WORKS = Path(__file__).parent / "works"
PAGE = "chapters/credits.html"
MARK = '<div id="works"></div>'
TEXTS = "downloads/licences.txt"
# made with each build, beside our `_static/`; the styles are made of parts that works name
OWN = ("cover.png", "cover.svg", "search-data.js", "styles.css")
LONG = 30  # letters of a cell that is broken into lines
OWN_STYLE = re.compile(r"\*\{stroke-linejoin: round")  # of our drawings
COPYRIGHT = re.compile(r"^.*\bCopyright\b.*\d{4}.*$", re.M | re.I)


@dataclass(frozen=True)
class Work:
    """Something that others wrote, and which files below `_static/` are it or hold a part of it."""

    name: str
    version: str
    licence: str
    copyright: str
    text: str
    files: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    moved: str = ""

    def claims(self, file: str, text: str) -> bool:
        """Whether a file is this work's; `text` is what a script or style says that was moved."""
        if file.startswith(f"{Path(FOLDER).name}/"):
            return bool(self.moved and re.search(self.moved, text))
        return any(fnmatchcase(file, pattern) for pattern in self.files)


def register(app: Sphinx) -> None:
    """Credit the files of the site once nothing else changes them."""
    app.connect("build-finished", _after_build, priority=950)


def _after_build(app: Sphinx, error: Exception | None) -> None:
    from sphinx.errors import ExtensionError
    from sphinx.util import logging

    if error or app.builder.name != "html":
        return
    site = Path(app.outdir)
    try:
        works = listed_works(site / "_static")
        credited = attributed(site / "_static", works)
    except ValueError as problems:
        for problem in str(problems).splitlines():
            logging.getLogger(__name__).error(problem)
        advice = (
            f"name each work, its licence and its files in {WORKS.relative_to(ROOT)}/works.toml"
        )
        raise ExtensionError(f"Files of others are not credited: {advice}") from None
    texts = site / TEXTS
    texts.parent.mkdir(exist_ok=True)
    texts.write_text(licences(works), encoding="utf-8", newline="\n")
    page = site / PAGE
    if page.exists():
        text = page.read_text(encoding="utf-8")
        text = text.replace(MARK, tables(site / "_static", works, credited))
        page.write_text(text, encoding="utf-8", newline="\n")


def listed_works(static: Path) -> list[Work]:
    """The works of `works.toml`, versions and texts from what is installed and in the site.

    Raises `ValueError` where a version or a line of copyright is not found in the file that should
    state it.
    """
    entries = tomllib.loads((WORKS / "works.toml").read_text(encoding="utf-8"))["work"]
    return sorted((_work(entry, static) for entry in entries), key=lambda w: w.name.casefold())


def _work(entry: Mapping[str, Any], static: Path) -> Work:
    if "distribution" in entry:
        text = _installed_licence(entry["distribution"])
        line = COPYRIGHT.search(text)
        if line is None:
            raise ValueError(
                f"works.toml: the licence of {entry['distribution']} has no line of copyright; "
                "state `copyright` and `text` instead of `distribution`."
            )
        notice = line[0].strip(" *#:.")
    else:
        notice = entry["copyright"]
        text = f"{notice}\n\n{(WORKS / entry['text']).read_text(encoding='utf-8')}"
    return Work(
        name=entry["name"],
        version=_version(entry, static),
        licence=entry["licence"],
        copyright=notice,
        text=text.strip(),
        files=tuple(entry.get("files", ())),
        part_of=tuple(entry.get("part_of", ())),
        moved=entry.get("moved", ""),
    )


def _version(entry: Mapping[str, Any], static: Path) -> str:
    if "distribution" in entry:
        return importlib.metadata.version(entry["distribution"])
    if "modules" in entry:
        return ", ".join(module.replace("@", " ") for module in entry["modules"])
    if "version" not in entry:
        return ""
    file = static / entry["found_in"]
    stated = (
        re.search(entry["version"], file.read_text(encoding="utf-8")) if file.exists() else None
    )
    if not stated:
        raise ValueError(
            f"works.toml: the version of {entry['name']} is not in _static/{entry['found_in']}; "
            f"expected {entry['version']!r} there. Correct `version` or `found_in`."
        )
    return stated[1]


def _installed_licence(distribution: str) -> str:
    """The licence texts that an installed package brings, one after another."""
    files = importlib.metadata.files(distribution) or []
    found = [file for file in files if re.match(r"(?i)licen[cs]e|copying|notice", file.name)]
    metadata = [file for file in found if any(p.endswith(".dist-info") for p in file.parts)]
    return "\n\n".join(file.read_text(encoding="utf-8").strip() for file in sorted(metadata))


def attributed(static: Path, works: Sequence[Work]) -> dict[str, Work]:
    """The work of each file below `_static/` that is not the book's own.

    Raises `ValueError` that names every file which no work or more than one work claims, and every
    file that a work is said to be part of but that is not there.
    """
    credited: dict[str, Work] = {}
    problems = []
    for file, text in _foreign(static):
        claimants = [work for work in works if work.claims(file, text)]
        if len(claimants) == 1:
            credited[file] = claimants[0]
        else:
            names = " and ".join(work.name for work in claimants) or "no work"
            problems.append(f"_static/{file}: claimed by {names}; expected exactly one work")
    for work in works:
        gone = [file for file in work.part_of if not (static / file).is_file()]
        problems += [f"_static/{file}: {work.name} is said to be in it, but it is not in the site"
                     for file in gone]  # fmt: skip
    if problems:
        raise ValueError("\n".join(problems))
    return credited


def _foreign(static: Path) -> Iterable[tuple[str, str]]:
    """Path and text of each file that is not the book's own; no text for what is not moved."""
    own = {*OWN, *(path.name for path in (ROOT / "_static").glob("*"))}
    for path in sorted(static.rglob("*")):
        file = path.relative_to(static).as_posix()
        if path.is_dir() or file in own:
            continue
        moved = path.parent.name == Path(FOLDER).name
        text = path.read_text(encoding="utf-8") if moved else ""
        if not OWN_STYLE.match(text):
            yield file, text


def licences(works: Sequence[Work]) -> str:
    """The copyright and licence of each work in full."""
    parts = [f"{work.name} {work.version}".rstrip() + f"\n{work.licence}\n\n{work.text}\n"
             for work in works]  # fmt: skip
    return f"\n{'=' * 78}\n\n".join(parts)


def tables(static: Path, works: Sequence[Work], credited: Mapping[str, Work]) -> str:
    """HTML: what each work is and where it is used, and the checksum of each of its files."""
    listed = [
        [work.name, work.version or "–", work.licence, work.copyright, _places(work, credited)]
        for work in works
    ]
    digests = [
        [file, work.name, hashlib.sha256((static / file).read_bytes()).hexdigest()]
        for file, work in credited.items()
    ]
    heads = ["Work", "Version", "Licence", "Copyright", "Files below _static/"]
    return (
        _table("Works of others in this site", heads, listed)
        + fold_of_rows(heads, listed)
        + f'<p><a href="../{TEXTS}">All licences in full (text)</a></p>'
        f"<details><summary>Checksums ({len(digests)} files)</summary>"
        f"{_table('Checksums', ['File', 'Work', 'SHA-256'], digests)}</details>"
    )


def _places(work: Work, credited: Mapping[str, Work]) -> str:
    own = [file for file, owner in credited.items() if owner is work]
    moved = [file for file in own if file.startswith(f"{Path(FOLDER).name}/")]
    named = [file for file in own if file not in moved]
    more = [f"{len(moved)} of {Path(FOLDER).name}/"] if moved else []
    return ", ".join([*named, *more, *(f"part of {file}" for file in work.part_of)])


def _table(label: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return rendered("works", label=label, heads=heads, rows=rows, long=LONG)
