"""Charts: the fields of the Vega-Lite specification that a few rows give."""

import math
import re
import sys
import types

import altair as alt
import pandas as pd
import pytest
import vl_convert
from altair.utils import schemapi
from IPython import display
from lxml import etree

from anodes import analysis
from anodes.viz import explorers, interactive

SI, GE, SB = "#0072B2", "#D55E00", "#AA4499"
ROWS = pd.DataFrame(
    {
        "material": ["porous Si", "Ge cubes", "Si wires", "no number"],
        "element": ["Si", "Ge", "Si", "Sn"],
        "ion": ["Li", "Li", "Na", "Na"],
        "cycles": [100, 500, 300, 7],
        "ice_percent": [77.0, 92.0, 60.0, float("nan")],
        "retention_percent": [66.123456789, 94.0, 50.0, 40.0],
        "notes": ["never shown"] * 4,
    }
)


def spec_of(chart):
    return chart.to_dict()


def rows_of(spec):
    return next(iter(spec["datasets"].values()))


def layers(spec):
    """The layers of a chart by their mark."""
    found = {}
    for layer in spec["layer"]:
        mark = layer["mark"]
        found.setdefault(mark if isinstance(mark, str) else mark["type"], []).append(layer)
    return found


@pytest.fixture(scope="module")
def scattered():
    return spec_of(
        interactive.scatter(
            ROWS, "cycles", "ice_percent", description="words", log=("cycles",), also=("material",)
        )
    )


def test_a_scatter_has_the_rows_that_can_be_drawn(scattered):
    rows = rows_of(scattered)
    assert [row["material"] for row in rows] == ["porous Si", "Ge cubes", "Si wires"]
    assert set(rows[0]) == {"cycles", "ice_percent", "element", "ion", "material"}
    assert [(row["cycles"], row["ice_percent"]) for row in rows] == [
        (100, 77.0), (500, 92.0), (300, 60.0),
    ]  # fmt: skip
    assert (scattered["description"], scattered["width"]) == ("words", 640)


def test_a_scatter_encodes_host_and_ion_of_what_is_there(scattered):
    encoding = scattered["encoding"]
    assert encoding["x"]["title"] == "cycles"
    assert encoding["x"]["scale"] == {"type": "log", "nice": True}
    assert encoding["y"] == {
        "field": "ice_percent", "type": "quantitative", "title": "ICE (%)",
        "scale": {"zero": False, "nice": True},
    }  # fmt: skip
    assert encoding["color"]["scale"] == {"domain": ["Si", "Ge"], "range": [SI, GE]}
    assert encoding["shape"]["scale"] == {
        "domain": ["Li", "Na"], "range": ["circle", "triangle-up"],
    }  # fmt: skip


def test_a_logarithmic_axis_names_powers_of_ten_only():
    """Abundances from 0.2 to 282,000 were labelled 1, 2, 10, 20, 100."""
    frame = pd.DataFrame({"price_usd_kg": [2.0, 900.0], "crustal_abundance_mg_kg": [1.5, 2.82e5]})
    chart = interactive.scatter(
        frame.assign(element=["Ge", "Si"]), *reversed(list(frame)), description="words",
        log=list(frame),
    )  # fmt: skip
    svg = vl_convert.vegalite_to_svg(chart.to_dict())
    labels = re.findall(r"<text[^>]*>([\d.,]+)</text>", svg)
    numbers = [float(label.replace(",", "")) for label in labels]
    assert len(numbers) >= 8
    assert all(math.log10(number).is_integer() for number in numbers), numbers


def test_a_reader_chooses_what_stands_out(scattered):
    (param,) = scattered["params"]
    assert (param["name"], param["value"]) == ("choose_element", "all")
    assert param["bind"]["options"] == ["all", "Ge", "Si"]
    opacity = scattered["encoding"]["opacity"]
    assert opacity["condition"]["test"] == (
        "choose_element == 'all' || datum.element == choose_element"
    )
    assert opacity["condition"]["value"] > opacity["value"]


