"""Each figure to take away: its numbers as CSV, and a drawing as SVG and PNG.

The CSV begins with a byte order mark and has headings in ASCII, so that Excel opens it as it is.
Charts are saved by the page itself, as they stand when a reader asks.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.data.parsing import plain_heading
from anodes.publish.converted import converted
from anodes.publish.rows import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.environment import BuildEnvironment

FOLDER = "figures"
PNG_SCALE = 2


def keep(environment: BuildEnvironment, name: str, table: dict[str, Any], svg: str = "") -> str:
    """Write the files of a figure beside the pages; the line of links to them as HTML.

    Without a name, which an output that is no figure has not, there are no files.
    """
    links = []
    for kind, content in _files(table, svg).items() if name else ():
        path = Path(environment.app.outdir) / FOLDER / f"{name}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        up = "../" * environment.docname.count("/")
        words = "Data (CSV)" if kind == "csv" else kind.upper()
        links.append(f'<a href="{up}{FOLDER}/{path.name}" download>{words}</a>')
    return f'<p class="figure-links">{"".join(links)}</p>'


def _files(table: dict[str, Any], svg: str) -> dict[str, bytes]:
    rows = (
        [(YES if cell else NO) if isinstance(cell, bool) else cell for cell in row]
        for row in table["rows"]
    )
    files = {"csv": spreadsheet_csv(map(plain_heading, table["columns"]), rows)}
    if svg:
        whole = _on_white(svg)
        files["svg"] = whole.encode()
        files["png"] = converted("svg_to_png", whole, scale=PNG_SCALE)
    return files


def spreadsheet_csv(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """A table as a file that spreadsheets open as it is: UTF-8 with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)  # an empty cell for None
    return text.getvalue().encode("utf-8-sig")


def _on_white(svg: str) -> str:
    """The picture with a ground of its own, for a viewer whose page is dark."""
    head, rest = svg.split("<svg", 1)
    inside = rest.index(">") + 1
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return f"{head}<svg{rest[:inside]}{ground}{rest[inside:]}"
