"""What each column of each table means: heading, unit, origin and definition.

A column is described once, as a field of a Table Schema: those of the files in
`data/datapackage.json`, those that the book computes in `data/computed.json`. Two tables may use
one name with different meanings; where they do, the table has to be stated.
"""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from anodes.data.files import COMPUTED, ROOT, computed_descriptor, descriptor
from anodes.data.parsing import typeset
from anodes.physics.rounding import Digits

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

FOLDER_ORIGINS = {
    "printed": "printed", "review": "judged", "physics": "sourced", "papers": "sourced",
}  # fmt: skip
Tables = str | tuple[str, ...]  # one table, or several of which the first is asked first
AS_GIVEN = ("printed", "corrected", "sourced", "given")  # origins that come with their digits
DIGITS_OF_UNIT = {  # what a computed value is shown with; other units: three significant digits
    **dict.fromkeys(("mAh g-1", "mAh cm-3", "Wh L-1", "Wh kg-1", "degC", "K"), Digits(decimals=0)),
    "%": Digits(decimals=1),
    **dict.fromkeys(("V", "degree", "mL Ah-1", "kg kg-1", "cm3 mol-1"), Digits(decimals=2)),
    "g cm-3": Digits(decimals=3),
    "angstrom": Digits(decimals=4),
}
THREE = Digits(significant=3)
CAPACITY = "mAh g⁻¹"
CURRENT = "A g⁻¹"


class ColumnError(LookupError):
    """A column that no table describes, or that several describe differently."""


@dataclass(frozen=True)
class Column:
    """A column's heading, unit as a page writes it (empty if none), origin and definition.

    `origin` says what its values are made of: one of `data.origins.ORIGINS`, or "varies" where
    each row states it. `cell` is the column of the printed Tables 3 to 5 that holds the value,
    where one does. `type` and `limits` are those of a Table Schema field. `computed` are the
    digits that a page shows of a value which the book computes: those that the field states as
    `decimals` or `significant`, which then hold for `always` every value, else those of the unit.
    `missing` is why a table cell of the column is empty, where one is.
    """

    table: str
    name: str
    heading: str
    unit: str
    origin: str
    definition: str
    cell: str = ""
    type: str = "string"
    limits: Mapping[str, Any] = field(default_factory=dict)
    computed: Digits = THREE
    always: bool = False
    missing: str = ""

    @property
    def title(self) -> str:
        """'ICE (%)': the heading with its unit, for an axis or a table."""
        return f"{self.heading} ({self.unit})" if self.unit else self.heading

    def digits(self, origin: str = "") -> Digits:
        """The digits to show of a value of this origin, by default the column's own.

        What is printed, corrected, sourced or given keeps the digits that it came with, unless
        the field states how many there are.
        """
        kept = (origin or self.origin) in AS_GIVEN and not self.always
        return Digits() if kept else self.computed


