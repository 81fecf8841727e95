"""Outputs of a notebook in a page: HTML of small specs, drawings and tables, read by a parser."""

import itertools
import json
from collections import defaultdict
from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
import vl_convert
from lxml import etree
from lxml.html import fragment_fromstring, fragments_fromstring

from anodes import viz
from anodes.publish import compiled, figures, outputs, rows, still
from anodes.viz.static import DRAWING_MIME, Drawing

VEGA = "application/vnd.vegalite.v5+json"
SPEC = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.20.1.json",
    "description": 'x < "y" & z',
    "width": 640,
    "height": 100,
    "datasets": {
        "data-1": [{"cycles": 1, "ice_percent": 77.0, "_slot": 1}, {"cycles": 2, "ice_percent": None}],
        "data-2": [{"_only": 1}],
    },
    "data": {"name": "data-1"},
    "mark": "point",
    "encoding": {
        "x": {"field": "cycles", "type": "quantitative", "title": "</script>"},
        "y": {"field": "ice_percent", "type": "quantitative"},
    },
}  # fmt: skip
NUMBERS = {
    "columns": ["cycles", "ICE (%)"],
    "digits": [{}, {"decimals": 1}],
    "rows": [[1, 77.0], [2, None]],
}


def parsed(html):
    return fragment_fromstring(html, create_parent="main")


def cells(root):
    return [[cell.text_content() for cell in row] for row in root.iter("tr")]


@pytest.fixture(scope="module")
def chart():
    return parsed(outputs.chart(SPEC))


@pytest.mark.slow
def test_a_chart_stands_there_before_any_script_and_with_its_words(chart):
    (box,) = chart
    view, form, script, words = box
    assert view.find("svg") is not None
    assert form.get("class") == "vega-bindings"
    assert words.text == 'x < "y" & z'
    assert script.get("type") == "application/json"  # data, which no policy forbids


def test_a_chart_is_compiled_to_vega_and_its_data_end_no_script(chart):
    text = chart.find(".//script").text
    assert "</script>" not in text
    vega = json.loads(text)
    assert [mark["type"] for mark in vega["marks"]] == ["symbol"]
    assert {"</script>", "ice_percent"} <= {axis.get("title") for axis in vega["axes"]}
    assert vega["background"] == "transparent"


def test_a_compiled_chart_is_as_wide_as_its_place():
    vega = compiled.compiled(SPEC)
    (width,) = [signal for signal in vega["signals"] if signal["name"] == "width"]
    assert "containerSize" in width["init"]
    assert vega["height"] == 100
    assert "page-ink" in json.dumps(vega)  # which the page fills in
    assert "usermeta" not in compiled.compiled(SPEC | {"usermeta": {"explorer": {}}})


@pytest.mark.parametrize("width", [350, 550, 688])
def test_numbers_along_an_axis_are_evenly_spaced(width):
    """Volumetric capacities up to 9,779 were labelled 0, 1,000, 3,000, 5,000."""
    rows = [{"x": 871}, {"x": 9779}]
    across = {"field": "x", "type": "quantitative", "scale": {"zero": False}}
    point = {"mark": "point", "encoding": {"x": across}}
    svg = compiled.pictured(compiled.compiled(SPEC | point | {"data": {"values": rows}}), width)
    labels = etree.fromstring(svg.encode()).xpath(
        "//*[contains(@class, 'role-axis-label')]//*[local-name() = 'text' and not(@opacity = 0)]"
    )
    numbers = [int(label.text.replace(",", "")) for label in labels]
    assert len(numbers) > 2
    assert len({b - a for a, b in itertools.pairwise(numbers)}) == 1, numbers


def test_what_is_no_vega_lite_is_refused():
    with pytest.raises(ValueError, match="Vega-Lite to Vega conversion failed"):
        compiled.compiled({"mark": "nonsense"})


