"""Rules on what cited papers report: each is broken once, by a change that it notices."""

import pytest
from conftest import ROOT
from test_completeness import changed, copy  # noqa: F401

from anodes.validation import papers

RULES = {rule.__name__.strip("_"): rule for rule in papers.RULES}
REPORTED, DOIS = "papers/reported.csv", "papers/dois.csv"
COMPARISONS, ENTRIES = "review/comparisons.csv", "review/reference_corrections.csv"
BIB = "../references.bib"
DAMAGE = [
    # rule, file, old, new, column
    ("reports_are_whole", REPORTED, "r104-initial-discharge-capacity,104", "r105-initial-discharge-capacity,104", "report"),
    ("reports_are_whole", REPORTED, "r104-initial-discharge-capacity,104,initial_discharge_capacity", "r104-initial-discharge-capacity,104,discharge_capacity", "quantity"),
    ("reports_are_whole", REPORTED, ",,1844,mAh g-1,", ",,1844,mAh cm-2,", "unit"),
    ("reports_are_whole", REPORTED, ",,1844,mAh g-1,", ",,,mAh g-1,", "words"),
    ("reports_are_whole", REPORTED, ",,1844,mAh g-1,,1,400,mA g-1", ",,1844,mAh g-1,,1,,mA g-1", "current"),
    ("reports_are_whole", REPORTED, "scanned record of J. Power Sources 262 (2014) 10-14,The", "somewhere,The", "read_at"),
    ("reports_are_whole", REPORTED, "r127-particle-size-1,", "r127-particle-size1,", "report"),
    ("reports_are_whole", REPORTED, "r039-capacity-retention-91-9,", "r039-capacity-retention-91,", "report"),
    ("reports_are_whole", REPORTED, "r175-rate-capacity-li,", "r175-rate-capacity-na-li,", "report"),
    ("materials_have_the_hosts_of_their_paper", REPORTED, "nanowires, NaxGe", "nanowires, NaxSn", "material"),
    ("materials_have_the_hosts_of_their_paper", REPORTED, ",3D Sb nanochains", ",3D Si nanochains", "material"),
    ("pages_are_those_of_the_paper", REPORTED, "articles/10.1186/s11671-018-2699-7", "articles/10.1186/s11671-018-2966-7", "read_at"),
    ("pages_are_those_of_the_paper", REPORTED, "datapdf.com/three-dimensional-antimony-nanochains-for", "datapdf.com/hierarchically-designed-germanium-microcubes-for", "read_at"),
    ("pages_are_those_of_the_paper", DOIS, "doi=10.1149%2F1.2428873", "doi=10.1149%2F1.2428837", "read_at"),
    ("dois_belong_to_their_papers", DOIS, "30 Li+-Accommodating", "30 Na+-Accommodating", "title"),
    ("dois_belong_to_their_papers", DOIS, "30 Li+-Accommodating", "3 Li+-Accommodating", "title"),
    ("dois_belong_to_their_papers", DOIS, "A pomegranate-inspired nanoscale design", "Nanowires", "title"),
    ("dois_belong_to_their_papers", DOIS, "lithium battery anodes,2014", "lithium battery anodes,2011", "year"),
    ("dois_belong_to_their_papers", DOIS, "lithium battery anodes,2014", "lithium battery anodes,2013", "year"),
    ("dois_belong_to_their_papers", DOIS, "High-Capacity Li-Ion Battery Electrodes,2021", "High-Capacity Li-Ion Battery Electrodes,2022", "year"),
    ("dois_belong_to_their_papers", DOIS, "mesoporous crystalline silicon", "microporous crystalline silicon", "title"),
    ("dois_belong_to_their_papers", DOIS, "pyrolyzed", "hydrolyzed", "title"),
    ("dois_belong_to_their_papers", DOIS, "116,10.1002/chem.201901238", "116,10.1038/nnano.2014.6", "doi"),
    ("dois_are_those_of_the_bibliography", DOIS, "10.1038/nature05570", "10.1038/nature05571", "doi"),
    ("dois_are_those_of_the_bibliography", BIB, "  doi = {10.1038/nature05570},\n", "", "doi"),
    ("dois_are_those_of_the_bibliography", BIB, "@article{r002,\n", "@article{r002,\n  doi = {10.1002/guessed},\n", "doi"),
    ("reference_corrections_quote_the_entry", ENTRIES, "80,author,\"Uhler, A.\"", "80,author,\"Uhlen, A.\"", "printed"),
    ("reference_corrections_quote_the_entry", ENTRIES, "\"Uhlir, A.\"", "\"Uhler, A.\"", "used"),
    ("comparisons_are_of_one_quantity", COMPARISONS, "discharge-capacity,,3,14,initial_capacity", "discharge-capacity,,3,15,initial_capacity", "row"),
    ("comparisons_are_of_one_quantity", COMPARISONS, "discharge-capacity,,3,14,initial_capacity", "discharge-capacity,,3,14,ice", "column"),
    ("comparisons_are_of_one_quantity", COMPARISONS, "r127-capacity-retention,liu2014-capacity-retention", "r127-capacity-retention,liu2014-particle-size", "claim"),
    ("comparisons_are_of_one_quantity", COMPARISONS, "r127-capacity-retention,liu2014-capacity-retention", "r127-capacity-retention,", "claim"),
    ("comparisons_are_of_one_quantity", COMPARISONS, "3,19,method,differs", "3,19,method,", "judged"),
    ("comparisons_are_of_one_quantity", REPORTED, "~,1400,mAh g-1,,300", "~,1400,mAh g-1,,200", "row"),
    ("same_is_said_of_what_is_the_same", REPORTED, "~,1400,mAh g-1,,300,0.5,C", "~,1400,mAh g-1,,300,4.5,C", "reason"),
    ("same_is_said_of_what_is_the_same", REPORTED, "99.5,%,,300,0.5,C", "99.5,%,,300,0.5,A g-1", "reason"),
    ("same_is_said_of_what_is_the_same", REPORTED, "627.3,mAh g-1,,50,100,", "627.3,mAh g-1,,50,1000,", "reason"),
    ("same_is_said_of_what_is_the_same", COMPARISONS, "5,2,capacity_retention,,Same cycle; no", "5,2,capacity_retention,,Same current; no", "reason"),
    ("same_is_said_of_what_is_the_same", COMPARISONS, "hou2014-rate-capacity,,,,,Same current", "hou2014-rate-capacity,,,,,Same cycle", "reason"),
    ("comparisons_are_of_one_quantity", REPORTED, "97,%,,1000", "97,%,,500", "claim"),
    ("materials_have_the_hosts_of_their_paper", REPORTED, "sodium-poor amorphous NaxSn", "sodium-poor amorphous NaxSb", "note"),
    ("materials_have_the_hosts_of_their_paper", REPORTED, ",3D Sb nanochains", ",0.3D Sb nanochains", "material"),
    ("qualifiers_are_those_of_the_note", REPORTED, "(secondary particle),~,1,", "(secondary particle),<=,1,", "qualifier"),
    ("qualifiers_are_those_of_the_note", REPORTED, "thin film,>,1300", "thin film,<,1300", "qualifier"),
    ("what_can_be_compared_is", COMPARISONS, "r098-synthesis,,3,7,method,agrees,The silica is the template.\n", "", "report"),
    ("what_can_be_compared_is", COMPARISONS, "r127-capacity-retention,liu2014-capacity-retention,,,,,Same cycle; the current was not read.\n", "", "report"),
    ("what_can_be_compared_is", COMPARISONS, "r148-initial-coulombic-efficiency,,4,10,ice,,First cycle.\n", "", "report"),
    ("a_part_was_read_at_one_place", REPORTED, "315,mAh g-1,,,1600,mA g-1,abstract,https://d.", "315,mAh g-1,,,1600,mA g-1,abstract,https://e.", "read_at"),
    ("one_paper_says_one_thing", REPORTED, "r109-reversible-capacity,109,reversible_capacity,\"3D mesoporous Si, carbon coated\",~,1900", "r109-reversible-capacity,109,reversible_capacity,\"3D mesoporous Si, carbon coated\",~,1800", "value"),
    ("one_paper_says_one_thing", REPORTED, "r109-synthesis,109,synthesis,3D mesoporous Si,,,,\"magnesiothermic", "r109-synthesis,109,synthesis,3D mesoporous Si,,,,\"aluminothermic", "words"),
    ("theoretical_capacities_follow_from_phases", REPORTED, ",3579,", ",3519,", "value"),
    ("theoretical_capacities_follow_from_phases", REPORTED, ",Li22Si5,,4200", ",Li22Sn5,,4200", "value"),
    ("pages_are_those_of_the_paper", DOIS, "record of the paper,https://nanoscale", "list of another paper,https://nanoscale", "read_in"),
    ("reference_corrections_quote_the_entry", ENTRIES, "17,volume,,1,", "17,volume,,9,", "used"),
    ("reference_corrections_quote_the_entry", ENTRIES, "prints Energy Mater 2021;1", "prints Energy Mater 2012;1", "used"),
    ("reference_corrections_quote_the_entry", ENTRIES, "\"Uhlir, A.\"", "\"Uhlig, A.\"", "used"),
    ("reference_corrections_quote_the_entry", ENTRIES, "\"Uhlir, A.\"", "\"Uhlir, B.\"", "used"),
]  # fmt: skip


@pytest.mark.parametrize("rule", papers.RULES, ids=lambda rule: rule.__name__)
def test_the_data_keep_each_rule(rule):
    assert list(rule(ROOT)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("rule", "file", "old", "new", "column"), DAMAGE)
def test_a_broken_row_is_named(copy, rule, file, old, new, column):  # noqa: F811
    path = copy / "data" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    with changed(path, text.replace(old, new, 1).encode("utf-8")):
        found = list(RULES[rule](copy))
    assert column in {problem.column for problem in found}
    assert all(problem.line for problem in found)
    assert {problem.file for problem in found} <= {
        f"data/{file}", "references.bib", f"data/{COMPARISONS}", f"data/{REPORTED}",
    }  # fmt: skip


def test_every_rule_is_broken_once():
    assert {case[0] for case in DAMAGE} == set(RULES)
