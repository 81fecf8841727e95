"""The running text as data: expected values are typed from the review, not from our files."""

import json
import re

import pandas as pd
import pytest
from conftest import ROOT

from anodes import data
from anodes.data import files, reference_list
from anodes.physics import reactions
from anodes.physics.reactions import EquationError

# (reference, quantity, qualifier, value, unit, current, its unit, cycle), read in the review
STATED = [
    (13, "theoretical_capacity", "", 372, "mAh g-1", None, "", None),
    (34, "porosity", "", 40, "%", None, "", None),
    (35, "porosity", "", 80, "%", None, "", None),
    (36, "concentration", "", 5, "M", None, "", None),
    (36, "synthesis_time", "", 24, "h", None, "", None),
    (52, "synthesis_temperature", "", 700, "degC", None, "", None),
    (55, "synthesis_time", "", 5, "min", None, "", None),
    (64, "synthesis_temperature", "<", 300, "degC", None, "", None),
    (78, "mixing_part", "", 3, "1", None, "", None),
    (81, "etching_current_density", "", 2, "mA cm-2", None, "", None),
    (85, "capacity_retention", "", 83, "%", 2.6, "A g-1", 370),
    (129, "wire_diameter", "", 300, "nm", None, "", None),
    (87, "electrode_swelling", "<", 20, "%", None, "", None),
    (93, "theoretical_capacity", "", 4200, "mAh g-1", None, "", None),
    (127, "reversible_capacity", "", 2350, "mAh g-1", 0.05, "C", None),
    (127, "capacity_retention", "", 97, "%", 0.5, "C", 1000),
    (129, "wire_length", ">", 1, "um", None, "", None),
    (130, "ligament_size", "~", 40, "nm", None, "", None),
    (51, "energy_density", "", 502, "Wh kg-1", None, "", None),
    (132, "observation_time", "", 160, "s", None, "", None),
    (133, "volume_expansion", "~", 244, "%", None, "", None),
    (134, "ionic_radius", "", 0.68, "angstrom", None, "", None),
    (136, "rate_capacity", "", 143, "mAh g-1", 725, "mA g-1", None),
    (148, "rate_capacity", "", 1121, "mAh g-1", 50, "C", None),
    (150, "initial_coulombic_efficiency", "~", 85, "%", None, "", None),
    (152, "porosity", "", 18.05, "%", None, "", None),
    (158, "initial_discharge_capacity", "", 1939, "mAh g-1", 0.1, "C", None),
    (159, "state_potential", "", 70, "mV", None, "", None),
    (160, "volume_expansion", "~", 420, "%", None, "", None),
    (162, "diffraction_angle", "", 37.4, "deg", None, "", None),
    (162, "power_density", "", 182.5, "W kg-1", None, "", None),
    (162, "bond_length", "", 2.85, "angstrom", None, "", None),
    (174, "rate_capacity", "", 312.9, "mAh g-1", 3200, "mA g-1", None),
    (175, "capacity_retention", "", 99.6, "%", 100, "mA g-1", 50),
    (178, "diffraction_angle", "", 33.5, "deg", None, "", None),
]


@pytest.mark.parametrize("stated", STATED, ids=lambda s: f"{s[0]}-{s[1]}-{s[3]}")
def test_what_the_review_states(stated):
    reference, quantity, qualifier, value, unit, current, current_unit, cycle = stated
    claims = data.claims()
    rows = claims[
        claims["references"].str.split(";").map(lambda numbers: str(reference) in numbers)
        & (claims["quantity"] == quantity)
        & (claims["value"] == value)
    ]
    assert len(rows) == 1
    row = rows.iloc[0]
    assert (row["qualifier"], row["unit"], row["current_unit"]) == (qualifier, unit, current_unit)
    assert (None if pd.isna(row["current"]) else row["current"]) == current
    assert (None if pd.isna(row["cycle"]) else row["cycle"]) == cycle


def test_claims_by_section_as_counted_in_the_review():
    counted = {
        "introduction": 2, "dealloying": 12, "template": 5, "etching": 5, "self-assembly": 3,
        "silicon": 6, "silicon-self-assembled": 32, "silicon-continuous": 44, "germanium": 36,
        "tin": 41, "antimony": 26, "outlook": 1,
    }  # fmt: skip
    assert data.claims()["section"].value_counts(sort=False).to_dict() == counted


