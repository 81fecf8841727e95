"""Cells that no rule can know, against what was read elsewhere: the print, or the source named.

Only some cells of a column are here, those of which the print or the source has a form that
nothing else in the book shows. What is printed is taken from Li et al., Energy Mater. 2 (2022).
"""

import re

import pytest

from anodes import data
from anodes.data import files

COUNTED = {  # in the print, "... et al." and the like in running text, by section
    "dealloying": 12, "template": 5, "etching": 5, "self-assembly": 4, "silicon": 2,
    "silicon-self-assembled": 6, "silicon-continuous": 11, "germanium": 10, "tin": 7,
    "antimony": 7,
}  # fmt: skip
SENIOR = {102: "Liu", 136: "Wu", 148: "Cui"}  # named in the text, behind "et al." in the list


def test_authors_that_the_text_names():
    named = data.read("attributions")
    assert named["section"].value_counts().to_dict() == COUNTED
    entries = files.bibliography().entries
    listed = {
        number: [
            " ".join(person.last_names) for person in entries[f"r{number:03}"].persons["author"]
        ]
        for number in named["reference"]
    }
    others = {
        number: name
        for number, name in zip(named["reference"], named["author"], strict=True)
        if name not in listed[number]
    }
    assert others == SENIOR | {80: "Uhlir"}  # for whom the reference list prints Uhler


def test_holders_as_the_captions_print_them():
    """Of Figures 12 to 16, which print publishers in their most varied forms."""
    holder = data.read("credits").set_index("reference")["holder"]
    assert holder[[136, 137, 150, 152, 155, 157, 158, 161, 162, 164]].to_list() == [
        "Elsevier Ltd.", "Springer Verlag", "Wiley-VCH Verlag GmbH & Co.",
        "John Wiley & Sons Inc.", "Elsevier", "Springer", "John Wiley & Sons Ltd.", "Elsevier",
        "Wiley-VCH Verlag GmbH & Co.", "Wiley-Blackwell",
    ]  # fmt: skip
    of_journal = data.references().set_index("reference")["journal"][holder.index]
    own = {name: set(holder[of_journal == name]) for name in ("Nano Energy", "Nat Commun")}
    assert own == {"Nano Energy": {"Elsevier B.V."}, "Nat Commun": {"Nature Publishing Group"}}


def test_abundances_are_those_of_the_handbook():
    """CRC Handbook of Chemistry and Physics, Abundance of Elements in the Earth's Crust."""
    crust = data.read("elements").set_index("element")["crustal_abundance_mg_kg"]
    parts_per_million = {"Si": 2.82e5, "Na": 2.36e4, "Li": 20, "Sn": 2.3, "Ge": 1.5, "Sb": 0.2}
    assert crust.to_dict() == pytest.approx(parts_per_million, rel=1e-3)


def test_expansions_are_those_of_the_handbook():
    """CRC Handbook of Chemistry and Physics: 46 and 71 millionths a kelvin at 25 degC."""
    expansion = data.read("thermal_expansions").set_index("element")["linear_expansion_per_K"]
    assert expansion.to_dict() == pytest.approx({"Li": 46e-6, "Na": 71e-6})


def test_the_eutectic_of_aluminium_and_silicon_is_that_of_the_phase_diagram():
    """ASM Alloy Phase Diagrams: 12.6 mass per cent (12.2 atomic per cent) of Si at 577 degC."""
    row = data.read("alloys").set_index("alloy").loc["Al-Si eutectic"]
    assert (row["host_percent"], row["basis"]) == (12.6, "mass")
    assert row["source"].endswith("at 577 C")


def test_the_last_step_of_tin_with_sodium_was_measured_at_90_degrees():
    source = data.read("end_phases").set_index("phase").loc["Na15Sn4", "source"]
    assert f"at {90 + 273} K" in source


