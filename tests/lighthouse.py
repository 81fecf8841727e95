"""Lighthouse's four numbers of pages, beside those of the same chapters in an unmodified Jupyter Book.

A part of `make bench`; by itself `.venv/bin/python tests/lighthouse.py [PAGE ...]`. It needs the
command `lighthouse`, or `npx`, which fetches it from npm. The preset is that of a phone, texts are
packed with gzip as a server does, and of each number the median of three runs is printed. Nothing
is tested: the number for performance depends on what else the machine does.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from serving import Handler, served

from anodes.publish.browser import find_browser

ROOT = Path(__file__).resolve().parents[1]
RELEASE = "lighthouse@12"
PAGES = ("index", "silicon", "dataset")  # the lightest, and the two heaviest
RUNS = 3
NUMBERS = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage"
TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")
MISSING = (
    "Lighthouse is not here: neither the command `lighthouse` nor npx, which comes with Node.js"
)


def command() -> list[str]:
    """The words that run Lighthouse; none where it cannot be had."""
    if path := shutil.which("lighthouse"):
        return [path]
    path = shutil.which("npx")
    return [path, "--yes", RELEASE] if path else []


class Packed(Handler):
    """A server that packs texts, as those of the web do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        kind, content = self.guess_type(path), path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if kind.startswith(TEXTS):
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


def numbers(reports: Sequence[dict[str, Any]]) -> list[int]:
    """The medians of the four numbers, from 0 to 100."""
    found = ([report["categories"][name]["score"] or 0 for report in reports] for name in NUMBERS)
    return [round(100 * statistics.median(scores)) for scores in found]


def measured(words: list[str], address: str) -> list[int] | None:
    """The four numbers of a page; None where Lighthouse does not measure it, and says why."""
    reports = []
    for _ in range(RUNS):
        run = subprocess.run(
            [*words, address, "--quiet", "--output=json", FLAGS],
            env=os.environ | {"CHROME_PATH": find_browser()}, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if run.returncode:
            print(run.stderr.strip(), file=sys.stderr)
            return None
        reports.append(json.loads(run.stdout))
    return numbers(reports)


def unmodified(folder: Path) -> Path:
    """The chapters as Jupyter Book builds them with its own settings: the folder of the pages."""
    book = folder / "book"
    book.mkdir()
    names = [path.stem for path in sorted((ROOT / "chapters").glob("*.ipynb"))]
    for name in names:
        shutil.copy(ROOT / "chapters" / f"{name}.ipynb", book)
    settings = {"title": "Unmodified", "execute": {"execute_notebooks": "off"}}
    chapters = [{"file": name} for name in names if name != "index"]
    contents = {"format": "jb-book", "root": "index", "chapters": chapters}
    for name, part in (("_config.yml", settings), ("_toc.yml", contents)):
        (book / name).write_text(yaml.safe_dump(part), encoding="utf-8")
    tool = Path(sys.executable).with_name("jupyter-book")
    subprocess.run([tool, "build", "--quiet", book], capture_output=True, check=True)
    return book / "_build" / "html"


def main(pages: Sequence[str] = PAGES) -> None:
    """Print a line a page, or that Lighthouse is missing."""
    words = command()
    if not words:
        print(MISSING)
        return
    print("Lighthouse (phone, gzip, median of 3): performance, accessibility, best practices, SEO")
    with (
        tempfile.TemporaryDirectory() as folder,
        served(ROOT / "_build" / "html", Packed) as ours,
        served(unmodified(Path(folder)), Packed) as theirs,
    ):
        for page in pages:
            own = measured(words, f"{ours}/chapters/{page}.html")
            beside = measured(words, f"{theirs}/{page}.html")
            print(f"{page:16} {own}   in an unmodified Jupyter Book {beside}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or PAGES)
