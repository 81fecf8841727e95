"""A frame comes in, a picture or a table goes out; no file is read."""

from anodes.viz import explorers
from anodes.viz.crystal_viewer import Model, turntable
from anodes.viz.interactive import (
    HOST_COLOURS,
    configure,
    connected_points,
    dumbbells,
    ratios,
    scatter,
    start_end_lines,
    strip,
)
from anodes.viz.lists import AUDIT, Cards, Causes, Panels, Withdrawn
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
from anodes.viz.tables import Grid, shelf, table

__all__ = [
    "AUDIT",
    "HOST_COLOURS",
    "Cards",
    "Causes",
    "Grid",
    "Model",
    "Panels",
    "Pattern",
    "Withdrawn",
    "arrows",
    "bubbles",
    "configure",
    "connected_points",
    "curves",
    "deviations",
    "diagonal",
    "dumbbells",
    "explorers",
    "ladder",
    "lanes",
    "particles",
    "patterns",
    "ranges",
    "ratios",
    "routes",
    "scatter",
    "shelf",
    "stacked",
    "stacks",
    "start_end_lines",
    "strip",
    "table",
    "turntable",
    "windows",
]