def test_a_still_has_the_ink_of_the_page_and_nothing_for_a_live_chart():
    svg = still.still(compiled.compiled(SPEC))
    root = etree.fromstring(svg.encode())
    assert (root.get("width"), root.get("aria-hidden")) == ("100%", "true")
    assert "currentColor" in svg
    assert not {"page-ink", "page-line", "page-font"} & set(svg.replace('"', " ").split())
    assert "role=" not in svg
    assert svg.count("aria-") == 1


def test_a_chart_is_compiled_once(monkeypatch):
    """The still and the page's script are made of one Vega spec."""
    calls = []
    compile_spec = vl_convert.vegalite_to_vega
    monkeypatch.setattr(
        vl_convert, "vegalite_to_vega", lambda *a, **k: calls.append(a) or compile_spec(*a, **k)
    )
    monkeypatch.delattr(vl_convert, "vegalite_to_svg")  # which would compile it again
    assert "<svg" in outputs.chart(SPEC)
    assert len(calls) == 1


def test_a_still_of_a_compiled_spec_is_that_of_the_vega_lite_spec():
    fitted = {"width": 688, "autosize": {"type": "fit-x", "contains": "padding"}}
    svg = vl_convert.vegalite_to_svg(
        compiled._plain(SPEC) | fitted, vl_version=compiled.VEGA_LITE, config=compiled.LOOKS
    )
    assert compiled.pictured(compiled.compiled(SPEC), 688) == svg


def test_a_still_is_the_same_however_many_were_drawn_before():
    """Vega numbers the clips of all charts of a process; an empty choice needs none."""
    brushed = SPEC | {"params": [{"name": "brush", "select": "interval"}]}
    vega = compiled.compiled(brushed)
    first, second = still.still(vega), still.still(vega)
    assert first == second
    assert "brush" in json.dumps(vega)
    assert "clip" not in first


def test_a_picture_is_rounded_and_its_empty_groups_are_left_out():
    svg = (
        '<svg viewBox="0 0 688 99.6"><g class="a" role="x"><g></g></g><g/>'
        '<text x="1.26" fill="page-ink" font-family="page-font">0.54</text></svg>'
    )
    assert still.light(svg) == (
        '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100" '
        'viewBox="0 0 688 99.6" aria-hidden="true" fill="currentColor" font-family="inherit">'
        '<text x="1.3">0.54</text></svg>'
    )


def test_neighbouring_squares_of_one_look_become_one_path():
    square = '<path transform="translate({},10)" d="M-1,-1h2v2h-2Z" fill="{}"/>'
    svg = '<svg viewBox="0 0 9 9">' + "".join(
        square.format(x, fill) for x, fill in ((1, "red"), (4, "red"), (7, "blue"))
    )
    body = still.light(svg + "</svg>").partition(">")[2]
    assert body == (
        '<path d="M0.0,9.0h2v2h-2zM3.0,9.0h2v2h-2z" fill="red"/>'
        '<path d="M6.0,9.0h2v2h-2z" fill="blue"/></svg>'
    )


# ------------------------------------------------------------------ explorers


STEERED = {
    "question": "How <much>?",
    "controls": [
        {"name": "p", "kind": "slider", "label": "porosity", "start": 0.5, "low": 0, "high": 1, "step": 0.1},
        {"name": "c", "kind": "typed", "label": "current", "start": 2, "low": 1, "high": 9, "step": 1},
        {"name": "h", "kind": "choice", "label": "host", "start": "Sn", "options": [["Si", "Si & C"], ["Sn", "tin"]]},
    ],
    "readings": [
        {"name": "r", "label": "expansion", "start": "1,234.5", "digits": {"decimals": 1}},
        {"name": "w", "label": "verdict", "start": "too much", "digits": {"significant": 3}},
    ],
    "table": {"columns": ["place", "paper", "ICE (%)"], "digits": [{}, {}, {"decimals": 1}], "rows": [["row 1", "[48]", 77.0], ["row 2", "[38]", None]]},
}  # fmt: skip


STEERED_SPEC = SPEC | {"params": [{"name": "p", "value": 1, "bind": {"input": "range"}}]}


