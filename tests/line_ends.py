"""Text files as Windows writes them: where nobody says otherwise, a line ends with CR and LF.

As `sitecustomize.py` on the path of a Python, this file does it to all of that Python; `io.open` is
what the built-in `open`, `Path.open` and `tempfile` call.
"""

import builtins
import io

plain_open = io.open


def windows_open(
    file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *rest, **more
):
    """Open a file; a text that is written, and whose line ends are not stated, gets those."""
    if newline is None and "b" not in mode and set(mode) & set("wax+"):
        newline = "\r\n"
    return plain_open(file, mode, buffering, encoding, errors, newline, *rest, **more)


if __name__ == "sitecustomize":
    builtins.open = io.open = windows_open
