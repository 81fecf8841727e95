"""Outputs of ours: known by MIME types of our own, and shown by every viewer all the same."""

import importlib.metadata
import itertools
import re
import tomllib
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
import vl_convert
from conftest import ROOT
from IPython.core.formatters import DisplayFormatter

from anodes import audit, data
from anodes.publish import outputs
from anodes.viz import bundles, interactive, lists, static, tables

FRAME = pd.DataFrame({"element": ["Si", "Ge"], "cycles": [100, 200]})
DRAWING = static.Drawing(
    '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt"><path d="M0 0"/></svg>',
    "a line",
    {"columns": ["x"], "digits": [{}], "rows": [[1]]},
)
OURS = {
    "table": (FRAME, "text/html"),
    "grid": (tables.Grid(FRAME, "electrodes"), "text/html"),
    "shelf": (tables.shelf({"electrodes": FRAME}), "text/html"),
    "findings": (lists.Cards(audit.run().head(2)), "text/html"),
    "panels": (lists.Panels(data.panels("tin").head(2)), "text/html"),
    "drawing": (DRAWING, "image/svg+xml"),
}
TYPES = {"shelf": "grid"}
CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))


@pytest.fixture
def formatter(monkeypatch):
    """What a notebook shows of an object, after `configure()`."""
    made = DisplayFormatter()
    monkeypatch.setattr("IPython.get_ipython", lambda: SimpleNamespace(display_formatter=made))
    with pd.option_context(*(x for o in ("display.float_format", "display.max_rows", "display.max_colwidth")
                             for x in (o, pd.get_option(o)))):  # fmt: skip
        interactive.configure()
        yield made


def rendered(*shown, mime_type):
    """The HTML that a page has of the last of some outputs of one cell, and the page's needs."""
    cell = [nbformat.v4.new_output("display_data", data) for data in shown]
    environment = SimpleNamespace(docname="a", metadata={"a": {}})
    renderer = SimpleNamespace(
        renderer=SimpleNamespace(
            document=SimpleNamespace(settings=SimpleNamespace(env=environment)),
            nb_client=SimpleNamespace(code_cell_outputs=lambda index: (1, cell)),
        )
    )
    content = cell[-1]["data"][mime_type]
    given = SimpleNamespace(
        mime_type=mime_type, content=content, string=content, cell_metadata={}, cell_index=0
    )
    nodes = outputs.OutputRenderer.handle_mime(renderer, given, inline=False)
    return nodes, set(environment.metadata["a"])


@pytest.mark.parametrize("name", OURS)
def test_an_output_carries_its_type_beside_what_every_viewer_shows(formatter, name):
    shown, beside = OURS[name]
    bundle, metadata = formatter.format(shown)
    ours = f"application/vnd.anodes.{TYPES.get(name, name)}+json"
    assert set(bundle) == {ours, beside, "text/plain"}
    assert metadata == {}
    assert len(bundle[beside]) > 50


@pytest.mark.parametrize("name", OURS)
def test_a_page_takes_each_output_once_by_its_type(formatter, name):
    shown, beside = OURS[name]
    bundle, _ = formatter.format(shown)
    ours = f"application/vnd.anodes.{TYPES.get(name, name)}+json"
    nodes, needs = rendered(bundle, mime_type=ours)
    html = "".join(node.astext() for node in nodes)
    needed = {"grid": {"has_grids"}, "findings": {"has_folds"}, "drawing": {"has_rows"}}
    assert needs == needed.get(TYPES.get(name, name), set())
    assert {"drawing": "<svg", "findings": "<details", "panels": "<li>"}.get(
        name, "Ge</td>"
    ) in html
    assert rendered(bundle, mime_type=beside)[0] == []
    assert outputs.OutputRenderer.mime_priority_overrides.count(("html", ours, 1)) == 1