@pytest.fixture(scope="module")
def explorer():
    return parsed(outputs.explorer(STEERED_SPEC, STEERED))


def test_an_explorer_has_native_controls_with_names(explorer):
    assert explorer.find(".//legend").text == "How <much>?"
    slider, typed = explorer.iter("input")
    assert {name: slider.get(name) for name in ("type", "name", "min", "max", "step", "value")} == {
        "type": "range", "name": "p", "min": "0", "max": "1", "step": "0.1", "value": "0.5",
    }  # fmt: skip
    assert explorer.find(".//output").text == "0.5"
    assert (typed.get("type"), typed.get("inputmode")) == ("text", "decimal")  # takes 0,2 too
    assert "required" in typed.attrib
    assert [problem.get("role") for problem in explorer.find_class("problem")] == ["alert"]
    assert [label.find("span").text for label in explorer.iter("label")] == [
        "porosity", "current", "host",
    ]  # fmt: skip


def test_a_choice_starts_where_it_is_said(explorer):
    options = [(o.get("value"), o.text, "selected" in o.attrib) for o in explorer.iter("option")]
    assert options == [("Si", "Si & C", False), ("Sn", "tin", True)]


def test_readings_are_there_without_a_script(explorer):
    read = [(dd.get("data-name"), dd.text, dd.get("class")) for dd in explorer.iter("dd")]
    assert read == [("r", "1,234.5", None), ("w", "too much", "words")]
    vega = json.loads(explorer.find_class("chart-spec")[0].text)
    assert [signal for signal in vega["signals"] if "bind" in signal] == []


def test_rows_of_an_explorer_are_buttons():
    rows = {"key": 1, "layer": "points", "field": "paper", "listed": "_listed"}
    html = outputs._rows(STEERED | {"rows": rows})
    root = parsed(html)
    assert root.find_class("count")[0].text == "2 of 2 rows"
    (box,) = root.find_class("rows")
    named = [box.get(f"data-{name}") for name in ("layer", "field", "listed")]
    assert named == ["points", "paper", "_listed"]
    body = list(root.find(".//tbody"))
    assert [row.get("data-key") for row in body] == ["[48]", "[38]"]
    assert [row.find("th/button").text for row in body] == ["[48]", "[38]"]
    assert [cell.get("class") for cell in body[0].iter("td")] == ["words", None]
    assert cells(root)[2] == ["row 2", "[38]", "–"]


# ------------------------------------------------------------------ tables and drawings


def test_the_table_behind_a_chart_has_what_it_draws():
    assert outputs.spec_table(SPEC) == NUMBERS


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        ("", "–"),
        (True, "yes"),
        (False, "no"),
        (-1234.5678, "−1,234.6"),
        (1234, "1,234"),
        ("Al2O3", "Al₂O₃"),
    ],
)
def test_a_cell_is_written_for_a_reader(value, text):
    assert outputs._cell(value, {"decimals": 1}) == text


MIXED = {
    "columns": ["paper", "n", "share (%)", "same?", "note"],
    "digits": [{}, {}, {"significant": 3}, {}, {}],
    "rows": [["38", 12, 0.1234567, True, ""], ["9", None, 1234.0, None, "a\tb <i>"]],
}
TYPED = [
    {"paper": "38", "n": 12, "share": 0.1234567, "same": True, "note": ""},
    {"paper": "9", "n": None, "share": 1234, "same": None, "note": "a b <i>"},
]


def test_the_data_of_a_figure_are_folded_and_can_be_read_without_a_script():
    root = parsed(rows.fold(MIXED))
    assert root.find(".//summary").text == "Data of this figure (2 rows)"
    (box,) = root.iter("pre")
    assert box.text.split("\n") == [
        "paper\tn\tshare (%)\tsame?\tnote", "38\t12\t0.1234567\tyes\t", "9\t\t1234.0\t\ta b <i>",
    ]  # fmt: skip
    assert box.get("data-kinds") == "wnnft"
    assert box.get("data-digits") == "s s s3 s s"


