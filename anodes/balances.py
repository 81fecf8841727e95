"""What the synthesis routes of the text take and leave: masses a kilogram, and pores.

Masses follow from the balanced equations of `data/review/routes.csv`, pores from molar
volumes; both are what chemistry demands at least, without excess, yield or solvent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from anodes import crystal, phases, reactions, theory
from anodes.charts import HOST_COLOURS
from anodes.data import routes
from anodes.files import ROOT, read

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

PORES_KEPT = "shape kept"
PORES_LEACHED = "leached"


def masses(root: Path = ROOT) -> pd.DataFrame:
    """What goes in and what is left over for a kilogram of host, for each route that says enough.

    Columns route, reference, kind, family, precursor, agent, element, temperature_degC,
    reagents_kg_kg (all that is consumed), by_products_kg_kg (all that is made beside the host),
    consumed and left (as text). Left out are routes without an equation, with ions whose salt or
    acid is not named, with steps of which the equations do not say how often they run, and
    routes that make no host from a compound or an alloy of known composition.
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
    hosts = [name for name in amounts if name in HOST_COLOURS and amounts[name] > 0]
    if len(hosts) != 1:
        return None
    host = hosts[0]
    product = float(amounts[host]) * theory.molar_mass(host)
    share = {
        name: float(amount) * theory.molar_mass(name) / product
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
        "reagents_kg_kg": sum(into.values()),
        "by_products_kg_kg": sum(out.values()),
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
        ratio *= theory.molar_mass(alloy["other"]) / theory.molar_mass(alloy["host"])
    return amounts | {alloy["host"]: dissolved * ratio}


def _listed(masses: dict[str, float]) -> str:
    return ", ".join(f"{value:.2f} {name}" for name, value in masses.items())


def porosities(root: Path = ROOT) -> pd.DataFrame:
    """The porosity that a route leaves if nothing shrinks, for routes of the review.

    Columns route, element, way (shape kept, or leached), porosity and status (unconfirmed where
    one volume or composition is). Molar volumes are those of `molar_volumes.csv` and, of the
    hosts, of their cells; a two-phase alloy is the sum of its parts.
    """
    import pandas as pd

    known = read("molar_volumes", root).set_index("compound")
    volumes = known["molar_volume_cm3_mol"]
    cells = phases.phases(root).set_index("phase")["volume_per_host_A3"]
    hosts = {name: crystal.molar_volume(cells[name]) for name in HOST_COLOURS}
    alloys = read("alloys", root).set_index("alloy")
    eutectic, magnesium = alloys.loc["Al-Si eutectic"], alloys.loc["Mg90Sb10"]
    silicon = eutectic["host_percent"] / theory.molar_mass("Si") * hosts["Si"]
    aluminium = (100 - eutectic["host_percent"]) / theory.molar_mass("Al") * volumes["Al"]
    antimony = magnesium["host_percent"]
    bound = 3 / 2 * antimony  # Mg in Mg3Sb2; the rest is the metal
    antimonide = antimony / 2 * volumes["Mg3Sb2"] + (100 - antimony - bound) * volumes["Mg"]
    kept, leached = theory.porosity_of_shrinking, theory.porosity_of_leaching
    rows = [
        ("Mg2Si", "Si", PORES_KEPT, kept(hosts["Si"], volumes["Mg2Si"]), ["Mg2Si"]),
        ("Si + 2 MgO", "Si", PORES_LEACHED, leached(2 * volumes["MgO"], hosts["Si"]), ["MgO"]),
        (
            "3 Si + 2 Mg3N2",
            "Si",
            PORES_LEACHED,
            leached(2 * volumes["Mg3N2"], 3 * hosts["Si"]),
            ["Mg3N2"],
        ),
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
        ("Ge + 2 MgO", "Ge", PORES_LEACHED, leached(2 * volumes["MgO"], hosts["Ge"]), ["MgO"]),
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