def test_a_tooltip_has_every_column_and_a_format_for_fractions(scattered):
    tips = {tip["field"]: tip for tip in scattered["encoding"]["tooltip"]}
    assert set(tips) == {"cycles", "ice_percent", "element", "ion", "material"}
    assert tips["ice_percent"]["format"] == ",.1f"
    assert tips["cycles"]["format"] == ",d"
    assert "format" not in tips["material"]
    assert tips["ice_percent"]["title"] == "ICE (%)"


def test_a_strip_counts_its_lanes_and_orders_them_by_their_median():
    spec = spec_of(interactive.strip(ROWS, "element", "ice_percent", description="", row_height=30))
    found = layers(spec)
    lane = found["point"][0]["encoding"]["y"]
    assert lane["sort"] == ["Ge\N{NO-BREAK SPACE}(1)", "Si\N{NO-BREAK SPACE}(2)"]  # 92; 68.5
    assert found["tick"][0]["encoding"]["y"]["sort"] == lane["sort"]
    assert spec["height"] == 60


def test_a_strip_is_drawn_in_the_order_of_its_medians():
    """As Vega draws it, not as the spec asks: by name, a would be the first."""
    frame = pd.DataFrame(
        {"family": list("aaabbbccc"), "ice_percent": [10.0, 11, 12, 80, 81, 82, 40, 41, 42],
         "element": "Si", "ion": "Li"}
    )  # fmt: skip
    svg = vl_convert.vegalite_to_svg(spec_of(interactive.strip(frame, "family", "ice_percent")))
    lanes = re.findall(r"<text[^>]*>([abc])\N{NO-BREAK SPACE}\(3\)</text>", svg)
    assert lanes == ["b", "c", "a"]


def test_a_strip_has_the_interval_of_each_median_of_three_numbers_or_more():
    """Of 7 numbers the second of either end, as counted in tests/analysis/test_resampling.py."""
    frame = pd.DataFrame(
        {"family": ["a"] * 7 + ["b"] * 2, "ice_percent": [30.0, 10, 20, 70, 60, 50, 40, 90, 80],
         "element": "Si", "ion": "Li"}
    )  # fmt: skip
    spec = spec_of(interactive.strip(frame, "family", "ice_percent"))
    (bar,), (tick,) = layers(spec)["bar"], layers(spec)["tick"]
    rows = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [(r["_median"], r["_low"], r["_high"], r["_interval"]) for r in rows] == [
        (85, None, None, "fewer than three"), (40, 20, 60, "20.0 to 60.0"),
    ]  # fmt: skip
    assert bar["transform"] == [{"filter": "isValid(datum._low)"}]
    assert (bar["encoding"]["x"]["field"], bar["encoding"]["x2"]["field"]) == ("_low", "_high")
    assert tick["encoding"]["x"]["field"] == "_median"
    for layer in (bar, tick):
        titles = [tip["title"] for tip in layer["encoding"]["tooltip"]]
        assert titles == ["n", "median of ICE (%)", "interval of 95 %"]


def test_dumbbells_span_from_least_to_most():
    rows = pd.DataFrame(
        {
            "alloying_product": ["NaSi", "NaSi", "NaGe", "NaGe"],
            "value": [954.0, 954.3, 369.0, 369.1],
            "kind": ["printed", "computed"] * 2,
        }
    )
    chart = interactive.dumbbells(
        rows, "alloying_product", "value", kind="kind", description="", order=["NaSi", "NaGe"]
    )
    found = layers(spec_of(chart))
    rule = found["rule"][0]["encoding"]
    assert (rule["x"]["aggregate"], rule["x2"]["aggregate"]) == ("min", "max")
    point = found["point"][0]["encoding"]
    assert point["y"]["sort"] == ["NaSi", "NaGe"]
    assert point["color"]["scale"] == {"domain": ["printed", "computed"], "range": [SI, GE]}
    assert point["shape"]["scale"]["range"] == ["circle", "diamond"]
    assert spec_of(chart)["height"] == 80


