"""What the synthesis routes of the text take and leave: masses a kilogram, and pores.

Masses follow from the balanced equations of `data/review/routes.csv`, pores from molar
volumes; both are what chemistry demands at least, without excess, yield or solvent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes.analysis import crystal_phases
from anodes.data.domain import HOSTS
from anodes.data.files import ROOT, read
from anodes.data.synthesis_routes import routes
from anodes.physics import crystallography, faraday, pores, reactions
from anodes.physics.rounding import total

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

LEACHED = {  # what a reduction leaves: host atoms, by-product and its formula units
    "Si + 2 MgO": ("Si", 1, "MgO", 2),
    "3 Si + 2 Mg3N2": ("Si", 3, "Mg3N2", 2),
    "Ge + 2 MgO": ("Ge", 1, "MgO", 2),
}
PORES_KEPT = "shape kept"
PORES_LEACHED = "leached"
BASES = {"mass": "mass", "atom": "amount"}


def masses(root: Path = ROOT) -> pd.DataFrame:
    """Reagents and by-products per kilogram of host, for each route whose equation is known.

    What chemistry demands at least: without excess, yield or solvent. Left out are routes without
    an equation, with ions whose salt or acid is not named, with steps of which the equations do
    not say how often they run, and routes that make no host from a compound or an alloy of known
    composition.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns route, reference, kind, family, precursor, agent, element, temperature_degC,
        reagents_kg_kg (all that is consumed), by_products_kg_kg (all that is made beside the
        host), consumed and left (as texts).

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes
    -----
    Masses follow from the balanced equations of `data/review/routes.csv` and molar masses.

    Examples
    --------
    >>> from anodes import analysis
    >>> first = analysis.masses().iloc[0]
    >>> round((first["reagents_kg_kg"] - first["by_products_kg_kg"]).item(), 6)
    1.0
    """
    import pandas as pd

    frame = routes(root)
    rows = [_masses(route, root) for route in frame.to_dict("records")]
    return pd.DataFrame([row for row in rows if row], columns=_COLUMNS)


_COLUMNS = [
    "route",
    "reference",
    "kind",
    "family",
    "precursor",
    "agent",
    "element",
    "temperature_degC",
    "reagents_kg_kg",
    "by_products_kg_kg",
    "consumed",
    "left",
]


def _masses(route: dict, root: Path) -> dict | None:
    steps = reactions.read(route["equation"])
    if not steps or any(_charged(step) for step in steps):
        return None
    alloys = read("alloys", root).set_index("route")
    try:
        amounts = dict(reactions.net(steps))
    except ValueError:
        return None
    alloyed = route["route"] in alloys.index
    if alloyed:
        amounts = _with_host(amounts, alloys.loc[route["route"]].to_dict())
    hosts = [name for name in amounts if name in HOSTS and amounts[name] > 0]
    if len(hosts) != 1:
        return None
    host = hosts[0]
    product = float(amounts[host]) * faraday.molar_mass(host)
    share = {
        name: float(amount) * faraday.molar_mass(name) / product
        for name, amount in amounts.items()
        if name != host
    }
    into = {name: -value for name, value in share.items() if value < 0}
    out = {name: value for name, value in share.items() if value > 0}
    if alloyed:
        into[f"{host} in the alloy"] = 1.0
    return {
        **{name: route[name] for name in _COLUMNS if name in route},
        "element": host,
        "reagents_kg_kg": total(into.values()),
        "by_products_kg_kg": total(out.values()),
        "consumed": _listed(into),
        "left": _listed(out),
    }


def _charged(step: reactions.Reaction) -> bool:
    return any(
        reactions.contents(name).get(reactions.CHARGE) for name in [*step.consumed, *step.made]
    )


def _with_host(amounts: dict, alloy: dict) -> dict:
    """The net amounts of dissolving an alloy, with the host that comes out of it."""
    dissolved = -amounts[alloy["other"]]
    share = alloy["host_percent"] / 100
    ratio = share / (1 - share)
    if alloy["basis"] == "mass":
        ratio *= faraday.molar_mass(alloy["other"]) / faraday.molar_mass(alloy["host"])
    return amounts | {alloy["host"]: dissolved * ratio}


def _listed(masses: dict[str, float]) -> str:
    return ", ".join(f"{value:.2f} {name}" for name, value in masses.items())


def porosities(root: Path = ROOT) -> pd.DataFrame:
    """Porosity that a route leaves if nothing shrinks.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns route, element, way (shape kept, or leached), porosity (share of the volume, 0 to
        1) and status (unconfirmed where a volume or a composition is).

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes ----- Molar volumes are those of `data/physics/molar_volumes.csv` and, of the hosts, of
    their unit cells; an alloy of two phases is the sum of its parts.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.porosities().set_index("route")["porosity"].round(2)["Mg2Si"].item()
    0.69
    """
    import pandas as pd

    known = read("molar_volumes", root).set_index("compound")
    volumes = known["molar_volume_cm3_mol"]
    cells = crystal_phases.phases(root).set_index("phase")["volume_per_host_A3"]
    hosts = {name: crystallography.molar_volume(cells[name]) for name in HOSTS}
    alloys = read("alloys", root).set_index("alloy")
    eutectic, magnesium = alloys.loc["Al-Si eutectic"], alloys.loc["Mg90Sb10"]
    silicon = eutectic["host_percent"] / faraday.molar_mass("Si") * hosts["Si"]
    aluminium = (100 - eutectic["host_percent"]) / faraday.molar_mass("Al") * volumes["Al"]
    antimony = magnesium["host_percent"]
    bound = 3 / 2 * antimony  # Mg in Mg3Sb2; the rest is the metal
    antimonide = antimony / 2 * volumes["Mg3Sb2"] + (100 - antimony - bound) * volumes["Mg"]
    kept, leached = pores.porosity_of_shrinking, pores.porosity_of_leaching
    products = {
        name: (
            name,
            host,
            PORES_LEACHED,
            leached(units * volumes[other], atoms * hosts[host]),
            [other],
        )
        for name, (host, atoms, other, units) in LEACHED.items()
    }
    rows = [
        ("Mg2Si", "Si", PORES_KEPT, kept(hosts["Si"], volumes["Mg2Si"]), ["Mg2Si"]),
        products["Si + 2 MgO"],
        products["3 Si + 2 Mg3N2"],
        (
            "quartz",
            "Si",
            PORES_KEPT,
            kept(hosts["Si"], volumes["SiO2 (quartz)"]),
            ["SiO2 (quartz)"],
        ),
        (
            "amorphous silica",
            "Si",
            PORES_KEPT,
            kept(hosts["Si"], volumes["SiO2 (amorphous)"]),
            ["SiO2 (amorphous)"],
        ),
        ("Al-Si eutectic", "Si", PORES_LEACHED, leached(aluminium, silicon), ["Al"]),
        (
            "GeO2 (hexagonal)",
            "Ge",
            PORES_KEPT,
            kept(hosts["Ge"], volumes["GeO2 (hexagonal)"]),
            ["GeO2 (hexagonal)"],
        ),
        products["Ge + 2 MgO"],
        (
            "Mg90Sb10",
            "Sb",
            PORES_KEPT,
            kept(antimony * hosts["Sb"], antimonide),
            ["Mg3Sb2", "Mg"],
        ),
    ]
    frame = pd.DataFrame(rows, columns=["route", "element", "way", "porosity", "of"])
    sourced = [
        (known.loc[of, "status"] == "sourced").all()
        and alloys["status"].get(name, "sourced") == "sourced"
        for name, of in zip(frame["route"], frame["of"], strict=True)
    ]
    status = ["sourced" if certain else "unconfirmed" for certain in sourced]
    return frame.drop(columns="of").assign(status=status)


def mixtures(root: Path = ROOT) -> pd.DataFrame:
    """Mixtures of a host and what is leached from it, of known composition.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns route, element, leaves (a formula), host_percent, basis_of_share (mass or amount)
        and status: the alloys of `data/physics/alloys.csv`, and what the reductions of the text
        leave.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.mixtures().set_index("route")["leaves"]["Al-Si eutectic"]
    'Al'
    """
    import pandas as pd

    known = read("molar_volumes", root).set_index("compound")["status"]
    alloys = [
        (
            row["alloy"],
            row["host"],
            row["other"],
            row["host_percent"],
            BASES[row["basis"]],
            row["status"],
        )
        for row in read("alloys", root).to_dict("records")
    ]
    left = [
        (name, host, other, 100 * atoms / (atoms + units), "amount", known[other])
        for name, (host, atoms, other, units) in LEACHED.items()
    ]
    columns = ["route", "element", "leaves", "host_percent", "basis_of_share", "status"]
    return pd.DataFrame([*alloys, *left], columns=columns)


def leaving(root: Path = ROOT) -> pd.Series:
    """Molar volumes of what leaves the `mixtures`.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    Series
        In cm3/mol, by formula.

    Raises
    ------
    DataError
        For data that cannot be used.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.leaving().round(1)["MgO"].item()
    11.2
    """
    volumes = read("molar_volumes", root).set_index("compound")["molar_volume_cm3_mol"]
    return volumes[list(dict.fromkeys(mixtures(root)["leaves"]))]
