"""A reader's text as messages show it: no control code reaches a terminal, no cell fills it."""

from __future__ import annotations

QUOTED = 60  # characters of a table cell that a message shows; the length is given with them
PATH = 4096  # characters of a path, which is shown whole
PART = 1000  # characters of a part of a message, which may quote a name or a cell


def quoted(text: str) -> str:
    """A table cell in quotation marks, cut where it is long; what does not print as its code."""
    if len(text) <= QUOTED:
        return repr(text)
    return f"{text[:QUOTED]!r}... ({len(text):,} characters)"


def escaped(text: str, longest: int = PATH) -> str:
    """A name without quotation marks, cut where it is long; what does not print as its code."""
    shown = "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in text[:longest]
    )
    return shown if len(text) <= longest else f"{shown}... ({len(text):,} characters)"
