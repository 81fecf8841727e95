"""Drawings: what stands in the figure for a few rows, and the SVG that comes of a figure."""

import io
import re

import pandas as pd
import pytest
from lxml import etree
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from anodes.viz import static

SI, GE, GREY = "#0072B2", "#D55E00", "#767676"
ROWS = pd.DataFrame(
    {
        "material": ["porous Si", "Ge cubes", "Si wires"],
        "reference": [48, 148, 120],
        "element": ["Si", "Ge", "Si"],
        "ion": ["Li", "Li", "Na"],
        "ice_percent": [77.0, 92.0, 60.0],
        "retention_percent": [66.0, 94.0, float("nan")],
        "same_current": [True, False, False],
    }
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def unfinished(monkeypatch):
    """The figure of a drawing before it becomes text, with the numbers shown beneath it."""
    made = []
    monkeypatch.setattr(
        static, "finished", lambda figure, frame, words, heads=None: (figure, frame, words)
    )

    def of(function, *arguments, **keywords):
        figure, frame, words = function(*arguments, description="words", **keywords)
        made.append(figure)
        assert words == "words"
        return figure, frame

    yield of
    for figure in made:
        plt.close(figure)


def marks(axes):
    """x, y, colour of the edge, whether it is filled, and shape of each single mark."""
    return [
        (
            *(value[0] for value in line.get_data()),
            line.get_markeredgecolor(),
            line.get_markerfacecolor() != "none",
            line.get_marker(),
        )
        for line in axes.lines
        if line.get_marker() not in ("", "None", None) and len(line.get_xdata()) == 1
    ]


def words(axes):
    return [text.get_text() for text in axes.texts]


def test_deviations_are_marks_about_a_band(unfinished):
    figure, shown = unfinished(static.deviations, ROWS, "material", "ice_percent", tolerance=2.5)
    (axes,) = figure.axes
    assert marks(axes) == [
        ("porous Si", 77.0, SI, True, "o"),
        ("Ge cubes", 92.0, GE, True, "o"),
        ("Si wires", 60.0, SI, True, "^"),
    ]
    (band,) = axes.patches
    assert (band.get_y(), band.get_height()) == (-2.5, 5.0)
    assert axes.get_ylabel() == "ICE (%)"
    assert list(shown) == ["material", "ice_percent"]


def test_bubbles_have_the_area_of_their_count(unfinished):
    counts = pd.DataFrame({"Si": [4, 0], "Ge": [1, 2]}, index=["etching", "template"])
    figure, shown = unfinished(static.bubbles, counts.rename_axis("family"))
    (axes,) = figure.axes
    sizes = [(*c.get_offsets()[0], c.get_sizes()[0]) for c in axes.collections]
    assert sizes == [(0, 0, 280), (0, 1, 0), (1, 0, 70), (1, 1, 140)]
    assert words(axes) == ["4", "1", "2"]  # no nought
    assert [text.get_text() for text in axes.get_yticklabels()] == ["etching", "template"]
    assert shown.values.tolist() == [["etching", 4, 1], ["template", 0, 2]]


def test_lanes_count_their_rows_and_fill_what_is_so(unfinished):
    figure, _ = unfinished(static.lanes, ROWS, "element", "ice_percent", filled="same_current")
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Si (2)", "Ge (1)"]
    assert marks(axes) == [
        (77.0, 0, SI, True, "o"), (92.0, 1, GE, False, "o"), (60.0, 0, SI, False, "^"),
    ]  # fmt: skip
    assert axes.get_xlabel() == "ICE (%)"


def test_a_diagonal_joins_the_least_and_the_largest(unfinished):
    figure, shown = unfinished(
        static.diagonal, ROWS, "ice_percent", "retention_percent", filled="same_current"
    )
    (axes,) = figure.axes
    assert [list(axis) for axis in axes.lines[0].get_data()] == [[66.0, 94.0]] * 2
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "log")
    assert [mark[:2] for mark in marks(axes)] == [(77.0, 66.0), (92.0, 94.0)]
    assert list(shown["reference"]) == [48, 148]  # the row without a retention is left out


def lines(*names):
    return pd.DataFrame(
        [(name, x, x * place) for place, name in enumerate(names, start=1) for x in (1.0, 10.0)],
        columns=["of", "cycles", "ice_percent"],
    )


def test_curves_have_one_look_each_and_points_on_them(unfinished):
    points = ROWS.assign(cycles=[1.0, 2.0, 3.0])
    figure, shown = unfinished(
        static.curves, lines("a", "b"), "cycles", "ice_percent", by="of", log=("cycles",),
        looks={"b": {"color": "red"}}, points=points, label="material", filled="same_current",
    )  # fmt: skip
    (axes,) = figure.axes
    assert [(c.get_label(), c.get_color()) for c in axes.lines[:2]] == [("a", GREY), ("b", "red")]
    assert list(axes.lines[1].get_ydata()) == [2.0, 20.0]
    assert (axes.get_xscale(), axes.get_yscale()) == ("log", "linear")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["a", "b"]
    assert words(axes) == ["porous Si", "Ge cubes", "Si wires"]
    assert {(text.get_ha(), text.get_va()) for text in axes.texts} == {("left", "center")}
    assert [mark[3] for mark in marks(axes)] == [True, False, False]
    assert shown is points


