"""The alt text of a figure that is shown by a notebook: it is in the metadata of the cell.

JupyterLab sends a cell's metadata along when it executes the cell. Programs that do not, such as
nbclient, show a figure without alt text; `anodes.publish.alt_text` adds it to what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping


def alt_text(given: object = "") -> str:
    """The words that a figure was given, or else those of the cell that shows it; '' for none."""
    return str(given or "") or alt_text_of(_metadata_of_the_running_cell())


def alt_text_of(metadata: object) -> str:
    """The alt text in the metadata of a cell, '' where there is none.

    MyST-NB looks for that of an image in the same place, `mystnb.image.alt`.
    """
    for key in ("mystnb", "image", "alt"):
        metadata = metadata.get(key) if isinstance(metadata, Mapping) else None
    return metadata if isinstance(metadata, str) else ""


def _metadata_of_the_running_cell() -> object:
    """What the program that asked for the execution said of the cell; None outside a kernel."""
    from IPython import get_ipython

    kernel = getattr(get_ipython(), "kernel", None)
    return kernel.get_parent("shell").get("metadata") if kernel else None
