"""How commands write to a terminal, a pipe or a file: in UTF-8, whatever the system prefers."""

from __future__ import annotations

import io
import sys


def write_utf8() -> None:
    """Let output and errors be UTF-8 from now on.

    A console of Windows shows it, because Python writes to it in Unicode; a pipe or a file there
    would get the code page of the country, which lacks most signs of the book's units.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # not one of a notebook, or none at all
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