def test_six_angles_and_five_phases():
    claims = data.claims()
    angles = claims[(claims["quantity"] == "diffraction_angle") & (claims["material"] == "Na15Sn4")]
    assert list(angles["value"]) == [16.5, 19.0, 31.8, 33.3, 34.7, 37.4]


def test_statements_of_one_paper_are_readable():
    told = data.claims_of_reference(reference=51)
    assert len(told) == 13
    first = told.loc["an2019-reversible-capacity-ampsi-c-0-1c"]
    assert first["value"].replace("\u00a0", " ") == "2,134 mAh g⁻¹"
    assert first["current"].replace("\u00a0", " ") == "0.1 C"
    assert first["section"] == "Continuous microporous Si"
    assert len(data.claims_of_reference()) == len(data.claims())
    assert data.claims_of_reference(reference=1).empty


def test_statements_reach_every_electrode_that_the_text_names():
    """Counted by hand: references of Tables 3 to 5 that a sentence with a number names too."""
    tables = set(data.electrodes()["reference"])
    named = {number for number in tables if not data.claims_of_reference(reference=number).empty}
    assert named == {38, 46, 48, 63, 95, 98, 102, 105, 142, 148, 161, 162, 172, 173, 174, 175}


def test_the_vocabulary_has_no_synonyms():
    """No two quantities have the same unit, basis and definition, and each is used."""
    quantities = data.read("quantities")
    assert quantities["definition"].is_unique
    assert set(quantities["quantity"]) == set(data.claims()["quantity"])
    for pair in (("ligament_size", "wall_thickness"), ("cycles_run", "cycle_life"),
                 ("working_potential", "average_potential"), ("particle_size", "diameter")):  # fmt: skip
        assert len(set(pair) & set(quantities["quantity"])) == 1


def test_capacities_join_tables_and_text():
    """Two for each of the 60 electrodes, and those of the text in A per gram."""
    capacities = data.capacities()
    table = capacities["quantity"].str.endswith("table")
    assert table.sum() == 120
    told = capacities[~table].set_index(["reference", "capacity_mAh_g"])
    assert told.loc[(51, 2134.0), "current_A_g"].item() == pytest.approx(
        0.42
    )  # 0.1 C of 4,200 mA/g
    assert told.loc[(63, 717.0), "current_A_g"].item() == pytest.approx(8.12)  # 5 C of 1,624 mA/g
    assert told.loc[(38, 1222.0), "cycle"].item() == 200
    assert 134.0 not in told.index.get_level_values(1)  # of a full cell
    assert 4200.0 not in told.index.get_level_values(1)  # theoretical


# ------------------------------------------------------------------ figures and references


def test_panels_by_figure():
    """Counted in the captions."""
    panels = data.figures().groupby("figure").size().to_dict()
    assert panels == {1: 4, 2: 2, 3: 2, 4: 1, 5: 4, 6: 2, 7: 2, 8: 2, 9: 5, 10: 6, 11: 7, 12: 6,
                      13: 6, 14: 6, 15: 13, 16: 7, 17: 6, 18: 4}  # fmt: skip


def test_sources_of_panels():
    source = data.figures().set_index(["figure", "panel"])["source_reference"]
    expected = {(3, "B"): 4, (5, "D"): 49, (10, "A"): 102, (11, "G"): 132, (15, "M"): 159,
                (16, "G"): 164, (18, "D"): 178}  # fmt: skip
    assert {place: source[place] for place in expected} == expected
    assert source[:2].isna().all()


def test_references_say_where_they_are_cited():
    references = data.references().set_index("reference")
    assert references.loc[51, "cited_in"] == "dealloying;silicon-continuous"
    assert references.loc[38, "cited_in"] == "dealloying;silicon;silicon-continuous;table_3"
    assert references.loc[98, "same_as"] == 109
    assert references.loc[109, "same_as"] == 98
    assert set(references.index[~references["complete"]]) == {17, 22, 166}


# ------------------------------------------------------------------ routes


def test_routes_by_hand():
    routes = data.routes()
    ant_nest = routes[routes["reference"] == 51]
    assert ant_nest["kind"].item() == "gas dealloying"
    assert ant_nest["temperature_degC"].item() == "750"
    assert ant_nest["equation"].item().startswith("3 Mg2Si + 2 N2 -> 3 Si + 2 Mg3N2")
    four = {
        "chemical dealloying",
        "electrochemical dealloying",
        "liquid-metal dealloying",
        "gas dealloying",
    }
    assert four <= set(routes["kind"])
    assert (routes["equation_note"] != "").all()
    families = {
        "dealloying": "dealloying",
        "etching": "etching",
        "reduction": "metallothermic reduction",
    }
    for word, family in families.items():
        of_kind = routes[
            routes["kind"].str.endswith(word) & (routes["kind"] != "chemical reduction")
        ]
        found = set(of_kind["family"]) - {"hydrogen reduction", ""}
        assert found == {family}


