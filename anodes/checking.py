"""Everything that can be wrong with the data, told by file, line and column.

`problems()` checks the book's own files: their schemas, the notation of the printed cells,
what one file says about another, and checksums. `check` holds a file of electrodes that a
reader brings against the schema of the book's own.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from anodes import schemas
from anodes.electrode_files import check, notices, read_text, template
from anodes.files import DESCRIPTOR, ROOT, DataError, Problem, checksum, descriptor
from anodes.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["check", "notices", "problems", "read_text", "seal", "template"]


# ---------------------------------------------------------------- the book's own data


def problems(root: Path = ROOT) -> list[Problem]:
    """Everything wrong in `data/` and `references.bib`; [] if nothing is."""
    by_schema = list(schemas.package_problems(root))
    found: list[Problem] = []
    for rule in RULES:
        found += _broken(rule, root, tolerant=bool(by_schema))
    found += by_schema  # after the readers, whose words are plainer for the same cell
    damaged = {problem.file for problem in found}
    found += [problem for problem in _changed_files(root) if problem.file not in damaged]
    return DataError(_first_at_each_place(found)).problems


def seal(root: Path = ROOT, printed: bool = False) -> list[str]:
    """Write size and checksum of the data files into the descriptor; the files that changed.

    The files in `printed/` keep their checksums unless `printed` is true: the review does not
    change.
    """
    path = root / DESCRIPTOR
    package = json.loads(path.read_text(encoding="utf-8"))
    changed = []
    for resource in package["resources"]:
        content = (root / "data" / resource["path"]).read_bytes()
        mark = checksum(content)
        if mark.items() <= resource.items() or (_is_printed(resource) and not printed):
            continue
        changed.append(f"data/{resource['path']}")
        resource |= mark
    if changed:
        text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
        path.write_text(text, encoding="utf-8")
        descriptor.cache_clear()
    return changed


def _is_printed(resource: dict[str, Any]) -> bool:
    return resource["path"].startswith("printed/")


def _changed_files(root: Path) -> Iterator[Problem]:
    for resource in descriptor(root)["resources"]:
        path = f"data/{resource['path']}"
        file = root / path
        if file.exists() and resource.get("hash") != checksum(file.read_bytes())["hash"]:
            remedy = "`python -m anodes seal` if the change is meant"
            if _is_printed(resource):
                remedy = (
                    "restore it, for the review does not change; what we read differently belongs "
                    "in data/review/corrections.csv"
                )
            yield Problem(path, None, None, "content unlike its checksum", remedy)


def _broken(rule: Callable[[Path], Iterator[Problem]], root: Path, tolerant: bool) -> list[Problem]:
    """The problems that a rule yields or raises.

    `tolerant` where the schema has said that a file is damaged: a rule may stumble over it.
    """
    try:
        return list(rule(root))
    except DataError as error:
        return error.problems
    except Exception:
        if not tolerant:
            raise
        return []


def _first_at_each_place(problems: list[Problem]) -> Iterator[Problem]:
    """One problem a cell; where a header is wrong, not also every row below it."""
    headless = {problem.file for problem in problems if problem.line == 1}
    places = set()
    for problem in problems:
        place = (problem.file, problem.line, problem.column)
        if place in places or (problem.file in headless and problem.line != 1):
            continue
        places.add(place)
        yield problem
