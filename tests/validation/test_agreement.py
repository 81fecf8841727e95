"""Rules on what cells say of each other: each is broken once, by a change that only it notices."""

import pytest
from conftest import ROOT
from test_completeness import changed, copy  # noqa: F401

from anodes.validation import agreement, sources

RULES = {rule.__name__.strip("_"): rule for rule in (*agreement.RULES, *sources.RULES)}

FORMULAS, STRUCTURES = "printed/formulas.csv", "printed/structures.csv"
OTHERS = "physics/other_cells.csv"
ROUTES, ATOMS, VOLUMES = "review/routes.csv", "physics/atoms.csv", "physics/molar_volumes.csv"
DAMAGE = [
    # rule, file, old, new, line, column
    ("formulas_belong_to_their_series", FORMULAS, "1,LiSi,", "1,NaSi,", 2, "formula"),
    ("formulas_belong_to_their_series", FORMULAS, "Li-Si phases,,92\n2", "Na-Sn phases,,92\n2", 2, "formula"),
    ("formulas_belong_to_their_series", FORMULAS, "3,Li7Si3,silicon,,series of Li-Si phases,,92", "3,Li7Si3,silicon,,series of Li-Si phases,,93", 4, "reference"),
    ("formulas_belong_to_their_series", FORMULAS, "7,NaSn,tin,16F", "7,NaSn,tin,16C", 8, "figure"),
    ("cathodes_are_those_of_the_text", FORMULAS, "cathode,Ge//,150", "cathode,Sn//,150", 12, "printed_with"),
    ("cathodes_are_those_of_the_text", FORMULAS, "cathode,Ge//,150", "cathode,Ge//,151", 12, "printed_with"),
    ("cathodes_are_those_of_the_text", FORMULAS, "LiFePO4", "FePO4", 12, "formula"),
    ("structures_are_as_quoted", STRUCTURES, "cubic Na15Sn4,cubic", "cubic Na15Sn4,monoclinic", 8, "crystal_system"),
    ("structures_are_as_quoted", STRUCTURES, "16D,cubic Na15Sn4", "16D,cubic Na45Sn4", 8, "printed"),
    ("structures_are_as_quoted", STRUCTURES, "cubic,Fd-3m", "cubic,Fm-3m", 5, "space_group"),
    ("structures_are_as_quoted", STRUCTURES, "tetragonal,I4_1/acd", "tetragonal,Fd-3m", 7, "space_group"),
    ("structures_are_as_quoted", STRUCTURES, "12,Sb,", "12,Ge,", 13, "phase"),
    ("angles_have_a_printed_structure", STRUCTURES, "13,Na3Sb,antimony,18B,hexagonal Na3Sb,hexagonal,\n", "", None, "phase"),
    ("sections_bear_their_heading", "printed/sections.csv", "dealloying,Dealloying methods", "template,Dealloying methods", 5, "heading"),
    ("sections_bear_their_heading", "printed/sections.csv", "germanium,Ge-based", "germanium,Sn-based", 13, "heading"),
    ("named_authors_are_cited_there", "printed/attributions.csv", "36,dealloying,Feng", "36,dealloying,Fang-Li", 2, "author"),
    ("named_authors_are_cited_there", "printed/attributions.csv", "36,dealloying", "36,etching", 2, "section"),
    ("credits_name_the_publisher", "printed/credits.csv", "Tsinghua University Press", "Elsevier", 27, "holder"),
    ("credits_name_the_publisher", "printed/credits.csv", "51,2019,Nature", "51,2019,Natue", 7, "holder"),
    ("panels_are_of_their_kind", "printed/figures.csv", "in states of the first cycle,diffraction", "in states of the first cycle,schematic", 73, "kind"),
    ("panels_are_of_their_kind", "printed/figures.csv", "macroporous Si,micrograph", "macroporous Si,schematic", 27, "why_not"),
    ("quantities_are_counted_by_their_unit", "review/quantities.csv", "V,against Li+/Li or Na+/Na,Potential at", "V,per gram,Potential at", 21, "basis"),
    ("definitions_define_their_word", "review/quantities.csv", "the text calls 1 C.", "the text calls 0.1 C.", 18, "definition"),
    ("definitions_define_their_word", "review/quantities.csv", "Pore volume over total volume", "Size of the crystallites", 33, "definition"),
    ("definitions_define_their_word", "review/kinds.csv", "Milling mixes the elements", "Heat does", 20, "definition"),
    ("families_are_named_by_their_members", "review/methods.csv", "Al-Si dealloying,dealloying", "Al-Si dealloying,etching", 6, "family"),
    ("families_are_named_by_their_members", "review/kinds.csv", "phase inversion,solution chemistry", "phase inversion,etching", 15, "family"),
    ("families_are_named_by_their_members", "review/families.csv", "self-assembly,Self-assembly", "self-assembly,Template", 5, "section"),
    ("routes_are_of_their_kind", ROUTES, "46,silicon-self-assembled,127,self-assembly", "46,silicon-self-assembled,127,chemical etching", 47, "kind"),
    ("routes_are_of_their_kind", ROUTES, "Al as AlCl3,waste acid or alkali", "Al as AlCl3,costly template", 2, "hazards"),
    ("equations_use_what_the_route_names", ROUTES, "reduction,GeO2,Mg in", "reduction,GeO3,Mg in", 5, "precursor"),
    ("equations_use_what_the_route_names", ROUTES, ",Al as AlCl3,", ",Mg as AlCl3,", 2, "leaves"),
    ("equations_use_the_agents", ROUTES, "SiO2,Mg,mesoporous Si micro", "SiO2,\"Mg, then HCl\",mesoporous Si micro", 58, "agent"),
    ("equations_use_the_agents", ROUTES, "dealloying,Mg2Si,\"N2, then HCl\"", "dealloying,Mg2Si,N2", 18, "agent"),
    ("equations_use_the_agents", ROUTES, "with four electrons", "with two electrons", 42, "equation_note"),
    ("equations_use_the_agents", ROUTES, "2 Al + 6 HCl -> 2 AlCl3 + 3 H2,\"Known chemistry; the text names the starting substances, the products are ours.\"", "2 Al + 6 HCl -> 2 AlCl3 + 3 H2,The salt is dissolved.", 2, "equation_note"),
    ("judgements_list_the_papers_they_name", "review/judgements.csv", ",138;139;140\n", ",138;139\n", 22, "references"),
    ("judgements_list_the_papers_they_name", "review/judgements.csv", ",77\n", ",78\n", 18, "references"),
    ("products_belong_to_their_section", ROUTES, "corrosion,porous Ge", "corrosion,porous Sn", 64, "product"),
    ("claims_are_called_after_paper_and_quantity", "review/claim_names.csv", "93,an2019-energy", "93,an2018-energy", 94, "name"),
    ("claims_are_about_the_host_of_their_section", "printed/claims.csv", "147,tin,,microporous Sn,Sn", "147,tin,,microporous Sn,Sb", 148, "element"),
    ("claims_are_about_the_host_of_their_section", "printed/claims.csv", "9,dealloying,,porous Ge,Ge", "9,dealloying,,porous Ge,Si", 10, "element"),
    ("identifiers_name_one_source", "physics/compositions.csv", "COD 8101628", "COD 81016280", 10, "source"),
    ("status_is_that_of_the_source", "physics/phases.csv", "sourced,COD 8101628", "unconfirmed,COD 8101628", 23, "status"),
    ("status_is_that_of_the_source", "physics/molar_volumes.csv", "unconfirmed,density 2.20", "sourced,density 2.20", 8, "status"),
    ("sources_are_spelled_one_way", "physics/conductivities.csv", "pymatgen 2026.10.24, electrical resistivity 1.1", "pymatgen 2025.10.24, electrical resistivity 1.1", 4, "source"),
    ("sources_are_spelled_one_way", "physics/compositions.csv", "(75.3 mAh/g)", "(112.8 mAh/g)", 9, "source"),
    ("prototypes_fit_their_row", "physics/phases.csv", "A_hP4_194_bc", "A_hP6_194_bc", 6, "source"),
    ("prototypes_fit_their_row", "physics/phases.csv", "A22B5_cF432_196", "A17B4_cF432_196", 10, "source"),
    ("prototypes_fit_their_row", "physics/phases.csv", "A_tI4_141_a", "A_cI4_141_a", 4, "source"),
    ("prototypes_fit_their_row", ATOMS, "Sb1,Sb,2c", "Sb1,Sb,2d", 6, "wyckoff"),
    ("sites_are_on_their_positions", ATOMS, "Ge,8a", "Ge,8b", 3, "wyckoff"),
    ("sites_are_on_their_positions", ATOMS, "Na,12a", "Na,12b", 13, "wyckoff"),
    ("sites_are_on_their_positions", ATOMS, "Na,16e", "Na,16f", 10, "wyckoff"),
    ("sites_are_on_their_positions", ATOMS, "Na3Sb,Na2,", "Na3Sb,Na1,", 8, "site"),
    ("sites_are_on_their_positions", ATOMS, "site 4a of I4_1/amd", "site 4b of I4_1/amd", 4, "source"),
    ("conductivities_follow_from_resistivities", "physics/conductivities.csv", "Ge,2.1,", "Ge,21,", 3, "conductivity_S_m"),
    ("conductivities_follow_from_resistivities", "physics/conductivities.csv", "1.1e-7 ohm m", "1.1e-7 ohm cm", 4, "conductivity_S_m"),
    ("conductivities_follow_from_resistivities", "physics/conductivities.csv", '"intrinsic, near 300 K; doping raises it by many', '"metal, near 300 K; doping raises it by many', 2, "note"),
    ("conductivities_follow_from_resistivities", "physics/conductivities.csv", "near 300 K; doping raises it by orders", "near 300 degC; doping raises it by orders", 3, "note"),
    ("identifiers_name_one_source", "physics/compositions.csv", "COD 8101628", "COD 8101682", 10, "source"),
    ("molar_volumes_follow_from_sources", VOLUMES, "a=9.953 A", "a=9.593 A", 7, "molar_volume_cm3_mol"),
    ("molar_volumes_follow_from_sources", VOLUMES, "c=7.229 A", "c=7.292 A", 11, "molar_volume_cm3_mol"),
    ("molar_volumes_follow_from_sources", VOLUMES, "MgO,11.263", "MgO,12.148", 5, "molar_volume_cm3_mol"),
    ("molar_volumes_follow_from_sources", VOLUMES, "density 4.25", "density 4.52", 9, "molar_volume_cm3_mol"),
    ("ladders_hold_their_phases", "physics/compositions.csv", "(526.8 mAh/g)", "(526.3 mAh/g)", 12, "source"),
    ("steps_have_the_source_of_their_system", "physics/plateaus.csv", 'Li-Sn,3,0.530,Li7Sn3,"experiment, 25 °C"', 'Li-Sn,3,0.530,Li7Sn3,"DFT, 0 K"', 4, "method"),
    ("values_of_one_table_have_one_source", "physics/elements.csv", "Ge,1.5,914,mendeleev 1.3.0", "Ge,1.5,914,mendeleev 1.2.0", 3, "source"),
    ("values_of_one_table_have_one_source", ATOMS, "Na1,Na,2b,0,0,0.25,1,unconfirmed,\"prototype Na3As", "Na1,Na,2b,0,0,0.25,1,unconfirmed,\"prototype Li3As", 7, "source"),
    ("identifiers_name_one_source", "physics/compositions.csv", "Li12Si7,Li,Si,sourced,\"Li-Si phase diagram", "Li12Si7,Li,Si,sourced,\"Li-Ge phase diagram", 3, "source"),
    ("values_of_one_table_have_one_source", "physics/thermal_expansions.csv", "Na,7.1e-5,sourced,\"pymatgen-core 2026.10.16", "Na,7.1e-5,sourced,\"pymatgen-core 2026.10.15", 3, "source"),
    ("identifiers_have_their_form", "physics/end_phases.csv", "doi:10.1149/1.1652421", "doi:1.01149/1.1652421", 2, "source"),
    ("end_phases_are_of_their_source", "physics/end_phases.csv", "ends at Li22Sn5", "ends at Li22Ge5", 4, "source"),
    ("end_phases_are_of_their_source", "physics/end_phases.csv", "Na3Sb,sourced,product that the review names", "Na3Sb,sourced,J. Power Sources 237 (2013) 98: last step at 363 K", 9, "source"),
    ("end_phases_are_of_their_source", "physics/end_phases.csv", "abstract of doi:10.1149/1.1652421: the phase of full lithiation at room temperature", "product that the review names", 2, "source"),
    ("uncertainties_are_of_their_system", "physics/potentials.csv", "second step ends at LiSn", "second step ends at LiSb", 2, "uncertainty_source"),
    ("alloys_are_as_their_name_says", "physics/alloys.csv", "Al-Si phase diagram", "Al-Ge phase diagram", 2, "source"),
    ("ladders_hold_their_phases", "physics/compositions.csv", "computed ladder in potentials.csv (112.9", "computed after in potentials.csv (112.9", 9, "source"),
    ("other_cells_are_as_their_source_says", OTHERS, "Li17Si4,18.718,,experiment", "Li17Si4,18.718,,calculation", 2, "method"),
    ("other_cells_are_as_their_source_says", OTHERS, "13.0899,,calculation,0,", "13.0899,,calculation,5,", 5, "temperature_K"),
    ("other_cells_are_as_their_source_says", OTHERS, "10.685,,experiment,298,", "10.685,,experiment,0,", 3, "temperature_K"),
    ("determinations_of_a_cell_agree", OTHERS, "Li3Sb,6.5618", "Li3Sb,6.6618", 4, "a_angstrom"),
    ("determinations_of_a_cell_agree", OTHERS, "Na3Sb,5.32,9.47", "Na3Sb,5.32,9.37", 7, "c_angstrom"),
    ("determinations_of_a_cell_agree", OTHERS, "Na3Sb,5.32,9.47", "Na3Sb,5.32,", 7, "c_angstrom"),
    ("volumes_of_journals_fit_their_year", OTHERS, "Alloys 9 (2016)", "Alloys 90 (2016)", 2, "source"),
    ("volumes_of_journals_fit_their_year", "physics/plateaus.csv", "Soc. 133 (1986)", "Soc. 133 (1968)", 2, "source"),
    ("ranges_have_the_number_that_is_quoted", "physics/stack.csv", "; 3.262 in", "; 3.622 in", 5, "source"),
    ("ranges_have_the_number_that_is_quoted", "physics/stack.csv", ",8,6,12,um", ",8,6,11,um", 10, "source"),
    ("other_cells_are_as_their_source_says", OTHERS, "mole of Na15Sn4", "mole of Li15Sn4", 6, "source"),
    ("other_cells_are_as_their_source_says", OTHERS, "volume of 333 cm3", "volume of 336 cm3", 6, "source"),
    ("expansions_fit_the_melting_point", "physics/thermal_expansions.csv", "Na,7.1e-5", "Na,71e-5", 3, "linear_expansion_per_K"),
    ("expansions_fit_the_melting_point", "physics/thermal_expansions.csv", "Li,4.6e-5", "Li,1.6e-5", 2, "linear_expansion_per_K"),
    ("successors_are_named_by_the_source", "physics/phases.csv", ",Li17Sn4,unconfirmed", ",Li17Ge4,unconfirmed", 15, "superseded_by"),
    ("successors_are_named_by_the_source", "physics/phases.csv", "DFT-PBE,0,", "DFT-PBE,298,", 21, "temperature_K"),
    ("alloys_are_as_their_name_says", "physics/alloys.csv", "McAlister: 12.6 mass", "McAlister: 12.2 mass", 2, "source"),
    ("alloys_are_as_their_name_says", "physics/alloys.csv", "per cent Si", "per cent Al", 2, "source"),
    ("alloys_are_as_their_name_says", "physics/alloys.csv", "Mg90Sb10,Sb,Mg,10,atom", "Mg90Sb10,Sb,Mg,10,mass", 3, "basis"),
    ("alloys_are_as_their_name_says", "physics/alloys.csv", "Sb,Mg,10,atom", "Sb,Mg,90,atom", 3, "host_percent"),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "name", "old", "new", "line", "column"), DAMAGE)
def test_a_cell_that_disagrees_is_reported(copy, rule, name, old, new, line, column):  # noqa: F811
    path = copy / "data" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    with changed(path, text.replace(old, new, 1).encode("utf-8")):
        problems = list(RULES[rule](copy))
    places = {(problem.file, problem.line, problem.column) for problem in problems}
    assert (f"data/{name}", line, column) in places, problems
    assert all(problem.expected and problem.found for problem in problems)


def test_every_rule_is_broken_here_and_holds_for_the_book():
    assert {rule for rule, *_ in DAMAGE} == set(RULES)
    assert [str(problem) for rule in RULES.values() for problem in rule(ROOT)] == []
