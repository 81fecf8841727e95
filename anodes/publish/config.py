"""The settings of Jupyter Book, read before anything is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from anodes.data.files import DataError, Problem, line_at

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "_config.yml"
EXPECTED = f"the settings of Jupyter Book in YAML; restore them, for example `git restore {CONFIG}`"


def check_config(root: Path) -> None:
    """Raise `DataError` where `_config.yml` is missing or is not YAML with names and values."""
    line = None
    try:
        settings = yaml.safe_load((root / CONFIG).read_bytes().decode("utf-8"))
        found = "" if isinstance(settings, dict) else "a file without settings"
    except OSError as error:
        found = f"no file that can be read ({error.strerror})"
    except UnicodeDecodeError as error:
        line, found = line_at(error.object, error.start), "a byte that is not UTF-8"
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        found = f"text that is not YAML ({getattr(error, 'problem', None) or error})"
    if found:
        raise DataError([Problem(CONFIG, line, None, found, EXPECTED)])