def test_ratios_have_one_rule_at_one():
    rows = pd.DataFrame(
        {
            "place": ["Table 1", "Table 2", "Table 3"],
            "value": [1.02, 0.1, float("nan")],
            "outcome": ["agrees", "impossible", "ambiguous"],
        }
    )
    spec = spec_of(interactive.ratios(rows, "place", "value", kind="outcome", description=""))
    found = layers(spec)
    assert found["rule"][0]["encoding"]["x"] == {"datum": 1}
    assert "aggregate" in found["rule"][0]["transform"][0]
    point = found["point"][0]["encoding"]
    assert point["x"]["scale"]["type"] == "log"
    # outcomes look everywhere the same, and one that has no number is not there
    assert point["color"]["scale"] == {
        "domain": ["agrees", "impossible"], "range": ["#767676", GE],
    }  # fmt: skip
    assert point["shape"]["scale"]["range"] == ["circle", "diamond"]
    assert len(rows_of(spec)) == 2


def test_connected_points_are_joined_in_the_order_of_x():
    spec = spec_of(
        interactive.connected_points(
            ROWS, "cycles", "ice_percent", by="element", description="", log=("ice_percent",)
        )
    )
    rows = [(row["element"], row["cycles"]) for row in rows_of(spec)]
    assert rows == [("Ge", 500), ("Si", 100), ("Si", 300)]
    line = layers(spec)["line"][0]["encoding"]
    assert [channel["field"] for channel in line["detail"]] == ["element", "ion"]
    assert line["y"]["scale"]["type"] == "log"
    point = layers(spec)["point"][0]
    assert point["mark"]["filled"]
    assert point["encoding"]["shape"]["scale"]["domain"] == ["Li", "Na"]
    assert "shape" not in line
    assert spec["params"][0]["name"] == "choose_element"


def test_lines_are_named_at_their_ends_where_asked():
    rows = ROWS.dropna(subset=["cycles", "ice_percent"]).assign(paper="[48] Wada 2016")
    chart = interactive.connected_points(
        rows, "cycles", "ice_percent", by="paper", label=["[48] Wada 2016"]
    )
    spec = spec_of(chart)
    texts = layers(spec)["text"]  # one for each place from a mark
    assert {text["transform"][0]["calculate"] for text in texts} == {"split(datum.paper, ' ')[0]"}
    keys = [key for text in texts for key in text["transform"][-1]["filter"]["oneOf"]]
    assert sorted(keys) == ["[48] Wada 2016 Li", "[48] Wada 2016 Na"]
    text = texts[0]
    named = spec["datasets"][text["data"]["name"]]
    assert [(row["cycles"], row["ion"]) for row in named] == [(300, "Na"), (500, "Li")]
    assert text["encoding"]["x"]["scale"]["padding"] > 0
    bare = spec_of(interactive.connected_points(rows, "cycles", "ice_percent", by="paper"))
    assert "text" not in layers(bare)
    assert "padding" not in layers(bare)["line"][0]["encoding"]["x"]["scale"]


def test_what_all_marks_share_has_no_legend():
    silicon = ROWS[ROWS["element"] == "Si"]
    spec = spec_of(interactive.scatter(silicon, "cycles", "ice_percent"))
    assert spec["encoding"]["color"]["legend"] is None  # one host
    assert "legend" not in spec["encoding"]["shape"]  # two ions


def test_both_ends_of_a_test_have_one_heading():
    rows = ROWS.assign(first=1, initial_capacity_mAh_g=900.0, final_capacity_mAh_g=800.0)
    chart = interactive.start_end_lines(
        rows, ("first", "initial_capacity_mAh_g"), ("cycles", "final_capacity_mAh_g"), choose="ion"
    )
    headings = {layer["encoding"]["y"]["title"] for layer in spec_of(chart)["layer"]}
    assert headings == {"capacity (mAh g⁻¹)"}


