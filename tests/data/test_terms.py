"""Units and terms against what the ontologies publish, and units against pint's own arithmetic.

`ontology_terms.csv` and `qudt_units.csv` hold what these columns are compared with, taken from the
published files: the electrochemistry domain of EMMO 0.37.2 (https://w3id.org/emmo, CC BY 4.0) and
the vocabularies of QUDT 3.5 (http://qudt.org, CC BY 4.0).
"""

import csv
import re

import pytest
from conftest import ROOT

from anodes import data
from anodes.data.parsing import conversion_factor, registry
from anodes.validation import consistency

HERE = ROOT / "tests" / "data"
BASE = {  # pint's dimensions by the letters of a QUDT dimension vector
    "[substance]": "A", "[current]": "E", "[length]": "L", "[mass]": "M", "[temperature]": "H",
    "[time]": "T", "[luminosity]": "I",
}  # fmt: skip


def rows(name):
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


QUDT = {row["iri"]: row for row in rows("qudt_units")}
TERMS = {row["iri"]: row["label"] for row in rows("ontology_terms")}
UNITS = list(data.read("units")["unit"])


def row_of(unit):
    """What the table says of a unit now: `make mutants` changes it after the tests are known."""
    rows_of = data.read("units").to_dict("records")
    return next(row for row in rows_of if row["unit"] == unit)


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_that_of_qudt_by_dimension_and_size(unit):
    row = row_of(unit)
    assert row["match"] == ("exact" if row["iri"] else "none")
    if not row["iri"]:
        return
    known = QUDT[row["iri"]]
    quantity = registry().Quantity(1, row["pint"])
    vector = dict(re.findall(r"([A-Z])(-?\d+)", known["dimension"]))
    expected = {letter: int(power) for letter, power in vector.items() if letter != "D"}
    found = dict.fromkeys(expected, 0) | {
        BASE[name]: power for name, power in quantity.dimensionality.items()
    }
    assert found == expected
    if row["unit"] != "degC":  # which has an offset
        size = quantity.to_base_units().to_root_units()
        grams = 1000 ** expected["M"]  # the kilogram is the base unit of QUDT, the gram is pint's
        ours = size.magnitude / (1 if "kilogram" in str(size.units) else grams)
        assert ours == pytest.approx(float(known["multiplier"]), rel=1e-9)
    if row["note"] == "" and known["ucum"]:
        assert row["ucum"] in known["ucum"].split(";")


UCUM = {  # where it is not the unit's own name with points: by the tables of UCUM 2.1
    "% per cycle": "", "C_rate": "", "C": "", "cycles": "", "USD kg-1": "", "angstrom": "Ao",
    "angstrom3": "Ao3", "degC": "Cel", "degree": "deg", "M": "mol.L-1", "mL Ah-1": "mL.A-1.h-1",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_is_written_as_ucum_writes_it(unit):
    ours = re.sub(r"\b(mA|A|W)h\b", r"\1.h", unit).replace(" ", ".")
    assert row_of(unit)["ucum"] == UCUM.get(unit, ours)


@pytest.mark.parametrize("unit", UNITS)
def test_the_two_spellings_of_a_unit_are_one_size(unit):
    """The reader of printed cells knows units as 'mAh g-1'; pint is given the other spelling."""
    row = row_of(unit)
    if not re.fullmatch(r"[A-Za-z]+(-?\d)?( [A-Za-z]+-?\d)*", row["unit"]) or row["unit"] in (
        "C", "M", "cycles", "USD kg-1", "degC", "min", "d", "K",
    ):  # fmt: skip
        return  # no unit that a printed cell has
    ours = registry().Quantity(1, row["pint"]).to_base_units().magnitude
    base = registry().Quantity(1, row["pint"]).to_base_units().units
    assert conversion_factor(row["unit"], row["unit"]) == 1
    from anodes.data.parsing import pint_unit

    assert registry().Quantity(1, pint_unit(row["unit"])).to(base).magnitude == pytest.approx(ours)


def test_a_c_rate_is_no_charge():
    for name in ("C_rate", "C"):
        row = row_of(name)
        assert registry().Unit(row["pint"]).dimensionality == registry().Unit("1/h").dimensionality
        assert row["iri"] == ""


def test_terms_have_the_names_that_their_ontologies_give_them():
    listed = data.read("terms")
    named = {row["iri"]: row["label"] for row in listed.to_dict("records") if row["iri"]}
    assert named == TERMS
    assert len(named) >= 15
    assert set(listed["match"]) == {"exact", "broader", "none"}


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    [
        ("review/units.csv", "mAh g-1,mA*h/g", "mAh g-1,mA*hour/gramme", "'mA*hour/gramme'"),
        ("review/units.csv", "mAh g-1,mA*h/g", "mAh/g,mA*h/g", "'mAh g-1'"),
        ("review/terms.csv", "one_c_A_g,,,none", "one_c_A_g,,,exact", "''"),
        ("review/terms.csv", "one_c_A_g,", "one_c,", "'one_c'"),
        ("review/terms.csv", "one_c_A_g,", "one_c,", "no row for one_c_A_g"),
    ],
)
def test_a_unit_or_term_that_is_not_right_is_named(copied_data, file, old, new, found):
    path = copied_data / "data" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    rules = (consistency._units_are_one_vocabulary, consistency._terms_are_of_columns)
    problems = [problem for rule in rules for problem in rule(copied_data)]
    assert found in {problem.found for problem in problems}