def test_two_outputs_of_a_cell_are_told_apart(formatter):
    one, _ = formatter.format(FRAME)
    other, _ = formatter.format(FRAME.assign(element=["Sn", "Sb"]))
    mime_type = tables.TABLE_MIME
    assert one[mime_type] == other[mime_type]
    (node,), _ = rendered(one, other, mime_type=mime_type)
    assert "Sb</td>" in node.astext()
    assert "Ge</td>" not in node.astext()


@pytest.mark.parametrize(
    ("mime_type", "text"),
    [("text/html", '<p>The class="dataframe grid" and class="findings" of tables</p>'),
     ("text/html", '<table class="dataframe"><tr><td>1</td></tr></table>'),
     ("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>")],
)  # fmt: skip
def test_an_output_of_somebody_else_is_left_to_the_book(mime_type, text):
    assert rendered({mime_type: text}, mime_type=mime_type) == (None, set())


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_stored_output_with_html_or_a_picture_is_known(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            shown = set(output.get("data", {}))
            beside = interactive.VEGA_MIME in shown  # the picture of a chart, for other viewers
            if shown & {"text/html", "image/svg+xml"} and not beside:
                assert len([name for name in shown if "vnd.anodes." in name]) == 1


def charts(*names):
    cells = [c for n in names for c in nbformat.read(ROOT / f"chapters/{n}.ipynb", 4).cells]
    bundles_of = [output.get("data", {}) for c in cells for output in c.get("outputs", [])]
    return [shown[interactive.VEGA_MIME] for shown in bundles_of if interactive.VEGA_MIME in shown]


@pytest.mark.slow
def test_notebooks_and_pages_draw_the_same_marks():
    """Pages use the version of `bundles`, a notebook without us one of the family it names."""
    family = re.search(r"vegalite\.v(\d+)\+json", interactive.VEGA_MIME)[1]
    oldest = next(v for v in vl_convert.get_vegalite_versions() if v.startswith(f"{family}."))
    drawn = charts("index", "your-electrode", "tin")
    assert len(drawn) >= 6
    for spec in drawn:
        assert spec["$schema"].endswith(f"/vega-lite/v{family}.json")
        counts = [
            len(
                re.findall(
                    "<(?:path|text|line|rect)", vl_convert.vegalite_to_svg(spec, vl_version=v)
                )
            )
            for v in (oldest, bundles.VEGA_LITE)
        ]
        assert counts[0] == counts[1] > 20


def test_one_release_of_vl_convert_is_named():
    """Pages import modules of Vega by versions that only this release carries."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    declared = [*project["dependencies"], *itertools.chain.from_iterable(extras)]
    (line,) = {one for one in declared if one.startswith("vl-convert-python")}
    assert line == f"vl-convert-python=={importlib.metadata.version('vl-convert-python')}"
    assert f"\nvl-convert-python=={line.split('==')[1]} " in (ROOT / "requirements.txt").read_text(
        encoding="utf-8"
    )


def test_the_version_of_vega_lite_is_written_once():
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "anodes").rglob("*.py")]
    assert sum(text.count(f'"{bundles.VEGA_LITE}"') for text in code) == 1
    assert not [text for text in code if re.search(r"vega-lite/v\d|\bvl_version=\"", text)]


def expressions(part):
    if isinstance(part, dict):
        yield from (part[name] for name in ("expr", "calculate") if isinstance(part.get(name), str))
    for inner in part.values() if isinstance(part, dict) else part:
        if isinstance(inner, dict | list):
            yield from expressions(inner)


NUMBER = re.compile(r"(?<![\w.])(?:\d+\.\d+|\d{2,})")


def test_no_expression_of_a_chart_is_a_table_in_disguise():
    """A table written out has numbers for each row; a long formula repeats its parts."""
    for spec in charts(*(path.stem for path in CHAPTERS)):
        for text in expressions(spec):
            assert len(set(NUMBER.findall(text))) <= 16, text
            assert len(text) < 3500, text
