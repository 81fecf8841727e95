"""Traced formulas: what a page computes is what Python computes, and what cannot be traced raises.

Expected numbers are hand calculations; expressions are evaluated by Vega itself, without a browser.
"""

import math
import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from anodes.analysis import stack_assumptions
from anodes.physics import cell_stack, cycling, diffraction, faraday, pores
from anodes.viz.explorers.base import Explorer
from anodes.viz.explorers.controls import Number, one_of
from anodes.viz.explorers.inputs import Counts, LinkedTable, Lookup, Values
from anodes.viz.explorers.tracing import (
    NumericMath,
    Traced,
    TracedRow,
    TracingError,
    VegaMath,
    any_of,
    written,
)

A, B, WORD = Traced("a"), Traced("b"), Traced("word")
MATHS = VegaMath()
SIGNALS = {"a": 3.0, "b": -0.5, "word": "Si", "none": None}


def evaluated(*expressions, signals=SIGNALS):
    """What Vega makes of expressions."""
    spec = {
        "signals": [{"name": name, "value": value} for name, value in signals.items()],
        "marks": [
            {"type": "text", "encode": {"update": {"text": {"signal": f"toString({written(e)})"}}}}
            for e in expressions
        ],
    }
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", vl_convert.vega_to_svg(spec))
    assert len(texts) == len(expressions)
    return [float(t) if re.fullmatch(r"-?[\d.]+(e-?\d+)?", t) else t for t in texts]


