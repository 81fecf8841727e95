"""What is written in one of the forms that we read is read back the same, whatever its values.

The expected values are made before they are written; nothing of the code under test makes them.
"""

import csv
import io
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anodes.data import files, parsing, spreadsheet
from anodes.data.fields import columns
from anodes.data.files import DataError
from anodes.data.parsing import Alloy, PrintedNumber
from anodes.physics import reactions
from anodes.publish import figures
from anodes.validation import electrode_files

QUICK = settings(max_examples=25, derandomize=True, deadline=None, database=None)

# ---------------------------------------------------------------- printed cells

digits = st.text("0123456789", min_size=1, max_size=3)
numerals = st.builds(  # as the review prints them, with their value
    lambda whole, decimals, grouped: (
        f"{whole:,}" * grouped + f"{whole}" * (not grouped) + decimals,
        Fraction(f"{whole}{decimals}"),
    ),
    st.integers(0, 10_000_000), st.just("") | digits.map(".{}".format), st.booleans(),
)  # fmt: skip
currents = st.sampled_from([  # form, A g-1 or the other basis, basis
    ("{} mA g-1", Fraction(1, 1000), "gravimetric"), ("{} A g-1", Fraction(1), "gravimetric"),
    ("{}A g-1", Fraction(1), "gravimetric"), ("{} A kg-1", Fraction(1, 1000), "gravimetric"),
    ("{} mA cm-2", Fraction(1), "areal"), ("{} A m-2", Fraction(1, 10), "areal"),
    ("{}C", Fraction(1), "c_rate"), ("{} C", Fraction(1), "c_rate"),
])  # fmt: skip


@pytest.mark.slow
@QUICK
@given(numerals, st.sampled_from(["", "~", ">", "<"]), st.sampled_from(["", " "]))
def test_a_number_with_its_qualifier(numeral, qualifier, space):
    text, value = numeral
    assert parsing.number(f"{qualifier}{space}{text}") == PrintedNumber(float(value), qualifier)


@QUICK
@given(numerals, st.integers(-12, 12))
def test_a_number_with_a_power_of_ten(numeral, power):
    text, value = numeral
    assert parsing.number(f"{text} × 10^{power}").value == float(value * Fraction(10) ** power)


@QUICK
@given(numerals)
def test_a_percentage(numeral):
    assert (
        parsing.percent(f"{numeral[0]}%") == parsing.percent(f"{numeral[0]} %") == float(numeral[1])
    )


@QUICK
@given(numerals, numerals, currents, st.integers(0, 99_999))
def test_a_capacity_at_its_current_after_its_cycles(capacity, current, form, cycles):
    written, factor, basis = form
    at = written.format(current[0])
    first = parsing.initial_capacity(f"{capacity[0]} mAh g-1 at {at}")
    last = parsing.parse_capacity_after_cycles(
        f"{capacity[0]} mAh g-1 after {cycles:,} cycles at {at}"
    )
    for read in (first, last):
        assert read.value == pytest.approx(float(capacity[1]), rel=1e-11)
        assert read.current.basis == basis
        assert read.current.value == pytest.approx(float(current[1] * factor), rel=1e-11)
    assert (first.cycles, last.cycles) == (None, cycles)


@QUICK
@given(
    st.sampled_from(["Li", "Na"]),
    st.integers(1, 99),
    st.sampled_from(["Si", "Ge", "Sn", "Sb"]),
    st.integers(1, 99),
)
def test_an_alloy(guest, guests, host, hosts):
    text = f"{guest}{guests if guests > 1 else ''}{host}{hosts if hosts > 1 else ''}"
    assert parsing.alloy(text) == Alloy(guest, guests, host, hosts)


species = st.sampled_from(["Mg", "SiO2", "Li15Si4", "SO4^2-", "Cu+", "Sn^2+", "NaCl"])
sides = st.dictionaries(species, st.integers(1, 99), min_size=1, max_size=4)


@QUICK
@given(st.lists(sides.map(lambda side: (side, side)), min_size=1, max_size=3))
def test_equations(equations):
    """Balanced ones, which an equation is if both its sides are the same."""

    def side(amounts):
        return " + ".join(
            f"{count} {name}" if count > 1 else name for name, count in amounts.items()
        )

    text = "; ".join(f"{side(left)} -> {side(right)}" for left, right in equations)
    assert [(r.consumed, r.made) for r in reactions.parse(text)] == equations


# ---------------------------------------------------------------- tables and references

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
cells = st.sampled_from(["", ",", '"', '""', "\n", "\r\n", " a ", ";", "=1", "é"]) | anything


texts = cells.map(
    lambda cell: cell.replace("\r", "")
)  # no text of the book has one: a control code


def written(rows, **options):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", **options).writerows(rows)
    return text.getvalue()


@QUICK
@given(st.lists(st.lists(cells, min_size=2, max_size=4), max_size=5))
def test_a_table_of_any_text(rows):
    found = files.table_rows("a.csv", written(rows, quoting=csv.QUOTE_ALL))
    assert [row for _, row in found] == rows
    lines = [1]
    for row in rows:
        lines.append(
            lines[-1] + len(re.findall(r"\r\n|\r|\n", written([row], quoting=csv.QUOTE_ALL)))
        )
    assert [line for line, _ in found] == lines[:-1]


@QUICK
@given(
    st.lists(st.lists(cells.filter(str.strip), min_size=2, max_size=4), max_size=5),
    st.sampled_from(",;\t|"),
)
def test_a_readers_table_of_any_text_but_outer_spaces(rows, between):
    found = spreadsheet.numbered_rows(
        written(rows, delimiter=between, quoting=csv.QUOTE_ALL), "a.csv", between
    )
    stripped = [[cell.strip() for cell in row] for row in rows]
    if stripped and stripped[0][0].lower().startswith("sep="):
        return
    assert [row for _, row in found] == stripped


