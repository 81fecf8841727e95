"""The data to take away: a Frictionless package with the tidy tables, and a workbook.

The package is `data/` as it stands plus `tidy/`: electrodes, the place and the origin of each of
their values, hosts, references and the findings of the audit. Its descriptor extends
`data/datapackage.json` by these, whose fields are those of `data/computed.json`.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from anodes import audit, data
from anodes.data import fields
from anodes.data.files import REFERENCES, ROOT, checksum, computed_descriptor, descriptor
from anodes.physics.rounding import rounded_frame
from anodes.validation import electrode_files

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

__all__ = [
    "contents",
    "dictionary",
    "files",
    "frame",
    "readme",
    "resources",
    "tidy",
    "workbook",
]


KEYS = {
    "electrodes": ["table", "row"],
    "places": ["table", "row", "value_of"],
    "origins": ["table", "row", "column"],
    "hosts": ["element", "ion"],
    "references": ["reference"],
    "findings": ["finding"],
}
FOREIGN_KEYS = {
    "electrodes": [
        (["reference"], "references", ["reference"]),
        (["family"], "families", ["family"]),
    ],
    "places": [(["table", "row"], "electrodes", ["table", "row"])],
    "origins": [(["table", "row"], "electrodes", ["table", "row"])],
    "references": [(["reference"], "citations", ["reference"])],
    "findings": [(["cause"], "causes", ["cause"])],
}
READ_ME, DEFINITIONS = "read me", "definitions"  # the first sheets of the workbook
FIRST = ("electrodes", "hosts", "claims", "figures", "routes", "references")  # then the others
CAVEATS = (
    "Mass basis: the review does not state per gram of what a capacity is; most papers mean the "
    "active material, some the whole electrode.",
    "A retention can be compared only where same_current is true.",
    "tidy/origins.csv gives the origin of each value (printed, corrected, derived, ...); where "
    "datapackage.json says 'varies' for a column, the origin differs by row.",
    "C-rates are computed with the 1 C in column one_c_A_g; one_c_basis gives its source.",
    "Corrected values are named in column corrected and explained in notes and in "
    "review/corrections.csv; the printed files keep the printed values.",
    "papers/ contains what cited papers report themselves, mostly in abstracts: no paper was read "
    "in full, and read_at is where the words were read, not their source.",
    "Rows with status 'unconfirmed' in physics/ give a value whose source was not read.",
    "Equations of the routes are ours: the review prints none.",
    "Where table and text print different numbers for one paper, both are kept as printed and "
    "neither is preferred; tidy/findings.csv lists them.",
    "fade_percent_per_cycle is one constant relative loss per cycle between the first and the last "
    "capacity, whatever their currents.",
    "Papers differ in loading, electrolyte, voltage window and electrochemical cell; a ranking by "
    "one number compares these as well.",
)


@cache
def tidy(root: Path = ROOT) -> dict[str, pd.DataFrame]:
    """The tidy tables of the package by name.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    dict of str to DataFrame
        electrodes, places, origins, hosts, references and findings, numbers rounded to ten digits.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> len(export.tidy()["electrodes"])
    60
    """
    tables = {
        "electrodes": data.electrodes(root),
        "places": data.provenance(root),
        "origins": data.value_origins(root),
        "hosts": data.hosts(root),
        "references": data.references(root),
        "findings": audit.run(root),
    }
    return {name: rounded_frame(table) for name, table in tables.items()}


def resources(root: Path = ROOT) -> list[dict[str, Any]]:
    """Resources of the package: those of `data/`, then the tidy tables with their checksums.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    list of dict
        As the Data Package standard describes them.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> export.resources()[-1]["path"]
    'tidy/findings.csv'
    """
    listed = [*descriptor(root)["resources"], *(_tidy(name, root) for name in KEYS)]
    units = data.read("units", root).set_index("unit")
    terms = data.read("terms", root).set_index("column")
    return [_annotated(resource, units, terms) for resource in listed]


def _annotated(
    resource: dict[str, Any], units: pd.DataFrame, terms: pd.DataFrame
) -> dict[str, Any]:
    """A resource whose fields say for machines what their unit and their quantity are.

    `rdfType` is the Table Schema's word for the class of the values; a broader class has them too.
    """
    made = []
    for field in resource["schema"]["fields"]:
        extra: dict[str, str] = {}
        if unit := field.get("unit"):
            known = units.loc[unit]
            extra = {"unitPint": known["pint"], "unitUcum": known["ucum"], "unitIri": known["iri"]}
        if field["name"] in terms.index:
            term = terms.loc[field["name"]]
            extra |= {"rdfType": term["iri"], "termMatch": term["match"]}
        made.append(field | {name: value for name, value in extra.items() if value})
    return resource | {"schema": resource["schema"] | {"fields": made}}


def files(root: Path = ROOT, homepage: str = "") -> dict[str, bytes]:
    """The whole package, the same bytes every time.

    Parameters
    ----------
    root
        Project folder; by default that of this package.
    homepage
        Address of the page on the data, for the descriptor; none if it is not known.

    Returns
    -------
    dict of str to bytes
        Contents by name of file.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> "tidy/electrodes.csv" in export.files()
    True
    """
    package = descriptor(root) | {
        "readersFiles": electrode_files.accepted(),
        "resources": resources(root),
    }
    package |= {"homepage": homepage} if homepage else {}
    content = {
        "datapackage.json": _text(json.dumps(package, ensure_ascii=False, indent=2) + "\n"),
        "README.md": _text(readme(root)),
        REFERENCES: (root / REFERENCES).read_bytes(),
        "CITATION.cff": (root / "CITATION.cff").read_bytes(),
        "LICENSE": (root / "LICENSE-content").read_bytes(),
    }
    for resource in descriptor(root)["resources"]:
        content[resource["path"]] = (root / "data" / resource["path"]).read_bytes()
    return content | {f"tidy/{name}.csv": _csv(name, root) for name in KEYS}


def readme(root: Path = ROOT) -> str:
    """Text of the package's README: tables, source, caveats and licence.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    str
        Markdown.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> "CC BY 4.0" in export.readme()
    True
    """
    package = descriptor(root)
    source = package["sources"][0]
    tables = "\n".join(
        f"- `{resource['path']}`: {resource['title']}. {resource.get('description', '')}".rstrip()
        for resource in resources(root)
    )
    caveats = "\n".join(f"- {caveat}" for caveat in CAVEATS)
    return (
        f"# {package['title']}\n\n{package['description']}\n\n"
        f"Source: {source['title']}, <{source['path']}>, CC BY 4.0. Changes: cells were typed, "
        "corrected where a reason is given, and completed by computed columns; nothing printed "
        f"was edited.\n\nVersion {package['version']}. CSV in UTF-8, decimal point, no thousands "
        "commas; an empty cell is a missing value. Files of `tidy/` begin with a byte order mark, "
        "so that Excel opens them as they are; the others are those of the project, which Excel "
        "imports as UTF-8; the workbook has all tables. Where a comma is the decimal sign (as in "
        "German or French), a spreadsheet reads the 1.624 of a CSV file as 1624: open the workbook "
        "there, or state the decimal point while importing.\n\n## Tables\n\n"
        f"{tables}\n\nEach column's type, unit and meaning is in "
        "`datapackage.json`, and whether its values are printed, derived, judged or sourced. "
        f"`{REFERENCES}` is the review's reference list; [51] in the review is `r051`.\n\n"
        f"## Beware\n\n{caveats}\n\n## Licence\n\nData and text: CC BY 4.0, see `LICENSE`. Cite "
        "the review and this book: `CITATION.cff` has both.\n"
    )


def frame(name: str, root: Path = ROOT) -> pd.DataFrame:
    """One table of the package.

    Parameters
    ----------
    name
        Name of a tidy table, or of a resource of `data/`.
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Tidy tables as in `tidy`, others as `data.read` gives them.

    Raises
    ------
    DataError
        For an unknown name, or data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> len(export.frame("hosts"))
    8
    """
    return tidy(root)[name] if name in KEYS else data.read(name, root)


def contents(root: Path = ROOT) -> pd.DataFrame:
    """The tables of the package.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns table, rows, columns (their numbers), numbers (their origin) and holds.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> export.contents().set_index("table").loc["electrodes", "rows"].item()
    60
    """
    import pandas as pd

    rows = []
    for resource in resources(root):
        folder = resource["path"].split("/")[0]
        table = frame(resource["name"], root)
        rows.append(
            {
                "table": resource["name"],
                "rows": len(table),
                "columns": len(table.columns),
                "numbers": fields.FOLDER_ORIGINS.get(folder, "printed and derived"),
                "holds": resource["title"],
            }
        )
    return pd.DataFrame(rows)


def dictionary(root: Path = ROOT) -> pd.DataFrame:
    """Definition of every column of every table.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns table, column, type, unit, origin, meaning and must be.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import export
    >>> columns = export.dictionary().query("table == 'electrodes'").set_index("column")
    >>> columns.loc["initial_capacity_mAh_g", "unit"]
    'mAh g-1'
    """
    import pandas as pd

    rows = [
        {
            "table": resource["name"],
            "column": field["name"],
            "type": field["type"],
            "unit": field.get("unit", ""),
            "origin": field["origin"],
            "meaning": field["description"],
            "must be": _must_be(field, resource["schema"]),
        }
        for resource in resources(root)
        for field in fields.resource_fields(resource)
    ]
    return pd.DataFrame(rows)


def workbook(path: Path, root: Path = ROOT) -> None:
    """Write all tables as an Excel workbook, after a sheet to read and one with definitions.

    Parameters
    ----------
    path
        Of the file to write.
    root
        Project folder; by default that of this package.

    Returns
    -------
    None
        The file is written.

    Raises
    ------
    DataError
        For data that cannot be used.
    OSError
        Where the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from anodes import export
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     export.workbook(Path(folder) / "anodes.xlsx")
    ...     [file.name for file in Path(folder).iterdir()]
    ['anodes.xlsx']
    """
    import datetime

    import pandas as pd

    options = {
        "nan_inf_to_errors": True, "strings_to_formulas": False, "strings_to_urls": False,
        "in_memory": True,  # its temporary files would have the line ends of the system
    }  # fmt: skip
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        properties = {"title": descriptor(root)["title"], "created": datetime.datetime(2022, 6, 14)}
        writer.book.set_properties(properties)  # the review's date: no clock in a file
        for name, content in _sheets(root).items():
            content.to_excel(writer, sheet_name=name, index=False, header=name != READ_ME)
            _dress(writer.sheets[name], content, plain=name == READ_ME)


def _sheets(root: Path) -> dict[str, pd.DataFrame]:
    """The sheets of the workbook: what to know first, definitions, then every table."""
    of_name = {resource["name"]: resource for resource in resources(root)}
    order = (*FIRST, *(name for name in of_name if name not in FIRST))
    tables = {name: _typed(frame(name, root), of_name[name]) for name in order}
    return {READ_ME: _lines(readme(root)), DEFINITIONS: dictionary(root), **tables}


def _typed(table: pd.DataFrame, resource: dict[str, Any]) -> pd.DataFrame:
    """A table whose texts are texts: a printed '100' is no number that Excel may add up."""
    texts = [f["name"] for f in resource["schema"]["fields"] if f["type"] == "string"]
    return table.assign(**{name: table[name].map(str, na_action="ignore") for name in texts})


def _tidy(name: str, root: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": _fields(name, root),
        "primaryKey": KEYS[name],
    }
    if keys := FOREIGN_KEYS.get(name):
        schema["foreignKeys"] = [
            {"fields": ours, "reference": {"resource": other, "fields": theirs}}
            for ours, other, theirs in keys
        ]
    package = descriptor(root)
    titles = {each["name"]: each["title"] for each in computed_descriptor(root)["resources"]}
    return {
        "name": name,
        "type": "table",
        "path": f"tidy/{name}.csv",
        "title": titles[name],
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "sources": package["sources"],
        "licenses": package["licenses"],
        "schema": schema,
        **checksum(_csv(name, root)),
    }


def _fields(name: str, root: Path) -> list[dict[str, Any]]:
    """The fields of a tidy table. Raises `ColumnError` where its columns are others."""
    described = fields.fields_of(name, root)
    names, columns = [field["name"] for field in described], list(tidy(root)[name])
    if names != columns:
        raise fields.ColumnError(f"the table {name!r} has the columns {columns}; expected {names}")
    return described


@cache
def _csv(name: str, root: Path) -> bytes:
    return tidy(root)[name].to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _text(text: str) -> bytes:
    return text.encode("utf-8")


def _must_be(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """Constraints and foreign keys of a field in words."""
    limits = field.get("constraints", {})
    words = ["there"] if limits.get("required") else []
    words += ["unlike any other"] if limits.get("unique") else []
    words += [f"at least {limits['minimum']}"] if "minimum" in limits else []
    words += [f"at most {limits['maximum']}"] if "maximum" in limits else []
    if "enum" in limits:
        words.append("one of " + ", ".join(map(str, limits["enum"])))
    for key in schema.get("foreignKeys", []):
        if field["name"] in key["fields"]:
            words.append(f"listed in {key['reference']['resource']}")
    return "; ".join(words)


def _lines(text: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({"text": text.splitlines()})


def _dress(sheet: Any, content: pd.DataFrame, plain: bool) -> None:  # noqa: ANN401
    if plain:
        sheet.set_column(0, 0, 120)
        return
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(content), len(content.columns) - 1)
    for place, name in enumerate(content.columns):
        longest = content[name].astype(str).str.len().max()
        sheet.set_column(place, place, min(max(len(name), longest) + 2, 48))