REFUSED = [
    ("if", lambda: 1 if A else 2, "maths.where(condition, yes, no)"),
    ("and", lambda: A and B, "& and |"),
    ("or", lambda: A or B, "& and |"),
    ("not", lambda: not A, "maths.where(condition, False, True)"),
    ("bool()", lambda: bool(A > B), "maths.where(condition, yes, no)"),
    ("max()", lambda: max(A, B), "maths.where(a > b, a, b)"),
    ("min()", lambda: min(A, 1), "maths.where(a > b, a, b)"),
    ("a chained comparison", lambda: 0 < A < 1, "(a < b) & (b < c)"),
    ("a chained equality", lambda: A == B == 1, "(a < b) & (b < c)"),
    ("in a list", lambda: WORD in ["Si", "Ge"], "any_of(x, names)"),
    ("abs()", lambda: abs(A), "maths.where(x < 0, -x, x)"),
    ("round()", lambda: round(A, 2), "do not round"),
    ("math.floor()", lambda: math.floor(A), "do not round"),
    ("math.ceil()", lambda: math.ceil(A), "do not round"),
    ("math.trunc()", lambda: math.trunc(A), "do not round"),
    ("math.sqrt()", lambda: math.sqrt(A), "x ** 0.5"),
    ("math.log()", lambda: math.log(A), "function of maths"),
    ("math.pow()", lambda: math.pow(2, A), "function of maths"),
    ("math.isclose()", lambda: math.isclose(A, B), "function of maths"),
    ("math.gcd()", lambda: math.gcd(A, 2), "function of maths"),
    ("float()", lambda: float(A), "function of maths"),
    ("int()", lambda: int(A), "function of maths"),
    ("range()", lambda: range(A), "function of maths"),
    ("%", lambda: A % 2, "sign differs"),
    ("//", lambda: A // 2, "do not round"),
    ("divmod()", lambda: divmod(A, 2), "do not round"),
    ("~", lambda: ~(A > B), "maths.where(condition, False, True)"),
    ("an f-string", lambda: f"{A}", "written(x)"),
    ("str()", lambda: str(A), "written(x)"),
    ("for", lambda: list(A), "Counts"),
    ("sum()", lambda: sum(A), "Counts"),
    ("len()", lambda: len(A), "Counts"),
    ("a key", lambda: {"Si": 1}.get(WORD), "Lookup"),
    ("& without brackets", lambda: A == 1 & B, "in brackets"),
    ("| without brackets", lambda: "Si" | (B > 1), "in brackets"),
    ("another kind of value", lambda: A * [1], "expected a number, a text"),
]


@pytest.mark.parametrize(("what", "use", "instead"), REFUSED, ids=[what for what, *_ in REFUSED])
def test_what_python_would_settle_at_once_raises_and_says_what_to_use(what, use, instead):
    with pytest.raises(TracingError, match=re.escape(instead)):
        use()


def test_a_function_of_numpy_is_refused():
    with pytest.raises(TypeError, match="ufunc"):
        np.sqrt(A)


def test_operators_and_functions_mean_the_same_on_the_page():
    expected = [  # a = 3, b = -0.5
        (A + 1, 4), (1 + A, 4), (A - B, 3.5), (1 - A, -2), (2 * A, 6), (A * B, -1.5),
        (A / 2, 1.5), (6 / A, 2), (A**2, 9), (2**A, 8), (-A, -3), (+A, 3), (A**0.5, 1.7320508),
        (A < B, "false"), (A <= 3, "true"), (A > B, "true"), (A >= 4, "false"),
        (A == 3, "true"), (A != 3, "false"), ((A > 1) & (B > 1), "false"),
        ((A > 1) | (B > 1), "true"), (True & (A > 1), "true"), (False | (A > 9), "false"),
        (MATHS.where(A > B, A, B), 3), (MATHS.where(A < 0, -A, A), 3), (MATHS.asin(B), -0.5235988),
        (MATHS.log(A), 1.0986123), (MATHS.valid(A), "true"), (MATHS.valid(Traced("none")), "false"),
        (any_of(WORD, ["Ge", "Si"]), "true"), (any_of(WORD, ["Ge"]), "false"),
        (MATHS.where(WORD == "Si", "it's \"Si\"", "no"), "it's \"Si\""),
        (np.float64(2) * A, 6), (A * np.int64(2), 6), ((A > 1) & np.True_, "true"),
    ]  # fmt: skip
    found = evaluated(*(expression for expression, _ in expected))
    for value, (expression, wanted) in zip(found, expected, strict=True):
        assert value == pytest.approx(wanted) if isinstance(wanted, float) else value == wanted, (
            expression
        )


def test_one_of_two_numbers_is_chosen_the_same_way():
    maths = NumericMath()
    assert maths.where(3 > 2, "more", "less") == "more"
    assert [maths.valid(value) for value in (0.0, math.nan, None)] == [True, False, False]
    assert any_of("Si", ["Ge", "Si"]) is True


# Functions of anodes.physics with numbers on the left, what they give by hand on the right.
PHYSICS = [
    (lambda x: faraday.capacity_of_molar_mass(x, 28.085), 3.75, 3578.7),  # 3.75 x 26801.5 / 28.085
    (lambda x: pores.ratio_of_ions(x, 9.0, 12.0), 4.0, 4.0),  # 1 + 4 x 9 / 12
    (lambda p: pores.external_expansion_percent(p, 3.0), 0.5, 50.0),  # 100 (0.5 x 3 - 1)
    (lambda p: pores.external_expansion_percent(p, 3.0), 0.8, 0.0),  # 0.6 of the outline is filled
    (lambda p: pores.porosity_when_charged(p, 3.0), 0.8, 0.4),  # 1 - 0.2 x 3
    (lambda r: pores.minimum_porosity(r), 4.0, 0.75),  # 1 - 1/4
    (lambda r: pores.radius_ratio(r), 8.0, 2.0),  # the cube root
    (lambda n: cycling.inventory_left_percent(90.0, 99.0, n), 2.0, 88.209),  # 90 x 0.99^2
    (lambda c: cycling.cycles_left(100.0, c, 80, MATHS.log), 99.0, 22.2024),  # ln 0.8 / ln 0.99
    (lambda w: diffraction.bragg_angle_degree(2.0, w, MATHS.asin), 2.0, 60.0),  # 2 asin(1/2)
    (lambda h: diffraction.cubic_spacing(h, 0, 0, 6.0), 2.0, 3.0),  # 6 / 2
    (
        lambda q: cell_stack.stack_layers_um(q, stack_assumptions.assumed_stack())["anode"],
        1000.0,
        50.0,  # 1.1 x 4 / 0.88 mAh/cm2
    ),
]


def test_functions_of_physics_are_traced():
    found = [evaluated(use(Traced("x")), signals={"x": x})[0] for use, x, _ in PHYSICS]
    assert found == pytest.approx([wanted for *_, wanted in PHYSICS], rel=1e-4, abs=1e-9)


def test_values_know_their_names():
    values = Values({"cycles": 200, "pair": Values({"ratio": 3.0})})
    assert (values.cycles, values.pair.ratio) == (200, 3.0)
    with pytest.raises(AttributeError, match=r"no value 'cycle': .*'cycles', 'pair'"):
        values.cycle  # noqa: B018
    with pytest.raises(AttributeError, match=r"no value 'density'.*'ratio'"):
        values.pair.density  # noqa: B018
    with pytest.raises(AttributeError, match="cannot be set"):
        values.cycles = 5
    assert ((values | {"cycles": 5}).cycles, values.cycles) == (5, 200)


def test_a_column_that_is_not_there_is_refused():
    row = TracedRow(["ice_percent"])
    assert written(row["ice_percent"]) == 'datum["ice_percent"]'
    assert written(row[Traced("x_axis")]) == "datum[x_axis]"
    with pytest.raises(KeyError, match="'ice' is no column"):
        row["ice"]


FRAME = pd.DataFrame(
    {"name": ["a", "b", "c"], "element": ["Si", "Si", "Ge"], "cycles": [100, None, 300]}
)
PAIRS = pd.DataFrame({"element": ["Si"], "ratio": [3.75]})


def keep(row, v, maths):
    return row["element"] == v.element


def counted(row, v, maths):
    return {"rows_alike": keep(row, v, maths),
            "rows_better": maths.valid(row["cycles"]) & (row["cycles"] > v.cycles)}  # fmt: skip


TABLE = LinkedTable(FRAME, ["name", "cycles"], "name", "points", keep)


def picture(v, curve, maths):
    import altair as alt

    return TABLE.marked(alt.Chart(FRAME), v, maths).mark_point().encode(x="cycles:Q")


def explorer(**changed):
    parts = {
        "question": "How many?",
        "controls": [one_of("element", ["Si", "Ge"]), Number("cycles", 1, 500, 1, 150)],
        "formulas": lambda v, maths: {"ratio": v.cycles / 100},
        "picture": picture,
        "description": "points",
        "rows": TABLE,
        "counts": Counts(FRAME, counted),
    }
    return Explorer(**parts | changed)


def test_all_problems_of_chosen_values_are_named_at_once():
    with pytest.raises(ValueError, match="no control is called") as problem:
        explorer().readings(cycle=3, element="Pb", cycles="many")
    assert "['cycle']" in str(problem.value)
    assert "element is one of ['Si', 'Ge'], not 'Pb'" in str(problem.value)
    assert "cycles is a number, not 'many'" in str(problem.value)


def test_a_lookup_without_a_row_says_which():
    made = explorer(lookups=[Lookup("pair", ("element",), PAIRS)])
    assert made.values(element="Si").pair.ratio == 3.75
    with pytest.raises(ValueError, match="lookup 'pair' has no row for element Ge"):
        made.readings(element="Ge")


def test_a_wrong_name_in_a_formula_raises_for_the_page_too():
    made = explorer(
        lookups=[Lookup("pair", ("element",), PAIRS)],
        formulas=lambda v, maths: {"ratio": v.pair.density},
    )
    with pytest.raises(AttributeError, match="no value 'density'"):
        _ = made.spec


def test_rows_are_counted_and_listed():
    assert explorer().readings() == {"ratio": 1.5, "rows_alike": 2, "rows_better": 1}
    assert explorer().readings(cycles=50)["rows_better"] == 2  # a missing value is in no count
    assert list(explorer().kept(element="Ge")["name"]) == ["c"]


def test_a_picture_must_say_which_rows_are_listed():
    import altair as alt

    def without(v, curve, maths):
        return alt.Chart(FRAME, name="points").mark_point()

    with pytest.raises(ValueError, match=r"no layer 'points'.*LinkedTable.marked"):
        _ = explorer(picture=without).spec


def test_vega_counts_and_lists_the_rows_that_python_does():
    """The layers of the page, with texts in place of their marks."""
    spec = explorer().steered
    listing, counts = spec["layer"]
    assert (listing["name"], counts["name"]) == ("points", "counts")
    listing |= {"mark": "text", "encoding": {"text": {"field": "_listed"}}}
    both = "datum.rows_alike + ' of ' + datum.rows_better"
    counts["transform"].append({"calculate": both, "as": "text"})
    counts |= {"mark": "text", "encoding": {"text": {"field": "text"}}}
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.4")
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", svg)
    assert texts == ["true", "true", "false", "2 of 1"]