def test_a_chart_has_no_rows_that_are_in_its_fold():
    vega = {"data": [{"name": "rows", "values": TYPED}, {"name": "marks", "source": "rows"}]}
    rest = {"name": "rows", "fields": ["paper", "n", "share", "same", "note"]}
    assert rows.shared(vega, MIXED) == {"data": [rest, vega["data"][1]]}
    assert "values" in vega["data"][0]  # of which the still is drawn


@pytest.mark.parametrize(
    "change",
    [
        {"paper": 38},  # a number, and the fold has a word
        {"same": 1},
        {"share": 0.123},
        {"note": None},  # missing, and the fold has an empty text
        {"_slot": 1},  # for the drawing only
    ],
)
def test_a_chart_keeps_rows_that_its_fold_has_otherwise(change):
    vega = {"data": [{"name": "rows", "values": [TYPED[0] | change, TYPED[1]]}]}
    assert rows.shared(vega, MIXED) == vega


def test_a_chart_of_a_figure_is_beside_a_fold_with_its_rows(environment):
    """Outside of a figure nothing says which fold is whose."""
    plain = SPEC | {"datasets": {"data-1": [{"cycles": 1, "ice_percent": 77.0}]}}
    for name, left in (("fig-sn-course", []), ("", ["data-1"])):
        picture, _ = handled(environment, VEGA, {VEGA: plain}, name)
        spec = json.loads(parsed(picture).find_class("chart-spec")[0].text)
        assert [part["name"] for part in spec["data"] if "values" in part] == left


def test_a_chart_keeps_rows_that_its_fold_has_not_all():
    vega = {"data": [{"name": "rows", "values": [*TYPED, TYPED[0]]}]}
    assert rows.shared(vega, MIXED) == vega


def test_a_table_of_pandas_gets_scopes_and_words_to_the_left():
    frame = pd.DataFrame(
        {"ICE (%)": [77.0, float("nan")], "note": ["short", "x" * 41]}, index=["Si", "Ge"]
    )
    html = outputs.page_table(frame.to_html(border=1))
    root = parsed(html)
    box, why = root
    assert why.findtext("summary") == "What a dash means (1 column)"
    assert (box.get("role"), box.get("tabindex"), box.get("class")) == (
        "region", "0", "table-scroll",
    )  # fmt: skip
    (table,) = box
    assert not {"border", "style"} & set(table.attrib)
    head, *rows = root.iter("tr")
    assert [(cell.tag, cell.get("scope")) for cell in head] == [
        ("td", None), ("th", "col"), ("th", "col"),
    ]  # fmt: skip
    assert head[2].get("class") == "words"
    assert [row[0].get("scope") for row in rows] == ["row", "row"]
    assert [[cell.get("class") for cell in row[1:]] for row in rows] == [
        [None, "words"], [None, "long words"],
    ]  # fmt: skip
    assert rows[1][1].text == "–"
    assert "\n" not in html.strip()


def test_what_is_missing_in_a_grid_is_a_dash_and_a_head_has_its_name_in_files():
    frame = pd.DataFrame({"ice_percent": [80.0, None], "notes": ["", "w"]})
    frame["initial_capacity_mAh_g"] = [3200.0, 1.0]
    root = parsed(outputs.grids(viz.Grid(frame, "rows", table="electrodes")._repr_html_()))
    assert cells(root)[1:] == [["80", "–", "3,200"], ["–", "w", "1"]]
    assert [head.get("data-plain") for head in root.iter("th")] == [
        None, None, "initial capacity (mAh g-1)",
    ]  # fmt: skip