def resource_fields(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a resource of either descriptor, each with its origin.

    A file's column without an origin of its own has that of its folder.
    """
    folder = str(resource.get("path", "")).split("/")[0]
    given = {"origin": FOLDER_ORIGINS[folder]} if folder in FOLDER_ORIGINS else {}
    return [given | each for each in resource["schema"]["fields"]]


def fields_of(table: str, root: Path = ROOT) -> list[dict[str, Any]]:
    """The Table Schema fields of a table, with unit and origin. Raises `ColumnError`."""
    for resource in (*descriptor(root)["resources"], *computed_descriptor(root)["resources"]):
        if resource["name"] == table:
            return resource_fields(resource)
    raise ColumnError(
        f"no table {table!r} is described; expected {_like(table, every_column(root))}"
    )


def columns(table: str, root: Path = ROOT) -> Mapping[str, Column]:
    """The columns of a table by their names, in order. Raises `ColumnError`, `DataError`."""
    known = every_column(root)
    if table not in known:
        raise ColumnError(f"no table {table!r} is described; expected {_like(table, known)}")
    return known[table]


def column(name: str, table: Tables = (), root: Path = ROOT) -> Column:
    """A column by its name, that of the first of the tables in `table` that has it.

    Raises `ColumnError` for a name that no table describes, or that several describe with
    different headings, units or origins; and `DataError` for a damaged descriptor.
    """
    return _found(name, table, root, lambda c: (c.heading, c.unit, c.origin))


def title(name: Hashable, table: Tables = (), root: Path = ROOT) -> str:
    """Heading of a column with its unit.

    Parameters
    ----------
    name
        Name of a column.
    table
        The table of a descriptor, or several, of which the first that has the column counts.
    root
        Project folder; by default that of this package.

    Returns
    -------
    str
        For an axis or the head of a table.

    Raises
    ------
    ColumnError
        For a name that no table describes, or that several describe with different headings.
    DataError
        For a damaged descriptor.

    Examples
    --------
    >>> from anodes import data
    >>> data.title("initial_capacity_mAh_g")
    'initial capacity (mAh g⁻¹)'
    """
    return _found(str(name), table, root, lambda c: (c.heading, c.unit)).title


def digits(name: Hashable, table: Tables = (), root: Path = ROOT) -> Digits:
    """The digits to show of the values of a column.

    Those of a computed value, where tables that have the name differ in its origin. Raises
    `ColumnError` for a name that no table describes, or that several describe with different
    digits.
    """
    try:
        return _found(str(name), table, root, Column.digits).digits()
    except ColumnError:
        return _found(str(name), table, root, lambda c: c.computed).computed


def has_digits(name: Hashable, root: Path = ROOT) -> bool:
    """Whether a table describes a column of this name as one of numbers."""
    types = {each[str(name)].type for each in every_column(root).values() if str(name) in each}
    return not types.isdisjoint(("number", "integer"))


EXPLORERS = ("explorers", "electrodes")  # what an explorer's names mean
explorer_title = functools.partial(title, table=EXPLORERS)


def _found(name: str, table: Tables, root: Path, meaning: Callable[[Column], Hashable]) -> Column:
    known = every_column(root)
    for each in [table] if isinstance(table, str) else table:
        if name in columns(each, root):
            return known[each][name]
    found = [columns[name] for columns in known.values() if name in columns]
    if not found:
        every = {each for columns in known.values() for each in columns}
        raise ColumnError(
            f"column {name!r} is not described; expected {_like(name, every)}, "
            f"or a field of that name in {COMPUTED}"
        )
    if len({meaning(each) for each in found}) > 1:
        listed = "; ".join(f"{c.table}: {c.title}, {c.origin}" for c in found)
        raise ColumnError(
            f"column {name!r} has several meanings ({listed}); state the table, for example "
            f"table={found[0].table!r}"
        )
    return found[0]


def _like(name: str, known: Any) -> str:  # noqa: ANN401
    near = difflib.get_close_matches(name, known)
    return " or ".join(map(repr, near)) if near else "the name of one that is described"


def every_column(root: Path = ROOT) -> Mapping[str, Mapping[str, Column]]:
    """All columns of both descriptors, by table and name."""
    return _of_descriptors(_Same(descriptor(root)), _Same(computed_descriptor(root)))


class _Same:
    """A descriptor as a key: equal to itself only, and so compared without reading it."""

    def __init__(self, package: dict[str, Any]) -> None:
        self.package = package

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.package is other.package

    def __hash__(self) -> int:
        return id(self.package)


@functools.lru_cache(maxsize=8)
def _of_descriptors(*packages: _Same) -> dict[str, dict[str, Column]]:
    resources = [resource for each in packages for resource in each.package["resources"]]
    return {
        resource["name"]: {
            each["name"]: _column(resource["name"], each) for each in resource_fields(resource)
        }
        for resource in resources
    }


def _column(table: str, content: Mapping[str, Any]) -> Column:
    return Column(
        table=table,
        name=content["name"],
        heading=content.get("title") or content["name"].replace("_", " "),
        unit=typeset(content.get("unit", "")),
        origin=content.get("origin", ""),
        definition=content["description"],
        cell=content.get("cell", ""),
        type=content["type"],
        limits=content.get("constraints", {}),
        computed=_digits(content),
        always="decimals" in content or "significant" in content,
        missing=content.get("missing", ""),
    )


def _digits(content: Mapping[str, Any]) -> Digits:
    """The digits that a field states for its values, or those of its unit."""
    if "decimals" in content or "significant" in content:
        return Digits(content.get("decimals"), content.get("significant"))
    if content["type"] == "integer":
        return Digits(decimals=0)
    return DIGITS_OF_UNIT.get(content.get("unit", ""), THREE)
