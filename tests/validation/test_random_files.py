"""Random files for `check`: whatever they hold, a reader gets sentences; what is valid passes."""

import csv
import io
import math

import pytest
from frictionless import Resource, Schema
from hypothesis import given, settings
from hypothesis import strategies as st

from anodes.audit import plausibility
from anodes.data import spreadsheet
from anodes.data.fields import columns, fields_of
from anodes.data.files import DataError
from anodes.validation import electrode_files
from anodes.validation.schema import cell_checks

QUICK = settings(max_examples=25, derandomize=True, deadline=None, database=None)
ELECTRODES = columns("electrodes")
NEEDED = [name for name, column in ELECTRODES.items() if column.limits.get("required")]
MEASURED = ["initial_current_A_g", "ice_percent", "cycling_current_A_g"]
FIELDS = fields_of("electrodes")

odd_cells = st.sampled_from([
    "", "Si", "Li", "2500", "1500", "-1", "1e999", "1e-400", "nan", "inf", "1_000", "9" * 30, "9" * 5000,
    "1,5", "true", "yes", "=1+1", "#DIV/0!", "\x1b[31m", "\u202e", "\0", '"', "\n", "\r", "٣", "1.", ".5", "+5", "0x10",
    "\ud800", "\ufeff", "178", "x" * 40_000,
])  # fmt: skip
cells = odd_cells | st.text(max_size=8) | st.integers().map(str) | st.floats().map(repr)
names = st.sampled_from([*ELECTRODES, "", "colour", "sep="])
tables = st.lists(st.lists(cells, min_size=4, max_size=9), max_size=4)
headers = st.just(NEEDED) | st.lists(names, max_size=9)


ENCODINGS = [  # that are not UTF-8, with what may stand before the text
    ("cp1252", b""), *[(f"utf-16-{end}e", bom) for end, mark in (("l", b"\xff\xfe"), ("b", b"\xfe\xff"))
                       for bom in (b"", mark)],
]  # fmt: skip


def written(rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def accepted(text):
    """Whether `check` takes a text; an error of another kind than `DataError` fails the test."""
    try:
        electrodes = electrode_files.check_electrodes(text)
    except DataError as error:
        assert all(line.isprintable() for line in str(error).splitlines())
        return False
    assert "nan" not in "".join(map(str, plausibility.notices(electrodes)))
    return True


@pytest.mark.slow
@QUICK
@given(st.text() | st.text(alphabet=',;\t"\n\r0 sep=\ufeff\x00\x1b', max_size=60))
def test_any_text_is_accepted_or_explained(text):
    accepted(text)


@pytest.mark.slow
@QUICK
@given(headers, tables)
def test_any_table_is_accepted_or_explained(header, rows):
    accepted(written([header, *rows]))
    accepted("\n".join(",".join(row) for row in [header, *rows]))  # nothing quoted


@QUICK
@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")))
def test_any_bytes_are_text_or_explained(content):
    try:
        text, assumed = spreadsheet.decoded(content, "a.csv")
    except DataError:
        return
    if not assumed:
        assert content in (text.encode(), b"\xef\xbb\xbf" + text.encode())
    else:
        assert content in [bom + text.encode(name, "replace") for name, bom in ENCODINGS]


def within(name):
    """Numbers that a column may hold, as its limits in the dictionary of columns say."""
    limits = ELECTRODES[name].limits
    if ELECTRODES[name].type == "integer":
        return st.integers(limits["minimum"], limits["maximum"])
    return st.floats(limits["minimum"], limits["maximum"])


words = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=9).filter(
    lambda word: not word.startswith(("=", "#"))
)
electrodes = st.tuples(
    words, st.sampled_from(["Si", "Ge", "Sn", "Sb"]), st.sampled_from(["Li", "Na"]),
    *(within(name) for name in NEEDED[3:]),
    *(st.none() | within(name) for name in MEASURED),
)  # fmt: skip


@pytest.mark.slow
@QUICK
@given(st.lists(electrodes, min_size=1, max_size=5))
def test_a_valid_table_passes_with_its_values(rows):
    text = written([[*NEEDED, *MEASURED], *rows])
    assert accepted(text)
    back = electrode_files.check_electrodes(text)[[*NEEDED, *MEASURED]]
    for row, there in zip(rows, back.to_dict("records"), strict=True):
        for value, found in zip(row, there.values(), strict=True):
            assert found == value or (value is None and math.isnan(found))


@pytest.mark.slow
@QUICK
@given(st.lists(st.tuples(*[cells] * len(FIELDS)), min_size=1, max_size=3))
def test_a_cell_is_read_as_frictionless_reads_it(rows):
    checks = cell_checks(FIELDS)
    ours = {
        (number, name)
        for number, row in enumerate(rows, start=2)
        for name, cell in zip(checks, row, strict=True)
        if checks[name](cell)
    }
    # a last column that is never empty: frictionless reports an empty row as such
    header, data = [*checks, "last"], [[*row, "x"] for row in rows]
    schema = Schema.from_descriptor({"fields": [*FIELDS, {"name": "last", "type": "string"}]})
    report = Resource(data=[header, *data], schema=schema).validate()
    assert ours == {(error.row_number, error.field_name) for error in report.task.errors}


def test_the_checks_are_not_blind():
    checks = cell_checks(FIELDS)
    assert "a whole number" in checks["cycles"]("many")
    assert "at most 1000000" in checks["cycles"]("1000001")
    assert checks["cycles"]("200") == ""
    with pytest.raises(KeyError):
        checks["colour"]