@QUICK
@given(st.lists(st.tuples(texts, st.none() | st.integers() | texts), max_size=4))
def test_the_numbers_of_a_figure_as_csv(rows):
    content = figures.spreadsheet_csv(["a", "b"], rows).decode("utf-8-sig")
    _, *back = csv.reader(io.StringIO(content, newline=""))
    assert back == [["" if value is None else str(value) for value in row] for row in rows]


words = (
    st.text("abcdefgh äöü", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
entries = st.dictionaries(st.from_regex(r"[a-z][a-z0-9]{0,6}", fullmatch=True),
                          st.tuples(words, st.integers(1900, 2030)), min_size=1, max_size=4)  # fmt: skip


@settings(QUICK, max_examples=10)
@given(entries, st.integers(0, 3))
def test_references(tmp_path_factory, listed, gap):
    root = tmp_path_factory.getbasetemp() / "references"
    root.mkdir(exist_ok=True)
    blocks = [
        f"@article{{{key},\n  title = {{{{{title}}}}},\n  year = {{{year}}},\n}}\n" + "\n" * gap
        for key, (title, year) in listed.items()
    ]
    (root / files.REFERENCES).write_text("".join(blocks), encoding="utf-8")
    back = files._bibliography("".join(blocks).encode())
    assert {
        key: (entry.fields["title"].strip("{}"), int(entry.fields["year"]))
        for key, entry in back.entries.items()
    } == listed
    size = 4 + gap
    assert files.entry_lines(root) == {key: 1 + size * n for n, key in enumerate(listed)}


# ---------------------------------------------------------------- a reader's electrodes

NEEDED = [name for name, column in columns("electrodes").items() if column.limits.get("required")]
NAMES = [*NEEDED, "ice_percent", "notes"]
names = st.text("abc µé-()", min_size=1, max_size=8).map(str.strip).filter(bool)
capacities = (
    st.integers(1, 10_000) | st.floats(1, 10_000) | st.integers(8, 999).map(lambda n: n / 8)
)
electrodes = st.tuples(
    names, st.sampled_from(["Si", "Ge", "Sn", "Sb"]), st.sampled_from(["Li", "Na"]), capacities, capacities,
    st.integers(1, 1_000_000), st.just("") | st.floats(1, 100), st.just("") | names,
)  # fmt: skip
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


@pytest.mark.slow
@QUICK
@given(
    st.lists(electrodes, min_size=1, max_size=4), st.sampled_from(",;\t|"), st.booleans(), st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.permutations(NAMES),
)  # fmt: skip
def test_electrodes_as_any_spreadsheet_saves_them(
    rows, between, comma, encoding, end, quoting, order
):
    """Read back the same; only a number that may be two is refused, and by name."""
    comma = comma and between != ","

    def cell(value):
        return str(value).replace(".", ",") if comma and isinstance(value, float) else str(value)

    table = [[cell(value) for value in row] for row in rows]
    places = [NAMES.index(name) for name in order]
    ordered = [[row[place] for place in places] for row in [NAMES, *table]]
    text = written(ordered, delimiter=between, quoting=quoting).replace("\n", end)
    decoded = spreadsheet.decoded(text.encode(encoding), "a.csv").text
    try:
        back = electrode_files.read_electrodes(decoded).electrodes[NAMES]
    except DataError as error:
        refused = {(problem.line, problem.column) for problem in error.problems}
        either = re.compile(r"[1-9]\d{0,2},\d{3}")
        assert refused == {
            (line, name)
            for line, row in enumerate(table, start=2)
            for name, value in zip(NAMES, row, strict=True)
            if name not in ("material", "notes") and either.fullmatch(value)
        }
        assert all("one number: write" in problem.expected for problem in error.problems)
        return
    for row, there in zip(rows, back.to_dict("records"), strict=True):
        for value, found in zip(row, there.values(), strict=True):
            assert found == value or (value == "" and found != found)


BAD = {
    "material": ["", "=A1", "a\x07"],
    "element": ["", "C", "si", "#REF!"],
    "ion": ["", "K", "Li+"],
    "initial_capacity_mAh_g": ["", "0", "many", "1_000", "inf", "2,5"],
    "final_capacity_mAh_g": ["", "-1", "1e9", "0x10"],
    "cycles": ["", "0", "1.5", "1e3", "12 %"],
    "ice_percent": ["0.85", "101", "85 %"],
    "notes": ["=1+1", "\u202e"],
}
spoiled = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5), max_size=4)


@pytest.mark.slow
@QUICK
@given(st.lists(st.tuples(electrodes, spoiled, st.integers(0, 9)), min_size=1, max_size=6))
def test_each_bad_cell_is_reported_at_its_place_and_good_rows_stay(rows):
    """All problems at once; without the rows that have one, the others are read as they are."""
    expected, table, good = set(), [NAMES], []
    for line, (row, spoil, width) in enumerate(rows, start=2):
        cells = [str(value) for value in row]
        for name, number in spoil.items():
            cells[NAMES.index(name)] = BAD[name][number % len(BAD[name])]
        if width == 0:
            cells.append("more")
            expected.add((line, None))
        else:
            expected |= {(line, name) for name in spoil}
        if width and not spoil:
            good.append(row)
        table.append(cells)
    try:
        electrode_files.check_electrodes(written(table))
        found = set()
    except DataError as error:
        found = {(problem.line, problem.column) for problem in error.problems}
    assert found == expected
    if good:
        back = electrode_files.check_electrodes(written([NAMES, *good]))
        assert list(back["material"]) == [row[0] for row in good]
        assert list(back["initial_capacity_mAh_g"]) == [row[3] for row in good]