@pytest.mark.parametrize(("names", "beside", "inside"), [("a", 0, False), ("abcde", 1, False)])
def test_a_legend_stands_where_there_is_room(unfinished, names, beside, inside):
    frame = lines(*names)
    figure, shown = unfinished(static.curves, frame, "cycles", "ice_percent", by="of")
    assert len(figure.legends) == beside
    assert (figure.axes[0].get_legend() is not None) is inside
    assert shown is frame


def test_a_ladder_has_phases_as_lines_and_rows_by_their_value(unfinished):
    phases = pd.DataFrame({"phase": ["LiSi", "Li15Si4"], "ice_percent": [50.0, 80.0]})
    figure, shown = unfinished(static.ladder, phases, ROWS, "ice_percent", name="phase")
    (axes,) = figure.axes
    assert [line.get_xdata()[0] for line in axes.lines[:2]] == [50.0, 80.0]
    assert words(axes) == ["LiSi", "Li15Si4"]
    assert [mark[:2] for mark in marks(axes)] == [(60.0, 0), (77.0, 1), (92.0, 2)]
    assert axes.get_ylim() == (-1, 3)
    assert list(shown["reference"]) == [120, 48, 148]


def test_patterns_carry_indices_where_they_are_strong_and_alone(unfinished):
    known = pd.DataFrame(
        {
            "hkl": ["111", "220, 022", "311", "400"],
            "two_theta_degree": [28.4, 29.0, 47.3, 56.1],
            "relative_intensity": [100.0, 50.0, 60.0, 5.0],
        }
    )
    places = known.assign(relative_intensity=float("nan"))
    angles = pd.DataFrame(
        {"hkl": ["311"], "two_theta_measured": [47.5], "difference_degree": [0.2]}
    )
    states = [static.Pattern("full", "Si", known), static.Pattern("places", "Ge", places, angles)]
    figure, shown = unfinished(static.patterns, states)
    first, second = figure.axes
    assert first.collections[0].get_segments()[0].tolist() == [
        [28.4, 0.0],
        [28.4, 100.0],
    ]
    # 29.0 stands within 0.9 degrees of the strongest, 400 is weaker than 12
    assert words(first) == ["111", "311"]
    assert words(second) == []
    assert {segment[1][1] for segment in second.collections[0].get_segments()} == {30.0}
    assert second.collections[0].get_linestyle() != first.collections[0].get_linestyle()
    (measured,) = second.lines
    assert (list(measured.get_xdata()), measured.get_color()) == ([47.5], GE)
    assert [axes.get_ylabel() for axes in figure.axes] == ["full", "places"]
    assert len(shown) == 8
    assert shown["two_theta_measured"].dropna().tolist() == [47.5]
    assert set(shown[shown["difference_degree"].notna()]["phase"]) == {"places"}


def test_stacked_panels_share_their_bands(unfinished):
    frame = lines("a", "b").assign(retention_percent=1.0)
    figure, _ = unfinished(
        static.stacked, frame, "cycles", ["ice_percent", "retention_percent"], by="of",
        log=("ice_percent",), bands={"goal": (2.0, 4.0)},
    )  # fmt: skip
    upper, lower = figure.axes
    assert [axes.get_yscale() for axes in figure.axes] == ["log", "linear"]
    assert upper.get_ylabel() == "ICE\n(%)"
    for axes in figure.axes:
        (band,) = axes.patches
        assert (band.get_x(), band.get_width()) == (2.0, 2.0)
    assert words(upper) == ["goal"]
    assert upper.texts[0].xy == (3.0, 1)  # the middle of the band
    assert words(lower) == []
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["a", "b"]