def test_temperatures_that_the_sources_give():
    """CODATA: 22.5 degC; COD 8101628: 295 K; abstracts for lithium alloys; tables at 25 degC."""
    cells = data.read("phases").set_index("phase")["temperature_K"].dropna()
    assert cells.to_dict() == {
        "Si": 295.65, "Sn": 298, "Sb": 298, "Li15Si4": 123, "Li17Ge4": 298, "NaSi": 293,
        "NaSn": 295, "Na15Sn4 (DFT)": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "words"),
    [  # what is quoted is printed so
        ("review-composition", "As many as 4.4 Li atoms"),
        ("an2019-retention-start", "From 20 to 1,000 cycles"),
        ("an2019-capacity-retention-ampsi-c-ncm", "For over 400 cycles"),
        ("sosa2020-count-13e-second", "one, four, and twenty"),
        ("wang2018-count-text", "Five Na atoms"),
        ("wang2018-count-16d-16e", "Four distinctive plateaus"),
        ("review-pressure", "tens of MPa"),
    ],
)
def test_readings_quote_the_print(claim, words):
    reading = data.claim(claim)["reading"]
    assert words in reading


PRODUCTS = {  # in the print: whose paper makes which of the products that have a name of their own
    46: ("pomegranate", 127), 47: ("SA-SiTC", 128), 51: ("sponge", 102), 52: ("Si/Al2O3", 105),
    54: ("Mp-Si@Si@G", 132), 56: ("Sn shell", 136), 59: ("microcubes", 148), 60: ("ZnRR", 150),
    63: ("Ge microparticles", 155), 64: ("amorphous Ge", 156), 65: ("microscale Sn", 157),
    68: ("PSn", 161), 70: ("hollow Sb spheres", 175), 71: ("chains", 176), 72: ("dendrites", 177),
    73: ("PHMSs", 174), 74: ("Sb2O3@Sb", 172), 75: ("Sb NS", 178),
}  # fmt: skip


def test_products_are_those_of_their_papers():
    routes = data.routes().set_index("route")
    assert {n: routes["reference"][n] for n in PRODUCTS} == {n: r for n, (_, r) in PRODUCTS.items()}
    for number, (words, _) in PRODUCTS.items():
        assert words in routes["product"][number]


def test_reasons_of_panels_agree_with_the_numbers_that_are_printed():
    """A panel without any number is no source of claims; Figure 11F has two moments."""
    claims = data.claims()
    panels = {panel for text in claims["figure"] for panel in text.split(";")}
    for row in data.figures().query("why_not != ''").to_dict("records"):
        label = f"{row['figure']}{row['panel']}"
        if re.search("prints no number|prints none of them|no moment and no size", row["why_not"]):
            printed = claims[claims["figure"].str.split(";").map(lambda own, n=label: n in own)]
            assert label not in panels or set(printed["quantity"]) <= {"count", "scale_bar"}, label
    dense = claims[(claims["material"] == "dense Si") & (claims["references"] == "132")]
    assert len(dense) == 2


def test_numbers_in_the_reasons_of_corrections():
    """Each is printed in that row or follows from it: 200 A/g over 4.2 A/g for 1 C are 47.6 C."""
    derived = {"48", "76"}  # C, and 3,600 s / 47.6
    assert (round(200 / 4.2), round(3600 / (200 / 4.2))) == (48, 76)
    for fix in data.read("corrections").to_dict("records"):
        row = data.read(f"table_{fix['table']}").set_index("row").loc[fix["row"]]
        printed = " ".join(str(cell) for cell in row)
        numbers = set(re.findall(r"(?<![\w-])\d[\d,.]*\d|(?<![\w-])\d(?![\w])", fix["reason"]))
        known = set(re.findall(r"\d[\d,.]*\d", printed))
        assert numbers - known <= derived, fix["reason"]


def test_arithmetic_that_sources_of_the_stack_state():
    """A charge over an area; lithium that graphite takes up, by Faraday's law (96,485 C a mole)."""
    source = data.read("stack").set_index("parameter")["source"]
    areal = source["areal_capacity_mAh_cm2"]
    charge, length, width, stated = re.search(
        r"(\d) Ah on (1\.58) m x (0\.065) m are (\d\.\d)", areal
    ).groups()
    assert f"{float(charge) * 1000 / (float(length) * float(width) * 1e4):.1f}" == stated
    graphite = source["graphite_mAh_cm3"]
    stated, most, full, empty, pores = re.search(
        r"(\d+) follows .*?: (\d+) mol m-3 x \(([\d.]+) - ([\d.]+)\) x \(1 - ([\d.]+)\) x F",
        graphite,
    ).groups()
    sites = float(most) * (float(full) - float(empty)) * (1 - float(pores))  # mol m-3
    assert f"{sites * 96485 / 3600 / 1000:.0f}" == stated