def test_a_balanced_equation_is_read():
    (reaction,) = reactions.parse("Mg3N2 + 8 HCl -> 3 MgCl2 + 2 NH4Cl")
    assert reaction.consumed == {"Mg3N2": 1, "HCl": 8}
    assert reaction.made == {"MgCl2": 3, "NH4Cl": 2}
    assert reaction.excess() == {}


def test_charges_count():
    reactions.parse("2 Cu + Sn^2+ -> 2 Cu+ + Sn")
    with pytest.raises(EquationError, match=r"\+1 charge"):
        reactions.parse("Cu + Sn^2+ -> Cu^3+ + Sn")


@pytest.mark.parametrize(
    "text", ["SiO2 + Mg", "SiO2 + Mg -> Si + MgO", "Xx -> Xx", "Si -> -> Si", "Si^2 -> Si", "-> Si"]
)
def test_an_equation_that_cannot_be_is_told(text):
    with pytest.raises(EquationError):
        reactions.parse(text)


def test_atoms_by_hand():
    assert reactions.atoms_and_charge("SiF6^2-") == {"Si": 1, "F": 6, "charge": -2}
    assert reactions.atoms_and_charge("e-") == {"charge": -1}
    assert reactions.atoms_and_charge("Bi(NO3)3") == {"Bi": 1, "N": 3, "O": 9, "charge": 0}


def test_no_doi_is_guessed():
    """The review prints none: an entry has one where `data/papers/dois.csv` says it was read."""
    entries = files.bibliography().entries
    there = {key: entries[key].fields["doi"] for key in entries if "doi" in entries[key].fields}
    assert there.pop("li2022") == "10.20517/energymater.2022.24"
    assert there.pop("obrovac2004").startswith("10.1149/")
    read = data.dois()
    assert there == {
        f"r{number:03}": doi for number, doi in zip(read["reference"], read["doi"], strict=True)
    }
    assert read["read_at"].str.len().min() > 0
    # three that any chemist can look up, from outside this project
    assert there["r059"] == "10.1038/nature05570"
    assert there["r127"] == "10.1038/nnano.2014.6"
    assert there["r098"] == there["r109"] == "10.1002/aenm.201100485"


def test_no_mirror_is_given_as_the_source_on_a_page():
    """Where an abstract was read is in the data; pages cite the paper."""
    hosts = {
        match[1]
        for name in ("reported", "dois")
        for at in data.read(name)["read_at"]
        if (match := re.match(r"https?://(?:www\.)?([^/]+)/", at))
    } - {"nature.com", "pubs.rsc.org", "onlinelibrary.wiley.com"}
    assert len(hosts) > 5
    for path in [
        *(files.ROOT / "chapters").glob("*.ipynb"),
        files.ROOT / "chapters/bibliography.md",
    ]:
        text = path.read_text(encoding="utf-8")
        assert [host for host in sorted(hosts) if host in text] == [], path.name


@pytest.mark.parametrize(
    ("name", "value"), [("review-composition", 4.4), ("liu2014-particle-size", 10)]
)
def test_as_many_as_and_up_to_include_the_number(name, value):
    claim = data.claim(name)
    assert (claim["qualifier"], claim["value"]) == ("<=", value)
    written = data.claims_of_reference().loc[name, "value"]
    assert written.startswith("≤")


def test_the_ion_of_a_claim_that_names_none_is_our_reading():
    for name in ("initial-charge-capacity", "initial-coulombic-efficiency", "reversible-capacity"):
        assert "our reading" in data.claim(f"meng2020-{name}")["reading"]


# (report, value, cycle, current) as the abstracts say, each looked up in the source once more
REPORTED = [
    ("r104-initial-discharge-capacity", 1844, 1, 400), ("r104-reversible-capacity", 1444, 100, 400),
    ("r161-initial-charge-capacity", 674, 1, None), ("r161-initial-discharge-capacity", 1066, 1, None),
    ("r147-capacity-retention", 99.5, 300, 0.5), ("r039-capacity-retention-91-9", 91.9, 400, 0.8),
    ("r150-capacity-retention-50", 50, 50, None), ("r105-volume-expansion", 34, 100, None),
]  # fmt: skip


