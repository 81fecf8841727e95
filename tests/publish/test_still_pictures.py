"""A picture beside each stored chart, for viewers of notebooks that draw no Vega."""

import base64
import json
import re

import pytest
from conftest import ROOT
from lxml import etree
from nbconvert import HTMLExporter

from anodes.publish import notebooks, pictures, still

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
POINTS = [{"x": 1.0, "y": 2}, {"x": 2.5, "y": 3}, {"x": 3, "y": 4}]
SPEC = {
    "data": {"values": POINTS}, "mark": "point", "width": 300, "height": 100,
    "encoding": {"x": {"field": "x", "type": "quantitative", "title": "time (s) → µ"},
                 "y": {"field": "y", "type": "quantitative"}},
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def notebook(spec, words="Three points."):
    data = {pictures.VEGA_MIME: spec, "text/plain": words}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return {"cells": [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": [output]}]}


def pictured(made):
    (output,) = made["cells"][1]["outputs"]
    return output["data"].get(pictures.SVG_MIME)


def test_a_picture_shows_what_the_chart_shows():
    picture = etree.fromstring(pictures.drawn(SPEC, 'Three "points" & <more>.'))
    assert picture.get("aria-label") == 'Three "points" & <more>.'
    assert picture.get("role") == "img"
    texts = ["".join(part.itertext()) for part in picture.iter(f"{SVG}text")]
    assert "time (s) → µ" in texts
    assert "y" in texts
    marks = [part for part in picture.iter(f"{SVG}path") if "A" in part.get("d", "")]
    drawn = sum(mark.get("d").count("Z") or mark.get("d").count("A") // 2 for mark in marks)
    assert drawn >= 3


def test_a_picture_needs_nothing_from_elsewhere_and_is_drawn_the_same():
    svg = pictures.drawn(SPEC, "Three points.")
    assert svg == pictures.drawn(json.loads(json.dumps(SPEC)), "Three points.")
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in svg
    assert "page-" not in svg  # no colour or font that a page of the site would fill in


def test_a_known_picture_is_not_drawn_again(monkeypatch):
    first = notebook(SPEC)
    pictures.add(first, {})
    known = pictures.stored(first)
    assert list(known.values()) == [pictured(first)]
    monkeypatch.setattr(pictures, "drawn", None)  # it would be called
    again = notebook(SPEC)
    pictures.add(again, known)
    assert again == first
    browser = notebook(json.loads(json.dumps(SPEC).replace("1.0", "1")))
    pictures.add(browser, known)
    assert pictured(browser) == pictured(first)


@pytest.mark.parametrize(
    "change",
    [lambda s: s["data"]["values"][0].update(y=7), lambda s: s.update(width=400)],
)
def test_another_chart_has_another_picture(change):
    first = notebook(SPEC)
    pictures.add(first, {})
    spec = json.loads(json.dumps(SPEC))
    change(spec)
    other = notebook(spec)
    pictures.add(other, pictures.stored(first))
    assert pictured(other) not in (None, pictured(first))


def test_other_words_are_another_picture():
    first, other = notebook(SPEC), notebook(SPEC, "Others.")
    pictures.add(first, {})
    pictures.add(other, pictures.stored(first))
    assert 'aria-label="Others."' in pictured(other)


def test_what_is_no_chart_has_none():
    made = notebook({"mark": 1})
    pictures.add(made, {})
    assert pictured(made) is None


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_each_chart_of_a_chapter_has_the_picture_of_this_chart(path):
    """By the digest: drawn from this very specification and these words."""
    made = json.loads(path.read_bytes())
    for output in pictures._charts(made):
        output["data"]["text/plain"] = "".join(output["data"]["text/plain"])
        svg = "".join(output["data"][pictures.SVG_MIME])
        assert output["metadata"][pictures.OF] == pictures._digest(
            output["data"][pictures.VEGA_MIME], output["data"]["text/plain"]
        ), "run `make refresh`"
        words = etree.fromstring(svg).get("aria-label")
        assert words == output["data"]["text/plain"]


@pytest.mark.slow
def test_a_viewer_without_vega_shows_every_figure():
    """nbconvert, as nbviewer uses it: a picture or a table for each output that is no text."""
    (path,) = (path for path in CHAPTERS if path.stem == "germanium")
    read = notebooks.parsed({path.name: path.read_bytes()})[path.name]
    html, _ = HTMLExporter(template_name="basic").from_notebook_node(read)
    charts = list(pictures._charts(read))
    assert len(charts) >= 4
    for output in charts:  # which it shows as the source of an <img>
        svg = output["data"][pictures.SVG_MIME].encode()
        assert base64.b64encode(svg).decode() in html


def test_the_pictures_of_all_chapters_are_light():
    """A clone stays small: with them the chapters are below a tenth of the limit of 25 MB."""
    total = sum(
        len("".join(output["data"][pictures.SVG_MIME]))
        for path in CHAPTERS
        for output in pictures._charts(json.loads(path.read_bytes()))
    )
    assert 100_000 < total < 2_500_000


def test_numbers_in_words_of_a_picture_keep_their_digits():
    words = still.bare(
        '<svg x="0"><path d="M1.234,5.678"/><text x="9.876">0.01 to 1.25</text></svg>'
    )
    assert words == '<path d="M1.2,5.7"/><text x="9.9">0.01 to 1.25</text></svg>'


def test_no_label_of_a_logarithmic_axis_is_zero():
    """0.01 with one decimal would be."""
    logarithmic = [
        output["data"]
        for path in CHAPTERS
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
        if "format(datum.value, '~e')" in json.dumps(output.get("data", {}).get(pictures.VEGA_MIME))
    ]
    pictured = ["".join(data[pictures.SVG_MIME]) for data in logarithmic]
    assert len(pictured) > 10
    assert any(">0.01<" in picture for picture in pictured)
    assert [picture[:200] for picture in pictured if re.search(r">0\.0+<", picture)] == []
