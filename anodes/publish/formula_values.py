"""What the formula sheet lists, and an example for each formula, computed from the data."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from anodes import analysis, data
from anodes.physics import (
    cell_balance,
    cell_stack,
    cycling,
    diffraction,
    faraday,
    pores,
    voltage_curves,
)  # fmt: skip

Example = Callable[[], str]


def _silicide() -> tuple[float, float, float]:
    """Capacity, density of the host and volume ratio of Li15Si4."""
    row = analysis.phase("Li15Si4")
    density = float(analysis.phase("Si")["density_computed_g_cm3"])
    return float(row["faraday_capacity_mAh_g"]), density, float(row["ratio"])


def _electrode() -> tuple[float, float, float, float, float]:
    """First and last capacity, cycles, current, and current of 1 C of a silicon electrode."""
    row = _row()
    names = (
        "initial_capacity_mAh_g", "final_capacity_mAh_g", "cycles", "cycling_current_A_g",
    )  # fmt: skip
    first, last, cycles, current = (float(row[name]) for name in names)
    return first, last, cycles, current, float(_silicide()[0]) / 1000


def _row() -> Any:  # noqa: ANN401
    """The first silicon electrode of the tables that keeps one current."""
    return data.same_current_only(data.electrodes().query("element == 'Si'")).iloc[0]


def _capacity() -> str:
    return f"{_silicide()[0]:,.0f} (Li₁₅Si₄)"


def _c_rate() -> str:
    *_, current, one_c = _electrode()
    return f"{faraday.c_rate(current, one_c):.2f} ({current:g} A g⁻¹, Li₁₅Si₄)"


def _time() -> str:
    _, last, _, current, _ = _electrode()
    minutes = faraday.minutes_of_charge(last, current)
    return f"{minutes:.0f} ({last:,.0f} mAh g⁻¹, {current:g} A g⁻¹)"


def _areal() -> str:
    return f"{cell_stack.areal_capacity_mAh_cm2(_silicide()[0], 1.0):.2f} (Li₁₅Si₄, 1 mg cm⁻²)"


def _areal_current() -> str:
    current = _electrode()[3]
    return f"{cell_stack.areal_current_mA_cm2(current, 1.0):g} ({current:g} A g⁻¹, 1 mg cm⁻²)"


def _ice() -> str:
    assumed = analysis.assumptions()["silicon_ice_percent"]
    return f"{assumed:g} (porous Si, assumed)"


def _retention() -> str:
    first, last, *_ = _electrode()
    return f"{cycling.retention_percent(last, first):.0f} ({_row()['place']})"


def _fade() -> str:
    first, last, cycles, *_ = _electrode()
    fade = cycling.fade_percent_per_cycle(last, first, cycles)
    return f"{fade:.3f} ({_row()['place']}, {cycles:,.0f} cycles)"


def _needed() -> str:
    return f"{cycling.needed_efficiency_percent(80.0, 1000.0):.3f} (80 %, 1,000 cycles)"


def _days() -> str:
    _, last, cycles, current, _ = _electrode()
    return f"{cycling.duration_days(last, current, cycles):.0f} ({_row()['place']})"


def _expansion() -> str:
    return f"{pores.expansion_percent(_silicide()[2]):.0f} (Li₁₅Si₄)"


def _porosity() -> str:
    return f"{pores.minimum_porosity(_silicide()[2]):.2f} (Li₁₅Si₄)"


def _external() -> str:
    return f"{pores.external_expansion_percent(0.5, _silicide()[2]):.0f} (Li₁₅Si₄, p = 0.5)"


def _per_host() -> str:
    capacity, density, _ = _silicide()
    return f"{pores.capacity_per_host_volume(capacity, density):,.0f} (Si to Li₁₅Si₄)"


def _per_alloy() -> str:
    return f"{pores.capacity_per_alloy_volume(*_silicide()):,.0f} (Li₁₅Si₄)"


def _tap() -> str:
    density = pores.tap_density(pores.RANDOM_PACKING, 0.7, _silicide()[1])
    return f"{density:.2f} (Si, p = 0.7, φ = {pores.RANDOM_PACKING:g})"


def _pore_volume() -> str:
    return f"{pores.pore_volume_cm3_g(0.7, _silicide()[1]):.2f} (Si, p = 0.7)"


def _diffusion() -> str:
    return f"{pores.relative_diffusion_time(100.0, 1000.0):g} (100 nm for 1 µm)"


def _area_of_tin() -> tuple[float, float]:
    steps = analysis.voltage_steps().query("system == 'Li-Sn'")
    ends, volts = steps["step_end_mAh_g"].tolist(), steps["potential_V"].tolist()
    return voltage_curves.staircase_energy_mWh_g(ends[-1], ends, volts), ends[-1]


def _mean_potential() -> str:
    row = data.read("potentials").set_index("system").loc["Li-Si"]
    return f"{row['mean_potential_V']:g} ({data.formula(str(row['product']))}, {row['method']})"


def _staircase() -> str:
    area, end = _area_of_tin()
    return f"{area:.0f}, mean {area / end:.2f} V (Sn, Li)"


def _thermal() -> str:
    return f"{voltage_curves.thermal_voltage_V(298.15):.4f} (298.15 K)"


def _voltage_efficiency() -> str:
    area, end = _area_of_tin()
    known = analysis.assumptions()
    cathode, gap = known["cathode_V"], known["hysteresis_V"]
    found = voltage_curves.voltage_efficiency_percent(cathode, area / end, gap)
    return f"{found:.0f} (Sn; h = {gap:g} V assumed)"


def _film() -> str:
    end, ice = _area_of_tin()[1], analysis.assumptions()["silicon_ice_percent"]
    return f"{voltage_curves.film_capacity_mAh_g(end, ice):.0f} (Sn; ICE {ice:g} %, assumed)"


def _efficiencies(anode: str) -> tuple[float, float]:
    known = analysis.assumptions()
    return known[f"{anode}_ice_percent"], known["cathode_ice_percent"]


def _least(anode: str = "graphite") -> str:
    ice, cathode = _efficiencies(anode)
    found = cell_balance.least_negative_to_positive(ice, cathode)
    return f"{found:.2f} ({ice:g} and {cathode:g} %, assumed)"


def _inventory() -> str:
    ratio = analysis.assumptions()["negative_to_positive"]
    ice, cathode = _efficiencies("silicon")
    found = cell_balance.inventory_after_film_percent(ratio, ice, cathode)
    return f"{found:.0f} (N/P {ratio:g}; {ice:g} and {cathode:g} %, assumed)"


def _cell() -> str:
    ice, cathode = _efficiencies("silicon")
    return f"{cycling.cell_capacity_percent(ice, cathode):.0f} ({ice:g} and {cathode:g} %, assumed)"


def _energy() -> str:
    frame = analysis.stack_comparison().set_index("anode")["stack_energy_Wh_L"]
    return f"{frame['graphite']:.0f} (graphite, assumed stack)"


def _spacing() -> str:
    edge = float(analysis.phase("Si")["a_angstrom"])
    return f"{diffraction.cubic_spacing(1, 1, 1, edge):.4f} Å (Si 111)"


def _bragg() -> str:
    edge = float(analysis.phase("Si")["a_angstrom"])
    d = diffraction.cubic_spacing(1, 1, 1, edge)
    angle = diffraction.bragg_angle_degree(d, diffraction.CU_KALPHA1_ANGSTROM)
    return f"{angle:.2f} (Si 111, Cu Kα₁)"


SHEET: dict[str, dict[tuple[str, str], Example]] = {
    "Charge and current": {
        ("faraday", "specific_capacity"): _capacity,
        ("faraday", "c_rate"): _c_rate,
        ("faraday", "minutes_of_charge"): _time,
        ("cell_stack", "areal_capacity_mAh_cm2"): _areal,
        ("cell_stack", "areal_current_mA_cm2"): _areal_current,
    },
    "Efficiency and fade": {
        ("cycling", "coulombic_efficiency_percent"): _ice,
        ("cycling", "retention_percent"): _retention,
        ("cycling", "fade_percent_per_cycle"): _fade,
        ("cycling", "needed_efficiency_percent"): _needed,
        ("cycling", "duration_days"): _days,
    },
    "Volume and pores": {
        ("pores", "expansion_percent"): _expansion,
        ("pores", "minimum_porosity"): _porosity,
        ("pores", "external_expansion_percent"): _external,
        ("pores", "capacity_per_host_volume"): _per_host,
        ("pores", "capacity_per_alloy_volume"): _per_alloy,
        ("pores", "tap_density"): _tap,
        ("pores", "pore_volume_cm3_g"): _pore_volume,
        ("pores", "relative_diffusion_time"): _diffusion,
    },
    "Potential": {
        ("faraday", "mean_potential_V"): _mean_potential,
        ("voltage_curves", "staircase_energy_mWh_g"): _staircase,
        ("voltage_curves", "thermal_voltage_V"): _thermal,
        ("voltage_curves", "voltage_efficiency_percent"): _voltage_efficiency,
    },
    "Full cell": {
        ("voltage_curves", "film_capacity_mAh_g"): _film,
        ("cell_balance", "least_negative_to_positive"): partial(_least, "graphite"),
        ("cell_balance", "inventory_after_film_percent"): _inventory,
        ("cycling", "cell_capacity_percent"): _cell,
        ("cell_stack", "stack_energy_Wh_L"): _energy,
    },
    "Diffraction": {
        ("diffraction", "cubic_spacing"): _spacing,
        ("diffraction", "bragg_angle_degree"): _bragg,
    },
}
