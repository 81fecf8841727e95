"""Table Schemas held against rows by frictionless, and its findings in our words."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anodes.files import DESCRIPTOR, KINDS, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

EVERY = 1_000_000  # no problem is left out
CHECKSUMS = ["hash-count", "byte-count"]  # told by `anodes.checking`, with the remedy


def package_problems(root: Path) -> Iterator[Problem]:
    """What is wrong with the files of `data/` by the descriptor's schemas and foreign keys."""
    with _quick_import():
        from frictionless import Checklist, Package

    package = Package(str(root / DESCRIPTOR))
    report = package.validate(Checklist(skip_errors=CHECKSUMS), limit_errors=EVERY)
    for message in report.errors:
        yield Problem(DESCRIPTOR, None, None, message.message, "a valid descriptor")
    for task in report.tasks:
        file = f"data/{Path(task.place).as_posix().removeprefix((root / 'data').as_posix() + '/')}"
        resource = next((r for r in package.resources if r.name == task.name), None)
        for error in task.errors:
            yield _translated(file, error, resource and resource.schema)


def cell_checks(fields: Iterable[dict[str, Any]]) -> dict[str, Callable[[str], str]]:
    """For each field of a Table Schema what it expects of a text; '' where it accepts the text.

    Each text is read by frictionless, as in `package_problems`, but without its report, which
    takes a hundred times as long.
    """
    with _quick_import():
        from frictionless import Schema

    schema = Schema.from_descriptor({"fields": list(fields)})
    return {field.name: _cell_check(field) for field in schema.fields}


def _cell_check(field: Any) -> Callable[[str], str]:  # noqa: ANN401
    kind = f"{KINDS.get(field.type, field.type)}: {field.description}"
    limits = f"{_constraints(field)}: {field.description}"
    read = field.create_cell_reader()

    def expected(text: str) -> str:
        _, notes = read(text)
        if not notes:
            return ""
        return kind if "type" in notes else limits

    return expected


@contextmanager
def _quick_import() -> Iterator[None]:
    """Keep jsonschema from compiling a grammar of international addresses that nobody needs.

    Where `rfc3987_syntax` is installed, jsonschema imports it and that takes 0.9 s, more than
    everything else together; where it is not, jsonschema does without.
    """
    grammar = "rfc3987_syntax"
    hidden = "jsonschema" not in sys.modules and grammar not in sys.modules
    if hidden:
        sys.modules[grammar] = None  # type: ignore[assignment]  # an import of it now fails
    try:
        import jsonschema  # noqa: F401

        yield
    finally:
        if hidden:
            del sys.modules[grammar]


def _translated(file: str, error: Any, schema: Any) -> Problem:  # noqa: ANN401
    """One frictionless error as a `Problem`."""
    cell = getattr(error, "cell", None)
    column = getattr(error, "field_name", None) or getattr(error, "label", None) or None
    line = getattr(error, "row_number", None)
    found = repr(cell) if cell is not None else error.note or error.message
    expected = error.title.lower().removesuffix(" error")
    field = None
    if schema is not None and column and schema.has_field(column):
        field = schema.get_field(column)
    match error.type:
        case "missing-label":
            return Problem(file, 1, column, "a header without it", "this column in the header")
        case "type-error":
            kind = KINDS.get(field.type, field.type)
            found, expected = repr(cell), f"{kind}: {field.description}"
        case "constraint-error":
            found, expected = repr(cell), f"{_constraints(field)}: {field.description}"
        case "primary-key":
            found, expected = "a row that stands twice", "each row once"
        case "foreign-key":
            column = ", ".join(error.field_names)
            found = ", ".join(map(repr, error.field_cells))
            expected = f"a value that the table {error.reference_name!r} lists"
        case "source-error":
            found, expected = "an empty or unreadable file", "a CSV file with a header"
        case "encoding-error":
            found, expected = "bytes that are not UTF-8", "a file saved in UTF-8"
    return Problem(file, line, column, found, expected)


def _constraints(field: Any) -> str:  # noqa: ANN401
    words = {
        "required": "a value",
        "enum": "one of {}",
        "minimum": "at least {}",
        "maximum": "at most {}",
        "pattern": "the form {}",
        "unique": "a value that stands once",
    }
    return ", ".join(
        words[name].format(", ".join(map(str, value)) if isinstance(value, list) else value)
        for name, value in field.constraints.items()
        if name in words
    )
