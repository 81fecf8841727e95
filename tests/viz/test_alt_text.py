"""Alt text of a figure in a notebook that runs: that of the cell's metadata, unless it was given."""

from types import SimpleNamespace

import IPython
import pytest

from anodes.viz import interactive, static
from anodes.viz.alt_text import alt_text, alt_text_of

METADATA = {"mystnb": {"figure": {"name": "fig-x"}, "image": {"alt": "Two points."}}}


@pytest.fixture
def running(monkeypatch):
    """A kernel that executes a cell, with what the request said of the cell."""

    def run(**request):
        kernel = SimpleNamespace(get_parent=lambda channel: request if channel == "shell" else {})
        monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=kernel))

    return run


@pytest.mark.parametrize(
    "metadata",
    [None, {}, {"mystnb": 3}, {"mystnb": {"image": []}}, {"mystnb": {"image": {"alt": 3}}},
     {"mystnb": {"figure": {"alt": "elsewhere"}}}],
)  # fmt: skip
def test_a_cell_without_alt_text_has_none(metadata):
    assert alt_text_of(metadata) == ""


def test_a_figure_has_the_words_of_the_cell_that_shows_it(running):
    running(metadata=METADATA)
    chart = interactive._vega_bundle({"mark": "point", "title": "a title"})
    assert chart[interactive.VEGA_MIME]["description"] == chart["text/plain"] == "Two points."
    drawing = static.Drawing("<svg/>", "", {})._repr_mimebundle_()
    assert drawing[static.DRAWING_MIME]["description"] == drawing["text/plain"] == "Two points."


def test_words_that_were_given_come_before_those_of_the_cell(running):
    running(metadata=METADATA)
    assert interactive._vega_bundle({"description": "Mine."})["text/plain"] == "Mine."
    drawing = static.Drawing("<svg/>", "Mine.", {})._repr_mimebundle_()
    assert drawing[static.DRAWING_MIME]["description"] == "Mine."


@pytest.mark.parametrize("request_", [{}, {"metadata": {}}, {"metadata": {"cellId": "fig-x"}}])
def test_a_kernel_that_is_told_nothing_shows_a_figure_without_words(running, request_):
    running(**request_)
    assert "description" not in interactive._vega_bundle({})[interactive.VEGA_MIME]
    assert interactive._vega_bundle({})["text/plain"] == "chart"
    assert interactive._vega_bundle({"title": "a title"})["text/plain"] == "a title"
    assert static.Drawing("<svg/>", "", {})._repr_mimebundle_()["text/plain"] == "drawing"


@pytest.mark.parametrize("shell", [None, SimpleNamespace()])
def test_there_are_no_words_without_a_kernel(monkeypatch, shell):
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    assert alt_text() == ""
