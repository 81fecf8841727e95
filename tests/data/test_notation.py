"""Printed cells: expected values are read from the print by eye."""

import pytest

from anodes.data import parsing
from anodes.data.parsing import Capacity, Current, NotationError, PrintedNumber


@pytest.mark.parametrize(
    ("printed", "value", "current"),
    [
        ("3,200 mAh g-1 at 4.2 A g-1", 3200, Current(4.2, "gravimetric")),
        ("2,551.5 mAh g-1 at 240 mA g-1", 2551.5, Current(0.24, "gravimetric")),
        ("1,321 mAh g-1 at 0.2 mA cm-2", 1321, Current(0.2, "areal")),
        ("1,341.1 mAh g-1 at C/20", 1341.1, Current(0.05, "c_rate")),
        ("944 mAh g-1 at 0.1C", 944, Current(0.1, "c_rate")),
        ("1,100 mAh g-1 at 0.1A g-1", 1100, Current(0.1, "gravimetric")),
        ("2 Ah g-1 at 1 A kg-1", 2000, Current(0.001, "gravimetric")),
    ],
)
def test_initial_capacity(printed, value, current):
    assert parsing.initial_capacity(printed) == Capacity(value, current)


@pytest.mark.parametrize(
    ("printed", "value", "cycles", "current"),
    [
        ("1,222 mAh g-1 after 200 cycles at 500 mA g-1", 1222, 200, Current(0.5, "gravimetric")),
        ("755 mAh g-1 after 3,500 cycles at 1C", 755, 3500, Current(1, "c_rate")),
        ("586.7 mAh g-1 after 5,000 cycles at 16 A g-1", 586.7, 5000, Current(16, "gravimetric")),
        ("633 mAh g-1 after 30 cycles at 0.2 mA cm-2", 633, 30, Current(0.2, "areal")),
    ],
)
def test_capacity_retention(printed, value, cycles, current):
    assert parsing.parse_capacity_after_cycles(printed) == Capacity(value, current, cycles)


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("4200", PrintedNumber(4200)),
        ("> 300", PrintedNumber(300, ">")),
        ("2.52 × 10^4", PrintedNumber(25200)),
        ("9.09 × 10^6", PrintedNumber(9.09e6)),
        ("1,889", PrintedNumber(1889)),
        ("2 × 10^-3", PrintedNumber(0.002)),
    ],
)
def test_number(printed, expected):
    assert parsing.number(printed) == expected


def test_percent_keeps_missing_and_zero_apart():
    assert parsing.percent("76.5%") == 76.5
    assert parsing.percent("") is None
    assert parsing.percent("0%") == 0


@pytest.mark.parametrize(
    ("formula", "ions_per_host"),
    [("Li22Si5", 4.4), ("NaSi", 1), ("Na15Sn4", 3.75), ("Li3Sb", 3), ("NaSn3", 1 / 3)],
)
def test_alloy(formula, ions_per_host):
    assert parsing.alloy(formula).ions_per_host == ions_per_host


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (parsing.initial_capacity, ""),
        (parsing.initial_capacity, "3,200 mAh g-1"),
        (parsing.initial_capacity, "3,200 mAh g-1 at 4.2 A kgg-1"),
        (parsing.initial_capacity, "3,200 V at 4.2 A g-1"),
        (parsing.initial_capacity, "3,20 mAh g-1 at 4.2 A g-1"),
        (parsing.initial_capacity, "3,200 mAh g-1 at 4.2 C/g"),
        (parsing.parse_capacity_after_cycles, "1,222 mAh g-1 after many cycles at 1C"),
        (parsing.parse_capacity_after_cycles, "1,222 mAh g-1 after 2.5 cycles at 1C"),
        (parsing.percent, "76.5"),
        (parsing.percent, "about 70%"),
        (parsing.number, "300 %"),
        (parsing.alloy, "Si5Li22"),
        (parsing.alloy, "Xx3Sb"),
        (parsing.alloy, "LiSiGe"),
        (parsing.alloy, "Na1.6Ge"),
        (parsing.alloy, "Li0.5Si"),
        (parsing.current, "1 V"),
    ],
)
def test_unreadable_text_is_quoted(read, text):
    with pytest.raises(NotationError) as error:
        read(text)
    assert repr(text) in str(error.value)
    assert "expected" in str(error.value)


def test_units_of_another_dimension_are_refused():
    with pytest.raises(NotationError):
        parsing.conversion_factor("V", "A g-1")
    assert parsing.conversion_factor("mA g-1", "A g-1") == pytest.approx(1e-3)


def test_digits_of_formulae_are_lowered_and_no_others():
    text = "Na3(VO0.5)2(PO4)2F2, LiC6. and Na1.6Ge, SiI4 or I2, in HF/H2O2"
    assert parsing.formula(text) == "Na₃(VO₀.₅)₂(PO₄)₂F₂, LiC₆. and Na₁.₆Ge, SiI₄ or I₂, in HF/H₂O₂"
    others = "I4_1/amd, I41/acd, mAh/cm3, 2.45e6, log10(3), Table 3, row 12, 50 C"
    assert parsing.formula(others) == others


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("Na15Sn4", "Na₁₅Sn₄"), ("Na1.6Ge", "Na₁.₆Ge"), ("NaGe", "NaGe"), ("Li3Sb (hexagonal)", "Li₃Sb (hexagonal)"),
     ("Mg(OH)2", "Mg(OH)₂"), ("agrees for Li15Si4 within 5 %", "agrees for Li₁₅Si₄ within 5 %"), ("LiC₆", "LiC₆")],
)  # fmt: skip
def test_a_formula_is_shown_with_subscripts(plain, shown):
    assert parsing.formula(plain) == shown


def test_compounds_in_any_words_are_shown_with_subscripts_and_names_are_not():
    text = "Al2O3/HF; Na3(VO0.5)2(PO4)2F2, Si-SiO2@C. Li15Si4: H2 from SiH4, Na1.6Ge, NaxCo0.5O2"
    assert parsing.compounds(text) == (
        "Al₂O₃/HF; Na₃(VO₀.₅)₂(PO₄)₂F₂, Si-SiO₂@C. Li₁₅Si₄: H₂ from SiH₄, Na₁.₆Ge, NaxCo₀.₅O₂"
    )
    names = "Table S2, Figure 2B1, C2/m, R3m, I4_132, A_tI4_141_a, NP-Sb70, [51] Zhang 2015, CR2032"
    assert parsing.compounds(names) == names
    assert parsing.compounds("I4_1/amd, P6_3/mmc or P2_1") == "I4₁/amd, P6₃/mmc or P2₁"
