"""What a page loads, and nothing else: no third-party host, no script that it does not use."""

from __future__ import annotations

import itertools
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

VEGA_LITE = "6.4"  # matches the Vega of the bundle; our specs use only what 5.6 knew already
BUNDLE = "vega-bundle.js"
LOADER = "charts.js"
TEMPLATES = Path(__file__).parent / "templates"


def register(app: Sphinx) -> None:
    """Connect the page filters and the chart bundle."""
    app.connect("config-inited", _add_assets)  # before templates are looked up
    app.connect("html-page-context", _page, priority=900)  # after every other extension


def bundle() -> Path:
    """The file with Vega, Vega-Lite and Vega-Embed for this environment, made on first use.

    It stands in the environment's own folder because making it takes longer than a page.
    """
    import vl_convert

    folder = Path(sys.prefix) / "share" / "anodes" / f"vega-{VEGA_LITE}-{vl_convert.__version__}"
    file = folder / BUNDLE
    if not file.exists():
        script = vl_convert.javascript_bundle(vl_version=VEGA_LITE)
        folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_text(f"(()=>{{{script}}})();\n", encoding="utf-8")
        draft.replace(file)
    return file


def _add_assets(app: Sphinx, config: Config) -> None:
    del app
    config.html_static_path.append(str(bundle().parent))
    config.templates_path.append(str(TEMPLATES))


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Keep the scripts and styles that this page uses."""
    del templatename, doctree
    charts = app.env.metadata.get(pagename, {}).get("has_charts", False)
    if charts:
        app.add_js_file(BUNDLE, loading_method="defer")
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if _wanted(asset, charts)]
    context["body"] = _landmarks(context.get("body", ""))


def _landmarks(body: str) -> str:
    """Give each scrolling table a name of its own, and the bibliography roles that still exist."""
    numbers = itertools.count(1)
    named = re.sub('aria-label="Table"', lambda _: f'aria-label="Table {next(numbers)}"', body)
    return named.replace('role="doc-biblioentry"', 'role="listitem"')


def _wanted(asset: Any, charts: bool) -> bool:  # noqa: ANN401
    """Whether a page needs a script or style: nothing of thebe, and Vega only for charts."""
    name = str(getattr(asset, "filename", asset) or "")
    body = str(getattr(asset, "attributes", {}).get("body", ""))
    if "thebe" in (name + body).lower():
        return False
    return charts or not name.endswith((BUNDLE, LOADER))
