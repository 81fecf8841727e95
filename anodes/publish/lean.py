"""Pictures of fewer parts that look the same, so that a page full of them is drawn sooner.

Vega and matplotlib write a group around each part, a line for each line of a grid and the whole
look of each word. A browser reads and places all of that before a reader sees the page.
"""

from __future__ import annotations

import re
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

HANDED_DOWN = (  # from a group to its parts, if they say nothing else
    "fill", "fill-opacity", "font-family", "font-size", "font-style", "font-weight",
    "pointer-events", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
    "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor",
)  # fmt: skip
USUAL = {"fill-opacity": "1", "stroke-opacity": "1", "stroke-width": "1"}  # without being said
NOTHING = {
    "opacity": re.compile("1"),
    "transform": re.compile(r"translate\(0,0\)|rotate\(-?0 .*\)"),
}
PLACE = ("transform", "x1", "y1", "x2", "y2")
MOVED = re.compile(r"(?:translate\((-?[\d.]+),(-?[\d.]+)\))?")
REFERRED = re.compile(r"#([^)\"]+)")
ELSEWHERE = ("defs", "clipPath")  # what is in these is drawn where something refers to it
COMMAND = re.compile(r"([MLCQz])([-\d.\s]*)")
ABSOLUTE = re.compile(rf"\s*(?:{COMMAND.pattern})+")


def lean(picture: Element) -> None:
    """Leave out of an SVG what nobody sees, and say once what its parts share; in place."""
    parts = list(picture.iter("{*}*"))
    referred = {
        name for part in parts for text in part.attrib.values() for name in REFERRED.findall(text)
    }
    for part in parts:
        if _name(part) not in ("text", "tspan"):
            part.text = None
        if _name(part) != "tspan":
            part.tail = None
        if part.get("id") not in referred:
            part.attrib.pop("id", None)
        _say_no_more_than_needed(part)
    for part in reversed(parts[1:]):
        _leave_out(part)
    groups = [*reversed(list(picture.iter("{*}g"))), picture]
    for group in groups:
        _join_lines(group)
        _hand_up(group)
    for group in groups[:-1]:
        _leave_out(group)


def short(path: str) -> str:
    """A path of absolute points as steps from each to the next, in hundredths."""
    if not ABSOLUTE.fullmatch(path):
        return path
    made, before, start, here = [], "", (0, 0), (0, 0)
    for command, text in COMMAND.findall(path):
        if command == "z":
            made.append("z")
            before, here = "z", start
            continue
        numbers = [round(100 * float(number)) for number in text.split()]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        steps = " ".join(_hundredths(n) for x, y in points for n in (x - here[0], y - here[1]))
        made.append(" " + steps if command == before != "M" else command.lower() + steps)
        before, here = command, points[-1]
        start = here if command == "M" else start
    return "".join(made).replace(" -", "-")


def _hundredths(number: int) -> str:
    text = f"{number / 100:.2f}".rstrip("0").rstrip(".")
    return text.replace("0.", ".", 1) if abs(number) < 100 else text


def _name(part: Element) -> str:
    return part.tag.rpartition("}")[2]


def _say_no_more_than_needed(part: Element) -> None:
    """A part without attributes that say what is so anyway."""
    for name, nothing in NOTHING.items():
        if nothing.fullmatch(part.get(name, "")):
            del part.attrib[name]
    for name, value in USUAL.items():
        if part.get(name) == value and _look(part.getparent(), name) is None:
            del part.attrib[name]


def _leave_out(part: Element) -> None:
    """A part that is not seen goes; a group that says nothing leaves its place to its parts."""
    above = part.getparent()
    if _is_unseen(part):
        above.remove(part)
    elif _name(part) == "g" and not part.attrib:
        place = above.index(part)
        above[place : place + 1] = list(part)


def _is_unseen(part: Element) -> bool:
    if part.get("display") == "none" or part.get("opacity") == "0" or _name(part) == "style":
        return True
    if _name(part) in ("g", "defs"):
        return not len(part)
    if _name(part) == "clipPath":
        return part.get("id") is None  # nothing refers to it
    if _name(part) != "path" or any(_name(above) in ELSEWHERE for above in part.iterancestors()):
        return False
    return _look(part, "fill") == "none" and _look(part, "stroke") in (None, "none")


def _look(part: Element | None, name: str) -> str | None:
    """What a part says of itself, or else a group around it."""
    while part is not None:
        if name in part.attrib:
            return part.get(name)
        part = part.getparent()
    return None


def _hand_up(group: Element) -> None:
    """What all parts of a group say is said by the group."""
    for name in HANDED_DOWN:
        heirs = [part for part in group if _inherits(part, name)]
        said = {part.get(name) for part in heirs}
        if len(said) == 1 and None not in said:
            group.set(name, said.pop())
            for part in heirs:
                del part.attrib[name]


def _inherits(part: Element, name: str) -> bool:
    """Whether it matters to a part what the group around it says."""
    if _name(part) in ELSEWHERE:
        return False
    of_words = name.startswith(("font", "text"))
    return not of_words or next(part.iter("{*}text"), None) is not None


def _join_lines(group: Element) -> None:
    """Lines beside each other that run the same way and look the same become one path."""
    for look, run in groupby(list(group), _look_of_line):
        lines = list(run)
        if look is None or len(lines) == 1:
            continue
        ends = [_ends(line) for line in lines]
        across = sorted(end[0] if look[0] == "v" else end[1] for end in ends)
        if any(one == next_one for one, next_one in pairwise(across)):
            continue  # where lines cover each other, two are darker than one
        first = lines[0]
        first.tag = first.tag.removesuffix("line") + "path"
        for name in PLACE:
            first.attrib.pop(name, None)
        outline = (f"M{x:g},{y:g}{look[0]}{dx or dy:g}" for x, y, dx, dy in ends)
        first.set("d", "".join(outline))
        for line in lines[1:]:
            group.remove(line)


def _look_of_line(part: Element) -> tuple | None:
    """Whether a line runs vertically (v) or horizontally (h), and how it looks; else None."""
    if _name(part) != "line" or not MOVED.fullmatch(part.get("transform", "")):
        return None
    _, _, dx, dy = _ends(part)
    if dx and dy:
        return None
    look = sorted((name, text) for name, text in part.attrib.items() if name not in PLACE)
    return ("h" if dx else "v", *look)


def _ends(line: Element) -> tuple[float, float, float, float]:
    """Where a line begins, and how far it runs to the right and down."""
    moved = MOVED.fullmatch(line.get("transform", ""))
    x, y = (float(number or 0) for number in moved.groups()) if moved else (0.0, 0.0)
    x1, y1, x2, y2 = (float(line.get(name, 0)) for name in PLACE[1:])
    return x + x1, y + y1, x2 - x1, y2 - y1
