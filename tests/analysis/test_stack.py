"""The assumed stack, what an electrode's own charge asks of its pores, and both readings of it."""

from __future__ import annotations

import pandas as pd
import pytest

from anodes import analysis, data
from anodes.analysis import stack_assumptions
from anodes.data import files
from anodes.validation import check


def test_every_assumption_is_used_and_lies_in_its_range():
    frame = data.read("stack")
    of_stack = (*stack_assumptions.OF_STACK, *stack_assumptions.OF_ANODES)
    assert sorted(frame["parameter"]) == sorted([*of_stack, *analysis.CURVE_ASSUMPTIONS])
    assert (frame["low"] <= frame["value"]).all()
    assert (frame["value"] <= frame["high"]).all()


def changed(root, before, after):
    path = root / "data/physics/stack.csv"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    return [str(p) for p in check.problems(root) if p.file.endswith("stack.csv") and p.column]


def test_a_value_outside_of_its_range_is_a_problem(copied_data):
    found = changed(copied_data, "N/P ratio,1.1,1.0", "N/P ratio,1.1,1.15")
    assert len(found) == 1
    assert "low" in found[0]
    assert "1.15" in found[0]


def test_a_parameter_that_nothing_computes_with_is_a_problem(copied_data):
    (found,) = changed(copied_data, "copper_um,", "kupfer_um,")
    assert "copper_um is missing" in found
    assert "kupfer_um is unknown" in found
    with pytest.raises(files.DataError, match="copper_um is missing"):
        analysis.assumptions(copied_data)


def test_a_change_of_the_table_reaches_the_stack(copied_data):
    changed(copied_data, "N/P ratio,1.1,", "N/P ratio,1.2,")
    assert analysis.assumed_stack(copied_data).negative_to_positive == 1.2
    # 4 x 1.2 / 0.88 mAh/cm2 at 550 / 0.92 mAh/cm3 are 91.24 um: 62.85 + 22 + 91.24 = 176.08
    energy = analysis.stack_comparison(copied_data)["stack_energy_Wh_L"].iloc[0]
    assert energy == pytest.approx(1e4 * 3.75 * 4 / 176.083, abs=0.1)


def test_every_anode_takes_the_first_charge_of_the_cathode():
    frame = analysis.stack_comparison().set_index("anode")
    stack, known = analysis.assumed_stack(), analysis.assumptions()
    # the cathode cycles 4 mAh/cm2 and releases 4 / 0.88 = 4.545 at first; a tenth more is 5.000
    assert stack.first_charge_mAh_cm2 == pytest.approx(4.54545, abs=1e-5)
    assert stack.first_lithiation_mAh_cm2 == pytest.approx(5.0)
    # graphite returns 550 of 550 / 0.92 = 597.8 mAh/cm3: 83.64 um, with 62.85 + 22 of the rest
    assert frame.loc["graphite", "stack_energy_Wh_L"] == pytest.approx(15e4 / 168.482, abs=0.1)
    # a referee's three stacks of porous silicon, at 1,000, 2,000 and 3,579 mAh/g
    porous = frame.filter(like="porous", axis="index")["stack_energy_Wh_L"]
    assert porous.to_list() == pytest.approx([992, 1115, 1180], abs=0.6)
    # what is left of the anode's reversible capacity is N/P of what cycles, at an ICE of 76 %
    ice, cathode = known["silicon_ice_percent"], known["cathode_ice_percent"]
    cycling = stack.areal_capacity_mAh_cm2 * ice / cathode
    assert stack.first_lithiation_mAh_cm2 * ice / 100 == pytest.approx(1.1 * cycling)


def test_energies_after_the_first_cycle_are_those_of_a_referee():
    frame = analysis.stack_sensitivity().set_index(["parameter", "end"])
    # no surplus porosity and the values of the file: 1,115 x 76 / 88 = 963
    energy = frame.loc[("silicon_surplus_porosity", "low"), "stack_energy_Wh_L"]
    assert energy == pytest.approx(963, abs=0.6)
    above = analysis.stacks_after_first_cycle(data.electrodes())["energy_after_first_cycle_Wh_L"]
    graphite = analysis.stack_comparison()["stack_energy_Wh_L"].iloc[0]
    # 22 exceed 910 Wh/L, graphite sized on its reversible capacity; sized as silicon is, 890
    assert ((above > 910).sum(), (above > graphite).sum()) == (22, 23)


