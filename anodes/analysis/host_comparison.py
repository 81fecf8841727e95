"""The four hosts by the measures of Tables 1 to 5, each as a share of the best host.

The review compares its hosts by words; here each measure is a number with its sample, and the
normalisation is one rule: where more is better value over the largest, where less is better the
smallest over the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import crystal_phases
from anodes.analysis.resampling import median_interval
from anodes.data.files import ROOT, once_a_state
from anodes.data.frames import records
from anodes.data.printed_tables import electrodes, hosts, same_current_only
from anodes.data.running_text import claims

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

Measured = tuple[str, str, float, str, int | None, float | None, float | None, str]  # of `profile`
TABLES, TEXT = "rows of Tables 3 to 5", "papers of the text"
CURRENT = "current per gram or C-rate"
IN_TABLES = {
    "initial capacity": "initial_capacity_mAh_g",
    CURRENT: "initial_current_A_g",
    "ICE": "ice_percent",
    "cycles": "cycles",
}
IN_TEXT = {
    "ICE": "initial_coulombic_efficiency",
    "coulombic efficiency, not called initial": "coulombic_efficiency",
    "porosity": "porosity",
    "particle size": "particle_size",
    "pore size": "pore_size",
    "swelling of the electrode": "electrode_swelling",
    "areal capacity": "areal_capacity",
    "capacity per volume": "volumetric_capacity",
    "tap density": "tap_density",
    "surface area": "surface_area",
    "electrolyte": "electrolyte_amount",
}  # the last three are in no sentence, which is why they are asked for
MORE, LESS = "more is better", "less is better"
OF_ELECTRODES = {
    "ICE": ("ice_percent", "%"),
    "initial capacity, share of theory": ("capacity_utilization_percent", "%"),
    "final capacity": ("final_capacity_mAh_g", "mAh g⁻¹"),
    "cycles": ("cycles", "cycles"),
}


@once_a_state
def profile(root: Path = ROOT) -> pd.DataFrame:
    """The four hosts by the measures of Tables 1 to 5, each as a share of the best host.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        A row for each host and measure; columns element, measure, value, unit, papers (number of
        rows behind a median), median_low and median_high (ends of its bootstrap interval; all
        three are missing for a value of Tables 1 and 2), better and share_of_best_percent. Volumes
        at full lithiation or sodiation are those of unit cells, because most printed expansions
        are ratios.

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes
    -----
    The share is the value over the largest where more is better, and the smallest over
    the value where less is better.

    Examples
    --------
    >>> from anodes import analysis
    >>> best = analysis.profile().groupby("measure")["share_of_best_percent"].max()
    >>> bool((best == 100).all())
    True
    """
    import pandas as pd

    frame = pd.DataFrame(
        [*_of_hosts(root), *_of_electrodes(root)],
        columns=[
            "element", "measure", "value", "unit", "papers", "median_low", "median_high", "better",
        ],
    ).astype({"papers": "Int64", "median_low": "float64", "median_high": "float64"})  # fmt: skip
    groups = frame.groupby("measure")["value"]
    best = groups.transform("max").where(frame["better"] == MORE, groups.transform("min"))
    share = (frame["value"] / best).where(frame["better"] == MORE, best / frame["value"])
    return frame.assign(share_of_best_percent=100 * share)


@once_a_state
def reported(root: Path = ROOT) -> pd.DataFrame:
    """How often the review reports each number that an electrode could be judged by.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns number, where (rows of Tables 3 to 5, or papers of the running text) and
        rows_or_papers, how many of them report it.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.reported().query("number == 'cycles'")["rows_or_papers"].item()
    60
    """
    import pandas as pd

    table, text = electrodes(root), claims(root)
    rows = [(name, TABLES, int(table[column].notna().sum())) for name, column in IN_TABLES.items()]
    cited = {
        name: _papers(text.loc[text["quantity"] == quantity, "references"])
        for name, quantity in IN_TEXT.items()
    }
    cited[CURRENT] = _papers(text.loc[text["current"].notna(), "references"])
    rows += [(name, TEXT, count) for name, count in cited.items()]
    return pd.DataFrame(rows, columns=["number", "where", "rows_or_papers"])


def _papers(references: pd.Series) -> int:
    """How many papers these cells name, of which one can name several."""
    return references.str.split(";").explode().nunique()


def _of_hosts(root: Path) -> list[Measured]:
    rows: list[Measured] = []
    full = crystal_phases.host_ion_constants(root).set_index(["element", "ion"])["ratio"]
    for row in records(hosts(root)):
        of, ion = row["element"], row["ion"]
        rows.append(
            (of, f"theoretical capacity, {ion}", row["theoretical_capacity_mAh_g"], "mAh g⁻¹",
             None, None, None, MORE)
        )  # fmt: skip
        rows.append((of, f"volume ratio, {ion}", full[of, ion], "times", None, None, None, LESS))
    return rows


def _of_electrodes(root: Path) -> list[Measured]:
    frame = electrodes(root)
    same = same_current_only(frame)
    measures = {name: (frame, *column) for name, column in OF_ELECTRODES.items()}
    measures["retention at one current"] = (same, "retention_percent", "%")
    found = {
        (str(of), name, unit): median_interval(values)
        for name, (rows, column, unit) in measures.items()
        for of, values in rows.dropna(subset=[column]).groupby("element")[column]
    }
    return [
        (of, name, of_rows.median, unit, of_rows.n, of_rows.low, of_rows.high, MORE)
        for (of, name, unit), of_rows in found.items()
    ]
