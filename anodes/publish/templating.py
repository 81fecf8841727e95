"""HTML of parts of a page, as Jinja2 templates in `templates/parts/`: what is put in is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined

PARTS = Path(__file__).parent / "templates" / "parts"


def rendered(name: str, **values: object) -> str:
    """A part of a page; a value that the template misses raises `UndefinedError`."""
    return _environment().get_template(f"{name}.html").render(**values)


@cache
def _environment() -> Environment:
    return Environment(loader=FunctionLoader(_source), autoescape=True, undefined=StrictUndefined)


def _source(name: str) -> str:
    """A template without the breaks and spaces by which its lines are laid out."""
    text = (PARTS / name).read_text(encoding="utf-8")
    return "".join(line.strip() for line in text.splitlines())