def test_a_line_from_start_to_end_is_left_out_where_there_is_no_start():
    rows = ROWS.assign(table=[1, 1, 1, 1], first_percent=[90.0, float("nan"), 95.0, 80.0])
    chart = interactive.start_end_lines(
        rows, ("table", "first_percent"), ("cycles", "ice_percent"), choose="material",
        description="", log=("cycles",),
    )  # fmt: skip
    spec = spec_of(chart)
    found = layers(spec)
    assert len(rows_of(spec)) == 3  # the last row has no end
    (rule,) = found["rule"]
    assert rule["transform"] == [{"filter": "isValid(datum.first_percent)"}]
    assert (rule["encoding"]["x2"]["field"], rule["encoding"]["y2"]["field"]) == (
        "table", "first_percent",
    )  # fmt: skip
    first, last = found["point"]
    assert (first["mark"]["filled"], last["mark"]["filled"]) == (False, True)
    assert first["transform"] == rule["transform"]
    assert "transform" not in last
    assert first["encoding"]["y"]["title"] == "ICE (%)"


def test_references_are_chosen_in_the_order_of_their_numbers():
    frame = pd.DataFrame({"paper": ["[102]", "[38]", None, "[38]"]})
    param = interactive.chooser(frame, "paper").param.to_dict()
    assert interactive._natural("[38]") < interactive._natural("[102]")
    assert param["bind"]["options"] == ["all", "[38]", "[102]"]


@pytest.mark.parametrize(
    ("values", "colours", "columns"),
    [
        (["Sb", "Si"], [SB, SI], None),  # hosts keep theirs
        (["of the page", "of the book"], [SI, GE], 1),  # long names stand beneath each other
        (["a", "b", "c"], [SI, GE, "#009E73"], 1),
    ],
)
def test_kinds_have_the_colours_of_what_they_are(values, colours, columns):
    channels = interactive._kinds(pd.DataFrame({"kind": values}), "kind")
    colour = channels["color"].to_dict()
    assert colour["scale"] == {"domain": values, "range": colours}
    assert colour["legend"].get("columns") == columns


def test_a_notebook_gets_a_plain_rounded_spec():
    content = interactive._vega_bundle(
        {"description": "words", "width": 0.1 + 0.2, "datasets": {"digest": [{"x": 2 / 3}]}}
    )
    spec = content["application/vnd.vegalite.v5+json"]
    assert content["text/plain"] == "words"
    assert spec["width"] == 0.3
    assert list(spec["datasets"]) == ["data-1"]
    assert spec["datasets"]["data-1"][0]["x"] == pytest.approx(2 / 3, abs=1e-6)
    assert len(str(spec["datasets"]["data-1"][0]["x"])) < 14
    assert "vega-lite" in spec["$schema"]
    assert interactive._vega_bundle({"title": "a title"})["text/plain"] == "a title"
    assert interactive._vega_bundle({})["text/plain"] == "chart"


def test_colab_gets_a_picture_because_it_draws_no_vega(monkeypatch):
    """Elsewhere none is made: it would stand in the stored chapters twice."""
    spec = interactive.scatter(ROWS, "cycles", "ice_percent", description="words").to_dict()
    assert set(interactive._vega_bundle(spec)) == {interactive.VEGA_MIME, "text/plain"}
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    svg = interactive._vega_bundle(spec)["image/svg+xml"]
    drawn = etree.fromstring(svg)
    assert float(drawn.get("width")) > interactive.NOTEBOOK_WIDTH / 2
    assert ">Si<" in svg
    assert svg.count('aria-roledescription="point"') == 3  # the rows with both numbers