@pytest.mark.parametrize(("report", "value", "cycle", "current"), REPORTED)
def test_what_papers_report(report, value, cycle, current):
    row = data.paper_reports().set_index("report").loc[report]
    assert (row["value"], row["cycle"]) == (value, cycle)
    assert row["current"] == current or (current is None and row["current"] != row["current"])


def test_panels_of_a_chapter_with_their_source_and_numbers():
    panels = data.panels("silicon").set_index("label")
    assert len(panels) == 5 + 6 + 7 + 6  # Figures 9 to 12
    row = panels.loc["9B"]
    assert row["source"] == "Liu 2014"
    assert row["address"] == "https://doi.org/10.1038/nnano.2014.6"  # one that was read
    without = panels["address"][~panels["address"].str.startswith("https://doi.org/")]
    assert without.str.startswith(("https://search.crossref.org/?q=",)).sum() > 0
    assert "capacity retention 97 % at 0.5 C after 1,000 cycles" in row["printed"].replace(
        "\xa0", " "
    )
    assert panels.loc["10A", "printed"] == ""


def test_statements_of_a_chapter():
    assert len(data.claims_of_chapter("outlook")) == 1
    silicon = data.claims_of_chapter("silicon")
    assert "initial coulombic efficiency" in set(silicon["quantity"])  # in words, for readers
    assert set(silicon["section"]) == {
        "Si-based porous structures for LIBs and SIBs",
        "Nano-unit self-assembled microporous Si",
        "Continuous microporous Si",
    }
    germanium = data.claims_of_chapter("germanium").set_index("name")
    assert germanium.loc["zhang2015-rate-capacity", "references"] == "148"


def test_a_reader_sees_the_names_that_a_claim_is_asked_for_with():
    for shown in (data.claims_of_reference(162).reset_index(), data.claims_of_chapter("tin")):
        assert "claim" not in shown
        for row in shown.to_dict("records"):
            assert data.claim(row["name"])["material"] == row["material"]


def test_a_paper_is_looked_up_by_its_doi_where_one_is_known():
    assert reference_list.address("A title", "10.1/x") == "https://doi.org/10.1/x"
    assert reference_list.address("A title") == "https://search.crossref.org/?q=A%20title"


def test_temperatures_of_routes_have_two_ends():
    routes = data.routes().set_index("route")
    assert routes.loc[18, ["low_degC", "high_degC", "element"]].tolist() == [500, 700, "Si"]
    assert routes.loc[2, ["low_degC", "high_degC", "element"]].tolist() == [600, 600, "Sb"]
    assert routes["low_degC"].notna().sum() == 8


def test_a_claim_is_asked_for_by_name_or_by_what_it_says():
    # "a high energy density of 502 Wh kg-1", reference 51, An 2019
    energy = data.claim("an2019-energy-density")
    assert (energy["value"], energy["unit"], energy["references"]) == (502, "Wh kg-1", "51")
    assert data.claim(quantity="energy_density", element="Sn")["name"] == "wang2018-energy-density"
    both = data.claim(reference=15, quantity="reversible_capacity")  # cited with [14]
    assert (both["value"], both["references"]) == (35, "14;15")


@pytest.mark.parametrize(("asked", "words"), [
    ({"name": "an2019-energy-densty"}, "0 claims .*: an2019-energy-density"),
    ({"quantity": "ligament_size"}, "3 claims .*kim2008-ligament-size, li2019-ligament-size-100"),
    ({"quantities": "porosity"}, "claims have no column quantities; expected one of reference, claim"),
    ({"quantity": "ligament"}, "0 claims have quantity = 'ligament'; exactly one"),
])  # fmt: skip
def test_more_or_less_than_one_claim_is_an_error_that_names_the_near_ones(asked, words):
    with pytest.raises(LookupError, match=words):
        data.claim(**asked)


POSITION = re.compile(
    r"(?:values|claims\(\)[^\n]*)\[\[?\d+|query\(.claim (?:==|in)|claim. ?\] ?== ?\d"
)


@pytest.mark.parametrize("path", sorted((ROOT / "chapters").glob("*.ipynb")), ids=lambda p: p.stem)
def test_no_chapter_asks_for_a_claim_by_its_place(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert not POSITION.search(code)


def test_a_place_would_be_found():
    assert POSITION.search('data.claims().set_index("claim")["value"][[149, 150]]')
    assert POSITION.search('data.claims().query("claim == 167")')
    assert POSITION.search("kept, energy = values[92], values[93]")
