"""What a page loads, and nothing else: no third-party host, no script that it does not use."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.publish import credits, folds, several
from anodes.publish.search import BIBLIOGRAPHY
from anodes.viz.bundles import bundle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

VEGA = "vega.js"
PRINT = "print.css"  # which no page waits for
STORAGE = "storage.js"  # first of all, in the head of each page
NO_SCRIPT = (
    '<noscript><p class="without-script">Without JavaScript the figures are pictures, and their '
    "controls and the filters of tables do nothing; text, tables and downloads are complete.</p>"
    "</noscript>"
)
SWITCHES = '<p class="code-switch"></p>'  # which code.js and paper.js fill
PARTS = {
    "has_rows": ("numbers.js", "rows.js"),  # of which charts and tables are made
    "has_charts": ("charts.js",),  # which loads Vega once the page is there
    "has_explorers": ("numbers.js", "sorting.js", "explorers.js"),
    "has_grids": ("sorting.js", "grids.js"),
    "has_folds": ("folds.js",),
    "has_questions": ("questions.js",),
    "has_code": ("code.js",),
    "has_tables": ("spreadsheet.js", "tables.js"),
    "is_bibliography": ("words.js", "bibliography.js"),
    "is_search": ("words.js", "search.js"),
    "is_several": ("numbers.js", "spreadsheet.js", "check.js", "several.js"),
    "has_copies": ("clipboard.min.js", "copybutton.js"),
    "has_toggles": ("togglebutton.js",),
    "has_tabs": ("design-tabs.js",),
    "is_of_sphinx": ("doctools.js", "sphinx_highlight.js"),  # keys and marks of its own search
    "has_slides": ("slides.js", "slides.css"),  # no page: decks name them themselves
}
# The modules of Vega by the names under which vl-convert keeps them, and of them what our charts
# need: no maps, no trees, no forces, and no Vega-Lite, because charts are compiled before.
# Another release of vl-convert may carry other versions, so pyproject.toml names one exactly. Its
# default bundle needs no names, but has 895 kB instead of 449 kB on each page with charts, and no
# interpreter of expressions, without which the policy of the pages would have to allow `eval`.
SNIPPET = """
import {expressionInterpreter} from "/npm/vega-interpreter@2.0.0/+esm";
import {Handler} from "/npm/vega-tooltip@1.0.0/+esm";
import {transforms} from "/npm/vega-dataflow@6.1.0/+esm";
import {extend} from "/npm/vega-util@2.1.0/+esm";
import {parse} from "/npm/vega-parser@7.1.0/+esm";
import {View} from "/npm/vega-view@6.1.0/+esm";
import * as data from "/npm/vega-transforms@5.1.0/+esm";
import * as views from "/npm/vega-view-transforms@5.1.0/+esm";
import * as encode from "/npm/vega-encode@5.1.0/+esm";
extend(transforms, data, views, encode);
window.vega = {parse, View, expressionInterpreter, Handler};
"""
WITHIN = {  # what a page has whose body holds it
    "has_copies": re.compile('class="highlight"'),
    "has_toggles": re.compile(r'class="(?=[^"]*\badmonition\b)[^"]*\bdropdown\b'),
    "has_tabs": re.compile(r'class="[^"]*\bsd-tab-set\b'),
}
TOGGLES = re.compile("(?:let|var) toggle")  # what `togglebutton.js` is told
WRITTEN_TABLE = 'class="pst-scrollable-table-container"'  # the theme's box of a table of Markdown
FOLD = '<details class="admonition hide above-input">'  # of the code of a cell
SOLUTION = 'class="solution '  # of an exercise
TEMPLATES = Path(__file__).parent / "templates"


def register(app: Sphinx) -> None:
    """Connect the page filters and the chart bundle."""
    app.connect("config-inited", _add_assets)  # before templates are looked up
    app.connect("html-page-context", _page, priority=900)  # after every other extension
    app.connect("build-finished", _forget_the_folder)


def vega() -> Path:
    """The script with Vega, alone in its folder.

    Raises `RuntimeError` where vl-convert keeps other versions of Vega than `SNIPPET` names.
    """
    return bundle(VEGA, SNIPPET, frame="(()=>{{}})();\n")


def _add_assets(app: Sphinx, config: Config) -> None:
    del app
    config.html_static_path.append(str(vega().parent))
    config.templates_path.append(str(TEMPLATES))


def _forget_the_folder(app: Sphinx, error: Exception | None) -> None:
    """Remove Sphinx's note for its next build: a digest of paths, other ones in each folder."""
    del error
    (Path(app.outdir) / ".buildinfo").unlink(missing_ok=True)


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Keep the scripts and styles that this page uses."""
    del templatename, doctree
    body = context.get("body", "")
    boxes = ('class="table-scroll', WRITTEN_TABLE, credits.MARK)  # which are or become tables
    tables = any(box in body for box in boxes)
    found = {part: bool(sign.search(body)) for part, sign in WITHIN.items()}
    found |= {"has_code": FOLD in body, "has_tables": tables}
    found |= {"has_folds": True} if folds.FOLD in body else {}
    found |= {"is_search": pagename == "search", "is_bibliography": pagename == BIBLIOGRAPHY}
    found["is_several"] = pagename == several.PAGE
    metadata = found | app.env.metadata.get(pagename, {})
    used = {name for part, names in PARTS.items() if metadata.get(part) for name in names}
    unused = sorted({STORAGE} | {name for names in PARTS.values() for name in names} - used)
    for kind in ("script_files", "css_files"):
        context[kind] = _sorted(asset for asset in context[kind] if _wanted(asset, unused))
    context["css_files"] = _print_last(context["css_files"])
    up = "../" * pagename.count("/")
    context["metatags"] = (
        f'\n<script src="{up}_static/{STORAGE}"></script>{context.get("metatags", "")}'
    )
    data = several.columns_script() if pagename == several.PAGE else ""
    context["body"] = _with_words(_landmarks(body), metadata) + data


def _with_words(body: str, metadata: Mapping[str, Any]) -> str:
    """Below its title what a page with such parts says without a script, and room for a switch."""
    first = SWITCHES if FOLD in body or SOLUTION in body else ""
    if any(metadata.get(part) for part in ("has_charts", "has_grids")):
        first += NO_SCRIPT
    return body.replace("</h1>", f"</h1>{first}", 1)


def _landmarks(body: str) -> str:
    """Tables and exercises with names of their own, a bibliography with roles that still exist."""
    numbers = itertools.count(1)
    named = re.sub('aria-label="Table"', lambda _: f'aria-label="Table {next(numbers)}"', body)
    named = named.replace('<summary aria-label="Toggle hidden content">', "<summary>")  # has words
    named = re.sub(  # sphinx-exercise gives all exercises of a page one id
        'id="((?:exercise|solution)-content)"', lambda m: f'id="{m[1]}-{next(numbers)}"', named
    )
    return named.replace('role="doc-biblioentry"', 'role="listitem"')


def _print_last(styles: Sequence[Any]) -> list[Any]:
    """The styles of a page, of which those of paper are for print only and have the last word."""
    for style in styles:
        if _name(style).endswith(PRINT):
            style.attributes["media"] = "print"
    return sorted(styles, key=lambda style: _name(style).endswith(PRINT))


def _name(asset: Any) -> str:  # noqa: ANN401
    return str(getattr(asset, "filename", asset) or "")


def _wanted(asset: Any, unused: Sequence[str]) -> bool:  # noqa: ANN401
    """Whether a page needs a script or style: nothing of thebe, and no part it does not use."""
    name = _name(asset)
    body = _body(asset)
    if TOGGLES.match(body):
        name = "togglebutton.js"
    return "thebe" not in (name + body).lower() and not name.endswith(tuple(unused))


def _sorted(assets: Iterable[Any]) -> list[Any]:
    """Each script or style once; what `togglebutton.js` is told stands before it."""
    named = {(getattr(asset, "filename", asset) or "", _body(asset)): asset for asset in assets}
    return sorted(named.values(), key=lambda asset: not TOGGLES.match(_body(asset)))


def _body(asset: Any) -> str:  # noqa: ANN401
    """What a script says that stands in the page; nothing for a file."""
    return str(getattr(asset, "attributes", {}).get("body", "")).strip()
