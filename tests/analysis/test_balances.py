"""Masses and pores of routes against hand calculation and the fact sheet."""

import pytest

from anodes.analysis import stoichiometry
from anodes.physics import reactions
from anodes.physics.reactions import EquationError

MG2SI = 2 * 24.305 + 28.085  # g/mol, by hand from the periodic table


@pytest.fixture(scope="module")
def masses():
    return stoichiometry.masses().set_index("route")


def test_oxidised_silicide_by_hand(masses):
    # Mg2Si + O2 -> Si + 2 MgO; 2 MgO + 4 HCl -> 2 MgCl2 + 2 H2O
    taken = {"Mg2Si": MG2SI, "O2": 32.0, "HCl": 4 * 36.46}
    left = {"MgCl2": 2 * 95.21, "H2O": 2 * 18.015}
    row = masses.loc[15]
    assert row["reagents_kg_kg"] == pytest.approx(sum(taken.values()) / 28.085, rel=2e-3)
    assert row["by_products_kg_kg"] == pytest.approx(sum(left.values()) / 28.085, rel=2e-3)
    assert row["consumed"] == "2.73 Mg2Si, 1.14 O2, 5.19 HCl"
    assert row["left"] == "6.78 MgCl2, 1.28 H2O"  # 190.42 and 36.03 of 28.085


def test_the_salt_of_the_aluminothermic_reduction_takes_part(masses):
    """4 Al + 3 SiO2 + 2 AlCl3 -> 3 Si + 6 AlOCl; g/mol 26.98, 60.08, 133.34 and 78.43."""
    row = masses.loc[26]
    silicon = 3 * 28.085
    taken = 4 * 26.982 + 3 * 60.083 + 2 * 133.34
    assert row["reagents_kg_kg"] == pytest.approx(taken / silicon, rel=1e-3)
    assert row["by_products_kg_kg"] == pytest.approx(6 * 78.43 / silicon, rel=1e-3)
    assert row["left"] == "5.59 AlOCl"


def test_the_aluminium_of_an_alloy_is_counted(masses):
    # 12.6 % Si by mass: 87.4/12.6 kg Al a kg Si, and 3 HCl for each Al
    aluminium = 87.4 / 12.6
    acid = 3 * aluminium * 36.46 / 26.982
    row = masses.loc[1]
    assert row["reagents_kg_kg"] == pytest.approx(1 + aluminium + acid, rel=1e-3)
    assert row["by_products_kg_kg"] == pytest.approx(aluminium + acid, rel=1e-3)


def test_mass_is_conserved(masses):
    assert (masses["reagents_kg_kg"] - masses["by_products_kg_kg"]).tolist() == pytest.approx(
        [1.0] * len(masses), abs=1e-6
    )


def test_what_the_equations_do_not_settle_is_left_out(masses):
    for route in (3, 21, 39, 69):  # parallel steps, a template, a current, bare ions
        assert route not in masses.index


def test_a_step_that_uses_nothing_made_before_it():
    steps = reactions.parse("Si2H6 -> 2 Si + 3 H2; SiO2 + 6 HF -> H2SiF6 + 2 H2O")
    with pytest.raises(ValueError, match="uses nothing"):
        reactions.net(steps)


def test_net_of_a_chain():
    steps = reactions.parse("Mg2Si + O2 -> Si + 2 MgO; MgO + 2 HCl -> MgCl2 + H2O")
    net = reactions.net(steps)
    assert net == {"Mg2Si": -1, "O2": -1, "Si": 1, "HCl": -4, "MgCl2": 2, "H2O": 2}


def test_net_of_unbalanced_steps_is_refused_where_they_are_read():
    with pytest.raises(EquationError):
        reactions.parse("Mg2Si + O2 -> Si + MgO")


def test_porosity_of_routes():
    # the fact sheet's numbers, worked out there from the same volumes
    left = stoichiometry.porosities().set_index("route")["porosity"]
    names = ["Mg2Si", "Si + 2 MgO", "quartz", "Al-Si eutectic", "Mg90Sb10"]
    assert left[names].tolist() == pytest.approx([0.687, 0.651, 0.469, 0.857, 0.874], abs=0.001)
    # 2 x 37.11 of 2 x 37.11 + 3 x 12.06
    assert left["3 Si + 2 Mg3N2"] == pytest.approx(74.22 / (74.22 + 36.18), abs=1e-3)


def test_only_sourced_volumes_make_a_sourced_porosity():
    status = stoichiometry.porosities().set_index("route")["status"]
    assert set(status[status == "sourced"].index) == {
        "quartz", "Si + 2 MgO", "Ge + 2 MgO", "Mg2Si", "Al-Si eutectic",
    }  # fmt: skip


def test_shares_of_the_host_in_what_is_leached():
    frame = stoichiometry.mixtures().set_index("route")
    shares = frame["host_percent"].to_dict()
    # 1 Si to 2 MgO, 3 Si to 2 Mg3N2, in amounts; alloys as they are named
    assert shares["Si + 2 MgO"] == pytest.approx(100 / 3)
    assert shares["3 Si + 2 Mg3N2"] == pytest.approx(60)
    assert shares["Mg90Sb10"] == 10
    assert shares["Al-Si eutectic"] == 12.6
    assert frame["basis_of_share"][["Al-Si eutectic", "Mg90Sb10"]].tolist() == ["mass", "amount"]


def test_magnesium_cannot_keep_the_shape_of_an_oxide():
    """cm3/mol: quartz 22.69, Si 12.06, MgO 11.25; GeO2 24.62, Ge 13.63. So no oxide keeps its shape
    while magnesium reduces it, and the table names what can take the oxygen alone."""
    assert 12.06 + 2 * 11.25 > 22.69
    assert 13.63 + 2 * 11.25 > 24.62
    routes = stoichiometry.porosities().set_index("route")
    kept = routes[(routes["way"] == stoichiometry.PORES_KEPT) & ~routes.index.str.contains("Mg")]
    assert kept["removed"].to_dict() == {
        "quartz": "oxygen, by a current",
        "amorphous silica": "oxygen, by a current",
        "GeO2 (hexagonal)": "oxygen, by hydrogen",
    }
