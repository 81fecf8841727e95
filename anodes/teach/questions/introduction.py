"""Questions of the chapter Introduction."""

from __future__ import annotations

from anodes.analysis.crystal_phases import phase, phases
from anodes.analysis.stack_assumptions import assumed_stack, stack_comparison
from anodes.physics import cell_stack, faraday, pores
from anodes.teach.question import Given, Right, question

SODIUM = Given("intro-sodium", (1.5, 0.5, 0.75, 2.5, 3.0, 3.25), "sodium atoms per tin atom")
CARBON = Given("intro-carbon", (8, 10, 16, 24, 36, 48), "carbon atoms")
EDGE = Given("intro-edge", (13.25, 13.0, 13.05, 13.1, 13.35, 13.4), "angstrom")
LIGAMENT = Given("intro-ligament", (60, 40, 50, 70, 80, 90), "nm")
PARTICLE = Given("intro-particle", (6, 5, 8, 9, 10, 12), "um")
PACKED = Given("intro-packed-porosity", (0.7, 0.6, 0.65, 0.68, 0.72, 0.75))
ROOMY = Given("intro-roomy-porosity", (0.85, 0.75, 0.77, 0.8, 0.82, 0.88))
AREAL = Given("intro-areal-capacity", (3, 2, 2.5, 3.5, 4.5, 5), "mAh cm-2")
POTASSIUM_G_MOL, ATOMS = 39.098, 16


@question(
    "intro-expansion",
    "Volume expansion of tin",
    "%",
    absolute=2,
    kinds=("ratio for expansion", "fraction for percent"),
    ions_per_host=SODIUM,
)
def _expansion(ions_per_host: float) -> Right:
    def grown(name: str) -> float:
        full = phase(name)
        share = ions_per_host / float(full["ions_per_host"])
        return share * pores.expansion_percent(_ratio(name))

    known = phases().query("host == 'Sn' and guest == 'Na' and method == 'experiment'")
    ends = {0.0: 1.0, **dict(zip(known["ions_per_host"], known["ratio"], strict=True))}
    below = max(end for end in ends if end <= ions_per_host)
    above = min(end for end in ends if end > ions_per_host)
    slope = (ends[above] - ends[below]) / (above - below)
    ratio = ends[below] + slope * (ions_per_host - below)
    return Right(
        pores.expansion_percent(ratio),
        {
            "wrong ion": grown("Li17Sn4"),
            "wrong phase": [pores.expansion_percent(value) for value in known["ratio"]],
        },
    )


def _ratio(name: str) -> float:
    """V/V0 of a phase."""
    volume, host = phase(name), phase(str(phase(name)["host"]))
    return float(volume["volume_per_host_A3"]) / float(host["volume_per_host_A3"])


@question(
    "intro-carbon-capacity",
    "Capacity per gram of carbon",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    atoms=CARBON,
)
def _carbon_capacity(atoms: int) -> Right:
    return Right(
        faraday.specific_capacity(1 / atoms, "C"),
        {
            "inverse ratio": faraday.specific_capacity(atoms, "C"),
            "per gram of alloy": _per_gram_of_compound(atoms),
            "wrong phase": faraday.specific_capacity(1 / 6, "C"),
        },
    )


@question(
    "intro-compound-capacity",
    "Capacity per gram of the compound",
    "mAh g-1",
    relative=0.01,
    kinds=("factor 3.6", "mA for A"),
    atoms=CARBON,
)
def _compound_capacity(atoms: int) -> Right:
    carbon = atoms * faraday.molar_mass("C")
    return Right(
        _per_gram_of_compound(atoms),
        {
            "per gram of host": faraday.specific_capacity(1 / atoms, "C"),
            "wrong ion": faraday.capacity_of_molar_mass(1, carbon + faraday.molar_mass("Li")),
            "ion mass": faraday.capacity_of_molar_mass(1, carbon + atoms * POTASSIUM_G_MOL),
        },
    )


def _per_gram_of_compound(atoms: int) -> float:
    mass = atoms * faraday.molar_mass("C") + POTASSIUM_G_MOL
    return faraday.capacity_of_molar_mass(1, mass)


