"""Table Schemas held against rows by frictionless, and its findings in our words."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from anodes.data.files import (
    COMPUTED,
    DESCRIPTOR,
    KINDS,
    DataError,
    Known,
    Problem,
    computed_descriptor,
    content_of,
    descriptor,
)
from anodes.data.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from pathlib import Path

EVERY = 1_000_000  # no problem is left out
COUNTS = ("bytes", "hash", "rows")  # compared by `anodes.validation.check`, which names the remedy

OF_A_ROW = {  # errors of frictionless on a row or a file as a whole: found, expected
    "primary-key": ("a row that is there twice", "each row once"),
    "blank-row": ("an empty line", "a row, or no line"),
    "missing-cell": ("a row with too few cells", "a cell for each column of the header"),
    "extra-cell": ("a row with too many cells", "a cell for each column of the header"),
    "source-error": ("an empty or unreadable file", "a CSV file with a header"),
    "encoding-error": ("bytes that are not UTF-8", "a file saved in UTF-8"),
}


def package_problems(root: Path, damaged: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with the files of `data/` by the descriptor's schemas and foreign keys.

    `damaged` names files that cannot be read as tables; neither they nor the keys that point to
    them are looked at. A table is read again only if it, its schema, or a table that its keys
    point to has changed.
    """
    whole = _without_counts(descriptor(root))
    problems = _metadata_problems(DESCRIPTOR, json.dumps(whole))
    yield from problems
    if problems:
        return
    package = _without(whole, damaged)
    resources = {resource["name"]: resource for resource in package["resources"]}
    content = {name: _digest(root, resource) for name, resource in resources.items()}
    for name, resource in resources.items():
        keys = resource["schema"].get("foreignKeys", [])
        others = sorted({key["reference"]["resource"] for key in keys} - {"", name})
        read = [resource, *(resources[other] for other in others if other in resources)]
        state = (json.dumps(read), *(content[r["name"]] for r in read))
        yield from _KNOWN.of(state, partial(_checked, root, read))


