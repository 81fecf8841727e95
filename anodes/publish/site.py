"""What a page loads, and nothing else: no third-party host, no script that it does not use."""

from __future__ import annotations

import itertools
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

VEGA_LITE = "6.4"  # matches the Vega of the bundle; our specs use only what 5.6 knew already
VEGA = "vega-bundle.js"
GRIDS = "grids-bundle.js"
GRIDS_LOOK = "grids-bundle.css"
PARTS = {
    "has_charts": (VEGA, "charts.js"),
    "has_explorers": ("explorers.js",),
    "has_grids": (GRIDS, GRIDS_LOOK, "grids.js"),
    "has_findings": ("findings.js",),
}
TEMPLATES = Path(__file__).parent / "templates"


def register(app: Sphinx) -> None:
    """Connect the page filters and the chart bundle."""
    app.connect("config-inited", _add_assets)  # before templates are looked up
    app.connect("html-page-context", _page, priority=900)  # after every other extension


def bundles() -> Path:
    """The folder with the third-party scripts for this environment, made on first use.

    It stands in the environment's own folder because making it takes longer than a page. Two
    builds that start at once may both make it; the first to finish keeps its place.
    """
    import tempfile

    import itables
    import vl_convert

    version = f"{VEGA_LITE}-{vl_convert.__version__}-{itables.__version__}"
    folder = Path(sys.prefix) / "share" / "anodes" / version
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=folder.parent))
        draft.chmod(0o755)  # as any folder of the environment
        vega = vl_convert.javascript_bundle(vl_version=VEGA_LITE)
        (draft / VEGA).write_text(f"(()=>{{{vega}}})();\n", encoding="utf-8")
        source = Path(itables.__file__).parent / "html"
        tables = (source / "dt_bundle.js").read_text(encoding="utf-8")
        (draft / GRIDS).write_text(classic(tables), encoding="utf-8")
        shutil.copyfile(source / "dt_bundle.css", draft / GRIDS_LOOK)
        try:
            draft.replace(folder)
        except OSError:  # another build was first: its folder is not empty
            shutil.rmtree(draft)
    return folder


def classic(module: str) -> str:
    """The module of DataTables as a plain script, because a browser loads no module from a file.

    Its jQuery becomes `window.anodesGrid`. Raises `ValueError` if the module exports none.
    """
    match = re.search(r"\bexport\s*\{([^}]*)\};?", module)
    exports = re.findall(r"([\w$]+) as (\w+)", match[1]) if match else []
    inner = next((ours for ours, theirs in exports if theirs == "jQuery"), None)
    if match is None or inner is None:
        raise ValueError("the module of itables exports no jQuery: another version is needed")
    code, licences = module[: match.start()], module[match.end() :].strip()
    return f"(()=>{{{code}\nwindow.anodesGrid={inner};}})();\n{licences}\n"


def _add_assets(app: Sphinx, config: Config) -> None:
    del app
    config.html_static_path.append(str(bundles()))
    config.templates_path.append(str(TEMPLATES))


def _page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Keep the scripts and styles that this page uses."""
    del templatename, doctree
    metadata = app.env.metadata.get(pagename, {})
    unused = [name for part, names in PARTS.items() if not metadata.get(part) for name in names]
    if metadata.get("has_charts"):
        app.add_js_file(VEGA, loading_method="defer")
    if metadata.get("has_grids"):
        app.add_js_file(GRIDS, loading_method="defer")
        app.add_css_file(GRIDS_LOOK, priority=100)  # before our own looks
    for kind in ("script_files", "css_files"):
        context[kind] = [asset for asset in context[kind] if _wanted(asset, unused)]
    context["body"] = _landmarks(context.get("body", ""))


def _landmarks(body: str) -> str:
    """Tables and exercises with names of their own, a bibliography with roles that still exist."""
    numbers = itertools.count(1)
    named = re.sub('aria-label="Table"', lambda _: f'aria-label="Table {next(numbers)}"', body)
    named = re.sub(  # sphinx-exercise gives all exercises of a page one id
        'id="((?:exercise|solution)-content)"', lambda m: f'id="{m[1]}-{next(numbers)}"', named
    )
    return named.replace('role="doc-biblioentry"', 'role="listitem"')


def _wanted(asset: Any, unused: list[str]) -> bool:  # noqa: ANN401
    """Whether a page needs a script or style: nothing of thebe, and no part it does not use."""
    name = str(getattr(asset, "filename", asset) or "")
    body = str(getattr(asset, "attributes", {}).get("body", ""))
    return "thebe" not in (name + body).lower() and not name.endswith(tuple(unused))
