"""What the rules look at: every table of the book, read and computed once for an audit."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from anodes import data
from anodes.analysis import crystal_phases, hosts_tables
from anodes.analysis.crystal_phases import RefinedPhase
from anodes.audit.findings import Finding, Severity, cell_place, claim_place, numbers, quantity
from anodes.data.domain import CHAPTERS
from anodes.data.files import ROOT, bibliography, read
from anodes.data.frames import Row, records
from anodes.data.printed_tables import ELECTRODE_TABLES, FULL_CELL, one_c_mA_g

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


class Evidence:
    """The review as printed and as computed; a test may set any attribute to another frame."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self._tables: dict[str, list[Row]] = {}

    @cached_property
    def hosts(self) -> pd.DataFrame:
        """Tables 1 and 2, tidied."""
        return data.hosts(self.root)

    @cached_property
    def electrodes(self) -> list[Row]:
        """Tables 3 to 5, tidied and corrected, with what arithmetic adds."""
        return records_with_nan(data.electrodes(self.root))

    @cached_property
    def printed(self) -> list[Row]:
        """Tables 3 to 5 as printed, before any correction, with table, ion and host element."""
        host = {(row["table"], row["row"]): row["element"] for row in self.electrodes}
        return [
            row | {"table": table, "ion": ion, "element": host[table, row["row"]]}
            for table, ion in ELECTRODE_TABLES.items()
            for row in records_with_nan(read(f"table_{table}", self.root))
        ]

    @cached_property
    def claims(self) -> list[Row]:
        """The numbers of text and captions."""
        return records_with_nan(data.claims(self.root))

    @cached_property
    def references(self) -> dict[int, Row]:
        """The reference list, by number."""
        return {row["reference"]: row for row in records_with_nan(data.references(self.root))}

    @cached_property
    def authors(self) -> dict[int, list[str]]:
        """reference -> the family names that its entry prints; 'others' where it says et al."""
        entries = bibliography(self.root).entries
        return {
            number: [" ".join(p.last_names) for p in entries[row["key"]].persons["author"]]
            for number, row in self.references.items()
        }

    @cached_property
    def routes(self) -> list[Row]:
        """The routes of synthesis; a kind without a family has ''."""
        return records_with_nan(data.routes(self.root).fillna({"family": ""}))

    @cached_property
    def chapters(self) -> dict[str, str]:
        """section -> chapter."""
        return data.sections(self.root)

    @cached_property
    def phases(self) -> pd.DataFrame:
        """The phases with what their cells give, by name."""
        return crystal_phases.phases(self.root).set_index("phase", drop=False)

    @cached_property
    def comparison(self) -> pd.DataFrame:
        """Tables 1 and 2 with everything that was tried."""
        return hosts_tables.comparison(self.root)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """Tables 1 and 2, a row a cell."""
        return hosts_tables.verdicts(self.comparison)

    @cached_property
    def refined(self) -> list[RefinedPhase]:
        """Cells from the printed angles."""
        return crystal_phases.refined(self.root)

    def read(self, name: str) -> list[Row]:
        """Any other table of the data."""
        if name not in self._tables:
            self._tables[name] = records_with_nan(read(name, self.root))
        return self._tables[name]

    def told(self, *quantities: str) -> list[Row]:
        """The claims on some quantities."""
        return [claim for claim in self.claims if claim["quantity"] in quantities]

    def one_c_A_g(self, element: str, ion: str, reference: int) -> float:
        """The 1 C current of a paper in A/g."""
        return one_c_mA_g(element, ion, reference, self.root)[0] / 1000

    def one_c_basis(self, element: str, ion: str, reference: int) -> str:
        """What the 1 C current of a paper rests on."""
        return one_c_mA_g(element, ion, reference, self.root)[1]

    def chapter_of(self, reference: int) -> str:
        """The chapter whose table or section cites a reference, a table before a section."""
        for row in self.electrodes:
            if row["reference"] == reference:
                return CHAPTERS[row["element"]]
        places = self.references[reference]["cited_in"].split(";")
        return next(self.chapters[place] for place in reversed(places) if place in self.chapters)


def on_claim(e: Evidence, claim: Row, **parts: Any) -> Finding:  # noqa: ANN401
    """A finding on a number of the text; key, place, chapter and references are the claim's."""
    own = {
        "key": f"claim {claim['claim']:g}",
        "place": claim_place(claim),
        "chapter": e.chapters[claim["section"]],
        "references": numbers(claim["references"]),
    }
    return Finding(**own | parts)


def on_number(
    e: Evidence, claim: Row, severity: Severity, computed: str, calculation: str,
    explanation: str, computed_number: float = float("nan"),
) -> Finding:  # fmt: skip
    """A finding on a number of the text, which is quoted with its unit, current and quantity."""
    at = f" at {quantity(claim['current'], claim['current_unit'])}" if claim["current_unit"] else ""
    what = f"{claim['quantity'].replace('_', ' ')}, {claim['material']}"
    return on_claim(
        e,
        claim,
        severity=severity,
        printed=f"{quantity(claim['value'], claim['unit'], claim['qualifier'])}{at} ({what})",
        computed=computed,
        calculation=calculation,
        explanation=explanation,
        printed_number=claim["value"],
        computed_number=computed_number,
        unit=claim["unit"],
    )


def on_row(row: Row, column: str = "", **parts: Any) -> Finding:  # noqa: ANN401
    """A finding on a row of Tables 3 to 5, or on one of its columns."""
    own = {
        "key": f"table {row['table']} row {row['row']}",
        "place": cell_place(row["table"], row["row"], column),
        "chapter": CHAPTERS[row["element"]],
        "references": (row["reference"],),
    }
    return Finding(**own | parts)


def full_cell(claim: Row) -> bool:
    """Whether a claim is about a full cell, 'anode//cathode'."""
    return FULL_CELL in claim["material"]


def records_with_nan(frame: pd.DataFrame) -> list[Row]:
    """Rows as mappings; a missing whole number becomes NaN, which equals nothing."""
    whole = {name: frame[name].astype("float64") for name in frame.select_dtypes("Int64").columns}
    return records(frame.assign(**whole))
