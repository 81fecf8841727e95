"""What can be wrong with a file: the book's own, and one that a reader brings."""

from anodes.validation.check import problems, seal
from anodes.validation.electrode_files import check_electrodes, read_text, template

__all__ = [
    "check_electrodes",
    "problems",
    "read_text",
    "seal",
    "template",
]
