"""The error of a text that says something in a form of its own and cannot be read."""

from __future__ import annotations


class UnreadableError(ValueError):
    """A text that cannot be read.

    `text` is the whole of it, `expected` the form it should have had.
    """

    def __init__(self, text: str, expected: str) -> None:
        self.text = text
        self.expected = expected
        super().__init__(f"cannot read {text!r}: expected {expected}")
