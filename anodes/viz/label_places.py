"""Where names stand beside the marks of a chart, so that none lies on a mark, a line or a name.

A chart is as wide as its column, so a place must be free on a desk and on a phone. Each name takes
the first of a few places around its mark that collides least; nothing is drawn to find out.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, inf, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

Point = tuple[float, float]  # in pixels from the upper left corner

WIDTHS = (600, 270)  # pixels of the axes of a chart on a page, on a desk and on a phone
GLYPH, LINE = 6.6, 12.0  # pixels of a letter and of a line of text
RADIUS = 6.0  # of a mark, with the room around it
TICKS = 10  # of an axis, about
DIGITS = ((1, 2**0.5), (2, 10**0.5), (5, 50**0.5), (10, inf))  # of a step, below a rough one: as d3
STEP = 3.0  # pixels between the places of a line that are looked at
ON_MARK, ON_LINE, OUT = 10.0, 2.0, 30.0  # what a place costs


class Place(NamedTuple):
    """Where a name stands from its mark: its anchor, and pixels to the right and down."""

    align: str
    dx: float
    dy: float


PLACES = (
    Place("left", 8, 0),
    Place("left", 6, -11),
    Place("left", 6, 11),
    Place("center", 0, -14),
    Place("center", 0, 14),
    Place("right", -8, 0),
    Place("right", -6, -11),
    Place("right", -6, 11),
    Place("left", 14, -20),
    Place("left", 14, 20),
    Place("right", -14, -20),
    Place("right", -14, 20),
)


class Box(NamedTuple):
    """The box of a name, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, point: Point, room: float = 0) -> bool:
        """Whether a point lies in the box, or nearer to it than the room."""
        x, y = point
        across = self.left - room < x < self.right + room
        return across and self.top - room < y < self.bottom + room

    def meets(self, other: Box) -> bool:
        """Whether two boxes have a common part."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


class Ground(NamedTuple):
    """A chart at one width: its marks, the places of its lines, and its size."""

    marks: list[Point]
    lines: list[Point]
    width: float
    height: float

    def cost(self, box: Box, taken: Iterable[Box]) -> float:
        """What lies under a box."""
        out = box.right > self.width or box.top < 0 or box.left < 0 or box.bottom > self.height
        marks = sum(box.holds(mark, RADIUS) for mark in self.marks)
        marks += sum(box.meets(other) for other in taken)
        return ON_MARK * marks + ON_LINE * any(map(box.holds, self.lines)) + OUT * out


def name_places(
    named: pd.DataFrame, words: Iterable[str], rows: pd.DataFrame, x: str, y: str, *,
    by: Sequence[str] = (), log: Sequence[str] = (), room: float = 0, height: float = 320,
) -> list[Place]:  # fmt: skip
    """A place for the word of each row of `named`.

    `rows` are all marks of the chart; those with the same values of `by` are joined by a line.
    """
    found: list[Place] = []
    sizes = [(width, height) for width in WIDTHS]
    grounds = [_ground(rows, (x, y), by, log, size, room) for size in sizes]
    points = [_pixels(named, rows, (x, y), log, size, room) for size in sizes]
    taken: list[list[Box]] = [[] for _ in sizes]
    for number, word in enumerate(words):
        tried = [
            [_box(line[number], word, place) for line in points] for place in PLACES
        ]  # of each place its box at each width
        costs = [sum(map(Ground.cost, grounds, boxes, taken)) for boxes in tried]
        best = costs.index(min(costs))
        found.append(PLACES[best])
        for boxes, box in zip(taken, tried[best], strict=True):
            boxes.append(box)
    return found


def _box(point: Point, word: str, place: Place) -> Box:
    """The box of a word at a place from its mark."""
    wide = GLYPH * len(word)
    left = point[0] + place.dx - wide * {"left": 0, "center": 0.5, "right": 1}[place.align]
    return Box(left, point[1] + place.dy - LINE / 2, left + wide, point[1] + place.dy + LINE / 2)


def _pixels(
    frame: pd.DataFrame, whole: pd.DataFrame, axes: tuple[str, str], log: Sequence[str],
    size: tuple[float, float], room: float,
) -> list[Point]:  # fmt: skip
    """Where the rows of a frame are drawn in a chart of all rows."""
    import numpy as np

    places = []
    for column, length, margin in zip(axes, size, (room, 0), strict=True):
        scaled = np.log10 if column in log else np.asarray
        values, ends = scaled(frame[column]), scaled([whole[column].min(), whole[column].max()])
        if not margin and column not in log:
            ends = np.asarray(_nice(*ends))
        span = (ends[1] - ends[0]) or 1.0
        places.append(margin + (values - ends[0]) / span * (length - 2 * margin))
    return [(float(across), size[1] - float(up)) for across, up in zip(*places, strict=True)]


def _nice(low: float, high: float) -> tuple[float, float]:
    """The ends of an axis that ends at ticks, of which there are about ten."""
    if low == high:
        return low, high
    rough = (high - low) / TICKS
    power = 10 ** floor(log10(rough))
    step = power * next(digit for digit, most in DIGITS if rough / power < most)
    return floor(low / step) * step, ceil(high / step) * step


def _ground(
    rows: pd.DataFrame, axes: tuple[str, str], by: Sequence[str], log: Sequence[str],
    size: tuple[float, float], room: float,
) -> Ground:  # fmt: skip
    """The marks of a chart, and its lines as the places along them."""
    lines: list[Point] = []
    for _, part in rows.groupby(list(by), sort=False) if by else ():
        points = _pixels(part, rows, axes, log, size, room)
        for (x, y), (u, v) in pairwise(points):
            count = max(1, int(max(abs(u - x), abs(v - y)) / STEP))
            lines += [(x + (u - x) * n / count, y + (v - y) * n / count) for n in range(count + 1)]
    return Ground(_pixels(rows, rows, axes, log, size, room), lines, *size)
