"""What a reader can take away from the site: data, workbook, references, the whole book.

Written into `downloads/` when the pages are done; the same bytes for the same sources.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from anodes import export
from anodes.data.files import REFERENCES, ROOT
from anodes.publish import assignments, catalogues
from anodes.publish.zips import write_zip
from anodes.validation import electrode_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "porous-alloy-anodes"
BOOK = (
    ".binder",
    ".gitattributes",
    ".gitignore",
    ".zenodo.json",
    "CHANGELOG.md",
    "CITATION.cff",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-content",
    "Makefile",
    "README.md",
    "_config.yml",
    "_static",
    "_toc.yml",
    "anodes",
    "carried.py",
    "chapters",
    "codemeta.json",
    "data",
    "docs",
    "pyproject.toml",
    REFERENCES,
    "requirements.txt",
    "teaching",
    "tests",
)


def register(app: Sphinx) -> None:
    """Write the downloads after a build of pages."""
    app.connect("build-finished", _after_build)


def _after_build(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        write(Path(app.outdir) / "downloads")


def write(folder: Path) -> None:
    """All downloads into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    address = os.environ.get(catalogues.ADDRESS, "")
    data = export.files(homepage=catalogues.data_page(address))
    croissant = catalogues.croissant(data, address=address)
    data["croissant.json"] = catalogues.json_text(croissant).encode()
    for name, content in data.items():
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    write_zip(folder / f"{NAME}-data.zip", f"{NAME}-data", data)
    write_zip(folder / f"{NAME}-book.zip", NAME, book())
    for kind in assignments.KINDS:
        name = assignments.zip_name(kind)
        write_zip(folder / f"{name}.zip", name, assignments.assignment_files(kind))
    export.workbook(folder / f"{NAME}.xlsx")
    (folder / REFERENCES).write_bytes((ROOT / REFERENCES).read_bytes())
    (folder / "electrodes-template.csv").write_text(
        electrode_files.template(), encoding="utf-8-sig", newline="\n"
    )


def book(root: Path = ROOT) -> dict[str, bytes]:
    """All files with which the book can be built elsewhere, by their names in the project."""
    files: dict[str, bytes] = {}
    for name in BOOK:
        place = root / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            inside = file.relative_to(place).parts
            waste = any(part.startswith(".") or part == "__pycache__" for part in inside)
            if file.is_file() and not waste:
                files[file.relative_to(root).as_posix()] = file.read_bytes()
    return files