def computed_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the descriptor of the tables that the book computes."""
    try:
        package = computed_descriptor(root)
    except DataError as error:
        yield from error.problems
    else:
        yield from _metadata_problems(COMPUTED, json.dumps(package))


_KNOWN = Known(1000)  # versions of tables; some kilobytes each


def _checked(root: Path, resources: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(_table_problems(root, resources))


def _digest(root: Path, resource: dict[str, Any]) -> str:
    return hashlib.sha256(content_of(root / "data" / resource["path"])).hexdigest()


@lru_cache(maxsize=32)
def _metadata_problems(file: str, package: str) -> tuple[Problem, ...]:
    """What is wrong with a descriptor as such, given as JSON."""
    from frictionless import FrictionlessException, Package

    found: list[str] = []
    try:
        Package.from_descriptor(json.loads(package)).to_descriptor(validate=True)
    except FrictionlessException as error:
        found = [reason.note for reason in error.reasons] or [error.error.note]
    except Exception as error:  # a pattern that is none, a number for a name: each raises its own
        found = [f"a value that cannot be used ({error})"]
    expected = "a valid Data Package descriptor"
    return tuple(Problem(file, None, None, note, expected) for note in found)


def _table_problems(root: Path, resources: list[dict[str, Any]]) -> Iterator[Problem]:
    """What is wrong with the table of the first resource; the others are those it points to."""
    from frictionless import Package

    content = {"name": "table", "resources": resources}
    package = Package.from_descriptor(content, basepath=str(root / "data"))
    try:
        report = package.validate(name=resources[0]["name"], limit_errors=EVERY)
    except Exception as error:
        found = f"a value that cannot be used ({error})"
        yield Problem(DESCRIPTOR, None, None, found, "a valid Data Package descriptor")
        return
    for message in report.errors:
        yield Problem(DESCRIPTOR, None, None, message.message, "a valid Data Package descriptor")
    for task in report.tasks:
        for flaw in _of_whole_rows(task.errors):
            yield _translated(f"data/{resources[0]['path']}", flaw, package.resources[0].schema)


def _of_whole_rows(errors: list[Any]) -> list[Any]:
    """Errors without those of the cells of a row that has too few or too many of them."""
    cut = ("missing-cell", "extra-cell")
    rows = {error.row_number for error in errors if error.type in cut}
    return [e for e in errors if e.type in cut or getattr(e, "row_number", None) not in rows]


def _without_counts(package: dict[str, Any]) -> dict[str, Any]:
    """A descriptor without what changes with each content of a file."""
    resources = [
        {name: value for name, value in resource.items() if name not in COUNTS}
        for resource in package["resources"]
    ]
    return package | {"resources": resources}


def _without(package: dict[str, Any], damaged: Collection[str]) -> dict[str, Any]:
    """A descriptor without the damaged files and the keys that point to them."""
    kept = [r for r in package["resources"] if f"data/{r['path']}" not in damaged]
    gone = {r["name"] for r in package["resources"] if r not in kept}
    resources = []
    for resource in kept:
        schema = dict(resource["schema"])
        if keys := schema.get("foreignKeys"):
            schema["foreignKeys"] = [
                key for key in keys if key["reference"]["resource"] not in gone
            ]
        resources.append(resource | {"schema": schema})
    return package | {"resources": resources}


def cell_checks(fields: Iterable[dict[str, Any]]) -> dict[str, Callable[[str], str]]:
    """For each field of a Table Schema what it expects of a text; '' where it accepts the text.

    Each text is read by frictionless, as in `package_problems`, but without its report, which
    takes a hundred times as long.
    """
    return dict(_cell_checks(json.dumps({"fields": list(fields)})))


def expectations(fields: Iterable[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    """For each field what its kind and what its limits expect, in the words of `cell_checks`."""
    from frictionless import Schema

    described = Schema.from_descriptor({"fields": list(fields)}).fields
    return {field.name: _expectation(field) for field in described}


def _expectation(field: Any) -> tuple[str, str]:  # noqa: ANN401
    kind = f"{KINDS.get(field.type, field.type)}: {field.description}"
    return kind, f"{_constraints(field)}: {field.description}"


@lru_cache(maxsize=8)
def _cell_checks(schema: str) -> dict[str, Callable[[str], str]]:
    """Those of a schema as JSON: to build its readers lasts longer than to check a file."""
    from frictionless import Schema

    fields = Schema.from_descriptor(json.loads(schema)).fields
    return {field.name: _cell_check(field) for field in fields}


def _cell_check(field: Any) -> Callable[[str], str]:  # noqa: ANN401
    kind, limits = _expectation(field)
    read = field.create_cell_reader()

    def expected(text: str) -> str:
        _, notes = read(text)
        if not notes:
            return ""
        return kind if "type" in notes else limits

    return expected


def _translated(file: str, error: Any, schema: Any) -> Problem:  # noqa: ANN401
    """One frictionless error as a `Problem`."""
    cell = getattr(error, "cell", None)
    column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
    line = getattr(error, "row_number", None)
    found = _shown(cell) if cell is not None else error.note or error.message
    if error.type in OF_A_ROW:
        return Problem(file, line, None, *OF_A_ROW[error.type])
    match error.type:
        case "resource-error":
            return Problem(DESCRIPTOR, None, None, error.note, "a valid Data Package descriptor")
        case "type-error" | "constraint-error":
            expected = _expected_of_cell(error, column, schema)
        case "foreign-key":
            column = ", ".join(error.field_names)
            found = ", ".join(map(_shown, error.field_cells))
            expected = f"a value that the table {error.reference_name!r} lists"
        case _:
            expected = _title_of(error)
    return Problem(file, line, column, found, expected)


def _expected_of_cell(error: Any, column: str | None, schema: Any) -> str:  # noqa: ANN401
    """What a column expects of a cell; the kind of error where the schema has no such column."""
    if schema is None or not column or not schema.has_field(column):
        return _title_of(error)
    field = schema.get_field(column)
    if error.type == "type-error":
        return f"{KINDS.get(field.type, field.type)}: {field.description}"
    return f"{_constraints(field)}: {field.description}"


def _title_of(error: Any) -> str:  # noqa: ANN401
    """The kind of an error, in frictionless's words."""
    return str(error.title).lower().removesuffix(" error")


def _shown(cell: object) -> str:
    """A cell as messages quote it."""
    return quoted(cell) if isinstance(cell, str) else repr(cell)


def _constraints(field: Any) -> str:  # noqa: ANN401
    words = {
        "required": "a value",
        "enum": "one of {}",
        "minimum": "at least {}",
        "maximum": "at most {}",
        "pattern": "the form {}",
        "unique": "a value that is there once",
    }
    return ", ".join(
        words[name].format(", ".join(map(str, value)) if isinstance(value, list) else value)
        for name, value in field.constraints.items()
        if name in words
    )