def test_grids_keep_their_names_and_get_boxes():
    shelf = viz.shelf({"a & b": pd.DataFrame({"x": [1]}), "second": pd.DataFrame({"y": ["w"]})})
    root = parsed(outputs.grids(shelf._repr_html_()))
    boxes = root.find_class("table-scroll")
    assert [box.get("aria-label") for box in boxes] == ["a & b", "second"]
    assert [box[0].tag for box in boxes] == ["table", "table"]
    assert [box.getparent().tag for box in boxes] == ["details", "details"]


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="72pt" height="36pt"><!-- said --><metadata>x</metadata>'
    '<defs><clipPath id="c"><path d="M0 0"/></clipPath></defs><path id="m" d="M0 0L1 1" style="fill: #14181e; opacity: 0.5"/>'
    '<use xlink:href="#m" clip-path="url(#c)"/>'
    "<text style=\"font: italic 12px 'DejaVu Sans', sans-serif\">T</text></svg>"
)


def test_a_drawing_is_put_into_the_page_in_its_ink():
    root = parsed(outputs.drawing(SVG, 'a < "b"'))[0][0]
    assert {n: root.get(n) for n in ("width", "height", "role", "aria-label")} == {
        "width": "96", "height": "48", "role": "img", "aria-label": 'a < "b"',
    }  # fmt: skip
    tags = [element.tag for element in root.iter()]
    assert "metadata" not in tags
    assert len(tags) == 7  # svg, defs, clippath with its path, path, use, text: no comment
    path, use, text = root[1], root[2], root[3]
    assert (path.get("fill"), path.get("opacity")) == ("currentColor", "0.5")
    look = ("12px", "'DejaVu Sans', sans-serif")  # of its only text, so said once for all
    assert (root.get("font-size"), root.get("font-family"), text.get("font-size")) == (*look, None)
    assert not root.xpath("//@style")
    prefix = path.get("id").removesuffix("-m")
    assert len(prefix) == 9
    assert (use.get("xlink:href"), use.get("clip-path")) == (f"#{prefix}-m", f"url(#{prefix}-c)")


def test_two_drawings_share_no_id():
    ids = [
        parsed(outputs.drawing(svg, "")).xpath("//@id") for svg in (SVG, SVG.replace("T<", "U<"))
    ]
    assert not set(ids[0]) & set(ids[1])


def test_a_path_without_a_shape_draws_nothing_and_is_no_error():
    svg = SVG.replace("<use ", '<path class="shapeless" style="fill: none"/><use ')
    assert 'class="shapeless"' in svg
    root = parsed(outputs.drawing(svg, ""))[0][0]
    assert [part.tag for part in root] == ["defs", "path", "use", "text"]


# ------------------------------------------------------------------ what myst-nb asks for


@pytest.fixture
def environment(tmp_path):
    return SimpleNamespace(
        metadata=defaultdict(dict), docname="chapters/tin", app=SimpleNamespace(outdir=tmp_path)
    )


def handled(environment, mime, bundle, name="", inline=False):
    cell = [nbformat.v4.new_output("display_data", bundle)]
    renderer = SimpleNamespace(
        renderer=SimpleNamespace(
            document=SimpleNamespace(settings=SimpleNamespace(env=environment)),
            nb_client=SimpleNamespace(code_cell_outputs=lambda index: (1, cell)),
        )
    )
    content = cell[0]["data"][mime]
    data = SimpleNamespace(
        mime_type=mime, content=content, string=content, cell_index=0,
        cell_metadata={"mystnb": {"figure": {"name": name}}} if name else {},
    )  # fmt: skip
    made = outputs.OutputRenderer.handle_mime(renderer, data, inline)
    return made and [node.astext() for node in made]


@pytest.mark.parametrize("stored", [SPEC, json.dumps(SPEC)], ids=["read", "text"])
def test_a_chart_of_a_page_has_its_data_beside_it(environment, tmp_path, stored):
    picture, table = handled(environment, VEGA, {VEGA: stored}, "fig-sn-course")
    assert environment.metadata["chapters/tin"] == {"has_charts": True, "has_rows": True}
    *_, links = fragments_fromstring(picture)
    assert [(a.get("href"), a.text) for a in links] == [
        ("../figures/fig-sn-course.csv", "Data (CSV)")
    ]
    file = tmp_path / "figures" / "fig-sn-course.csv"
    assert file.read_bytes() == b"\xef\xbb\xbfcycles,ICE (%)\n1,77.0\n2,\n"
    assert "Data of this figure (2 rows)" in table


