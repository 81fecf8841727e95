"""What is stored does not know on which machine, or with which Python, it was computed."""

import ast
import json
import math
import re

import nbformat
import numpy as np
import pytest
from conftest import ROOT

from anodes import data
from anodes.analysis import crystal_phases
from anodes.physics import pores, rounding
from anodes.viz import interactive, specs, static

CHAPTERS = sorted((ROOT / "chapters").glob("*.ipynb"))
STEERED = {"$schema": "v5.20.1", "description": "80.30 % of 1,234.5", "title": "3.14159265358979 Å"}


COMPUTED = ["fade_percent_per_cycle", "retention_percent", "cycling_c_rate"]


def other_machine(frame):
    """The same frame with each computed float one step of the last digit up or down."""
    steps = np.where(np.arange(len(frame)) % 2, np.inf, -np.inf)
    return frame.assign(
        **{name: np.nextafter(frame[name], steps).where(frame[name] != 0, 0) for name in COMPUTED}
    )


def test_floats_keep_ten_digits_wherever_they_are():
    value = {"a": [1.23456789012345, 2, True, None, "1.23456789012345"], "b": (-0.0, 1e-17)}
    made = rounding.rounded(value)
    assert made == {"a": [1.23456789, 2, True, None, "1.23456789012345"], "b": (0.0, 1e-17)}
    assert math.copysign(1, made["b"][0]) == 1
    assert [type(part) for part in made["a"][1:4]] == [int, bool, type(None)]
    assert math.isnan(rounding.rounded(float("nan")))
    assert rounding.rounded(5.431020511) == 5.431020511  # the longest constant, NIST's for silicon


def test_a_sum_is_added_one_after_another_by_every_python():
    """`sum` gives 1.0 from Python 3.12 on, 0.9999999999999999 before."""
    assert rounding.total([0.1] * 10) == 0.9999999999999999
    assert rounding.total([]) == 0


def test_a_spec_is_the_same_although_its_last_digits_differ():
    def spec(number, name):
        return STEERED | {
            "data": {"name": name},
            "datasets": {name: [{"x": number, "name": name}]},
            "params": [
                {"name": "p", "value": number, "expr": f"pow(p, {number}) + 96485.33212331"}
            ],
        }

    one = specs.rounded_spec(spec(0.1234567890123456, "data-0a"))
    other = specs.rounded_spec(spec(0.1234567890123459, "data-1b") | {})
    assert one | {"datasets": 0} == other | {"datasets": 0}
    assert one["data"] == {"name": "data-1"}
    assert [row["x"] for row in one["datasets"]["data-1"]] == [0.123456789]
    assert one["params"][0] == {
        "name": "p", "value": 0.123456789, "expr": "pow(p, 0.123456789) + 96485.33212",
    }  # fmt: skip
    assert one["description"] == STEERED["description"]
    assert one["$schema"] == STEERED["$schema"]


def charted(electrodes):
    chart = interactive.connected_points(
        electrodes, "fade_percent_per_cycle", "retention_percent", by="family", description="d"
    )
    return json.dumps(interactive._vega_bundle(chart.to_dict()))


def drawn(electrodes):
    rows = electrodes.dropna(subset=COMPUTED)
    made = static.diagonal(
        rows, "retention_percent", "cycling_c_rate", filled="same_current", description="d"
    )
    return made.svg + json.dumps(made.table)


@pytest.mark.slow
@pytest.mark.parametrize("output", [charted, drawn])
def test_an_output_is_the_same_although_its_last_digits_differ(output):
    electrodes = data.electrodes()
    other = other_machine(electrodes)
    differ = electrodes[COMPUTED].dropna() != other[COMPUTED].dropna()
    assert differ.sum().min() >= 20
    assert output(electrodes) == output(other)


def test_pores_that_take_all_the_swelling_leave_no_growth_and_no_room():
    """Not 2e-14 % either, which is what arithmetic leaves for some hosts."""
    ratios = [*crystal_phases.phases()["ratio"].dropna(), 3.9304487111028497]
    for ratio in ratios:
        enough = pores.minimum_porosity(ratio)
        assert pores.external_expansion_percent(enough, ratio) == 0
        assert pores.porosity_when_charged(enough, ratio) == 0
        assert pores.external_expansion_percent(enough - 1e-9, ratio) > 0 or ratio <= 1


def numbers(part):
    """All floats inside of an output."""
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        return [number for one in part for number in numbers(one)]
    return [part] if isinstance(part, float) else []


@pytest.mark.slow
@pytest.mark.parametrize("path", CHAPTERS, ids=lambda p: p.stem)
def test_stored_numbers_have_no_digits_of_chance(path):
    for cell in nbformat.read(path, as_version=4).cells:
        for output in cell.get("outputs", []):
            stored = [dict(output.get("data", {})), dict(output.get("metadata", {}))]
            found = numbers(json.loads(json.dumps(stored)))
            assert [n for n in found if n != float(f"{n:.10g}")] == []
            assert [n for n in found if 0 < abs(n) < 1e-12] == []  # a zero that is none
            written = re.findall(
                r"(?<![\w.])\d+\.\d{10,}", json.dumps([stored, output.get("text")])
            )
            assert [n for n in written if len(n.replace(".", "").lstrip("0")) > 10] == []


def sorts_by_chance(source):
    """The calls that sort by one key and leave the order of equal rows to the processor."""
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        keys = call.args[0] if call.args else None
        several = isinstance(keys, ast.List) and len(keys.elts) > 1  # pandas sorts these stably
        if call.func.attr in ("sort_values", "argsort") and not several:
            kinds = [ast.literal_eval(k.value) for k in call.keywords if k.arg == "kind"]
            if kinds != ["stable"]:
                yield ast.unparse(call)


@pytest.mark.slow
def test_equal_rows_keep_their_order_on_every_processor():
    """numpy's fast sort orders equal values as the instructions of the processor have it."""
    sources = {str(path): path.read_text("utf-8") for path in (ROOT / "anodes").rglob("*.py")}
    for path in CHAPTERS:
        cells = nbformat.read(path, as_version=4).cells
        sources[path.stem] = "\n".join(c.source for c in cells if c.cell_type == "code")
    found = {name: list(sorts_by_chance(text)) for name, text in sources.items()}
    assert {name: calls for name, calls in found.items() if calls} == {}
    assert list(sorts_by_chance("a.sort_values('x'); a.sort_values(['x', 'y'])")) == [
        "a.sort_values('x')"
    ]