def test_windows_are_filled_where_sourced(unfinished):
    rows = ROWS.assign(status=["sourced", "unconfirmed", "sourced"])
    figure, _ = unfinished(
        static.windows, rows, "material", "ice_percent", band=(70, 90), marks={"limit": 65.0}
    )
    (axes,) = figure.axes
    assert [mark[3] for mark in marks(axes)] == [True, False, True]
    assert (axes.patches[0].get_x(), axes.patches[0].get_width()) == (70, 20)
    assert axes.lines[0].get_xdata()[0] == 65.0
    assert words(axes) == ["limit"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first row on top


def test_ranges_say_how_many_rows_have_a_number(unfinished):
    lows, highs = [1.0, 3.0, float("nan")], [2.0, 3.0, 5.0]
    rows = ROWS.assign(low_degC=lows, high_degC=highs, notes=["in part", "", ""])
    figure, shown = unfinished(
        static.ranges, rows, "element", "low_degC", "high_degC", note="notes"
    )
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Ge", "Si"]
    spans = [(list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines]
    assert spans == [([3.0, 3.0], [0, 0]), ([1.0, 2.0], [1, 1])]
    assert [text for text in words(axes) if " of " in text] == ["1 of 1", "1 of 2"]
    assert "in part" in words(axes)
    assert list(shown["reference"]) == [48, 148]


def test_arrows_lead_from_an_open_mark_to_a_filled_one(unfinished):
    figure, _ = unfinished(
        static.arrows, ROWS, "material", "ice_percent", "reference", xlabel="from, to"
    )
    (axes,) = figure.axes
    assert [mark[:4] for mark in marks(axes)[:2]] == [(77.0, 0, SI, False), (48, 0, SI, True)]
    assert [(text.xyann, text.xy) for text in axes.texts][1] == ((92.0, 1), (148, 1))
    assert axes.get_xlabel() == "from, to"


# ------------------------------------------------------------------ from a figure to text


@pytest.fixture(scope="module")
def drawing():
    return static.deviations(ROWS, "material", "ice_percent", tolerance=2.5, description="A & B")


def test_a_drawing_is_svg_without_clock_and_with_text(drawing):
    root = etree.fromstring(drawing.svg.encode())
    texts = {element.text for element in root.iter(f"{SVG}text")}
    assert {"porous Si", "Ge cubes", "ICE (%)"} <= texts
    assert b"dc:date" not in etree.tostring(root)
    assert len(texts) > 5


def test_ids_of_a_drawing_are_numbered_and_each_link_has_its_place(drawing):
    root = etree.fromstring(drawing.svg.encode())
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    links = [
        value[1:] for e in root.iter() for name, value in e.attrib.items() if name.endswith("href")
    ]
    assert len(ids) == len(set(ids))
    assert links
    assert set(links) <= set(ids)


def test_a_drawing_is_rounded_to_hundredths(drawing):
    decimals = [
        len(digits) for digits in re.findall(r"\d\.(\d+)", drawing.svg.partition("</defs>")[2])
    ]
    assert len(decimals) > 20
    assert max(decimals) == 2


def test_a_word_of_a_drawing_keeps_its_digits():
    """0.001 beside a logarithmic axis was written 0.00, as coordinates are."""
    figure, axes = plt.subplots()
    axes.set_yscale("log")
    axes.plot([0, 1 / 3], [0.001, 1000])
    made = static.finished(figure, pd.DataFrame({"source": ["Mg3N2 of Table S2"]}), "words")
    words = [text.text for text in etree.fromstring(made.svg.encode()).iter(f"{SVG}text")]
    assert {"0.001", "1,000"} <= set(words)
    assert not re.search(r"\d\.\d{3}", re.sub(r">[^<]*<", "><", made.svg).split("<svg")[1])
    assert made.table["rows"] == [["Mg₃N₂ of Table S2"]]


def test_a_notebook_gets_the_picture_the_words_and_the_numbers(drawing):
    content = drawing._repr_mimebundle_()
    ours = content.pop("application/vnd.anodes.drawing+json")
    assert content == {"image/svg+xml": drawing.svg, "text/plain": "A & B"}
    assert ours["description"] == "A & B"
    assert ours["table"] == {
        "columns": ["material", "ICE (%)"],
        "digits": [{}, {"decimals": 1}],
        "rows": [["porous Si", 77.0], ["Ge cubes", 92.0], ["Si wires", 60.0]],
    }


def test_the_same_numbers_give_the_same_picture(drawing):
    again = static.deviations(ROWS, "material", "ice_percent", tolerance=2.5, description="A & B")
    assert again == drawing


@pytest.mark.slow
def test_a_drawing_is_drawn_once(monkeypatch):
    """Its layout asks for sizes only; the picture is the one of matplotlib's own two passes."""
    figures, calls = [], []
    for _ in range(2):
        figure, axes = static._canvas()
        axes.plot([1, 2], [3, 4])
        axes.set_ylabel("capacity (mAh g$^{-1}$)")
        figures.append(figure)
    plain = io.StringIO()
    figures[0].savefig(plain, format="svg", transparent=True, metadata={"Date": None})
    draw = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda *a, **k: calls.append(a) or draw(*a, **k))
    static._lay_out(figures[1])
    made = io.StringIO()
    figures[1].savefig(made, format="svg", transparent=True, metadata={"Date": None})
    assert len(calls) == 1
    assert places(made.getvalue()) == places(plain.getvalue())


def places(svg):
    """Where the frame and the words of an SVG are."""
    return re.findall(r'(?: d="M[^"]+"|translate\([^)]*\))', svg)
