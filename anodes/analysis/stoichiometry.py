"""What the synthesis routes of the text take and leave: masses a kilogram, and pores.

Masses follow from the balanced equations of `data/review/routes.csv`, pores from molar
volumes; both are what chemistry demands at least, without excess, yield or solvent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from anodes.analysis import crystal_phases
from anodes.data.domain import HOSTS
from anodes.data.files import ROOT, once_a_state, read
from anodes.data.frames import Row, record, records
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
Amounts = dict[str, Any]  # formula -> moles, a fraction or a float
Volumes = dict[str, float]  # molar, in cm3/mol, by formula
PORES_KEPT = "shape kept"
PORES_LEACHED = "leached"
OXYGEN_BY_CURRENT = "oxygen, by a current"  # not by magnesium, whose oxide needs room of its own
OXYGEN_BY_GAS = "oxygen, by hydrogen"
BASES = {"mass": "mass", "atom": "amount"}


@once_a_state
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
    rows = [_masses(route, root) for route in records(frame)]
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


def _masses(route: Row, root: Path) -> Row | None:
    steps = reactions.parse(route["equation"])
    if not steps or any(_charged(step) for step in steps):
        return None
    alloys = read("alloys", root).set_index("route")
    amounts: Amounts
    try:
        amounts = dict(reactions.net(steps))
    except ValueError:
        return None
    alloyed = route["route"] in alloys.index
    if alloyed:
        amounts = _with_host(amounts, record(alloys, route["route"]))
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
        reactions.atoms_and_charge(name).get(reactions.CHARGE)
        for name in [*step.consumed, *step.made]
    )


def _with_host(amounts: Amounts, alloy: Row) -> Amounts:
    """The net amounts of dissolving an alloy, with the host that comes out of it."""
    dissolved = -amounts[alloy["other"]]
    share = alloy["host_percent"] / 100
    ratio = share / (1 - share)
    if alloy["basis"] == "mass":
        ratio *= faraday.molar_mass(alloy["other"]) / faraday.molar_mass(alloy["host"])
    return amounts | {alloy["host"]: dissolved * ratio}


def _listed(masses: dict[str, float]) -> str:
    return ", ".join(f"{value:.2f} {name}" for name, value in masses.items())


@once_a_state
def porosities(root: Path = ROOT) -> pd.DataFrame:
    """Porosity that a route leaves if nothing shrinks.

    Parameters
    ----------
    root
        Project folder; by default that of this package.

    Returns
    -------
    DataFrame
        Columns route, element, way (shape kept, or leached), removed (what leaves, and by what),
        porosity (share of the volume, 0 to 1) and status (unconfirmed where a volume or a
        composition is).

    Raises
    ------
    DataError
        For data that cannot be used.

    Notes
    -----
    Molar volumes are those of `data/physics/molar_volumes.csv` and, of the hosts, of their unit
    cells; an alloy of two phases is the sum of its parts. An oxide can keep its shape only where
    its oxygen leaves alone: host and magnesia together take more room than the oxide did.

    Examples
    --------
    >>> from anodes import analysis
    >>> analysis.porosities().set_index("route")["porosity"].round(2)["Mg2Si"].item()
    0.69
    """
    import pandas as pd

    known = read("molar_volumes", root).set_index("compound")
    cells = crystal_phases.phases(root).set_index("phase")["volume_per_host_A3"]
    volumes: Volumes = dict(zip(known.index, known["molar_volume_cm3_mol"], strict=True))
    volumes |= {name: crystallography.molar_volume(float(cells[name])) for name in HOSTS}
    alloys = read("alloys", root).set_index("alloy")
    shares = alloys["host_percent"]
    reduced = {name: _leached_reduction(name, volumes) for name in LEACHED}
    rows = [
        _of_one_shape("Mg2Si", "Mg2Si", "Si", "Mg, by a melt", volumes),
        reduced["Si + 2 MgO"],
        reduced["3 Si + 2 Mg3N2"],
        _of_one_shape("quartz", "SiO2 (quartz)", "Si", OXYGEN_BY_CURRENT, volumes),
        _of_one_shape("amorphous silica", "SiO2 (amorphous)", "Si", OXYGEN_BY_CURRENT, volumes),
        _leached_eutectic(shares["Al-Si eutectic"], volumes),
        _of_one_shape("GeO2 (hexagonal)", "GeO2 (hexagonal)", "Ge", OXYGEN_BY_GAS, volumes),
        reduced["Ge + 2 MgO"],
        _dealloyed_magnesium(shares["Mg90Sb10"], volumes),
    ]
    status = [
        "sourced"
        if (known.loc[row.of, "status"] == "sourced").all()
        and alloys["status"].get(row.route, "sourced") == "sourced"
        else "unconfirmed"
        for row in rows
    ]
    return pd.DataFrame(rows).drop(columns="of").assign(status=status)


class _Pores(NamedTuple):
    """The porosity that a route leaves, with the compounds whose volumes it rests on."""

    route: str
    element: str
    way: str
    removed: str
    porosity: float
    of: list[str]


def _of_one_shape(route: str, compound: str, host: str, removed: str, volumes: Volumes) -> _Pores:
    """A compound of one host atom a formula unit that becomes the host and keeps its shape."""
    porosity = pores.porosity_of_shrinking(volumes[host], volumes[compound])
    return _Pores(route, host, PORES_KEPT, removed, porosity, [compound])


def _leached_reduction(route: str, volumes: Volumes) -> _Pores:
    """What a reduction leaves, once its by-product is leached."""
    host, atoms, other, units = LEACHED[route]
    porosity = pores.porosity_of_leaching(units * volumes[other], atoms * volumes[host])
    return _Pores(route, host, PORES_LEACHED, f"{other}, by an acid", porosity, [other])


def _leached_eutectic(silicon_percent: float, volumes: Volumes) -> _Pores:
    """The Al-Si eutectic, of a given mass per cent of silicon, once aluminium is leached."""
    silicon = silicon_percent / faraday.molar_mass("Si") * volumes["Si"]
    aluminium = (100 - silicon_percent) / faraday.molar_mass("Al") * volumes["Al"]
    porosity = pores.porosity_of_leaching(aluminium, silicon)
    return _Pores("Al-Si eutectic", "Si", PORES_LEACHED, "Al, by an acid", porosity, ["Al"])


def _dealloyed_magnesium(antimony: float, volumes: Volumes) -> _Pores:
    """A mixture of Mg3Sb2 and magnesium, of a given atomic per cent of antimony, to antimony."""
    bound = 3 / 2 * antimony  # Mg in Mg3Sb2; the rest is the metal
    alloy = antimony / 2 * volumes["Mg3Sb2"] + (100 - antimony - bound) * volumes["Mg"]
    porosity = pores.porosity_of_shrinking(antimony * volumes["Sb"], alloy)
    of = ["Mg3Sb2", "Mg"]
    return _Pores("Mg90Sb10", "Sb", PORES_KEPT, "Mg, by an acid", porosity, of)


@once_a_state
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
        for row in records(read("alloys", root))
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
    11.3
    """
    volumes = read("molar_volumes", root).set_index("compound")["molar_volume_cm3_mol"]
    return volumes[list(dict.fromkeys(mixtures(root)["leaves"]))]
