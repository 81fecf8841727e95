"""A frame comes in, a picture or a table goes out; no file is read."""

from anodes.viz import explorers
from anodes.viz.crystal_viewer import Model, turntable
from anodes.viz.interactive import HOST_COLOURS, dots, paths, ratios, scatter, setup, spans, strip
from anodes.viz.lists import AUDIT, Cards, Panels
from anodes.viz.schematics import particles, routes, stacks
from anodes.viz.static import (
    Pattern,
    arrows,
    bubbles,
    curves,
    deviations,
    diagonal,
    ladder,
    lanes,
    patterns,
    ranges,
    stacked,
    windows,
)
from anodes.viz.tables import Grid, headed, shelf

__all__ = [
    "AUDIT",
    "HOST_COLOURS",
    "Cards",
    "Grid",
    "Model",
    "Panels",
    "Pattern",
    "arrows",
    "bubbles",
    "curves",
    "deviations",
    "diagonal",
    "dots",
    "explorers",
    "headed",
    "ladder",
    "lanes",
    "particles",
    "paths",
    "patterns",
    "ranges",
    "ratios",
    "routes",
    "scatter",
    "setup",
    "shelf",
    "spans",
    "stacked",
    "stacks",
    "strip",
    "turntable",
    "windows",
]