@question(
    "intro-cell-expansion",
    "Volume expansion of tin in this alloy",
    "%",
    absolute=2,
    kinds=("ratio for expansion", "fraction for percent"),
    edge=EDGE,
)
def _cell_expansion(edge: float) -> Right:
    one_atom = edge**3 / float(phase("Sn")["volume_per_host_A3"])
    return Right(
        pores.expansion_percent(_cell_ratio(edge)),
        {"whole unit cell": [pores.expansion_percent(one_atom), 100 * one_atom]},
    )


@question(
    "intro-cell-porosity",
    "Required porosity of a tin particle",
    relative=0.01,
    kinds=("percent for fraction", "complement"),
    edge=EDGE,
)
def _cell_porosity(edge: float) -> Right:
    ratio = _cell_ratio(edge)
    return Right(
        pores.minimum_porosity(ratio),
        {"expansion for ratio": pores.minimum_porosity(ratio - 1)},
    )


def _cell_ratio(edge: float) -> float:
    """V/V0 of a cubic unit cell with sixteen tin atoms."""
    return edge**3 / ATOMS / float(phase("Sn")["volume_per_host_A3"])


@question(
    "intro-surface",
    "Surface per gram of the spheres",
    "m2 g-1",
    relative=0.02,
    kinds=("mA for A",),
    ligament=LIGAMENT,
)
def _surface(ligament: float) -> Right:
    density = float(phase("Ge")["density_computed_g_cm3"])
    return Right(
        pores.surface_m2_g(ligament, density),
        {
            "radius for diameter": pores.surface_m2_g(2 * ligament, density),
            "wrong host": pores.surface_m2_g(
                ligament, float(phase("Si")["density_computed_g_cm3"])
            ),
        },
    )


@question(
    "intro-diffusion",
    "Diffusion time, dense over porous",
    relative=0.02,
    kinds=("inverse ratio",),
    ligament=LIGAMENT,
    particle=PARTICLE,
)
def _diffusion(ligament: float, particle: float) -> Right:
    ratio = 1000 * particle / ligament
    return Right(ratio**2, {"linear for square": ratio, "mA for A": (particle / ligament) ** 2})


@question(
    "intro-tap",
    "Tap density of the porous powder",
    "g cm-3",
    relative=0.02,
    kinds=("mA for A",),
    porosity=PACKED,
)
def _tap(porosity: float) -> Right:
    density = float(phase("Ge")["density_computed_g_cm3"])
    packing = pores.RANDOM_PACKING
    return Right(
        pores.tap_density(packing, porosity, density),
        {
            "complement": pores.tap_density(packing, 1 - porosity, density),
            "without pores": pores.tap_density(packing, 0, density),
            "wrong host": pores.tap_density(
                packing, porosity, float(phase("Si")["density_computed_g_cm3"])
            ),
        },
    )


@question(
    "intro-particle-volume",
    "Capacity per volume of the lithiated particle",
    "mAh cm-3",
    relative=0.02,
    kinds=("factor 3.6", "mA for A"),
    porosity=ROOMY,
)
def _particle_volume(porosity: float) -> Right:
    capacity = faraday.specific_capacity(float(phase("Li15Ge4")["ions_per_host"]), "Ge")
    density = float(phase("Ge")["density_computed_g_cm3"])
    solid = pores.capacity_per_host_volume(capacity, density)
    return Right(
        (1 - porosity) * solid,
        {
            "without pores": [solid, solid / _ratio("Li15Ge4")],
            "complement": porosity * solid,
        },
    )


@question(
    "intro-gain",
    "Gain of porous silicon over graphite",
    "Wh L-1",
    relative=0.02,
    kinds=("sign", "mA for A"),
    areal=AREAL,
)
def _gain(areal: float) -> Right:
    table = stack_comparison().set_index("anode")
    columns = ["capacity_per_volume_mAh_cm3", "assumed_potential_V"]

    def energy(name: str, areal: float) -> float:
        per_volume, potential = (float(table[column][name]) for column in columns)
        stack = assumed_stack(areal_capacity_mAh_cm2=areal)
        return cell_stack.stack_energy_Wh_L(per_volume, potential, stack)

    def gain(name: str, areal: float) -> float:
        return energy(name, areal) - energy("graphite", areal)

    others = ("porous Si, 1,000 mAh g⁻¹", "porous Si, 3,579 mAh g⁻¹")
    return Right(
        gain("porous Si, 2,000 mAh g⁻¹", areal),
        {
            "wrong loading": gain("porous Si, 2,000 mAh g⁻¹", 4.0),
            "wrong phase": [gain(name, areal) for name in others],
        },
    )