def test_electrodes_are_compared_with_electrodes_and_compounds_with_compounds():
    frame = analysis.stack_comparison().set_index("anode")
    # LiC6 and Li15Si4 by hand: 371.9 x 2.261 / 1.1194 and 3578.6 x 2.329 / 3.7514, with the cells
    # that are known better than a few percent
    dense = frame[frame["compared_as"] == "dense compound"]["capacity_per_volume_mAh_cm3"]
    assert dense.to_list() == pytest.approx([751, 2222], rel=0.03)
    electrodes = frame[frame["compared_as"] != "dense compound"]
    # 550 mAh/cm3 are returned, 92 % of the first lithiation
    assert electrodes["capacity_per_volume_mAh_cm3"].iloc[0] == pytest.approx(597.83, abs=0.01)
    # a full charge in particles that fill 0.70 of the electrode: 0.7 x 2222
    assert electrodes["capacity_per_volume_mAh_cm3"].iloc[-1] == pytest.approx(1555, rel=0.03)


def test_porous_silicon_by_hand():
    # 2,000 mAh/g: x = 2000 x 3.6 x 28.085 / 96485 = 2.0958; 8.85 cm3/mol: R = 1 + 2.0958 x 8.85 /
    # 12.059 = 2.538; 0.7 x 2000 x 2.329 / 2.538 = 1285; a surplus of 0.1 leaves (1/R - 0.1) R
    assert analysis.volume_ratio_at(2000.0, "Si", "Li") == pytest.approx(2.538, rel=0.02)
    plain = analysis.porous_silicon_mAh_cm3(2000.0, 0.7)
    assert plain == pytest.approx(1285, rel=0.02)
    surplus = analysis.porous_silicon_mAh_cm3(2000.0, 0.7, 0.1)
    assert surplus / plain == pytest.approx(1 - 0.1 * analysis.volume_ratio_at(2000.0, "Si", "Li"))


def test_graphite_needs_more_electrolyte_than_half_a_millilitre():
    graphite = analysis.graphite_electrode()
    # 550 / 350 = 1.5714 g/cm3; 1 - 1.5714 / 2.261 = 0.305; 0.305 / 0.550
    assert graphite["void"] == pytest.approx(0.305, abs=5e-4)
    assert graphite["electrolyte_mL_Ah"] == pytest.approx(0.5545, abs=1e-3)


def test_the_widest_span_comes_first_and_mass_moves_no_volume():
    frame = analysis.stack_sensitivity()
    assert not set(frame["parameter"]) & set(stack_assumptions.ONLY_MASS)
    assert (frame.groupby("parameter").size() == 2).all()
    assert frame["span_Wh_L"].is_monotonic_decreasing
    ends = frame[frame["parameter"] == "silicon_ice_percent"].set_index("end")["stack_energy_Wh_L"]
    # 65 of 88 against 100 (an ICE of 90 is above the cathode's)
    assert ends["low"] / ends["high"] == pytest.approx(65 / 88)
    ends = frame[frame["parameter"] == "cathode_V"].set_index("end")["stack_energy_Wh_L"]
    assert ends["low"] / ends["high"] == pytest.approx((3.7 - 0.4) / (3.9 - 0.4))


@pytest.mark.parametrize(
    ("growth", "capacity", "expected"),
    # Si with Li15Si4's 8.85 cm3/mol: R = 1.577 at 750, 2.153 at 1,500, 3.603 at 3,385 mAh/g
    [(20.0, 750.0, 0.239), (34.0, 1500.0, 0.378), (34.0, 3385.0, 0.628)],
)
def test_porosity_that_a_printed_swelling_implies_at_the_printed_charge(growth, capacity, expected):
    got = analysis.implied_porosity(growth, capacity, "Si", "Li")
    assert got == pytest.approx(expected, abs=0.01)


def test_a_charge_that_is_asked_of_no_known_phase_is_an_error():
    with pytest.raises(LookupError, match="C with Na"):
        analysis.volume_ratio_at(100.0, "C", "Na")


@pytest.mark.slow
def test_required_porosity_of_all_sixty():
    electrodes = data.electrodes()
    frame = analysis.required_porosity(electrodes)
    assert len(frame) == 60
    assert frame["required_porosity"].between(0, 1).all()
    assert list(frame["porosity_if_delithiation"].isna()) == list(electrodes["ice_percent"].isna())
    known = frame.dropna(subset=["porosity_if_delithiation"])
    assert (known["porosity_if_delithiation"] > known["required_porosity"]).all()
    # [102]: 750 mAh/g of silicon, R = 1.577: 1 - 1/1.577
    row = frame[frame["reference"] == 102].iloc[0]
    assert row["required_porosity"] == pytest.approx(0.366, abs=0.01)
    assert row["volume_of_ions_of"] == "Li15Si4"
    # Li3Sb and the sodium alloys have one measured end phase each, silicon two
    assert frame.query("element == 'Si'")["porosity_other_cell"].notna().all()


ONE = {"place": "a", "reference": 1, "material": "b", "element": "Si", "ion": "Li"}