def test_an_explorer_is_displayed_in_colab_and_a_result_elsewhere(monkeypatch):
    """Colab lets widgets of others draw in what is displayed and not in results."""
    displayed = []
    monkeypatch.setattr(display, "display", displayed.append)
    explorer = explorers.porosity(analysis.phases())
    with pytest.raises(NotImplementedError):  # IPython then asks for the bundle
        explorer._ipython_display_()
    monkeypatch.setitem(sys.modules, "google.colab", types.ModuleType("google.colab"))
    explorer._ipython_display_()
    assert [type(each).__name__ for each in displayed] == ["VBox"]


def test_configure_sets_what_a_notebook_shows():
    before = alt.renderers.active
    with pd.option_context(
        "display.max_rows", 5, "display.max_colwidth", 9, "display.float_format", None
    ):
        interactive.configure()
        assert alt.renderers.active == "anodes"
        assert pd.options.display.max_rows == 100
        assert pd.options.display.max_colwidth is None
        assert pd.options.display.float_format(1234.56789) == "1,235"
    alt.renderers.enable(before)


def test_a_wrong_chart_is_refused_when_it_is_shown(monkeypatch):
    """Not before: its parts would be validated again and again."""
    monkeypatch.setattr(schemapi, "DEBUG_MODE", True)
    before = alt.renderers.active
    with pd.option_context("display.max_rows", 5, "display.max_colwidth", 9):
        interactive.configure()
    alt.renderers.enable(before)
    assert not schemapi.DEBUG_MODE
    wrong = alt.Chart(ROWS).mark_point().encode(alt.X("cycles:Q", axis={"grit": 1}))
    with pytest.raises(schemapi.SchemaValidationError, match="grit"):
        wrong.to_dict()


def test_any_column_can_give_colour_and_shape():
    frame = ROWS.assign(family=["etching", "template", "etching", "template"])
    chart = interactive.scatter(frame, "cycles", "ice_percent", colour="family")
    encoding = spec_of(chart)["encoding"]
    assert encoding["color"]["field"] == encoding["shape"]["field"] == "family"
    assert encoding["color"]["scale"] == {"domain": ["etching", "template"], "range": [SI, GE]}
    assert {row["family"] for row in rows_of(spec_of(chart))} == {"etching", "template"}


def test_what_the_text_does_not_describe_is_grey():
    frame = ROWS.assign(architecture=["a skeleton", interactive.TABLE_ONLY, "units", "units"])
    spec = spec_of(interactive.scatter(frame, "cycles", "ice_percent", colour="architecture"))
    scale = spec["encoding"]["color"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "a skeleton": SI, interactive.TABLE_ONLY: interactive.NEUTRAL, "units": "#009E73",
    }  # fmt: skip


def test_more_kinds_than_four_have_a_legend_in_two_columns_or_one_on_a_phone():
    frame = pd.concat([ROWS] * 2, ignore_index=True).assign(family=list("abcdefgh"))
    spec = spec_of(interactive.scatter(frame, "cycles", "ice_percent", colour="family"))
    color, shape = (spec["encoding"][name] for name in ("color", "shape"))
    assert color["legend"] == {"columns": {"expr": "windowSize()[0] < 500 ? 1 : 2"}}
    looks = zip(color["scale"]["range"], shape["scale"]["range"], strict=True)
    assert len(set(looks)) == len(color["scale"]["domain"]) == 6  # without the rows without a value


@pytest.mark.parametrize(("at", "cycles"), [("first", 300), ("last", 500)])
def test_a_line_has_its_name_at_its_first_or_last_point(at, cycles):
    frame = ROWS.assign(paper=["[1] A", "[1] A", "[1] A", "[2] B"], ion="Li")
    frame = frame[frame["cycles"] >= 300]
    chart = interactive.connected_points(
        frame, "cycles", "ice_percent", by="paper", label=["[1] A"], label_at=at
    )
    spec = spec_of(chart)
    (names,) = layers(spec)["text"]
    assert [row["cycles"] for row in spec["datasets"][names["data"]["name"]]] == [cycles]