@pytest.mark.parametrize("listed", [False, True])
def test_an_explorer_of_a_page_shows_its_rows_once(environment, listed):
    steered = STEERED | (
        {"rows": {"key": 0, "layer": "l", "field": "f", "listed": "_listed"}} if listed else {}
    )
    picture, table = handled(
        environment, VEGA, {VEGA: STEERED_SPEC | {"usermeta": {"explorer": steered}}}
    )
    needs = {"has_charts": True, "has_explorers": True} | ({} if listed else {"has_rows": True})
    assert environment.metadata["chapters/tin"] == needs
    assert ("data-key" in picture) is listed
    assert ("chart-data" in table) is not listed


def test_a_question_is_a_field_that_a_script_shows():
    """Whatever is in it stays text; the label belongs to the field."""
    question = {
        "name": "a", "label": "x < y", "unit": "%", "tolerance": "± 1 %", "right": 3.5,
        "relative": 0.01, "absolute": 1e-9, "slips": [[7, 'a "quoted" slip']],
    }  # fmt: skip
    form = fragment_fromstring(outputs.field(question))
    assert "hidden" in form.attrib
    content = json.loads(form.get("data-question"))
    assert content == {n: question[n] for n in ("right", "relative", "absolute", "slips")}
    assert form.find("label").text_content() == "x < y (%) ± 1 %"
    assert form.find("label").get("for") == form.find("input").get("id")
    assert form.find("output").get("aria-live") == "polite"


def test_a_drawing_of_a_page_can_be_taken_away(environment, tmp_path):
    picture, _ = handled(
        environment, DRAWING_MIME, Drawing(SVG, "words", NUMBERS)._repr_mimebundle_(), "fig-x"
    )
    links = fragments_fromstring(picture)[-1]
    assert [a.text for a in links] == ["Data (CSV)", "SVG", "PNG"]
    assert (tmp_path / "figures/fig-x.png").read_bytes().startswith(b"\x89PNG")
    root = etree.parse(tmp_path / "figures/fig-x.svg").getroot()
    assert (root[0].tag.rpartition("}")[2], root[0].get("fill")) == ("rect", "#ffffff")


def test_an_output_without_a_name_writes_no_file(environment, tmp_path):
    line = figures.keep(environment, "", NUMBERS)
    assert line == '<p class="figure-links"></p>'
    assert list(tmp_path.iterdir()) == []


SMALL = pd.DataFrame({"element": ["Si"]})
PANEL = {
    "label": "Figure 1A", "shows": "a cell", "source": "", "source_reference": 51, "address": "",
    "printed": "", "counterpart": "", "why_not": "a micrograph",
}  # fmt: skip


@pytest.mark.parametrize(
    ("ours", "html", "part"),
    [
        ("grid", viz.Grid(SMALL, "g")._repr_html_(), "grids"),
        ("findings", '<div class="findings"></div>', "findings"),
        ("panels", viz.Panels(pd.DataFrame([PANEL]))._repr_html_(), "panels"),
        ("table", SMALL.to_html(), "table-scroll"),
    ],
)
def test_html_of_the_book_has_the_class_that_its_script_and_style_look_for(
    environment, ours, html, part
):
    mime = f"application/vnd.anodes.{ours}+json"
    (text,) = handled(environment, mime, {mime: {}, "text/html": html})
    assert part in parsed(text)[0].get("class").split()


@pytest.mark.parametrize(
    ("mime", "content", "inline"),
    [
        ("text/plain", "text", False),
        ("text/html", "<p>text</p>", False),
        (VEGA, SPEC, True),
        (DRAWING_MIME, {"description": "", "table": NUMBERS}, True),
    ],
)
def test_any_other_output_is_left_to_myst(environment, mime, content, inline):
    assert handled(environment, mime, {mime: content}, inline=inline) is None
    assert environment.metadata == {}
