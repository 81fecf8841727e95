"""The formula sheet: read from the docstrings, complete, and one page of paper."""

import re

import pytest

from anodes.physics import pores
from anodes.publish import formula_sheet
from anodes.publish.formula_text import latex_of, symbols_of
from anodes.publish.formula_values import SHEET

ROWS = {name: example for rows in SHEET.values() for (_, name), example in rows.items()}


@pytest.mark.parametrize(
    ("plain", "latex", "symbols"),
    [
        ("C = x F / (3.6 M)", "C = x F / (3.6 M)", ["x", "F", "M"]),
        ("p_min = 1 - 1/R", r"p_{\mathrm{min}} = 1 - 1/R", ["R"]),
        ("phi (1 - p) rho", r"\phi (1 - p) \rho", ["phi", "p", "rho"]),
        ("(L/L0)^2", "(L/L_{0})^2", ["L", "L0"]),
        ("100 (1 - (C_N/C_0)^(1/N))", "100 (1 - (C_{N}/C_{0})^{1/N})", ["C_N", "C_0", "N"]),
        ("(R - 1) x 100 %", r"(R - 1) \times 100 \%", ["R"]),
        ("2 asin(lambda / 2d)", r"2 \arcsin(\lambda / 2d)", ["lambda", "d"]),
        ("d = a / sqrt(h^2 + k^2)", r"d = a / \sqrt{h^2 + k^2}", ["a", "h", "k"]),
        ("min(1, I / ICE_c)", r"\min(1, I / \mathrm{ICE}_{c})", ["I", "ICE_c"]),
        (
            "(V_c - V_a) q / thickness",
            r"(V_{c} - V_{a}) q / \mathrm{thickness}",
            ["V_c", "V_a", "q"],
        ),
    ],
)
def test_a_formula_of_a_docstring_is_typeset(plain, latex, symbols):
    assert latex_of(plain) == latex
    assert symbols_of(plain) == symbols


def test_a_row_is_what_the_docstring_says():
    found = formula_sheet.formula_of(pores.tap_density)
    assert found.quantity == "Tap density of porous particles"
    assert found.formula == "phi (1 - p) rho"
    assert found.unit == "g/cm³"
    assert [re.match(r"\$[^$]+\$", text)[0] for text in found.symbols] == [
        r"$\phi$",
        "$p$",
        r"$\rho$",
    ]


def heated(temperature_K):
    """Something of a temperature, k T^2 / z.

    Parameters
    ----------
    temperature_K
        T in kelvin.

    Returns
    -------
    float
        In volts.
    """


def test_a_formula_with_an_unexplained_symbol_stops_the_build():
    with pytest.raises(ValueError, match=r"heated: found \['z'\] in the formula 'k T\^2 / z'"):
        formula_sheet.formula_of(heated)
    with pytest.raises(ValueError, match="expected a formula behind a comma"):
        formula_sheet.formula_of(pores.volume_ratio)


@pytest.mark.parametrize(
    ("name", "text"),
    # 15/4 x 26801.48 / 28.085; 1 - 1/3.7514; 100 (0.5 x 3.7514 - 1); 8334.7 / 3.7514; kT/e of the
    # handbooks; 5.43102 / sqrt 3 and twice the arc sine of 1.5406 / 6.2712; 92/88
    [
        ("specific_capacity", "3,579"), ("minimum_porosity", "0.73"),
        ("external_expansion_percent", "88"), ("capacity_per_alloy_volume", "2,222"),
        ("thermal_voltage_V", "0.0257"), ("cubic_spacing", "3.1356"),
        ("bragg_angle_degree", "28.44"), ("needed_efficiency_percent", "99.978"),
        ("least_negative_to_positive", "1.05"),
    ],
)  # fmt: skip
def test_an_example_is_what_is_calculated_by_hand(name, text):
    assert ROWS[name]().split()[0] == text


def test_every_row_has_all_of_its_cells():
    rows = [line.strip("| ").split(" | ") for line in formula_sheet.sheet().splitlines()[2:]]
    rows = [row for row in rows if not row[0].startswith("**")]
    assert len(rows) == len(ROWS) > 25
    assert all(len(row) == 5 and all(cell.strip() for cell in row) for row in rows)


def test_the_sheet_is_one_page_of_paper(visit):
    page = visit("formula-sheet")
    assert page.locator("#formula-sheet tbody math").count() >= 3 * len(ROWS)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    assert page.complaints == []