def test_both_readings_by_hand():
    # 2,001 mAh/g, ICE 80 %, 1,601 after 100 cycles
    row = ONE | {"initial_capacity_mAh_g": 2001.0, "ice_percent": 80.0, "same_current": True,
                 "final_capacity_mAh_g": 1601.0, "cycles": 100}  # fmt: skip
    frame = analysis.first_capacity_readings(pd.DataFrame([row])).set_index("first_capacity_as")
    lithiation, delithiation = frame.loc["lithiation"], frame.loc["delithiation"]
    assert lithiation["first_delithiation_mAh_g"] == pytest.approx(1600.8)
    assert lithiation["delithiation_retention_percent"] == pytest.approx(100.0125, abs=1e-3)
    assert delithiation["first_lithiation_mAh_g"] == pytest.approx(2501.25)
    assert delithiation["delithiation_retention_percent"] == pytest.approx(80.01, abs=1e-2)
    # ln(2001/1601)/100 = 0.2230 % a cycle; 1601.5/2000.5 and 1600.5/2001.5
    assert delithiation["fade_percent_per_cycle"] == pytest.approx(0.22281, abs=1e-4)
    assert delithiation["fade_low"] == pytest.approx(0.22225, abs=1e-4)
    assert delithiation["fade_high"] == pytest.approx(0.22336, abs=1e-4)
    found = analysis.changed_conclusions(frame.reset_index()).set_index("conclusion")["differ"]
    # both keep 80 %; one gains 0.01 %; neither is above Li15Si4
    assert found.to_list() == [0, 1, 0]


def test_conclusions_of_the_sixty_that_depend_on_the_reading():
    electrodes = data.electrodes()
    frame = analysis.changed_conclusions(analysis.first_capacity_readings(electrodes))
    same = electrodes[electrodes["same_current"]].dropna(subset=["ice_percent"])
    kept, ice = same["final_capacity_mAh_g"] / same["initial_capacity_mAh_g"], same["ice_percent"]
    assert frame["electrodes"].to_list()[:2] == [len(same), len(same)]
    # kept/ICE reaches 0.8 and kept does not
    assert frame["differ"].iloc[0] == ((kept < 0.8) & (100 * kept / ice >= 0.8)).sum()


def test_energy_after_the_first_cycle_of_one_electrode():
    # [48]: ICE 77 % of 88 % are 87.5 %
    frame = analysis.stacks_after_first_cycle(data.electrodes()).set_index("reference")
    assert frame.loc[48, "cell_capacity_percent"] == pytest.approx(87.5)
    row = frame.loc[48]
    assert row["energy_after_first_cycle_Wh_L"] == pytest.approx(0.875 * row["stack_energy_Wh_L"])
    assert len(frame) == 35  # of 36 rows of silicon one has no ICE


def test_ant_nest_silicon_just_fills_its_pores_at_its_first_lithiation():
    # [51]: 2,134 mAh/g reversible at an ICE of 80.3 % are 2,657.5 taken up, x = 2.785; with
    # 8.85 cm3/mol R = 3.044; 3 Si of 12.06 in 3 Si + 2 Mg3N2 leave 0.667: (1 - p) R = 1.01 at most
    taken_up = 2134 / 0.803
    porosity = analysis.porosities().set_index("route")["porosity"]["3 Si + 2 Mg3N2"]
    filled = (1 - porosity) * analysis.volume_ratio_at(taken_up, "Si", "Li")
    assert filled == pytest.approx(1.0, abs=0.04)
    assert (1 - porosity) * analysis.volume_ratio_at(2134.0, "Si", "Li") < 0.92


def test_ends_of_ranges_that_follow_from_other_numbers():
    high = data.read("stack").set_index("parameter")["high"]
    # the LG M50 cell: 33133 mol/m3 x (0.910612 - 0.0263472) x (1 - 0.25) = 21973 mol/m3 of coating,
    # each mol 26.8015 Ah
    assert high["graphite_mAh_cm3"] == pytest.approx(33133 * 0.8842648 * 0.75 * 26.8015e-3, abs=0.5)
    # Li15Si4: 3.75 x 26801.48 / 28.085
    assert high["silicon_mAh_g"] == pytest.approx(3.75 * 26801.48 / 28.085, abs=0.5)
    # separator 397 kg/m3 x 12 um, and electrolyte of 1290 kg/m3 in 0.47 x 12, 0.25 x 85.2 and
    # 0.335 x 75.6 um: 0.476 + 0.728 + 2.748 + 3.267 mg/cm2
    assert high["wet_mg_cm2"] == pytest.approx(7.2, abs=0.05)
    wet = 0.397 * 1.2 + 1.29 * (0.47 * 1.2 + 0.25 * 8.52 + 0.335 * 7.56)
    assert wet == pytest.approx(high["wet_mg_cm2"], abs=0.05)
