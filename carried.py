"""What the build of a wheel adds to the package: the files that it reads.

In the project's folder they stand beside the package; an installation that only links to that
folder gets no copies, which would grow old. `anodes/data/files.py` finds both.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FILES = ("data", "references.bib", "CITATION.cff", "LICENSE-content")


class Carried(BuildHookInterface):
    """Put the files into `anodes/carried/` of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files before the wheel is made; `version` is 'standard' or 'editable'."""
        if version != "editable":
            build_data["force_include"] |= {name: f"anodes/carried/{name}" for name in FILES}
