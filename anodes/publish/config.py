"""The settings of Jupyter Book, read before anything is executed."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

import yaml

from anodes.data.files import DataError, Problem, line_at
from anodes.publish.catalogues import ADDRESS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = "_config.yml"
EXPECTED = f"the settings of Jupyter Book in YAML; restore them, for example `git restore {CONFIG}`"
WHOLE = re.compile(
    r"https?://[^\s/?#\"<>]+(?:/[^\s?#\"<>]*)?(?<!\.git)/?"
)  # pages and files are put behind it


def check_config(root: Path) -> None:
    """Raise `DataError` where `_config.yml` is missing or is not YAML with names and values.

    The addresses of repository and site must be whole where they are given.
    """
    line, settings = None, None
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
    if problems := list(_part_addresses(settings or {})):
        raise DataError(problems)


def _part_addresses(settings: dict[str, Any]) -> Iterator[Problem]:
    """Addresses of repository and site to which no path can be added."""
    repository = settings.get("repository")
    named = repository.get("url") if isinstance(repository, dict) else repository
    places = {
        f"{CONFIG}, repository: url": named,
        f"the variable {ADDRESS}": os.environ.get(ADDRESS),
    }
    for place, address in places.items():
        if address and not WHOLE.fullmatch(str(address)):
            expected = "a whole address without .git, such as https://example.org/book, or nothing"
            yield Problem(place, None, None, repr(address), expected)
