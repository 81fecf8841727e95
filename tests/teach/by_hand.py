"""The answers of all exercises, worked once more from the text of each exercise alone.

Nothing here imports `anodes`: molar masses and constants are typed as a student has them, numbers
come from the files of the data (or, for a figure, from what the chapter stores), and each line is
what one would write on paper. `ANSWERS` has one calculation for each question, with the parameters
that the exercise gives, so that every variant is worked and not only that of the book.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import re
from collections import Counter
from functools import cache
from math import log, pi, sin, sqrt
from pathlib import Path
from statistics import mean, median

import gemmi

ROOT = Path(__file__).parents[2]
F = 96485.332  # C/mol
MASS = {
    "H": 1.008, "Li": 6.94, "C": 12.011, "N": 14.007, "O": 15.999, "Na": 22.990, "Mg": 24.305,
    "Al": 26.982, "Si": 28.085, "Cl": 35.45, "K": 39.098, "Ge": 72.630, "Sn": 118.710,
    "Sb": 121.760,
}  # fmt: skip
COPPER = 1.5406  # Å
FINAL = {  # the phase of full uptake, near room temperature
    ("Si", "Li"): "Li15Si4", ("Ge", "Li"): "Li15Ge4", ("Sn", "Li"): "Li17Sn4",
    ("Sb", "Li"): "Li3Sb", ("Si", "Na"): "NaSi", ("Ge", "Na"): "NaGe", ("Sn", "Na"): "Na15Sn4",
    ("Sb", "Na"): "Na3Sb",
}  # fmt: skip
PRINTED_THEORY = {
    ("Si", "Li"): 4200, ("Ge", "Li"): 1624, ("Sn", "Li"): 994, ("Sb", "Li"): 660, ("Si", "Na"): 954,
    ("Ge", "Na"): 369, ("Sn", "Na"): 847, ("Sb", "Na"): 660,
}  # fmt: skip
ANSWERS = {}


def works(name):
    """Enter the calculation of a question."""

    def enter(function):
        assert name not in ANSWERS
        ANSWERS[name] = function
        return function

    return enter


# ------------------------------------------------------------------ what a student looks up


@cache
def rows(path):
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def atoms(formula):
    """How many atoms of each element."""
    return {e: int(n or 1) for e, n in re.findall(r"([A-Z][a-z]?)(\d*)", formula)}


def mass(formula):
    return sum(MASS[e] * n for e, n in atoms(formula).items())


def ions(formula):
    """Li or Na atoms per host atom."""
    of = atoms(formula)
    guest = of.get("Li", 0) + of.get("Na", 0)
    return guest / next(n for e, n in of.items() if e not in ("Li", "Na"))


def mAh(x, grams):
    """Capacity in mAh/g of x mole of electrons in so many grams."""
    return x * F / 3.6 / grams


def x_of(capacity, host):
    return capacity * 3.6 * MASS[host] / F


@cache
def volume(phase):
    """Å³ per host atom, from the edges of the unit cell."""
    row = next(r for r in rows("physics/phases.csv") if r["phase"] == phase)
    a, b, c, beta = (float(row[k]) if row[k] else None for k in (
        "a_angstrom", "b_angstrom", "c_angstrom", "beta_degree"))  # fmt: skip
    hexagonal = row["space_group"].startswith(("R", "P6"))
    cell = a * (b or a) * (c or a) * sin(math.radians(beta or 90))
    return cell * (sqrt(3) / 2 if hexagonal else 1) / int(row["hosts_per_cell"])


def host_of(phase):
    return next(e for e in atoms(phase) if e not in ("Li", "Na"))


def ratio(phase):
    return volume(phase) / volume(host_of(phase))


def molar_volume(host):
    return volume(host) * 0.602214076  # cm3/mol


def density(host):
    return MASS[host] / molar_volume(host)


def number(text):
    return float(text.replace(",", ""))


@cache
def electrodes():
    """The sixty rows, with the three corrections that the data name."""
    changed = {
        (r["table"], r["row"], r["column"]): r["used"] for r in rows("review/corrections.csv")
    }
    family = {r["method"]: r["family"] for r in rows("review/methods.csv")}
    found = []
    for table in "345":
        for row in rows(f"printed/table_{table}.csv"):
            use = {k: changed.get((table, row["row"], k), v) for k, v in row.items()}
            host = re.search(
                r"Si|Ge|Sn|Sb", use["structure"] + {"3": "Si", "4": "Ge"}.get(table, "")
            )
            first, last = use["initial_capacity"], use["capacity_retention"]
            made = {
                "host": host[0],
                "ion": changed.get((table, row["row"], "ion"), "Na" if table == "5" else "Li"),
                "family": family[use["method"]],
                "first": number(re.match(r"[\d.,]+", first)[0]),
                "last": number(re.match(r"[\d.,]+", last)[0]),
                "cycles": number(re.search(r"after ([\d,]+) cycles", last)[1]),
                "ice": float(use["ice"].rstrip("%")) if use["ice"] else None,
            }
            one_c = PRINTED_THEORY[made["host"], made["ion"]] / 1000
            for when, text in (("first", first), ("later", last)):
                current = re.search(r"at ([\d.,/C]+) ?(m?A g-1|mA cm-2|C)?$", text)
                value, unit = current[1], current[2]
                if value.startswith("C/"):
                    value, unit = 1 / float(value[2:]), "C"
                elif value.endswith("C"):
                    value, unit = float(value[:-1]), "C"
                else:
                    value = number(value) / (1000 if unit == "mA g-1" else 1)
                made |= {f"{when}_at": (round(value, 9), unit == "mA cm-2")}
                made[f"{when}_c"] = value if unit == "C" else value / one_c
                made[f"{when}_A"] = value * one_c if unit == "C" else value
                if unit == "mA cm-2":
                    made[f"{when}_c"] = made[f"{when}_A"] = None
            made["one"] = made["first_at"] == made["later_at"]
            made["kept"] = 100 * made["last"] / made["first"]
            found.append(made)
    assert len(found) == 60
    return found


def those(**wanted):
    return [r for r in electrodes() if all(r[k] == v for k, v in wanted.items())]


@cache
def assumed(name):
    return next(float(r["value"]) for r in rows("physics/stack.csv") if r["parameter"] == name)


@cache
def staircase(system):
    """(end in mAh/g of tin, V, phase) of each step."""
    found = [r for r in rows("physics/plateaus.csv") if r["system"] == system]
    return [(mAh(ions(r["phase"]), MASS["Sn"]), float(r["potential_V"]), r["phase"]) for r in found]


def mean_V(steps):
    energy = last = 0.0
    for end, volt, _ in steps:
        energy, last = energy + (end - last) * volt, end
    return energy / last


# ------------------------------------------------------------------ introduction


@works("intro-expansion")
def _(ions_per_host):
    points = [(0, 1), (1, ratio("NaSn")), (2.25, ratio("Na9Sn4")), (3.75, ratio("Na15Sn4"))]
    (x0, r0), (x1, r1) = next(p for p in itertools.pairwise(points) if ions_per_host <= p[1][0])
    return 100 * (r0 + (r1 - r0) * (ions_per_host - x0) / (x1 - x0) - 1)


@works("intro-carbon-capacity")
def _(atoms):
    return F / 3.6 / (12.011 * atoms)


@works("intro-compound-capacity")
def _(atoms):
    return F / 3.6 / (12.011 * atoms + 39.098)


@works("intro-cell-expansion")
def _(edge):
    return 100 * (edge**3 / 16 / 27.054 - 1)


@works("intro-cell-porosity")
def _(edge):
    return 1 - 27.054 / (edge**3 / 16)


@works("intro-surface")
def _(ligament):
    return 6 / (5.327e6 * ligament * 1e-9)


@works("intro-diffusion")
def _(ligament, particle):
    return (particle * 1e-6 / (ligament * 1e-9)) ** 2


@works("intro-tap")
def _(porosity):
    return 5.327 * (1 - porosity) * 0.62


@works("intro-particle-volume")
def _(porosity):
    assert porosity > 1 - 1 / ratio("Li15Ge4")  # so it keeps its size
    return density("Ge") * (1 - porosity) * mAh(15 / 4, MASS["Ge"])


@works("intro-gain")
def _(areal):
    """Of 1 cm²: cathode, anode, separator, half of each foil."""
    takes_up = assumed("negative_to_positive") * areal / (assumed("cathode_ice_percent") / 100)
    cathode = areal / (
        assumed("cathode_mAh_g") * assumed("cathode_g_cm3") * assumed("cathode_active_share")
    )
    foils = 1e-4 * (
        assumed("separator_um") + assumed("copper_um") / 2 + assumed("aluminium_um") / 2
    )

    def energy(anode_mAh_cm3, anode_V):
        height = cathode + foils + takes_up / anode_mAh_cm3
        return areal * (assumed("cathode_V") - anode_V) / height

    graphite = assumed("graphite_mAh_cm3") / (assumed("graphite_ice_percent") / 100)
    # silicon of 2,000 mAh/g: pores just as needed, particles fill 0.7 of the electrode
    grown = 1 + 2000 / mAh(15 / 4, MASS["Si"]) * (ratio("Li15Si4") - 1)
    silicon = 2000 * density("Si") / grown * assumed("silicon_packing")
    return energy(silicon, assumed("silicon_V")) - energy(graphite, assumed("graphite_V"))


# ------------------------------------------------------------------ cells and curves


@works("cell-voltage")
def _(lithiated):
    steps = staircase("Li-Sn")
    charge = steps[-1][0] * lithiated / 100
    tin = next(volt for end, volt, _ in steps if charge <= end)
    cathode = assumed("cathode_V") + assumed("cathode_span_V") * (lithiated / 100 - 0.5)
    return cathode - tin


@works("cell-mean")
def _(end):
    steps = staircase("Li-Sn")
    number_of = [phase for _, _, phase in steps].index(end)
    return mean_V(steps[: number_of + 1])


@works("cell-returned")
def _(gap):
    return 100 * (3.85 - 0.504 - gap / 2) / (3.85 - 0.504 + gap / 2)


@works("cell-first-uptake")
def _(ice):
    return 993.4 / (ice / 100)


@works("cell-minutes")
def _(rate, delivered):
    return 60 * delivered / (rate * mAh(15 / 4, MASS["Sn"]))


@works("cell-areal-current")
def _(rate, loading):
    return rate * mAh(15 / 4, MASS["Sn"]) / 1000 * loading


@works("cell-least-np")
def _(anode, cathode):
    """N/ICE of the anode has room for P/ICE of the cathode."""
    return (1 / (cathode / 100)) / (1 / (anode / 100))


@works("cell-left-by-mass")
def _(anode, cathode, ratio):
    released = 1 / (cathode / 100)
    film = ratio * (1 / (anode / 100) - 1)
    return 100 * min(1, released - film)


@works("cell-peaks")
def _(width):
    """Each step is the derivative of a logistic function of this width."""
    last, heights = 0.0, []
    grid = [n / 5000 for n in range(-500, 4000)]
    parts = []
    for end, volt, _ in staircase("Na-Sn"):
        parts.append((end - last, volt))
        last = end
    for volt in grid:
        heights.append(
            sum(q / (4 * width * math.cosh((volt - v) / (2 * width)) ** 2) for q, v in parts)
        )
    return sum(a < b >= c for a, b, c in zip(heights, heights[1:], heights[2:], strict=False))


@works("cell-median-minutes")
def _(host):
    return median(60 * r["last"] / 1000 / r["later_A"] for r in those(host=host) if r["later_A"])


# ------------------------------------------------------------------ silicon


@works("si-outward-growth")
def _(porosity):
    return 100 * ((1 - porosity) * ratio("Li15Si4") - 1)


@works("si-capacity")
def _(ions_per_host):
    return mAh(ions_per_host, MASS["Si"])


@works("si-capacity-of-alloy")
def _(ions_per_host):
    return mAh(ions_per_host, MASS["Si"] + ions_per_host * MASS["Li"])


@works("si-half-c")
def _():
    return 4.2 / 2


@works("si-c-rate")
def _(current, phase):
    return current / (mAh(ions(phase), MASS["Si"]) / 1000)


@works("si-days")
def _(capacity, cycles, current):
    return 2 * cycles * capacity / (1000 * current) / 24


@works("si-efficiency")
def _(retention, cycles):
    return 100 * (retention / 100) ** (1 / cycles)


@works("si-change")
def _(retention, cycles):
    return 100 * ((retention / 100) ** (100 / cycles) - 1)


@works("si-highest-x")
def _():
    return x_of(max(r["first"] for r in those(host="Si")), "Si")


@works("si-one-current")
def _(least):
    return median(r["kept"] for r in those(host="Si", one=True) if r["cycles"] >= least)


@works("si-frontier")
def _(family):
    left = [(r["cycles"], r["last"]) for r in those(host="Si") if r["family"] != family]
    return sum(not any(o != e and o[0] >= e[0] and o[1] >= e[1] for o in left) for e in left)


# ------------------------------------------------------------------ germanium


@works("ge-at-one-c")
def _(family):
    return len(those(host="Ge", family=family, later_c=1.0))


@works("ge-current")
def _(rate, phase):
    return rate * mAh(ions(phase), MASS["Ge"]) / 1000


@works("ge-minutes")
def _(capacity, rate, phase):
    return 60 * capacity / (rate * mAh(ions(phase), MASS["Ge"]))


@works("ge-fade")
def _(start, end, cycles):
    return 100 * (1 - (end / start) ** (1 / cycles))


@works("ge-last-cycle")
def _(start, end, cycles, limit):
    return cycles * log(limit / 100) / log(end / start)


@works("ge-capacity")
def _(ions_per_host):
    return mAh(ions_per_host, MASS["Ge"])


@works("ge-capacity-of-alloy")
def _(ions_per_host):
    return mAh(ions_per_host, MASS["Ge"] + ions_per_host * MASS["Na"])


@works("ge-same-cycles")
def _(cycles):
    """The table of the chapter: 84 % after 300 cycles at 60 °C."""
    return 100 * 0.84 ** (cycles / 300)


@works("ge-share")
def _(phase, least):
    full = mAh(ions(phase), MASS["Ge"])
    return median(100 * r["last"] / full for r in those(host="Ge") if r["cycles"] >= least)


@works("ge-speed-up")
def _(least):
    return median(r["later_c"] / r["first_c"] for r in those(host="Ge") if r["later_c"] >= least)


# ------------------------------------------------------------------ tin


@works("sn-edge-expansion")
def _(edge):
    return 100 * (edge**3 / 16 / volume("Sn") - 1)


@works("sn-line-expansion")
def _(angle):
    edge = COPPER / (2 * sin(math.radians(angle / 2))) * sqrt(8**2 + 2**2 + 2**2)
    return 100 * (edge**3 / 80 / 27.05 - 1)


@works("sn-step")
def _(richer):
    return mAh(ions(richer) - 1, MASS["Sn"])


@works("sn-step-share")
def _(richer):
    return 100 * (ions(richer) - 1) / (17 / 4)


@works("sn-highest-x")
def _():
    return x_of(1100, "Sn")


@works("sn-first-x")
def _(sodium):
    return 0.60 * 27.05 * 0.6022 / sodium


@works("sn-line")
def _(phase):
    """Structure factors of all lines up to 40°, with polarisation and Lorentz factor."""
    row = next(r for r in rows("physics/phases.csv") if r["phase"] == phase)
    a = float(row["a_angstrom"])
    c = float(row["c_angstrom"] or a)
    group = gemmi.SpaceGroup(row["space_group"] + (":1" if "I4_1" in row["space_group"] else ""))
    whole = set()
    for atom in rows("physics/atoms.csv"):
        if atom["phase"] == phase:
            at = [float(atom[k]) for k in "xyz"]
            for operation in group.operations():
                moved = tuple(round(v % 1, 4) % 1 for v in operation.apply_to_xyz(at))
                whole.add((atom["element"], moved))
    lines = Counter()
    for h, k, m in itertools.product(range(-12, 13), repeat=3):
        squared = (h * h + k * k) / a**2 + m * m / c**2
        if not 0 < squared < (2 * sin(math.radians(20)) / COPPER) ** 2:
            continue
        theta = math.asin(COPPER * sqrt(squared) / 2)
        real = imaginary = 0.0
        for element, (x, y, z) in whole:
            f = gemmi.Element(element).it92.calculate_sf(squared / 4)
            real += f * math.cos(2 * pi * (h * x + k * y + m * z))
            imaginary += f * sin(2 * pi * (h * x + k * y + m * z))
        geometry = (1 + math.cos(2 * theta) ** 2) / (sin(theta) ** 2 * math.cos(theta))
        lines[round(math.degrees(2 * theta), 3)] += (real**2 + imaginary**2) * geometry
    return lines.most_common(1)[0][0]


@works("sn-lost-charge")
def _(least):
    found = [r for r in those(host="Sn", ion="Na") if r["cycles"] >= least and r["ice"]]
    return median(r["first"] / (r["ice"] / 100) - r["first"] for r in found)


# ------------------------------------------------------------------ antimony


@works("sb-two-c")
def _():
    return 2 * mAh(3, MASS["Sb"]) / 1000


@works("sb-share")
def _():
    return 100 * 500 / mAh(3, MASS["Sb"])


@works("sb-expansion-read")
def _(edge_a, edge_c):
    return 100 * (sqrt(3) / 2 * edge_a**2 * edge_c / 2 / volume("Sb") - 1)


@works("sb-more-sodium")
def _():
    per_gram = {f: mAh(ions(f), MASS[host_of(f)]) for f in ("NaSi", "NaGe", "Na15Sn4", "Na3Sb")}
    return max(per_gram.values()) - per_gram["Na3Sb"]


@works("sb-sodiated")
def _():
    return mAh(3, mass("Na3Sb"))


@works("sb-c-rate")
def _(current, own_basis):
    return current / (mAh(3, MASS["Sb"]) / 1000)


@works("sb-minutes")
def _(stored, current):
    return 60 * stored / (1000 * current)


@works("sb-sphere-porosity")
def _(radius, wall):
    return ((radius - wall) / radius) ** 3


@works("sb-outer-radius")
def _(radius, wall):
    solid = radius**3 - (radius - wall) ** 3
    return (solid * ratio("Li3Sb")) ** (1 / 3)


@works("sb-refined-expansion")
def _(line_110, line_103):
    d110, d103 = (COPPER / (2 * sin(math.radians(t / 2))) for t in (line_110, line_103))
    a = 2 * d110  # 1/d² = 4/3 (1 + 1 + 1)/a²
    c = 3 / sqrt(1 / d103**2 - 4 / 3 / a**2)
    return 100 * (sqrt(3) / 2 * a * a * c / 2 / 30.18 - 1)


@works("sb-mean-ice")
def _(host):
    return mean(r["ice"] for r in those(host=host) if r["ice"])


@works("sb-highest-mean")
def _(host):
    return mean(r["ice"] or 100 for r in those(host=host))


@works("sb-left-after")
def _(cycles):
    return min(
        100 * (r["kept"] / 100) ** (cycles / r["cycles"]) for r in those(host="Sb", one=True)
    )


# ------------------------------------------------------------------ synthesis


@works("syn-highest-share")
def _(leached):
    """Of 1 cm³: the pores that Li15Si4 needs are filled by what is leached."""
    solid = 1 / ratio("Li15Si4")
    volumes = {
        r["compound"]: float(r["molar_volume_cm3_mol"]) for r in rows("physics/molar_volumes.csv")
    }
    silicon, other = solid * density("Si"), (1 - solid) * mass(leached) / volumes[leached]
    return 100 * silicon / (silicon + other)


@works("syn-salt-mass")
def _(silicon):
    return silicon / 28.085 * 4 * (22.990 + 35.45)  # SiCl4 + 4 Na = Si + 4 NaCl


@works("syn-salt-porosity")
def _(salt_volume):
    return 4 * salt_volume / (4 * salt_volume + 12.06)


@works("syn-carbon-porosity")
def _(density):
    """Mg2Si + CO2 = Si + C + 2 MgO."""
    return 2 * 11.26 / (2 * 11.26 + 12.06 + 12.011 / density)


@works("syn-carbon-ratio")
def _():
    return (12.06 + 2 * 11.26) / 12.06


@works("syn-draws")
def _(papers):
    """One draw after the other: how likely it is that so many of them were the highest value."""
    tops = [1.0]
    for _ in range(papers):
        missed = [p * (papers - 1) / papers for p in tops] + [0]
        tops = [a + b for a, b in zip(missed, [0] + [p / papers for p in tops], strict=True)]
    return sum(tops[papers // 2 + 1 :])


@works("syn-slowest-fade")
def _(host):
    falling = [r for r in those(host=host, one=True) if r["last"] < r["first"]]
    return min(100 * (1 - (r["kept"] / 100) ** (1 / r["cycles"])) for r in falling)


@works("syn-joined-ice")
def _(joined):
    both = those(family="template") + those(family=joined)
    return median(r["ice"] for r in both if r["ice"])


@works("syn-silicon-ice")
def _(family):
    silicon = [r for r in those(host="Si") if r["ice"]]
    inside = [r["ice"] for r in silicon if r["family"] == family]
    return median(inside) - median(r["ice"] for r in silicon if r["family"] != family)


# ------------------------------------------------------------------ outlook


@works("out-cycles")
def _(ice, efficiency):
    return log(0.80 / (ice / 88)) / log(efficiency / 100)


@works("out-tin-as-expansion")
def _(porosity):
    return 100 * ((1 - porosity) * (1 + 5.25) - 1)


@works("out-tin-as-ratio")
def _(porosity):
    return 100 * ((1 - porosity) * 5.25 - 1)


@works("out-void")
def _(packing, porosity):
    return 100 * (1 - packing * (1 - porosity))


@works("out-electrolyte")
def _(packing, porosity):
    solid = packing * (1 - porosity)
    return (1 - solid) / (solid * 5.327 * 1.568)


@works("out-left")
def _(ice):
    return 100 * (ice / 100) / 0.88


@works("out-lithium")
def _(areal, ice):
    return areal - areal / 0.88 * ice / 100


@works("out-by-products")
def _(share):
    """2 Al + 6 HCl = 2 AlCl3 + 3 H2."""
    of_one_gram = (mass("AlCl3") + 1.5 * 2 * 1.008) / MASS["Al"]
    return of_one_gram * (100 - share) / share


@works("out-few-pores")
def _(most):
    def needed(row):
        phase = FINAL[row["host"], row["ion"]]
        x = x_of(row["first"], row["host"])
        grown = 1 + x * (ratio(phase) - 1) / ions(phase)
        return 1 - 1 / grown

    return sum(needed(r) <= most for r in those(host="Si"))


@works("out-per-volume")
def _(other, least):
    def per_volume(row):
        phase = FINAL[row["host"], "Li"]
        grown = 1 + x_of(row["first"], row["host"]) * (ratio(phase) - 1) / ions(phase)
        return row["first"] * density(row["host"]) / grown

    silicon, others = (
        median(per_volume(r) for r in those(host=h, ion="Li") if r["cycles"] >= least)
        for h in ("Si", other)
    )
    return silicon / others


# ------------------------------------------------------------------ audit


@works("audit-unclear")
def _(chapter):
    """Read in the figure that the chapter stores."""
    cells = json.loads((ROOT / "chapters/audit.ipynb").read_text(encoding="utf-8"))["cells"]
    cell = next(c for c in cells if c["id"] == "fig-audit-chapters")
    chart = cell["outputs"][0]["data"]["application/vnd.vegalite.v5+json"]
    bars = [r for r in next(iter(chart["datasets"].values())) if r["chapter"] == chapter]
    unclear = sum(r["findings"] for r in bars if r["severity"] == "ambiguous")
    return 100 * unclear / sum(r["findings"] for r in bars)


@works("audit-cell-expansion")
def _(cell):
    return 100 * ((cell / 16) / (108.2 / 4) - 1)


@works("audit-porosity-gap")
def _(cell):
    grown = (cell / 16) / (108.2 / 4)
    return 100 * ((1 - 1 / (grown + 1)) - (1 - 1 / grown))


@works("audit-bound")
def _(share):
    return share / 100 * mAh(3, 121.76) + (1 - share / 100) * 372


@works("audit-needed-ions")
def _(share, released):
    of_antimony = (released - (1 - share / 100) * 372) / (share / 100)
    return x_of(of_antimony, "Sb")


@works("audit-from-delithiation")
def _(first, efficiency, later):
    return 100 * later / (first * efficiency / 100)


@works("audit-start")
def _(later, stated):
    return later / (stated / 100)


@works("audit-changed")
def _(porosity):
    printed = [
        number(r["volume_expansion"].strip("> "))
        for table in "12"
        for r in rows(f"printed/table_{table}.csv")
    ]
    assert len(printed) == 8
    needs = [(1 - 1 / (1 + p / 100), 1 - 1 / (p / 100)) for p in printed]
    return sum(as_ratio <= porosity < as_expansion for as_expansion, as_ratio in needs)


@works("audit-flagged")
def _(margin):
    found = [r for r in electrodes() if r["ice"]]
    limit = {k: v * (1 + margin / 100) for k, v in PRINTED_THEORY.items()}
    return sum(r["first"] / (r["ice"] / 100) > limit[r["host"], r["ion"]] for r in found)


# ------------------------------------------------------------------ your electrode


@works("your-better")
def _(kept, cycles, current):
    return sum(
        r["last"] >= kept and r["cycles"] >= cycles and (r["later_A"] or 0) >= current
        for r in those(host="Si", ion="Li")
    )


@works("your-share")
def _(capacity):
    return 100 * capacity / 847


@works("your-x")
def _(capacity):
    return capacity * 3.6 / 96485 * 118.71


@works("your-excess")
def _(capacity):
    return capacity - 369


@works("your-returned")
def _(capacity, ice):
    return capacity * ice / 100


@works("your-one-current")
def _(slow, fast, last):
    return 100 * last / fast


@works("your-fade")
def _(slow, fast, last, cycles):
    return 100 * (1 - (last / fast) ** (1 / cycles))


@works("your-slower")
def _(retention, cycles):
    own = (retention / 100) ** (1 / cycles)
    return sum((r["kept"] / 100) ** (1 / r["cycles"]) > own for r in those(host="Si", one=True))


@works("your-lost")
def _(least):
    return 100 * mean(not r["one"] for r in electrodes() if r["cycles"] >= least)


@works("your-problems")
def _():
    """Potassium, and an ICE of 0.88 %; 5,800 mAh/g is in the range of the template."""
    return 2


@works("your-typo")
def _():
    return 100 * 5800 / 660


# ------------------------------------------------------------------ data


@works("data-filtered")
def _(high, cycles):
    return sum((r["ice"] or 0) > high and r["cycles"] >= cycles for r in electrodes())


@works("data-current")
def _(loading):
    return 0.2 / loading


@works("data-c-rate")
def _(loading):
    return 0.2 / loading / 4.2


@works("data-width")
def _(returned, ice):
    return returned / ((ice - 0.5) / 100) - returned / ((ice + 0.5) / 100)


@works("data-only-text")
def _(host):
    """Statements of a capacity that name their paper, which no table has."""
    tables = {r["reference"] for t in "345" for r in rows(f"printed/table_{t}.csv")}
    stated = {
        r["references"]
        for r in rows("printed/claims.csv")
        if r["element"] == host
        and r["unit"] == "mAh g-1"
        and r["quantity"] != "theoretical_capacity"
    }
    return len(stated - tables - {""})


@works("data-quotient")
def _():
    """Row [161] of Table 5, and the sentence on Figure 16."""
    return 100 * 674 / 1066


@works("data-without-current")
def _(quantity):
    found = [r for r in rows("printed/claims.csv") if r["quantity"] == quantity]
    return 100 * mean(not r["current"] for r in found)


@works("data-decimal")
def _():
    return 100 * 980.25 / 1310.5
